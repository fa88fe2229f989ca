"""How long the window ever stands still, how soon a letter is in sight, and the memory a letter takes."""

from __future__ import annotations

import json
import pickle
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from referral_assistant.training import preferences
from tests.benchmarks.cases import imran
from tests.benchmarks.figures import Figure
from tests.benchmarks.processes import run, started
from tests.benchmarks.turns import median


def measure(runs: int = 5) -> Iterator[Figure]:
    """Play the journey from an empty profile, again and again."""
    played = [play() for _ in range(runs)]
    gaps = [one["worst"][0][0] for one in played]
    where = sorted({one["worst"][0][1] for one in played})
    yield Figure(
        "Largest gap between 5 ms ticks over the whole journey, unlock and first letter included",
        median(gaps),
        "ms",
        100,
        f"{min(gaps):.0f} to {max(gaps):.0f} ms in {runs} runs; at: {', '.join(where)}",
    )
    ready = sum(one["ready_at_once"] for one in played)
    yield Figure(
        "From leaving protection to the letter's page in sight",
        median([one["preview"] for one in played]),
        "ms",
        None,
        f"rendered ahead in {ready} of {runs} runs",
    )


def memory(runs: int = 3) -> Iterator[Figure]:
    """The peak with a letter made, in training, against a bare window."""
    with_letter, bare = [], []
    for _ in range(runs):
        with_letter.append(play("--training")["peak"])
        bare.append(started(("bare_window.py",), Path("none"))[1])
    yield Figure(
        "Peak memory with a letter made, against the same window",
        median(with_letter) / median(bare),
        "times",
        2.6,
        f"{median(with_letter):.0f} and {median(bare):.0f} MiB, in training",
    )


def play(*arguments: str) -> dict[str, Any]:
    """The journey once, in a process and a profile of its own."""
    with tempfile.TemporaryDirectory() as made:
        (Path(made) / "case.pickle").write_bytes(pickle.dumps(imran()[0].case))
        # Somebody who knows the way: the tour would take the keys that are pressed here.
        (Path(made) / "training").mkdir()
        preferences.save(Path(made) / "training", preferences.Preferences(tour_seen=True))
        said = run(("played_journey.py", *arguments), Path(made))
    return dict(json.loads(said.splitlines()[-1]))
