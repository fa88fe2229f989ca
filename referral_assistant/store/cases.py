"""Cases as they are kept: every answer and decision on disk before the next one, and nothing ever rewritten."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from referral_assistant.model import (
    Answer,
    Case,
    Decision,
    DutyRecord,
    Edit,
    Kind,
    Organisation,
    Override,
    PackRef,
    Practitioner,
    SafetyConcern,
)
from referral_assistant.problems import Problem
from referral_assistant.store.connection import Connection
from referral_assistant.store.entries import OF_CASE, EntryKind, append, encoded, folded, free_reference, gone, logged
from referral_assistant.store.issued import IssuedDocuments
from referral_assistant.store.settings import StoredSettings

FIRST_CONTACTS = ("safeguarding_lead", "children", "adults")
"""Local contacts that stand in the file, with a number and a date, before the first live case (S20)."""


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """One line of the first screen: nothing about a person, and no word that would be dangerous to see (S14)."""

    id: str
    reference: str
    step: str
    touched: datetime
    due: date | None
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class Draft:
    """Half-typed text of one card, kept until the card is answered."""

    card: str
    words: str = ""
    observed: str = ""

    def __repr__(self) -> str:
        return f"<Draft of {self.card}>"


@dataclass(frozen=True, slots=True)
class Retention:
    """What S28 knows of a case: are the notes confirmed on the agency's record as they stand now, is there a hold."""

    closed: bool
    notes_confirmed: bool
    legal_hold: bool
    half_typed: bool

    @property
    def deletable(self) -> bool:
        """Whether the case may be deleted now."""
        return self.closed and self.notes_confirmed and not self.legal_hold and not self.half_typed


_USED = "SELECT reference FROM cases UNION SELECT reference FROM deleted"


def missing_contacts(organisation: Organisation) -> tuple[str, ...]:
    """Which of the first contacts have no number, or no date on which somebody checked it."""
    entered = {contact.id for contact in organisation.contacts if contact.telephone.strip() and contact.entered_on}
    return tuple(contact for contact in FIRST_CONTACTS if contact not in entered)


def _now() -> datetime:
    return datetime.now(UTC)


class CaseStore:
    """The cases of one open file. Each method that writes is one transaction, on disk when it returns."""

    def __init__(self, connection: Connection, now: Callable[[], datetime] = _now) -> None:
        self._connection = connection
        self._now = now
        self.settings = StoredSettings(connection)
        self.issued = IssuedDocuments(connection, now)

    @property
    def kind(self) -> Kind:
        """Live or training: a property of the file, so the two cannot be mixed in one."""
        return self._connection.kind

    def close(self) -> None:
        """Close the file, wipe its key, release its lock."""
        self._connection.close()

    # --- cases -------------------------------------------------------------------------------------------------------

    def create(
        self, kind: Kind, pack: PackRef, opened: date, practitioner: Practitioner, organisation: Organisation
    ) -> Case:
        """Start a case under a reference that says nothing and was never used before."""
        if kind is not self.kind:
            raise Problem(
                f"A {kind} case cannot be kept in a file of {self.kind} cases.", f"Open the program in {kind} mode."
            )
        if kind is Kind.LIVE and missing_contacts(organisation):
            raise Problem(
                "The local safeguarding contacts are not all entered yet, so a first case cannot be opened.",
                "Enter the safeguarding lead and the children's and adults' front doors, each with a telephone number "
                "and the date it was checked. In danger, call 999.",
            )
        import secrets

        case_id = secrets.token_hex(8)
        with self._connection.atomic() as db:
            db.execute(
                "INSERT INTO cases (id, reference, pack_id, pack_version, opened) VALUES (?, ?, ?, ?, ?)",
                (case_id, free_reference(db, "R", _USED), pack.id, pack.version, opened.isoformat()),
            )
            append(db, self._now(), case_id, EntryKind.PRACTITIONER, "", practitioner)
            append(db, self._now(), case_id, EntryKind.ORGANISATION, "", organisation)
        return self.case(case_id)

    def case(self, case_id: str) -> Case:
        """A case with everything recorded in it."""
        with self._connection.reading() as db:
            row = db.execute(
                "SELECT reference, pack_id, pack_version, opened, review_on, closed_on FROM cases WHERE id = ?",
                (case_id,),
            ).fetchone()
            if row is None:
                raise gone()
            entries = logged(db, case_id)
        reference, pack_id, pack_version, opened, review_on, closed_on = row
        return folded(
            Case(
                id=case_id,
                reference=reference,
                kind=self.kind,
                pack=PackRef(pack_id, pack_version),
                opened=date.fromisoformat(opened),
                review_on=_day(review_on),
                closed_on=_day(closed_on),
            ),
            entries,
        )

    def cases(self) -> tuple[CaseSummary, ...]:
        """Every case, the last touched first."""
        with self._connection.reading() as db:
            rows = db.execute(
                f"""
                SELECT id, reference, step, review_on, closed_on,
                    (SELECT at FROM entries WHERE {OF_CASE} ORDER BY number DESC LIMIT 1) AS touched
                FROM cases ORDER BY touched DESC, reference
                """
            ).fetchall()
        return tuple(
            CaseSummary(case_id, reference, step, datetime.fromisoformat(touched), _day(review_on), _day(closed_on))
            for case_id, reference, step, review_on, closed_on, touched in rows
        )

    # --- what is recorded: added, never changed ----------------------------------------------------------------------

    def add_answer(self, case_id: str, answer: Answer) -> None:
        """Record an answer; it is on disk when this returns, and the card's half-typed text is part of it."""
        with self._connection.atomic() as db:
            append(db, self._now(), case_id, EntryKind.ANSWER, answer.card, answer)
            db.execute("DELETE FROM drafts WHERE case_id = ? AND card = ?", (case_id, answer.card))

    def add_override(self, case_id: str, override: Override) -> None:
        """Record a decision that differs from the answers. All of them stay in the case, in order."""
        self._add(case_id, EntryKind.OVERRIDE, f"{override.kind} {override.target}", override)

    def add_safety(self, case_id: str, concern: SafetyConcern) -> int:
        """Record a safety concern; the number it returns is its place in `Case.safety`."""
        with self._connection.atomic() as db:
            number = len({key for kind, key, _ in logged(db, case_id) if kind is EntryKind.SAFETY})
            append(db, self._now(), case_id, EntryKind.SAFETY, str(number), concern)
        return number

    def put_safety(self, case_id: str, number: int, concern: SafetyConcern) -> None:
        """Record what was done about a safety concern. The entry that raised it stays in the log."""
        self._add(case_id, EntryKind.SAFETY, str(number), concern)

    def add_duty(self, case_id: str, duty: DutyRecord) -> None:
        """Record how a duty was met; the last record of a duty counts."""
        self._add(case_id, EntryKind.DUTY, duty.id, duty)

    def add_edit(self, case_id: str, edit: Edit) -> None:
        """Record a generated sentence as it was left; the last edit of a sentence counts."""
        self._add(case_id, EntryKind.EDIT, f"{edit.document} {edit.sentence}", edit)

    def put_decision(self, case_id: str, decision: Decision) -> None:
        """Record the two decisions as they now stand."""
        self._add(case_id, EntryKind.DECISION, "", decision)

    def put_practitioner(self, case_id: str, practitioner: Practitioner) -> None:
        """Record who now writes this case."""
        self._add(case_id, EntryKind.PRACTITIONER, "", practitioner)

    def put_organisation(self, case_id: str, organisation: Organisation) -> None:
        """Record the letterhead and contacts this case now goes by."""
        self._add(case_id, EntryKind.ORGANISATION, "", organisation)

    # --- half-typed text, and where the practitioner was -------------------------------------------------------------

    def put_draft(self, case_id: str, card: str, words: str, observed: str) -> None:
        """Keep half-typed text; nothing typed keeps nothing."""
        with self._connection.atomic() as db:
            if words or observed:
                db.execute(
                    "INSERT INTO drafts (case_id, card, body) VALUES (?, ?, ?) "
                    "ON CONFLICT DO UPDATE SET body = excluded.body",
                    (case_id, card, encoded([words, observed])),
                )
            else:
                db.execute("DELETE FROM drafts WHERE case_id = ? AND card = ?", (case_id, card))

    def draft(self, case_id: str, card: str) -> Draft | None:
        """The half-typed text of a card, or None."""
        return next((draft for draft in self.drafts(case_id) if draft.card == card), None)

    def drafts(self, case_id: str) -> tuple[Draft, ...]:
        """Every half-typed text of a case."""
        with self._connection.reading() as db:
            rows = db.execute("SELECT card, body FROM drafts WHERE case_id = ?", (case_id,)).fetchall()
        return tuple(Draft(card, *json.loads(body)) for card, body in rows)

    def put_step(self, case_id: str, step: str) -> None:
        """Remember the step a case is at, as a code."""
        self._set(case_id, "step", step)

    def put_review(self, case_id: str, review_on: date | None) -> None:
        """Set or clear the day on which the case comes up again."""
        self._set(case_id, "review_on", review_on.isoformat() if review_on else None)

    def close_case(self, case_id: str, closed_on: date | None) -> None:
        """Close a case, or open it again with None. Whether it may close is for the duties to say (S6)."""
        self._set(case_id, "closed_on", closed_on.isoformat() if closed_on else None)

    # --- how long it is kept (S28) -----------------------------------------------------------------------------------

    def confirm_notes(self, case_id: str, by: str, where: str) -> None:
        """Somebody confirms that the notes, as they stand now, are on the agency's record. Anything added later is
        not covered."""
        with self._connection.atomic() as db:
            number = append(db, self._now(), case_id, EntryKind.NOTES, "", {"by": by, "where": where})
            db.execute("UPDATE cases SET notes_confirmed = ? WHERE id = ?", (number, case_id))

    def put_legal_hold(self, case_id: str, held: bool, by: str, because: str) -> None:
        """Put a case under legal hold, or lift it; who did and why stays in the log."""
        with self._connection.atomic() as db:
            append(db, self._now(), case_id, EntryKind.HOLD, "", {"held": held, "by": by, "because": because})
            db.execute("UPDATE cases SET legal_hold = ? WHERE id = ?", (int(held), case_id))

    def retention(self, case_id: str) -> Retention:
        """What stands between a case and its deletion."""
        with self._connection.reading() as db:
            row = db.execute(
                f"""
                SELECT closed_on IS NOT NULL, legal_hold, EXISTS (SELECT 1 FROM drafts WHERE case_id = id),
                    notes_confirmed IS NOT NULL AND NOT EXISTS (
                        SELECT 1 FROM entries
                        WHERE {OF_CASE} AND number > notes_confirmed AND kind NOT IN ('notes', 'hold')
                    )
                FROM cases WHERE id = ?
                """,
                (case_id,),
            ).fetchone()
        if row is None:
            raise gone()
        closed, held, half_typed, confirmed = map(bool, row)
        return Retention(closed=closed, notes_confirmed=confirmed, legal_hold=held, half_typed=half_typed)

    def delete(self, case_id: str) -> None:
        """Delete a case whose notes are confirmed on the agency's record, from the file and from its copies."""
        _refuse_delete(self.retention(case_id))
        with self._connection.atomic() as db:
            db.execute(
                "INSERT INTO deleted (reference, at) SELECT reference, ? FROM cases WHERE id = ?",
                (self._now().isoformat(), case_id),
            )
            db.execute(
                "INSERT INTO deleted (reference, at) SELECT reference, ? FROM documents WHERE case_id = ?",
                (self._now().isoformat(), case_id),
            )
            db.execute("DELETE FROM cases WHERE id = ?", (case_id,))
        self._connection.renew_copies()

    # --- inside ------------------------------------------------------------------------------------------------------

    def _add(self, case_id: str, kind: EntryKind, key: str, record: object) -> None:
        with self._connection.atomic() as db:
            append(db, self._now(), case_id, kind, key, record)

    def _set(self, case_id: str, column: str, value: str | None) -> None:
        with self._connection.atomic() as db:
            if not db.execute(f"UPDATE cases SET {column} = ? WHERE id = ?", (value, case_id)).rowcount:
                raise gone()


def _refuse_delete(kept: Retention) -> None:
    if kept.legal_hold:
        raise Problem("This case is under a legal hold and is kept.", "Whoever placed the hold has to lift it first.")
    if not kept.closed:
        raise Problem("This case is still open and is kept.", "Close it first, once every duty is met.")
    if kept.half_typed:
        raise Problem("This case holds half-typed text and is kept.", "Finish the text or clear it first.")
    if not kept.notes_confirmed:
        raise Problem(
            "This case is kept until its notes are confirmed on your agency's record.",
            "Put the notes on the record, confirm it here, then delete the case. Notes added since count as new.",
        )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
