"""What leaves the directory: how much there is, and how it is written as a pack, for others to read, or on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from referral_assistant.directory import exporting
from referral_assistant.directory.exporting import put, template, write
from referral_assistant.directory.pack import Letterhead, publishable
from referral_assistant.matching.cautions import check_age
from referral_assistant.model import Pack, Service
from referral_assistant.store.directory import Directory, Query
from referral_assistant.vault.signing import SigningKey


class Survey(NamedTuple):
    """How much a directory holds that is its own, and what should be looked at before it is handed on."""

    services: int
    contacts: int
    private: int
    differs: int
    due: int
    unsorted: int


@dataclass(frozen=True, slots=True)
class PackAsked:
    """A pack as it is asked for."""

    title: str
    letterhead: Letterhead | None
    private: bool
    key: SigningKey
    issued: datetime


class Written(NamedTuple):
    """What was written, and how much of it."""

    path: Path
    services: int
    contacts: int = 0


@dataclass(frozen=True, slots=True)
class ExportAsked:
    """A file for others as it is asked for. pack and areas: the words of the paper form."""

    form: str
    path: Path
    private: bool
    on: date
    pack: Pack
    areas: Mapping[str, str]
    attribution: str = ""
    organisation: str = ""


FORMS: Mapping[str, str] = {**exporting.FORMS, "pdf": ".pdf", "template": ".xlsx"}
"""What a directory can be written as -> the ending of its file."""


def survey(directory: Directory, today: date) -> Survey:
    """How much there is, for the worker."""
    services = publishable(directory)
    return Survey(
        len(services),
        len(directory.all_contacts()),
        sum(1 for service in services if service.private),
        len(directory.find(Query(only="differs"))),
        sum(1 for service in services if check_age(service.assured_date, today) != "lately"),
        len(directory.find(Query(only="unsorted"))),
    )


def write_pack(directory: Directory, asked: PackAsked, path: Path) -> Written:
    """Make and write a pack, for the worker. Raises `Mistakes` where nobody could take it."""
    services, contacts = publishable(directory), directory.all_contacts()
    exporting.write_pack(
        path, services, contacts, asked.title, asked.key, asked.issued, asked.letterhead, private=asked.private
    )
    return Written(path, len(services), len(contacts))


def write_export(directory: Directory, asked: ExportAsked) -> Written:
    """Write a directory in one of its forms, for the worker."""
    if asked.form == "template":
        template(asked.path, "xlsx")
        return Written(asked.path, 0)
    services = exported(directory, everything=asked.form == "pdf")
    if asked.form == "pdf":
        _on_paper(services, asked)
    else:
        write(services, asked.path, asked.form, directory.known_as("oruk"), asked.private)
    return Written(asked.path, len(services))


def exported(directory: Directory, *, everything: bool) -> tuple[Service, ...]:
    """What others get: all that is listed, sorted or not. What every copy of the program brings anyway stands on paper
    alone: in a file it would come back as somebody's own."""
    listed = directory.listed()
    if everything:
        return listed
    shipped = directory.shipped()
    return tuple(service for service in listed if service.id not in shipped)


def _on_paper(services: tuple[Service, ...], asked: ExportAsked) -> None:
    from referral_assistant.letter.directory_list import Listing, pdf

    listing = Listing(
        services,
        asked.pack,
        asked.areas,
        asked.on,
        asked.attribution,
        organisation=asked.organisation,
        private=asked.private,
    )
    put(pdf(listing).content, asked.path)
