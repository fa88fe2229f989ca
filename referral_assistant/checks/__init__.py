"""Leak, source and wording checks over a document record, before anything is printed (S12, S18, S22, S27)."""

from __future__ import annotations

from referral_assistant.checks.document import Hit, Seen, before_issue, check_document
from referral_assistant.checks.mend import WAYS, mend, way_words
from referral_assistant.checks.wording import Phrase, Rule, content_hits, rules, wording_hits

__all__ = [
    "WAYS",
    "Hit",
    "Phrase",
    "Rule",
    "Seen",
    "before_issue",
    "check_document",
    "content_hits",
    "mend",
    "rules",
    "way_words",
    "wording_hits",
]
