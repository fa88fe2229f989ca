"""Words with their source, and things that unfold: how a page shows evidence without shouting it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from referral_assistant.i18n import _
from referral_assistant.ui.theme import px
from referral_assistant.ui.widgets.buttons import Button
from referral_assistant.ui.widgets.paint import Role, colour
from referral_assistant.ui.widgets.text import Text


class Said(Text):
    """What was said or recorded, then in a quieter colour where it comes from. A screen reader reads it as one."""

    def __init__(self, words: str, source: str = "", kind: str = "body") -> None:
        super().__init__(f"{words} {source}".strip(), kind, halo=False)
        self._words = len(words)

    def paintEvent(self, _event: QPaintEvent) -> None:
        quiet = QTextCharFormat()
        quiet.setForeground(colour(self, Role.PlaceholderText))
        span = QTextLayout.FormatRange()
        span.start, span.length, span.format = self._words, len(self.text()) - self._words, quiet
        layout = QTextLayout(self.text(), self.font())
        layout.setTextOption(QTextOption())
        layout.setFormats([span])
        room = self.contentsRect()
        layout.beginLayout()
        down = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(room.width())
            line.setPosition(QPointF(0, down))
            down += line.height()
        layout.endLayout()
        painter = QPainter(self)
        painter.setPen(colour(self, Role.WindowText))
        top = room.top() + max(0.0, (room.height() - down) / 2)
        layout.draw(painter, QPointF(room.left(), top))
        painter.end()


class Stack(QWidget):
    """Widgets one below the other, as one cell of a row."""

    def __init__(self, widgets: Sequence[QWidget], gap: int = 4) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(gap))
        for widget in widgets:
            column.addWidget(widget)


class Fold(QWidget):
    """Something shown on request. `Fold("Why it fits", Bullets([...]))`; `turned` hears whether it is now open."""

    def __init__(
        self, title: str, content: QWidget, *, opened: bool = False, turned: Callable[[bool], object] | None = None
    ) -> None:
        super().__init__()
        self._title, self._content, self._turned = title, content, turned
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        self.button = Button("", "link", on=self.turn)
        column.addWidget(self.button)
        column.addWidget(content)
        self._show(opened)

    def turn(self) -> None:
        """Unfold it, or fold it again."""
        self._show(self._content.isHidden())
        if self._turned is not None:
            self._turned(not self._content.isHidden())

    def _show(self, opened: bool) -> None:
        self._content.setVisible(opened)
        words = _("Hide: {what}") if opened else _("Show: {what}")
        self.button.say(words.format(what=self._title))
