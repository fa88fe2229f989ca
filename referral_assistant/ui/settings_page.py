"""Settings: who writes, the letterhead, the local contacts, and how the window looks."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

from referral_assistant.i18n import _, long_date
from referral_assistant.problems import Problem
from referral_assistant.settings import APPEARANCES, BY_NAME, TEXT_SIZES, is_between
from referral_assistant.ui.contacts import CONTACTS, contact_name, local_contact
from referral_assistant.ui.dialogs import Dialogs
from referral_assistant.ui.page import Form, Page
from referral_assistant.ui.session import Session
from referral_assistant.ui.widgets import (
    Button,
    Card,
    Choice,
    Choices,
    Field,
    Flow,
    LineBox,
    NoteBox,
    NumberBox,
    Row,
    Rows,
    Space,
    Text,
    fact_row,
    set_by_organisation,
    side_by_side,
)

if TYPE_CHECKING:
    from referral_assistant.ui.window import Window


class SettingsPage(Page):
    """Everything is kept as it is typed. New cases start with it."""

    name: ClassVar[str] = "settings"
    in_case: ClassVar[bool] = False
    listed: ClassVar[bool] = False
    measure: ClassVar[int] = 860
    dialogs: ClassVar[Dialogs] = Dialogs()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._logo_problem = ""

    def arrive(self, detail: str = "") -> None:
        self._logo_problem = ""
        super().arrive(detail)

    def shape(self) -> Hashable:
        organisation = self.session.organisation
        return organisation.logo, organisation.contacts, self._logo_problem, self._frame.preferences.look

    def build(self) -> Form:
        you, first = self._you()
        widgets = [*self._not_read(), you, self._organisation(), self._contacts(), self._locking(), self._look()]
        if self.session.training:
            from referral_assistant.ui.presenter_card import presenter_card

            widgets.append(presenter_card(self._frame))
        done = Button(_("&Done"), "primary", on=lambda: self.go.emit("cases"))
        lead = _("Kept as you type. New cases start with what stands here.")
        return Form(_("Settings"), lead, widgets, [], [done], first=first)

    @property
    def _frame(self) -> Window:
        from referral_assistant.ui.window import window_of

        return window_of(self)

    def _not_read(self) -> list[QWidget]:
        """What is wrong with the organisation's settings is for those who can mend it."""
        if not self.session.policy.mistakes:
            return []
        said = _("Part of your organisation’s settings could not be read. Tell your IT team.")
        return [Text(said, "muted"), Space(4)]

    # --- who writes --------------------------------------------------------------------------------------------------

    def _you(self) -> tuple[Card, LineBox]:
        labels = {
            "name": _("Your name"),
            "role": _("Your role"),
            "team": _("Your team"),
            "best_time": _("Best time to ring you"),
            "telephone": _("Your telephone"),
            "email": _("Your e-mail"),
        }
        boxes = {name: self._person(label, name) for name, label in labels.items()}
        fields = [Field(labels[name], box) for name, box in boxes.items()]
        card = Card(
            _("You"), lead=_("A service rings you before first contact, so a letter needs your name and a number.")
        )
        for left, right in zip(fields[::2], fields[1::2], strict=True):
            card.add(side_by_side(left, right), above=6)
        return card, boxes["name"]

    def _person(self, label: str, name: str) -> LineBox:
        box = LineBox(label, getattr(self.session.practitioner, name))
        box.rested.connect(lambda typed: self._put_person(name, typed.strip()))
        return box

    def _put_person(self, name: str, text: str) -> None:
        who = replace(self.session.practitioner, **{name: text})
        if who != self.session.practitioner:
            self.session.put_practitioner(who)

    # --- the letterhead ----------------------------------------------------------------------------------------------

    def _organisation(self) -> Card:
        address = NoteBox(_("Address"), "\n".join(self.session.organisation.address), lines=3)
        address.rested.connect(self._put_address)
        lines = Field(
            _("Address"), address, hint=_("One line for each line of the address."), locked=self._locked("address")
        )
        number, marking = self._line(_("Its telephone"), "telephone"), self._line(_("Protective marking"), "marking")
        ending = self._line(_("Ending of a letter"), "sign_off", usual=_("Yours faithfully"))
        card = Card(_("Your organisation"), lead=_("It stands at the head of every document."))
        card.add(self._line(_("Name of the organisation"), "name"), above=6)
        card.add(lines, above=6)
        card.add(side_by_side(number, marking), above=6)
        return card.add(side_by_side(ending, self._logo()), above=6)

    def _locked(self, name: str) -> bool:
        return self.session.policy.locked(f"organisation.{name}")

    def _put_address(self, text: str) -> None:
        self._put(address=tuple(line.strip() for line in text.splitlines() if line.strip()))

    def _line(self, label: str, name: str, usual: str = "") -> Field:
        box = LineBox(label, getattr(self.session.organisation, name), placeholder=usual)
        box.rested.connect(lambda typed: self._put(**{name: typed.strip()}))
        return Field(label, box, locked=self._locked(name))

    def _put(self, **changes: object) -> None:
        changed = replace(self.session.organisation, **changes)  # type: ignore[arg-type]
        if changed != self.session.organisation:
            self.session.put_organisation(changed)

    def _logo(self) -> QWidget:
        logo = self.session.organisation.logo
        if self._locked("logo"):
            return Field(_("Logo"), Text(Path(logo).name), locked=True)
        choose = Button(_("Choose a picture …"), name=_("Choose a logo"), on=self._choose_logo)
        buttons = [choose]
        if logo:
            buttons.append(Button(_("Remove"), "quiet", name=_("Remove the logo"), on=lambda: self._put(logo="")))
        field = Field(_("Logo"), Flow(buttons), hint=Path(logo).name if logo else _("PNG or SVG, up to 512 kilobytes."))
        field.error(self._logo_problem)
        return field

    def _choose_logo(self) -> None:
        self.dialogs.picture(self, self._take_logo)

    def _take_logo(self, path: Path) -> None:
        from referral_assistant.letter.logo import logo_uri

        try:
            logo_uri(str(path))
        except Problem as problem:
            self._logo_problem = f"{problem} {problem.advice}"
            self.refresh()
            return
        self._logo_problem = ""
        self._put(logo=str(path))

    # --- whom to ring ------------------------------------------------------------------------------------------------

    def _contacts(self) -> Rows:
        panel = Rows(_("Local safeguarding contacts"))
        for contact in CONTACTS:
            found = local_contact(self.session, contact)
            if found is None:
                panel.add(fact_row(contact_name(contact), _("Not entered"), muted=True))
                continue
            checked = long_date(found.entered_on) if found.entered_on else ""
            state = _("entered {date}").format(date=checked) if checked else _("nobody has checked it yet")
            if self.session.policy.locked(f"contacts.{contact}"):
                state = f"{state}. {set_by_organisation()}"
            panel.add(fact_row(contact_name(contact), f"{found.telephone}, {state}"))
        locked = all(self.session.policy.locked(f"contacts.{contact}") for contact in CONTACTS)
        text = _("See the contacts") if locked else _("Change the contacts")
        change = Button(text, on=lambda: self.go.emit("contacts"))
        panel.add(Row([change, Text("", wrap=False)], [0, 1]))
        return panel

    # --- when cases lock ---------------------------------------------------------------------------------------------

    def _locking(self) -> Card:
        policy, label = self.session.policy, _("Minutes until your cases lock")
        box = NumberBox(label, str(policy.value("lock_minutes", self._frame.preferences.lock_minutes)), digits=2)
        key = BY_NAME["lock_minutes"]
        bounds = _("From {low} to {high}.").format(low=key.low, high=key.high)
        field = Field(label, box, hint=bounds, locked=policy.locked("lock_minutes"))
        box.rested.connect(lambda _text: self._put_minutes(box, field))
        lead = _("Counted from the last key or movement of the mouse. Training never locks.")
        return Card(_("When you leave the computer"), lead=lead).add(field, above=6)

    def _put_minutes(self, box: NumberBox, field: Field) -> None:
        key, minutes = BY_NAME["lock_minutes"], box.number()
        if not is_between(minutes, key.low, key.high):
            field.error(_("Write a number from {low} to {high}.").format(low=key.low, high=key.high))
            return
        field.error("")
        if minutes != self._frame.preferences.lock_minutes:
            self._frame.use(lock_minutes=minutes)

    # --- how the window looks ----------------------------------------------------------------------------------------

    def _look(self) -> Card:
        kept = self._frame.preferences
        looks = {"system": _("As the system has it"), "light": _("Light"), "dark": _("Dark")}
        card = Card(_("How the window looks"))
        card.add(Text(_("Only on this computer."), "muted", halo=False))
        sizes = [(str(size), _("{size} %").format(size=size)) for size in TEXT_SIZES]
        size = str(min(TEXT_SIZES, key=lambda known: abs(known - kept.text_size)))
        card.add(self._choices(_("Text size"), sizes, size, lambda code: self._frame.use(text_size=int(code))), above=6)
        appearance = [(code, looks[code]) for code in APPEARANCES]
        dress = self._choices(_("Light or dark"), appearance, kept.appearance, self._use_appearance)
        return card.add(dress, above=10)

    def _use_appearance(self, code: str) -> None:
        self._frame.use(appearance=code)

    def _choices(
        self, title: str, choices: Sequence[tuple[str, str]], value: str, use: Callable[[str], object]
    ) -> Field:
        box = Choices("", [Choice(code, text) for code, text in choices], numbered=False)
        box.setAccessibleName(title)
        box.set_values((value,))
        box.chosen.connect(lambda values: use(values[0]))
        return Field(title, box)
