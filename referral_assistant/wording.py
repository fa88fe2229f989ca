"""A coded reason becomes a sentence here, for the window, the letters and the command line alike."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from referral_assistant.i18n import fill, joined, long_date
from referral_assistant.model import SUPPORT_DOMAINS, CardKind

if TYPE_CHECKING:
    from referral_assistant.model import Level, Pack, Reason

_SLOT = re.compile(r"\{(card|criterion|values|service|date)\}")


def word(pack: Pack, table: str, code: str, pronouns: str = "they") -> str:
    """The pack's wording of one code: `word(pack, "routes", "panel")`. A code without wording is a bug: KeyError."""
    return fill(pack.words[table][code], pronouns)


def domain_word(pack: Pack, domain: str) -> str:
    """What a domain of readiness is called, of nobody in particular."""
    return word(pack, "domains", domain)


def level_word(pack: Pack, domain: str, level: Level) -> str:
    """What a reading is called in a domain: supports are in place, need help, or are for later (S15)."""
    return word(pack, "support_levels" if domain in SUPPORT_DOMAINS else "levels", level.value)


def say(reason: Reason, pack: Pack, pronouns: str = "they") -> str:
    """The sentence for a reason. Its values read as the card's options, or as the pack's words for them."""
    text = pack.words["reasons"][reason.code]
    card = next((c for c in pack.cards if c.id == reason.card), None)
    slots = {
        "card": fill(card.title, pronouns) if card else "",
        "criterion": fill(reason.criterion, pronouns),
        "values": _listed(value_words(reason, pack, pronouns), whole=card is not None),
        "service": reason.criterion,
        "date": _day(reason.values[0]) if reason.values else "",
    }
    filled = _SLOT.sub(lambda m: slots[m.group(1)], fill(text, pronouns))
    return filled[:1].upper() + filled[1:]


def _listed(words: list[str], whole: bool) -> str:
    """Values in a row: words as people say them, whole answers side by side."""
    return "; ".join(words) if whole else joined(words)


def _day(text: str) -> str:
    """A recorded day as people write it; text that is no day stays as it is."""
    try:
        return long_date(date.fromisoformat(text))
    except ValueError:
        return text


def value_words(reason: Reason, pack: Pack, pronouns: str = "they") -> list[str]:
    """How the values of a reason read: option text of its card, else the pack's word, else as recorded."""
    card = next((c for c in pack.cards if c.id == reason.card), None)
    values = {**pack.words.get("levels", {}), **pack.words.get("domains", {}), **pack.words.get("values", {})}
    found = []
    for value in reason.values:
        option = card.option(value) if card and card.kind in (CardKind.ONE, CardKind.MANY) else None
        text = option.text if option else values.get(value)
        found.append(value if text is None else fill(text, pronouns))
    return found
