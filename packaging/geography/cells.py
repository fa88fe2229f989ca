"""The coarse map as a file: a byte for how many squares, then two for the number of their authority; 0 is none.

Before that MAGIC, how many authorities there are (2 bytes), and the code of each (9). A run may go on over the end of a
row. Squares come from north to south, and from west to east.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from geography.source import Postcode
from referral_assistant.geography.raster import CELL, COLUMNS, MAGIC, ROWS

REACH = 4000
"""Metres within which a postcode must lie for a square to belong to anybody."""


def made(postcodes: Iterable[Postcode]) -> bytes:
    """The bytes of the file, the same for the same list whatever its order."""
    squares = _squares(postcodes)
    codes = sorted(set(squares) - {""})
    numbers = {code: n for n, code in enumerate(["", *codes])}
    head = MAGIC + len(codes).to_bytes(2, "big") + "".join(codes).encode()
    runs = (bytes([length]) + numbers[code].to_bytes(2, "big") for code, length in _runs(squares))
    return head + b"".join(runs)


def _squares(postcodes: Iterable[Postcode]) -> Sequence[str]:
    """The authority of every square: of the postcode nearest to its middle, and of the first by code of two as near."""
    nearest: dict[tuple[int, int], tuple[int, str]] = {}
    for code, east, north in {(p.authority, p.east, p.north) for p in postcodes}:
        for column in range((east - REACH) // CELL, (east + REACH) // CELL + 1):
            across = (column * CELL + CELL // 2 - east) ** 2
            for row in range((north - REACH) // CELL, (north + REACH) // CELL + 1):
                far = across + (row * CELL + CELL // 2 - north) ** 2
                if far <= REACH**2:
                    at, held = (column, row), (far, code)
                    if nearest.get(at, held) >= held:
                        nearest[at] = held
    return [nearest.get((x, y), (0, ""))[1] for y in reversed(range(ROWS)) for x in range(COLUMNS)]


def _runs(squares: Sequence[str]) -> Iterator[tuple[str, int]]:
    for code, same in groupby(squares):
        left = sum(1 for _square in same)
        while left:
            yield code, min(left, 255)
            left -= min(left, 255)
