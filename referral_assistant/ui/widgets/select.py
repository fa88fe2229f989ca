"""A list to choose one thing from, folded to one line: for filters, where rows to choose from would be in the way."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QVBoxLayout, QWidget

from referral_assistant.ui.theme import HALO, px, scale
from referral_assistant.ui.widgets.paint import Role, box, colour, inside, ring, sized
from referral_assistant.ui.widgets.text import Text

TALL = 40
ARROW = 34


class Select(QWidget):
    """A label and what is chosen below it. `Select("Gender", [("", "Any"), ("woman", "Women")], "woman")`.

    `chosen` is sent with the id when a person chooses. Letters typed go to what begins with them; Enter unfolds the
    list. It is never an editable list, which screen readers cannot read.
    """

    chosen = Signal(str)

    def __init__(self, label: str, choices: Sequence[tuple[str, str]], value: str = "", *, width: int = 250) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Text(label, "small", wrap=False))
        self.box = _Box(px(width))
        self.box.setAccessibleName(label)
        for code, text in choices:
            self.box.addItem(text, code)
        self.box.setCurrentIndex(max(0, self.box.findData(value)))
        self.box.activated.connect(lambda _index: self.chosen.emit(self.value))
        column.addWidget(self.box)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """To what is inside it: a focus proxy would come up in the chain of focus a second time."""
        self.box.setFocus(reason)

    @property
    def value(self) -> str:
        """The id of what is chosen."""
        return str(self.box.currentData())


class _Box(QComboBox):
    def __init__(self, width: int) -> None:
        super().__init__()
        self._width = width
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMaxVisibleItems(14)

    def sizeHint(self) -> QSize:
        return QSize(self._width, px(TALL) + 2 * HALO)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling past must not choose."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.showPopup()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = inside(self)
        fill = Role.AlternateBase if self.underMouse() and self.isEnabled() else Role.Base
        box(painter, rect, colour(self, fill), colour(self, Role.Mid))
        painter.setFont(sized(self.font(), 15))
        painter.setPen(colour(self, Role.Text))
        room = rect.adjusted(px(12), 0, -px(ARROW), 0)
        shown = painter.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        middle, side = QPointF(rect.right() - px(ARROW) / 2, rect.center().y()), px(4)
        painter.setPen(QPen(colour(self, Role.PlaceholderText), 1.6 * scale()))
        points = [(-side, -side / 2), (0, side / 2), (side, -side / 2)]
        painter.drawPolyline(QPolygonF([middle + QPointF(x, y) for x, y in points]))
        ring(painter, self)
        painter.end()
