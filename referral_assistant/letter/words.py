"""Words that several documents share: where a fact comes from, and names that only the restricted note may hold."""

from __future__ import annotations

import re

from referral_assistant.i18n import _, long_date
from referral_assistant.letter.draft import Draft
from referral_assistant.letter.heard import Heard, tidy
from referral_assistant.model import Known, Source

PANELS = re.compile(
    r"\b(?:MARACs?|MATACs?|MAPPA|perpetrator panels?|multi-agency risk assessment conferences?)\b", re.IGNORECASE
)
"""Names of routes that stand in the restricted note alone (S18)."""

SOURCES = {
    Source.PERSON: "{They} said it.",
    Source.GIVEN_DOCUMENT: "From a document {they} {was|were} given.",
    Source.RECORD: "From a record.",
    Source.OBSERVED: "Observed.",
    Source.VICTIM: "From the person harmed.",
    Source.CHILD: "From a child.",
    Source.OTHER: "From another person.",
}
KNOWN = {
    Known.YES: "{They} {knows|know} that it is known.",
    Known.NO: "{They} {does|do} not know that it is known. Do not raise it.",
    Known.NOT_KNOWN: "It is not known whether {they} {knows|know} that it is known. Do not raise it.",
}


KEPT_BACK = "{values}. From our own record. {They} may not know of it. Do not raise it."


def names_panel(text: str) -> bool:
    """Whether a text names a panel or conference."""
    return PANELS.search(text) is not None


def source_words(d: Draft, item: Heard, aloud: bool = True) -> str:
    """Where a fact comes from, of what date, and whether the person knows that it is known (S22). `aloud`: and how,
    which is typed, so the annex leaves it out."""
    answer = item.answer
    parts = [d.filled(_(SOURCES[answer.source]))]
    if answer.source_date:
        parts.append(_("Dated {date}.").replace("{date}", long_date(answer.source_date)))
    how = tidy(answer.known_how).rstrip(".")
    if answer.source is not Source.PERSON and answer.known_to_person is Known.YES and how and aloud:
        parts.append(d.filled(_("{They} {knows|know} that it is known: {how}."), how=how))
    elif answer.source is not Source.PERSON:
        parts.append(d.filled(_(KNOWN[answer.known_to_person])))
    return " ".join(parts)
