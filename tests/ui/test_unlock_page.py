"""Screen 0: the passphrase, chosen once and asked for after; training without one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from referral_assistant import vault
from referral_assistant.ui.open_file import World
from referral_assistant.ui.unlock_form import is_new
from referral_assistant.ui.window import Window
from tests.ui.driving import click, focus, press, type_in

PHRASE = "seven quiet otters dance"
CHEAP = vault.Cost(passes=1, memory=8 << 20)


def words(window: Window) -> str:
    return "\n".join(label.text().replace("\u200b", "") for label in window.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def known(world: World) -> None:
    """A vault is there already."""
    world.folder(False).mkdir(parents=True)
    vault.create(world.folder(False), PHRASE, CHEAP).wipe()


def test_the_first_time_it_says_where_the_data_lies_and_that_a_lost_passphrase_is_lost(
    build: Callable[..., Window], world: World
) -> None:
    window = build()
    assert str(world.folder(False)) in words(window)
    assert "lost passphrase cannot be recovered" in words(window)


def test_a_passphrase_is_chosen_and_the_first_task_waits(build: Callable[..., Window], qtbot: QtBot) -> None:
    window = build()
    type_in(window, PHRASE)
    press(window, Qt.Key.Key_Tab)
    type_in(window, PHRASE)
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.place == "cases", timeout=20_000)
    assert not window.session.training
    assert "local safeguarding contacts" in words(window)
    click(window, "Enter the contacts")
    assert window.place == "contacts"


@pytest.mark.parametrize(
    ("first", "second", "said"), [("short", "short", "too short"), (PHRASE, "another one altogether", "not the same")]
)
def test_a_passphrase_that_will_not_do_is_refused_in_words(
    build: Callable[..., Window], world: World, first: str, second: str, said: str
) -> None:
    window = build()
    type_in(window, first)
    press(window, Qt.Key.Key_Tab)
    type_in(window, second)
    press(window, Qt.Key.Key_Return)
    assert said in words(window)
    assert is_new(world.folder(False))


@pytest.mark.usefixtures("known")
def test_the_right_passphrase_opens_and_a_wrong_one_says_so(build: Callable[..., Window], qtbot: QtBot) -> None:
    window = build()
    type_in(window, "seven quiet otters sleep")
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "That is not the passphrase" in words(window), timeout=20_000)
    assert isinstance(focus(), QLineEdit)
    assert window.place == "unlock"
    press(window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    type_in(window, PHRASE)
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.place == "cases", timeout=20_000)


def test_training_needs_no_passphrase_and_says_that_it_is_training(build: Callable[..., Window]) -> None:
    window = build()
    click(window, "Open training")
    assert window.place == "cases"
    assert window.session.training
    assert "Training" in words(window)


def test_nothing_opens_before_the_file_is_open(build: Callable[..., Window]) -> None:
    window = build()
    for place in ("cases", "card:device_ready", "everything", "letters", "contacts"):
        window.go(place)
        assert window.place == "unlock"
