"""What can be set: the table of keys that an organisation may set for all its computers, and how a user's own window
looks and behaves. The small file of the latter holds nothing about anybody."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, TypeGuard

FILE_NAME = "window.json"

APPEARANCES = ("system", "light", "dark")
TEXT_SIZES = (100, 125, 150, 175, 200)

# --- what an organisation may set ------------------------------------------------------------------------------------


class Key(NamedTuple):
    """One row of the table. kind: `text`, `lines`, `choice`, `yes_no`, `number` (of `low` to `high`), `folder`, `file`,
    `contact` or `signers`; `own` says that users have a way of their own to change it, which a locked value closes. A
    row with an example, in the form that a file has it, is part of the example file."""

    name: str
    kind: str
    title: str
    description: str
    example: object
    default: object = ""
    own: bool = True
    choices: tuple[str, ...] = ()
    low: int = 0
    high: int = 0


CONTACT_PARTS = ("name", "telephone", "out_of_hours", "checked_on")

_HEAD = "It stands at the head of every document."
_RING = "Shown wherever the program says whom to ring. It counts as checked from the date on which somebody rang it"
_FIRST = f"{_RING}, and a user’s first live case waits for that."


def _contact(name: str, title: str, number: int, description: str) -> Key:
    parts = ("Duty desk", f"01632 960 {number}", f"01632 960 {number + 1}", "2025-11-03")
    return Key(f"contacts.{name}", "contact", title, description, dict(zip(CONTACT_PARTS, parts, strict=True)), None)


# A row is all that a new key needs: reading, schema, templates, help and `print-policy` are made from it.
KEYS = (
    Key("organisation.name", "text", "Name of the organisation", _HEAD, "Eastmere Family Practice"),
    Key("organisation.address", "lines", "Address of the organisation", _HEAD, ["12 Quay Road", "Eastmere"], ()),
    Key("organisation.telephone", "text", "Telephone of the organisation", _HEAD, "01632 960 230"),
    Key(
        "organisation.logo",
        "file",
        "Logo",
        f"A PNG or SVG picture of at most 512 kilobytes that every user may read. {_HEAD}",
        None,
    ),
    Key(
        "organisation.sign_off",
        "text",
        "Ending of a letter",
        "Where nothing is set, a letter ends with “Yours faithfully”.",
        "Yours sincerely",
    ),
    Key(
        "organisation.marking",
        "text",
        "Protective marking",
        "It stands on every document.",
        "OFFICIAL-SENSITIVE",
        "OFFICIAL-SENSITIVE",
    ),
    Key(
        "training_required",
        "text",
        "Training level required",
        "Shown where a practitioner is asked about their training. It adds to that question and takes nothing from it.",
        "Domestic abuse, level 2",
        own=False,
    ),
    _contact("safeguarding_lead", "Safeguarding lead", 301, _FIRST),
    _contact("children", "Children’s services, front door", 303, _FIRST),
    _contact("adults", "Adults’ services, front door", 305, _FIRST),
    _contact("police", "Police, domestic abuse team", 307, f"{_RING}."),
    _contact("marac_lead", "MARAC lead", 309, f"{_RING}."),
    Key(
        "language",
        "choice",
        "Language",
        "The language of the conversation, of those that come with this release.",
        "en",
        "en",
        own=False,
        choices=("en",),
    ),
    Key(
        "data_folder",
        "folder",
        "Folder for the data",
        "Where cases and settings lie, on a disk of this computer; a network drive is refused. A folder for each user "
        "is named with a variable, such as %LOCALAPPDATA%\\Cases or $HOME/cases.",
        "$HOME/cases",
    ),
    Key(
        "lock_minutes",
        "number",
        "Minutes until cases lock",
        "How long nobody touches a key or the mouse before a live file locks.",
        3,
        4,
        low=1,
        high=60,
    ),
    Key(
        "training_allowed",
        "yes_no",
        "Training allowed",
        "Whether training, with invented people and services, may be opened on this computer.",
        True,
        True,
        own=False,
    ),
    Key(
        "training.presenter",
        "yes_no",
        "Presenter view from the start",
        "Whether training opens in presenter view, with large type and strong contrast, as on a computer that stands "
        "in a training room.",
        True,
        False,
    ),
    Key(
        "training.names_hidden",
        "yes_no",
        "Names hidden while presenting",
        "Whether presenter view shows the initials of a scenario’s people in place of their names.",
        True,
        True,
    ),
    Key(
        "training.tour",
        "yes_no",
        "Tour at first use",
        "Whether the tour of ten steps comes up when somebody opens training for the first time. It can always be "
        "started from Help. Turn it off where every user of a computer is new to it, as in a training room.",
        False,
        True,
        own=False,
    ),
    Key(
        "directory.trusted_signers",
        "signers",
        "Trusted signers of directory packs",
        "Packs signed with these keys are taken. A fingerprint is forty digits, which the area lead’s program shows. "
        "Where the list is locked, users can trust nobody else; otherwise they may, after comparing the fingerprint.",
        ["20417 93318 55062 71149 08825 46613 39970 12584 Saltmarch directory"],
        (),
    ),
    Key(
        "directory.pack_folder",
        "folder",
        "Folder for directory packs",
        "Where packs are dropped for every user, on a disk of this computer; a network drive is passed over. The "
        "newest one is offered once the cases are in sight.",
        "$HOME/packs",
        own=False,
    ),
    Key(
        "provision.unmet_counts",
        "yes_no",
        "Counts of unmet matches",
        "Counts of unmet matches may be shown beside the provision picture, with no personal data and small numbers "
        "suppressed.",
        False,
        False,
        own=False,
    ),
)

BY_NAME = {key.name: key for key in KEYS}

# --- what a user sets for the window ---------------------------------------------------------------------------------


class Preferences(NamedTuple):
    """appearance: `system`, `light` or `dark`; text size in percent; minutes without a key before a live file locks,
    None for as many as are usual; whether the conversation shows its short form."""

    appearance: str = "system"
    text_size: int = 100
    lock_minutes: int | None = None
    short_form: bool = False

    @property
    def scale(self) -> float:
        """The text size as a factor."""
        return self.text_size / 100

    @property
    def look(self) -> tuple[str, int]:
        """What the window is dressed by."""
        return self.appearance, self.text_size


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
    size, minutes, lock = found["text_size"], found["lock_minutes"], BY_NAME["lock_minutes"]
    return Preferences(
        appearance=found["appearance"] if found["appearance"] in APPEARANCES else usual.appearance,
        text_size=size if is_between(size, 100, 200) else usual.text_size,
        lock_minutes=minutes if is_between(minutes, lock.low, lock.high) else None,
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


def is_between(value: object, low: int, high: int) -> TypeGuard[int]:
    """Whether a value is a whole number in bounds; true and false are none."""
    return type(value) is int and low <= value <= high
