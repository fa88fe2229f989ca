"""What a room reads, compared: alpha against a published package and worked examples, the spread, and what moved."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations
from pathlib import Path

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from referral_assistant.model import DOMAINS, Level, Rating, Sheet
from referral_assistant.training.agreement import ORDER, alpha, compare
from tests.benchmarks import comparing

Table = list[list[int | None]]
"""Raters by units; None is a missing value."""

# Krippendorff's own data "C": four observers, twelve units, five values.
LITERATURE: Table = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]


def units(table: Table) -> list[list[int]]:
    """The same by unit, without what is missing."""
    return [[value for value in unit if value is not None] for unit in zip(*table, strict=True)]


def published(table: Table) -> float | None:
    """What the published package makes of it; None where it has nothing to compare."""
    data = np.array([[np.nan if value is None else value for value in row] for row in table], dtype=float)
    pairable = [unit for unit in units(table) if len(unit) > 1]
    if len({value for unit in pairable for value in unit}) < 2:
        return None
    return float(krippendorff.alpha(reliability_data=data, level_of_measurement="ordinal"))


@st.composite
def tables(draw: st.DrawFn, values: int = 3) -> Table:
    raters, domains = draw(st.integers(2, 12)), draw(st.integers(1, 8))
    value = st.none() | st.integers(0, values - 1)
    return draw(st.lists(st.lists(value, min_size=domains, max_size=domains), min_size=raters, max_size=raters))


# --- alpha -----------------------------------------------------------------------------------------------------------


@given(tables() | tables(values=6))
def test_alpha_is_what_the_published_package_computes(table: Table) -> None:
    ours, theirs = alpha(units(table)), published(table)
    assert (ours is None) == (theirs is None)
    if ours is not None and theirs is not None:
        assert float(ours) == pytest.approx(theirs, abs=1e-9)


def test_alpha_of_the_example_in_the_literature() -> None:
    """Krippendorff, "Computing Krippendorff's alpha-reliability" (2011), example C: 0.815 for ordinal data."""
    found = alpha(units(LITERATURE))
    assert found is not None
    assert round(float(found), 3) == 0.815


@pytest.mark.parametrize(
    ("given_units", "expected"),
    [
        # Two raters, two units: n = 4, three readings of 0 and one of 1, which are (4 - 2)^2 = 4 apart. Observed: one
        # pair in the second unit, 4. Expected: 3 * 1 * 4.
        ([[0, 0], [0, 1]], 1 - Fraction(3 * 4, 12)),
        # Whoever says the opposite each time agrees less than chance: n = 4, 4 apart, observed 8, expected 16.
        ([[0, 2], [2, 0]], 1 - Fraction(3 * 8, 16)),
        # All alike within each unit, units unlike: as much as there can be.
        ([[0, 0, 0], [2, 2, 2], [1, 1, 1]], Fraction(1)),
        # Three raters: n = 6, four of 0 and two of 1, (6 - 3)^2 = 9 apart. Observed: two pairs in each unit, over
        # m - 1 = 2. Expected: 4 * 2 * 9.
        ([[0, 0, 1], [0, 0, 1]], 1 - Fraction(5 * 2 * 9, 72)),
    ],
)
def test_alpha_worked_by_hand(given_units: list[list[int]], expected: Fraction) -> None:
    assert alpha(given_units) == expected


def test_there_is_no_alpha_where_nothing_can_differ() -> None:
    assert alpha([]) is None
    assert alpha([[0], [1], [2]]) is None
    assert alpha([[1, 1], [1, 1, 1]]) is None


@given(tables(), st.randoms())
def test_alpha_does_not_depend_on_the_order_of_raters_or_units(table: Table, random: object) -> None:
    before = alpha(units(table))
    random.shuffle(table)  # type: ignore[attr-defined]
    columns = list(range(len(table[0])))
    random.shuffle(columns)  # type: ignore[attr-defined]
    assert alpha(units([[row[at] for at in columns] for row in table])) == before


@given(tables(), st.lists(st.integers(-50, 50), min_size=3, max_size=3, unique=True).map(sorted))
def test_alpha_knows_values_by_their_order_alone(table: Table, named: list[int]) -> None:
    """Other numbers in the same order, or in the order turned round, make no difference."""
    renamed = [[None if value is None else named[value] for value in row] for row in table]
    turned = [[None if value is None else -named[value] for value in row] for row in table]
    assert alpha(units(table)) == alpha(units(renamed)) == alpha(units(turned))


@given(tables())
def test_alpha_passes_over_raters_and_units_that_say_nothing(table: Table) -> None:
    silent: list[int | None] = [None] * len(table[0])
    alone = [[*row, 0 if number == 0 else None] for number, row in enumerate(table)]
    assert alpha(units([*table, silent])) == alpha(units(alone)) == alpha(units(table))


@given(tables(), st.integers(2, 4))
def test_every_unit_several_times_over_changes_alpha_only_by_the_size_of_the_sample(table: Table, times: int) -> None:
    """Disagreement stays what it is but for the one reading that is taken off for small samples."""
    once, often = alpha(units(table)), alpha(units(table) * times)
    count = sum(len(unit) for unit in units(table) if len(unit) > 1)
    assume(once is not None and often is not None)
    assert once is not None
    assert often is not None
    assert (1 - often) * times * (count - 1) == (1 - once) * (times * count - 1)


@given(tables())
def test_alpha_is_never_more_than_one(table: Table) -> None:
    found = alpha(units(table))
    assert found is None or found <= 1


# --- the room --------------------------------------------------------------------------------------------------------

W, M, N, X = Level.WILLING, Level.MIXED, Level.NOT_NOW, Level.NOT_EXPLORED


def sheet(by: str, levels: Sequence[Level | None], number: int = 1, scenario: str = "imran") -> Sheet:
    """A sheet from its readings, in the order of the domains."""
    given_levels = {d: Rating(level, f"{by} on {d}") for d, level in zip(DOMAINS, levels, strict=False) if level}
    return Sheet(scenario, by, given_levels, number)


@st.composite
def rooms(draw: st.DrawFn) -> list[Sheet]:
    level = st.none() | st.sampled_from(list(Level))
    count = draw(st.integers(1, 9))
    return [
        sheet(f"Table {n}", draw(st.lists(level, min_size=8, max_size=8)), number)
        for n in range(1, count + 1)
        for number in (1, 2)
        if number == 1 or draw(st.booleans())
    ]


def test_each_domain_is_a_distribution_with_every_reason() -> None:
    found = compare("imran", [sheet("Table 2", [W, M]), sheet("Table 10", [M, M]), sheet("Table 1", [W])])
    first = found.rounds[0]
    assert first.raters == ("Table 1", "Table 2", "Table 10")
    recognition, ownership = first.spreads[:2]
    assert [(v.by, v.level, v.why) for v in recognition.voices] == [
        ("Table 1", W, "Table 1 on recognition"),
        ("Table 2", W, "Table 2 on recognition"),
        ("Table 10", M, "Table 10 on recognition"),
    ]
    assert (recognition.common, recognition.agreeing) == ((W,), 2)
    assert ownership.blank == ("Table 1",)
    assert (first.spreads[7].common, first.spreads[7].agreeing) == ((), 0)


def test_where_two_readings_are_as_common_both_are_named() -> None:
    found = compare("imran", [sheet("A", [W]), sheet("B", [N])])
    assert found.rounds[0].spreads[0].common == (W, N)


@given(rooms())
def test_nothing_is_lost_and_nobody_is_ranked(room: list[Sheet]) -> None:
    """Every reading is in its spread once, raters stand in the order of their labels, whatever order sheets came in."""
    found = compare("imran", room)
    assert compare("imran", [*room, *reversed(room)]) == found
    for one in found.rounds:
        here = [s for s in room if s.round == one.number]
        assert list(one.raters) == sorted((s.by for s in here), key=lambda by: int(by.split()[1]))
        for spread in one.spreads:
            assert {v.by: v.level for v in spread.voices} == {
                s.by: s.readings[spread.domain].level for s in here if spread.domain in s.readings
            }
            assert sum(map(spread.count, Level)) + len(spread.blank) == len(here)


@given(rooms())
def test_alpha_is_over_all_domains_and_raters_and_shown_only_where_it_says_something(room: list[Sheet]) -> None:
    for one in compare("imran", room).rounds:
        here = [s for s in room if s.round == one.number]
        table: Table = [
            [
                ORDER.index(s.readings[d].level) if d in s.readings and s.readings[d].level in ORDER else None
                for d in DOMAINS
            ]
            for s in here
        ]
        if one.alpha is None:
            assert one.withheld
            continue
        theirs = published(table)
        assert theirs is not None
        assert float(one.alpha.value) == pytest.approx(theirs, abs=1e-9)
        assert one.alpha.raters >= 5
        assert one.alpha.domains >= 3
        assert one.alpha.least <= one.alpha.value <= one.alpha.most
        others = [published([row for at, row in enumerate(table) if at != left]) for left in range(len(table))]
        known = [found for found in others if found is not None]
        assert float(one.alpha.least) == pytest.approx(min([theirs, *known]), abs=1e-9)
        assert float(one.alpha.most) == pytest.approx(max([theirs, *known]), abs=1e-9)


@pytest.mark.parametrize(
    ("raters", "levels", "withheld"),
    [
        (4, [W, M, N], "raters"),
        (5, [W, M], "domains"),
        (5, [W, M, N], ""),
        (5, [W, W, W], "alike"),
        (6, [W, X, X, X], "domains"),
        (5, [X] * 8, "raters"),
    ],
)
def test_alpha_is_shown_from_five_raters_and_three_domains(raters: int, levels: list[Level], withheld: str) -> None:
    one = compare("imran", [sheet(f"Table {n}", levels) for n in range(raters)]).rounds[0]
    assert one.withheld == withheld
    assert (one.alpha is None) == bool(withheld)


def test_s16_not_explored_is_no_low_reading() -> None:
    """It is left out of alpha, as if the rater had said nothing there, and stands in the spread for all to see."""
    room = [sheet(f"Table {n}", [W, M, N if n else M, W]) for n in range(6)]
    with_silence = [*room[:5], sheet("Table 5", [W, M, N, X])]
    one, other = (compare("imran", sheets).rounds[0].alpha for sheets in (room, with_silence))
    assert one is not None
    assert other is not None
    assert other.readings == one.readings - 1
    assert compare("imran", with_silence).rounds[0].spreads[3].count(X) == 1


def test_what_moved_is_said_for_each_domain_and_each_rater() -> None:
    room = [
        sheet("Table 2", [W, W, None]),
        sheet("table 2", [M, W, W], 2),
        sheet("Table 1", [N, W]),
        sheet("Table 1", [N, W], 2),
        sheet("Table 3", [W]),
        sheet("Table 9", [W], 2),
    ]
    found = compare("imran", room)
    assert [(m.domain, m.by, m.before, m.after) for m in found.moves] == [
        ("recognition", "table 2", W, M),
        ("impact", "table 2", None, W),
    ]
    assert found.stayed == 3
    assert found.once == ("Table 3", "Table 9")
    assert [one.number for one in found.rounds] == [1, 2]


@pytest.mark.parametrize("seed", range(4))
def test_thirty_learners_files_of_two_rounds_against_an_independent_computation(tmp_path: Path, seed: int) -> None:
    """Spreads and moves counted from the plain files, alpha by the published package."""
    comparing.simulate(tmp_path, seed=seed)
    found, known = comparing.ours(tmp_path), comparing.theirs(tmp_path)
    files = [json.loads(path.read_bytes()) for path in tmp_path.iterdir()]
    for one, figures in zip(found.rounds, known, strict=True):
        assert one.alpha is not None
        assert float(one.alpha.value) == pytest.approx(figures[0], abs=1e-9)
        assert float(one.alpha.least) == pytest.approx(min(figures), abs=1e-9)
        assert float(one.alpha.most) == pytest.approx(max(figures), abs=1e-9)
        here = [f["readings"] for f in files if f.get("round", 1) == one.number]
        assert len(one.raters) == len(here)
        for spread in one.spreads:
            given = Counter(f[spread.domain]["level"] for f in here if spread.domain in f)
            assert {level.value: spread.count(level) for level in Level if spread.count(level)} == given
            assert spread.agreeing == max(given.values())
    held = {(f["by"], f.get("round", 1), d): r["level"] for f in files for d, r in f["readings"].items()}
    both = {f["by"] for f in files if f.get("round", 1) == 2}
    moved = {(by, d) for by in both for d in DOMAINS if held.get((by, 1, d)) != held.get((by, 2, d))}
    assert {(move.by, move.domain) for move in found.moves} == moved
    assert found.once == ("Learner 30",)


def test_readings_of_another_scenario_count_nowhere() -> None:
    found = compare("imran", [sheet("A", [W]), sheet("A", [N], scenario="mark")])
    assert found.rounds[0].spreads[0].count(N) == 0
    assert compare("mark", []).rounds == ()


@pytest.mark.parametrize("order", list(permutations(["Table 1", "Table 2", "Table 10", "a table", "²"], 5))[::7])
def test_labels_stand_as_people_read_them(order: tuple[str, ...]) -> None:
    found = compare("imran", [sheet(by, [W]) for by in order]).rounds[0].raters
    assert found == ("a table", "Table 1", "Table 2", "Table 10", "²")
