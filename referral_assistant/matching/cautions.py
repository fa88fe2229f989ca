"""What to know before ringing: how old an entry is, what it costs, and when somebody must be asked first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from referral_assistant.matching.criteria import LINES
from referral_assistant.model import Assessment, Concern, Facts, Reason, Route, Service, Who

NEEDS_PARTNER_SUPPORT = frozenset({"early_response", "behaviour_change"})
"""Kinds that are never "fits" without linked partner support (S17)."""

NOT_REFERABLE = frozenset({"intensive", "probation"})
"""Kinds to which no referral is made from here (S18)."""

STALE_MONTHS = 6
ENDING_MONTHS = 3


def entry(service: Service, today: date) -> tuple[Reason, ...]:
    """What the entry itself should warn of, whatever the verdict: its alert, and how long ago a person checked it."""
    found = [Reason("alert", criterion=service.alert)] if service.alert else []
    age = check_age(service.assured_date, today)
    if age == "never":
        found.append(Reason("never_checked"))
    elif age == "stale" and service.assured_date:
        found.append(Reason("stale", values=(service.assured_date.isoformat(),)))
    return tuple(found)


def check_age(checked: date | None, today: date) -> str:
    """How long ago a person checked an entry: `lately`, `stale` or `never`. A day still to come was never a check."""
    if checked is None or checked > today:
        return "never"
    return "lately" if checked >= due_before(today) else "stale"


@lru_cache(maxsize=8)
def due_before(today: date) -> date:
    """What was checked before this day is stale, and due to be rung again."""
    return months_from(today, -STALE_MONTHS)


def assured_within_a_year(assured: date | None, today: date) -> bool:
    """Whether a person checked a number in the last 12 months (S20). A date in the future was never a check."""
    if assured is None or assured > today:
        return False
    last_of_month = assured.month == 2 and assured.day == 29
    anniversary = date(assured.year + 1, 2, 28) if last_of_month else assured.replace(year=assured.year + 1)
    return today <= anniversary


def cautions(service: Service, assessment: Assessment, facts: Facts, today: date) -> tuple[Reason, ...]:
    """Everything to know before acting on a service that fits or may fit."""
    if service.kind in LINES:
        return entry(service, today)
    return (
        *_safety(service, assessment),
        *entry(service, today),
        *_practical(service, facts, today),
        Reason("same_service"),
    )


def consult_first(assessment: Assessment) -> bool:
    """Whether somebody must be asked before any service is chosen (S1, S2, S19)."""
    return (
        assessment.concern is not Concern.PRESENT
        or assessment.who is not Who.CLEAR
        or assessment.route in (Route.CONSULT, Route.PANEL, Route.ACT_NOW)
    )


def months_from(day: date, months: int) -> date:
    """The same day some months on, or the last day of that month where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has a 28th")


def _safety(service: Service, assessment: Assessment) -> Iterator[Reason]:
    if consult_first(assessment):
        code = {Concern.PRESENT: "consult_first_who", Concern.NOT_EXPLORED: "consult_first_not_explored"}
        yield Reason(code.get(assessment.concern, "consult_first_high"))
    if service.kind in NEEDS_PARTNER_SUPPORT and service.partner_support != "yes":
        yield Reason("partner_support_no" if service.partner_support == "no" else "partner_support_unknown")
    if service.kind == "behaviour_change" and assessment.route is Route.EARLY_RESPONSE:
        yield Reason("early_response_first")
    if service.kind == "alongside":
        yield Reason("alongside_only")


def _practical(service: Service, facts: Facts, today: date) -> Iterator[Reason]:
    if service.ends_on and service.ends_on <= months_from(today, ENDING_MONTHS):
        yield Reason("ends_soon", values=(service.ends_on.isoformat(),))
    yield from _fee(service, facts)
    yield from _waiting(service)
    yield from _accreditation(service, today)
    wanted = tuple(v for v in facts.get("community", ()) if v != "no_preference" and v not in service.communities)
    if wanted:
        yield Reason("community_not_listed", values=wanted)


def _fee(service: Service, facts: Facts) -> Iterator[Reason]:
    if service.fees == "unknown":
        yield Reason("fee_unknown")
    elif service.fees == "fee":
        unable = "cannot_pay" in facts.get("fee", ())
        code = "fee_cannot_pay" if unable else "fee"
        yield Reason(f"{code}_note" if service.fees_note else code, criterion=service.fees_note)


def _waiting(service: Service) -> Iterator[Reason]:
    if service.waiting and service.waiting_as_of:
        yield Reason("waiting", criterion=service.waiting, values=(service.waiting_as_of.isoformat(),))
    elif service.waiting:
        yield Reason("waiting_undated", criterion=service.waiting)


def _accreditation(service: Service, today: date) -> Iterator[Reason]:
    marks = service.accreditations
    ended = [mark.valid_to for mark in marks if mark.valid_to and mark.valid_to < today]
    if marks and len(ended) == len(marks):
        yield Reason("accreditation_lapsed", values=(max(ended).isoformat(),))
    elif not marks and service.kind == "behaviour_change":
        yield Reason("accreditation_unknown")
