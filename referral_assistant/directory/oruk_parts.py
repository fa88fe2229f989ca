"""The parts a service of Open Referral UK is made of: places, numbers, times and terms, in each of its forms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from referral_assistant.directory import repairs
from referral_assistant.directory.labels import value_of
from referral_assistant.directory.notes import Notes, shown
from referral_assistant.i18n import _

_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\Z")
_OUTWARD = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\Z")
_MOST = 200
_DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")


def dicts(value: object) -> list[dict[str, Any]]:
    """The tables of a list; of one table, itself; of anything else, none."""
    if not value:
        return []
    if isinstance(value, list):
        return [each for each in value[:_MOST] if isinstance(each, dict)]
    return [value] if isinstance(value, dict) else []


def first(value: Mapping[str, Any], *names: str) -> Any:
    """The first of these that says anything."""
    for name in names:
        found = value.get(name)
        if found:
            return found
    return None


def locations(value: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Where people go: physical places first."""
    found = [
        each["location"] for each in dicts(value.get("service_at_locations")) if isinstance(each.get("location"), dict)
    ]
    found += dicts(value.get("locations"))
    return sorted(found, key=lambda place: place.get("location_type") in ("virtual", "postal"))


def address(place: Mapping[str, Any], notes: Notes) -> tuple[str, ...]:
    """The lines of an address, without what stands for nothing and without what is hidden on purpose."""
    if place.get("mask_exact_address"):
        notes.say(_("Its address is hidden on purpose, and was left out."))
        return ()
    inner = (
        dicts(place.get("addresses")) or dicts(place.get("physical_addresses")) or dicts(place.get("physical_address"))
    )
    source = inner[0] if inner else place
    lines: dict[str, None] = {}
    for name in ("address_1", "address_2", "city", "region", "state_province"):
        raw = source.get(name)
        for part in raw.splitlines() if isinstance(raw, str) else (raw,):
            line = repairs.text(part, "contact.address", notes, lines=False)
            if line and set(line) - set("*#. "):
                lines[line] = None
            elif line:
                notes.repair("contact.address", line, "", _("This stands for nothing, and was left out."))
    code = _postcode(first(source, "postal_code", "postcode"), notes)
    return (*lines, code) if code else tuple(lines)


def _postcode(raw: object, notes: Notes) -> str:
    code = repairs.text(raw, "contact.address", notes, lines=False).upper()
    if not code:
        return ""
    spaced = code if " " in code or len(code) < 5 else f"{code[:-3]} {code[-3:]}"
    if _POSTCODE.match(spaced):
        if spaced != raw:
            notes.repair("contact.address", raw, spaced, _("The postcode was written as usual."))
        return spaced
    if _OUTWARD.match(code):
        notes.say(_("Of its postcode, only the first half is given."))
        return code
    notes.repair("contact.address", raw, "", _("This is no postcode, so it was left out."))
    return ""


def phones(value: Mapping[str, Any], notes: Notes) -> list[str]:
    """Every telephone number, each once: those of the service, of its contacts, of its places."""
    found: dict[str, None] = {}
    for raw in _numbers(value):
        number = repairs.telephone(raw, "contact.telephone", notes)
        if number:
            found[number] = None
    return list(found)


def _numbers(value: Mapping[str, Any]) -> Iterator[object]:
    holders = [value, *dicts(value.get("contacts"))]
    for place in dicts(value.get("service_at_locations")):
        holders += [place, *dicts(place.get("contacts"))]
    for holder in holders:
        for phone in dicts(holder.get("phones")):
            yield phone.get("number")
        for name in ("phone", "telephone"):
            if isinstance(holder.get(name), str | int):
                yield holder[name]


def words(value: Mapping[str, Any]) -> Iterator[str]:
    """The kinds and classes of a service in the words of the file."""
    for attribute in dicts(value.get("attributes")):
        yield from _named(attribute.get("taxonomy_term"))
    for link in dicts(value.get("service_taxonomys")):
        yield from _named(link.get("taxonomy"))
    yield from _named(value.get("taxonomies"))
    yield from _named(value.get("taxonomy"))


def _named(found: object) -> Iterator[str]:
    for term in found if isinstance(found, list) else (found,):
        if isinstance(term, str):
            yield term[:300]
        elif isinstance(term, dict):
            yield from (term[key][:300] for key in ("name", "term") if isinstance(term.get(key), str))


def access(place: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """What a place says of access: in words that stand for a value of the list, and in sentences of its own."""
    said = _about_access(place)
    listed = [text for text in said if len(text) <= 80 and value_of("access", text)]
    return listed, [text for text in said if text not in listed]


def _about_access(place: Mapping[str, Any]) -> list[str]:
    found = [*dicts(place.get("accessibility")), *dicts(place.get("accessibilities"))]
    found += dicts(place.get("accessibility_for_disabilities"))
    said = [each.get(key) for each in found for key in ("accessibility", "name", "description", "details")]
    return [text for text in dict.fromkeys(t for t in said if isinstance(t, str)) if text.strip()]


# --- times -----------------------------------------------------------------------------------------------------------


def schedules(value: Mapping[str, Any], notes: Notes) -> tuple[str, ...]:
    """When it runs, of our few times; nothing at all unless every line of it says days and hours: a list that is read
    in part would turn people away."""
    lines = dicts(value.get("schedules")) + dicts(value.get("regular_schedules"))
    for place in dicts(value.get("service_at_locations")):
        lines += dicts(place.get("schedules")) + dicts(place.get("regular_schedules"))
    found: dict[str, None] = {}
    for line in lines:
        times = _times(line)
        if not times:
            notes.say(_("Its times could not be read as days and hours, so they count as not known."))
            return ()
        found.update(dict.fromkeys(times))
    known = tuple(time for time in ("weekday_day", "weekday_evening", "weekend") if time in found)
    if known:
        said = "; ".join(_said(line) for line in lines)
        notes.repair("schedules", said, "; ".join(known), _("Days and hours were put as times of the week."))
    return known


def _times(line: Mapping[str, Any]) -> tuple[str, ...]:
    said = first(line, "byday", "weekday"), line.get("opens_at"), line.get("closes_at")
    return _week(*said) if all(isinstance(each, str) for each in said) else ()


@lru_cache(maxsize=1024)
def _week(on: str, start: str, end: str) -> tuple[str, ...]:
    """The times of the week between two hours on some days; none when they cannot be read."""
    days, opens, closes = _days(on), _hour(start), _hour(end)
    if not days or opens is None or closes is None:
        return ()
    closes = closes if closes > opens else closes + 24
    found = ["weekend"] if any(day >= 5 for day in days) else []
    if any(day < 5 for day in days):
        found += ["weekday_day"] if opens < 17 else []
        found += ["weekday_evening"] if closes > 18 else []
    return tuple(found)


def _days(raw: str) -> set[int]:
    parts = [part.strip().lstrip("+-0123456789")[:2].casefold() for part in raw[:200].split(",")]
    return {_DAYS.index(part) for part in parts} if all(part in _DAYS for part in parts) else set()


def _hour(raw: str) -> float | None:
    found = re.match(r"(?:\d{4}-\d\d-\d\dT)?(\d{1,2}):(\d{2})", raw)
    if found is None or int(found[1]) > 24 or int(found[2]) > 59:
        return None
    return int(found[1]) + int(found[2]) / 60


def _said(line: Mapping[str, Any]) -> str:
    return " ".join(shown(first(line, name)) for name in ("byday", "weekday", "opens_at", "closes_at")).strip()
