"""The manual page of the command line: what the program says of its own commands, in the form that `man` reads."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from installers.plan import Build

TEMPLATE = Path(__file__).resolve().parent.parent / "linux" / "referral-assistant.1"


def man_page(build: Build) -> str:
    """The page for the program of this repository."""
    if str(build.root) not in sys.path:
        sys.path.append(str(build.root))
    from referral_assistant.cli import parser

    program = parser()
    values = {
        "DATE": datetime.fromtimestamp(build.epoch, UTC).date().isoformat(),
        "VERSION": build.version,
        "SYNOPSIS": "\n.br\n".join(_usage(each) for each in (program, *commands(program).values())),
        "OPTIONS": "\n".join(_arguments(program)),
        "COMMANDS": "\n".join(_commands(program)),
    }
    return re.sub(r"@([A-Z]+)@", lambda found: values[found[1]], TEMPLATE.read_text("utf-8"))


def commands(program: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Name -> parser of every command; one that has commands of its own stands there as these, such as
    `directory key`."""
    found: dict[str, argparse.ArgumentParser] = {}
    for action in program._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, parser in action.choices.items():
                inner = commands(parser)
                found |= {f"{name} {word}": each for word, each in inner.items()} or {name: parser}
    return found


def plain(text: str) -> str:
    """Text that stands for itself: a backslash, a hyphen, or a dot in front mean something to the formatter."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^([.'])", r"\\&\1", escaped, flags=re.MULTILINE)


def _usage(parser: argparse.ArgumentParser) -> str:
    words = parser.format_usage().removeprefix("usage: ").split()
    return plain(" ".join(words).replace("[-h] ", "").replace(" [-h]", "").replace("COMMAND ...", "[COMMAND ...]"))


def _commands(program: argparse.ArgumentParser) -> Iterator[str]:
    said = dict(_helps(program))
    for name, parser in commands(program).items():
        yield f".SS {plain(name)}"
        yield plain(_sentence(said.get(name, "")))
        yield from _arguments(parser)


def _helps(program: argparse.ArgumentParser, before: str = "") -> Iterator[tuple[str, str]]:
    """The name of every command with what it says of itself."""
    for action in program._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from ((f"{before}{choice.dest}", choice.help or "") for choice in action._choices_actions)
            for name, parser in action.choices.items():
                yield from _helps(parser, f"{before}{name} ")


def _arguments(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        # Of what has no help, the usage says all there is to say.
        if not action.help or isinstance(action, argparse._SubParsersAction | argparse._HelpAction):
            continue
        shown = str(action.metavar or action.dest.upper())
        names = ", ".join(action.option_strings) or shown
        takes = f" {shown}" if action.option_strings and action.nargs != 0 else ""
        yield from (".TP", f".B {plain(names + takes)}", plain(_sentence(parser._get_formatter()._expand_help(action))))


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"
