"""Thirty learners' files of two rounds, read and compared; beside it the figure alone, by the published package."""

from __future__ import annotations

import json
import random
import tempfile
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import krippendorff
import numpy as np

from referral_assistant.content import load_pack
from referral_assistant.model import DOMAINS, Comparison, Level, Rating, Sheet
from referral_assistant.training.agreement import compare
from referral_assistant.training.collecting import collect
from referral_assistant.training.readings import content, file_name
from tests.benchmarks.figures import Figure
from tests.benchmarks.turns import median, take_turns

LEARNERS = 30
ORDER = ("not_now", "mixed", "willing")
SCENARIO = "yusuf"


def simulate(folder: Path, learners: int = LEARNERS, seed: int = 7) -> None:
    """The files of a room: each learner leans to a reading of each domain, some leave one blank, and after discussion
    most come closer to one another. One goes home before the second round."""
    chance = random.Random(seed)
    leaning = [chance.choice(ORDER) for _domain in DOMAINS]
    for number in (1, 2):
        for learner in range(1, learners + 1 - (number == 2)):
            given = {d: _reading(chance, lean, number) for d, lean in zip(DOMAINS, leaning, strict=True)}
            kept = {d: rating for d, rating in given.items() if chance.random() > 0.05}
            sheet = Sheet(SCENARIO, f"Learner {learner}", kept, number)
            (folder / file_name(sheet)).write_bytes(content(sheet, datetime(2026, 11, 21, 14, number, tzinfo=UTC)))


def ours(folder: Path) -> Comparison:
    """All of it: files read and merged, spreads, the figure with and without each learner, what moved."""
    found = collect([folder], load_pack(), SCENARIO, {})
    return compare(SCENARIO, [one.sheet for one in found.sheets])


def theirs(folder: Path) -> list[list[float]]:
    """For each round the figure, and that without each learner, from the same files and nothing of ours."""
    files = [json.loads(path.read_bytes()) for path in sorted(folder.iterdir())]
    return [_figures([f for f in files if f.get("round", 1) == number]) for number in (1, 2)]


def measure(rounds: int = 15) -> Iterator[Figure]:
    """Both, and whether they agree."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        simulate(folder)
        for one, known in zip(ours(folder).rounds, theirs(folder), strict=True):
            assert one.alpha is not None
            found = (one.alpha.value, one.alpha.least, one.alpha.most)
            assert np.allclose([float(value) for value in found], [known[0], min(known), max(known)], 0, 1e-9)
        times = take_turns({"ours": lambda: ours(folder), "theirs": lambda: theirs(folder)}, rounds)
    yield Figure(
        "Thirty learners' files of two rounds, read, merged and compared",
        median(times["ours"]),
        "ms",
        1000,
        f"59 files; the figure alone by a published package {median(times['theirs']):.0f} ms, the same to nine digits",
    )


def _reading(chance: random.Random, lean: str, number: int) -> Rating:
    if chance.random() < 0.08:
        return Rating(Level.NOT_EXPLORED)
    apart = chance.choice((-1, 0, 0, 1) if number == 1 else (-1, 0, 0, 0, 0, 1))
    at = min(2, max(0, ORDER.index(lean) + apart))
    return Rating(Level(ORDER[at]), chance.choice(("He says so himself.", "Nobody asked him about it.", "")))


def _figures(files: list[dict[str, Any]]) -> list[float]:
    rows = [[_place(file["readings"].get(domain)) for domain in DOMAINS] for file in files]
    left_out = [rows, *(rows[:at] + rows[at + 1 :] for at in range(len(rows)))]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return [float(krippendorff.alpha(np.array(r, dtype=float), level_of_measurement="ordinal")) for r in left_out]


def _place(rating: dict[str, str] | None) -> float:
    return ORDER.index(rating["level"]) if rating is not None and rating["level"] in ORDER else float("nan")
