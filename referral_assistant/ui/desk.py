"""The documents of the open case as they stand: what may be made, what was issued, and whether that still holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import date

from referral_assistant.checks import Hit, Seen, before_issue, check_document
from referral_assistant.i18n import _
from referral_assistant.letter import AnyDocument, HelplineCard, Outcome, Rendered, documents
from referral_assistant.model import Case, Document, Issued, Match, Service
from referral_assistant.ui.filing import NOTES
from referral_assistant.ui.renderings import Renderings, Wanted, as_issued
from referral_assistant.ui.session import Session

Under = tuple[AnyDocument, Issued, AnyDocument]
"""A document, what it is issued as, and the document under that reference."""


class Desk:
    """Everything here follows from the case record and the pages made so far; nothing is kept beside them but the
    references that were drawn for what may be issued next."""

    def __init__(self, session: Session, renderings: Renderings) -> None:
        self._session = session
        self._renderings = renderings
        self.large = False
        self._of: Case | None = None
        self._outcome: Outcome | None = None
        self._day: date | None = None
        self._next: dict[Document, Issued] = {}
        self._drafts: dict[Document, Under] = {}
        self._alike: dict[Document, Under] = {}
        self._standing: dict[Document, tuple[AnyDocument, Rendered | None, tuple[str, ...]]] = {}
        self._hits: dict[Document, tuple[AnyDocument, tuple[Hit, ...]]] = {}
        self._seen = Seen()
        self._looked_for: tuple[object, ...] = ()

    def forget(self) -> None:
        """Let go of the case."""
        self._of, self._outcome, self._next = None, None, {}
        self._drafts, self._alike, self._standing = {}, {}, {}
        self._hits, self._seen, self._looked_for = {}, Seen(), ()

    @property
    def case(self) -> Case:
        """The open case."""
        assert self._session.case is not None
        return self._session.case

    @property
    def outcome(self) -> Outcome:
        """What the case allows, worked out once for each record."""
        if self._outcome is None or self._of is not self.case:
            return self._take(self.case, self._work()())
        return self._outcome

    def look_ahead(self, done: Callable[[], object]) -> None:
        """Work out on the worker what the case allows, and look each document through there, unless it is known or the
        record is another by then."""
        case, seen = self.case, self._still_seen()
        if self._outcome is not None and self._of is case:
            done()
            return
        session, work, found = self._session, self._work(), seen.copy()

        def ahead() -> Outcome | None:
            if session.case is not case:
                return None
            outcome = work()
            for document in outcome.ready:
                check_document(document, case, session.pack, found)
            return outcome

        def landed(outcome: Outcome | None) -> None:
            if outcome is None or session.case is not case:
                return
            self._seen = found
            if self._of is not case:
                self._take(case, outcome)
            done()

        session.background.run(ahead, landed)

    def _work(self) -> Callable[[], Outcome]:
        """How to work out what the case allows, from records alone."""
        case, session = self.case, self._session
        pack, today, services = session.pack, session.today, session.services()
        assessment, match, kept = session.derived.assessment, self._match(), self._as_before()
        return lambda: documents(case, pack, assessment, match, today, services, kept)

    def _as_before(self) -> dict[Document, AnyDocument]:
        """Documents of the record before that are the same in this one: an edit changes the one it is of, and what was
        issued gets its next version. What they are made of besides changes with the day or the answers alone."""
        before, outcome, case = self._of, self._outcome, self.case
        if before is None or outcome is None or self._day != self._session.today:
            return {}
        own = ("edits", "issued")
        if any(getattr(case, f.name) is not getattr(before, f.name) for f in fields(Case) if f.name not in own):
            return {}
        changed = {one.document for one in ({*case.edits} ^ {*before.edits}) | ({*case.issued} ^ {*before.issued})}
        return {made.document: made for made in outcome.ready if made.document not in changed}

    def _take(self, case: Case, outcome: Outcome) -> Outcome:
        if self._of is None or self._of.id != case.id:
            self._next, self.large = {}, False
        self._of, self._outcome, self._day = case, outcome, self._session.today
        self._standing = {}
        return outcome

    @property
    def service(self) -> Service | None:
        """The service that was chosen."""
        chosen = self.case.decision.service
        return self._session.service(chosen)

    @property
    def kinds(self) -> tuple[Document, ...]:
        """What is listed: after a stop the notes alone (S10)."""
        return NOTES if self._session.derived.stop is not None else tuple(Document)

    def issued(self, kind: Document) -> Issued | None:
        """The last version that left."""
        return next((i for i in reversed(self.case.issued) if i.document is kind), None)

    def draft(self, kind: Document) -> AnyDocument | None:
        """The document as it would be issued now, under the reference that waits for it."""
        made = self.outcome.get(kind)
        if made is None:
            return None
        earlier, waiting = self.issued(kind), self._next.get(kind)
        version = earlier.version + 1 if earlier else 1
        if waiting is None or (waiting.version, waiting.at.date()) != (version, self._session.today):
            waiting = self._next[kind] = self._session.next_issue(kind)
        return self._under(self._drafts, made, waiting)

    def _under(self, known: dict[Document, Under], made: AnyDocument, issued: Issued) -> AnyDocument:
        """A document under a reference: the very same one, as often as it is asked for."""
        found = known.get(made.document)
        if found is None or found[0] is not made or found[1] is not issued:
            found = known[made.document] = made, issued, as_issued(made, issued)
        return found[2]

    def waiting(self, kind: Document) -> Issued:
        """The reference and version that wait for a document."""
        return self._next[kind]

    def holds(self, kind: Document) -> bool:
        """Whether the issued version is what the record says today, as far as is known, or the last that can be had."""
        issued, made = self.issued(kind), self.outcome.get(kind)
        if issued is None or made is None:
            return issued is not None
        return self._renderings.same(self._under(self._alike, made, issued), issued) is not False

    def rendered(self, kind: Document) -> Rendered | None:
        """The pages of the draft, once they are made."""
        draft = self.draft(kind)
        return self._renderings.get(draft, self.large) if draft is not None else None

    def failed(self, kind: Document) -> BaseException | None:
        """Why the pages could not be made."""
        draft = self.draft(kind)
        return self._renderings.failed(draft, self.large) if draft is not None else None

    def standing(self, kind: Document) -> tuple[str, ...]:
        """What still stands before a document may leave, in sentences."""
        draft = self.draft(kind)
        if draft is None:
            return self.outcome.why_not(kind)
        rendered, known = self.rendered(kind), self._standing.get(kind)
        if known is None or known[0] is not draft or known[1] is not rendered:
            found = before_issue(draft, self.case, self._session.pack, rendered, self._hits_in(draft))
            known = self._standing[kind] = draft, rendered, found
        return known[2]

    def found(self, kind: Document) -> Mapping[str, Sequence[Hit]]:
        """What the checks find in the draft, by sentence."""
        draft = self.draft(kind)
        if draft is None:
            return {}
        found: dict[str, list[Hit]] = {}
        for hit in self._hits_in(draft):
            found.setdefault(hit.sentence_id, []).append(hit)
        return found

    def _hits_in(self, draft: AnyDocument) -> tuple[Hit, ...]:
        """What the checks find in a draft, which is looked through once."""
        seen, known = self._still_seen(), self._hits.get(draft.document)
        if known is None or known[0] is not draft:
            hits = check_document(draft, self.case, self._session.pack, seen)
            known = self._hits[draft.document] = draft, hits
        return known[1]

    def _still_seen(self) -> Seen:
        """What was found in sentences looked at before. The checks read the answers, who writes and what the annex asks
        for, besides the document: it holds while those stay the same."""
        case = self.case
        looked_for = (case.id, case.answers, case.practitioner, case.decision.annex)
        if looked_for != self._looked_for:
            self._hits, self._seen, self._looked_for = {}, Seen(), looked_for
        return self._seen

    def _match(self) -> Match | Service | None:
        """The chosen service with its verdict, where there is one."""
        chosen = self.case.decision.service
        return next((m for m in self._session.matches() if m.service.id == chosen), self.service)

    def in_every_way(self) -> list[str]:
        """What stands before every document alike."""
        refused = [set(self.outcome.why_not(kind)) for kind in Document]
        shared = set.intersection(*refused)
        return [sentence for sentence in self.outcome.why_not(Document.FILE_NOTE) if sentence in shared]

    def want_pages(self, first: Document, card: HelplineCard | None = None, *, soon: bool = False) -> None:
        """Have every page made ahead, the one that is looked at first; and a helpline card, where there is one. `soon`
        waits for a quiet moment."""
        wanted: list[Wanted] = [(card, self.large)] if card is not None else []
        for kind in sorted(self.kinds, key=lambda kind: kind is not first):
            issued, made, draft = self.issued(kind), self.outcome.get(kind), self.draft(kind)
            if issued is not None and made is not None:
                wanted += self._renderings.to_compare(self._under(self._alike, made, issued), issued)
            # Another version is made only once it is known that the issued one no longer holds.
            if draft is not None and not self.holds(kind):
                wanted.append((draft, self.large))
        self._renderings.want(wanted, soon=soon)

    def reader(self, kind: Document) -> str:
        """Who reads a document."""
        text = {
            Document.REFERRAL_LETTER: _("For {service}. Written so that {they} could read it."),
            Document.PERSON_COPY: _("For {them}. What was agreed, who will be in touch, a helpline."),
            Document.ANNEX: _("For one named person at the service, by a secure route or by phone."),
            Document.FILE_NOTE: _("For {their} file in your agency. Restricted matters go in their own note."),
            Document.RESTRICTED_NOTE: _("Kept apart from {their} file: protection, and what others said."),
        }[kind]
        return self._session.fill(text).replace("{service}", self.service.name if self.service else _("a service"))
