"""The list of postcodes as a file in which single ones are looked up fast.

All numbers are whole, and begin with their largest byte.

    MAGIC, how many postcodes (4 bytes), authorities (2), outcodes (2)
    the code of every authority (9 each), the name of every outcode (4 each, filled up with spaces), in order
    for every outcode where its block begins, counted from the first block (4 each); then the blocks:
        how many authorities (1), which sectors there are (2: one bit each), which authorities (2 each)
        for every sector: its middle, east and north in steps of 20 metres (2 each), and 400 bits, one for every
        postcode it may hold, the first in the lowest bit
        with more than one authority: how many times they change (2), at which postcode each time (2 each)
        with more than two: which authority begins there, as its place among those of the outcode (1 each)

The first run lies in the first authority. Between two, runs take turns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from geography.source import Postcode
from referral_assistant.geography.postcodes import LETTERS, MAGIC, PER_SECTOR, STEP, unit_of


class _Unit(NamedTuple):
    """One postcode within its outcode."""

    number: int
    authority: str
    east: int
    north: int


def made(postcodes: Iterable[Postcode]) -> bytes:
    """The bytes of the file, the same for the same list whatever its order."""
    outcodes: dict[str, list[_Unit]] = {}
    for found in postcodes:
        assert set(found.incode[1:]) <= set(LETTERS), found
        unit = _Unit(unit_of(found.incode), found.authority, found.east, found.north)
        outcodes.setdefault(found.outcode, []).append(unit)
    codes = sorted({unit.authority for units in outcodes.values() for unit in units})
    places = {code: n for n, code in enumerate(codes)}
    names = sorted(outcodes, key=lambda name: name.ljust(4))
    blocks = [_block(sorted(outcodes[name]), places) for name in names]
    starts = [sum(map(len, blocks[:n])) for n in range(len(blocks))]
    return b"".join(
        (
            MAGIC,
            _number(sum(map(len, outcodes.values())), 4) + _number(len(codes)) + _number(len(names)),
            "".join(codes).encode(),
            "".join(name.ljust(4) for name in names).encode(),
            *(_number(start, 4) for start in starts),
            *blocks,
        )
    )


def _block(units: Sequence[_Unit], places: Mapping[str, int]) -> bytes:
    before = ("", *(unit.authority for unit in units))
    changes = [
        (unit.number, unit.authority) for last, unit in zip(before, units, strict=False) if last != unit.authority
    ]
    codes = list(dict.fromkeys(code for _unit, code in changes))
    sectors: dict[int, list[_Unit]] = {}
    for unit in units:
        sectors.setdefault(unit.number // PER_SECTOR, []).append(unit)
    found = [bytes([len(codes)]), _number(sum(1 << digit for digit in sectors))]
    found += [_number(places[code]) for code in codes]
    found += [_sector(inside) for _digit, inside in sorted(sectors.items())]
    if len(codes) > 1:
        found += [_number(len(changes) - 1), *(_number(unit) for unit, _code in changes[1:])]
    if len(codes) > 2:
        found.append(bytes(codes.index(code) for _unit, code in changes[1:]))
    return b"".join(found)


def _sector(units: Sequence[_Unit]) -> bytes:
    """The middle of a sector, and which of its postcodes there are."""
    bits = sum(1 << unit.number % PER_SECTOR for unit in units)
    east = sum(unit.east for unit in units) // len(units) // STEP
    north = sum(unit.north for unit in units) // len(units) // STEP
    return _number(east) + _number(north) + bits.to_bytes(PER_SECTOR // 8, "little")


def _number(value: int, size: int = 2) -> bytes:
    return value.to_bytes(size, "big")
