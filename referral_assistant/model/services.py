"""Services and places, and what a service means for one person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from referral_assistant.model.codes import Verdict
from referral_assistant.model.outcome import Reason
from referral_assistant.model.rules import Rule


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
    partner_support: `yes`, `no` or `unknown`. `assured_date` is when a person last checked the entry. An empty `kind`
    means that nobody has said yet what kind it is: such a service stands in the directory and is matched with nobody.
    `latitude` and `longitude` are degrees, of where people go. `private` names the fields that are not for publication,
    such as `contact.address`: no export has them unless somebody chooses so. A name in `assured_by` never is either.
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
    latitude: float | None = None
    longitude: float | None = None
    assured_date: date | None = None
    assured_by: str = ""
    source: str = ""
    private: tuple[str, ...] = ()
    fictional: bool = False

    def published(self) -> Service:
        """The service as everybody may have it: without what is private, and without who checked it. An address goes
        with its point on the map."""
        hidden = {name.removeprefix("contact."): () if name == "contact.address" else "" for name in self.private}
        contact = replace(self.contact, **hidden)  # type: ignore[arg-type]
        shown = replace(self, contact=contact, assured_by="", private=())
        return replace(shown, latitude=None, longitude=None) if "address" in hidden else shown


@dataclass(frozen=True, slots=True)
class Place:
    """Where the person lives and, where it counts, where the partner does: area ids from the smallest to the nation.

    `point` is about where the person lives, as latitude and longitude; never the partner. It is `rough` where it is
    no more than the middle of the area.
    """

    areas: tuple[str, ...] = ()
    partner_areas: tuple[str, ...] = ()
    point: tuple[float, float] | None = None
    rough: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """What one service means for one person, criterion by criterion. No number is computed or held."""

    service: Service
    verdict: Verdict
    because: tuple[Reason, ...]
    ask: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()
