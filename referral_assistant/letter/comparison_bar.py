"""The bar of a distribution for paper: patterns that tell the readings apart without colour and photocopied."""

from __future__ import annotations

from referral_assistant.letter.comparison_words import LEVELS
from referral_assistant.letter.provision_map import INK, as_data
from referral_assistant.model import Level, Spread

LONG, TALL = 600, 30

_FILLS = {
    Level.WILLING: "#6b6b6b",
    Level.MIXED: "url(#slanted)",
    Level.NOT_NOW: "url(#dotted)",
    Level.NOT_EXPLORED: "#ffffff",
}
_SLANTED = f'<path d="M0 10L10 0M-5 5L5 -5M5 15L15 5" stroke="{INK}" stroke-width="2"/>'
_DOTTED = f'<circle cx="5" cy="5" r="1.7" fill="{INK}"/>'


def bar(spread: Spread, raters: int) -> str:
    """The bar of a domain, as an address that holds it whole. Whoever left it blank has no part of it."""
    left, drawn = 0.0, ""
    for level in LEVELS:
        wide = (LONG - 2) * spread.count(level) / max(raters, 1)
        drawn += _part(level, 1 + left, wide) if wide else ""
        left += wide
    return _picture(drawn, LONG, TALL)


def key(level: Level) -> str:
    """A small square of the legend."""
    return _picture(_part(level, 1, 44), 46, TALL)


def _part(level: Level, left: float, wide: float) -> str:
    dashes = ' stroke-dasharray="6 4"' if level is Level.NOT_EXPLORED else ""
    return (
        f'<rect x="{left:g}" y="1" width="{wide:g}" height="{TALL - 2}" fill="{_FILLS[level]}" stroke="{INK}" '
        f'stroke-width="1.6"{dashes}/>'
    )


def _picture(drawn: str, wide: int, tall: int) -> str:
    patterns = "".join(
        f'<pattern id="{name}" patternUnits="userSpaceOnUse" x="0" y="0" width="10" height="10">{shape}</pattern>'
        for name, shape in (("slanted", _SLANTED), ("dotted", _DOTTED))
    )
    return as_data(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {tall}" width="{wide}" height="{tall}" '
        'preserveAspectRatio="none">'
        f"<defs>{patterns}</defs>{drawn}</svg>"
    )
