"""The first task of a live file: who writes, and whom to ring here when someone may be in danger (S20)."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from referral_assistant.geography import search
from referral_assistant.i18n import _, long_date
from referral_assistant.model import AreaContact, LocalContact
from referral_assistant.ui.contacts import CONTACTS, OF_AREAS, contact_name, is_checked, is_old
from referral_assistant.ui.page import Form, Page
from referral_assistant.ui.session import Session
from referral_assistant.ui.widgets import (
    Button,
    Card,
    Chip,
    ErrorSummary,
    Field,
    Fold,
    LineBox,
    SearchBox,
    Space,
    Text,
    lock,
    set_by_organisation,
    side_by_side,
)

NEEDED = ("safeguarding_lead", "children", "adults")


class FirstTaskPage(Page):
    """Every number is kept as it is typed; it counts from the day somebody says that it was checked."""

    name: ClassVar[str] = "contacts"
    in_case: ClassVar[bool] = False
    listed: ClassVar[bool] = False
    measure: ClassVar[int] = 860

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._boxes: dict[str, tuple[LineBox, LineBox, LineBox]] = {}
        self._fields: dict[str, Field] = {}
        self._errors: list[tuple[str, str]] = []
        self._done = False
        self._taken: set[str] = set()

    def arrive(self, detail: str = "") -> None:
        self._errors, self._done, self._taken = [], False, set()
        super().arrive(detail)

    def refresh(self) -> None:
        # What is recorded on leaving need not be drawn on a page that goes.
        if not self._done:
            super().refresh()

    def shape(self) -> Hashable:
        # One for each that may be entered: a number typed is no reason to build the form anew, and lose the focus.
        dates = tuple(self._known(c).entered_on for c in CONTACTS)
        return dates, tuple(self._errors)

    def build(self) -> Form:
        self._boxes, self._fields = {}, {}
        back = Button(_("&Back"), on=lambda: self.go.emit("cases"))
        save = Button(_("I &checked these numbers today"), "primary", on=self._check)
        lead = _("Ring each number once, or ask your lead, before you rely on it. The first three are needed.")
        title = _("Your local safeguarding contacts")
        if not self._errors:
            return Form(title, lead, self._parts(), [back], [save], first=lambda: self._name)
        parts = list(self._parts())
        summary = ErrorSummary([(sentence, self._fields[contact]) for contact, sentence in self._errors])
        return Form(title, lead, [summary, *parts], [back], [save], first=summary)

    def _parts(self) -> Iterator[QWidget]:
        yield self._you()
        yield Space(4)
        yield Fold(_("numbers that are in your directory"), self._in_the_directory)
        yield Space(4)
        yield from map(self._contact, CONTACTS)

    # --- its parts ---------------------------------------------------------------------------------------------------

    def _you(self) -> Card:
        who = self.session.practitioner
        self._name = LineBox(_("Your name"), who.name)
        self._role = LineBox(_("Your role"), who.role)
        for box in (self._name, self._role):
            box.rested.connect(lambda _text: self._keep_you())
        fields = side_by_side(Field(_("Your name"), self._name), Field(_("Your role"), self._role))
        return Card(_("You")).add(fields)

    def _contact(self, contact_id: str) -> Card:
        known = self._known(contact_id)
        title = contact_name(contact_id)
        needed = contact_id in NEEDED
        number = _("Telephone")
        boxes = (
            LineBox(f"{title}: {_('name')}", known.name),
            LineBox(f"{title}: {number}", known.telephone),
            LineBox(f"{title}: {_('out of hours')}", known.out_of_hours),
        )
        for box in boxes:
            box.rested.connect(lambda _text: self._keep(contact_id))
        self._boxes[contact_id] = boxes
        optional, locked = f" ({_('optional')})", self.session.policy.locked(f"contacts.{contact_id}")
        optional = "" if locked else optional
        field = Field(number if needed else f"{number}{optional}", boxes[1])
        self._fields[contact_id] = field
        chip = (
            Chip(_("Checked {date}").format(date=long_date(known.entered_on)), "settled") if known.entered_on else None
        )
        chip = chip or (Chip(_("Needed"), "attention") if needed else None)
        card = Card(title, chip=chip, lead=set_by_organisation() if locked else "")
        card.add(side_by_side(field, Field(f"{_('Out of hours')}{optional}", boxes[2])), above=4)
        card.add(Field(f"{_('Name or team')}{optional}", boxes[0]), above=4)
        for box in boxes if locked else ():
            lock(box)
        return card

    def _in_the_directory(self) -> QWidget:
        """The numbers of the practitioner's own authority, which only the practitioner can name (S20)."""
        found = dated_contacts(self.session)
        if not found:
            return Text(_("No number in your directory was rung by somebody in the last twelve months."), "muted")
        box = SearchBox(
            _("Your authority"),
            lambda text: [
                (a.id, a.name) for a in search(self.session.areas(), text, self.session.today) if a.id in found
            ],
            placeholder=_("The first letters of the council"),
        )
        box.picked.connect(lambda area: self._take(found[area]))
        hint = _("Only numbers that somebody has rung are taken, each with its day. Yours that were checked stay.")
        return Field(_("Your authority"), box, hint=hint)

    def _take(self, contacts: Sequence[AreaContact]) -> None:
        found = {}
        for contact in contacts:
            role = contact.role
            own = self._known(role)
            if not (own.entered_on or self.session.policy.locked(f"contacts.{role}")):
                found[role] = LocalContact(
                    role, contact.name, contact.telephone, contact.out_of_hours, contact.checked_on
                )
        self._taken |= set(found)
        self._put(found)
        self.redraw()

    # --- what is done ------------------------------------------------------------------------------------------------

    def _known(self, contact_id: str) -> LocalContact:
        found = (c for c in self.session.organisation.contacts if c.id == contact_id)
        return next(found, LocalContact(contact_id))

    def _entered(self, contact_id: str, checked: date | None = None) -> LocalContact:
        name, number, later = (" ".join(box.text().split()) for box in self._boxes[contact_id])
        known = self._known(contact_id)
        # Another number is one that nobody has checked.
        entered = checked or (known.entered_on if number == known.telephone else None)
        return LocalContact(contact_id, name, number, later, entered if number else None)

    def _keep(self, contact_id: str) -> None:
        if self._entered(contact_id) != self._known(contact_id):
            self._put({contact_id: self._entered(contact_id)})

    def _keep_you(self) -> None:
        who = replace(self.session.practitioner, name=self._name.text().strip(), role=self._role.text().strip())
        if who != self.session.practitioner:
            self.session.put_practitioner(who)

    def _check(self) -> None:
        self.keep()
        self.complete()
        self._errors = [
            (c, _("Enter a telephone number: {contact}.").format(contact=contact_name(c)))
            for c in NEEDED
            if not self._boxes[c][1].text().strip()
        ]
        if self._errors:
            self.redraw()
            self.take_focus()
            return
        self._done = True
        # What somebody else rang keeps its own day, unless it was typed over since.
        others = {c for c in self._taken if self._entered(c) == self._known(c)}
        self._put({c: self._entered(c, None if c in others else self.session.today) for c in CONTACTS})
        self.go.emit("cases")

    def _put(self, changed: dict[str, LocalContact]) -> None:
        organisation = self.session.organisation
        contacts = tuple(changed.get(c) or self._known(c) for c in CONTACTS)
        kept = tuple(c for c in contacts if c.telephone or c.name or c.out_of_hours)
        self.session.put_organisation(replace(organisation, contacts=kept))


def dated_contacts(session: Session) -> Mapping[str, Sequence[AreaContact]]:
    """The contacts of each authority in the directory that somebody rang within twelve months: no other may stand for
    one that has to be dated before the first live case (S20)."""
    found: dict[str, list[AreaContact]] = {}
    for contact in session.directory().all_contacts():
        fresh = is_checked(contact.checked_on, session.today) and not is_old(contact.checked_on, session.today)
        if contact.role in CONTACTS and contact.role in OF_AREAS and contact.telephone.strip() and fresh:
            found.setdefault(contact.area, []).append(contact)
    return found
