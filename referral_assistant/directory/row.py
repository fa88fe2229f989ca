"""The cells of one row read as the fields of a service, each in the way of its field."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from referral_assistant.directory import repairs
from referral_assistant.directory.cells import read_accreditations
from referral_assistant.directory.columns import CERTAIN, plain_header
from referral_assistant.directory.draft import Draft
from referral_assistant.directory.labels import value_of
from referral_assistant.directory.names import language
from referral_assistant.i18n import _
from referral_assistant.model import Service
from referral_assistant.problems import Mistakes
from referral_assistant.reading import from_plain
from referral_assistant.reading.csv_file import unguarded

Put = Callable[[Draft, str, Any], None]


def put(draft: Draft, values: Mapping[str, Any]) -> None:
    """Put the cells of a row, by field, into the draft of a service."""
    north, east = values.get("latitude"), values.get("longitude")
    for name, cell in values.items():
        if cell is None or cell == "" or name in ("latitude", "longitude"):
            continue
        _WAYS[name](draft, name, unguarded(cell) if isinstance(cell, str) else cell)
    known = repairs.point(north, east, draft.notes)
    if known[0] is not None:
        draft.values["latitude"], draft.values["longitude"] = known


def _written(cell: object) -> str:
    """A cell as people see it: a number without the point that spreadsheets put behind it."""
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return cell if isinstance(cell, str) else str(cell)


def _parts(cell: object) -> list[str]:
    """The several values of one cell: between semicolons or on lines of their own, else between commas."""
    text = _written(cell)
    parts = re.split(r"[;\n\r]+", text) if re.search(r"[;\n\r]", text) else text.split(",")
    return [part.strip() for part in parts if part.strip()][:200]


def _line(draft: Draft, name: str, cell: Any) -> None:
    draft.values[name] = repairs.text(_written(cell), name, draft.notes, lines=False)


def _lines(draft: Draft, name: str, cell: Any) -> None:
    draft.values[name] = repairs.text(_written(cell), name, draft.notes)


def _day(draft: Draft, name: str, cell: Any) -> None:
    known = repairs.day(cell, name, draft.notes)
    if known:
        draft.values[name] = known


def _age(draft: Draft, name: str, cell: Any) -> None:
    text = _written(cell).strip()
    number = int(text) if re.fullmatch(r"\d{1,3}", text) else cell
    known = number if draft.notes.ours and isinstance(number, int) else repairs.age(number, name, draft.notes)
    if known is not None:
        draft.values[name] = known


def _id(draft: Draft, name: str, cell: Any) -> None:
    known = repairs.text(_written(cell), name, draft.notes, lines=False)
    if known:
        draft.values["id"] = known
        draft.identities.append(f"id:{known}")


def _one(draft: Draft, name: str, cell: Any) -> None:
    written = _written(cell).strip()
    if name == "kind":
        draft.terms.append(written[:300])
    known = draft.code(name, written)
    if known:
        draft.values[name] = known
    else:
        draft.notes.repair(name, written, "", _("This is not of the list, so it was left out."))


def _some(draft: Draft, name: str, cell: Any) -> None:
    written = _written(cell).strip()
    draft.codes(name, [written] if draft.code(name, written) else _parts(cell))


def _yes_no(draft: Draft, name: str, cell: Any) -> None:
    written = _written(cell).strip()
    known = value_of(name, written[:80]) or repairs.yes_no(written)
    if known is None:
        draft.notes.repair(name, written, "unknown", _("This is neither yes nor no, so it counts as not known."))
    draft.values[name] = known or "unknown"


def _status(draft: Draft, name: str, cell: Any) -> None:
    known = value_of(name, _written(cell).strip()[:80])
    allowed = draft.around.vocabulary.service["statuses"]
    draft.values[name] = known or repairs.status(_written(cell), allowed, draft.notes)


def _fees(draft: Draft, name: str, cell: Any) -> None:
    written = repairs.text(_written(cell), name, draft.notes)
    known = draft.code(name, written)
    if known:
        draft.values[name] = known
    elif written:
        draft.values.setdefault("fees_note", written)
        draft.notes.repair("fees_note", "", written, _("What was said of fees was kept in its own words."))


def _fees_note(draft: Draft, name: str, cell: Any) -> None:
    draft.values[name] = repairs.text(_written(cell), name, draft.notes)


def _areas(draft: Draft, _name: str, cell: Any) -> None:
    known = draft.around.names
    names: list[str] = []
    for part in [_written(cell).strip()] if known.read(_written(cell).strip())[0] else _semicolons(cell):
        pieces = [piece.strip() for piece in part.split(",") if piece.strip()]
        whole = known.read(part)[0] is not None or any(known.read(piece)[0] is None for piece in pieces)
        names += [part] if whole else pieces
    draft.areas(names)


def _semicolons(cell: object) -> list[str]:
    return [part.strip() for part in re.split(r"[;\n\r]+", _written(cell)) if part.strip()][:200]


def _languages(draft: Draft, name: str, cell: Any) -> None:
    known: dict[str, None] = {}
    for word in _parts(cell):
        value = language(word)
        if value:
            known[value] = None
        else:
            why = _("The program does not list this language, so it was left out.")
            draft.notes.repair(name, word, "", why)
    if known:
        draft.values[name] = tuple(known)


def _accreditations(draft: Draft, name: str, cell: Any) -> None:
    try:
        draft.values[name] = read_accreditations(repairs.text(_written(cell), name, draft.notes))
    except ValueError:
        why = _("An accreditation is who gave it, the level and the last day, with | between.")
        draft.notes.repair(name, cell, "", why)


def _criteria(draft: Draft, name: str, cell: Any) -> None:
    try:
        plain = json.loads(_written(cell)) if len(_written(cell)) < 100_000 else None
        draft.values[name] = from_plain(Service, {"id": "x", "name": "x", "kind": "", "criteria": plain}).criteria
    except (ValueError, RecursionError, Mistakes):
        why = _("Criteria are written by the program, and this is not as it writes them.")
        draft.notes.repair(name, cell, "", why)


def _private(draft: Draft, name: str, cell: Any) -> None:
    allowed = draft.around.vocabulary.service["private"]
    found = [(part, CERTAIN.get(plain_header(part), part)) for part in _parts(cell)]
    for part, value in found:
        if value not in allowed:
            draft.notes.repair(name, part, "", _("This is no column that can be kept back."))
    draft.values[name] = tuple(dict.fromkeys(value for _part, value in found if value in allowed))


def _fictional(draft: Draft, name: str, cell: Any) -> None:
    known = repairs.yes_no(cell if isinstance(cell, bool) else _written(cell).strip())
    draft.values[name] = known == "yes"
    if known is None:
        draft.notes.repair(name, cell, "", _("This is neither yes nor no, so it counts as not known."))


def _telephone(draft: Draft, name: str, cell: Any) -> None:
    number = int(cell) if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15 else cell
    draft.contact["telephone"] = repairs.telephone(number, name, draft.notes)


def _email(draft: Draft, name: str, cell: Any) -> None:
    ours = draft.notes.ours and isinstance(cell, str)
    draft.contact["email"] = cell if ours else repairs.email(cell, name, draft.notes)


def _website(draft: Draft, name: str, cell: Any) -> None:
    ours = draft.notes.ours and isinstance(cell, str)
    draft.contact["website"] = cell if ours else repairs.website(cell, name, draft.notes)


def _address(draft: Draft, name: str, cells: Any) -> None:
    found: list[str] = []
    for cell in cells if isinstance(cells, list) else [cells]:
        for part in unguarded(_written(cell)).split("\n") if cell is not None else ():
            line = repairs.text(part, name, draft.notes, lines=False)
            found += [line] if line else []
    draft.contact["address"] = tuple(found)


def _consultation(draft: Draft, name: str, cell: Any) -> None:
    draft.contact["consultation"] = repairs.text(_written(cell), name, draft.notes)


_WAYS: dict[str, Put] = {
    "id": _id,
    "status": _status,
    "service_areas": _areas,
    "languages": _languages,
    "fees": _fees,
    "fees_note": _fees_note,
    "accreditations": _accreditations,
    "criteria": _criteria,
    "private": _private,
    "fictional": _fictional,
    "contact.telephone": _telephone,
    "contact.email": _email,
    "contact.website": _website,
    "contact.address": _address,
    "contact.consultation": _consultation,
    **dict.fromkeys(("name", "organisation", "assured_by"), _line),
    **dict.fromkeys(("description", "alert", "length", "waiting", "source"), _lines),
    **dict.fromkeys(("ends_on", "waiting_as_of", "assured_date"), _day),
    **dict.fromkeys(("minimum_age", "maximum_age"), _age),
    **dict.fromkeys(("kind", "purpose", "residence", "harm_level"), _one),
    **dict.fromkeys(("genders", "relationships", "routes", "access", "communities", "formats", "schedules"), _some),
    **dict.fromkeys(("interpreter", "partner_support"), _yes_no),
}
