"""The shapes of areas on the coarse map: the squares of one area, walked round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from referral_assistant.model import Loop, Outline

Corner = tuple[int, int]
_TURNS = {(1, 0): ((0, 1), (1, 0), (0, -1)), (0, 1): ((-1, 0), (0, 1), (1, 0))} | {
    (-1, 0): ((0, -1), (-1, 0), (0, 1)),
    (0, -1): ((1, 0), (0, -1), (-1, 0)),
}
"""Direction of a step -> where to go on, the sharpest right turn first: squares that touch at a corner stay apart."""


def outlines(rows: Sequence[Sequence[str]]) -> tuple[Outline, ...]:
    """The outline of every area on a grid: `rows` from the north to the south, each from the west to the east, an empty
    text where there is none. Corners are those of the squares; what lies in the middle of an area is a loop of its own.
    """
    sides: dict[str, dict[Corner, list[Corner]]] = defaultdict(lambda: defaultdict(list))
    for area, start, end in _sides(rows):
        sides[area][start].append(end)
    return tuple(Outline(area, tuple(_loops(sides[area]))) for area in sorted(sides))


def solid(found: Iterable[Outline]) -> tuple[Outline, ...]:
    """Outlines to be filled: without the holes in them, and those of large areas first. Moor that belongs to nobody is
    filled with what lies around it; an area within another is drawn over it."""
    rounds = [Outline(o.area, tuple(loop for loop in o.loops if _size(loop) > 0)) for o in found]
    return tuple(sorted(rounds, key=lambda o: -sum(map(_size, o.loops))))


def _size(loop: Loop) -> int:
    """Twice the squares within a loop; below nothing where the loop goes round a hole."""
    return sum(x * other_y - other_x * y for (x, y), (other_x, other_y) in pairwise((*loop, loop[0])))


def _sides(rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, Corner, Corner]]:
    """Every side at which an area ends, so directed that the area lies at its right."""
    for y, row in enumerate(rows):
        above = rows[y - 1] if y else ()
        below = rows[y + 1] if y + 1 < len(rows) else ()
        for x, area in enumerate(row):
            if not area:
                continue
            if _at(above, x) != area:
                yield area, (x, y), (x + 1, y)
            if _at(row, x + 1) != area:
                yield area, (x + 1, y), (x + 1, y + 1)
            if _at(below, x) != area:
                yield area, (x + 1, y + 1), (x, y + 1)
            if x == 0 or row[x - 1] != area:
                yield area, (x, y + 1), (x, y)


def _at(row: Sequence[str], x: int) -> str:
    return row[x] if x < len(row) else ""


def _loops(sides: Mapping[Corner, list[Corner]]) -> Iterator[Loop]:
    """Walk along the sides until none is left. Each walk ends where it began."""
    for start in sorted(sides):
        while sides[start]:
            yield tuple(_walk(sides, start))


def _walk(sides: Mapping[Corner, list[Corner]], start: Corner) -> Iterator[Corner]:
    """The corners of one loop, without those that lie on a straight line."""
    here, there = start, sides[start].pop()
    yield start
    while there != start:
        before = _step(here, there)
        following = _next(sides[there], there, before)
        if _step(there, following) != before:
            yield there
        here, there = there, following


def _next(ends: list[Corner], here: Corner, before: Corner) -> Corner:
    steps = {_step(here, end): end for end in ends}
    found = next(steps[turn] for turn in _TURNS[before] if turn in steps)
    ends.remove(found)
    return found


def _step(here: Corner, there: Corner) -> Corner:
    return there[0] - here[0], there[1] - here[1]
