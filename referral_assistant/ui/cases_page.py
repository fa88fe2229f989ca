"""Screen 1: what is due first, then open cases by a reference that says nothing (S14)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from referral_assistant.i18n import _, long_date
from referral_assistant.problems import Problem
from referral_assistant.ui.page import Form, Page
from referral_assistant.ui.widgets import Banner, Button, Card, RowButton, Rows, Space, Text, tell

if TYPE_CHECKING:
    from referral_assistant.store.cases import CaseSummary
    from referral_assistant.ui.pack_watch import PackWatch

LATER = 4000
"""Milliseconds after which the organisation's folder for packs is looked into, when nothing else is wanted."""

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class CasesPage(Page):
    """References, "action due" and dates; nothing else about anybody. A live file starts with its local contacts."""

    name: ClassVar[str] = "cases"
    in_case: ClassVar[bool] = False
    listed: ClassVar[bool] = False
    measure: ClassVar[int] = 1126

    _packs: PackWatch | None = None

    def shape(self) -> Hashable:
        return self.session.summaries(), self.session.missing_contacts, self.session.today, self.detail

    def arrive(self, detail: str = "") -> None:
        super().arrive(detail)
        if self.session.policy.value("directory.pack_folder"):
            QTimer.singleShot(LATER, self, self._look_for_packs)

    def build(self) -> Form:
        cases = self.session.summaries()
        still = [c for c in cases if c.closed_on is None]
        due = sorted((c for c in still if c.due), key=lambda c: c.due or date.max)
        training = self.session.training
        self._new = Button(_("&New conversation"), "secondary" if training else "primary", on=self._start)
        self._new.setEnabled(not self.session.missing_contacts)
        widgets: list[QWidget] = [*self._scenarios(), *self._pack_line(), *self._first_task()]
        if due:
            widgets += [Text(_("To do"), "heading"), self._due_list(due), Space(12)]
        if still:
            widgets += [Text(_("Open"), "heading"), self._open_list(still)]
        elif not self.session.training:
            widgets.append(self._none_yet())
        widgets += self._closed_list([c for c in cases if c.closed_on is not None])
        return Form(greeting(self.session.now()), self._lead(), widgets, head=self._new, first=self._first_focus())

    def refresh(self) -> None:
        # A case that has just been opened takes this page away.
        if self.session.case is None:
            super().refresh()

    # --- its parts ---------------------------------------------------------------------------------------------------

    def _lead(self) -> str:
        if self.session.training:
            return _("Training: invented people and services. Nothing here is encrypted, so use no real case.")
        return _("Everything stays on this computer, encrypted.")

    def _scenarios(self) -> list[QWidget]:
        """In training the page leads to what is there to be played."""
        self._play: Button | None = None
        if not self.session.training:
            return []
        self._play = Button(_("Choose a &scenario"), "primary", on=lambda: self.go.emit("training"))
        lead = _("An invented person, met on these same screens. Freeze, go back, take another path.")
        return [Card(_("Play a scenario"), lead=lead).add_buttons(self._play), Space(12)]

    def _first_task(self) -> list[QWidget]:
        if not self.session.missing_contacts:
            return []
        card = Banner(
            _("First: enter your local safeguarding contacts"),
            "attention",
            more=_("The first conversation opens when they are there, with the date on which you checked them."),
        )
        self._contacts = Button(_("Enter the &contacts"), on=lambda: self.go.emit("contacts"))
        return [card.add_buttons(self._contacts), Space(12)]

    def _look_for_packs(self) -> None:
        """Some seconds after one has come to rest here: what it takes is not loaded before."""
        if not self.isVisible() or not self.session.is_open or self.session.case is not None:
            return
        from referral_assistant.ui.pack_watch import watch_of

        if self._packs is None:
            self._packs = watch_of(self.session)
            self._packs.found.connect(self._tell_of_packs)
        self._packs.look()

    def _tell_of_packs(self) -> None:
        if self.isVisible() and self.session.case is None:
            self.redraw()

    def _pack_line(self) -> list[QWidget]:
        line = self._packs.line(self.go.emit) if self._packs is not None else None
        return [line, Space(12)] if line is not None else []

    def _first_focus(self) -> QWidget:
        return self._contacts if self.session.missing_contacts else (self._play or self._new)

    def _none_yet(self) -> Card:
        return Card(_("No open case"), lead=_("A new conversation starts with two quick checks for you alone."))

    def _due_list(self, cases: Sequence[CaseSummary]) -> Rows:
        rows = Rows()
        for case in cases:
            late, style = due_text(case.due, self.session.today)
            what = _("Action due") if style != "muted" else _("Review")
            rows.add(self._row(case, [(case.reference, 140, "strong"), (what, 0, ""), (late, 240, style)]))
        return rows

    def _open_list(self, cases: Sequence[CaseSummary]) -> Rows:
        rows = Rows()
        rows.add(RowButton.heads([(_("Reference"), 140), (_("Step"), 0), (_("Last touched"), 220), (_("Review"), 200)]))
        for case in cases:
            review = long_date(case.due) if case.due else _("not set")
            touched = touched_text(case.touched.astimezone(self.session.now().tzinfo), self.session.today)
            cells = [
                (case.reference, 140, "strong"),
                (step_text(case.step), 0, ""),
                (touched, 220, ""),
                (review, 200, "" if case.due else "muted"),
            ]
            rows.add(self._row(case, cells))
        return rows

    def _closed_list(self, cases: Sequence[CaseSummary]) -> list[QWidget]:
        if not cases:
            return []
        if self.detail != "closed":
            show = Button(_("Show closed cases ({count})").format(count=len(cases)), "link", on=self._show_closed)
            return [Space(12), show]
        rows = Rows()
        for case in cases:
            closed = long_date(case.closed_on) if case.closed_on else ""
            rows.add(self._row(case, [(case.reference, 140, "strong"), (_("Closed"), 0, ""), (closed, 220, "")]))
        return [Space(12), Text(_("Closed"), "heading"), rows]

    def _row(self, case: CaseSummary, cells: Sequence[tuple[str, int, str]]) -> RowButton:
        return RowButton(cells, on=lambda: self._open(case.id))

    # --- what is done ------------------------------------------------------------------------------------------------

    def _start(self) -> None:
        self._try(self.session.new_case)

    def _open(self, case_id: str) -> None:
        self._try(lambda: self.session.open_case(case_id))

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except Problem as problem:
            tell(self, str(problem), problem.advice)
            return
        self.go.emit("start")

    def _show_closed(self) -> None:
        self.go.emit("cases:closed")


def greeting(now: datetime) -> str:
    """The time of day as people greet."""
    if now.hour < 12:
        return _("Good morning")
    return _("Good afternoon") if now.hour < 18 else _("Good evening")


def due_text(due: date | None, today: date) -> tuple[str, str]:
    """When something is due, and how it is drawn."""
    if due is None:
        return "", "muted"
    days = (today - due).days
    if days > 1:
        return _("{count} days late").format(count=days), "stop"
    if days == 1:
        return _("1 day late"), "stop"
    return (_("today"), "strong") if days == 0 else (f"{day_name(due)} {due.day} {long_date(due).split()[1]}", "muted")


def touched_text(at: datetime, today: date) -> str:
    """When a case was last touched: today with its time, this week by its day, otherwise the date."""
    days = (today - at.date()).days
    if days <= 0:
        return _("today, {time}").format(time=f"{at:%H:%M}")
    return day_name(at.date()) if days < 7 else long_date(at.date())


def day_name(day: date) -> str:
    """The day of the week."""
    return _(_DAYS[day.weekday()])


def step_text(step: str) -> str:
    """How far a case has come, in words that say nothing."""
    return {"waiting": _("Waiting for an answer"), "review": _("Review")}.get(step, _("In progress"))
