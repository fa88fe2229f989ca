"""A card that is one choice among a few: a name, a word on its state, and who it is for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from referral_assistant.ui.theme import HALO, px
from referral_assistant.ui.widgets.paint import Role, box, colour, inside, ring
from referral_assistant.ui.widgets.text import Chip, Text


class PickCard(QAbstractButton):
    """`PickCard("File note", "For your agency's file.", Chip("Ready", "settled"), on=...)`. The whole card is the
    button; the one that is picked has the accent's border, and says so to a screen reader."""

    def __init__(self, title: str, lead: str, chip: Chip, *, picked: bool, on: Callable[[], object]) -> None:
        super().__init__()
        self.setText(title)
        self._chip = chip
        self.say(chip.text())
        self.setAccessibleDescription(lead)
        self.setCheckable(True)
        self.setChecked(picked)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24) + HALO + 1, px(14) + HALO, px(20) + HALO, px(14) + HALO)
        column.setSpacing(px(2))
        line = QHBoxLayout()
        line.addWidget(_quiet(Text(title, "subtitle", halo=False)), 1)
        line.addWidget(_quiet(chip), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(line)
        column.addWidget(_quiet(Text(lead, "muted", halo=False)))
        self.clicked.connect(lambda _checked=False: on())

    def say(self, state: str) -> None:
        """Another word on its state, of the same tone."""
        if state != self._chip.text():
            self._chip.setText(state)
        self.setAccessibleName(f"{self.text()}, {state}")

    def nextCheckState(self) -> None:
        """Clicking asks for it; the page then says which is picked."""

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.heightForWidth(width) if layout is not None else px(60)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        picked = self.isChecked()
        fill = Role.AlternateBase if self.underMouse() and not picked else Role.Base
        box(painter, inside(self), colour(self, fill), colour(self, Role.Midlight), 10)
        if picked:
            painter.setPen(QPen(colour(self, Role.Accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inside(self).adjusted(1, 1, -1, -1), px(10), px(10))
        ring(painter, self, 10)
        painter.end()


def _quiet(widget: QWidget) -> QWidget:
    """A part of the card that lets the mouse through to it."""
    widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return widget
