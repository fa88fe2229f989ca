"""The screens of training on which a scenario is chosen and played, and how to get to each; see `screens.py`."""

from __future__ import annotations

from collections.abc import Callable

from referral_assistant.model import Manner
from referral_assistant.ui.conversation_page import CardPage
from referral_assistant.ui.exercises import Exercises, exercises_of
from referral_assistant.ui.persona_panel import PersonaPanel
from referral_assistant.ui.widgets import Fold
from referral_assistant.ui.window import Window
from tests.ui.driving import click


def begun(window: Window, scenario: str = "huw") -> Exercises:
    """A scenario, begun with the conversation."""
    found = exercises_of(window.session)
    found.begin(scenario)
    found.pass_the_gate()
    window.go("start")
    return found


def panel(window: Window) -> PersonaPanel:
    """The invented person beside the card that is up."""
    page = window.page
    assert isinstance(page, CardPage)
    assert page._persona is not None
    return page._persona


def _listed(window: Window) -> None:
    window.go("training")
    assert window.session.background.drain()


def _turn(window: Window) -> None:
    begun(window)
    window.go("card:something_wrong")


def _own(window: Window) -> None:
    _turn(window)
    click(window, "Say it in your own words")


def _which(window: Window) -> None:
    _own(window)
    box = panel(window).box
    assert box is not None
    box.setPlainText("Calm down. It takes two to argue.")
    click(window, "Say it")


def _answered(window: Window) -> None:
    _turn(window)
    exercises_of(window.session).choose("something_wrong", Manner.COMBATIVE)


def _unfolded(window: Window) -> None:
    window.go("brief:imran")
    for fold in window.page.findChildren(Fold):
        fold.turn()


def _stopped(window: Window) -> None:
    begun(window)
    window.go("card:effect_adult")
    click(window, "Stop asking")


def _frozen(window: Window) -> None:
    _answered(window)
    window.go(f"paused:{window.place}")


def _every_way(window: Window) -> None:
    _frozen(window)
    click(window, "Show every way")
    click(window, "Let it out")


def _news(window: Window) -> None:
    _every_way(window)
    window.session.leave_room()
    window.go("card:changes")


def _at(place: str) -> Callable[[Window], None]:
    def way(window: Window) -> None:
        begun(window)
        window.go(place)

    return way


TRAINING_SCREENS: dict[str, Callable[[Window], None]] = {
    "training": _listed,
    "before a scenario": lambda window: window.go("brief:imran"),
    "before a scenario, unfolded": _unfolded,
    "before a scenario, for trainers": lambda window: window.go("notes:of:imran"),
    "played first words": lambda window: (begun(window, "imran"), None)[1],
    "played short facts": _at("section:details"),
    "played a turn": _turn,
    "played own words": _own,
    "played which of three": _which,
    "played an answer": _answered,
    "played stopped": _stopped,
    "frozen": _frozen,
    "frozen with every way": _every_way,
    "something new is known": _news,
}
"""Screen -> how to get there from the list of cases, in training."""
