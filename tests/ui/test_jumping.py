"""Ctrl+J goes to any screen and any card, by the session's own rules: where they close a place, it says so."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from referral_assistant.conversation import GATE_KINDS
from referral_assistant.ui import jumping
from referral_assistant.ui.exercises import Exercises, exercises_of
from referral_assistant.ui.jump_box import JumpBox
from referral_assistant.ui.window import Window
from tests.ui.driving import button, press, type_in

CTRL = Qt.KeyboardModifier.ControlModifier


pytestmark = pytest.mark.usefixtures("swept")


@pytest.fixture
def going(window: Window) -> Exercises:
    """Imran's scenario, at its gate."""
    found = exercises_of(window.session)
    found.begin("imran")
    window.go("start")
    return found


def opened(window: Window) -> JumpBox:
    """The list, brought up by its keys."""
    press(window, Qt.Key.Key_J, CTRL)
    boxes = [box for box in window.findChildren(JumpBox) if box.isVisible()]
    assert len(boxes) == 1
    return boxes[0]


def gone(window: Window) -> bool:
    """Whether no list is up."""
    return not [box for box in window.findChildren(JumpBox) if box.isVisible()]


def jump(window: Window, letters: str) -> JumpBox:
    """Type letters into the list, and press Enter."""
    box = opened(window)
    type_in(box, letters)
    press(box, Qt.Key.Key_Return)
    return box


def test_it_lists_every_card_and_every_screen_that_there_is(window: Window, going: Exercises) -> None:
    listed = {one.place for one in jumping.jumps(window.session)}
    assert {f"card:{card.id}" for card in window.session.pack.cards} <= listed
    for place in ("training", "notes", "cases", "everything", "means", "services", "letters", "directory", "help"):
        assert place in listed
    assert all(window.kind_of(place) is not None for place in listed)


def test_letters_narrow_it_and_arrows_walk_through_it(window: Window, going: Exercises) -> None:
    box = opened(window)
    every = len(box._found)
    type_in(box, "what this")
    assert [one.place for one in box._found] == ["means"]
    box.box.clear()
    box._narrow("")
    assert len(box._found) == every
    press(box, Qt.Key.Key_Down)
    assert box.chosen is not None
    assert box.chosen.place == box._found[1].place
    press(box, Qt.Key.Key_Escape)
    assert window.page.isVisible()
    assert gone(window)


def test_a_place_that_may_be_shown_is_shown(window: Window, going: Exercises) -> None:
    going.pass_the_gate()
    title = window.session.fill(window.session.pack.card("own_part").title)
    jump(window, title)
    assert window.place == "card:own_part"


def test_s10_what_the_gate_closes_stays_closed_and_it_says_so(window: Window, going: Exercises) -> None:
    before = window.place
    for card in window.session.pack.cards:
        kind = window.session.pack.section_of(card.id).kind
        stands = jumping.obstacle(window, f"card:{card.id}")
        assert (stands is None) is (kind in GATE_KINDS) or card.when is not None, card.id
    box = jump(window, window.session.fill(window.session.pack.card("own_part").title))
    assert window.place == before
    assert box.why.text() == "The checks before the conversation are not finished, so this is closed."
    assert box.go.plain == "Fill in the checks from the scenario"
    press(box, Qt.Key.Key_Return)
    assert window.session.derived.gate_done
    assert window.place == "card:own_part"


def test_s10_a_gate_that_stops_is_not_gone_round(window: Window) -> None:
    going = exercises_of(window.session)
    going.begin("darren")
    going.pass_the_gate()
    assert window.session.derived.stop is not None
    box = jump(window, window.session.fill(window.session.pack.card("own_part").title))
    assert box.isVisible()
    assert "stop it here" in box.why.text()
    assert not box.go.isEnabled()
    box.close()
    jump(window, "letters")
    assert window.place == "letters"


def test_s14_what_is_for_the_practitioner_alone_waits_until_they_have_left(window: Window, going: Exercises) -> None:
    going.pass_the_gate()
    window.go("start")
    assert window.session.in_room
    closed = [c for c in window.session.derived.path if not c.room_safe or c.listen_only]
    assert closed
    assert all(jumping.obstacle(window, f"card:{card.id}") is not None for card in closed)
    box = jump(window, "what this means")
    assert box.isVisible()
    assert box.why.text() == "The person is in the room, and this is for you alone."
    assert window.session.in_room
    button(box, "Say that they have left").click()
    assert not window.session.in_room
    assert window.place == "means"


def test_what_comes_before_is_filled_in_from_the_scenario_and_nothing_is_recorded_twice(
    window: Window, going: Exercises
) -> None:
    session = window.session
    session.answer("device_ready", ["ready"])
    session.answer("who_is_here", ["private"])
    assert session.case is not None
    before = len(session.case.answers)
    box = opened(window)
    type_in(box, "afterwards services")
    button(box, "Fill in what comes before, and go").click()
    assert window.place == "services"
    assert going.played is not None
    held = {answer.card for answer in session.case.answers}
    assert held == {answer.card for answer in going.played.case.answers}
    own = [answer.card for answer in session.case.answers if answer.card in ("device_ready", "who_is_here")]
    assert own == ["device_ready", "who_is_here"]
    assert before == 2


def test_a_card_that_is_not_asked_is_not_shown(window: Window, going: Exercises) -> None:
    going.pass_the_gate()
    path = {card.id for card in window.session.derived.path}
    out = next(c for c in window.session.pack.cards if c.id not in path)
    stands = jumping.obstacle(window, f"card:{out.id}")
    assert stands is not None
    assert stands.sentence == "This card comes up only after other answers than those recorded."


def test_s5_services_stay_closed_by_a_safety_concern(window: Window, going: Exercises) -> None:
    going.pass_the_gate()
    window.session.leave_room()
    window.session.safety_concern()
    box = jump(window, "afterwards services")
    assert "until the outcome of the safety concern is recorded" in box.why.text()
    button(box, "Go to the safety concern").click()
    assert window.place == "safety"


def test_without_a_case_it_leads_to_the_one_that_is_played(window: Window, going: Exercises) -> None:
    window.session.leave_case()
    title = window.session.fill(window.session.pack.card("device_ready").title)
    box = jump(window, title)
    assert box.isVisible()
    assert box.go.plain == "Open the one that is played"
    press(box, Qt.Key.Key_Return)
    assert going.here
    assert window.place == "card:device_ready"


def test_without_a_scenario_it_says_what_to_do(window: Window) -> None:
    box = jump(window, "what this means")
    assert box.isVisible()
    assert box.why.text().endswith("Begin a scenario first.")
    assert not box.go.isEnabled()
    box.close()
    jump(window, "settings")
    assert window.place == "settings"


@pytest.mark.parametrize(("key", "place"), [(Qt.Key.Key_F8, ""), (Qt.Key.Key_F9, "safety")])
def test_it_is_never_in_the_way_of_f8_and_f9(window: Window, going: Exercises, key: Qt.Key, place: str) -> None:
    box = opened(window)
    press(box, key)
    assert gone(window)
    assert window.covered is not bool(place)
    assert place in ("", window.place)
    for top in QApplication.topLevelWidgets():
        if top is not window:
            top.close()
