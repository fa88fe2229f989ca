"""The commands that write the directory to a file for others, and the empty table to fill in."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from referral_assistant.i18n import how_many

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from referral_assistant.cli import Commands
    from referral_assistant.model import Service

OK = 0


def add_commands(commands: Commands) -> None:
    """Add the commands to those of the directory."""
    export = commands.add_parser("export", help="write services as Open Referral UK 3.0, CSV, Excel, or a PDF to print")
    export.add_argument("--as", dest="form", required=True, choices=("oruk", "csv", "xlsx", "pdf"))
    export.add_argument("--out", required=True, type=Path, metavar="FILE", help=_OUT)
    source = "directory.db or a TOML file; what comes with the program when left out"
    export.add_argument("--from", dest="source", type=Path, metavar="FILE", help=source)
    export.add_argument("--area", metavar="ID", help="only what serves this area")
    private = "with fields that are not for publication, and names of those who checked"
    export.add_argument("--private", action="store_true", help=private)
    export.add_argument("--training", action="store_true", default=argparse.SUPPRESS, help=_TRAINING)
    export.set_defaults(command=_export)

    template = commands.add_parser("template", help="write the empty table of services to fill in")
    template.add_argument("--as", dest="form", required=True, choices=("csv", "xlsx"))
    template.add_argument("--out", required=True, type=Path, metavar="FILE", help="the file to write")
    template.set_defaults(command=_template)


_OUT = "the file to write; for oruk also a folder that is there, for every page that a server would answer with"
_TRAINING = "without --from, the fictional services for training too"


def _export(options: argparse.Namespace) -> int:
    from referral_assistant.directory import exporting
    from referral_assistant.geography import load_areas

    services, known = _services(options)
    left_out = 0
    if options.area:
        left_out = sum(1 for service in services if not service.service_areas)
        services = exporting.of_area(services, load_areas(training=True), options.area)
    if options.form == "pdf":
        count, pages = len(services), _print(services, options)
        print(f"{options.out}: {how_many(count, 'service')}, {how_many(pages, 'page')}")
    else:
        count = exporting.write(services, options.out, options.form, known, options.private)
        print(f"{options.out}: {how_many(count, 'service')}")
    if left_out:
        print(f"{how_many(left_out, 'service')} left out: no area is stated.")
    return OK


def _template(options: argparse.Namespace) -> int:
    from referral_assistant.directory import exporting

    exporting.template(options.out, options.form)
    print(f"{options.out}: fill in a row for each service; the example is never imported.")
    return OK


def _services(options: argparse.Namespace) -> tuple[Sequence[Service], Mapping[str, str]]:
    """What is to be written, and under which identifiers its sources know it."""
    from referral_assistant.directory import load, opened, starting
    from referral_assistant.model import Kind

    if options.source is None:
        return starting(Kind.TRAINING if options.training else Kind.LIVE), {}
    directory = opened(options.source)
    if directory is None:
        return load(options.source), {}
    with closing(directory):
        return directory.listed(), directory.known_as("oruk")


def _print(services: Sequence[Service], options: argparse.Namespace) -> int:
    """Write the PDF, and say how many pages it has."""
    from datetime import date

    from referral_assistant.content import load_pack
    from referral_assistant.directory.exporting import put
    from referral_assistant.geography import attribution, load_areas, named, names
    from referral_assistant.letter.directory_list import Listing, pdf

    areas = load_areas(training=True)
    called = names(areas)
    place = called.get(options.area, "") if options.area else ""
    listing = Listing(
        services, named(load_pack(), areas), called, date.today(), attribution(), place, private=options.private
    )
    rendered = pdf(listing)
    put(rendered.content, options.out)
    if rendered.missing:
        print(f"Printed as question marks, since the typeface lacks them: {' '.join(rendered.missing)}")
    return rendered.pages
