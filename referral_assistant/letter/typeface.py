"""Which characters the typeface of the documents has, read from its own table."""

from __future__ import annotations

import struct
from functools import cache

from referral_assistant.paths import RESOURCES

FONTS = RESOURCES / "fonts"
FACES = tuple(FONTS / f"AtkinsonHyperlegibleNext-{face}.ttf" for face in ("Regular", "SemiBold", "Bold", "Italic"))
"""What every document and the window are set in."""
REGULAR = FONTS / "AtkinsonHyperlegibleNext-Regular.ttf"
_NEVER_DRAWN = frozenset({0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF})


@cache
def characters() -> frozenset[int]:
    """The characters that can be printed: those of the typeface, and those that are never drawn."""
    return drawn(REGULAR.read_bytes()) | _NEVER_DRAWN


def missing(*texts: str) -> tuple[str, ...]:
    """The characters of these texts that cannot be printed, each once. White space needs no sign."""
    known = characters()
    return tuple(sorted({c for text in texts for c in text if ord(c) not in known and not c.isspace()}))


def drawn(font: bytes) -> frozenset[int]:
    """The characters a font draws, from the table that every font for Windows has (OpenType, `cmap` format 4). A
    library that reads fonts would load the names of all signs there are to say the same."""
    table = _table(font, b"cmap")
    records = (struct.unpack_from(">HHL", table, 4 + 8 * n) for n in range(_number(table, 2)))
    start = next(at for platform, _encoding, at in records if platform == 3 and _number(table, at) == 4)
    size = _number(table, start + 6)
    # Four lists of equal length: where each run of characters ends and begins, and how to find its signs.
    ends, starts, deltas, offsets = (start + at + size * n for n, at in enumerate((14, 16, 16, 16)))
    found: set[int] = set()
    for n in range(0, size, 2):
        first, last, delta, offset = (_number(table, at + n) for at in (starts, ends, deltas, offsets))
        for code in range(first, last + 1):
            sign = _number(table, offsets + n + offset + 2 * (code - first)) if offset else code
            if sign and (sign + delta) & 0xFFFF:
                found.add(code)
    return frozenset(found)


def identity(font: bytes) -> bytes:
    """What stays of a font when it is cut down to the signs of one document: its version, its dates, the box around all
    of its signs (OpenType, `head` without the sum over the whole file). Each of our faces has its own."""
    head = _table(font, b"head")
    return head[:8] + head[12:]


def _table(font: bytes, name: bytes) -> bytes:
    """One table of a font file."""
    for n in range(_number(font, 4)):
        tag, _checksum, at, length = struct.unpack_from(">4sLLL", font, 12 + 16 * n)
        if tag == name:
            return font[at : at + length]
    raise ValueError(f"The font has no {name.decode()} table.")


def _number(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "big")
