"""Words that mutualise, minimise, excuse, promise, reassure or label, found in a text by the rules in resources."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from referral_assistant.paths import RESOURCES

FOLDER = RESOURCES / "wording"
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way of saying it, and what to say instead. `examples` are found and `fine` are not: both are tests."""

    pattern: re.Pattern[str]
    say_instead: str
    examples: tuple[str, ...]
    fine: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of wording to avoid. `applies_to`: `content` for packs and scenarios, `documents` for print."""

    id: str
    title: str
    advice: str
    applies_to: frozenset[str]
    patterns: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """What was found: the rule, the words, and what to say instead."""

    rule: str
    title: str
    found: str
    advice: str
    say_instead: str


@cache
def rules(folder: Path = FOLDER) -> tuple[Rule, ...]:
    """Every wording rule, by file name."""
    return tuple(_rule(path) for path in sorted(folder.glob("*.toml")))


def wording_hits(text: str, applies_to: str = "documents") -> tuple[Phrase, ...]:
    """What a text says that it should not. What stands in quotation marks is somebody's own, and is let be."""
    return tuple(_hits(_QUOTED.sub(_blank, text), applies_to))


def content_hits(text: str) -> tuple[Phrase, ...]:
    """What a text of a pack, scenario or help page says that it should not. Quotation marks excuse nothing here, since
    words to say are written in them; words to hear and replies to avoid are not given to it."""
    return tuple(_hits(text, "content"))


def outside_quotes(text: str) -> str:
    """A text with what stands in quotation marks blanked out."""
    return _QUOTED.sub(_blank, text)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group(0))


def _hits(text: str, applies_to: str) -> Iterator[Phrase]:
    for rule in rules():
        if applies_to not in rule.applies_to:
            continue
        for pattern in rule.patterns:
            match = pattern.pattern.search(text)
            if match:
                found = " ".join(match.group(0).split())
                yield Phrase(rule.id, rule.title, found, rule.advice, pattern.say_instead)


def _rule(path: Path) -> Rule:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    head = data["rule"]
    patterns = tuple(
        Pattern(
            re.compile(entry["pattern"], re.IGNORECASE),
            entry["say_instead"],
            tuple(entry["examples"]),
            tuple(entry["fine"]),
        )
        for entry in data["patterns"]
    )
    return Rule(head["id"], head["title"], head["advice"], frozenset(head["applies_to"]), patterns)
