"""What taking in a feed costs: `directory import`, report and search included, against `sqlite-utils insert` of it."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tests.benchmarks.figures import ROOT, Figure
from tests.benchmarks.turns import median, ratio, take_turns
from tests.oruk_feed import write_list

MANY = 10_000
MORE = 100_000


def _ours(feed: Path, folder: Path) -> None:
    """A new directory of all that the feed lists, and the report of every record in a file."""
    target = folder / "directory.db"
    target.unlink(missing_ok=True)
    with (folder / "report.txt").open("wb") as report:
        command = [sys.executable, "-m", "referral_assistant", "directory", "import", str(feed), "--into", str(target)]
        subprocess.run(command, cwd=ROOT, stdout=report, check=True)


def _theirs(feed: Path, folder: Path) -> None:
    """The same JSON as rows of one table, as sqlite-utils puts them there."""
    target = folder / "rows.db"
    target.unlink(missing_ok=True)
    command = [sys.executable, "-m", "sqlite_utils", "insert", str(target), "services", str(feed)]
    subprocess.run(command, cwd=ROOT, check=True)


def _times(count: int, rounds: int) -> tuple[dict[str, list[float]], float]:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        feed = write_list(folder / "feed.json", count)
        jobs = {"ours": lambda: _ours(feed, folder), "theirs": lambda: _theirs(feed, folder)}
        times = take_turns(jobs, rounds) if rounds > 1 else _once(jobs)
        summary = (folder / "report.txt").read_text("utf-8").splitlines()[-1]
        assert f"{count} added" in summary, summary
        return times, feed.stat().st_size / 1e6


def _once(jobs: Mapping[str, Callable[[], object]]) -> dict[str, list[float]]:
    """Each job once, cold: a hundred thousand services take a minute or more."""
    times = {}
    for name, job in jobs.items():
        begun = time.perf_counter()
        job()
        times[name] = [(time.perf_counter() - begun) * 1000]
    return times


def measure(rounds: int = 3, more: bool = True) -> Iterator[Figure]:
    """10,000 full records as two processes, and 100,000 beside them."""
    for count in (MANY, MORE) if more else (MANY,):
        times, size = _times(count, rounds if count == MANY else 1)
        yield Figure(
            f"{count:,} services imported, with report and search, against `sqlite-utils insert` of the same JSON",
            ratio(times["ours"], times["theirs"]),
            "times",
            3.0 if count == MANY else None,
            f"{median(times['ours']) / 1000:.1f} and {median(times['theirs']) / 1000:.1f} s, {size:.0f} MB of JSON",
        )
