"""A long form comes up in parts: its top at once, the rest in the turns that follow, all of it when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from referral_assistant.ui.form import Form, LaidForm
from referral_assistant.ui.page import Page
from referral_assistant.ui.session import Session
from referral_assistant.ui.widgets import Button, LineBox, Row, Rows, Text
from referral_assistant.ui.window import Window

MANY = 200
PATIENCE = 30_000
"""Milliseconds: a page this long takes seconds where others want the computer, too."""


class LongPage(Page):
    """Panels of rows, each with a box to type in; one row holds the focus."""

    name = "cases"
    in_case = False
    listed = False

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.boxes: list[LineBox] = []
        self.colour = 0
        self.starts_at = 0
        self.kept: list[str] = []

    def shape(self) -> int:
        return self.colour

    def build(self) -> Form:
        self.boxes = []
        go_on = Button("Continue", "primary")
        return Form("Long", "", self._rows(), [Button("Back")], [go_on], first=self._first)

    def _rows(self) -> Iterator[QWidget]:
        for panel in range(MANY // 10):
            rows = Rows(f"Panel {panel}")
            yield rows
            for number in range(panel * 10, panel * 10 + 10):
                box = LineBox(f"Box {number}")
                box.rested.connect(self.kept.append)
                self.boxes.append(box)
                row = Row([Text(f"Row {number}"), box], [1, 1])
                rows.add(row)
                yield row

    def _first(self) -> QWidget:
        if self.starts_at >= len(self.boxes):
            self.complete()
        return self.boxes[self.starts_at]


@pytest.fixture
def long(window: Window) -> LongPage:
    """A long page in a real window, not come up yet."""
    page = LongPage(window.session)
    window.pages["cases"] = page
    stack = window.page.parentWidget()
    stack.addWidget(page)  # type: ignore[union-attr]
    page.resize(window.page.size())
    return page


def test_the_top_is_there_at_once_and_the_rest_follows(qtbot: QtBot, window: Window, long: LongPage) -> None:
    window.go("cases")
    at_once = len(long.boxes)
    QApplication.processEvents()
    last = long.boxes[at_once - 1]
    assert at_once < MANY
    assert last.mapTo(long, last.rect().bottomLeft()).y() > _area(long).height()
    qtbot.waitUntil(lambda: len(long.boxes) == MANY, timeout=PATIENCE)
    qtbot.waitUntil(lambda: long.boxes[-1].isVisible(), timeout=PATIENCE)


def test_it_is_whole_at_once_when_asked(window: Window, long: LongPage) -> None:
    window.go("cases")
    long.complete()
    assert len(long.boxes) == MANY


def test_what_is_looked_for_comes_up(window: Window, long: LongPage) -> None:
    window.go("cases")
    found = long.seek(LineBox, lambda box: box.accessibleName() == "Box 150")
    assert found is long.boxes[150]
    assert long.seek(LineBox, lambda box: box.accessibleName() == "Box 900") is None


def test_the_focus_may_start_in_what_comes_late(window: Window, long: LongPage) -> None:
    long.starts_at = 180
    window.go("cases")
    assert window.focusWidget() is long.boxes[180]


def test_tab_walks_from_top_to_bottom_and_then_to_the_buttons(qtbot: QtBot, window: Window, long: LongPage) -> None:
    window.go("cases")
    qtbot.waitUntil(lambda: len(long.boxes) == MANY and long.boxes[-1].isVisible(), timeout=PATIENCE)
    names, here = [], long.boxes[0]
    for _step in range(MANY + 2):
        names.append(here.accessibleName())
        here = _next_stop(here)  # type: ignore[assignment]
    assert names == [*(f"Box {n}" for n in range(MANY)), "Back", "Continue"]


def test_a_form_built_anew_stays_where_it_was(qtbot: QtBot, window: Window, long: LongPage) -> None:
    window.go("cases")
    qtbot.waitUntil(lambda: len(long.boxes) == MANY, timeout=PATIENCE)
    bar = _area(long).verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 3_000, timeout=PATIENCE)
    long.boxes[70].setFocus()
    bar.setValue(2_500)
    long.colour = 1
    long.refresh()
    QApplication.processEvents()
    assert bar.value() == 2_500
    assert window.focusWidget() is long.boxes[70]
    qtbot.waitUntil(lambda: len(long.boxes) == MANY, timeout=PATIENCE)
    assert bar.value() == 2_500


def test_what_is_typed_in_a_late_box_is_kept(qtbot: QtBot, window: Window, long: LongPage) -> None:
    window.go("cases")
    qtbot.waitUntil(lambda: len(long.boxes) == MANY, timeout=PATIENCE)
    qtbot.keyClicks(long.boxes[-1], "half")
    long.keep()
    assert long.kept == ["half"]


def test_a_page_that_is_left_goes_on_when_it_is_seen_again(qtbot: QtBot, window: Window, long: LongPage) -> None:
    window.go("cases")
    window.hiding.hide()
    for _turn in range(5):
        QApplication.processEvents()
    assert len(long.boxes) < MANY
    window.hiding.lift()
    qtbot.waitUntil(lambda: len(long.boxes) == MANY, timeout=PATIENCE)


@pytest.mark.parametrize("ask", [lambda form: form.fill(10), lambda form: form.complete()])
def test_what_is_made_already_comes_up_whole(qtbot: QtBot, ask: Callable[[LaidForm], None]) -> None:
    texts = [Text(f"{n}") for n in range(50)]
    form = LaidForm(Form("Short", widgets=texts), side=0, top=0, notes_below=False)
    qtbot.addWidget(form)
    ask(form)
    assert form.whole
    assert all(text.parentWidget() is form for text in texts)


def _area(page: Page) -> QScrollArea:
    return page._area


def _next_stop(here: QWidget) -> QWidget:
    found = here.nextInFocusChain()
    while found is not None and not (found.isVisible() and found.focusPolicy() & Qt.FocusPolicy.TabFocus):
        found = found.nextInFocusChain()
    assert found is not None
    return found
