"""The areas of the United Kingdom as facts: which there are, from when until when, and which lie within which."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from referral_assistant.model import Facts, Pack, Place
from referral_assistant.paths import RESOURCES

FOLDER = RESOURCES / "geography"

NATIONS = ("england", "wales", "scotland", "northern_ireland")
"""The nations, each of which lies within `uk`."""

_NO_ARTICLE = frozenset({"London", "Yorkshire and The Humber"})


@dataclass(frozen=True, slots=True)
class Area:
    """One area. kind: `authority`, `county`, `police`, `probation`, `region` or `nation`.

    `within` names the areas it lies in, the smallest first; `also` holds other names people use; `former` the codes of
    the areas it took over from, and `was` their names, in the same order. It counts from `since` until the day before
    `until`. `point` is about where its people live, as latitude and longitude. Fictional ones are for training.
    """

    id: str
    name: str
    kind: str
    within: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    fictional: bool = False
    was: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    point: tuple[float, float] | None = None


def load_areas(training: bool) -> tuple[Area, ...]:
    """Every real area; in training the invented ones too. A live case never sees those (S20)."""
    real = _read("areas.csv", fictional=False)
    return real + _read("sample.csv", fictional=True) if training else real


def attribution() -> str:
    """Whose facts these are, and under which licence: shown wherever they are, the map included."""
    lines = (FOLDER / "areas.csv").read_text("utf-8").splitlines()
    return next(line.removeprefix("# ") for line in lines if line.startswith("# Contains"))


def counts(area: Area, today: date | None = None) -> bool:
    """Whether an area counts on a day. Without one, what is still to come does not, and what goes still does."""
    if today is None:
        return area.since is None
    return (area.since is None or area.since <= today) and (area.until is None or today < area.until)


def authorities(areas: Iterable[Area], today: date | None = None) -> tuple[Area, ...]:
    """The local authorities of a day."""
    return tuple(area for area in areas if area.kind == "authority" and counts(area, today))


def find(areas: Iterable[Area], area_id: str, today: date | None = None) -> Area | None:
    """The area of that id, or the one that took over from it: long ago, or by the day given."""
    known = tuple(areas)
    exact = next((area for area in known if area.id == area_id), None)
    if exact is not None and counts(exact, today):
        return exact
    return next((area for area in known if area_id in area.former and counts(area, today)), exact)


def place(areas: Iterable[Area], person_area: str, partner_area: str, today: date | None = None) -> Place:
    """Where somebody lives, and where the partner does: every area that holds it, from the smallest to the nation and
    `uk`. An area nobody knows gives nothing: it is not known, which never means elsewhere.

    An area that took over from others brings their codes along, and one that will be taken over from brings the code
    of what is to come, so that a service that lists the one or the other covers it, before the day and after."""
    known = tuple(areas)
    return Place(_around(known, person_area.strip(), today), _around(known, partner_area.strip(), today))


def place_of(areas: Iterable[Area], known: Facts, today: date | None = None) -> Place:
    """Where the person lives and, where it counts, where the partner does, as far as the record says."""
    own, partner = (known.get(fact, ("",))[0] for fact in ("area", "partner_area"))
    return place(areas, own, partner, today)


def neighbours(areas: Iterable[Area], area_id: str, today: date | None = None) -> tuple[str, ...]:
    """The other authorities of the same county, or where there is none of the same police force: what is near enough
    to say "it would fit if" about."""
    known = tuple(areas)
    here = find(known, area_id, today)
    if here is None:
        return ()
    kinds = {area.id: area.kind for area in known}
    wider = next((i for i in here.within if kinds.get(i) in ("county", "police")), "")
    return tuple(a.id for a in authorities(known, today) if a.id != here.id and wider and wider in a.within)


def names(areas: Iterable[Area]) -> dict[str, str]:
    """Area id -> name, and former code -> the name it had."""
    known = tuple(areas)
    before = {code: name for area in known for code, name in zip(area.former, area.was, strict=True)}
    return before | {area.id: area.name for area in known}


def named(pack: Pack, areas: Iterable[Area]) -> Pack:
    """The pack with the areas' names among its words, so that a reason that holds an area reads as its name."""
    known = tuple(areas)
    spoken = names(known) | {area.id: _spoken(area) for area in known}
    values: Mapping[str, str] = {**spoken, **pack.words.get("values", {})}
    return replace(pack, words={**pack.words, "values": values})


def _spoken(area: Area) -> str:
    """An area within a sentence: "the Essex police area", "the North East"."""
    if area.kind == "police":
        return f"the {area.name} area"
    article = area.kind in ("probation", "region") and area.name not in _NO_ARTICLE
    return f"the {area.name}" if article else area.name


def _around(areas: Sequence[Area], area_id: str, today: date | None) -> tuple[str, ...]:
    area = find(areas, area_id, today) if area_id else None
    if area is None:
        return ()
    # Who was recorded under a former code lives in that part of the area, and not in every part of it.
    parts = area.former if area_id == area.id else (area_id,)
    coming = tuple(other.id for other in areas if area.id in other.former)
    return (area.id, *parts, *coming, *area.within)


def _read(file: str, fictional: bool) -> tuple[Area, ...]:
    lines = (FOLDER / file).read_text("utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return tuple(_area(row, fictional) for row in rows)


def _area(row: Mapping[str, str], fictional: bool) -> Area:
    former = tuple(part.partition(" ") for part in _parts(row["former"]))
    return Area(
        row["id"],
        row["name"],
        row["kind"],
        _parts(row["within"]),
        _parts(row["also"]),
        tuple(code for code, _space, _name in former),
        fictional,
        tuple(name for _code, _space, name in former),
        _day(row["since"]),
        _day(row["until"]),
        (float(row["latitude"]), float(row["longitude"])) if row["latitude"] else None,
    )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
