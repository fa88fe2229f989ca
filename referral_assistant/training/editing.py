"""A scenario while it is written: begun from nothing or from another, and changed at one place after the other.

Places are those the linter names: `title`, `persona.age`, `beats.own_part.collusive.text`, `hidden[1].fact`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from referral_assistant.conversation import facts, gate_open_items, offered
from referral_assistant.model import (
    UNDECIDED,
    Answer,
    Beat,
    Case,
    Pack,
    Persona,
    Release,
    Scenario,
    SectionKind,
    Turn,
)

_STEP = re.compile(r"[^.\[\]]+")
_SAME = {"name": "name", "age": "age", "gender": "gender", "relationship": "relationship"}
"""What the persona is -> the card that records it."""


def blank(beside: Scenario, today: date) -> Scenario:
    """A scenario of which nothing is told yet. Its letterhead is the invented one of another."""
    case = beside.case
    writer = replace(case.practitioner, role="", team="")
    empty = Case("R-2700", "R-2700", pack=case.pack, opened=today, practitioner=writer, organisation=case.organisation)
    person = Persona("", 0, "", "", "", (), (), (), ())
    return Scenario("", "", "", "", "", UNDECIDED, persona=person, case=empty)


def free_id(title: str, taken: Iterable[str]) -> str:
    """A short name made of a title, that nobody has yet."""
    base = "-".join(re.findall(r"[a-z0-9]+", title.lower()))[:40].strip("-") or "scenario"
    known = {*taken, "new"}
    names = (base, *(f"{base}-{number}" for number in range(2, len(known) + 3)))
    return next(name for name in names if name not in known)


def id_mistake(scenario_id: str, taken: Iterable[str]) -> str:
    """Why a short name will not do, as a sentence; empty where it will."""
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", scenario_id):
        return "Use small letters, digits and hyphens, such as the-late-shift."
    return "Another scenario has this short name. Choose another." if scenario_id in {*taken, "new"} else ""


# --- one place -------------------------------------------------------------------------------------------------------


def value_at(scenario: Scenario, place: str) -> Any:
    """What stands at a place. Raises `KeyError` or `IndexError` where there is no such place."""
    found: Any = scenario
    for step in _STEP.findall(place):
        found = _inner(found, step)
    return found


def changed(scenario: Scenario, place: str, value: Any) -> Scenario:
    """The scenario with something else at a place. What the persona is goes into the answers as well, where they say
    nothing or what it was before; what shows that something was learned stays with what it shows."""
    found: Scenario = _put(scenario, _STEP.findall(place), value)
    if place == "learning":
        known = dict(zip(scenario.learning, scenario.shown_by, strict=False))
        shown = tuple(known.get(line, "") for line in found.learning)
        return replace(found, shown_by=shown if any(shown) else ())
    name = place.removeprefix("persona.")
    return _in_step(found, scenario, name) if place.startswith("persona.") and name in _SAME else found


def _inner(record: Any, step: str) -> Any:
    if isinstance(record, Mapping):
        return record[step]
    if not isinstance(record, tuple):
        return getattr(record, step)
    if step.isdigit():
        return record[int(step) - 1]
    return next(one for one in record if one.card == step)


def _put(record: Any, steps: list[str], value: Any) -> Any:
    if not steps:
        return value
    step, rest = steps[0], steps[1:]
    inner = _put(_inner(record, step) if rest else None, rest, value)
    if isinstance(record, Mapping):
        return {**record, step: inner}
    if not isinstance(record, tuple):
        return replace(record, **{step: inner})
    place = int(step) - 1 if step.isdigit() else next(n for n, one in enumerate(record) if one.card == step)
    return (*record[:place], inner, *record[place + 1 :])


def _in_step(found: Scenario, before: Scenario, name: str) -> Scenario:
    card, was, now = _SAME[name], _text(before, name), _text(found, name)
    answers = found.case.answers
    held = next((answer for answer in answers if answer.card == card), None)
    if held is not None and held.values not in ((), (was,)):
        return found
    rest = tuple(answer for answer in answers if answer.card != card)
    held = replace(held or Answer(card), values=(now,))
    return replace(found, case=replace(found.case, answers=(*rest, held) if now else rest))


def _text(scenario: Scenario, name: str) -> str:
    value = getattr(scenario.persona, name, "")
    return str(value) if value else ""


# --- answers ---------------------------------------------------------------------------------------------------------


def with_answer(pack: Pack, answers: tuple[Answer, ...], card: str, answer: Answer | None) -> tuple[Answer, ...]:
    """The answers with another at a card, or none, in the order of the conversation."""
    order = {known.id: number for number, known in enumerate(pack.cards)}
    rest = [held for held in answers if held.card != card]
    if answer is not None:
        after = sum(1 for held in rest if order.get(held.card, 0) <= order[card])
        rest.insert(after, answer)
    return tuple(rest)


def in_order(pack: Pack, scenario: Scenario) -> Scenario:
    """The scenario with its answers and its cards in the order of the conversation."""
    order = {card.id: number for number, card in enumerate(pack.cards)}
    answers = tuple(sorted(scenario.case.answers, key=lambda answer: order.get(answer.card, 0)))
    beats = tuple(sorted(scenario.beats, key=lambda beat: order.get(beat.card, 0)))
    return replace(scenario, beats=beats, case=replace(scenario.case, answers=answers))


def with_checks(pack: Pack, scenario: Scenario) -> Scenario:
    """The scenario with every check before the talk answered, by the first answer that stops nothing."""
    answers = scenario.case.answers
    while items := gate_open_items(pack, answers):
        known = facts(pack, answers)
        quiet = [option for option in offered(items[0], known) if not option.stop and not option.concern]
        if not quiet:
            break
        answers = with_answer(pack, answers, items[0].id, Answer(items[0].id, (quiet[0].id,)))
    return replace(scenario, case=replace(scenario.case, answers=answers))


# --- cards that are played, and facts that come out ------------------------------------------------------------------


def playable(pack: Pack, scenario: Scenario) -> tuple[str, ...]:
    """The cards that may be played and are not yet (S11)."""
    played = {beat.card for beat in scenario.beats}
    talk = (section for section in pack.sections if section.kind is SectionKind.TALK)
    return tuple(c.id for section in talk for c in section.cards if not c.listen_only and c.id not in played)


def with_beat(pack: Pack, scenario: Scenario, card: str) -> Scenario:
    """The scenario with a card that is played, of which nothing is written yet."""
    none = Turn("", "", "")
    return in_order(pack, replace(scenario, beats=(*scenario.beats, Beat(card, "", none, none, none))))


def without_beat(scenario: Scenario, card: str) -> Scenario:
    """The scenario with a card taken out of play. Its answer stays."""
    return replace(scenario, beats=tuple(beat for beat in scenario.beats if beat.card != card))


def with_release(scenario: Scenario) -> Scenario:
    """The scenario with a fact that comes out later, of which nothing is written yet."""
    return replace(scenario, hidden=(*scenario.hidden, Release("", UNDECIDED)))


def without(scenario: Scenario, name: str, number: int) -> Scenario:
    """The scenario without one of its `agencies` or its `hidden` facts: its number, from 1."""
    held = getattr(scenario, name)
    return changed(scenario, name, (*held[: number - 1], *held[number:]))
