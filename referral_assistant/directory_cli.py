"""The commands for the directory: `referral-assistant directory ...`. Each part adds its own with a small function."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from referral_assistant import export_cli, pack_cli, provision_cli
from referral_assistant.i18n import how_many
from referral_assistant.problems import Mistake, Mistakes, Problem

if TYPE_CHECKING:
    from referral_assistant.cli import Commands
    from referral_assistant.directory.report import Answers, Line, Report

OK, FAILED = 0, 1


def add_commands(commands: Commands) -> None:
    """Add `directory` and all its commands to those of the program."""
    directory = commands.add_parser("directory", help="read, write and exchange the directory of services")
    inner = directory.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_import(inner)
    export_cli.add_commands(inner)
    pack_cli.add_commands(inner)
    provision_cli.add_commands(inner)


def _add_import(commands: Commands) -> None:
    given = commands.add_parser(
        "import",
        help="read services from Open Referral UK files, CSV or Excel, and say what became of each; exit 1 when a "
        "record was refused or nothing could be taken",
    )
    given.add_argument("files", nargs="+", type=Path, metavar="FILE", help="files, or folders of saved pages")
    given.add_argument(
        "--into", type=Path, metavar="DB", help="the directory file to import into; without it nothing is written"
    )
    given.add_argument("--dry-run", action="store_true", help="only say what would be done")
    given.add_argument("--json", action="store_true", help="the report as JSON")
    given.add_argument(
        "--area",
        action="append",
        default=[],
        metavar="NAME=ID",
        help="the area that a name in the files stands for; without a name, the area of every service that states "
        "none; without an id, leave the name out",
    )
    given.add_argument("--kind", default="", help="the kind of every service that states none")
    given.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="HEADER=FIELD",
        help="the field that a column of a table holds; without a field, leave the column out",
    )
    given.add_argument("--columns", type=Path, metavar="FILE", help="the same as a JSON file of headings and fields")
    given.add_argument(
        "--whole", action="store_true", help="withdraw what the same file listed before and lists no longer"
    )
    given.add_argument("--by", default="directory import", metavar="NAME", help="who stands in the history")
    given.add_argument(
        "--training", action="store_true", default=argparse.SUPPRESS, help="for a directory of fictional services"
    )
    given.set_defaults(command=_import)


def _import(options: argparse.Namespace) -> int:
    from datetime import datetime

    from referral_assistant.directory import importing
    from referral_assistant.directory.words import in_our_words
    from referral_assistant.model import Kind
    from referral_assistant.store.directory import by_codes, put_in_place

    kind = Kind.TRAINING if options.training else Kind.LIVE
    dry_run = options.dry_run or options.into is None
    report, staged = importing.run(
        options.files,
        options.into,
        kind,
        _answers(options, kind is Kind.TRAINING),
        options.by,
        lambda: datetime.now().astimezone(),
        dry_run=dry_run,
        whole=options.whole,
        searchable=by_codes if dry_run else in_our_words(kind is Kind.TRAINING),
    )
    if staged is not None:
        put_in_place(staged, options.into)
    if options.json:
        _write_json(report, taken=staged is not None)
    else:
        sys.stdout.writelines(f"{line}\n" for line in _said(report, dry_run))
    from referral_assistant.directory.report import Fate

    return FAILED if report.stopped or report.count(Fate.REFUSED) else OK


# --- answers ---------------------------------------------------------------------------------------------------------


def _answers(options: argparse.Namespace, training: bool) -> Answers:
    from referral_assistant.directory.report import Answers

    columns = dict(_columns_file(options.columns) if options.columns else {})
    columns.update(_pair(text, "column") for text in options.column)
    return Answers(dict(_area(text, training) for text in options.area), _known_fields(columns), options.kind)


def _pair(text: str, option: str) -> tuple[str, str]:
    name, sign, value = text.rpartition("=")
    if not sign:
        raise Problem(f"--{option} {text} holds no equals sign.", f"Write it as --{option} 'NAME=VALUE'.")
    return name.strip(), value.strip()


def _area(text: str, training: bool) -> tuple[str, tuple[str, ...]]:
    from referral_assistant.directory.names import area_called
    from referral_assistant.geography import load_areas

    name, value = _pair(text, "area")
    areas = load_areas(training)
    return name, tuple(area_called(areas, part) for part in map(str.strip, value.split(",")) if part)


def _columns_file(path: Path) -> dict[str, str]:
    import json

    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Problem(f"The file {path} cannot be read: {error.strerror}.", "Check the path.") from None
    except (ValueError, RecursionError):
        raise Mistakes((Mistake(str(path), "", "The file is not JSON."),)) from None
    if not isinstance(data, dict) or not all(isinstance(value, str) for value in data.values()):
        raise Mistakes((Mistake(str(path), "", "The file should hold headings and fields as text."),))
    return data


def _known_fields(columns: dict[str, str]) -> dict[str, str]:
    from referral_assistant.directory.columns import CERTAIN, COLUMNS, plain_header

    known = {column.field for column in COLUMNS}
    found: dict[str, str] = {}
    for header, name in columns.items():
        field = name if name in known else CERTAIN.get(plain_header(name), "")
        if name and not field:
            raise Problem(f"There is no field {name!r}.", f"The fields are {', '.join(c.field for c in COLUMNS)}.")
        found[header] = field
    return found


# --- the report ------------------------------------------------------------------------------------------------------


def _said(report: Report, dry_run: bool) -> Iterator[str]:
    for line in report.lines:
        yield from _line(line)
    for question in report.questions:
        yield _question(question.kind, question.asked, question.offered)
    yield from (f"No longer listed: {entry}." for entry in report.missing)
    yield from (f"Withdrawn, since it is no longer listed: {entry}." for entry in report.withdrawn)
    yield _counts(report)
    if report.stopped:
        yield report.stopped
    elif dry_run:
        yield "Nothing was written."


def _line(line: Line) -> Iterator[str]:
    where = f"{line.file}, {line.place}" if line.place else line.file
    became = ", ".join(filter(None, (line.fate if line.place else "", line.outcome, line.entry)))
    yield ": ".join(filter(None, (where, line.name, became)))
    for repair in line.repairs:
        change = f"“{repair.was}” is now “{repair.now}”" if repair.now else f"“{repair.was}” was left out"
        yield f"    {repair.field}: {change if repair.was else f'added “{repair.now}”'}. {repair.why}"
    for sentence in line.said:
        yield f"    {sentence}"
    if line.differs:
        yield f"    Changed here and there, and the value from here was kept: {', '.join(line.differs)}."


def _question(kind: str, asked: str, offered: tuple[str, ...]) -> str:
    might = f" It might be: {', '.join(offered)}." if offered else ""
    if kind == "column":
        return f"What does the column “{asked}” hold?{might} Answer with --column '{asked}=FIELD'."
    if asked:
        return f"Which area is “{asked}”?{might} Answer with --area '{asked}=ID'."
    return "Some services state no area. Answer for all of them with --area '=ID'."


def _counts(report: Report) -> str:
    from collections import Counter

    from referral_assistant.directory.report import Fate

    records = sum(1 for line in report.lines if line.place)
    fates = ", ".join(f"{report.count(fate)} {fate}" for fate in Fate)
    outcomes = Counter(line.outcome for line in report.lines if line.outcome)
    became = ", ".join(f"{outcomes[name]} {name}" for name in ("added", "updated", "same") if outcomes[name])
    return f"{how_many(records, 'record')}: {fates}.{f' Entries: {became}.' if became else ''}"


def _write_json(report: Report, taken: bool) -> None:
    """One line of the report at a time: there may be a hundred thousand."""
    import json

    from referral_assistant.directory.report import Fate

    head = {
        "taken": taken,
        "stopped": report.stopped,
        "counts": {fate.value: report.count(fate) for fate in Fate},
        "missing": report.missing,
        "withdrawn": report.withdrawn,
        "questions": [{"kind": q.kind, "asked": q.asked, "offered": q.offered} for q in report.questions],
    }
    write = sys.stdout.write
    write(json.dumps(head, ensure_ascii=False)[:-1] + ', "records": [')
    for number, line in enumerate(report.lines):
        write(",\n" if number else "\n")
        write(json.dumps(_plain(line), ensure_ascii=False))
    write("\n]}\n")


def _plain(line: Line) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "file": line.file,
        "place": line.place,
        "name": line.name,
        "fate": line.fate.value,
        "entry": line.entry,
        "outcome": line.outcome,
        "repairs": [{"field": r.field, "from": r.was, "to": r.now, "why": r.why} for r in line.repairs],
        "said": line.said,
        "questions": [{"kind": q.kind, "asked": q.asked, "offered": q.offered} for q in line.questions],
        "differs": line.differs,
    }
    return {key: value for key, value in plain.items() if value not in ("", [], ())}
