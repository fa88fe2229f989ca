"""Every way to reply at one card, side by side: what each leads to, and what it does. For whoever leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from referral_assistant.i18n import _
from referral_assistant.training import exercise as moves
from referral_assistant.training.playing import ways
from referral_assistant.training.terms import called, manner_words
from referral_assistant.ui.theme import px
from referral_assistant.ui.widgets import Card, Chip, Text, quoted

if TYPE_CHECKING:
    from referral_assistant.model import Exercise, Scenario
    from referral_assistant.training.playing import Played

SIDE_BY_SIDE = 780
"""Pixels at 100 % below which the ways stand one below the other."""


def every_way(scenario: Scenario, exercise: Exercise, card: str) -> list[QWidget]:
    """The three replies, from where the exercise stood when the card was put; and why to stop, where that is right."""
    beat = scenario.beat(card)
    assert beat is not None
    found = ways(scenario, moves.before(exercise, card), card)
    choice = moves.played(exercise, card)
    widgets: list[QWidget] = []
    if any(told.shut and beat.shut is not None for told in found.values()):
        name = called(scenario.persona.name if scenario.persona is not None else "")
        text = _("{name} is closed here, after what was said before, and answers each of them with the same words.")
        widgets.append(Text(text.format(name=name)))
    cards = [_way(told, said=choice is not None and choice.manner is manner) for manner, told in found.items()]
    widgets.append(_Columns(cards))
    if beat.stop:
        chip = Chip(_("What was done"), "accent") if choice is not None and choice.manner is None else None
        widgets.append(Card(_("Ask no further"), tone="accent", chip=chip).add(Text(beat.stop)))
    return widgets


def _way(told: Played, *, said: bool) -> Card:
    assert told.turn is not None
    assert told.choice.manner is not None
    chip = Chip(_("What was said"), "accent") if said else None
    card = Card(manner_words()[told.choice.manner], tone="accent" if said else "", chip=chip)
    card.add(Text(quoted(told.turn.text), "strong"))
    card.add(Text(_("Leads to"), "small"), above=6).add(Text(quoted(told.heard.says)))
    if told.heard.observed:
        card.add(Text(told.heard.observed, "note_muted"))
    card.add(Text(_("Because"), "small"), above=6).add(Text(told.turn.because))
    card.column.addStretch(1)
    return card


class _Columns(QWidget):
    """Cards side by side, one below the other where there is little room."""

    def __init__(self, cards: Sequence[QWidget]) -> None:
        super().__init__()
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(px(4))
        for card in cards:
            self._line.addWidget(card, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < px(SIDE_BY_SIDE)
        wanted = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._line.direction() != wanted:
            self._line.setDirection(wanted)
