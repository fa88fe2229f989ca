"""A coarse map: which authority lies where, in squares of 2.5 kilometres. It needs no boundary files.

A square belongs to the authority of the postcode nearest to its middle, if there is one within four kilometres: sea and
moor belong to none. Northern Ireland has no postcodes here. Its councils are drawn as discs about where their people
live, and whoever draws the map has to say so. `packaging/geography` makes the file, and describes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from math import hypot

from referral_assistant.geography.areas import FOLDER, Area
from referral_assistant.geography.grid import to_grid

FILE = FOLDER / "raster.bin"
MAGIC = b"RAMAP1\n"
CELL = 2500
"""Metres along the side of a square."""
COLUMNS, ROWS = 264, 490
DISC = 11_000
"""Metres from the middle of a council of Northern Ireland to the edge of the disc that stands for it."""

Row = tuple[str, ...]
"""The authority of every square from west to east; empty where there is none."""


def rows(areas: Iterable[Area] = ()) -> tuple[Row, ...]:
    """The map from north to south, all rows of one length. With the areas given, the councils of Northern Ireland are
    drawn as discs; without, their land is empty."""
    found = [list(row) for row in _great_britain()]
    for column, row, area_id in _discs(areas):
        found[row][column] = found[row][column] or area_id
    return tuple(map(tuple, found))


def square(latitude: float, longitude: float) -> tuple[int, int] | None:
    """The column and the row a place lies in; None off the map."""
    east, north = to_grid(latitude, longitude)
    column, row = int(east // CELL), ROWS - 1 - int(north // CELL)
    return (column, row) if 0 <= column < COLUMNS and 0 <= row < ROWS else None


@lru_cache(maxsize=1)
def _great_britain() -> tuple[Row, ...]:
    return unpacked(FILE.read_bytes())


def unpacked(data: bytes) -> tuple[Row, ...]:
    """The rows of a file: runs of squares, each as long as its byte says, of the authority whose number follows."""
    if not data.startswith(MAGIC):
        raise ValueError("This is no map that this program knows.")
    at = len(MAGIC)
    count = int.from_bytes(data[at : at + 2], "big")
    codes = ["", *(data[at + 2 + 9 * n : at + 11 + 9 * n].decode() for n in range(count))]
    squares: list[str] = []
    for n in range(at + 2 + 9 * count, len(data), 3):
        squares += [codes[data[n + 1] << 8 | data[n + 2]]] * data[n]
    return tuple(tuple(squares[n : n + COLUMNS]) for n in range(0, len(squares), COLUMNS))


def _discs(areas: Iterable[Area]) -> list[tuple[int, int, str]]:
    """The squares of each council of Northern Ireland, and of each invented one, each square of the nearest."""
    drawn = (a for a in areas if a.kind == "authority" and (a.fictional or "northern_ireland" in a.within))
    middles = [(*to_grid(*a.point), a.id) for a in drawn if a.point]
    reach = DISC // CELL + 1
    nearest: dict[tuple[int, int], tuple[float, str]] = {}
    for east, north, area_id in middles:
        column, row = int(east // CELL), int(north // CELL)
        for x in range(max(0, column - reach), min(COLUMNS, column + reach + 1)):
            for y in range(row - reach, row + reach + 1):
                far = hypot((x + 0.5) * CELL - east, (y + 0.5) * CELL - north)
                if far <= DISC:
                    nearest[x, y] = min(nearest.get((x, y), (far, area_id)), (far, area_id))
    return [(x, ROWS - 1 - y, area_id) for (x, y), (_far, area_id) in nearest.items()]
