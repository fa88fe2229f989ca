"""How many live cases found no service, told in such a way that nobody can be recognised in it.

The rule, and why it holds. Each case is counted in exactly one cell: authority, kind of work, gender and age band, and
what is told of a cell rests on that cell alone. Under 5 nothing is told, none at all included; otherwise the number is
rounded to the nearest 5. No total is told, of anything: not of an authority, not of a gender, not of all. So no two
numbers overlap, there is nothing to subtract, and a hidden number may be anything from 0 to 4 whatever else is told.
Tables by gender and by age beside each other would not do: rounded or not, one can be worked out from the other. The
period is fixed and changes with the month, so that one case more does not show on the day it is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from referral_assistant.directory.need import BANDS
from referral_assistant.geography import Area, find
from referral_assistant.matching import referable
from referral_assistant.matching.cautions import months_from
from referral_assistant.model import Assessment, Case, Facts, Match, Route, Unmet, UnmetCounts

FEWEST = 5
"""What is told of a cell begins here, and goes in steps of as many."""

WANTED = {Route.PROGRAMME: "behaviour_change", Route.EARLY_RESPONSE: "early_response"}
"""The routes on which a referral would be made -> the kind of work they are for. What is not for referral is no gap."""


class Missed(NamedTuple):
    """The cell that one case is counted in. An empty text is not known."""

    area: str
    kind: str
    gender: str
    age: str


def missed(case: Case, assessment: Assessment, facts: Facts, matches: Iterable[Match]) -> Missed | None:
    """The cell of a case that could be referred and found nobody to be referred to, not even somebody to ask; None
    where there is somebody, or where it is not the time. Help with something else is no answer to the abuse."""
    kind = WANTED.get(assessment.route, "")
    if not kind or case.decision.service:
        return None
    if any(referable(match, assessment) and match.service.kind != "alongside" for match in matches):
        return None
    return Missed(_first(facts, "area"), kind, _first(facts, "gender"), band(_first(facts, "age")))


def period(today: date) -> tuple[date, date]:
    """The twelve months before this one: the first day and the last. Cases opened on these days are counted."""
    first = today.replace(day=1)
    return months_from(first, -12), first - timedelta(days=1)


def band(age: str) -> str:
    """The age band of a recorded age, or nothing where it is in none."""
    years = int(age) if age.isdecimal() else -1
    return next((name for name, (low, high) in BANDS.items() if low <= years <= high), "")


def told(count: int) -> int:
    """What is told of a number: 0 for nothing at all, otherwise the nearest step. It rests on nothing else."""
    return (count + FEWEST // 2) // FEWEST * FEWEST if count >= FEWEST else 0


def counts(found: Iterable[Missed], areas: Iterable[Area], today: date) -> UnmetCounts:
    """What may be told of these cases. An area in which no cell is large enough is not there at all, and where somebody
    lives must be known."""
    known = tuple(areas)
    since, until = period(today)
    lines = []
    for cell, count in Counter(found).items():
        area = find(known, cell.area, today) if cell.area else None
        if area is not None and told(count):
            lines.append(Unmet(area.id, area.name, cell.kind, cell.gender, cell.age, told(count)))
    return UnmetCounts(since, until, tuple(sorted(lines, key=lambda u: (u.name, u.kind, u.gender, u.age))))


def _first(facts: Facts, name: str) -> str:
    return facts.get(name, ("",))[0]
