"""Words with their source, and things that unfold: how a page shows evidence without shouting it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from referral_assistant.i18n import _
from referral_assistant.ui.theme import HALO, px
from referral_assistant.ui.widgets.buttons import Button
from referral_assistant.ui.widgets.paint import Role, colour
from referral_assistant.ui.widgets.rows import Row
from referral_assistant.ui.widgets.text import Bullets, Text


class Said(Text):
    """What was said or recorded, then in a quieter colour where it comes from. A screen reader reads it as one."""

    def __init__(self, words: str, source: str = "", kind: str = "body") -> None:
        # The source stays together: a line that holds nothing but its last word reads badly.
        together = source.replace(" ", "\u00a0")
        super().__init__(f"{words} {together}".strip(), kind, halo=False)
        self._words = len(words)

    def paintEvent(self, _event: QPaintEvent) -> None:
        # Not loaded before somebody's words are on a page: they bring all of rich text with them.
        from PySide6.QtGui import QTextCharFormat, QTextLayout, QTextOption

        quiet = QTextCharFormat()
        # The style sheet gives a label a paler colour of this role than the theme has.
        quiet.setForeground(QApplication.palette().color(Role.PlaceholderText))
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
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(gap))
        for widget in widgets:
            column.addWidget(widget)


class Slot(QWidget):
    """A cell of a fixed width, so that what stands in it is in line from row to row. It may be empty."""

    def __init__(self, widget: QWidget | None = None, width: int = 116) -> None:
        super().__init__()
        self.setMinimumWidth(px(width))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0 if isinstance(widget, Button) else px(6), 0, 0)
        if widget is not None:
            line.addWidget(widget)
        line.addStretch(1)


def reading_row(cells: Sequence[QWidget], stretches: Sequence[int]) -> Row:
    """A row whose cells are several lines long: all of them start at the top, in line with a link or a chip."""
    row = Row(cells, stretches)
    lift = px(7)
    for cell in cells:
        if isinstance(cell, Slot):
            continue
        layout = cell.layout()
        if layout is not None:
            layout.setContentsMargins(0, lift, 0, lift)
        else:
            cell.setContentsMargins(0, lift, 0, lift)
    line = row.layout()
    assert line is not None
    for cell in cells:
        line.setAlignment(cell, Qt.AlignmentFlag.AlignTop)
    return row


class Fold(QWidget):
    """Something shown on request, and made only then. `Fold("Why it fits", lambda: Bullets([...]))`; `turned` hears
    whether it is now open."""

    def __init__(
        self,
        title: str,
        content: Callable[[], QWidget],
        *,
        opened: bool = False,
        turned: Callable[[bool], object] | None = None,
        name: str = "",
    ) -> None:
        super().__init__()
        self._title, self._make, self._turned, self._name = title, content, turned, name
        self._content: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(4))
        self.button = Button("", "link", on=self.turn)
        self._column.addWidget(self.button)
        self._show(opened)

    @property
    def opened(self) -> bool:
        """Whether it is unfolded."""
        return self._content is not None and not self._content.isHidden()

    def turn(self) -> None:
        """Unfold it, or fold it again."""
        self._show(not self.opened)
        if self._turned is not None:
            self._turned(self.opened)

    def _show(self, opened: bool) -> None:
        if opened and self._content is None:
            self._content = self._make()
            if isinstance(self._content, Bullets):
                # In line with the button, which keeps its halo free.
                self._content.setContentsMargins(HALO, 0, HALO, 0)
            self._column.addWidget(self._content)
        if self._content is not None:
            self._content.setVisible(opened)
        words = (_("Hide: {what}") if opened else _("Show: {what}")).format(what=self._title)
        self.button.say(words)
        if self._name:
            self.button.setAccessibleName(f"{words}, {self._name}")
