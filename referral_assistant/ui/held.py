"""What a scenario holds for cards at which nobody speaks, and the button that fills it in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from referral_assistant.i18n import _
from referral_assistant.model import SectionKind, State
from referral_assistant.ui.card_form import value_text
from referral_assistant.ui.theme import HALO, px
from referral_assistant.ui.widgets import Button, Flow, Text, quoted

if TYPE_CHECKING:
    from referral_assistant.model import Answer, Card, Section
    from referral_assistant.ui.exercises import Exercises
    from referral_assistant.ui.session import Session


class HeldPanel(QFrame):
    """What the scenario holds for the short facts of one section, and one button that fills them in: those as well
    that an answer among them brings into the path. What is spoken of aloud has a card of its own, to which `go` leads.
    """

    go = Signal(str)

    def __init__(self, session: Session, exercises: Exercises, section: Section, cards: Sequence[Card]) -> None:
        super().__init__()
        self.setProperty("kind", "persona")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        scenario = exercises.scenario
        assert scenario is not None
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20) - HALO, px(16), px(20) - HALO, px(18))
        column.setSpacing(px(4))
        self.fill: Button | None = None
        wanted, every = waiting(session, exercises, cards), waiting(session, exercises, section.cards)
        widgets: list[QWidget] = []
        if wanted:
            widgets.append(Text(_("The scenario holds"), "small"))
            widgets += held_lines(session, [a for a in scenario.case.answers if a.card in wanted], named=True)
            self.fill = Button(_("&Fill these in"), on=lambda: exercises.fill_in(*every))
            widgets.append(Flow([self.fill]))
        spoken = [session.pack.card(card) for card in aloud(exercises, cards)]
        if spoken:
            widgets.append(Text(_("This is spoken about. Open it to hear what is said."), "muted"))
            widgets.append(Flow([self._opener(card.id, session.fill(card.title)) for card in spoken]))
        for widget in widgets:
            column.addWidget(widget)

    def _opener(self, card: str, title: str) -> Button:
        return Button(title, on=lambda: self.go.emit(f"card:{card}"))


def aloud(exercises: Exercises, cards: Sequence[Card]) -> tuple[str, ...]:
    """The cards that are played, and were not yet."""
    scenario, exercise = exercises.scenario, exercises.exercise
    if scenario is None or exercise is None or exercises.stopped:
        return ()
    done = {choice.card for choice in exercise.choices}
    return tuple(c.id for c in cards if scenario.beat(c.id) is not None and c.id not in done)


def waiting(session: Session, exercises: Exercises, cards: Sequence[Card]) -> tuple[str, ...]:
    """The cards at which nobody speaks, for which the scenario holds something, and which are still open."""
    scenario, standing = exercises.scenario, session.derived.standing
    if scenario is None or (exercises.stopped and _is_talk(session, cards)):
        return ()
    held = {answer.card for answer in scenario.case.answers}
    return tuple(c.id for c in cards if c.id in held and c.id not in standing and scenario.beat(c.id) is None)


def _is_talk(session: Session, cards: Sequence[Card]) -> bool:
    return any(session.pack.section_of(card.id).kind is SectionKind.TALK for card in cards)


def held_lines(session: Session, answers: Sequence[Answer], *, named: bool = False) -> list[QWidget]:
    """What some answers hold, as a person would read it."""
    found: list[QWidget] = []
    for answer in answers:
        card = session.pack.card(answer.card)
        value = value_text(session, card, answer)
        title = session.fill(card.title)
        found.append(Text(f"{title}: {value}" if named else value))
        if answer.words and answer.state is State.ANSWERED:
            found.append(Text(quoted(answer.words), "muted"))
        if answer.observed:
            found.append(Text(answer.observed, "muted"))
    return found
