"""Reads what a Linux program or library (an ELF file) asks of the computer it runs on."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

_MAGIC = b"\x7fELF"
_DYNAMIC, _STRING_TABLE, _SYMBOL_TABLE = 6, 3, 2
_VERSIONS_NEEDED, _VERSIONS_DEFINED = 0x6FFFFFFE, 0x6FFFFFFD
_TAG_NEEDED, _TAG_SONAME, _TAG_RPATH, _TAG_RUNPATH = 1, 14, 15, 29


class Elf(NamedTuple):
    """needed: the libraries it names; soname: its own name as a library; search: where it says that libraries are;
    versions: library -> the versions of its symbols that are asked for; defines: the versions it offers itself;
    stripped: whether symbols that only a debugger reads are gone."""

    needed: tuple[str, ...]
    soname: str
    search: tuple[str, ...]
    versions: dict[str, tuple[str, ...]]
    defines: tuple[str, ...]
    stripped: bool


class _Section(NamedTuple):
    kind: int
    offset: int
    content: bytes
    link: int


def is_elf(path: Path) -> bool:
    """Whether a file is a program or library at all."""
    with path.open("rb") as file:
        return file.read(4) == _MAGIC


def read(path: Path) -> Elf:
    """What an ELF file of 64 bits, little end first, says about itself. Raises `ValueError` for anything else."""
    raw = path.read_bytes()
    if raw[:6] != _MAGIC + b"\x02\x01":
        raise ValueError(f"{path} is not a 64-bit ELF file")
    sections = list(_sections(raw))
    dynamic = {tag: list(names) for tag, names in _dynamic(sections).items()}
    search = [*dynamic.get(_TAG_RPATH, ()), *dynamic.get(_TAG_RUNPATH, ())]
    return Elf(
        tuple(dynamic.get(_TAG_NEEDED, ())),
        next(iter(dynamic.get(_TAG_SONAME, ())), ""),
        tuple(folder for paths in search for folder in paths.split(":") if folder),
        _needed_versions(sections),
        tuple(_defined_versions(sections)),
        all(section.kind != _SYMBOL_TABLE for section in sections),
    )


def forget_search(path: Path) -> None:
    """Take away where a file says that libraries are. Its other bytes stay as they are."""
    raw = bytearray(path.read_bytes())
    for section in (section for section in _sections(bytes(raw)) if section.kind == _DYNAMIC):
        entries = list(struct.iter_unpack("<qQ", section.content))
        kept = [entry for entry in entries if entry[0] not in (_TAG_RPATH, _TAG_RUNPATH)]
        kept += [(0, 0)] * (len(entries) - len(kept))
        raw[section.offset : section.offset + len(section.content)] = b"".join(struct.pack("<qQ", *e) for e in kept)
    path.write_bytes(raw)


def newest(versions: Iterable[str], prefix: str) -> tuple[int, ...]:
    """The highest of the versions with that prefix, as numbers: GLIBC_2.34 is (2, 34). Empty when there is none."""
    numbers = (version.removeprefix(prefix) for version in versions if version.startswith(prefix))
    return max((tuple(map(int, n.split("."))) for n in numbers if n.replace(".", "").isdigit()), default=())


def _sections(raw: bytes) -> Iterator[_Section]:
    (start,) = struct.unpack_from("<Q", raw, 0x28)
    size, count = struct.unpack_from("<HH", raw, 0x3A)
    for number in range(count):
        kind, _flags, _address, offset, length, link = struct.unpack_from("<4xIQQQQI", raw, start + number * size)
        wanted = (_DYNAMIC, _STRING_TABLE, _VERSIONS_NEEDED, _VERSIONS_DEFINED)
        yield _Section(kind, offset, raw[offset : offset + length] if kind in wanted else b"", link)


def _text(table: bytes, offset: int) -> str:
    return table[offset : table.index(b"\0", offset)].decode()


def _dynamic(sections: list[_Section]) -> dict[int, list[str]]:
    """Tag -> the strings it stands before, for the tags that are names."""
    found: dict[int, list[str]] = {}
    for section in (section for section in sections if section.kind == _DYNAMIC):
        names = sections[section.link].content
        for tag, value in struct.iter_unpack("<qQ", section.content):
            if tag == 0:  # the end; what follows is padding
                break
            if tag in (_TAG_NEEDED, _TAG_SONAME, _TAG_RPATH, _TAG_RUNPATH):
                found.setdefault(tag, []).append(_text(names, value))
    return found


def _needed_versions(sections: list[_Section]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for section in (section for section in sections if section.kind == _VERSIONS_NEEDED):
        names, at = sections[section.link].content, 0
        while True:
            _version, count, file, first, following = struct.unpack_from("<HHIII", section.content, at)
            found[_text(names, file)] = tuple(_versions_of(section.content, at + first, count, names))
            if not following:
                break
            at += following
    return found


def _versions_of(content: bytes, at: int, count: int, names: bytes) -> Iterator[str]:
    for _number in range(count):
        _hash, _flags, _other, name, following = struct.unpack_from("<IHHII", content, at)
        yield _text(names, name)
        at += following


def _defined_versions(sections: list[_Section]) -> Iterator[str]:
    for section in (section for section in sections if section.kind == _VERSIONS_DEFINED):
        names, at = sections[section.link].content, 0
        while True:
            _version, _flags, _index, _count, _hash, first, following = struct.unpack_from(
                "<HHHHIII", section.content, at
            )
            (name,) = struct.unpack_from("<I", section.content, at + first)
            yield _text(names, name)
            if not following:
                break
            at += following
