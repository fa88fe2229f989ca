"""Rules, as they stand in packs and directories; `rules.py` answers them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Facts = Mapping[str, tuple[str, ...]]
"""What is known: fact id -> the values recorded. Numbers and dates are strings, read where they are compared."""


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
