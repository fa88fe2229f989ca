"""What a case allows: the documents that may be made, built, and for every other one why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from referral_assistant.i18n import _
from referral_assistant.letter.allowed import Refusal, question, refusals
from referral_assistant.letter.annex import annex
from referral_assistant.letter.draft import draft
from referral_assistant.letter.file_note import file_note
from referral_assistant.letter.kinds import AnyDocument
from referral_assistant.letter.person_copy import CARD_TITLE, PRIVATE, HelplineCard, person_copy, printable_lines
from referral_assistant.letter.record import Head
from referral_assistant.letter.referral import referral_letter
from referral_assistant.letter.restricted_note import restricted_note
from referral_assistant.model import Assessment, Case, Document, Match, Pack, Route, Service
from referral_assistant.problems import Problem


@dataclass(frozen=True, slots=True)
class Outcome:
    """The documents a case allows, and the reasons against every other one."""

    ready: tuple[AnyDocument, ...]
    refused: tuple[Refusal, ...]

    def get(self, document: Document) -> AnyDocument | None:
        """The document of that kind, or None where the case does not allow it."""
        return next((d for d in self.ready if d.document is document), None)

    def why_not(self, document: Document) -> tuple[str, ...]:
        """Why a document may not be made, in sentences; empty when it may."""
        return tuple(r.sentence for r in self.refused if r.document is document)


def documents(
    case: Case,
    pack: Pack,
    assessment: Assessment,
    match: Match | Service | None,
    today: date,
    lines: Iterable[Service] = (),
    kept: Mapping[Document, AnyDocument] = MappingProxyType({}),
) -> Outcome:
    """Every document the case allows today. `lines` are the directory's lines; the copy takes those for the person.
    `kept` are documents that were made of all this before, and need not be made again."""
    base = draft(case, pack, today)
    asked = question(base, assessment, match)
    refused = refusals(asked)
    against = {refusal.document for refusal in refused}
    ready: list[AnyDocument] = []
    service, request = asked.service, case.decision.annex
    if Document.REFERRAL_LETTER not in against and service is not None:
        ready.append(kept.get(Document.REFERRAL_LETTER) or referral_letter(base, service))
    if Document.PERSON_COPY not in against and service is not None:
        ready.append(kept.get(Document.PERSON_COPY) or person_copy(base, service, lines))
    if Document.ANNEX not in against and service is not None and request is not None:
        ready.append(kept.get(Document.ANNEX) or annex(base, service, request))
    if Document.FILE_NOTE not in against:
        ready.append(kept.get(Document.FILE_NOTE) or file_note(base, assessment, service))
    if Document.RESTRICTED_NOTE not in against:
        ready.append(kept.get(Document.RESTRICTED_NOTE) or restricted_note(base, assessment))
    return Outcome(tuple(ready), refused)


def helpline_card(
    case: Case, pack: Pack, assessment: Assessment, lines: Iterable[Service], today: date, judged_safe: bool
) -> HelplineCard:
    """Numbers on a card, for someone who gets no copy. Only where somebody judged that it is safe to carry (S24)."""
    base = draft(case, pack, today)
    asked = question(base, assessment, None)
    if asked.closed or assessment.route is Route.ACT_NOW:
        raise Problem(_("Nothing is handed out while someone may be in danger."), _("Act on safety first."))
    if not judged_safe:
        raise Problem(
            _("Decide first whether a card is safe to carry."),
            _("Think about who could find it, and what it would tell them."),
        )
    head = base.of(Document.PERSON_COPY).head(_(CARD_TITLE), _(PRIVATE))
    plain = Head(title=head.title, reference="", on=today, marking=head.marking, training=head.training)
    return HelplineCard(plain, printable_lines(lines, today, head.training))
