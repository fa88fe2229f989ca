"""The columns of a table of services: one for each field, with its heading and what may stand under it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from referral_assistant.i18n import _


@dataclass(frozen=True, slots=True)
class Column:
    """One column. field: as in `Service`, with `contact.` before those of its contact. header: what stands above it in
    our own tables. also: other headings that say nothing else, in small letters; any other is asked about."""

    field: str
    header: str
    note: str
    also: tuple[str, ...] = ()


_SEVERAL = _("Several are separated by a semicolon.")
_ONE = _("One of the list.")
_LIST = _("Of the list. Several are separated by a semicolon.")
_YES = _("Yes or No. Empty when nobody knows.")

_ADDRESS = (
    *("postal address", "address 1", "address 2", "address 3", "address line 1", "address line 2", "address line 3"),
    *("street", "town", "city", "town or city", "postcode", "post code"),
)

COLUMNS: tuple[Column, ...] = (
    Column("id", _("Id"), _("Leave it empty for a new service. An entry keeps its id for good."), ("service id",)),
    Column("name", _("Name"), _("The name people know the service by. Every row needs one."), ("service name",)),
    Column("kind", _("Kind"), f"{_ONE} {_('Empty when it is still to be sorted.')}"),
    Column(
        "organisation",
        _("Organisation"),
        _("Who runs it."),
        ("organization", "provider", "organisation name", "organization name", "provider name"),
    ),
    Column("description", _("Description"), _("What it does, in plain words."), ("service description",)),
    Column("purpose", _("For whom the line is"), f"{_ONE} {_('For helplines and consultation only.')}"),
    Column("status", _("Status"), _ONE),
    Column("ends_on", _("Ends on"), _("The last day, where it is known. A date."), ("end date",)),
    Column("alert", _("Notice"), _("What everybody should know first, such as a pause."), ("alert",)),
    Column("minimum_age", _("Minimum age"), _("Whole years. Empty when there is no limit."), ("min age", "age from")),
    Column("maximum_age", _("Maximum age"), _("Whole years. Empty when there is no limit."), ("max age", "age to")),
    Column("genders", _("Genders"), _LIST, ("gender",)),
    Column("relationships", _("Relationships"), _LIST),
    Column("routes", _("Referral routes"), _LIST, ("referral route",)),
    Column(
        "service_areas",
        _("Areas"),
        _("Names of authorities, counties, police forces, nations, or their codes.") + f" {_SEVERAL}",
        ("area", "areas covered", "area covered", "service areas", "local authority", "local authorities"),
    ),
    Column("residence", _("Whose home counts"), _ONE),
    Column("languages", _("Languages"), f"{_('Names.')} {_SEVERAL}", ("language",)),
    Column("interpreter", _("Interpreter"), _YES),
    Column("access", _("Access"), _LIST, ("accessibility",)),
    Column("communities", _("Communities"), _LIST),
    Column("formats", _("Formats"), _LIST, ("format",)),
    Column("schedules", _("Times"), _LIST),
    Column("length", _("Length"), _("How long it takes, in words."), ("duration",)),
    Column("partner_support", _("Partner support"), _YES),
    Column("harm_level", _("Level of harm"), _ONE),
    Column("fees", _("Fees"), _ONE),
    Column("fees_note", _("About the fees"), _("In words.")),
    Column("waiting", _("Waiting time"), _("In words."), ("waiting list",)),
    Column("waiting_as_of", _("Waiting time as of"), _("The day it was said. A date.")),
    Column("accreditations", _("Accreditations"), _("One a line: who gave it, level, valid to, with | between.")),
    Column("criteria", _("Criteria"), _("As the program wrote it. Change it in the program.")),
    Column(
        "contact.telephone",
        _("Telephone"),
        _("Digits and spaces."),
        ("phone", "tel", "telephone number", "phone number", "contact telephone", "contact number"),
    ),
    Column("contact.email", _("E-mail"), _("One address."), ("email", "email address", "e mail address")),
    Column("contact.website", _("Website"), _("With https:// in front."), ("web site", "url", "web address", "web")),
    Column("contact.address", _("Address"), _("One line of it on each line of the cell."), _ADDRESS),
    Column("contact.consultation", _("Before you refer"), _("How to ask first, in words.")),
    Column("latitude", _("Latitude"), _("Degrees."), ("lat",)),
    Column("longitude", _("Longitude"), _("Degrees."), ("long", "lng", "lon")),
    Column("assured_date", _("Last checked on"), _("The day a person last checked the entry. A date.")),
    Column("assured_by", _("Last checked by"), _("Who did.")),
    Column("source", _("Source"), _("Where the entry comes from, so that somebody can check it.")),
    Column("private", _("Not for publication"), _("Headings of the contact's columns.") + f" {_SEVERAL}"),
    Column("fictional", _("Fictional"), _("Yes for an invented service, for training. Empty otherwise.")),
)
"""Every field there is, in the order of `Service`."""


def plain_header(text: str) -> str:
    """A heading as it is compared: small letters, and one space for whatever is no letter or digit."""
    return " ".join(re.sub(r"[\W_]+", " ", text.casefold()).split())


CERTAIN: dict[str, str] = {
    plain_header(name): column.field
    for column in COLUMNS
    for name in (column.header, column.field, column.field.rpartition(".")[2], *column.also)
}
"""Heading, as it is compared -> field: those that can mean nothing else."""
