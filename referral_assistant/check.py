"""Every check of content in one place: packs, scenarios, directories and their wording."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from referral_assistant import directory
from referral_assistant.content import check_pack, read_pack, read_scenario
from referral_assistant.content.files import read_toml, shown
from referral_assistant.content.packs import PACKS
from referral_assistant.content.scenarios import SCENARIOS
from referral_assistant.paths import RESOURCES
from referral_assistant.problems import Mistake, Mistakes


def check_content(paths: tuple[Path, ...] = ()) -> tuple[Mistake, ...]:
    """Everything wrong in the files and folders named, or in all of our own when none is."""
    return tuple(mistake for path in paths or _ours() for mistake in _check(path))


def _ours() -> Iterator[Path]:
    yield from (folder for folder in sorted(PACKS.iterdir()) if folder.is_dir())
    yield SCENARIOS
    yield RESOURCES / "directory"


def _check(path: Path) -> Iterable[Mistake]:
    if not path.exists():
        return (Mistake(str(path), "", "There is no such file or folder."),)
    if (path / "pack.toml").exists():
        return check_pack(path)
    if path.is_dir():
        files = sorted(p for p in path.rglob("*.toml"))
        if not files:
            return (Mistake(str(path), "", "There is nothing to check in this folder."),)
        return [mistake for file in files for mistake in _check_file(file)]
    return _check_file(path)


def _check_file(path: Path) -> Iterable[Mistake]:
    """One file, by what it holds. A section of a pack is checked with its whole pack."""
    try:
        data = read_toml(path)
    except Mistakes as error:
        return error.mistakes
    if "case" in data:
        return _check_scenario(path)
    if "services" in data or path == directory.TEMPLATE:
        return directory.check(path)
    if "section" in data:
        name = shown(path)
        return [m for m in check_pack(path.parent) if m.file == name]
    return (Mistake(shown(path), "", "This is no pack section, scenario or directory this program knows."),)


def _check_scenario(path: Path) -> Iterable[Mistake]:
    pack, mistakes, _places = read_pack(PACKS / "en")
    if pack is None or mistakes:
        return mistakes
    try:
        read_scenario(path, pack)
    except Mistakes as error:
        return error.mistakes
    return ()
