"""Records of a room compared: how its readings of one invented case spread, and what moved after discussion."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from referral_assistant.model.codes import Level


@dataclass(frozen=True, slots=True)
class Voice:
    """How one learner or table reads one domain, and why."""

    by: str
    level: Level
    why: str = ""


@dataclass(frozen=True, slots=True)
class Spread:
    """Every reading of one domain, in the order of the labels. `blank` are those who gave none."""

    domain: str
    voices: tuple[Voice, ...] = ()
    blank: tuple[str, ...] = ()

    def count(self, level: Level) -> int:
        """How many read it so."""
        return sum(1 for voice in self.voices if voice.level is level)

    @property
    def common(self) -> tuple[Level, ...]:
        """The most common reading; several where as many read it one way as another, none where nobody read it."""
        most = max((self.count(level) for level in Level), default=0)
        return tuple(level for level in Level if most and self.count(level) == most)

    @property
    def agreeing(self) -> int:
        """How many agree with the most common reading."""
        return max((self.count(level) for level in Level), default=0)


@dataclass(frozen=True, slots=True)
class Alpha:
    """Ordinal Krippendorff's alpha of a round, exact; between which values it lies when any one rater is left out; and
    over how much it is worked out. A domain counts where two or more have read it."""

    value: Fraction
    least: Fraction
    most: Fraction
    raters: int
    domains: int
    readings: int


@dataclass(frozen=True, slots=True)
class Round:
    """One round: its raters in the order of their labels, the spread of each domain, and alpha where it may be shown.
    `withheld` says why it is not: `raters`, `domains`, or `alike`, where every reading is the same."""

    number: int
    raters: tuple[str, ...]
    spreads: tuple[Spread, ...]
    alpha: Alpha | None = None
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """What one rater changed in one domain after discussion. None is a domain that was left blank."""

    domain: str
    by: str
    before: Level | None
    after: Level | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A room compared: its rounds, the first and, where there was one, the second; what moved between them; and who
    took part in one of them alone."""

    scenario: str
    rounds: tuple[Round, ...]
    moves: tuple[Move, ...] = ()
    stayed: int = 0
    once: tuple[str, ...] = ()

    def round(self, number: int) -> Round | None:
        """A round by its number, or None where nobody took part in it."""
        return next((one for one in self.rounds if one.number == number), None)

    def moves_in(self, domain: str) -> tuple[Move, ...]:
        """What moved in one domain, in the order of the labels."""
        return tuple(move for move in self.moves if move.domain == domain)
