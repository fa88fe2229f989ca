"""The person's own copy, and the helpline card: fixed sentences and checked slots, no free text, no quotation (S24)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from referral_assistant.i18n import _
from referral_assistant.letter.draft import Draft
from referral_assistant.letter.heard import tidy
from referral_assistant.letter.record import Head, Nature, Paragraph, Section, Sentence
from referral_assistant.matching.cautions import assured_within_a_year
from referral_assistant.model import Document, Service

ON_PERSON_COPY = frozenset({"person", "crisis", "emergency"})
"""Whom a line must be for before it may stand on the person's own copy (S24); `purposes` in the vocabulary."""

MOST_LINES = 4
"""More lines than this would push the copy onto a second page."""

TITLE = "What happens next"
CARD_TITLE = "Numbers you can ring"
PRIVATE = "Private"

NAME = re.compile(r"(?!.*\d{5})[^\W_][\w .,:'’&()/+–-]{0,79}")
TELEPHONE = re.compile(r"(?=(?:\D*\d){3,15}\D*$)\+?[0-9(][0-9 ()-]{1,19}")


@dataclass(frozen=True, slots=True)
class Line:
    """A number the person may ring: a name, a telephone number, whom it is for, and when a person last checked it."""

    name: str
    telephone: str
    purpose: str
    assured: date

    def __post_init__(self) -> None:
        if self.purpose not in ON_PERSON_COPY:
            raise ValueError("This line is not for the person, so it cannot stand on their copy.")
        _check_slot(self.name, NAME)
        _check_slot(self.telephone, TELEPHONE)


@dataclass(frozen=True, slots=True)
class PersonCopy:
    """For the person: fixed sentences around checked slots, which are the service, the worker, numbers and the day.

    There is no field for free text and none for a quotation, so nothing that anyone said can ride on it (S24).
    """

    document: ClassVar[Document] = Document.PERSON_COPY
    template: ClassVar[str] = "person_copy.html"
    most_pages: ClassVar[int | None] = 1
    recipient: ClassVar[tuple[str, ...]] = ()

    head: Head
    service: str
    service_telephone: str
    worker: str
    worker_telephone: str
    lines: tuple[Line, ...] = ()

    def __post_init__(self) -> None:
        _check_head(self.head, _(TITLE))
        for name in (self.service, self.worker):
            _check_slot(name, NAME)
        for number in (self.service_telephone, self.worker_telephone):
            if number:
                _check_slot(number, TELEPHONE)
        _check_lines(self.lines, self.head.on)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The copy as it reads. Nothing here comes from what was said."""
        agreed = _("You agreed that I would refer you to {service}.")
        return (
            Section("agreed", "", (_plain("agreed", agreed, service=self.service),)),
            Section("next", _("Who will be in touch"), self._next()),
            Section("shared", _("What is kept private"), _private()),
            Section("mind", _("If you change your mind"), self._mind()),
            *_line_section(self.lines),
            Section("about", _("About this page"), _about_page()),
        )

    def _next(self) -> tuple[Paragraph, ...]:
        text = _("Ask me if you need a number for {service}.")
        if self.service_telephone:
            text = _("You can ring {service} on {number}.")
        ring = _plain("ring", text, service=self.service, number=self.service_telephone)
        first = _("I asked them to speak to me first, and then to get in touch with you.")
        decides = _("They decide whether they can offer you a place. I cannot promise one.")
        return (_plain("first", first), _plain("decides", decides), ring)

    def _mind(self) -> tuple[Paragraph, ...]:
        if self.worker_telephone:
            text = _("You can change your mind at any time. Ring me: {worker}, {number}.")
        else:
            text = _("You can change your mind at any time. Ask for me: {worker}.")
        return (_plain("mind", text, worker=self.worker, number=self.worker_telephone),)

    def __repr__(self) -> str:
        return f"<PersonCopy {self.head.reference}>"


@dataclass(frozen=True, slots=True)
class HelplineCard:
    """Numbers to ring and nothing else, for when there is no copy and someone judged a card safe (S24).

    It holds nothing of the case, has no reference, and is not one of the documents of a case.
    """

    template: ClassVar[str] = "helpline_card.html"
    most_pages: ClassVar[int | None] = 1
    recipient: ClassVar[tuple[str, ...]] = ()

    head: Head
    lines: tuple[Line, ...]

    def __post_init__(self) -> None:
        _check_head(self.head, _(CARD_TITLE))
        if self.head.reference:
            raise ValueError("A helpline card has no reference.")
        _check_lines(self.lines, self.head.on)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The card as it reads."""
        return _line_section(self.lines)


def person_copy(base: Draft, service: Service, lines: Iterable[Service]) -> PersonCopy:
    """The copy for one referral. Whether there may be one is decided before (`allowed`)."""
    case, today = base.case, base.today
    head = base.of(Document.PERSON_COPY).head(_(TITLE), _(PRIVATE))
    number = tidy(service.contact.telephone)
    public = "contact.telephone" not in service.private
    checked = public and fits_slot(number, TELEPHONE) and assured_within_a_year(service.assured_date, today)
    worker = case.practitioner
    others = (line for line in lines if line.id != service.id)
    return PersonCopy(
        head=head,
        service=tidy(service.name),
        service_telephone=number if checked else "",
        worker=tidy(worker.name),
        worker_telephone=tidy(worker.telephone or case.organisation.telephone),
        lines=printable_lines(others, today, head.training),
    )


def printable_lines(lines: Iterable[Service], today: date, training: bool) -> tuple[Line, ...]:
    """The lines that may stand on what the person takes away: for them, open, and checked within 12 months (S20)."""
    found = []
    for line in lines:
        number, name = tidy(line.contact.telephone), tidy(line.name)
        for_them = line.purpose in ON_PERSON_COPY and line.status == "active" and (training or not line.fictional)
        public = "contact.telephone" not in line.private
        fits = fits_slot(name, NAME) and fits_slot(number, TELEPHONE)
        if for_them and public and fits and line.assured_date and assured_within_a_year(line.assured_date, today):
            found.append(Line(name, number, line.purpose, line.assured_date))
    return tuple(found[:MOST_LINES])


def fits_slot(text: str, shape: re.Pattern[str]) -> bool:
    """Whether a value may stand in a slot of the person's copy."""
    return shape.fullmatch(text) is not None


def _check_head(head: Head, title: str) -> None:
    if head.title != title or head.marking != _(PRIVATE):
        raise ValueError("The heading and marking of what the person takes away are fixed.")
    for line in (head.organisation, *head.address):
        if line:
            _check_slot(line, NAME)
    if head.telephone:
        _check_slot(head.telephone, TELEPHONE)


def _check_slot(text: str, shape: re.Pattern[str]) -> None:
    if not fits_slot(text, shape):
        raise ValueError("A slot of the person's copy holds a name or a number and nothing else.")


def _check_lines(lines: tuple[Line, ...], today: date) -> None:
    if len(lines) > MOST_LINES:
        raise ValueError("There are more lines than one page can hold.")
    if not all(assured_within_a_year(line.assured, today) for line in lines):
        raise ValueError("A number that nobody has checked for 12 months is not printed.")


def _plain(name: str, text: str, **slots: str) -> Paragraph:
    """A paragraph of one fixed sentence, its slots filled in one pass so that a value is never read as a slot."""
    filled = re.sub(r"\{(\w+)\}", lambda m: slots[m.group(1)], text)
    return Paragraph(name, (Sentence(f"person_copy.{name}", filled, filled, Nature.FIXED),))


def _private() -> tuple[Paragraph, ...]:
    return (
        _plain("private", _("I told the service what it needs to get in touch with you.")),
        _plain(
            "limits",
            _(
                "What you say is kept private unless a child or an adult may be harmed. "
                "Then I have to act, and that may mean telling others."
            ),
        ),
    )


def _about_page() -> tuple[Paragraph, ...]:
    return (
        _plain(
            "not_report",
            _(
                "This page is not a report. It does not show that anything has changed, "
                "and it does not show that you have attended anything."
            ),
        ),
        _plain("keep", _("It is for you alone. Keep it somewhere private, or give it back to me.")),
    )


def _line_section(lines: tuple[Line, ...]) -> tuple[Section, ...]:
    rows = tuple(
        replace(_plain(f"line_{n}", "{number}", number=line.telephone), label=line.name)
        for n, line in enumerate(lines, 1)
    )
    found = [Section("lines", _("If you want to talk to someone"), rows, table=True)] if rows else []
    if not any(line.purpose == "emergency" for line in lines):
        danger = _plain("danger", _("If anyone is in danger now, ring 999."))
        found.append(Section("danger", "" if rows else _("If you want to talk to someone"), (danger,)))
    return tuple(found)
