"""Readings as a table: CSV with a row for each rater and domain, or for each rater with a column for each domain."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from referral_assistant.i18n import PRONOUNS, _, fill
from referral_assistant.model import DOMAINS, Level, Pack, Rating, Sheet
from referral_assistant.problems import Mistake, Mistakes
from referral_assistant.reading.csv_file import LOOKED_AT, Torn, csv_rows, guarded, unguarded
from referral_assistant.reading.text_file import TextFile
from referral_assistant.training.labels import MOST, label_key, tidy
from referral_assistant.training.readings import Found
from referral_assistant.wording import domain_word, level_word

KEYS = {"w": Level.WILLING, "m": Level.MIXED, "n": Level.NOT_NOW, "-": Level.NOT_EXPLORED}
"""One key for each reading, for whoever types in from paper."""

_MOST_BYTES = 5_000_000
_HEADS = {
    "by": ("label", "table", "rater", "by", "group", "learner"),
    "round": ("round",),
    "scenario": ("scenario",),
    "domain": ("domain",),
    "level": ("reading", "level"),
    "why": ("why", "reason", "because"),
}
_WHY = re.compile(r"^(?:why|reason|because) (.+)$|^(.+) (?:why|reason|because)$")


class Read(NamedTuple):
    """The sheets of a table, and what is to be said of it."""

    sheets: tuple[Found, ...]
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where things stand in a row: what is named once, and for each domain its reading and its reason."""

    named: Mapping[str, int]
    levels: Mapping[str, int]
    reasons: Mapping[str, int]
    unused: tuple[str, ...]

    @property
    def wide(self) -> bool:
        return bool(self.levels)

    @property
    def known(self) -> bool:
        return "by" in self.named and (self.wide or {"domain", "level"} <= self.named.keys())


def read(path: Path, pack: Pack, scenario: str) -> Read:
    """Every sheet of a table. Where no column names the scenario it is the one given. Raises `Mistakes` with each row
    that cannot be read."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise Mistakes((Mistake(path.name, "", _("It is far too large for a table of readings.")),))
        saved = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        rows = [row for row in csv_rows(TextFile(path)) if any(cell.strip() for cell in row[1])]
    except OSError as error:
        raise Mistakes((Mistake(path.name, "", _("It could not be opened.")),)) from error
    except Torn as error:
        place = _("line {number}").format(number=error.line)
        sentence = _("From here on it could not be read as a table. Is a quotation mark missing?")
        raise Mistakes((Mistake(path.name, place, sentence),)) from error
    head = next((n for n, (_line, cells) in enumerate(rows[:LOOKED_AT]) if _columns(pack, cells).known), None)
    if head is None:
        raise Mistakes((Mistake(path.name, "", _no_head()),))
    return _Table(path.name, pack, scenario, _columns(pack, rows[head][1])).read(rows[head + 1 :], saved)


def write(sheets: Iterable[Sheet], pack: Pack) -> bytes:
    """Sheets as a table that spreadsheets open: a row for each rater and domain."""
    made = io.StringIO(newline="")
    table = csv.writer(made)
    table.writerow((_("Scenario"), _("Label"), _("Round"), _("Domain"), _("Reading"), _("Why")))
    for sheet in sheets:
        for domain in DOMAINS:
            rating = sheet.readings.get(domain)
            if rating is not None:
                cells = (sheet.scenario, sheet.by, str(sheet.round), domain_word(pack, domain))
                level = level_word(pack, domain, rating.level)
                table.writerow([guarded(cell) for cell in (*cells, level, rating.why)])
    return made.getvalue().encode("utf-8-sig")


# --- inside ----------------------------------------------------------------------------------------------------------


class _Table:
    """One table while it is read: the sheets so far, what is wrong, what is to be said."""

    def __init__(self, file: str, pack: Pack, scenario: str, columns: _Columns) -> None:
        self._file, self._pack, self._scenario, self._columns = file, pack, scenario, columns
        self._levels, self._domains = _level_words(pack), _domain_words(pack)
        self._sheets: dict[tuple[str, str, int], tuple[str, dict[str, Rating]]] = {}
        self._wrong: list[Mistake] = []
        self._said: list[str] = []

    def read(self, rows: Sequence[tuple[int, Sequence[str]]], saved: datetime) -> Read:
        """All of its rows."""
        for head in self._columns.unused:
            self._said.append(_("The column “{name}” was not used.").format(name=head))
        for line, cells in rows:
            self._row(_("row {number}").format(number=line), [unguarded(cell.strip()) for cell in cells])
        if self._wrong:
            raise Mistakes(tuple(self._wrong))
        sheets = (
            Found(Sheet(scenario, by, readings, number), saved, self._file)
            for (scenario, _key, number), (by, readings) in self._sheets.items()
        )
        return Read(tuple(sheets), tuple(self._said))

    def _row(self, place: str, cells: Sequence[str]) -> None:
        by, number = tidy(self._cell(cells, "by")), self._round(place, self._cell(cells, "round"))
        if not 0 < len(by) <= MOST:
            sentence = _("Give a label of up to {count} characters, such as Table 3.").format(count=MOST)
            self._wrong.append(Mistake(self._file, place, sentence))
            return
        key = (self._cell(cells, "scenario") or self._scenario, label_key(by), number)
        given = dict(self._given(place, cells))
        known = self._sheets.setdefault(key, (by, {}))[1]
        if known and self._columns.wide:
            self._twice(place, by, number)
            known.clear()
        elif known.keys() & given.keys():
            self._twice(place, by, number)
        known.update(given)

    def _twice(self, place: str, by: str, number: int) -> None:
        text = _("{label}, round {number} is there more than once. The last one counts: {place}.")
        self._said.append(text.format(label=by, number=number, place=place))

    def _given(self, place: str, cells: Sequence[str]) -> Iterator[tuple[str, Rating]]:
        """The readings of one row, by domain; what is left blank is none."""
        if self._columns.wide:
            for domain, at in self._columns.levels.items():
                reason = self._columns.reasons.get(domain)
                why = _at(cells, reason) if reason is not None else ""
                yield from self._rating(place, domain, _at(cells, at), why)
            return
        name = self._cell(cells, "domain")
        found = self._domains.get(_plain(name))
        if found is None:
            text = _("“{name}” is no domain. They are {names}.")
            known = "; ".join(domain_word(self._pack, domain) for domain in DOMAINS)
            self._wrong.append(Mistake(self._file, place, text.format(name=name, names=known)))
            return
        yield from self._rating(place, found, self._cell(cells, "level"), self._cell(cells, "why"))

    def _rating(self, place: str, domain: str, text: str, why: str) -> Iterator[tuple[str, Rating]]:
        if not text:
            if why:
                about = _("There is a reason for “{domain}” and no reading.")
                self._wrong.append(Mistake(self._file, place, about.format(domain=domain_word(self._pack, domain))))
            return
        level = self._levels.get(text.casefold())
        if level is None:
            sentence = _("“{text}” is no reading. Use Willing, Mixed, Not now or Not explored.").format(text=text)
            self._wrong.append(Mistake(self._file, place, sentence))
            return
        yield domain, Rating(level, why)

    def _round(self, place: str, text: str) -> int:
        found = re.fullmatch(r"(?:round )?([12])(?:\.0)?", text.casefold()) if text else None
        if text and found is None:
            sentence = _("The round should be 1, or 2 after discussion, and is “{text}”.").format(text=text)
            self._wrong.append(Mistake(self._file, place, sentence))
        return int(found[1]) if found else 1

    def _cell(self, cells: Sequence[str], name: str) -> str:
        at = self._columns.named.get(name)
        return _at(cells, at) if at is not None else ""


def _at(cells: Sequence[str], at: int) -> str:
    return cells[at] if at < len(cells) else ""


def _no_head() -> str:
    return _(
        "No row has the headings of a table of readings. It needs a column Label, and either Domain and Reading, or "
        "one column for each domain."
    )


def _columns(pack: Pack, heads: Sequence[str]) -> _Columns:
    named: dict[str, int] = {}
    levels: dict[str, int] = {}
    reasons: dict[str, int] = {}
    unused: list[str] = []
    domains = _domain_words(pack)
    for at, head in enumerate(heads):
        plain = _plain(head)
        name = next((name for name, known in _HEADS.items() if plain in known), "")
        about = _WHY.match(plain)
        domain = domains.get((about[1] or about[2]) if about else plain, "")
        if name:
            named.setdefault(name, at)
        elif domain:
            (reasons if about else levels).setdefault(domain, at)
        elif plain:
            unused.append(head.strip())
    return _Columns(named, levels, reasons, tuple(unused))


def _plain(text: str) -> str:
    """A heading as it is compared."""
    return " ".join(re.sub(r"[\W_]+", " ", text.casefold()).split())


def _domain_words(pack: Pack) -> dict[str, str]:
    """Every name of a domain: its id, and what the pack calls it of whomever."""
    found = {domain: domain for domain in DOMAINS}
    words = pack.words["domains"]
    return found | {_plain(fill(words[domain], pronouns)): domain for domain in DOMAINS for pronouns in PRONOUNS}


def _level_words(pack: Pack) -> dict[str, Level]:
    """Every way to write a reading: its id, what the pack calls it, and its key."""
    found = {level.value: level for level in Level}
    for table in ("levels", "support_levels"):
        found |= {pack.words[table][level].casefold(): level for level in Level}
    return found | KEYS | {"–": Level.NOT_EXPLORED, "−": Level.NOT_EXPLORED}
