"""Tables of services as they leave: every column, nothing private, and no cell that starts a formula."""

from __future__ import annotations

import csv
from dataclasses import fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from referral_assistant.content import load_vocabulary
from referral_assistant.directory.cells import EXAMPLE_ID
from referral_assistant.directory.columns import COLUMNS
from referral_assistant.directory.entry import entry_mistakes
from referral_assistant.directory.excel_export import MOST_CHARACTERS, template_excel, write_excel
from referral_assistant.directory.table_export import EXAMPLE, template_csv, write_csv
from referral_assistant.geography import load_areas, read_area
from referral_assistant.model import Service, ServiceContact
from referral_assistant.problems import Problem
from referral_assistant.reading.csv_file import unguarded
from tests.saltmarch import KEELSIDE, SERVICES

HEADERS = [column.header for column in COLUMNS]
TRICKS = ("=1+1", "+44 7700 900123", "-2 + 3", "@SUM(A1)", "'=1+1", "''@x", "#N/A", "\tx", "=cmd|'/C calc'!A0")


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def read_excel(path: Path) -> list[dict[str, Any]]:
    sheet = openpyxl.load_workbook(path)["Services"]
    head, *found = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in found]


def test_there_is_a_column_for_every_field_of_a_service() -> None:
    ours = {f.name for f in fields(Service)} - {"contact"} | {f"contact.{f.name}" for f in fields(ServiceContact)}
    assert {column.field for column in COLUMNS} == ours
    assert len(HEADERS) == len(set(HEADERS))


def test_a_csv_opens_in_excel_as_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "services.csv"
    assert write_csv(SERVICES, path) == len(SERVICES)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfId,Name,Kind,")
    found = read_csv(path)
    assert list(found[0]) == HEADERS
    assert len(found) == len(SERVICES)


def test_a_row_reads_as_people_write(tmp_path: Path) -> None:
    path = tmp_path / "services.csv"
    write_csv([KEELSIDE], path, private=True)
    row = read_csv(path)[0]
    assert row["Kind"] == "Behaviour change programme"
    assert row["Areas"] == "Eastmere"
    assert row["Relationships"] == "Partner; Ex-partner"
    assert row["Minimum age"] == "18"
    assert row["Maximum age"] == ""
    assert row["Address"] == "Keelside House\n1 Slipway\nEastmere"
    assert row["Accreditations"] == "Northmark Standard (invented) | Full | 2028-03-31"
    assert row["Last checked on"] == "2026-10-12"
    assert row["Fictional"] == "Yes"


def test_an_area_is_named_where_its_name_is_its_own(tmp_path: Path) -> None:
    path = tmp_path / "services.csv"
    write_csv([replace(KEELSIDE, service_areas=("E06000023", "uk", "E12000005", "nowhere"))], path)
    areas = load_areas(training=True)
    names = read_csv(path)[0]["Areas"].split("; ")
    assert names[:2] == ["Bristol", "United Kingdom"]
    assert [read_area(areas, name)[0] for name in names[:3]] == ["E06000023", "uk", "E12000005"]
    assert names[3] == "nowhere"


@pytest.mark.parametrize("text", TRICKS)
def test_no_cell_starts_a_formula(text: str, tmp_path: Path) -> None:
    service = Service("alder", text, "helpline", contact=ServiceContact(address=(text,)))
    write_csv([service], tmp_path / "services.csv")
    cell = read_csv(tmp_path / "services.csv")[0]["Name"]
    assert not cell.startswith(("=", "+", "-", "@", "\t"))
    assert unguarded(cell) == text
    write_excel([service], tmp_path / "services.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "services.xlsx")["Services"]
    named = sheet["B2"]
    assert named.data_type == "s"
    assert unguarded(str(named.value)) == text


def test_excel_holds_numbers_and_days_as_such(tmp_path: Path) -> None:
    path = tmp_path / "services.xlsx"
    service = replace(KEELSIDE, latitude=51.5, assured_date=date(2026, 10, 12))
    assert write_excel([service], path) == 1
    row = read_excel(path)[0]
    assert row["Minimum age"] == 18
    assert row["Latitude"] == 51.5
    assert row["Last checked on"] == datetime(2026, 10, 12)
    assert row["Telephone"] == "01632 960 401"
    assert row["Maximum age"] is None


def test_excel_explains_every_column_and_lets_people_choose(tmp_path: Path) -> None:
    path = tmp_path / "services.xlsx"
    write_excel(SERVICES, path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Services", "Columns", "Lists"]
    assert book["Lists"].sheet_state == "hidden"
    assert [row[0] for row in book["Columns"].iter_rows(min_row=2, values_only=True)] == HEADERS
    sheet = book["Services"]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == f"A1:AQ{len(SERVICES) + 1}"
    choices = {str(rule.sqref).split("2:")[0]: rule for rule in sheet.data_validations.dataValidation}
    for field, values in (("kind", load_vocabulary().offer), ("fees", ("free", "fee"))):
        letter = sheet.cell(1, HEADERS.index(next(c.header for c in COLUMNS if c.field == field)) + 1).column_letter
        where = choices[letter].formula1.partition("!")[2].replace("$", "")
        assert len(book["Lists"][where]) == len(values)
        assert book["Lists"][where][-1][0].value is not None
    assert str(choices["C"].sqref) == f"C2:C{len(SERVICES) + 501}"


def test_a_text_too_long_for_excel_is_told(tmp_path: Path) -> None:
    service = replace(KEELSIDE, description="x" * (MOST_CHARACTERS + 1))
    with pytest.raises(Problem, match="too long for Excel"):
        write_excel([service], tmp_path / "services.xlsx")


def test_the_empty_table_has_one_invented_row_that_shows_how(tmp_path: Path) -> None:
    template_csv(tmp_path / "template.csv")
    template_excel(tmp_path / "template.xlsx")
    for found in (read_csv(tmp_path / "template.csv"), read_excel(tmp_path / "template.xlsx")):
        assert [row["Id"] for row in found] == [EXAMPLE_ID]
        assert list(found[0]) == HEADERS
    areas = {area.id: area for area in load_areas(training=True)}
    assert not list(entry_mistakes(EXAMPLE, load_vocabulary(), areas))


def test_private_fields_and_names_leave_only_when_chosen(tmp_path: Path) -> None:
    secret = replace(
        KEELSIDE, assured_by="Sam Roe", private=("contact.address", "contact.telephone"), latitude=51.87654
    )
    hidden = ("Sam Roe", "Slipway", "960 401", "87654", "Address;", "Address; Telephone")
    for private in (True, False):
        path = tmp_path / "services.csv"
        write_csv([secret], path, private)
        text = ",".join(read_csv(path)[0].values())
        write_excel([secret], tmp_path / "services.xlsx", private)
        both = (text, ",".join(str(v) for v in read_excel(tmp_path / "services.xlsx")[0].values()))
        for shown in both:
            assert all((told in shown) is private for told in hidden), shown
            assert "keelside@example.org" in shown
