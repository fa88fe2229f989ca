"""The ways to mend what a check found, as edits: take the name out, take the sentence out, or move it to the annex."""

from __future__ import annotations

import re
from datetime import datetime

from referral_assistant.checks.document import Hit
from referral_assistant.i18n import _
from referral_assistant.letter import AnyDocument, sentences
from referral_assistant.model import Document, Edit

WAYS = ("mask", "remove", "annex", "seen_source", "edit")
"""`seen_source` and `edit` need the practitioner: the source is changed on the answer, the text in its box."""


def way_words(way: str) -> str:
    """What a way is called on its button."""
    return {
        "mask": _("Take the name out"),
        "remove": _("Remove the sentence"),
        "annex": _("Move it to the annex"),
        "seen_source": _("Use a source they have seen"),
        "edit": _("Change the words"),
    }[way]


def mend(hit: Hit, document: AnyDocument, way: str, at: datetime | None = None) -> tuple[Edit, ...]:
    """The edits that mend a hit in one of its ways; none where the practitioner has to write."""
    sentence = next((s for s in sentences(document.sections) if s.id == hit.sentence_id), None)
    if sentence is None or sentence.fixed or way not in hit.ways:
        return ()

    def edit(text: str) -> Edit:
        return Edit(document.document, sentence.id, sentence.generated, text, at)

    if way == "mask":
        words = r"\W+".join(re.escape(word) for word in hit.text.split())
        return (edit(re.sub(rf"(?<!\w){words}(?!\w)", _("[left out]"), sentence.text)),)
    if way == "remove":
        return (edit(""),)
    if way == "annex":
        moved = f"annex.moved.{sentence.id}"
        return edit(""), Edit(Document.ANNEX, moved, sentence.text, sentence.text, at)
    return ()
