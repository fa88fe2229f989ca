"""The areas: which there are, how a name is found, and which lie within which."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from referral_assistant.content import load_pack
from referral_assistant.geography import (
    NATIONS,
    Area,
    attribution,
    authorities,
    find,
    load_areas,
    named,
    names,
    neighbours,
    place,
    read_area,
    search,
)
from referral_assistant.geography.naming import plain
from referral_assistant.model import Place, Reason
from referral_assistant.wording import say
from tests.facts import rows, with_facts

LIVE = load_areas(training=False)
TRAINING = load_areas(training=True)
SURREY = date(2027, 4, 1)
LISTED = rows("geo/lad_2025.csv")
CHANGES = rows("geo/lad_code_changes.csv")


def found(text: str) -> list[str]:
    return [area.name for area in search(TRAINING, text)]


def test_s20_a_live_case_never_sees_an_invented_area() -> None:
    assert not [area for area in LIVE if area.fictional or area.id.startswith("x-")]
    assert found("eastmere") == ["Eastmere"]
    assert search(LIVE, "eastmere") == ()
    assert place(LIVE, "x-eastmere", "") == Place()


def test_every_local_authority_is_there_and_lies_in_a_nation() -> None:
    assert len(authorities(LIVE)) == 361
    known = names(TRAINING)
    for area in TRAINING:
        assert set(area.within) <= set(known)
        if area.kind != "nation":
            assert area.within[-1] == "uk"
            assert area.within[-2] in NATIONS
    assert len({area.id for area in TRAINING}) == len(TRAINING)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("new", "New Forest"),
        ("  BRIS", "Bristol"),
        ("hull", "Kingston upon Hull"),
        ("kings lynn", "King's Lynn and West Norfolk"),
        ("lynn king", "King's Lynn and West Norfolk"),
        ("ynys mon", "Isle of Anglesey"),
        ("Ynys Môn", "Isle of Anglesey"),
        ("western isles", "Na h-Eileanan Siar"),
        ("caerdydd", "Cardiff"),
        ("brighton & hove", "Brighton and Hove"),
        ("southend", "Southend-on-Sea"),
        ("essex", "Basildon"),
        ("saltm", "Eastmere"),
    ],
)
def test_a_name_is_found_as_people_type_it(typed: str, first: str) -> None:
    assert found(typed)[0] == first


def test_names_that_start_so_come_before_names_with_it_inside() -> None:
    hits = found("der")
    assert hits[:3] == ["Derby", "Derbyshire Dales", "Derry City and Strabane"]
    assert found("wight") == ["Isle of Wight"]


@pytest.mark.parametrize("typed", ["", "   ", "zzz", "'", "(", "\\"])
def test_nothing_is_found_for_nothing(typed: str) -> None:
    assert search(TRAINING, typed) == ()


def test_only_local_authorities_are_offered() -> None:
    assert {area.kind for area in search(TRAINING, "west")} == {"authority"}


def test_a_place_is_every_area_from_the_smallest_to_the_nation() -> None:
    here = place(TRAINING, "E07000077", "x-westhaven")
    around = ("E10000012", "E23000028", "probation-east-of-england", "E12000006", "england", "uk")
    assert here.areas == ("E07000077", *around)
    assert here.partner_areas == ("x-westhaven", "x-saltmarch", "x-saltmarch-police", "england", "uk")
    assert place(TRAINING, "", " ") == Place()
    assert place(TRAINING, "nowhere", "") == Place()


def test_a_former_code_stands_for_what_took_over() -> None:
    northampton = find(LIVE, "E07000154")
    assert northampton is not None
    assert northampton.name == "West Northamptonshire"
    assert place(LIVE, "E07000154", "").areas[0] == "E06000062"
    assert find(LIVE, "nowhere") is None


def test_neighbours_share_a_county_or_else_a_police_force() -> None:
    assert neighbours(TRAINING, "x-eastmere") == ("x-westhaven",)
    assert "E06000002" in neighbours(TRAINING, "E06000001")
    assert neighbours(TRAINING, "nowhere") == ()


def test_an_area_among_the_values_of_a_reason_reads_as_its_name() -> None:
    pack = named(load_pack(), TRAINING)
    assert say(Reason("area_met", values=("x-eastmere",)), pack) == "Covers Eastmere."
    assert (
        say(Reason("area_not_covered", values=("E06000001", "x-eastmere")), pack)
        == "Covers Hartlepool and Eastmere only."
    )
    assert pack.words["values"]["uk"] == "the whole United Kingdom"


def test_whose_facts_they_are_is_said_in_full() -> None:
    told = attribution()
    assert told.startswith("Contains OS data © Crown copyright and database right 2025. Contains Royal Mail data ©")
    assert told.endswith("Office for National Statistics licensed under the Open Government Licence v.3.0.")


# --- the facts, against the lists they were drawn from ---------------------------------------------------------------


@with_facts
def test_every_authority_stands_as_it_is_listed() -> None:
    assert len(LISTED) == 361
    for row in LISTED:
        area = find(LIVE, row["lad_code"])
        assert area is not None
        around = {other.kind: other for other in LIVE if other.id in area.within and other.id != "uk"}
        code = {kind: other.id for kind, other in around.items()}
        assert (area.id, code.get("police", ""), code.get("region", "")) == (
            row["lad_code"],
            row["pfa_code"],
            row["region_code"],
        )
        assert code.get("county", area.id) == row["utla_code"]
        assert around["nation"].name == row["nation"]
        probation = around["probation"].name if "probation" in around else ""
        assert probation.removesuffix(" probation region") == row["probation_region"]
        assert area.until == (SURREY if row["lgr_successor"] else None)
        assert area.point == (round(float(row["mean_lat"]), 3), round(float(row["mean_long"]), 3))


@with_facts
def test_every_authority_is_known_by_its_names_and_codes() -> None:
    for row in LISTED:
        for name in (row["lad_code"], row["lad_name"], row["official_name"], *row["former_gss"].split("|")):
            assert not name or read_area(LIVE, name) == (row["lad_code"], ()), name


@with_facts
def test_a_code_and_a_name_of_before_stand_for_what_took_over() -> None:
    assert len(CHANGES) == 54
    for row in CHANGES:
        assert read_area(LIVE, row["old_code"]) == (row["current_code"], ())
        assert read_area(LIVE, row["old_name"]) == (row["current_code"], ())
        assert names(LIVE)[row["old_code"]] == row["old_name"]


# --- what changes on a day -------------------------------------------------------------------------------------------


def test_surrey_changes_on_its_day() -> None:
    before, after = SURREY - timedelta(days=1), SURREY
    for day, name in ((None, "Elmbridge"), (before, "Elmbridge"), (after, "East Surrey")):
        area = find(LIVE, "E07000207", day)
        assert area is not None
        assert area.name == name
    assert [area.name for area in search(LIVE, "elmbr", before)] == ["Elmbridge"]
    assert [area.name for area in search(LIVE, "elmbr", after)] == ["East Surrey"]
    assert {area.name for area in search(LIVE, "surrey", after)} == {"East Surrey", "West Surrey"}
    assert len(authorities(LIVE, before)) == 361
    assert len(authorities(LIVE, after)) == 361 - 11 + 2
    assert neighbours(LIVE, "E07000207", after) == ("west-surrey",)
    assert len(neighbours(LIVE, "E07000207", before)) == 10


@pytest.mark.parametrize("day", [None, SURREY - timedelta(days=1), SURREY])
@pytest.mark.parametrize("recorded", ["E07000207", "east-surrey"])
@pytest.mark.parametrize("listed", ["E07000207", "east-surrey", "E10000030", "E23000031", "E12000008", "england"])
def test_a_service_that_lists_the_old_or_the_new_covers_both(day: date | None, recorded: str, listed: str) -> None:
    here = place(LIVE, recorded, "", day).areas
    assert listed in here
    assert not {"E07000217", "west-surrey"} & set(here)


def test_who_was_recorded_under_a_former_code_lives_in_that_part_alone() -> None:
    assert "E07000151" in place(LIVE, "E06000062", "").areas
    assert "E07000154" in place(LIVE, "E07000154", "").areas
    assert "E07000151" not in place(LIVE, "E07000154", "").areas


# --- names in files --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("Leicester City Council", "E06000016"),
        ("City of Bristol", "E06000023"),
        ("Bristol, City of", "E06000023"),
        ("Telford & Wrekin", "E06000020"),
        ("London Borough of Hackney", "E09000012"),
        ("City of London", "E09000001"),
        ("City of London Police", "E23000034"),
        ("London", "E12000007"),
        ("Essex", "E10000012"),
        ("Essex County Council", "E10000012"),
        ("Essex Police", "E23000028"),
        ("Durham", "E06000047"),
        ("Durham Constabulary", "E23000008"),
        ("Heddlu Gwent", "W15000002"),
        ("PSNI", "N24000001"),
        ("Greater Manchester", "E23000005"),
        ("Cumbria", "E23000002"),
        ("North East", "E12000001"),
        ("North East probation region", "probation-north-east"),
        ("the North West", "E12000002"),
        ("England", "england"),
        ("Cymru", "wales"),
        ("W92000004", "wales"),
        ("UK", "uk"),
        ("U.K.", "uk"),
        ("national", "uk"),
        ("the United Kingdom", "uk"),
        (" e06000016 ", "E06000016"),
        ("YNYS MON", "W06000001"),
        ("Elmbridge", "E07000207"),
    ],
)
def test_a_name_in_a_file_stands_for_one_area(text: str, area: str) -> None:
    assert read_area(LIVE, text) == (area, ())


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("West Midlands", {"E12000005", "E23000014"}),
        ("Newcastle", {"E08000021", "E07000195"}),
        ("Leicestor", {"E06000016"}),
        ("Kent & Medway", {"E10000016", "E06000035"}),
        ("England and Wales", {"england", "wales"}),
        ("Nowhere in particular", set()),
        ("", set()),
        ("E05000001", set()),
    ],
)
def test_a_name_that_might_be_several_or_none_is_asked_about_and_never_taken(text: str, offered: set[str]) -> None:
    taken, asked = read_area(LIVE, text)
    assert taken is None
    assert offered <= set(asked)
    assert bool(asked) is bool(offered)


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=40))
def test_text_is_taken_for_one_area_or_offered_as_some_and_never_both(text: str) -> None:
    taken, offered = read_area(LIVE, text)
    assert taken is None or (plain(text) and not offered)
    assert {taken, *offered} - {None} <= set(names(LIVE))


@settings(max_examples=100, deadline=None)
@given(
    area=st.sampled_from([area for area in LIVE if area.name != "West Midlands"]),
    gap=st.sampled_from(("", "  ", "\t")),
    change=st.sampled_from((str.upper, str.lower, str.title, lambda text: text.replace(" and ", " & "))),
)
def test_an_area_is_known_by_its_name_however_it_is_spaced_and_cased(
    area: Area, gap: str, change: Callable[[str], str]
) -> None:
    assert read_area(LIVE, gap + change(area.name) + gap) == (area.id, ())
