"""What a directory of the whole country costs a match: 60 services cover the area, among 10,000 and among 1,000."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

from referral_assistant import conversation
from referral_assistant.assessment import assess
from referral_assistant.directory import SAMPLE, load
from referral_assistant.geography import Area, load_areas, place
from referral_assistant.matching import match
from referral_assistant.model import Service
from referral_assistant.store.directory import build
from tests.benchmarks.cases import TODAY, imran
from tests.benchmarks.figures import Figure
from tests.benchmarks.turns import median, ratio, take_turns

HERE = 60
AREA = "x-eastmere"


def services(how_many: int, areas: tuple[Area, ...]) -> Iterator[Service]:
    """That many services with the criteria of our own sample, 60 of them in the area, the rest two areas each."""
    known = cycle(s for s in load(SAMPLE) if s.status == "active")
    elsewhere = cycle(area.id for area in areas if area.kind == "authority" and area.id != AREA)
    for number, service in enumerate(islice(known, how_many)):
        where = (AREA,) if number < HERE else tuple(islice(elsewhere, 2))
        yield replace(service, id=f"{service.id}-{number}", name=f"{service.name} {number}", service_areas=where)


def measure(rounds: int = 60) -> Iterator[Figure]:
    """A match, SQL included, over 10,000 services and over 1,000."""
    scenario, pack = imran()
    case, areas = scenario.case, load_areas(training=True)
    assessment, facts = assess(pack, case), conversation.facts(pack, case.answers)
    home = place(areas, AREA, AREA)
    with tempfile.TemporaryDirectory() as made:
        small, large = (build(Path(made) / f"{n}.db", services(n, areas)) for n in (1_000, 10_000))
        covering = len(large.covering(home))
        assert covering == len(small.covering(home)) == HERE, covering
        times = take_turns(
            {
                "large": lambda: match(large.covering(home), assessment, facts, home, TODAY),
                "small": lambda: match(small.covering(home), assessment, facts, home, TODAY),
                "sql": lambda: large.covering(home),
            },
            rounds,
        )
        small.close()
        large.close()
    yield Figure(
        "A match over 10,000 services, of which 60 cover the area, SQL included",
        median(times["large"]),
        "ms",
        20,
        f"{median(times['sql']):.1f} ms of it SQL and reading the records",
    )
    yield Figure(
        "The same area among 10,000 against among 1,000",
        ratio(times["large"], times["small"]),
        "times",
        1.5,
        f"{median(times['large']):.1f} and {median(times['small']):.1f} ms",
    )
