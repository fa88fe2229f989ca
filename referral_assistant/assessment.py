"""Answers become concern, who is doing what to whom, duties, readiness by domain and a route, each with its reasons.

Two axes that never mix: readiness says nothing about safety, concern nothing about readiness, and neither is a number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from referral_assistant.conversation import (
    chosen,
    cleared,
    facts,
    gate_cards,
    gate_open_items,
    gate_stop,
    in_path_answers,
    path,
    same_person,
)
from referral_assistant.model import (
    DOMAINS,
    Answer,
    Assessment,
    Card,
    CardKind,
    Case,
    Concern,
    Duty,
    DutyRecord,
    Facts,
    Level,
    Missing,
    Override,
    Pack,
    Reading,
    Reason,
    Route,
    SafetyConcern,
    State,
    Stop,
    Who,
)

LEADING = ("recognition", "ownership", "motivation")
"""Domains that, with agreement, settle the overall reading. Impact and the supports never change it (S15)."""


def assess(pack: Pack, case: Case) -> Assessment:
    """Everything the record means. Derived on demand and stored nowhere, so it cannot be out of date."""
    standing = in_path_answers(pack, case.answers)
    cards = path(pack, case.answers)
    known = facts(pack, case.answers)
    stop = gate_stop(pack, case.answers, case.overrides, case.practitioner.name)
    concern, concern_because = _concern(pack, case, cards, standing)
    who, who_because = _who(cards, standing)
    readings = tuple(_reading(domain, cards, standing, case.overrides) for domain in DOMAINS)
    overall, overall_because = _overall({r.domain: r.level for r in readings})
    route, route_because = _route(stop, concern, who, overall)
    return Assessment(
        concern,
        concern_because,
        who,
        who_because,
        _duties(known, _answering(pack, "children"), concern, case.duties),
        readings,
        overall,
        overall_because,
        route,
        route_because,
        _missing(pack, case, cards, standing),
        stop,
    )


# --- concern ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Risk:
    """Something that sets concern at least so high, and when it was recorded (None in a case without times)."""

    level: Concern
    because: Reason
    at: datetime | None


def _concern(
    pack: Pack, case: Case, cards: tuple[Card, ...], standing: Mapping[str, Answer]
) -> tuple[Concern, tuple[Reason, ...]]:
    """Immediate, high, not explored, present: the first that holds. Silence never lowers it (S1 to S5)."""
    risks = [_outcome_recorded(risk, case.safety) for risk in _risks(case, cards, standing)]
    immediate = tuple(risk.because for risk in risks if risk.level is Concern.IMMEDIATE)
    if immediate:
        return Concern.IMMEDIATE, immediate
    high = tuple(risk.because for risk in risks if not _lowered(risk, case))
    if high:
        return Concern.HIGH, high
    lowered = tuple(Reason("concern_lowered", criterion=o.role, values=(o.by,)) for o in _lowerings(case) if risks)
    unasked = _unexplored(pack, case, cards, standing)
    if unasked:
        return Concern.NOT_EXPLORED, lowered + tuple(Reason("not_asked", card=card.id) for card in unasked)
    return Concern.PRESENT, lowered or (Reason("concern_present"),)


def _risks(case: Case, cards: tuple[Card, ...], standing: Mapping[str, Answer]) -> list[_Risk]:
    """Every risk on record, from any source: options chosen, the safety key, and concerns raised by anyone."""
    found = [
        _Risk(option.concern, Reason("heard", card=card.id, values=(option.id,)), standing[card.id].at)
        for card in cards
        for option in chosen(card, standing.get(card.id))
        if option.concern in (Concern.IMMEDIATE, Concern.HIGH)
    ]
    for concern in case.safety:
        level = Concern.HIGH if concern.closed else Concern.IMMEDIATE
        code = "safety_concern_closed" if concern.closed else "safety_concern"
        found.append(_Risk(level, Reason(code, values=(concern.outcome_by,)), concern.outcome_at or concern.at))
    for override in case.overrides:
        if override.kind == "concern" and override.value in (Concern.IMMEDIATE, Concern.HIGH):
            because = Reason("concern_raised", criterion=override.because, values=(override.by,))
            found.append(_Risk(Concern(override.value), because, override.at))
    return found


def _outcome_recorded(risk: _Risk, safety: tuple[SafetyConcern, ...]) -> _Risk:
    """Immediate cannot be lowered: it closes by recording what was done, by whom, when, and then stays high (S4)."""
    if risk.level is not Concern.IMMEDIATE or risk.because.code == "safety_concern":
        return risk
    done = any(c.closed and _no_later(risk.at, c.outcome_at) for c in safety)
    return replace(risk, level=Concern.HIGH) if done else risk


def _lowerings(case: Case) -> tuple[Override, ...]:
    return tuple(o for o in case.overrides if can_lower(o, case.practitioner.name))


def can_lower(override: Override, practitioner: str) -> bool:
    """Whether an override lowers concern: a named lead or specialist, their role, when, and what they were told; never
    the practitioner (S4)."""
    if override.kind != "concern" or override.value != Concern.PRESENT or override.at is None:
        return False
    named = all(text.strip() for text in (override.by, override.role, override.told))
    return named and not same_person(override.by, practitioner)


def _lowered(risk: _Risk, case: Case) -> bool:
    """A lowering covers what was on record when it was made. Anything recorded after it counts again."""
    return any(_no_later(risk.at, lowering.at) for lowering in _lowerings(case))


def _no_later(one: datetime | None, other: datetime | None) -> bool:
    return one is None or other is None or one <= other


def _unexplored(pack: Pack, case: Case, cards: tuple[Card, ...], standing: Mapping[str, Answer]) -> tuple[Card, ...]:
    """Gate items and safety-core cards without an answer. Until there are none, nothing is known to be present only."""
    unasked = tuple(card for card in cards if card.safety_core and not cleared(card, standing.get(card.id)))
    return gate_open_items(pack, case.answers) + unasked


def _who(cards: tuple[Card, ...], standing: Mapping[str, Answer]) -> tuple[Who, tuple[Reason, ...]]:
    """Who is doing what to whom. One disputed answer outweighs a clear one (S2)."""
    found: dict[Who, list[Reason]] = {}
    for card in cards:
        for option in chosen(card, standing.get(card.id)):
            if option.who:
                found.setdefault(option.who, []).append(Reason("heard", card=card.id, values=(option.id,)))
    for who in (Who.DISPUTED, Who.CLEAR, Who.NOT_KNOWN):
        if who in found:
            return who, tuple(found[who])
    return Who.NOT_KNOWN, (Reason("who_not_asked"),)


# --- duties ----------------------------------------------------------------------------------------------------------


def _answering(pack: Pack, fact: str) -> str:
    """The card that answers a listed fact, so that its values read as people chose them; empty when none does."""
    return next((card.id for card in pack.cards if card.fact == fact), "")


def _duties(known: Facts, children_card: str, concern: Concern, records: tuple[DutyRecord, ...]) -> tuple[Duty, ...]:
    """What is owed to the victim-survivor and the children on every route (S6). Where nobody asked, the duty stands."""
    owed: list[tuple[str, Reason]] = []
    worker = known.get("victim_worker", ("not_known",))[0]
    owed.append(("victim_worker", Reason(f"duty_victim_worker_{worker}")))
    children = known.get("children", ())
    if not children:
        owed.append(("children", Reason("duty_children_not_asked")))
    elif children != ("none",):
        owed.append(("children", Reason("duty_children", card=children_card, values=children)))
    adult = known.get("adult_at_risk", ("not_known",))[0]
    owed.append(("adult_at_risk", Reason(f"duty_adult_at_risk_{adult}")))
    if concern in (Concern.IMMEDIATE, Concern.HIGH):
        owed.append(("police_marac", Reason("duty_police_marac", values=(concern.value,))))
    owed.append(("next_action", Reason("duty_next_action")))
    latest = {record.id: record for record in records}
    return tuple(Duty(duty, (because,), latest.get(duty)) for duty, because in owed)


# --- readiness -------------------------------------------------------------------------------------------------------


def _reading(
    domain: str, cards: tuple[Card, ...], standing: Mapping[str, Answer], overrides: tuple[Override, ...]
) -> Reading:
    """One domain: where the answered cards agree, that level; where they differ, mixed; where none is answered, not
    explored. Declined, could not ask and not applicable carry no level (S16)."""
    levels: set[Level] = set()
    because: list[Reason] = []
    for card in cards:
        if card.domain != domain or card.id not in standing:
            continue
        answer = standing[card.id]
        if answer.state is not State.ANSWERED:
            because.append(Reason(answer.state.value, card=card.id))
            continue
        found = {option.level for option in chosen(card, answer) if option.level}
        levels |= found
        because.append(Reason("heard" if found else "recorded", card=card.id, values=answer.values))
    heard = _agreed(levels)
    changed = next((o for o in reversed(overrides) if can_change(o) and o.target == domain), None)
    if changed is None:
        return Reading(domain, heard, tuple(because) or (Reason("nothing_heard"),))
    why = Reason("reading_changed", criterion=changed.because, values=(changed.by,))
    return Reading(domain, Level(changed.value), (*because, why), heard)


def can_change(override: Override) -> bool:
    """Whether an override changes a reading: with a reason, and never agreement, which is the person's own answer."""
    return (
        override.kind == "reading"
        and override.target in DOMAINS
        and override.target != "agreement"
        and override.value in (Level.WILLING, Level.MIXED, Level.NOT_NOW)
        and bool(override.because.strip())
    )


def _agreed(levels: set[Level]) -> Level:
    if not levels:
        return Level.NOT_EXPLORED
    return next(iter(levels)) if len(levels) == 1 else Level.MIXED


def _overall(levels: Mapping[str, Level]) -> tuple[Level, tuple[Reason, ...]]:
    """The stated rule, never a count (S15). Agreement and recognition can settle it alone."""
    against = [d for d in ("agreement", "recognition") if levels[d] is Level.NOT_NOW]
    if against:
        return Level.NOT_NOW, (Reason("overall_not_now", values=tuple(against)),)
    if levels["agreement"] is Level.NOT_EXPLORED:
        return Level.NOT_EXPLORED, (Reason("overall_not_explored", values=("agreement",)),)
    if all(levels[d] is Level.NOT_EXPLORED for d in LEADING):
        return Level.NOT_EXPLORED, (Reason("overall_not_explored", values=LEADING),)
    deciding = (*LEADING, "agreement")
    short = tuple(d for d in deciding if levels[d] is not Level.WILLING)
    if not short:
        return Level.WILLING, (Reason("overall_willing", values=deciding),)
    return Level.MIXED, (Reason("overall_mixed", values=short),)


# --- route -----------------------------------------------------------------------------------------------------------


def _route(stop: Stop | None, concern: Concern, who: Who, overall: Level) -> tuple[Route, tuple[Reason, ...]]:
    """The first row that holds. Services are looked at only afterwards, and cannot change it."""
    grave = concern in (Concern.IMMEDIATE, Concern.HIGH)
    if stop is not None:
        route = Route.ACT_NOW if grave or stop.action is Route.ACT_NOW else Route.HOLD
        return route, (Reason("route_stopped", card=stop.card, values=stop.because.values),)
    if concern is Concern.IMMEDIATE:
        return Route.ACT_NOW, (Reason("route_immediate"),)
    if concern is Concern.HIGH and who is Who.DISPUTED:
        return Route.CONSULT, (Reason("route_high_disputed"),)
    if concern is Concern.HIGH:
        route = Route.CONSULT if overall is Level.WILLING else Route.PANEL
        return route, (Reason("route_high", values=(overall.value,)),)
    if who is not Who.CLEAR:
        return Route.CONSULT, (Reason(f"route_{who.value}"),)
    if concern is Concern.NOT_EXPLORED:
        return Route.CONSULT, (Reason("route_not_explored"),)
    route = {Level.WILLING: Route.PROGRAMME, Level.MIXED: Route.EARLY_RESPONSE}.get(overall, Route.HOLD)
    return route, (Reason("route_present", values=(overall.value,)),)


# --- what is missing -------------------------------------------------------------------------------------------------

_MATCHED = frozenset({CardKind.ONE, CardKind.MANY, CardKind.NUMBER, CardKind.AREA})


def _missing(pack: Pack, case: Case, cards: tuple[Card, ...], standing: Mapping[str, Answer]) -> tuple[Missing, ...]:
    """What nobody asked or knows, the gate and safety first, each with the card that would fill it."""
    first = _unexplored(pack, case, cards, standing)
    listed = {card.id for card in first}
    gate = gate_cards(pack)
    found = [Missing(c.id, Reason("missing_gate" if c.id in gate else "missing_safety", card=c.id)) for c in first]
    for card in cards:
        if card.id in listed or card.id in standing:
            continue
        if card.domain:
            found.append(Missing(card.id, Reason("missing_domain", card=card.id, values=(card.domain,))))
        elif card.fact and card.kind in _MATCHED:
            found.append(Missing(card.id, Reason("missing_fact", card=card.id)))
    return tuple(found)
