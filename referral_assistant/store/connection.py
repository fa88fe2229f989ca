"""The one driver: opens a store safely, or says why not; migrates it, and keeps copies of it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2

from referral_assistant.model import Kind
from referral_assistant.paths import VAULT
from referral_assistant.problems import Problem
from referral_assistant.store import place
from referral_assistant.store.errors import COPIES, damaged, told
from referral_assistant.store.lock import Lock
from referral_assistant.store.schema import APPLIED, CASE_FILE, FORMAT, Steps, migrations

if TYPE_CHECKING:
    from referral_assistant.store.library import Database
    from referral_assistant.vault import Key

FILES = {Kind.LIVE: "cases.db", Kind.TRAINING: "training.db"}
KEPT_COPIES = 3

_APPLICATION = {Kind.LIVE: 0x52414C31, Kind.TRAINING: 0x52415431}
_PLAIN_HEADER = b"SQLite format 3\0"


class Connection:
    """An open case file: its lock, its key and the one database connection, bound to the thread that opened it.

    It owns the key from here on, and closing wipes it.
    """

    def __init__(self, kind: Kind, folder: Path, raw: sqlite3.Connection, lock: Lock, key: Key | None) -> None:
        self.kind = kind
        self.folder = folder
        self.path = folder / FILES[kind]
        self.raw = raw
        self._lock = lock
        self._key = key

    @cached_property
    def db(self) -> Database:
        """The connection as everything that writes has it."""
        from referral_assistant.store.library import Database

        return Database(self.raw, execute_plugins=False, strict=True)

    @contextmanager
    def atomic(self) -> Iterator[Database]:
        """One transaction: when the block ends it is on disk, or nothing of it is and a `Problem` says why."""
        with told(self.path), self.db.atomic():
            yield self.db

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Reads whose errors are told as sentences."""
        with told(self.path):
            yield self.raw

    def copy(self, keep: int = KEPT_COPIES) -> Path:
        """Keep a whole copy of the file, under the same key, and only the last few of them."""
        with told(self.path):
            return _copy(self, keep)

    def renew_copies(self) -> None:
        """After a deletion: one fresh copy in place of all earlier ones, which still hold what was deleted."""
        try:
            with told(self.path):
                self.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                _copy(self, keep=1)
        except Problem as error:
            raise Problem(
                "The case is deleted, but earlier copies of the file still hold it.",
                f"Make room on the disk, then delete the files of {self.folder / COPIES} by hand.",
            ) from error

    def close(self) -> None:
        """Close the file, wipe the key, let another copy of the program have it."""
        with ExitStack() as last:
            last.callback(self._lock.release)
            if self._key:
                last.callback(self._key.wipe)
            with told(self.path):
                self.raw.close()


def is_new(folder: Path) -> bool:
    """Whether a folder for live cases still needs a vault. Cases without their vault are a `Problem`."""
    if (folder / VAULT).exists():
        return False
    if (folder / FILES[Kind.LIVE]).exists() or any((folder / COPIES).glob("cases-*.db")):
        from referral_assistant import vault

        vault.read(folder)
    return True


def open_live(folder: Path, key: Key, steps: Steps = CASE_FILE) -> Connection:
    """Open the encrypted cases of a folder. When it fails the key is still the caller's, to try again or wipe."""
    return _open(Kind.LIVE, folder, key, steps)


def open_training(folder: Path, steps: Steps = CASE_FILE) -> Connection:
    """Open the training cases of a folder: an ordinary, unencrypted file that can never pass for a live one."""
    return _open(Kind.TRAINING, folder, None, steps)


def clear_training(folder: Path) -> None:
    """Remove every training case of a folder, and nothing but training cases (S29)."""
    open_training(folder).close()
    training = FILES[Kind.TRAINING]
    for path in (folder / training, *(folder / COPIES).glob(f"{Path(training).stem}-*.db")):
        path.unlink()


def connect(path: Path, key: Key | None = None) -> sqlite3.Connection:
    """A connection with our settings. Without a key the file is plain SQLite that any tool can read."""
    connection: sqlite3.Connection = dbapi2.connect(path)
    try:
        # Otherwise a wrong key is reported on the error stream too, past everything that keeps our logs clean.
        connection.execute("PRAGMA cipher_log_level = NONE")
        if key:
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for setting in ("foreign_keys = ON", "synchronous = FULL", "secure_delete = ON", "trusted_schema = OFF"):
            connection.execute(f"PRAGMA {setting}")
        return connection
    except BaseException:
        connection.close()
        raise


def versions() -> dict[str, str]:
    """The versions of what keeps the cases, as each says it itself."""
    connection = dbapi2.connect(":memory:")
    try:
        found = [connection.execute(ask).fetchone()[0] for ask in ("PRAGMA cipher_version", "SELECT sqlite_version()")]
    finally:
        connection.close()
    return dict(zip(("SQLCipher", "SQLite"), map(str, found), strict=True))


# --- opening ---------------------------------------------------------------------------------------------------------


def _open(kind: Kind, folder: Path, key: Key | None, steps: Steps) -> Connection:
    place.prepare(folder)
    path = folder / FILES[kind]
    with ExitStack() as undo:
        lock = Lock(folder)
        undo.callback(lock.release)
        _refuse_other_kind(kind, path)
        with told(path):
            raw = _unlocked(path, key)
            undo.callback(raw.close)
            connection = Connection(kind, folder, raw, lock, key)
            _refuse_stranger(connection)
            _refuse_newer(raw, steps)
            raw.execute("PRAGMA journal_mode = WAL")
            _migrate(connection, steps)
        undo.pop_all()
    return connection


def _refuse_other_kind(kind: Kind, path: Path) -> None:
    try:
        if not path.exists() and any((path.parent / COPIES).glob(f"{path.stem}-*.db")):
            raise Problem(
                "The case file is missing, though copies of it are there. Nothing new was started in its place.",
                f"Copy the newest file of the folder {path.parent / COPIES} to {path}, then open the program again.",
            )
        place.private_file(path)
        with open(path, "rb") as file:
            header = file.read(len(_PLAIN_HEADER))
    except OSError as error:
        raise Problem("The case file cannot be opened.", f"Check that you may read and write {path}") from error
    plain = header == _PLAIN_HEADER
    if kind is Kind.LIVE and plain:
        raise Problem(
            "This is a training file, or a file of another program, and not the encrypted file of live cases.",
            f"Move {path.name} out of {path.parent} and put the live case file back.",
        )
    if kind is Kind.TRAINING and header and not plain:
        raise Problem(
            "This is a file of live cases, or a damaged file, and not a training file.",
            f"Move {path.name} out of {path.parent}; live cases open only in live mode, with their passphrase.",
        )


def _unlocked(path: Path, key: Key | None) -> sqlite3.Connection:
    try:
        return connect(path, key)
    except dbapi2.DatabaseError as error:
        if key and getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_NOTADB and _key_fits(path, key):
            raise damaged(path) from error
        raise


def _key_fits(path: Path, key: Key) -> bool:
    """Whether some page still answers to the key: then the file is damaged, and the key is not a wrong one."""
    connection = dbapi2.connect(path)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        wrong = len(connection.execute("PRAGMA cipher_integrity_check").fetchall())
        return bool(wrong < path.stat().st_size // 4096)
    finally:
        connection.close()


def _refuse_stranger(connection: Connection) -> None:
    number = _number(connection.raw, "application_id")
    used = _number(connection.raw, "schema_version") > 0
    if number == _APPLICATION[connection.kind] or (number == 0 and not used):
        return
    other = "live" if connection.kind is Kind.TRAINING else "training"
    if number in _APPLICATION.values():
        raise Problem(f"This is a file of {other} cases: the two are never mixed.", f"Open it in {other} mode.")
    raise Problem(
        "This file was made by another program, and has not been touched.",
        f"Move {connection.path.name} out of {connection.folder}, then open the program again.",
    )


def _refuse_newer(raw: sqlite3.Connection, steps: Steps) -> None:
    if _number(raw, "user_version") > FORMAT or _applied(raw) - set(steps):
        raise Problem(
            "The cases were last opened by a newer release of this program, and have not been touched.",
            "Install the newer release, or ask your IT team to.",
        )


def _migrate(connection: Connection, steps: Steps) -> None:
    applied = _applied(connection.raw)
    if applied == set(steps):
        return
    if applied:
        _copy(connection, KEPT_COPIES)
    # One transaction round all steps: a file is of the old shape or of the new one, never between the two.
    with connection.db.atomic():
        connection.db.execute(f"PRAGMA application_id = {_APPLICATION[connection.kind]}")
        connection.db.execute(f"PRAGMA user_version = {FORMAT}")
        migrations(steps).apply(connection.db)


def _applied(raw: sqlite3.Connection) -> set[str]:
    """The steps a file has been through."""
    known = raw.execute("SELECT count(*) FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone()[0]
    return {name for (name,) in raw.execute(APPLIED)} if known else set()


def _number(raw: sqlite3.Connection, pragma: str) -> int:
    return int(raw.execute(f"PRAGMA {pragma}").fetchone()[0])


# --- copies ----------------------------------------------------------------------------------------------------------


def _copy(connection: Connection, keep: int) -> Path:
    folder, stem = connection.folder / COPIES, connection.path.stem
    try:
        place.prepare(folder)
        earlier = sorted(folder.glob(f"{stem}-*.db"))
        number = int(earlier[-1].stem.rpartition("-")[2]) + 1 if earlier else 1
        path = folder / f"{stem}-{number:06}.db"
        _fill(connection, path)
        for old in [*earlier, path][:-keep]:
            old.unlink()
    except OSError as error:
        raise Problem(
            "A copy of the cases could not be kept, so nothing was changed.",
            f"Check that the disk is not full and that you may write to {folder}",
        ) from error
    return path


def _fill(connection: Connection, path: Path) -> None:
    part = path.with_suffix(".part")
    try:
        part.unlink(missing_ok=True)
        place.private_file(part)
        _back_up(connection, part)
        part.replace(path)
    finally:
        # Half a copy on a full disk would only make matters worse.
        for left_over in path.parent.glob(f"{part.name}*"):
            left_over.unlink()


def _back_up(connection: Connection, path: Path) -> None:
    copy = connect(path, connection._key)
    try:
        connection.raw.backup(copy)
        # A copy in WAL mode would leave two more files beside it when it is looked at.
        copy.execute("PRAGMA journal_mode = DELETE")
        if copy.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise damaged(connection.path)
    finally:
        copy.close()
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
