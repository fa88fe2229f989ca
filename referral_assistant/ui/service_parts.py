"""One service as a referrer reads it: is it open, what it is, whom it takes, how to refer, and what to know besides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from referral_assistant import wording
from referral_assistant.i18n import _, joined, long_date
from referral_assistant.matching.cautions import NEEDS_PARTNER_SUPPORT, NOT_REFERABLE, check_age
from referral_assistant.matching.criteria import ALL_GENDERS, ALL_RELATIONSHIPS, LINES
from referral_assistant.model import Reason
from referral_assistant.ui.entry_words import CLOSED, PAUSED, area_text, checked_text, status_text, upper_first
from referral_assistant.ui.widgets import Bullets, Card, Chip, ContactLine, Rows, Said, Text, fact_row

if TYPE_CHECKING:
    from referral_assistant.model import Criterion, Entry, Pack, Service

MOST_AREAS = 12


def reading(entry: Entry, pack: Pack, today: date) -> Iterator[QWidget]:
    """All of an entry that a referrer asks for, in the order in which it is asked."""
    service = entry.service
    yield state_card(entry, pack, today)
    yield what_card(service)
    yield takes_card(service, pack)
    yield how_card(service, pack)
    if service.kind not in LINES:
        yield support_card(service, pack)
    yield from practical_rows(service, pack)


# --- is it open ------------------------------------------------------------------------------------------------------


def state_card(entry: Entry, pack: Pack, today: date) -> Card:
    """Whether anybody is taken now, and how sure one can be of what stands here."""
    service = entry.service
    ended = service.ends_on is not None and service.ends_on < today
    shut = service.status in CLOSED or ended or entry.withdrawn is not None
    old = check_age(service.assured_date, today) != "lately"
    careful = service.status == PAUSED or service.alert or old or not service.kind
    tone = "stop" if shut else "attention" if careful or service.ends_on else "settled"
    heading = _("Ended") if ended and service.status == "active" else status_text(service.status)
    chip = Chip(checked_text(service.assured_date, today), "attention" if old else "settled")
    card = Card(heading, tone=tone, chip=chip)
    sentences = list(_state(entry, pack, today))
    if service.alert:
        card.add(Text(_("Know before you ring: {alert}").format(alert=service.alert), "strong", halo=False))
    return card.add(Bullets(sentences), above=4) if len(sentences) > 1 else card.add(Text(sentences[0]), above=4)


def _state(entry: Entry, pack: Pack, today: date) -> Iterator[str]:
    service = entry.service
    if entry.withdrawn is not None:
        text = _("{origin} no longer lists it, since {date}. It is kept, and matched with nobody.")
        yield text.format(origin=entry.origin.title, date=long_date(entry.withdrawn.date()))
    if not service.kind:
        yield _("Nobody has said yet what kind of service this is, so it is matched with nobody.")
    if service.status == PAUSED:
        yield say(pack, "paused")
    elif service.status != "active":
        yield say(pack, "closed")
    if service.ends_on is not None:
        yield say(pack, "ended" if service.ends_on < today else "ends_soon", service.ends_on.isoformat())
    if entry.differs:
        yield _("Something was changed both here and where it comes from. Both are shown below.")
    age = check_age(service.assured_date, today)
    if service.assured_date is None or age == "never":
        yield say(pack, "never_checked")
    elif age == "stale":
        yield say(pack, "stale", service.assured_date.isoformat())
    else:
        by = _("{name} checked this entry on {date}.") if service.assured_by else _("Checked by a person on {date}.")
        yield by.format(name=service.assured_by, date=long_date(service.assured_date))


# --- what it is, and whom it takes -----------------------------------------------------------------------------------


def what_card(service: Service) -> Card:
    """What it does, in its own few words."""
    card = Card(_("What it is"))
    if service.kind in LINES and service.purpose:
        card.add(Text(_purpose(service.purpose), halo=False))
    if service.description:
        card.add(Text(service.description, halo=False))
    if not service.description and not service.purpose:
        card.add(Text(_("The entry does not say. Ask."), "muted", halo=False))
    return card


def takes_card(service: Service, pack: Pack) -> QWidget:
    """Whom it takes, as far as the entry says, then its own sentences."""
    lines = service.kind in LINES
    facts = [
        (_("People"), _every(service.genders, ALL_GENDERS, _("people of any gender"), pack, "or")),
        (_("Age"), _ages(service)),
        (_("Abuse towards"), _every(service.relationships, ALL_RELATIONSHIPS, _("anybody"), pack, "or")),
        (_("Where"), _where(service, pack)),
        (_("Level of harm"), _listed(pack, filter(None, (service.harm_level,)))),
        (_("Made for"), _listed(pack, service.communities)),
    ]
    optional = (_("Level of harm"), _("Made for"))
    rows = Rows(_("Who it takes"))
    for label, value in facts:
        if value or not (lines or label in optional):
            rows.add(fact_row(label, upper_first(value) if value else ask_text(), muted=not value))
    if service.criteria:
        words = [Said(c.wording, _how_firm(c)) for c in service.criteria]
        rows.add(fact_row(_("In its own words"), "", stretches=(4, 1)))
        listed = Bullets(words)
        listed.setContentsMargins(14, 0, 14, 10)
        rows.column.addWidget(listed)
    return rows


def _how_firm(criterion: Criterion) -> str:
    return _("(It keeps to this.)") if criterion.firm else _("(It decides case by case.)")


def _ages(service: Service) -> str:
    low, high = service.minimum_age, service.maximum_age
    if low is None and high is None:
        return ""
    if high is None:
        return _("{low} and over").format(low=low)
    return _("up to {high}").format(high=high) if low is None else _("{low} to {high}").format(low=low, high=high)


def _where(service: Service, pack: Pack) -> str:
    if not service.service_areas:
        return ""
    areas = area_text(pack, service.service_areas, MOST_AREAS)
    whose = {"partner": _("where the partner or ex-partner lives"), "either": _("where either of the two lives")}
    if service.residence in whose:
        return f"{areas}: {whose[service.residence]}"
    return areas


# --- how to refer ----------------------------------------------------------------------------------------------------


def how_card(service: Service, pack: Pack) -> Card:
    """Who can refer and whom to ring first. Where nobody refers from here, that (S18)."""
    card = Card(_("Ring") if service.kind in LINES else _("How to refer"))
    if service.kind in NOT_REFERABLE:
        card.add(Text(say(pack, "ask_panel_lead"), "strong", halo=False))
    elif service.kind not in LINES:
        who = _listed(pack, service.routes, "or")
        text = _("Who can refer: {who}.").format(who=who) if who else _("It has not said who can refer. Ask.")
        card.add(Text(text, halo=False))
    contact = service.contact
    who = service.organisation or service.name
    missing = _("No number is listed.")
    card.add(
        ContactLine(who, contact.telephone, _private(contact.consultation, service, "consultation"), missing), above=6
    )
    rest = [
        _("E-mail: {text}").format(text=_private(contact.email, service, "email")) if contact.email else "",
        _("Website: {text}").format(text=contact.website) if contact.website else "",
        _("Address: {text}").format(text=_private(", ".join(contact.address), service, "address"))
        if contact.address
        else "",
    ]
    for line in filter(None, rest):
        card.add(Text(line, halo=False), above=2)
    return card


def _private(text: str, service: Service, field: str) -> str:
    if text and f"contact.{field}" in service.private:
        return _("{text} (not for publication)").format(text=text.rstrip("."))
    return text


def support_card(service: Service, pack: Pack) -> Card:
    """Whether somebody stands by the person harmed; what is not known is asked, never assumed (S17)."""
    needs = service.kind in NEEDS_PARTNER_SUPPORT
    codes = {"yes": ("partner_support_yes",), "no": ("partner_support_no", "ask_no_partner_support")}.get(
        service.partner_support, ("partner_support_unknown", "ask_partner_support")
    )
    tone = "" if service.partner_support == "yes" or not needs else "attention"
    card = Card(_("Partner support"), tone=tone)
    for code in codes if needs else codes[:1]:
        card.add(Text(say(pack, code), halo=False))
    return card


# --- practical -------------------------------------------------------------------------------------------------------


def practical_rows(service: Service, pack: Pack) -> Iterator[QWidget]:
    """When, how, in which language, at what cost, after what wait."""
    facts = [
        (_("How it works"), _listed(pack, service.formats)),
        (_("When"), _listed(pack, service.schedules)),
        (_("How long"), service.length),
        (_("Languages"), _languages(service, pack)),
        (_("To help people take part"), _listed(pack, service.access)),
        (_("Cost"), _cost(service)),
        (_("Waiting time"), _waiting(service)),
        (_("Accreditation"), _accredited(service)),
    ]
    lines = service.kind in LINES
    shown = [(label, value) for label, value in facts if value or not lines]
    if not shown:
        return
    rows = Rows(_("Practical"))
    for label, value in shown:
        rows.add(fact_row(label, upper_first(value) if value else ask_text(), muted=not value))
    yield rows


def _languages(service: Service, pack: Pack) -> str:
    interpreter = {"yes": _("with an interpreter"), "no": _("no interpreter")}.get(service.interpreter, "")
    return ", ".join(filter(None, (_listed(pack, service.languages), interpreter)))


def _cost(service: Service) -> str:
    said = {"free": _("Free"), "fee": _("There is a fee")}.get(service.fees, "")
    return ": ".join(filter(None, (said, service.fees_note)))


def _waiting(service: Service) -> str:
    if not service.waiting:
        return ""
    if service.waiting_as_of is None:
        return _("{waiting} The entry does not say when that was.").format(waiting=full_stop(service.waiting))
    return _("{waiting} They said so on {date}.").format(
        waiting=full_stop(service.waiting), date=long_date(service.waiting_as_of)
    )


def _accredited(service: Service) -> str:
    found = []
    for mark in service.accreditations:
        name = ", ".join(filter(None, (mark.body, mark.level)))
        until = _("{name}, until {date}")
        found.append(until.format(name=name, date=long_date(mark.valid_to)) if mark.valid_to else name)
    return "; ".join(found)


# --- words -----------------------------------------------------------------------------------------------------------


def say(pack: Pack, code: str, *values: str) -> str:
    """A sentence of the pack, which needs no case."""
    return wording.say(Reason(code, values=values), pack)


def ask_text() -> str:
    """What stands where an entry says nothing: never a no."""
    return _("Not said: ask")


def full_stop(text: str) -> str:
    """A phrase as a sentence."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _listed(pack: Pack, values: Iterable[str], last: str = "and") -> str:
    return joined((wording.word(pack, "values", value) for value in values), _("or") if last == "or" else _("and"))


def _every(values: tuple[str, ...], whole: frozenset[str], text: str, pack: Pack, last: str) -> str:
    return text if whole and set(values) >= whole else _listed(pack, values, last)


def _purpose(purpose: str) -> str:
    return {
        "emergency": _("For an emergency."),
        "person": _("For people worried about their own behaviour."),
        "professional": _("For professionals."),
        "victim_support": _("For people who are harmed."),
        "young_person": _("For young people."),
        "crisis": _("For people in a crisis."),
    }.get(purpose, "")
