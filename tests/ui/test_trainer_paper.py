"""What a trainer prints from the window: the notes for a half day, and the role-play pack of a scenario."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from referral_assistant import about, vault
from referral_assistant.letter.role_play import pack
from referral_assistant.letter.statement import TRAINER_NOTES, pdf
from referral_assistant.ui.dialogs import Dialogs
from referral_assistant.ui.exercises import exercises_of
from referral_assistant.ui.help_page import HelpPage
from referral_assistant.ui.notes_page import NotesPage
from referral_assistant.ui.open_file import World
from referral_assistant.ui.widgets import Button
from referral_assistant.ui.window import Window
from tests.ui.driving import Saving, click, seen

PHRASE = "seven quiet otters dance"
CHEAP = vault.Cost(passes=1, memory=8 << 20)


class Chosen(Dialogs):
    """The dialog for a folder, answered at once."""

    def __init__(self, answer: Path) -> None:
        self.answer = answer

    def folder(self, parent: QWidget, title: str, done: Callable[[Path], object]) -> None:
        del parent, title
        done(self.answer)


def _never(error: BaseException) -> None:
    raise error


def save_pack(window: Window, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(NotesPage, "dialogs", Chosen(folder))
    exercises_of(window.session).begin("imran")
    window.go("notes")
    click(window.page, "Save the role-play pack")
    window.session.background.drain(60_000)


def test_the_notes_are_read_from_help_and_saved_as_the_very_same_pdf(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HelpPage, "dialogs", Saving(tmp_path))
    window.go("help")
    click(window.page, "Notes for trainers")
    assert window.place == f"help:{TRAINER_NOTES}"
    assert "The pause word is “freeze”." in seen(window)
    click(window.page, "Save as PDF")
    window.session.background.drain(60_000)
    assert (tmp_path / "trainer-notes.pdf").read_bytes() == pdf(TRAINER_NOTES, about.facts()).content


def test_the_notes_are_in_live_help_as_well(build: Callable[..., Window], world: World, qtbot: QtBot) -> None:
    folder = world.folder(False)
    folder.mkdir(parents=True)
    vault.create(folder, PHRASE, CHEAP).wipe()
    window = build()
    with qtbot.waitSignal(window.session.changed, timeout=20_000):
        window.session.unlock(PHRASE, lambda: None, _never)
    assert not window.session.training
    window.go("help")
    click(window.page, "Notes for trainers")
    assert "No real case is used at any time" in seen(window)


def test_a_role_play_pack_is_saved_from_the_notes_on_a_scenario(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_pack(window, tmp_path, monkeypatch)
    scenario = exercises_of(window.session).find("imran")
    assert scenario is not None
    made = {name: rendered.content for name, rendered in pack(scenario, window.session.pack)}
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.suffix == ".pdf"} == made
    assert "Saved: R-2614-actor-card.pdf, " in seen(window)


def test_a_trainer_reads_and_prints_before_anything_is_begun(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(NotesPage, "dialogs", Chosen(tmp_path))
    going = exercises_of(window.session)
    going.begin("imran")
    going.release(1)
    window.go("brief:yusuf")
    click(window.page, "Show: what a trainer prepares with")
    click(window.page, "Notes on this scenario")
    assert window.place == "notes:of:yusuf"
    yusuf = going.find("yusuf")
    assert yusuf is not None
    assert yusuf.trap in seen(window)
    assert yusuf.hidden[0].fact in seen(window)
    assert "Released" not in seen(window)
    assert not [b for b in window.page.findChildren(Button) if b.plain == "Release it"]
    click(window.page, "Save the role-play pack")
    window.session.background.drain(60_000)
    assert {path.name for path in tmp_path.glob("*.pdf")} == {name for name, _made in pack(yusuf, window.session.pack)}
    assert going.exercise is not None
    assert going.exercise.scenario == "imran"
    click(window.page, "Back")
    assert window.place == "brief:yusuf"


def test_a_pack_that_cannot_be_saved_is_said(window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_pack(window, tmp_path / "nowhere", monkeypatch)
    assert "could not be saved" in seen(window)
