"""Where people live: the areas of the United Kingdom, their names, postcodes, and a coarse map of them."""

from __future__ import annotations

from referral_assistant.geography.areas import (
    FOLDER,
    NATIONS,
    Area,
    attribution,
    authorities,
    counts,
    find,
    load_areas,
    named,
    names,
    neighbours,
    place,
    place_of,
)
from referral_assistant.geography.naming import read_area, search

__all__ = [
    "FOLDER",
    "NATIONS",
    "Area",
    "attribution",
    "authorities",
    "counts",
    "find",
    "load_areas",
    "named",
    "names",
    "neighbours",
    "place",
    "place_of",
    "read_area",
    "search",
]
