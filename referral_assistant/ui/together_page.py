"""Short facts of one section on one page: filled in at a glance, from the practitioner's record or at the end."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from referral_assistant.i18n import _
from referral_assistant.model import Card, Section, State
from referral_assistant.ui.at_play import played
from referral_assistant.ui.card_form import CardForm
from referral_assistant.ui.page import Form, Page
from referral_assistant.ui.session import Session
from referral_assistant.ui.widgets import Banner, Button, Space, holds_focus


class TogetherPage(Page):
    """Every card of a section in the path, one under the other. Each can be left open, or opened as a topic of its own,
    where it can be declined or marked as not asked."""

    name: ClassVar[str] = "together"
    room_safe: ClassVar[bool] = True

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._sheets: list[CardForm] = []

    @property
    def section(self) -> Section:
        """The section that is up."""
        return next(s for s in self.session.pack.sections if s.id == self.detail)

    @property
    def cards(self) -> tuple[Card, ...]:
        """Its cards that are in the path, and may be shown now."""
        path = self.session.derived.path
        return tuple(c for c in self.section.cards if c in path and (c.room_safe or not self.session.in_room))

    def shape(self) -> Hashable:
        derived = self.session.derived
        states = {c.id: a.state for c in self.cards if (a := derived.standing.get(c.id)) is not None}
        left = tuple((card, state) for card, state in states.items() if state is not State.ANSWERED)
        offered = tuple((c.id, tuple(o.id for o in derived.offered(c))) for c in self.cards)
        return offered, left, derived.pronouns, self.session.in_room, self._waiting()

    def build(self) -> Form:
        say = self.session.fill
        self._sheets = []
        lead = say(self.section.intro) or _("Fill in what you know. Leave the rest.")
        first, last = self.cards[0].id, self.cards[-1].id
        return Form(
            say(self.section.title),
            lead,
            self._parts(),
            [Button(_("&Back"), on=lambda: self.go.emit(f"before:{first}"))],
            [Button(_("&Continue"), "primary", on=partial(self._go_on, last))],
            first=self._first,
        )

    def _parts(self) -> Iterator[QWidget]:
        yield from self._held()
        for card in self.cards:
            yield from self._state(card)
            sheet = CardForm(self.session, card)
            self._sheets.append(sheet)
            yield sheet
            yield self._single(card)
            yield Space(12)

    def fill_in(self) -> None:
        for sheet in self._sheets:
            sheet.fill_in()

    def left(self) -> None:
        if self.session.case is not None:
            for sheet in self._sheets:
                sheet.commit()

    def forget(self) -> None:
        self._sheets = []
        super().forget()

    def number(self, digit: int) -> bool:
        return any(holds_focus(sheet) and sheet.number(digit) for sheet in self._sheets)

    def _waiting(self) -> tuple[str, ...]:
        """While a scenario is played: the cards for which it holds something that is not filled in or said yet."""
        exercises = played(self.session)
        if exercises is None:
            return ()
        from referral_assistant.ui.held import aloud, waiting

        return (*waiting(self.session, exercises, self.cards), *aloud(exercises, self.cards))

    def _held(self) -> Iterator[QWidget]:
        exercises = played(self.session)
        self._fill: QWidget | None = None
        if exercises is not None and self._waiting():
            from referral_assistant.ui.held import HeldPanel

            panel = HeldPanel(self.session, exercises, self.section, self.cards)
            panel.go.connect(self.go)
            self._fill = panel.fill
            yield panel
            yield Space(12)

    def _single(self, card: Card) -> Button:
        title = self.session.fill(card.title)
        name = _("More about this: {title}").format(title=title)
        return Button(_("More about this"), "link", name=name, on=lambda: self.go.emit(f"card:{card.id}"))

    def _state(self, card: Card) -> list[QWidget]:
        standing = self.session.derived.standing.get(card.id)
        if standing is None or standing.state is State.ANSWERED:
            return []
        return [Banner(self.session.word("states", standing.state.value))]

    def _first(self) -> QWidget | None:
        """The first fact without an answer, so that one can go on where one stopped."""
        if self._fill is not None:
            return self._fill
        standing, cards = self.session.derived.standing, self.cards
        card = next((c for c in cards if c.id not in standing), cards[0])
        if card not in (sheet.card for sheet in self._sheets):
            self.complete()
        return next((sheet.first for sheet in self._sheets if sheet.card == card), None)

    def _go_on(self, last: str) -> None:
        self.complete()
        if any(sheet.problem() for sheet in self._sheets):
            return
        self.go.emit(f"after:{last}")
