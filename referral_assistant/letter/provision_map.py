"""The map of the provision picture for paper: shapes and patterns that read without colour and photocopied."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from referral_assistant.model import Loop, Outline, Standing

INK = "#1a1a1a"
_FILLS = {
    Standing.THERE: "#767676",
    Standing.ASK: "url(#ask)",
    Standing.NATIONAL: "url(#national)",
    Standing.NONE: "#ffffff",
}
ROOM = 1.5
"""Squares of air round the map."""
FEWEST = 24
"""Squares that are shown at least: one authority alone is not blown up."""


class Frame(NamedTuple):
    """What is shown of the grid, in squares."""

    left: float
    top: float
    width: float
    height: float

    def around(self, room: float) -> Frame:
        """The same with air around it, and not too close."""
        room = max(room, (FEWEST - max(self.width, self.height)) / 2)
        return Frame(self.left - room, self.top - room, self.width + 2 * room, self.height + 2 * room)


def frame_of(outlines: Iterable[Outline]) -> Frame:
    """The smallest rectangle round some outlines; nothing has none."""
    corners = [corner for outline in outlines for loop in outline.loops for corner in loop]
    if not corners:
        return Frame(0, 0, 0, 0)
    left, top = min(x for x, _y in corners), min(y for _x, y in corners)
    return Frame(left, top, max(x for x, _y in corners) - left, max(y for _x, y in corners) - top)


def svg(outlines: Sequence[Outline], standings: Mapping[str, Standing]) -> str:
    """The map of the areas that stand in the picture, with what lies around them in grey lines. Empty where no area of
    the picture is on the grid."""
    shown = [outline for outline in outlines if outline.area in standings]
    frame = frame_of(shown).around(ROOM)
    if not shown:
        return ""
    # Patterns and lines keep their size on paper, however small the part of the map is.
    unit = max(frame.width, frame.height * 0.8) / 100
    around = "".join(_path(o.loops, "none", "#b0b0b0", unit * 0.12) for o in outlines if _near(o, frame))
    inside = "".join(_path(o.loops, _FILLS[standings[o.area]], "#ffffff", unit * 0.5) for o in shown)
    edges = "".join(_path(o.loops, "none", INK, unit * 0.16) for o in shown)
    box = f"{frame.left:g} {frame.top:g} {frame.width:g} {frame.height:g}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="{frame.width:g}" height="{frame.height:g}">'
        f"<defs>{_patterns(unit)}</defs>{around}{inside}{edges}</svg>"
    )


def key(standing: Standing) -> str:
    """A small square of the legend."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 12" width="20" height="12">'
        f'<defs>{_patterns(2)}</defs><rect x="0.5" y="0.5" width="19" height="11" fill="{_FILLS[standing]}" '
        f'stroke="{INK}" stroke-width="0.8"/></svg>'
    )


def as_data(picture: str) -> str:
    """A picture as an address that holds it whole: a page fetches nothing."""
    return f"data:image/svg+xml;base64,{base64.b64encode(picture.encode()).decode()}"


def _patterns(unit: float) -> str:
    side = unit * 1.6
    line = f'stroke="{INK}" stroke-width="{unit * 0.42:g}"'
    slanted = f'<path d="M0 {side:g}L{side:g} 0M{-side / 2:g} {side / 2:g}L{side / 2:g} {-side / 2:g}'
    slanted += f'M{side / 2:g} {side * 1.5:g}L{side * 1.5:g} {side / 2:g}" {line}/>'
    dot = f'<circle cx="{side / 2:g}" cy="{side / 2:g}" r="{unit * 0.34:g}" fill="{INK}"/>'
    return _pattern("ask", side, slanted) + _pattern("national", side, dot)


def _pattern(name: str, side: float, drawn: str) -> str:
    size = f'x="0" y="0" width="{side:g}" height="{side:g}"'
    return f'<pattern id="{name}" patternUnits="userSpaceOnUse" {size}>{drawn}</pattern>'


def _path(loops: Sequence[Loop], fill: str, stroke: str, width: float) -> str:
    d = "".join("M" + "L".join(f"{x} {y}" for x, y in loop) + "Z" for loop in loops)
    return f'<path d="{d}" fill="{fill}" fill-rule="evenodd" stroke="{stroke}" stroke-width="{width:g}"/>'


def _near(outline: Outline, frame: Frame) -> bool:
    return any(
        frame.left <= x <= frame.left + frame.width and frame.top <= y <= frame.top + frame.height
        for loop in outline.loops
        for x, y in loop
    )
