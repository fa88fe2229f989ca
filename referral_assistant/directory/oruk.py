"""Services as Open Referral UK 3.0, 1.0 and Outpost write them, read liberally; what was not used is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from referral_assistant.directory import repairs
from referral_assistant.directory.draft import Draft, Setting
from referral_assistant.directory.json_stream import Around, Fault, Found, records
from referral_assistant.directory.notes import shown
from referral_assistant.directory.oruk_own import read_own, terms_of_ours
from referral_assistant.directory.oruk_parts import (
    access,
    address,
    dicts,
    first,
    locations,
    phones,
    schedules,
    words,
)
from referral_assistant.directory.oruk_terms import OWN
from referral_assistant.directory.oruk_words import describe, in_words, languages
from referral_assistant.directory.report import Fate, Record
from referral_assistant.i18n import _
from referral_assistant.reading.text_file import TextFile

_USED_KEYS = """
    id name description status url email fees fees_description accreditations minimum_age maximum_age min_age max_age
    assured_date assurer_email alert schedules regular_schedules service_areas service_at_locations locations languages
    organization organisation organization_id organisation_id contacts phones attributes service_taxonomys taxonomies
    taxonomy cost_options eligibility_description eligibilitys wait_time application_process interpretation_services
    pc_metadata free temporarily_closed
"""
_SERVICE_KEYS = """
    status organization organization_id organisation service_areas service_at_locations minimum_age fees assured_date
    eligibility_description eligibilitys url contacts regular_schedules service_taxonomys taxonomies
"""
_ORGANISATION_KEYS = "website logo uri organization_identifiers legal_status year_incorporated tax_id"
_TERM_KEYS = "taxonomy term term_uri parent_id vocabulary"
_USED = frozenset((*_USED_KEYS.split(), OWN))
_SERVICE = frozenset((*_SERVICE_KEYS.split(), OWN))
_ORGANISATION = frozenset(_ORGANISATION_KEYS.split())
_TERM = frozenset(_TERM_KEYS.split())
_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\Z")


def read(path: Path, around: Setting, moved: Callable[[int], None] = lambda _bytes: None) -> Iterator[Record]:
    """Every record of a JSON file, one at a time."""
    file = TextFile(path, moved)
    for found in records(file.pieces()):
        match found:
            case Found():
                yield from _found(found, around)
            case Fault(place, sentence, ends):
                yield Record(place, "", Fate.REFUSED, said=(sentence,), broken=ends)
            case Around():
                yield from _file(file, found)


def _file(file: TextFile, around: Around) -> Iterator[Record]:
    """What is to be said of the file as a whole."""
    said = []
    if file.odd:
        said.append(
            _("Some characters are not {encoding}, and were read as well as could be.").format(
                encoding=file.encoding.upper()
            )
        )
    total = next((around.values[k] for k in ("total_items", "totalElements") if k in around.values), None)
    if type(total) is int and total > around.count:
        said.append(
            _("It says that there are {total} services in all. This file holds {count}.").format(
                total=total, count=around.count
            )
        )
    if not around.count:
        said.append(_("There is no service in it."))
    if said:
        yield Record("", "", Fate.IGNORED, said=tuple(said))


def _found(found: Found, around: Setting) -> Iterator[Record]:
    """The services of one record: itself, that of a place, or those of an organisation."""
    value = found.value
    if not isinstance(value, dict):
        yield Record(found.place, "", Fate.REFUSED, said=(_("This is no service: it has no named values."),))
        return
    inner = value.get("services")
    if isinstance(inner, list) and not value.get("status"):
        head = {k: v for k, v in value.items() if k != "services"}
        for number, service in enumerate(inner, 1):
            whole = {"organization": head, **service} if isinstance(service, dict) else service
            yield from _found(Found(f"{found.place}, service {number}", whole, twice=found.twice), around)
        return
    if isinstance(value.get("service"), dict):
        place = {k: v for k, v in value.items() if k != "service"}
        value = {"service_at_locations": [place], **value["service"]}
    elif found.under == "services" and found.around.get("name") and "organization" not in value:
        value = {"organization": found.around, **value}
    other = _no_service(value)
    if other:
        yield Record(found.place, shown(value.get("name")), Fate.IGNORED, said=(other,))
        return
    yield _service(found, value, around)


def _no_service(value: Mapping[str, Any]) -> str:
    """What a record is when it is no service; empty when it may be one."""
    keys = value.keys()
    if not _SERVICE.isdisjoint(keys):
        return ""
    if keys & _TERM:
        return _("This is a term of a list, and no service.")
    if keys & _ORGANISATION:
        return _("This is an organisation or a list of terms, without services.")
    if "name" not in keys and not keys & _USED:
        return _("This is no service that the program can read.")
    return ""


# --- one service -----------------------------------------------------------------------------------------------------


def _service(found: Found, value: dict[str, Any], around: Setting) -> Record:
    draft = Draft(found.place, around)
    notes, own = draft.notes, value.get(OWN)
    ours = isinstance(own, dict)
    notes.ours = ours
    if found.twice:
        notes.say(
            _("It holds {keys} twice; the last one counts.").format(keys=", ".join(shown(k) for k in found.twice[:9]))
        )
    _what_it_is(draft, value)
    _whom_to_reach(draft, value, ours)
    _where(draft, value, ours)
    if isinstance(own, dict):
        read_own(draft, own)
    else:
        terms_of_ours(draft, value)
        in_words(draft, value)
        draft.terms = list(dict.fromkeys(words(value)))
        if draft.terms:
            notes.say(_("Its terms were not used: {terms}.").format(terms=shown("; ".join(draft.terms))))
        _who_checked(draft, value)
        languages(draft, value)
        known = schedules(value, notes)
        if known:
            draft.values.setdefault("schedules", known)
    _identities(draft, value)
    unused = value.keys() - _USED
    if unused:
        notes.say(_not_used(tuple(sorted(unused)[:40])))
    return draft.record()


@lru_cache(maxsize=512)
def _not_used(keys: tuple[str, ...]) -> str:
    return _("Not used here: {keys}.").format(keys=", ".join(shown(key) for key in keys))


def _what_it_is(draft: Draft, value: dict[str, Any]) -> None:
    values, notes = draft.values, draft.notes
    values["name"] = repairs.text(value.get("name"), "name", notes, lines=False)
    values["description"] = repairs.text(value.get("description"), "description", notes)
    owner = first(value, "organization", "organisation")
    named = owner.get("name") if isinstance(owner, dict) else owner
    values["organisation"] = repairs.text(named, "organisation", notes, lines=False)
    values["status"] = repairs.status(value.get("status"), draft.around.vocabulary.service["statuses"], notes)
    if not value.get("status"):
        notes.say(_("It does not say whether it is active, and was taken to be."))
    if value.get("temporarily_closed") is True:
        values["status"] = "temporarily closed"
    values["alert"] = repairs.text(value.get("alert"), "alert", notes)
    for name, other in (("minimum_age", "min_age"), ("maximum_age", "max_age")):
        raw = value.get(name)
        raw = value.get(other) if raw in (None, "") else raw
        if notes.ours and type(raw) is int:
            values[name] = raw
        else:
            known = repairs.age(raw, name, notes)
            if known is not None:
                values[name] = known
    checked = repairs.day(value.get("assured_date"), "assured_date", notes)
    if checked:
        values["assured_date"] = checked


def _whom_to_reach(draft: Draft, value: dict[str, Any], ours: bool) -> None:
    contact, notes = draft.contact, draft.notes
    numbers = phones(value, notes)
    if numbers:
        contact["telephone"] = numbers[0]
        for number in numbers[1:]:
            notes.say(_("Another number was left out: {number}.").format(number=number))
    written = value.get("email")
    if written and ours and isinstance(written, str):
        contact["email"] = written
    elif written is not None:
        contact["email"] = repairs.email(written, "contact.email", notes)
    site = value.get("url")
    if site is not None:
        contact["website"] = site if ours and isinstance(site, str) else repairs.website(site, "contact.website", notes)
    if any(person.get("name") for person in dicts(value.get("contacts"))):
        notes.say(_("The name of a person to contact was left out."))


def _where(draft: Draft, value: dict[str, Any], ours: bool) -> None:
    notes, found = draft.notes, locations(value)
    if found:
        place = found[0]
        if not ours:
            draft.contact["address"] = address(place, notes)
            listed, sentences = access(place)
            draft.codes("access", listed)
            for sentence in sentences:
                describe(draft, _("Access: {text}"), sentence)
        geometry = place.get("geometry")
        pair = geometry.get("coordinates") if isinstance(geometry, dict) else None
        east, north = pair if isinstance(pair, list) and len(pair) == 2 else (None, None)
        north, east = repairs.point(place.get("latitude", north), place.get("longitude", east), notes)
        if north is not None and not place.get("mask_exact_address"):
            draft.values["latitude"], draft.values["longitude"] = north, east
        if len(found) > 1:
            notes.say(_("{count} further places were left out.").format(count=len(found) - 1))
    draft.areas(_area_names(value))


def _area_names(value: dict[str, Any]) -> Iterator[str]:
    """What each area is called: by our code or its GSS code where it has one, else by its name."""
    areas = value.get("service_areas")
    for area in areas if isinstance(areas, list) else ():
        if isinstance(area, str):
            yield area
        if not isinstance(area, dict):
            continue
        code = area.get("code")
        uri = area.get("uri")
        if not code and isinstance(uri, str) and (found := re.search(r"/([EWSN]\d{8})/?\Z", uri)):
            code = found[1]
        name = first(area, "name", "service_area", "extent")
        if isinstance(code, str) and code:
            yield code.strip()
        elif isinstance(name, str) and name.strip():
            yield " ".join(name.split())


def _who_checked(draft: Draft, value: dict[str, Any]) -> None:
    values, notes = draft.values, draft.notes
    meta = value.get("pc_metadata")
    meta = meta if isinstance(meta, dict) else {}
    if "assured_date" not in values:
        checked = repairs.day(meta.get("date_assured"), "assured_date", notes)
        if checked:
            values["assured_date"] = checked
    by = repairs.text(first(meta, "assured_by") or value.get("assurer_email"), "assured_by", notes, lines=False)
    if by and "assured_date" in values:
        values["assured_by"] = by


def _identities(draft: Draft, value: dict[str, Any]) -> None:
    raw = value.get("id")
    if isinstance(raw, bool) or not isinstance(raw, str | int) or raw == "":
        if "id" in value:
            draft.notes.repair("id", raw, "", _("It has no id that could be read, so it is known by its name."))
        return
    if isinstance(raw, str) and _UUID.match(raw):
        draft.identities.append(f"oruk:{raw.lower()}")
        return
    # A number is an id in one list only: two lists may well have a service 12.
    whose = draft.values.get("organisation") or draft.values.get("name", "")
    draft.identities.append(f"oruk:{shown(raw)[:80]}@{' '.join(whose.casefold().split())}")
