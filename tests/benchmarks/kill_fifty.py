"""Kill a program that is recording answers fifty times, and count the acknowledged answers that were lost: none.

Run with `python -m tests.benchmarks.kill_fifty [how many] [seed]`.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

from tests.store.stores import lost_answers


def main(kills: int = 50, seed: int = 0) -> int:
    """Kill, reopen, count; the same folder all along, so that a store survives being killed again and again."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        lost = sum(lost_answers(Path(folder), chance) for _ in range(kills))
        size = (Path(folder) / "cases.db").stat().st_size
    print(f"{kills} kills, {lost} acknowledged answers lost, {size / 1e6:.1f} MB case file")
    return lost


if __name__ == "__main__":
    sys.exit(bool(main(*map(int, sys.argv[1:]))))
