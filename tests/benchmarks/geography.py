"""Every postcode of the list looked up, and found exactly; what one look-up costs, and the first; how large it is."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice

from geography import cells, pack, source

from referral_assistant.geography import postcodes, raster
from referral_assistant.paths import RESOURCES
from tests.benchmarks.figures import Figure
from tests.benchmarks.turns import median

STEP = 97
"""Of how many postcodes one is timed: spread over the whole country, and another letter each time."""

FIRST = """
import time
import referral_assistant.geography
begun = time.perf_counter()
from referral_assistant.geography.postcodes import look_up
look_up("LE2 3AB")
print(time.perf_counter() - begun)
"""


def measure(rounds: int = 5) -> Iterator[Figure]:
    """Exactness over the whole list, and microseconds for one look-up of text as a person types it."""
    listed = list(source.read())
    wrong = sum(1 for one in listed if _found(one) != ("listed", one.authority))
    what = f"Postcodes of {len(listed):,} that are not found exactly"
    yield Figure(what, wrong, "postcodes", 0, "every one looked up")
    typed = [f"{one.outcode} {one.incode}" for one in islice(listed, 0, None, STEP)]
    times = [_each(typed) for _round in range(rounds)]
    made_of = f"{len(typed):,} in each of {rounds} rounds, with their sector"
    yield Figure("One postcode to its authority", median(times), "µs", 100, made_of)
    first = [_first() for _round in range(rounds)]
    yield Figure("The first one, for which the list is read", median(first), "ms", 50, "in a new process each")
    size = postcodes.FILE.stat().st_size
    yield Figure("The list of postcodes", size / 1e6, "MB", 1, f"and {raster.FILE.stat().st_size:,} bytes for the map")
    made = ((postcodes.FILE, pack.made(listed)), (raster.FILE, cells.made(listed)))
    differing = sum(abs(len(data) - path.stat().st_size) + _differing(data, path.read_bytes()) for path, data in made)
    yield Figure("Bytes in which both differ from what is made again", differing, "bytes", 0)


def _found(one: source.Postcode) -> tuple[str, str]:
    found = postcodes.postcodes().look_up((one.outcode, one.incode))
    return found.kind.value, found.authority


def _each(typed: list[str]) -> float:
    begun = time.perf_counter()
    for text in typed:
        postcodes.look_up(text)
    return (time.perf_counter() - begun) / len(typed) * 1e6


def _first() -> float:
    done = subprocess.run(
        [sys.executable, "-c", FIRST], check=True, capture_output=True, text=True, cwd=RESOURCES.parent
    )
    return float(done.stdout) * 1000


def _differing(one: bytes, other: bytes) -> int:
    return sum(1 for a, b in zip(one, other, strict=False) if a != b)
