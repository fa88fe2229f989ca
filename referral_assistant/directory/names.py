"""What names in a file stand for: areas and languages. Exactly, by another name, by an answer; never by a guess."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

from referral_assistant.directory.columns import plain_header
from referral_assistant.directory.labels import language_of, value_of
from referral_assistant.directory.notes import shown
from referral_assistant.geography import Area, read_area
from referral_assistant.paths import RESOURCES
from referral_assistant.problems import Problem

LANGUAGES = RESOURCES / "directory" / "languages.csv"


class AreaNames:
    """The areas that names in a file stand for, each looked up once, and what was answered about the others."""

    def __init__(self, areas: Sequence[Area], answers: Mapping[str, tuple[str, ...]]) -> None:
        self.areas = areas
        self.by_id = {area.id: area for area in areas}
        self._answers = {_folded(name): ids for name, ids in answers.items()}
        self._known: dict[str, tuple[tuple[str, ...] | None, tuple[str, ...]]] = {}

    def read(self, name: str) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
        """The ids a name stands for, None when only a person can say; and those that might be meant, to be offered."""
        found = self._known.get(name)
        if found is None:
            if len(self._known) > 50_000:
                self._known.clear()
            found = self._known[name] = self._read(name)
        return found

    def _read(self, name: str) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
        name = shown(name)
        answered = self._answers.get(_folded(name))
        if answered is not None:
            return answered, ()
        if not name:
            return None, ()
        area, offered = read_area(self.areas, name)
        return ((area,), ()) if area else (None, offered)


def area_called(areas: Sequence[Area], text: str) -> str:
    """The id of the area that a name or a code stands for: exactly, or a `Problem` that says which might be meant."""
    found, offered = read_area(areas, text)
    if found is None:
        by_id = {area.id: area for area in areas}
        raise no_area(text, (by_id[i] for i in offered if i in by_id))
    return found


def no_area(text: str, offered: Iterable[Area] = ()) -> Problem:
    """What is said where a text stands for no area."""
    might = ", ".join(f"{area.id} ({area.name})" for area in offered)
    advice = f"It might be {might}." if might else "Ids of areas are in resources/geography/areas.csv."
    return Problem(f"There is no area {text!r}.", advice)


@lru_cache(maxsize=1024)
def language(text: str) -> str | None:
    """The language that a code or a name stands for, of those the program lists; None for any other."""
    written = text.strip()[:80]
    if not written:
        return None
    return _languages().get(_folded(written)) or value_of("languages", written) or language_of(written)


@cache
def _languages() -> Mapping[str, str]:
    lines = (line for line in LANGUAGES.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {
        _folded(name): row["value"]
        for row in csv.DictReader(lines)
        for name in (row["value"], *row["codes"].split("|"), *row["names"].split("|"))
    }


def _folded(name: str) -> str:
    return plain_header(name) or name.strip()
