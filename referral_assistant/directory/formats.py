"""Which reader a file wants, told by what is in it, and the files of a folder in the order people count in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from referral_assistant.i18n import _
from referral_assistant.problems import Problem
from referral_assistant.reading.text_file import beginning

_MOST_FILES = 20_000


class Unknown(Exception):
    """No reader takes this file. The text is a sentence that says what it is and what to do."""


def files(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The files that were named, and those in the folders that were named: page 2 before page 10."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = (each for each in path.rglob("*") if each.is_file() and not _hidden(each, path))
            found.update(dict.fromkeys(sorted(inside, key=_natural)))
        elif path.exists():
            found[path] = None
        else:
            raise Problem(_("There is no file {path}.").format(path=path), _("Check the name, or choose it again."))
        if len(found) > _MOST_FILES:
            raise Problem(_("This folder holds too many files."), _("Choose the folder of the saved pages alone."))
    if not found:
        raise Problem(_("There is no file in this folder."), _("Choose the folder of the saved pages."))
    return tuple(found)


def recognise(path: Path) -> str:
    """`json`, `excel` or `csv`. Raises `Unknown` with a sentence for anything else."""
    data, text = beginning(path)
    for mark, sentence in _REFUSED:
        if data.startswith(mark):
            raise Unknown(sentence)
    if data.startswith(b"PK\x03\x04"):
        if _is_workbook(path):
            return "excel"
        raise Unknown(_("This is a packed folder. Unpack it, and choose the folder."))
    bare = text.lstrip("\ufeff\x00 \t\r\n")
    if not bare:
        raise Unknown(_("This file is empty."))
    if bare[0] in "{[" and not _is_table(bare):
        return "json"
    if bare[0] == "<":
        raise Unknown(_("This is a web page or XML, and not the data behind it. Save the feed itself, as JSON."))
    if sum(c in "\x00\x01\x02\x03\x04\x05\x06\x0e\x0f\x10\ufffd" for c in bare[:1000]) > 100:
        raise Unknown(_("This is no text and no workbook, so no services can be read from it."))
    if re.search(r"^\[\[services\]\]", bare, re.MULTILINE):
        raise Unknown(_("This is a directory in our own text form. Try it with the command check."))
    return "csv"


_REFUSED = (
    (b"\xd0\xcf\x11\xe0", _("This is a workbook of an old Excel. Open it there and save it as .xlsx.")),
    (b"SQLite format 3\x00", _("This is a database. Export its services from the program it belongs to.")),
    (b"%PDF", _("This is a PDF, from which no services can be read. Ask for a table or a feed.")),
    (b"\x1f\x8b", _("This file is packed. Unpack it first.")),
    (b"7z\xbc\xaf", _("This file is packed. Unpack it first.")),
)


def _is_workbook(path: Path) -> bool:
    import zipfile

    try:
        with zipfile.ZipFile(path) as packed:
            return any(name.startswith("xl/") for name in packed.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return path.suffix.casefold() in (".xlsx", ".xlsm")


def _is_table(bare: str) -> bool:
    """A table may begin with a bracket, as in "[draft] Name, Telephone": no JSON has a word there."""
    return re.match(r"\[\s*[a-zA-Z]", bare) is not None and not re.match(r"\[\s*(?:true|false|null|NaN)\b", bare)


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith((".", "~$", "__")) for part in path.relative_to(root).parts)


def _natural(path: Path) -> tuple[tuple[int, int, str], ...]:
    return tuple(_pieces(str(path).casefold()))


def _pieces(text: str) -> Iterator[tuple[int, int, str]]:
    for number, word in re.findall(r"(\d{1,18})|(\D+)", text):
        yield (0, int(number), "") if number else (1, 0, word)
