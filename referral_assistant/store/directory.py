"""The directory as a plain SQLite file that IT may put in place: SQL narrows by area only, rules decide the rest."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from referral_assistant.model import Kind, Place, Service
from referral_assistant.problems import Problem
from referral_assistant.reading import from_plain, to_plain
from referral_assistant.store.library import Database

APPLICATION_ID = 0x52414431
FORMAT = 1

NATION_WIDE = ("uk", "england", "wales", "scotland", "northern_ireland")

_MADE_AGAIN = "Make the directory file again from its list of services."


class Directory:
    """An open directory. It is read, never written: a new one is built beside it and put in its place."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def covering(self, place: Place) -> tuple[Service, ...]:
        """The services of every area that holds the person's home or the partner's; without either, the nation-wide
        ones alone. Nothing else narrows here, and only what is returned is decoded."""
        return self.serving((*place.areas, *place.partner_areas) or NATION_WIDE)

    def serving(self, areas: Iterable[str]) -> tuple[Service, ...]:
        """The services that list any of these areas, by id; those of the whole United Kingdom always."""
        wanted = tuple(dict.fromkeys((*areas, "uk")))
        marks = ", ".join("?" * len(wanted))
        return self._services(
            f"WHERE id IN (SELECT service FROM service_areas WHERE area IN ({marks})) ORDER BY id", wanted
        )

    def all(self) -> tuple[Service, ...]:
        """Every service, by id."""
        return self._services("ORDER BY id", ())

    def service(self, service_id: str) -> Service | None:
        """The service of that id, or None."""
        return next(iter(self._services("WHERE id = ?", (service_id,))), None)

    @property
    def count(self) -> int:
        """How many services there are."""
        with _told():
            return int(self._db.execute("SELECT count(*) FROM services").fetchone()[0])

    def close(self) -> None:
        """Let the file go."""
        self._db.close()

    def _services(self, clause: str, values: tuple[str, ...]) -> tuple[Service, ...]:
        with _told():
            rows = self._db.execute(f"SELECT body FROM services {clause}", values).fetchall()
            return tuple(from_plain(Service, json.loads(body)) for (body,) in rows)


def build(path: Path | None, services: Iterable[Service]) -> Directory:
    """A directory of these services: a new file, put in place whole or not at all, or in memory when no path is given.

    Open directories of the same path keep what they had until they are opened again.
    """
    if path is None:
        db = _connect(":memory:")
        _fill(db, services)
        return Directory(db)
    part = path.with_name(f"{path.name}.part")
    with _told():
        part.unlink(missing_ok=True)
        db = _connect(str(part))
        try:
            _fill(db, services)
        except BaseException:
            db.close()
            part.unlink(missing_ok=True)
            raise
        db.close()
        os.replace(part, path)
    return _open(path)


def open_for(kind: Kind, path: Path) -> Directory:
    """The directory file for cases of a kind. A live case never sees a fictional service or number (S20)."""
    directory = _open(path)
    with _told():
        fictional = directory._db.execute("SELECT name FROM services WHERE fictional ORDER BY name").fetchall()
    if kind is Kind.LIVE and fictional:
        directory.close()
        raise Problem(
            f"This directory holds fictional services, such as {fictional[0][0]}, and cannot be used with live cases.",
            "Use it for training, or choose the directory of your own area.",
        )
    return directory


def _open(path: Path) -> Directory:
    if not path.is_file():
        raise Problem("The directory of services is missing.", f"It should be at {path}. {_MADE_AGAIN}")
    with _told():
        db = _connect(f"{path.resolve().as_uri()}?mode=ro")
        try:
            _refuse_stranger(db)
        except BaseException:
            db.close()
            raise
    return Directory(db)


def _refuse_stranger(db: Database) -> None:
    if int(db.execute("PRAGMA application_id").fetchone()[0]) != APPLICATION_ID:
        raise Problem(
            "This file is not a directory of services.", "Choose the directory file your organisation gave you."
        )
    if int(db.execute("PRAGMA user_version").fetchone()[0]) != FORMAT:
        raise Problem(
            "This directory was made by another release of the program.",
            f"{_MADE_AGAIN} Or install the release it was made with.",
        )


def _connect(where: str) -> Database:
    return Database(sqlite3.connect(where, uri=where.startswith("file:")), execute_plugins=False, strict=True)


def _fill(db: Database, services: Iterable[Service]) -> None:
    """Write everything in one transaction: the body is one JSON column, decoded only for what is asked for."""
    known = tuple(services)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {FORMAT}")
    with db.atomic():
        table = db.table("services")
        table.create({"id": str, "name": str, "kind": str, "fictional": int, "body": str}, pk="id", not_null={"body"})
        areas = db.table("service_areas")
        areas.create(
            {"area": str, "service": str}, pk=("area", "service"), foreign_keys=[("service", "services", "id")]
        )
        table.insert_all(_row(service) for service in known)
        areas.insert_all(
            {"area": area, "service": service.id} for service in known for area in dict.fromkeys(service.service_areas)
        )


def _row(service: Service) -> dict[str, object]:
    return {
        "id": service.id,
        "name": service.name,
        "kind": service.kind,
        "fictional": int(service.fictional),
        "body": json.dumps(to_plain(service), ensure_ascii=False),
    }


@contextmanager
def _told() -> Iterator[None]:
    """Say the errors of the disk and the driver as sentences."""
    try:
        yield
    except (sqlite3.OperationalError, OSError) as error:
        raise Problem(
            "The directory of services could not be read or written.",
            "Check that the disk has room and that the file can be reached, then try again.",
        ) from error
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.IntegrityError):
            raise
        raise Problem("The directory of services is damaged.", _MADE_AGAIN) from error
