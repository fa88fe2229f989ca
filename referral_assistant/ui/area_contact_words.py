"""The safeguarding contacts of authorities in words: what is missing, how old the rest is, who changed what."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from referral_assistant import geography
from referral_assistant.directory.area_contact import ROLES
from referral_assistant.geography import Area
from referral_assistant.i18n import _, joined, long_date
from referral_assistant.model import AreaContact, Change
from referral_assistant.ui.contacts import area_contact_name, is_checked, is_old
from referral_assistant.ui.session import Session


def authorities_of(session: Session, known: Collection[str]) -> list[Area]:
    """The authorities that have contacts, and those of which the directory lists services of their own or of their
    county, by name. What works in a whole force, region or nation makes no authority one's own."""
    listed = set(session.directory().areas_covered())
    counties = {area.id for area in session.areas() if area.kind == "county"} & listed
    every = geography.authorities(session.areas(), session.today)
    wanted = (a for a in every if a.id in known or a.id in listed or counties & set(a.within))
    return sorted(wanted, key=lambda area: area.name)


def missing_text(contacts: Sequence[AreaContact]) -> str:
    """Which contacts an authority still needs."""
    there = {c.role for c in contacts if c.telephone.strip() or c.out_of_hours.strip()}
    short = {
        "children": _("children’s services"),
        "adults": _("adults’ services"),
        "police": _("police"),
        "marac_lead": _("MARAC co-ordinator"),
        "out_of_hours": _("out of hours"),
    }
    missing = [short[role] for role in ROLES if role not in there]
    if len(missing) == len(ROLES):
        return _("Everything")
    text = joined(missing)
    return text[:1].upper() + text[1:] if text else _("Nothing")


def state_of(contacts: Sequence[AreaContact], today: date) -> tuple[str, str]:
    """Whether the numbers of an authority were rung, as a word or two and a tone."""
    numbers = [c for c in contacts if c.telephone.strip() or c.out_of_hours.strip()]
    if not numbers:
        return "", "muted"
    if any(not is_checked(c.checked_on, today) for c in numbers):
        return _("Not all rung"), "stop"
    if any(is_old(c.checked_on, today) for c in numbers):
        return _("Over a year ago"), "stop"
    oldest = min(c.checked_on for c in numbers if c.checked_on)
    return long_date(oldest), ""


def change_text(change: Change) -> str:
    """One line of the history of a contact."""
    role = change.entry.partition(":")[2]
    names = {
        "telephone": _("telephone"),
        "out_of_hours": _("out of hours"),
        "name": _("team"),
        "email": _("e-mail"),
        "note": _("note"),
        "checked_on": _("the day it was rung"),
        "source": _("where it is from"),
    }
    touched = {f for f in (*change.before, *change.after) if change.before.get(f) != change.after.get(f)}
    what = joined(text for field, text in names.items() if field in touched)
    line = _("{date}, {by}: {who}").format(date=long_date(change.at.date()), by=change.by, who=area_contact_name(role))
    return _("{line}, {what}.").format(line=line, what=what) if what else f"{line}."
