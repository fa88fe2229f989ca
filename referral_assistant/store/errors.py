"""What goes wrong with a database file, as sentences: the one place that knows both drivers' errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlcipher3 import dbapi2

from referral_assistant.paths import VAULT
from referral_assistant.problems import Problem

COPIES = "copies"

_ERRORS = (sqlite3.Error, dbapi2.Error)
_CODES = {
    "database or disk is full": sqlite3.SQLITE_FULL,
    "disk I/O error": sqlite3.SQLITE_IOERR,
    "database is locked": sqlite3.SQLITE_BUSY,
    "database disk image is malformed": sqlite3.SQLITE_CORRUPT,
    "file is not a database": sqlite3.SQLITE_NOTADB,
}


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Say the errors of both drivers as sentences. What no user can cause stays an error: it is a bug."""
    try:
        yield
    except _ERRORS as error:
        problem = _problem(_code(error), path)
        if problem is None:
            raise
        raise problem from error


def _code(error: Exception) -> int:
    """The code of an error. `backup()` raises errors without one, so there SQLite's own text has to do."""
    code = getattr(error, "sqlite_errorcode", None)
    return int(code) if code is not None else _CODES.get(str(error), 0)


def _problem(code: int, path: Path) -> Problem | None:
    match code & 0xFF:
        case sqlite3.SQLITE_FULL:
            return Problem(
                "The disk is full, so this was not saved. Everything saved before is safe.",
                "Make room on the disk, then try again; what is on the screen is still there.",
            )
        case sqlite3.SQLITE_IOERR:
            return Problem(
                "The disk could not be read or written, so this was not saved. Everything saved before is safe.",
                f"Check that the disk has room and that {path.parent} can still be reached, then try again.",
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return Problem(
                "The case file is read-only, so this was not saved. Everything saved before is safe.",
                f"Ask for the right to write to {path}, then try again.",
            )
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return Problem(
                "Another program is holding the case file, so this was not saved.",
                "Backup and clean-up programs do this for a moment: try again. If it stays, restart the computer.",
            )
        case sqlite3.SQLITE_CANTOPEN:
            return Problem("The case file cannot be opened.", f"Check that you may read and write {path}")
        case sqlite3.SQLITE_CORRUPT:
            return damaged(path)
        case sqlite3.SQLITE_NOTADB:
            return Problem(
                "The case file does not belong to this vault, or its beginning is damaged.",
                f"Put {path.name} and {VAULT} back together from one backup of {path.parent}",
            )
    return None


def damaged(path: Path) -> Problem:
    """Damage found before anything was done about it."""
    return Problem(
        "The case file is damaged, and has not been changed.",
        f"Keep it for your IT team, then copy the newest file of {path.parent / COPIES}, or of a backup, to {path}",
    )
