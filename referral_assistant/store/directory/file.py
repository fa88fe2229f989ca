"""A directory file on disk or in memory: opened safely or not at all, told in sentences, replaced whole."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from referral_assistant.model import Kind
from referral_assistant.paths import DIRECTORY
from referral_assistant.problems import Problem
from referral_assistant.store.directory.schema import APPLICATION_ID, DIRECTORY_FILE, FORMAT
from referral_assistant.store.schema import migrations

if TYPE_CHECKING:
    from referral_assistant.store.library import Database

STAGED = ".import"
"""What stands behind the name of a copy that an import writes into."""

_SET = "directory"


class File:
    """One connection to a directory file, bound to the thread that opened it, and the clock that dates its changes."""

    def __init__(self, raw: sqlite3.Connection, path: Path | None, kind: Kind, now: Callable[[], datetime]) -> None:
        self.raw = raw
        self.path = path
        self.kind = kind
        self.now = now

    @cached_property
    def _db(self) -> Database:
        from referral_assistant.store.library import Database

        return Database(self.raw, execute_plugins=False, strict=True)

    @contextmanager
    def atomic(self) -> Iterator[sqlite3.Connection]:
        """One transaction: when the block ends it is on disk, or nothing of it is and a `Problem` says why.

        It holds the file from its beginning. Two that read first and write then would each wait for the other, which
        SQLite ends by refusing one of them.
        """
        with told():
            self.raw.execute("BEGIN IMMEDIATE")
            try:
                yield self.raw
                self.raw.execute("COMMIT")
            except BaseException:
                self.raw.rollback()
                raise

    def rows(self, statement: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        """What a question finds."""
        with told():
            return self.raw.execute(statement, values).fetchall()

    def one(self, statement: str, values: tuple[object, ...] = ()) -> tuple[Any, ...] | None:
        """The first row of what a question finds, or None."""
        with told():
            found: tuple[Any, ...] | None = self.raw.execute(statement, values).fetchone()
            return found

    def close(self) -> None:
        """Let the file go."""
        self.raw.close()


def open_file(path: Path | None, kind: Kind, now: Callable[[], datetime], *, scratch: bool = False) -> File:
    """Open a directory, made and brought up to date as needed; in memory when no path is given. A scratch file is one
    that is thrown away when anything goes wrong with it, so it does not wait for the disk."""
    with told():
        raw = sqlite3.connect(":memory:" if path is None else path, isolation_level=None)
        try:
            raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
            _refuse_stranger(raw, kind)
            journal, sync = ("MEMORY", "OFF") if scratch or path is None else ("DELETE", "FULL")
            for setting in (f"journal_mode = {journal}", f"synchronous = {sync}", "foreign_keys = ON"):
                raw.execute(f"PRAGMA {setting}")
            file = File(raw, path, kind, now)
            _migrate(file)
        except BaseException:
            raw.close()
            raise
    return file


def is_directory(path: Path) -> bool:
    """Whether a file is a database, and so a directory or nothing we read."""
    with told(), path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"


def kind_of(path: Path) -> Kind:
    """Whether a directory file is for live cases or for training."""
    with told(), closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as raw:
        _refuse_stranger(raw, None)
        return Kind(raw.execute("SELECT value FROM head WHERE name = 'kind'").fetchone()[0])


def stage_file(path: Path, kind: Kind, now: Callable[[], datetime]) -> File:
    """A copy beside a directory file, to write into: what is in use stays as it is until the copy takes its place."""
    staged = path.with_name(f"{path.name}{STAGED}")
    with told():
        staged.unlink(missing_ok=True)
        if path.exists():
            source = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
            copy = sqlite3.connect(staged)
            try:
                source.backup(copy)
            finally:
                source.close()
                copy.close()
    return open_file(staged, kind, now, scratch=True)


def put_in_place(staged: Path, path: Path) -> None:
    """Put a copy in the place of the directory file, whole. Who has the old one open goes on with it."""
    with told():
        handle = os.open(staged, os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        os.replace(staged, path)


def discard(staged: Path) -> None:
    """Throw a copy away, and what SQLite may have left beside it."""
    with told():
        for left in (staged, staged.with_name(f"{staged.name}-journal")):
            left.unlink(missing_ok=True)


@contextmanager
def told() -> Iterator[None]:
    """Say the errors of the disk and the driver as sentences. What no user can cause stays an error: it is a bug."""
    try:
        yield
    except (sqlite3.OperationalError, OSError) as error:
        raise Problem(
            "The directory of services could not be read or written.",
            "Check that the disk has room and that the file can be reached, then try again.",
        ) from error
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
            raise
        raise Problem(
            "The directory of services is damaged, and has not been changed.",
            f"Move the file {DIRECTORY} away and open the program again, then import your services once more.",
        ) from error


def _refuse_stranger(raw: sqlite3.Connection, kind: Kind | None) -> None:
    # In one transaction: the file may be made by the worker between two questions.
    raw.execute("BEGIN")
    try:
        number, version, used = (
            int(raw.execute(f"PRAGMA {pragma}").fetchone()[0])
            for pragma in ("application_id", "user_version", "schema_version")
        )
    finally:
        raw.rollback()
    if number == 0 and not used and kind is not None:
        return
    if number != APPLICATION_ID:
        raise Problem("This file is not a directory of services.", "Choose a directory file that this program made.")
    if version != FORMAT:
        raise Problem(
            "This directory was made by another release of the program, and has not been touched.",
            "Import its services again with this release, or install the release it was made with.",
        )
    made_for = raw.execute("SELECT value FROM head WHERE name = 'kind'").fetchone()
    if made_for and kind is not None and made_for[0] != kind:
        raise Problem(
            f"This is a directory for {made_for[0]} cases: the two are never mixed.",
            f"Open it in {made_for[0]} mode.",
        )


def _migrate(file: File) -> None:
    known = file.raw.execute("SELECT count(*) FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone()[0]
    asked = "SELECT name FROM _sqlite_migrations WHERE migration_set = ?"
    applied = {name for (name,) in file.raw.execute(asked, (_SET,))} if known else set()
    if applied >= set(DIRECTORY_FILE):
        return
    with file.atomic() as raw:
        raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        raw.execute(f"PRAGMA user_version = {FORMAT}")
        migrations(DIRECTORY_FILE, _SET).apply(file._db)
        raw.execute("INSERT OR IGNORE INTO head VALUES ('kind', ?)", (file.kind,))
