"""Reading plain data: strict, all at once, and never with what a person said in the message."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given

from referral_assistant.model import (
    AnnexRequest,
    Answer,
    Decision,
    Document,
    DutyRecord,
    Edit,
    Filing,
    Override,
    Rule,
    SafetyConcern,
    Sharing,
    State,
)
from referral_assistant.problems import Mistakes
from referral_assistant.reading import from_plain, read_case, to_plain, write_case
from tests.small import NOW, PACK, TODAY, answer, case, settled
from tests.test_conversation import logs
from tests.test_rules import rules


@given(logs)
def test_a_case_written_reads_back_the_same(log: tuple[Answer, ...]) -> None:
    before = replace(case(log), id="R-2614", opened=TODAY, pack=replace(case().pack, version="1"))
    assert read_case(json.loads(json.dumps(write_case(before))), PACK) == before


def test_everything_a_case_can_hold_reads_back_the_same() -> None:
    full = replace(
        case(settled()),
        id="R-2614",
        opened=TODAY,
        pack=replace(case().pack, version="1"),
        overrides=(Override("reading", "ownership", "mixed", "Because", "Pat", at=NOW),),
        safety=(SafetyConcern("What", "Pat", NOW, "Done", "Pat", NOW),),
        duties=(DutyRecord("next_action", "done", "Pat", NOW),),
        decision=Decision(
            "agreed",
            sharing=(Sharing("police", False, "No", "Sam", NOW),),
            annex=AnnexRequest("Risk lead"),
            filing=(Filing(Document.FILE_NOTE, "Here", "Me", True),),
        ),
        edits=(Edit(Document.REFERRAL_LETTER, "s1", "Old", "New", NOW),),
        review_on=TODAY,
    )
    assert read_case(json.loads(json.dumps(write_case(full))), PACK) == full


@given(rules)
def test_a_rule_written_reads_back_the_same(rule: Rule) -> None:
    assert from_plain(Rule, to_plain(rule) if not isinstance(rule, Rule) else _plain(rule)) == rule  # type: ignore[arg-type]


def _plain(rule: Rule) -> object:
    return to_plain(rule)


def mistakes(data: object) -> list[str]:
    with pytest.raises(Mistakes) as found:
        read_case(data, PACK, "CASE.json")
    return [str(m) for m in found.value.mistakes]


def test_only_format_and_answers_are_needed() -> None:
    assert read_case({"format": 1, "answers": []}, PACK).answers == ()


def test_every_mistake_comes_at_once_with_its_place() -> None:
    found = mistakes(
        {
            "format": 1,
            "answers": [
                {"card": "earshot", "values": "clear"},
                {"card": "earshot", "values": ["clear"], "state": "maybe"},
                {"values": [1]},
                {"card": "earshot", "extra": True},
            ],
            "today": "21/11/2026",
        }
    )
    text = "\n".join(found)
    for place in (
        "answers[0].values",
        "answers[1].state",
        "answers[2].card",
        "answers[2].values[0]",
        "answers[3].extra",
        "today",
    ):
        assert f"CASE.json: {place}:" in text, (place, text)


def test_what_does_not_belong_to_its_card_is_refused() -> None:
    found = "\n".join(
        mistakes(
            {
                "format": 1,
                "answers": [
                    {"card": "earshot", "values": ["clear", "red"]},
                    {"card": "age_card", "values": ["thirty"]},
                    {"card": "kids", "values": ["none", "visit"]},
                    {"card": "harm", "state": "not_applicable"},
                    {"card": "earshot", "state": "declined", "values": ["clear"]},
                    {"card": "nowhere", "values": ["x"]},
                ],
            }
        )
    )
    for sentence in (
        "takes one option",
        "whole number",
        "cannot stand with others",
        "always applies",
        "holds no values",
        "no card 'nowhere'",
    ):
        assert sentence in found, (sentence, found)


def test_a_live_case_is_never_read_from_a_file() -> None:
    assert any("encrypted store" in m for m in mistakes({"format": 1, "kind": "live", "answers": []}))


@pytest.mark.parametrize("data", [None, [], "x", 3, {"answers": []}, {"format": 1}, {"format": "1", "answers": []}])
def test_what_is_no_case_gets_a_sentence(data: object) -> None:
    assert all(m.endswith(".") for m in mistakes(data))


def test_a_mistake_never_repeats_what_a_person_said() -> None:
    secret = "Rosamund Testerley said this"
    found = mistakes(
        {"format": 1, "answers": [{"card": "earshot", "values": ["clear"], "words": [secret], "at": secret}]}
    )
    assert secret not in "".join(found)


def test_no_record_shows_what_a_person_said() -> None:
    for record in (
        answer("a", "b"),
        Answer("a", words="secret", state=State.DECLINED),
        Override("gate", "x", by="secret"),
    ):
        assert "secret" not in repr(record)
