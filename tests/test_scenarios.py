"""The bank of invented cases as a whole: found without mistakes, varied, fair to everybody in it, and none that leaks.

Each test that stands for a safety rule names it: S29 for the whole bank, S30 for the corrections to it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from referral_assistant.assessment import assess
from referral_assistant.check import check_scenario
from referral_assistant.content import load_scenarios
from referral_assistant.content.scenarios import SCENARIOS
from referral_assistant.conversation import current, facts, gate_cards, path
from referral_assistant.journey import directory_services, match_case, referral_documents, training_pack
from referral_assistant.model import (
    Answer,
    Assessment,
    Beat,
    Case,
    Concern,
    Document,
    Level,
    Manner,
    Match,
    Route,
    Scenario,
    Source,
    Verdict,
    Who,
)
from referral_assistant.training.playing import case_of, right_way, throughout

PACK = training_pack()
BANK = {scenario.id: scenario for scenario in load_scenarios(PACK)}
PLAYED = [scenario for scenario in BANK.values() if scenario.beats]
SERVICES = directory_services(None)

GRAVE = (Concern.HIGH, Concern.IMMEDIATE)
NOT_OPENED = (Level.NOT_NOW, Level.NOT_EXPLORED)
PURSUED = {"stalking", "honour", "forced_marriage"}
"""Where names of a minority must not be the only place to find them."""
RUN = 5
"""So many words in a row are a quotation."""

each = pytest.mark.parametrize("scenario", BANK.values(), ids=BANK)
each_played = pytest.mark.parametrize("scenario", PLAYED, ids=[s.id for s in PLAYED])


# --- the bank --------------------------------------------------------------------------------------------------------


def test_s29_there_are_at_least_twelve() -> None:
    assert len(BANK) >= 12
    assert len(PLAYED) >= 8, "a course is held by talking, and not by stopping at the gate alone"


@pytest.mark.parametrize("file", sorted(SCENARIOS.glob("*.toml")), ids=lambda file: file.stem)
def test_s29_each_lands_where_it_says_and_is_without_mistakes(file: Path) -> None:
    assert check_scenario(file) == ()


def test_s29_the_people_differ() -> None:
    people = [s.persona for s in BANK.values() if s.persona is not None]
    assert {"man", "woman", "non_binary"} <= {p.gender for p in people}
    assert min(p.age for p in people) < 25
    assert max(p.age for p in people) > 65
    assert len({p.relationship for p in people}) >= 3
    assert len({p.name for p in people}) == len(people)
    assert len({s.role for s in BANK.values()}) >= 8, "those who take the course do different work"
    routes = {s.expected.route for s in BANK.values()}
    assert routes == set(Route), "each next step is the right one somewhere"


def test_s29_no_community_is_met_only_where_somebody_is_pursued() -> None:
    met = defaultdict(set)
    for scenario in BANK.values():
        for community in communities(scenario.case):
            met[community].add(scenario.id)
    pursued = {s.id for s in BANK.values() if recorded(s) & PURSUED}
    assert pursued
    assert len(met) >= 3
    assert {community: ids for community, ids in met.items() if ids <= pursued} == {}


def test_s29_a_man_of_a_minority_has_an_ordinary_and_well_matched_referral() -> None:
    ordinary = [
        s
        for s in BANK.values()
        if communities(s.case) - {"lgbt", "welsh", "bsl"}
        and "man" in known(s, "gender")
        and s.expected.route is Route.PROGRAMME
        and s.expected.concern is Concern.PRESENT
        and s.case.decision.referral == "agreed"
        and verdict(s, s.service) is Verdict.FITS
    ]
    assert ordinary
    assert not any(recorded(s) & PURSUED for s in ordinary)


@each
def test_s29_a_warning_names_what_somebody_may_find_hard(scenario: Scenario) -> None:
    warning = scenario.warning.casefold()
    for value in recorded(scenario) & HARD.keys():
        assert re.search(HARD[value], warning), (value, scenario.warning)


HARD = {
    "strangulation": "strang|chok|neck",
    "weapon": "weapon|knife|gun",
    "threat_to_kill": "kill|threat",
    "stalking": "stalk|follow|track",
    "sexual_violence": "sex",
    "images": "sex|picture|image",
    "sexual": "sex",
    "honour": "honour|family|relatives",
    "forced_marriage": "marriage",
    "plan_now": "suicid",
    "thoughts_now": "suicid",
    "around_separation": "suicid",
    "pregnancy_or_baby": "baby|pregnan",
}
"""What is recorded, and what the warning then speaks of."""


# --- how they are played ---------------------------------------------------------------------------------------------


@each
def test_s29_nobody_under_18_is_played(scenario: Scenario) -> None:
    ages = [int(age) for age in known(scenario, "age")]
    if scenario.persona is not None:
        ages.append(scenario.persona.age)
    if any(age < 18 for age in ages):
        assert scenario.beats == ()
        assert scenario.expected.stop


def test_s29_in_one_the_right_act_is_to_stop_asking() -> None:
    stopping = [s for s in PLAYED if right_way(s)[-1].manner is None]
    assert stopping
    for scenario in stopping:
        stops = assess(PACK, case_of(PACK, scenario, right_way(scenario)))
        assert stops.route in (Route.CONSULT, Route.HOLD, Route.ACT_NOW), "silence is never read as safety"
        going_on = [assess(PACK, case_of(PACK, scenario, throughout(scenario, manner))) for manner in Manner]
        assert not any(found.overall is Level.WILLING for found in going_on)
        assert any(found.concern in GRAVE for found in going_on), "going on costs somebody something"


def test_s29_stopping_leaves_what_was_not_asked_unasked() -> None:
    for scenario in PLAYED:
        last = right_way(scenario)[-1]
        if last.manner is None:
            held = current(case_of(PACK, scenario, right_way(scenario)).answers)
            order = [card.id for card in PACK.cards]
            talk = [c for c in order[order.index(last.card) :] if PACK.section_of(c).kind == "talk"]
            assert not held.keys() & set(talk)


def test_s29_one_man_answers_everything_well_and_is_high_harm() -> None:
    assert [s for s in PLAYED if answers_well(s) and s.expected.concern in GRAVE and alone_says_present(s)]


def test_s29_balanced_replies_do_not_always_open_somebody_up() -> None:
    closed = [
        s.id for s in PLAYED if assess(PACK, case_of(PACK, s, throughout(s, Manner.BALANCED))).overall in NOT_OPENED
    ]
    assert len(closed) >= 2


@each_played
def test_s29_every_card_that_is_played_is_on_the_short_path(scenario: Scenario) -> None:
    """Whoever records the short form alone still meets every card the person was written for."""
    gate = gate_cards(PACK)
    short = [a for a in scenario.case.answers if PACK.card(a.card).short or a.card in gate]
    reached = {card.id for card in path(PACK, short)}
    assert {beat.card for beat in scenario.beats} <= reached


@each_played
def test_s29_no_reply_is_known_for_the_balanced_one_by_its_shape(scenario: Scenario) -> None:
    """Judgement finds it, and not the eye: it is neither always the longest nor always the one that asks."""
    longest = [beat for beat in scenario.beats if len(beat.balanced.text) > max(map(len, others(beat)))]
    asking = [beat for beat in scenario.beats if "?" in beat.balanced.text and "?" not in "".join(others(beat))]
    assert 3 * len(longest) <= 2 * len(scenario.beats)
    assert 3 * len(asking) <= 2 * len(scenario.beats)


def others(beat: Beat) -> tuple[str, str]:
    return beat.collusive.text, beat.combative.text


# --- what a practitioner says ----------------------------------------------------------------------------------------


@each
def test_s12_s30_no_balanced_reply_quotes_what_only_somebody_else_said(scenario: Scenario) -> None:
    assert list(quoted(scenario)) == []


def test_a_quotation_would_be_found() -> None:
    scenario = BANK["tariq"]
    beat = scenario.beats[0]
    words = " ".join(scenario.hidden[0].fact.split()[6:14])
    leaky = replace(beat, balanced=replace(beat.balanced, text=f"I heard that {words}."))
    assert list(quoted(replace(scenario, beats=(leaky,))))


# --- the corrections to the bank -------------------------------------------------------------------------------------


def test_s30_rules_by_text_are_control_and_a_specialist_is_asked() -> None:
    mark = BANK["mark"]
    assert assess(PACK, mark.case).route is Route.EARLY_RESPONSE
    later = mark.after(mark.hidden[0])
    assert "controlling" in current(later.answers)["behaviour"].values
    assert assess(PACK, later).route in (Route.CONSULT, Route.PANEL)


def test_s30_his_children_are_decided_on_and_that_is_owed_before_any_service() -> None:
    yusuf = BANK["yusuf"]
    for case in (yusuf.case, *(yusuf.after(release) for release in yusuf.hidden)):
        assert "children" in {duty.id for duty in assess(PACK, case).duties}
    outcome = referral_documents(PACK, yusuf.case, yusuf.service or "lantern-one-to-one", SERVICES)
    assert outcome.get(Document.REFERRAL_LETTER) is None
    assert "children" in {contact.id for contact in yusuf.case.organisation.contacts}


def test_s30_a_young_person_goes_to_childrens_services_and_to_no_adult_programme() -> None:
    jay = BANK["jay"]
    found = assess(PACK, jay.case)
    assert found.stop is not None
    assert found.stop.id == "under_18"
    assert "children" in {duty.id for duty in found.duties}
    fits = {m.service.kind for m in matches(jay) if m.verdict is Verdict.FITS}
    assert not fits & {"behaviour_change", "early_response", "intensive", "stalking", "probation"}


def test_s30_six_months_is_one_providers_rule_and_concern_comes_first() -> None:
    lee = BANK["lee"]
    assert known(lee, "previous_programme") == ("within_six_months",)
    assert verdict(lee, "breakwater-programme") is Verdict.DOES_NOT_FIT
    because = {m.service.id for m in matches(lee) if "recent_programme" in criteria(m)}
    assert because == {"breakwater-programme"}, "nobody else has that rule"
    safety = {card.id for card in PACK.cards if card.safety_core}
    assert safety <= current(lee.case.answers).keys(), "what concern there is now is looked at first"


def test_s30_help_with_drinking_goes_alongside_and_defers_nothing() -> None:
    gary = BANK["gary"]
    assert assess(PACK, gary.case).route in (Route.PROGRAMME, Route.EARLY_RESPONSE)
    assert known(gary, "substance")[0] in ("steady", "unsettled")
    assert verdict(gary, "ropewalk") is Verdict.FITS
    abuse = [m for m in matches(gary) if m.service.kind in ("early_response", "behaviour_change")]
    assert any(m.verdict is Verdict.FITS for m in abuse)


def test_s30_stalking_is_for_the_police_and_specialists_and_no_ordinary_programme() -> None:
    tariq = BANK["tariq"]
    found = assess(PACK, tariq.case)
    assert (found.concern, found.who) == (Concern.HIGH, Who.CLEAR)
    assert found.route not in (Route.PROGRAMME, Route.EARLY_RESPONSE)
    assert verdict(tariq, "beacon-stalking") is Verdict.FITS
    programmes = [m for m in matches(tariq) if m.service.kind == "behaviour_change"]
    assert not any(m.verdict is Verdict.FITS for m in programmes)
    assert {s.recipient for s in tariq.case.decision.sharing if s.shared} >= {"police", "victim_worker"}
    # The tracker alone is enough: the family's part is one thing more, and not what makes it stalking.
    alone = without(tariq.case, {"family_pressure"})
    assert assess(PACK, alone).concern is Concern.HIGH


# --- reading them ----------------------------------------------------------------------------------------------------


def recorded(scenario: Scenario) -> set[str]:
    """Every option chosen in a scenario, before or after what comes out."""
    answers = [*scenario.case.answers, *(a for release in scenario.hidden for a in release.answers)]
    return {value for answer in answers for value in answer.values if PACK.card(answer.card).options}


def known(scenario: Scenario, fact: str) -> tuple[str, ...]:
    return facts(PACK, scenario.case.answers).get(fact, ())


def communities(case: Case) -> set[str]:
    """The languages and communities somebody names: what they speak besides English, and what they ask for."""
    found = facts(PACK, case.answers)
    wished = set(found.get("community", ())) & {"lgbt", "faith"}
    return wished | (set(found.get("language", ())) - {"english"})


@cache
def _matches(name: str) -> Mapping[str, Match]:
    scenario = BANK[name]
    case = scenario.case
    assert case.opened is not None
    return {m.service.id: m for m in match_case(PACK, case, assess(PACK, case), SERVICES, case.opened)}


def matches(scenario: Scenario) -> tuple[Match, ...]:
    return tuple(_matches(scenario.id).values())


def verdict(scenario: Scenario, service: str) -> Verdict | None:
    found = _matches(scenario.id).get(service)
    return None if found is None else found.verdict


def criteria(match: Match) -> set[str]:
    return {rule.id for rule in match.service.criteria}


def answers_well(scenario: Scenario) -> bool:
    """Whether everything that was heard reads as willing."""
    found = assess(PACK, case_of(PACK, scenario, right_way(scenario)))
    return all(reading.level is Level.WILLING for reading in found.readings)


def alone_says_present(scenario: Scenario) -> bool:
    """Whether the concern rests on others alone: with what only the person said, it would be present."""
    answers = tuple(
        replace(a, values=("not_known",)) if a.source is not Source.PERSON and raises(a) else a
        for a in scenario.case.answers
    )
    return assessed(scenario.case, answers).concern is Concern.PRESENT


def raises(answer: Answer) -> bool:
    return PACK.section_of(answer.card).kind == "after" and answer.values != ("not_known",)


def assessed(case: Case, answers: tuple[Answer, ...]) -> Assessment:
    return assess(PACK, replace(case, answers=answers))


def without(case: Case, cards: set[str]) -> Case:
    blank = (replace(a, values=("not_known",)) if a.card in cards else a for a in case.answers)
    return replace(case, answers=tuple(blank))


def quoted(scenario: Scenario) -> Iterator[str]:
    """Every run of five words of a balanced reply that stands in what only somebody else said."""
    theirs = {run for text in from_others(scenario) for run in runs(text)}
    for beat in scenario.beats:
        yield from (run for run in runs(f"{beat.balanced.text}") if run in theirs)


def from_others(scenario: Scenario) -> Iterator[str]:
    """What a hidden fact, an agency or an answer from anyone but the person holds, and what the person keeps back."""
    yield from (release.fact for release in scenario.hidden)
    yield from (held.holds for held in scenario.agencies)
    yield from (scenario.persona.hides if scenario.persona is not None else ())
    answers = [*scenario.case.answers, *(a for release in scenario.hidden for a in release.answers)]
    for answer in answers:
        if answer.source is not Source.PERSON:
            yield from (answer.words, answer.observed, answer.known_how)


def runs(text: str) -> Iterator[str]:
    words = re.findall(r"[\w’']+", text.casefold())
    for start in range(len(words) - RUN + 1):
        yield " ".join(words[start : start + RUN])
