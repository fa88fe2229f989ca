"""Services as rows of a table whose every cell reads back the same, and as CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from referral_assistant.directory.cells import BETWEEN, EXAMPLE_ID, accreditations_cell
from referral_assistant.directory.columns import COLUMNS
from referral_assistant.directory.labels import label, labels
from referral_assistant.geography import load_areas, read_area
from referral_assistant.model import Accreditation, Service, ServiceContact
from referral_assistant.reading import to_plain
from referral_assistant.reading.csv_file import guarded

NOT_KNOWN = "unknown"
"""What an empty cell says already."""

Cell = str | int | float | date | None

EXAMPLE = Service(
    id=EXAMPLE_ID,
    name="Keelside Programme (an example, which is not imported)",
    kind="behaviour_change",
    organisation="Keelside Trust",
    description="A weekly group on Tuesday evenings, after three meetings one to one.",
    alert="Paused until 1 March.",
    minimum_age=18,
    genders=("man",),
    relationships=("partner", "ex_partner"),
    routes=("self", "professional"),
    service_areas=("x-eastmere",),
    languages=("english", "polish"),
    interpreter="yes",
    access=("wheelchair", "hearing"),
    formats=("group", "one_to_one"),
    schedules=("weekday_evening",),
    length="26 weeks",
    partner_support="yes",
    harm_level="standard",
    fees="free",
    waiting="About six weeks.",
    waiting_as_of=date(2026, 11, 1),
    accreditations=(Accreditation("Northmark Standard (invented)", "Full", date(2028, 3, 31)),),
    contact=ServiceContact(
        "01632 960 401",
        "keelside@example.org",
        "https://example.org",
        ("Keelside House", "1 Slipway", "Eastmere"),
        "Ring before you refer: weekdays, ask for the duty worker.",
    ),
    assured_date=date(2026, 11, 1),
    assured_by="Directory officer",
    source="Rung on 1 November 2026",
    private=("contact.email",),
    fictional=True,
)
"""The row of the empty table that shows how one is filled in."""


def rows(services: Iterable[Service], private: bool = False) -> Iterator[tuple[Cell, ...]]:
    """A row for each service, in the order of `COLUMNS`."""
    area_name = _area_names()
    for service in services:
        shown = service if private else service.published()
        yield tuple(_cell(shown, column.field, area_name) for column in COLUMNS)


def write_csv(services: Iterable[Service], path: Path, private: bool = False) -> int:
    """Write a CSV file that Excel takes for UTF-8, and say how many services are in it."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow([column.header for column in COLUMNS])
        for row in rows(services, private):
            table.writerow([guarded(cell) if isinstance(cell, str) else _text(cell) for cell in row])
            count += 1
    return count


def template_csv(path: Path) -> None:
    """The empty table as CSV."""
    write_csv([EXAMPLE], path, private=True)


def _cell(service: Service, field: str, area_name: Callable[[str], str]) -> Cell:
    value = _value(service, field)
    if field == "service_areas":
        return BETWEEN.join(map(area_name, value))
    if field == "accreditations":
        return accreditations_cell(value)
    if field == "criteria":
        return json.dumps([to_plain(one) for one in value], ensure_ascii=False) if value else ""
    if field == "contact.address":
        return "\n".join(value)
    if isinstance(value, bool):
        return "Yes" if value else ""
    if field in labels():
        values = [value] if isinstance(value, str) else value
        return BETWEEN.join(label(field, one) for one in values if one and one != NOT_KNOWN)
    cell: Cell = value
    return cell


def _value(service: Service, field: str) -> Any:
    owner, dot, name = field.rpartition(".")
    return getattr(getattr(service, owner) if dot else service, name)


def _text(cell: float | date | None) -> str:
    """A number or a day where everything is text. A number below nothing is no formula."""
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else repr(cell)


def _area_names() -> Callable[[str], str]:
    """How an area is named in a file: by its name where that is the name of no other, else by its id."""
    areas = load_areas(training=True)
    names = {area.id: area.name for area in areas}
    known: dict[str, str] = {}

    def name(area_id: str) -> str:
        if area_id not in known:
            said = names.get(area_id, area_id)
            known[area_id] = said if read_area(areas, said)[0] == area_id and ";" not in said else area_id
        return known[area_id]

    return name
