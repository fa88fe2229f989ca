"""The frame: neutral titles, the look changed while running, closing, and sleep."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from referral_assistant import settings
from referral_assistant.ui import inside, theme
from referral_assistant.ui.open_file import World
from referral_assistant.ui.widgets import Button, NavRow, NoteBox
from referral_assistant.ui.window import Window
from tests.ui.clipping import clipped
from tests.ui.conftest import Clock
from tests.ui.driving import into_talk, pass_gate, press, type_in
from tests.ui.screens import SCREENS


def test_the_look_changes_while_the_program_runs_and_is_kept(window: Window, world: World, qapp: QApplication) -> None:
    into_talk(window)
    window.go("card:something_wrong")
    window.use(text_size=150, appearance="dark")
    assert theme.scale() == 1.5
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == theme.load("dark").colours["background"]
    assert window.place == "card:something_wrong"
    QApplication.processEvents()
    assert not clipped(window)
    assert settings.load(world.folder(False).parent).text_size == 150


def test_half_typed_text_outlives_another_look(window: Window) -> None:
    into_talk(window)
    window.go("card:something_wrong")
    window.page.findChildren(NoteBox)[0].setFocus()
    type_in(window, "I sh")
    window.use(text_size=125)
    assert window.page.findChildren(NoteBox)[0].words() == "I sh"


def test_a_page_that_was_left_lets_go_of_what_it_showed(window: Window, qtbot: QtBot) -> None:
    into_talk(window)
    window.session.leave_room()
    window.go("card:something_wrong")
    left = window.page
    left.findChildren(NoteBox)[0].setFocus()
    type_in(window, "I sh")
    window.go("everything")
    qtbot.waitUntil(lambda: not left.findChildren(NoteBox) and not left.findChildren(Button))
    window.go("card:something_wrong")
    QApplication.processEvents()
    assert window.page is left
    assert left.findChildren(NoteBox)[0].words() == "I sh"


def test_closing_keeps_half_typed_text_and_closes_the_file(window: Window, world: World) -> None:
    into_talk(window)
    case = window.session.case.id
    window.go("card:something_wrong")
    window.page.findChildren(NoteBox)[0].setFocus()
    type_in(window, "I sh")
    window.window().close()
    assert not window.session.is_open
    window.session.open_training()
    window.session.open_case(case)
    assert window.session.typed("something_wrong") == ("I sh", "")
    window.session.lock()


def test_a_computer_that_slept_locks_a_live_file_only(window: Window, clock: Clock) -> None:
    into_talk(window)
    clock.pass_by(hours=8)
    window.hiding.pulse.timeout.emit()
    assert not window.covered


@pytest.mark.parametrize("width", [1024, *(pytest.param(width, marks=pytest.mark.thorough) for width in (1366, 1920))])
def test_no_text_is_cut_at_other_widths(build: Callable[..., Window], width: int) -> None:
    window = build(width=width)
    window.train()
    for screen in ("topic with notes", "everything", "stop"):
        SCREENS[screen](window)
        window.page.complete()
        QApplication.processEvents()
        QApplication.processEvents()
        assert not clipped(window)


def test_the_training_band_is_there_in_training(window: Window) -> None:
    assert window._top.band.isVisible()


def test_a_file_that_was_brought_waits_until_somebody_is_in(
    build: Callable[..., Window], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = build()
    monkeypatch.setitem(inside.DIRECTORY_PAGES, "import", "help_page.HelpPage")
    place = f"import:{tmp_path / 'saltmarch.rapack'}"
    window.bring(tmp_path / "saltmarch.rapack")
    assert window.place == "unlock"
    window.train()
    assert window.place == place
    window.go("cases")
    assert window.place == "cases"
    window.bring(tmp_path / "saltmarch.rapack")
    assert window.place == place
    into_talk(window)
    window.bring(tmp_path / "saltmarch.rapack")
    assert window.place != place


def test_every_focus_shows(window: Window) -> None:
    """The picture of a control differs when it has the focus: the ring is painted."""
    SCREENS["topic"](window)
    seen: set[type] = set()
    for _ in range(25):
        press(window, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        if type(focus) in seen:
            continue
        seen.add(type(focus))
        with_focus = focus.grab().toImage()
        focus.clearFocus()
        assert with_focus != focus.grab().toImage(), type(focus).__name__
        focus.setFocus()
    assert len(seen) >= 3


def test_the_section_one_is_in_is_in_sight_in_the_list(window: Window, qtbot: QtBot) -> None:
    window.session.new_case()
    pass_gate(window.session)
    window.session.leave_room()
    window.go("means")
    here = next(row for row in window.findChildren(NavRow) if row.isChecked())
    qtbot.waitUntil(lambda: not here.visibleRegion().isEmpty() and here.visibleRegion().boundingRect() == here.rect())
