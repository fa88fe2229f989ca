"""Finding entries as somebody types: by what a word begins with, with typing mistakes forgiven, narrowed by filters."""

from __future__ import annotations

import json
import unicodedata
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple, overload

from referral_assistant.model import Service
from referral_assistant.store.directory.file import File


class Words(NamedTuple):
    """What a service is found by besides its name and organisation: places, and everything else in words."""

    places: str
    needs: str


Searchable = Callable[[Service], Words]

ONLY = ("", "due", "unsorted", "differs", "withdrawn", "own")


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for. Values of one filter are alternatives, filters narrow one another. What an entry does not
    say is not a no: a filter keeps it. `areas` are area ids, all that a place lies in. `only` is one of `ONLY`; what is
    due is what nobody has checked since `due_before`."""

    text: str = ""
    kinds: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    status: str = ""
    genders: tuple[str, ...] = ()
    relationships: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    only: str = ""
    due_before: date | None = None


class Row(NamedTuple):
    """One line of a list of entries. Empty dates are None; assured_date is when a person last checked it."""

    id: str
    name: str
    kind: str
    organisation: str
    areas: tuple[str, ...]
    status: str
    assured_date: date | None
    ends_on: date | None
    differs: bool
    withdrawn: bool


class Listing(Sequence[Row]):
    """What was found, in order. Rows are read in pages when they are asked for, so a list of thousands opens at once.

    `instead` holds pairs of a word that was typed and what it was read as.
    """

    PAGE = 64
    KEPT = 32

    def __init__(self, file: File, numbers: list[int], instead: tuple[tuple[str, str], ...] = ()) -> None:
        self._file = file
        self._numbers = numbers
        self.instead = instead
        self._pages: OrderedDict[int, list[Row]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, slice):
            return [self[n] for n in range(*index.indices(len(self)))]
        if index < 0:
            index += len(self)
        if not 0 <= index < len(self):
            raise IndexError(index)
        page, place = divmod(index, self.PAGE)
        return self._page(page)[place]

    def position(self, entry_id: str) -> int | None:
        """Where an entry stands in it; None where it does not."""
        found = self._file.one("SELECT number FROM entries WHERE id = ?", (entry_id,))
        try:
            return self._numbers.index(found[0]) if found else None
        except ValueError:
            return None

    def _page(self, page: int) -> list[Row]:
        if page not in self._pages:
            if len(self._pages) >= self.KEPT:
                self._pages.popitem(last=False)
            self._pages[page] = self._read(self._numbers[page * self.PAGE : (page + 1) * self.PAGE])
        return self._pages[page]

    def _read(self, numbers: list[int]) -> list[Row]:
        marks = ", ".join("?" * len(numbers))
        found = {row[0]: row for row in self._file.rows(f"{_COLUMNS} WHERE number IN ({marks})", tuple(numbers))}
        return [_row(found[number]) for number in numbers]


_COLUMNS = (
    "SELECT number, id, name, kind, organisation, areas, status, assured_date, ends_on, differs, withdrawn FROM entries"
)


def _row(found: tuple[Any, ...]) -> Row:
    _number, entry, name, kind, organisation, areas, status, assured, ends, differs, withdrawn = found
    return Row(
        entry,
        name,
        kind,
        organisation,
        tuple(json.loads(areas)),
        status,
        date.fromisoformat(assured) if assured else None,
        date.fromisoformat(ends) if ends else None,
        bool(differs),
        withdrawn is not None,
    )


# --- asking ----------------------------------------------------------------------------------------------------------


class Finder:
    """Finds entries in one file. The order of all names and the words that stand in them are kept until it changes:
    laying what was found along that order is quicker than having thousands sorted for every letter typed."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._spelling = Spelling(file)
        self._order: list[int] | None = None

    def forget(self) -> None:
        """The directory changed."""
        self._order = None
        self._spelling.forget()

    def find(self, query: Query) -> Listing:
        """The entries a query finds: those with the words in their name first, and all by the alphabet; what is due by
        the day of its last check, the oldest first."""
        words, instead = self._spelling.read(query.text)
        if words is None:
            return Listing(self._file, [], ())
        order = self._ordered(query)
        wanted = self._wanted(query)
        # One letter stands somewhere in every description: until there are two, names alone are looked at, and beside
        # other words it does not count yet.
        short = max(map(len, words), default=0) < 2
        words = words if short else tuple(word for word in words if len(word) > 1)
        if words:
            everywhere = self._matching(words, "name" if short else "name organisation places needs")
            wanted = everywhere if wanted is None else wanted & everywhere
        if wanted is None:
            return Listing(self._file, order, instead)
        if short or query.only == "due":
            return Listing(self._file, [n for n in order if n in wanted], instead)
        named = self._matching(words, "name") & wanted
        rest = wanted - named
        return Listing(self._file, [n for n in order if n in named] + [n for n in order if n in rest], instead)

    def _ordered(self, query: Query) -> list[int]:
        if query.only == "withdrawn":
            return self._numbers(f"{WITHDRAWN} ORDER BY sort, number")
        if query.only == "due":
            day = query.due_before.isoformat() if query.due_before else "9999"
            return self._numbers(f"{STANDING} AND assured_date < ? AND {OPEN} ORDER BY assured_date, sort, number", day)
        if self._order is None:
            self._order = self._numbers(f"{STANDING} ORDER BY sort, number")
        return self._order

    def _wanted(self, query: Query) -> set[int] | None:
        """What the filters leave; None when there are none."""
        found: set[int] | None = None
        for clause, values in _clauses(query):
            here = set(self._numbers(clause, *values))
            found = here if found is None else found & here
        facets = " AND ".join(_facets(query))
        if facets:
            here = self._matched(facets)
            found = here if found is None else found & here
        return found

    def _matching(self, words: Sequence[str], columns: str) -> set[int]:
        match = " AND ".join(f'{{{columns}}} : "{word}" *' for word in words)
        return self._matched(match)

    def _matched(self, match: str) -> set[int]:
        # Thousands of numbers come in half the time as one text.
        found = self._file.one("SELECT json_group_array(rowid) FROM search WHERE search MATCH ?", (match,))
        return set(json.loads(found[0])) if found else set()

    def _numbers(self, clause: str, *values: object) -> list[int]:
        return [number for (number,) in self._file.rows(f"SELECT number FROM entries WHERE {clause}", values)]


STANDING = "record = 'service' AND withdrawn IS NULL"
WITHDRAWN = "record = 'service' AND withdrawn IS NOT NULL"
OPEN = "status IN ('active', 'temporarily closed')"


def _clauses(query: Query) -> Iterator[tuple[str, tuple[object, ...]]]:
    listed = WITHDRAWN if query.only == "withdrawn" else STANDING
    only = {"unsorted": "kind = ''", "differs": "differs = 1", "own": "origin = 'own'"}.get(query.only)
    if only:
        yield f"{listed} AND {only}", ()
    for column, wanted in (("kind", query.kinds), ("status", (query.status,) if query.status else ())):
        if wanted:
            yield f"{listed} AND {column} IN ({', '.join('?' * len(wanted))})", wanted
    if query.areas:
        marks = ", ".join("?" * len(query.areas))
        covered = f"number IN (SELECT entry FROM covered WHERE area IN ({marks}))"
        # An entry that names no area is found anywhere: somebody has to ask it.
        yield f"{covered} OR number IN (SELECT number FROM entries WHERE {_NO_AREA})", query.areas


_NO_AREA = "record = 'service' AND areas = '[]'"

_FACETS = {"genders": "g", "relationships": "r", "languages": "l", "access": "a", "routes": "o"}


def _facets(query: Query) -> Iterator[str]:
    for name, letter in _FACETS.items():
        wanted = getattr(query, name)
        if wanted:
            yield f"facets : ({' OR '.join(f'{letter}_{value}' for value in (*wanted, ''))})"


def facets(service: Service) -> str:
    """The codes a service is filtered by. A list that is empty says nothing, which is a code of its own; who works with
    interpreters is asked about any language."""
    codes = [f"{letter}_{value}" for name, letter in _FACETS.items() for value in (getattr(service, name) or ("",))]
    return " ".join([*codes, "l_"] if service.interpreter == "yes" else codes)


# --- what was typed --------------------------------------------------------------------------------------------------


class Spelling:
    """Reads what was typed as words that stand in the directory. The words there are kept until it changes."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._known: list[tuple[str, int]] | None = None

    def forget(self) -> None:
        """The directory changed, and with it its words."""
        self._known = None

    def read(self, text: str) -> tuple[tuple[str, ...] | None, tuple[tuple[str, str], ...]]:
        """The words to look for, None when one of them is nowhere, and those that were read as another."""
        words, instead = [], []
        typed = plain(text).split()
        for word in typed:
            meant = word if self._begins(word) else self._nearest(word)
            if not meant and len(word) == 1 and len(typed) > 1:
                continue
            if not meant:
                return None, ()
            words.append(meant)
            if meant != word:
                instead.append((word, meant))
        return tuple(words), tuple(instead)

    def _begins(self, word: str) -> bool:
        after = word + "\U0010ffff"
        return bool(self._file.one("SELECT 1 FROM search_words WHERE term >= ? AND term < ? LIMIT 1", (word, after)))

    def _nearest(self, word: str) -> str:
        """The word that what was typed is one slip away from, two where it is long; empty when there is none."""
        allowed = 0 if len(word) < 4 else 1 if len(word) < 8 else 2
        if not allowed:
            return ""
        if self._known is None:
            found = self._file.rows("SELECT term FROM search_words ORDER BY doc DESC")
            self._known = [(term, letters(term)) for (term,) in found if "_" not in term and not term.isdigit()]
        # Letters that only one of the two has: a slip adds at most two of them.
        mine, most = letters(word), 2 * allowed
        best, how_far = "", allowed + 1
        for term, theirs in self._known:
            if (mine ^ theirs).bit_count() > most + max(0, len(term) - len(word)):
                continue
            distance = slips(word, term[: len(word) + allowed], how_far - 1)
            if distance < how_far:
                best, how_far = term, distance
                if distance == 1:
                    break
        return best


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """Text as it is looked for: no case, no accents, words of letters and digits."""
    return " ".join("".join(c if c.isalnum() else " " for c in bare(text)).split())


def bare(text: str) -> str:
    """Text without its case and its accents."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    return "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))


def letters(word: str) -> int:
    """Which letters a word has, as bits."""
    found = 0
    for letter in word:
        found |= 1 << (ord(letter) & 31)
    return found


def slips(typed: str, word: str, most: int) -> int:
    """How many slips of the finger lie between what was typed and the beginning of a word: a letter too many, too few,
    another, or two swapped. More than `most` is `most` + 1."""
    width = len(word)
    before: list[int] = []
    row = list(range(width + 1))
    for i, letter in enumerate(typed, 1):
        last, before, row = before, row, [i]
        for j, other in enumerate(word, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == word[j - 2] and typed[i - 2] == other:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    # What was typed may be only the beginning of the word.
    return min(row[max(0, len(typed) - most) :], default=most + 1)
