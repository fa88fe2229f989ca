"""F9: whom to call, and the record of what was done (S5)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from referral_assistant.model import LocalContact, Organisation
from referral_assistant.ui.widgets import LineBox, NoteBox
from referral_assistant.ui.window import Window
from tests.ui.driving import click, into_talk, press, type_in


def words(window: Window) -> str:
    return "\n".join(label.text() for label in window.page.findChildren(QLabel) if label.isVisible())


def test_it_shows_the_local_numbers_and_999(window: Window) -> None:
    contact = LocalContact("safeguarding_lead", "Eastmere team", "01632 960233", "01632 960999")
    window.session.put_organisation(Organisation(contacts=(contact,)))
    into_talk(window)
    window.session.leave_room()
    press(window, Qt.Key.Key_F9)
    for text in ("999", "01632 960233", "01632 960999", "Not entered. Call 999"):
        assert text in words(window)


def test_without_a_case_it_raises_nothing_and_still_says_whom_to_call(window: Window) -> None:
    press(window, Qt.Key.Key_F9)
    assert window.place == "safety"
    assert "999" in words(window)
    click(window, "Back")
    assert window.place == "cases"


def test_what_was_done_is_recorded_by_whom_and_when(window: Window) -> None:
    into_talk(window)
    place = window.place
    window.session.leave_room()
    window.go(place)
    press(window, Qt.Key.Key_F9)
    click(window, "Record what was done")
    assert window.session.derived.open_safety is not None
    what, done = window.page.findChildren(NoteBox)
    what.setFocus()
    type_in(window, "He said he will go there now")
    done.setFocus()
    type_in(window, "Called 999")
    who = next(box for box in window.page.findChildren(LineBox) if box.accessibleName() == "By whom")
    who.setFocus()
    type_in(window, "Sam Example")
    click(window, "Record what was done")
    (concern,) = window.session.case.safety
    assert concern.closed
    assert (concern.what, concern.outcome, concern.outcome_by) == (
        "He said he will go there now",
        "Called 999",
        "Sam Example",
    )
    assert "Called 999 By Sam Example." in words(window)


def test_half_typed_text_outlives_a_look_elsewhere(window: Window) -> None:
    into_talk(window)
    window.session.leave_room()
    press(window, Qt.Key.Key_F9)
    window.page.findChildren(NoteBox)[0].setFocus()
    type_in(window, "He said")
    window.go("means")
    press(window, Qt.Key.Key_F9)
    assert window.page.findChildren(NoteBox)[0].words() == "He said"


def test_in_the_room_the_details_wait_for_one_more_key(window: Window) -> None:
    into_talk(window)
    press(window, Qt.Key.Key_F9)
    assert window.page.findChildren(NoteBox) == []
    click(window, "Open")
    assert "999" in words(window)
