"""What raters are called: a label such as `Table 3`, compared, put in order, and turned into the name of a file."""

from __future__ import annotations

import re

MOST = 40
"""Characters of the longest label."""

LabelPlace = tuple[tuple[int, str], ...]

_DIGITS = re.compile(r"(\d+)")
_NEUTRAL = re.compile(r"(table|group|team|pair|trio|seat|learner|rater|row|room)[ -]?(\d{1,3}|[a-z])")
_LAST_NUMBER = re.compile(r"(\d{1,6})(?!.*\d)", re.ASCII)


def tidy(label: str) -> str:
    """A label as it is kept: one space where there were several."""
    return " ".join(label.split())


def label_key(label: str) -> str:
    """What two spellings of one label have in common."""
    return tidy(label).casefold()


def label_place(label: str) -> LabelPlace:
    """Where a label stands among others, as people read them: Table 2 before Table 10."""
    parts = _DIGITS.split(label_key(label))
    return tuple((int(part), "") if number % 2 else (-1, part) for number, part in enumerate(parts))


def file_stem(label: str, round_number: int) -> str:
    """What a file of that label is called. A label that may be somebody's name is not in it."""
    found = _NEUTRAL.fullmatch(label_key(label))
    who = f"{found[1]}-{found[2]}" if found else "reading"
    return f"{who}-round-{round_number}"


def next_label(label: str) -> str:
    """The label that most likely comes after one: the same with its last number raised; empty where it has none."""
    found = _LAST_NUMBER.search(label)
    return f"{label[: found.start()]}{int(found[1]) + 1}{label[found.end() :]}" if found else ""
