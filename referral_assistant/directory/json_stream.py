"""The records of a JSON file one at a time, however large it is, and what is wrong with it at which place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

LIMIT = 4_000_000
"""How many characters one record may have."""
_DEEP = 10_000
_LISTS = frozenset({"contents", "content", "services", "items", "results", "records", "data"})
"""Under which a page holds its records: `contents` in Open Referral UK 3.0, `content` in 1.0 and Outpost."""
_SPACE = re.compile(r"[ \t\r\n\ufeff\x00]*")
_TOKEN = re.compile(r'["{}\[\]]')
_QUOTE = re.compile(r'["\\]')
_CLOSES = {"{": "}", "[": "]"}


@dataclass(frozen=True, slots=True)
class Found:
    """One record: where it stands, and its value. `around` is what the file said before the list it stands in, `under`
    the name of that list. twice: keys that stood twice in it, of which the last counts."""

    place: str
    value: Any
    under: str = ""
    around: dict[str, Any] = field(default_factory=dict)
    twice: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is no JSON: where, and a sentence. `ends` when nothing after it could be read."""

    place: str
    sentence: str
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """What a file says beside its records, such as how many pages there are, and how many records were read."""

    values: dict[str, Any]
    count: int


class _Broken(Exception):
    """The file cannot be read on from here."""


def records(pieces: Iterator[str]) -> Iterator[Found | Fault | Around]:
    """Every record of a page, of a list, of several in a row, or the one that the file is."""
    return _Reader(pieces).read()


class _Reader:
    """A window of text that moves over the file, and how much of it was read."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces = pieces
        self._text = ""
        self._at = 0
        self._lines, self._counted, self._before = 1, 0, 0
        self._ended = False
        self._count = 0
        self._twice: list[str] = []
        self._around: dict[str, Any] = {}
        decoder = json.JSONDecoder(strict=False, parse_int=_whole, parse_constant=str, object_pairs_hook=self._object)
        self._decode = decoder.raw_decode

    def read(self) -> Iterator[Found | Fault | Around]:
        """All there is, ended by what stood around it or by the fault that ends it."""
        try:
            while self._next():
                match self._text[self._at]:
                    case "[":
                        yield from self._list("")
                    case "{":
                        yield from self._page()
                    case ",":
                        self._at += 1
                    case _:
                        raise _Broken("Here a list or a service should begin.")
        except _Broken as error:
            yield Fault(self._place(), str(error), ends=True)
        yield Around(self._around, self._count)

    # --- what a file is made of ---

    def _page(self) -> Iterator[Found | Fault]:
        """An object at the top: a page with its records, or one record."""
        line, found, began = self._line(), False, self._at
        head: dict[str, Any] = {}
        self._at += 1
        while self._needed("name of a value or a closing brace") != "}":
            if self._text[self._at] == ",":
                self._at += 1
                continue
            key = self._value()
            if not isinstance(key, str) or self._needed("colon") != ":":
                raise _Broken("Here a name in quotation marks and a colon should stand.")
            self._at += 1
            if self._needed("value") == "[" and key in _LISTS:
                found = True
                self._around.update(head)
                yield from self._list(key)
            else:
                head[key] = self._value()
            if self._at - began > LIMIT and len(head) > 1000:
                raise _Broken("This record is too large to be a service.")
        self._at += 1
        if found:
            self._around.update(head)
            return
        self._count += 1
        yield Found(f"record {self._count}, line {line}", head, twice=self._repeated())

    def _list(self, under: str) -> Iterator[Found | Fault]:
        self._at += 1
        while (mark := self._needed("record or a closing bracket")) != "]":
            if mark == ",":
                self._at += 1
                continue
            self._count += 1
            line = self._line()
            place = f"record {self._count}, line {line}"
            try:
                value = self._value()
            except _Broken as error:
                self._skip()
                yield Fault(place, f"This record could not be read and was left out. {error}")
                continue
            yield Found(place, value, under, self._around, self._repeated())
        self._at += 1

    # --- values ---

    def _value(self) -> Any:
        """The value that begins here. Nothing is moved when it cannot be read."""
        while True:
            try:
                value, end = self._decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if not self._cut(error) or not self._more():
                    raise _Broken(self._said(error)) from None
            except RecursionError:
                raise _Broken("It is nested too deeply to be a service.") from None
            else:
                if end < len(self._text) or self._text[end - 1] in '"}]' or not self._more():
                    self._at = end
                    return value
            if len(self._text) - self._at > LIMIT:
                raise _Broken("It is too large to be a service.")
            self._twice.clear()

    def _cut(self, error: json.JSONDecodeError) -> bool:
        """Whether a value may be wrong only because the rest of it is still to come."""
        return error.msg.startswith("Unterminated string") or error.pos >= len(self._text) - 16

    def _skip(self) -> None:
        """Pass over a list or an object that is no JSON, by its brackets and quotation marks alone."""
        if self._text[self._at] not in _CLOSES:
            raise _Broken("What stands here is no JSON.")
        awaited: list[str] = []
        while True:
            found = self._search(_TOKEN)
            if found == '"':
                self._string()
            elif found in _CLOSES:
                awaited.append(_CLOSES[found])
            elif awaited.pop() != found:
                raise _Broken("Brackets and braces do not match, so the end of this record is not known.")
            if not awaited:
                return
            if len(awaited) > _DEEP:
                raise _Broken("It is nested too deeply to be a service.")

    def _string(self) -> None:
        while self._search(_QUOTE) != '"':
            if self._at >= len(self._text):
                self._more()
            self._at += 1

    def _search(self, pattern: re.Pattern[str]) -> str:
        """The next such character, read past."""
        while (found := pattern.search(self._text, self._at)) is None:
            self._at = len(self._text)
            if not self._more():
                raise _Broken("The file ends in the middle of a record.")
        self._at = found.end()
        return found[0]

    # --- the window ---

    def _next(self) -> bool:
        """Move to the next character that is no space; False at the end of the file."""
        while True:
            found = _SPACE.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return True
            if not self._more():
                return False

    def _needed(self, what: str) -> str:
        if not self._next():
            raise _Broken(f"The file ends where a {what} should follow.")
        return self._text[self._at]

    def _more(self) -> bool:
        """Read on, as much again as is not done with; what is done with is let go."""
        if self._ended:
            return False
        self._line()
        parts = [self._text[self._at :]]
        wanted = len(parts[0])
        newline = self._text.rfind("\n", 0, self._at)
        self._before = self._at - newline - 1 if newline >= 0 else self._before + self._at
        self._at = self._counted = 0
        while True:
            piece = next(self._pieces, None)
            if piece is None:
                self._ended = True
                break
            parts.append(piece)
            wanted -= len(piece)
            if piece and wanted <= 0:
                break
        self._text = "".join(parts)
        return len(parts) > 1

    def _line(self) -> int:
        self._lines += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._lines

    def _place(self) -> str:
        return f"line {self._line()}"

    def _said(self, error: json.JSONDecodeError) -> str:
        line = self._line() + self._text.count("\n", self._at, error.pos)
        newline = self._text.rfind("\n", 0, error.pos)
        column = error.pos - newline if newline >= 0 else self._before + error.pos + 1
        return f"Line {line}, column {column}: {error.msg}."

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) != len(pairs):
            seen: set[str] = set()
            self._twice += [key for key, _value in pairs if key in seen or seen.add(key)]  # type: ignore[func-returns-value]
        return made

    def _repeated(self) -> tuple[str, ...]:
        found = tuple(dict.fromkeys(self._twice))
        self._twice.clear()
        return found


def _whole(digits: str) -> int | str:
    """A whole number; as text when it has more digits than any number a service has."""
    return int(digits) if len(digits) < 20 else digits
