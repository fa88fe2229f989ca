"""The command that writes the provision picture of a directory: where there is a service, and where none is known."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from referral_assistant import whole
from referral_assistant.problems import Problem

if TYPE_CHECKING:
    from referral_assistant.cli import Commands
    from referral_assistant.letter.provision import Provision
    from referral_assistant.model import Need, Service

OK = 0
LEVELS = ("authority", "county", "police", "probation", "region", "nation")


def add_commands(commands: Commands) -> None:
    """Add the command to those of the directory."""
    given = commands.add_parser(
        "provision", help="write where there is a service and where none is known, as a PDF and a CSV"
    )
    source = "directory.db or a TOML file"
    given.add_argument("--from", dest="source", required=True, type=Path, metavar="FILE", help=source)
    given.add_argument("--out", required=True, type=Path, metavar="FOLDER", help="the folder to write to")
    given.add_argument("--within", default="", metavar="AREA", help="a county, police area, region or nation")
    given.add_argument("--by", dest="level", default="authority", choices=LEVELS, help="what to sum up by")
    for field, about in _FIELDS.items():
        given.add_argument(f"--{field}", default="", metavar="ID", help=about)
    given.add_argument(
        "--training", action="store_true", default=argparse.SUPPRESS, help="for a directory of fictional services"
    )
    given.set_defaults(command=_provision)


_FIELDS = {
    "kind": "the kind of service, such as behaviour_change; any work on the abuse when left out",
    "gender": "whom it takes, such as woman",
    "age": "the age band, such as 18_24",
    "relationship": "whom the abuse is towards, such as partner",
    "language": "a language other than English, such as polish",
    "access": "what helps to take part, such as sight",
}


def _provision(options: argparse.Namespace) -> int:
    from referral_assistant.letter.provision import file_name, pdf, table

    made = _made(options, options.training)
    printed = pdf(made)
    for ending, content in (("pdf", printed.content), ("csv", table(made))):
        path = options.out / file_name(made.picture, ending)
        whole.write(path, content, folder=True)
        print(path)
    return OK


def _made(options: argparse.Namespace, training: bool) -> Provision:
    from referral_assistant import geography
    from referral_assistant.content import load_pack
    from referral_assistant.directory.names import area_called
    from referral_assistant.directory.need import choices
    from referral_assistant.directory.provision import index, picture
    from referral_assistant.geography.outlines import outlines, solid
    from referral_assistant.geography.raster import rows
    from referral_assistant.letter.provision import Provision

    areas = geography.load_areas(training)
    if training:
        # Nothing is to be said of a real place (S20).
        areas = tuple(area for area in areas if area.fictional or area.kind == "nation")
    need, within = _need(options), area_called(areas, options.within) if options.within else ""
    ready = index(_services(options.source, training), areas, date.today())
    found = picture(ready, need, within, options.level, choices())
    pack = geography.named(load_pack(), areas)
    return Provision(found, pack, geography.attribution(), solid(outlines(rows(areas))), training=training)


def _need(options: argparse.Namespace) -> Need:
    from referral_assistant.directory.need import choices
    from referral_assistant.model import Need

    known = choices()
    asked = {field: getattr(options, field) for field in known}
    for field, value in asked.items():
        if value and value not in known[field]:
            raise Problem(f"--{field} {value} is not known.", f"Use one of {', '.join(known[field])}.")
    return Need(**asked)


def _services(source: Path, training: bool) -> tuple[Service, ...]:
    from referral_assistant.directory import matchable
    from referral_assistant.model import Kind

    services = matchable(source, Kind.TRAINING if training else Kind.LIVE)
    invented = next((service.name for service in services if service.fictional), "")
    if invented and not training:
        raise Problem(f"This directory holds fictional services, such as {invented}.", "Say --training with it (S20).")
    return services
