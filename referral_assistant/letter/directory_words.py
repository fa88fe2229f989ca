"""A service as a referrer reads it on paper: first warnings, whom it takes, how to refer, never more than known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from referral_assistant.i18n import _, joined, long_date
from referral_assistant.letter.heard import tidy
from referral_assistant.matching.cautions import (
    ENDING_MONTHS,
    NEEDS_PARTNER_SUPPORT,
    NOT_REFERABLE,
    assured_within_a_year,
    entry,
    months_from,
)
from referral_assistant.matching.criteria import LINES
from referral_assistant.model import Accreditation, Pack, Reason, Service
from referral_assistant.wording import say, value_words

_EVERY_GENDER = ("man", "woman", "non_binary", "other")

Row = tuple[str, str]
"""A label, and the sentences beside it."""


def warnings(service: Service, pack: Pack, today: date) -> tuple[str, ...]:
    """What to know before anything else: that it is paused, ends soon, has not been checked, or says so itself."""
    found = [Reason("paused")] if service.status != "active" else []
    if service.ends_on and today <= service.ends_on <= months_from(today, ENDING_MONTHS):
        found.append(Reason("ends_soon", values=(service.ends_on.isoformat(),)))
    found.extend(entry(service, today))
    if service.kind in NEEDS_PARTNER_SUPPORT and service.partner_support != "yes":
        found.append(Reason("partner_support_no" if service.partner_support == "no" else "partner_support_unknown"))
    return tuple(tidy(say(reason, pack)) for reason in found)


def rows(service: Service, pack: Pack, today: date) -> tuple[Row, ...]:
    """Everything else, under the questions a referrer has. What nobody knows is left out, or is to be asked."""
    found = (
        (_("What it is"), _what(service, pack)),
        (_("Who it takes"), _who(service, pack)),
        (_("Where"), _where(service, pack)),
        (_("How to refer"), _refer(service, pack)),
        (_("Telephone"), _telephone(service, today)),
        (_("E-mail"), iter((service.contact.email,))),
        (_("Website"), iter((service.contact.website,))),
        (_("Address"), iter((", ".join(tidy(line) for line in service.contact.address if tidy(line)),))),
        (_("Partner support"), _partner_support(service, pack)),
        (_("Taking part"), _taking_part(service, pack)),
        (_("Waiting and cost"), _waiting_and_cost(service, pack)),
        (_("Accreditation"), (_mark(mark, today) for mark in service.accreditations)),
        (_("Last checked"), _checked(service, today)),
    )
    said = ((label, " ".join(filter(None, map(tidy, sentences)))) for label, sentences in found)
    return tuple((label, text) for label, text in said if text)


def _what(service: Service, pack: Pack) -> Iterator[str]:
    yield service.description
    if service.formats:
        yield _whole(_("It offers {what}"), what=_words(pack, service.formats))
    if service.schedules:
        yield _whole(_("It runs on {when}"), when=_words(pack, service.schedules))
    if service.length:
        yield _whole(_("How long: {length}"), length=service.length)
    if service.harm_level:
        yield _whole(_("It works with {harm}"), harm=_words(pack, (service.harm_level,)))
    if service.kind == "alongside":
        yield say(Reason("alongside_only"), pack)


def _who(service: Service, pack: Pack) -> Iterator[str]:
    every = len(service.genders) == len(_EVERY_GENDER)
    people = _("people of any gender") if every else _words(pack, service.genders) or _("people")
    ages = _ages(service)
    if service.genders or ages:
        yield _whole(_("It takes {people}"), people=f"{people} {ages}")
    if service.relationships:
        yield _whole(_("Abuse towards {whom}"), whom=_words(pack, service.relationships, _("or")))
    if service.communities:
        yield _whole(_("It offers {what}"), what=_words(pack, service.communities))
    yield from (criterion.wording for criterion in service.criteria)
    if service.kind not in LINES and not (service.genders and service.relationships):
        yield _("Ask the rest: the entry does not say everything.")


def _ages(service: Service) -> str:
    low, high = service.minimum_age, service.maximum_age
    if low is not None and high is not None:
        return _("aged {low} to {high}").format(low=low, high=high)
    if low is not None:
        return _("aged {low} and over").format(low=low)
    return _("aged up to {high}").format(high=high) if high is not None else ""


def _where(service: Service, pack: Pack) -> Iterator[str]:
    if not service.service_areas:
        yield _("Ask which areas it covers.")
        return
    yield _whole(_("It covers {areas}"), areas=_words(pack, service.service_areas))
    if service.residence == "partner":
        yield _("It goes by where the partner or ex-partner lives.")
    elif service.residence == "either":
        yield _("It goes by where either of the two lives.")


def _refer(service: Service, pack: Pack) -> Iterator[str]:
    if service.kind in NOT_REFERABLE:
        yield say(Reason("ask_panel_lead"), pack)
    elif service.routes:
        yield say(Reason("route_met", values=service.routes), pack)
    elif service.kind not in LINES:
        yield _("Ask who may refer.")
    yield service.contact.consultation


def _telephone(service: Service, today: date) -> Iterator[str]:
    """A number says of itself when it is not known to be right: one looks at the number, and not at the line below."""
    number = tidy(service.contact.telephone)
    if not number:
        return
    checked = service.assured_date
    if assured_within_a_year(checked, today):
        yield number
    elif checked is None or checked > today:
        yield _("{number} (nobody has dated a check of it)").format(number=number)
    else:
        yield _("{number} (last checked on {date})").format(number=number, date=long_date(checked))


def _partner_support(service: Service, pack: Pack) -> Iterator[str]:
    """Where there is none, or nobody knows, a warning says so already."""
    if service.partner_support == "yes":
        yield say(Reason("partner_support_yes"), pack)
    elif service.partner_support == "no" and service.kind not in NEEDS_PARTNER_SUPPORT:
        yield say(Reason("partner_support_no"), pack)


def _taking_part(service: Service, pack: Pack) -> Iterator[str]:
    if service.languages:
        yield _whole(_("It works in {languages}"), languages=_words(pack, service.languages))
    if service.interpreter == "yes":
        yield _("It works with a professional interpreter.")
    elif service.interpreter == "no":
        yield _("It does not work with an interpreter.")
    if service.access:
        yield _whole(_("It offers {what}"), what=_words(pack, service.access))


def _waiting_and_cost(service: Service, pack: Pack) -> Iterator[str]:
    if service.waiting and service.waiting_as_of:
        yield service.waiting
        yield _("That was on {date}.").format(date=long_date(service.waiting_as_of))
    elif service.waiting:
        yield service.waiting
        yield _("The entry does not say when that was.")
    if service.fees == "fee":
        yield say(Reason("fee_note" if service.fees_note else "fee", criterion=service.fees_note), pack)
    elif service.fees == "free":
        yield _("It is free.")
        yield service.fees_note
    elif service.kind not in LINES:
        yield service.fees_note or say(Reason("fee_unknown"), pack)


def _mark(mark: Accreditation, today: date) -> str:
    name = ", ".join(part for part in (tidy(mark.body), tidy(mark.level)) if part)
    if mark.valid_to is None:
        return _whole("{name}", name=name)
    ended = _("{name}: ran out on {date}.") if mark.valid_to < today else _("{name}, until {date}.")
    return ended.format(name=name, date=long_date(mark.valid_to))


def _checked(service: Service, today: date) -> Iterator[str]:
    if service.assured_date is None or service.assured_date > today:
        yield _("Nobody has dated a check of this entry.")
        if service.source:
            yield _whole(_("It comes from: {source}"), source=service.source)
    elif service.assured_by:
        text = _("By a person on {date}: {who}")
        yield _whole(text, date=long_date(service.assured_date), who=service.assured_by)
    else:
        yield _("By a person on {date}.").format(date=long_date(service.assured_date))


def _words(pack: Pack, values: tuple[str, ...], last: str = "") -> str:
    """Values as the pack words them, as people list them."""
    return joined(value_words(Reason("", values=values), pack), last or _("and"))


def _whole(text: str, **slots: str) -> str:
    """A sentence with its full stop, which what fills it may bring."""
    said = text.format(**{name: tidy(value) for name, value in slots.items()})
    return said if said.endswith((".", "?", "!")) else f"{said}."
