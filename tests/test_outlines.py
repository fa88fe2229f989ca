"""Outlines of areas on a grid: closed, on their own squares, and all of them."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from referral_assistant.geography.outlines import outlines, solid
from referral_assistant.model import Loop

grids = st.integers(1, 6).flatmap(
    lambda width: st.lists(
        st.lists(st.sampled_from(("", "a", "b")), min_size=width, max_size=width), min_size=1, max_size=6
    )
)


def squares(loops: tuple[Loop, ...]) -> float:
    """How many squares loops hold; one round a hole goes the other way."""
    return sum(
        (x * other_y - other_x * y) / 2 for loop in loops for (x, y), (other_x, other_y) in pairwise((*loop, loop[0]))
    )


def test_a_block_a_hole_and_two_squares_that_touch() -> None:
    (ring, middle) = outlines(["aaa", "aba", "aaa"])
    assert ring.area == "a"
    assert ring.loops == (((0, 0), (3, 0), (3, 3), (0, 3)), ((1, 1), (1, 2), (2, 2), (2, 1)))
    assert middle.loops == (((1, 1), (2, 1), (2, 2), (1, 2)),)
    (corner,) = outlines([["a", ""], ["", "a"]])
    assert len(corner.loops) == 2


def test_holes_are_filled_and_what_lies_in_them_is_drawn_after() -> None:
    ring, middle = solid(outlines(["aaa", "aba", "aaa"]))
    assert (ring.area, middle.area) == ("a", "b")
    assert squares(ring.loops) == 9


@given(grids)
def test_outlines_hold_each_square_once_and_turn_at_every_corner(rows: list[list[str]]) -> None:
    found = {outline.area: outline.loops for outline in outlines(rows)}
    for area in ("a", "b"):
        assert squares(found.get(area, ())) == sum(row.count(area) for row in rows)
    for loop in (loop for loops in found.values() for loop in loops):
        for (x, y), (next_x, next_y), (_last_x, last_y) in zip(
            loop, loop[1:] + loop[:1], loop[2:] + loop[:2], strict=True
        ):
            assert (x == next_x) != (y == next_y)
            assert (x == next_x) == (next_y == last_y)
