"""Words that came from somebody else, found again in a document that the person or the service may read (S22)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from referral_assistant.checks.names import tokenised
from referral_assistant.checks.wording import outside_quotes
from referral_assistant.conversation import current
from referral_assistant.letter.record import Origin
from referral_assistant.model import CardKind, Case, Document, Pack, Source

RUN = 5
"""So many words in a row are no accident."""

_WHO = (
    r"(?:partner|ex|ex-partner|wife|husband|girlfriend|boyfriend|fianc[eé]e?|mother|mum|father|dad|parents?|child|"
    r"children|kids?|son|daughter|brother|sister|family|relatives?|neighbours?|victim(?:-survivor)?|survivor|"
    r"person harmed|idva|refuge|support worker|school|teacher)"
)
_SAYS = (
    r"(?:told|tells|said|says|saying|reported|reports|disclosed|discloses|alleged|alleges|stated|states|informed|"
    r"confided|revealed|described|describes|made an allegation|rang|called|contacted|complained)"
)
ATTRIBUTION = re.compile(
    rf"\b{_WHO}\b(?:['’]s)?(?: \w+){{0,3}} {_SAYS}\b|\b(?:according to|disclosure (?:by|from)|allegations? (?:by|from)|"
    rf"statement (?:by|from)|told by|reported by) (?:\w+ ){{0,3}}{_WHO}\b",
    re.IGNORECASE,
)
"""Sentences that say that somebody else told. The person may know the event; they do not know who told (S22)."""


@dataclass(frozen=True, slots=True)
class Told:
    """A recorded text and where it comes from."""

    origin: Origin
    tokens: tuple[str, ...]


def told(case: Case, pack: Pack, document: Document) -> tuple[Told, ...]:
    """Every recorded text that may not stand in a document, in the path or not."""
    cards = {card.id: card for card in pack.cards}
    found = []
    for card_id, answer in current(case.answers).items():
        card = cards.get(card_id)
        if card is None or card.kind is CardKind.NAMES:
            continue
        origin = Origin(card.id, answer.source, answer.known_to_person, card.about, card.listen_only)
        if not _barred(origin, document):
            continue
        typed = answer.values if card.kind is CardKind.TEXT else ()
        for text in (answer.words, answer.observed, answer.known_how, *typed):
            tokens = tuple(tokenised(text)[0])
            if tokens:
                found.append(Told(origin, tokens))
    return tuple(found)


def _barred(origin: Origin, document: Document) -> bool:
    if document in (Document.REFERRAL_LETTER, Document.PERSON_COPY):
        return not origin.in_letter
    if document is Document.FILE_NOTE:
        return not origin.on_own_record
    return document is Document.ANNEX and origin.source in (Source.VICTIM, Source.CHILD)


def found_in(text: str, everything: tuple[Told, ...]) -> Iterator[tuple[Told, str]]:
    """Which of the recorded texts stand in a sentence: five words in a row, or the whole of a shorter one."""
    tokens, spelled = tokenised(text)
    for item in everything:
        start, size = _shared(tokens, item.tokens)
        if size:
            yield item, " ".join(spelled[start : start + size])


def attribution(text: str) -> str:
    """The words that say that somebody else told, outside quotation marks; empty where there are none."""
    match = ATTRIBUTION.search(outside_quotes(text))
    return match.group(0) if match else ""


def _shared(tokens: list[str], other: tuple[str, ...]) -> tuple[int, int]:
    size = min(RUN, len(other))
    if size < RUN and (size < 3 or sum(len(token) for token in other) < 10):
        return 0, 0
    runs = {other[n : n + size] for n in range(len(other) - size + 1)}
    for start in range(len(tokens) - size + 1):
        if tuple(tokens[start : start + size]) in runs:
            return start, size
    return 0, 0
