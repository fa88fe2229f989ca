"""The widget kit, by keyboard: what each control sends, shows and refuses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from referral_assistant.ui import theme
from referral_assistant.ui.widgets import (
    Button,
    Choice,
    Choices,
    DateBox,
    ErrorSummary,
    Field,
    Flow,
    LineBox,
    NamesBox,
    NoteBox,
    SearchBox,
    Text,
)
from tests.ui.driving import press, type_in

Shown = Callable[[QWidget], QWidget]


@pytest.fixture
def shown(qtbot: QtBot, qapp: QApplication) -> Shown:
    """Shows a widget in a window of its own, dressed."""
    theme.apply(qapp, theme.load())
    kept: list[QWidget] = []

    def show(widget: QWidget) -> QWidget:
        window = QWidget()
        QVBoxLayout(window).addWidget(widget)
        qtbot.addWidget(window)
        kept.append(window)
        window.resize(700, 500)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        widget.setFocus()
        return widget

    return show


def test_a_number_box_takes_digits_only(shown: Shown) -> None:
    box = shown(DateBox("When"))
    type_in(box, "2x1")
    assert box.day.text() == "21"


@pytest.mark.parametrize(
    ("parts", "value", "wrong"),
    [
        (("21", "11", "2026"), date(2026, 11, 21), False),
        (("31", "2", "2026"), None, True),
        (("21", "", ""), None, True),
        (("", "", ""), None, False),
    ],
)
def test_a_date_is_a_date_or_says_why_not(
    qtbot: QtBot, parts: tuple[str, str, str], value: date | None, wrong: bool
) -> None:
    box = DateBox("When")
    qtbot.addWidget(box)
    for part, text in zip((box.day, box.month, box.year), parts, strict=True):
        part.setText(text)
    assert box.value() == value
    assert bool(box.problem()) is wrong


def test_a_moment_needs_its_time(qtbot: QtBot) -> None:
    box = DateBox("When", datetime(2026, 11, 21, 14, 32, tzinfo=UTC), timed=True)
    qtbot.addWidget(box)
    moment = box.moment()
    assert moment is not None
    assert (moment.hour, moment.minute) == (14, 32)
    box.clock.setText("9.05")
    assert box.moment().minute == 5
    box.clock.setText("soon")
    assert box.moment() is None
    assert "14:30" in box.problem()


def test_names_join_the_list_with_enter_and_leave_it_with_a_button(shown: Shown) -> None:
    box = shown(NamesBox("Names"))
    sent: list[tuple[str, ...]] = []
    box.changed.connect(sent.append)
    for name in ("Alex Example", " Kim   Example ", "Alex Example"):
        type_in(box, name)
        press(box, Qt.Key.Key_Return)
    assert box.values() == ("Alex Example", "Kim Example")
    assert len(sent) == 2
    next(b for b in box.findChildren(Button) if b.accessibleName() == "Remove: Alex Example").click()
    assert box.values() == ("Kim Example",)


def test_a_search_is_picked_from_by_keyboard(shown: Shown) -> None:
    places = {"a": "Eastmere", "b": "Eastfield", "c": "Westhaven"}
    box = shown(SearchBox("Area", lambda t: [(i, n) for i, n in places.items() if n.lower().startswith(t.lower())]))
    picked: list[str] = []
    box.picked.connect(picked.append)
    type_in(box, "east")
    press(box, Qt.Key.Key_Down)
    press(box, Qt.Key.Key_Down)
    press(box, Qt.Key.Key_Return)
    assert picked == ["b"]
    type_in(box, "w")
    press(box, Qt.Key.Key_Return)
    assert picked == ["b", "c"]
    type_in(box, "zz")
    assert not box.list.isVisible()


def test_none_of_these_excludes_the_others(shown: Shown) -> None:
    found = [Choice("a", "One"), Choice("b", "Two"), Choice("none", "None of these", alone=True)]
    box = shown(Choices("Which?", found, many=True))
    sent: list[tuple[str, ...]] = []
    box.chosen.connect(sent.append)
    for number in (1, 2, 3, 1):
        box.choose_number(number)
    assert sent == [("a",), ("a", "b"), ("none",), ("a",)]


def test_showing_what_is_recorded_sends_nothing(shown: Shown) -> None:
    box = shown(Choices("Which?", [Choice("a", "One"), Choice("b", "Two")]))
    sent: list[tuple[str, ...]] = []
    box.chosen.connect(sent.append)
    box.set_values(["b"])
    assert box.values() == ("b",)
    box.set_values([])
    assert box.values() == ()
    assert sent == []


def test_only_nine_rows_have_numbers(qtbot: QtBot) -> None:
    box = Choices("Which?", [Choice(str(n), f"Number {n}") for n in range(12)], many=True)
    qtbot.addWidget(box)
    assert not box.choose_number(10)
    assert not box.choose_number(0)
    assert [row.number for row in box.rows][9:] == [0, 0, 0]


def test_a_note_grows_with_its_text_and_stops(shown: Shown) -> None:
    box = shown(NoteBox("Words"))
    before = box.height()
    box.setPlainText("\n".join("line" for _ in range(6)))
    grown = box.height()
    box.setPlainText("\n".join("line" for _ in range(60)))
    assert before < grown < box.height() < 12 * 40


def test_typed_text_is_sent_after_a_rest_or_at_once_when_asked(shown: Shown, qtbot: QtBot) -> None:
    box = shown(NoteBox("Words"))
    with qtbot.waitSignal(box.rested) as sent:
        type_in(box, "He said")
    assert sent.args == ["He said"]
    with qtbot.waitSignal(box.rested, timeout=0, raising=False) as sent:
        type_in(box, ".")
        box.flush()
    assert sent.args == ["He said."]


def test_the_errors_above_lead_to_their_fields(shown: Shown) -> None:
    box = LineBox("Name")
    field = Field("Name", box)
    page = QWidget()
    column = QVBoxLayout(page)
    summary = ErrorSummary([("Enter a name.", field)])
    column.addWidget(summary)
    column.addWidget(field)
    shown(page)
    summary.take_focus()
    assert "Enter a name." in summary.accessibleName()
    assert "Enter a name." in [label.text() for label in field.findChildren(Text) if label.isVisible()]
    press(page, Qt.Key.Key_Tab)
    press(page, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is box
    field.error("")
    assert "Enter a name." not in [label.text() for label in field.findChildren(Text) if label.isVisible()]


def test_a_row_of_buttons_wraps(shown: Shown) -> None:
    flow = Flow([Button(f"Button number {n}") for n in range(8)])
    shown(flow)
    assert flow.heightForWidth(300) > flow.heightForWidth(2000)
    buttons = flow.findChildren(Button)
    assert all(b.geometry().right() <= flow.width() for b in buttons)


def test_enter_presses_a_focused_button(shown: Shown) -> None:
    pressed: list[None] = []
    button = shown(Button("Go", on=lambda: pressed.append(None)))
    press(button, Qt.Key.Key_Return)
    press(button, Qt.Key.Key_Space)
    assert len(pressed) == 2


def test_an_ampersand_is_a_shortcut_and_no_part_of_the_name(qtbot: QtBot) -> None:
    button = Button("Save && &close")
    qtbot.addWidget(button)
    assert button.plain == "Save & close"
    assert button.accessibleName() == "Save & close"
