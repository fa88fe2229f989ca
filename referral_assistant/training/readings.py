"""What a learner or a table read, as a small file, and the folder of the training profile that holds such files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from referral_assistant import whole
from referral_assistant.i18n import _
from referral_assistant.model import DOMAINS, Rating, Sheet
from referral_assistant.problems import Mistake, Mistakes
from referral_assistant.reading import from_plain, to_plain
from referral_assistant.training.labels import MOST, file_stem, label_key, tidy

ENDING = ".rareading"
FOLDER = "readings"
"""The folder of the training profile that holds what was collected."""

_FORMAT = 1
_MOST_BYTES = 200_000


@dataclass(frozen=True, slots=True)
class Found:
    """A sheet, when it was saved, and the name of its file; empty where it is among those collected already."""

    sheet: Sheet
    saved: datetime
    file: str = ""


@dataclass(frozen=True, slots=True)
class _SheetFile:
    """A sheet as it stands in a file. It holds what was read, under a label, and nothing else about whoever read it."""

    format: int
    scenario: str
    by: str
    readings: Mapping[str, Rating]
    round: int = 1
    saved: datetime | None = None


def read(path: Path) -> Found:
    """The sheet of a file. Raises `Mistakes` with all that is wrong in it."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise Mistakes((Mistake(path.name, "", _("It is far too large for a file of readings.")),))
        data = json.loads(path.read_bytes())
        changed = path.stat().st_mtime
    except OSError as error:
        raise Mistakes((Mistake(path.name, "", _("It could not be opened.")),)) from error
    except (ValueError, RecursionError) as error:
        raise Mistakes(
            (Mistake(path.name, "", _("This is no file of readings, or it was not copied whole.")),)
        ) from error
    return _found(data, path.name, changed)


def content(sheet: Sheet, saved: datetime) -> bytes:
    """What a file of this sheet holds."""
    held = _SheetFile(_FORMAT, sheet.scenario, sheet.by, sheet.readings, sheet.round, saved)
    return (json.dumps(to_plain(held), ensure_ascii=False, indent=1) + "\n").encode()


def file_name(sheet: Sheet) -> str:
    """A neutral name for the file: no name of a person is in it, even where the label is one."""
    return file_stem(sheet.by, sheet.round) + ENDING


# --- the folder ------------------------------------------------------------------------------------------------------


def kept(profile: Path) -> tuple[tuple[Found, ...], tuple[str, ...]]:
    """What was collected, of every scenario; and the files that cannot be read, each as a sentence."""
    found: list[Found] = []
    astray: list[str] = []
    for path in _files(profile):
        try:
            one = read(path)
        except Mistakes as error:
            astray += map(str, error.mistakes)
        else:
            found.append(Found(one.sheet, one.saved))
    return tuple(found), tuple(astray)


def keep(profile: Path, sheets: Iterable[Found]) -> None:
    """Keep sheets among those collected, each in place of what the same rater gave in the same round of the same
    scenario. Raises `Problem` where the folder cannot be written."""
    where = _where(profile)
    for found in sheets:
        path = where.get(identity(found.sheet)) or _free(profile / FOLDER, found.sheet, set(where.values()))
        where[identity(found.sheet)] = path
        advice = _("Check that the disk has room and that you may write to it.")
        sentence = _("The readings could not be kept.")
        whole.write(path, content(found.sheet, found.saved), sentence, advice, folder=True)


def drop(profile: Path, sheets: Iterable[Sheet]) -> None:
    """Take sheets away from those collected."""
    where = _where(profile)
    for sheet in sheets:
        path = where.get(identity(sheet))
        if path is not None:
            with suppress(OSError):
                path.unlink(missing_ok=True)


def identity(sheet: Sheet) -> tuple[str, str, int]:
    """What there is one sheet of: a scenario, a rater, a round."""
    return sheet.scenario, label_key(sheet.by), sheet.round


# --- inside ----------------------------------------------------------------------------------------------------------


def _found(data: object, file: str, changed: float) -> Found:
    newer = isinstance(data, dict) and isinstance(data.get("format"), int) and data["format"] > _FORMAT
    if newer:
        raise Mistakes((Mistake(file, "format", _("It was written by a newer version of this program.")),))
    held = from_plain(_SheetFile, data, file)
    wrong = tuple(Mistake(file, place, sentence) for place, sentence in _wrong(held))
    if wrong:
        raise Mistakes(wrong)
    saved = held.saved.astimezone(UTC) if held.saved is not None else datetime.fromtimestamp(changed, UTC)
    return Found(Sheet(held.scenario, tidy(held.by), dict(held.readings), held.round), saved, file)


def _wrong(held: _SheetFile) -> Iterator[tuple[str, str]]:
    if held.format != _FORMAT:
        yield "format", _("This should be {number}.").format(number=_FORMAT)
    if not held.scenario.strip():
        yield "scenario", _("It does not say which scenario was read.")
    if not 0 < len(tidy(held.by)) <= MOST:
        yield "by", _("Give a label of up to {count} characters, such as Table 3.").format(count=MOST)
    if held.round not in (1, 2):
        yield "round", _("This should be 1, or 2 after discussion.")
    for domain in sorted(held.readings.keys() - set(DOMAINS)):
        known = ", ".join(DOMAINS)
        yield f"readings.{domain}", _("There is no such domain. They are {names}.").format(names=known)


def _files(profile: Path) -> list[Path]:
    return sorted((profile / FOLDER).glob(f"*{ENDING}"))


def _where(profile: Path) -> dict[tuple[str, str, int], Path]:
    """In which file each sheet lies."""
    where: dict[tuple[str, str, int], Path] = {}
    for path in _files(profile):
        with suppress(Mistakes):
            where[identity(read(path).sheet)] = path
    return where


def _free(folder: Path, sheet: Sheet, taken: set[Path]) -> Path:
    """The first name that no other sheet has."""
    stem, number = file_stem(sheet.by, sheet.round), 1
    path = folder / f"{stem}{ENDING}"
    while path in taken or path.exists():
        number += 1
        path = folder / f"{stem}-{number}{ENDING}"
    return path
