"""How far something has come: a bar that a screen reader can read, and a word on what is being done."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy

from referral_assistant.ui.theme import HALO, px
from referral_assistant.ui.widgets.paint import Role, box, colour

STEPS = 1000


class Progress(QProgressBar):
    """`Progress("Reading services.csv")`, then `show_part(0.4)`. It only shows: nothing in it moves by itself."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setRange(0, STEPS)
        self.setTextVisible(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(px(12) + 2 * HALO)

    def show_part(self, part: float) -> None:
        """Show how much of it is done, from 0 to 1. It never goes back."""
        self.setValue(max(self.value(), round(min(max(part, 0.0), 1.0) * STEPS)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        whole = self.rect().adjusted(HALO, HALO, -HALO, -HALO)
        box(painter, whole, colour(self, Role.Base), colour(self, Role.Mid), 6)
        done = max(0, self.value()) * whole.width() // STEPS
        if done > px(6):
            box(
                painter,
                QRect(whole.topLeft(), whole.bottomRight()).adjusted(0, 0, done - whole.width(), 0),
                colour(self, Role.Accent),
                None,
                6,
            )
        painter.end()
