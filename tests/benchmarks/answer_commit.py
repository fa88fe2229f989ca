"""What it costs to have an answer on disk: encrypted, the same store unencrypted, and one bare insert of plain SQLite.

Run with `python -m tests.benchmarks.answer_commit [answers]`. The three take turns, so that they meet the same disk.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from referral_assistant.reading import to_plain
from tests.benchmarks.figures import Figure, table
from tests.benchmarks.turns import median, ratio, take_turns
from tests.store.stores import answer, live, new_case, training

ANSWER = answer(words="what was said " * 12, observed="what was seen " * 5)


def bare_insert(folder: Path) -> tuple[sqlite3.Connection, Callable[[], object]]:
    """The least that plain SQLite can do with synchronous=FULL: one row into one table."""
    plain = sqlite3.connect(folder / "bare.db", isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL"):
        plain.execute(f"PRAGMA {pragma}")
    plain.execute("CREATE TABLE answers (id INTEGER PRIMARY KEY, case_id TEXT, body TEXT) STRICT")
    return plain, lambda: plain.execute(
        "INSERT INTO answers (case_id, body) VALUES (?, ?)", ("case", json.dumps(to_plain(ANSWER)))
    )


def measure(answers: int = 600) -> Iterator[Figure]:
    """An answer committed, encrypted against plain."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        secret, practice = live(folder / "live"), training(folder / "training")
        here, there = new_case(secret).id, new_case(practice).id
        plain, insert = bare_insert(folder)
        times = take_turns(
            {
                "encrypted": lambda: secret.add_answer(here, ANSWER),
                "plain": lambda: practice.add_answer(there, ANSWER),
                "bare": insert,
            },
            answers,
        )
        for store in (secret, practice, plain):
            store.close()
    encrypted, same, bare = (times[name] for name in ("encrypted", "plain", "bare"))
    yield Figure(
        "An answer committed, encrypted against the same store in plain",
        ratio(encrypted, same),
        "times",
        1.6,
        f"{median(encrypted):.2f} and {median(same):.2f} ms, both `synchronous=FULL`",
    )
    yield Figure(
        "The same against one bare insert of the standard library's SQLite",
        ratio(encrypted, bare),
        "times",
        None,
        f"{median(bare):.2f} ms: one row into one table, and no draft to clear",
    )


if __name__ == "__main__":
    print(table(measure(*map(int, sys.argv[1:]))))
