"""Where a trainer may jump, and what stands in the way of it: every screen and every card, with the session's own
rules."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from referral_assistant.conversation import GATE_KINDS
from referral_assistant.i18n import _
from referral_assistant.ui import places
from referral_assistant.ui.exercises import exercises_of

if TYPE_CHECKING:
    from referral_assistant.ui.session import Session
    from referral_assistant.ui.window import Window

CARD = "card"


class Jump(NamedTuple):
    """One line of the list: a place, what it is called, and under what."""

    place: str
    title: str
    group: str = ""

    @property
    def in_case(self) -> bool:
        """Whether it belongs to a conversation."""
        return bool(self.group)

    @property
    def line(self) -> str:
        """As it is shown, and as it is searched."""
        return f"{self.group} \u00b7 {self.title}" if self.group else self.title


class Obstacle(NamedTuple):
    """Why a place may not be shown: one sentence, and what may be done about it, where something may."""

    sentence: str
    offer: str = ""
    act: Callable[[], object] = lambda: None


def jumps(session: Session) -> tuple[Jump, ...]:
    """Every screen of the journey, every card of the conversation, and the pages of training that there are."""
    cards = [
        Jump(f"{CARD}:{card.id}", session.fill(card.title), session.fill(section.title))
        for section in session.pack.sections
        for card in section.cards
    ]
    return (*_first(), *cards, *_after(), *_apart())


def obstacle(window: Window, place: str) -> Obstacle | None:
    """What stands in the way of a place; None where it may be shown as things are. No rule is different here."""
    session = window.session
    name, _colon, detail = place.partition(":")
    page = window.kind_of(place)
    if page is None:
        return Obstacle(_("There is no such screen."))
    if page.in_case and session.case is None:
        return _no_case(session)
    if not page.in_case and not page.away:
        return None
    if page.in_case and (stands := _gate(session, name, detail)) is not None:
        return stands
    if name == CARD and not places.stands(session.derived, place):
        return _put_out(session, detail)
    if name in places.CLOSED_PLACES | {"letters"} and not _open(session, name):
        return Obstacle(
            _("Services and letters are closed until the outcome of the safety concern is recorded."),
            _("Go to the safety concern"),
            partial(window.go, "safety"),
        )
    if session.in_room and not window.lets(place):
        said = _("The person is in the room, and this is for you alone.")
        return Obstacle(said, _("Say that they have left"), session.leave_room)
    return None


def place_of(session: Session, place: str) -> str:
    """Where a place is shown: a card that shares a page with its section, there."""
    name, _colon, detail = place.partition(":")
    return places.of_card(session.derived, detail) if name == CARD and session.case is not None else place


def can_fill(session: Session, place: str) -> bool:
    """Whether the scenario holds something for what comes before a place, and nothing is recorded there yet."""
    return bool(_missing(session, place))


def fill(session: Session, place: str) -> None:
    """Record what the scenario holds for what comes before a place."""
    exercises_of(session).fill_in(*_missing(session, place))


# --- the list --------------------------------------------------------------------------------------------------------


def _first() -> tuple[Jump, ...]:
    return tuple(
        Jump(place, title)
        for place, title in (
            ("training", _("Training: scenarios")),
            ("notes", _("Notes on this scenario")),
            ("cases", _("All cases")),
        )
        if _known(place)
    )


def _after() -> tuple[Jump, ...]:
    group = _("Afterwards")
    return tuple(
        Jump(place, title, group)
        for place, title in (
            ("left", _("When we have finished")),
            ("everything", _("Everything answered")),
            ("means", _("What this means")),
            ("services", _("Services")),
            ("referral", _("Referral")),
            ("protection", _("Protection")),
            ("letters", _("Letters")),
            ("safety", _("Safety concern")),
        )
    )


def _apart() -> tuple[Jump, ...]:
    return tuple(
        Jump(place, title)
        for place, title in (
            ("compare", _("Compare the room")),
            ("debrief", _("Debrief")),
            ("directory", _("Directory")),
            ("provision", _("What is missing")),
            ("settings", _("Settings")),
            ("help", _("Help")),
        )
        if _known(place)
    )


# --- what stands in the way ------------------------------------------------------------------------------------------


def _no_case(session: Session) -> Obstacle:
    exercises = exercises_of(session)
    going = exercises.exercise
    if going is None or exercises.scenario is None:
        return Obstacle(_("This belongs to a conversation, and none is open. Begin a scenario first."))
    said = _("This belongs to a conversation, and none is open.")
    return Obstacle(said, _("Open the one that is played"), partial(session.open_case, going.case))


def _gate(session: Session, name: str, detail: str) -> Obstacle | None:
    """The checks before the conversation: what they close stays closed."""
    derived = session.derived
    if derived.gate_done or name == "safety" or (name == CARD and _kind(session, detail) in GATE_KINDS):
        return None
    if derived.stop is not None:
        if name in ("means", "protection", "letters", "everything", "stop"):
            # What a stop leaves open: safeguarding, and the file note (S10).
            return None
        return Obstacle(_("The checks before the conversation stop it here, so this stays closed."))
    said = _("The checks before the conversation are not finished, so this is closed.")
    if not exercises_of(session).here:
        return Obstacle(said)
    return Obstacle(said, _("Fill in the checks from the scenario"), exercises_of(session).pass_the_gate)


def _put_out(session: Session, card: str) -> Obstacle:
    said = _("This card comes up only after other answers than those recorded.")
    if not can_fill(session, f"{CARD}:{card}"):
        return Obstacle(said)
    return Obstacle(said, _("Fill in from the scenario"), partial(fill, session, f"{CARD}:{card}"))


def _open(session: Session, name: str) -> bool:
    return session.derived.services_open or (name == "letters" and session.derived.stop is not None)


def _kind(session: Session, card: str) -> object:
    return session.pack.section_of(card).kind


def _missing(session: Session, place: str) -> tuple[str, ...]:
    """The cards before a place for which the scenario holds an answer, and nothing is recorded."""
    exercises = exercises_of(session)
    scenario = exercises.scenario
    if scenario is None or not exercises.here:
        return ()
    name, _colon, detail = place.partition(":")
    order = {card.id: number for number, card in enumerate(session.pack.cards)}
    end = order.get(detail, len(order)) if name == CARD else len(order)
    held = session.derived.standing
    fresh = (a.card for a in scenario.case.answers if order.get(a.card, end) < end and a.card not in held)
    return tuple(dict.fromkeys(fresh))


def _known(place: str) -> bool:
    from referral_assistant.ui import inside

    return any(place in pages for pages in (inside.PAGES, inside.DIRECTORY_PAGES, inside.TRAINING_PAGES))
