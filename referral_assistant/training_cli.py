"""The commands for training: `referral-assistant training ...`. Each part adds its own with a small function."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from referral_assistant import whole
from referral_assistant.problems import Problem

if TYPE_CHECKING:
    from referral_assistant.cli import Commands
    from referral_assistant.model import Pack, Scenario
    from referral_assistant.training.debrief import Debrief

OK, FAILED = 0, 1


def add_commands(commands: Commands) -> None:
    """Add `training` and all its commands to those of the program."""
    from referral_assistant import compare_cli

    training = commands.add_parser("training", help="what trainers need: scenarios of their own, and more")
    inner = training.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_own_scenarios(inner)
    compare_cli.add_command(inner)
    _add_debrief(inner)
    _add_paper(inner)


def _add_own_scenarios(commands: Commands) -> None:
    template = commands.add_parser("template", help="write a scenario to begin with, every line of it explained")
    template.add_argument("--out", required=True, type=Path, metavar="FILE", help="the file to write; none is replaced")
    template.set_defaults(command=_template)

    lint = commands.add_parser(
        "lint", help="play scenarios through and say every mistake with its place; exit 1 when anything is wrong"
    )
    lint.add_argument("files", nargs="+", type=Path, metavar="FILE", help="scenario files")
    lint.set_defaults(command=_lint)


def _add_debrief(commands: Commands) -> None:
    debrief = commands.add_parser("debrief", help="write what there is to look back on in an exercise, as a PDF")
    debrief.add_argument("case", nargs="?", type=Path, metavar="CASE.json", help="what the learner recorded")
    debrief.add_argument("--scenario", required=True, metavar="ID", help="the scenario, or a file that holds one")
    debrief.add_argument("--exercise", type=Path, metavar="FILE", help="the exercise.json of the training folder")
    manners = ("balanced", "collusive", "combative")
    debrief.add_argument("--example", choices=manners, help="a way that nobody played, in place of a case")
    debrief.add_argument("--out", required=True, type=Path, metavar="FOLDER", help="the folder to write to")
    debrief.set_defaults(command=_debrief)


def _add_paper(commands: Commands) -> None:
    pack = commands.add_parser("pack", help="write the role-play pack of a scenario: a card or a sheet for each reader")
    pack.add_argument("scenario", metavar="SCENARIO", help="its name, such as imran, or a scenario file of your own")
    pack.add_argument("--out", required=True, type=Path, metavar="FOLDER", help="the folder to write to")
    pack.set_defaults(command=_pack)

    notes = commands.add_parser("notes", help="write the page of notes that a trainer reads before a half day")
    notes.add_argument("--out", required=True, type=Path, metavar="FILE.pdf", help="the file to write")
    notes.set_defaults(command=_notes)


def _template(options: argparse.Namespace) -> int:
    from referral_assistant.content.scenarios import TEMPLATE

    path: Path = options.out
    if path.exists():
        raise Problem(f"There is a file {path} already.", "Name another, or move it away first.")
    whole.write(path, TEMPLATE.read_bytes(), folder=True)
    print(path)
    return OK


def _lint(options: argparse.Namespace) -> int:
    from referral_assistant.check import check_scenario
    from referral_assistant.i18n import how_many

    mistakes = [mistake for path in options.files for mistake in check_scenario(path)]
    for mistake in mistakes:
        print(mistake)
    print(f"{how_many(len(mistakes), 'mistake')}." if mistakes else "No mistakes.")
    return FAILED if mistakes else OK


def _debrief(options: argparse.Namespace) -> int:
    from datetime import date

    from referral_assistant.i18n import how_many
    from referral_assistant.letter.debrief import debrief_pdf, file_name

    today = date.today()
    made = debrief_pdf(_looked_back(options), today)
    if made.missing:
        raise Problem(
            f"These characters cannot be printed: {' '.join(made.missing)}.", "Take them out of the scenario."
        )
    path: Path = options.out / file_name("debrief", today)
    whole.write(path, made.content, folder=True)
    print(f"{path}, {how_many(made.pages, 'page')}")
    return OK


def _looked_back(options: argparse.Namespace) -> Debrief:
    from referral_assistant.cli import read_case_file
    from referral_assistant.journey import training_pack
    from referral_assistant.model import Exercise, Manner
    from referral_assistant.training.debrief import debrief, example
    from referral_assistant.training.exercise import read_file

    pack = training_pack()
    scenario = _scenario(options.scenario, pack)
    if options.example:
        return example(pack, scenario, Manner(options.example))
    if options.case is None:
        raise Problem("There is nothing to look back on.", "Name a case, or an example with --example.")
    exercise = read_file(options.exercise) if options.exercise else Exercise(scenario.id)
    if exercise is None:
        raise Problem(f"{options.exercise} holds no exercise.", "Name the exercise.json of a training folder.")
    if exercise.scenario != scenario.id:
        raise Problem(f"{options.exercise} is of the scenario {exercise.scenario!r}.", "Name that one with --scenario.")
    return debrief(pack, scenario, exercise, read_case_file(options.case, pack))


def _pack(options: argparse.Namespace) -> int:
    from referral_assistant.i18n import how_many
    from referral_assistant.journey import training_pack
    from referral_assistant.letter.role_play import pack

    words = training_pack()
    for name, rendered in pack(_scenario(options.scenario, words), words):
        if rendered.missing:
            signs = " ".join(rendered.missing)
            raise Problem(f"{name} cannot be printed: {signs}", "Write these characters another way in the scenario.")
        path: Path = options.out / name
        whole.write(path, rendered.content, folder=True)
        longer = ". It was meant to fit two: shorten the scenario, or print it as it is" if rendered.overflow else ""
        print(f"{path}, {how_many(rendered.pages, 'page')}{longer}")
    return OK


def _notes(options: argparse.Namespace) -> int:
    from referral_assistant.about import facts
    from referral_assistant.i18n import how_many
    from referral_assistant.letter.statement import TRAINER_NOTES, pdf

    rendered = pdf(TRAINER_NOTES, facts())
    whole.write(options.out, rendered.content, folder=True)
    print(f"{options.out}, {how_many(rendered.pages, 'page')}")
    return OK


def _scenario(named: str, words: Pack) -> Scenario:
    """One of ours by its name, or one of a trainer's own by its file."""
    from referral_assistant.content import load_scenarios, read_scenario

    if named.endswith(".toml"):
        return read_scenario(Path(named), words)
    known = {scenario.id: scenario for scenario in load_scenarios(words)}
    if named not in known:
        raise Problem(f"There is no scenario {named!r}.", f"The scenarios are {', '.join(known)}; or name a file.")
    return known[named]
