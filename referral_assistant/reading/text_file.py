"""The text of a file, piece by piece, whatever its encoding: UTF-8, UTF-16, and Windows-1252 where neither fits."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from pathlib import Path

PIECE = 1 << 18
_ENDING = re.compile(r"\r\n|\r|\n")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def _windows(error: UnicodeError) -> tuple[str, int]:
    """A byte that is no UTF-8, as Windows would have it: what half the spreadsheets of the country are saved in."""
    assert isinstance(error, UnicodeDecodeError)
    odd = error.object[error.start : error.end]
    return "".join(bytes((byte,)).decode("cp1252", "replace") for byte in odd), error.end


codecs.register_error("directory-windows", _windows)


class TextFile:
    """A file that is read once from its beginning. `moved` is told how many bytes were read; `odd` says whether there
    were characters that its encoding does not know."""

    def __init__(self, path: Path, moved: Callable[[int], None] = lambda _bytes: None) -> None:
        self.path = path
        self.odd = False
        self.encoding = "utf-8"
        self._moved = moved

    def pieces(self) -> Iterator[str]:
        """The text in pieces of some hundred thousand characters."""
        with self.path.open("rb") as file:
            head = file.read(4)
            mark, self.encoding = _encoding(head)
            file.seek(len(mark))
            left = b""
            while data := file.read(PIECE):
                self._moved(len(data))
                text, left = self._decoded(left + data)
                yield text
            if left:
                yield self._decoded(left, last=True)[0]

    def lines(self) -> Iterator[str]:
        """The text line by line, ends of lines kept; a line of many megabytes comes in parts."""
        rest = ""
        for piece in self.pieces():
            text = rest + piece
            done = 0
            for ending in _ENDING.finditer(text):
                # An ending at the end of the piece may be the first half of one.
                if ending.end() < len(text) or ending[0] != "\r":
                    yield text[done : ending.end()]
                    done = ending.end()
            rest = text[done:]
            if len(rest) > 16 * PIECE:
                yield rest
                rest = ""
        if rest:
            yield rest

    def _decoded(self, data: bytes, last: bool = False) -> tuple[str, bytes]:
        decode = codecs.utf_8_decode if self.encoding == "utf-8" else _UTF16[self.encoding]
        try:
            text, used = decode(data, "strict", last)
        except UnicodeDecodeError:
            self.odd = True
            text, used = decode(data, "directory-windows" if self.encoding == "utf-8" else "replace", last)
        return text, data[used:]


_UTF16 = {"utf-16-le": codecs.utf_16_le_decode, "utf-16-be": codecs.utf_16_be_decode}


def _encoding(head: bytes) -> tuple[bytes, str]:
    for mark, name in _MARKS:
        if head.startswith(mark):
            return mark, name
    if len(head) >= 2 and head[0] and not head[1]:
        return b"", "utf-16-le"
    if len(head) >= 2 and not head[0] and head[1]:
        return b"", "utf-16-be"
    return b"", "utf-8"


def beginning(path: Path, length: int = 4096) -> tuple[bytes, str]:
    """The first bytes of a file, and the text they are."""
    with path.open("rb") as file:
        data = file.read(length)
    mark, name = _encoding(data[:4])
    return data, data[len(mark) :].decode(name, "replace")
