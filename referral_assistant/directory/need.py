"""What one entry of the directory says to one need: yes, no, or nothing that could be counted on.

What "takes" means is what it means in matching, so that the provision picture and a referral never disagree; only that
the silence of a line anyone may ring, which keeps nobody from ringing it, is still no proof that it is for everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date

from referral_assistant.content import load_vocabulary
from referral_assistant.matching import for_the_person
from referral_assistant.matching.cautions import NEEDS_PARTNER_SUPPORT, NOT_REFERABLE
from referral_assistant.matching.criteria import ALL_GENDERS, ALL_RELATIONSHIPS, LINES
from referral_assistant.model import Need, Service, Truth

BANDS: Mapping[str, tuple[int, int]] = {
    "10_15": (10, 15),
    "16_17": (16, 17),
    "18_24": (18, 24),
    "25_64": (25, 64),
    "65_over": (65, 120),
}
"""Age bands -> the youngest and the oldest of them. They begin where services usually draw their lines."""

OTHER_WORK = LINES | NOT_REFERABLE | {"alongside"}
"""Kinds that are not meant where any work on the abuse is asked for: lines to ring, help with something else, and what
nobody can refer to from here (S18)."""

FIELDS = tuple(field.name for field in fields(Need))

_LISTS = {"gender": "genders", "relationship": "relationships", "access": "access"}

PARTNER_SUPPORT = "partner_support"
"""What is asked of every service, whatever the need (S17)."""


def choices() -> dict[str, tuple[str, ...]]:
    """What there is to choose from for each field of a need. Work without a word on its language is taken to be in
    English, so that nobody looks for a gap there."""
    known = load_vocabulary()
    languages = tuple(v for v in known.facts["language"].values if v not in ("english", "other"))
    found = {"kind": tuple(known.offer), "age": tuple(BANDS), "language": languages}
    return {field: found.get(field) or tuple(known.service[_LISTS[field]]) for field in FIELDS}


def active(service: Service, today: date) -> bool:
    """Whether a service is open to anybody now, of a kind somebody has settled, and for the person who harms."""
    ended = service.ends_on is not None and service.ends_on < today
    return service.status == "active" and not ended and bool(service.kind) and for_the_person(service)


def asked(need: Need) -> Iterator[tuple[str, str]]:
    """Everything an entry is asked for a need: each field with its value, and linked partner support (S17)."""
    for field in FIELDS:
        yield field, getattr(need, field)
    yield PARTNER_SUPPORT, "yes"


def says(service: Service, field: str, value: str) -> Truth:
    """What an entry says to one need. An empty value asks for nothing, but for the kind: any work on the abuse."""
    if field == "kind":
        return _truth(service.kind == value if value else service.kind not in OTHER_WORK)
    return _SAYS[field](service, value) if value else Truth.YES


def _gender(service: Service, value: str) -> Truth:
    return _listed(value, service.genders, ALL_GENDERS)


def _relationship(service: Service, value: str) -> Truth:
    if service.kind == "alongside":
        return Truth.YES  # help with something else, whomever the abuse is towards
    return _listed(value, service.relationships, ALL_RELATIONSHIPS)


def _age(service: Service, value: str) -> Truth:
    """A band counts as taken when all of it is; where a part of it is, somebody has to ask."""
    low, high = service.minimum_age, service.maximum_age
    if low is None and high is None:
        return Truth.UNKNOWN
    youngest, oldest = BANDS[value]
    first, last = low if low is not None else 0, high if high is not None else oldest
    if first <= youngest and oldest <= last:
        return Truth.YES
    return Truth.NO if last < youngest or oldest < first else Truth.UNKNOWN


def _language(service: Service, value: str) -> Truth:
    signs = {"bsl"} & set(service.access)
    if service.interpreter == "yes" or value in signs.union(service.languages):
        return Truth.YES
    return Truth.NO if service.interpreter == "no" and service.languages else Truth.UNKNOWN


def _access(service: Service, value: str) -> Truth:
    """A list that leaves something out has not said no."""
    signs = {"bsl"} & set(service.languages)
    return Truth.YES if value in signs.union(service.access) else Truth.UNKNOWN


def _partner_support(service: Service) -> Truth:
    """S17: work on the abuse without linked partner support is never simply there, and somebody must be asked first."""
    return Truth.UNKNOWN if service.kind in NEEDS_PARTNER_SUPPORT and service.partner_support != "yes" else Truth.YES


_SAYS: Mapping[str, Callable[[Service, str], Truth]] = {
    "gender": _gender,
    "age": _age,
    "relationship": _relationship,
    "language": _language,
    "access": _access,
    PARTNER_SUPPORT: lambda service, _value: _partner_support(service),
}


RESTS_ON: Mapping[str, Callable[[Service], object]] = {
    "kind": lambda s: s.kind,
    "gender": lambda s: s.genders,
    "age": lambda s: (s.minimum_age, s.maximum_age),
    "relationship": lambda s: (s.kind == "alongside", s.relationships),
    "language": lambda s: (s.interpreter, s.languages, "bsl" in s.access),
    "access": lambda s: (s.access, "bsl" in s.languages),
    PARTNER_SUPPORT: lambda s: (s.kind in NEEDS_PARTNER_SUPPORT, s.partner_support),
}
"""Field -> what the answer to it rests on: entries that are alike in that answer alike."""


def _listed(value: str, offered: Sequence[str], everybody: frozenset[str]) -> Truth:
    if not offered:
        return Truth.UNKNOWN
    return _truth(value in offered or set(offered) >= everybody)


def _truth(yes: bool) -> Truth:
    return Truth.YES if yes else Truth.NO
