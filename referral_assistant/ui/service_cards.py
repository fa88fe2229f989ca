"""One service as the window shows it: its verdict, the sentences behind it, and when a person last checked it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from referral_assistant.i18n import _, long_date
from referral_assistant.matching.criteria import LINES
from referral_assistant.model import Match, Reason, Service, Verdict
from referral_assistant.ui.in_place import OpensInPlace
from referral_assistant.ui.phrases import age_text, lower_first
from referral_assistant.ui.widgets import Bullets, Card, Chip, ContactLine, Fold, Text

TONES = {Verdict.FITS: "settled", Verdict.ASK: "attention"}
TELLING = frozenset({"area_met", "area_partner_met", "criterion_met", "partner_support_yes", "community_met"})
"""Reasons that say more than that nothing stands in the way: they are shown first."""

FIRST = 3
"""Reasons shown at once of a service that fits; the rest unfold."""


def service_card(page: OpensInPlace, match: Match, common: Sequence[Reason], foot: QWidget | None, tone: str) -> Card:
    """A service that fits or may fit. `common` are the warnings that stand once for all of them; `foot` is how to
    choose it, or that it is chosen."""
    session, service = page.session, match.service
    chip = Chip(session.word("verdicts", match.verdict.value), TONES.get(match.verdict, "neutral"))
    card = Card(service.name, lead=facts_line(page, service), tone=tone, chip=chip)
    card.add(Text(checked_line(page, service), "muted", halo=False))
    if match.ask:
        _part(card, _("Ask first"), [session.say(reason) for reason in match.ask])
    warnings = [session.say(reason) for reason in match.warnings if reason not in common]
    if warnings:
        _part(card, _("Know before you ring"), warnings)
    for widget in _why(page, match):
        card.add(widget, above=6)
    _contact(card, service)
    return card.add(foot, above=8) if foot is not None else card


def refused_card(page: OpensInPlace, match: Match) -> Card:
    """A service that does not fit, or is closed, and why."""
    session = page.session
    card = Card(match.service.name, chip=Chip(session.word("verdicts", match.verdict.value), "neutral"))
    card.add(Bullets([session.say(reason) for reason in match.because]))
    return card


def facts_line(page: OpensInPlace, service: Service) -> str:
    """What kind of work it is, how, how long, and what it costs."""
    session = page.session
    values = session.pack.words["values"]
    parts = [session.word("kinds", service.kind)]
    if service.formats:
        parts.append(", ".join(lower_first(values[f]) for f in service.formats))
    if service.length:
        parts.append(lower_first(service.length))
    costs = {"free": _("free"), "fee": _("there is a fee")}
    if service.kind not in LINES and service.fees in costs:
        parts.append(costs[service.fees])
    return f"{', '.join(parts)}."


def checked_line(page: OpensInPlace, service: Service) -> str:
    """When a person last checked the entry, as an age and as a date."""
    if service.assured_date is None:
        return _("Nobody has dated a check of this entry.")
    checked = _("Checked by a person {age}, on {date}.")
    age = age_text(service.assured_date, page.session.today)
    return checked.format(age=age, date=long_date(service.assured_date))


def _why(page: OpensInPlace, match: Match) -> list[QWidget]:
    """Why it fits; of one that must be asked first, what fits already, folded away. How far it is always shows."""
    session = page.session
    telling = [reason for reason in match.because if reason.code.startswith("distance")]
    rest = [reason for reason in match.because if reason not in telling]
    title = _("what fits already")
    if match.verdict is Verdict.FITS:
        title = _("every other reason")
        first = sorted(rest, key=lambda reason: reason.code not in TELLING)[:FIRST]
        telling = [reason for reason in rest if reason in first] + telling
        rest = [reason for reason in rest if reason not in first]
    shown: list[QWidget] = [Bullets([session.say(reason) for reason in telling])] if telling else []
    return shown + _fold(page, match, title, [session.say(reason) for reason in rest])


def _fold(page: OpensInPlace, match: Match, title: str, sentences: list[str]) -> list[QWidget]:
    if not sentences:
        return []
    key = f"why:{match.service.id}"
    return [
        Fold(
            title,
            lambda: Bullets(sentences),
            opened=key in page.unfolded,
            turned=lambda opened: page.turn_fold(key, opened),
            name=match.service.name,
        )
    ]


def _part(card: Card, heading: str, sentences: list[str]) -> None:
    card.add(Text(heading, "note_heading", halo=False), above=6)
    card.add(Bullets(sentences))


def _contact(card: Card, service: Service) -> None:
    if service.contact.telephone:
        ring = _("Ring {name}").format(name=service.organisation or service.name)
        card.add(ContactLine(ring, service.contact.telephone, service.contact.consultation), above=6)
