"""Looking back: every way through a scenario can be told, positives first, and nobody is marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referral_assistant.content import load_scenarios
from referral_assistant.conversation import current
from referral_assistant.journey import training_pack
from referral_assistant.model import (
    Answer,
    Case,
    Choice,
    Exercise,
    Level,
    Manner,
    Override,
    Scenario,
    Source,
    State,
)
from referral_assistant.training.debrief import Debrief, debrief, example
from referral_assistant.training.debrief_words import Line, Section, sections
from referral_assistant.training.linting import lint
from referral_assistant.training.playing import begins, case_of, right_way, throughout, way
from referral_assistant.training.seen import mistake

PACK = training_pack()
BANK = {scenario.id: scenario for scenario in load_scenarios(PACK)}
IMRAN, SAM, HUW = BANK["imran"], BANK["sam"], BANK["huw"]
PLAYED = [scenario for scenario in BANK.values() if scenario.beats]
STOPPED = [scenario for scenario in BANK.values() if scenario.expected.stop]

MANNERS = st.sampled_from([*Manner, None])


@st.composite
def ways(draw: st.DrawFn) -> tuple[str, tuple[Choice, ...]]:
    """A way through any scenario, given up anywhere, in its words or others."""
    name = draw(st.sampled_from([scenario.id for scenario in PLAYED]))
    scenario = BANK[name]
    found: list[Choice] = []
    for beat in scenario.beats[: draw(st.integers(0, len(scenario.beats)))]:
        manner = draw(MANNERS)
        typed = draw(st.sampled_from(["", "Tell me a little more about that."])) if manner else ""
        found.append(Choice(beat.card, manner, typed))
        if manner is None:
            break
    return name, tuple(found)


def back(scenario: Scenario, choices: Sequence[Choice], case: Case | None = None, *released: int) -> Debrief:
    known = case_of(PACK, scenario, choices) if case is None else case
    return debrief(PACK, scenario, Exercise(scenario.id, choices=tuple(choices), released=released), known)


def recorded(scenario: Scenario, card: str, **changes: object) -> Case:
    """The right record but for one answer."""
    answers = tuple(replace(a, **changes) if a.card == card else a for a in scenario.case.answers)  # type: ignore[arg-type]
    return replace(scenario.case, answers=answers)


def without(scenario: Scenario, *cards: str) -> Case:
    return replace(scenario.case, answers=tuple(a for a in scenario.case.answers if a.card not in cards))


def everything(found: Debrief) -> str:
    """All that a debrief holds, and all that is said with it."""
    return "\n".join(
        (*_strings(asdict(found)), *(said for section in sections(found) for said in _strings(asdict(section))))
    )


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _strings(inner)


# --- every way -------------------------------------------------------------------------------------------------------


@given(ways())
def test_every_way_can_be_told(found: tuple[str, tuple[Choice, ...]]) -> None:
    scenario, choices = BANK[found[0]], found[1]
    made = back(scenario, choices)
    assert [(m.card, m.manner) for m in made.path] == [(c.card, c.manner) for c in choices]
    told = sections(made)
    assert told[0].id == "well"
    assert all(section.title for section in told)


@given(ways())
def test_nobody_is_marked(found: tuple[str, tuple[Choice, ...]]) -> None:
    scenario, choices = BANK[found[0]], found[1]
    said = everything(back(scenario, choices))
    assert not re.search(r"\d\s*%|per ?cent|[Ss]cor(?:e|ing)|[Gg]rade|\d+ (?:out )?of \d+", said)


@pytest.mark.parametrize("scenario", PLAYED, ids=[s.id for s in PLAYED])
def test_a_way_that_is_balanced_throughout_has_nothing_to_put_right(scenario: Scenario) -> None:
    made = example(PACK, scenario, Manner.BALANCED)
    assert made.of(Manner.COLLUSIVE) == made.of(Manner.COMBATIVE) == ()
    assert (made.unheard, made.differs, made.asked_on) == ((), (), ())
    assert all(one.same for one in (*made.lands, *made.readings))


@given(ways())
def test_what_is_listed_as_not_heard_was_not_heard(found: tuple[str, tuple[Choice, ...]]) -> None:
    scenario, choices = BANK[found[0]], found[1]
    heard = {one.heard.says for one in way(scenario, choices)}
    for number, choice in enumerate(choices):
        said = begins(scenario, choices[:number], choice.card)
        assert said is not None
        heard.add(said.says)
    right = {one.heard.says for one in way(scenario, right_way(scenario))}
    for one in back(scenario, choices).unheard:
        assert one.says not in heard
        assert one.says in right


@given(ways())
def test_what_was_recorded_just_as_it_was_heard_differs_nowhere(found: tuple[str, tuple[Choice, ...]]) -> None:
    scenario, choices = BANK[found[0]], found[1]
    held = current(scenario.case.answers)
    made = back(scenario, choices)
    # A card at which one should stop has no answer in the case, and so none that a way could lead to.
    assert {one.card for one in made.differs} <= {beat.card for beat in scenario.beats if beat.card not in held}


@pytest.mark.parametrize("scenario", BANK.values(), ids=BANK)
@pytest.mark.parametrize("manner", Manner)
def test_every_scenario_is_an_example_to_teach_from(scenario: Scenario, manner: Manner) -> None:
    made = example(PACK, scenario, manner)
    assert made.example is manner
    assert {m.manner for m in made.path} <= {manner, None}
    assert "{" not in everything(made)
    assert made.well


# --- what went well --------------------------------------------------------------------------------------------------


def test_what_went_well_quotes_what_was_said_and_what_it_led_to() -> None:
    made = back(IMRAN, (Choice("something_wrong", Manner.BALANCED), Choice("other_times", Manner.COLLUSIVE)))
    first = made.well[0]
    assert first.said == IMRAN.beats[0].balanced.text
    assert first.answered == IMRAN.beats[0].balanced.says
    said = " ".join(well.did for well in made.well)
    assert "limits of confidentiality were said before the first topic" in said
    assert "recorded: decide with children's safeguarding" in said
    assert "Recorded as it was heard: How things are; Other times" in said


def test_own_words_are_told_as_their_own_and_not_explained_as_if_they_were_the_scenarios() -> None:
    made = back(IMRAN, (Choice("something_wrong", Manner.COLLUSIVE, "Is it only the job, do you think?"),))
    moment = made.path[0]
    assert (moment.said, moment.own) == ("Is it only the job, do you think?", True)
    assert moment.like == IMRAN.beats[0].collusive.text
    well = back(IMRAN, (Choice("something_wrong", Manner.BALANCED, "Go on."),)).well[0]
    assert (well.said, well.because) == ("Go on.", "")


def test_limits_said_after_the_first_topic_are_not_said_before_it() -> None:
    limits = next(a for a in IMRAN.case.answers if a.card == "limits_told")
    others = [a for a in IMRAN.case.answers if a.card != "limits_told"]
    late = replace(IMRAN.case, answers=(*others, limits))
    assert not any("limits of conf" in well.did for well in back(IMRAN, (), late).well)
    unsaid = recorded(IMRAN, "limits_told", values=("no",))
    assert not any("limits of conf" in well.did for well in back(IMRAN, (), unsaid).well)


def test_words_count_as_theirs_only_where_they_said_them() -> None:
    choices = right_way(IMRAN)
    theirs = recorded(IMRAN, "own_part", words="“I shouted, then I threw the plate”")
    ours = recorded(IMRAN, "own_part", words="He was violent.")
    line = "His words were written down as he said them"
    titles = [next(w.did for w in back(IMRAN, choices, case).well if w.did.startswith(line)) for case in (theirs, ours)]
    assert ["His part in what happened" in title for title in titles] == [True, False]


def test_s29_stopping_where_stopping_is_right_comes_first() -> None:
    for scenario in (SAM, HUW):
        made = example(PACK, scenario, Manner.BALANCED)
        assert made.well[0].did.startswith("No more was asked at")
        assert made.path[-1].stop
        on = back(scenario, throughout(scenario, Manner.BALANCED))
        assert [moment.card for moment in on.asked_on] == [made.path[-1].card]
        assert not any(well.did.startswith("No more was asked") for well in on.well)


# --- the way taken ---------------------------------------------------------------------------------------------------


def test_a_moment_says_when_they_closed_and_when_they_were_heard_again() -> None:
    choices = (
        Choice("something_wrong", Manner.COMBATIVE),
        Choice("other_times", Manner.COLLUSIVE),
        Choice("own_part", Manner.BALANCED),
        Choice("effect_adult", Manner.BALANCED),
    )
    made = back(IMRAN, choices).path
    assert [(m.closes, m.closed, m.heard) for m in made] == [
        (True, False, False),
        (False, True, False),
        (False, True, True),
        (False, False, False),
    ]
    assert made[0].opens == IMRAN.beats[0].balanced.says
    # They were closed: here a balanced reply would have been answered in the same way.
    assert made[1].opens == ""


def test_what_stayed_unheard_says_why() -> None:
    choices = (
        Choice("something_wrong", Manner.COMBATIVE),
        Choice("other_times", Manner.BALANCED),
        Choice("own_part", None),
    )
    made = {one.title: one.why for one in back(IMRAN, choices).unheard}
    assert made["How things are"] == "Another reply led elsewhere."
    assert made["Other times"] == "He was closed by then."
    assert made["His part in what happened"] == "No more was asked here."
    assert made["A referral"] == "This topic was not reached."


# --- what was asked --------------------------------------------------------------------------------------------------


def test_s1_safety_topics_without_an_answer_come_first_and_could_not_ask_is_an_answer() -> None:
    case = without(IMRAN, "tonight", "tried_before", "names_partner")
    answers = tuple(
        replace(a, values=(), state=State.COULD_NOT_ASK) if a.card == "life_and_self" else a for a in case.answers
    )
    asked = back(IMRAN, right_way(IMRAN), replace(case, answers=answers)).asked
    assert asked.safety == ("Tonight",)
    assert asked.left == ("How he is coping: Could not ask",)
    assert ["What he has tried" in topics.cards for topics in asked.others] == [
        True,
        *[False] * (len(asked.others) - 1),
    ]
    assert "Tonight" not in asked.answered


def test_topics_after_a_stop_are_not_held_against_anybody() -> None:
    asked = example(PACK, HUW, Manner.BALANCED).asked
    assert "What he hopes for" in asked.stopped
    assert not {*asked.stopped} & {title for topics in asked.others for title in topics.cards}


def test_s10_where_the_gate_stops_nothing_beyond_it_had_to_be_asked() -> None:
    for scenario in STOPPED:
        asked = example(PACK, scenario, Manner.BALANCED).asked
        assert (asked.safety, asked.others, asked.answered) == ((), (), ())


# --- what was recorded -----------------------------------------------------------------------------------------------


def test_what_was_recorded_otherwise_stands_beside_what_was_said() -> None:
    choices = right_way(IMRAN)
    made = back(IMRAN, choices, recorded(IMRAN, "own_part", values=("no",))).differs
    assert [one.card for one in made] == ["own_part"]
    assert made[0].said == IMRAN.beats[2].balanced.says
    assert made[0].heard != made[0].recorded
    missing = back(IMRAN, choices, without(IMRAN, "own_part")).differs
    assert [(one.card, one.recorded) for one in missing] == [("own_part", "")]


def test_an_answer_where_nothing_was_asked_is_told_and_one_from_elsewhere_is_not() -> None:
    choices = (Choice("something_wrong", None),)
    assert [one.card for one in back(IMRAN, choices, IMRAN.case).differs] == ["something_wrong"]
    left = recorded(IMRAN, "something_wrong", values=(), state=State.COULD_NOT_ASK)
    assert back(IMRAN, choices, left).differs == ()
    elsewhere = recorded(IMRAN, "own_part", values=("no",), source=Source.RECORD)
    assert back(IMRAN, right_way(IMRAN), elsewhere).differs == ()


# --- where it lands --------------------------------------------------------------------------------------------------


def test_where_it_landed_stands_beside_where_it_should() -> None:
    made = {one.what: one for one in example(PACK, IMRAN, Manner.COLLUSIVE).lands}
    assert (made["Next safe step"].yours, made["Next safe step"].should) == (
        "Offer an early step",
        "Refer to a programme",
    )
    assert made["Concern"].same
    assert not made["Readiness"].same


def test_a_changed_reading_stands_there_with_its_reason_and_no_name() -> None:
    changed = Override("reading", "impact", Level.MIXED, "He looked at the floor.", "Quentin Realname", "Nurse")
    raised = Override("concern", "concern", "high", "A bad feeling.", "Quentin Realname", "Nurse")
    case = replace(IMRAN.case, overrides=(changed, raised))
    made = back(IMRAN, right_way(IMRAN), case)
    impact = next(one for one in made.readings if one.what == "Sees the effect on others")
    assert (impact.yours, impact.should, impact.same) == ("Mixed", "Willing", False)
    assert "Read differently, because: He looked at the floor." in impact.because
    assert "Realname" not in everything(made)


def test_what_came_out_says_what_it_changed_and_the_rest_is_kept_back() -> None:
    mark = BANK["mark"]
    made = back(mark, right_way(mark), mark.after(mark.hidden[0]), 1)
    assert [one.fact for one in made.came_out] == [mark.hidden[0].fact]
    assert made.came_out[0].changes
    assert made.kept_back == ()
    assert all(one.same for one in made.lands)
    assert back(mark, right_way(mark)).kept_back == (mark.hidden[0].fact,)


def test_a_record_that_missed_what_came_out_lands_elsewhere() -> None:
    mark = BANK["mark"]
    assert not all(one.same for one in back(mark, right_way(mark), mark.case, 1).lands)


# --- at the gate -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scenario", STOPPED, ids=[s.id for s in STOPPED])
def test_s10_a_stopped_gate_says_what_was_decided_and_what_should_be(scenario: Scenario) -> None:
    right = back(scenario, ())
    assert right.gate is not None
    right_record = back(scenario, (), scenario.case)
    assert right_record.gate is not None
    assert right_record.gate.same
    assert right_record.well[0].did.startswith("The conversation was stopped before it began.")
    assert right_record.gate.advice
    opened = recorded(scenario, "who_is_here", values=("private",))
    opened = replace(
        opened, answers=tuple(replace(a, values=("yes",)) if a.card == "adult" else a for a in opened.answers)
    )
    danger = tuple(replace(a, values=("not_that_you_know",)) if a.card == "danger_now" else a for a in opened.answers)
    went_on = back(scenario, (), replace(opened, answers=danger))
    assert went_on.gate is not None
    assert not went_on.gate.same
    assert went_on.gate.answers
    assert not any(well.did.startswith("The conversation was stopped") for well in went_on.well)


def test_an_open_gate_is_no_section() -> None:
    assert back(IMRAN, ()).gate is None
    assert "gate" not in {section.id for section in sections(back(IMRAN, ()))}


def test_a_gate_that_should_not_have_stopped_is_told_too() -> None:
    made = back(IMRAN, (), recorded(IMRAN, "adult", values=("no",)))
    assert made.gate is not None
    assert made.gate.should == "Nothing stopped the conversation."
    assert [one.what for one in made.gate.answers]


# --- learning points -------------------------------------------------------------------------------------------------


def test_a_learning_point_is_shown_only_where_the_record_shows_it() -> None:
    done = back(IMRAN, right_way(IMRAN)).points
    assert [bool(point.shown) for point in done] == [False, True, False]
    undone = back(IMRAN, right_way(IMRAN), replace(IMRAN.case, duties=())).points
    assert not any(point.shown for point in undone)
    assert [point.text for point in undone] == [*IMRAN.learning]


@pytest.mark.parametrize("scenario", BANK.values(), ids=BANK)
def test_what_shows_a_learning_point_is_there_on_the_right_way(scenario: Scenario) -> None:
    made = example(PACK, scenario, Manner.BALANCED)
    for code, point in zip(scenario.shown_by, made.points, strict=False):
        # What was done in an emergency is recorded by a learner, and stands in no case of ours.
        assert bool(point.shown) is (code not in ("", "outcome")), code


def test_a_code_that_stands_for_nothing_is_a_mistake() -> None:
    for code in ("attitude", "duty:kindness", "stopped:now", "route:"):
        assert mistake(PACK, code)
        assert any(place == "shown_by" for place, _said in lint(PACK, replace(IMRAN, shown_by=(code,))))
    assert mistake(PACK, "duty:children") == ""
    too_many = replace(IMRAN, shown_by=("",) * 9)
    assert any(place == "shown_by" for place, _said in lint(PACK, too_many))


# --- in words --------------------------------------------------------------------------------------------------------


def test_the_sections_of_a_whole_exercise_in_their_order() -> None:
    told = sections(back(IMRAN, throughout(IMRAN, Manner.COLLUSIVE)))
    ids = [section.id for section in told]
    assert ids == ["well", "path", "other", "unheard", "asked", "recorded", "lands", "readings", "kept", "learning"]


def test_balanced_words_stand_beside_each_reply_that_was_not() -> None:
    other = next(s for s in sections(example(PACK, IMRAN, Manner.COLLUSIVE)) if s.id == "other")
    said = [line.text for line in _lines(other)]
    for beat in IMRAN.beats:
        assert beat.balanced.text in said
        assert beat.collusive.because in said


def test_what_did_not_come_out_is_not_on_paper() -> None:
    made = example(PACK, IMRAN, Manner.COLLUSIVE)
    on_paper = " ".join(line.text for s in sections(made) if s.paper for line in _lines(s))
    assert IMRAN.hidden[0].fact not in on_paper


def _lines(section: Section) -> Iterator[Line]:
    for part in section.parts:
        if isinstance(part, Line):
            yield part
        else:
            yield from getattr(part, "lines", ())


NOW = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)


def test_an_answer_that_was_taken_back_is_none() -> None:
    taken = Answer("own_part", at=NOW, retracted=True)
    case = replace(IMRAN.case, answers=(*IMRAN.case.answers, taken))
    assert [one.card for one in back(IMRAN, right_way(IMRAN), case).differs] == ["own_part"]
