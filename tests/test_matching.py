"""Verdicts and their reasons: by safety rule, and as properties that hold for any service and any person."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from referral_assistant.content import load_pack
from referral_assistant.directory import SAMPLE, load, starting
from referral_assistant.geography import load_areas, named
from referral_assistant.matching import lines, match, nothing_fits, primary_action, referable
from referral_assistant.matching.cautions import NEEDS_PARTNER_SUPPORT, NOT_REFERABLE, months_from
from referral_assistant.matching.criteria import ALL_GENDERS, ALL_RELATIONSHIPS
from referral_assistant.matching.nearness import nearness
from referral_assistant.model import (
    Assessment,
    Concern,
    Criterion,
    Facts,
    Is,
    Kind,
    Match,
    Place,
    Reason,
    Route,
    Service,
    Verdict,
    Who,
)
from referral_assistant.wording import say
from tests.directory_strategies import (
    EASTMERE,
    STOP,
    TODAY,
    VOCABULARY,
    WESTHAVEN,
    assessment,
    assessments,
    facts,
    places,
    services,
)

AN_EASTMERE_MAN: dict[str, tuple[str, ...]] = {
    "age": ("34",),
    "gender": ("man",),
    "relationship": ("partner",),
    "referral_route": ("professional",),
    "language": ("english",),
    "format": ("group", "one_to_one"),
    "schedule": ("weekday_evening",),
    "access": ("none",),
    "proceedings": ("none",),
    "acknowledges": ("yes",),
}
HERE = Place(EASTMERE)
SERVICES = {service.id: service for service in load(SAMPLE)}
KEELSIDE = SERVICES["keelside-programme"]

few = settings(max_examples=30, deadline=None)

# Why a verdict may be "does not fit" and still say what would change it.
CHANGEABLE = {"area_not_covered", "format_not_met", "schedule_not_met", "language_not_met"}


def one(service: Service, known: Facts = AN_EASTMERE_MAN, place: Place = HERE, **about: Any) -> Match:
    """The match of a single service."""
    (found,) = match((service,), assessment(**about), known, place, TODAY)
    return found


def codes(reasons: Iterable[Reason]) -> list[str]:
    return [reason.code for reason in reasons]


def without(known: Facts, *names: str) -> dict[str, tuple[str, ...]]:
    return {name: values for name, values in known.items() if name not in names}


def firm(rule_fact: str, *values: str, polarity: str = "must") -> Criterion:
    return Criterion("own", Is(rule_fact, values), "We ask this.", polarity, True)


# --- the sample ------------------------------------------------------------------------------------------------------


def test_the_sample_gives_every_verdict_each_with_its_reason() -> None:
    found = {m.service.id: m for m in match(SERVICES.values(), assessment(), AN_EASTMERE_MAN, HERE, TODAY)}
    assert {m.verdict for m in found.values()} == set(Verdict)
    assert found["keelside-programme"].verdict is Verdict.FITS
    assert found["lantern-one-to-one"].verdict is Verdict.FITS
    assert found["fathom-programme"].verdict is Verdict.CLOSED
    assert codes(found["ninestones-programme"].because) == ["area_not_covered", "would_fit_area"]
    assert codes(found["keelside-programme"].because)[:2] == ["area_met", "age_from"]


def test_a_question_about_proceedings_is_asked_in_the_providers_own_sentence() -> None:
    found = one(SERVICES["lantern-one-to-one"], without(AN_EASTMERE_MAN, "proceedings"))
    assert found.verdict is Verdict.ASK
    assert [(r.criterion, r.values) for r in found.ask] == [
        ("We do not start while there are family court proceedings.", ("proceedings",))
    ]
    pack = named(load_pack(), load_areas(training=True))
    assert say(found.ask[0], pack).startswith("Ask about court proceedings")
    assert say(found.because[0], pack) == "Covers Eastmere."


# --- S5, S10: while the gate is shut or action is due ----------------------------------------------------------------


@few
@given(service=services, known=facts, place=places)
def test_s5_act_now_gives_no_services(service: Service, known: Facts, place: Place) -> None:
    due = assessment(Route.ACT_NOW, Concern.IMMEDIATE)
    assert match((service,), due, known, place, TODAY) == ()
    assert codes(nothing_fits((), due)) == ["nothing_while_due"]


def test_s10_a_standing_stop_gives_no_services() -> None:
    stopped = assessment(Route.HOLD, stop=STOP)
    assert match(SERVICES.values(), stopped, AN_EASTMERE_MAN, HERE, TODAY) == ()
    assert codes(nothing_fits((), stopped)) == ["nothing_while_stopped"]


# --- S17: the person harmed ------------------------------------------------------------------------------------------


@few
@given(service=services, about=assessments, known=facts, place=places)
def test_s17_work_without_partner_support_is_never_fits(
    service: Service, about: Assessment, known: Facts, place: Place
) -> None:
    for found in match((service,), about, known, place, TODAY):
        if service.kind in VOCABULARY.needs_partner_support and service.partner_support != "yes":
            assert found.verdict is not Verdict.FITS
            if found.verdict is Verdict.ASK:
                assert found.ask[0].code in ("ask_no_partner_support", "ask_partner_support")
                assert primary_action(found, about) == "consult"


@pytest.mark.parametrize(("support", "code"), [("no", "ask_no_partner_support"), ("unknown", "ask_partner_support")])
def test_s17_no_support_is_consult_first_and_unknown_is_asked(support: str, code: str) -> None:
    found = one(replace(KEELSIDE, partner_support=support))
    assert (found.verdict, codes(found.ask)) == (Verdict.ASK, [code])
    assert f"partner_support_{support}" in codes(found.warnings)


def test_s17_helplines_are_exempt() -> None:
    found = one(SERVICES["marram-line"])
    assert (found.service.partner_support, found.verdict) == ("unknown", Verdict.FITS)


# --- S18: routes that are not ours -----------------------------------------------------------------------------------


@few
@given(service=services, about=assessments, known=facts, place=places)
def test_s18_panels_and_probation_are_never_referred_to(
    service: Service, about: Assessment, known: Facts, place: Place
) -> None:
    for found in match((service,), about, known, place, TODAY):
        if service.kind in VOCABULARY.not_referable:
            assert found.verdict is not Verdict.FITS
            assert not referable(found, about)
            assert primary_action(found, about) in ("consult", "none")


def test_s18_the_reasons_name_no_panel_by_its_name() -> None:
    wording = load_pack().words["reasons"]
    ours = (*codes(one(SERVICES["saltmarch-high-harm"], {**AN_EASTMERE_MAN, "referral_route": ("panel",)}).ask),)
    assert "ask_panel_lead" in ours
    assert not [code for code in ours if "MARAC" in wording[code] or "MATAC" in wording[code]]


def test_the_kinds_of_matching_are_those_of_the_vocabulary() -> None:
    assert set(VOCABULARY.needs_partner_support) == NEEDS_PARTNER_SUPPORT
    assert set(VOCABULARY.not_referable) == NOT_REFERABLE
    assert set(VOCABULARY.service["genders"]) == ALL_GENDERS
    assert set(VOCABULARY.service["relationships"]) == ALL_RELATIONSHIPS


# --- S19: what would change a no, and who is asked first -------------------------------------------------------------


@few
@given(service=services, about=assessments, known=facts, place=places)
def test_s19_it_would_fit_if_is_only_ever_about_area_time_language_format_and_access(
    service: Service, about: Assessment, known: Facts, place: Place
) -> None:
    for found in match((service,), about, known, place, TODAY):
        said = [code for code in codes(found.because) if code.startswith("would_fit")]
        if said:
            failed = [code for code in codes(found.because) if not code.startswith("would_fit")]
            assert found.verdict is Verdict.DOES_NOT_FIT
            assert len(said) == len(failed)
            assert set(failed) <= CHANGEABLE | {"criterion_not_met"}
            if "criterion_not_met" in failed:
                assert "would_fit_arranged" in said


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"minimum_age": 40}, "age_not_from"),
        ({"genders": ("woman",)}, "gender_not_met"),
        ({"relationships": ("adult_family",)}, "relationship_not_met"),
        ({"routes": ("court",)}, "route_not_met"),
        ({"criteria": (firm("acknowledges", "partly"),)}, "criterion_not_met"),
        ({"criteria": (firm("proceedings", "none", polarity="must_not"),)}, "criterion_not_met"),
    ],
)
def test_s19_harm_admission_age_and_proceedings_never_say_what_would_change(
    change: Mapping[str, object], code: str
) -> None:
    found = one(replace(KEELSIDE, **change))  # type: ignore[arg-type]
    assert (found.verdict, codes(found.because)) == (Verdict.DOES_NOT_FIT, [code])


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({"service_areas": ("x-westhaven",)}, ["area_not_covered", "would_fit_area"]),
        ({"schedules": ("weekend",)}, ["schedule_not_met", "would_fit_schedule"]),
        ({"formats": ("online",)}, ["format_not_met", "would_fit_format"]),
        ({"languages": ("polish",), "interpreter": "no"}, ["language_not_met", "would_fit_language"]),
        ({"criteria": (firm("access", "none", polarity="must_not"),)}, ["criterion_not_met", "would_fit_arranged"]),
    ],
)
def test_s19_area_time_format_language_and_access_do(change: Mapping[str, object], because: list[str]) -> None:
    found = one(replace(KEELSIDE, **change))  # type: ignore[arg-type]
    assert (found.verdict, codes(found.because)) == (Verdict.DOES_NOT_FIT, because)


def test_s19_it_would_fit_is_not_said_while_something_else_is_open() -> None:
    found = one(replace(KEELSIDE, service_areas=("x-westhaven",), partner_support="unknown"))
    assert codes(found.because) == ["area_not_covered"]


@few
@given(service=services, about=assessments, known=facts, place=places)
def test_s19_with_high_concern_or_doubt_the_first_key_is_never_refer(
    service: Service, about: Assessment, known: Facts, place: Place
) -> None:
    for found in match((service,), about, known, place, TODAY):
        if about.concern is not Concern.PRESENT or about.who is not Who.CLEAR:
            assert primary_action(found, about) != "refer"


def test_s19_consult_first_and_the_same_service_are_said() -> None:
    assert codes(one(KEELSIDE, route=Route.CONSULT, concern=Concern.HIGH).warnings) == [
        "consult_first_high",
        "same_service",
    ]
    assert codes(one(KEELSIDE, who=Who.DISPUTED).warnings)[0] == "consult_first_who"
    assert codes(one(KEELSIDE, concern=Concern.NOT_EXPLORED).warnings)[0] == "consult_first_not_explored"


# --- S22: what the partner's home decides is never named -------------------------------------------------------------


def test_s22_the_partners_area_is_never_among_the_values() -> None:
    service = replace(KEELSIDE, residence="partner", service_areas=("x-westhaven",))
    found = one(service, place=Place(EASTMERE, WESTHAVEN))
    assert found.verdict is Verdict.FITS
    assert (found.because[0].code, found.because[0].values) == ("area_partner_met", ())
    assert codes(one(service, place=Place(EASTMERE, EASTMERE)).because) == ["area_partner_not_covered"]


# --- properties ------------------------------------------------------------------------------------------------------


def verdicts(found: tuple[Match, ...]) -> dict[Service, Match]:
    return {m.service: m for m in found}


@few
@given(known_services=st.lists(services, max_size=4), other=services, about=assessments, known=facts, place=places)
def test_adding_a_service_never_changes_anothers_verdict(
    known_services: list[Service], other: Service, about: Assessment, known: Facts, place: Place
) -> None:
    before = verdicts(match(known_services, about, known, place, TODAY))
    after = verdicts(match([*known_services, other], about, known, place, TODAY))
    assert {s: after[s] for s in before} == before


@few
@given(service=services, about=assessments, known=facts, place=places)
def test_every_match_has_a_reason_and_every_reason_has_its_words(
    service: Service, about: Assessment, known: Facts, place: Place
) -> None:
    pack = load_pack()
    found = match((service,), about, known, place, TODAY)
    for m in found:
        assert m.because
        for reason in (*m.because, *m.ask, *m.warnings):
            sentence = say(reason, pack, "he")
            assert sentence.endswith((".", "?", "!"))
            assert "{" not in sentence
    assert all(say(reason, pack) for reason in nothing_fits(found, about))


@few
@given(service=services, about=assessments)
def test_unknown_never_excludes(service: Service, about: Assessment) -> None:
    for found in match((service,), about, {}, Place(), TODAY):
        assert found.verdict is not Verdict.DOES_NOT_FIT


@few
@given(service=services, about=assessments, known=facts, place=places)
def test_an_entry_that_says_nothing_excludes_nobody(
    service: Service, about: Assessment, known: Facts, place: Place
) -> None:
    bare = Service(service.id, service.name, service.kind, purpose=service.purpose)
    for found in match((bare,), about, known, place, TODAY):
        assert found.verdict is not Verdict.DOES_NOT_FIT


@few
@given(service=services, about=assessments, known=facts, more=facts, place=places, later=places)
def test_learning_more_never_changes_a_settled_verdict(
    service: Service, about: Assessment, known: Facts, more: Facts, place: Place, later: Place
) -> None:
    learnt = {**more, **known}
    wider = Place(place.areas or later.areas, place.partner_areas or later.partner_areas)
    before = match((service,), about, known, place, TODAY)
    after = match((service,), about, learnt, wider, TODAY)
    for old, new in zip(before, after, strict=True):
        if old.verdict is not Verdict.ASK:
            assert new.verdict is old.verdict


@few
@given(service=services, about=assessments, known=facts, place=places)
def test_fits_means_that_nothing_is_left_to_ask(
    service: Service, about: Assessment, known: Facts, place: Place
) -> None:
    for found in match((service,), about, known, place, TODAY):
        assert (found.verdict is Verdict.ASK) == bool(found.ask)


@few
@given(found_services=st.lists(services, max_size=6), about=assessments, known=facts, place=places)
def test_the_order_does_not_depend_on_the_order_given(
    found_services: list[Service], about: Assessment, known: Facts, place: Place
) -> None:
    forward = match(found_services, about, known, place, TODAY)
    order = list(Verdict)
    assert [order.index(m.verdict) for m in forward] == sorted(order.index(m.verdict) for m in forward)
    distinct = {s.id: s for s in found_services}.values()
    assert match(distinct, about, known, place, TODAY) == match(
        reversed(list(distinct)),
        about,
        known,
        place,
        TODAY,
    )


@few
@given(service=services, about=assessments, known=facts, place=places)
def test_nothing_fits_is_never_an_empty_page(service: Service, about: Assessment, known: Facts, place: Place) -> None:
    found = match((service,), about, known, place, TODAY)
    said = codes(nothing_fits(found, about))
    assert said or any(m.verdict is Verdict.FITS for m in found)
    if said:
        assert "nothing_hold" in said
        assert {"nothing_consult", "nothing_consult_local"} & set(said)
        assert {"nothing_helpline", "nothing_no_helpline"} & set(said)


# --- particulars -----------------------------------------------------------------------------------------------------


def test_the_kind_for_the_route_comes_first() -> None:
    found = match((SERVICES["lantern-one-to-one"], KEELSIDE), assessment(), AN_EASTMERE_MAN, HERE, TODAY)
    assert [m.service.id for m in found] == ["keelside-programme", "lantern-one-to-one"]
    early = assessment(Route.EARLY_RESPONSE)
    found = match((SERVICES["lantern-one-to-one"], KEELSIDE), early, AN_EASTMERE_MAN, HERE, TODAY)
    assert [m.service.id for m in found] == ["lantern-one-to-one", "keelside-programme"]
    assert [primary_action(m, early) for m in found] == ["refer", "consult"]
    assert "early_response_first" in codes(found[1].warnings)


def test_a_referral_is_offered_on_two_routes_only() -> None:
    found = one(KEELSIDE)
    allowed = [route for route in Route if referable(found, assessment(route))]
    assert set(allowed) == {Route.PROGRAMME, Route.EARLY_RESPONSE}
    assert primary_action(found, assessment()) == "refer"
    assert primary_action(found, assessment(Route.HOLD)) == "consult"


def test_abuse_towards_someone_more_is_asked_about() -> None:
    found = one(KEELSIDE, {**AN_EASTMERE_MAN, "relationship": ("partner", "child")})
    assert (found.verdict, codes(found.ask)) == (Verdict.ASK, ["ask_relationship_too"])
    assert found.ask[0].values == ("child",)


def test_a_criterion_that_is_not_firm_asks_and_never_excludes() -> None:
    soft = replace(firm("acknowledges", "partly"), firm=False)
    found = one(replace(KEELSIDE, criteria=(soft,)))
    assert (found.verdict, codes(found.ask)) == (Verdict.ASK, ["ask_case_by_case"])


@pytest.mark.parametrize(
    ("service", "known", "verdict"),
    [
        ({"languages": ("english",), "interpreter": "no"}, {"language": ("english",)}, Verdict.FITS),
        ({"languages": ("english",), "interpreter": "no"}, {"language": ("polish",)}, Verdict.DOES_NOT_FIT),
        ({"languages": ("english",), "interpreter": "yes"}, {"language": ("polish",)}, Verdict.FITS),
        ({"languages": ("english",), "interpreter": "unknown"}, {"language": ("polish",)}, Verdict.ASK),
        ({"languages": (), "interpreter": "no"}, {"language": ("polish",)}, Verdict.ASK),
        ({"languages": (), "interpreter": "unknown"}, {"language": ("english",)}, Verdict.FITS),
        ({"languages": ("polish",), "interpreter": "no"}, {"language": ("polish", "english")}, Verdict.FITS),
        ({"languages": ("english",), "interpreter": "no"}, {"language": ("polish", "english")}, Verdict.ASK),
        (
            {"languages": ("english",), "interpreter": "no"},
            {"language": ("polish", "english"), "interpreter": ("needed",)},
            Verdict.DOES_NOT_FIT,
        ),
        (
            {"languages": ("english",), "interpreter": "no"},
            {"language": ("polish", "english"), "interpreter": ("not_needed",)},
            Verdict.FITS,
        ),
        ({"languages": ("english",), "interpreter": "no", "access": ("bsl",)}, {"language": ("bsl",)}, Verdict.FITS),
    ],
)
def test_languages_and_interpreters(service: Mapping[str, object], known: Facts, verdict: Verdict) -> None:
    found = one(replace(KEELSIDE, **service), {**AN_EASTMERE_MAN, **known})  # type: ignore[arg-type]
    assert found.verdict is verdict


def test_an_access_need_that_is_not_listed_is_asked_about() -> None:
    found = one(KEELSIDE, {**AN_EASTMERE_MAN, "access": ("wheelchair", "brain_injury")})
    assert (found.verdict, found.ask[0].code, found.ask[0].values) == (
        Verdict.ASK,
        "ask_service_access",
        ("brain_injury",),
    )
    assert "access_met" in codes(found.because)


def test_either_home_will_do_where_the_service_says_so() -> None:
    service = replace(KEELSIDE, residence="either", service_areas=("x-westhaven",))
    assert one(service, place=Place(EASTMERE, WESTHAVEN)).verdict is Verdict.FITS
    assert codes(one(service, place=Place(EASTMERE)).ask) == ["ask_area_partner"]
    assert one(service, place=Place(EASTMERE, EASTMERE)).verdict is Verdict.DOES_NOT_FIT


@pytest.mark.parametrize(
    ("change", "warning"),
    [
        ({"assured_date": date(2026, 5, 20)}, "stale"),
        ({"assured_date": None}, "never_checked"),
        ({"assured_date": date(2026, 12, 1)}, "never_checked"),
        ({"fees": "fee"}, "fee"),
        ({"fees": "fee", "fees_note": "Ten pounds."}, "fee_note"),
        ({"fees": "unknown"}, "fee_unknown"),
        ({"waiting": "Six weeks.", "waiting_as_of": date(2026, 11, 1)}, "waiting"),
        ({"waiting": "Six weeks."}, "waiting_undated"),
        ({"ends_on": date(2027, 2, 21)}, "ends_soon"),
        (
            {"accreditations": (replace(KEELSIDE.accreditations[0], valid_to=date(2026, 11, 20)),)},
            "accreditation_lapsed",
        ),
        ({"accreditations": ()}, "accreditation_unknown"),
        ({"alert": "Ring first."}, "alert"),
    ],
)
def test_warnings_leave_the_verdict_alone(change: Mapping[str, object], warning: str) -> None:
    found = one(replace(KEELSIDE, **change))  # type: ignore[arg-type]
    assert found.verdict is Verdict.FITS
    assert warning in codes(found.warnings)
    assert warning not in codes(one(KEELSIDE).warnings)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"status": "temporarily closed"}, "paused"),
        ({"status": "inactive"}, "closed"),
        ({"status": "defunct"}, "closed"),
        ({"ends_on": date(2026, 11, 20)}, "ended"),
    ],
)
def test_a_closed_service_says_how(change: Mapping[str, object], code: str) -> None:
    found = one(replace(KEELSIDE, **change))  # type: ignore[arg-type]
    assert (found.verdict, codes(found.because)) == (Verdict.CLOSED, [code])
    assert primary_action(found, assessment()) == "none"


def test_a_preference_for_a_community_is_said_and_decides_nothing() -> None:
    spindrift = SERVICES["spindrift"]
    found = one(spindrift, {**AN_EASTMERE_MAN, "community": ("lgbt",)})
    assert found.verdict is Verdict.FITS
    assert "community_met" in codes(found.because)
    found = one(KEELSIDE, {**AN_EASTMERE_MAN, "community": ("lgbt",)})
    assert found.verdict is Verdict.FITS
    assert "community_not_listed" in codes(found.warnings)


def test_high_harm_work_is_asked_about_and_never_simply_fits() -> None:
    assert one(replace(KEELSIDE, harm_level="high")).verdict is Verdict.ASK
    assert one(replace(KEELSIDE, harm_level="early"), concern=Concern.HIGH, route=Route.CONSULT).verdict is Verdict.ASK
    unsaid = one(replace(KEELSIDE, harm_level=""), concern=Concern.HIGH, route=Route.CONSULT)
    assert (unsaid.verdict, codes(unsaid.ask)) == (Verdict.ASK, ["ask_harm_level_unsaid"])
    assert one(replace(KEELSIDE, harm_level="")).verdict is Verdict.FITS


def test_lines_for_victims_are_not_matched_to_the_person() -> None:
    here = starting(Kind.TRAINING)
    matched = {m.service.purpose for m in match(here, assessment(), AN_EASTMERE_MAN, HERE, TODAY)}
    assert "victim_support" not in matched
    names = [s.name for s in lines(here, ("victim_support",), HERE)]
    assert "National Domestic Abuse Helpline" in names
    assert "Live Fear Free" not in names


def test_nothing_fits_names_what_there_is() -> None:
    found = match((SERVICES["marram-line"], SERVICES["mooring-advice"]), assessment(), AN_EASTMERE_MAN, HERE, TODAY)
    said = nothing_fits(found, assessment())
    assert codes(said) == ["nothing_helpline", "nothing_consult", "nothing_hold", "nothing_gap"]
    assert said[0].values == ("Marram Line",)
    asked = match((replace(KEELSIDE, partner_support="no"),), assessment(), AN_EASTMERE_MAN, HERE, TODAY)
    assert codes(nothing_fits(asked, assessment()))[0] == "nothing_ask_first"
    assert nothing_fits((one(KEELSIDE),), assessment()) == ()
    assert "nothing_hold" in codes(nothing_fits((one(KEELSIDE),), assessment(Route.HOLD)))


def test_months_are_counted_as_people_count_them() -> None:
    assert months_from(date(2026, 11, 21), -6) == date(2026, 5, 21)
    assert months_from(date(2026, 8, 31), -6) == date(2026, 2, 28)
    assert months_from(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert months_from(date(2026, 1, 15), -1) == date(2025, 12, 15)


# --- how far it is ---------------------------------------------------------------------------------------------------

LEICESTER, LOUGHBOROUGH = (52.635, -1.133), (52.772, -1.206)
somewhere = st.tuples(st.floats(49, 61), st.floats(-8, 2))


def at(service: Service, point: tuple[float, float] | None) -> Service:
    """The service, there."""
    latitude, longitude = point or (None, None)
    return replace(service, latitude=latitude, longitude=longitude)


@pytest.mark.parametrize(
    ("point", "rough", "said"),
    [
        (LEICESTER, False, "Less than a mile from where they live."),
        ((52.650, -1.133), False, "About a mile from where they live."),
        (LOUGHBOROUGH, False, "About 10 miles from where they live."),
        ((51.5, -0.12), False, "About 90 miles from where they live."),
        (LOUGHBOROUGH, True, "About 10 miles from the middle of their area."),
        (LEICESTER, True, "Near the middle of their area."),
    ],
)
def test_how_far_it_is_stands_last_among_the_reasons(point: tuple[float, float], rough: bool, said: str) -> None:
    found = one(at(KEELSIDE, point), place=Place(EASTMERE, point=LEICESTER, rough=rough))
    assert say(found.because[-1], load_pack()) == said


@few
@given(service=services, about=assessments, known=facts, place=places, here=somewhere, there=somewhere | st.none())
def test_how_far_it_is_changes_no_verdict_and_no_other_reason(
    service: Service,
    about: Assessment,
    known: Facts,
    place: Place,
    here: tuple[float, float],
    there: tuple[float, float] | None,
) -> None:
    for plain, far in zip(
        match((service,), about, known, place, TODAY),
        match((at(service, there),), about, known, replace(place, point=here), TODAY),
        strict=True,
    ):
        assert far.verdict is plain.verdict
        assert (far.ask, far.warnings) == (plain.ask, plain.warnings)
        assert [r for r in far.because if not r.code.startswith("distance")] == list(plain.because)


@few
@given(found=st.lists(services, max_size=5, unique_by=lambda s: s.id), about=assessments, known=facts, data=st.data())
def test_the_nearer_of_two_that_are_alike_comes_first_and_the_unknown_last(
    found: list[Service], about: Assessment, known: Facts, data: st.DataObject
) -> None:
    placed = [at(service, data.draw(st.none() | st.sampled_from((LEICESTER, LOUGHBOROUGH)))) for service in found]
    here = Place(EASTMERE, point=LEICESTER)
    matches = match(placed, about, known, here, TODAY)
    for before, after in itertools.pairwise(matches):
        if (before.verdict, before.service.kind) == (after.verdict, after.service.kind):
            assert nearness(before.service, here) <= nearness(after.service, here)


@few
@given(service=services, known=facts, there=somewhere)
def test_s24_s27_nothing_is_measured_from_the_partners_home(
    service: Service, known: Facts, there: tuple[float, float]
) -> None:
    placed = at(service, there)
    for found in match((placed,), assessment(), known, Place(EASTMERE, WESTHAVEN), TODAY):
        assert not [code for code in codes(found.because) if code.startswith("distance")]
    for found in match((placed,), assessment(), known, Place(EASTMERE, WESTHAVEN, LEICESTER), TODAY):
        alone = match((placed,), assessment(), known, Place(EASTMERE, (), LEICESTER), TODAY)
        far = [[r for r in m.because if r.code.startswith("distance")] for m in (found, *alone)]
        assert far[0] == far[1] or found.verdict is not alone[0].verdict


def test_nobody_travels_to_a_line_or_to_what_is_online() -> None:
    here = Place(EASTMERE, point=LEICESTER)
    for change in ({"formats": ("online", "phone")}, {"kind": "helpline"}):
        there = at(replace(KEELSIDE, **change), LOUGHBOROUGH)  # type: ignore[arg-type]
        assert not [c for c in codes(one(there, place=here).because) if c.startswith("distance")]
    there = at(replace(KEELSIDE, formats=("online", "group")), LOUGHBOROUGH)
    assert "distance" in codes(one(there, place=here).because)
