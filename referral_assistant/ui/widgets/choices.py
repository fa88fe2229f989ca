"""Radio and check rows: at least 40 pixels high, chosen by a click anywhere on them, by Space or by their number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from referral_assistant.ui.theme import HALO, px, scale
from referral_assistant.ui.widgets.flow import FlowLayout
from referral_assistant.ui.widgets.paint import Role, box, colour, dot, inside, ring, sized
from referral_assistant.ui.widgets.text import Text, bring_into_view

WRAP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
TALL = 44
SHORT = 30
"""Options no longer than this may stand in two columns."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose. `alone` excludes the others where several may be chosen ("None of these")."""

    id: str
    text: str
    hint: str = ""
    alone: bool = False


class ChoiceRow(QAbstractButton):
    """One row of `Choices`. The number at its right is the key that chooses it."""

    def __init__(self, choice: Choice, *, many: bool, number: int = 0, flowing: bool = False) -> None:
        super().__init__()
        self._heights: dict[int, int] = {}
        self._flowing = flowing
        self.choice = choice
        self.many = many
        self.number = number if number < 10 else 0
        self.setText(choice.text)
        self.setAccessibleName(choice.text)
        self.setAccessibleDescription(choice.hint)
        self.setCheckable(True)
        # Exclusive buttons are what a screen reader calls radio buttons; it also gives the group one tab stop.
        self.setAutoExclusive(not many)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def force(self, checked: bool) -> None:
        """Set or clear the row as the record says, without telling anyone."""
        if checked == self.isChecked():
            return
        before = self.blockSignals(True)
        self.setAutoExclusive(False)
        self.setChecked(checked)
        self.setAutoExclusive(not self.many)
        self.blockSignals(before)
        self.update()

    def heightForWidth(self, width: int) -> int:
        known = self._heights.get(width)
        if known is None:
            known = self._heights[width] = max(px(TALL), self._lines(width)[1] + px(20)) + 2 * HALO
        return known

    def changeEvent(self, event: QEvent) -> None:
        self._heights = {}
        super().changeEvent(event)

    def hasHeightForWidth(self) -> bool:
        return True

    def sizeHint(self) -> QSize:
        # Words are as wide as their letters but for a pixel or two, by which they would break.
        width = QFontMetrics(sized(self.font(), 16)).horizontalAdvance(self.choice.text) + self._taken() + 4
        width = min(width, px(760))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint() if self._flowing else QSize(px(200), px(TALL) + 2 * HALO)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Arrows move the focus and choose nothing: what is chosen is recorded at once, so passing by must not choose.
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        parent = self.parentWidget()
        if step and isinstance(parent, Choices):
            parent.move_focus(self, step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = inside(self)
        on = self.isChecked()
        fill = Role.AlternateBase if on or (self.underMouse() and self.isEnabled()) else Role.Base
        box(painter, rect, colour(self, fill), colour(self, Role.Accent if on else Role.Mid))
        side = px(18)
        mark = QRectF(rect.left() + px(15), rect.top() + (px(TALL) - side) / 2, side, side)
        self._draw_mark(painter, mark, on)
        self._draw_text(painter, rect)
        ring(painter, self)
        painter.end()

    def _draw_mark(self, painter: QPainter, mark: QRectF, on: bool) -> None:
        accent, muted = colour(self, Role.Accent), colour(self, Role.PlaceholderText)
        painter.setPen(QPen(accent if on else muted, 2 * scale()))
        painter.setBrush(accent if on else colour(self, Role.Base))
        if not self.many:
            painter.drawEllipse(mark)
            if on:
                dot(painter, mark.center(), mark.width() / 7, colour(self, Role.Base))
            return
        painter.drawRoundedRect(mark, px(4), px(4))
        if on:
            painter.setPen(QPen(colour(self, Role.HighlightedText), 2.2 * scale(), c=Qt.PenCapStyle.RoundCap))
            left, top, side = mark.left(), mark.top(), mark.width()
            points = [(0.24, 0.54), (0.42, 0.72), (0.77, 0.3)]
            painter.drawPolyline([QPointF(left + x * side, top + y * side) for x, y in points])

    def _draw_text(self, painter: QPainter, rect: QRect) -> None:
        room = self._text_width(self.width())
        left = rect.left() + px(45)
        tall, whole = self._lines(self.width())
        top = rect.top() + max(px(10), (rect.height() - whole) // 2)
        painter.setFont(sized(self.font(), 16))
        painter.setPen(colour(self, Role.WindowText))
        painter.drawText(QRect(left, top, room, tall), WRAP, self.choice.text)
        painter.setPen(colour(self, Role.PlaceholderText))
        if self.choice.hint:
            painter.setFont(sized(self.font(), 15))
            painter.drawText(QRect(left, top + tall + px(2), room, whole - tall), WRAP, self.choice.hint)
        if self.number:
            painter.setFont(sized(self.font(), 12, strong=True))
            key = QRect(rect.right() - px(28), rect.top(), px(16), px(TALL))
            painter.drawText(key, Qt.AlignmentFlag.AlignCenter, str(self.number))

    def _taken(self) -> int:
        return 2 * HALO + px(45) + px(40 if self.number else 16)

    def _text_width(self, width: int) -> int:
        return max(px(60), width - self._taken())

    def _lines(self, width: int) -> tuple[int, int]:
        """How tall the text is, and the text with its hint."""
        room, hint = self._text_width(width), self.choice.hint
        tall = self._height(room, self.choice.text, 16)
        return tall, tall + self._height(room, hint, 15) + px(2) if hint else tall

    def _height(self, room: int, text: str, size: int) -> int:
        metrics = QFontMetrics(sized(self.font(), size))
        return metrics.boundingRect(QRect(0, 0, room, 10_000), WRAP, text).height()


class Choices(QWidget):
    """A question answered by choosing. `Choices("What did you hear?", choices, many=False)`.

    `chosen` is sent with the ids chosen, at once, whenever the person chooses; `set_values` shows what is recorded and
    sends nothing. `choose_number(3)` does what the key 3 does: a page calls it from its own key handling, so that
    digits work wherever the focus is but in a text box. Arrows move, Space chooses. Short options of a long list stand
    in two columns. `flowing` puts short ones side by side, as many as there is room for.
    """

    chosen = Signal(tuple)

    def __init__(
        self,
        ask: str,
        choices: Sequence[Choice],
        *,
        many: bool = False,
        hint: str = "",
        numbered: bool = True,
        flowing: bool = False,
    ) -> None:
        super().__init__()
        self.many = many
        self.setAccessibleName(ask)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        if ask:
            self.label = Text(ask, "heading")
            column.addWidget(self.label)
        if hint:
            column.addWidget(Text(hint, "note_muted"))
        self.rows = [
            ChoiceRow(c, many=many, number=n if numbered else 0, flowing=flowing) for n, c in enumerate(choices, 1)
        ]
        for row in self.rows:
            row.clicked.connect(lambda _checked, r=row: self._chose(r))
        column.addLayout(self._flow() if flowing else self._grid(choices))

    def _flow(self) -> QLayout:
        flow = FlowLayout(gap=0)
        for row in self.rows:
            flow.addWidget(row)
        return flow

    def _grid(self, choices: Sequence[Choice]) -> QLayout:
        grid = QGridLayout()
        grid.setSpacing(0)
        columns = 2 if len(choices) > 8 and all(len(c.text) <= SHORT and not c.hint for c in choices) else 1
        deep = -(-len(self.rows) // columns)
        for index, row in enumerate(self.rows):
            grid.addWidget(row, index % deep, index // deep)
        for index in range(columns):
            grid.setColumnStretch(index, 1)
        return grid

    def values(self) -> tuple[str, ...]:
        """The ids chosen, in the order they stand in."""
        return tuple(row.choice.id for row in self.rows if row.isChecked())

    def set_values(self, values: Sequence[str]) -> None:
        """Show these as chosen, and tell nobody."""
        for row in self.rows:
            row.force(row.choice.id in values)
        if not self.many:
            self._one_tab_stop()

    def choose_number(self, number: int) -> bool:
        """Choose the row of that number, as its key does. Whether there is one."""
        if not 1 <= number <= min(len(self.rows), 9):
            return False
        row = self.rows[number - 1]
        row.setFocus(Qt.FocusReason.ShortcutFocusReason)
        bring_into_view(row)
        row.click()
        return True

    def move_focus(self, row: ChoiceRow, step: int) -> None:
        """Move the focus from one row to the next, and round the ends."""
        there = self.rows[(self.rows.index(row) + step) % len(self.rows)]
        there.setFocus(Qt.FocusReason.TabFocusReason)
        bring_into_view(there)

    def focus_first(self) -> None:
        """Put the focus on what is chosen, or on the first row."""
        row = next((r for r in self.rows if r.isChecked()), self.rows[0] if self.rows else None)
        if row:
            row.setFocus(Qt.FocusReason.TabFocusReason)

    def _chose(self, row: ChoiceRow) -> None:
        if self.many and row.isChecked():
            for other in self.rows:
                if other is not row and (row.choice.alone or other.choice.alone):
                    other.force(False)
        self.chosen.emit(self.values())

    def _one_tab_stop(self) -> None:
        marked = any(row.isChecked() for row in self.rows)
        for row in self.rows:
            stop = row.isChecked() or not marked
            row.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stop else Qt.FocusPolicy.ClickFocus)
