"""What is recorded about one conversation: the log, the two decisions, what was issued."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from referral_assistant.model.codes import Document, Kind, Known, Source, State


@dataclass(frozen=True, slots=True)
class Answer:
    """One entry of the append-only log: an answer, or (retracted) the taking back of the one before it."""

    card: str
    values: tuple[str, ...] = ()
    state: State = State.ANSWERED
    words: str = ""
    observed: str = ""
    source: Source = Source.PERSON
    known_to_person: Known = Known.NOT_KNOWN
    known_how: str = ""
    source_date: date | None = None
    at: datetime | None = None
    retracted: bool = False

    def __repr__(self) -> str:
        return f"<Answer to {self.card}>"


@dataclass(frozen=True, slots=True)
class Override:
    """A decision by a named person that differs from what the answers give.

    kind: `gate` (target a stop page's id, S8), `reading` (target a domain, value a level), or `concern` (value the
    concern to set, S4). `by` is who decided; `role`, `how` and `told` say in what office, in what manner, knowing what.
    """

    kind: str
    target: str
    value: str = ""
    because: str = ""
    by: str = ""
    role: str = ""
    how: str = ""
    told: str = ""
    at: datetime | None = None

    def __repr__(self) -> str:
        return f"<Override of {self.kind} {self.target}>"


@dataclass(frozen=True, slots=True)
class SafetyConcern:
    """Raised with one key on any screen; open until what was done is recorded (S5)."""

    what: str = ""
    by: str = ""
    at: datetime | None = None
    outcome: str = ""
    outcome_by: str = ""
    outcome_at: datetime | None = None

    @property
    def closed(self) -> bool:
        """Closed by saying what was done, by whom and when (S4)."""
        return bool(self.outcome.strip() and self.outcome_by.strip() and self.outcome_at)

    def __repr__(self) -> str:
        return f"<SafetyConcern closed={self.closed}>"


@dataclass(frozen=True, slots=True)
class DutyRecord:
    """How a duty was met: done, by whom and when; or decided not, because, agreed with whom (S6)."""

    id: str
    outcome: str
    by: str = ""
    at: datetime | None = None
    because: str = ""
    agreed_with: str = ""

    @property
    def complete(self) -> bool:
        """Whether everything is there that closes a duty."""
        if self.outcome == "done":
            return bool(self.by.strip() and self.at)
        return self.outcome == "decided_not" and bool(self.because.strip() and self.agreed_with.strip())

    def __repr__(self) -> str:
        return f"<DutyRecord {self.id} {self.outcome}>"


RECIPIENTS = ("children", "adults", "victim_worker", "marac_lead", "police")
"""With whom sharing is decided, one line each, on every case (S21)."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """One line of the protection decision: with whom, on what basis, who authorised it, when (S21)."""

    recipient: str
    shared: bool
    basis: str = ""
    authorised_by: str = ""
    at: datetime | None = None

    def __repr__(self) -> str:
        return f"<Sharing with {self.recipient}>"


@dataclass(frozen=True, slots=True)
class AnnexRequest:
    """What must be settled before a confidential annex exists at all (S25)."""

    recipient: str = ""
    role: str = ""
    authoriser: str = ""
    conflict_checked: bool = False
    route: str = ""
    worker: str = ""
    worker_contact: str = ""
    worker_prefers: str = ""

    def __repr__(self) -> str:
        return "<AnnexRequest>"


@dataclass(frozen=True, slots=True)
class Filing:
    """Where a note will be filed, who can open it there, and whether it is hidden from online access (S26)."""

    document: Document
    where: str = ""
    who_can_open: str = ""
    hidden_online: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """The two decisions (S21): referral and protection, and what follows from them.

    referral: "", `agreed`, `not_needed` (then `route_named` says which route) or `no`; told: "", `yes` or `not_now`;
    partner_contact: "", `agreed`, `refused` or `withdrawn`; copy: "", `paper`, `safe_address` or `nothing`.
    """

    referral: str = ""
    route_named: str = ""
    service: str = ""
    consulted: str = ""
    sharing: tuple[Sharing, ...] = ()
    told: str = ""
    told_because: str = ""
    limits_explained: bool = False
    limits_language: str = ""
    partner_contact: str = ""
    copy: str = ""
    annex: AnnexRequest | None = None
    filing: tuple[Filing, ...] = ()

    def __repr__(self) -> str:
        return f"<Decision referral={self.referral or 'open'}>"


@dataclass(frozen=True, slots=True)
class Edit:
    """A generated sentence as the practitioner left it; both texts are kept. Equal texts mean it was read and kept."""

    document: Document
    sentence: str
    generated: str
    text: str
    at: datetime | None = None

    def __repr__(self) -> str:
        return f"<Edit of {self.document} {self.sentence}>"


@dataclass(frozen=True, slots=True)
class Practitioner:
    """Who writes."""

    name: str = ""
    role: str = ""
    team: str = ""
    telephone: str = ""
    email: str = ""
    best_time: str = ""


@dataclass(frozen=True, slots=True)
class LocalContact:
    """A local safeguarding contact: `safeguarding_lead`, `children`, `adults`, `police` or `marac_lead` (S20)."""

    id: str
    name: str = ""
    telephone: str = ""
    out_of_hours: str = ""
    entered_on: date | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """The letterhead and the local contacts. `logo` is the path of a PNG or SVG file, or empty."""

    name: str = ""
    address: tuple[str, ...] = ()
    telephone: str = ""
    logo: str = ""
    sign_off: str = ""
    marking: str = "OFFICIAL-SENSITIVE"
    contacts: tuple[LocalContact, ...] = ()


@dataclass(frozen=True, slots=True)
class Issued:
    """A document that left: its own reference, version and the digest of its frozen bytes."""

    document: Document
    reference: str
    version: int
    digest: str
    at: datetime
    supersedes: str = ""


@dataclass(frozen=True, slots=True)
class PackRef:
    """The pack a case was asked with."""

    id: str = "core"
    version: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """Everything recorded about one conversation. All the rest is derived from it on demand."""

    id: str
    reference: str = ""
    kind: Kind = Kind.TRAINING
    pack: PackRef = PackRef()
    opened: date | None = None
    answers: tuple[Answer, ...] = ()
    overrides: tuple[Override, ...] = ()
    safety: tuple[SafetyConcern, ...] = ()
    duties: tuple[DutyRecord, ...] = ()
    decision: Decision = Decision()
    practitioner: Practitioner = Practitioner()
    organisation: Organisation = Organisation()
    edits: tuple[Edit, ...] = ()
    issued: tuple[Issued, ...] = ()
    review_on: date | None = None
    closed_on: date | None = None

    def __repr__(self) -> str:
        return f"<Case {self.reference}>"
