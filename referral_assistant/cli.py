"""The command line: a scriptable core for fictional and test cases, and the way into the window.

It reads files and never opens a live store. Imports stand inside the commands, so that each loads only what it needs.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from referral_assistant import __version__
from referral_assistant.problems import Mistake, Mistakes, Problem

if TYPE_CHECKING:
    from referral_assistant.model import Assessment, Case, Match, Pack, Service

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
    """What argparse adds commands to; it gives the type no public name."""

OK, FAILED, BAD_INPUT = 0, 1, 2

_PLAIN = {(): False, ("open",): False, ("--training",): True}
"""What shortcuts say, the menus of desktops `open` and a file or none, and whether it opens training. Whoever only
opens the program does not wait for what the parser can do."""


def run(arguments: Sequence[str]) -> int:
    """Run one command. Exit codes: 0 done, 1 the check failed, 2 the input is wrong; mistakes go to standard error."""
    training = _PLAIN.get(tuple(arguments))
    options = parser().parse_args(arguments) if training is None else _the_window(training)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except Mistakes as error:
        for mistake in error.mistakes:
            print(mistake, file=sys.stderr)
        return BAD_INPUT
    except Problem as problem:
        print(problem, file=sys.stderr)
        if problem.advice:
            print(problem.advice, file=sys.stderr)
        return BAD_INPUT


def parser() -> argparse.ArgumentParser:
    """Every command and switch, with its help: the manual page is made from it too."""
    from referral_assistant import directory_cli, training_cli

    parser = argparse.ArgumentParser(
        prog="referral-assistant",
        description="Guide a conversation, find the right service, write the letters. Offline.",
    )
    parser.add_argument("--version", action="version", version=f"referral-assistant {__version__}")
    parser.add_argument("--training", action="store_true", help="open with fictional services and no passphrase")
    parser.add_argument("--directory", type=Path, help="a directory file to match against")
    parser.set_defaults(command=_window, file=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_open(commands)
    _add_content(commands)
    _add_cases(commands)
    _add_for_it(commands)
    directory_cli.add_commands(commands)
    training_cli.add_commands(commands)
    _add_self_check(commands)
    return parser


def _add_open(commands: Commands) -> None:
    opened = commands.add_parser(
        "open", help="open the window and take in a directory pack, as a double click on it does"
    )
    opened.add_argument("file", nargs="?", type=Path, metavar="FILE.rapack", help="the pack; none for the window alone")
    opened.set_defaults(command=_open)


def _add_content(commands: Commands) -> None:
    check = commands.add_parser("check", help="check packs, scenarios and directories; exit 1 when anything is wrong")
    check.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files or folders; ours when none is named")
    check.set_defaults(command=_check)

    cards = commands.add_parser("cards", help="print the conversation's cards")
    cards.add_argument("--json", action="store_true", help="as JSON")
    cards.set_defaults(command=_cards)


def _add_cases(commands: Commands) -> None:
    assess = commands.add_parser("assess", help="say what a case means and which services fit")
    assess.add_argument("case", type=Path, metavar="CASE.json")
    assess.add_argument("--directory", type=Path, help="a directory file to match against; the sample when left out")
    assess.add_argument("--json", action="store_true", help="as JSON")
    assess.set_defaults(command=_assess)

    letters = commands.add_parser("letters", help="write the documents a case allows")
    letters.add_argument("case", type=Path, metavar="CASE.json")
    letters.add_argument("--service", required=True, metavar="ID", help="the service the letter is for")
    letters.add_argument("--out", required=True, type=Path, metavar="DIR", help="the folder to write to")
    letters.add_argument("--directory", type=Path, help="a directory file to match against; the sample when left out")
    letters.add_argument("--large-print", action="store_true", help="18 point")
    letters.set_defaults(command=_letters)

    demo = commands.add_parser("demo", help="play a fictional scenario and write its documents")
    demo.add_argument("--out", required=True, type=Path, metavar="DIR", help="the folder to write to")
    demo.add_argument("--scenario", metavar="ID", help="which scenario; the well-matched referral when left out")
    demo.set_defaults(command=_demo)


def _add_for_it(commands: Commands) -> None:
    policy = commands.add_parser("print-policy", help="print what the organisation set; exit 1 when it holds mistakes")
    policy.add_argument("file", nargs="?", metavar="FILE", help="a policy file to try; this computer's when left out")
    policy.add_argument("--json", action="store_true", help="as JSON")
    forms = ("schema", "example", "admx", "adml", "markdown")
    policy.add_argument("--as", dest="form", choices=forms, help="print what IT teams work with instead")
    policy.set_defaults(command=_print_policy)

    documents = commands.add_parser("documents", help="write the security statement and the DPIA starter as PDFs")
    documents.add_argument("--out", required=True, type=Path, metavar="DIR", help="the folder to write to")
    documents.set_defaults(command=_documents)


def _add_self_check(commands: Commands) -> None:
    self_check = commands.add_parser("self-check", help="try the installed copy: store, scenario, documents, window")
    self_check.add_argument("--report", type=Path, metavar="FILE", help="write a report that IT can attach to a ticket")
    self_check.set_defaults(command=_self_check)


# --- commands --------------------------------------------------------------------------------------------------------


def _window(options: argparse.Namespace) -> int:
    if _no_screen():
        return _play()
    # Nothing that loading makes is garbage, and looking for it takes a twentieth of the start. The window looks again.
    gc.disable()
    from referral_assistant.ui.app import run_window

    return run_window(training=options.training, directory=options.directory, open_file=options.file)


def _open(options: argparse.Namespace) -> int:
    if options.file is None:
        return _window(options)
    if not options.file.is_file():
        raise Problem(f"There is no file {options.file}.", "Check the path.")
    if _no_screen():
        raise Problem("There is no screen here to open the window on.", "`directory read-pack` does it without one.")
    options.file = options.file.absolute()
    return _window(options)


def _the_window(training: bool) -> argparse.Namespace:
    return argparse.Namespace(command=_window, training=training, directory=None, file=None)


def _no_screen() -> bool:
    """Whether there is nothing to open a window on. Who names a platform for Qt knows what they want."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform.startswith("linux") and not any(os.environ.get(name) for name in named)


def _play() -> int:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from referral_assistant.ui.play import play

    folder = Path(tempfile.mkdtemp(prefix="referral-assistant-"))
    print("There is no screen here, so a fictional case is played through the window instead.", flush=True)
    for line in play(folder):
        print(line, flush=True)
    print(f"Pictures of every screen: {folder / 'screens'}")
    print(f"Documents: {folder / 'documents'}")
    return OK


def _check(options: argparse.Namespace) -> int:
    from referral_assistant.check import check_content
    from referral_assistant.i18n import how_many

    mistakes = check_content(tuple(options.paths))
    for mistake in mistakes:
        print(mistake)
    if mistakes:
        print(f"{how_many(len(mistakes), 'mistake')}.")
        return FAILED
    print("No mistakes.")
    return OK


def _cards(options: argparse.Namespace) -> int:
    from referral_assistant.content import load_pack
    from referral_assistant.i18n import fill
    from referral_assistant.reading import to_plain

    pack = load_pack()
    if options.json:
        sections = [{**to_plain(s), "cards": [_card_json(c) for c in s.cards]} for s in pack.sections]
        head = {"id": pack.id, "version": pack.version, "language": pack.language, "title": pack.title}
        _print_json({"pack": head, "sections": sections, "stops": [to_plain(s) for s in pack.stops]})
        return OK
    for section in pack.sections:
        print(section.title)
        for card in section.cards:
            print(f"  {card.id}: {fill(card.title)}")
    return OK


def _assess(options: argparse.Namespace) -> int:
    from referral_assistant import assessment_report
    from referral_assistant.assessment import assess
    from referral_assistant.journey import training_pack

    pack = training_pack()
    case = read_case_file(options.case, pack)
    assessment = assess(pack, case)
    matches = _matches(pack, case, assessment, _services(options.directory))
    if options.json:
        _print_json(assessment_report.as_json(pack, case, assessment, matches))
    else:
        print(*assessment_report.as_text(pack, case, assessment, matches), sep="\n")
    return OK


def _letters(options: argparse.Namespace) -> int:
    from referral_assistant.journey import training_pack, write_documents

    pack = training_pack()
    case = read_case_file(options.case, pack)
    services = _services(options.directory)
    service = next((s for s in services if s.id == options.service), None)
    if service is None:
        raise Problem(f"There is no service {options.service!r} in the directory.", _near(options.service, services))
    for line in write_documents(pack, case, service, services, options.out, options.large_print):
        print(line)
    return OK


def _demo(options: argparse.Namespace) -> int:
    from referral_assistant.content import load_scenarios
    from referral_assistant.journey import play_scenario, training_pack

    pack = training_pack()
    scenarios = {scenario.id: scenario for scenario in load_scenarios(pack)}
    wanted = options.scenario or next((s.id for s in scenarios.values() if s.service), "")
    if wanted not in scenarios:
        raise Problem(f"There is no scenario {wanted!r}.", f"The scenarios are {', '.join(scenarios)}.")
    for line in play_scenario(pack, scenarios[wanted], _services(None), options.out):
        print(line)
    return OK


def _print_policy(options: argparse.Namespace) -> int:
    from referral_assistant import policy, policy_report

    if isinstance(sys.stdout, io.TextIOWrapper):
        # Files are read elsewhere: what goes into one has the encoding that it says it has.
        sys.stdout.reconfigure(encoding="utf-8")
    if options.form:
        from referral_assistant.policy.forms import FORMS

        print(FORMS[options.form](), end="")
        return OK
    found = policy.in_force()
    if options.file:
        from referral_assistant.policy.reading import from_file, layered

        found = layered([from_file(options.file)])
    if options.json:
        print(policy_report.as_json(found))
    else:
        print(*policy_report.as_text(found), sep="\n")
    return FAILED if policy_report.mistakes(found) else OK


def _documents(options: argparse.Namespace) -> int:
    from referral_assistant import whole
    from referral_assistant.about import facts
    from referral_assistant.i18n import how_many
    from referral_assistant.letter.statement import STATEMENTS, pdf

    for name in STATEMENTS:
        path = options.out / f"{name}.pdf"
        rendered = pdf(name, facts())
        if not rendered.fits:
            raise Problem(f"{name} does not fit on the pages it may take.", "Shorten its template.")
        whole.write(path, rendered.content, folder=True)
        print(f"{path}, {how_many(rendered.pages, 'page')}")
    return OK


def _self_check(options: argparse.Namespace) -> int:
    from datetime import datetime

    from referral_assistant.selfcheck import self_check
    from referral_assistant.selfcheck_report import line, write

    results = []
    for result in self_check():
        results.append(result)
        print(line(result), flush=True)
    if options.report is not None:
        write(options.report, results, datetime.now().astimezone())
        print(f"Report: {options.report}")
    return OK if all(result.passed for result in results) else FAILED


# --- reading ---------------------------------------------------------------------------------------------------------


def read_case_file(path: Path, pack: Pack) -> Case:
    """A fictional case from its file. Raises `Problem` or `Mistakes`."""
    import json

    from referral_assistant.geography import load_areas
    from referral_assistant.model import CardKind
    from referral_assistant.reading import read_case

    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Problem(f"The case file {path} cannot be read: {error.strerror}.", "Check the path.") from None
    except UnicodeDecodeError:
        raise Mistakes((Mistake(str(path), "", "The file is not UTF-8 text. Save it as UTF-8."),)) from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise Mistakes((Mistake(str(path), place, f"The file is not JSON: {error.msg}."),)) from None
    except RecursionError:
        raise Mistakes((Mistake(str(path), "", "The file is nested too deeply to be a case."),)) from None
    case = read_case(data, pack, str(path))
    areas = {area.id for area in load_areas(training=True)}
    kinds = {card.id: card.kind for card in pack.cards}
    unknown = tuple(
        Mistake(str(path), f"answers[{n}].values", f"{value!r} is not the id of an area.")
        for n, answer in enumerate(case.answers)
        if kinds.get(answer.card) is CardKind.AREA
        for value in answer.values
        if value not in areas
    )
    if unknown:
        raise Mistakes(unknown)
    return case


def _services(directory: Path | None) -> tuple[Service, ...]:
    from referral_assistant.journey import directory_services

    return directory_services(directory)


def _matches(pack: Pack, case: Case, assessment: Assessment, services: tuple[Service, ...]) -> tuple[Match, ...]:
    from datetime import date

    from referral_assistant.journey import match_case

    return match_case(pack, case, assessment, services, case.opened or date.today())


def _near(wanted: str, services: Sequence[Service]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(wanted, [s.id for s in services], n=3)
    return f"Did you mean {' or '.join(near)}?" if near else "`assess` lists the ids of the services it matched."


# --- printing --------------------------------------------------------------------------------------------------------


def _print_json(data: object) -> None:
    import json

    print(json.dumps(data, ensure_ascii=False, indent=2))


def _card_json(card: Any) -> dict[str, Any]:
    from referral_assistant.reading import to_plain

    plain: dict[str, Any] = to_plain(card)
    return {**plain, "safety_core": card.safety_core, "listen_only": card.listen_only, "short": card.short}
