"""What it costs to have an answer on disk: encrypted, the same store unencrypted, and one bare insert of plain SQLite.

Run with `python -m tests.benchmarks.answer_commit [answers]`. The three take turns, so that they meet the same disk.
"""

from __future__ import annotations

import json
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from referral_assistant.reading import to_plain
from tests.store.stores import answer, live, new_case, training

ANSWER = answer(words="what was said " * 12, observed="what was seen " * 5)


def bare_insert(folder: Path) -> Callable[[], None]:
    """The least that plain SQLite can do with synchronous=FULL: one row into one table."""
    plain = sqlite3.connect(folder / "bare.db", isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL"):
        plain.execute(f"PRAGMA {pragma}")
    plain.execute("CREATE TABLE answers (id INTEGER PRIMARY KEY, case_id TEXT, body TEXT) STRICT")

    def insert() -> None:
        plain.execute("INSERT INTO answers (case_id, body) VALUES (?, ?)", ("case", json.dumps(to_plain(ANSWER))))

    return insert


def main(answers: int = 1000) -> None:
    """Take turns, then print medians and their ratios."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        secret, practice = live(folder / "live"), training(folder / "training")
        here, there = new_case(secret).id, new_case(practice).id
        turns: dict[str, Callable[[], None]] = {
            "encrypted": lambda: secret.add_answer(here, ANSWER),
            "unencrypted": lambda: practice.add_answer(there, ANSWER),
            "bare insert": bare_insert(folder),
        }
        times: dict[str, list[float]] = {name: [] for name in turns}
        for _ in range(answers):
            for name, turn in turns.items():
                start = time.perf_counter()
                turn()
                times[name].append(time.perf_counter() - start)
        secret.close()
        practice.close()
    median = {name: statistics.median(found) * 1000 for name, found in times.items()}
    for name, found in median.items():
        print(f"{name}: {found:.3f} ms, encrypted is {median['encrypted'] / found:.2f} times that")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
