"""The ten steps of the tour: where each is, which control it points at, and what it says of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from referral_assistant.i18n import _
from referral_assistant.ui import places
from referral_assistant.ui.card_form import CardForm
from referral_assistant.ui.exercises import exercises_of
from referral_assistant.ui.widgets import Button, NavRow, RowButton, SayCard

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from referral_assistant.ui.window import Window

EXEMPLAR = "imran"
"""An ordinary referral: what is shown round in, where nothing is under way."""


class Step(NamedTuple):
    """page: the page it is on; place: where that is, made ready where it has to be; target: the control, or None where
    it is not there now."""

    title: str
    text: str
    page: str
    place: Callable[[Window], str]
    target: Callable[[Window], QWidget | None]


def steps() -> tuple[Step, ...]:
    """All of them, in order."""
    return (
        Step(
            _("This is training"),
            _("While this band is up, nobody here is real, and nothing can be sent as real. Live cases are elsewhere."),
            "cases",
            _at("cases"),
            lambda window: window.band,
        ),
        Step(
            _("Begin with a scenario"),
            _("An invented person, played on the real screens. What you learn here is the same with real people."),
            "cases",
            _at("cases"),
            _button(lambda b: b.kind == "primary" and b.plain != _("New conversation")),
        ),
        Step(
            _("Choose one"),
            _("Each says who you are, who comes, and how long it takes. What they hide is not in the list."),
            "training",
            _at("training"),
            _first(RowButton),
        ),
        Step(
            _("Read before you begin"),
            _("What it touches on stands here. You may choose another, or only watch. Nobody has to say why."),
            "brief",
            _at(f"brief:{EXEMPLAR}"),
            _button(lambda b: b.kind == "primary"),
        ),
        Step(
            _("The person speaks here"),
            _("Choose one of three replies, or type your own. How they answer depends on how you ask."),
            "card",
            _talk,
            _persona,
        ),
        Step(
            _("Words you could say"),
            _("They are the same with real people. Say them in your own way; the notes, F7, tell why we ask."),
            "card",
            _talk,
            _first(SayCard),
        ),
        Step(
            _("Record what you heard"),
            _("Nothing is filled in for you. Each number is a key, and what you choose is saved at once."),
            "card",
            _talk,
            _answer,
        ),
        Step(
            _("No answer is an answer"),
            _("They may decline, and you may stop asking. It is recorded fairly and counts against nobody."),
            "card",
            _talk,
            _button(lambda b: b.plain.startswith(_("Could not ask"))),
        ),
        Step(
            _("Two keys that always work"),
            _("F8 hides everything: try it now, and press any key to come back. F9 is for a worry about safety."),
            "card",
            _talk,
            _button(lambda b: b.key == "F8"),
        ),
        Step(
            _("When you have finished"),
            _("What it means, services and letters follow here. To teach a room, press F5. This tour is in Help, F1."),
            "card",
            _talk,
            _finish,
        ),
    )


# --- where -----------------------------------------------------------------------------------------------------------


def _at(place: str) -> Callable[[Window], str]:
    return lambda _window: place


def _talk(window: Window) -> str:
    """The first card at which somebody speaks: of the exercise under way, or else of an ordinary referral, begun."""
    session, exercises = window.session, exercises_of(window.session)
    going = exercises.exercise
    if going is None or exercises.scenario is None:
        exercises.begin(EXEMPLAR)
        exercises.pass_the_gate()
    elif not exercises.here:
        session.open_case(going.case)
    scenario = exercises.scenario
    if scenario is None or not session.derived.gate_done:
        # Somebody's exercise stands before its checks, and is left as it is.
        return "start"
    beats = (places.of_card(session.derived, beat.card) for beat in scenario.beats)
    return next((place for place in beats if places.stands(session.derived, place)), "start")


# --- which -----------------------------------------------------------------------------------------------------------


def _button(fits: Callable[[Button], bool]) -> Callable[[Window], QWidget | None]:
    return lambda window: next((b for b in window.stage.findChildren(Button) if b.isVisible() and fits(b)), None)


def _first(kind: type[QWidget]) -> Callable[[Window], QWidget | None]:
    def found(window: Window) -> QWidget | None:
        seen = (w for w in window.page.findChildren(kind) if w.isVisible() and w.isEnabled())
        return next(seen, None)

    return found


def _answer(window: Window) -> QWidget | None:
    form = next((form for form in window.page.findChildren(CardForm) if form.isVisible()), None)
    return form.control if form is not None else None


def _persona(window: Window) -> QWidget | None:
    from referral_assistant.ui.persona_panel import PersonaPanel

    return _first(PersonaPanel)(window)


def _finish(window: Window) -> QWidget | None:
    """The line of the list behind which all of it is, or what brings that list."""
    rows = (row for row in window.stage.findChildren(NavRow) if row.isVisible() and row.item.place in ("left", "means"))
    return next(rows, None) or _button(lambda b: b.key == "F6")(window)
