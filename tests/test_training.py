"""An invented person answers as they are spoken to, and every way through a scenario leads to a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referral_assistant.assessment import assess
from referral_assistant.check import check_scenario
from referral_assistant.content import load_scenarios
from referral_assistant.content.scenarios import SCENARIOS
from referral_assistant.conversation import current
from referral_assistant.journey import training_pack
from referral_assistant.model import Choice, Concern, Level, Manner, Scenario, State
from referral_assistant.reading import answer_mistake
from referral_assistant.training import exercise as exercises
from referral_assistant.training.linting import lint
from referral_assistant.training.playing import begins, case_of, is_shut, played, right_way, throughout, way, ways

PACK = training_pack()
IMRAN = next(s for s in load_scenarios(PACK) if s.id == "imran")
NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
MANNERS = st.lists(st.sampled_from([*Manner]), min_size=len(IMRAN.beats), max_size=len(IMRAN.beats))


def ways_through(scenario: Scenario, manners: list[Manner]) -> tuple[Choice, ...]:
    return tuple(Choice(beat.card, manner) for beat, manner in zip(scenario.beats, manners, strict=True))


# --- how the person answers ------------------------------------------------------------------------------------------


def test_a_balanced_reply_leads_to_what_the_case_holds() -> None:
    before = ()
    one = played(IMRAN, before, Choice("own_part", Manner.BALANCED))
    held = current(IMRAN.case.answers)["own_part"]
    assert (one.heard.values, one.heard.words) == (held.values, held.words)
    assert one.heard.says.startswith("I shouted")


def test_a_combative_reply_shuts_them_until_a_balanced_one() -> None:
    first = Choice("something_wrong", Manner.COMBATIVE)
    assert is_shut(IMRAN, (first,))
    said = begins(IMRAN, (first,), "other_times")
    assert said is not None
    assert said.says == "I have told you what happened."
    closed = played(IMRAN, (first,), Choice("other_times", Manner.BALANCED))
    assert closed.shut
    assert closed.heard.state is State.DECLINED
    again = (first, closed.choice)
    assert not is_shut(IMRAN, again)
    assert played(IMRAN, again, Choice("own_part", Manner.BALANCED)).heard.values == ("yes",)


def test_each_manner_leads_elsewhere_and_can_be_seen_side_by_side() -> None:
    found = ways(IMRAN, (), "effect_children")
    assert set(found) == set(Manner)
    assert len({one.heard.says for one in found.values()}) == 3


def test_a_card_that_is_not_played_says_nothing() -> None:
    assert begins(IMRAN, (), "age") is None
    with pytest.raises(KeyError):
        played(IMRAN, (), Choice("age", Manner.BALANCED))


@given(MANNERS)
def test_every_way_leads_to_a_case_that_can_be_read(manners: list[Manner]) -> None:
    case = case_of(PACK, IMRAN, ways_through(IMRAN, manners))
    assert {a.card for a in case.answers} == {a.card for a in IMRAN.case.answers}
    assert not any(answer_mistake(PACK.card(answer.card), answer) for answer in case.answers)
    assert assess(PACK, case).concern is Concern.PRESENT


@given(MANNERS)
def test_no_way_reads_better_than_the_right_one(manners: list[Manner]) -> None:
    worst = {Level.WILLING: 0, Level.MIXED: 1, Level.NOT_NOW: 2, Level.NOT_EXPLORED: 2}
    right = assess(PACK, case_of(PACK, IMRAN, right_way(IMRAN)))
    other = assess(PACK, case_of(PACK, IMRAN, ways_through(IMRAN, manners)))
    assert worst[other.overall] >= worst[right.overall]


def test_a_card_that_was_not_reached_has_no_answer() -> None:
    case = case_of(PACK, IMRAN, right_way(IMRAN)[:3])
    held = current(case.answers)
    assert "own_part" in held
    assert "effect_adult" not in held
    assert "age" in held


def test_asking_no_further_leaves_the_rest_of_the_conversation_open() -> None:
    case = case_of(PACK, IMRAN, (*right_way(IMRAN)[:2], Choice("own_part", None)))
    held = current(case.answers)
    assert "other_times" in held
    assert "own_part" not in held
    assert "agree_refer" not in held
    # What the practitioner fills in alone afterwards is still there.
    assert "picture_after" in held


# --- the linter ------------------------------------------------------------------------------------------------------


def test_the_exemplar_holds() -> None:
    assert check_scenario(SCENARIOS / "00-imran.toml") == ()


def mutated(**changes: object) -> Scenario:
    return replace(IMRAN, **changes)  # type: ignore[arg-type]


def beat(card: str, **changes: object) -> Scenario:
    beats = tuple(replace(b, **changes) if b.card == card else b for b in IMRAN.beats)  # type: ignore[arg-type]
    return mutated(beats=beats)


FIRST = IMRAN.beats[0]
assert IMRAN.persona is not None
BROKEN = {
    "lands elsewhere": (mutated(expected=replace(IMRAN.expected, overall=Level.MIXED)), "expected.overall"),
    "plays elsewhere": (
        beat("agree_refer", balanced=replace(IMRAN.beats[6].balanced, values=("unsure",))),
        "beats.agree_refer",
    ),
    "no hidden fact": (mutated(hidden=()), "hidden"),
    "no warning": (mutated(warning=""), "warning"),
    "no trap": (mutated(trap=" "), "trap"),
    "no persona": (mutated(persona=None), "persona"),
    "another age": (mutated(persona=replace(IMRAN.persona, age=50)), "persona.age"),
    "a child": (mutated(persona=replace(IMRAN.persona, age=15)), "persona.age"),
    "out of order": (mutated(beats=IMRAN.beats[::-1]), "beats"),
    "an agency without a name": (mutated(agencies=(replace(IMRAN.agencies[0], agency=" "),)), "agencies[1]"),
    "a fact that is none": (mutated(hidden=(replace(IMRAN.hidden[0], fact=""),)), "hidden[1].fact"),
    "too few": (mutated(beats=IMRAN.beats[:5]), "beats"),
    "no such card": (mutated(beats=(*IMRAN.beats, replace(FIRST, card="nothing"))), "beats.nothing"),
    "listen-only": (mutated(beats=(*IMRAN.beats, replace(FIRST, card="serious_harm"))), "beats.serious_harm"),
    "a value of no option": (
        beat("something_wrong", collusive=replace(FIRST.collusive, values=("perhaps",))),
        "beats.something_wrong",
    ),
    "nothing to record": (
        beat("something_wrong", combative=replace(FIRST.combative, values=())),
        "beats.something_wrong",
    ),
    "no word on why": (
        beat("something_wrong", combative=replace(FIRST.combative, because="")),
        "beats.something_wrong",
    ),
    "a missing reading": (mutated(readings={}), "readings.recognition"),
    "another reading": (
        mutated(readings={**IMRAN.readings, "impact": replace(IMRAN.readings["impact"], level=Level.NOT_NOW)}),
        "readings.impact",
    ),
    "no other landing": (mutated(lands={}), "lands"),
    "another landing": (
        mutated(lands={**IMRAN.lands, "collusive": replace(IMRAN.expected, verdicts={})}),
        "lands.collusive.route",
    ),
    "somebody's number": (mutated(practitioner="Ring 020 7123 4567 first."), "practitioner"),
    "harm acted out": (mutated(practitioner="Act out the evening of the plate."), "practitioner"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_linter_says_what_is_wrong_and_where(name: str) -> None:
    broken, where = BROKEN[name]
    found = lint(PACK, broken)
    assert any(place.startswith(where) for place, _sentence in found), found
    assert all(sentence.endswith((".", "?")) for _place, sentence in found)


def test_the_linter_is_quiet_about_the_whole_one() -> None:
    assert lint(PACK, IMRAN) == ()


# --- an exercise under way -------------------------------------------------------------------------------------------


def test_another_reply_takes_the_place_of_the_first_and_of_what_followed() -> None:
    going = exercises.begin(IMRAN, "case", NOW)
    for choice in right_way(IMRAN)[:4]:
        going = exercises.choose(going, choice.card, choice.manner)
    again = exercises.choose(going, IMRAN.beats[1].card, Manner.COLLUSIVE)
    assert [c.manner for c in again.choices] == [Manner.BALANCED, Manner.COLLUSIVE]


@given(st.integers(0, 8), st.integers(0, 12))
def test_going_back_is_as_if_the_last_cards_had_not_been_played(played_so_far: int, cards: int) -> None:
    going = exercises.begin(IMRAN, "case", NOW)
    for choice in right_way(IMRAN)[:played_so_far]:
        going = exercises.choose(going, choice.card, choice.manner)
    assert exercises.back(going, cards).choices == right_way(IMRAN)[: max(0, played_so_far - cards)]


def test_an_exercise_outlives_the_window(tmp_path: Path) -> None:
    going = exercises.begin(IMRAN, "case", NOW)
    going = exercises.choose(going, "something_wrong", Manner.BALANCED, "  What happens when you are loud? ")
    going = exercises.release(exercises.choose(going, "other_times", None), 1)
    exercises.write(tmp_path, going)
    assert exercises.read(tmp_path) == going
    exercises.write(tmp_path, None)
    assert exercises.read(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 2}', '{"format": 1, "scenario": 3}', "\0"])
def test_an_exercise_that_cannot_be_read_is_none(tmp_path: Path, content: str) -> None:
    (tmp_path / exercises.FILE).write_text(content)
    assert exercises.read(tmp_path) is None


def test_the_worst_ways_land_where_they_say() -> None:
    for manner in (Manner.COLLUSIVE, Manner.COMBATIVE):
        found = assess(PACK, case_of(PACK, IMRAN, throughout(IMRAN, manner)))
        assert found.route is IMRAN.lands[manner].route
    assert len(way(IMRAN, right_way(IMRAN))) == len(IMRAN.beats)
