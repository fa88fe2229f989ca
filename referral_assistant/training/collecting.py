"""Bringing together what a room has read: files, folders and tables, each sheet once, and everything left out said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from referral_assistant.i18n import _, joined
from referral_assistant.model import Pack
from referral_assistant.problems import Mistake, Mistakes
from referral_assistant.training import reading_table, readings
from referral_assistant.training.readings import ENDING, Found

MOST_FILES = 500
"""Files of one folder that are read; nobody has a larger room."""


class Collected(NamedTuple):
    """What came in: the sheets, each rater once in a round; what is to be said of it; and what could not be read."""

    sheets: tuple[Found, ...] = ()
    said: tuple[str, ...] = ()
    wrong: tuple[Mistake, ...] = ()


def collect(paths: Iterable[Path], pack: Pack, scenario: str, titles: Mapping[str, str]) -> Collected:
    """Read what was chosen or dropped, for one scenario. An empty one takes files of every scenario."""
    found: list[Found] = []
    said: list[str] = []
    wrong: list[Mistake] = []
    for path in _files(paths):
        try:
            table = _read(path, pack, scenario)
        except Mistakes as error:
            wrong += error.mistakes
        else:
            found += table.sheets
            said += [f"{path.name}: {sentence}" for sentence in table.said]
    here = [one for one in found if not scenario or one.sheet.scenario == scenario]
    said += _elsewhere([one for one in found if one not in here], titles)
    merged, repeated = merge(here)
    return Collected(merged, (*said, *repeated), tuple(wrong))


def merge(found: Iterable[Found]) -> tuple[tuple[Found, ...], tuple[str, ...]]:
    """Each rater once in each round: the sheet that was saved last counts, and a sentence says so where the two differ.
    Of two saved at once, the one that stands last here."""
    held: dict[tuple[str, str, int], Found] = {}
    said: list[str] = []
    for one in sorted(found, key=lambda one: one.saved):
        before = held.get(readings.identity(one.sheet))
        held[readings.identity(one.sheet)] = one
        if before is not None and before.sheet.readings != one.sheet.readings:
            said.append(_repeated(before, one))
    return tuple(held.values()), tuple(said)


# --- inside ----------------------------------------------------------------------------------------------------------


def _read(path: Path, pack: Pack, scenario: str) -> reading_table.Read:
    if path.suffix.casefold() == ENDING:
        return reading_table.Read((readings.read(path),))
    if path.suffix.casefold() in (".csv", ".tsv", ".txt"):
        return reading_table.read(path, pack, scenario)
    sentence = _("This is no file of readings ({ending}) and no CSV. Save a spreadsheet as CSV first.")
    raise Mistakes((Mistake(path.name, "", sentence.format(ending=ENDING)),))


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files meant: of a folder those that may hold readings."""
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.suffix.casefold() in (ENDING, ".csv") and p.is_file())
            yield from inside[:MOST_FILES]
        else:
            yield path


def _elsewhere(found: Sequence[Found], titles: Mapping[str, str]) -> Iterator[str]:
    for scenario in dict.fromkeys(one.sheet.scenario for one in found):
        names = joined(dict.fromkeys(one.file for one in found if one.sheet.scenario == scenario))
        text = _("Left out, since it was read in another scenario ({title}): {names}.")
        yield text.format(title=titles.get(scenario, scenario), names=names)


def _repeated(before: Found, one: Found) -> str:
    text = _("{label} gave two sheets for round {number}. The later one counts: {this}, not {other}.")
    here = _("the one collected before")
    return text.format(label=one.sheet.by, number=one.sheet.round, this=one.file or here, other=before.file or here)
