"""Criteria read as sentences, whatever they are made of, and come back from choices as they were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referral_assistant.content.files import read_toml
from referral_assistant.directory import load
from referral_assistant.directory.files import NATIONAL, SAMPLE
from referral_assistant.directory.sentences import (
    WORDS,
    Condition,
    Group,
    Part,
    choices_of,
    fact_name,
    kind_of,
    new_id,
    offered,
    phrase,
    plain,
    rule_of,
    said,
    sentence,
    together_said,
)
from referral_assistant.directory.trial import asked, made_up, tried
from referral_assistant.geography import load_areas
from referral_assistant.matching import for_the_person
from referral_assistant.model import All, Any, Between, Criterion, Is, Match, Not, Service, Verdict
from referral_assistant.rules import evaluate, mentions
from tests.directory_strategies import TODAY, VOCABULARY, _rules, facts, services

NAMES = {"x-eastmere": "Eastmere", "x-westhaven": "Westhaven"}
LISTED = [fact for fact in VOCABULARY.facts.values() if fact.id in offered()]


def _conditions() -> st.SearchStrategy[Condition]:
    """Every condition the language allows, over every listed fact."""

    def of(fact_id: str) -> st.SearchStrategy[Condition]:
        fact = VOCABULARY.facts[fact_id]
        if fact.kind == "number":
            bounds = st.tuples(st.none() | st.integers(10, 60), st.none() | st.integers(60, 99))
            kept = bounds.filter(lambda two: two != (None, None))
            return st.builds(lambda two, no: Condition(fact_id, (), two[0], two[1], no), two=kept, no=st.booleans())
        values = fact.values or tuple(NAMES)
        chosen = st.lists(st.sampled_from(values), min_size=1, max_size=4, unique=True).map(tuple)
        return st.builds(Condition, fact=st.just(fact_id), values=chosen, negated=st.booleans())

    return st.sampled_from(offered()).flatmap(of)


def _groups(inner: st.SearchStrategy[Part]) -> st.SearchStrategy[Group]:
    parts = st.lists(inner, min_size=1, max_size=4).map(tuple)
    return st.builds(Group, parts=parts, how=st.sampled_from(("all", "any")), negated=st.booleans())


choices: st.SearchStrategy[Part] = st.recursive(_conditions(), _groups, max_leaves=8)


@given(part=choices)
def test_a_rule_built_from_choices_comes_back_the_same(part: Part) -> None:
    assert part.whole
    assert choices_of(rule_of(part)) == plain(part)
    assert rule_of(choices_of(rule_of(part))) == rule_of(part)


@given(rule=_rules, known=facts)
def test_choices_say_what_the_rule_says(rule: object, known: Mapping[str, tuple[str, ...]]) -> None:
    assert evaluate(rule_of(choices_of(rule)), known) is evaluate(rule, known)  # type: ignore[arg-type]
    assert mentions(rule_of(choices_of(rule))) == mentions(rule)  # type: ignore[arg-type]


@given(part=choices, polarity=st.sampled_from(("must", "must_not")))
def test_every_rule_that_the_language_allows_reads_as_a_sentence(part: Part, polarity: str) -> None:
    text = sentence(Criterion("own", rule_of(part), "We ask this.", polarity), NAMES)
    assert text.startswith("The person must ")
    assert text.endswith(".")
    assert not set("{}_…") & set(text)
    assert "None" not in text
    assert text.count("(") == text.count(")")
    assert "  " not in text
    for fact in mentions(rule_of(part)):
        assert any(word in text for word in _telling(part, fact)), (fact, text)


@given(rule=_rules, polarity=st.sampled_from(("must", "must_not")))
def test_rules_of_the_directory_read_as_sentences(rule: object, polarity: str) -> None:
    text = sentence(Criterion("own", rule, "We ask this.", polarity))  # type: ignore[arg-type]
    assert text.startswith("The person must ")
    assert "_" not in text


@pytest.mark.parametrize(
    ("part", "polarity", "text"),
    [
        (
            Condition("acknowledges", ("yes", "partly")),
            "must",
            "The person must be able to name something they have done.",
        ),
        (Condition("proceedings", ("family",)), "must_not", "The person must not have family court proceedings now."),
        (
            Condition("orders", ("bail", "licence")),
            "must",
            "The person must be on bail or licence or a community order.",
        ),
        (Condition("age", (), 18, None), "must", "The person must be 18 or over."),
        (Condition("age", (), 18, 25, True), "must", "The person must not be between 18 and 25 years old."),
        (
            Condition("behaviour", ("sexual", "stalking"), negated=True),
            "must_not",
            "The person must have used sexual violence or stalking.",
        ),
        (
            Group((Condition("orders", ("licence",)), Condition("age", (), None, 20))),
            "must_not",
            "The person must not both be on licence or a community order and be 20 or under.",
        ),
        (
            Group((Condition("orders", ("bail",)), Condition("proceedings", ("criminal",), negated=True)), "any"),
            "must",
            "The person must either be on bail or not have a criminal case now.",
        ),
        (
            Group((Condition("area", ("x-eastmere", "x-westhaven")), Condition("fee", ("can_pay",)), Condition())),
            "must",
            "The person must meet all of these: live in Eastmere or Westhaven; be able to pay something; ….",
        ),
    ],
)
def test_sentences_read_as_people_speak(part: Part, polarity: str, text: str) -> None:
    assert said(part, polarity, NAMES) == text


def test_every_fact_and_value_of_the_vocabulary_has_words_and_no_other_has() -> None:
    words = read_toml(WORDS)
    assert set(words) == set(offered())
    for fact in LISTED:
        known = {key for key in words[fact.id] if key != "name" and "+" not in key}
        shapes = {"number": {"from", "to", "between", "any"}, "area": {"area"}}
        assert known == shapes.get(fact.kind, set(fact.values)), fact.id
        for key in (key for key in words[fact.id] if "+" in key):
            # They are looked up in the order in which choices give them.
            assert key.split("+") == [v for v in fact.values if v in key.split("+")], key
        assert fact_name(fact.id)


def test_two_values_are_never_said_alike() -> None:
    phrases = [phrase(fact.id, value) for fact in LISTED for value in fact.values]
    assert len(phrases) == len(set(phrases))


def test_the_criteria_that_come_with_the_program_read_as_sentences() -> None:
    texts = [sentence(c) for path in (NATIONAL, SAMPLE) for s in load(path) for c in s.criteria]
    assert "The person must not have finished a programme in the last six months." in texts
    assert all(text.endswith(".") and "…" not in text for text in texts)


def test_what_is_not_chosen_yet_is_said_with_dots_and_is_not_whole() -> None:
    assert said(Condition("orders")) == "The person must …."
    assert said(Group()) == "The person must …."
    for part in (Condition(), Condition("orders"), Condition("age"), Condition("age", (), 30, 20), Group()):
        assert not part.whole
    assert not Group((Condition("orders", ("bail",)), Condition())).whole


def test_an_unknown_fact_or_value_still_reads() -> None:
    assert "shoe size" in said(Condition("shoe_size", ("nine",)))
    assert "nine" in said(Condition("orders", ("nine",)))


def test_rules_of_every_form_are_choices() -> None:
    rule = All((Is("orders", ("bail",)), Not(Any((Between("age", 18, None), Not(Not(Is("fee", ("can_pay",)))))))))
    found = choices_of(rule)
    assert isinstance(found, Group)
    assert found.parts[1] == Group((Condition("age", (), 18, None), Condition("fee", ("can_pay",))), "any", True)


def test_phrases_share_their_first_words_once() -> None:
    assert together_said(["have been abusive towards a partner", "have been abusive towards a child"]) == (
        "have been abusive towards a partner or child"
    )
    assert together_said(["drive", "drive"]) == "drive"
    assert together_said(["drive", "work days", "work nights"]) == "drive, work days or work nights"


@given(wording=st.text(max_size=40), taken=st.sets(st.sampled_from(("asked", "asked_2", "take_people")), max_size=3))
def test_a_new_criterion_gets_an_id_of_its_own(wording: str, taken: set[str]) -> None:
    found = new_id(wording, taken)
    assert found not in taken
    assert found[0].isalpha()
    assert set(found) <= set("abcdefghijklmnopqrstuvwxyz0123456789_")


def _telling(part: Part, fact: str) -> list[str]:
    """Words of which at least one stands in the sentence where a fact is spoken of: the last word of its phrases."""
    if isinstance(part, Group):
        return [word for inner in part.parts for word in _telling(inner, fact)]
    if part.fact != fact:
        return []
    if kind_of(fact) == "number":
        return [str(n) for n in (part.low, part.high) if n is not None]
    last = [phrase(fact, value, NAMES).split()[-1] for value in part.values]
    return [*last, "something they have done", "steady"]


# --- trying it -------------------------------------------------------------------------------------------------------

AREAS = load_areas(training=True)
SERVICES = {service.id: service for path in (NATIONAL, SAMPLE) for service in load(path)}


def _verdict(service_id: str, **changes: tuple[str, ...]) -> Match:
    service = SERVICES[service_id]
    found = tried(service, {**made_up(service, AREAS, TODAY), **changes}, AREAS, TODAY)
    assert found is not None
    return found


def test_a_service_is_tried_on_a_made_up_person() -> None:
    fits = _verdict("keelside-programme", gender=("man",), acknowledges=("yes",))
    assert fits.verdict is Verdict.FITS
    assert _verdict("keelside-programme", gender=("man",), acknowledges=("no",)).verdict is Verdict.DOES_NOT_FIT
    assert _verdict("keelside-programme", acknowledges=("yes",)).verdict is Verdict.DOES_NOT_FIT  # men only
    assert _verdict("keelside-programme", gender=("man",)).verdict is Verdict.ASK  # not known never means no


def test_s17_work_without_partner_support_is_never_simply_a_fit_on_trial_either() -> None:
    service = replace(SERVICES["keelside-programme"], partner_support="unknown", criteria=())
    person = {**made_up(service, AREAS, TODAY), "gender": ("man",)}
    found = tried(service, person, AREAS, TODAY)
    assert found is not None
    assert found.verdict is Verdict.ASK


def test_whatever_a_criterion_mentions_is_asked_of_the_made_up_person() -> None:
    assert "acknowledges" in asked(SERVICES["keelside-programme"])
    assert asked(replace(SERVICES["keelside-programme"], residence="either")).count("partner_area") == 1
    for service in SERVICES.values():
        found = asked(service)
        assert len(found) == len(set(found))
        assert set(found) <= set(offered())


@given(service=services, known=facts)
def test_every_service_can_be_tried(service: Service, known: Mapping[str, tuple[str, ...]]) -> None:
    found = tried(service, known, AREAS, TODAY)
    assert (found is None) is not for_the_person(service)
    assert found is None or found.because
