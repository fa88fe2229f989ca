"""Training from a stick on the room's computer: a portable copy, in a folder that is writable or not, leaves nothing
anywhere else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from referral_assistant import paths
from referral_assistant.policy import DATA_VARIABLE

# A class, in the real window: the tour, presenter view with its notes, a scenario played, recorded, released and reset,
# and a letter to look at.
CLASS = """
import sys
sys.path.insert(0, sys.argv[1])
from PySide6.QtWidgets import QApplication
from referral_assistant.model import Document, Manner
from referral_assistant.ui import inside, theme
from referral_assistant.ui.app import application
from referral_assistant.ui.exercises import exercises_of
from referral_assistant.ui.presenting import presenting_of
from referral_assistant.ui.welcome import welcome

app = application()
theme.apply(app, theme.load())
window = inside.start(training=True)
window.show()
app.processEvents()
welcome(window)
app.processEvents()
session, going, presenting = window.session, exercises_of(window.session), presenting_of(window)
going.begin("imran")
going.pass_the_gate()
presenting.use(text_size=200)
presenting.switch()
presenting.open_notes()
first = going.scenario.beats[0].card
window.go(f"card:{first}")
going.choose(first, Manner.COLLUSIVE, "In my own words.")
going.fill_in(*(answer.card for answer in going.played.case.answers))
going.say_confidence(before="Not sure.")
going.release(1)
session.leave_room()
for place in ("means", "services", "letters", "directory", "training"):
    window.go(place)
    assert session.background.drain()
    app.processEvents()
going.reset()
window.close()
print("taught", len(session.policy.settings))
"""


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portable copy of the program, as it is unpacked."""
    folder = tmp_path_factory.mktemp("stick") / "copy"
    for part in ("referral_assistant", "resources", "templates"):
        shutil.copytree(paths.ROOT / part, folder / "app" / part, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "build.json").write_text("{}")
    (folder / "portable").touch()
    return folder


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """The room's computer: a home, a place for temporary files, and wherever somebody stands."""
    for name in ("home", "temporary", "here"):
        (tmp_path / name).mkdir()
    return tmp_path


def environment(room: Path, **variables: str) -> dict[str, str]:
    """What the room's computer tells a program."""
    home = room / "home"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "REFERRAL_"))}
    kept.pop("PYTHONPATH", None)
    # A bundle is compiled when it is built, so nothing is compiled beside it later.
    told = {"HOME": str(home), "TMPDIR": str(room / "temporary"), "PYTHONDONTWRITEBYTECODE": "1"}
    told |= {"QT_QPA_PLATFORM": "offscreen", "LOCALAPPDATA": str(home / "local")}
    return {**kept, **told, **variables}


def files(folder: Path) -> dict[str, int]:
    """Everything in a folder, and when it was changed."""
    return {str(path.relative_to(folder)): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def teach(stick: Path, room: Path, *before: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Teach a class from a stick."""
    command = [*before, sys.executable, "-c", CLASS, str(stick / "app")]
    told = environment(room, **variables)
    return subprocess.run(
        command, cwd=room / "here", env=told, capture_output=True, text=True, timeout=180, check=False
    )


def changed(stick: Path, room: Path, before: Mapping[str, int]) -> tuple[set[str], set[str]]:
    """The folders of a stick in which something is new or different, and what is on the computer now."""
    now = files(stick)
    touched = {str(Path(name).parent) for name in now if now[name] != before.get(name)}
    return touched, set(files(room))


def test_training_writes_beside_the_program_and_nowhere_else(stick: Path, room: Path) -> None:
    before = files(stick)
    done = teach(stick, room)
    assert done.stdout == "taught 0\n", done.stderr
    touched, elsewhere = changed(stick, room, before)
    assert touched <= {"data/training", "data/training/copies"}
    assert "data/training" in touched
    assert elsewhere == set()
    assert list((room / "temporary").iterdir()) == []
    assert not (stick / "data" / "live").exists()
    assert {"training.db", "exercise.json", "trainer.json"} <= {Path(name).name for name in files(stick / "data")}


def _read_only(folder: Path) -> list[str]:
    """What to put before a command, so that for it a folder lies on a disk that nobody can write to; its `data`, where
    there is one, stays as it is."""
    data, kept = folder / "data", folder.parent / "kept"
    steps = [f"mount --bind '{folder}' '{folder}'", f"mount -o remount,ro,bind '{folder}'"]
    if data.exists():
        steps = [f"mount --bind '{data}' '{kept}'", *steps, f"mount --bind '{kept}' '{data}'"]
    return ["unshare", "-rm", "sh", "-c", " && ".join([*steps, 'exec "$0" "$@"'])]


def _can_mount() -> bool:
    try:
        return subprocess.run(["unshare", "-rm", "true"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


needs_mounts = pytest.mark.skipif(not _can_mount(), reason="this computer lets nobody make a disk read-only for a test")


@needs_mounts
@pytest.mark.thorough
def test_a_read_only_stick_works_with_data_in_a_folder_that_is_set(stick: Path, room: Path) -> None:
    shutil.rmtree(stick / "data", ignore_errors=True)
    data, before = room / "data", files(stick)
    done = teach(stick, room, *_read_only(stick), **{DATA_VARIABLE: str(data)})
    assert done.stdout == "taught 0\n", done.stderr
    touched, elsewhere = changed(stick, room, before)
    assert touched == set()
    assert {Path(name).parts[:2] for name in elsewhere} == {("data", "training")}


@needs_mounts
@pytest.mark.thorough
def test_a_read_only_copy_works_with_a_folder_for_data_beside_it(stick: Path, room: Path) -> None:
    shutil.rmtree(stick / "data", ignore_errors=True)
    (stick / "data").mkdir()
    (stick.parent / "kept").mkdir(exist_ok=True)
    before = files(stick)
    done = teach(stick, room, *_read_only(stick))
    assert done.stdout == "taught 0\n", done.stderr
    touched, elsewhere = changed(stick, room, before)
    assert touched <= {"data/training", "data/training/copies"}
    assert elsewhere == set()


@needs_mounts
def test_a_read_only_stick_without_one_says_so_and_leaves_nothing(stick: Path, room: Path) -> None:
    shutil.rmtree(stick / "data", ignore_errors=True)
    before = files(stick)
    command = [*_read_only(stick), sys.executable, "-m", "referral_assistant", "--training"]
    told = environment(room, PYTHONPATH=str(stick / "app"))
    done = subprocess.run(command, cwd=room / "here", env=told, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "read-only" in done.stderr
    assert str(stick / "data") in done.stderr
    assert changed(stick, room, before) == (set(), set())


def test_training_that_is_turned_off_is_told_by_the_command(stick: Path, room: Path) -> None:
    policy = stick / "policy.json"
    policy.write_text(json.dumps({"format": 1, "settings": {"training_allowed": {"value": False, "locked": True}}}))
    command = [sys.executable, "-m", "referral_assistant", "--training"]
    told = environment(room, PYTHONPATH=str(stick / "app"))
    try:
        done = subprocess.run(command, cwd=stick / "app", env=told, capture_output=True, text=True, check=False)
    finally:
        policy.unlink()
    assert done.returncode == 2
    assert "Your organisation has turned training off on this computer." in done.stderr
    assert not (stick / "data" / "training").exists()
