"""A screen reader can name every control of every screen, and the keyboard alone reaches all of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLabel, QScrollArea, QWidget

from referral_assistant.ui.widgets import ChoiceRow
from referral_assistant.ui.window import Window
from tests.ui.driving import press
from tests.ui.screens import SCREENS


def focusable(window: QWidget) -> list[QWidget]:
    """Everything in sight that can take the focus."""
    none = Qt.FocusPolicy.NoFocus
    return [w for w in window.findChildren(QWidget) if w.isVisible() and w.isEnabled() and w.focusPolicy() != none]


def spoken(widget: QWidget) -> str:
    """What a screen reader calls a widget."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface else ""


@pytest.mark.parametrize("screen", SCREENS)
def test_every_screen_can_be_heard_and_reached(window: Window, screen: str) -> None:
    """Every control has a name, the focus starts on the page, nothing that only scrolls takes it, no text is markup,
    and no title of a window says anything (S14)."""
    SCREENS[screen](window)
    controls = focusable(window)
    assert not [(type(w).__name__, w.objectName()) for w in controls if not spoken(w).strip()]
    assert not [w for w in controls if type(w) is QScrollArea]
    assert all(a.viewport().focusPolicy() == Qt.FocusPolicy.NoFocus for a in window.findChildren(QAbstractScrollArea))
    focus = QApplication.focusWidget()
    assert focus is not None
    assert window.page.isAncestorOf(focus)
    assert not [w.text() for w in window.findChildren(QLabel) if w.text() and w.textFormat() != Qt.TextFormat.PlainText]
    assert {w.windowTitle() for w in QApplication.topLevelWidgets() if w.isVisible()} == {"Referral Assistant"}


@pytest.mark.parametrize(
    "screen", ["topic", "everything", "cases", "stop", "safety concern", "edit a criterion", "contacts of an area"]
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
