"""A conversation pack from its folder of TOML files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from referral_assistant.content.crosscheck import cross_check
from referral_assistant.content.files import read_toml, shown
from referral_assistant.content.vocabulary import Vocabulary, load_vocabulary
from referral_assistant.model import Card, Pack, Section, SectionKind, StopPage
from referral_assistant.paths import RESOURCES
from referral_assistant.problems import Mistake, Mistakes
from referral_assistant.reading import from_plain

T = TypeVar("T")

PACKS = RESOURCES / "packs"


@dataclass(frozen=True, slots=True)
class _Head:
    id: str
    version: str
    language: str
    title: str


@dataclass(frozen=True, slots=True)
class _SectionHead:
    id: str
    title: str
    kind: SectionKind
    intro: str = ""
    together: bool = False


@dataclass(frozen=True, slots=True)
class _SectionFile:
    section: _SectionHead
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class _StopsFile:
    stops: tuple[StopPage, ...]


@cache
def load_pack(language: str = "en") -> Pack:
    """The installed pack of a language, read once. Raises `Mistakes` with everything that cannot be read.

    The cross-checks are `check_pack`'s: they run over every pack in the tests and by the `check` command, so that an
    installed program need not spend its start on them.
    """
    pack, mistakes, _places = read_pack(PACKS / language)
    if pack is None or mistakes:
        raise Mistakes(mistakes)
    return pack


def is_installed(pack: Pack) -> bool:
    """Whether a pack is the installed one of its language."""
    return (PACKS / pack.language).is_dir() and pack is load_pack(pack.language)


def check_pack(folder: Path, vocabulary: Vocabulary | None = None) -> tuple[Mistake, ...]:
    """Everything wrong with a pack: what cannot be read, then what does not hold together."""
    pack, mistakes, places = read_pack(folder)
    if pack is None:
        return mistakes
    return (*mistakes, *cross_check(pack, vocabulary or load_vocabulary(), places))


def read_pack(folder: Path) -> tuple[Pack | None, tuple[Mistake, ...], dict[str, str]]:
    """A pack, what is wrong with its files, and the file each section stands in.

    The pack holds whatever could be read, so that one bad file does not hide the mistakes in another.
    """
    mistakes: list[Mistake] = []
    places: dict[str, str] = {}
    head = _read(folder / "pack.toml", _Head, mistakes)
    stops = _read(folder / "stops.toml", _StopsFile, mistakes)
    sections: list[Section] = []
    for path in _section_files(folder):
        found = _read(path, _SectionFile, mistakes)
        if found is not None:
            about = found.section
            sections.append(Section(about.id, about.title, about.kind, found.cards, about.intro, about.together))
            places[about.id] = shown(path)
    words = _words(folder, mistakes)
    if head is None:
        return None, tuple(mistakes), places
    pack = Pack(head.id, head.version, head.language, head.title, tuple(sections), stops.stops if stops else (), words)
    return pack, tuple(mistakes), places


def _section_files(folder: Path) -> Iterable[Path]:
    """Section files begin with a number, which is their place in the conversation."""
    return sorted(path for path in folder.glob("*.toml") if path.name[0].isdigit())


def _words(folder: Path, mistakes: list[Mistake]) -> MappingProxyType[str, MappingProxyType[str, str]]:
    """The wording tables of every words*.toml, joined; the same code twice is a mistake."""
    tables: dict[str, dict[str, str]] = {}
    for path in sorted(folder.glob("words*.toml")):
        try:
            data = read_toml(path)
        except Mistakes as error:
            mistakes.extend(error.mistakes)
            continue
        for table, codes in data.items():
            if not isinstance(codes, dict):
                mistakes.append(Mistake(shown(path), table, "This should be a table of codes and their wording."))
                continue
            for code, text in codes.items():
                if not isinstance(text, str) or not text.strip():
                    mistakes.append(Mistake(shown(path), f"{table}.{code}", "This should be a sentence."))
                elif code in tables.setdefault(table, {}):
                    mistakes.append(Mistake(shown(path), f"{table}.{code}", "This code already has its wording."))
                else:
                    tables[table][code] = text
    return MappingProxyType({name: MappingProxyType(table) for name, table in tables.items()})


def _read(path: Path, cls: type[T], mistakes: list[Mistake]) -> T | None:
    try:
        return from_plain(cls, read_toml(path), shown(path))
    except Mistakes as error:
        mistakes.extend(error.mistakes)
        return None
