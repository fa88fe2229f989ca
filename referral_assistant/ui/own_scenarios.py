"""The files of scenarios that trainers wrote: read, looked at with the linter of ours, saved, renamed and deleted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from referral_assistant.i18n import _
from referral_assistant.problems import Mistake, Mistakes, Problem
from referral_assistant.ui.exercises import OWN

if TYPE_CHECKING:
    from referral_assistant.model import Expected, Pack, Scenario

_RULE = re.compile(r" \(S\d+\)")
"""The number of a safety rule, which says something to whoever reads the code."""
DRAFT = ".draft"
"""The ending of what is not saved yet."""
NEW = "new"


@dataclass(frozen=True, slots=True)
class Looked:
    """What there is to know of a scenario: its mistakes, where each of its cases lands now, and what the services that
    it speaks of are called."""

    mistakes: tuple[Mistake, ...] = ()
    landings: Mapping[str, Expected] = field(default_factory=dict)
    services: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Own:
    """One file of the folder. No scenario: it cannot be read, and the mistakes say why."""

    path: Path
    scenario: Scenario | None
    mistakes: tuple[Mistake, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether it can be played."""
        return self.scenario is not None and not self.mistakes


def look(pack: Pack, scenario: Scenario) -> Looked:
    """Everything about a scenario, for the worker: it is played through several times."""
    from referral_assistant.check import scenario_mistakes, verdicts
    from referral_assistant.journey import directory_services
    from referral_assistant.training.linting import landings

    names = {service.id: service.name for service in directory_services(None)}
    found = tuple(m._replace(sentence=_RULE.sub("", m.sentence)) for m in scenario_mistakes(pack, scenario))
    return Looked(found, landings(pack, scenario, verdicts(pack)), names)


def own_scenarios(pack: Pack, paths: Iterable[Path], ours: Iterable[str]) -> tuple[Own, ...]:
    """What files of the folder hold, looked at as ours are. A name that one of ours has, or one before, is taken."""
    taken, found = {*ours}, []
    for path in paths:
        one = _own(pack, path)
        if one.scenario is not None and one.scenario.id in taken:
            sentence = _("Another scenario has the id “{id}”. Give this one another.").format(id=one.scenario.id)
            one = Own(path, one.scenario, (Mistake(path.name, "id", sentence), *one.mistakes))
        elif one.scenario is not None:
            taken.add(one.scenario.id)
        found.append(one)
    return tuple(found)


_known: dict[tuple[Path, int], Own] = {}


def _own(pack: Pack, path: Path) -> Own:
    from referral_assistant.check import scenario_mistakes
    from referral_assistant.content import read_scenario

    try:
        key = path, path.stat().st_mtime_ns
    except OSError:
        return Own(path, None, (Mistake(path.name, "", _("The file cannot be read.")),))
    if key not in _known:
        try:
            scenario = read_scenario(path, pack)
            _known[key] = Own(path, scenario, scenario_mistakes(pack, scenario, path.name))
        except Mistakes as error:
            told = tuple(mistake._replace(file=path.name) for mistake in error.mistakes)
            _known[key] = Own(path, None, told)
    return _known[key]


@cache
def our_ids() -> frozenset[str]:
    """The short names of ours."""
    from referral_assistant.content.files import read_toml
    from referral_assistant.content.scenarios import SCENARIOS

    return frozenset(read_toml(path)["id"] for path in SCENARIOS.glob("*.toml"))


def know(path: Path, scenario: Scenario, mistakes: Sequence[Mistake]) -> None:
    """Keep what was found of a scenario that was just saved: nobody need look at it a second time."""
    with suppress(OSError):
        told = tuple(mistake._replace(file=path.name) for mistake in mistakes)
        _known[path, path.stat().st_mtime_ns] = Own(path, scenario, told)


def find(pack: Pack, folder: Path, scenario_id: str) -> tuple[Path, Scenario] | None:
    """The file of the folder that holds the scenario of an id, and that; None where none can be read."""
    from referral_assistant.content import read_scenario

    for path in sorted(files(folder), key=lambda path: path.stem != scenario_id):
        with suppress(Mistakes):
            scenario = read_scenario(path, pack)
            if scenario.id == scenario_id:
                return path, scenario
    return None


# --- the folder ------------------------------------------------------------------------------------------------------


def files(folder: Path) -> tuple[Path, ...]:
    """The files that hold, or should hold, a scenario: of the folder of the training profile."""
    return tuple(sorted((folder / OWN).glob("*.toml")))


def path_of(folder: Path, scenario_id: str) -> Path:
    """Where a scenario is kept."""
    return folder / OWN / f"{scenario_id}.toml"


def draft_path(folder: Path, scenario_id: str) -> Path:
    """Where what is not saved of a scenario is kept."""
    return folder / OWN / f"{scenario_id or NEW}{DRAFT}"


def read_draft(pack: Pack, path: Path) -> Scenario | None:
    """What was not saved; None where there is nothing. What cannot be read is put aside under another name."""
    from referral_assistant.content import read_scenario

    if not path.exists():
        return None
    try:
        return read_scenario(path, pack)
    except Mistakes:
        with suppress(OSError):
            path.replace(path.with_name(f"{path.name}.unread"))
        return None


def delete(*paths: Path) -> None:
    """Take files away for good. Raises `Problem`."""
    try:
        for path in paths:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise Problem(_("The file could not be deleted."), _("Close what else has it open, then try again.")) from error


def told(mistakes: Sequence[Mistake]) -> list[str]:
    """Mistakes for a list, without the file they are all in."""
    return [f"{mistake.place}: {mistake.sentence}" if mistake.place else mistake.sentence for mistake in mistakes]
