"""Entries as they lie in the file: written with all that lists and searches need, and read back in their layers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from referral_assistant.model import AreaContact, Change, Entry, Kind, Local, Origin, Service
from referral_assistant.problems import Problem
from referral_assistant.reading import from_plain, to_plain
from referral_assistant.store.directory.file import File
from referral_assistant.store.directory.layers import Plain, deep, differing, flatten, laid_over, service, whole
from referral_assistant.store.directory.search import Searchable, bare, facets

OWN = Origin("own", "own", "Added here")
"""The origin of what was added by hand: it has no imported values."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One entry as it lies in the file, flat. imported: None for one that was added here."""

    number: int
    record: str
    id: str
    origin: str
    imported: Plain | None
    body: Plain
    withdrawn: bool
    local: tuple[Local, ...]


def stored(file: File, entry_id: str) -> Stored | None:
    """The entry of an id, or None."""
    row = file.one(
        "SELECT number, record, id, origin, imported, body, withdrawn FROM entries WHERE id = ?", (entry_id,)
    )
    if row is None:
        return None
    number, record, entry, origin, imported, body, withdrawn = row
    return Stored(
        number,
        record,
        entry,
        origin,
        None if imported is None else flatten(json.loads(imported)),
        flatten(json.loads(body)),
        withdrawn is not None,
        local_values(file, number),
    )


def local_values(file: File, number: int) -> tuple[Local, ...]:
    """The local values of an entry, by field."""
    rows = file.rows("SELECT field, value, was, by, at FROM local WHERE entry = ? ORDER BY field", (number,))
    return tuple(
        Local(field, json.loads(value), json.loads(was), by, datetime.fromisoformat(at))
        for field, value, was, by, at in rows
    )


def entry(file: File, entry_id: str) -> Entry | None:
    """A service with the layers it is made of, or None."""
    row = file.one(
        "SELECT e.number, e.body, e.imported, e.added, e.changed, e.changed_by, e.withdrawn, o.body FROM entries e "
        "JOIN origins o ON o.id = e.origin WHERE e.id = ? AND e.record = 'service'",
        (entry_id,),
    )
    if row is None:
        return None
    number, body, imported, added, changed, changed_by, withdrawn, origin = row
    local = local_values(file, number)
    plain = None if imported is None else json.loads(imported)
    return Entry(
        service(body),
        from_plain(Origin, json.loads(origin)),
        datetime.fromisoformat(added),
        None if imported is None else service(imported),
        local,
        datetime.fromisoformat(changed) if changed else None,
        changed_by,
        datetime.fromisoformat(withdrawn) if withdrawn else None,
        () if plain is None else differing(flatten(plain), local),
    )


def history(file: File, entry_id: str) -> tuple[Change, ...]:
    """What was changed, the newest first."""
    rows = file.rows(
        "SELECT number, kind, by, at, before, after, note, undoes FROM history WHERE entry = ? ORDER BY number DESC",
        (entry_id,),
    )
    undone: set[int] = set()
    found = []
    for number, kind, by, at, before, after, note, undoes in rows:
        # An undoing that was undone itself takes nothing back.
        if undoes is not None and number not in undone:
            undone.add(undoes)
        found.append(
            Change(
                number,
                entry_id,
                kind,
                by,
                datetime.fromisoformat(at),
                json.loads(before),
                json.loads(after),
                note,
                number not in undone and undoes is None,
            )
        )
    return tuple(found)


# --- writing ---------------------------------------------------------------------------------------------------------


class Writer:
    """Writes entries of one file within a transaction that its caller opened."""

    def __init__(self, file: File, searchable: Searchable) -> None:
        self._file = file
        self._searchable = searchable
        self._at = file.now

    @contextmanager
    def at_once(self) -> Iterator[datetime]:
        """All that is written in the block is dated alike: it comes from one file, taken in at one time."""
        moment = self._file.now()
        self._at = lambda: moment
        try:
            yield moment
        finally:
            self._at = self._file.now

    def insert(self, entry_id: str, origin: str, body: Service | AreaContact, plain: Mapping[str, Any]) -> int:
        """A new entry as its origin has it, with the plain data of it; its number."""
        _refuse_fiction(self._file.kind, body)
        text = encoded(plain)
        record = "service" if isinstance(body, Service) else "contact"
        imported = None if origin == OWN.id else text
        values = (record, entry_id, origin, imported, text, self._at().isoformat(), *_listed(body, plain))
        number = int(self._file.raw.execute(_INSERT, values).lastrowid or 0)
        if isinstance(body, Service):
            self._index(number, body)
        return number

    def put(self, stored: Stored, imported: Plain | None, local: Iterable[Local], by: str, origin: str = "") -> Plain:
        """Write an entry anew from its layers, and what counts now. The local values are written as they are given. An
        origin is named where that origin lists the entry, again or for the first time."""
        kept = tuple(local)
        values = laid_over(imported or {}, kept)
        body = whole(stored.record, values)
        _refuse_fiction(self._file.kind, body)
        plain = to_plain(body)
        raw, number = self._file.raw, stored.number
        raw.execute(
            f"UPDATE entries SET ({_LISTED}) = (?, ?, ?, ?, ?, ?, ?, ?, ?), origin = ?, imported = ?, body = ?, "
            "changed = ?, changed_by = ?, withdrawn = CASE WHEN ? THEN NULL ELSE withdrawn END, differs = ? "
            "WHERE number = ?",
            (
                *_listed(body, plain),
                origin or stored.origin,
                None if imported is None else encoded(deep(imported)),
                encoded(plain),
                self._at().isoformat(),
                by,
                origin != "",
                int(imported is not None and bool(differing(imported, kept))),
                number,
            ),
        )
        raw.execute("DELETE FROM local WHERE entry = ?", (number,))
        raw.executemany(
            "INSERT INTO local VALUES (?, ?, ?, ?, ?, ?)",
            [(number, r.field, encoded(r.value), encoded(r.was), r.by, r.at.isoformat()) for r in kept],
        )
        if isinstance(body, Service):
            raw.execute("DELETE FROM covered WHERE entry = ?", (number,))
            raw.execute("DELETE FROM search WHERE rowid = ?", (number,))
            self._index(number, body)
        return flatten(plain)

    def note(
        self,
        entry_id: str,
        kind: str,
        by: str,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
        layers: Iterable[Local] = (),
        note: str = "",
        undoes: int | None = None,
    ) -> None:
        """One line of history."""
        kept = [[r.field, r.value, r.was, r.by, r.at.isoformat()] for r in layers]
        self._file.raw.execute(
            "INSERT INTO history (entry, kind, by, at, before, after, layers, note, undoes) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (entry_id, kind, by, self._at().isoformat(), *map(encoded, (before, after, kept)), note, undoes),
        )

    def origin(self, origin: Origin) -> None:
        """Keep what is known of an origin, in place of what was."""
        self._file.raw.execute(
            "INSERT INTO origins VALUES (?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, body = excluded.body",
            (origin.id, origin.kind, encoded(to_plain(origin))),
        )

    def withdraw(self, entry_id: str) -> None:
        """An origin lists an entry no longer: it stays, and counts no more."""
        raw = self._file.raw
        raw.execute("UPDATE entries SET withdrawn = ? WHERE id = ?", (self._at().isoformat(), entry_id))

    def delete(self, number: int) -> None:
        """Take an entry away."""
        self._file.raw.execute("DELETE FROM search WHERE rowid = ?", (number,))
        self._file.raw.execute("DELETE FROM entries WHERE number = ?", (number,))

    def _index(self, number: int, service: Service) -> None:
        raw = self._file.raw
        areas = dict.fromkeys(service.service_areas)
        raw.executemany("INSERT INTO covered VALUES (?, ?)", [(area, number) for area in areas])
        words = self._searchable(service)
        raw.execute(
            "INSERT INTO search (rowid, name, organisation, places, needs, facets) VALUES (?, ?, ?, ?, ?, ?)",
            (number, service.name, service.organisation, words.places, words.needs, facets(service)),
        )


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def encoded(plain: object) -> str:
    """Plain data as it is stored."""
    return _encode(plain)


_LISTED = "name, sort, kind, organisation, areas, status, ends_on, assured_date, fictional"
_INSERT = (
    f"INSERT INTO entries (record, id, origin, imported, body, added, {_LISTED}) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def _listed(body: Service | AreaContact, plain: Mapping[str, Any]) -> tuple[object, ...]:
    """The columns that lists are made of."""
    if isinstance(body, AreaContact):
        return (body.name, body.area, body.role, "", encoded([body.area]), "", "", "", int(body.fictional))
    return (
        body.name,
        bare(body.name),
        body.kind,
        body.organisation,
        _areas(body.service_areas),
        body.status,
        plain.get("ends_on", ""),
        plain.get("assured_date", ""),
        int(body.fictional),
    )


@lru_cache(maxsize=1024)
def _areas(ids: tuple[str, ...]) -> str:
    """A list of areas as it is stored; most services cover what others do."""
    return encoded(ids)


def _refuse_fiction(kind: Kind, body: Service | AreaContact) -> None:
    """S20: fiction loads only in training."""
    if kind is Kind.LIVE and body.fictional:
        raise Problem(
            f"This directory holds fictional services, such as {body.name}, and cannot be used with live cases.",
            "Use it for training, or choose the directory of your own area.",
        )
