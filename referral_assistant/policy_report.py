"""What `print-policy` and the self-check say: what is in force, where it came from, and every mistake."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from referral_assistant import policy
from referral_assistant.i18n import how_many
from referral_assistant.policy import Policy
from referral_assistant.problems import Mistake, Problem
from referral_assistant.settings import KEYS, Key

LOCKED, STARTING = "locked", "starting value"


class Row(NamedTuple):
    """One key: what is in force for whoever asks, who said so, and how firmly: `locked`, `starting value` or empty."""

    key: str
    value: Any
    source: str = ""
    standing: str = ""


def rows(found: Policy) -> list[Row]:
    """Every key of the table."""
    return [_row(found, key) for key in KEYS]


def mistakes(found: Policy) -> tuple[Mistake, ...]:
    """What is wrong in the places, and what cannot work on this computer though it reads well."""
    return (*found.mistakes, *_unusable(found))


def as_text(found: Policy) -> Iterator[str]:
    """The report, line by line."""
    known = rows(found)
    texts = [(row.key, _text(row.value), row.source or "usual", row.standing) for row in known]
    table = [("Key", "In force", "From", ""), *texts]
    wide = [max(len(line[column]) for line in table) for column in range(3)]
    for line in table:
        yield "  ".join((*(cell.ljust(width) for cell, width in zip(line, wide, strict=False)), line[3])).rstrip()
    yield ""
    yield f"Read: {'; '.join(found.found) or 'nothing'}. Looked for: {'; '.join(policy.places())}."
    wrong = mistakes(found)
    if not wrong:
        yield "No mistakes."
        return
    yield f"{how_many(len(wrong), 'mistake')}. What is wrong is not in force:"
    for mistake in wrong:
        yield f"  {mistake}"


def as_json(found: Policy) -> str:
    """The same for a script."""
    settings = [
        {"key": row.key, "value": row.value, "from": row.source, "locked": row.standing == LOCKED}
        for row in rows(found)
    ]
    wrong = [mistake._asdict() for mistake in mistakes(found)]
    data = {"format": 1, "read": found.found, "places": policy.places(), "settings": settings, "mistakes": wrong}
    return json.dumps(data, ensure_ascii=False, indent=2)


def in_short(found: Policy) -> str:
    """One sentence without any value. Raises `Problem` when there are mistakes."""
    wrong = mistakes(found)
    if wrong:
        count = "One mistake" if len(wrong) == 1 else f"{len(wrong)} mistakes"
        places = "; ".join(f"{mistake.file}: {mistake.place}" if mistake.place else mistake.file for mistake in wrong)
        raise Problem(f"{count} in what the organisation set, at {places}.", "print-policy says what is wrong.")
    if not found.found:
        return f"nothing set; looked for {'; '.join(policy.places())}"
    locked = sum(setting.locked for setting in found.settings.values())
    return f"{len(found.settings)} keys set, {locked} of them locked; read from {'; '.join(found.found)}"


def _row(found: Policy, key: Key) -> Row:
    setting = found.settings.get(key.name)
    standing = LOCKED if setting is not None and setting.locked else STARTING
    if key.name == "data_folder":
        folder, source = policy.data_folder(found)
        said = setting is not None and setting.source == source
        return Row(key.name, str(folder), source, standing if said else "")
    return Row(key.name, setting.value, setting.source, standing) if setting else Row(key.name, key.default)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        checked = f"checked {value['checked_on']}" if value["checked_on"] else "not checked"
        later = f"out of hours {value['out_of_hours']}" if value["out_of_hours"] else ""
        return ", ".join(part for part in (value["telephone"], value["name"], later, checked) if part)
    if isinstance(value, tuple):
        return "; ".join(value) or "-"
    return str(value) if value not in (None, "") else "-"


def _unusable(found: Policy) -> Iterator[Mistake]:
    """What only a look at this computer tells."""
    from referral_assistant.letter.logo import logo_uri
    from referral_assistant.store.place import is_on_network, refuse_network

    logo = found.settings.get("organisation.logo")
    if logo is not None:
        try:
            logo_uri(logo.value)
        except Problem as problem:
            advice = "Put a plain PNG or SVG picture there that every user may read."
            yield Mistake(logo.source, "organisation.logo", f"{problem} {advice}")
    folder = found.settings.get("data_folder")
    if folder is not None:
        try:
            refuse_network(Path(folder.value))
        except Problem as problem:
            yield Mistake(folder.source, "data_folder", f"{problem} {problem.advice}")
    packs = found.settings.get("directory.pack_folder")
    if packs is not None and is_on_network(Path(packs.value)):
        sentence = (
            "This is on a network drive, so it is passed over. Name a folder on this computer, and copy packs into it."
        )
        yield Mistake(packs.source, "directory.pack_folder", sentence)
