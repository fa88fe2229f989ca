"""Documents that left, frozen: their bytes and digest can be superseded by another version, never changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from referral_assistant.model import Document, Issued
from referral_assistant.problems import Problem
from referral_assistant.store.connection import Connection
from referral_assistant.store.entries import EntryKind, append, free_reference, logged

_USED = "SELECT reference FROM documents UNION SELECT reference FROM deleted"


class IssuedDocuments:
    """The issued documents of one open file."""

    def __init__(self, connection: Connection, now: Callable[[], datetime]) -> None:
        self._connection = connection
        self._now = now

    def all(self, case_id: str) -> tuple[Issued, ...]:
        """What was issued in a case, in order, without the bytes."""
        from referral_assistant.reading import from_plain

        with self._connection.reading() as db:
            entries = logged(db, case_id)
        return tuple(from_plain(Issued, json.loads(body)) for kind, _, body in entries if kind is EntryKind.ISSUED)

    def next(self, case_id: str, document: Document) -> Issued:
        """Reference, version, date and predecessor of a document about to be made; it has no digest yet.

        References are drawn by lot and versions count each document alone, so none tells that another exists (S25).
        """
        with self._connection.reading() as db:
            reference = free_reference(db, "D", _USED)
        earlier = self._earlier(case_id, document)
        before = earlier[-1].reference if earlier else ""
        return Issued(document, reference, len(earlier) + 1, "", self._now(), before)

    def freeze(self, case_id: str, issued: Issued, pdf: bytes) -> Issued:
        """Keep a document for good, as `next` announced it, with the digest of its bytes."""
        earlier = self._earlier(case_id, issued.document)
        before = earlier[-1].reference if earlier else ""
        if (issued.version, issued.supersedes) != (len(earlier) + 1, before):
            raise Problem(
                "This version of the document has been issued already and cannot be changed.",
                "Issue a new version: it will supersede the one before it.",
            )
        frozen = replace(issued, digest=_digest(pdf))
        with self._connection.atomic() as db:
            db.execute(
                "INSERT INTO documents (reference, case_id, document, version, pdf) VALUES (?, ?, ?, ?, ?)",
                (frozen.reference, case_id, frozen.document.value, frozen.version, pdf),
            )
            append(db, self._now(), case_id, EntryKind.ISSUED, frozen.reference, frozen)
        return frozen

    def pdf(self, case_id: str, reference: str) -> bytes:
        """The bytes of an issued document, once they are seen to match their digest."""
        digest = next(issued.digest for issued in self.all(case_id) if issued.reference == reference)
        with self._connection.reading() as db:
            row = db.execute("SELECT pdf FROM documents WHERE reference = ?", (reference,)).fetchone()
        pdf = bytes(row[0]) if row else b""
        if _digest(pdf) != digest:
            raise Problem(
                f"The issued document {reference} is not as it was when it left.",
                "Do not use it. Keep the case file for your IT team, and use the document on the agency's record.",
            )
        return pdf

    def _earlier(self, case_id: str, document: Document) -> list[Issued]:
        return [issued for issued in self.all(case_id) if issued.document is document]


def _digest(pdf: bytes) -> str:
    import hashlib

    return hashlib.sha256(pdf).hexdigest()
