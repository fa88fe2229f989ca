"""Records of training: an invented case, who plays in it and how they answer, and one way through it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from referral_assistant.model.case import Answer, Case
from referral_assistant.model.codes import Concern, Level, Route, State, Verdict, Who


class Manner(StrEnum):
    """How a practitioner replies: agreeing along, arguing against, or respectful and back to what the person did."""

    COLLUSIVE = "collusive"
    COMBATIVE = "combative"
    BALANCED = "balanced"


@dataclass(frozen=True, slots=True)
class Expected:
    """Where a scenario should land. `stop` is a stop page's id or empty; verdicts are by service id."""

    concern: Concern
    route: Route
    who: Who | None = None
    overall: Level | None = None
    stop: str = ""
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)


UNDECIDED = Expected(Concern.NOT_EXPLORED, Route.CONSULT)
"""Where a scenario lands that says nothing yet."""


@dataclass(frozen=True, slots=True)
class Release:
    """A hidden fact that comes out later: what it is, from whom and when, the answers it changes, and where the case
    then lands."""

    fact: str
    expected: Expected
    answers: tuple[Answer, ...] = ()
    when: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Persona:
    """The invented person an actor plays, or the program. `arrives` is the first thing said; `hides` comes out only as
    the scenario says; `opens` and `shuts` are what makes them say more or less. `shut`: they begin closed."""

    name: str
    age: int
    gender: str
    relationship: str
    manner: str
    presents: tuple[str, ...]
    hides: tuple[str, ...]
    opens: tuple[str, ...]
    shuts: tuple[str, ...]
    arrives: str = ""
    community: str = ""
    shut: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """What one agency holds about the case before anybody speaks."""

    agency: str
    holds: str


@dataclass(frozen=True, slots=True)
class Judged:
    """The expert reading of one domain and its reason."""

    why: str
    level: Level = Level.NOT_EXPLORED


@dataclass(frozen=True, slots=True)
class Heard:
    """What the persona says, and what there is then to record on the card."""

    says: str
    values: tuple[str, ...] = ()
    state: State = State.ANSWERED
    words: str = ""
    observed: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """One way to reply at a card and what it leads to. text: the practitioner's words; because: what this way does,
    for the debrief. A balanced one without values leads to the answer the case holds."""

    text: str
    says: str
    because: str
    values: tuple[str, ...] = ()
    state: State = State.ANSWERED
    words: str = ""
    observed: str = ""
    shuts: bool = False


@dataclass(frozen=True, slots=True)
class Beat:
    """One card of the conversation as it is played. says: what the persona begins with; shut: what is heard instead
    while they are closed; stop: why the right act here is to ask no further, empty where it is not."""

    card: str
    says: str
    collusive: Turn
    combative: Turn
    balanced: Turn
    shut: Heard | None = None
    stop: str = ""

    def turn(self, manner: Manner) -> Turn:
        """The way to reply of that manner."""
        turns = {
            Manner.COLLUSIVE: self.collusive,
            Manner.COMBATIVE: self.combative,
            Manner.BALANCED: self.balanced,
        }
        return turns[manner]


@dataclass(frozen=True, slots=True)
class Telling:
    """Everything about an invented case but the case. practitioner: what whoever holds the conversation is told;
    minutes: how long to allow; lands: where it lands when every reply is `collusive` or `combative`. shown_by: for each
    learning point, in their order, what in a record shows that it was done (`training/seen.py` has the list); empty
    where only people can say, as of everything that is not named. named: whoever else its texts name, besides the
    persona, the practitioner and the names card, so that names can be hidden."""

    id: str
    title: str
    setting: str
    role: str
    trap: str
    expected: Expected
    warning: str = ""
    learning: tuple[str, ...] = ()
    shown_by: tuple[str, ...] = ()
    service: str = ""
    hidden: tuple[Release, ...] = ()
    practitioner: str = ""
    minutes: int = 20
    why: str = ""
    persona: Persona | None = None
    agencies: tuple[Held, ...] = ()
    readings: Mapping[str, Judged] = field(default_factory=dict)
    beats: tuple[Beat, ...] = ()
    lands: Mapping[str, Expected] = field(default_factory=dict)
    named: tuple[str, ...] = ()

    def beat(self, card: str) -> Beat | None:
        """How a card is played, or None."""
        return next((beat for beat in self.beats if beat.card == card), None)


@dataclass(frozen=True, slots=True)
class Scenario(Telling):
    """One invented case."""

    case: Case = Case("")

    def after(self, *releases: Release) -> Case:
        """The case once these hidden facts are out, one after the other."""
        return replace(self.case, answers=(*self.case.answers, *(a for one in releases for a in one.answers)))


@dataclass(frozen=True, slots=True)
class Choice:
    """What a learner did at one card: replied in a manner, in words of the scenario or their own; or, without a manner,
    asked no further."""

    card: str
    manner: Manner | None
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Exercise:
    """One scenario as it is played in the room: on which case of the training file, by which choices, and what came out
    (the number of each hidden fact, from 1). Confidence is in the learner's own words, before and after, if they wish.
    """

    scenario: str
    case: str = ""
    begun: datetime | None = None
    choices: tuple[Choice, ...] = ()
    released: tuple[int, ...] = ()
    confidence_before: str = ""
    confidence_after: str = ""


@dataclass(frozen=True, slots=True)
class Rating:
    """How one learner or table reads a domain, and why."""

    level: Level
    why: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one learner or table read in a scenario, in the first round or, after discussion, in the second. by: a
    label such as `Table 3`; a name only where somebody chose to give one."""

    scenario: str
    by: str
    readings: Mapping[str, Rating] = field(default_factory=dict)
    round: int = 1
