"""A directory file: its head, its services one by one, and all that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from referral_assistant.content import load_vocabulary
from referral_assistant.content.files import read_toml, shown
from referral_assistant.directory.entry import entry_mistakes, repeated
from referral_assistant.geography import load_areas
from referral_assistant.model import Kind, Service
from referral_assistant.paths import RESOURCES
from referral_assistant.problems import Mistake, Mistakes, Problem
from referral_assistant.reading import from_plain

if TYPE_CHECKING:
    from referral_assistant.store.directory import Directory

FORMAT = 1

FOLDER = RESOURCES / "directory"
NATIONAL = FOLDER / "national.toml"
SAMPLE = FOLDER / "sample.toml"
TEMPLATE = FOLDER / "template.toml"


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands above the services. `fictional` holds for every one of them."""

    format: int
    title: str = ""
    note: str = ""
    fictional: bool = False


def load(path: Path) -> tuple[Service, ...]:
    """Every service of a file, in file order. Raises `Mistakes` with all that is wrong, each with its place."""
    services, mistakes = _read(path)
    if mistakes:
        raise Mistakes(mistakes)
    return services


def check(path: Path, today: date | None = None) -> tuple[Mistake, ...]:
    """Everything wrong with a file; empty when nothing is. With a day given, no entry may be checked after it."""
    services, mistakes = _read(path)
    if today is None:
        return mistakes
    late = tuple(
        Mistake(
            shown(path), f"services.{s.id}.assured_date", "This day is still to come. Give the day of the last check."
        )
        for s in services
        if s.assured_date and s.assured_date > today
    )
    return mistakes + late


def opened(path: Path, kind: Kind | None = None) -> Directory | None:
    """The directory.db of a path, to be closed again; None where the file is a list, for `load`. A list may be called
    anything else. kind: refuse a directory of the other; None opens either."""
    from referral_assistant.store.directory import is_directory, kind_of, open_directory

    if not path.is_file():
        raise Problem(f"There is no file {path}.", "Give a directory.db or a TOML file of services.")
    if path.suffix.lower() != ".db" and not is_directory(path):
        return None
    return open_directory(path, kind or kind_of(path))


def matchable(path: Path, kind: Kind | None = None) -> tuple[Service, ...]:
    """Every service of a list or of a directory.db that can be matched. kind: as for `opened`."""
    directory = opened(path, kind)
    if directory is None:
        return load(path)
    with closing(directory):
        return directory.all()


def starting(kind: Kind) -> tuple[Service, ...]:
    """What a new directory holds: the national lines, and in training the fictional sample too (S20)."""
    return load(NATIONAL) + (load(SAMPLE) if kind is Kind.TRAINING else ())


def _read(path: Path) -> tuple[tuple[Service, ...], tuple[Mistake, ...]]:
    """What could be read, and what is wrong, so that one bad entry does not hide the mistakes of another."""
    file = shown(path)
    try:
        data = read_toml(path)
    except Mistakes as error:
        return (), error.mistakes
    entries = data.pop("services", [])
    head, mistakes = _head(data, file)
    if not isinstance(entries, list):
        return (), (*mistakes, Mistake(file, "services", "Write each service under its own [[services]] heading."))
    found: list[tuple[str, Service]] = []
    for index, entry in enumerate(entries):
        place = _place(index, entry)
        service, wrong = _entry(entry, file, place, head.fictional)
        mistakes.extend(wrong)
        if service is not None:
            found.append((place, service))
    vocabulary = load_vocabulary()
    areas = {area.id: area for area in load_areas(training=True)}
    for place, service in found:
        said = entry_mistakes(service, vocabulary, areas)
        mistakes.extend(Mistake(file, f"{place}.{field}" if field else place, sentence) for field, sentence in said)
    mistakes.extend(Mistake(file, place, sentence) for place, sentence in repeated(found))
    return tuple(service for _place, service in found), tuple(mistakes)


def _head(data: Mapping[str, Any], file: str) -> tuple[_Head, list[Mistake]]:
    try:
        head = from_plain(_Head, data, file)
    except Mistakes as error:
        return _Head(FORMAT, fictional=data.get("fictional") is True), list(error.mistakes)
    if head.format != FORMAT:
        return head, [Mistake(file, "format", f"The format is {head.format}. This program reads format {FORMAT}.")]
    return head, []


def _place(index: int, entry: object) -> str:
    """Where an entry stands: by its id when it has one, else by its number in the file, from 1."""
    named = entry.get("id") if isinstance(entry, Mapping) else None
    return f"services.{named}" if isinstance(named, str) and named else f"services[{index + 1}]"


def _entry(entry: object, file: str, place: str, fictional: bool) -> tuple[Service | None, tuple[Mistake, ...]]:
    """One service, and what is wrong with its shape. A key or value that cannot be read is taken out, so that the
    rest of the entry is checked in the same go."""
    try:
        service = from_plain(Service, entry, file, place)
    except Mistakes as error:
        return _rest(entry, error.mistakes, file, place, fictional), error.mistakes
    return replace(service, fictional=service.fictional or fictional), ()


def _rest(entry: object, wrong: tuple[Mistake, ...], file: str, place: str, fictional: bool) -> Service | None:
    if not isinstance(entry, Mapping):
        return None
    known = {field.name for field in fields(Service)}
    bad = {mistake.place.removeprefix(f"{place}.").split(".")[0].split("[")[0] for mistake in wrong}
    kept = {key: value for key, value in entry.items() if key in known and key not in bad}
    try:
        return replace(from_plain(Service, kept, file, place), fictional=fictional)
    except Mistakes:
        return None
