"""The screens of a trainer's own scenarios, and how to get there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from referral_assistant.ui.exercises import exercises_of
from referral_assistant.ui.scenario_edit_page import ScenarioEditPage
from referral_assistant.ui.window import Window


def _at(place: str, **changes: object) -> Callable[[Window], None]:
    """A copy of one of ours, at a place in it."""

    def way(window: Window) -> None:
        window.go("scenario:new")
        page, known = window.page, exercises_of(window.session).find("imran")
        assert isinstance(page, ScenarioEditPage)
        assert known is not None
        page.take(replace(known, id="", title="A copy", **changes))  # type: ignore[arg-type]
        window.session.background.drain()
        page.go_to(place)

    return way


OWN_SCREENS: dict[str, Callable[[Window], None]] = {
    "own scenarios": lambda window: window.go("scenario"),
    "a new scenario": lambda window: window.go("scenario:new"),
    "what is told": _at("title"),
    "what is told, with mistakes": _at("warning", warning="", trap=""),
    "who they are": _at("persona.name"),
    "an answer of a scenario": _at("case.own_part"),
    "a card that is played": _at("beats.own_part.says"),
    "a fact for later": _at("hidden[1].fact"),
    "where it lands": _at("why"),
}
