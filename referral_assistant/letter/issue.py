"""The digest of the bytes of a document that leaves."""

from __future__ import annotations

import hashlib


def digest(content: bytes) -> str:
    """The SHA-256 of a document's bytes."""
    return hashlib.sha256(content).hexdigest()
