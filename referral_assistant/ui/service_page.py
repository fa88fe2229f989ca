"""One service as a referrer wants to read it, where what is known of it comes from, and everything that was changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

from referral_assistant.i18n import _
from referral_assistant.problems import Problem
from referral_assistant.ui.entry_words import kind_text
from referral_assistant.ui.page import Apart, Form
from referral_assistant.ui.service_history import dates_rows, differing_cards, history_cards, local_rows
from referral_assistant.ui.service_parts import reading
from referral_assistant.ui.session import Session
from referral_assistant.ui.widgets import Button, Card, Fold, Space, Text, tell

if TYPE_CHECKING:
    from referral_assistant.model import Change, Entry
    from referral_assistant.store.directory import Directory


class ServicePage(Apart):
    """`service:ID`. Whoever rings them notes it from here; whoever was wrong undoes it here."""

    name: ClassVar[str] = "service"
    measure: ClassVar[int] = 860

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._unfolded = False

    def arrive(self, detail: str = "") -> None:
        if detail != self.detail:
            self._unfolded = False
        super().arrive(detail)

    def shape(self) -> Hashable:
        directory = self.session.directory()
        return directory.entry(self.detail) is None, tuple(c.number for c in directory.history(self.detail))

    def build(self) -> Form:
        directory = self.session.directory()
        entry, changes = directory.entry(self.detail), directory.history(self.detail)
        if entry is None:
            return self._gone(changes)
        lead = ", ".join(filter(None, (kind_text(self.session.pack, entry.service.kind), entry.service.organisation)))
        rang = Button(_("I have &just rung them"), "primary", on=lambda: self.go.emit(f"rang:{self.detail}"))
        change = Button(_("&Change this entry"), on=lambda: self.go.emit(f"edit:{self.detail}"))
        return Form(entry.service.name, f"{lead}.", self._widgets(entry, changes), [self._back()], [rang], head=change)

    def fill_in(self) -> None:
        """All of it is in the form: it is made anew with every change."""

    # --- its parts ---------------------------------------------------------------------------------------------------

    def _widgets(self, entry: Entry, changes: tuple[Change, ...]) -> Iterator[QWidget]:
        areas = {area.id: area for area in self.session.areas()}
        yield from reading(entry, self.session.pack, self.session.today)
        yield from differing_cards(entry, areas, self._settle)
        yield dates_rows(entry, self.session.today)
        changed = local_rows(entry, areas)
        if changed is not None:
            yield changed
        if changes:
            yield Space(4)
            yield self._history(changes)
        if entry.origin.kind == "own":
            yield Button(_("Remove this entry"), "link", on=self._remove)

    def _history(self, changes: tuple[Change, ...]) -> Fold:
        areas = {area.id: area for area in self.session.areas()}
        return Fold(
            _("what was changed, by whom and when"),
            lambda: history_cards(changes, areas, self._undo),
            opened=self._unfolded,
            turned=self._turn,
        )

    def _gone(self, changes: tuple[Change, ...]) -> Form:
        """It was removed, here or by the undoing of what added it: what is left is its history."""
        lead = _("This entry is not in the directory any more.")
        widgets: list[QWidget] = [Card(_("Go back to the list")).add(Text(lead, halo=False))]
        if changes:
            self._unfolded = True
            widgets.append(self._history(changes))
        return Form(_("No such service"), "", widgets, [self._back()], [])

    # --- what is done ------------------------------------------------------------------------------------------------

    def _turn(self, opened: bool) -> None:
        self._unfolded = opened

    def _settle(self, field: str, keep: str) -> None:
        self._try(lambda directory: directory.settle(self.detail, field, keep, self.session.me))

    def _undo(self, number: int) -> None:
        self._try(lambda directory: directory.undo(number, self.session.me))

    def _remove(self) -> None:
        self._try(lambda directory: directory.remove(self.detail, self.session.me))

    def _try(self, work: Callable[[Directory], object]) -> None:
        try:
            if not self.session.me:
                raise Problem(
                    _("Say who you are first, so that others know who changed this."),
                    _("Enter your name in Settings, then come back."),
                )
            self.session.alter(work)
        except Problem as problem:
            tell(self, str(problem), problem.advice)

    def _back(self) -> Button:
        return Button(_("&Back"), on=lambda: self.go.emit("directory"))
