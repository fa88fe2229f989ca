"""What the tests of the store share: an open store, a case in it, and a writer that is killed while it writes."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from referral_assistant.model import Answer, Case, Kind, LocalContact, Organisation, PackRef, Practitioner
from referral_assistant.store.cases import FIRST_CONTACTS, CaseStore
from referral_assistant.store.connection import open_live, open_training
from referral_assistant.vault import Key

ROOT = Path(__file__).resolve().parents[2]
KEY = bytes(range(32))
TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 14, 32)
PACK = PackRef("core", "1")
PRACTITIONER = Practitioner(name="Bryn Fernhollow", role="Housing officer")
ORGANISATION = Organisation(
    name="Eldermoor Council (fictional)",
    contacts=tuple(LocalContact(id, telephone="01632 960017", entered_on=TODAY) for id in FIRST_CONTACTS),
)


def live(folder: Path) -> CaseStore:
    return CaseStore(open_live(folder, Key(KEY)))


def training(folder: Path) -> CaseStore:
    return CaseStore(open_training(folder))


def opened(kind: Kind, folder: Path) -> CaseStore:
    return live(folder) if kind is Kind.LIVE else training(folder)


def new_case(store: CaseStore) -> Case:
    return store.create(store.kind, PACK, TODAY, PRACTITIONER, ORGANISATION)


def answer(card: str = "own_part", **other: object) -> Answer:
    return replace(Answer(card, ("names_it",), at=NOW), **other)  # type: ignore[arg-type]


def every_byte(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@contextmanager
def ordinary_user() -> Iterator[Path]:
    """A folder of, and a block as, somebody whom file permissions bind: they do not bind an administrator."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        administrator = os.geteuid() == 0
        if administrator:
            os.chown(folder, 65534, 65534)
            os.seteuid(65534)
        try:
            yield folder
        finally:
            if administrator:
                os.seteuid(0)


WRITER = """
import sys
from pathlib import Path
from tests.store.stores import answer, live, new_case
store = live(Path(sys.argv[1]))
case = new_case(store)
print(case.id, flush=True)
number = 0
while True:
    store.add_answer(case.id, answer(f"card_{number}", words=f"word {number} " * (number % 400)))
    print(number, flush=True)
    number += 1
"""


def killed_while_answering(folder: Path, chance: random.Random) -> tuple[str, int]:
    """Kill a writing process at a moment of its own choosing; say its case and how many answers it acknowledged."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout
        case_id = writer.stdout.readline().strip()
        lines = [writer.stdout.readline() for _ in range(chance.randrange(1, 300))]
        # The writer runs on while this line runs, so it may be anywhere inside an answer when the signal comes.
        writer.kill()
        lines += [line for line in writer.stdout if line.endswith("\n")]
    return case_id, int(lines[-1]) + 1


def lost_answers(folder: Path, chance: random.Random) -> int:
    """How many acknowledged answers a killed writer lost; whatever is there has to be whole and in order."""
    case_id, acknowledged = killed_while_answering(folder, chance)
    store = live(folder)
    try:
        answers = store.case(case_id).answers
        assert list(answers) == [
            answer(f"card_{number}", words=f"word {number} " * (number % 400)) for number in range(len(answers))
        ]
        assert len(answers) <= acknowledged + 1, "at most the one being written may be there unacknowledged"
        new_case(store)
    finally:
        store.close()
    return max(0, acknowledged - len(answers))
