"""The path through a conversation: any order, any distance back, nothing deleted."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from referral_assistant.conversation import (
    current,
    facts,
    gate_done,
    gate_stop,
    next_card,
    path,
    put_out,
    stops,
)
from referral_assistant.model import Answer, CardKind, Override, Route, State
from tests.small import NOW, PACK, answer, settled


@st.composite
def some_answer(draw: st.DrawFn) -> Answer:
    card = draw(st.sampled_from(PACK.cards))
    if draw(st.booleans()) and not card.safety_core:
        return Answer(card.id, state=draw(st.sampled_from([State.DECLINED, State.COULD_NOT_ASK])), at=NOW)
    if card.kind is CardKind.ONE:
        return answer(card.id, draw(st.sampled_from(card.options)).id)
    if card.kind is CardKind.MANY:
        alone = [(o.id,) for o in card.options if o.alone]
        others = st.lists(st.sampled_from([o.id for o in card.options if not o.alone]), min_size=1, unique=True)
        return answer(card.id, *draw(st.one_of(st.sampled_from(alone), others.map(tuple))))
    return answer(card.id, "34")


logs = st.lists(some_answer(), max_size=12).map(tuple)


@given(logs, st.booleans())
def test_every_conversation_ends(log: tuple[Answer, ...], short: bool) -> None:
    for _ in range(len(PACK.cards) + 1):
        card = next_card(PACK, log, short)
        if card is None:
            return
        log = (*log, answer(card.id, card.options[0].id if card.options else "34"))
    raise AssertionError("the conversation never ended")


@given(logs, some_answer())
def test_retract_after_answer_is_identity(log: tuple[Answer, ...], more: Answer) -> None:
    undone = (*log, more, Answer(more.card, retracted=True))
    assert current(undone) == current(log)
    assert facts(PACK, undone) == facts(PACK, log)


@given(logs)
def test_retracting_what_was_never_said_changes_nothing(log: tuple[Answer, ...]) -> None:
    assert current((Answer("age_card", retracted=True), *log)) == current(log)


def test_a_change_says_which_later_answers_it_puts_out_and_keeps_them() -> None:
    log = (answer("kids", "visit"), answer("kids_more", "At weekends"))
    change = answer("kids", "none")
    assert [card.id for card in put_out(PACK, log, change)] == ["kids_more"]
    after = (*log, change)
    assert "kids_more" not in {card.id for card in path(PACK, after)}
    assert "kids_more" not in facts(PACK, after)
    back = (*after, answer("kids", "visit"))
    assert facts(PACK, back)["kids_more"] == ("At weekends",)


def test_the_short_form_fills_the_same_record() -> None:
    log: tuple[Answer, ...] = ()
    asked = []
    while (card := next_card(PACK, log, short=True)) is not None:
        asked.append(card.id)
        log = (*log, answer(card.id, card.options[0].id))
    assert asked == ["danger", "earshot", "trained", "primary", "harm", "threat"]
    following = next_card(PACK, log)
    assert following is not None
    assert following.id == "kids"


def test_s8_a_firm_stop_stands_whoever_agrees() -> None:
    log = (*settled(skip=["earshot"]), answer("earshot", "red"))
    agreed = Override("gate", "earshot", because="x", by="Sam Reed", role="Lead", how="By phone", at=NOW)
    stop = gate_stop(PACK, log, (agreed,), "Pat Fisher")
    assert stop is not None
    assert stop.firm
    assert not gate_done(PACK, log, (agreed,), "Pat Fisher")


def test_s8_another_stop_goes_on_only_with_the_name_role_time_and_manner_of_somebody_else() -> None:
    log = (*settled(skip=["trained"]), answer("trained", "red"))
    agreed = Override("gate", "trained", because="With me", by="Sam Reed", role="Lead", how="By phone", at=NOW)
    assert gate_done(PACK, log, (agreed,), "Pat Fisher")
    for lacking in (
        replace(agreed, by=""),
        replace(agreed, role=" "),
        replace(agreed, how=""),
        replace(agreed, because=""),
        replace(agreed, at=None),
        replace(agreed, by="pat  FISHER"),
    ):
        assert not gate_done(PACK, log, (lacking,), "Pat Fisher")


def test_s10_danger_is_the_stop_shown_when_there_are_several() -> None:
    log = (answer("trained", "red"), answer("earshot", "red"), answer("danger", "red"))
    assert [s.id for s in stops(PACK, log)] == ["danger", "earshot", "trained"]
    stop = gate_stop(PACK, log)
    assert stop is not None
    assert stop.action is Route.ACT_NOW


def test_s10_a_changed_gate_answer_stays_on_record() -> None:
    log = (answer("earshot", "red"), answer("earshot", "clear"))
    assert gate_stop(PACK, log) is None
    assert [a.values for a in log if a.card == "earshot"] == [("red",), ("clear",)]
