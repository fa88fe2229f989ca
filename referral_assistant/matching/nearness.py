"""How far a service is from where the person lives: said as "about", and never a reason for a verdict.

It is measured from the person's own place, as far as that is known. The partner's has no point, and is never asked for.
"""

from __future__ import annotations

from math import asin, cos, inf, radians, sin, sqrt

from referral_assistant.matching.criteria import LINES
from referral_assistant.model import Place, Reason, Service

EARTH = 3958.8
"""Miles from the middle of the earth to its face."""

COARSE = 10
"""Miles from which distances are said in fives."""

AWAY = frozenset({"online", "phone"})
"""Ways to take part that nobody travels to."""


def miles(here: tuple[float, float], there: tuple[float, float]) -> float:
    """As the crow flies, between two places as latitude and longitude."""
    (north, east), (other_north, other_east) = (map(radians, point) for point in (here, there))
    across = cos(north) * cos(other_north) * sin((other_east - east) / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(sin((other_north - north) / 2) ** 2 + across)))


def nearness(service: Service, place: Place) -> float:
    """What services of one verdict and kind are ordered by; what is not known comes last."""
    if place.point is None or service.latitude is None or service.longitude is None or not _visited(service):
        return inf
    return miles(place.point, (service.latitude, service.longitude))


def distance(service: Service, place: Place) -> tuple[Reason, ...]:
    """About how far it is, where that is known and anybody would travel there."""
    far = nearness(service, place)
    if far == inf:
        return ()
    about = round(far) if far < COARSE else 5 * round(far / 5)
    if place.rough:
        return (Reason("distance_rough", values=(str(about),)) if about > 1 else Reason("distance_rough_near"),)
    if about > 1:
        return (Reason("distance", values=(str(about),)),)
    return (Reason("distance_mile" if far >= 0.75 else "distance_near"),)


def _visited(service: Service) -> bool:
    """Whether people go there: not to a line, nor to a service that says it works from afar only."""
    return service.kind not in LINES and not (service.formats and set(service.formats) <= AWAY)
