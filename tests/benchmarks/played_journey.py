"""The whole journey in the real program, as a person makes it, with a timer that ticks every 5 ms: `played_journey.py`.

First a live file: a passphrase chosen and its key derived at its real cost, the contacts entered, a conversation begun,
hidden with F8 and unlocked again. Then training: an ordinary referral, from its gate to its issued letter. Nothing
waits for a time: each step goes on when what it waits for is there. One line of JSON says how it went.
"""

from __future__ import annotations

import builtins
import json
import os
import pickle
import runpy
import sys
import time
from collections.abc import Iterator
from pathlib import Path

# The program takes away PySide6's hook into imports; it could not, once PySide6 was imported here.
plain_import = builtins.__import__

from first_paint import give_up, peak  # noqa: E402
from player import Player, Step  # noqa: E402

sys.path[0] = str(Path(__file__).resolve().parents[2])

from PySide6.QtCore import QObject, Qt  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget  # noqa: E402

builtins.__import__ = plain_import

from referral_assistant.policy import data_dir  # noqa: E402

PHRASE = "four quiet kestrels over the quay"
LIVE_CARDS = 24
"""Cards of the live conversation: its gate and some of its topics."""


class Journey:
    """The steps. They press what a person presses; decisions that are long forms are recorded through the session."""

    def __init__(self, door: QMainWindow) -> None:
        self.door = door
        # Handed over as a record: reading the scenarios here would count as memory of the program.
        self.scenario = pickle.loads((data_dir().parent / "case.pickle").read_bytes())
        self.preview = 0.0
        self.ready_at_once = False
        self.letter_peak = 0.0

    @property
    def window(self) -> QMainWindow:
        """The program's own window, which comes up behind the first page."""
        return self.door.inside

    @property
    def session(self) -> QObject:
        """What is open in it."""
        return self.window.session

    def steps(self) -> Iterator[Step]:
        """Live, then training."""
        yield from self.live()
        yield from self.training()

    # --- live --------------------------------------------------------------------------------------------------------

    def live(self) -> Iterator[Step]:
        yield "first paint", lambda: self.window is not None and self.window.isVisible()
        yield from self.type(PHRASE)
        self.key(Qt.Key.Key_Tab)
        yield from self.type(PHRASE)
        self.key(Qt.Key.Key_Return)
        yield "make the key", lambda: self.at("cases")
        yield from self.contacts()
        answers = {a.card: a for a in self.scenario.answers}
        yield from self.conversation(answers, LIVE_CARDS)
        self.key(Qt.Key.Key_F8)
        yield "hide and lock", lambda: not self.session.is_open
        yield from self.type(PHRASE)
        self.key(Qt.Key.Key_Return)
        yield "unlock", lambda: self.session.case is not None and not self.window.covered

    def contacts(self) -> Iterator[Step]:
        self.press("Enter the contacts")
        yield "open the contacts", lambda: self.at("contacts")
        for number, contact in enumerate(self.scenario.organisation.contacts):
            [box for box in self.lines() if box.accessibleName().endswith(": Telephone")][number].setFocus()
            yield from self.type(contact.telephone)
        self.press("I checked these numbers today")
        yield "enter the contacts", lambda: self.at("cases")

    # --- training ----------------------------------------------------------------------------------------------------

    def training(self) -> Iterator[Step]:
        if not self.session.training:
            self.window.train()
        yield "open training", lambda: self.at("cases")
        self.session.put_practitioner(self.scenario.practitioner)
        self.session.put_organisation(self.scenario.organisation)
        yield "enter who writes", None
        yield from self.conversation({a.card: a for a in self.scenario.answers})
        self.window.page.primary().click()
        yield "open what this means", lambda: self.at("means")
        for duty in self.scenario.duties:
            self.session.record_duty(duty)
            yield f"record the duty {duty.id}", None
        self.window.go("services")
        yield "open services", lambda: self.at("services")
        self.window.page.primary().click()
        yield "choose a service", lambda: self.at("referral")
        yield from self.decisions()
        yield from self.letter()

    def decisions(self) -> Iterator[Step]:
        made = self.scenario.decision
        for change in ({"referral": made.referral}, {"partner_contact": made.partner_contact}, {"copy": made.copy}):
            self.window.page.decide(**change)
            yield "decide about the referral", None
        self.window.page.primary().click()
        yield "open protection", lambda: self.at("protection")
        for line in made.sharing:
            self.window.page.decide(sharing=(*self.session.case.decision.sharing, line))
            yield "decide about protection", None
        for change in ({"told": made.told}, {"limits_explained": True, "limits_language": made.limits_language}):
            self.window.page.decide(**change)
            yield "decide about protection", None

    def letter(self) -> Iterator[Step]:
        from referral_assistant.model import Document
        from referral_assistant.ui.preview import Preview

        def pages() -> bool:
            shown = self.window.page.findChild(Preview)
            return self.at("letters") and shown is not None and shown.pages > 0

        # Whoever reads once more what was decided gives the worker its time.
        yield "read the decisions", lambda: not self.session.background.busy
        begun = time.perf_counter()
        self.window.page.primary().click()
        self.ready_at_once = pages()
        yield "open the letters", pages
        self.preview = (time.perf_counter() - begun) * 1000
        while keep := [b for b in self.buttons() if b.plain == "I have read it: keep it"]:
            keep[0].click()
            yield "read a sentence", None
        page = self.window.page
        kind = Document.REFERRAL_LETTER
        yield "make the letter", lambda: page.desk.rendered(kind) is not None
        self.letter_peak = peak()
        assert not page.desk.standing(kind), page.desk.standing(kind)
        self.press("Issue")
        yield "ask to issue", lambda: QApplication.activeModalWidget() is not None
        self.press("Issue it", QApplication.activeModalWidget())
        yield "issue", lambda: bool(self.session.case.issued)

    # --- the conversation --------------------------------------------------------------------------------------------

    def conversation(self, answers: dict[str, object], most: int = 1000) -> Iterator[Step]:
        """A new case, its cards one after another, and what is written up afterwards."""
        self.press("New conversation")
        yield "begin a conversation", lambda: self.at("card") or self.at("together")
        given: set[str] = set()
        while not self.at("everything") and len(given) < most:
            if self.at("left"):
                self.press("I am on my own now")
                yield "leave the room", lambda: not self.at("left")
                continue
            place = self.window.place
            while cards := [c for c in self.cards() if c.id in answers and c.id not in given]:
                given.add(cards[0].id)
                yield from self.answer(cards[0], answers[cards[0].id])
            last = self.cards()[-1].id
            self.window.page.primary().click()
            yield f"continue from {place}", None
            if self.window.place == place:
                yield from self.name_source(answers[last])
                self.window.page.primary().click()
                yield f"continue from {place}", lambda before=place: self.window.place != before

    def cards(self) -> tuple[object, ...]:
        """The cards that are up: one, or several short ones."""
        page = self.window.page
        return page.cards if self.at("together") else (page.card,)

    def sheet(self, card: object) -> QWidget:
        """The form of a card, which is another one whenever the page was built anew."""
        from referral_assistant.ui.card_form import CardForm

        return next(form for form in self.window.page.findChildren(CardForm) if form.card.id == card.id)

    def answer(self, card: object, answer: object) -> Iterator[Step]:
        """One card, answered by what it offers."""
        from referral_assistant.ui.widgets import Choices, LineBox, NamesBox, SearchBox

        control = self.sheet(card).control
        if isinstance(control, Choices):
            for value in answer.values:
                next(row for row in self.sheet(card).control.rows if row.choice.id == value).click()
                yield f"answer {card.id}", None
        else:
            control.findChildren(LineBox)[0].setFocus()
            enter = isinstance(control.control, NamesBox | SearchBox)
            for value in answer.values:
                yield from self.type(self.area(value) if isinstance(control.control, SearchBox) else value)
                if enter:
                    self.key(Qt.Key.Key_Return)
                    yield f"answer {card.id}", None
        for box, text in zip(("words", "observed"), (answer.words, answer.observed), strict=True):
            note = getattr(self.sheet(card), box)
            if text and note is not None:
                note.setFocus()
                note.insertPlainText(text)
                yield f"write beside {card.id}", None

    def area(self, value: str) -> str:
        """What is typed to find an area: the start of its name, in a live file of one that exists."""
        areas = self.session.areas()
        known = next((a for a in areas if a.id == value), None) or next(a for a in areas if a.kind == "authority")
        return known.name[:6]

    def name_source(self, answer: object) -> Iterator[Step]:
        """What is written up afterwards says where it comes from."""
        from referral_assistant.ui.widgets.choices import ChoiceRow

        rows = [r for r in self.window.page.findChildren(ChoiceRow) if r.choice.id == answer.source.value]
        next(row for row in rows if row.isVisible()).click()
        yield "name the source", None

    # --- what a person does ------------------------------------------------------------------------------------------

    def at(self, page: str) -> bool:
        """Whether a page is up."""
        return self.window.place.partition(":")[0] == page and self.window.page.name == page

    def key(self, key: Qt.Key | str) -> None:
        """One key, as it comes from the system."""
        QTest.keyClick(self.door.windowHandle(), key)

    def type(self, text: str) -> Iterator[Step]:
        """A text, key by key."""
        for letter in text:
            self.key(letter)
            yield f"type on {self.window.page.name}", None

    def lines(self) -> list[QWidget]:
        """The boxes for one line that can be seen."""
        from referral_assistant.ui.widgets import LineBox

        return [box for box in self.window.page.findChildren(LineBox) if box.isVisible()]

    def buttons(self, parent: QWidget | None = None) -> list[QWidget]:
        """The buttons that can be seen."""
        from referral_assistant.ui.widgets import Button

        return [b for b in (parent or self.window).findChildren(Button) if b.isVisible() and b.isEnabled()]

    def press(self, text: str, parent: QWidget | None = None) -> None:
        """Press the button of that text."""
        next(button for button in self.buttons(parent) if button.plain == text).click()


def say(journey: Journey, gaps: list[tuple[float, str]]) -> None:
    """How it went, in one line; then the process ends."""
    worst = sorted(gaps, reverse=True)[:20]
    print(
        json.dumps(
            {
                "worst": [(round(gap, 1), step) for gap, step in worst],
                "ticks": len(gaps),
                "preview": round(journey.preview, 1),
                "ready_at_once": journey.ready_at_once,
                "peak": journey.letter_peak,
            }
        ),
        flush=True,
    )
    os._exit(0)


def played() -> int:
    """Begin the event loop, and the journey with it."""
    sys.excepthook = give_up
    window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QMainWindow))
    journey = Journey(window)
    steps = journey.training() if "--training" in sys.argv else journey.steps()
    player = Player(steps, lambda gaps: say(journey, gaps))
    code = loop()
    del player
    return code


loop = QApplication.exec
QApplication.exec = staticmethod(played)
runpy.run_module("referral_assistant", run_name="__main__", alter_sys=True)
