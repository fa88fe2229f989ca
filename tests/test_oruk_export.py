"""Open Referral UK 3.0 as it leaves: sound by every schema, nothing lost, nothing private."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from hypothesis import given, settings

from referral_assistant.directory.oruk_export import page, record, records, write_page
from referral_assistant.directory.oruk_pages import pages
from referral_assistant.directory.oruk_terms import CODED, OWN, PREFIX, service_identifier, taxonomy, terms
from referral_assistant.model import Service, ServiceContact
from tests.directory_strategies import full_services
from tests.facts import with_facts
from tests.saltmarch import KEELSIDE, SERVICES

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

DATA = Path(__file__).parent.parent.parent / "shared" / "data" / "oruk"
SPEC = DATA / "spec-3.0" / "schema"
COMPILED = DATA / "uk-profile-compiled"
ADDRESS = "https://openreferraluk.org/specifications/3.0/schema/"

SINGLE = ("spec/service", "spec/service_with_definitions", "compiled/service", "compiled/service_with_definitions")
NO_DATA = {"spec/open_api", "spec/empy_list_response"}
"""No schemas of data: the description of the interface, and a page of nothing whose reference leads nowhere."""

NOTHING_FOR = {"spec/accessibility", "spec/funding", "spec/organization_identifier"}
"""Parts of the standard that our records hold nothing for."""


@cache
def validators() -> dict[str, Draft202012Validator]:
    """Every schema there is, by folder and name, with every format checked. The library takes seconds to load, which
    only those wait for who ask it."""
    from jsonschema import Draft202012Validator
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT202012

    files = [("spec", path) for path in SPEC.glob("*.json")] + [("compiled", path) for path in COMPILED.glob("*.json")]
    schemas = {f"{folder}/{path.stem}": json.loads(path.read_text("utf-8")) for folder, path in files}
    known = [
        (ADDRESS + name.removeprefix("spec/") + ".json", Resource.from_contents(schema, DRAFT202012))
        for name, schema in schemas.items()
        if name.startswith("spec/")
    ]
    registry: Registry[Any] = Registry().with_resources(known)
    checker = Draft202012Validator.FORMAT_CHECKER
    return {
        name: Draft202012Validator(schema, registry=registry, format_checker=checker)
        for name, schema in schemas.items()
    }


def wrong(name: str, document: object) -> list[str]:
    """What a schema has against a document."""
    return [f"{error.json_path}: {error.message}" for error in validators()[name].iter_errors(document)]


def through_text(document: object) -> Any:
    return json.loads(json.dumps(document))


def parts(one: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every part of a service that has a schema of its own, with the name of that."""
    lists = ("attributes", "contacts", "cost_options", "languages", "schedules", "service_areas")
    for name in lists:
        for part in one.get(name, ()):
            yield f"spec/{name.removesuffix('s')}", part
    for contact in one.get("contacts", ()):
        yield from (("spec/phone", phone) for phone in contact["phones"])
    for attribute in one.get("attributes", ()):
        yield "spec/taxonomy_term", attribute["taxonomy_term"]
    if "organization" in one:
        for name in ("spec/organization", "compiled/organization", "compiled/organization_list"):
            yield name, one["organization"]
        yield "spec/organization_package", [one["organization"]]
    for at in one.get("service_at_locations", ()):
        for name in ("spec/service_at_location", "compiled/service_at_location", "compiled/service_at_location_list"):
            yield name, at
        yield "spec/service_at_location_package", [at]
        yield "spec/location", at["location"]
        yield from (("spec/address", address) for address in at["location"].get("addresses", ()))


def everything(services: tuple[Service, ...]) -> Iterator[tuple[str, Any]]:
    """All that is exported of some services, with the name of every schema that has a say."""
    found = [through_text(one) for one in records(services, private=True)]
    for one in found:
        yield from ((name, one) for name in SINGLE)
        yield "compiled/service_list", one
        yield "spec/service_package", [one]
        yield from parts(one)
    yield "spec/service_list", page(found)
    named = {"index": "api_details"} | {
        plural: f"{single}_list"
        for plural, single in (
            ("services", "service"),
            ("organizations", "organization"),
            ("service_at_locations", "service_at_location"),
            ("taxonomies", "taxonomy"),
            ("taxonomy_terms", "taxonomy_term"),
        )
    }
    for file, document in pages(found):
        yield f"spec/{named[file.removesuffix('.json')]}", through_text(document)
    for field in CODED:
        yield "spec/taxonomy", {**taxonomy(field), "taxonomy_terms": list(terms(field))}


# --- sound -----------------------------------------------------------------------------------------------------------


@with_facts
def test_what_ships_with_the_program_is_sound_by_every_schema() -> None:
    asked = set()
    for name, document in everything(SERVICES):
        asked.add(name)
        assert not wrong(name, document), name
    assert set(validators()) - asked == NO_DATA | NOTHING_FOR


@with_facts
@given(full_services)
@settings(max_examples=15)
def test_every_service_is_sound_by_every_schema(service: Service) -> None:
    for private in (True, False):
        one = through_text(record(service, private=private))
        for name in SINGLE:
            assert not wrong(name, one)


@with_facts
@pytest.mark.parametrize("schema", SINGLE)
@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("id",), "keelside-programme"),
        (("organization_id",), "1"),
        (("url",), "not a web address"),
        (("email",), "nobody"),
        (("last_modified",), "yesterday"),
        (("status",), "open"),
        (("minimum_age",), "18"),
        (("attributes", 0, "taxonomy_term", "id"), "x"),
        (("service_at_locations", 0, "location", "addresses", 0, "address_type"), "secret"),
        (("contacts", 0, "id"), "x"),
    ],
)
def test_the_schemas_and_their_formats_do_find_what_is_wrong(
    schema: str, place: tuple[str | int, ...], value: str
) -> None:
    one = through_text(record(KEELSIDE, private=True))
    assert not wrong(schema, one)
    inner: Any = one
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    assert wrong(schema, one)


@with_facts
def test_the_cases_of_the_official_validator_are_told_apart() -> None:
    cases = DATA / "validator-mocks"
    assert not wrong("spec/service", json.loads((cases / "V3.0-UK-Default" / "service_full.json").read_text("utf-8")))
    assert wrong("spec/service", json.loads((cases / "V3.0-UK-Fail" / "service_full.json").read_text("utf-8")))


# --- the same identifiers each time ----------------------------------------------------------------------------------


def test_identifiers_come_from_our_ids_and_never_change() -> None:
    assert service_identifier("keelside-programme") == "3ef567a1-0a54-5057-8c7d-f7209525deb8"
    assert record(SERVICES[0]) == record(SERVICES[0])
    assert service_identifier("2A3483EA-8966-4F50-9DC3-7BAFA1E5C623") == "2a3483ea-8966-4f50-9dc3-7bafa1e5c623"


def test_a_service_keeps_the_identifier_it_came_with() -> None:
    known = "2a3483ea-8966-4f50-9dc3-7bafa1e5c623"
    first, second = records(SERVICES[:2], {SERVICES[0].id: known})
    assert first["id"] == known
    assert second["id"] == service_identifier(SERVICES[1].id)
    assert {part["service_id"] for part in first["service_areas"]} == {known}


def test_no_identifier_stands_for_two_things() -> None:
    seen: dict[str, Any] = {}

    def look(thing: Any) -> None:
        if isinstance(thing, dict):
            if "id" in thing:
                UUID(thing["id"])
                assert seen.setdefault(thing["id"], thing) == thing
            for key, inner in thing.items():
                if key != OWN:
                    look(inner)
        elif isinstance(thing, list):
            for inner in thing:
                look(inner)

    for one in records(SERVICES, private=True):
        look(one)
    assert len(seen) > 500


# --- words for others ------------------------------------------------------------------------------------------------


def test_other_programs_find_the_usual_names() -> None:
    keelside = record(KEELSIDE)
    assert keelside["eligibility_description"] == "We ask that a person can name something they have done."
    assert keelside["application_process"].startswith("Who may refer: the person themself, professionals and")
    assert [(one["code"], one["name"]) for one in keelside["languages"]] == [("en", "English")]
    assert keelside["contacts"][0]["phones"][0]["number"] == "01632 960 401"
    assert keelside["cost_options"][0]["amount"] == 0
    terms_of = {
        (a["link_type"], a["taxonomy_term"]["taxonomy"], a["taxonomy_term"]["term"]) for a in keelside["attributes"]
    }
    assert ("kind", f"{PREFIX}kind", "behaviour_change") in terms_of
    assert ("partner_support", f"{PREFIX}partner_support", "yes") in terms_of
    waiting = next(s for s in SERVICES if s.waiting and s.waiting_as_of)
    assert record(waiting)["wait_time"].startswith(waiting.waiting)


def test_what_is_not_known_is_left_out_and_never_empty() -> None:
    bare = record(Service("alder", "Alder", ""))
    assert bare == {"id": service_identifier("alder"), "name": "Alder", "status": "active", OWN: {"id": "alder"}}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("Keelside House", "1 Slipway", "Eastmere"), ("Keelside House, 1 Slipway", "Eastmere", "")),
        (("1 Slipway", "Eastmere", "EM2 9ZZ"), ("1 Slipway", "Eastmere", "EM2 9ZZ")),
        (("1 Slipway", "Eastmere EM2 9ZZ"), ("1 Slipway", "Eastmere", "EM2 9ZZ")),
        (("Eastmere, EM2 9ZZ",), ("Eastmere", "", "EM2 9ZZ")),
        (("EM2 9ZZ",), ("", "", "EM2 9ZZ")),
        (("Ask us",), ("Ask us", "", "")),
    ],
)
def test_an_address_is_parted_as_the_standard_wants_it(lines: tuple[str, ...], expected: tuple[str, str, str]) -> None:
    one = record(Service("alder", "Alder", "", contact=ServiceContact(address=lines)))
    address = one["service_at_locations"][0]["location"]["addresses"][0]
    assert (address["address_1"], address["city"], address["postal_code"]) == expected
    assert one[OWN]["contact"]["address"] == list(lines)


@pytest.mark.parametrize(
    ("website", "url", "kept"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d", None),
        ("www.example.org", "https://www.example.org", "www.example.org"),
        ("Ask us", None, "Ask us"),
        ("ftp://example.org", None, "ftp://example.org"),
        ("https://example.org/a b", None, "https://example.org/a b"),
        ("https://example.org/[x]", None, "https://example.org/[x]"),
    ],
)
def test_a_website_that_is_none_is_kept_as_written(website: str, url: str | None, kept: str | None) -> None:
    one = record(Service("alder", "Alder", "", contact=ServiceContact(website=website)))
    assert one.get("url") == url
    assert one[OWN].get("contact", {}).get("website") == kept


# --- what is private -------------------------------------------------------------------------------------------------

SECRET = Service(
    "alder",
    "Alder",
    "helpline",
    contact=ServiceContact(
        "01632 960 999", "hidden@example.org", "", ("9 Hidden Lane", "EM2 9ZZ"), "Ask for Jo Bloggs."
    ),
    latitude=51.87654,
    longitude=-1.87654,
    assured_by="Sam Roe",
    private=("contact.address", "contact.telephone", "contact.email", "contact.consultation"),
)
HIDDEN = ("960 999", "hidden@", "Hidden Lane", "EM2", "Bloggs", "87654", "Sam Roe")


def test_private_fields_and_names_leave_only_when_chosen() -> None:
    public, whole = json.dumps(record(SECRET)), json.dumps(record(SECRET, private=True))
    for text in HIDDEN:
        assert text not in public
        assert text in whole


def test_what_is_not_private_is_published_without_the_name_of_who_checked_it() -> None:
    open_to_all = replace(SECRET, private=())
    public = json.dumps(record(open_to_all))
    assert "Sam Roe" not in public
    assert all(text in public for text in HIDDEN[:-1])


# --- a page ----------------------------------------------------------------------------------------------------------


@with_facts
@pytest.mark.parametrize("count", [0, 1, 5])
def test_a_written_page_is_the_page(count: int) -> None:
    out = io.StringIO()
    assert write_page(records(SERVICES[:count]), out) == count
    document = json.loads(out.getvalue())
    assert document == through_text(page(list(records(SERVICES[:count]))))
    assert not wrong("spec/service_list", document)
    assert document["total_items"] == document["size"] == len(document["contents"]) == count
    assert document["empty"] is (count == 0)
