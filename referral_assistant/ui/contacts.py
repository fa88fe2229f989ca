"""Local contacts as the window shows them: whose number it is, and what to do where there is none (S20)."""

from __future__ import annotations

from collections.abc import Iterable

from referral_assistant.i18n import _, long_date
from referral_assistant.model import LocalContact
from referral_assistant.ui.session import Session
from referral_assistant.ui.widgets import Bullets, Card, ContactLine, Text

CONTACTS = ("safeguarding_lead", "children", "adults", "police", "marac_lead")


def contact_name(contact: str) -> str:
    """Whose number it is."""
    return {
        "safeguarding_lead": _("Your safeguarding lead"),
        "children": _("Children’s services, front door"),
        "adults": _("Adults’ services, front door"),
        "police": _("Police, domestic abuse team"),
        "marac_lead": _("Your MARAC lead"),
    }[contact]


def local_contact(session: Session, contact: str) -> LocalContact | None:
    """The contact as entered for this case."""
    organisation = session.case.organisation if session.case else session.organisation
    return next((c for c in organisation.contacts if c.id == contact and c.telephone.strip()), None)


def contact_lines(session: Session, contacts: Iterable[str]) -> Bullets:
    """Whom to ring."""
    return Bullets([_line(session, contact) for contact in contacts])


def danger_card() -> Card:
    """What to do when someone is in danger now."""
    advice = _("Call 999. If you cannot speak, press 55 when you are asked, on a mobile.")
    return Card(_("If someone is in danger now")).add(Text(advice, halo=False))


def _line(session: Session, contact: str) -> ContactLine:
    found = local_contact(session, contact)
    missing = _("Not entered. Call 999, or your safeguarding lead.")
    if contact == "safeguarding_lead":
        missing = _("Not entered. Call 999 in danger, or ask your manager.")
    if found is None:
        return ContactLine(contact_name(contact), "", missing=missing)
    notes = [found.name] if found.name else []
    if found.out_of_hours:
        notes.append(_("Out of hours {number}").format(number=found.out_of_hours))
    if found.entered_on:
        notes.append(_("Entered {date}").format(date=long_date(found.entered_on)))
    return ContactLine(contact_name(contact), found.telephone, ". ".join(notes))
