"""Whom to ring, as the window shows it: the authority's number first, then the organisation's, or what to do (S20)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from referral_assistant.i18n import _, long_date
from referral_assistant.model import AreaContact, LocalContact
from referral_assistant.problems import Problem
from referral_assistant.ui.session import Session
from referral_assistant.ui.widgets import Bullets, Card, ContactLine, Text

CONTACTS = ("safeguarding_lead", "children", "adults", "police", "marac_lead")
OF_AREAS = ("children", "adults", "police", "marac_lead", "out_of_hours")
"""The contacts that an authority has; the directory keeps them by area."""


def contact_name(contact: str) -> str:
    """Whose number it is."""
    return {
        "safeguarding_lead": _("Your safeguarding lead"),
        "children": _("Children’s services, front door"),
        "adults": _("Adults’ services, front door"),
        "police": _("Police, domestic abuse team"),
        "marac_lead": _("Your MARAC lead"),
        "out_of_hours": _("Emergency duty team, out of hours"),
    }[contact]


def area_contact_name(role: str) -> str:
    """Whose number it is, for the people of an area."""
    return _("MARAC co-ordinator") if role == "marac_lead" else contact_name(role)


def local_contact(session: Session, contact: str) -> LocalContact | None:
    """The contact as the organisation entered it for this case."""
    organisation = session.case.organisation if session.case else session.organisation
    return next((c for c in organisation.contacts if c.id == contact and c.telephone.strip()), None)


def contact_lines(session: Session, contacts: Iterable[str]) -> Bullets:
    """Whom to ring."""
    known = tuple(_homes(session))
    return Bullets([line for contact in contacts for line in _lines(session, contact, known)])


def emergency_lines(session: Session) -> tuple[str, ...]:
    """What to add where every number is wanted: the duty teams of the areas, where the directory has them."""
    return ("out_of_hours",) if any(found.of("out_of_hours") for found in _homes(session)) else ()


def danger_card() -> Card:
    """What to do when someone is in danger now."""
    advice = _("Call 999. If you cannot speak, press 55 when you are asked, on a mobile.")
    return Card(_("If someone is in danger now")).add(Text(advice, halo=False))


def checked_text(checked: date | None, today: date) -> str:
    """When somebody last rang a number, and whether that is too long ago."""
    if checked is None or not is_checked(checked, today):
        return _("Nobody has checked this number yet")
    if is_old(checked, today):
        return _("Last checked on {date}, more than a year ago: it may have changed").format(date=long_date(checked))
    return _("Checked on {date}").format(date=long_date(checked))


def is_checked(checked: date | None, today: date) -> bool:
    """Whether somebody has rung a number; a day still to come says nothing."""
    return checked is not None and checked <= today


def is_old(checked: date | None, today: date) -> bool:
    """Whether a number was checked, but not within twelve months, so that it may have changed (S20)."""
    from referral_assistant.matching.cautions import assured_within_a_year

    return is_checked(checked, today) and not assured_within_a_year(checked, today)


# --- inside ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Home:
    """An authority in which somebody of the family lives, and what the directory has for it."""

    name: str
    partner: bool
    contacts: tuple[AreaContact, ...]

    def of(self, role: str) -> AreaContact | None:
        """The contact of a role, where there is a number to ring."""
        found = (c for c in self.contacts if c.role == role and (c.telephone.strip() or c.out_of_hours.strip()))
        return next(found, None)


def _homes(session: Session) -> Iterator[_Home]:
    """The authority of the person's address; once the person has left, the partner's too, where the children may be.
    A partner's area never comes up while the person may be near the screen."""
    if session.case is None:
        return
    from referral_assistant import geography

    derived, areas, seen = session.derived, session.areas(), set[str]()
    facts, alone = derived.facts, derived.gate_done and not session.in_room
    for fact in ("area", "partner_area") if alone else ("area",):
        home = facts.get(fact, ("",))[0]
        area = geography.find(areas, home, session.today) if home else None
        if area is None or area.id in seen:
            continue
        seen.add(area.id)
        try:
            contacts = session.directory().contacts(area.id)
        except Problem:
            # Whom to ring must come up whatever has become of the directory.
            return
        yield _Home(area.name, fact == "partner_area", contacts)


def _lines(session: Session, contact: str, homes: tuple[_Home, ...]) -> Iterator[ContactLine]:
    own = local_contact(session, contact)
    areas = [(home, found) for home in homes if contact in OF_AREAS and (found := home.of(contact))]
    alike = next((found for _home, found in areas if own and _same(own.telephone, found.telephone)), None)
    # A number that nobody has checked does not come before one that somebody has.
    late = [pair for pair in areas if own and own.entered_on and not is_checked(pair[1].checked_on, session.today)]
    for home, found in areas:
        if (home, found) not in late or found is alike:
            yield _of_area(session, home, found, own if found is alike else None)
    if own is not None and alike is None:
        yield _own(session, contact, own, beside=bool(areas))
    for home, found in late:
        if found is not alike:
            yield _of_area(session, home, found, None)
    if own is None and not areas and contact != "out_of_hours":
        yield _missing(contact)


def _of_area(session: Session, home: _Home, found: AreaContact, own: LocalContact | None) -> ContactLine:
    """The number of an authority; where the organisation has the very same, with the later of the two days."""
    who = _("{role}, {area}").format(role=area_contact_name(found.role), area=home.name)
    days = [day for day in (found.checked_on, own.entered_on if own else None) if day]
    later = found.out_of_hours or (own.out_of_hours if own else "")
    # Where there is only one number, it is the one to ring.
    number, hours = (found.telephone, later) if found.telephone.strip() else (later, "")
    lives = _("A partner or ex-partner lives there") if home.partner else ""
    notes = [lives, found.name, found.note.rstrip("."), _out_of_hours(hours)]
    notes.append(checked_text(max(days, default=None), session.today))
    return ContactLine(who, number, ". ".join(filter(None, notes)))


def _own(session: Session, contact: str, found: LocalContact, *, beside: bool) -> ContactLine:
    who = contact_name(contact)
    who = _("{who}, as your organisation has it").format(who=who) if beside else who
    notes = [found.name, _out_of_hours(found.out_of_hours)]
    if is_old(found.entered_on, session.today):
        notes.append(checked_text(found.entered_on, session.today))
    elif found.entered_on:
        notes.append(_("Entered {date}").format(date=long_date(found.entered_on)))
    return ContactLine(who, found.telephone, ". ".join(filter(None, notes)))


def _missing(contact: str) -> ContactLine:
    missing = _("Not entered. Call 999, or your safeguarding lead.")
    if contact == "safeguarding_lead":
        missing = _("Not entered. Call 999 in danger, or ask your manager.")
    return ContactLine(contact_name(contact), "", missing=missing)


def _out_of_hours(number: str) -> str:
    return _("Out of hours {number}").format(number=number) if number else ""


def _same(one: str, other: str) -> bool:
    return "".join(one.split()) == "".join(other.split()) != ""
