"""Reads what an organisation has set: every place, what is wrong in each, and what is in force of them all.

A mistake never stops the program. What is wrong is left out and told with its place, and all else counts.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from referral_assistant.policy import Policy
from referral_assistant.policy.registry import SOURCE, STARTING, Tree
from referral_assistant.policy.values import checked, near
from referral_assistant.problems import Mistake
from referral_assistant.settings import BY_NAME, CONTACT_PARTS

FORMAT = 1
ALLOWED_BESIDE = ("$schema", "format", "settings")


class Setting(NamedTuple):
    """One key as it is set: its value, whether users may change it, and where that was said."""

    value: Any
    locked: bool
    source: str


class Layer(NamedTuple):
    """What one place sets."""

    source: str
    settings: Mapping[str, Setting]
    mistakes: tuple[Mistake, ...]


def layered(layers: Iterable[Layer]) -> Policy:
    """What is in force of several places, the strongest first."""
    settings: dict[str, Setting] = {}
    mistakes: list[Mistake] = []
    found = tuple(layers)
    for layer in found:
        mistakes += layer.mistakes
        for name, setting in layer.settings.items():
            standing = settings.get(name)
            if standing is None or (setting.locked and not standing.locked):
                settings[name] = setting
            elif setting.locked and setting.value != standing.value:
                said = f"This is locked to another value by {standing.source}, which is in force. Take one of them out."
                mistakes.append(Mistake(layer.source, name, said))
    order = {name: number for number, name in enumerate(BY_NAME)}
    sorted_settings = dict(sorted(settings.items(), key=lambda pair: order[pair[0]]))
    return Policy(sorted_settings, tuple(mistakes), tuple(layer.source for layer in found))


# --- a file ----------------------------------------------------------------------------------------------------------


def from_file(path: str, *, guarded: bool = False) -> Layer:
    """What a policy file sets. One that is `guarded` is not read when anybody may write to it."""
    try:
        with open(path, "rb") as file:
            if guarded and os.name == "posix" and os.fstat(file.fileno()).st_mode & stat.S_IWOTH:
                advice = "so none of it is in force. Take that right away: chmod o-w."
                return _bad(path, "", f"Anybody on this computer may change this file, {advice}")
            content = file.read()
    except OSError as error:
        return _bad(path, "", f"The file cannot be read: {error.strerror}. Every user needs the right to read it.")
    return from_bytes(path, content)


def from_bytes(source: str, content: bytes) -> Layer:
    """What the content of a policy file sets."""
    import json

    twice: list[str] = []
    try:
        # UTF-8 with and without its mark, and what PowerShell writes, are told apart by json itself.
        data = json.loads(content, object_pairs_hook=lambda pairs: _once(pairs, twice))
    except json.JSONDecodeError as error:
        return _bad(source, f"line {error.lineno}, column {error.colno}", f"The file is not JSON: {error.msg}.")
    except UnicodeDecodeError:
        return _bad(source, "", "The file is not UTF-8 text. Save it as UTF-8.")
    except RecursionError:
        return _bad(source, "", "The file is nested too deeply to be a policy.")
    except ValueError as error:
        return _bad(source, "", f"The file cannot be read as JSON: {error}.")
    found = _from_data(source, data)
    mistakes = [Mistake(source, name, "This stands twice in one table. The last one counts.") for name in twice]
    return found._replace(mistakes=(*mistakes, *found.mistakes))


def _from_data(source: str, data: object) -> Layer:
    example = '{"format": 1, "settings": {"lock_minutes": {"value": 3, "locked": true}}}'
    if not isinstance(data, dict):
        return _bad(source, "", f"The file should hold one table, such as {example}.")
    mistakes = [Mistake(source, name, _misplaced(name)) for name in data if name not in ALLOWED_BESIDE]
    if type(data.get("format")) is not int or data["format"] != FORMAT:
        said = f"This should be {FORMAT}, the one format that this release reads, so none of it is in force."
        return Layer(source, {}, (*mistakes, Mistake(source, "format", said)))
    if not isinstance(data.get("settings"), dict):
        said = f"This should be a table of settings by key, such as {example}."
        return Layer(source, {}, (*mistakes, Mistake(source, "settings", said)))
    settings: dict[str, Setting] = {}
    for name, entry in data["settings"].items():
        place = f"settings.{name}"

        def wrong(inner: str, sentence: str, place: str = place) -> None:
            mistakes.append(Mistake(source, f"{place}{inner}", sentence))

        found = _entry(name, entry, source, wrong)
        if found is not None:
            settings[name] = found
    return Layer(source, settings, tuple(mistakes))


def _entry(name: str, entry: object, source: str, wrong: Callable[[str, str], object]) -> Setting | None:
    """One setting of a file."""
    if name not in BY_NAME:
        wrong("", f"This key is not known.{near(name, BY_NAME)}")
        return None
    if not isinstance(entry, dict) or "value" not in entry:
        wrong("", 'This should be a table with a value, such as {"value": …, "locked": true}.')
        return None
    for other in entry:
        if other not in ("value", "locked"):
            wrong(f".{other}", f"This is not known here.{near(other, ('value', 'locked'))}")
    locked = entry.get("locked", False)
    if type(locked) is not bool:
        wrong(".locked", "This should be true or false. The value is taken as a starting value.")
        locked = False
    value = checked(BY_NAME[name], entry["value"], lambda inner, said: wrong(f".value{inner}", said))
    return None if value is None else Setting(value, locked, source)


def _misplaced(name: str) -> str:
    if name in BY_NAME:
        return 'This belongs inside "settings".'
    return f"This is not known here.{near(name, ALLOWED_BESIDE)}"


def _once(pairs: list[tuple[str, object]], twice: list[str]) -> dict[str, object]:
    names = [name for name, _value in pairs]
    twice += sorted({name for name in names if names.count(name) > 1})
    return dict(pairs)


def _bad(source: str, place: str, sentence: str) -> Layer:
    return Layer(source, {}, (Mistake(source, place, sentence),))


# --- the registry ----------------------------------------------------------------------------------------------------


def from_registry(tree: Tree) -> Layer:
    """What the registry sets: locked in the key itself, a starting value in the one below it."""
    mistakes: list[Mistake] = []
    settings: dict[str, Setting] = {}
    for below, values in sorted(tree.items(), key=lambda pair: pair[0] != ""):
        source = rf"{SOURCE}\{below}" if below else SOURCE
        if below and below.casefold() != STARTING.casefold():
            mistakes.append(Mistake(source, "", f"This key is not known.{near(below, (STARTING,))}"))
            continue
        for name, value in _named(values, source, mistakes).items():

            def wrong(inner: str, sentence: str, source: str = source, name: str = name) -> None:
                mistakes.append(Mistake(source, f"{name}{inner}", sentence))

            taken = checked(BY_NAME[name], value, wrong)
            if taken is not None and name not in settings:
                settings[name] = Setting(taken, not below, source)
    return Layer(SOURCE, settings, tuple(mistakes))


def _named(values: Mapping[str, object], source: str, mistakes: list[Mistake]) -> dict[str, object]:
    """The values of one registry key as a file would hold them, by key: a contact there is four values."""
    found: dict[str, object] = {}
    known = {name.casefold(): name for name in BY_NAME}
    for name, value in values.items():
        whole, _dot, part = name.casefold().rpartition(".")
        key = BY_NAME.get(known.get(name.casefold(), ""))
        contact = BY_NAME.get(known.get(whole, ""))
        if isinstance(value, OSError):
            mistakes.append(Mistake(source, name, f"This cannot be read: {value.strerror}."))
        elif key is not None and key.kind != "contact":
            # A number stands for yes or no there, and the registry has no other way to say it.
            found[key.name] = bool(value) if key.kind == "yes_no" and value in (0, 1) else value
        elif contact is not None and contact.kind == "contact" and part in CONTACT_PARTS:
            parts = found.setdefault(contact.name, {})
            assert isinstance(parts, dict)
            parts[part] = value
        elif name:
            mistakes.append(Mistake(source, name, f"This key is not known.{near(name, _value_names())}"))
    return found


def _value_names() -> list[str]:
    """The names that values of the registry may have."""
    names: list[str] = []
    for key in BY_NAME.values():
        names += [f"{key.name}.{part}" for part in CONTACT_PARTS] if key.kind == "contact" else [key.name]
    return names
