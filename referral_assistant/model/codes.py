"""Codes that stand in files, and the names of the domains."""

from __future__ import annotations

from enum import StrEnum


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
