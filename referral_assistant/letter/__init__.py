"""The documents: what a case allows, each a type of its own; then the same record as a page, and as a PDF."""

from __future__ import annotations

from referral_assistant.letter.allowed import Refusal
from referral_assistant.letter.draft import reference, version
from referral_assistant.letter.issue import digest
from referral_assistant.letter.kinds import (
    Annex,
    AnyDocument,
    FileNote,
    Printable,
    ReferralLetter,
    RestrictedNote,
)
from referral_assistant.letter.outcome import Outcome, documents, helpline_card
from referral_assistant.letter.page import file_name, html, pdf_title
from referral_assistant.letter.person_copy import ON_PERSON_COPY, HelplineCard, Line, PersonCopy
from referral_assistant.letter.printing import Rendered, pdf, warm
from referral_assistant.letter.record import Head, Nature, Origin, Paragraph, Section, Sentence, sentences

__all__ = [
    "ON_PERSON_COPY",
    "Annex",
    "AnyDocument",
    "FileNote",
    "Head",
    "HelplineCard",
    "Line",
    "Nature",
    "Origin",
    "Outcome",
    "Paragraph",
    "PersonCopy",
    "Printable",
    "ReferralLetter",
    "Refusal",
    "Rendered",
    "RestrictedNote",
    "Section",
    "Sentence",
    "digest",
    "documents",
    "file_name",
    "helpline_card",
    "html",
    "pdf",
    "pdf_title",
    "reference",
    "sentences",
    "version",
    "warm",
]
