"""The documents as types: each cannot be built with what its reader may not see (S22 to S26)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from referral_assistant.letter.person_copy import HelplineCard, PersonCopy
from referral_assistant.letter.record import Head, Nature, Origin, Section, sentences
from referral_assistant.model import Document


@dataclass(frozen=True, slots=True)
class ReferralLetter:
    """To the service, and written so that the person could read it: their words, practical facts, agreement (S23)."""

    document: ClassVar[Document] = Document.REFERRAL_LETTER
    template: ClassVar[str] = "referral_letter.html"
    most_pages: ClassVar[int | None] = 2

    head: Head
    recipient: tuple[str, ...]
    sections: tuple[Section, ...]
    signed: tuple[str, ...]
    sign_off: str

    def __post_init__(self) -> None:
        allowed = {Nature.FIXED, Nature.QUOTE, Nature.FACT, Nature.DECISION}
        _refuse(self, self.sections, allowed, lambda origin: origin.in_letter)

    def __repr__(self) -> str:
        return f"<ReferralLetter {self.head.reference}>"


@dataclass(frozen=True, slots=True)
class Annex:
    """To one named person at the service, by a secure route, only when asked for (S25).

    It has no place for the victim-survivor's address, telephone, workplace, school or words: what is known stands in
    the pack's own wording, never in anyone's.
    """

    document: ClassVar[Document] = Document.ANNEX
    template: ClassVar[str] = "annex.html"
    most_pages: ClassVar[int | None] = None

    head: Head
    recipient: tuple[str, ...]
    sections: tuple[Section, ...]
    signed: tuple[str, ...]

    def __post_init__(self) -> None:
        _refuse(self, self.sections, {Nature.FIXED, Nature.REQUEST, Nature.FACT, Nature.MOVED}, None)

    def __repr__(self) -> str:
        return "<Annex>"


@dataclass(frozen=True, slots=True)
class FileNote:
    """For the person's own record: words, observations, actions and reasons that are safe there (S26)."""

    document: ClassVar[Document] = Document.FILE_NOTE
    template: ClassVar[str] = "file_note.html"
    most_pages: ClassVar[int | None] = None
    recipient: ClassVar[tuple[str, ...]] = ()

    head: Head
    sections: tuple[Section, ...]
    signed: tuple[str, ...]

    def __post_init__(self) -> None:
        natures = {Nature.FIXED, Nature.QUOTE, Nature.FACT, Nature.DECISION, Nature.OBSERVATION, Nature.READING}
        _refuse(self, self.sections, natures, lambda origin: origin.on_own_record)

    def __repr__(self) -> str:
        return f"<FileNote {self.head.reference}>"


@dataclass(frozen=True, slots=True)
class RestrictedNote:
    """Kept apart from the person's record: concern, duties, and what is known from or about others (S18, S26)."""

    document: ClassVar[Document] = Document.RESTRICTED_NOTE
    template: ClassVar[str] = "restricted_note.html"
    most_pages: ClassVar[int | None] = None
    recipient: ClassVar[tuple[str, ...]] = ()

    head: Head
    sections: tuple[Section, ...]
    signed: tuple[str, ...]

    def __repr__(self) -> str:
        return "<RestrictedNote>"


AnyDocument = ReferralLetter | PersonCopy | Annex | FileNote | RestrictedNote
Printable = AnyDocument | HelplineCard


def _refuse(
    document: AnyDocument, sections: tuple[Section, ...], natures: set[Nature], fit: Callable[[Origin], bool] | None
) -> None:
    for sentence in sentences(sections):
        if sentence.nature not in natures or (fit and sentence.origin and not fit(sentence.origin)):
            raise ValueError(f"A {type(document).__name__} cannot hold {sentence.id}.")
