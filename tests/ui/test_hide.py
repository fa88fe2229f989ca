"""F8 hides everything, over any dialog, keeps what was half typed, and locks a live file; F9 closes services (S5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from referral_assistant import vault
from referral_assistant.model import LocalContact, Route
from referral_assistant.ui.open_file import World
from referral_assistant.ui.widgets import NoteBox, ask, tell
from referral_assistant.ui.window import Window
from tests.ui.conftest import Clock
from tests.ui.driving import into_talk, press, type_in

PHRASE = "seven quiet otters dance"
CHEAP = vault.Cost(passes=1, memory=8 << 20)


@pytest.fixture
def live(build: Callable[..., Window], world: World, clock: Clock, qtbot: QtBot) -> Window:
    """A live window, unlocked, with its contacts entered and a case at the first topic."""
    folder = world.folder(False)
    folder.mkdir(parents=True)
    vault.create(folder, PHRASE, CHEAP).wipe()
    window = build()
    with qtbot.waitSignal(window.session.changed, timeout=20_000):
        window.session.unlock(PHRASE, lambda: None, _never)
    contacts = tuple(
        LocalContact(c, telephone="01632 960233", entered_on=clock.time.date())
        for c in ("safeguarding_lead", "children", "adults")
    )
    window.session.put_organisation(replace(window.session.organisation, contacts=contacts))
    into_talk(window)
    return window


def _never(error: BaseException) -> None:
    raise error


def visible_windows() -> list[object]:
    return [w for w in QApplication.topLevelWidgets() if w.isVisible()]


def test_f8_covers_the_window_and_any_key_lifts_it_in_training(window: Window) -> None:
    into_talk(window)
    place = window.place
    press(window, Qt.Key.Key_F8)
    assert window.covered
    assert not window.page.isVisible()
    press(window, Qt.Key.Key_Space)
    assert not window.covered
    assert window.place == place


@pytest.mark.parametrize("key", [Qt.Key.Key_F8, Qt.Key.Key_F9, Qt.Key.Key_F7, Qt.Key.Key_F6])
def test_no_other_key_does_anything_under_the_cover(window: Window, key: Qt.Key) -> None:
    into_talk(window)
    press(window, Qt.Key.Key_F8)
    press(window, key)
    assert window.covered
    assert window.session.case is not None
    assert window.session.case.safety == ()


def test_f8_works_over_an_open_dialog_and_brings_it_back(window: Window) -> None:
    into_talk(window)
    question = ask(window, "Really?", [], yes="Yes", on_yes=lambda: None)
    press(question, Qt.Key.Key_F8)
    assert window.covered
    assert visible_windows() == [window.window()]
    press(window, Qt.Key.Key_Space)
    assert question.isVisible()
    question.close()


def test_f8_works_over_a_dialog_that_is_not_ours(window: Window, qtbot: QtBot) -> None:
    into_talk(window)
    dialog = QDialog(window)
    dialog.setModal(True)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is dialog.windowHandle())
    press(dialog, Qt.Key.Key_F8)
    assert visible_windows() == [window.window()]
    assert window.covered
    dialog.close()


def test_half_typed_text_is_saved_before_the_cover_comes(window: Window) -> None:
    into_talk(window)
    window.go("card:something_wrong")
    box = window.page.findChildren(NoteBox)[0]
    box.setFocus()
    type_in(window, "I shouted")
    press(window, Qt.Key.Key_F8)
    assert window.session.typed("something_wrong") == ("I shouted", "")


def test_the_cover_says_nothing(window: Window) -> None:
    into_talk(window)
    press(window, Qt.Key.Key_F8)
    said = " ".join(
        label.text() for label in window.hiding.cover.findChildren(type(window.hiding.cover._head)) if label.isVisible()
    )
    assert said == "Appointment notes 21 November 2026"
    assert window.windowTitle() == "Referral Assistant"


def test_a_live_file_is_locked_and_its_key_wiped(live: Window, qtbot: QtBot) -> None:
    key = live.session.store._connection._key
    case = live.session.case
    live.go("card:something_wrong")
    box = live.page.findChildren(NoteBox)[0]
    box.setFocus()
    type_in(live, "I sh")
    press(live, Qt.Key.Key_F8)
    assert key.wiped
    assert live.session.store is None
    assert live.session.case is None
    # A key shows the box; the wrong passphrase leaves everything covered, the right one goes back to the same place.
    type_in(live, "x")
    press(live, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: live.hiding.cover._field._error is not None, timeout=20_000)
    assert live.covered
    unlock(live, qtbot)
    assert not live.covered
    assert live.session.case is not None
    assert live.session.case.id == case.id
    assert live.place == "card:something_wrong"
    assert live.page.findChildren(NoteBox)[0].words() == "I sh"


def test_a_live_file_closes_open_dialogs_when_it_locks(live: Window) -> None:
    question = tell(live, "Something.")
    press(question, Qt.Key.Key_F8)
    assert live.covered
    assert visible_windows() == [live.window()]


def test_nothing_of_the_case_is_left_on_the_pages(live: Window) -> None:
    live.go("card:something_wrong")
    live.findChildren(NoteBox)[0].setPlainText("Nobody made me.")
    press(live, Qt.Key.Key_F8)
    QApplication.sendPostedEvents(None, 52)  # what is to be deleted later is deleted now
    assert not [box for box in live.findChildren(NoteBox) if "Nobody" in box.words()]


def test_a_live_file_locks_by_itself_and_training_does_not(live: Window) -> None:
    assert live.hiding.idle.isActive()
    assert live.hiding.idle.interval() == 4 * 60_000
    live.hiding.idle.timeout.emit()
    assert live.covered


def test_training_never_locks_by_itself(window: Window) -> None:
    into_talk(window)
    assert not window.hiding.idle.isActive()


def test_a_key_puts_the_lock_off(live: Window, qtbot: QtBot) -> None:
    before = live.hiding.idle.remainingTime()
    qtbot.waitUntil(lambda: live.hiding.idle.remainingTime() < before - 20)
    press(live, Qt.Key.Key_Shift)
    assert live.hiding.idle.remainingTime() > before - 20


def test_s05_f9_acts_now_and_closes_services_until_the_outcome_is_recorded(window: Window, clock: Clock) -> None:
    into_talk(window)
    press(window, Qt.Key.Key_F9)
    session = window.session
    assert session.derived.assessment.route is Route.ACT_NOW
    assert not session.derived.services_open
    assert window.place == "safety"
    session.leave_room()
    window.go("services")
    assert window.place == "safety"
    clock.pass_by(minutes=20)
    session.record_outcome(0, "Called 999; the safeguarding lead was told", "Sam Example")
    assert session.derived.services_open


def test_s05_f9_works_over_a_dialog(window: Window) -> None:
    into_talk(window)
    question = tell(window, "Something.")
    press(question, Qt.Key.Key_F9)
    assert window.place == "safety"
    assert len(window.session.case.safety) == 1


def test_pressing_f9_twice_raises_one_concern(window: Window) -> None:
    into_talk(window)
    press(window, Qt.Key.Key_F9)
    press(window, Qt.Key.Key_F9)
    assert len(window.session.case.safety) == 1


def test_s14_in_the_room_the_keys_and_the_page_behind_f9_alarm_nobody(window: Window) -> None:
    into_talk(window)
    press(window, Qt.Key.Key_F9)
    texts = " ".join(w.text() for w in window.findChildren(type(window.hiding.cover._head)) if w.isVisible()).lower()
    assert window.page.title == "Paused"
    for word in ("safety", "concern", "999", "danger", "safeguarding", "police"):
        assert word not in texts


def unlock(window: Window, qtbot: QtBot) -> None:
    """Type the passphrase into the cover."""
    box = window.hiding.cover.findChild(QLineEdit)
    box.clear()
    box.setFocus()
    type_in(window, PHRASE)
    with qtbot.waitSignal(window.session.changed, timeout=20_000):
        press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.covered)
