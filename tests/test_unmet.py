"""Unmet counts: cases that found nobody, told so that no number hidden can be worked out (S27, S28)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referral_assistant.directory.need import BANDS
from referral_assistant.directory.unmet import FEWEST, Missed, band, counts, missed, period, told
from referral_assistant.geography import load_areas
from referral_assistant.matching import match
from referral_assistant.model import Case, Decision, Facts, Place, Route, Service, UnmetCounts
from tests.directory_strategies import EASTMERE, STOP, TODAY, assessment
from tests.test_provision import KEELSIDE

AREAS = load_areas(training=True)
FACTS: Facts = {"area": ("x-eastmere",), "gender": ("woman",), "age": ("34",), "relationship": ("partner",)}
CASE = Case("c1", "R-2614")
MEN = replace(KEELSIDE, genders=("man",))
WOMEN = replace(KEELSIDE, genders=("woman",))

cells = st.builds(
    Missed,
    area=st.sampled_from(("x-eastmere", "x-westhaven")),
    kind=st.sampled_from(("behaviour_change", "early_response")),
    gender=st.sampled_from(("man", "woman", "")),
    age=st.sampled_from(("25_64", "65_over", "")),
)
records = st.dictionaries(cells, st.integers(0, 14), max_size=12)


def cell(*services: Service, route: Route = Route.PROGRAMME, case: Case = CASE) -> Missed | None:
    known = assessment(route)
    return missed(case, known, FACTS, match(services, known, FACTS, Place(EASTMERE), TODAY))


def printed(found: dict[Missed, int]) -> UnmetCounts:
    return counts((one for one, count in found.items() for _ in range(count)), AREAS, TODAY)


def test_a_case_counts_where_nobody_takes_it_and_nobody_can_be_asked() -> None:
    assert cell(MEN) == Missed("x-eastmere", "behaviour_change", "woman", "25_64")
    assert cell() == Missed("x-eastmere", "behaviour_change", "woman", "25_64")
    assert cell(route=Route.EARLY_RESPONSE) == Missed("x-eastmere", "early_response", "woman", "25_64")
    assert cell(MEN, WOMEN) is None
    assert cell(replace(WOMEN, genders=())) is None


def test_a_line_or_help_alongside_is_no_answer_to_the_abuse() -> None:
    assert cell(replace(WOMEN, kind="helpline", purpose="person")) is not None
    assert cell(replace(WOMEN, kind="alongside")) is not None
    assert cell(replace(WOMEN, kind="probation")) is not None


@pytest.mark.parametrize("route", [Route.CONSULT, Route.PANEL, Route.HOLD, Route.ACT_NOW])
def test_where_it_is_not_the_time_to_refer_there_is_no_gap(route: Route) -> None:
    assert cell(MEN, route=route) is None


def test_a_case_that_was_stopped_or_found_a_service_before_is_not_counted() -> None:
    stopped = assessment(Route.HOLD, stop=STOP)
    assert missed(CASE, stopped, FACTS, ()) is None
    assert cell(MEN, case=replace(CASE, decision=Decision(service="keelside"))) is None


def test_the_period_is_the_twelve_months_before_this_one() -> None:
    assert period(date(2026, 11, 21)) == (date(2025, 11, 1), date(2026, 10, 31))
    assert period(date(2026, 11, 1)) == period(date(2026, 11, 30))
    assert period(date(2027, 1, 31)) == (date(2026, 1, 1), date(2026, 12, 31))


def test_numbers_are_hidden_or_rounded() -> None:
    assert [told(n) for n in range(14)] == [0, 0, 0, 0, 0, 5, 5, 5, 10, 10, 10, 10, 10, 15]
    assert [band(age) for age in ("34", "16", "120", "9", "", "old")] == ["25_64", "16_17", "65_over", "", "", ""]
    assert set(BANDS) == {band(str(low)) for low, _high in BANDS.values()}


def test_cases_without_a_known_area_are_told_nowhere() -> None:
    assert printed({Missed("", "behaviour_change", "man", "25_64"): 9}).lines == ()
    assert printed({Missed("nowhere", "behaviour_change", "man", "25_64"): 9}).lines == ()


# --- suppression cannot be undone ------------------------------------------------------------------------------------


@given(records, st.data())
def test_a_hidden_number_may_be_anything_from_0_to_4(found: dict[Missed, int], data: st.DataObject) -> None:
    """Whatever is hidden could be any other hidden number, all at once, and the same would be told: so nobody can work
    it out, from sums or from anything else."""
    other = {c: n if n >= FEWEST else data.draw(st.integers(0, FEWEST - 1)) for c, n in found.items()}
    assert printed(other) == printed(found)


@given(records)
def test_every_case_is_in_one_cell_and_no_total_is_told(found: dict[Missed, int]) -> None:
    lines = printed(found).lines
    assert max(Counter((u.area, u.kind, u.gender, u.age) for u in lines).values(), default=1) == 1
    for line in lines:
        count = found[Missed(line.area, line.kind, line.gender, line.age)]
        assert line.about % FEWEST == 0
        assert abs(line.about - count) <= FEWEST // 2
        assert count >= FEWEST


@given(records)
def test_an_area_with_too_few_cases_is_not_there_at_all(found: dict[Missed, int]) -> None:
    small = {c: min(n, FEWEST - 1) if c.area == "x-eastmere" else n for c, n in found.items()}
    assert all(line.area != "x-eastmere" for line in printed(small).lines)
