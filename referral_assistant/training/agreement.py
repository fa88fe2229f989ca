"""How alike a room reads an invented case: the spread of each domain, ordinal Krippendorff's alpha, and what moved.

Nobody is ranked: raters stand in the order of their labels, and no number belongs to any of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import combinations

from referral_assistant.model import DOMAINS, Alpha, Comparison, Level, Move, Round, Sheet, Spread, Voice
from referral_assistant.training.labels import LabelPlace, label_key, label_place

ORDER = (Level.NOT_NOW, Level.MIXED, Level.WILLING)
"""The readings that have an order. `Not explored` has no place in it: it says that nobody asked, and counts neither for
nor against the person (S16). In alpha it is a missing value; in the spread it stands beside the others."""

FEWEST_RATERS = 5
FEWEST_DOMAINS = 3
"""With less than these alpha says nothing, and is not shown."""


def compare(scenario: str, sheets: Iterable[Sheet]) -> Comparison:
    """What a room has read in a scenario. Of several sheets of one rater in one round the last one counts."""
    held: dict[tuple[int, str], Sheet] = {}
    for sheet in sheets:
        if sheet.scenario == scenario:
            held[sheet.round, label_key(sheet.by)] = sheet
    first, second = (sorted((s for s in held.values() if s.round == number), key=_place) for number in (1, 2))
    moves, stayed, once = _moved(first, second) if first and second else ((), 0, ())
    rounds = tuple(_round(number, found) for number, found in ((1, first), (2, second)) if found)
    return Comparison(scenario, rounds, moves, stayed, once)


def alpha(units: Iterable[Sequence[int]]) -> Fraction | None:
    """Ordinal Krippendorff's alpha, exact: for each unit the places, in the order of values, that its raters gave it. A
    value that is missing is left out, and a unit with fewer than two values says nothing. None where there is nothing
    to compare, or no two values differ."""
    counted = [_counts(unit) for unit in units if len(unit) > 1]
    values = sorted({value for unit in counted for value in unit})
    whole = {value: sum(unit.get(value, 0) for unit in counted) for value in values}
    total = sum(whole.values())
    observed = expected = Fraction(0)
    for low, high in combinations(values, 2):
        apart = _apart(values, whole, low, high)
        expected += whole[low] * whole[high] * apart
        for unit in counted:
            pairs = unit.get(low, 0) * unit.get(high, 0)
            observed += Fraction(pairs, sum(unit.values()) - 1) * apart
    return 1 - (total - 1) * observed / expected if expected else None


# --- inside ----------------------------------------------------------------------------------------------------------


def _counts(unit: Sequence[int]) -> dict[int, int]:
    return {value: unit.count(value) for value in set(unit)}


def _apart(values: Sequence[int], whole: dict[int, int], low: int, high: int) -> Fraction:
    """How far two values are from one another: as many readings as lie between them, half of their own included,
    squared."""
    between = sum(whole[value] for value in values if low <= value <= high)
    return (between - Fraction(whole[low] + whole[high], 2)) ** 2


def _round(number: int, sheets: Sequence[Sheet]) -> Round:
    spreads = tuple(_spread(domain, sheets) for domain in DOMAINS)
    raters = tuple(sheet.by for sheet in sheets)
    found, withheld = _alpha_of(sheets)
    return Round(number, raters, spreads, found, withheld)


def _spread(domain: str, sheets: Sequence[Sheet]) -> Spread:
    given = [(sheet.by, sheet.readings[domain]) for sheet in sheets if domain in sheet.readings]
    blank = tuple(sheet.by for sheet in sheets if domain not in sheet.readings)
    return Spread(domain, tuple(Voice(by, rating.level, rating.why) for by, rating in given), blank)


def _alpha_of(sheets: Sequence[Sheet]) -> tuple[Alpha | None, str]:
    """Alpha over all domains and raters, or why it is not shown."""
    units = _units(sheets)
    raters = {by for unit in units for by in unit}
    if len(raters) < FEWEST_RATERS:
        return None, "raters"
    if len(units) < FEWEST_DOMAINS:
        return None, "domains"
    value = alpha([list(unit.values()) for unit in units])
    if value is None:
        return None, "alike"
    without = [alpha([[v for by, v in unit.items() if by != left] for unit in units]) for left in raters]
    known = [value, *(found for found in without if found is not None)]
    return Alpha(value, min(known), max(known), len(raters), len(units), sum(map(len, units))), ""


def _units(sheets: Sequence[Sheet]) -> list[dict[str, int]]:
    """Domain by domain who gave it which place in the order; those that two or more have read."""
    units = [
        {
            sheet.by: ORDER.index(sheet.readings[domain].level)
            for sheet in sheets
            if domain in sheet.readings and sheet.readings[domain].level in ORDER
        }
        for domain in DOMAINS
    ]
    return [unit for unit in units if len(unit) > 1]


def _moved(first: Sequence[Sheet], second: Sequence[Sheet]) -> tuple[tuple[Move, ...], int, tuple[str, ...]]:
    """What each rater of both rounds changed, how many readings stayed as they were, and who took part in one only."""
    later = {label_key(sheet.by): sheet for sheet in second}
    both = [(sheet, later[label_key(sheet.by)]) for sheet in first if label_key(sheet.by) in later]
    moves: list[Move] = []
    stayed = 0
    for domain in DOMAINS:
        for before, after in both:
            old, new = _level(before, domain), _level(after, domain)
            if old is not new:
                moves.append(Move(domain, after.by, old, new))
            elif old is not None:
                stayed += 1
    known = {label_key(before.by) for before, _after in both}
    once = tuple(s.by for s in sorted((*first, *second), key=_place) if label_key(s.by) not in known)
    return tuple(moves), stayed, once


def _level(sheet: Sheet, domain: str) -> Level | None:
    return sheet.readings[domain].level if domain in sheet.readings else None


def _place(sheet: Sheet) -> LabelPlace:
    return label_place(sheet.by)
