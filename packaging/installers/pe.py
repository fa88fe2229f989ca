"""Reads what a Windows program file (PE) says: what it imports and exports, its version, and what of it is signed."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from installers.plan import Problem

SUFFIXES = (".dll", ".exe", ".pyd")

_EXPORTS, _IMPORTS, _CERTIFICATES, _DELAYED = 0, 1, 4, 13
_VERSION_MARK = struct.pack("<I", 0xFEEF04BD)
_WIDE = 0x20B
_BY_ORDINAL = 1 << 63


class Import(NamedTuple):
    """One library that a file asks Windows for, in lower case, and what it takes from it by name."""

    library: str
    names: frozenset[str]


class _Section(NamedTuple):
    address: int
    size: int
    offset: int


class Image:
    """A PE file for 64-bit Windows, read whole. A damaged one is a `Problem`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.data = path.read_bytes()
        try:
            self._header: int = struct.unpack_from("<I", self.data, 0x3C)[0]
            (magic,) = struct.unpack_from("<H", self.data, self._header + 24)
        except struct.error as error:
            raise Problem(f"{path} is not a program file of Windows.") from error
        if self.data[self._header : self._header + 4] != b"PE\0\0" or magic != _WIDE:
            raise Problem(f"{path} is not a program file of 64-bit Windows.")

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        """Every library this file asks for, at once or when it is first used."""
        return tuple(self._imported(_IMPORTS, 20, 12, 0, 16) + self._imported(_DELAYED, 32, 4, 16, 12))

    @cached_property
    def exports(self) -> frozenset[str]:
        """Every name that this file offers."""
        address, _size = self._directory(_EXPORTS)
        if not address:
            return frozenset()
        count, _functions, names = struct.unpack_from("<III", self.data, self._offset(address) + 24)
        table = struct.unpack_from(f"<{count}I", self.data, self._offset(names))
        return frozenset(self._text(name) for name in table)

    @cached_property
    def version(self) -> str:
        """The file's version as four numbers; empty when it says none."""
        at = self.data.find(_VERSION_MARK)
        if at < 0:
            return ""
        high, low = struct.unpack_from("<II", self.data, at + 8)
        return ".".join(str(part) for part in (high >> 16, high & 0xFFFF, low >> 16, low & 0xFFFF))

    @property
    def certificate(self) -> bytes:
        """The signature (PKCS#7) at the end of the file; empty when there is none."""
        offset, size = self._directory(_CERTIFICATES)
        if not offset:
            return b""
        if size < 8 or offset + size > len(self.data):
            raise Problem(f"{self.path} names a signature that is not there.")
        (length,) = struct.unpack_from("<I", self.data, offset)
        return self.data[offset + 8 : offset + length]

    def signed_digest(self, algorithm: str) -> bytes:
        """The digest that a signature signs: of all but the checksum, the signature's place and the signature."""
        checksum, place = self._header + 88, self._entry(_CERTIFICATES)
        offset, size = self._directory(_CERTIFICATES)
        if offset + size != len(self.data):
            # Windows would not look at what follows a signature, so nothing may.
            raise Problem(f"{self.path} holds something behind its signature.")
        digest = hashlib.new(algorithm)
        for start, end in ((0, checksum), (checksum + 4, place), (place + 8, offset)):
            digest.update(self.data[start:end])
        return digest.digest()

    def _entry(self, number: int) -> int:
        return self._header + 136 + 8 * number

    def _directory(self, number: int) -> tuple[int, int]:
        (count,) = struct.unpack_from("<I", self.data, self._header + 132)
        if number >= count:
            return 0, 0
        address, size = struct.unpack_from("<II", self.data, self._entry(number))
        return address, size

    @cached_property
    def _sections(self) -> tuple[_Section, ...]:
        (count,) = struct.unpack_from("<H", self.data, self._header + 6)
        (optional,) = struct.unpack_from("<H", self.data, self._header + 20)
        rows = (struct.unpack_from("<8xIIII", self.data, self._header + 24 + optional + 40 * n) for n in range(count))
        return tuple(_Section(address, max(virtual, raw), offset) for virtual, address, raw, offset in rows)

    def _offset(self, address: int) -> int:
        for section in self._sections:
            if section.address <= address < section.address + section.size:
                return address - section.address + section.offset
        raise Problem(f"{self.path} points outside of itself.")

    def _text(self, address: int) -> str:
        start = self._offset(address)
        return self.data[start : self.data.index(b"\0", start)].decode("ascii")

    def _imported(self, directory: int, row: int, library: int, *names: int) -> list[Import]:
        """The rows of an import table. `names` are where a row may say what it takes; the first that says so counts."""
        address, _size = self._directory(directory)
        found = []
        at = self._offset(address) if address else 0
        while address and any(self.data[at : at + row]):
            (name,) = struct.unpack_from("<I", self.data, at + library)
            tables = [struct.unpack_from("<I", self.data, at + place)[0] for place in names]
            taken = frozenset(self._names(next(table for table in tables if table)))
            found.append(Import(self._text(name).lower(), taken))
            at += row
        return found

    def _names(self, table: int) -> Iterator[str]:
        at = self._offset(table)
        while entry := struct.unpack_from("<Q", self.data, at)[0]:
            if not entry & _BY_ORDINAL:
                yield self._text(entry + 2)
            at += 8


def images(folder: Path) -> list[Path]:
    """Every PE file below a folder, in order."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
