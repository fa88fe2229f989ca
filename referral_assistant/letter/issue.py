"""What is kept of a document that leaves: its reference, version and the digest of its frozen bytes."""

from __future__ import annotations

import hashlib
from datetime import datetime

from referral_assistant.letter.kinds import AnyDocument
from referral_assistant.model import Case, Issued


def digest(content: bytes) -> str:
    """The SHA-256 of a document's bytes."""
    return hashlib.sha256(content).hexdigest()


def issued(case: Case, document: AnyDocument, content: bytes, at: datetime) -> Issued:
    """The record of a document that leaves now. A later version names the digest of the one it supersedes."""
    earlier = next((i for i in reversed(case.issued) if i.document is document.document), None)
    return Issued(
        document=document.document,
        reference=document.head.reference,
        version=document.head.version,
        digest=digest(content),
        at=at,
        supersedes=earlier.digest if earlier else "",
    )
