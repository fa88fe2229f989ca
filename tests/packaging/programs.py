"""Program files of Windows made by hand: small, and with just what a test looks at."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

SECTION, ALIGNED = 0x1000, 0x200


def program(
    imports: Mapping[str, Sequence[str]] | None = None, exports: Sequence[str] = (), *, wide: bool = True
) -> bytes:
    """A library for Windows that asks for `imports` (library -> names; a number as a name means by ordinal), and offers
    `exports`."""
    body = bytearray(8)
    export = _exports(body, exports) if exports else (0, 0)
    asked = _imports(body, imports) if imports else (0, 0)
    body += bytes(-len(body) % ALIGNED)
    directories = [export, asked, *[(0, 0)] * 14]
    optional = struct.pack("<H", 0x20B if wide else 0x10B) + bytes(106)
    optional += struct.pack("<I", 16) + b"".join(struct.pack("<II", *entry) for entry in directories)
    headers = b"MZ" + bytes(58) + struct.pack("<I", 64)
    headers += b"PE\0\0" + struct.pack("<HHIIIHH", 0x8664, 1, 0, 0, 0, len(optional), 0x2022) + optional
    headers += struct.pack("<8sIIII12xI", b".rdata", len(body), SECTION, len(body), ALIGNED * 2, 0x40000040)
    return headers + bytes(ALIGNED * 2 - len(headers)) + bytes(body)


def _text(body: bytearray, text: str, before: bytes = b"") -> int:
    """Put a text into the section; its address."""
    address = SECTION + len(body)
    body += before + text.encode() + b"\0"
    return address


def _imports(body: bytearray, imports: Mapping[str, Sequence[str]]) -> tuple[int, int]:
    rows = b""
    for library, names in imports.items():
        places = [int(name) | 1 << 63 if name.isdigit() else _text(body, name, bytes(2)) for name in names]
        table = SECTION + len(body)
        body += b"".join(struct.pack("<Q", place) for place in [*places, 0])
        rows += struct.pack("<IIIII", table, 0, 0, _text(body, library), table)
    address = SECTION + len(body)
    body += rows + bytes(20)
    return address, len(rows) + 20


def _exports(body: bytearray, names: Sequence[str]) -> tuple[int, int]:
    places = [_text(body, name) for name in names]
    table = SECTION + len(body)
    body += b"".join(struct.pack("<I", place) for place in places)
    address = SECTION + len(body)
    body += struct.pack("<IIHHIIIIIII", 0, 0, 0, 0, 0, 1, len(names), len(names), 0, table, 0)
    return address, 40
