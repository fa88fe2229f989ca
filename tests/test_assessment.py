"""What answers mean: the route table row by row, and the rules of concern, duties and readiness by their numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referral_assistant.assessment import assess
from referral_assistant.model import (
    DOMAINS,
    Answer,
    Assessment,
    Concern,
    DutyRecord,
    Level,
    Override,
    Route,
    SafetyConcern,
    Source,
    State,
    Who,
)
from tests.small import DOMAIN_CARDS, NOW, PACK, SAFETY, answer, case, settled
from tests.test_conversation import logs, some_answer

LATER = NOW + timedelta(hours=1)
ORDER = [Concern.PRESENT, Concern.NOT_EXPLORED, Concern.HIGH, Concern.IMMEDIATE]


def means(*answers: Answer, **extra: object) -> Assessment:
    return assess(PACK, case(answers, **extra))


LEVEL = {"yes": Level.WILLING, "some": Level.MIXED, "no": Level.NOT_NOW, "": Level.NOT_EXPLORED}
TABLE = {
    "immediate": ["act_now"] * 4,
    "high disputed": ["consult"] * 4,
    "high": ["consult", "panel", "panel", "panel"],
    "disputed": ["consult"] * 4,
    "not known": ["consult"] * 4,
    "not explored": ["consult"] * 4,
    "present": ["programme", "early_response", "hold", "hold"],
}
ROWS = {
    "immediate": {"harm": "now"},
    "high disputed": {"harm": "heard", "who": "disputed"},
    "high": {"harm": "heard"},
    "disputed": {"who": "disputed"},
    "not known": {"who": "unknown"},
    "not explored": {"skip": ["threat"]},
    "present": {},
}


@pytest.mark.parametrize(("row", "column"), list(product(TABLE, range(4))))
def test_the_route_table(row: str, column: int) -> None:
    level = ["yes", "some", "no", ""][column]
    settings = dict(ROWS[row])
    skip = [*settings.pop("skip", []), *([c.id for c in DOMAIN_CARDS] if not level else [])]
    found = means(*settled(level or "yes", skip=skip, **settings))
    assert found.overall is LEVEL[level]
    assert found.route == TABLE[row][column]
    assert found.route_because


def test_s1_concern_starts_as_not_explored() -> None:
    found = means()
    assert found.concern is Concern.NOT_EXPLORED
    assert found.route is Route.CONSULT


@pytest.mark.parametrize("state", [State.DECLINED, State.COULD_NOT_ASK, State.NOT_APPLICABLE])
def test_s1_only_an_answer_clears_a_safety_card(state: State) -> None:
    found = means(*settled(skip=["harm"]), Answer("harm", state=state))
    assert found.concern is Concern.NOT_EXPLORED
    assert found.route is Route.CONSULT


def test_s1_an_unanswered_gate_is_not_safety_either() -> None:
    found = means(*settled(skip=["earshot"]))
    assert found.concern is Concern.NOT_EXPLORED
    assert "earshot" in {m.card for m in found.missing}


def test_s2_who_is_doing_what_is_its_own_fact_and_a_dispute_outweighs() -> None:
    assert means(*settled()).who is Who.CLEAR
    assert means(*settled(who="disputed")).who is Who.DISPUTED
    assert means().who is Who.NOT_KNOWN


def test_s2_a_dispute_keeps_every_duty() -> None:
    clear, disputed = means(*settled(harm="heard")), means(*settled(harm="heard", who="disputed"))
    assert [d.id for d in clear.duties] == [d.id for d in disputed.duties]


@pytest.mark.parametrize("source", list(Source))
def test_s3_a_risk_from_any_source_sets_at_least_high(source: Source) -> None:
    found = means(*settled(skip=["harm"]), answer("harm", "heard", source=source))
    assert found.concern is Concern.HIGH


@given(logs, st.sampled_from(SAFETY), st.sampled_from(["heard", "now"]))
def test_s3_adding_a_risk_fact_never_lowers_concern(log: tuple[Answer, ...], card: str, value: str) -> None:
    standing = next((a.values for a in reversed(log) if a.card == card), ())
    if set(standing) & {"heard", "now"}:
        return
    before, after = means(*log), means(*log, answer(card, value))
    assert ORDER.index(after.concern) >= ORDER.index(before.concern)


@given(logs, st.sampled_from(DOMAIN_CARDS), st.sampled_from(["yes", "some", "no"]))
def test_s3_answering_readiness_never_changes_concern(log: tuple[Answer, ...], card: object, value: str) -> None:
    more = answer(card.id, value)  # type: ignore[attr-defined]
    assert means(*log, more).concern is means(*log).concern


def test_s4_anyone_may_raise_concern() -> None:
    raised = Override("concern", "", "high", because="The way it was said", by="Pat Fisher", at=NOW)
    assert means(*settled(), overrides=(raised,)).concern is Concern.HIGH


LOWER = Override(
    "concern", "", "present", because="Checked", by="Sam Reed", role="Safeguarding lead", told="All of it", at=LATER
)


def test_s4_lowering_takes_a_named_lead_role_time_and_what_they_were_told() -> None:
    answers = settled(harm="heard")
    assert means(*answers, overrides=(LOWER,)).concern is Concern.PRESENT
    for lacking in (
        replace(LOWER, by=""),
        replace(LOWER, role=""),
        replace(LOWER, told=""),
        replace(LOWER, at=None),
        replace(LOWER, by="Pat Fisher"),
    ):
        assert means(*answers, overrides=(lacking,)).concern is Concern.HIGH


def test_s4_what_is_recorded_after_a_lowering_counts_again() -> None:
    after = replace(answer("threat", "heard"), at=LATER + timedelta(minutes=1))
    assert means(*settled(harm="heard"), after, overrides=(LOWER,)).concern is Concern.HIGH


def test_s4_a_lowering_uncovers_what_was_never_asked() -> None:
    assert means(*settled(harm="heard", skip=["threat"]), overrides=(LOWER,)).concern is Concern.NOT_EXPLORED


def test_s4_immediate_cannot_be_lowered_and_closes_by_what_was_done() -> None:
    answers = settled(harm="now")
    assert means(*answers, overrides=(LOWER,)).concern is Concern.IMMEDIATE
    done = SafetyConcern("Heard it", "Pat Fisher", NOW, "Police called", "Pat Fisher", LATER)
    assert means(*answers, safety=(done,)).concern is Concern.HIGH
    assert means(*answers, safety=(replace(done, outcome=""),)).concern is Concern.IMMEDIATE
    assert means(*answers, safety=(replace(done, outcome_by=" "),)).concern is Concern.IMMEDIATE


def test_s5_the_key_sets_act_now_until_an_outcome_is_recorded() -> None:
    raised = SafetyConcern("He became threatening", "Pat Fisher", NOW)
    assert means(*settled(), safety=(raised,)).route is Route.ACT_NOW
    done = replace(raised, outcome="Left the room, lead told", outcome_by="Pat Fisher", outcome_at=LATER)
    found = means(*settled(), safety=(done,))
    assert found.concern is Concern.HIGH
    assert found.route is not Route.ACT_NOW
    again = means(*settled(), safety=(done, replace(raised, at=LATER)))
    assert again.route is Route.ACT_NOW


@given(logs)
def test_immediate_danger_always_wins(log: tuple[Answer, ...]) -> None:
    found = means(*log, answer("harm", "now"))
    assert found.concern is Concern.IMMEDIATE
    assert found.route is Route.ACT_NOW


@given(logs)
def test_low_readiness_with_high_concern_never_yields_no_route(log: tuple[Answer, ...]) -> None:
    found = means(*log, *(answer(c.id, "no") for c in DOMAIN_CARDS), answer("harm", "heard"))
    assert found.route in (Route.ACT_NOW, Route.CONSULT, Route.PANEL)


@given(logs)
def test_out_of_path_answers_never_influence_an_assessment(log: tuple[Answer, ...]) -> None:
    no_children = answer("kids", "none")
    hidden = answer("kids_more", "Anything at all")
    assert means(*log, no_children) == means(*log, hidden, no_children)


@given(logs, some_answer())
def test_s6_every_assessment_carries_its_duties_with_reasons(log: tuple[Answer, ...], more: Answer) -> None:
    found = means(*log, more)
    ids = {duty.id for duty in found.duties}
    assert {"victim_worker", "adult_at_risk", "next_action"} <= ids
    assert ("police_marac" in ids) == (found.concern in (Concern.HIGH, Concern.IMMEDIATE))
    assert all(duty.because for duty in found.duties)
    assert all(duty.open for duty in found.duties)


def test_s6_the_childrens_duty_stands_unless_there_are_none() -> None:
    ids = lambda *a: {d.id for d in means(*a).duties}  # noqa: E731 - one line, used three times below
    assert "children" in ids()
    assert "children" in ids(answer("kids", "visit"))
    assert "children" not in ids(answer("kids", "none"))


def test_s6_a_duty_closes_only_with_everything_recorded() -> None:
    def is_open(record: DutyRecord) -> bool:
        duties = means(*settled(), duties=(record,)).duties
        return next(d for d in duties if d.id == "next_action").open

    assert not is_open(DutyRecord("next_action", "done", by="Pat", at=NOW))
    assert is_open(DutyRecord("next_action", "done", by="Pat"))
    assert not is_open(DutyRecord("next_action", "decided_not", because="x", agreed_with="Sam"))
    assert is_open(DutyRecord("next_action", "decided_not", because="x"))


@pytest.mark.parametrize("domain", ["impact", "confidence", "practical", "stability"])
@pytest.mark.parametrize("level", ["yes", "some", "no"])
def test_s15_supports_and_impact_never_change_the_overall_reading(domain: str, level: str) -> None:
    ids = [f"{domain}_1", f"{domain}_2"]
    for base in ("yes", "some", "no"):
        changed = settled(base, skip=ids) + tuple(answer(i, level) for i in ids)
        assert means(*changed).overall is means(*settled(base)).overall


def test_s15_a_domain_agrees_differs_or_is_not_explored() -> None:
    found = means(answer("ownership_1", "yes"), answer("ownership_2", "no"), answer("impact_1", "no"))
    assert found.reading("ownership").level is Level.MIXED
    assert found.reading("impact").level is Level.NOT_NOW
    assert found.reading("motivation").level is Level.NOT_EXPLORED
    assert all(r.because for r in found.readings)
    assert tuple(r.domain for r in found.readings) == DOMAINS


@pytest.mark.parametrize("state", [State.DECLINED, State.COULD_NOT_ASK, State.NOT_APPLICABLE])
def test_s16_what_was_not_answered_carries_no_level(state: State) -> None:
    found = means(answer("ownership_1", "yes"), Answer("ownership_2", state=state))
    assert found.reading("ownership").level is Level.WILLING


def test_refusing_partner_contact_alone_makes_agreement_mixed() -> None:
    found = means(*settled(skip=["agreement_2"]), answer("agreement_2", "no"))
    assert found.reading("agreement").level is Level.MIXED
    assert found.overall is Level.MIXED


def test_not_explored_needs_agreement_or_all_three_that_lead() -> None:
    assert means(*settled(skip=["agreement_1", "agreement_2"])).overall is Level.NOT_EXPLORED
    two = [f"{d}_{n}" for d in ("recognition", "ownership") for n in (1, 2)]
    assert means(*settled(skip=two)).overall is Level.MIXED
    three = [*two, "motivation_1", "motivation_2"]
    assert means(*settled(skip=three)).overall is Level.NOT_EXPLORED


def test_a_reading_is_changed_with_a_reason_and_agreement_never() -> None:
    change = Override("reading", "ownership", "mixed", because="He said more at the door", by="Pat Fisher", at=NOW)
    found = means(*settled(), overrides=(change,))
    assert found.reading("ownership").level is Level.MIXED
    assert found.reading("ownership").heard is Level.WILLING
    assert found.overall is Level.MIXED
    for refused in (replace(change, because=" "), replace(change, target="agreement"), replace(change, value="great")):
        assert means(*settled(), overrides=(refused,)).overall is Level.WILLING


def test_s10_a_stop_acts_on_danger_and_otherwise_holds() -> None:
    held = means(*settled(skip=["earshot"]), answer("earshot", "red"))
    assert held.route is Route.HOLD
    assert held.stop is not None
    assert means(*settled(skip=["danger"]), answer("danger", "red")).route is Route.ACT_NOW
    grave = means(*settled(harm="heard", skip=["earshot"]), answer("earshot", "red"))
    assert grave.route is Route.ACT_NOW


def test_missing_names_the_card_that_would_fill_it() -> None:
    found = means(*settled(skip=["threat", "impact_1", "age_card"]))
    assert [(m.card, m.because.code) for m in found.missing] == [
        ("threat", "missing_safety"),
        ("age_card", "missing_fact"),
        ("impact_1", "missing_domain"),
    ]


def test_no_assessment_holds_a_number() -> None:
    found = means(*settled())
    assert not [v for v in (getattr(found, f) for f in found.__slots__) if isinstance(v, int | float)]
