"""What a pack must hold to as a whole: known ids, live branches, and the safety rules that content can break."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from referral_assistant.content.reach import reachable, reachable_option
from referral_assistant.content.texts import texts
from referral_assistant.content.vocabulary import Vocabulary
from referral_assistant.i18n import fill
from referral_assistant.model import (
    DOMAINS,
    About,
    Between,
    Card,
    CardKind,
    Concern,
    Document,
    Is,
    Level,
    Option,
    Pack,
    Route,
    Rule,
    Section,
    SectionKind,
    Source,
    State,
    Verdict,
    Who,
)
from referral_assistant.problems import Mistake
from referral_assistant.rules import mentions

_OPTIONS = frozenset({CardKind.ONE, CardKind.MANY})
_GATE = frozenset({SectionKind.PRIVACY, SectionKind.GATE})
_ID = re.compile(r"[a-z][a-z0-9_]*\Z")

_TABLES: Mapping[str, tuple[str, ...]] = {
    "routes": tuple(Route),
    "route_steps": tuple(Route),
    "verdicts": tuple(Verdict),
    "levels": tuple(Level),
    "support_levels": tuple(Level),
    "concern": tuple(Concern),
    "who": tuple(Who),
    "domains": DOMAINS,
    "states": tuple(State),
    "sources": tuple(Source),
    "documents": tuple(Document),
}


def cross_check(pack: Pack, vocabulary: Vocabulary, places: Mapping[str, str]) -> tuple[Mistake, ...]:
    """Every mistake in a pack whose files could be read. `places` says which file each section stands in."""
    return tuple(_Check(pack, vocabulary, places).run())


@dataclass(frozen=True)
class _Check:
    pack: Pack
    vocabulary: Vocabulary
    places: Mapping[str, str]

    def run(self) -> Iterator[Mistake]:
        yield from self._unique()
        yield from self._stops()
        yield from self._words()
        earlier: dict[str, Card] = {}
        for section in self.pack.sections:
            file = self.places.get(section.id, section.id)
            yield from (Mistake(file, "section", s) for s in _slots(section.title) + _slots(section.intro))
            for card in section.cards:
                for place, sentence in self._card(section, card, earlier):
                    yield Mistake(file, f"cards.{card.id}{place}", sentence)
                earlier[card.fact_id] = card
        yield from self._domains()

    # --- the pack ---

    def _unique(self) -> Iterator[Mistake]:
        for name, ids in (
            ("section", [s.id for s in self.pack.sections]),
            ("card", [c.id for c in self.pack.cards]),
            ("stop", [s.id for s in self.pack.stops]),
        ):
            for found, count in Counter(ids).items():
                if count > 1:
                    yield Mistake(self.pack.id, found, f"There are {count} {name}s of this id. Rename all but one.")
        for fact, count in Counter(c.fact for c in self.pack.cards if c.fact).items():
            if count > 1:
                yield Mistake(self.pack.id, fact, f"{count} cards answer this fact. Only one may.")

    def _stops(self) -> Iterator[Mistake]:
        used = {o.stop for c in self.pack.cards for o in c.options if o.stop}
        for stop in self.pack.stops:
            place = f"stops.{stop.id}"
            if stop.id not in used:
                yield Mistake("stops.toml", place, "No answer leads to this stop page.")
            if stop.action not in (Route.ACT_NOW, Route.HOLD):
                yield Mistake("stops.toml", place, "A stop's action is act_now or hold.")
            if not stop.advice:
                yield Mistake("stops.toml", place, "A stop page says what to do. Add advice.")
            for contact in stop.contacts:
                if contact not in self.vocabulary.contacts:
                    yield Mistake("stops.toml", place, f"{contact!r} is not a local contact.")
            for text in (stop.title, stop.because, *stop.advice):
                yield from (Mistake("stops.toml", place, s) for s in _slots(text))

    def _words(self) -> Iterator[Mistake]:
        tables = {**_TABLES, "duties": self.vocabulary.duties, "kinds": self.vocabulary.offer}
        for table, codes in tables.items():
            for code in codes:
                if code not in self.pack.words.get(table, {}):
                    yield Mistake("words.toml", f"{table}.{code}", "This code has no wording.")
        for table, words in self.pack.words.items():
            for code, text in words.items():
                allowed = ("card", "criterion", "values", "service", "date")
                yield from (Mistake("words.toml", f"{table}.{code}", s) for s in _slots(text, allowed))

    def _domains(self) -> Iterator[Mistake]:
        for domain in DOMAINS:
            cards = [c for c in self.pack.cards if c.domain == domain]
            wanted = {Level.WILLING, Level.MIXED, Level.NOT_NOW}
            if not any({o.level for o in c.options} >= wanted for c in cards):
                yield Mistake(self.pack.id, domain, "No card of this domain lets all three levels be heard.")

    # --- one card ---

    def _card(self, section: Section, card: Card, earlier: Mapping[str, Card]) -> Iterator[tuple[str, str]]:
        yield from self._shape(card)
        yield from self._fact(card)
        yield from _safety(card)
        yield from _listening(section, card)
        yield from _texts(card)
        for option in card.options:
            place = f".options.{option.id}"
            yield from ((place, s) for s in self._option(section, card, option))
            yield from ((place + ".when", s) for s in self._rule(option.when, {**earlier, card.fact_id: card}))
            if option.when is not None and not reachable_option(self.pack, card, option):
                yield place, "No one can reach this option: its condition can never hold."
        broken = list(self._rule(card.when, earlier))
        yield from ((".when", s) for s in broken)
        if card.when is not None and not broken:
            if not reachable(self.pack, card):
                yield ".when", "No one can reach this card: its condition can never hold."
            long_only = [f for f in mentions(card.when) if not earlier[f].short and not _in_gate(self.pack, earlier[f])]
            if card.short and long_only:
                yield ".when", f"A card of the short form waits for {long_only[0]!r}, which the short form never asks."

    def _shape(self, card: Card) -> Iterator[tuple[str, str]]:
        if not _ID.match(card.id):
            yield "", "An id is small letters, digits and underscores, and begins with a letter."
        if card.kind in _OPTIONS and len(card.options) < 2:
            yield ".options", "A card with options has at least two."
        if card.kind not in _OPTIONS and card.options:
            yield ".options", f"A card of kind {card.kind} has no options."
        for found, count in Counter(o.id for o in card.options).items():
            if count > 1:
                yield f".options.{found}", "This option id stands twice."
        if card.domain and card.domain not in DOMAINS:
            yield ".domain", f"{card.domain!r} is not a domain. The domains are {', '.join(DOMAINS)}."
        if card.kind is CardKind.NAMES and card.about not in (About.PARTNER, About.CHILD, About.THIRD_PARTY):
            yield ".about", "Names to keep out are about a partner, a child or a third party."

    def _fact(self, card: Card) -> Iterator[tuple[str, str]]:
        if not card.fact:
            if card.id in self.vocabulary.facts:
                yield "", f"The id {card.id!r} is a listed fact. Declare it with fact, or rename the card."
            return
        fact = self.vocabulary.facts.get(card.fact)
        if fact is None:
            yield ".fact", f"{card.fact!r} is not a listed fact."
            return
        if fact.kind != card.kind:
            yield ".kind", f"The fact {card.fact!r} is of kind {fact.kind}, and the card of kind {card.kind}."
        for option in card.options:
            if fact.values and option.id not in fact.values:
                yield (
                    f".options.{option.id}",
                    f"This is not a value of the fact {card.fact!r}: {', '.join(fact.values)}.",
                )

    def _option(self, section: Section, card: Card, option: Option) -> Iterator[str]:
        if option.level and not card.domain:
            yield "Only a card with a domain gives a level."
        if option.level is Level.NOT_EXPLORED:
            yield "Not explored is what silence gives. An option says willing, mixed or not_now."
        if option.concern and card.domain:
            yield "A readiness card never sets concern (S3)."
        if option.concern and option.concern not in (Concern.HIGH, Concern.IMMEDIATE):
            yield "An option sets concern to high or immediate. Nothing lowers it."
        if option.stop and section.kind not in _GATE:
            yield "Only the privacy check and the gate stop a conversation."
        if option.stop and option.stop not in {s.id for s in self.pack.stops}:
            yield f"There is no stop page {option.stop!r}."
        if option.alone and card.kind is not CardKind.MANY:
            yield "Alone is for cards that take many options."

    def _rule(self, rule: Rule | None, earlier: Mapping[str, Card]) -> Iterator[str]:
        for atom in _atoms(rule):
            card = earlier.get(atom.fact)
            if card is None:
                yield f"{atom.fact!r} is not answered by an earlier card."
            elif isinstance(atom, Between) and card.kind is not CardKind.NUMBER:
                yield f"{atom.fact!r} is not a number."
            elif isinstance(atom, Is) and card.kind in _OPTIONS:
                for value in atom.values:
                    if card.option(value) is None:
                        yield f"{value!r} is not an option of {card.id!r}, so this never holds."
            elif isinstance(atom, Is):
                yield f"{atom.fact!r} is free text, which no rule may read."


def _safety(card: Card) -> Iterator[tuple[str, str]]:
    if not card.safety_core:
        return
    if card.when is not None:
        yield ".when", "A safety card is always in the path: it takes no condition (S1)."
    if not card.short:
        yield ".short", "The short form contains every safety card (S1)."
    if card.kind not in _OPTIONS or not any(o.concern for o in card.options):
        yield ".options", "A safety card has an option that sets concern."
    if all(o.concern for o in card.options):
        yield ".options", "A safety card needs an answer for what did not come up, or nobody can complete it."


def _listening(section: Section, card: Card) -> Iterator[tuple[str, str]]:
    if card.kind is CardKind.NAMES and card.room_safe:
        yield ".room_safe", "Names to keep out are never shown in the room."
    if section.kind is SectionKind.AFTER and card.room_safe:
        yield ".room_safe", "What is written up afterwards is never shown in the room."
    if not card.listen_only:
        return
    if card.say or card.probes or card.reply:
        yield "", "A listen-only card has no words to say, no probes and no replies (S11)."
    if section.kind is not SectionKind.AFTER:
        yield "", "A listen-only card is filled in afterwards: move it to a section of kind after (S11)."
    if card.room_safe:
        yield ".room_safe", "A listen-only card is never shown in the room (S11)."


def _texts(card: Card) -> Iterator[tuple[str, str]]:
    if card.domain and len(card.listen_for) != 3:
        yield ".listen_for", "A readiness card describes three things you might hear."
    if (card.domain or card.say) and not card.why:
        yield ".why", "Say why we ask."
    for text in texts(card):
        yield from (("", s) for s in _slots(text))


def _slots(text: str, allowed: Iterable[str] = ()) -> list[str]:
    """What is wrong with the slots of a text: after the pronouns are filled, only those allowed may be left."""
    for name in allowed:
        text = text.replace(f"{{{name}}}", "")
    rest = fill(text)
    return [f"There is no slot like the one in {rest!r}."] if "{" in rest or "}" in rest else []


def _atoms(rule: Rule | None) -> Iterator[Is | Between]:
    if rule is None:
        return
    if isinstance(rule, Is | Between):
        yield rule
        return
    for inner in getattr(rule, "rules", None) or (rule.rule,):  # type: ignore[union-attr]
        yield from _atoms(inner)


def _in_gate(pack: Pack, card: Card) -> bool:
    return pack.section_of(card.id).kind in _GATE
