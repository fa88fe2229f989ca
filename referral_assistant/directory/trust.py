"""Whose packs are taken: signers that the organisation lists, and those a person here has compared and trusted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from referral_assistant.vault.signing import as_fingerprint

FINGERPRINT = 47
"""Characters of a fingerprint as it is written."""


@dataclass(frozen=True, slots=True)
class Trusted:
    """Names by fingerprint. closed: the organisation has locked the list, and nobody here can add to it."""

    names: Mapping[str, str] = field(default_factory=dict)
    closed: bool = False

    def knows(self, fingerprint: str) -> bool:
        """Whether this signer is trusted."""
        return fingerprint in self.names


def trusted(listed: Iterable[str] = (), own: Mapping[str, str] | None = None, *, closed: bool = False) -> Trusted:
    """What the organisation lists, each a fingerprint and perhaps a name after it, and unless its list is closed what
    a person here has trusted."""
    names = {} if closed else {as_fingerprint(key): name for key, name in (own or {}).items()}
    for line in listed:
        names[as_fingerprint(line[:FINGERPRINT])] = line[FINGERPRINT:].strip()
    names.pop("", None)
    return Trusted(names, closed)
