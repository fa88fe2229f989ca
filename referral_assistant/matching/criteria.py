"""One function for each thing a service asks or offers: what is met, what is not, and what nobody knows yet.

Unknown never means no: where the entry or the record is silent, the finding is a question. Only area, time, language,
format and access may say what would change a no (S19).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from referral_assistant.model import Between, Criterion, Facts, Is, Place, Reason, Service, Truth
from referral_assistant.rules import evaluate, mentions, needs, negate

LINES = frozenset({"helpline", "consultation"})
"""Kinds a person rings: what their entry does not say is not asked about."""

ALL_GENDERS = frozenset({"man", "woman", "non_binary", "other"})
ALL_RELATIONSHIPS = frozenset({"partner", "ex_partner", "adult_family", "parent_of_user", "child"})
WIDE = frozenset({"uk"})

CHANGEABLE = frozenset({"area", "schedule", "language", "interpreter", "format", "access"})
"""Facts of which a reason may say "it would fit if" (S19)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one criterion gives. `would_fit` says what would turn a failure, where that may be said at all."""

    met: tuple[Reason, ...] = ()
    failed: tuple[Reason, ...] = ()
    ask: tuple[Reason, ...] = ()
    would_fit: Reason | None = None


@dataclass(frozen=True, slots=True)
class Pairing:
    """One service beside one person: what the entry says, what is known, and where the person lives."""

    service: Service
    facts: Facts
    place: Place


Check = Callable[[Pairing], Finding]

NOTHING = Finding()


def area(pair: Pairing) -> Finding:
    """Whether it covers where the person lives, or the partner, by whose home the service goes."""
    if set(pair.service.service_areas) & WIDE:
        return Finding(met=(Reason("area_met", values=("uk",)),))
    if not pair.service.service_areas:
        return Finding(ask=(Reason("ask_service_area"),))
    own = _covered(pair.service, pair.place.areas)
    partner = _covered(pair.service, pair.place.partner_areas)
    truths = {"person": (own,), "partner": (partner,)}.get(pair.service.residence, (own, partner))
    if own is Truth.YES and pair.service.residence != "partner":
        smallest = next(a for a in pair.place.areas if a in pair.service.service_areas)
        return Finding(met=(Reason("area_met", values=(smallest,)),))
    if Truth.YES in truths:
        # The partner's area is never named: the reason may be read by others.
        return Finding(met=(Reason("area_partner_met"),))
    if Truth.UNKNOWN in truths:
        unknown_own = own is Truth.UNKNOWN and pair.service.residence != "partner"
        return Finding(
            ask=(_of("ask_area", pair.service.service_areas) if unknown_own else Reason("ask_area_partner"),)
        )
    if pair.service.residence == "partner":
        return Finding(failed=(Reason("area_partner_not_covered"),))
    return Finding(failed=(_of("area_not_covered", pair.service.service_areas),), would_fit=Reason("would_fit_area"))


def age(pair: Pairing) -> Finding:
    """Whether the person's age lies within what the service takes; one open end is no limit on that side."""
    low, high = pair.service.minimum_age, pair.service.maximum_age
    if low is None and high is None:
        return _silent(pair.service, "ask_service_age")
    bounds = tuple(str(n) for n in (low, high) if n is not None)
    shape = "between" if low is not None and high is not None else "from" if low is not None else "to"
    truth = evaluate(Between("age", low, high), pair.facts)
    if truth is Truth.UNKNOWN:
        return Finding(ask=(_of(f"ask_age_{shape}", bounds),))
    return _settled(truth, _of(f"age_{shape}", bounds), _of(f"age_not_{shape}", bounds))


def gender(pair: Pairing) -> Finding:
    """Whether the service takes people of this gender."""
    if not pair.service.genders:
        return _silent(pair.service, "ask_service_gender")
    if set(pair.service.genders) >= ALL_GENDERS:
        return Finding(met=(Reason("gender_any"),))
    truth = evaluate(Is("gender", pair.service.genders), pair.facts)
    return _by_list(truth, "gender", pair.service.genders)


def relationship(pair: Pairing) -> Finding:
    """Whether it works with abuse towards these people; a further one the entry does not list is asked about."""
    if pair.service.kind == "alongside":
        return NOTHING  # help with something else, whomever the abuse is towards
    if not pair.service.relationships:
        return _silent(pair.service, "ask_service_relationship")
    if set(pair.service.relationships) >= ALL_RELATIONSHIPS:
        return Finding(met=(Reason("relationship_any"),))
    truth = evaluate(Is("relationship", pair.service.relationships), pair.facts)
    towards = pair.facts.get("relationship", ())
    listed = tuple(v for v in pair.service.relationships if v in towards)
    finding = _by_list(truth, "relationship", listed if truth is Truth.YES else pair.service.relationships)
    others = tuple(v for v in towards if v not in pair.service.relationships)
    if truth is Truth.YES and others:
        return Finding(met=finding.met, ask=(_of("ask_relationship_too", others),))
    return finding


def route(pair: Pairing) -> Finding:
    """Whether the referral can come the way it would come."""
    if not pair.service.routes:
        return _silent(pair.service, "ask_service_route")
    truth = evaluate(Is("referral_route", pair.service.routes), pair.facts)
    open_now = tuple(v for v in pair.service.routes if v in pair.facts.get("referral_route", ()))
    return _by_list(truth, "route", open_now if truth is Truth.YES else pair.service.routes)


def sessions(pair: Pairing) -> Finding:
    """Whether the sessions run in a way the person can take part in."""
    return _shared(pair, "format", pair.service.formats)


def schedule(pair: Pairing) -> Finding:
    """Whether the sessions run when the person can come."""
    return _shared(pair, "schedule", pair.service.schedules)


def language(pair: Pairing) -> Finding:
    """Whether the person and the service can understand one another, with an interpreter or without.

    An entry that lists no language is taken to work in English, and nothing is concluded of any other.
    """
    if pair.service.kind in LINES and not pair.service.languages:
        return NOTHING
    spoken = pair.facts.get("language", ())
    offered = set(pair.service.languages or ("english",)) | ({"bsl"} & set(pair.service.access))
    shared = tuple(v for v in spoken if v in offered)
    others = tuple(v for v in spoken if v != "english")
    if pair.service.interpreter == "yes":
        return Finding(met=(Reason("interpreter_met"),))
    if not spoken:
        return Finding(ask=(Reason("ask_language"),))
    if shared and (set(shared) & set(others) or not others):
        return _works_in(pair.service, shared)
    if shared:  # English among other languages: it depends on whether an interpreter is needed
        match pair.facts.get("interpreter", ()):
            case ("not_needed",):
                return _works_in(pair.service, shared)
            case ():
                return Finding(ask=(Reason("ask_interpreter"),))
    if pair.service.interpreter == "no" and pair.service.languages:
        failed = _of("language_not_met", pair.service.languages)
        return Finding(failed=(failed,), would_fit=Reason("would_fit_language"))
    return Finding(ask=(Reason("ask_service_language"),))


def access(pair: Pairing) -> Finding:
    """Whether it lists what the person needs to take part. A list that leaves something out has not said no."""
    if not pair.facts.get("access"):
        return Finding(ask=(Reason("ask_access"),))
    wanted = tuple(v for v in pair.facts["access"] if v != "none")
    offered = set(pair.service.access) | ({"bsl"} & set(pair.service.languages))
    met = tuple(v for v in wanted if v in offered)
    missing = tuple(v for v in wanted if v not in offered)
    return Finding(
        met=(_of("access_met", met),) if met else (), ask=(_of("ask_service_access", missing),) if missing else ()
    )


def own_criterion(criterion: Criterion, facts: Facts) -> Finding:
    """What the provider asks in its own words: a firm one decides, another is asked about where it is not met."""
    truth = evaluate(criterion.rule, facts)
    wanted = negate(truth) if criterion.polarity == "must_not" else truth
    said = criterion.wording
    if wanted is Truth.UNKNOWN:
        return Finding(
            ask=(Reason("ask_criterion", criterion=said, values=tuple(sorted(needs(criterion.rule, facts)))),)
        )
    if wanted is Truth.YES:
        return Finding(met=(Reason("criterion_met", criterion=said),))
    if not criterion.firm:
        return Finding(ask=(Reason("ask_case_by_case", criterion=said),))
    # What a service must not meet might be arranged round; whom it is for might not.
    arranged = criterion.polarity == "must_not" and mentions(criterion.rule) <= CHANGEABLE
    return Finding(
        failed=(Reason("criterion_not_met", criterion=said),),
        would_fit=Reason("would_fit_arranged") if arranged else None,
    )


STRUCTURED: tuple[Check, ...] = (area, age, gender, relationship, route, sessions, schedule, language, access)
"""What every service is asked about, in the order in which reasons are given."""

FOR_LINES: tuple[Check, ...] = (area, age, gender, relationship, language)
"""What is asked of a line anyone may ring, where its entry says anything."""

FOR_CONSULTATION: tuple[Check, ...] = (area,)
"""A professional rings for advice: nothing about the person decides."""


def findings(service: Service, facts: Facts, place: Place) -> tuple[Finding, ...]:
    """Every criterion of one service, ours by structure first, then the provider's own."""
    checks = {"helpline": FOR_LINES, "consultation": FOR_CONSULTATION}.get(service.kind, STRUCTURED)
    pair = Pairing(service, facts, place)
    structured = tuple(check(pair) for check in checks)
    return structured + tuple(own_criterion(c, facts) for c in service.criteria)


def _of(code: str, values: tuple[str, ...]) -> Reason:
    return Reason(code, values=values)


def _covered(service: Service, areas: tuple[str, ...]) -> Truth:
    if not areas:
        return Truth.UNKNOWN
    return Truth.YES if set(areas) & set(service.service_areas) else Truth.NO


def _works_in(service: Service, shared: tuple[str, ...]) -> Finding:
    """English is taken as read where an entry lists no language; it is no reason then."""
    return Finding(met=(_of("language_met", shared),)) if service.languages else NOTHING


def _silent(service: Service, question: str) -> Finding:
    """The entry does not say: a question for the service, unless it is a line that anyone may ring."""
    return NOTHING if service.kind in LINES else Finding(ask=(Reason(question),))


def _settled(truth: Truth, met: Reason, failed: Reason) -> Finding:
    return Finding(met=(met,)) if truth is Truth.YES else Finding(failed=(failed,))


def _by_list(truth: Truth, name: str, values: tuple[str, ...]) -> Finding:
    if truth is Truth.UNKNOWN:
        return Finding(ask=(_of(f"ask_{name}", values),))
    return _settled(truth, _of(f"{name}_met", values), _of(f"{name}_not_met", values))


def _shared(pair: Pairing, name: str, offered: tuple[str, ...]) -> Finding:
    """Something the person and the service must have in common, and which might be arranged otherwise."""
    if not offered:
        return _silent(pair.service, f"ask_service_{name}")
    truth = evaluate(Is(name, offered), pair.facts)
    common = tuple(v for v in offered if v in pair.facts.get(name, ()))
    finding = _by_list(truth, name, common if truth is Truth.YES else offered)
    return Finding(finding.met, finding.failed, finding.ask, Reason(f"would_fit_{name}") if finding.failed else None)
