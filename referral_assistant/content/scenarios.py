"""Fictional cases, written once: what was said, what comes out later, and where each should land."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from referral_assistant.content.files import read_toml, shown
from referral_assistant.model import Answer, Case, Concern, Level, Pack, Route, Verdict, Who
from referral_assistant.paths import RESOURCES
from referral_assistant.problems import Mistake, Mistakes
from referral_assistant.reading import FORMAT, from_plain, read_case, to_plain

SCENARIOS = RESOURCES / "training"


@dataclass(frozen=True, slots=True)
class Expected:
    """Where a scenario should land. `stop` is a stop page's id or empty; verdicts are by service id."""

    concern: Concern
    route: Route
    who: Who | None = None
    overall: Level | None = None
    stop: str = ""
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Release:
    """A hidden fact that comes out later: what it is, the answers it changes, and where the case then lands."""

    fact: str
    expected: Expected
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Telling:
    """Everything about a fictional case but the case."""

    id: str
    title: str
    setting: str
    role: str
    trap: str
    expected: Expected
    warning: str = ""
    learning: tuple[str, ...] = ()
    service: str = ""
    hidden: tuple[Release, ...] = ()


@dataclass(frozen=True, slots=True)
class Scenario(Telling):
    """One fictional case."""

    case: Case = Case("")

    def after(self, release: Release) -> Case:
        """The case once a hidden fact is out."""
        return replace(self.case, answers=(*self.case.answers, *release.answers))


def load_scenarios(pack: Pack, folder: Path = SCENARIOS) -> tuple[Scenario, ...]:
    """Every scenario of a folder, in file order. Raises `Mistakes` with all that is wrong in all of them."""
    scenarios: list[Scenario] = []
    mistakes: list[Mistake] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            scenarios.append(read_scenario(path, pack))
        except Mistakes as error:
            mistakes.extend(error.mistakes)
    if mistakes:
        raise Mistakes(tuple(mistakes))
    return tuple(scenarios)


def read_scenario(path: Path, pack: Pack) -> Scenario:
    """One scenario. Its `[case]` table is a case as `reading` reads it. Raises `Mistakes`."""
    data = read_toml(path)
    file = shown(path)
    case_data = data.pop("case", None)
    told = from_plain(Telling, data, file)
    case = read_case(case_data, pack, file)
    for release in told.hidden:
        read_case({"format": FORMAT, "answers": [to_plain(answer) for answer in release.answers]}, pack, file)
    return Scenario(**{f.name: getattr(told, f.name) for f in fields(told)}, case=case)
