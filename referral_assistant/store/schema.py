"""The shape of a case file, step by step. A step that has left the house is never changed: add another below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from referral_assistant.store.library import Database, Migrations

FORMAT = 1
"""Raised only when an older release could not even look at the file; ordinary growth is a further step."""

Steps = Mapping[str, Sequence[str]]
"""Statements, by the name of the step they make up."""

_FIRST = (
    # `step` is where the practitioner was; `notes_confirmed` is the number of the last entry that stands on the
    # agency's record, so whatever is added later counts as not confirmed without anybody having to reset a flag (S28).
    """
    CREATE TABLE cases (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        reference TEXT NOT NULL UNIQUE,
        pack_id TEXT NOT NULL,
        pack_version TEXT NOT NULL,
        opened TEXT NOT NULL,
        step TEXT NOT NULL DEFAULT '',
        review_on TEXT,
        closed_on TEXT,
        notes_confirmed INTEGER,
        legal_hold INTEGER NOT NULL DEFAULT 0 CHECK (legal_hold IN (0, 1))
    ) STRICT
    """,
    # One log holds every answer, decision and correction in the order they were made. A case has a million numbers of
    # its own, from the millionth of its number on, so its entries lie together and no index is needed: an answer
    # touches one page, which is what makes it cheap to have it on disk before the next card shows.
    """
    CREATE TABLE entries (
        number INTEGER PRIMARY KEY,
        case_number INTEGER NOT NULL REFERENCES cases (number) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        key TEXT NOT NULL,
        at TEXT NOT NULL,
        body TEXT NOT NULL CHECK (json_valid(body)),
        CHECK (number / 1000000 = case_number)
    ) STRICT
    """,
    """
    CREATE TABLE documents (
        reference TEXT NOT NULL PRIMARY KEY,
        case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
        document TEXT NOT NULL,
        version INTEGER NOT NULL,
        pdf BLOB NOT NULL,
        UNIQUE (case_id, document, version)
    ) STRICT
    """,
    """
    CREATE TABLE drafts (
        case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
        card TEXT NOT NULL,
        body TEXT NOT NULL CHECK (json_valid(body)),
        PRIMARY KEY (case_id, card)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE TABLE settings (name TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL CHECK (json_valid(body))) STRICT",
    # References are never used twice, not even after a case is gone.
    "CREATE TABLE deleted (reference TEXT NOT NULL PRIMARY KEY, at TEXT NOT NULL) STRICT",
    # What was recorded stays as it was recorded; it goes only with its whole case.
    """
    CREATE TRIGGER entries_stay BEFORE UPDATE ON entries
    BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END
    """,
    """
    CREATE TRIGGER entries_kept BEFORE DELETE ON entries
    WHEN EXISTS (SELECT 1 FROM cases WHERE number = OLD.case_number)
    BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END
    """,
    """
    CREATE TRIGGER documents_stay BEFORE UPDATE ON documents
    BEGIN SELECT RAISE(ABORT, 'an issued document is never changed'); END
    """,
    """
    CREATE TRIGGER documents_kept BEFORE DELETE ON documents WHEN EXISTS (SELECT 1 FROM cases WHERE id = OLD.case_id)
    BEGIN SELECT RAISE(ABORT, 'an issued document is never deleted'); END
    """,
    # S28, held where no path through the program can go round it.
    """
    CREATE TRIGGER cases_kept BEFORE DELETE ON cases WHEN
        OLD.closed_on IS NULL OR OLD.legal_hold OR OLD.notes_confirmed IS NULL
        OR EXISTS (SELECT 1 FROM drafts WHERE case_id = OLD.id)
        OR EXISTS (
            SELECT 1 FROM entries
            WHERE number > OLD.notes_confirmed AND number < (OLD.number + 1) * 1000000
            AND kind NOT IN ('notes', 'hold')
        )
    BEGIN SELECT RAISE(ABORT, 'a case is kept until its notes are confirmed'); END
    """,
)


CASE_FILE: Steps = {"first": _FIRST}
"""Cases, their log, issued documents, half-typed text, settings, and the references that are used up."""

APPLIED = "SELECT name FROM _sqlite_migrations WHERE migration_set = 'cases'"
"""Which steps a file has been through. A file that is new has no such table."""


def migrations(steps: Steps, name: str = "cases") -> Migrations:
    """The steps as sqlite-utils takes them, under the name of their set."""
    from referral_assistant.store.library import Migrations

    made = Migrations(name)
    for step_name, statements in steps.items():

        def step(db: Database, statements: Sequence[str] = statements) -> None:
            for statement in statements:
                db.execute(statement)

        made(name=step_name)(step)
    return made
