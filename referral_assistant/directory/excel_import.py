"""The rows of an Excel workbook, one by one, and never more of it in memory than is needed."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from referral_assistant.i18n import _

SHEET = "services"
_LARGEST = 400_000_000
"""How many bytes a workbook may hold once it is unpacked."""
_COLUMNS = 400
_EMPTY_ROWS = 2_000


class Damaged(Exception):
    """The workbook cannot be read on. The text is a sentence."""


def rows(path: Path, moved: Callable[[int], None]) -> Iterator[tuple[int, tuple[object, ...]]]:
    """The rows of the sheet called Services, else of the first, with their numbers."""
    _refuse_bomb(path)
    from openpyxl import load_workbook

    warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # whatever is wrong with a workbook, openpyxl has an error of its own for it
        raise Damaged(_("This workbook is damaged, or is none that Excel made.")) from error
    try:
        yield from _rows(book, path.stat().st_size, moved)
    finally:
        book.close()


def _rows(book: object, size: int, moved: Callable[[int], None]) -> Iterator[tuple[int, tuple[object, ...]]]:
    sheets = list(getattr(book, "worksheets", ()))
    if not sheets:
        raise Damaged(_("There is no sheet in this workbook."))
    sheet = next((s for s in sheets if str(s.title).strip().casefold() == SHEET), sheets[0])
    found = _guarded(
        sheet.iter_rows(max_col=min(sheet.max_column, _COLUMNS) if sheet.max_column else None, values_only=True)
    )
    count, empty = max(sheet.max_row or 1000, 1), 0
    for number, cells in enumerate(found, 1):
        moved(size // count if number <= count else 0)
        empty = 0 if any(cell is not None for cell in cells) else empty + 1
        if empty > _EMPTY_ROWS:
            return
        yield number, cells[:_COLUMNS]


def _guarded(found: Iterator[tuple[object, ...]]) -> Iterator[tuple[object, ...]]:
    """The rows, with whatever goes wrong while they are read told in one way."""
    while True:
        try:
            cells = next(found)
        except StopIteration:
            return
        except Exception as error:  # as above
            raise Damaged(_("This workbook is damaged and cannot be read to its end.")) from error
        yield cells


def _refuse_bomb(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(part.file_size for part in packed.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Damaged(_("This workbook is damaged, or is none that Excel made.")) from error
    if size > _LARGEST:
        raise Damaged(_("This workbook is too large to be a list of services."))
