"""Fictional cases, written once: what was said, what comes out later, and where each should land."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from referral_assistant.content.files import read_toml, shown
from referral_assistant.model import Answer, Case, Concern, Level, Pack, Route, Verdict, Who
from referral_assistant.paths import RESOURCES
from referral_assistant.problems import Mistake, Mistakes
from referral_assistant.reading import from_plain, read_case

SCENARIOS = RESOURCES / "training"


@dataclass(frozen=True, slots=True)
class Expected:
    """Where a scenario should land. `stop` is a stop page's id or empty; verdicts are by service id."""

    concern: Concern
    route: Route
    who: Who | None = None
    overall: Level | None = None
    stop: str = ""
    verdicts: tuple[tuple[str, Verdict], ...] = ()


@dataclass(frozen=True, slots=True)
class Release:
    """A hidden fact that comes out later: what it is, the answers it changes, and where the case then lands."""

    fact: str
    answers: tuple[Answer, ...]
    expected: Expected


@dataclass(frozen=True, slots=True)
class Scenario:
    """One fictional case."""

    id: str
    title: str
    setting: str
    role: str
    trap: str
    case: Case
    expected: Expected
    warning: str = ""
    learning: tuple[str, ...] = ()
    service: str = ""
    hidden: tuple[Release, ...] = ()

    def after(self, release: Release) -> Case:
        """The case once a hidden fact is out."""
        return replace(self.case, answers=(*self.case.answers, *release.answers))


@dataclass(frozen=True, slots=True)
class _Expected:
    concern: Concern
    route: Route
    who: Who | None = None
    overall: Level | None = None
    stop: str = ""


@dataclass(frozen=True, slots=True)
class _Release:
    fact: str
    expected: _Expected
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class _Head:
    id: str
    title: str
    setting: str
    role: str
    trap: str
    expected: _Expected
    warning: str = ""
    learning: tuple[str, ...] = ()
    service: str = ""
    hidden: tuple[_Release, ...] = ()


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
    """One scenario. Its `[case]` table is a case as `reading.py` reads it. Raises `Mistakes`."""
    data = read_toml(path)
    file = shown(path)
    case_data = data.pop("case", None)
    verdicts = [_verdicts(data.get("expected"), file)]
    verdicts += [_verdicts(release.get("expected"), file) for release in data.get("hidden", ())]
    head = from_plain(_Head, data, file)
    case = read_case(case_data, pack, file)
    hidden = []
    for release, found in zip(head.hidden, verdicts[1:], strict=True):
        read_case({"format": 1, "answers": _plain_answers(data, release, head)}, pack, file)
        hidden.append(Release(release.fact, release.answers, _expected(release.expected, found)))
    return Scenario(
        head.id,
        head.title,
        head.setting,
        head.role,
        head.trap,
        case,
        _expected(head.expected, verdicts[0]),
        head.warning,
        head.learning,
        head.service,
        tuple(hidden),
    )


def _plain_answers(data: Mapping[str, object], release: _Release, head: _Head) -> object:
    releases = data["hidden"]
    assert isinstance(releases, list)
    return releases[head.hidden.index(release)].get("answers", [])


def _verdicts(expected: object, file: str) -> tuple[tuple[str, Verdict], ...]:
    """The verdicts table, taken out of the expectations: service ids are not ours to know here."""
    if not isinstance(expected, dict):
        return ()
    table = expected.pop("verdicts", {})
    try:
        return tuple((str(service), Verdict(verdict)) for service, verdict in table.items())
    except (ValueError, AttributeError):
        codes = ", ".join(Verdict)
        raise Mistakes((Mistake(file, "expected.verdicts", f"A verdict is one of {codes}."),)) from None


def _expected(read: _Expected, verdicts: tuple[tuple[str, Verdict], ...]) -> Expected:
    return Expected(read.concern, read.route, read.who, read.overall, read.stop, verdicts)
