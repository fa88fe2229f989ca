"""Taking in what an origin brings: by identity, in its own layer, and never over a local value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from referral_assistant.model import AreaContact, Local, Origin, Service
from referral_assistant.reading import to_plain
from referral_assistant.store.directory.entries import Stored, Writer, stored
from referral_assistant.store.directory.file import File
from referral_assistant.store.directory.layers import Plain, differing, flat

Arriving = tuple[tuple[str, ...], Service | AreaContact]
"""A record as its origin has it, with the names under which the origin knows it."""


class Taken(NamedTuple):
    """What became of one entry. outcome: `added`, `updated`, `same`; `missing` (the origin listed it before and does no
    longer) or `withdrawn` (the same, and it counts no more). differs: fields of which both values are kept."""

    entry: str
    outcome: str
    differs: tuple[str, ...] = ()


def take(
    file: File, writer: Writer, origin: Origin, arriving: Iterable[Arriving], by: str, whole: bool
) -> Iterator[Taken]:
    """Take records in one by one. What the origin listed before and did not bring is told last, and withdrawn when what
    it brought is the whole of it. The caller has a transaction open: until all is read, nothing is in."""
    with writer.at_once() as moment:
        writer.origin(replace(origin, taken=origin.taken or moment))
        seen: set[str] = set()
        records: set[str] = set()
        for identities, record in arriving:
            kind = "service" if isinstance(record, Service) else "contact"
            taken = _one(file, writer, origin, identities, record, kind, by)
            records.add(kind)
            if taken.entry in seen and taken.outcome == "same":
                continue
            seen.add(taken.entry)
            yield taken
        yield from _left(file, writer, origin, seen, records, by, whole)


def _one(
    file: File,
    writer: Writer,
    origin: Origin,
    identities: tuple[str, ...],
    record: Service | AreaContact,
    kind: str,
    by: str,
) -> Taken:
    known = _known(file, identities, record, kind)
    if known is None:
        if isinstance(record, Service) and (free := _free(file, record.id)) != record.id:
            record = replace(record, id=free)
        _identify(file, writer.insert(record.id, origin.id, record, to_plain(record)), identities)
        return Taken(record.id, "added")
    values = flat(record)
    if kind == "service":
        values["id"] = known.id
    _identify(file, known.number, identities)
    if values == known.imported and origin.id == known.origin and not known.withdrawn:
        return Taken(known.id, "same", differing(values, known.local))
    local = known.local if known.imported is not None else _kept(known, values)
    after = writer.put(known, values, local, by, origin.id)
    if after == known.body and not known.withdrawn:
        return Taken(known.id, "same", differing(values, local))
    changed = {k for k in {*after, *known.body} if after.get(k) != known.body.get(k)}
    before, now = ({k: source.get(k) for k in sorted(changed)} for source in (known.body, after))
    writer.note(known.id, "imported", by, before, now, note=origin.title)
    return Taken(known.id, "updated", differing(values, local))


def _kept(known: Stored, values: Plain) -> tuple[Local, ...]:
    """What was added here before its origin listed it stays as it was written here, laid over what the origin says."""
    rows = {row.field: row for row in known.local}
    return tuple(
        replace(rows[field], was=values.get(field)) for field in sorted(rows) if rows[field].value != values.get(field)
    )


_BY_IDENTITY = "SELECT e.id FROM identities i JOIN entries e ON e.number = i.entry WHERE i.identity = ?"


def _known(file: File, identities: tuple[str, ...], record: Service | AreaContact, kind: str) -> Stored | None:
    """The entry an origin means: by the surest of its identities that is known here, or by our own id."""
    for identity in identities:
        row = file.raw.execute(_BY_IDENTITY, (identity,)).fetchone()
        if row is not None:
            return stored(file, row[0])
    if kind == "contact" or f"id:{record.id}" in identities:
        return stored(file, record.id)
    return None


def _identify(file: File, number: int, identities: tuple[str, ...]) -> None:
    file.raw.executemany(
        "INSERT OR IGNORE INTO identities VALUES (?, ?)", [(identity, number) for identity in identities]
    )


def _free(file: File, wanted: str) -> str:
    """The id an entry gets: the one it brings, or the next that nobody has."""
    found, count = wanted, 1
    while file.raw.execute("SELECT 1 FROM entries WHERE id = ?", (found,)).fetchone():
        count += 1
        found = f"{wanted}-{count}"
    return found


def _left(
    file: File, writer: Writer, origin: Origin, seen: set[str], records: set[str], by: str, whole: bool
) -> Iterator[Taken]:
    rows = file.rows(
        "SELECT id, record FROM entries WHERE origin = ? AND withdrawn IS NULL ORDER BY sort, id", (origin.id,)
    )
    for entry_id, record in rows:
        if entry_id in seen or (record not in records and not whole):
            continue
        if whole:
            writer.withdraw(entry_id)
            writer.note(entry_id, "withdrawn", by, {}, {}, note=origin.title)
        yield Taken(entry_id, "withdrawn" if whole else "missing")
