"""The self-check as a text for an IT team's ticket: what this copy is, how each part went; no name, no case data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from referral_assistant import about
from referral_assistant.problems import Problem
from referral_assistant.selfcheck import Result

WIDE = 18


def line(result: Result) -> str:
    """One part, as the command line shows it."""
    return f"{'ok    ' if result.passed else 'FAILED'}  {result.part}: {result.sentence}"


def report(results: Sequence[Result], now: datetime) -> str:
    """The whole report."""
    failed = [result.part for result in results if not result.passed]
    verdict = f"These parts failed: {', '.join(failed)}." if failed else "All is well."
    lines = [
        "Referral Assistant: self-check",
        "",
        verdict,
        "",
        *(f"{name + ':':<{WIDE}} {text}" for name, text in _facts(now)),
        "",
        *(f"{about.unnamed(line(result))} ({result.seconds:.1f} s)" for result in results),
        "",
        "What the organisation set for this computer (keys only, no values):",
        *_policy(),
        "",
        "This report holds no name of anybody and nothing from any case.",
    ]
    return "\n".join(lines) + "\n"


def write(path: Path, results: Sequence[Result], now: datetime) -> None:
    """Write the report into a file, which may be there already."""
    try:
        path.write_text(report(results, now), encoding="utf-8")
    except OSError as error:
        raise Problem(f"The report could not be written to {path}.", "Choose a folder you may write to.") from error


def _facts(now: datetime) -> Iterator[tuple[str, str]]:
    made = about.build()
    yield "Made", f"{now:%Y-%m-%d %H:%M %z}"
    yield "Version", made.version
    yield "Build", f"commit {made.commit}, of {made.built}" if made.commit else "none: run from its source"
    yield "Copy", about.form(made)
    yield "System", about.system()
    yield "Python", about.python()
    yield from versions().items()
    yield "Live cases lie in", about.data_place()


def versions() -> dict[str, str]:
    """What the program stands on, each version as the library says it itself, or why it cannot."""
    found: dict[str, str] = {}
    for names, ask in ((("Qt",), _qt), (("WeasyPrint", "Pango"), _letter), (("SQLCipher", "SQLite"), _store)):
        found |= _asked(names, ask)
    return found


def _asked(names: tuple[str, ...], ask: Callable[[], dict[str, str]]) -> dict[str, str]:
    try:
        return ask()
    except Exception as error:  # a library that does not load is what such a report is for
        return dict.fromkeys(names, f"does not load ({type(error).__name__})")


def _qt() -> dict[str, str]:
    from referral_assistant.ui.play import qt_version

    return {"Qt": qt_version()}


def _letter() -> dict[str, str]:
    from referral_assistant.letter.printing import libraries

    return libraries()


def _store() -> dict[str, str]:
    from referral_assistant.store.connection import versions

    return versions()


def _policy() -> Iterator[str]:
    from referral_assistant.policy import in_force
    from referral_assistant.policy_report import LOCKED, mistakes

    found = in_force()
    for name, setting in sorted(found.settings.items()):
        yield f"  {name}: {LOCKED if setting.locked else 'starting value'}, from {about.unnamed(setting.source)}"
    for mistake in mistakes(found):
        yield f"  Wrong in {about.unnamed(mistake.file)}, at {mistake.place or 'the whole'}"
    if not found.settings and not mistakes(found):
        yield "  Nothing."
