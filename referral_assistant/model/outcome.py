"""What follows from the answers, each with its reasons."""

from __future__ import annotations

from dataclasses import dataclass

from referral_assistant.model.case import DutyRecord, Override
from referral_assistant.model.codes import Concern, Level, Route, Who


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
