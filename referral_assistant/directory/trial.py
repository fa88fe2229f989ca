"""One service tried on a person who does not exist, so that whoever edits an entry sees at once whom it would take."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from referral_assistant.content import load_vocabulary
from referral_assistant.geography import Area, authorities, place_of
from referral_assistant.matching import for_the_person, match
from referral_assistant.matching.criteria import LINES
from referral_assistant.model import Assessment, Concern, Facts, Level, Match, Route, Service, Who
from referral_assistant.rules import mentions

ASSESSMENT = Assessment(Concern.PRESENT, (), Who.CLEAR, (), (), (), Level.WILLING, (), Route.PROGRAMME, (), ())
"""Nothing but the service decides: concern is present, who does what to whom is clear, and the person is willing."""

_ALWAYS = ("gender", "age", "area", "referral_route", "relationship", "language")
_OF_LINES = ("gender", "age", "area", "relationship", "language")


def tried(service: Service, person: Facts, areas: Sequence[Area], today: date) -> Match | None:
    """What the service means for a made-up person; None for a line that is not for the person at all."""
    if not for_the_person(service):
        return None
    (found,) = match((service,), ASSESSMENT, person, place_of(areas, person, today), today)
    return found


def asked(service: Service) -> tuple[str, ...]:
    """The facts to make up: those that every such service is asked about, and whatever its own criteria mention."""
    always = {"consultation": ("area",)}.get(service.kind, _OF_LINES if service.kind in LINES else _ALWAYS)
    home = ("partner_area",) if service.residence != "person" else ()
    spoken = ("interpreter",) if set(service.languages) - {"english"} else ()
    own = frozenset[str]().union(*(mentions(criterion.rule) for criterion in service.criteria))
    others = sorted(own.difference(always, home, spoken), key=list(load_vocabulary().facts).index)
    return (*always, *home, *spoken, *others)


def made_up(service: Service, areas: Sequence[Area], today: date) -> dict[str, tuple[str, ...]]:
    """A woman of 34 who lives where the service works, refers herself, can come at any time, take part in any way, and
    needs nothing particular: what is left open would be one question after another."""
    facts = load_vocabulary().facts
    return {
        "gender": ("woman",),
        "age": ("34",),
        "area": _home(service, areas, today),
        "referral_route": ("self",),
        "relationship": ("partner",),
        "language": ("english",),
        "access": ("none",),
        "format": facts["format"].values,
        "schedule": facts["schedule"].values,
    }


def _home(service: Service, areas: Sequence[Area], today: date) -> tuple[str, ...]:
    """An authority that the service covers; any where it covers all."""
    wanted = set(service.service_areas)
    here = authorities((area for area in areas if area.fictional == service.fictional), today)
    found = next((a for a in here if wanted & {a.id, *a.within, *a.former}), here[0] if here else None)
    return (found.id,) if found else ()
