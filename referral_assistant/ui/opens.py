"""A part of a long form that is folded to a line or two, and opens where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QWidget

from referral_assistant.conversation import current
from referral_assistant.i18n import _, fill
from referral_assistant.model import Answer, Card
from referral_assistant.ui.answer_form import AnswerForm, answer_text
from referral_assistant.ui.columns import clear, column_in, put_up
from referral_assistant.ui.form import SLICE
from referral_assistant.ui.scenario_draft import Draft
from referral_assistant.ui.theme import px
from referral_assistant.ui.widgets import Button, Flow, Text, bring_into_view, fact_row, flush_all
from referral_assistant.ui.widgets.text import holds_focus

AT_ONCE = 0.03
"""Seconds in which what is in sight comes up."""


class Opens(QFrame):
    """Folded or open. `closed` and `open` make what stands there, one widget after the other: what is in sight at once,
    the rest turn by turn, as a long form comes up. `redrawn` says that other controls stand there."""

    redrawn = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.is_open = False
        self._column = column_in(self, 6)
        self._coming: Iterator[QWidget] = iter(())
        self._next_turn = QTimer(self)
        self._next_turn.setSingleShot(True)
        self._next_turn.timeout.connect(lambda: self._put(SLICE))

    def closed(self) -> Iterator[QWidget]:
        """Make the line or two."""
        raise NotImplementedError

    def open(self) -> Iterator[QWidget]:
        """Make all of it."""
        raise NotImplementedError

    def turn(self, opened: bool) -> None:
        """Open it, or fold it, with the focus at its first control."""
        flush_all(self)
        self.is_open = opened
        self.draw()
        if not holds_focus(self):
            self.take_focus()

    def take_focus(self) -> None:
        """To the first control, in sight."""
        stops = (w for w in self.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus)
        first = next((stop for stop in stops if stop.isVisible()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            bring_into_view(first)

    def draw(self) -> None:
        """Put up what stands there now."""
        self._coming = iter(())
        clear(self._column)
        self.setProperty("kind", "quote" if self.is_open else "")
        self.style().unpolish(self)
        self.style().polish(self)
        self._column.setContentsMargins(px(14) if self.is_open else 0, px(2), 0, px(6) if self.is_open else 0)
        self._coming = self.open() if self.is_open else self.closed()
        self._put(AT_ONCE)

    def complete(self) -> None:
        """Put up all of it now."""
        self._put(60)

    def done(self, what: str) -> Button:
        """The button that folds it again."""
        return Button(_("Done"), name=_("Done: {what}").format(what=what), on=lambda: self.turn(False))

    def _put(self, seconds: float) -> None:
        end, more = perf_counter() + seconds, False
        for widget in self._coming:
            more = True
            put_up(self._column, widget)
            if perf_counter() > end:
                self._next_turn.start()
                return
        if more:
            self.redrawn.emit()


class CardRow(Opens):
    """One card of a written case: its title and its answer, and the form of both when it is opened."""

    def __init__(self, draft: Draft, place: str, card: Card, changed: Callable[[str], object]) -> None:
        super().__init__()
        self._draft, self._place, self.card, self._changed = draft, place, card, changed
        self._reached = True
        self.draw()

    @property
    def title(self) -> str:
        """What the card is called."""
        return fill(self.card.title, self._draft.pronouns)

    def show_reached(self, reached: bool) -> None:
        """Say whether the answers of the case lead to this card."""
        if reached is not self._reached:
            self._reached = reached
            if not self.is_open:
                self.draw()

    def closed(self) -> Iterator[QWidget]:
        held = self._held()
        value = answer_text(self._draft.session, self.card, held, self._draft.pronouns)
        said = f"{value}. “{held.words}”" if value and held is not None and held.words else value
        name = f"{_('Change')}: {self.title}"
        change = Button(_("Change"), "link", name=name, on=lambda: self.turn(True))
        if not self._reached:
            said = f"{said} ({_('not reached')})".strip() if said else _("Not reached with these answers")
        muted = held is None or not self._reached
        yield fact_row(self.title, said or _("Not asked"), actions=[change], muted=muted)

    def open(self) -> Iterator[QWidget]:
        yield Text(self.title, "strong")
        session, pronouns = self._draft.session, self._draft.pronouns
        yield AnswerForm(session, self.card, self._held(), self._answer, pronouns=pronouns)
        yield Flow([self.done(self.title)])

    def _held(self) -> Answer | None:
        return current(self._draft.value(f"{self._place}.answers")).get(self.card.id)

    def _answer(self, answer: Answer | None) -> None:
        self._draft.put_answer(self._place, self.card.id, answer)
        self._changed(f"{self._place}.{self.card.id}")
