"""Whom to ring in each authority when somebody may be in danger: entered, rung and dated, and what is missing (S20)."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, ClassVar
from weakref import WeakKeyDictionary

from PySide6.QtWidgets import QWidget

from referral_assistant import geography
from referral_assistant.directory.area_contact import ROLES, contact_mistakes
from referral_assistant.geography import Area
from referral_assistant.i18n import _
from referral_assistant.model import AreaContact
from referral_assistant.problems import Problem
from referral_assistant.ui.area_contact_words import authorities_of, change_text, missing_text, state_of
from referral_assistant.ui.contacts import area_contact_name, checked_text, is_checked, is_old
from referral_assistant.ui.page import Apart, Form
from referral_assistant.ui.phrases import lower_first
from referral_assistant.ui.session import Session
from referral_assistant.ui.widgets import (
    Banner,
    Bullets,
    Button,
    Card,
    Chip,
    DateBox,
    Field,
    Flow,
    Fold,
    LineBox,
    RowButton,
    Rows,
    SearchBox,
    Space,
    Text,
    side_by_side,
    tell,
)

if TYPE_CHECKING:
    from referral_assistant.store.directory import Directory

TYPED = ("telephone", "out_of_hours", "name", "email", "note", "source")
Typed = dict[str, dict[str, str]]
"""Role -> field -> what is typed; a day as three texts with bars between."""

_typed: WeakKeyDictionary[Session, dict[tuple[bool, str], Typed]] = WeakKeyDictionary()


class AreaContactsPage(Apart):
    """ "areacontacts" lists the authorities, "areacontacts:AREA" is one of them."""

    name: ClassVar[str] = "areacontacts"
    measure: ClassVar[int] = 860

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._boxes: dict[tuple[str, str], LineBox] = {}
        self._days: dict[str, DateBox] = {}
        self._fields: dict[tuple[str, str], Field] = {}
        self._name: LineBox | None = None
        self._name_field: Field | None = None
        self._saved = ""

    def arrive(self, detail: str = "") -> None:
        self._saved = ""
        super().arrive(detail)

    def shape(self) -> Hashable:
        return self._known() if self.detail else self.session.directory().all_contacts(), self._saved

    def build(self) -> Form:
        return self._one() if self._authority else self._list()

    def forget(self) -> None:
        self._boxes, self._days, self._fields, self._name, self._name_field = {}, {}, {}, None, None
        super().forget()

    @property
    def _authority(self) -> Area | None:
        return geography.find(self.session.areas(), self.detail, self.session.today) if self.detail else None

    # --- the authorities ---------------------------------------------------------------------------------------------

    def _list(self) -> Form:
        box = SearchBox(_("Another authority"), self._found, placeholder=_("The first letters of the council"))
        box.picked.connect(lambda area: self.go.emit(f"areacontacts:{area}"))
        field = Field(_("Find an authority"), box)
        lead = _("Where a case has an address in one of them, these numbers stand first wherever you are told to ring.")
        back = Button(_("&Back"), on=lambda: self.go.emit("directory"))
        return Form(_("Whom to ring, by authority"), lead, self._rows(field), [back], [], first=box.box)

    def _rows(self, field: Field) -> Iterator[QWidget]:
        yield field
        yield Space(8)
        panel = Rows()
        panel.add(RowButton.heads([(_("Authority"), 230), (_("Still missing"), 0), (_("Checked"), 170)]))
        yield panel
        known: dict[str, list[AreaContact]] = {}
        for contact in self.session.directory().all_contacts():
            known.setdefault(contact.area, []).append(contact)
        found = authorities_of(self.session, known)
        for area in found:
            row = self._row(area, known.get(area.id, []))
            panel.add(row)
            yield row
        if not found:
            panel.add(Text(_("None yet. Find the authority above, and enter its numbers."), "muted"))

    def _row(self, area: Area, contacts: Sequence[AreaContact]) -> RowButton:
        state, tone = state_of(contacts, self.session.today)
        cells = [(area.name, 230, "strong"), (missing_text(contacts), 0, ""), (state, 170, tone)]
        return RowButton(cells, on=partial(self.go.emit, f"areacontacts:{area.id}"))

    def _found(self, text: str) -> list[tuple[str, str]]:
        found = geography.search(self.session.areas(), text, self.session.today)
        return [(area.id, area.name) for area in found if area.fictional is self.session.training]

    # --- one authority -----------------------------------------------------------------------------------------------

    def _one(self) -> Form:
        area = self._authority
        assert area is not None
        self._boxes, self._days, self._fields = {}, {}, {}
        back = Button(_("&Back"), on=lambda: self.go.emit("areacontacts"))
        save = Button(_("&Save"), "primary", on=self._save)
        title = _("Whom to ring in {area}").format(area=area.name)
        lead = _("A number counts from the day on which somebody rang it. Ring each one before others rely on it.")
        return Form(title, lead, self._cards(), [back], [save], first=lambda: self._boxes["children", "telephone"])

    def _cards(self) -> Iterator[QWidget]:
        if self._saved:
            yield Banner(self._saved, "settled")
        for contact in self._known():
            yield self._card(contact)
            yield Space(4)
        yield from self._who()
        yield from self._history()

    def _card(self, contact: AreaContact) -> Card:
        role, today = contact.role, self.session.today
        number = contact.telephone or contact.out_of_hours
        card = Card(
            area_contact_name(role), chip=_chip(contact, today) if number else Chip(_("Not entered"), "neutral")
        )
        optional = _("(optional)")
        pairs = [(_("Telephone"), "telephone"), (f"{_('Out of hours')} {optional}", "out_of_hours")]
        if role == "out_of_hours":
            pairs = pairs[:1]
        fields = [self._field(contact, label, name) for label, name in pairs]
        card.add(side_by_side(fields[0], fields[1]) if len(fields) == 2 else fields[0], above=4)
        team = self._field(contact, _("Team {o}").format(o=optional), "name")
        mail = self._field(contact, _("E-mail {o}").format(o=optional), "email")
        card.add(side_by_side(team, mail), above=4)
        note = self._field(contact, _("To know before ringing {o}").format(o=optional), "note")
        source = self._field(contact, _("Where the number is from {o}").format(o=optional), "source")
        card.add(side_by_side(note, source), above=4)
        return card.add(self._rung(contact), above=4)

    def _field(self, contact: AreaContact, label: str, name: str) -> Field:
        text = self._typed.get(contact.role, {}).get(name, getattr(contact, name))
        box = LineBox(f"{area_contact_name(contact.role)}: {lower_first(label)}", text)
        box.rested.connect(lambda _text: self._rested(contact.role))
        self._boxes[contact.role, name] = box
        field = self._fields[contact.role, name] = Field(label, box)
        return field

    def _rung(self, contact: AreaContact) -> QWidget:
        role = contact.role
        day = DateBox(_("{who}: rung on").format(who=area_contact_name(role)), contact.checked_on)
        typed = self._typed.get(role, {}).get("day", "")
        if typed:
            for part, text in zip((day.day, day.month, day.year), typed.split("|"), strict=True):
                part.setText(text)
        day.rested.connect(lambda: self._rested(role))
        self._days[role] = day
        hint = _("by {name}").format(name=contact.checked_by) if contact.checked_by and contact.checked_on else ""
        field = self._fields[role, "checked_on"] = Field(_("Somebody rang this number on"), day, hint=hint)
        name = _("I have just rung them: {who}").format(who=area_contact_name(role))
        return side_by_side(
            field, _low(Button(_("I have just rung them"), name=name, on=partial(self._just_rung, role)))
        )

    def _who(self) -> Iterator[QWidget]:
        self._name, self._name_field = None, None
        if not self.session.me:
            self._name = LineBox(_("Your name"))
            hint = _("It stands beside your changes. You are asked once.")
            self._name_field = Field(_("Your name"), self._name, hint=hint)
            yield Card(_("Who enters this")).add(self._name_field)

    def _history(self) -> Iterator[QWidget]:
        changes = [c for role in ROLES for c in self.session.directory().history(f"{self.detail}:{role}")]
        if changes:
            lines = [change_text(c) for c in sorted(changes, key=lambda c: c.number, reverse=True)]
            yield Fold(_("what was changed, and by whom"), lambda: Bullets(lines))

    # --- keeping -----------------------------------------------------------------------------------------------------

    @property
    def _typed(self) -> Typed:
        return _typed.setdefault(self.session, {}).setdefault((self.session.training, self.detail), {})

    def _known(self) -> tuple[AreaContact, ...]:
        known = {c.role: c for c in self.session.directory().contacts(self.detail)}
        return tuple(
            known.get(role) or AreaContact(self.detail, role, fictional=self.session.training) for role in ROLES
        )

    def _rested(self, role: str) -> None:
        texts = {name: box.text() for (r, name), box in self._boxes.items() if r == role}
        self._typed[role] = {**texts, "day": "|".join(_parts(self._days[role]))}
        for field, sentence in self._mistakes(role).items():
            if (role, field) in self._fields:
                self._fields[role, field].error(sentence)

    def _just_rung(self, role: str) -> None:
        self._days[role].set_value(self.session.today)
        self._rested(role)

    def _entered(self, contact: AreaContact) -> AreaContact:
        """The contact as it stands on the page. Another number is one that nobody has rung, unless a day is given."""
        texts = {
            name: " ".join(self._boxes[contact.role, name].text().split())
            for name in TYPED
            if (contact.role, name) in self._boxes
        }
        entered = replace(contact, **texts)  # type: ignore[arg-type]
        checked = self._days[contact.role].value()
        if checked == contact.checked_on:
            kept = _same_numbers(entered, contact)
            day, by = (contact.checked_on, contact.checked_by) if kept else (None, "")
        else:
            day, by = checked, self._me() if checked else ""
        return replace(entered, checked_on=day, checked_by=by)

    def _mistakes(self, role: str) -> dict[str, str]:
        """A sentence for every field of a contact, empty where nothing is wrong."""
        contact = self._entered(next(c for c in self._known() if c.role == role))
        areas = {area.id: area for area in self.session.areas()}
        found = dict.fromkeys((*TYPED, "checked_on"), "")
        found |= dict(contact_mistakes(contact, areas))
        late = contact.checked_on is not None and contact.checked_on > self.session.today
        found["checked_on"] = self._days[role].problem() or (_("This day is still to come.") if late else "")
        if not found["checked_on"] and contact.checked_on and not (contact.telephone or contact.out_of_hours):
            found["telephone"] = found["telephone"] or _("Enter the number that was rung.")
        return found

    def _save(self) -> None:
        self.complete()
        self.keep()
        wrong = [(role, name) for role in ROLES for name, why in self._mistakes(role).items() if why]
        for role in ROLES:
            self._rested(role)
        missing = not self._me()
        if self._name_field is not None:
            self._name_field.error(_("Enter your name.") if missing else "")
        if wrong or missing:
            first = self._fields.get(wrong[0]) if wrong else self._name_field
            if first is not None:
                first.control.setFocus()
            return
        self._put([c for k in self._known() if (c := self._entered(k)) != k])

    def _put(self, changed: Sequence[AreaContact]) -> None:
        me = self._me()
        try:
            if not self.session.me:
                self.session.put_practitioner(replace(self.session.practitioner, name=me))
            self._typed.clear()
            if changed:
                self._saved = _("Saved.")
                self.session.alter(lambda directory: _enter(directory, changed, me))
                self.take_focus()
            else:
                self.go.emit("areacontacts")
        except Problem as problem:
            tell(self, str(problem), problem.advice)

    def _me(self) -> str:
        return self.session.me or (" ".join(self._name.text().split()) if self._name is not None else "")


def _enter(directory: Directory, contacts: Sequence[AreaContact], by: str) -> None:
    for contact in contacts:
        directory.put_contact(contact, by)


def _chip(contact: AreaContact, today: date) -> Chip:
    if not (contact.telephone.strip() or contact.out_of_hours.strip()):
        return Chip(_("Not entered"), "neutral")
    if not is_checked(contact.checked_on, today):
        return Chip(_("Nobody has rung it yet"), "attention")
    if is_old(contact.checked_on, today):
        return Chip(_("Rung more than a year ago"), "attention")
    return Chip(checked_text(contact.checked_on, today), "settled")


def _low(button: Button) -> QWidget:
    """A button beside boxes that have two labels above them."""
    around = Flow([button])
    around.setContentsMargins(0, button.sizeHint().height() + 8, 0, 0)
    return around


def _parts(box: DateBox) -> tuple[str, str, str]:
    return box.day.text(), box.month.text(), box.year.text()


def _same_numbers(one: AreaContact, other: AreaContact) -> bool:
    return (one.telephone, one.out_of_hours) == (other.telephone, other.out_of_hours)
