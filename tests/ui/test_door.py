"""The first page: painted before anything else is loaded, and kept when everything else takes its place."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from referral_assistant import vault
from referral_assistant.policy import data_dir
from referral_assistant.problems import Problem
from referral_assistant.ui import theme
from referral_assistant.ui.door import Door
from referral_assistant.ui.exercises import exercises_of
from referral_assistant.ui.window import Window, window_of

PHRASE = "seven quiet otters dance"
CHEAP = vault.Cost(passes=1, memory=8 << 20)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A profile in which a passphrase was chosen."""
    monkeypatch.setenv("REFERRAL_ASSISTANT_DATA", str(tmp_path))
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    folder = data_dir()
    folder.mkdir(parents=True)
    vault.create(folder, PHRASE, CHEAP).wipe()
    return folder


class Slow(Door):
    """A door on a slow disk: what lies behind it comes when it `may`."""

    def __init__(self) -> None:
        super().__init__()
        self.may = threading.Event()

    def _load(self) -> None:
        self.may.wait(20)
        super()._load()


def come(door: Slow, qtbot: QtBot) -> Window:
    """What lies behind the first page has come."""
    door.may.set()
    qtbot.waitUntil(lambda: door.inside is not None, timeout=20_000)
    assert door.inside is not None
    return door.inside


@pytest.fixture
def door(profile: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Slow]:
    """The first page, just shown."""
    theme.apply(qapp, theme.load())
    blinks = QApplication.cursorFlashTime()
    door = Slow()
    door.ask(profile)
    door.show()
    qtbot.waitExposed(door)
    door.activateWindow()
    yield door
    come(door, qtbot)
    door.close()
    shiboken6.delete(door)
    QApplication.setCursorFlashTime(blinks)


def line(door: Door) -> QLineEdit:
    found = next(box for box in door.findChildren(QLineEdit) if box.isVisible())
    assert found.hasFocus()
    return found


def type_in(door: Door, text: str) -> None:
    for letter in text:
        QTest.keyClick(door.windowHandle(), letter)


def test_what_takes_its_place_looks_the_same_and_keeps_what_was_typed(door: Slow, qtbot: QtBot) -> None:
    QApplication.setCursorFlashTime(0)
    type_in(door, "seven")
    before, box = door.grab().toImage(), line(door)
    assert door.inside is None
    assert door.centralWidget() is not None
    assert come(door, qtbot) is door.centralWidget()
    assert line(door) is box
    assert (box.text(), box.cursorPosition()) == ("seven", 5)
    assert door.grab().toImage() == before
    type_in(door, " quiet")
    assert box.text() == "seven quiet"


def test_who_is_quicker_than_the_loading_need_not_ask_twice(door: Slow, qtbot: QtBot) -> None:
    type_in(door, PHRASE)
    QTest.keyClick(door.windowHandle(), Qt.Key.Key_Return)
    inside = come(door, qtbot)
    qtbot.waitUntil(lambda: inside.place == "cases", timeout=20_000)
    assert not inside.session.training


def test_training_can_be_asked_for_at_once(door: Slow, qtbot: QtBot) -> None:
    next(button for button in door.findChildren(QPushButton) if button.text() == "Open &training").click()
    assert come(door, qtbot).place == "cases"
    assert come(door, qtbot).session.training


def test_enter_on_a_button_presses_it_and_anywhere_else_unlocks(door: Slow, qtbot: QtBot) -> None:
    QTest.keyClick(door.windowHandle(), Qt.Key.Key_Return)
    assert "Type your passphrase." in {label.text() for label in door.findChildren(QLabel) if label.isVisible()}
    next(button for button in door.findChildren(QPushButton) if button.text() == "Open &training").setFocus()
    QTest.keyClick(door.windowHandle(), Qt.Key.Key_Return)
    assert come(door, qtbot).place == "cases"


def test_keys_that_work_everywhere_work_behind_the_first_page(door: Slow, qtbot: QtBot) -> None:
    inside = come(door, qtbot)
    QTest.keyClick(door.windowHandle(), Qt.Key.Key_F9)
    assert inside.place == "safety"


def test_closing_it_closes_the_file(profile: Path, qapp: QApplication) -> None:
    theme.apply(qapp, theme.load())
    door = Door()
    door.open_training()
    door.show()
    assert door.inside is not None
    session = door.inside.session
    assert session.is_open
    door.close()
    assert not session.is_open
    shiboken6.delete(door)


def test_what_asks_for_the_window_finds_it_behind_the_door(profile: Path, qapp: QApplication) -> None:
    theme.apply(qapp, theme.load())
    door = Door()
    door.open_training()
    door.show()
    inside = door.inside
    assert inside is not None
    assert inside.window() is door, "what Qt calls the window of a page is not ours"
    assert window_of(inside.page) is inside
    inside.go("settings")
    assert inside.page.name == "settings"
    exercises_of(inside.session).begin("imran")
    inside.go("start")
    assert [b for b in door.findChildren(QPushButton) if b.isVisible() and "Freeze" in b.text()]
    door.close()
    shiboken6.delete(door)


def test_what_cannot_be_loaded_is_said(door: Slow, qtbot: QtBot) -> None:
    come(door, qtbot)
    with pytest.raises(Problem, match="damaged"):
        door._arrived(Problem("The program is damaged."))


def test_the_first_paint_loads_nothing_that_it_does_not_show(profile: Path) -> None:
    script = """
import sys
from PySide6 import QtCore
from referral_assistant.ui import app, door
from referral_assistant.policy import data_dir
door.Door._load = lambda door: None
a = app.application()
d = door.Door()
d.ask(data_dir())
d.show()
a.processEvents()
print(*sorted(sys.modules))
print(isinstance(vars(QtCore).get("Qt"), type))
"""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    run = subprocess.run([sys.executable, "-c", script], env=env, cwd=ROOT, capture_output=True, text=True, check=True)
    modules, enumerations = run.stdout.splitlines()
    loaded = set(modules.split())
    assert "PySide6" in loaded
    assert not loaded & {"sqlite_utils", "sqlcipher3", "nacl", "jinja2", "weasyprint", "cattrs", "pypdfium2", "tomllib"}
    ours = {name.removeprefix("referral_assistant.") for name in loaded if name.startswith("referral_assistant.")}
    assert ours <= {
        "i18n", "paths", "policy", "problems", "settings",
        "ui", "ui.app", "ui.colours", "ui.door", "ui.theme", "ui.unlock_form",
    }  # fmt: skip
    assert enumerations == "False", "All the enumerations of Qt were made for the first page."


def test_the_icon_comes_once_the_first_page_was_painted(profile: Path, qtbot: QtBot) -> None:
    door = Slow()
    qtbot.addWidget(door)
    QApplication.setWindowIcon(QIcon())
    door.ask(profile)
    door.show()
    qtbot.waitUntil(lambda: door._painted)
    assert door.windowIcon().isNull()
    come(door, qtbot)
    assert not door.windowIcon().isNull()
