"""What a directory knows about its entries beyond the services themselves: where from, who changed what, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from referral_assistant.model.services import Service


@dataclass(frozen=True, slots=True)
class Origin:
    """Where entries come from, as one layer that a newer one of the same id replaces.

    kind: `program` (what ships with it), `pack` (a signed directory pack), `file` (an imported file) or `own` (added
    here). `serial` counts the editions of a pack, `signer` is the fingerprint of its key. `digest` is of what was read.
    """

    id: str
    kind: str
    title: str
    digest: str = ""
    serial: int = 0
    signer: str = ""
    issued: datetime | None = None
    taken: datetime | None = None


@dataclass(frozen=True, slots=True)
class Local:
    """One value laid over what was imported: by whom and when. `was` is the imported value it was laid over.

    Fields are those of `Service`, with `contact.` before those of its contact. Values are plain data, as JSON holds
    them; None stands for a value left empty.
    """

    field: str
    value: object
    was: object
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the directory: the service as it counts, and the layers it is made of.

    imported: the values of its origin, None for one that was added here. `added`, `changed` and the service's
    `assured_date` are three dates that are never mixed. withdrawn: since when its origin no longer lists it; such an
    entry is kept and matched with nobody. `differs` names the fields where the origin brought another value after a
    local one was laid over it: both are shown until somebody chooses.
    """

    service: Service
    origin: Origin
    added: datetime
    imported: Service | None = None
    local: tuple[Local, ...] = ()
    changed: datetime | None = None
    changed_by: str = ""
    withdrawn: datetime | None = None
    differs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One line of an entry's history. kind: `added`, `edited`, `checked` (somebody rang them), `settled`, `imported`,
    `withdrawn`, `removed` or `undone`. `before` and `after` hold plain values by field. standing: whether it still
    counts, that is, was not undone and is not itself the undoing of another."""

    number: int
    entry: str
    kind: str
    by: str
    at: datetime
    before: dict[str, object]
    after: dict[str, object]
    note: str = ""
    standing: bool = True


@dataclass(frozen=True, slots=True)
class AreaContact:
    """A safeguarding contact of one authority: `children` and `adults` (the front doors), `police`, `marac_lead` or
    `out_of_hours`. `checked_on` is the day somebody rang it; without one it counts as not checked (S20)."""

    area: str
    role: str
    name: str = ""
    telephone: str = ""
    out_of_hours: str = ""
    email: str = ""
    note: str = ""
    checked_on: date | None = None
    checked_by: str = ""
    source: str = ""
    fictional: bool = False

    @property
    def id(self) -> str:
        """The authority and the role: there is one of each."""
        return f"{self.area}:{self.role}"
