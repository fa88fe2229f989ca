"""I have just rung them: the number, what the entry says, and what they said; then, in the due list, the next."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QWidget

from referral_assistant.i18n import _, long_date
from referral_assistant.matching.cautions import due_before
from referral_assistant.matching.criteria import LINES
from referral_assistant.problems import Problem
from referral_assistant.ui.entry_words import PAUSED, counted_text, status_text
from referral_assistant.ui.page import Apart, Form
from referral_assistant.ui.service_parts import full_stop
from referral_assistant.ui.session import Session
from referral_assistant.ui.widgets import (
    Bullets,
    Button,
    Card,
    Choice,
    Choices,
    DateBox,
    ErrorSummary,
    Field,
    LineBox,
    NoteBox,
    Stack,
    Text,
    tell,
)

if TYPE_CHECKING:
    from referral_assistant.model import Service
    from referral_assistant.store.directory import Listing

STATES = {"open": "active", "paused": PAUSED, "closed": "inactive"}
"""What they may say of being open, and what the entry then says."""


class RangPage(Apart):
    """`rang:ID`. Nothing counts until it is saved; what is saved is one change, and is undone as one."""

    name: ClassVar[str] = "rang"
    measure: ClassVar[int] = 860

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._done = False

    def arrive(self, detail: str = "") -> None:
        self._done = False
        super().arrive(detail)

    def refresh(self) -> None:
        # What is saved need not be drawn on a page that goes.
        if not self._done:
            super().refresh()

    def shape(self) -> Hashable:
        return self.session.directory().service(self.detail)

    def build(self) -> Form:
        service = self.session.directory().service(self.detail)
        if service is None:
            lead = _("This entry is not in the directory any more.")
            return Form(_("No such service"), lead, [], [self._back()], [])
        title = _("Ring {name}").format(name=service.name)
        self._save = Button(self._save_text(), "primary", on=lambda: self._submit(service))
        form = Form(title, self._lead(), self._widgets(service), [self._back(), *self._others()], [self._save])
        form.first = lambda: self._different.rows[0]
        return form

    def fill_in(self) -> None:
        """Nothing is recorded before it is saved."""

    # --- its parts ---------------------------------------------------------------------------------------------------

    def _widgets(self, service: Service) -> list[QWidget]:
        self._errors = Stack([])
        return [self._errors, number_card(service), self._form_card(service)]

    def _form_card(self, service: Service) -> Card:
        card = Card(_("What they said"))
        self._different = Choices(_("What is different now?"), list(choices(service)), many=True, numbered=False)
        self._different.chosen.connect(lambda _values: self._show_fields())
        self._choice_field = Field("", self._different)
        self._choice_field.label.hide()
        self._waiting = LineBox(_("Waiting time now"), service.waiting)
        self._waiting_on = DateBox(_("As of"), self.session.today)
        self._alert = LineBox(_("To know before ringing"), service.alert)
        self._note = NoteBox(_("Note"), lines=2)
        self._day = DateBox(_("The day you spoke with them"), self.session.today)
        self._who = LineBox(_("Who rang"), self.session.me)
        hint = _("Such as: about eight weeks.")
        self._fields = {
            "different": self._choice_field,
            "waiting": Field(_("Waiting time now"), self._waiting, hint=hint),
            "waiting_on": Field(_("They said so on"), self._waiting_on),
            "alert": Field(_("To know before ringing"), self._alert, hint=_("Such as: ring first, they are moving.")),
            "note": Field(_("Note (optional)"), self._note, hint=_("About the service, never about a person.")),
            "day": Field(_("The day you spoke with them"), self._day),
            "who": Field(_("Who rang"), self._who, hint=_("Your own name.")),
        }
        for field in self._fields.values():
            card.add(field, above=8)
        self._show_fields()
        return card

    def _show_fields(self) -> None:
        chosen = self._different.values()
        for name in ("waiting", "waiting_on"):
            self._fields[name].setVisible("waiting" in chosen)
        self._fields["alert"].setVisible("alert" in chosen)

    def _lead(self) -> str:
        return ""

    def _save_text(self) -> str:
        return _("&Save the check")

    def _others(self) -> list[Button]:
        return []

    def _back(self) -> Button:
        return Button(_("&Back"), on=lambda: self.go.emit(f"service:{self.detail}"))

    # --- saving ------------------------------------------------------------------------------------------------------

    def _submit(self, service: Service) -> None:
        wrong = {name: text for name, text in self._wrong().items() if text}
        for name, field in self._fields.items():
            field.error(wrong.get(name, ""))
        if wrong:
            self._show_errors(wrong)
            return
        who, day = " ".join(self._who.text().split()), self._day.value() or self.session.today
        onward = self._onward()
        self._done = True
        try:
            if not self.session.me:
                self.session.put_practitioner(replace(self.session.practitioner, name=who))
            note, values = self._note.words(), self._values(service)
            self.session.alter(lambda directory: directory.checked(self.detail, day, who, values, note))
        except Problem as problem:
            self._done = False
            tell(self, str(problem), problem.advice)
            return
        self.go.emit(f"edit:{self.detail}" if "else" in self._different.values() else onward)

    def _show_errors(self, wrong: dict[str, str]) -> None:
        column = self._errors.layout()
        assert column is not None
        while (item := column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        summary = ErrorSummary([(text, self._fields[name]) for name, text in wrong.items()])
        column.addWidget(summary)
        summary.show()
        summary.take_focus()

    def _wrong(self) -> dict[str, str]:
        """What keeps it from being saved, by field."""
        chosen = self._different.values()
        states = [state for state in STATES if state in chosen]
        day, today = self._day, self.session.today
        found = {
            "different": _("Choose what is different now, or that nothing is.") if not chosen else "",
            "who": "" if self._who.text().strip() else _("Enter your name."),
            "day": day.problem() or _day_problem(day.value(), today),
        }
        if len(states) > 1:
            found["different"] = _("Choose one: it is open, paused or closed.")
        if "waiting" in chosen:
            found["waiting"] = "" if self._waiting.text().strip() else _("Enter how long the wait is.")
            on = self._waiting_on
            found["waiting_on"] = on.problem() or _day_problem(on.value(), today)
        if "alert" in chosen and not self._alert.text().strip():
            found["alert"] = _("Enter what to know before ringing.")
        return found

    def _values(self, service: Service) -> dict[str, Any]:
        chosen = set(self._different.values())
        found: dict[str, Any] = {}
        for state in chosen & STATES.keys():
            found["status"] = STATES[state]
        if "open" in chosen and service.ends_on is not None and service.ends_on < self.session.today:
            found["ends_on"] = None
        if "waiting" in chosen:
            on = self._waiting_on.value() or self.session.today
            found |= {"waiting": " ".join(self._waiting.text().split()), "waiting_as_of": on.isoformat()}
        if "alert" in chosen:
            found["alert"] = " ".join(self._alert.text().split())
        if "no_alert" in chosen:
            found["alert"] = None
        return found

    def _onward(self) -> str:
        return f"service:{self.detail}"


class DuePage(RangPage):
    """`due:ID`: the same for one after another, the one that nobody has checked for longest first."""

    name: ClassVar[str] = "due"

    def _lead(self) -> str:
        return _("{services} due for a check.").format(services=counted_text(len(self._listing())))

    def _save_text(self) -> str:
        return _("&Save, and on to the next") if self._next() else _("&Save the check")

    def _others(self) -> list[Button]:
        onward = self._next()
        return [Button(_("S&kip to the next"), on=lambda: self.go.emit(onward))] if onward else []

    def _onward(self) -> str:
        return self._next() or "directory:due"

    def _next(self) -> str:
        """The one after it; nothing at the end of the list."""
        listing = self._listing()
        place = listing.position(self.detail)
        following = 0 if place is None else place + 1
        return f"due:{listing[following].id}" if following < len(listing) else ""

    def _listing(self) -> Listing:
        from referral_assistant.store.directory import Query

        return self.session.directory().find(Query(only="due", due_before=due_before(self.session.today)))

    def _back(self) -> Button:
        return Button(_("&Back to the list"), on=lambda: self.go.emit("directory:due"))


def number_card(service: Service) -> Card:
    """The number, large enough to dial from, and what the entry says now."""
    contact = service.contact
    card = Card(service.organisation or service.name)
    number = Text(contact.telephone or _("No number is listed. Look for it, then change the entry."), "title")
    card.add(number)
    if contact.consultation:
        card.add(Text(contact.consultation, halo=False))
    others = [text for text in (contact.email, contact.website) if text]
    if others:
        card.add(Text("  ".join(others), "muted", halo=False))
    card.add(Text(_("The entry says now"), "note_heading", halo=False), above=8)
    return card.add(Bullets(list(_says(service))))


def _says(service: Service) -> Iterator[str]:
    yield full_stop(status_text(service.status))
    if service.alert:
        yield full_stop(service.alert)
    if service.waiting:
        as_of = f" ({long_date(service.waiting_as_of)})" if service.waiting_as_of else ""
        yield full_stop(_("Waiting: {text}").format(text=f"{service.waiting.rstrip('.')}{as_of}"))
    elif service.kind not in LINES:
        yield _("Nothing about waiting.")
    if service.assured_date is None:
        yield _("Nobody has dated a check.")
    else:
        by = _("Checked on {date} by {name}.") if service.assured_by else _("Checked on {date}.")
        yield by.format(date=long_date(service.assured_date), name=service.assured_by)


def choices(service: Service) -> Iterator[Choice]:
    """What may be different, as the entry stands."""
    yield Choice("nothing", _("Nothing: what the entry says is right"), alone=True)
    if service.status != "active" or service.ends_on is not None:
        yield Choice("open", _("It is open again"))
    if service.status != PAUSED:
        yield Choice("paused", _("It is paused"))
    if service.status in ("active", PAUSED):
        yield Choice("closed", _("It has closed"))
    if service.kind not in LINES:
        yield Choice("waiting", _("The waiting time"))
    yield Choice("alert", _("Something to know before ringing"))
    if service.alert:
        yield Choice("no_alert", _("The notice no longer holds"))
    yield Choice("else", _("Something else"), _("Saves the check, then opens the entry to be changed."))


def _day_problem(day: date | None, today: date) -> str:
    if day is None:
        return _("Enter the day.")
    return _("This day is still to come.") if day > today else ""
