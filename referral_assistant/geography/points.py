"""About where a person lives, to say how far a service is: the middle of a sector that was typed, else of the area."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from referral_assistant.geography.areas import Area, find
from referral_assistant.model import Place


def with_point(here: Place, areas: Iterable[Area], sector: str = "") -> Place:
    """A place with the middle of a sector such as "LE2 3", if that lies in the person's own area; else with the middle
    of the area, which is rough. An area that was changed since the sector was typed makes it count no more."""
    if not here.areas:
        return here
    if sector:
        from referral_assistant.geography.postcodes import look_up

        found = look_up(sector)
        if found.point and set(found.candidates) & set(here.areas):
            return replace(here, point=found.point)
    area = find(areas, here.areas[0])
    return replace(here, point=area.point, rough=True) if area and area.point else here
