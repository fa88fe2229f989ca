"""Role-play on paper, one pack for each scenario: who plays, who practises, who watches, and how to look back.

Each part is a page of its own for one reader, and holds nothing that this reader should not know beforehand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from referral_assistant.i18n import _, fill
from referral_assistant.letter.page import template
from referral_assistant.letter.printing import Rendered, page_pdf
from referral_assistant.letter.typeface import missing
from referral_assistant.model import Beat, Expected, Manner, Pack, Scenario
from referral_assistant.training.exercise import PAUSE_WORD
from referral_assistant.training.terms import called, known_pronouns, manner_words
from referral_assistant.wording import domain_word, level_word, word

ADULT = 18
"""Nobody younger is played (S29)."""

MOST_PAGES = 2
"""What can be held in a hand while somebody speaks."""


class Part(StrEnum):
    """One part of a pack, by whom it is for."""

    ACTOR = "actor-card"
    TALK_THROUGH = "talk-through"
    PRACTITIONER = "practitioner-card"
    OBSERVER = "observer-sheet"
    DEBRIEF = "debrief-guide"


class Named(NamedTuple):
    """A part as a PDF, and the name of its file."""

    name: str
    rendered: Rendered


def pack(scenario: Scenario, words: Pack) -> tuple[Named, ...]:
    """The whole pack, in the order in which a trainer hands it out. Safe on a worker thread."""
    return tuple(card(scenario, part, words) for part in parts(scenario))


def parts(scenario: Scenario) -> tuple[Part, ...]:
    """What a pack is made of: where nobody is played, the trainer tells it instead."""
    first = Part.ACTOR if is_played(scenario) else Part.TALK_THROUGH
    return (first, Part.PRACTITIONER, Part.OBSERVER, Part.DEBRIEF)


def is_played(scenario: Scenario) -> bool:
    """Whether somebody plays the person: an adult, in a conversation that takes place (S29)."""
    return bool(scenario.beats) and scenario.persona is not None and scenario.persona.age >= ADULT


def card(scenario: Scenario, part: Part, words: Pack) -> Named:
    """One part of a pack. Safe on a worker thread."""
    source = html(scenario, part, words)
    content, pages = page_pdf(source)
    overflow = (TITLES[part],) if pages > MOST_PAGES else ()
    return Named(file_name(scenario, part), Rendered(content, pages, overflow, missing(source)))


def html(scenario: Scenario, part: Part, words: Pack) -> str:
    """One part of a pack as a page."""
    return template(f"role_{_TEMPLATES[part]}.html").render(
        title=TITLES[part],
        reference=_reference(scenario),
        training=True,
        organisation="",
        scenario=scenario,
        played=is_played(scenario),
        pause=PAUSE_WORD,
        **_ASKED.get(part, _nothing)(scenario, words),
    )


def file_name(scenario: Scenario, part: Part) -> str:
    """A name for the file: the reference of the case, never the name of a scenario, which may be a person's."""
    return "-".join(filter(None, (_reference(scenario), part))) + ".pdf"


TITLES: Mapping[Part, str] = {
    Part.ACTOR: _("Actor card"),
    Part.TALK_THROUGH: _("Talk-through sheet"),
    Part.PRACTITIONER: _("Practitioner card"),
    Part.OBSERVER: _("Observer sheet"),
    Part.DEBRIEF: _("Debrief guide"),
}
_TEMPLATES: Mapping[Part, str] = {
    Part.ACTOR: "actor",
    Part.TALK_THROUGH: "talk_through",
    Part.PRACTITIONER: "practitioner",
    Part.OBSERVER: "observer",
    Part.DEBRIEF: "debrief",
}


# --- what each is told -----------------------------------------------------------------------------------------------


def _nothing(_scenario: Scenario, _words: Pack) -> dict[str, Any]:
    return {}


def _actor(scenario: Scenario, words: Pack) -> dict[str, Any]:
    return {**_person(scenario, words), "lines": [_line(beat, scenario, words) for beat in scenario.beats]}


def _talk_through(scenario: Scenario, words: Pack) -> dict[str, Any]:
    stop = next((stop for stop in words.stops if stop.id == scenario.expected.stop), None)
    said = (stop.title, stop.because, *stop.advice) if stop is not None else ()
    return {
        **_person(scenario, words),
        "brief": _paragraphs(scenario.practitioner),
        "stop": [fill(text, known_pronouns(scenario)) for text in said],
    }


def _practitioner(scenario: Scenario, words: Pack) -> dict[str, Any]:
    limits = next((c.say for c in words.cards if c.fact_id == "limits_told"), ())
    told = [fill(text, known_pronouns(scenario)) for text in limits]
    return {"brief": _paragraphs(scenario.practitioner), "limits": told}


def _debrief(scenario: Scenario, words: Pack) -> dict[str, Any]:
    readings = [
        (domain_word(words, domain), level_word(words, domain, judged.level), judged.why)
        for domain, judged in scenario.readings.items()
    ]
    return {
        "readings": readings,
        "ways": list(_ways(scenario, words)),
        "came_out": [(release, _landing(release.expected, words)) for release in scenario.hidden],
        "landing": _landing(scenario.expected, words),
    }


_ASKED = {
    Part.ACTOR: _actor,
    Part.TALK_THROUGH: _talk_through,
    Part.PRACTITIONER: _practitioner,
    Part.DEBRIEF: _debrief,
}


class Line(NamedTuple):
    """One topic on the actor card: what to say first, the answer to each manner, and the answer while closed. Answers
    after which they close are named in `closes`."""

    topic: str
    says: str
    answers: Mapping[str, str]
    closes: frozenset[str]
    shut: str
    may_stop: bool


def _line(beat: Beat, scenario: Scenario, words: Pack) -> Line:
    title = next((c.title for c in words.cards if c.id == beat.card), beat.card)
    turns = {manner.value: beat.turn(manner) for manner in Manner}
    return Line(
        fill(title, known_pronouns(scenario)),
        beat.says,
        {manner: turn.says for manner, turn in turns.items()},
        frozenset(manner for manner, turn in turns.items() if turn.shuts),
        beat.shut.says if beat.shut is not None else "",
        bool(beat.stop),
    )


def _person(scenario: Scenario, words: Pack) -> dict[str, Any]:
    persona = scenario.persona
    if persona is None:
        return {"persona": None, "first_name": "", "towards": "", "gender": ""}
    towards = words.words["values"].get(persona.relationship, persona.relationship.replace("_", " "))
    return {
        "persona": persona,
        "first_name": called(persona.name),
        "towards": fill(towards, known_pronouns(scenario)),
        "gender": persona.gender.replace("_", "-"),
    }


def _ways(scenario: Scenario, words: Pack) -> Iterator[tuple[str, str]]:
    """Where each way through the conversation leads."""
    if not is_played(scenario):
        return
    landings = {Manner.BALANCED: scenario.expected, **scenario.lands}
    for manner in (Manner.BALANCED, Manner.COLLUSIVE, Manner.COMBATIVE):
        if manner in landings:
            yield manner_words()[manner], _landing(landings[manner], words)


def _landing(expected: Expected, words: Pack) -> str:
    """Where a case stands, in a sentence or two: concern first, then the next step, then readiness (S15)."""
    text = _("Concern: {concern}. Next: {route}.").format(
        concern=word(words, "concern", expected.concern).lower(), route=word(words, "routes", expected.route).lower()
    )
    if expected.overall is None:
        return text
    return text + " " + _("Readiness: {level}.").format(level=word(words, "levels", expected.overall).lower())


# --- small things ----------------------------------------------------------------------------------------------------


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def _reference(scenario: Scenario) -> str:
    return "".join(c if c.isalnum() or c == "-" else "-" for c in scenario.case.reference).strip("-")
