"""How a value of a service stands in one cell of a table, so that it reads back the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from referral_assistant.model import Accreditation

BETWEEN = "; "
"""Between several values in one cell."""

EXAMPLE_ID = "example-row"
"""The id of the row that shows how a table is filled in. It is never imported."""

_PART = re.compile(r"(?:\\.|[^\\|])*", re.DOTALL)


def accreditations_cell(marks: tuple[Accreditation, ...]) -> str:
    """Quality marks, one a line: who gave it, the level, the day it runs out."""
    return "\n".join(_mark(mark) for mark in marks)


def read_accreditations(text: str) -> tuple[Accreditation, ...]:
    """Quality marks from a cell. Raises ValueError where a line has more than three parts or its day is none."""
    return tuple(_read_mark(line) for line in text.splitlines() if line.strip())


def _mark(mark: Accreditation) -> str:
    parts = [_escaped(mark.body), _escaped(mark.level), mark.valid_to.isoformat() if mark.valid_to else ""]
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    return " | ".join(parts)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|")


def _read_mark(line: str) -> Accreditation:
    parts = [part.strip() for part in _parts(line)]
    if len(parts) > 3:
        raise ValueError("An accreditation has at most three parts: who gave it | the level | the last day.")
    body, level, day = (*parts, "", "")[:3]
    return Accreditation(body, level, date.fromisoformat(day) if day else None)


def _parts(line: str) -> Iterator[str]:
    """The parts between bars that no backslash stands before."""
    at = 0
    while at <= len(line):
        found = _PART.match(line, at)
        assert found is not None
        yield re.sub(r"\\(.)", r"\1", found[0])
        at = found.end() + 1
