"""The directory as a plain SQLite file of the profile: entries in layers, found, changed on record, taken in by origin.

Plain, since a directory is public and holds nothing about any person. SQL narrows by area; rules decide the rest.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from referral_assistant.model import AreaContact, Change, Entry, Kind, Origin, Place, Service
from referral_assistant.reading import from_plain, to_plain
from referral_assistant.store.directory import changes, layers
from referral_assistant.store.directory.entries import Writer, encoded, entry, history
from referral_assistant.store.directory.file import (
    File,
    discard,
    is_directory,
    kind_of,
    open_file,
    put_in_place,
    stage_file,
)
from referral_assistant.store.directory.search import OPEN, STANDING, Finder, Listing, Query, Row, Searchable, Words
from referral_assistant.store.directory.taking import Arriving, Taken, take

__all__ = [
    "Directory",
    "Listing",
    "Programme",
    "Query",
    "Row",
    "Taken",
    "Words",
    "build",
    "discard",
    "is_directory",
    "kind_of",
    "open_directory",
    "put_in_place",
    "stage",
]

T = TypeVar("T")

NATION_WIDE = ("uk", "england", "wales", "scotland", "northern_ireland")

PROGRAMME = Origin("program", "program", "What comes with the program")


class Programme(NamedTuple):
    """What comes with the program: a digest that is another where it is, and its services, read only then."""

    digest: str
    services: Callable[[], Sequence[Service]]


# The plus keeps SQLite from going through every service by its kind where a few are named by their area.
_MATCHED = "+e.record = 'service' AND +e.kind <> '' AND e.withdrawn IS NULL"


def by_codes(service: Service) -> Words:
    """What a service is found by where nobody gave better words: its own codes."""
    needs = (service.kind, *service.relationships, *service.languages, *service.access, service.description)
    return Words(" ".join((*service.contact.address, *service.service_areas)), " ".join(needs).replace("_", " "))


class Directory:
    """An open directory, bound to the thread that opened it. Every change is one transaction, with who made it."""

    def __init__(self, file: File, searchable: Searchable = by_codes) -> None:
        self._file = file
        self._writer = Writer(file, searchable)
        self._finder = Finder(file)

    @property
    def path(self) -> Path | None:
        """Where it lies; None in memory."""
        return self._file.path

    @property
    def kind(self) -> Kind:
        """For live cases or for training (S20)."""
        return self._file.kind

    def close(self) -> None:
        """Let the file go."""
        self._file.close()

    # --- for matching ------------------------------------------------------------------------------------------------

    def covering(self, place: Place) -> tuple[Service, ...]:
        """The services of every area that holds the person's home or the partner's; without either, the nation-wide
        ones alone. Nothing else narrows here, and only what is returned is decoded."""
        return self.serving((*place.areas, *place.partner_areas) or NATION_WIDE)

    def serving(self, areas: Iterable[str]) -> tuple[Service, ...]:
        """The services that list any of these areas, by id; those of the whole United Kingdom always."""
        wanted = tuple(dict.fromkeys((*areas, "uk")))
        marks = ", ".join("?" * len(wanted))
        return self._services(f"AND e.number IN (SELECT entry FROM covered WHERE area IN ({marks}))", wanted)

    def all(self) -> tuple[Service, ...]:
        """Every service that can be matched, by id."""
        return self._services()

    def listed(self) -> tuple[Service, ...]:
        """Every service, by id: those that nobody has sorted yet too, for whoever takes the directory elsewhere."""
        rows = self._file.rows(f"SELECT body FROM entries WHERE {STANDING} ORDER BY id")
        return tuple(layers.service(body) for (body,) in rows)

    def shipped(self) -> frozenset[str]:
        """The ids of what came with the program, which every copy of it has."""
        rows = self._file.rows("SELECT id FROM entries WHERE origin = ?", (PROGRAMME.id,))
        return frozenset(entry for (entry,) in rows)

    def known_as(self, scheme: str) -> dict[str, str]:
        """Under which name of a scheme, such as `oruk`, the source of an entry knows it: our id -> that name."""
        sql = "SELECT e.id, i.identity FROM identities i JOIN entries e ON e.number = i.entry WHERE i.identity GLOB ?"
        rows = self._file.rows(f"{sql} ORDER BY i.identity DESC", (f"{scheme}:*",))
        return {entry: identity.partition(":")[2] for entry, identity in rows}

    def service(self, service_id: str) -> Service | None:
        """The service of that id, or None."""
        row = self._file.one("SELECT body FROM entries WHERE record = 'service' AND id = ?", (service_id,))
        return layers.service(row[0]) if row else None

    @property
    def count(self) -> int:
        """How many services can be matched."""
        return self._count(_MATCHED)

    def _services(self, clause: str = "", values: tuple[object, ...] = ()) -> tuple[Service, ...]:
        rows = self._file.rows(f"SELECT e.body FROM entries e WHERE {_MATCHED} {clause} ORDER BY e.id", values)
        return tuple(layers.service(body) for (body,) in rows)

    def _count(self, clause: str, values: tuple[object, ...] = ()) -> int:
        row = self._file.one(f"SELECT count(*) FROM entries e WHERE {clause}", values)
        return row[0] if row else 0

    # --- looking -----------------------------------------------------------------------------------------------------

    def find(self, query: Query = Query()) -> Listing:  # noqa: B008
        """What a query finds, in order; rows are read as they are asked for."""
        return self._finder.find(query)

    def entry(self, entry_id: str) -> Entry | None:
        """A service with the layers it is made of, or None."""
        return entry(self._file, entry_id)

    def history(self, entry_id: str) -> tuple[Change, ...]:
        """What was changed of a service or of a contact (`area:role`), the newest first."""
        return history(self._file, entry_id)

    def due(self, before: date) -> int:
        """How many open services nobody has checked since that day."""
        return self._count(f"{STANDING} AND assured_date < ? AND {OPEN}", (before.isoformat(),))

    def contacts(self, area: str) -> tuple[AreaContact, ...]:
        """The safeguarding contacts of an authority, by role."""
        return self._contacts("AND sort = ?", (area,))

    def all_contacts(self) -> tuple[AreaContact, ...]:
        """Every safeguarding contact, by area and role."""
        return self._contacts()

    def _contacts(self, clause: str = "", values: tuple[object, ...] = ()) -> tuple[AreaContact, ...]:
        rows = self._file.rows(
            f"SELECT body FROM entries WHERE record = 'contact' AND withdrawn IS NULL {clause} ORDER BY id", values
        )
        return tuple(layers.contact(body) for (body,) in rows)

    def areas_covered(self) -> tuple[str, ...]:
        """Every area that some service lists, by id."""
        return tuple(area for (area,) in self._file.rows("SELECT DISTINCT area FROM covered ORDER BY area"))

    def origins(self) -> tuple[Origin, ...]:
        """Where entries come from, by id."""
        rows = self._file.rows("SELECT body FROM origins ORDER BY id")
        return tuple(from_plain(Origin, json.loads(body)) for (body,) in rows)

    # --- changes -----------------------------------------------------------------------------------------------------

    def add(self, record: Service | AreaContact, by: str, note: str = "") -> str:
        """Add an entry of one's own; its id."""
        return self._change(lambda: changes.add(self._file, self._writer, record, by, note))

    def edit(self, entry_id: str, values: Mapping[str, Any], by: str, note: str = "") -> None:
        """Lay values over an entry, by field: plain data, None for one left empty. Raises `Mistakes` where a value
        cannot stand in its field."""
        self._change(lambda: changes.lay(self._file, self._writer, entry_id, values, by, note=note))

    def checked(
        self, entry_id: str, day: date, by: str, values: Mapping[str, Any] | None = None, note: str = ""
    ) -> None:
        """Somebody rang them: the day, who, and what is different now."""
        self._change(lambda: changes.check(self._file, self._writer, entry_id, day, by, values or {}, note))

    def settle(self, entry_id: str, field: str, keep: str, by: str) -> None:
        """Where both changed, choose: keep the `local` value or take the `imported` one."""
        self._change(lambda: changes.settle(self._file, self._writer, entry_id, field, keep, by))

    def undo(self, number: int, by: str) -> None:
        """Put back what stood before a change."""
        self._change(lambda: changes.undo(self._file, self._writer, number, by))

    def remove(self, entry_id: str, by: str) -> None:
        """Take away an entry that was added here."""
        self._change(lambda: changes.remove(self._file, self._writer, entry_id, by))

    def put_contact(self, contact: AreaContact, by: str) -> None:
        """Enter a safeguarding contact of an authority, or change it."""
        self._change(lambda: changes.put_contact(self._file, self._writer, contact, by))

    def take(self, origin: Origin, arriving: Iterable[Arriving], by: str, whole: bool = False) -> Iterator[Taken]:
        """Take in what an origin brings, record by record, in one transaction that ends with the last: who stops in the
        middle has changed nothing. With `whole`, what it listed before and did not bring is withdrawn."""
        with self._file.atomic():
            yield from take(self._file, self._writer, origin, arriving, by, whole)
        self._finder.forget()

    def _change(self, work: Callable[[], T]) -> T:
        with self._file.atomic():
            found = work()
        self._finder.forget()
        return found

    # --- decided once ------------------------------------------------------------------------------------------------

    def known_columns(self, shape: str) -> dict[str, str] | None:
        """Which field each column of a table of that shape holds, as somebody said before; None when nobody did."""
        found = self._remembered("columns", shape)
        return None if found is None else dict(found)

    def remember_columns(self, shape: str, columns: Mapping[str, str]) -> None:
        """Keep which field each column holds."""
        self._remember("columns", shape, dict(columns))

    def known_areas(self) -> dict[str, tuple[str, ...]]:
        """Which areas a name stands for, as somebody said before; none: the name is left out."""
        rows = self._file.rows("SELECT name, body FROM remembered WHERE kind = 'area'")
        return {name: tuple(json.loads(body)) for name, body in rows}

    def remember_area(self, name: str, areas: Sequence[str]) -> None:
        """Keep which areas a name stands for."""
        self._remember("area", name, list(areas))

    def trusted(self) -> dict[str, str]:
        """Fingerprints of the signers whose packs are taken, each with the name it was given here."""
        rows = self._file.rows("SELECT name, body FROM remembered WHERE kind = 'signer'")
        return {name: json.loads(body) for name, body in rows}

    def trust(self, fingerprint: str, name: str) -> None:
        """Take packs of this signer from now on."""
        self._remember("signer", fingerprint, name)

    def published(self) -> dict[str, str]:
        """How a pack was published last: `title`, and `key`, where the signing key lies; empty when none was."""
        return dict(self._remembered("published", "last") or {})

    def remember_published(self, how: Mapping[str, str]) -> None:
        """Keep how a pack was published, for the next edition."""
        self._remember("published", "last", dict(how))

    def _remembered(self, kind: str, name: str) -> Any:
        row = self._file.one("SELECT body FROM remembered WHERE kind = ? AND name = ?", (kind, name))
        return None if row is None else json.loads(row[0])

    def _remember(self, kind: str, name: str, body: object) -> None:
        with self._file.atomic() as raw:
            raw.execute("INSERT OR REPLACE INTO remembered VALUES (?, ?, ?)", (kind, name, encoded(body)))


# --- opening ---------------------------------------------------------------------------------------------------------


def _now() -> datetime:
    return datetime.now().astimezone()


def open_directory(
    path: Path | None,
    kind: Kind,
    programme: Sequence[Service] | Programme = (),
    now: Callable[[], datetime] = _now,
    searchable: Searchable = by_codes,
) -> Directory:
    """The directory of a file, made where there is none; in memory when no path is given. What comes with the program
    is taken in when it is not the same as last time."""
    directory = Directory(open_file(path, kind, now), searchable)
    try:
        _refresh(directory, programme)
    except BaseException:
        directory.close()
        raise
    return directory


def build(path: Path | None, services: Iterable[Service], kind: Kind = Kind.TRAINING) -> Directory:
    """A directory of these services and nothing else."""
    if path is not None:
        discard(path)
    directory = Directory(open_file(path, kind, _now, scratch=True))
    known = tuple(services)
    for _taken in directory.take(PROGRAMME, (((f"id:{s.id}",), s) for s in known), "", whole=True):
        pass
    return directory


def stage(path: Path, kind: Kind, now: Callable[[], datetime] = _now, searchable: Searchable = by_codes) -> Directory:
    """A copy of a directory to write into, beside it: `put_in_place(copy.path, path)` when all went well, or
    `discard(copy.path)`; close it first."""
    return Directory(stage_file(path, kind, now), searchable)


def _refresh(directory: Directory, programme: Sequence[Service] | Programme) -> None:
    if not isinstance(programme, Programme):
        if not programme:
            return
        services = programme
        digest = sha256(encoded([to_plain(s) for s in services]).encode()).hexdigest()
        programme = Programme(digest, lambda: services)
    known = next((o for o in directory.origins() if o.id == PROGRAMME.id), None)
    if known is not None and known.digest == programme.digest:
        return
    origin = Origin(PROGRAMME.id, PROGRAMME.kind, PROGRAMME.title, programme.digest)
    for _taken in directory.take(origin, (((f"id:{s.id}",), s) for s in programme.services()), "", whole=True):
        pass
