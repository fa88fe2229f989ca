"""The answers a document may draw on: those in the path of the conversation, each with where it came from."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from referral_assistant.conversation import chosen, facts, in_path_answers, offered
from referral_assistant.i18n import fill, long_date
from referral_assistant.letter.record import Origin
from referral_assistant.model import Answer, Card, CardKind, Case, Option, Pack, SectionKind, State

KEPT_FROM_PERSON = {"orders": frozenset({"staff_marker"})}
"""Values of a fact that an agency set without telling the person. They stand apart from what the person said."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One answered card of the path: the card, the answer, the options that count, and the section it stands in."""

    card: Card
    answer: Answer
    options: tuple[Option, ...]
    section: SectionKind
    names: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def origin(self) -> Origin:
        """Where everything about this answer comes from."""
        answer, card = self.answer, self.card
        return Origin(card.id, answer.source, answer.known_to_person, card.about, card.listen_only)

    @property
    def at_the_gate(self) -> bool:
        """Whether the practitioner answered it before the conversation."""
        return self.section in (SectionKind.PRIVACY, SectionKind.GATE)

    @property
    def kept_back(self) -> tuple[Option, ...]:
        """The chosen options that the person may not know of."""
        kept = KEPT_FROM_PERSON.get(self.card.fact, frozenset())
        return tuple(o for o in self.options if o.id in kept)

    def values(self, pronouns: str, only: Collection[Option] | None = None) -> tuple[str, ...]:
        """What was recorded, as it reads: option texts, dates written out, or the text itself. Options that are kept
        back are not among them, unless they are asked for."""
        if self.card.kind in (CardKind.ONE, CardKind.MANY):
            kept = self.kept_back
            shown = only if only is not None else [o for o in self.options if o not in kept]
            return tuple(fill(o.text, pronouns).rstrip(".") for o in shown)
        if self.card.kind is CardKind.DATE:
            return tuple(_date(value) for value in self.answer.values if value.strip())
        named = self.names if self.card.kind is CardKind.AREA else {}
        return tuple(tidy(named.get(value, value)) for value in self.answer.values if value.strip())


def heard(case: Case, pack: Pack) -> tuple[Heard, ...]:
    """Every answered card of the path, in file order. Answers put out of the path have no say."""
    known = facts(pack, case.answers)
    standing = in_path_answers(pack, case.answers)
    names = pack.words.get("values", {})
    found = []
    for section in pack.sections:
        for card in section.cards:
            answer = standing.get(card.id)
            # Names to keep out are searched for and never printed.
            if answer is not None and answer.state is State.ANSWERED and card.kind is not CardKind.NAMES:
                open_to_them = offered(card, known)
                options = tuple(o for o in chosen(card, answer) if o in open_to_them)
                found.append(Heard(card, answer, options, section.kind, names))
    return tuple(found)


def fact(found: Iterable[Heard], fact_id: str) -> Heard | None:
    """The answer that settles a listed fact: the last in the path, as for the rules."""
    return next((h for h in reversed(tuple(found)) if h.card.fact == fact_id), None)


def says(found: Iterable[Heard], fact_id: str, value: str) -> bool:
    """Whether a fact was answered so."""
    item = fact(found, fact_id)
    return item is not None and value in item.answer.values


def pronouns(case: Case, pack: Pack) -> str:
    """The pronouns on record; `they` until there are any."""
    return facts(pack, case.answers).get("pronouns", ("they",))[0]


def tidy(text: str) -> str:
    """Recorded text as one line, each accent with its letter, without characters that no page can hold."""
    whole = unicodedata.normalize("NFC", text)
    if not whole.isprintable():
        whole = "".join(c if c.isprintable() else " " for c in whole)
    return " ".join(whole.split())


def quoted(text: str) -> str:
    """Recorded words in quotation marks; marks within become single ones."""
    words = tidy(text)
    if len(words) > 1 and words[0] in '"“' and words[-1] in '"”':
        words = words[1:-1].strip()
    inner, opened = [], False
    for character in words:
        if character == '"':
            character = "”" if opened else "“"
        if character in "“”":
            opened = character == "“"
            character = "‘" if opened else "’"
        inner.append(character)
    return f"“{''.join(inner)}”"


def _date(value: str) -> str:
    try:
        return long_date(date.fromisoformat(value.strip()))
    except ValueError:
        return tidy(value)
