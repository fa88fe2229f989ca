"""Where an entry comes from and what became of it: three dates, both values where both changed, and every change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from referral_assistant.directory.field_words import heading
from referral_assistant.i18n import _, long_date
from referral_assistant.model import Service
from referral_assistant.store.directory.changes import UNDONE, in_the_way
from referral_assistant.store.directory.layers import flat
from referral_assistant.ui.entry_words import checked_text
from referral_assistant.ui.phrases import moment_text
from referral_assistant.ui.service_words import said
from referral_assistant.ui.widgets import Button, Card, Rows, Said, Stack, Text, fact_row, reading_row

if TYPE_CHECKING:
    from referral_assistant.geography import Area
    from referral_assistant.model import Change, Entry, Origin

CHECK = frozenset({"assured_date", "assured_by"})
"""Fields that a check is made of: they have a line of their own, and are no change of what the service is."""
MOST = 8
"""Fields of one change that are told apart; a whole entry that was added has thirty."""

Areas = Mapping[str, "Area"]


def origin_text(origin: Origin) -> str:
    """What an entry comes from."""
    kinds = {
        "program": _("Came with the program"),
        "pack": _("From the pack {title}"),
        "file": _("From the file {title}"),
        "own": _("Added here"),
    }
    text = kinds.get(origin.kind, "{title}").format(title=origin.title)
    return _("{text}, edition {serial}").format(text=text, serial=origin.serial) if origin.serial else text


# --- three dates -----------------------------------------------------------------------------------------------------


def dates_rows(entry: Entry, today: date) -> Rows:
    """Added, changed, checked by a person: three days that are never mixed, and where the entry comes from."""
    service = entry.service
    rows = Rows(_("Where this comes from"))
    rows.add(fact_row(_("Origin"), origin_text(entry.origin)))
    rows.add(fact_row(_("Added"), long_date(entry.added.date())))
    rows.add(fact_row(_("Changed"), _changed(entry), muted=not entry.changed))
    rows.add(fact_row(_("Checked by a person"), _checked(service, today), muted=service.assured_date is None))
    if service.source:
        rows.add(fact_row(_("Source"), service.source))
    return rows


def _changed(entry: Entry) -> str:
    if entry.changed is None:
        return _("Not since")
    day = long_date(entry.changed.date())
    return _("{date}, by {name}").format(date=day, name=entry.changed_by) if entry.changed_by else day


def _checked(service: Service, today: date) -> str:
    if service.assured_date is None:
        return _("Never, as far as is known")
    day, age = long_date(service.assured_date), checked_text(service.assured_date, today)
    by = _("{date}, by {name}. {age}.") if service.assured_by else _("{date}. {age}.")
    return by.format(date=day, name=service.assured_by, age=age)


# --- layers ----------------------------------------------------------------------------------------------------------


def differing_cards(entry: Entry, areas: Areas, settle: Callable[[str, str], object]) -> Iterator[QWidget]:
    """Each field that both changed, with both values and the two ways to settle it."""
    arrived = flat(entry.imported) if entry.imported is not None else {}
    for field in entry.differs:
        local = next(row for row in entry.local if row.field == field)
        name = heading(field)
        card = Card(_("{field}: changed here and there").format(field=name), tone="attention")
        here = _("Here: {value} {name} wrote so on {date}.")
        value = _sentence(_said(field, local.value, areas))
        card.add(Text(here.format(value=value, name=local.by, date=long_date(local.at.date())), halo=False))
        theirs = _sentence(_said(field, arrived.get(field), areas))
        card.add(Text(_("{origin}: {value}").format(origin=entry.origin.title, value=theirs), halo=False), above=2)
        keep, take = _("Keep what stands here"), _("Take what they say now")
        card.add_buttons(
            Button(keep, name=f"{keep}: {name}", on=partial(settle, field, "local")),
            Button(take, name=f"{take}: {name}", on=partial(settle, field, "imported")),
        )
        yield card


def local_rows(entry: Entry, areas: Areas) -> Rows | None:
    """What was changed here against what the origin says; nothing for an entry of one's own."""
    shown = [row for row in entry.local if row.field not in CHECK and row.field not in entry.differs]
    if entry.imported is None or not shown:
        return None
    rows, theirs = Rows(_("Changed here")), flat(entry.imported)
    for row in shown:
        now, was = (_sentence(_said(row.field, value, areas)) for value in (row.value, theirs.get(row.field)))
        source = _("{name}, {date}.").format(name=row.by, date=long_date(row.at.date()))
        before = Text(_("{origin} says: {was}").format(origin=entry.origin.title, was=was), "note_muted", halo=False)
        rows.add(reading_row([Text(heading(row.field), halo=False), Stack([Said(now, source), before])], [4, 7]))
    return rows


# --- history ---------------------------------------------------------------------------------------------------------


def history_cards(changes: Sequence[Change], areas: Areas, undo: Callable[[int], object]) -> QWidget:
    """Every change, the newest first, field by field, and a way back where there is one."""
    cards = []
    for change in changes:
        card = Card(_change_title(change), lead=moment_text(change.at))
        for line in change_lines(change, areas):
            card.add(Text(line, halo=False))
        if change.note:
            card.add(Text(_("Note: {text}").format(text=change.note), halo=False))
        if can_undo(change, changes):
            name = _("Undo: {what}, {when}").format(what=_change_title(change), when=moment_text(change.at))
            card.add_buttons(Button(_("Undo"), name=name, on=partial(undo, change.number)))
        elif not change.standing and change.kind != "undone":
            card.add(Text(_("Undone."), "muted", halo=False))
        cards.append(card)
    return Stack(cards)


def change_lines(change: Change, areas: Areas) -> Iterator[str]:
    """What a change did, field by field, in words."""
    touched = list(dict.fromkeys((*change.before, *change.after)))
    if change.kind in ("added", "removed") or not touched:
        return
    told = [f for f in touched if not (change.kind == "checked" and f in CHECK)]
    for field in told[:MOST]:
        before, after = (_said(field, values.get(field), areas) for values in (change.before, change.after))
        text = _("{field}: was {before}; now {after}")
        yield _sentence(text.format(field=heading(field), before=before.rstrip("."), after=after))
    if len(told) > MOST:
        yield _("And {count} more fields.").format(count=len(told) - MOST)
    if change.kind == "checked" and not told:
        yield _("Nothing was different.")


def can_undo(change: Change, changes: Sequence[Change]) -> bool:
    """Whether a change can be undone: it still counts, and nothing of it was changed again since."""
    return change.kind in UNDONE and change.standing and in_the_way(change, changes) is None


def _change_title(change: Change) -> str:
    by = change.by or _("the program")
    if change.kind == "checked":
        day = change.after.get("assured_date")
        if isinstance(day, str):
            return _("{name} checked it on {date}").format(name=by, date=long_date(date.fromisoformat(day)))
    texts = {
        "added": _("{name} added it"),
        "checked": _("{name} checked it"),
        "edited": _("{name} changed it"),
        "settled": _("{name} chose what counts"),
        "imported": _("{name} took in a newer edition"),
        "withdrawn": _("Its origin no longer lists it"),
        "removed": _("{name} removed it"),
        "undone": _("{name} undid a change"),
    }
    return texts.get(change.kind, "{name}").format(name=by)


_USUAL = {f.name: f.default for f in fields(Service) if isinstance(f.default, str) and f.default}
"""What an entry that does not say has, such as open: it is not stored."""


def _said(field: str, value: Any, areas: Areas) -> str:
    return said(field, _USUAL.get(field) if value is None else value, areas)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
