"""A whole conversation, filled in through the session, for the screens that come after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from referral_assistant.model import DutyRecord, LocalContact, Organisation, Practitioner, Sharing
from referral_assistant.ui.letters_page import LettersPage
from referral_assistant.ui.session import Session
from referral_assistant.ui.widgets import Choices
from referral_assistant.ui.window import Window
from tests.ui.driving import pass_gate, whole

Answers = Mapping[str, str | tuple[str, ...] | None]
"""Card -> the option or value; of a pair, the second is in the person's words."""

WRITER = Practitioner("Pat Fisher", "Practice nurse", "Eastmere Family Practice", "01632 960 233", "pat@example.org")
OFFICE = Organisation(
    "Eastmere Family Practice",
    ("12 Quay Road", "Eastmere"),
    "01632 960 230",
    contacts=(
        LocalContact("safeguarding_lead", "Sam Okoro", "01632 960 301", "01632 960 302", date(2026, 10, 1)),
        LocalContact("children", "Front door", "01632 960 303", "", date(2026, 10, 1)),
    ),
)

TALK: Answers = {
    "asked_for_help": "yes",
    "pronouns": "he",
    "name": "Rowan Example",
    "age": "34",
    "gender": "man",
    "area": "x-eastmere",
    "safe_contact": ("call", "no_voicemail"),
    "telephone": "07700 900123",
    "relationship": "partner",
    "children": "live_with",
    "behaviour": ("verbal", "physical"),
    "something_wrong": "sees_it",
    "other_times": "sees_pattern",
    "own_part": "yes",
    "put_down_to": "own_choice",
    "effect_adult": "sees_effect",
    "effect_children": "sees_effect",
    "hope": "self",
    "wants_change": "wants_it",
    "life_and_self": "says_not",
    "tonight": "says_safe",
    "substance": "none",
    "mental_health": "none",
    "settled_now": "settled",
    "taking_part": "as_things_are",
    "access": "none",
    "schedule": "weekday_evening",
    "format": ("group", "one_to_one", "online"),
    "language": "english",
    "community": "no_preference",
    "fee": "can_pay",
    "proceedings": "none",
    "orders": "none",
    "previous_programme": "none",
    "agree_refer": "yes",
    "agree_share": "yes",
    "partner_contact": "agreed",
    "contact_told": "yes",
    "referral_route": ("self", "professional"),
    "serious_harm": "not_known",
    "unwanted_contact": "not_known",
    "closeness": "not_known",
    "changes": "not_known",
    "family_pressure": "not_known",
    "picture_after": "clear",
    "adult_at_risk": "no",
    "names_partner": "Robin Example",
}

WORDS = {"something_wrong": "I'm not proud of how I've been at home.", "own_part": "I threw the plate."}

RECIPIENTS = ("children", "adults", "victim_worker", "marac_lead", "police")


def fill(window: Window, words: Mapping[str, str] = WORDS, **changes: str | tuple[str, ...] | None) -> Session:
    """A case whose answers lead to a programme, but for the changes, with some of the person's own words; the person
    has left."""
    session = window.session
    session.put_practitioner(WRITER)
    session.put_organisation(OFFICE)
    session.new_case()
    session.blockSignals(True)
    pass_gate(session)
    table = {**TALK, **changes}
    for card in session.pack.cards:
        value = table.get(card.id)
        if value is not None:
            session.answer(card.id, (value,) if isinstance(value, str) else value, words.get(card.id, ""))
    session.blockSignals(False)
    session.leave_room()
    return session


def close_duties(session: Session) -> None:
    """Every duty done."""
    for duty in session.derived.assessment.duties:
        session.record_duty(DutyRecord(duty.id, "done", "Pat Fisher", session.now(), "Ring on Monday"))


def decide(session: Session, **changes: object) -> None:
    """Both decisions taken, but for the changes."""
    assert session.case is not None
    at = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)
    lines = tuple(Sharing(who, True, "A child may come to harm", "Sam Okoro", at) for who in RECIPIENTS)
    both = replace(
        session.case.decision,
        referral="agreed",
        service="keelside-programme",
        sharing=lines,
        told="yes",
        copy="paper",
        partner_contact="agreed",
        limits_explained=True,
        limits_language="English",
    )
    session.decide(replace(both, **changes))  # type: ignore[arg-type]


def decided(window: Window, words: Mapping[str, str] = WORDS, **changes: str | tuple[str, ...] | None) -> Session:
    """A case in which every document may be made. Without words of the person nothing has to be read before the letter
    leaves."""
    session = fill(window, words, **changes)
    close_duties(session)
    decide(session)
    return session


def at_letters(window: Window, words: Mapping[str, str] = WORDS, **changes: str | tuple[str, ...] | None) -> Session:
    """The same, at the letters. Their pages are still being made."""
    session = decided(window, words, **changes)
    window.go("letters")
    return session


def see_page(window: Window) -> None:
    """Wait until the page of the document that was picked is there. The others may still be made."""
    letters = window.page
    assert isinstance(letters, LettersPage)
    letters.session.background.drain(0)  # what waits for a quiet moment need not
    QApplication.processEvents()
    landed = QEventLoop()
    letters._renderings.ready.connect(landed.quit)
    deadline = QDeadlineTimer(20_000)
    QTimer.singleShot(20_000, landed, landed.quit)
    while "Making the page …" in words_of(letters):
        # Asking again and again would take the interpreter from the worker that makes it.
        assert not deadline.hasExpired(), "the page was never made"
        landed.exec()


def ready(window: Window, **changes: str | tuple[str, ...] | None) -> Session:
    """The same with every page made."""
    session = at_letters(window, **changes)
    assert session.background.drain()
    return session


def words_of(widget: QWidget) -> str:
    """Every word in sight on a page, what buttons and choices say included."""
    whole(widget)
    labels = [w.text() for w in widget.findChildren(QLabel) if w.isVisible()]
    buttons = [w.accessibleName() for w in widget.findChildren(QAbstractButton) if w.isVisible()]
    return "\n".join([*labels, *buttons])


def choose(page: QWidget, question: str, answer: str) -> None:
    """Choose an answer to a question, as a click on its row does."""
    boxes = [box for box in whole(page).findChildren(Choices) if box.accessibleName() == question and box.isVisible()]
    assert boxes, f"no question {question!r}"
    row = next(row for row in boxes[0].rows if row.choice.text == answer)
    row.click()


def enter(page: QWidget, name: str, text: str) -> None:
    """Type into the box of that name."""
    from referral_assistant.ui.widgets import LineBox, NoteBox

    boxes = [b for b in (*whole(page).findChildren(LineBox), *page.findChildren(NoteBox)) if b.accessibleName() == name]
    assert boxes, f"no box {name!r}"
    box = boxes[0]
    box.setFocus()
    if isinstance(box, LineBox):
        box.setText(text)
        box.textEdited.emit(text)
    else:
        box.setPlainText(text)
    box.flush()
