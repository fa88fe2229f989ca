"""The side of a card on which the invented person of a scenario stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from referral_assistant.ui.theme import px
from referral_assistant.ui.widgets import scrolling

if TYPE_CHECKING:
    from referral_assistant.ui.persona_panel import PersonaPanel

WIDE = 388
"""Pixels at 100 % of the panel where it stands beside the card."""


class BesideCard(QFrame):
    """The panel at the side of the page, which scrolls by itself."""

    def __init__(self, panel: PersonaPanel) -> None:
        super().__init__()
        self.panel = panel
        self.setProperty("kind", "side")
        self.setFixedWidth(px(WIDE))
        area = scrolling()
        form = QWidget()
        form.setObjectName("form")
        inner = QVBoxLayout(form)
        inner.setContentsMargins(px(10), px(22), px(10), px(12))
        inner.addWidget(panel)
        inner.addStretch(1)
        area.setWidget(form)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.addWidget(area)

    def minimumSizeHint(self) -> QSize:
        return QSize(px(WIDE), 0)
