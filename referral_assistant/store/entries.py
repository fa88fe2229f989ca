"""The log of a case: how one entry is added, and how all of them together make the case record."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from referral_assistant.model import (
    Answer,
    Case,
    Decision,
    DutyRecord,
    Edit,
    Issued,
    Organisation,
    Override,
    Practitioner,
    SafetyConcern,
)
from referral_assistant.problems import Problem

if TYPE_CHECKING:
    import sqlite3

    from referral_assistant.store.library import Database

T = TypeVar("T")


class EntryKind(StrEnum):
    """What an entry records. These codes stand in case files."""

    ANSWER = "answer"
    OVERRIDE = "override"
    SAFETY = "safety"
    DUTY = "duty"
    DECISION = "decision"
    EDIT = "edit"
    ISSUED = "issued"
    PRACTITIONER = "practitioner"
    ORGANISATION = "organisation"
    NOTES = "notes"
    HOLD = "hold"


OF_CASE = "entries.number BETWEEN cases.number * 1000000 AND cases.number * 1000000 + 999999"
"""SQL that picks the entries of a case, wherever both tables are at hand."""

_EVERY = (EntryKind.ANSWER, EntryKind.OVERRIDE)
"""Kinds of which every entry counts; of the others, the last entry of each key."""


def append(db: Database, at: datetime, case_id: str, kind: EntryKind, key: str, record: object) -> int:
    """Add one entry at the end of a case's log and say its number. `record` is one of ours, or plain data already."""
    # Loaded with the first entry, here and below: the list of cases is painted without it, and it takes long.
    from referral_assistant.reading import to_plain

    row = db.execute(
        f"""
        INSERT INTO entries (number, case_number, kind, key, at, body)
        SELECT coalesce((SELECT max(number) FROM entries WHERE {OF_CASE}), cases.number * 1000000) + 1, cases.number, ?,
            ?, ?, ?
        FROM cases WHERE id = ? RETURNING number
        """,
        (kind.value, key, at.isoformat(), encoded(to_plain(record)), case_id),
    ).fetchone()
    if row is None:
        raise gone()
    return int(row[0])


def logged(db: sqlite3.Connection | Database, case_id: str) -> list[tuple[EntryKind, str, str]]:
    """The log of a case in order: kind, key and body of each entry."""
    rows = db.execute(
        f"SELECT kind, key, body FROM cases JOIN entries ON {OF_CASE} WHERE id = ? ORDER BY entries.number", (case_id,)
    )
    return [(EntryKind(kind), key, body) for kind, key, body in rows]


def gone() -> Problem:
    """Said of a case that is not in the file."""
    return Problem("This case is no longer in the file.", "Go back to the list of cases.")


def encoded(plain: object) -> str:
    """Plain data as JSON in ASCII: even half of a character that a keyboard sent in two parts is kept."""
    return json.dumps(plain, separators=(",", ":"))


def folded(case: Case, rows: Iterable[tuple[EntryKind, str, str]]) -> Case:
    """A case with its log, given as (kind, key, body) in order, laid into it."""
    log: dict[EntryKind, dict[str, str]] = {kind: {} for kind in EntryKind}
    for kind, key, body in rows:
        # A later entry takes the place of the earlier one, at which the first of its key stood.
        log[kind][f"{len(log[kind])}" if kind in _EVERY else key] = body
    return replace(
        case,
        answers=tuple(_read(Answer, log[EntryKind.ANSWER])),
        overrides=tuple(_read(Override, log[EntryKind.OVERRIDE])),
        safety=tuple(_read(SafetyConcern, log[EntryKind.SAFETY])),
        duties=tuple(_read(DutyRecord, log[EntryKind.DUTY])),
        edits=tuple(_read(Edit, log[EntryKind.EDIT])),
        issued=tuple(_read(Issued, log[EntryKind.ISSUED])),
        decision=next(_read(Decision, log[EntryKind.DECISION]), Decision()),
        practitioner=next(_read(Practitioner, log[EntryKind.PRACTITIONER]), Practitioner()),
        organisation=next(_read(Organisation, log[EntryKind.ORGANISATION]), Organisation()),
    )


def free_reference(db: sqlite3.Connection | Database, letter: str, used: str) -> str:
    """A reference such as R-2614, drawn by lot so that it tells nothing, not even how many there are.

    `used` is a query for those already taken. More digits come once four get crowded.
    """
    import secrets

    taken = {row[0] for row in db.execute(used)}
    digits = 4
    while len(taken) * 2 > 9 * 10 ** (digits - 1):
        digits += 1
    while True:
        reference = f"{letter}-{secrets.randbelow(9 * 10 ** (digits - 1)) + 10 ** (digits - 1)}"
        if reference not in taken:
            return reference


def _read(cls: type[T], entries: Mapping[str, str]) -> Iterator[T]:
    from referral_assistant.reading import from_plain

    return (from_plain(cls, json.loads(body)) for body in entries.values())
