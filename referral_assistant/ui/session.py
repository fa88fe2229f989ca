"""The one observable: what is open, and every way of changing it. Each change is one transaction, then one signal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from PySide6.QtCore import QObject

from referral_assistant import conversation, wording
from referral_assistant.i18n import _, fill
from referral_assistant.model import (
    Answer,
    Case,
    Decision,
    Document,
    DutyRecord,
    Edit,
    Issued,
    Known,
    Organisation,
    Override,
    PackRef,
    Practitioner,
    SafetyConcern,
    Source,
    State,
)
from referral_assistant.problems import Problem
from referral_assistant.ui.derived import Derived
from referral_assistant.ui.open_file import OpenFile, World

if TYPE_CHECKING:
    from referral_assistant.model import Assessment, Card, Facts, Match, Place, Reason, Service
    from referral_assistant.ui.background import Background


T = TypeVar("T")


class Origin(NamedTuple):
    """Where an answer comes from, in the order in which a record holds it (S22)."""

    source: Source = Source.PERSON
    known: Known = Known.NOT_KNOWN
    known_how: str = ""
    source_date: date | None = None

    @classmethod
    def of(cls, answer: Answer) -> Origin:
        """Where a recorded answer comes from."""
        return cls(answer.source, answer.known_to_person, answer.known_how, answer.source_date)


FROM_THE_PERSON = Origin()

NEAR = "#near"
"""Under which the sector of the person's postcode is kept, such as "LE2 3": for distances, and for nothing else."""


class Session(OpenFile):
    """Holds the open file, the open case and what follows from it.

    Read `case`, `derived` and the settings; change them only through the methods. Each writes one transaction, puts
    the new record in place of the old one, and sends `changed`. A failed write raises a `Problem` and changes nothing.
    In training, `veil` may show records with their names hidden; what is kept has them still.
    """

    def __init__(self, world: World, background: Background, parent: QObject | None = None) -> None:
        super().__init__(world, background, parent)
        self.case: Case | None = None
        self.veil: Callable[[Any], Any] | None = None
        self.in_room = False
        self._left = False
        self._derived: Derived | None = None
        self._matched: tuple[Assessment, Facts, tuple[date, str], tuple[Match, ...]] | None = None
        self._typed: dict[str, tuple[str, str]] = {}

    # --- what is known -----------------------------------------------------------------------------------------------

    @property
    def derived(self) -> Derived:
        """What follows from the open case: assessment, path, facts, standing answers, stops."""
        if self._derived is None:
            self._derived = Derived(self.pack, self._case)
        return self._derived

    def matches(self) -> tuple[Match, ...]:
        """A verdict for every service that covers the area, for the person as recorded."""
        from referral_assistant.matching import match

        assessment, facts, today, known = self.derived.assessment, self.derived.facts, self.today, self._matched
        near = self.typed(NEAR)[0]
        if known is None or known[0] is not assessment or known[1] is not facts or known[2] != (today, near):
            here = self.place()
            found = match(self.directory().covering(here), assessment, facts, here, today)
            known = self._matched = assessment, facts, (today, near), found
        return known[3]

    def services(self) -> tuple[Service, ...]:
        """The services that cover where the person lives, and those of the whole country; without a case the latter."""
        from referral_assistant.model import Place as Somewhere

        return self.directory().covering(self.place() if self.case else Somewhere())

    def service(self, service_id: str) -> Service | None:
        """The service of an id, wherever it is; None when there is none."""
        return self.directory().service(service_id)

    def lines(self, *purposes: str) -> tuple[Service, ...]:
        """The telephone lines of some purposes where the person lives, such as `professional`."""
        from referral_assistant.matching import lines

        return lines(self.services(), purposes, self.place())

    def place(self) -> Place:
        """Where the person lives and, where it counts, where the partner does, as far as the record says."""
        from referral_assistant.geography import place_of
        from referral_assistant.geography.points import with_point

        here = place_of(self.areas(), self.derived.facts, self.today)
        return with_point(here, self.areas(), self.typed(NEAR)[0])

    @property
    def practitioner(self) -> Practitioner:
        """Who writes."""
        return self._veiled(super().practitioner)

    def put_organisation(self, organisation: Organisation) -> None:
        """Keep the letterhead and contacts, for new cases and for the open one. What is locked stays as it is."""
        self._keep_organisation(organisation)
        if self.case:
            now = self.organisation
            self._store.put_organisation(self.case.id, now)
            self._replace(organisation=now)
        self._saved()

    def put_practitioner(self, practitioner: Practitioner) -> None:
        """Keep who writes, for new cases and for the open one."""
        if self.case:
            self._store.put_practitioner(self.case.id, practitioner)
            self._replace(practitioner=self._veiled(practitioner))
        super().put_practitioner(practitioner)

    # --- wording -----------------------------------------------------------------------------------------------------

    def fill(self, text: str) -> str:
        """A text with its pronouns as the record has them."""
        return fill(text, self.derived.pronouns if self.case else "they")

    def word(self, table: str, code: str) -> str:
        """The pack's wording of a code."""
        return wording.word(self.pack, table, code, self.derived.pronouns if self.case else "they")

    def say(self, reason: Reason) -> str:
        """A reason as a sentence."""
        return wording.say(reason, self.pack, self.derived.pronouns)

    # --- cases -------------------------------------------------------------------------------------------------------

    def new_case(self) -> None:
        """Start a case and open it."""
        store = self._store
        ref = PackRef(self.pack.id, self.pack.version)
        case = store.create(store.kind, ref, self.today, store.settings.practitioner, self.organisation)
        self._show(case)

    def open_case(self, case_id: str) -> None:
        """Open a case. It opens in the room-safe view once its gate is done (S14)."""
        self._show(self._store.case(case_id))

    def show_anew(self) -> None:
        """Read the open case again, and show it as it is to be shown now. Where the person is stays as it was."""
        if self.case is not None:
            self.case, self._derived, self._matched = self._as_shown(self._store.case(self.case.id)), None, None
        self.changed.emit()

    def leave_case(self) -> None:
        """Go back to the list."""
        self._drop_case()
        self.changed.emit()

    def close_case(self) -> None:
        """Close the case for good: only when no duty is open (S6)."""
        owed = [self.word("duties", duty.id) for duty in self.derived.assessment.duties if duty.open]
        if owed:
            raise Problem(
                _("This case cannot be closed yet."), _("Still to do: {duties}.").format(duties="; ".join(owed))
            )
        self._store.close_case(self._case.id, self.today)
        self._replace(closed_on=self.today)
        self._saved()

    def put_review(self, day: date | None) -> None:
        """The day on which the case comes up again."""
        self._store.put_review(self._case.id, day)
        self._replace(review_on=day)
        self._saved()

    def put_step(self, step: str) -> None:
        """Remember how far the case has come, as a code for the list of cases."""
        self._store.put_step(self._case.id, step)

    # --- the room ----------------------------------------------------------------------------------------------------

    def enter_room(self) -> None:
        """The person is there: only what they may see is shown until `leave_room`."""
        if not self._left and not self.in_room:
            self.in_room = True
            self.changed.emit()

    def leave_room(self) -> None:
        """The practitioner says that the person has left."""
        self.in_room, self._left = False, True
        self.changed.emit()

    # --- answers -----------------------------------------------------------------------------------------------------

    def answer(
        self,
        card_id: str,
        values: Sequence[str],
        words: str = "",
        observed: str = "",
        origin: Origin = FROM_THE_PERSON,
    ) -> None:
        """Record an answer. It is on disk when this returns."""
        self._log(Answer(card_id, tuple(values), State.ANSWERED, words, observed, *origin, at=self.now()))

    def reword(self, card_id: str, words: str, observed: str) -> None:
        """The same answer with other words beside it."""
        standing = self.derived.standing[card_id]
        if (words, observed) != (standing.words, standing.observed):
            self._log(replace(standing, words=words, observed=observed, at=self.now()))

    def leave(self, card_id: str, state: State, words: str = "", observed: str = "") -> None:
        """Record that a card was declined, could not be asked, or does not apply. An answer like any other."""
        self._log(Answer(card_id, (), state, words, observed, at=self.now()))

    def retract(self, card_id: str) -> None:
        """Take back the last entry of a card; the one before it stands again."""
        self._log(Answer(card_id, at=self.now(), retracted=True))

    def clear(self, card_id: str) -> None:
        """Take back everything a card was ever answered with: nothing is ticked any more."""
        while card_id in self.derived.standing:
            self.retract(card_id)

    def put_out(self, card_id: str, values: Sequence[str]) -> tuple[Card, ...]:
        """The answered cards that this answer would put out of the path. Ask before making it."""
        change = Answer(card_id, tuple(values), at=self.now())
        return conversation.put_out(self.pack, self._case.answers, change)

    # --- half-typed text ---------------------------------------------------------------------------------------------

    def draft(self, key: str, words: str, observed: str = "") -> None:
        """Keep half-typed text under a card's id, or under another key of one's own such as `#safety`."""
        if self.case is None or self.typed(key) == (words, observed):
            return
        self._keep_typed(key, words, observed)
        self._saved()

    def keep_near(self, sector: str) -> None:
        """Keep the sector that the person's own postcode lies in, or none. The answer that names the area comes next,
        and says that something is different."""
        if self.typed(NEAR) != (sector, ""):
            self._keep_typed(NEAR, sector, "")

    def typed(self, key: str) -> tuple[str, str]:
        """Half-typed text kept under a key, or two empty texts."""
        return self._typed.get(key, ("", ""))

    def has_typed(self, key: str) -> bool:
        """Whether half-typed text is kept under a key."""
        return key in self._typed

    # --- decisions ---------------------------------------------------------------------------------------------------

    def override_gate(self, stop: str, because: str, by: str, role: str, how: str, at: datetime | None = None) -> None:
        """Somebody else agreed that the conversation may go on (S8)."""
        override = Override("gate", stop, "", because, by, role, how, at=at or self.now())
        if not conversation.valid_override(override, self._case.practitioner.name):
            raise Problem(
                _("Someone other than you has to agree, by name, role, time and manner."),
                _("Fill in all of it, with the name of the person who agreed."),
            )
        self._override(override)

    def override_reading(self, domain: str, level: str, because: str) -> None:
        """Read a domain differently, with a reason. Agreement is the person's own answer and cannot be changed."""
        from referral_assistant.assessment import can_change

        who = self._case.practitioner
        override = Override(
            "reading", domain, level, because, who.name or _("the practitioner"), who.role, at=self.now()
        )
        if not can_change(override):
            raise Problem(_("This reading cannot be changed so."), _("Give a reason, and choose another reading."))
        self._override(override)

    def raise_concern(self, level: str, because: str, by: str = "", role: str = "") -> None:
        """Raise concern to `high` or `immediate`. Anyone may (S4)."""
        name = by or self._case.practitioner.name or _("the practitioner")
        self._override(Override("concern", "concern", level, because, name, role, at=self.now()))

    def lower_concern(self, because: str, by: str, role: str, told: str, at: datetime | None = None) -> None:
        """Lower concern on the word of a named lead or specialist who was told what is known (S4)."""
        from referral_assistant.assessment import can_lower

        override = Override("concern", "concern", "present", because, by, role, told=told, at=at or self.now())
        if not can_lower(override, self._case.practitioner.name):
            raise Problem(
                _("Only a named safeguarding lead or specialist other than you can lower concern."),
                _("Enter their name, their role and what they were told."),
            )
        self._override(override)

    def safety_concern(self, what: str = "") -> int:
        """Raise a safety concern at once, or say more about the one that is open; its number (S5)."""
        found = self.derived.open_safety
        if found is None:
            concern = SafetyConcern(what, self._case.practitioner.name, self.now())
            number = self._store.add_safety(self._case.id, concern)
            self._replace(safety=(*self._case.safety, concern))
            self._saved()
            return number
        number, concern = found
        if what and what != concern.what:
            self._put_safety(number, replace(concern, what=what))
        return number

    def record_outcome(self, number: int, outcome: str, by: str, at: datetime | None = None) -> None:
        """What was done about a safety concern, by whom and when. It then stays high (S4)."""
        concern = replace(self._case.safety[number], outcome=outcome, outcome_by=by, outcome_at=at or self.now())
        if not concern.closed:
            raise Problem(_("Say what was done, and by whom."), _("Both are needed before services and letters open."))
        self._put_safety(number, concern)

    def record_duty(self, record: DutyRecord) -> None:
        """How a duty was met (S6)."""
        self._store.add_duty(self._case.id, record)
        others = tuple(duty for duty in self._case.duties if duty.id != record.id)
        self._replace(duties=(*others, record))
        self._saved()

    def decide(self, decision: Decision) -> None:
        """The two decisions as they now stand (S21)."""
        self._store.put_decision(self._case.id, decision)
        self._replace(decision=decision)
        self._saved()

    def edit(self, document: Document, sentence: str, generated: str, text: str) -> None:
        """A generated sentence as it was left. The same text means that it was read and kept."""
        edit = Edit(document, sentence, generated, text, self.now())
        self._store.add_edit(self._case.id, edit)
        others = tuple(e for e in self._case.edits if (e.document, e.sentence) != (document, sentence))
        self._replace(edits=(*others, edit))
        self._saved()

    def next_issue(self, document: Document) -> Issued:
        """Reference, version and date of a document about to be made."""
        return self._store.issued.next(self._case.id, document)

    def issue(self, issued: Issued, pdf: bytes) -> Issued:
        """Keep a document for good, with the digest of its bytes."""
        frozen = self._store.issued.freeze(self._case.id, issued, pdf)
        self._replace(issued=(*self._case.issued, frozen))
        self._saved()
        return frozen

    def issued_pdf(self, reference: str) -> bytes:
        """The frozen bytes of an issued document, once they are seen to match their digest."""
        return self._store.issued.pdf(self._case.id, reference)

    # --- inside ------------------------------------------------------------------------------------------------------

    @property
    def _case(self) -> Case:
        if self.case is None:
            raise Problem(_("No case is open."), _("Choose one from the list."))
        return self.case

    def _show(self, case: Case) -> None:
        self._drop_case()
        self.case = self._as_shown(case)
        self._typed = {d.card: (d.words, d.observed) for d in self._store.drafts(case.id)}
        self.in_room = self.derived.gate_done
        self.changed.emit()

    def _as_shown(self, case: Case) -> Case:
        if self.policy.settings:
            from referral_assistant.policy import letterhead

            # A case of last year has the number to ring that was locked today.
            case = replace(case, organisation=letterhead.with_locked(self.policy, case.organisation))
        return self._veiled(case)

    def _veiled(self, record: T) -> T:
        return record if self.veil is None or not self.training else cast("T", self.veil(record))

    def _directory_changed(self) -> None:
        self._matched = None
        super()._directory_changed()

    def _drop_case(self) -> None:
        self.case, self._derived, self._matched, self._typed = None, None, None, {}
        self.in_room = self._left = False
        self.saved_at = None

    def _replace(self, **changes: object) -> None:
        self.case = replace(self._case, **changes)  # type: ignore[arg-type]
        self._derived = self._derived and self._derived.after(self.case)

    def _log(self, answer: Answer) -> None:
        self._store.add_answer(self._case.id, answer)
        self._typed.pop(answer.card, None)
        self._replace(answers=(*self._case.answers, self._veiled(answer)))
        self._saved()

    def _keep_typed(self, key: str, words: str, observed: str) -> None:
        self._store.put_draft(self._case.id, key, words, observed)
        self._typed[key] = (words, observed)
        if not words and not observed:
            del self._typed[key]

    def _override(self, override: Override) -> None:
        self._store.add_override(self._case.id, override)
        self._replace(overrides=(*self._case.overrides, override))
        self._saved()

    def _put_safety(self, number: int, concern: SafetyConcern) -> None:
        self._store.put_safety(self._case.id, number, concern)
        safety = tuple(concern if n == number else c for n, c in enumerate(self._case.safety))
        self._replace(safety=safety)
        self._saved()
