"""Importing from beginning to end: the validator's cases, real services, tables, and never half of anything."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from referral_assistant.cli import run as command
from referral_assistant.directory import importing
from referral_assistant.directory.report import Answers, Fate, Line, Report
from referral_assistant.model import Kind, Service
from referral_assistant.problems import Problem
from referral_assistant.store.directory import open_directory, put_in_place
from tests import faults
from tests.facts import with_facts
from tests.oruk_feed import BRISTOL, ORUK, write_page

MOCKS = ORUK / "validator-mocks"
NOW = datetime.fromisoformat("2026-11-22T09:00:00+00:00")
BRISTOL_AREA = {"": ("E06000023",)}


def take(
    *paths: Path, target: Path | None = None, kind: Kind = Kind.LIVE, answers: Answers | None = None, **more: Any
) -> tuple[Report, tuple[Service, ...]]:
    """Import, put in place where a target is given, and read back every entry that a line names."""
    report, staged = importing.run(list(paths), target, kind, answers or Answers(), "Sam Lead", lambda: NOW, **more)
    if staged is None or target is None:
        return report, ()
    put_in_place(staged, target)
    directory = open_directory(target, kind)
    found = tuple(
        directory.service(entry) for entry in dict.fromkeys(line.entry for line in report.lines if line.entry)
    )
    directory.close()
    return report, tuple(service for service in found if service)


def repairs(line: Line) -> list[tuple[str, str, str]]:
    return [(r.field, r.was[:40], r.now[:40]) for r in line.repairs]


def records(report: Report) -> list[Line]:
    return [line for line in report.lines if line.place]


# --- the validator's cases and real services -------------------------------------------------------------------------


@with_facts
@pytest.mark.parametrize("case", ["Default", "Warn", "Test"])
def test_the_validators_sound_cases_are_read_whole(case: str, tmp_path: Path) -> None:
    for name in ("service_full.json", "service_list.json", "service_at_location_full.json"):
        report, found = take(MOCKS / f"V3.0-UK-{case}" / name, target=tmp_path / "d.db")
        count = 128 if (case, name) == ("Test", "service_list.json") else 1
        assert Counter(line.fate in (Fate.READ, Fate.REPAIRED) for line in records(report)) == {True: count}
        assert [service.name for service in found] == ["Community Counselling"]


@with_facts
def test_a_full_record_gives_all_that_a_service_can_hold(tmp_path: Path) -> None:
    _report, (service,) = take(MOCKS / "V3.0-UK-Default" / "service_full.json", target=tmp_path / "d.db")
    assert (service.minimum_age, service.maximum_age, service.kind) == (12, None, "")
    assert service.organisation == "Example Organization Inc."
    assert service.schedules == ("weekday_day",)
    assert service.contact.address == ("1-30 Main Street", "MyCity", "MyRegion", "MyState")
    assert service.contact.email == "email@example.com"
    assert "Accreditations: All of our practitioners" in service.description
    assert (service.latitude, service.service_areas) == (None, ())


@with_facts
def test_the_validators_faults_are_all_told(tmp_path: Path) -> None:
    report, _found = take(MOCKS / "V3.0-UK-Fail" / "service_full.json", target=tmp_path / "d.db")
    faults_found = [r.field for r in report.lines[0].repairs if r.field in ("contact.email", "contact.website")]
    assert faults_found == ["contact.email", "contact.website"]
    report, _found = take(MOCKS / "V3.0-UK-Fail" / "service_list.json", target=tmp_path / "d.db")
    assert [line.fate for line in records(report)] == [Fate.REFUSED] * 4
    wrong = [r.field for line in report.lines for r in line.repairs if r.field in ("contact.email", "contact.website")]
    assert Counter(wrong) == {"contact.email": 4, "contact.website": 3}
    assert all(line.said[0].startswith("It has no name") for line in report.lines)


@with_facts
def test_four_real_services_are_read_with_every_repair_told(tmp_path: Path) -> None:
    report, found = take(*BRISTOL, target=tmp_path / "d.db", answers=Answers(BRISTOL_AREA))
    lines = records(report)
    unknown = [("minimum_age", "-1", ""), ("maximum_age", "-1", "")]
    masked = ("contact.email", "contact@example.org", "")
    about = ("description", "<h1>About Us</h1> <p>1625 Independent Peo", "About Us 1625 Independent People works w")
    assert [repairs(line) for line in lines] == [
        [
            (about[0], about[1][:40], about[2]),
            *unknown,
            ("contact.telephone", "Bristol Youth MAPS: 0117 332 7111", "0117 332 7111"),
            masked,
        ],
        [(about[0], about[1][:40], about[2]), *unknown, masked],
        [
            ("description", "<p>2Way St is a self funding support gro", "2Way St is a self funding support group "),
            *unknown,
            masked,
        ],
        [
            ("description", "<p>Easy Read information on this website", "Easy Read information on this website ha"),
            *unknown,
            masked,
        ],
    ]
    assert all(repair.why.endswith(".") for line in lines for repair in line.repairs)
    assert [service.name for service in found] == ["1625 Independent People", "2 Way St Bristol", "A Picture of Health"]
    assert found[0].service_areas == ("E06000023", "E06000025")
    assert found[0].contact.telephone == "0800 0354213"
    assert "\n\nGet Help\n\n" in found[0].description
    assert any("874 services in all" in said for line in report.lines for said in line.said)


def test_version_1_and_outpost_are_read(tmp_path: Path) -> None:
    old = {
        "id": 12,
        "name": "Night Line",
        "status": "active",
        "regular_schedules": [{"weekday": "Monday", "opens_at": "18:00", "closes_at": "21:00"}],
        "eligibilitys": [{"minimum_age": 18, "maximum_age": 104, "eligibility": "For men."}],
        "service_areas": [{"service_area": "Bristol"}],
        "languages": [{"language": "Polish"}, {"language": "Klingon"}],
        "contacts": [{"phones": [{"number": "0117 496 0123"}]}],
    }
    outpost = {
        "id": 7,
        "name": "Steps",
        "organisation": {"id": 1, "name": "Keel"},
        "min_age": 16,
        "free": True,
        "status": None,
        "locations": [
            {
                "address_1": "***",
                "postal_code": "W1A",
                "mask_exact_address": True,
                "geometry": {"coordinates": [-2.6, 51.4]},
            }
        ],
        "taxonomies": [{"id": 3, "name": "Parenting"}],
    }
    path = tmp_path / "page.json"
    path.write_text(json.dumps({"totalElements": 2, "content": [old, outpost]}), encoding="utf-8")
    report, (first, second) = take(path, target=tmp_path / "d.db")
    assert (first.schedules, first.minimum_age, first.maximum_age) == (("weekday_evening",), 18, None)
    assert (first.service_areas, first.languages) == (("E06000023",), ("polish",))
    assert "Who it is for: For men." in first.description
    assert (second.organisation, second.minimum_age, second.fees) == ("Keel", 16, "free")
    assert (second.contact.address, second.latitude) == ((), None)
    assert any("hidden on purpose" in said for said in report.lines[1].said)


# --- kinds, areas, what is refused -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "term", "refused"),
    [
        ("Couples counselling", "", True),
        ("Relate relationship counselling", "", True),
        ("Family mediation", "", True),
        ("Managing your anger", "", True),
        ("Harbour", "Restorative justice", True),
        ("Harbour", "Systemic family therapy", True),
        ("Medication advice", "", False),
        ("Harbour", "Young couples", False),
        ("Family support", "Relationships", False),
    ],
)
def test_kinds_that_are_not_referred_to_are_refused_by_name_or_class(
    name: str, term: str, refused: bool, tmp_path: Path
) -> None:
    path = tmp_path / "one.json"
    words = {"description": "We are told of couples counselling and anger management.", "status": "active"}
    attributes = [{"taxonomy_term": {"name": term, "taxonomy": "x"}}]
    path.write_text(json.dumps({"id": "a", "name": name, "attributes": attributes, **words}), encoding="utf-8")
    report, _found = take(path)
    assert (report.lines[0].fate is Fate.REFUSED) is refused


def test_an_area_nobody_knows_is_asked_about_and_the_answer_is_remembered(tmp_path: Path) -> None:
    path, target = tmp_path / "one.json", tmp_path / "d.db"
    service = {"id": "a", "name": "Keel", "status": "active", "service_areas": [{"name": "North Parish"}]}
    path.write_text(json.dumps(service), encoding="utf-8")
    report, (found,) = take(path, target=target)
    assert [(q.kind, q.asked) for q in report.questions] == [("area", "North Parish")]
    assert found.service_areas == ()
    report, (found,) = take(path, target=target, answers=Answers({"north parish": ("E06000023",)}))
    assert not report.questions
    assert (found.service_areas, report.lines[0].outcome) == (("E06000023",), "updated")
    report, (found,) = take(path, target=target)
    assert (found.service_areas, report.lines[0].outcome) == (("E06000023",), "same")


def test_fiction_is_for_training_only(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    own = {"id": "keel", "kind": "behaviour_change", "fictional": True, "source": "Made up."}
    path.write_text(json.dumps({"name": "Keel", "status": "active", "referral_assistant": own}), encoding="utf-8")
    live, _found = take(path, target=tmp_path / "live.db")
    assert live.lines[0].fate is Fate.REFUSED
    _report, (found,) = take(path, target=tmp_path / "training.db", kind=Kind.TRAINING)
    assert found.fictional


def test_a_list_that_is_read_in_part_would_turn_people_away_and_is_left_empty(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("Name,Genders,Access\nKeel,men; visitors,wheelchair; lift\n", encoding="utf-8")
    _report, (found,) = take(path, target=tmp_path / "d.db")
    assert found.genders == ()
    assert found.access == ("wheelchair",)


# --- tables ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_a_table_is_read_whatever_stands_between_its_cells(separator: str, encoding: str, tmp_path: Path) -> None:
    rows = (
        ["Our services", "", "", ""],
        ["Service name", "Phone", "Local authority", "Town"],
        ["Café “Keel”", "Duty: 0117 496 0123", "Bristol, City of", "Bristol"],
    )
    path = tmp_path / "table.csv"
    path.write_bytes("\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows).encode(encoding))
    report, (found,) = take(path, target=tmp_path / "d.db")
    assert (found.name, found.contact.telephone) == ("Café “Keel”", "0117 496 0123")
    assert (found.service_areas, found.contact.address) == (("E06000023",), ("Bristol",))
    said = " ".join(said for line in report.lines for said in line.said)
    assert "The column “Phone” was read as Telephone." in said


def test_a_heading_that_only_might_be_a_field_is_asked_about_and_the_answer_kept(tmp_path: Path) -> None:
    path, target = tmp_path / "table.csv", tmp_path / "d.db"
    path.write_text("Name,Ages taken from,Colour\nKeel,18,red\n", encoding="utf-8")
    report, (found,) = take(path, target=target)
    (question,) = [q for q in report.questions if q.kind == "column"]
    assert (question.asked, found.minimum_age) == ("Ages taken from", None)
    assert "minimum_age" in question.offered
    assert any("“Colour” was not used" in said for line in report.lines for said in line.said)
    report, (found,) = take(path, target=target, answers=Answers(columns={"Ages taken from": "minimum_age"}))
    assert found.minimum_age == 18
    report, (found,) = take(path, target=target)
    assert (found.minimum_age, report.lines[-1].outcome) == (18, "same")
    assert not [q for q in report.questions if q.kind == "column"]


def test_two_rows_that_nothing_tells_apart_are_not_made_one(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("Name,Organisation\nKeel,A\nKeel,A\nKeel,B\n", encoding="utf-8")
    report, found = take(path, target=tmp_path / "d.db")
    assert [line.fate for line in records(report)] == [Fate.READ, Fate.REFUSED, Fate.READ]
    assert len(found) == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"<html><body>x</body></html>", "web page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"%PDF-1.7", "PDF"),
        (b"Telephone\n1\n", "names of the services"),
        (b'Name,Description\nA,"unfinished\n' + b"x" * 200_000, "quotation mark"),
    ],
)
def test_a_file_that_is_none_says_what_it_is(content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / ("file.xlsx" if content.startswith(b"PK") else "file.csv")
    path.write_bytes(content)
    report, found = take(path, target=tmp_path / "d.db")
    assert said in report.stopped
    assert (found, list(tmp_path.glob("d.db*"))) == ((), [])


# --- whole or not at all ---------------------------------------------------------------------------------------------


def pages(folder: Path, *counts: int) -> Path:
    """A folder of saved pages, numbered from 1."""
    folder.mkdir()
    for number, count in enumerate(counts, 1):
        write_page(folder / f"page{number}.json", count)
    return folder


def test_a_folder_is_read_in_the_order_people_count_in(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in (10, 2, 1):
        (folder / f"page{number}.json").write_text(json.dumps([{"id": str(number), "name": "A", "status": "active"}]))
    report, _found = take(folder)
    assert [line.file for line in records(report)] == ["page1.json", "page2.json", "page10.json"]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _broken_page(folder: Path) -> None:
    page = folder / "page2.json"
    page.write_bytes(page.read_bytes()[:-30])


@with_facts
def test_a_page_that_breaks_off_stops_all_of_it_and_says_where(tmp_path: Path) -> None:
    target = tmp_path / "d.db"
    take(BRISTOL[1], target=target)
    before = _digest(target)
    folder = pages(tmp_path / "pages", 5, 5)
    _broken_page(folder)
    report, found = take(folder, target=target)
    assert "page2.json could not be read to its end" in report.stopped
    assert (found, _digest(target), list(tmp_path.glob("d.db*"))) == ((), before, [target])
    assert not any(line.outcome for line in report.lines)
    assert report.count(Fate.REPAIRED) >= 9


@with_facts
@pytest.mark.parametrize("after", [0, 1, 2])
def test_cancelling_leaves_everything_as_it_was(after: int, tmp_path: Path) -> None:
    target = tmp_path / "d.db"
    take(BRISTOL[1], target=target)
    before, told = _digest(target), []

    def stop(fraction: float, text: str) -> bool:
        told.append((fraction, text))
        return len(told) <= after

    with pytest.raises(importing.Cancelled):
        take(pages(tmp_path / "pages", 300, 3, 3), target=target, progress=stop)
    assert (_digest(target), list(tmp_path.glob("d.db*"))) == (before, [target])
    assert all(0 < fraction <= 1 for fraction, _text in told)


@with_facts
def test_a_dry_run_reports_the_same_and_leaves_nothing(tmp_path: Path) -> None:
    target = tmp_path / "d.db"
    dry, _none = take(*BRISTOL, target=target, dry_run=True)
    assert not list(tmp_path.iterdir())
    wet, _found = take(*BRISTOL, target=target)
    assert dry == wet


def test_a_local_value_outlives_a_new_import_and_both_are_told(tmp_path: Path) -> None:
    path, target = tmp_path / "feed.json", tmp_path / "d.db"
    service = {"id": "a", "name": "Keel", "status": "active", "description": "Old.", "assured_date": "2025-01-01"}
    path.write_text(json.dumps([service]), encoding="utf-8")
    _report, (found,) = take(path, target=target)
    directory = open_directory(target, Kind.LIVE, (), lambda: NOW)
    directory.checked(found.id, NOW.date(), "Sam Lead", {"description": "Ours."})
    directory.close()
    path.write_text(json.dumps([{**service, "description": "New.", "assured_date": "2026-01-01"}]), encoding="utf-8")
    report, (found,) = take(path, target=target)
    assert (found.description, found.assured_date) == ("Ours.", NOW.date())
    assert set(report.lines[0].differs) >= {"description", "assured_date"}


def test_what_is_no_longer_listed_is_told_and_withdrawn_only_when_asked(tmp_path: Path) -> None:
    path, target = tmp_path / "feed.json", tmp_path / "d.db"
    listed = [{"id": name, "name": name, "status": "active"} for name in ("Keel", "Quay")]
    path.write_text(json.dumps(listed), encoding="utf-8")
    take(path, target=target)
    path.write_text(json.dumps(listed[:1]), encoding="utf-8")
    report, _found = take(path, target=target, dry_run=True)
    assert (len(report.missing), report.withdrawn) == (1, ())
    report, _found = take(path, target=target, whole=True)
    assert (report.missing, len(report.withdrawn)) == ((), 1)


@with_facts
def test_the_shorter_record_of_two_does_not_take_from_the_fuller(tmp_path: Path) -> None:
    for order in (BRISTOL, BRISTOL[::-1]):
        target = tmp_path / f"{order[0].stem}.db"
        _report, found = take(*order, target=target)
        whole = next(service for service in found if service.name == "1625 Independent People")
        assert (whole.service_areas, whole.contact.telephone) == (("E06000023", "E06000025"), "0800 0354213")


@with_facts
@pytest.mark.parametrize("seed", range(3))
def test_a_file_of_every_kind_broken_in_every_way_does_no_harm(seed: int, tmp_path: Path) -> None:
    """`make faults` tries ten thousand more."""
    counts = faults.one_of_each(seed, tmp_path)
    assert counts.total() > 75
    assert len(counts) >= 3


@with_facts
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the kernel does not say how much memory it was")
def test_five_megabytes_take_no_more_memory_than_their_share() -> None:
    peak, size = faults.peak_of_import(1_400)
    assert size > 5
    assert peak < 120


# --- the command -----------------------------------------------------------------------------------------------------

Said = Callable[[], tuple[str, str]]


@with_facts
def test_the_command_imports_reports_and_says_what_to_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "d.db"
    assert command(["directory", "import", *map(str, BRISTOL)]) == 0
    out = capsys.readouterr().out
    assert "Answer for all of them with --area '=ID'." in out
    assert out.endswith("Nothing was written.\n")
    assert command(["directory", "import", *map(str, BRISTOL), "--into", str(target), "--area", "=Bristol"]) == 0
    out = capsys.readouterr().out
    assert "contact.telephone: “Bristol Youth MAPS: 0117 332 7111” is now “0117 332 7111”." in out
    assert out.splitlines()[-1] == "4 records: 0 read, 4 repaired, 0 ignored, 0 refused. Entries: 3 added, 1 same."
    directory = open_directory(target, Kind.LIVE)
    assert len(directory.find()) == 3
    directory.close()


@with_facts
def test_the_command_reports_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        command(["directory", "import", str(BRISTOL[0]), "--json", "--dry-run", "--into", str(tmp_path / "d.db")]) == 0
    )
    report = json.loads(capsys.readouterr().out)
    assert (report["taken"], report["counts"]["repaired"]) == (False, 1)
    assert report["records"][0]["repairs"][1] == {
        "field": "minimum_age",
        "from": "-1",
        "to": "",
        "why": "An age below nought stands for not known.",
    }
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "wrong",
    [
        ["--area", "North Parish"],
        ["--area", "North Parish=Nowhere"],
        ["--column", "Name=nothing"],
        ["--kind", "mediation"],
        ["--columns", "nowhere.json"],
    ],
)
def test_a_wrong_answer_is_told_before_anything_is_read(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert command(["directory", "import", str(BRISTOL[0]), *wrong]) == 2
    assert capsys.readouterr().err


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="There is no file"):
        take(tmp_path / "nothing.json")
