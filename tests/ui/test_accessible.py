"""The keyboard alone reaches every control, and a screen reader says what each is; its name, see `test_pictures.py`."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget

from referral_assistant.ui.widgets import ChoiceRow
from referral_assistant.ui.window import Window
from tests.ui.driving import press
from tests.ui.hearing import focusable, spoken
from tests.ui.screens import SCREENS


@pytest.mark.parametrize(
    "screen",
    [
        "topic",
        "everything",
        "safety concern",
        "edit a criterion",
        "a card that is played",
        "compare, revealed",
        *(
            pytest.param(screen, marks=pytest.mark.thorough)
            for screen in ("cases", "stop", "contacts of an area", "an answer of a scenario", "a sheet from paper")
        ),
    ],
)
def test_tab_goes_round_and_comes_back(window: Window, screen: str) -> None:
    SCREENS[screen](window)
    start = QApplication.focusWidget()
    seen: list[QWidget] = []
    for _ in range(400):
        press(window, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        seen.append(focus)
        if focus is start:
            break
    assert seen[-1] is start
    reached = set(seen)
    # One row of a group takes the Tab, arrows do the rest; numbers can be selected with the mouse, and are only read.
    stops = [w for w in focusable(window.page) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    missed = [w for w in stops if w not in reached and not isinstance(w, ChoiceRow)]
    assert not [spoken(w) for w in missed]


def test_choices_are_radio_buttons_and_check_boxes(window: Window) -> None:
    SCREENS["topic"](window)
    row = window.page.findChildren(ChoiceRow)[0]
    interface = QAccessible.queryAccessibleInterface(row)
    assert interface.role() == QAccessible.Role.RadioButton
    assert interface.state().checked
    window.session.leave_room()
    window.go("card:serious_harm")
    box = QAccessible.queryAccessibleInterface(window.page.findChildren(ChoiceRow)[0])
    assert box.role() == QAccessible.Role.CheckBox


@pytest.mark.parametrize("size", [100, 200])
def test_rows_are_high_enough_and_can_be_clicked_anywhere(build: Callable[..., Window], size: int) -> None:
    window = build(text_size=size)
    window.train()
    SCREENS["topic"](window)
    for row in window.page.findChildren(ChoiceRow):
        assert row.height() >= 40 * size / 100
        assert row.hitButton(row.rect().topRight() / 2)
