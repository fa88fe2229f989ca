"""What a conversation is made of: cards, sections, stop pages, a pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from referral_assistant.model.codes import About, CardKind, Concern, Level, Route, SectionKind, Who
from referral_assistant.model.rules import Rule


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a card.

    `level` feeds the card's domain, `concern` is what choosing it sets at least (S3), `who` says who is doing what to
    whom (S2), and `stop` names one of the pack's stop pages (S8).
    """

    id: str
    text: str
    hint: str = ""
    level: Level | None = None
    concern: Concern | None = None
    who: Who | None = None
    stop: str = ""
    when: Rule | None = None
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """How three ways of answering the person sound, so that a practitioner hears the difference."""

    to: str
    collusive: str
    combative: str
    balanced: str


@dataclass(frozen=True, slots=True)
class Card:
    """One topic: what to say, what may be heard, and what is recorded."""

    id: str
    title: str
    ask: str
    kind: CardKind
    options: tuple[Option, ...] = ()
    fact: str = ""
    hint: str = ""
    why: str = ""
    say: tuple[str, ...] = ()
    probes: tuple[str, ...] = ()
    listen_for: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    reply: Reply | None = None
    when: Rule | None = None
    domain: str = ""
    safety_core: bool = False
    listen_only: bool = False
    room_safe: bool = True
    short: bool = False
    about: About = About.PERSON
    words: bool = True

    @property
    def fact_id(self) -> str:
        """The fact this card answers: the listed one, or its own id, which only branching may mention."""
        return self.fact or self.id

    def option(self, option_id: str) -> Option | None:
        """The option of that id, or None."""
        return next((o for o in self.options if o.id == option_id), None)


@dataclass(frozen=True, slots=True)
class Section:
    """A run of cards under one heading; `together` ones are short enough to be filled in on one page."""

    id: str
    title: str
    kind: SectionKind
    cards: tuple[Card, ...]
    intro: str = ""
    together: bool = False


@dataclass(frozen=True, slots=True)
class StopPage:
    """What a stop of the gate shows: why, what to do, and whether another person may agree to go on (S8)."""

    id: str
    title: str
    because: str
    action: Route
    firm: bool
    advice: tuple[str, ...]
    contacts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pack:
    """A whole conversation in one language. `words` holds the wording of every coded reason, verdict, route, duty."""

    id: str
    version: str
    language: str
    title: str
    sections: tuple[Section, ...]
    stops: tuple[StopPage, ...]
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """Every card in file order."""
        return tuple(card for section in self.sections for card in section.cards)

    def card(self, card_id: str) -> Card:
        """The card of that id; KeyError when there is none."""
        return self._places[card_id][0]

    def section_of(self, card_id: str) -> Section:
        """The section a card stands in; KeyError when there is none."""
        return self._places[card_id][1]

    @cached_property
    def _places(self) -> Mapping[str, tuple[Card, Section]]:
        # A screen asks a thousand times. The first of two cards that share an id is the one meant.
        return {c.id: (c, section) for section in reversed(self.sections) for c in reversed(section.cards)}

    def stop(self, stop_id: str) -> StopPage:
        """The stop page of that id; KeyError when there is none."""
        for stop in self.stops:
            if stop.id == stop_id:
                return stop
        raise KeyError(stop_id)
