"""A scenario played on the real screens: the journey by keys, a reply of one's own, and what whoever leads can do."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import cycle, pairwise
from pathlib import Path
from time import process_time

import pytest
from PySide6.QtCore import Qt

from referral_assistant.assessment import assess
from referral_assistant.content import load_scenarios
from referral_assistant.conversation import in_path_answers
from referral_assistant.journey import training_pack
from referral_assistant.model import Manner, Scenario, SectionKind, State
from referral_assistant.training.exercise import FILE
from referral_assistant.training.playing import case_of, played, replies
from referral_assistant.ui.at_play import KEPT
from referral_assistant.ui.conversation_page import CardPage
from referral_assistant.ui.exercises import Exercises, exercises_of
from referral_assistant.ui.held import aloud
from referral_assistant.ui.persona_panel import LETTERS
from referral_assistant.ui.phrases import time_text
from referral_assistant.ui.widgets import Button, ChoiceRow, Question, Text
from referral_assistant.ui.window import Window
from tests.ui.clipping import clipped
from tests.ui.conftest import Clock
from tests.ui.driving import button, click, focus, press, seen, type_in, whole
from tests.ui.test_by_keyboard import use
from tests.ui.training_screens import TRAINING_SCREENS, begun, panel

ALT = Qt.KeyboardModifier.AltModifier
PACK = training_pack()
SCENARIOS = load_scenarios(PACK)
PLAYED = [scenario for scenario in SCENARIOS if scenario.beats]


# --- the journey by keys ---------------------------------------------------------------------------------------------


def reply(window: Window, manner: Manner) -> None:
    """Press the letter under which a manner stands at the card that is up."""
    exercises = exercises_of(window.session)
    assert exercises.scenario is not None
    order = replies(exercises.scenario, window.page.detail)
    press(window, getattr(Qt.Key, f"Key_{LETTERS[order.index(manner)]}"))


def record(window: Window) -> None:
    """Record on the card what was heard, by its number, and go on."""
    exercises, card = exercises_of(window.session), window.session.pack.card(window.page.detail)
    assert exercises.exercise is not None
    assert exercises.scenario is not None
    choices = exercises.exercise.choices
    heard = played(exercises.scenario, choices[:-1], choices[-1]).heard
    if heard.state is not State.ANSWERED:
        press(window, Qt.Key.Key_D if heard.state is State.DECLINED else Qt.Key.Key_N, ALT)
        return
    offered = [option.id for option in window.session.derived.offered(card)]
    for value in heard.values:
        number = offered.index(value)
        if number < 9:
            press(window, Qt.Key(Qt.Key.Key_1 + number))
        else:
            # The tenth has no number: a click chooses it.
            row = window.page.seek(ChoiceRow, lambda r, v=value: r.choice.id == v)  # type: ignore[misc]
            assert row is not None
            row.click()
    press(window, Qt.Key.Key_Return)


def converse(window: Window, manners: Iterator[Manner]) -> None:
    """Walk on by keys until there is no card to walk on from."""
    for _ in range(120):
        place = window.place
        if place.startswith("together:"):
            if isinstance(focus(), Button):
                press(window, Qt.Key.Key_Space)
            exercises = exercises_of(window.session)
            spoken = aloud(exercises, whole(window.page).cards) if exercises.here else ()  # type: ignore[attr-defined]
            if spoken:
                use(window, window.session.fill(PACK.card(spoken[0]).title))
            else:
                press(window, Qt.Key.Key_C, ALT)
        elif not place.startswith("card:"):
            return
        elif isinstance(window.page, CardPage) and window.page._to_reply:
            reply(window, next(manners))
            record(window)
        else:
            if isinstance(focus(), Button):
                press(window, Qt.Key.Key_Space)
            press(window, Qt.Key.Key_Return)
        assert window.place != place, place
    raise AssertionError(window.place)


def test_the_whole_journey_of_imran_by_keys(window: Window) -> None:
    press(window, Qt.Key.Key_Return)  # Choose a scenario
    assert window.session.background.drain()
    press(window, Qt.Key.Key_Return)  # the first of the list
    assert window.place == "brief:imran"
    press(window, Qt.Key.Key_Return)  # Begin at the privacy check
    assert window.place == "card:device_ready"
    mixed = [Manner.BALANCED, Manner.COLLUSIVE, Manner.BALANCED, Manner.COMBATIVE, Manner.BALANCED]
    converse(window, cycle(mixed))
    assert window.place == "left"
    assert window.session.in_room
    use(window, "I am on my own now")
    converse(window, cycle(mixed))
    assert window.place == "everything"

    exercises = exercises_of(window.session)
    assert exercises.exercise is not None
    assert exercises.scenario is not None
    case = window.session.case
    assert case is not None
    choices = exercises.exercise.choices
    assert [choice.manner for choice in choices] == [m for m, _ in zip(cycle(mixed), choices, strict=False)]
    assert len({choice.manner for choice in choices}) == 3
    wanted = case_of(PACK, exercises.scenario, choices)
    held = {card: (a.values, a.state) for card, a in in_path_answers(PACK, case.answers).items()}
    assert held == {card: (a.values, a.state) for card, a in in_path_answers(PACK, wanted.answers).items()}
    mine, theirs = window.session.derived.assessment, assess(PACK, wanted)
    assert (mine.concern, mine.route, mine.overall) == (theirs.concern, theirs.route, theirs.overall)


# --- the panel -------------------------------------------------------------------------------------------------------


def test_a_reply_leads_to_its_answer_and_nothing_is_filled_in(window: Window) -> None:
    begun(window, "imran")
    window.go("card:something_wrong")
    assert "I am not myself at home. I get loud. I do not like it." in seen(window)
    reply(window, Manner.COLLUSIVE)
    text = seen(window)
    assert "Perhaps it is only the headaches." in text
    assert "What happens when you get loud?" not in text
    assert "something_wrong" not in window.session.derived.standing
    assert isinstance(focus(), ChoiceRow)
    press(window, Qt.Key.Key_2)
    assert window.session.derived.standing["something_wrong"].values == ("sees_some",)


def test_s29_what_is_typed_is_kept_in_the_exercise_and_nowhere_else(window: Window) -> None:
    mine = "Calm down. It takes two to argue, Zebedee."
    exercises = begun(window, "imran")
    window.go("card:something_wrong")
    click(window, "Say it in your own words")
    assert "Use no real case, and nobody you know." in seen(window)
    type_in(window, mine)
    press(window, Qt.Key.Key_F4)
    press(window, Qt.Key.Key_F4)
    box = panel(window).box
    assert box is not None
    assert box.words() == mine
    click(window, "Say it")
    text = seen(window)
    assert "Which of these was it most like?" in text
    assert "“takes two to”: This makes two people answerable" in text
    reply(window, Manner.COMBATIVE)
    assert exercises.exercise is not None
    assert [(c.manner, c.typed) for c in exercises.exercise.choices] == [(Manner.COMBATIVE, mine)]
    assert mine in seen(window)
    assert "No. I should not have said anything." in seen(window)
    press(window, Qt.Key.Key_3)
    click(window, "Continue")
    folder = window.session.folder(training=True)
    files = [path for path in folder.rglob("*") if path.is_file() and b"Zebedee" in path.read_bytes()]
    assert files == [folder / FILE]
    assert KEPT == FILE
    exercises.reset()
    assert not [path for path in folder.rglob("*") if path.is_file() and b"Zebedee" in path.read_bytes()]


def test_what_is_half_typed_does_not_come_into_another_exercise(window: Window) -> None:
    begun(window, "imran")
    window.go("card:something_wrong")
    click(window, "Say it in your own words")
    type_in(window, "Tell me")
    window.go("cases")
    begun(window, "imran")
    window.go("card:something_wrong")
    assert panel(window).choices is not None


def test_an_empty_reply_is_not_said(window: Window) -> None:
    exercises = begun(window, "imran")
    window.go("card:something_wrong")
    click(window, "Say it in your own words")
    click(window, "Say it")
    assert panel(window).box is focus()
    click(window, "Choose from three instead")
    assert panel(window).choices is not None
    assert exercises.exercise is not None
    assert exercises.exercise.choices == ()


def test_letters_in_a_text_box_are_text(window: Window) -> None:
    exercises = begun(window, "imran")
    window.go("card:something_wrong")
    use(window, "Their words")
    type_in(window, "abc")
    assert exercises.exercise is not None
    assert exercises.exercise.choices == ()


def test_something_else_can_be_said_and_takes_back_what_followed(window: Window) -> None:
    exercises = begun(window, "imran")
    for card in ("something_wrong", "other_times"):
        window.go(f"card:{card}")
        reply(window, Manner.COMBATIVE)
        record(window)
    window.go("card:something_wrong")
    click(window, "Say something else instead")
    (question,) = [q for q in window.window().findChildren(Question) if q.isVisible()]
    click(question, "Say something else")
    assert exercises.exercise is not None
    assert exercises.exercise.choices == ()
    assert not {"something_wrong", "other_times"} & set(window.session.derived.standing)
    assert window.place == "card:something_wrong"
    reply(window, Manner.BALANCED)
    assert "I am not proud of how I have been at home." in seen(window)


def test_stop_asking_is_always_there_and_ends_what_the_person_says(window: Window) -> None:
    exercises = begun(window, "huw")
    for card in ("something_wrong", "other_times"):
        window.go(f"card:{card}")
        assert button(window, "Stop asking")
        reply(window, Manner.BALANCED)
        assert button(window, "Stop asking")
        record(window)
    window.go("card:effect_adult")
    click(window, "Say it in your own words")
    click(window, "Stop asking")
    text = seen(window)
    assert "You stopped asking." in text
    assert "press F9" in text
    scenario, exercise = exercises.scenario, exercises.exercise
    assert scenario is not None
    assert exercise is not None
    assert exercise.choices[-1].manner is None
    beat = scenario.beat("effect_adult")
    assert beat is not None
    assert beat.stop not in text
    window.go("card:wants_change")
    assert "Huw says nothing more in this conversation." in seen(window)
    assert panel(window).choices is None
    click(window, "Finish for now")
    assert window.place == "left"


def test_one_can_ask_after_all(window: Window) -> None:
    TRAINING_SCREENS["played stopped"](window)
    click(window, "Ask after all")
    assert panel(window).choices is not None
    assert not exercises_of(window.session).stopped


def test_where_nobody_speaks_stopping_counts_from_the_next_card_that_is_played(window: Window) -> None:
    exercises = begun(window, "imran")
    window.go("card:asked_for_help")
    click(window, "Stop asking")
    assert exercises.exercise is not None
    assert [(c.card, c.manner) for c in exercises.exercise.choices] == [("something_wrong", None)]


def test_while_closed_a_sentence_is_not_shown_twice(window: Window) -> None:
    begun(window, "imran")
    window.go("card:something_wrong")
    reply(window, Manner.COMBATIVE)
    record(window)
    window.go("card:other_times")
    shut = "I have told you what happened."
    assert seen(window).count(shut) == 1
    reply(window, Manner.COLLUSIVE)
    text = seen(window)
    assert text.count(shut) == 1
    assert "Imran says no more than that." in text


def test_the_manners_are_not_named_before_the_reply(window: Window) -> None:
    begun(window, "imran")
    window.go("card:something_wrong")
    window.fold_notes()
    assert "Three ways to answer" not in seen(window)
    assert "Why we ask" in seen(window)
    click(window, "Say it in your own words")
    assert "Three ways to answer" not in seen(window)
    click(window, "Choose from three instead")
    reply(window, Manner.BALANCED)
    assert "Three ways to answer" in seen(window)


def test_a_card_without_a_beat_shows_what_the_scenario_holds_and_fills_it_in(window: Window) -> None:
    begun(window, "imran")
    window.go("card:tried_before")
    assert "I go for a walk. It does not always work." in seen(window)
    click(window, "Fill it in")
    held = window.session.derived.standing["tried_before"]
    assert (held.values, held.words) == (("did_not_last",), "I go for a walk. It does not always work.")
    window.go("section:details")
    click(window, "Fill these in")
    assert window.session.derived.standing["name"].values == ("Imran Saltway",)


def test_a_case_that_is_not_played_looks_as_it_always_does(window: Window) -> None:
    begun(window, "imran")
    window.session.leave_case()
    window.session.new_case()
    window.go("start")
    assert isinstance(window.page, CardPage)
    assert window.page._persona is None
    with pytest.raises(AssertionError, match="no button"):
        button(window, "Freeze")


# --- the order of the replies ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("found", PLAYED, ids=[s.id for s in PLAYED])
def test_the_order_is_the_same_each_time_and_never_throughout(found: Scenario) -> None:
    orders = [replies(found, beat.card) for beat in found.beats]
    assert orders == [replies(found, beat.card) for beat in found.beats]
    assert all(set(order) == set(Manner) for order in orders)
    assert all(one != other for one, other in pairwise(orders))


def test_the_order_gives_nothing_away_over_the_bank() -> None:
    orders = [replies(s, beat.card) for s in PLAYED for beat in s.beats]
    for manner in Manner:
        places = Counter(order.index(manner) for order in orders)
        assert all(len(orders) / 4 < places[place] < len(orders) / 2.4 for place in range(3)), (manner, places)
    assert len(Counter(orders)) == 6


def test_no_reply_to_a_card_that_is_not_played() -> None:
    with pytest.raises(KeyError):
        replies(PLAYED[0], "nothing")


# --- for whoever leads -----------------------------------------------------------------------------------------------


def play(window: Window, *cards: str) -> Exercises:
    """Reply at these cards and record what is heard."""
    for card in cards:
        window.go(f"card:{card}")
        reply(window, Manner.COLLUSIVE)
        record(window)
    return exercises_of(window.session)


def test_one_key_freezes_and_goes_on_and_the_clock_stands_meanwhile(window: Window, clock: Clock) -> None:
    exercises = begun(window, "imran")
    window.go("card:something_wrong")
    clock.pass_by(minutes=4)
    press(window, Qt.Key.Key_F4)
    assert window.place == "paused:card:something_wrong"
    assert "Take your time." in seen(window)
    assert not window._list.isVisible()
    clock.pass_by(minutes=30)
    assert exercises.minutes == 4
    press(window, Qt.Key.Key_F4)
    assert window.place == "card:something_wrong"
    clock.pass_by(minutes=1)
    assert exercises.minutes == 5
    press(window, Qt.Key.Key_F4)
    press(window, Qt.Key.Key_Return)
    assert window.place == "card:something_wrong"


def test_the_clock_can_be_hidden_and_never_alarms(window: Window, clock: Clock) -> None:
    begun(window, "imran")

    def told() -> list[str]:
        return [t.text() for t in window._top.findChildren(Text) if t.isVisible() and "minutes" in t.text()]

    clock.pass_by(minutes=3)
    window.refresh()
    assert told() == ["3 of 20 minutes"]
    clock.pass_by(minutes=60)
    window.refresh()
    assert told() == ["63 minutes"]
    assert time_text(20, 20) == "20 minutes"
    press(window, Qt.Key.Key_F4)
    click(window, "Hide or show the clock")
    assert told() == []
    press(window, Qt.Key.Key_F4)
    assert told() == []


def test_three_cards_back_and_the_window_goes_there(window: Window) -> None:
    begun(window, "imran")
    exercises = play(window, "something_wrong", "other_times", "own_part", "effect_adult")
    press(window, Qt.Key.Key_F4)
    press(window, Qt.Key.Key_B, ALT)
    assert window.place == "card:other_times"
    assert panel(window).choices is not None
    assert exercises.exercise is not None
    assert [choice.card for choice in exercises.exercise.choices] == ["something_wrong"]
    held = set(window.session.derived.standing)
    assert "something_wrong" in held
    assert not {"other_times", "own_part", "effect_adult"} & held


def test_every_way_side_by_side_only_when_asked_for(window: Window) -> None:
    exercises = begun(window, "imran")
    window.go("card:something_wrong")
    press(window, Qt.Key.Key_F4)
    assert exercises.scenario is not None
    beat = exercises.scenario.beats[0]
    because = [beat.turn(manner).because for manner in Manner]
    assert not any(text in seen(window) for text in because)
    click(window, "Show every way")
    text = seen(window)
    assert all(text.count(words) == 1 for words in because)
    assert all(beat.turn(manner).says in text for manner in Manner)
    click(window, "Hide every way")
    assert not any(words in seen(window) for words in because)


def test_a_fact_comes_out_and_waits_until_the_practitioner_is_alone(window: Window) -> None:
    exercises = begun(window, "huw")
    assert exercises.scenario is not None
    fact = exercises.scenario.hidden[0].fact
    window.go("card:something_wrong")
    press(window, Qt.Key.Key_F4)
    assert "The next morning." in seen(window)
    assert fact not in seen(window)
    press(window, Qt.Key.Key_L, ALT)
    text = seen(window)
    assert fact in text
    assert exercises.scenario.hidden[0].why in text
    assert "Concern was not explored, and is high." in text
    press(window, Qt.Key.Key_F4)

    def frame() -> str:
        return "\n".join(t.text() for t in window.findChildren(Text) if t.isVisible())

    assert window.session.in_room
    assert fact not in frame()
    assert "It can wait until you are on your own." in frame()
    window.session.leave_room()
    window.go("means")
    assert fact in frame()
    assert "The next step was: ask a specialist first. It is: ask about a panel." in frame()
    assert window.session.derived.standing["changes"].source.value == "victim"
    click(window, "I have read it")
    assert fact not in frame()


def test_s29_start_again_asks_once_and_takes_less_than_a_second(window: Window) -> None:
    begun(window, "imran")
    exercises = exercises_of(window.session)
    exercises.from_talk = False
    play(window, "something_wrong", "other_times")
    window.session.leave_room()
    window.go("means")
    click(window, "Start again")
    (question,) = [q for q in window.window().findChildren(Question) if q.isVisible()]
    assert question.focusWidget() is button(question, "Go on as it is")
    before = process_time()
    click(question, "Start again")
    assert process_time() - before < 1
    assert window.place == "card:device_ready"
    assert window.session.case is not None
    assert window.session.case.answers == ()
    assert exercises.exercise is not None
    assert exercises.exercise.choices == ()
    assert len(window.session.summaries()) == 1


def test_who_began_with_the_conversation_starts_again_there(window: Window) -> None:
    begun(window, "imran")
    play(window, "something_wrong")
    click(window, "Start again")
    (question,) = [q for q in window.window().findChildren(Question) if q.isVisible()]
    click(question, "Start again")
    assert window.place == "card:asked_for_help"
    assert window.session.in_room


def test_an_exercise_is_ended_and_its_case_stays(window: Window) -> None:
    exercises = begun(window, "imran")
    press(window, Qt.Key.Key_F4)
    press(window, Qt.Key.Key_E, ALT)
    (question,) = [q for q in window.window().findChildren(Question) if q.isVisible()]
    click(question, "End it")
    assert exercises.exercise is None
    assert window.place == "training"
    assert len(window.session.summaries()) == 1
    with pytest.raises(AssertionError, match="no button"):
        button(window, "Freeze")


@pytest.mark.parametrize(
    "scenario", ["callum", *(pytest.param(s, marks=pytest.mark.thorough) for s in ("yusuf", "desmond"))]
)
def test_a_scenario_can_be_walked_through_to_its_end(window: Window, scenario: str) -> None:
    """One that stops at the gate, one with a reply among short facts, one with a card of many answers."""
    found = next(s for s in SCENARIOS if s.id == scenario)
    begun(window, scenario)
    converse(window, cycle(Manner))
    if window.place.startswith("stop:"):
        return
    assert window.place == "left"
    held = {answer.card for answer in found.case.answers}
    standing = window.session.derived.standing
    topics = [c.id for c in window.session.derived.path if PACK.section_of(c.id).kind is SectionKind.TALK]
    assert not [card for card in topics if card in held and card not in standing]


def test_every_control_fits_a_small_window(build: Callable[..., Window]) -> None:
    window = build(800, 560)
    window.train()
    cut = {}
    for screen, way in TRAINING_SCREENS.items():
        window.go("cases")
        way(window)
        seen(window)
        cut[screen] = clipped(window)
    assert not {screen: texts for screen, texts in cut.items() if texts}


def test_the_file_of_an_exercise_holds_no_more_than_what_was_done(window: Window) -> None:
    begun(window, "imran")
    play(window, "something_wrong")
    data = json.loads(Path(window.session.folder(training=True) / FILE).read_text("utf-8"))
    assert data["choices"] == [{"card": "something_wrong", "manner": "collusive"}]
