"""What a document is made of: sentences with ids, in paragraphs, in sections, and where each sentence comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from referral_assistant.model import About, Known, Source

OTHERS = frozenset({About.PARTNER, About.CHILD, About.THIRD_PARTY})
"""Whom a card may describe that is not the person we talk with."""


class Nature(StrEnum):
    """What kind of sentence it is. A document refuses the kinds that its reader may not see."""

    FIXED = "fixed"
    QUOTE = "quote"
    FACT = "fact"
    DECISION = "decision"
    OBSERVATION = "observation"
    READING = "reading"
    PROTECTION = "protection"
    REQUEST = "request"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Origin:
    """The recorded answer a sentence rests on: its card, who it came from, whom it describes (S22)."""

    card: str
    source: Source
    known: Known = Known.NOT_KNOWN
    about: About = About.PERSON
    listen_only: bool = False

    @property
    def on_own_record(self) -> bool:
        """Safe on the person's own record: about them, and not resting on what others said or kept from them (S26)."""
        if self.about in OTHERS or self.listen_only:
            return False
        if self.source is Source.RECORD:
            return self.known is Known.YES
        return self.source in (Source.PERSON, Source.GIVEN_DOCUMENT, Source.OBSERVED)

    @property
    def in_letter(self) -> bool:
        """Fit for a letter the person could read: their own words, or a source they are known to have seen (S22)."""
        if not self.on_own_record or (self.known is Known.NO and self.source is not Source.PERSON):
            return False
        return self.source in (Source.PERSON, Source.GIVEN_DOCUMENT) or self.known is Known.YES


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as it stands, and as it was generated. An empty `text` means that it was taken out.

    `fixed` sentences cannot be edited. `read_first` ones are edited or affirmed before the document leaves; `read`
    says that this was done. `earlier` is the text of an edit made before the record changed beneath it.
    """

    id: str
    text: str
    generated: str
    nature: Nature
    origin: Origin | None = None
    read_first: bool = False
    read: bool = False
    earlier: str = ""

    @property
    def fixed(self) -> bool:
        """Whether the sentence stands in every such document and cannot be edited."""
        return self.nature is Nature.FIXED

    @property
    def edited(self) -> bool:
        """Whether the practitioner changed or removed it."""
        return self.text != self.generated

    @property
    def unread(self) -> bool:
        """Whether it must still be edited or affirmed before the document leaves."""
        return self.read_first and not self.read

    def __repr__(self) -> str:
        return f"<Sentence {self.id}>"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that stand together; `label` is what they are about, shown beside or above them."""

    id: str
    sentences: tuple[Sentence, ...]
    label: str = ""

    @property
    def text(self) -> str:
        """The paragraph as it is printed; empty when every sentence was taken out."""
        return " ".join(s.text for s in self.sentences if s.text)

    def __repr__(self) -> str:
        return f"<Paragraph {self.id}>"


@dataclass(frozen=True, slots=True)
class Section:
    """Paragraphs under a heading; without a title they open the document. `table`: each label stands in a column."""

    id: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    table: bool = False

    @property
    def printed(self) -> tuple[Paragraph, ...]:
        """The paragraphs that have anything left to print."""
        return tuple(p for p in self.paragraphs if p.text)

    def __repr__(self) -> str:
        return f"<Section {self.id}>"


@dataclass(frozen=True, slots=True)
class Head:
    """What surrounds a document: the organisation, the marking, a neutral reference, and the day."""

    title: str
    reference: str
    on: date
    version: int = 1
    marking: str = ""
    training: bool = False
    organisation: str = ""
    address: tuple[str, ...] = ()
    telephone: str = ""
    logo: str = ""
    language: str = "en-GB"

    def __repr__(self) -> str:
        return f"<Head {self.reference}>"


def sentences(sections: Iterable[Section]) -> tuple[Sentence, ...]:
    """Every sentence in reading order."""
    return tuple(s for section in sections for paragraph in section.paragraphs for s in paragraph.sentences)
