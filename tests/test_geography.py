"""The areas: which there are, how a name is found, and which lie within which."""

from __future__ import annotations

import pytest

from referral_assistant.content import load_pack
from referral_assistant.geography import (
    NATIONS,
    Area,
    attribution,
    find,
    load_areas,
    named,
    names,
    neighbours,
    place,
    search,
)
from referral_assistant.model import Place, Reason
from referral_assistant.wording import say

LIVE = load_areas(training=False)
TRAINING = load_areas(training=True)


def found(text: str) -> list[str]:
    return [area.name for area in search(TRAINING, text)]


def test_s20_a_live_case_never_sees_an_invented_area() -> None:
    assert not [area for area in LIVE if area.fictional or area.id.startswith("x-")]
    assert found("eastmere") == ["Eastmere"]
    assert search(LIVE, "eastmere") == ()
    assert place(LIVE, "x-eastmere", "") == Place()


def test_every_local_authority_is_there_and_lies_in_a_nation() -> None:
    authorities = [area for area in LIVE if area.kind == "authority"]
    assert len(authorities) == 361
    known = names(TRAINING)
    for area in TRAINING:
        assert set(area.within) <= set(known)
        if area.kind != "nation":
            assert area.within[-1] == "uk"
            assert area.within[-2] in NATIONS
    assert len(known) == len(TRAINING)


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
    assert here.areas == ("E07000077", "E10000012", "E23000028", "E12000006", "england", "uk")
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


def test_the_licence_is_named() -> None:
    assert "Open Government Licence" in attribution()
    assert Area("x", "X", "county") == Area("x", "X", "county")
