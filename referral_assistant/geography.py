"""The areas of the United Kingdom: which there are, how to find one by its name, and which lie within which."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from referral_assistant.model import Facts, Pack, Place
from referral_assistant.paths import RESOURCES

FOLDER = RESOURCES / "geography"

NATIONS = ("england", "wales", "scotland", "northern_ireland")
"""The nations, each of which lies within `uk`."""


@dataclass(frozen=True, slots=True)
class Area:
    """One area. kind: `authority`, `county`, `police`, `region` or `nation`; `within` names the areas it lies in, the
    smallest first; `also` holds other names people use, `former` codes it had before; fictional ones are for training.
    """

    id: str
    name: str
    kind: str
    within: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    fictional: bool = False


def load_areas(training: bool) -> tuple[Area, ...]:
    """Every real area; in training the invented ones too. A live case never sees those (S20)."""
    real = _read("areas.csv", fictional=False)
    return real + _read("sample.csv", fictional=True) if training else real


def attribution() -> str:
    """The line that says whose facts these are and under which licence."""
    lines = (FOLDER / "areas.csv").read_text("utf-8").splitlines()
    return next(line.removeprefix("# ") for line in lines if line.startswith("# Source:"))


def search(areas: Iterable[Area], text: str) -> tuple[Area, ...]:
    """The local authorities a search box offers for what was typed: names that start so, then names with such words
    in them, then those of a county of that name. Case, accents, punctuation and the order of words are forgiven."""
    known = tuple(areas)
    typed = _plain(text)
    if not typed:
        return ()
    counties = {area.id: area.name for area in known if area.kind == "county"}
    found: list[tuple[int, str, Area]] = []
    for area in known:
        if area.kind == "authority":
            rank = _rank(area, typed, counties)
            if rank is not None:
                found.append((rank, area.name, area))
    return tuple(area for _, _, area in sorted(found, key=lambda hit: hit[:2]))


def find(areas: Iterable[Area], area_id: str) -> Area | None:
    """The area of that id, or the one that took over from it when the id is a former code."""
    known = tuple(areas)
    exact = next((area for area in known if area.id == area_id), None)
    return exact or next((area for area in known if area_id in area.former), None)


def place(areas: Iterable[Area], person_area: str, partner_area: str) -> Place:
    """Where somebody lives, and where the partner does: every area that holds it, from the smallest to the nation and
    `uk`. An area nobody knows gives nothing: it is not known, which never means elsewhere."""
    known = tuple(areas)
    return Place(areas=_around(known, person_area), partner_areas=_around(known, partner_area))


def place_of(areas: Iterable[Area], known: Facts) -> Place:
    """Where the person lives and, where it counts, where the partner does, as far as the record says."""
    own, partner = (known.get(fact, ("",))[0] for fact in ("area", "partner_area"))
    return place(areas, own, partner)


def neighbours(areas: Iterable[Area], area_id: str) -> tuple[str, ...]:
    """The other authorities of the same county, or where there is none of the same police force: what is near enough
    to say "it would fit if" about."""
    known = tuple(areas)
    here = find(known, area_id)
    if here is None:
        return ()
    kinds = {area.id: area.kind for area in known}
    wider = next((i for i in here.within if kinds.get(i) in ("county", "police")), "")
    return tuple(a.id for a in known if a.kind == "authority" and a.id != here.id and wider and wider in a.within)


def names(areas: Iterable[Area]) -> dict[str, str]:
    """Area id -> name."""
    return {area.id: area.name for area in areas}


def named(pack: Pack, areas: Iterable[Area]) -> Pack:
    """The pack with the areas' names among its words, so that a reason that holds an area reads as its name."""
    values: Mapping[str, str] = {**names(areas), **pack.words.get("values", {})}
    return replace(pack, words={**pack.words, "values": values})


def _read(file: str, fictional: bool) -> tuple[Area, ...]:
    lines = (FOLDER / file).read_text("utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return tuple(
        Area(
            row["id"],
            row["name"],
            row["kind"],
            _parts(row["within"]),
            _parts(row["also"]),
            _parts(row["former"]),
            fictional,
        )
        for row in rows
    )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


def _around(areas: Sequence[Area], area_id: str) -> tuple[str, ...]:
    area = find(areas, area_id.strip()) if area_id.strip() else None
    return (area.id, *area.within) if area else ()


def _rank(area: Area, typed: str, counties: Mapping[str, str]) -> int | None:
    """How well an area answers what was typed, the best first; None when it does not."""
    if _plain(area.name).startswith(typed):
        return 0
    own = (area.name, *area.also)
    if any(_plain(other).startswith(typed) for other in area.also):
        return 1
    if any(_holds(name, typed) for name in own):
        return 2
    return 3 if any(_holds(counties[i], typed) for i in area.within if i in counties) else None


def _holds(name: str, typed: str) -> bool:
    words = _plain(name).split()
    return all(any(word.startswith(part) for word in words) for part in typed.split())


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """Text as it is compared: no case, no accents, no apostrophes, and a space for any other mark."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    kept = bare.replace("'", "").replace("’", "").replace("&", " and ")
    return " ".join("".join(c if c.isalnum() else " " for c in kept).split())
