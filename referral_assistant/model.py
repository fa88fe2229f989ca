"""Every record that is passed round, rules included: frozen, and free of any other part of the program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

Facts = Mapping[str, tuple[str, ...]]
"""What is known: fact id -> the values recorded. Numbers and dates are strings, read where they are compared."""


# --- rules -----------------------------------------------------------------------------------------------------------


class Truth(StrEnum):
    """The answer of a rule. Not known yet is an answer of its own: it never means no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Is:
    """Yes when any recorded value of `fact` is among `values`."""

    fact: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """Yes when the number recorded for `fact` lies between `low` and `high`, both included; None leaves a side open."""

    fact: str
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class All:
    """Yes when every rule is."""

    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Yes when at least one rule is."""

    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Yes when the rule is no, no when it is yes."""

    rule: Rule


Rule = Is | Between | All | Any | Not


# --- codes that stand in files ---------------------------------------------------------------------------------------


class State(StrEnum):
    """How a card was left. Only `answered` carries values."""

    ANSWERED = "answered"
    DECLINED = "declined"
    COULD_NOT_ASK = "could_not_ask"
    NOT_APPLICABLE = "not_applicable"


class Source(StrEnum):
    """Who or what a recorded fact comes from (S22)."""

    PERSON = "person"
    GIVEN_DOCUMENT = "given_document"
    RECORD = "record"
    OBSERVED = "observed"
    VICTIM = "victim"
    CHILD = "child"
    OTHER = "other"


class Known(StrEnum):
    """Whether the person already knows a recorded fact. Not known is the default (S22)."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"


class About(StrEnum):
    """Whom the answer to a card describes; the leak check reads this (S27)."""

    PERSON = "person"
    PARTNER = "partner"
    CHILD = "child"
    THIRD_PARTY = "third_party"
    PRACTITIONER = "practitioner"
    NONE = "none"


class CardKind(StrEnum):
    """What is filled in: one option, any number of options, or free text of a checked shape."""

    ONE = "one"
    MANY = "many"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    AREA = "area"
    NAMES = "names"


class SectionKind(StrEnum):
    """Before the conversation, in it, or written up after it when the person has left."""

    PRIVACY = "privacy"
    GATE = "gate"
    TALK = "talk"
    AFTER = "after"


class Concern(StrEnum):
    """How worried we are for others. It starts as not explored, and nothing is lower than present (S1)."""

    IMMEDIATE = "immediate"
    HIGH = "high"
    PRESENT = "present"
    NOT_EXPLORED = "not_explored"


class Who(StrEnum):
    """Who is doing what to whom: a fact of its own, never a degree of concern (S2)."""

    CLEAR = "clear"
    DISPUTED = "disputed"
    NOT_KNOWN = "not_known"


class Level(StrEnum):
    """A readiness reading. There is no number behind it (S15)."""

    WILLING = "willing"
    MIXED = "mixed"
    NOT_NOW = "not_now"
    NOT_EXPLORED = "not_explored"


class Route(StrEnum):
    """What happens next, decided before any service is looked at."""

    ACT_NOW = "act_now"
    CONSULT = "consult"
    PANEL = "panel"
    PROGRAMME = "programme"
    EARLY_RESPONSE = "early_response"
    HOLD = "hold"


class Verdict(StrEnum):
    """What the directory says of one service for one person."""

    FITS = "fits"
    ASK = "ask"
    DOES_NOT_FIT = "does_not_fit"
    CLOSED = "closed"


class Kind(StrEnum):
    """A live case or a training case: the two never share a file."""

    LIVE = "live"
    TRAINING = "training"


class Document(StrEnum):
    """The five documents, each with its own reader (S22 to S26)."""

    REFERRAL_LETTER = "referral_letter"
    PERSON_COPY = "person_copy"
    ANNEX = "annex"
    FILE_NOTE = "file_note"
    RESTRICTED_NOTE = "restricted_note"


DOMAINS = (
    "recognition",
    "ownership",
    "impact",
    "motivation",
    "confidence",
    "practical",
    "stability",
    "agreement",
)
"""The eight domains of readiness, in the order in which they are shown."""

SUPPORT_DOMAINS = frozenset({"confidence", "practical", "stability"})
"""Domains shown as in place, needs help, not now; they and impact never change the overall reading (S15)."""


# --- content ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a card.

    `level` feeds the card's domain, `concern` is what choosing it sets at least (S3), `who` says who is doing what to
    whom (S2), and `stop` names one of the pack's stop pages (S8).
    """

    id: str
    text: str
    hint: str = ""
    level: Level | None = None
    concern: Concern | None = None
    who: Who | None = None
    stop: str = ""
    when: Rule | None = None
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """How three ways of answering the person sound, so that a practitioner hears the difference."""

    to: str
    collusive: str
    combative: str
    balanced: str


@dataclass(frozen=True, slots=True)
class Card:
    """One topic: what to say, what may be heard, and what is recorded."""

    id: str
    title: str
    ask: str
    kind: CardKind
    options: tuple[Option, ...] = ()
    fact: str = ""
    hint: str = ""
    why: str = ""
    say: tuple[str, ...] = ()
    probes: tuple[str, ...] = ()
    listen_for: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    reply: Reply | None = None
    when: Rule | None = None
    domain: str = ""
    safety_core: bool = False
    listen_only: bool = False
    room_safe: bool = True
    short: bool = False
    about: About = About.PERSON
    words: bool = True

    @property
    def fact_id(self) -> str:
        """The fact this card answers: the listed one, or its own id, which only branching may mention."""
        return self.fact or self.id

    def option(self, option_id: str) -> Option | None:
        """The option of that id, or None."""
        return next((o for o in self.options if o.id == option_id), None)


@dataclass(frozen=True, slots=True)
class Section:
    """A run of cards under one heading; `together` ones are short enough to be filled in on one page."""

    id: str
    title: str
    kind: SectionKind
    cards: tuple[Card, ...]
    intro: str = ""
    together: bool = False


@dataclass(frozen=True, slots=True)
class StopPage:
    """What a stop of the gate shows: why, what to do, and whether another person may agree to go on (S8)."""

    id: str
    title: str
    because: str
    action: Route
    firm: bool
    advice: tuple[str, ...]
    contacts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pack:
    """A whole conversation in one language. `words` holds the wording of every coded reason, verdict, route, duty."""

    id: str
    version: str
    language: str
    title: str
    sections: tuple[Section, ...]
    stops: tuple[StopPage, ...]
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """Every card in file order."""
        return tuple(card for section in self.sections for card in section.cards)

    def card(self, card_id: str) -> Card:
        """The card of that id; KeyError when there is none."""
        return self._places[card_id][0]

    def section_of(self, card_id: str) -> Section:
        """The section a card stands in; KeyError when there is none."""
        return self._places[card_id][1]

    @cached_property
    def _places(self) -> Mapping[str, tuple[Card, Section]]:
        # A screen asks a thousand times. The first of two cards that share an id is the one meant.
        return {c.id: (c, section) for section in reversed(self.sections) for c in reversed(section.cards)}

    def stop(self, stop_id: str) -> StopPage:
        """The stop page of that id; KeyError when there is none."""
        for stop in self.stops:
            if stop.id == stop_id:
                return stop
        raise KeyError(stop_id)


# --- a case ----------------------------------------------------------------------------------------------------------


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


# --- what is derived -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as a code that `wording.py` turns into a sentence. Values are ids or what was recorded, never our prose."""

    code: str
    card: str = ""
    criterion: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stop:
    """A red answer at the gate (S8, S10). `agreed` is the override that lets the conversation go on, if any."""

    id: str
    card: str
    because: Reason
    action: Route
    firm: bool
    agreed: Override | None = None

    @property
    def stands(self) -> bool:
        """Whether the gate stays shut: a firm stop always, another until somebody else has agreed."""
        return self.firm or self.agreed is None


@dataclass(frozen=True, slots=True)
class Duty:
    """Something owed to the victim-survivor or a child on every route (S6); open until its record is complete."""

    id: str
    because: tuple[Reason, ...]
    record: DutyRecord | None = None

    @property
    def open(self) -> bool:
        """Open until it is done, or decided against with a reason and someone's agreement."""
        return self.record is None or not self.record.complete


@dataclass(frozen=True, slots=True)
class Reading:
    """One domain, its level and why. `heard` is what the answers alone give, when someone changed the reading."""

    domain: str
    level: Level
    because: tuple[Reason, ...]
    heard: Level | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """Something not asked or not known, and the card that would fill it."""

    card: str
    because: Reason


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the answers mean, on two axes that never mix, with the reasons of each."""

    concern: Concern
    concern_because: tuple[Reason, ...]
    who: Who
    who_because: tuple[Reason, ...]
    duties: tuple[Duty, ...]
    readings: tuple[Reading, ...]
    overall: Level
    overall_because: tuple[Reason, ...]
    route: Route
    route_because: tuple[Reason, ...]
    missing: tuple[Missing, ...]
    stop: Stop | None = None

    def reading(self, domain: str) -> Reading:
        """The reading of a domain."""
        return next(r for r in self.readings if r.domain == domain)


# --- directory -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Criterion:
    """What a service asks, twice: as a rule, and in the provider's own sentence.

    polarity: `must` or `must_not`. A firm criterion decides; another warns, or asks.
    """

    id: str
    rule: Rule
    wording: str
    polarity: str = "must"
    firm: bool = False


@dataclass(frozen=True, slots=True)
class Accreditation:
    """A quality mark, which expires."""

    body: str
    level: str = ""
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class ServiceContact:
    """How the service is reached."""

    telephone: str = ""
    email: str = ""
    website: str = ""
    address: tuple[str, ...] = ()
    consultation: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """One local service or national line, with Open Referral UK names where they exist.

    status: `active`, `inactive`, `defunct` or `temporarily closed`. Ages are whole years. An empty tuple means not
    known, never none. `residence` says whose home counts for the area: `person`, `partner` or `either`. Interpreter,
    partner_support: `yes`, `no` or `unknown`. `assured_date` is when a person last checked the entry.
    """

    id: str
    name: str
    kind: str
    organisation: str = ""
    description: str = ""
    purpose: str = ""
    status: str = "active"
    ends_on: date | None = None
    alert: str = ""
    minimum_age: int | None = None
    maximum_age: int | None = None
    genders: tuple[str, ...] = ()
    relationships: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    service_areas: tuple[str, ...] = ()
    residence: str = "person"
    languages: tuple[str, ...] = ()
    interpreter: str = "unknown"
    access: tuple[str, ...] = ()
    communities: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    schedules: tuple[str, ...] = ()
    length: str = ""
    partner_support: str = "unknown"
    harm_level: str = ""
    fees: str = "unknown"
    fees_note: str = ""
    waiting: str = ""
    waiting_as_of: date | None = None
    accreditations: tuple[Accreditation, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    contact: ServiceContact = ServiceContact()
    assured_date: date | None = None
    assured_by: str = ""
    source: str = ""
    fictional: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where the person lives and, where it counts, where the partner does: area ids from the smallest to the nation."""

    areas: tuple[str, ...] = ()
    partner_areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """What one service means for one person, criterion by criterion. No number is computed or held."""

    service: Service
    verdict: Verdict
    because: tuple[Reason, ...]
    ask: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()
