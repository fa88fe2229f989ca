"""A scenario while it is written: one place changed, and nothing else but what has to go with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referral_assistant.content import load_scenarios
from referral_assistant.conversation import current, gate_done
from referral_assistant.journey import training_pack
from referral_assistant.model import Answer, Judged, Level, Scenario
from referral_assistant.training import editing
from referral_assistant.training.editing import changed, value_at
from referral_assistant.training.linting import lint

PACK = training_pack()
BANK = load_scenarios(PACK)
IMRAN = BANK[0]
EMPTY = editing.blank(IMRAN, date(2026, 11, 21))
CARDS = [card.id for card in PACK.cards]

PLACES = {
    "title": "Another",
    "persona.manner": "Loud.",
    "agencies[2].holds": "Nothing.",
    "beats.own_part.collusive.text": "Quite.",
    "beats.own_part.shut": None,
    "hidden[1].when": "At once",
    "readings.impact": Judged("Because.", Level.MIXED),
    "readings.impact.why": "Because.",
    "lands.collusive.route": "hold",
    "case.practitioner.role": "Nurse",
    "case.organisation.address": ("1 Quay",),
}


@pytest.mark.parametrize("place", PLACES)
def test_one_place_is_changed_and_nothing_else(place: str) -> None:
    now = changed(IMRAN, place, PLACES[place])
    assert value_at(now, place) == PLACES[place]
    assert changed(now, place, value_at(IMRAN, place)) == IMRAN


def test_a_mapping_takes_what_was_not_there() -> None:
    assert value_at(changed(EMPTY, "readings.impact", Judged("Why.")), "readings.impact") == Judged("Why.")


@pytest.mark.parametrize("place", ["nothing", "persona.nothing", "beats.nothing.says", "agencies[9].holds"])
def test_there_is_no_such_place(place: str) -> None:
    with pytest.raises((AttributeError, StopIteration, IndexError, KeyError)):
        value_at(IMRAN, place)


def held(scenario: Scenario, card: str) -> tuple[str, ...]:
    found = current(scenario.case.answers).get(card)
    return found.values if found else ()


def test_what_the_person_is_goes_into_the_answers_as_well() -> None:
    now = changed(changed(EMPTY, "persona.age", 41), "persona.gender", "man")
    assert (held(now, "age"), held(now, "gender")) == (("41",), ("man",))
    assert held(changed(now, "persona.age", 42), "age") == ("42",)
    assert held(changed(now, "persona.age", 0), "age") == ()
    other = editing.with_answer(PACK, now.case.answers, "age", Answer("age", ("60",)))
    kept = changed(replace(now, case=replace(now.case, answers=other)), "persona.age", 42)
    assert held(kept, "age") == ("60",)  # somebody answered it themselves: the linter says that the two differ


def test_what_shows_a_learning_point_stays_with_it() -> None:
    told = replace(IMRAN, learning=("One.", "Two."), shown_by=("", "asked:own_part"))
    assert changed(told, "learning", ("Two.", "New.")).shown_by == ("asked:own_part", "")
    assert changed(told, "learning", ("New.",)).shown_by == ()


@given(st.lists(st.sampled_from(CARDS), unique=True), st.sampled_from(CARDS))
def test_answers_stay_in_the_order_of_the_conversation(cards: list[str], another: str) -> None:
    answers: tuple[Answer, ...] = ()
    for card in [*cards, another, another]:
        answers = editing.with_answer(PACK, answers, card, Answer(card, ("x",)))
    assert [answer.card for answer in answers] == sorted({*cards, another}, key=CARDS.index)
    without = editing.with_answer(PACK, answers, another, None)
    assert [answer.card for answer in without] == [a.card for a in answers if a.card != another]


@given(st.permutations(editing.playable(PACK, EMPTY)))
def test_cards_that_are_played_stay_in_the_order_of_the_conversation(cards: list[str]) -> None:
    scenario = EMPTY
    for card in cards[:8]:
        scenario = editing.with_beat(PACK, scenario, card)
    assert [beat.card for beat in scenario.beats] == sorted(cards[:8], key=CARDS.index)
    assert not {beat.card for beat in scenario.beats} & {*editing.playable(PACK, scenario)}
    assert editing.without_beat(scenario, cards[0]).beat(cards[0]) is None


def test_s11_what_is_only_listened_for_is_never_offered_to_be_played() -> None:
    offered = editing.playable(PACK, EMPTY)
    assert offered
    assert not [card for card in offered if PACK.card(card).listen_only]
    assert "serious_harm" not in offered


def test_the_checks_are_answered_so_that_the_talk_may_begin() -> None:
    assert not gate_done(PACK, EMPTY.case.answers)
    assert gate_done(PACK, editing.with_checks(PACK, EMPTY).case.answers)
    assert editing.with_checks(PACK, IMRAN) == IMRAN


def test_an_empty_one_is_told_all_that_it_lacks() -> None:
    places = {place for place, _sentence in lint(PACK, EMPTY)}
    assert places >= {"title", "warning", "persona.name", "persona.age", "beats", "hidden", "readings.impact"}


@pytest.mark.parametrize(
    ("title", "found"), [("The late shift!", "the-late-shift"), ("Élan", "lan"), ("…", "scenario"), ("new", "new-2")]
)
def test_a_short_name_is_made_of_the_title(title: str, found: str) -> None:
    assert editing.free_id(title, {"imran"}) == found


@given(st.text(), st.sets(st.text(max_size=5)))
def test_a_short_name_that_is_made_will_always_do(title: str, taken: set[str]) -> None:
    assert editing.id_mistake(editing.free_id(title, taken), taken) == ""


@pytest.mark.parametrize("wrong", ["", "Upper", "a b", "-a", "../a", "imran", "new", "a--b"])
def test_a_short_name_that_will_not_do_is_refused(wrong: str) -> None:
    assert editing.id_mistake(wrong, {"imran"}).endswith(".")
