"""A scenario written back as the file it is read from: laid out as ours are, escaped, whole or not at all."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

from referral_assistant import whole
from referral_assistant.i18n import _
from referral_assistant.model import Scenario, Telling
from referral_assistant.problems import Problem
from referral_assistant.reading import to_plain, write_case

WIDE = 118
"""Columns of a line. A longer text goes over several, which the reader joins again."""

Plain = Mapping[str, Any]

_TOP = ("id", "title", "role", "setting", "warning", "trap", "learning", "shown_by", "named", "service", "minutes")
_LAST = ("practitioner", "why")
_TABLES = ("persona", "agencies", "readings", "beats", "lands", "hidden", "expected", "case")
_INLINE = frozenset({"answers", "sharing", "filing", "verdicts"})
"""Lists of tables, and tables, that stand on one line each."""
_SENTENCES = frozenset({"learning", "presents", "hides", "opens", "shuts"})
"""Lists of sentences, one to a line."""
_DAYS = frozenset({"today", "at", "outcome_at", "source_date", "entered_on", "review_on"})
"""What is a day or a moment in every record that has it: written without quotation marks."""
_FROM_THE_COPY = ("kind", "pack")
"""What a case of a scenario has from the copy of the program that reads it."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:$|T\d{2}:)")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {"\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def scenario_text(scenario: Scenario) -> str:
    """The file of a scenario, as text. What has its usual value is left out."""
    return _laid_out(_data(scenario))


def write_scenario(path: Path, scenario: Scenario) -> None:
    """Write a scenario to a file, whole or not at all. Raises `Problem`."""
    data = _data(scenario)
    text = _laid_out(data)
    if tomllib.loads(text) != _typed(data):
        raise Problem(_("The scenario could not be written as it is."), _("This is a mistake of the program."))
    advice = _("Check that the disk has room and that you may write to it.")
    whole.write(path, text.encode(), _("The scenario could not be saved."), advice, folder=True)


# --- what is written -------------------------------------------------------------------------------------------------


def _data(scenario: Scenario) -> dict[str, Any]:
    """A scenario as plain data that is read back as the same record."""
    told = Telling(**{f.name: getattr(scenario, f.name) for f in fields(Telling)})
    case = {key: value for key, value in write_case(scenario.case).items() if key not in _FROM_THE_COPY}
    first = {key: case[key] for key in ("format", "reference", "today") if key in case}
    found: dict[str, Any] = _readable({**to_plain(told), "case": {**first, **case}})
    return found


def _readable(value: Any) -> Any:
    """Text without halves of characters, which no file can hold."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, Mapping):
        return {_readable(key): _readable(inner) for key, inner in value.items()}
    return [_readable(inner) for inner in value] if isinstance(value, list) else value


def _typed(value: Any, key: str = "") -> Any:
    """The data as a reader finds it: days are days."""
    if isinstance(value, Mapping):
        return {name: _typed(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_typed(inner) for inner in value]
    if isinstance(value, str) and _is_day(key, value):
        return date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
    return value


def _is_day(key: str, value: str) -> bool:
    return key in _DAYS and _DAY.match(value) is not None


def _place(key: str) -> int:
    """Where a line of the head stands: as in ours, and the two long texts after what else there may be."""
    return _TOP.index(key) if key in _TOP else len(_TOP) + (1 + _LAST.index(key) if key in _LAST else 0)


# --- how it is laid out ----------------------------------------------------------------------------------------------


def _laid_out(data: Plain) -> str:
    top = [key for key in data if key not in _TABLES]
    lines = [line for key in sorted(top, key=_place) for line in _pair(key, data[key])]
    for key in _TABLES:
        if key in data:
            lines += _member((key,), data[key])
    return "\n".join(lines) + "\n"


def _member(path: tuple[str, ...], value: Any) -> Iterator[str]:
    """A table, or every table of a list, under its heading."""
    key = path[-1]
    if isinstance(value, list):
        for one in value:
            yield ""
            yield f"[[{_name(path)}]]"
            yield from _table(path, one)
    elif key in ("readings", "lands"):
        for name, one in value.items():
            yield from _member((*path, name), one)
    else:
        yield ""
        yield f"[{_name(path)}]"
        yield from _table(path, value)


def _table(path: tuple[str, ...], table: Plain) -> Iterator[str]:
    """What stands in a table: what fits on lines first, then the tables in it."""
    below = {key for key, value in table.items() if key not in _INLINE and _holds_tables(value)}
    for key, value in table.items():
        if key not in below:
            yield from _pair(key, value)
    for key, value in table.items():
        if key in below:
            # The parts of a card stand close together: they are read as one.
            lines = _member((*path, key), value)
            if path == ("beats",):
                next(lines)
            yield from lines


def _holds_tables(value: Any) -> bool:
    return isinstance(value, Mapping) or (isinstance(value, list) and bool(value) and isinstance(value[0], Mapping))


def _pair(key: str, value: Any) -> Iterator[str]:
    head = f"{_key(key)} = "
    if isinstance(value, str) and not _is_day(key, value):
        yield head + _text(value, WIDE - len(head))
    elif isinstance(value, list) and value and (key in _INLINE | _SENTENCES or len(head + _value(value)) > WIDE):
        yield f"{head}["
        yield from (f"  {_value(one)}," for one in value)
        yield "]"
    else:
        yield head + _value(value, key)


def _value(value: Any, key: str = "") -> str:
    """A value on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value if _is_day(key, value) else f'"{_escaped(value)}"'
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(name)} = {_value(one, name)}" for name, one in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, Sequence):
        return f"[{', '.join(_value(one) for one in value)}]"
    return str(value)


def _name(path: tuple[str, ...]) -> str:
    return ".".join(_key(part) for part in path)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else f'"{_escaped(key)}"'


# --- text ------------------------------------------------------------------------------------------------------------


def _text(text: str, room: int) -> str:
    """Text in quotation marks, over several lines where it is long."""
    line = f'"{_escaped(text)}"'
    if (len(line) <= room and "\n" not in text) or text != text.strip():
        return line
    lines = [wrapped for one in text.split("\n") for wrapped in _wrapped(one)]
    return '"""\\\n' + "\n".join(lines) + '"""'


def _wrapped(line: str) -> Iterator[str]:
    """One line of a text over several: each but the last ends with a backslash, and the reader joins them."""
    first, *rest = line.split(" ")
    held = _escaped(first)
    for word in rest:
        piece = _escaped(word)
        if piece and len(held) + len(piece) + 3 > WIDE:
            yield f"{held} \\"
            held = piece
        else:
            held = f"{held} {piece}"
    yield held


def _escaped(text: str) -> str:
    return "".join(_escape(letter) for letter in text).replace('"', '\\"')


def _escape(letter: str) -> str:
    if letter in _ESCAPES:
        return _ESCAPES[letter]
    return f"\\u{ord(letter):04x}" if ord(letter) < 0x20 or ord(letter) == 0x7F else letter
