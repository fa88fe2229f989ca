"""From a postcode to its local authority, without a network: exact for every listed one, inferred for newer ones.

The file is read whole, which takes about a millisecond, when the first postcode is looked up. For each outcode it holds
the authorities it lies in, its sectors with their middle, one bit for every postcode that is listed, and the runs of
postcodes, in alphabetical order, that lie in one authority. `packaging/geography` makes it, and describes it in full.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache

from referral_assistant.geography.areas import FOLDER
from referral_assistant.geography.grid import to_degrees

FILE = FOLDER / "postcodes.bin"
MAGIC = b"RAPC1\n"
LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
"""The letters that the last two of a postcode may be."""
UNITS = 10 * len(LETTERS) ** 2
PER_SECTOR = len(LETTERS) ** 2
STEP = 20
"""Metres between the points on which the middle of a sector may lie."""

COUNCILS = tuple(f"N090000{n:02}" for n in range(1, 12))
"""The councils of Northern Ireland, one of which a postcode there leaves to be chosen."""

_CROWN = frozenset({"JE", "GY", "IM"})
_OUT = r"[A-Z]{1,2}[0-9][0-9A-Z]?"
_OUTCODE = re.compile(_OUT)
_WHOLE = re.compile(rf"({_OUT})([0-9OI][{LETTERS}]{{2}})")
_BEGINS = re.compile(r"([A-Z]{1,2})[0-9]")
_MARKS = re.compile(r"[^A-Z0-9]+")
_INCODE = re.compile(rf"[0-9](?:[{LETTERS}][{LETTERS}]?)?")


_DIGITS = str.maketrans("OI", "01")


class Kind(StrEnum):
    """What a look-up came to."""

    LISTED = "listed"
    INFERRED = "inferred"  # newer than the list: the authority of its neighbours
    PARTIAL = "partial"  # not all of a postcode: the authorities it may lie in
    NORTHERN_IRELAND = "northern_ireland"  # one of eleven councils, to be chosen
    CROWN = "crown"  # Jersey, Guernsey, the Isle of Man: not in the United Kingdom
    UNKNOWN = "unknown"  # no postcode, or none that there is


@dataclass(frozen=True, slots=True)
class Found:
    """What a postcode says about where it lies. `authority` is the one it lies in, where there is only one;
    `candidates` are all it may lie in, the likeliest first; `sector` such as "LE2 3", with its middle on the grid,
    where that much is known."""

    kind: Kind
    authority: str = ""
    candidates: tuple[str, ...] = ()
    sector: str = ""
    middle: tuple[int, int] | None = None

    @property
    def point(self) -> tuple[float, float] | None:
        """The middle of the sector as latitude and longitude."""
        return to_degrees(*self.middle) if self.middle else None


NOTHING = Found(Kind.UNKNOWN)


def is_like(text: str) -> bool:
    """Whether what was typed is the beginning of a postcode rather than of a name: no council's name has a digit."""
    return bool(_BEGINS.match(_tight(text)))


def look_up(text: str) -> Found:
    """Where a postcode lies, however it is spaced and cased: `look_up("le23ab")`. Half of one will do."""
    begun = _BEGINS.match(_tight(text))
    if begun is None:
        return NOTHING
    if begun[1] == "BT":
        return Found(Kind.NORTHERN_IRELAND, candidates=COUNCILS)
    if begun[1] in _CROWN:
        return Found(Kind.CROWN)
    return postcodes().look_up(*readings(text))


def readings(text: str) -> tuple[tuple[str, str], ...]:
    """The ways to part what was typed into an outcode and what comes after it: one for a whole postcode, or where
    there is a space; else "LE23" may be LE23, or sector 3 of LE2."""
    tight = _tight(text)
    if whole := _WHOLE.fullmatch(tight):
        return ((whole[1], _digit(whole[2])),)
    words = _MARKS.sub(" ", text.upper()).split()
    cuts = (len(words[0]),) if len(words) > 1 else (len(tight), len(tight) - 1, len(tight) - 2)
    parted = ((tight[:cut], _digit(tight[cut:])) for cut in cuts if cut > 0)
    return tuple((o, i) for o, i in parted if _OUTCODE.fullmatch(o) and (not i or _INCODE.fullmatch(i)))


@lru_cache(maxsize=1)
def postcodes() -> Postcodes:
    """The list that the program brings along."""
    return Postcodes(FILE.read_bytes())


class Postcodes:
    """The list of postcodes, as bytes in which single ones are looked up."""

    def __init__(self, data: bytes) -> None:
        if not data.startswith(MAGIC):
            raise ValueError("This is no list of postcodes that this program knows.")
        self._data = data
        at = len(MAGIC)
        self.count = self._number(at, 4)
        codes, outcodes = self._number(at + 4, 2), self._number(at + 6, 2)
        at += 8
        self.authorities = tuple(data[at + 9 * n : at + 9 * n + 9].decode() for n in range(codes))
        names = data[at + 9 * codes : at + 9 * codes + 4 * outcodes].decode()
        self._places = at + 9 * codes + 4 * outcodes
        self._blocks = self._places + 4 * outcodes
        self.outcodes = {names[4 * n : 4 * n + 4].rstrip(): n for n in range(outcodes)}
        """Every outcode, in alphabetical order, and its number."""

    def look_up(self, *parted: tuple[str, str]) -> Found:
        """Where a postcode lies, parted into outcode and incode; the first way to part it that there is."""
        for outcode, incode in parted:
            if block := self.block(outcode):
                return block.found(incode)
        return self._district(parted[0][0]) if parted and not parted[0][1] else NOTHING

    def block(self, outcode: str) -> Outcode | None:
        """What is known of an outcode; None when there is none such."""
        n = self.outcodes.get(outcode)
        if n is None:
            return None
        return Outcode(self._data, self._blocks + self._number(self._places + 4 * n, 4), outcode, self.authorities)

    def sector(self, name: str) -> tuple[float, float] | None:
        """The middle of a sector such as "LE2 3"; None when there is none such."""
        outcode, _space, digit = name.partition(" ")
        block = self.block(outcode)
        middle = block.middle(int(digit)) if block and re.fullmatch("[0-9]", digit) else None
        return to_degrees(*middle) if middle else None

    def _district(self, begun: str) -> Found:
        """Half an outcode: EC1 is the beginning of EC1A, and no outcode itself."""
        blocks = (self.block(name) for name in self.outcodes if name.startswith(begun))
        held = sum((block.held(0, UNITS) for block in blocks if block), Counter[str]())
        likely = _likeliest(held)
        return Found(Kind.PARTIAL, likely[0] if len(likely) == 1 else "", likely) if likely else NOTHING

    def _number(self, at: int, size: int) -> int:
        return int.from_bytes(self._data[at : at + size], "big")


class Outcode:
    """One outcode: a view on its bytes, which reads no more of them than it is asked about."""

    def __init__(self, data: bytes, at: int, name: str, authorities: tuple[str, ...]) -> None:
        self.name = name
        self._data = data
        count = data[at]
        self._sectors = self._number(at + 1)
        at += 3
        self._codes = tuple(authorities[self._number(at + 2 * n)] for n in range(count))
        self._maps = at + 2 * count
        self._runs = self._maps + _PER_SECTOR * self._sectors.bit_count()
        # Runs change hands between two authorities by turns; among more, each names its own.
        self._changes = self._number(self._runs) if count > 1 else 0

    def found(self, incode: str) -> Found:
        """Where a postcode of this outcode lies, or, with less than a whole one, may lie."""
        sector = f"{self.name} {incode[0]}" if incode else ""
        if incode and not self._sectors >> int(incode[0]) & 1:
            # A sector that is newer than the list may lie anywhere in its outcode.
            return self._partial(0, UNITS, "")
        if len(incode) == 3:
            unit = unit_of(incode)
            code = self.authority(unit)
            kind = Kind.LISTED if self.listed(unit) else Kind.INFERRED
            return Found(kind, code, (code,), sector, self.middle(int(incode[0])))
        if not incode:
            return self._partial(0, UNITS, "")
        start = unit_of(incode.ljust(3, LETTERS[0]))
        return self._partial(start, start + len(LETTERS) ** (3 - len(incode)), sector)

    def listed(self, unit: int) -> bool:
        """Whether a postcode is in the list."""
        digit, rest = divmod(unit, PER_SECTOR)
        return bool(self._sectors >> digit & 1 and self._data[self._map(digit) + rest // 8] >> rest % 8 & 1)

    def authority(self, unit: int) -> str:
        """The authority of the run that a postcode falls into."""
        if not self._changes:
            return self._codes[0]
        return self._of_run(bisect_right(range(self._changes), unit, key=self._start))

    def middle(self, digit: int) -> tuple[int, int] | None:
        """The middle of a sector's postcodes, in metres east and north."""
        if not self._sectors >> digit & 1:
            return None
        at = self._map(digit) - 4
        return self._number(at) * STEP, self._number(at + 2) * STEP

    def units(self) -> Iterator[int]:
        """Every listed postcode, as a number."""
        return (unit for unit in range(UNITS) if self.listed(unit))

    def held(self, start: int, end: int) -> Counter[str]:
        """How many listed postcodes of a stretch lie in each authority."""
        held: Counter[str] = Counter()
        for run in range(self._changes + 1):
            low = max(start, self._start(run - 1) if run else 0)
            high = min(end, self._start(run) if run < self._changes else UNITS)
            if low < high:
                held[self._of_run(run)] += self._count(low, high)
        return held

    def _partial(self, start: int, end: int, sector: str) -> Found:
        """The authorities of a stretch of postcodes. One that is newer than the list lies where its run does."""
        likely = _likeliest(self.held(start, end)) or (self.authority(start),)
        middle = self.middle(int(sector[-1])) if sector else None
        return Found(Kind.PARTIAL, likely[0] if len(likely) == 1 else "", likely, sector, middle)

    def _count(self, low: int, high: int) -> int:
        """How many postcodes of a stretch are listed."""
        return (self._bits >> low & (1 << high - low) - 1).bit_count()

    @cached_property
    def _bits(self) -> int:
        """One bit for every postcode of the outcode."""
        size = PER_SECTOR // 8
        maps = (
            self._data[self._map(d) : self._map(d) + size] if self._sectors >> d & 1 else bytes(size) for d in range(10)
        )
        return int.from_bytes(b"".join(maps), "little")

    def _map(self, digit: int) -> int:
        before = (self._sectors & (1 << digit) - 1).bit_count()
        return self._maps + before * _PER_SECTOR + 4

    def _start(self, change: int) -> int:
        return self._number(self._runs + 2 + 2 * change)

    def _of_run(self, run: int) -> str:
        if run == 0 or len(self._codes) == 2:
            return self._codes[run % 2 if self._changes else 0]
        return self._codes[self._data[self._runs + 2 + 2 * self._changes + run - 1]]

    def _number(self, at: int) -> int:
        return self._data[at] << 8 | self._data[at + 1]


_PER_SECTOR = 4 + PER_SECTOR // 8


def unit_of(incode: str) -> int:
    """The number of a postcode in its outcode, from 0 to 3,999."""
    size = len(LETTERS)
    return (int(incode[0]) * size + LETTERS.index(incode[1])) * size + LETTERS.index(incode[2])


def incode_of(unit: int) -> str:
    """The last three characters of the postcode of that number."""
    rest, last = divmod(unit, len(LETTERS))
    digit, first = divmod(rest, len(LETTERS))
    return f"{digit}{LETTERS[first]}{LETTERS[last]}"


def _likeliest(held: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted((code for code in held if held[code]), key=lambda code: (-held[code], code)))


def _tight(text: str) -> str:
    return _MARKS.sub("", text.upper())


def _digit(incode: str) -> str:
    """An incode begins with a digit: a letter that looks like one was meant to be it."""
    return incode if incode[:1].isdigit() else incode[:1].translate(_DIGITS) + incode[1:]
