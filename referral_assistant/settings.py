"""How the window looks and behaves on this computer: a small file that holds nothing about anybody."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

FILE_NAME = "window.json"

APPEARANCES = ("system", "light", "dark")
TEXT_SIZES = (100, 125, 150, 175, 200)


class Preferences(NamedTuple):
    """appearance: `system`, `light` or `dark`; text size in percent; minutes without a key before a live file locks;
    whether the conversation shows its short form."""

    appearance: str = "system"
    text_size: int = 100
    lock_minutes: int = 4
    short_form: bool = False

    @property
    def scale(self) -> float:
        """The text size as a factor."""
        return self.text_size / 100


def load(folder: Path) -> Preferences:
    """The preferences kept in a folder. What is missing or cannot be read has its usual value: the look of the window
    must never keep anyone from their cases."""
    path = folder / FILE_NAME
    if not path.exists():
        return Preferences()
    import json

    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return Preferences()
    usual = Preferences()
    kept = data if isinstance(data, dict) else {}
    found = {name: kept.get(name, value) for name, value in usual._asdict().items()}
    return Preferences(
        appearance=found["appearance"] if found["appearance"] in APPEARANCES else usual.appearance,
        text_size=_between(found["text_size"], 100, 200, usual.text_size),
        lock_minutes=_between(found["lock_minutes"], 1, 60, usual.lock_minutes),
        short_form=found["short_form"] is True,
    )


def save(folder: Path, preferences: Preferences) -> None:
    """Keep the preferences, whole or not at all."""
    import json

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE_NAME
    part = path.with_suffix(".part")
    part.write_text(json.dumps(preferences._asdict(), indent=1), "utf-8")
    part.replace(path)


def _between(value: object, low: int, high: int, usual: int) -> int:
    return value if type(value) is int and low <= value <= high else usual
