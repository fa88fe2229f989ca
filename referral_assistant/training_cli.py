"""The commands for training: `referral-assistant training ...`. Each part adds its own with a small function."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from referral_assistant.problems import Problem

if TYPE_CHECKING:
    from referral_assistant.cli import Commands

OK, FAILED = 0, 1


def add_commands(commands: Commands) -> None:
    """Add `training` and all its commands to those of the program."""
    training = commands.add_parser("training", help="what trainers need: scenarios of their own, and more")
    inner = training.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_own_scenarios(inner)


def _add_own_scenarios(commands: Commands) -> None:
    template = commands.add_parser("template", help="write a scenario to begin with, every line of it explained")
    template.add_argument("--out", required=True, type=Path, metavar="FILE", help="the file to write; none is replaced")
    template.set_defaults(command=_template)

    lint = commands.add_parser(
        "lint", help="play scenarios through and say every mistake with its place; exit 1 when anything is wrong"
    )
    lint.add_argument("files", nargs="+", type=Path, metavar="FILE", help="scenario files")
    lint.set_defaults(command=_lint)


def _template(options: argparse.Namespace) -> int:
    from referral_assistant.content.scenarios import TEMPLATE

    path: Path = options.out
    if path.exists():
        raise Problem(f"There is a file {path} already.", "Name another, or move it away first.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(TEMPLATE.read_bytes())
    except OSError as error:
        raise Problem(f"{path} could not be written.", "Choose a folder you may write to.") from error
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
