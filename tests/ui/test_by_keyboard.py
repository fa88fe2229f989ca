"""The whole journey by keyboard alone: from the first screen to an issued letter, without one click."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from referral_assistant.model import CardKind, Document
from referral_assistant.ui import places
from referral_assistant.ui.widgets import ChoiceRow, Question
from referral_assistant.ui.window import Window
from tests.ui.driving import focus, press, type_in
from tests.ui.filled import OFFICE, TALK, WORDS, WRITER

MOST = 400
"""Presses of Tab before something counts as out of reach."""

ALT = Qt.KeyboardModifier.AltModifier


def name_of(widget: QWidget) -> str:
    return widget.accessibleName() or str(getattr(widget, "plain", ""))


def reach(window: QWidget, found: Callable[[QWidget], bool]) -> QWidget:
    """Press Tab until the focus is on what is looked for."""
    for _ in range(MOST):
        widget = focus()
        if found(widget):
            return widget
        press(window, Qt.Key.Key_Tab)
    raise AssertionError(f"out of reach; the focus is on {name_of(focus())!r}")


def use(window: QWidget, name: str) -> None:
    """Reach a control of that name, and press it."""
    reach(window, lambda w: name in (name_of(w), getattr(w, "plain", None)))
    press(window, Qt.Key.Key_Space)


def write(window: QWidget, name: str, text: str) -> None:
    """Reach a box of that name, and type into it."""
    reach(window, lambda w: name_of(w) == name)
    type_in(window, text)


def tick(window: QWidget, text: str) -> None:
    """Reach the row of that text, with Tab to its group and the arrows in it, and choose it."""

    def in_its_group(widget: QWidget) -> bool:
        if not isinstance(widget, ChoiceRow) or widget.parentWidget() is None:
            return False
        return text in {row.choice.text for row in widget.parentWidget().findChildren(ChoiceRow)}

    reach(window, in_its_group)
    for _ in range(12):
        row = focus()
        if isinstance(row, ChoiceRow) and row.choice.text == text:
            if not row.isChecked():
                press(window, Qt.Key.Key_Space)
            return
        press(window, Qt.Key.Key_Down)
    raise AssertionError(text)


def go_on(window: Window) -> None:
    press(window, Qt.Key.Key_C, ALT)


def answer(window: Window, card_id: str, value: str | tuple[str, ...]) -> None:
    """Answer a card of its own page: by its number, or by typing."""
    session = window.session
    card = session.pack.card(card_id)
    values = (value,) if isinstance(value, str) else value
    if card.kind in (CardKind.ONE, CardKind.MANY):
        ids = [o.id for o in session.derived.offered(card)]
        for one in values:
            press(window, Qt.Key(Qt.Key.Key_1.value + ids.index(one)))
        if card_id in WORDS:
            write(window, session.fill("{Their} words"), WORDS[card_id])
    else:
        type_in(window, values[0])


def together(window: Window) -> None:
    """Fill in a page of short facts, from top to bottom."""
    session = window.session
    done: set[str] = set()
    while cards := [c for c in places.cards_at(session.derived, window.place) if c.id not in done]:
        card = cards[0]
        done.add(card.id)
        value = TALK.get(card.id)
        if value is None:
            continue
        values = (value,) if isinstance(value, str) else value
        if card.kind in (CardKind.ONE, CardKind.MANY):
            for one in values:
                option = card.option(one)
                assert option is not None
                tick(window, session.fill(option.text))
        elif card.kind is CardKind.AREA:
            write(window, session.fill(card.ask), "Eastm")
            press(window, Qt.Key.Key_Down)
            press(window, Qt.Key.Key_Return)
        else:
            write(window, session.fill(card.ask), values[0])
            if card.kind is CardKind.NAMES:
                press(window, Qt.Key.Key_Return)


def converse(window: Window) -> None:
    """Answer every card on the way with the answers of the ordinary case."""
    session = window.session
    for _ in range(120):
        cards = places.cards_at(session.derived, window.place)
        if not cards:
            return
        if window.place.startswith("together:"):
            together(window)
        else:
            card = cards[0]
            quiet = [o.id for o in session.derived.offered(card) if not o.stop and not o.concern]
            value = TALK.get(card.id) or (quiet[0] if quiet and card.kind in (CardKind.ONE, CardKind.MANY) else None)
            if value is not None:
                answer(window, card.id, value)
        here = window.place
        go_on(window)
        if window.place == here:  # what is written up afterwards has its source named
            tick(window, session.word("sources", "observed"))
            go_on(window)
        assert window.place != here, f"Continue did not lead on from {here}"


def question() -> Question:
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, Question) and w.isVisible()]
    assert len(found) == 1
    return found[0]


def test_the_whole_journey_by_keyboard(build: Callable[..., Window], qtbot: QtBot) -> None:
    window = build()
    press(window, Qt.Key.Key_T, ALT)
    session = window.session
    qtbot.waitUntil(lambda: session.training)
    session.put_practitioner(WRITER)
    session.put_organisation(OFFICE)

    press(window, Qt.Key.Key_N, ALT)  # New conversation
    assert window.place == "card:device_ready"
    converse(window)
    assert window.place == "left"
    assert session.in_room

    use(window, "I am on my own now")
    assert not session.in_room
    converse(window)
    assert window.place == "everything"

    press(window, Qt.Key.Key_M, ALT)
    assert window.place == "means"
    for duty in ("victim_worker", "children", "adult_at_risk", "next_action"):
        use(window, f"Record: {session.word('duties', duty)}")
        tick(window, "Done")
        write(
            window,
            "What your agency will do, and by when" if duty == "next_action" else "What was done",
            "Rang on Monday.",
        )
        use(window, "Save")
    assert not [d.id for d in session.derived.assessment.duties if d.open]

    use(window, "See services")
    assert window.place == "services"
    use(window, "Refer to Keelside Programme")
    assert window.place == "referral"
    tick(window, "He agreed to a referral")
    tick(window, "Agreed")
    tick(window, "On paper")
    use(window, "Go on to protection")
    assert window.place == "protection"
    for who in (
        "Children’s services",
        "Adults’ services",
        "The worker who supports the victim-survivor",
        "The MARAC lead",
        "The police",
    ):
        use(window, f"Record: {who}")
        tick(window, "Not shared")
        write(window, "Why not", "Nothing today calls for it.")
        use(window, "Save")
    tick(window, "Yes")
    use(window, "Go on to letters")
    assert window.place == "letters"
    assert session.background.drain()

    while "I have read it: keep it" in {
        getattr(w, "plain", "") for w in window.page.findChildren(QWidget) if w.isVisible()
    }:
        reach(window, lambda w: getattr(w, "plain", "") == "I have read it: keep it")
        press(window, Qt.Key.Key_Space)
    assert session.background.drain()
    use(window, "Issue")
    asked = question()
    reach_in(asked, "Issue it")
    assert session.background.drain()
    assert session.case is not None
    assert [i.document for i in session.case.issued] == [Document.REFERRAL_LETTER]


def reach_in(dialog: Question, name: str) -> None:
    """The same in a question in front of the window."""
    for _ in range(20):
        if name in (name_of(focus()), getattr(focus(), "plain", None)):
            QTest.keyClick(focus(), Qt.Key.Key_Space)
            return
        QTest.keyClick(focus(), Qt.Key.Key_Tab)
    raise AssertionError(f"no {name!r} in {dialog.accessibleName()!r}")
