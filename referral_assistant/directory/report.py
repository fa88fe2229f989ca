"""What reading a file of services gives: a record for each, with everything that was put right, left out or refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from referral_assistant.model import Service


class Fate(StrEnum):
    """What became of one record of a file."""

    READ = "read"
    REPAIRED = "repaired"
    IGNORED = "ignored"
    REFUSED = "refused"


class Repair(NamedTuple):
    """One thing put right: in which field, from what, to what (as text, empty for nothing), and why, a sentence."""

    field: str
    was: str
    now: str
    why: str


@dataclass(frozen=True, slots=True)
class Question:
    """What only a person can say, such as which area a name stands for. `offered` are ids that might be meant; none is
    ever taken by itself. kind: `area` (asked: the name in the file, empty for records that name none; offered: ids of
    areas) or `column` (asked: the heading; offered: fields of a service)."""

    kind: str
    asked: str
    offered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person said about a file: which areas a name stands for (none: leave it out), which field each column of a
    table holds (none: leave it out), and the kind of every service that does not say one."""

    areas: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""


class Record(NamedTuple):
    """One record of a file. place: where it stands, such as `record 12` or `row 5`. identities: names under which the
    source knows it, such as `oruk:ID`, the surest first. service: None when it was ignored or refused; `said` says why.
    `broken` when nothing after it could be read. A record without a place is about the file as a whole.
    """

    place: str
    name: str
    fate: Fate
    service: Service | None = None
    identities: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()
    said: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    broken: bool = False


class Line(NamedTuple):
    """One line of a report: a record, and what it did to the directory. outcome: `added`, `updated`, `same`, or empty
    where nothing was taken. `differs` names the fields of which a local value was kept beside another in the file."""

    file: str
    place: str
    name: str
    fate: Fate
    entry: str = ""
    outcome: str = ""
    repairs: tuple[Repair, ...] = ()
    said: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    differs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did, or would do. `missing` are entries that the source listed before and no longer does.

    `stopped` says why nothing at all was taken, such as a file that could not be read to its end; empty when all went
    well.
    """

    lines: tuple[Line, ...]
    missing: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    stopped: str = ""

    def count(self, fate: Fate) -> int:
        """How many records had this fate. What is said of a file as a whole is no record."""
        return sum(1 for line in self.lines if line.fate is fate and line.place)

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is still to be answered, each once."""
        return tuple(dict.fromkeys(q for line in self.lines for q in line.questions))
