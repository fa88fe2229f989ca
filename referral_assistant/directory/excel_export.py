"""Services as an Excel file: the table, a sheet that explains every column, and lists to choose from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from referral_assistant.directory.columns import COLUMNS
from referral_assistant.directory.labels import labels
from referral_assistant.directory.table_export import EXAMPLE, NOT_KNOWN, Cell, rows
from referral_assistant.i18n import _
from referral_assistant.model import Service
from referral_assistant.problems import Problem
from referral_assistant.reading.csv_file import guarded

if TYPE_CHECKING:
    from openpyxl.worksheet.datavalidation import DataValidation

MOST_CHARACTERS = 32_767
"""What one cell of an Excel file can hold."""

SHEET = "Services"
_EXPLAINED = "Columns"
_LISTS = "Lists"

_ONE_OF = (
    "kind",
    "purpose",
    "status",
    "residence",
    "interpreter",
    "partner_support",
    "harm_level",
    "fees",
)
"""Columns whose cells hold one value of a closed list: the others may hold several."""

_AGES = ("minimum_age", "maximum_age")
_DAYS = ("ends_on", "waiting_as_of", "assured_date")
_WIDTHS = {"name": 34, "description": 50, "criteria": 18, "service_areas": 28, "contact.address": 30, "source": 28}
_USUAL_WIDTH = 18
_ROWS_TO_FILL = 500
_NEVER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_APOSTROPHE = re.compile(r"'+[=+\-@\t\r]")


def write_excel(services: Iterable[Service], path: Path, private: bool = False) -> int:
    """Write an Excel file, and say how many services are in it."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator = "Referral Assistant"
    sheet = book.create_sheet(SHEET)
    try:
        count = _fill(sheet, rows(services, private))
    finally:
        sheet.close()
    _explain(book.create_sheet(_EXPLAINED))
    _list(book.create_sheet(_LISTS))
    book.save(path)
    return count


def template_excel(path: Path) -> None:
    """The empty table as an Excel file."""
    write_excel([EXAMPLE], path, private=True)


# --- the services ----------------------------------------------------------------------------------------------------


def _fill(sheet: Any, found: Iterable[tuple[Cell, ...]]) -> int:
    """Write the rows under their headings, which stay in sight, in columns wide enough to read."""
    sheet.freeze_panes = "C2"
    for number, column in enumerate(COLUMNS, 1):
        sheet.column_dimensions[_letter(number)].width = _WIDTHS.get(column.field, _USUAL_WIDTH)
    sheet.append([_heading(sheet, column.header) for column in COLUMNS])
    count = 0
    for row in found:
        sheet.append([_safe(sheet, cell) for cell in row])
        count += 1
    sheet.auto_filter.ref = f"A1:{_letter(len(COLUMNS))}{count + 1}"
    sheet.data_validations.dataValidation.extend(_choices(count + 1 + _ROWS_TO_FILL))
    return count


def _safe(sheet: Any, value: Cell) -> Any:
    """A cell whose text is text, whatever it begins with: neither a formula nor an error."""
    if not isinstance(value, str):
        return value
    from openpyxl.cell import WriteOnlyCell

    text = _NEVER.sub("", value)
    if len(text) > MOST_CHARACTERS:
        raise Problem(
            _("A text of {count} characters is too long for Excel.").format(count=len(text)),
            _("Write a CSV file instead, or shorten the text."),
        )
    if not text:
        return None
    # An apostrophe that reading would take for a guard gets a guard of its own.
    cell = WriteOnlyCell(sheet, guarded(text) if _APOSTROPHE.match(text) else text)
    if cell.data_type != "s":
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell


def _choices(last: int) -> Iterable[DataValidation]:
    """What Excel lets somebody choose or type under a heading, down to the last row."""
    from openpyxl.worksheet.datavalidation import DataValidation

    for field, source in _sources().items():
        yield _told(DataValidation(type="list", formula1=source, allow_blank=True), field, last)
    for field in _AGES:
        ages = DataValidation(type="whole", operator="between", formula1="0", formula2="120", allow_blank=True)
        yield _told(ages, field, last)
    for field in _DAYS:
        days = DataValidation(type="date", operator="greaterThan", formula1="DATE(2000,1,1)", allow_blank=True)
        yield _told(days, field, last)


def _told(choice: DataValidation, field: str, last: int) -> DataValidation:
    """The rule with its sentence, on the cells of its column."""
    number = next(n for n, column in enumerate(COLUMNS, 1) if column.field == field)
    column = COLUMNS[number - 1]
    choice.errorTitle, choice.error = column.header, column.note[:255]
    choice.add(f"{_letter(number)}2:{_letter(number)}{last}")
    return choice


# --- what explains them ----------------------------------------------------------------------------------------------


def _explain(sheet: Any) -> None:
    """A row for each column: what it is for, and the words that may stand in it."""
    sheet.freeze_panes = "A2"
    for letter, width in (("A", 24), ("B", 64), ("C", 48)):
        sheet.column_dimensions[letter].width = width
    sheet.append([_heading(sheet, text) for text in (_("Column"), _("What to write"), _("What may stand there"))])
    for column in COLUMNS:
        values = "\n".join(_words(column.field))
        sheet.append([_wrapped(sheet, text) for text in (column.header, column.note, values)])


def _list(sheet: Any) -> None:
    """The closed lists, each under its heading, for the cells that choose from them."""
    sheet.sheet_state = "hidden"
    lists = [_words(field) for field in _ONE_OF]
    sheet.append([next(c.header for c in COLUMNS if c.field == field) for field in _ONE_OF])
    for number in range(max(map(len, lists))):
        sheet.append([values[number] if number < len(values) else None for values in lists])


def _words(field: str) -> list[str]:
    """The words of a closed list; what is not known is an empty cell."""
    return [words for value, words in labels().get(field, {}).items() if value != NOT_KNOWN]


def _sources() -> Mapping[str, str]:
    """Field -> where on the sheet of lists its values stand."""
    found = {"fictional": '"Yes"'}
    for number, field in enumerate(_ONE_OF, 1):
        letter = _letter(number)
        found[field] = f"{_LISTS}!${letter}$2:${letter}${len(_words(field)) + 1}"
    return found


def _heading(sheet: Any, text: str) -> Any:
    from openpyxl.styles import Font, PatternFill

    cell = _wrapped(sheet, text)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="FFE5E7E6")
    return cell


def _wrapped(sheet: Any, text: str) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment

    cell = WriteOnlyCell(sheet, text)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _letter(number: int) -> str:
    from openpyxl.utils import get_column_letter

    letter: str = get_column_letter(number)
    return letter
