"""A row that wraps when there is no more room, as text does."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from referral_assistant.ui.theme import px


class FlowLayout(QLayout):
    """Items side by side, each at the size it asks for; the next line takes what does not fit."""

    def __init__(self, parent: QWidget | None = None, gap: int = 4) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        self._hint: QSize | None = None
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self._forget()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        self._forget()
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def invalidate(self) -> None:
        self._forget()
        super().invalidate()

    def heightForWidth(self, width: int) -> int:
        known = self._heights.get(width)
        if known is None:
            known = self._heights[width] = self._arrange(QRect(0, 0, width, 0), move=False)
        return known

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        if self._hint is None:
            self._hint = self._asked()
        return self._hint

    def minimumSize(self) -> QSize:
        shown = [i.sizeHint() for i in self._items if not i.isEmpty()]
        return QSize(max((s.width() for s in shown), default=0), max((s.height() for s in shown), default=0))

    def _forget(self) -> None:
        self._heights, self._hint = {}, None

    def _asked(self) -> QSize:
        shown = [i for i in self._items if not i.isEmpty()]
        gap = px(self._gap)
        width = sum(i.sizeHint().width() for i in shown) + gap * max(0, len(shown) - 1)
        return QSize(width, max((i.sizeHint().height() for i in shown), default=0))

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        gap = px(self._gap)
        lines = self._lines(rect.width(), gap)
        heights = [max((item.sizeHint().height() for item in line), default=0) for line in lines]
        whole = sum(heights) + gap * max(0, len(lines) - 1)
        y = rect.y() + max(0, rect.height() - whole) // 2
        for line, tall in zip(lines, heights, strict=True):
            x = rect.x()
            for item in line:
                size = item.sizeHint()
                if move:
                    item.setGeometry(QRect(QPoint(x, y + (tall - size.height()) // 2), size))
                x += size.width() + gap
            y += tall + gap
        return whole

    def _lines(self, width: int, gap: int) -> list[list[QLayoutItem]]:
        """The items of each line."""
        lines: list[list[QLayoutItem]] = [[]]
        taken = 0
        for item in self._items:
            if item.isEmpty():
                continue
            wide = item.sizeHint().width()
            if lines[-1] and taken + wide > width:
                lines.append([])
                taken = 0
            lines[-1].append(item)
            taken += wide + gap
        return lines


class Flow(QWidget):
    """Widgets in a row that wraps: buttons, chips."""

    def __init__(self, widgets: Sequence[QWidget] = (), gap: int = 4) -> None:
        super().__init__()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.flow = FlowLayout(self, gap)
        for widget in widgets:
            self.flow.addWidget(widget)
