"""Short facts on one page: filled in at once, left open, or opened as a topic of their own."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from referral_assistant.model import State
from referral_assistant.ui import places
from referral_assistant.ui.window import Window
from tests.ui.driving import button, click, into_talk, press, type_in


def test_all_details_are_filled_in_on_one_page(window: Window) -> None:
    into_talk(window)
    session = window.session
    window.go("section:details")
    assert window.place == "together:details"
    press(window, Qt.Key.Key_2)
    assert session.derived.standing["pronouns"].values == ("she",)
    press(window, Qt.Key.Key_Tab)
    type_in(window, "Ren")
    click(window.page, "Continue")
    assert "name" not in session.derived.standing or session.derived.standing["name"].values == ("Ren",)
    assert window.place == "card:relationship"


@pytest.mark.parametrize("short", [False, True])
def test_short_facts_are_walked_past_together(window: Window, short: bool) -> None:
    into_talk(window)
    here = window.session.derived
    assert places.section(here, "details", in_room=True, short=short) == "together:details"
    last = places.cards_at(here, "together:details")[-1].id
    following = places.after(here, last, in_room=True, short=short)
    assert places.cards_at(here, following)[0].id == "relationship"
    assert places.before(here, "relationship", in_room=True, short=short) == "together:details"


def test_a_fact_that_opens_another_brings_it_onto_the_page(window: Window) -> None:
    into_talk(window)
    window.go("section:details")
    before = len(window.page.cards)
    window.session.answer("safe_contact", ["call"])
    assert len(window.page.cards) == before + 1


def test_a_fact_can_be_opened_as_a_topic_and_declined_there(window: Window) -> None:
    into_talk(window)
    window.go("section:details")
    click(window.page, "More about this: Their name")
    assert window.place == "card:name"
    click(window.page, "They did not want to answer")
    assert window.session.derived.standing["name"].state is State.DECLINED
    window.go("section:details")
    assert button(window.page, "Back").isVisible()


def test_names_to_keep_out_are_never_shown_in_the_room(window: Window) -> None:
    into_talk(window)
    window.go("together:names")
    assert window.place == "left"
    window.session.leave_room()
    window.go("section:names")
    assert window.place == "together:names"
