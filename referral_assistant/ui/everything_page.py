"""Screen 4: everything answered, on one page, each answer changed in place."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from referral_assistant.conversation import GATE_KINDS, section_cards
from referral_assistant.i18n import _
from referral_assistant.model import Card, Source, State
from referral_assistant.ui.card_form import CardForm, value_text
from referral_assistant.ui.page import Form, Page
from referral_assistant.ui.session import Session
from referral_assistant.ui.theme import HALO, px
from referral_assistant.ui.widgets import Button, Chip, Flow, Row, Rows, Space, Text, quoted, tell


class EverythingPage(Page):
    """Every card of the path under its section, with its answer, its words and its source. One opens at a time."""

    name: ClassVar[str] = "everything"
    measure: ClassVar[int] = 1000

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._opened = ""
        self._sheet: CardForm | None = None

    def arrive(self, detail: str = "") -> None:
        self._opened = ""
        super().arrive(detail)

    def shape(self) -> Hashable:
        derived = self.session.derived
        # The open card shows its own answer, so choosing there must not draw the whole page anew.
        others = tuple((c.id, derived.standing.get(c.id)) for c in derived.path if c.id != self._opened)
        offered = derived.offered(self.session.pack.card(self._opened)) if self._opened else ()
        return self._opened, others, offered, self.session.derived.stops

    def build(self) -> Form:
        self._sheet = None
        derived = self.session.derived
        missing = sum(1 for card in derived.path if card.id not in derived.standing)
        lead = _("Change anything here. What was answered before stays on the record.")
        if missing:
            lead += " " + _("{count} not asked yet.").format(count=missing)
        back = Button(_("&Back"), on=lambda: self.go.emit("previous"))
        go_on = Button(_("What this &means"), "primary", on=lambda: self.go.emit("means"))
        first = self._first_focus if self._opened else go_on
        return Form(_("Everything answered"), lead, self._sections(), [back], [go_on], first=first)

    def fill_in(self) -> None:
        if self._sheet is not None:
            self._sheet.fill_in()

    def number(self, digit: int) -> bool:
        return self._sheet is not None and self._sheet.number(digit)

    def left(self) -> None:
        if self._sheet is not None and self.session.case is not None:
            self._sheet.commit()

    def forget(self) -> None:
        self._sheet = None
        super().forget()

    # --- its parts ---------------------------------------------------------------------------------------------------

    def _sections(self) -> Iterator[QWidget]:
        path = self.session.derived.path
        for section in self.session.pack.sections:
            cards = section_cards(section, path)
            if cards:
                rows = Rows(self.session.fill(section.title))
                yield rows
                for card in cards:
                    row = self._open_row(card) if card.id == self._opened else self._row(card)
                    rows.add(row)
                    yield row
                yield Space(8)

    def _row(self, card: Card) -> Row:
        title = self.session.fill(card.title)
        change = Button(
            _("Change"), "link", name=_("Change: {title}").format(title=title), on=partial(self._open, card)
        )
        cells: list[QWidget] = [Text(title, halo=False), self._value(card), change]
        return Row(cells, [4, 8, 0])

    def _value(self, card: Card) -> QWidget:
        standing = self.session.derived.standing.get(card.id)
        column = QWidget()
        lines = QVBoxLayout(column)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(px(2))
        if standing is None:
            typed = self.session.has_typed(card.id)
            text = _("Words noted, no answer chosen yet") if typed else _("Not asked yet")
            lines.addWidget(Text(text, "muted", halo=False))
            return column
        stopped = any(s.card == card.id and s.stands for s in self.session.derived.stops)
        answered = standing.state is State.ANSWERED
        lines.addWidget(Text(value_text(self.session, card, standing), "body" if answered else "muted", halo=False))
        if standing.words:
            lines.addWidget(Text(quoted(standing.words), "note", halo=False))
        if standing.observed:
            lines.addWidget(Text(_("Observed: {text}").format(text=standing.observed), "note_muted", halo=False))
        if standing.source is not Source.PERSON and answered:
            lines.addWidget(Text(self.session.word("sources", standing.source.value), "note_muted", halo=False))
        if stopped:
            lines.addWidget(Flow([Chip(_("Stopped here"), "stop")]))
        return column

    def _open_row(self, card: Card) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(px(10) - HALO, px(10), px(10) - HALO, px(10))
        column.setSpacing(px(4))
        column.addWidget(Text(self.session.fill(card.title), "strong"))
        self._sheet = CardForm(self.session, card)
        column.addWidget(self._sheet)
        done = Button(_("Done"), name=_("Done changing: {title}").format(title=card.title), on=self._done)
        column.addWidget(Flow([done, *self._states(card)]))
        return box

    def _states(self, card: Card) -> list[Button]:
        if self.session.pack.section_of(card.id).kind in GATE_KINDS:
            return []
        states = [State.COULD_NOT_ASK] if card.listen_only else [State.DECLINED, State.COULD_NOT_ASK]
        states += [] if card.safety_core else [State.NOT_APPLICABLE]
        return [Button(self.session.word("states", s.value), "quiet", on=partial(self._leave, s)) for s in states]

    def _first_focus(self) -> QWidget | None:
        """Where the focus starts in the open card."""
        if self._sheet is None:
            self.complete()
        return self._sheet.first if self._sheet is not None else None

    # --- what is done ------------------------------------------------------------------------------------------------

    def _open(self, card: Card) -> None:
        self.left()
        self._opened = card.id
        self.redraw()
        first = self._first_focus()
        if self._sheet is not None and first is not None:
            first.setFocus()
            self._area.ensureWidgetVisible(self._sheet, 0, px(60))

    def _done(self) -> None:
        if self._sheet is not None and (problem := self._sheet.problem()):
            tell(self, problem)
            return
        self.left()
        self._close()

    def _leave(self, state: State) -> None:
        if self._sheet is not None:
            sheet, self._sheet = self._sheet, None
            sheet.leave(state)
        self._close()

    def _close(self) -> None:
        opened, self._opened = self._opened, ""
        self.redraw()
        name = _("Change: {title}").format(title=self.session.fill(self.session.pack.card(opened).title))
        button = self.seek(Button, lambda b: b.accessibleName() == name)
        if button is not None:
            button.setFocus()
