"""Everything a service holds comes back from each of our exports, through the reader that takes anybody's files."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from referral_assistant.directory import oruk, table
from referral_assistant.directory.draft import setting
from referral_assistant.directory.excel_export import template_excel, write_excel
from referral_assistant.directory.oruk_export import record, records, write_page
from referral_assistant.directory.oruk_pages import pages
from referral_assistant.directory.oruk_terms import OWN
from referral_assistant.directory.report import Answers, Fate, Record
from referral_assistant.directory.table_export import template_csv, write_csv
from referral_assistant.geography import load_areas
from referral_assistant.model import Kind, Service
from tests.directory_strategies import TODAY, full_services
from tests.saltmarch import SERVICES
from tests.test_oruk_export import DATA, SINGLE, wrong

AREAS = load_areas(training=True)
several = st.lists(full_services, min_size=1, max_size=4, unique_by=(lambda s: s.id, lambda s: s.name))


def read(path: Path) -> list[Record]:
    """What the readers make of a file."""
    around = setting(Kind.TRAINING, AREAS, Answers(), TODAY)
    if path.suffix == ".json":
        return list(oruk.read(path, around))
    return list(table.read(path, around, excel=path.suffix == ".xlsx"))


def through_oruk(services: Sequence[Service], folder: Path) -> list[Record]:
    path = folder / "services.json"
    with path.open("w", encoding="utf-8") as file:
        write_page(records(services, private=True), file)
    return read(path)


def through_csv(services: Sequence[Service], folder: Path) -> list[Record]:
    write_csv(services, folder / "services.csv", private=True)
    return read(folder / "services.csv")


def through_excel(services: Sequence[Service], folder: Path) -> list[Record]:
    write_excel(services, folder / "services.xlsx", private=True)
    return read(folder / "services.xlsx")


def as_typed(service: Service) -> Service:
    """As a table holds it, which people type into: an age over a hundred is no limit, a website is a whole address."""
    website = service.contact.website if service.contact.website.startswith("http") else ""
    oldest = service.maximum_age if service.maximum_age and service.maximum_age < 100 else None
    return replace(service, maximum_age=oldest, contact=replace(service.contact, website=website))


WAYS = (through_oruk, through_csv, through_excel)
Way = Callable[[Sequence[Service], Path], list[Record]]


def came_back(found: list[Record], services: Sequence[Service]) -> None:
    """Every service is the one that left, and nothing was put right in it."""
    assert [one.service for one in found] == list(services)
    assert all(one.fate is Fate.READ and not one.repairs for one in found)


@pytest.mark.parametrize("way", WAYS)
def test_what_ships_with_the_program_comes_back(way: Way, tmp_path: Path) -> None:
    came_back(way(SERVICES, tmp_path), SERVICES)


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(services=several)
def test_every_field_comes_back_whatever_it_holds(way: Way, services: list[Service]) -> None:
    if way is not through_oruk:
        services = [as_typed(service) for service in services]
    with TemporaryDirectory() as folder:
        came_back(way(services, Path(folder)), services)


@settings(max_examples=15)
@given(service=full_services)
def test_what_is_published_comes_back_without_what_is_private(service: Service) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "service.json"
        path.write_text(json.dumps(record(service)), encoding="utf-8")
        came_back(read(path), [service.published()])


@settings(max_examples=15)
@given(service=full_services)
def test_coded_values_outlive_a_server_that_keeps_only_what_the_standard_names(service: Service) -> None:
    whole = record(service, private=True)
    del whole[OWN]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "service.json"
        path.write_text(json.dumps(whole), encoding="utf-8")
        found = read(path)[0].service
    assert found is not None
    for name in ("kind", "genders", "relationships", "routes", "access", "communities", "formats", "schedules"):
        assert getattr(found, name) == getattr(service, name), name
    for name in ("purpose", "residence", "interpreter", "partner_support", "harm_level", "fees", "languages"):
        assert getattr(found, name) == getattr(service, name), name


OTHERS = sorted(
    path
    for folder in ("V3.0-UK-Default", "V3.0-UK-Warn", "V3.0-UK-Test", "V3.0-UK-Fail")
    for path in (DATA / "validator-mocks" / folder).glob("service*.json")
) + sorted((DATA / "real").glob("*.json"))


@pytest.mark.parametrize("path", OTHERS, ids=[f"{path.parent.name}/{path.stem}" for path in OTHERS])
def test_what_others_wrote_leaves_sound(path: Path) -> None:
    """The cases of the official validator, sound or not, and real services with all their dirt."""
    left = 0
    for one in read(path):
        if one.service is not None:
            known = next((i.removeprefix("oruk:") for i in one.identities if i.startswith("oruk:")), "")
            written = json.loads(json.dumps(record(one.service, known)))
            assert not [said for schema in SINGLE for said in wrong(schema, written)]
            left += 1
    assert left or "Fail" in str(path)


def test_a_service_that_came_with_an_identifier_is_known_by_it_again(tmp_path: Path) -> None:
    known = "2a3483ea-8966-4f50-9dc3-7bafa1e5c623"
    path = tmp_path / "service.json"
    path.write_text(json.dumps(record(SERVICES[0], known)), encoding="utf-8")
    assert f"oruk:{known}" in read(path)[0].identities
    assert f"id:{SERVICES[0].id}" in read(path)[0].identities


def test_the_pages_beside_the_services_hold_no_second_copy_of_one(tmp_path: Path) -> None:
    for name, document in pages(records(SERVICES, private=True)):
        (tmp_path / name).write_text(json.dumps(document), encoding="utf-8")
    for name in ("index.json", "organizations.json", "taxonomies.json", "taxonomy_terms.json"):
        assert all(one.service is None for one in read(tmp_path / name)), name
    came_back(read(tmp_path / "services.json"), SERVICES)


@pytest.mark.parametrize("name", ["template.csv", "template.xlsx"])
def test_the_example_row_is_never_imported(name: str, tmp_path: Path) -> None:
    {".csv": template_csv, ".xlsx": template_excel}[Path(name).suffix](tmp_path / name)
    found = [one for one in read(tmp_path / name) if one.place]
    assert [one.fate for one in found] == [Fate.IGNORED]
    assert found[0].service is None


@pytest.mark.parametrize("way", [through_csv, through_excel])
@pytest.mark.parametrize("name", ["=1+1", "+44 x", "-2", "@x", "'=1", "''-1", "#N/A", '=HYPERLINK("x")'])
def test_a_name_that_looks_like_a_formula_comes_back(way: Way, name: str, tmp_path: Path) -> None:
    service = replace(SERVICES[0], name=name, description=name)
    came_back(way([service], tmp_path), [service])
