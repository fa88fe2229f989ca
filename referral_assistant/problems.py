"""What can go wrong, said as a whole sentence, and the log that never holds a person's data."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType
from typing import NamedTuple

_log = logging.getLogger("referral_assistant")

_HARMLESS = frozenset(
    {"case", "count", "card", "document", "version", "seconds", "kind", "size", "route", "error", "step"}
)


class Problem(Exception):
    """Something a person can cause or meet. `str()` is a whole sentence; `advice` says what to do next."""

    def __init__(self, sentence: str, advice: str = "") -> None:
        super().__init__(sentence)
        self.advice = advice


class Mistake(NamedTuple):
    """One thing wrong in a file: the file, the place in it, and a sentence that says what and what to do."""

    file: str
    place: str
    sentence: str

    def __str__(self) -> str:
        where = f"{self.file}: {self.place}" if self.place else self.file
        return f"{where}: {self.sentence}" if where else self.sentence


class Mistakes(Problem):
    """Every mistake found in what was read, all at once."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        count = "One mistake was" if len(mistakes) == 1 else f"{len(mistakes)} mistakes were"
        super().__init__(f"{count} found.", "\n".join(str(m) for m in mistakes))
        self.mistakes = mistakes


def log_event(event: str, **details: object) -> None:
    """Log what happened with ids and counts only: a detail that is not on the list of harmless names is left out."""
    shown = " ".join(f"{name}={value}" for name, value in sorted(details.items()) if name in _HARMLESS)
    _log.info("%s %s", event, shown)


def crash_report(kind: type[BaseException], trace: TracebackType | None, version: str) -> str:
    """A report of a bug: where it happened, never what was being typed. The error's own text is left out, since it
    may quote a value."""
    frames = traceback.extract_tb(trace)
    lines = [f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames]
    return "\n".join([f"Referral Assistant {version}", f"Error: {kind.__name__}", *lines])


def _short(filename: str) -> str:
    """The file without the folders above it, which may hold a user's name."""
    parts = filename.replace("\\", "/").split("/")
    return "/".join(parts[-2:])
