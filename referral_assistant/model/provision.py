"""The provision picture: by area and by need, where there is a service, where to ask one, and where none is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Loop = tuple[tuple[int, int], ...]


class Standing(StrEnum):
    """What the directory knows for one area and one need. `there`: at least one active local service says so. `ask`:
    none does, and one may be there: its entry is silent, takes only some of these people, or names no linked partner
    support. `national`: no local service, but one of the whole nation. `none`: none that the directory knows of.
    """

    THERE = "there"
    ASK = "ask"
    NATIONAL = "national"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Need:
    """For whom a service is looked for. An empty field asks for nothing; `age` is the id of an age band; an empty
    `kind` means any work on the abuse itself."""

    kind: str = ""
    gender: str = ""
    age: str = ""
    relationship: str = ""
    language: str = ""
    access: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One authority: how many services there are for the need, how many to ask, how many of those that are there nobody
    has checked lately; and the same of national ones, which count apart."""

    area: str
    name: str
    there: int = 0
    ask: int = 0
    stale: int = 0
    national: int = 0
    national_ask: int = 0

    @property
    def standing(self) -> Standing:
        """A local service counts before a national one, and what is said before what must be asked."""
        if self.there:
            return Standing.THERE
        if self.ask:
            return Standing.ASK
        if self.national:
            return Standing.NATIONAL
        return Standing.ASK if self.national_ask else Standing.NONE


@dataclass(frozen=True, slots=True)
class Tally:
    """In how many authorities each standing holds: of a county, police area, region or nation (`name`), or for one need
    (`field` and `value`). `without` names the authorities in which none is known."""

    there: int
    ask: int
    national: int
    none: int
    name: str = ""
    field: str = ""
    value: str = ""
    without: tuple[str, ...] = ()

    @property
    def authorities(self) -> int:
        """Of how many."""
        return self.there + self.ask + self.national + self.none


@dataclass(frozen=True, slots=True)
class Freshness:
    """When a person last checked the services that a picture counts."""

    lately: int = 0
    earlier: int = 0
    never: int = 0

    @property
    def services(self) -> int:
        """How many services those are."""
        return self.lately + self.earlier + self.never


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture on one day. area, within: what it was narrowed to, id and name, empty for all of them. level:
    `authority`, or what `groups` are: `county`, `police`, `probation`, `region` or `nation`. `needs` looks at one
    further need at a time. unplaced: services for the need that do not say where they work, and are counted nowhere.
    unsorted: those of no kind yet. lines: helplines of a whole nation, which count as no service of any place."""

    need: Need
    on: date
    cells: tuple[Cell, ...]
    area: str = ""
    within: str = ""
    level: str = "authority"
    groups: tuple[Tally, ...] = ()
    needs: tuple[Tally, ...] = ()
    freshness: Freshness = Freshness()
    unplaced: int = 0
    unsorted: int = 0
    lines: int = 0

    @property
    def whole(self) -> Tally:
        """All of its authorities in one."""
        there, ask, national, none = (len(self.of(standing)) for standing in Standing)
        return Tally(there, ask, national, none, without=tuple(cell.name for cell in self.of(Standing.NONE)))

    def of(self, standing: Standing) -> tuple[Cell, ...]:
        """The authorities of one standing."""
        return tuple(cell for cell in self.cells if cell.standing is standing)


@dataclass(frozen=True, slots=True)
class Unmet:
    """About how many live cases found no service, for one authority, kind, gender and age band: rounded, none small."""

    area: str
    name: str
    kind: str
    gender: str
    age: str
    about: int


@dataclass(frozen=True, slots=True)
class UnmetCounts:
    """Unmet counts of a period, both days included."""

    since: date
    until: date
    lines: tuple[Unmet, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """The shape of one area on the grid of the map: closed loops of corners, x to the right and y downwards."""

    area: str
    loops: tuple[Loop, ...]
