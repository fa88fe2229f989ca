"""How long the window stands still while ten thousand services are taken in through it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks.figures import Figure
from tests.benchmarks.processes import run
from tests.benchmarks.turns import median
from tests.oruk_feed import write_list

MANY = 10_000


def measure(runs: int = 3, count: int = MANY) -> Iterator[Figure]:
    """Read the feed, look through its report, and take it in; in a profile of its own each time."""
    played = [play(count) for _ in range(runs)]
    gaps = [one["worst"][0][0] for one in played]
    where = sorted({one["worst"][0][1] for one in played})
    yield Figure(
        f"Largest gap between 5 ms ticks while {count:,} services are taken in through the window",
        median(gaps),
        "ms",
        100,
        f"{min(gaps):.0f} to {max(gaps):.0f} ms in {runs} runs; at: {', '.join(where)}; read in "
        f"{median([one['reading'] for one in played]):.1f} s, peak {median([one['peak'] for one in played]):.0f} MiB",
    )


def play(count: int) -> dict[str, Any]:
    """The import once, in a process and a profile of its own."""
    with tempfile.TemporaryDirectory() as made:
        write_list(Path(made) / "feed.json", count)
        said = run(("played_import.py", "--training"), Path(made))
    found = dict(json.loads(said.splitlines()[-1]))
    assert found["lines"] >= count, found["lines"]
    return found
