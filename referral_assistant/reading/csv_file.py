"""CSV as spreadsheets write and read it: any separator, a mark at its head or none, and no cell that is a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from referral_assistant.reading.text_file import TextFile, beginning

LOOKED_AT = 12
"""Lines of the beginning that say which separator it is."""

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


class Torn(Exception):
    """A table that cannot be read on from a line. The text is the library's own."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line


def csv_rows(text: TextFile) -> Iterator[tuple[int, list[str]]]:
    """Every row of a file, with the number of the line on which it ends. Raises `Torn`."""
    lines = csv.reader(_without_mark(text.lines()), delimiter=_separator(beginning(text.path, 1 << 16)[1]))
    try:
        for cells in lines:
            if not (lines.line_num == 1 and len(cells) <= 2 and cells and cells[0].startswith("sep=")):
                yield lines.line_num, cells
    except csv.Error as error:
        raise Torn(lines.line_num, str(error)) from None


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe before what it might."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """What was guarded, as it was."""
    return text[1:] if _GUARDED.match(text) else text


def _without_mark(lines: Iterator[str]) -> Iterator[str]:
    return (line.lstrip("\ufeff") if number == 0 else line for number, line in enumerate(lines))


def _separator(text: str) -> str:
    """What stands between cells: what splits the first lines into most cells."""
    if text.startswith("sep=") and len(text) > 4:
        return text[4]
    lines = [line for line in text.splitlines()[:LOOKED_AT] if line.strip()]
    return max(",;\t|", key=lambda mark: max((line.count(mark) for line in lines), default=0))
