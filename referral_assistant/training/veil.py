"""Hides the names of a scenario: each becomes its initials, in the scenario and in the case that is played."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from typing import TypeVar, cast

from referral_assistant.model import Answer, CardKind, Case, Pack, Scenario

T = TypeVar("T")

NAME = "name"
"""The card that holds the person's own name."""

_INITIALS = re.compile(r"(?:\w\. ?)+")
"""What a hidden name looks like: it is not hidden again."""

_PLACE_WORDS = """
    academy avenue bank care centre church clinic club college community dental dentist factory garage group gym hall
    health home homes hospital hotel house junior lane library market mosque nursery office park pharmacy practice
    primary road salon school secondary service services shop street surgery temple voices
    monday tuesday wednesday thursday friday saturday sunday
"""
_PLACES = frozenset(_PLACE_WORDS.split())
"""A name with one of these in it is a place's: its words alone stand for many other things."""


def names_of(scenario: Scenario, pack: Pack) -> tuple[str, ...]:
    """Every name that a scenario brings: the persona's, the practitioner's, what its names card holds, and whoever else
    its texts name. Telephone numbers are none."""
    found = [scenario.persona.name if scenario.persona else "", *scenario.named]
    later = _named((answer for release in scenario.hidden for answer in release.answers), pack)
    return _names([*found, *names_in(scenario.case, pack), *later])


def names_in(case: Case, pack: Pack) -> tuple[str, ...]:
    """Every name that a case brings by itself: whoever writes, and whom its names card holds."""
    return _names([case.practitioner.name, *_named(case.answers, pack)])


def hidden(record: T, names: tuple[str, ...]) -> T:
    """A record with its names hidden: every text in it, however deep. Ids and codes are never names, so they stay."""
    found = _pattern(names)
    return record if found is None else cast(T, _hidden(record, found, _Initials(names)))


def without(text: str, names: tuple[str, ...]) -> str:
    """A text with the initials in place of the names."""
    found = _pattern(names)
    return text if found is None else found.sub(_Initials(names), text)


def parts(names: Iterable[str]) -> tuple[str, ...]:
    """Everything that gives a name away: the whole of it, and each word of a person's."""
    found: list[str] = []
    for name in names:
        words = name.split()
        found.append(name)
        if not any(word.casefold() in _PLACES for word in words):
            found += [word for word in words if len(word) > 1 and word[:1].isupper()]
    return tuple(sorted(dict.fromkeys(found), key=len, reverse=True))


# --- inside ----------------------------------------------------------------------------------------------------------


def _named(answers: Iterable[Answer], pack: Pack) -> list[str]:
    cards = {NAME, *(card.id for card in pack.cards if card.kind is CardKind.NAMES)}
    return [value for answer in answers if answer.card in cards for value in answer.values]


def _names(found: Iterable[str]) -> tuple[str, ...]:
    stripped = (name.strip() for name in found)
    kept = (n for n in stripped if n and not any(sign.isdigit() for sign in n) and not _INITIALS.fullmatch(n))
    return tuple(dict.fromkeys(kept))


@lru_cache(maxsize=64)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """Finds them, the longest first. A full stop after one is taken along: an initial brings its own."""
    known = parts(names)
    if not known:
        return None
    return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, known))})(?!\w)\.?")


class _Initials:
    """What stands in place of a name: its initials, and all of them for a given name alone, so that "I." never reads
    as the word."""

    def __init__(self, names: tuple[str, ...]) -> None:
        known = set(parts(names))
        self._given = {name.split()[0]: name for name in reversed(names) if {*name.split()[:1]} & known}

    def __call__(self, found: re.Match[str]) -> str:
        name = self._given.get(found[1], found[1])
        return "".join(f"{word[0].upper()}." for word in name.replace("-", " ").split())


def _hidden(value: object, found: re.Pattern[str], initials: _Initials) -> object:
    if type(value) is str:
        return found.sub(initials, value)
    if isinstance(value, tuple):
        return tuple(_hidden(one, found, initials) for one in value)
    if isinstance(value, Mapping):
        return {key: _hidden(one, found, initials) for key, one in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        now = {field.name: getattr(value, field.name) for field in fields(value)}
        changed = {name: new for name, one in now.items() if (new := _hidden(one, found, initials)) != one}
        return replace(value, **changed) if changed else value
    return value
