"""Rows: a label, a value, a word on its state and what can be done; and rows that are themselves the button."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from referral_assistant.ui.theme import HALO, px, scale
from referral_assistant.ui.widgets.flow import Flow
from referral_assistant.ui.widgets.paint import Role, box, colour, inside, ring, sized
from referral_assistant.ui.widgets.text import Rule, Text

NARROW = 620
"""Pixels at 100 % below which the cells of a row stand one below the other."""


class Rows(QFrame):
    """A panel of rows with thin lines between them. `Rows("Readiness: mixed").add(Row(...))`.

    `columns` are small headings above the rows, each with the stretch of its column: [("Reading", 2), ...].
    """

    def __init__(self, heading: str = "", *, columns: Sequence[tuple[str, int]] = (), tone: str = "") -> None:
        super().__init__()
        self.setProperty("kind", "card")
        if tone:
            self.setProperty("tone", tone)
        # Not Minimum: the hint of rows with wrapped text is that of a narrow panel, and far too tall.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(px(12), px(8), px(12), px(8))
        self.column.setSpacing(0)
        self._first = True
        if heading:
            self._head(Text(heading, "group", halo=False))
        if columns:
            self._head(Row([Text(title, "group", halo=False) for title, _stretch in columns], [s for _t, s in columns]))

    def add(self, row: QWidget) -> Rows:
        """Put a row below the others."""
        for widget in (row,) if self._first else (Rule(), row):
            self.column.addWidget(widget)
            if self.isVisible():
                widget.show()
        self._first = False
        return self

    def _head(self, widget: QWidget) -> None:
        if isinstance(widget, Text):
            widget.setContentsMargins(px(10), px(8), px(10), px(8))
        self.add(widget)


class Row(QWidget):
    """Cells side by side in the given proportions, one below the other where there is little room.

    `Row([Text("Age"), Text("34"), Chip("Done", "settled"), Button("Change", "link", ...)], [3, 5, 2, 1])`. A stretch of
    0 gives a cell just the room it needs. Use `fact_row` for the usual label, value, state and action.
    """

    def __init__(self, cells: Sequence[QWidget], stretches: Sequence[int], *, tall: int = 41) -> None:
        super().__init__()
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(px(10), px(3), px(10), px(3))
        self._line.setSpacing(px(12))
        self._stretches = tuple(stretches)
        for cell, stretch in zip(cells, stretches, strict=True):
            self._line.addWidget(cell, stretch, Qt.AlignmentFlag.AlignVCenter)
            if stretch and isinstance(cell, Text):
                # Equal proportions need cells that ask for nothing of their own.
                cell.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
                cell.setMaximumWidth(16_777_215)
        self.setMinimumHeight(px(tall))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < px(NARROW) and len(self._stretches) > 2
        wanted = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._line.direction() != wanted:
            self._line.setDirection(wanted)
            self._line.setSpacing(px(2) if narrow else px(12))
            for index, stretch in enumerate(self._stretches):
                self._line.setStretch(index, 0 if narrow else stretch)


def fact_row(
    label: str,
    value: str,
    *,
    state: QWidget | None = None,
    actions: Sequence[QWidget] = (),
    muted: bool = False,
    stretches: tuple[int, int] = (4, 7),
) -> Row:
    """A row of a label, its value, a chip on its state, and links: everything answered, duties, readings, contacts."""
    cells: list[QWidget] = [Text(label, halo=False), Text(value, "muted" if muted else "body", halo=False)]
    weights = list(stretches)
    if state:
        cells.append(state)
        weights.append(0)
    if actions:
        cells.append(actions[0] if len(actions) == 1 else Flow(actions))
        weights.append(0)
    return Row(cells, weights)


class RowButton(QAbstractButton):
    """A whole row that is one button: cases. `RowButton([("R-2614", 140, "strong"), ("In progress", 0, "")], on=...)`.

    Each cell is (text, width at 100 % or 0 for the rest of the room, style), style one of "", `strong`, `muted` or a
    chip's tone (`stop`, `attention`, `settled`, `neutral`). What does not fit is shortened; its name says all of it.
    """

    def __init__(self, cells: Sequence[tuple[str, int, str]], *, on: Callable[[], object], name: str = "") -> None:
        super().__init__()
        self.cells = tuple(cells)
        self.setText(name or ", ".join(text for text, _width, _style in cells if text))
        self.setAccessibleName(self.text())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda _checked=False: on())

    @classmethod
    def heads(cls, cells: Sequence[tuple[str, int]]) -> RowButton:
        """Headings above such rows, in the same columns; nothing to press."""
        row = cls([(text, width, "head") for text, width in cells], on=lambda: None)
        row.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row.setEnabled(False)
        row.unsetCursor()
        return row

    def sizeHint(self) -> QSize:
        return QSize(px(320), px(34) + 2 * HALO)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = inside(self)
        if self.isEnabled() and (self.underMouse() or self.isDown()):
            box(painter, rect, colour(self, Role.AlternateBase), None)
        left = rect.left() + px(6)
        for text, place, style in self._placed(rect.width() - px(12)):
            self._draw(painter, QRect(left, rect.top(), place - px(12), rect.height()), text, style)
            left += place
        ring(painter, self)
        painter.end()

    def _placed(self, room: int) -> list[tuple[str, int, str]]:
        asked = sum(width for _text, width, _style in self.cells)
        # At a large text size the fixed columns would leave nothing for the rest: they share what there is.
        factor = min(scale(), room / asked if all(w for _t, w, _s in self.cells) else 0.75 * room / max(asked, 1))
        fixed = sum(round(width * factor) for _text, width, _style in self.cells)
        free = max(0, room - fixed) // max(1, sum(1 for _t, width, _s in self.cells if not width))
        return [(text, round(width * factor) if width else free, style) for text, width, style in self.cells]

    def _draw(self, painter: QPainter, rect: QRect, text: str, style: str) -> None:
        tones = {"stop": Role.BrightText, "muted": Role.PlaceholderText}
        font = sized(self.font(), 14 if style == "head" else 15, strong=style in ("strong", "stop", "head"))
        painter.setFont(font)
        painter.setPen(colour(self, tones.get(style, Role.WindowText)))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def side_by_side(left: QWidget, right: QWidget) -> QWidget:
    """Two widgets of equal width, one below the other where there is little room."""
    return _Pair(left, right)


class _Pair(QWidget):
    def __init__(self, left: QWidget, right: QWidget) -> None:
        super().__init__()
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(px(8))
        self._line.addWidget(left, 1, Qt.AlignmentFlag.AlignTop)
        self._line.addWidget(right, 1, Qt.AlignmentFlag.AlignTop)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wanted = QBoxLayout.Direction.TopToBottom if self.width() < px(520) else QBoxLayout.Direction.LeftToRight
        if self._line.direction() != wanted:
            self._line.setDirection(wanted)
