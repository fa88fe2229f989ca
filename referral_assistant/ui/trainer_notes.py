"""What a trainer has beside the screen: the card that is up and its three replies, what is hidden, what to look for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from referral_assistant.i18n import _
from referral_assistant.model import Manner
from referral_assistant.training import exercise as moves
from referral_assistant.training.playing import is_shut
from referral_assistant.training.terms import manner_words
from referral_assistant.ui import places
from referral_assistant.ui.exercises import exercises_of
from referral_assistant.ui.phrases import time_text
from referral_assistant.ui.theme import px
from referral_assistant.ui.widgets import (
    Banner,
    Bullets,
    Button,
    Card,
    Chip,
    Fold,
    Quote,
    Rows,
    Text,
    fact_row,
    quoted,
)
from referral_assistant.wording import level_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from referral_assistant.model import Beat, Exercise, Scenario, Turn
    from referral_assistant.ui.exercises import Exercises
    from referral_assistant.ui.session import Session


class Heading(QWidget):
    """The scenario, and how long it has been played."""

    def __init__(self, scenario: Scenario) -> None:
        super().__init__()
        self._allowed = scenario.minutes
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(2))
        column.addWidget(Text(scenario.title, "title"))
        self._time = Text("", "lead")
        column.addWidget(self._time)

    def tell(self, minutes: int) -> None:
        """So many minutes were played."""
        self._time.say(time_text(minutes, self._allowed))


def heading(exercises: Exercises, scenario: Scenario) -> Heading:
    """The scenario and its clock, as it stands now."""
    made = Heading(scenario)
    made.tell(exercises.minutes)
    return made


def now_at(session: Session, scenario: Scenario, place: str) -> list[QWidget]:
    """The cards that are up: what is said at each, and what each reply does."""
    going = exercises_of(session).exercise
    if session.case is None or going is None:
        return []
    cards = places.cards_at(session.derived, place)
    beats = [beat for card in cards if (beat := scenario.beat(card.id)) is not None]
    if cards and not beats:
        return [Banner(_("Nothing is played here"), more=_("There is a button that fills in what the scenario holds."))]
    return [_beat(session, scenario, going, beat) for beat in beats]


def standing(session: Session, scenario: Scenario) -> list[QWidget]:
    """What counts at every card."""
    parts = [_hidden_facts(session, scenario), _trap(scenario), _persona(scenario), _learning(scenario)]
    if scenario.agencies:
        panel = Rows(_("What agencies hold"))
        for held in scenario.agencies:
            panel.add(fact_row(held.agency, held.holds))
        parts.append(panel)
    if scenario.readings:
        parts.append(Fold(_("the expert readings"), partial(_readings, session, scenario)))
    parts.append(Fold(_("where it lands, and why"), partial(_landing, session, scenario)))
    return [part for part in parts if part is not None]


# --- a card ----------------------------------------------------------------------------------------------------------


def _beat(session: Session, scenario: Scenario, going: Exercise, beat: Beat) -> Card:
    title = session.fill(session.pack.card(beat.card).title)
    chosen = moves.played(going, beat.card)
    shut = is_shut(scenario, moves.before(going, beat.card))
    card = Card(title, tone="accent", chip=Chip(_("Closed now"), "attention") if shut else None)
    card.add(Quote(session.fill(_("{They} {begins|begin}")), beat.says))
    if beat.shut is not None:
        card.add(Quote(_("While closed"), beat.shut.says), above=4)
    for manner in (Manner.BALANCED, Manner.COLLUSIVE, Manner.COMBATIVE):
        said = chosen is not None and chosen.manner is manner
        card.add(_turn(session, manner, beat.turn(manner), said=said), above=10)
    if beat.stop:
        card.add(Banner(_("The right act here is to ask no further"), "attention", more=beat.stop), above=10)
    return card


def _turn(session: Session, manner: Manner, turn: Turn, *, said: bool) -> QFrame:
    frame = QFrame()
    frame.setProperty("kind", "quote")
    if manner is Manner.BALANCED:
        frame.setProperty("tone", "accent")
    column = QVBoxLayout(frame)
    column.setContentsMargins(px(12), 0, 0, 0)
    column.setSpacing(px(2))
    word = manner_words()[manner]
    title = _("{manner}, chosen").format(manner=word) if said else word
    column.addWidget(Text(title, "note_heading", halo=False))
    column.addWidget(Text(quoted(turn.text), "note", halo=False))
    answers = f"{session.fill(_('{They} {answers|answer}:'))} {quoted(turn.says)}"
    column.addWidget(Text(answers, "note", halo=False))
    does = f"{turn.because} {session.fill(_('It shuts {them}.'))}" if turn.shuts else turn.because
    column.addWidget(Text(does, "note_muted", halo=False))
    return frame


# --- what stands -----------------------------------------------------------------------------------------------------


def _hidden_facts(session: Session, scenario: Scenario) -> QWidget | None:
    if not scenario.hidden:
        return None
    exercises = exercises_of(session)
    going = exercises.exercise if exercises.exercise and exercises.exercise.scenario == scenario.id else None
    released = going.released if going is not None else ()
    card = Card(_("Hidden facts"))
    for number, fact in enumerate(scenario.hidden, 1):
        card.add(Text(fact.fact, halo=False), above=8)
        when = " ".join(part for part in (f"{fact.when}." if fact.when else "", fact.why) if part)
        if when:
            card.add(Text(when, "note_muted", halo=False))
        if number in released:
            card.add(Chip(_("Released"), "settled"), above=2)
        elif going is not None and exercises.here:
            name = _("Release hidden fact {number}").format(number=number)
            card.add_buttons(Button(_("Release it"), name=name, on=partial(exercises.release, number)))
        else:
            card.add(Text(_("It can be released while the exercise is open."), "note_muted", halo=False))
    return card


def _trap(scenario: Scenario) -> Card:
    return Card(_("The trap"), lead=scenario.trap)


def _persona(scenario: Scenario) -> QWidget | None:
    persona = scenario.persona
    if persona is None:
        return None
    card = Card(_("{name}, {age}").format(name=persona.name, age=persona.age), lead=persona.manner)
    for title, lines in (
        (_("Shows"), persona.presents),
        (_("Hides"), persona.hides),
        (_("Opens up at"), persona.opens),
        (_("Shuts down at"), persona.shuts),
    ):
        if lines:
            card.add(Text(title, "note_heading", halo=False), above=8)
            card.add(Bullets(lines, "note"))
    return card


def _learning(scenario: Scenario) -> QWidget | None:
    return Card(_("What to learn here")).add(Bullets(scenario.learning)) if scenario.learning else None


def _readings(session: Session, scenario: Scenario) -> QWidget:
    panel = Rows()
    for domain, judged in scenario.readings.items():
        level = level_word(session.pack, domain, judged.level)
        panel.add(fact_row(session.word("domains", domain), f"{level}: {judged.why}"))
    return panel


def _landing(session: Session, scenario: Scenario) -> QWidget:
    lands = scenario.expected
    words: Sequence[str] = (session.word("concern", lands.concern.value), session.word("routes", lands.route.value))
    return Card(". ".join(words), lead=scenario.why)
