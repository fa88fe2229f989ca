"""What people change: one transaction each, laid over what was imported, on record, and undone when they were wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from referral_assistant.model import AreaContact, Change, Local, Service
from referral_assistant.problems import Problem
from referral_assistant.reading import to_plain
from referral_assistant.store.directory.entries import OWN, Stored, Writer, history, stored
from referral_assistant.store.directory.file import File
from referral_assistant.store.directory.layers import flat, laid_over, whole

UNDONE = frozenset({"edited", "checked", "settled", "added", "removed", "undone"})
"""Kinds of change that can be undone. What an origin brought is put right by its next edition."""


def add(
    file: File,
    writer: Writer,
    record: Service | AreaContact,
    by: str,
    note: str = "",
    undoes: int | None = None,
) -> str:
    """Add an entry of one's own; its id."""
    _named(by)
    if stored(file, record.id):
        raise Problem("There is an entry with this id already.", "Give the new one another id.")
    writer.origin(OWN)
    writer.insert(record.id, OWN.id, record, to_plain(record))
    known = _there(file, record.id)
    at = file.now()
    writer.put(known, None, [Local(f, v, None, by, at) for f, v in flat(record).items()], by)
    writer.note(record.id, "undone" if undoes else "added", by, {}, flat(record), note=note, undoes=undoes)
    return record.id


def lay(
    file: File, writer: Writer, entry_id: str, values: Mapping[str, Any], by: str, kind: str = "edited", note: str = ""
) -> None:
    """Lay values over an entry, None for one left empty. What is as the origin has it needs no local value. Raises
    `Mistakes` where a value cannot stand in its field."""
    _named(by)
    known = _there(file, entry_id)
    at, imported = file.now(), known.imported or {}
    standing = {row.field: row for row in known.local}
    # What a record says of its defaults is nothing, so a value that is the default is None here too.
    wanted = flat(whole(known.record, laid_over({**known.body, **values}, ())))
    said = {"assured_date", "assured_by"} if kind == "checked" else set()
    touched = {f for f in values if f != "id" and (f in said or wanted.get(f) != known.body.get(f))}
    if not touched:
        return
    kept = {f: row for f, row in standing.items() if f not in touched}
    for field in touched:
        value = wanted.get(field)
        if value != imported.get(field) or (known.imported is None and value is not None):
            kept[field] = Local(field, value, imported.get(field), by, at)
    after = writer.put(known, known.imported, kept.values(), by)
    before, now = ({f: source.get(f) for f in sorted(touched)} for source in (known.body, after))
    writer.note(entry_id, kind, by, before, now, [standing[f] for f in sorted(touched & set(standing))], note)


def check(
    file: File, writer: Writer, entry_id: str, day: date, by: str, values: Mapping[str, Any], note: str = ""
) -> None:
    """Somebody rang them, or asked in another way: the day, who, and what they said is different now."""
    if day > file.now().date():
        raise Problem("This day is still to come.", "Give the day on which you spoke with them.")
    who = {"assured_date": day.isoformat(), "assured_by": by}
    lay(file, writer, entry_id, {**values, **who}, by, "checked", note)


def settle(file: File, writer: Writer, entry_id: str, field: str, keep: str, by: str) -> None:
    """Choose between a local value and what the origin says now: `local` or `imported`."""
    _named(by)
    known = _there(file, entry_id)
    imported = known.imported or {}
    row = next((r for r in known.local if r.field == field), None)
    if row is None:
        return
    others = [r for r in known.local if r.field != field]
    kept = others if keep == "imported" else [*others, replace(row, was=imported.get(field))]
    after = writer.put(known, known.imported, kept, by)
    writer.note(entry_id, "settled", by, {field: known.body.get(field)}, {field: after.get(field)}, [row])


def remove(file: File, writer: Writer, entry_id: str, by: str, undoes: int | None = None) -> None:
    """Take away an entry that was added here. What an origin lists is paused or closed instead."""
    _named(by)
    known = _there(file, entry_id)
    if known.imported is not None:
        raise Problem(
            "This entry comes with a file or a pack, and would come back with the next one.",
            "Set it to closed instead.",
        )
    writer.note(entry_id, "undone" if undoes else "removed", by, known.body, {}, known.local, undoes=undoes)
    writer.delete(known.number)


def undo(file: File, writer: Writer, number: int, by: str) -> None:
    """Put back what stood before a change, as long as nothing of it was changed again since. What was undone may be
    undone in turn."""
    _named(by)
    row = file.one("SELECT entry, kind, before, after, layers FROM history WHERE number = ?", (number,))
    if row is None or row[1] not in UNDONE:
        raise Problem(
            "This change came with a file, and cannot be undone here.",
            "Change the entry, or take in a newer edition of the file.",
        )
    entry_id, kind = row[:2]
    before, after, layers = map(json.loads, row[2:])
    _refuse_later(history(file, entry_id), number)
    if kind == "removed" or (kind == "undone" and not after and before):
        # The id of a contact has a colon in it, which no id of a service has.
        add(file, writer, whole("contact" if ":" in entry_id else "service", before), by, undoes=number)
        return
    if not before:
        remove(file, writer, entry_id, by, undoes=number)
        return
    known = _there(file, entry_id)
    touched = set(before)
    kept = [r for r in known.local if r.field not in touched]
    kept += [Local(f, v, was, who, datetime.fromisoformat(at)) for f, v, was, who, at in layers]
    standing = [r for r in known.local if r.field in touched]
    now = writer.put(known, known.imported, kept, by)
    was, then = ({f: source.get(f) for f in sorted(touched)} for source in (known.body, now))
    writer.note(entry_id, "undone", by, was, then, standing, undoes=number)


def in_the_way(change: Change, changes: Sequence[Change]) -> Change | None:
    """The newest change that stands, of those that changed part of it again: it has to be undone before; None where
    there is none. changes: the history of the same entry, the newest first."""
    touched = {*change.before, *change.after}
    later = (c for c in changes if c.number > change.number and c.standing)
    return next((c for c in later if touched & {*c.before, *c.after}), None)


def put_contact(file: File, writer: Writer, contact: AreaContact, by: str) -> None:
    """Enter a contact of an area, or change it."""
    known = stored(file, contact.id)
    if known is None:
        add(file, writer, contact, by)
        return
    values = flat(contact)
    lay(file, writer, contact.id, {f: values.get(f) for f in {*values, *known.body} - {"area", "role"}}, by)


def _refuse_later(changes: tuple[Change, ...], number: int) -> None:
    change = next(c for c in changes if c.number == number)
    if not change.standing and change.kind != "undone":
        raise Problem("This was undone already.", "Look at the history again.")
    later = in_the_way(change, changes)
    if later is not None:
        raise Problem(
            f"Part of this was changed again on {later.at:%d.%m.%Y} by {later.by}.", "Undo the later change first."
        )


def _there(file: File, entry_id: str) -> Stored:
    known = stored(file, entry_id)
    if known is None:
        raise Problem("This entry is no longer in the directory.", "Go back to the list.")
    return known


def _named(by: str) -> None:
    if not by.strip():
        raise Problem("Say who you are, so that others know who changed this.", "Enter your name first.")
