"""Assessment, place and services become a verdict for each service, with its reasons. No number, no clock, no disk."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from referral_assistant.matching.cautions import (
    NEEDS_PARTNER_SUPPORT,
    NOT_REFERABLE,
    cautions,
    consult_first,
    entry,
)
from referral_assistant.matching.criteria import LINES, findings
from referral_assistant.matching.nearness import distance, nearness
from referral_assistant.model import (
    Assessment,
    Concern,
    Facts,
    Match,
    Place,
    Reason,
    Route,
    Service,
    Verdict,
)

__all__ = ["closed", "for_the_person", "lines", "match", "nothing_fits", "primary_action", "referable"]

FOR_THE_PERSON = frozenset({"", "person", "crisis"})

_VERDICTS = (Verdict.FITS, Verdict.ASK, Verdict.DOES_NOT_FIT, Verdict.CLOSED)

_KINDS = {
    Route.PROGRAMME: "behaviour_change early_response child_to_parent stalking help_seeking alongside helpline "
    "consultation",
    Route.EARLY_RESPONSE: "early_response help_seeking behaviour_change child_to_parent stalking alongside helpline "
    "consultation",
    Route.CONSULT: "consultation stalking intensive behaviour_change early_response child_to_parent help_seeking "
    "alongside helpline",
    Route.PANEL: "consultation intensive stalking behaviour_change early_response child_to_parent help_seeking "
    "alongside helpline",
    Route.HOLD: "helpline help_seeking consultation early_response alongside behaviour_change child_to_parent stalking",
}
"""Which kinds come first on a route; a kind that is not named comes last."""


def match(
    services: Iterable[Service], assessment: Assessment, facts: Facts, place: Place, today: date
) -> tuple[Match, ...]:
    """A verdict for every service that could be for the person, ordered by verdict, kind for the route, about how far
    it is, and name; what is not known to be near or far comes last.

    Empty while a stop of the gate stands or action is due now (S5, S10). Lines for victims, for emergencies and for
    young people are not about the person and are left out: `lines` gives those.
    """
    if closed(assessment):
        return ()
    found = [_match(s, assessment, facts, place, today) for s in services if for_the_person(s)]
    kinds = _KINDS.get(assessment.route, "").split()
    ranks = {kind: rank for rank, kind in enumerate(kinds)}
    return tuple(
        sorted(
            found,
            key=lambda m: (
                _VERDICTS.index(m.verdict),
                ranks.get(m.service.kind, len(ranks)),
                nearness(m.service, place),
                m.service.name.casefold(),
                m.service.id,
            ),
        )
    )


def closed(assessment: Assessment) -> bool:
    """Whether services stay closed: a stop stands, or what is due now is not recorded as done."""
    return (assessment.stop is not None and assessment.stop.stands) or assessment.route is Route.ACT_NOW


def for_the_person(service: Service) -> bool:
    """Whether a service is for the person, or for the professional who asks about the person."""
    return service.purpose in FOR_THE_PERSON or service.kind == "consultation"


def lines(services: Iterable[Service], purposes: Iterable[str], place: Place) -> tuple[Service, ...]:
    """The open lines of some purposes that cover a place, by name: `victim_support` for whom to offer the person
    harmed, for instance. Where no area is known, those of every nation stand."""
    wanted = set(purposes)
    here = set(place.areas)
    found = [
        s
        for s in services
        if s.kind in LINES
        and s.purpose in wanted
        and s.status == "active"
        and (not here or "uk" in s.service_areas or here & set(s.service_areas))
    ]
    return tuple(sorted(found, key=lambda s: (s.name.casefold(), s.id)))


def referable(match: Match, assessment: Assessment) -> bool:
    """Whether a referral to this service may be made from here at all (S18, and the route)."""
    return (
        not closed(assessment)
        and _may_refer(assessment)
        and match.verdict in (Verdict.FITS, Verdict.ASK)
        and match.service.kind not in NOT_REFERABLE | LINES
    )


def primary_action(match: Match, assessment: Assessment) -> str:
    """What the first key offers: `refer`, `consult`, or `none` where there is nothing to do or a line to ring."""
    if closed(assessment) or match.verdict in (Verdict.DOES_NOT_FIT, Verdict.CLOSED):
        return "none"
    if match.service.kind == "helpline":
        return "none"
    if not referable(match, assessment) or consult_first(assessment) or match.verdict is Verdict.ASK:
        return "consult"
    early = assessment.route is Route.EARLY_RESPONSE and match.service.kind == "behaviour_change"
    return "consult" if early else "refer"


def nothing_fits(matches: Iterable[Match], assessment: Assessment) -> tuple[Reason, ...]:
    """What there is to do when no service fits, never nothing: what to ask, a helpline, a specialist to consult, hold
    with a review date, and a note of the gap. Empty when work on the abuse fits and it is not the time to hold."""
    if closed(assessment):
        return (Reason("nothing_while_due" if assessment.route is Route.ACT_NOW else "nothing_while_stopped"),)
    known = tuple(matches)
    offered = [m for m in known if m.service.kind not in LINES | {"alongside"}]
    fits = any(m.verdict is Verdict.FITS for m in offered)
    if fits and assessment.route is not Route.HOLD:
        return ()
    asks = _names(m for m in offered if m.verdict is Verdict.ASK)
    helplines = _names(m for m in known if m.service.kind == "helpline" and m.verdict is Verdict.FITS)
    advisers = _names(m for m in known if m.service.kind == "consultation" and m.verdict is Verdict.FITS)
    ring = Reason("nothing_helpline", values=helplines) if helplines else Reason("nothing_no_helpline")
    consult = Reason("nothing_consult", values=advisers) if advisers else Reason("nothing_consult_local")
    first = (Reason("nothing_ask_first", values=asks),) if asks and _may_refer(assessment) else ()
    both = (consult, ring) if consult_first(assessment) else (ring, consult)
    gap = () if asks or fits else (Reason("nothing_gap"),)
    return (*first, *both, Reason("nothing_hold"), *gap)


def _may_refer(assessment: Assessment) -> bool:
    return assessment.route in (Route.PROGRAMME, Route.EARLY_RESPONSE)


def _names(matches: Iterable[Match]) -> tuple[str, ...]:
    return tuple(m.service.name for m in matches)


def _match(service: Service, assessment: Assessment, facts: Facts, place: Place, today: date) -> Match:
    shut = _shut(service, today)
    if shut:
        return Match(service, Verdict.CLOSED, (shut,), warnings=entry(service, today))
    found = findings(service, facts, place)
    failed = tuple(reason for f in found for reason in f.failed)
    ask = _ask_about_harm(service, assessment) + tuple(reason for f in found for reason in f.ask)
    if failed:
        # "It would fit if" is said only when it is true: everything that fails could change, and nothing is open.
        changes = tuple(f.would_fit for f in found if f.failed and f.would_fit)
        may_change = len(changes) == sum(1 for f in found if f.failed) and not ask
        because = failed + (changes if may_change else ())
        return Match(service, Verdict.DOES_NOT_FIT, because, warnings=entry(service, today))
    met = tuple(reason for f in found for reason in f.met) + _offered(service, facts)
    verdict = Verdict.ASK if ask else Verdict.FITS
    because = (met or (Reason("little_known"),)) + distance(service, place)
    return Match(service, verdict, because, ask, cautions(service, assessment, facts, today))


def _shut(service: Service, today: date) -> Reason | None:
    """Why nobody can be referred to a service now."""
    if service.status == "temporarily closed":
        return Reason("paused")
    if service.status != "active":
        return Reason("closed")
    if service.ends_on and service.ends_on < today:
        return Reason("ended", values=(service.ends_on.isoformat(),))
    return None


def _ask_about_harm(service: Service, assessment: Assessment) -> tuple[Reason, ...]:
    """What keeps a service from "fits" whatever the person's facts say (S17, S18), and what level of harm it takes."""
    found = []
    if service.kind in NEEDS_PARTNER_SUPPORT and service.partner_support != "yes":
        found.append(Reason("ask_no_partner_support" if service.partner_support == "no" else "ask_partner_support"))
    if service.kind in NOT_REFERABLE:
        found.append(Reason("ask_panel_lead"))
    takes = {Concern.PRESENT: ("early", "standard"), Concern.HIGH: ("high",)}.get(assessment.concern, ())
    if service.harm_level and service.harm_level not in takes:
        found.append(Reason("ask_harm_level", values=(service.harm_level,)))
    if not service.harm_level and assessment.concern is Concern.HIGH and service.kind in NEEDS_PARTNER_SUPPORT:
        found.append(Reason("ask_harm_level_unsaid"))
    return tuple(found)


def _offered(service: Service, facts: Facts) -> tuple[Reason, ...]:
    """Further reasons for a service, which decide nothing."""
    wanted = tuple(v for v in facts.get("community", ()) if v in service.communities)
    found = [Reason("community_met", values=wanted)] if wanted else []
    if service.kind in NEEDS_PARTNER_SUPPORT and service.partner_support == "yes":
        found.append(Reason("partner_support_yes"))
    return tuple(found)
