"""Invented cases, written once: who comes, how they answer, what comes out later, and where each should land."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from pathlib import Path

from referral_assistant.content.files import read_toml, shown
from referral_assistant.content.packs import is_installed, load_pack
from referral_assistant.model import Pack, Scenario, Telling
from referral_assistant.paths import RESOURCES
from referral_assistant.problems import Mistake, Mistakes
from referral_assistant.reading import FORMAT, from_plain, read_case, to_plain

SCENARIOS = RESOURCES / "training"
TEMPLATE = SCENARIOS / "template" / "scenario.toml"
"""A scenario to begin with. In a folder of its own: it is checked with the rest of our content, and never listed."""


def load_scenarios(pack: Pack, folder: Path = SCENARIOS) -> tuple[Scenario, ...]:
    """Every scenario of a folder, in file order; ours for an installed pack are read once. Raises `Mistakes` with all
    that is wrong in all of them."""
    if folder == SCENARIOS and is_installed(pack):
        return _ours(pack.language)
    return _read(pack, folder)


@cache
def _ours(language: str) -> tuple[Scenario, ...]:
    return _read(load_pack(language), SCENARIOS)


def _read(pack: Pack, folder: Path) -> tuple[Scenario, ...]:
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
