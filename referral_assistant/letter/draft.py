"""Sentences in the making: wording filled in with pronouns and slots, and the practitioner's edits laid over it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import date

from referral_assistant.i18n import fill
from referral_assistant.letter.heard import Heard, heard, pronouns, tidy
from referral_assistant.letter.invented import in_training
from referral_assistant.letter.record import Head, Nature, Origin, Paragraph, Section, Sentence
from referral_assistant.model import Case, Document, Kind, Pack

_SLOT = re.compile(r"\{(\w+)\}")
_NUMBERED = {Document.REFERRAL_LETTER: 1, Document.PERSON_COPY: 2, Document.FILE_NOTE: 3}
_ALPHABET = "23456789BCDFGHJKLMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class Draft:
    """One document being written: for which case, in which words, on which day."""

    document: Document
    case: Case
    pack: Pack
    today: date
    pronouns: str
    found: tuple[Heard, ...]

    def of(self, document: Document) -> Draft:
        """The same material for another document."""
        return replace(self, document=document)

    def sentence(
        self,
        name: str,
        text: str,
        nature: Nature,
        /,
        origin: Origin | None = None,
        read_first: bool = False,
        **slots: str,
    ) -> Sentence:
        """A sentence with its edit laid over it. An edit of wording that the record has since changed is kept to be
        shown, and the sentence has to be read again."""
        generated = self.filled(text, **slots)
        known = f"{self.document}.{name}"
        if nature is Nature.FIXED:
            return Sentence(known, generated, generated, nature, origin)
        edit = next((e for e in reversed(self.case.edits) if (e.document, e.sentence) == (self.document, known)), None)
        if edit is None:
            return Sentence(known, generated, generated, nature, origin, read_first)
        if edit.generated != generated:
            return Sentence(known, generated, generated, nature, origin, read_first, earlier=edit.text)
        return Sentence(known, tidy(edit.text), generated, nature, origin, read_first, read=True)

    def paragraph(
        self, name: str, text: str, nature: Nature, /, origin: Origin | None = None, label: str = "", **slots: str
    ) -> Paragraph:
        """A paragraph of one sentence."""
        return Paragraph(name, (self.sentence(name, text, nature, origin, False, **slots),), label)

    def fixed(self, name: str, text: str, /, **slots: str) -> Paragraph:
        """A paragraph of one sentence that stands in every such document."""
        return self.paragraph(name, text, Nature.FIXED, None, "", **slots)

    def filled(self, text: str, /, **slots: str) -> str:
        """Wording with its pronouns and slots. A value is put in last, so nothing in it is read as a slot."""
        return _SLOT.sub(lambda m: slots[m.group(1)], fill(text, self.pronouns))

    def head(self, title: str, marking: str | None = None) -> Head:
        """The letterhead, marking, reference and day."""
        organisation = self.case.organisation
        return Head(
            title=title,
            reference=reference(self.case, self.document),
            on=self.today,
            version=version(self.case, self.document),
            marking=tidy(organisation.marking) if marking is None else marking,
            training=self.case.kind is Kind.TRAINING,
            organisation=tidy(organisation.name),
            address=tuple(tidy(line) for line in organisation.address if line.strip()),
            telephone=tidy(organisation.telephone),
            logo=organisation.logo,
        )

    def signed(self, *reach: str) -> tuple[str, ...]:
        """Who writes, in three lines: name and role, team, and how to reach them."""
        writer = self.case.practitioner
        lines = ((writer.name, writer.role), (writer.team,), reach)
        joined = (", ".join(tidy(part) for part in line if part.strip()) for line in lines)
        return tuple(line for line in joined if line)


def draft(case: Case, pack: Pack, today: date) -> Draft:
    """What every document of a case is written from, read from the record once."""
    return Draft(Document.REFERRAL_LETTER, in_training(case), pack, today, pronouns(case, pack), heard(case, pack))


def section(name: str, title: str, *paragraphs: Paragraph | None, table: bool = False) -> tuple[Section, ...]:
    """One section, or nothing where there is nothing to put in it."""
    kept = tuple(p for p in paragraphs if p is not None and p.sentences)
    return (Section(name, title, kept, table),) if kept else ()


def reference(case: Case, document: Document) -> str:
    """A neutral reference. The annex and the restricted note stand outside the numbering and carry one that cannot be
    traced to the case, so that no other document betrays them (S25)."""
    if document in _NUMBERED:
        return f"{case.reference or 'R'}-{_NUMBERED[document]}"
    digest = int.from_bytes(hashlib.sha256(f"{case.id}/{document}".encode()).digest()[:8], "big")
    letters = []
    for _n in range(7):
        digest, rest = divmod(digest, len(_ALPHABET))
        letters.append(_ALPHABET[rest])
    return f"D-{''.join(letters)}"


def version(case: Case, document: Document) -> int:
    """The version about to be issued, counted for each kind of document by itself."""
    return 1 + max((issued.version for issued in case.issued if issued.document is document), default=0)
