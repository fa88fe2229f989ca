"""Services as rows of a table: CSV with any separator and encoding, and Excel. Headings say what columns hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from hashlib import blake2b
from pathlib import Path
from typing import Any

from referral_assistant.directory.cells import EXAMPLE_ID
from referral_assistant.directory.columns import CERTAIN, COLUMNS, plain_header
from referral_assistant.directory.draft import Draft, Setting
from referral_assistant.directory.notes import shown
from referral_assistant.directory.report import Answers, Fate, Question, Record
from referral_assistant.directory.row import put
from referral_assistant.i18n import _
from referral_assistant.reading.csv_file import LOOKED_AT, Torn, csv_rows
from referral_assistant.reading.text_file import TextFile

Row = tuple[str, Sequence[object]]
"""Where a row stands, and its cells."""
Known = Callable[[str], Mapping[str, str] | None]
"""What was said before about the columns of a table of that shape."""

SEVERAL = frozenset({"contact.address"})
"""Fields that several columns may hold together."""
_MOST_COLUMNS = 400
_HEADERS = {column.field: column.header for column in COLUMNS}


@dataclass(frozen=True, slots=True)
class Columns:
    """Which field each column holds, by its number, and what is to be said and asked about the others."""

    shape: str
    fields: Mapping[int, str]
    headers: tuple[str, ...]
    said: tuple[str, ...] = ()
    questions: tuple[Question, ...] = field(default_factory=tuple)

    @property
    def ours(self) -> bool:
        """Whether it is the table that this program writes: every column, and no other."""
        headers = [header for header in self.headers if header]
        return len(self.fields) == len(COLUMNS) == len(headers) and set(self.fields.values()) == set(_HEADERS)


class Unreadable(Exception):
    """The table cannot be read on. The text is a sentence."""


def read(
    path: Path,
    around: Setting,
    excel: bool,
    moved: Callable[[int], None] = lambda _bytes: None,
    known: Known = lambda _shape: None,
) -> Iterator[Record]:
    """Every row of a table, one at a time, after what is to be said about its columns."""
    text = TextFile(path, moved)
    try:
        rows = _excel(path, moved) if excel else _csv(text)
        above, head, rest = _beginning(rows)
        columns = match(head, around.answers, known)
        yield from _about(columns, above)
        if "name" not in columns.fields.values():
            raise Unreadable(_("No column is known to hold the names of the services, so none could be read."))
        for place, cells in rest:
            if any(cell not in (None, "") for cell in cells):
                yield _service(place, cells, columns, around)
    except Unreadable as error:
        yield Record("", "", Fate.REFUSED, said=(str(error),), broken=True)
    if text.odd:
        yield Record("", "", Fate.IGNORED, said=(_("It is not UTF-8 throughout, and was read as Windows writes it."),))


# --- columns ---------------------------------------------------------------------------------------------------------


def shape_of(headers: Sequence[str]) -> str:
    """What tables with these headings have in common: a digest of the headings as they are compared."""
    return blake2b("\x1f".join(map(plain_header, headers)).encode("utf-8", "replace"), digest_size=16).hexdigest()


def match(head: Sequence[object], answers: Answers, known: Known = lambda _shape: None) -> Columns:
    """Which field each column holds: as answered, as answered before, or as its heading says beyond doubt. Anything
    that only might be a field is asked about, and not used until somebody answers."""
    headers = tuple(shown(cell) for cell in head[:_MOST_COLUMNS])
    shape = shape_of(headers)
    answered = {plain_header(name): name_of for name, name_of in answers.columns.items()}
    before = {plain_header(name): name_of for name, name_of in (known(shape) or {}).items()}
    fields: dict[int, str] = {}
    said: list[str] = []
    questions: list[Question] = []
    for number, header in enumerate(headers):
        plain = plain_header(header)
        if not plain:
            continue
        found = answered.get(plain, before.get(plain, CERTAIN.get(plain)))
        if found is None:
            offered = _offered(plain)
            if offered:
                questions.append(Question("column", header, offered))
            said.append(_("The column “{header}” was not used.").format(header=header))
        elif found not in _HEADERS:
            said.append(_("The column “{header}” was left out, as you said.").format(header=header))
        elif found in fields.values() and found not in SEVERAL:
            said.append(_("The column “{header}” was not used: another holds the same.").format(header=header))
        else:
            fields[number] = found
            if plain != plain_header(_HEADERS[found]):
                said.append(
                    _("The column “{header}” was read as {field}.").format(header=header, field=_HEADERS[found])
                )
    return Columns(shape, fields, headers, tuple(said), tuple(questions))


def _offered(plain: str) -> tuple[str, ...]:
    """The fields that a heading might mean: those it names among other words, or is spelled like."""
    words = _stems(plain)
    found = [f for name, f in CERTAIN.items() if _stems(name) <= words]
    found += [f for name, f in CERTAIN.items() if words < _stems(name)]
    found += [CERTAIN[name] for name in get_close_matches(plain[:60], CERTAIN, 3, 0.8)]
    return tuple(dict.fromkeys(found))[:6]


def _stems(name: str) -> set[str]:
    return {word.removesuffix("s") for word in name.split()}


def _about(columns: Columns, above: int) -> Iterator[Record]:
    said = list(columns.said)
    if above:
        said.append(_("{count} rows above the headings were passed over.").format(count=above))
    if said or columns.questions:
        yield Record("", "", Fate.IGNORED, said=tuple(said), questions=columns.questions)


# --- rows ------------------------------------------------------------------------------------------------------------


def _service(place: str, cells: Sequence[object], columns: Columns, around: Setting) -> Record:
    draft = Draft(place, around)
    draft.notes.ours = columns.ours
    values: dict[str, Any] = {}
    for number, name in columns.fields.items():
        cell = cells[number] if number < len(cells) else None
        if name in SEVERAL:
            values.setdefault(name, []).append(cell)
        else:
            values[name] = cell
    if values.get("id") == EXAMPLE_ID:
        name = shown(values.get("name"))
        return Record(place, name, Fate.IGNORED, said=(_("This is the row that shows how the table is filled in."),))
    put(draft, values)
    return draft.record()


def _beginning(rows: Iterator[Row]) -> tuple[int, Sequence[object], Iterator[Row]]:
    """How many rows stand above the headings, the headings, and the rows below: the headings are the row, of the first
    few, with most headings that we know."""
    first = [row for _number, row in zip(range(LOOKED_AT), rows, strict=False)]
    filled = [number for number, (_place, cells) in enumerate(first) if any(cell not in (None, "") for cell in cells)]
    if not filled:
        raise Unreadable(_("The table is empty."))
    best = max(filled, key=lambda number: (_recognised(first[number][1]), -number))

    def below() -> Iterator[Row]:
        yield from first[best + 1 :]
        yield from rows

    return best, first[best][1], below()


def _recognised(cells: Sequence[object]) -> int:
    return sum(1 for cell in cells[:_MOST_COLUMNS] if isinstance(cell, str) and plain_header(cell[:200]) in CERTAIN)


def _csv(text: TextFile) -> Iterator[Row]:
    try:
        for number, cells in csv_rows(text):
            yield _("row {number}").format(number=number), cells
    except Torn as error:
        place = _("line {number}").format(number=error.line)
        raise Unreadable(
            _("From {place} on it could not be read as a table ({error}). Is a quotation mark missing?").format(
                place=place, error=error
            )
        ) from None


def _excel(path: Path, moved: Callable[[int], None]) -> Iterator[Row]:
    from referral_assistant.directory.excel_import import Damaged, rows

    try:
        for number, cells in rows(path, moved):
            yield _("row {number}").format(number=number), cells
    except Damaged as error:
        raise Unreadable(str(error)) from None
