"""How a trainer likes to teach, kept in the training folder: never beside what a user sets for live cases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from referral_assistant import whole

FILE = "trainer.json"
ROOM_SIZES = (125, 150, 175, 200)
"""Percent: smaller than the first nobody reads from the back of a room."""


class Preferences(NamedTuple):
    """text_size: in percent, while presenting; names_hidden and presenter: None where the trainer has not chosen, so
    that what the organisation says counts; notes: whether the second window opens with the presenter view."""

    text_size: int = 150
    names_hidden: bool | None = None
    presenter: bool | None = None
    notes: bool = True
    tour_seen: bool = False


def load(folder: Path) -> Preferences:
    """What is kept in a folder. What is missing or cannot be read has its usual value."""
    usual = Preferences()
    try:
        data = json.loads((folder / FILE).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return usual
    kept = data if isinstance(data, dict) else {}
    found = {name: kept[name] for name in usual._fields[1:] if isinstance(kept.get(name), bool)}
    size = kept.get("text_size")
    return Preferences(size if type(size) is int and size in ROOM_SIZES else usual.text_size, **found)


def save(folder: Path, preferences: Preferences) -> None:
    """Keep them, whole or not at all. Raises `Problem` where the folder cannot be written."""
    content = json.dumps(preferences._asdict(), indent=1).encode()
    advice = "Check that the disk has room and that you may write to it."
    whole.write(folder / FILE, content, "How you like to teach could not be kept.", advice)
