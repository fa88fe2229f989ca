"""Services as strict Open Referral UK 3.0: nothing that our records hold is lost, and every schema finds it sound.

What the standard has a place for stands there and nowhere else. The rest stands in one extra field (`oruk_terms.OWN`),
exact, and beside it as words for other programs, under the names of the wider standard (HSDS), and as attributes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TextIO

from referral_assistant.directory.labels import label, labels
from referral_assistant.directory.oruk_terms import CODED, OWN, Json, identifier, service_identifier, term
from referral_assistant.geography import load_areas
from referral_assistant.geography import names as area_names
from referral_assistant.i18n import joined, long_date
from referral_assistant.model import Accreditation, Service
from referral_assistant.reading import to_plain

_PCHAR = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})"
_URI = re.compile(
    rf"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::\d{{1,5}})?(?:/{_PCHAR}*)*"
    rf"(?:\?(?:{_PCHAR}|[/?])*)?(?:#(?:{_PCHAR}|[/?])*)?"
)
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_POSTCODE = re.compile(r"(.*?)[\s,]*\b([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})", re.DOTALL)
_GSS = re.compile(r"[EWSNK]\d{8}")
_AREA_URI = "http://statistics.data.gov.uk/id/statistical-geography/"

_IN_PLACE = (
    "name",
    "organisation",
    "description",
    "status",
    "alert",
    "minimum_age",
    "maximum_age",
    "service_areas",
    "latitude",
    "longitude",
    "assured_date",
)
"""Fields that the standard holds as exactly as we do."""

_DAYS = {"weekday_day": "MO,TU,WE,TH,FR", "weekday_evening": "MO,TU,WE,TH,FR", "weekend": "SA,SU"}


def record(service: Service, known: str = "", areas: Mapping[str, str] | None = None, private: bool = False) -> Json:
    """One service. known: the identifier under which its source knows it, where it came with one. areas: id -> name."""
    shown = service if private else service.published()
    own_id = known or service_identifier(service.id)
    full = {
        "id": own_id,
        "name": shown.name,
        "description": shown.description,
        "status": shown.status,
        "alert": shown.alert,
        "minimum_age": shown.minimum_age,
        "maximum_age": shown.maximum_age,
        "assured_date": shown.assured_date.isoformat() if shown.assured_date else "",
        "email": shown.contact.email if _EMAIL.fullmatch(shown.contact.email) else "",
        "url": _address_of_site(shown.contact.website),
        **_organisation(shown),
        **_words(shown),
        "contacts": _contacts(shown, own_id),
        "service_areas": _areas(shown, own_id, area_names(load_areas(training=True)) if areas is None else areas),
        "service_at_locations": _locations(shown, own_id),
        "languages": [_language(own_id, value) for value in shown.languages],
        "schedules": [_schedule(own_id, value) for value in shown.schedules],
        "cost_options": _costs(shown, own_id),
        "attributes": [_attribute(own_id, field, value) for field, value in _coded(shown)],
        OWN: _own(shown),
    }
    return _filled(full)


def records(
    services: Iterable[Service], known: Mapping[str, str] | None = None, private: bool = False
) -> Iterator[Json]:
    """Services one by one. known: our id -> the identifier under which its source knows it."""
    areas = area_names(load_areas(training=True))
    given = known or {}
    return (record(service, given.get(service.id, ""), areas, private) for service in services)


def page(contents: list[Json]) -> Json:
    """Everything there is of a kind, as the one page that a server would answer with."""
    return {**_counted(len(contents)), "contents": contents}


def write_page(found: Iterable[Json], file: TextIO) -> int:
    """Write services as one page, one at a time, and say how many there were. The counts stand after them."""
    count = 0
    file.write('{"contents": [')
    for one in found:
        file.write(",\n" if count else "\n")
        json.dump(one, file, ensure_ascii=False)
        count += 1
    file.write("\n], " + json.dumps(_counted(count))[1:] + "\n")
    return count


def _counted(count: int) -> Json:
    return {
        "total_items": count,
        "total_pages": 1,
        "page_number": 1,
        "size": count,
        "first_page": True,
        "last_page": True,
        "empty": not count,
    }


def _filled(full: Json) -> Json:
    """Without what is not known: no empty text, no empty list."""
    return {key: value for key, value in full.items() if value not in ("", None, [], {})}


def _own(service: Service) -> Json:
    """What the standard has no exact place for."""
    plain: Json = to_plain(service)
    contact: Json = plain.pop("contact", {})
    if _EMAIL.fullmatch(service.contact.email):
        del contact["email"]
    if service.contact.website and _address_of_site(service.contact.website) == service.contact.website:
        del contact["website"]
    contact.pop("telephone", None)
    kept = {key: value for key, value in plain.items() if key not in _IN_PLACE}
    return _filled({**kept, "contact": contact})


def _organisation(service: Service) -> Json:
    if not service.organisation:
        return {}
    own_id = identifier("organisation", service.organisation.casefold())
    named = {"id": own_id, "name": service.organisation, "description": service.organisation}
    named["uri"] = f"urn:uuid:{own_id}"
    return {"organization_id": own_id, "organization": named}


# --- words for other programs ----------------------------------------------------------------------------------------


def _words(service: Service) -> Json:
    """Sentences under the names that the wider standard has for what we hold as lists and rules."""
    as_of = f" ({long_date(service.waiting_as_of)})" if service.waiting and service.waiting_as_of else ""
    routes = joined(_lower_first(label("routes", route)) for route in service.routes)
    interpreters = label("interpreter", service.interpreter) if service.interpreter != "unknown" else ""
    return {
        "accreditations": "; ".join(_mark(mark) for mark in service.accreditations),
        "eligibility_description": "\n".join(criterion.wording for criterion in service.criteria),
        "application_process": "\n".join(
            part for part in (f"Who may refer: {routes}." if routes else "", service.contact.consultation) if part
        ),
        "interpretation_services": interpreters,
        "wait_time": service.waiting + as_of,
        "fees_description": service.fees_note,
    }


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _mark(mark: Accreditation) -> str:
    until = f"valid to {long_date(mark.valid_to)}" if mark.valid_to else ""
    return ", ".join(part for part in (mark.body, mark.level, until) if part)


def _costs(service: Service, own_id: str) -> list[Json]:
    if service.fees == "unknown":
        return []
    option = {"id": identifier(own_id, "cost"), "service_id": own_id, "option": label("fees", service.fees)}
    free = {"amount": 0} if service.fees == "free" else {}
    return [_filled({**option, "amount_description": service.fees_note}) | free]


def _schedule(own_id: str, value: str) -> Json:
    words = {"description": label("schedules", value)}
    days = {"freq": "WEEKLY", "byday": _DAYS[value]} if value in _DAYS else {}
    return {"id": identifier(own_id, "schedule", value), "service_id": own_id, **days, **words}


def _coded(service: Service) -> Iterator[tuple[str, str]]:
    """Field and value of all that is listed; what everything starts out as says nothing, so it is left out."""
    plain: Json = to_plain(service)
    for field in CODED:
        value = plain.get(field, [])
        yield from ((field, one) for one in ([value] if isinstance(value, str) else value) if one)


def _attribute(own_id: str, field: str, value: str) -> Json:
    named = term(field, value)
    return {
        "id": identifier(own_id, field, value),
        "link_id": own_id,
        "link_type": field,
        "taxonomy_term_id": named["id"],
        "taxonomy_term": named,
    }


# --- where and how ---------------------------------------------------------------------------------------------------


def _language(own_id: str, value: str) -> Json:
    named = {"id": identifier(own_id, "language", value), "service_id": own_id, "name": label("languages", value)}
    code = labels()["language_codes"].get(value)
    return {**named, "code": code} if code else named


def _areas(service: Service, own_id: str, areas: Mapping[str, str]) -> list[Json]:
    return [
        {
            "id": identifier(own_id, "area", area),
            "service_id": own_id,
            "name": areas.get(area, area),
            "code": area,
            **({"uri": _AREA_URI + area} if _GSS.fullmatch(area) else {}),
        }
        for area in service.service_areas
    ]


def _contacts(service: Service, own_id: str) -> list[Json]:
    if not service.contact.telephone:
        return []
    contact, phone = identifier(own_id, "contact"), identifier(own_id, "telephone")
    number = {"id": phone, "contact_id": contact, "number": service.contact.telephone}
    return [{"id": contact, "service_id": own_id, "phones": [number]}]


def _locations(service: Service, own_id: str) -> list[Json]:
    point = {"latitude": service.latitude, "longitude": service.longitude}
    lines = service.contact.address
    if not lines and service.latitude is None and service.longitude is None:
        return []
    location_id = identifier(own_id, "location")
    location = {
        "id": location_id,
        "location_type": "physical",
        **point,
        "addresses": [_address(lines, location_id)] if lines else [],
    }
    link = {"id": identifier(own_id, "at"), "service_id": own_id, "location_id": location_id}
    return [{**link, "location": _filled(location)}]


def _address(lines: tuple[str, ...], location_id: str) -> Json:
    """Our lines as the standard parts them: the postcode wherever it ends them, and the town before it."""
    found = _POSTCODE.fullmatch("\n".join(lines))
    text, postcode = (found[1], found[2]) if found else ("\n".join(lines), "")
    street, _line, town = text.rpartition("\n")
    return {
        "id": identifier(location_id, "address"),
        "location_id": location_id,
        "address_1": (street or town).replace("\n", ", "),
        "city": town if street else "",
        "state_province": "",
        "postal_code": postcode,
        "country": "GB",
        "address_type": "physical",
    }


def _address_of_site(website: str) -> str:
    """A website as the standard wants it; empty where it cannot be made so."""
    whole = website if "://" in website else f"https://{website}"
    return whole if website and _URI.fullmatch(whole) else ""
