"""What can go wrong with a disk, a file or a computer: a sentence each, and nothing lost that was saved."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from referral_assistant.model import Answer, Kind
from referral_assistant.problems import Problem
from referral_assistant.store.cases import CaseStore
from referral_assistant.store.connection import FILES, open_live
from referral_assistant.vault import Key
from tests.store.stores import ROOT, answer, live, lost_answers, new_case, opened, ordinary_user, training

BOTH = pytest.mark.parametrize("kind", list(Kind))
POSIX = pytest.mark.skipif(os.name != "posix", reason="rights and limits of POSIX")


def filled(store: CaseStore, answers: int = 40) -> str:
    case_id = new_case(store).id
    for number in range(answers):
        store.add_answer(case_id, answer(f"card_{number}", words="said " * 60))
    return case_id


def test_a_key_of_another_vault_is_said_and_harms_nothing(tmp_path: Path) -> None:
    store = live(tmp_path)
    case_id = filled(store)
    store.close()
    with pytest.raises(Problem, match="does not belong to this vault") as caught:
        open_live(tmp_path, Key(bytes(32)))
    assert "from one backup" in caught.value.advice
    store = live(tmp_path)
    assert len(store.case(case_id).answers) == 40
    store.close()


@BOTH
@pytest.mark.parametrize("page", [0, 1, 5])
def test_a_damaged_file_is_said_and_not_changed(kind: Kind, page: int, tmp_path: Path) -> None:
    store = opened(kind, tmp_path)
    case_id = filled(store)
    store.close()
    path = tmp_path / FILES[kind]
    damaged = bytearray(path.read_bytes())
    # Plain SQLite has no seals on its pages, so there it takes more than one byte for damage to be seen.
    width = 1 if kind is Kind.LIVE else 60
    for position in range(4096 * page + 100, 4096 * page + 100 + width):
        damaged[position] ^= 0x5A
    if kind is Kind.TRAINING:
        damaged[4096 * page + (100 if page == 0 else 0)] = 0x77
    path.write_bytes(damaged)
    with pytest.raises(Problem, match="The case file is damaged, and has not been changed") as caught:
        read_through(kind, tmp_path, case_id)
    assert "copies" in caught.value.advice
    assert "backup" in caught.value.advice


def read_through(kind: Kind, folder: Path, case_id: str) -> tuple[Answer, ...]:
    store = opened(kind, folder)
    try:
        for summary in store.cases():
            store.drafts(summary.id)
        store._connection.copy()
        return store.case(case_id).answers
    finally:
        store.close()


@BOTH
def test_a_damaged_file_never_pushes_out_a_good_copy(kind: Kind, tmp_path: Path) -> None:
    store = opened(kind, tmp_path)
    filled(store)
    store._connection.copy()
    store.close()
    path = tmp_path / FILES[kind]
    damaged = bytearray(path.read_bytes())
    damaged[4096 * 5 : 4096 * 6] = os.urandom(4096)
    path.write_bytes(damaged)
    store = opened(kind, tmp_path)
    for _ in range(5):
        with pytest.raises(Problem, match="damaged"):
            store._connection.copy()
    store.close()
    (copy,) = (tmp_path / "copies").glob("*.db")
    copy.replace(path)
    store = opened(kind, tmp_path)
    assert len(store.case(store.cases()[0].id).answers) == 40
    store.close()


@BOTH
def test_a_case_file_gone_from_beside_its_copies_is_not_started_afresh(kind: Kind, tmp_path: Path) -> None:
    store = opened(kind, tmp_path)
    filled(store)
    store._connection.copy()
    store.close()
    (tmp_path / FILES[kind]).unlink()
    with pytest.raises(Problem, match="case file is missing, though copies of it are there") as caught:
        opened(kind, tmp_path)
    assert "Copy the newest file" in caught.value.advice
    assert not (tmp_path / FILES[kind]).exists()


@BOTH
def test_a_file_left_empty_by_a_crash_at_the_very_start_is_no_obstacle(kind: Kind, tmp_path: Path) -> None:
    (tmp_path / FILES[kind]).touch()
    store = opened(kind, tmp_path)
    filled(store, 1)
    store.close()


# --- disks -----------------------------------------------------------------------------------------------------------


@BOTH
def test_a_full_disk_keeps_everything_saved_before(kind: Kind, tmp_path: Path) -> None:
    store = opened(kind, tmp_path)
    case_id = filled(store)
    pages = store._connection.db.execute("PRAGMA page_count").fetchone()[0]
    store._connection.db.execute(f"PRAGMA max_page_count = {pages + 5}")
    saved, problem = fill_up(store, case_id)
    assert str(problem) == "The disk is full, so this was not saved. Everything saved before is safe."
    assert "Make room" in problem.advice
    assert store.case(case_id).answers == saved
    store._connection.db.execute("PRAGMA max_page_count = 1000000")
    store.add_answer(case_id, answer(words="once there is room"))
    store.close()
    store = opened(kind, tmp_path)
    assert store.case(case_id).answers == (*saved, answer(words="once there is room"))
    store.close()


def fill_up(store: CaseStore, case_id: str) -> tuple[tuple[Answer, ...], Problem]:
    """Answer until there is no more room; what was saved, and what was said then."""
    for _ in range(1000):
        saved = store.case(case_id).answers
        try:
            store.add_answer(case_id, answer(words="more " * 400))
        except Problem as problem:
            return saved, problem
    raise AssertionError("the disk never filled up")


@POSIX
@BOTH
def test_a_full_disk_is_said_of_a_copy_too_and_half_a_copy_is_removed(kind: Kind, tmp_path: Path) -> None:
    store = opened(kind, tmp_path)
    filled(store)
    import resource

    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limit[1]))
    try:
        with pytest.raises(Problem, match=r"disk (is full|could not be read or written)"):
            store._connection.copy()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert list((tmp_path / "copies").iterdir()) == []
    store.close()


LIMITED = """
import resource, sys
from pathlib import Path
from tests.store.stores import answer, live
from referral_assistant.problems import Problem
store = live(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
saved = 0
try:
    while True:
        store.add_answer(sys.argv[2], answer(f"more_{saved}", words="more " * 400))
        saved += 1
except Problem as problem:
    print(saved, problem, problem.advice, sep="\\n")
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
store.add_answer(sys.argv[2], answer("after"))
store.close()
"""


@POSIX
def test_a_disk_that_takes_no_more_in_the_middle_of_writing(tmp_path: Path) -> None:
    store = live(tmp_path)
    case_id = filled(store)
    store.close()
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path), case_id], cwd=ROOT, capture_output=True, text=True, check=True
    )
    saved, sentence, advice = done.stdout.splitlines()
    assert sentence.endswith("so this was not saved. Everything saved before is safe.")
    assert "room" in advice
    store = live(tmp_path)
    cards = [a.card for a in store.case(case_id).answers]
    store.close()
    assert cards[40:] == [f"more_{number}" for number in range(int(saved))] + ["after"]


@POSIX
@BOTH
def test_a_read_only_folder_is_said(kind: Kind) -> None:
    with ordinary_user() as folder:
        folder.chmod(0o500)
        with pytest.raises(Problem, match="read-only or somebody else's") as caught:
            opened(kind, folder / "cases")
        assert str(folder) in caught.value.advice
        folder.chmod(0o700)


@POSIX
def test_a_folder_of_somebody_else_is_said() -> None:
    with ordinary_user(), pytest.raises(Problem, match="read-only or somebody else's"):
        training(Path("/usr"))


@POSIX
@BOTH
def test_a_read_only_file_is_said(kind: Kind) -> None:
    with ordinary_user() as folder:
        opened(kind, folder).close()
        (folder / FILES[kind]).chmod(0o400)
        with pytest.raises(Problem, match="The case file cannot be opened") as caught:
            opened(kind, folder)
        assert "read and write" in caught.value.advice


def test_a_file_where_the_folder_should_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "cases").write_text("a file")
    with pytest.raises(Problem, match="cannot be made or used"):
        training(tmp_path / "cases")


def test_another_program_holding_the_file_is_said(tmp_path: Path) -> None:
    store = training(tmp_path)
    case_id = filled(store, 1)
    store._connection.db.execute("PRAGMA busy_timeout = 0")
    other = dbapi2.connect(tmp_path / "training.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Problem, match="Another program is holding the case file, so this was not saved"):
        store.add_answer(case_id, answer())
    other.execute("ROLLBACK")
    other.close()
    store.add_answer(case_id, answer())
    assert len(store.case(case_id).answers) == 2
    store.close()


# --- a crash ---------------------------------------------------------------------------------------------------------


@POSIX
def test_a_killed_program_loses_no_acknowledged_answer(tmp_path: Path) -> None:
    """Five kills here; `python -m tests.benchmarks.kill_fifty` makes fifty."""
    chance = random.Random(20261121)
    assert sum(lost_answers(tmp_path, chance) for _ in range(5)) == 0
