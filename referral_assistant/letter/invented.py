"""What a training document carries in place of every real way to reach anybody: one invented letterhead and address."""

from __future__ import annotations

from dataclasses import replace

from referral_assistant.i18n import _
from referral_assistant.model import Case, Kind, Organisation, Practitioner, Service

OFFICE = _("Saltmarch Training Office")
"""Whoever writes in training, writes from here: there is no such office, and no such town."""

ADDRESS = (_("1 Example Quay"), "Eastmere XS1 1XX")
TELEPHONE = "01632 960 100"
MAIL = "training@example.org"
RECIPIENT = (_("2 Example Quay"), "Eastmere XS1 2XX")


def in_training(case: Case) -> Case:
    """The case as its documents are written: in training nothing that somebody typed about an organisation is printed,
    neither its name nor its logo, nor a number that may ring somewhere. A live case is left as it is."""
    if case.kind is not Kind.TRAINING:
        return case
    return replace(case, organisation=_office(case.organisation), practitioner=_writer(case.practitioner))


def recipient(service: Service, training: bool) -> tuple[str, ...]:
    """The lines of a service's address; in training, an address that nobody lives at."""
    return RECIPIENT if training else service.contact.address


def _office(typed: Organisation) -> Organisation:
    return replace(typed, name=OFFICE, address=ADDRESS, telephone=TELEPHONE, logo="")


def _writer(typed: Practitioner) -> Practitioner:
    """The name and the role stay as they were typed: they are the part somebody plays."""
    mail = MAIL if typed.email.strip() else ""
    return replace(typed, team=OFFICE, telephone=TELEPHONE, email=mail)
