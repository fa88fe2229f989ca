"""Jobs that take turns, so that all of them meet the same machine: A B A B, never A A B B."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence

Times = dict[str, list[float]]


def take_turns(jobs: Mapping[str, Callable[[], object]], rounds: int) -> Times:
    """How long each job took in each round, in milliseconds. One round before them is not counted."""
    for job in jobs.values():
        job()
    times: Times = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            start = time.perf_counter()
            job()
            times[name].append((time.perf_counter() - start) * 1000)
    return times


def ratio(one: Sequence[float], other: Sequence[float]) -> float:
    """The median of what each turn of the one was to the turn of the other beside it: drift cancels out."""
    return statistics.median(a / b for a, b in zip(one, other, strict=True))


def median(found: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(found)
