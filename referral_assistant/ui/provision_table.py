"""Tables of numbers, row by row, for keys and for screen readers; one of them says the same as the map."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView

from referral_assistant.ui.theme import HALO, px
from referral_assistant.ui.widgets.paint import sized

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_MOST = 11
"""Rows in sight; more are scrolled to."""

WORDS = 150
"""Pixels at 100 % that a column of words needs."""

Line = tuple[str, Sequence[str]]
"""The key of a row, and its cells."""


class _Lines(QAbstractTableModel):
    def __init__(self, heads: Sequence[str], words: int) -> None:
        super().__init__()
        self.heads = heads
        self.lines: Sequence[Line] = ()
        self._words = words

    def put(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.heads)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cells = self.lines[index.row()][1]
        if role == Qt.ItemDataRole.DisplayRole:
            return cells[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            # A screen reader reads one cell: which row and column it is of belongs to it.
            head, text = self.heads[index.column()], cells[index.column()]
            return text if not index.column() else f"{cells[0]}, {head}: {text}"
        return self._side(index.column()) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.heads[section]
        across = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole
        return self._side(section) if across else None

    def _side(self, column: int) -> Qt.AlignmentFlag:
        """Words at the left, numbers at the right."""
        side = Qt.AlignmentFlag.AlignLeft if column < self._words else Qt.AlignmentFlag.AlignRight
        return side | Qt.AlignmentFlag.AlignVCenter


class Table(QTableView):
    """`Table("Authorities", [("Authority", 0), ("Services", 80)], words=1)`: a column of width 0 takes the room that is
    left, the first `words` columns are words, all others numbers. `picked` is sent with the key of a row that a person
    goes to."""

    picked = Signal(str)

    def __init__(self, name: str, columns: Sequence[tuple[str, int]], *, words: int = 1) -> None:
        super().__init__()
        self._lines = _Lines([head for head, _width in columns], words)
        self._quiet = False
        self.setModel(self._lines)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setCornerButtonEnabled(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._widths = [width for _head, width in columns]
        self._lay_out(self._widths)
        self.selectionModel().currentRowChanged.connect(lambda now, _before: self._moved(now.row()))

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show other rows; the one that is looked at stays."""
        key, self._quiet = self.key, True
        self._lines.put(lines)
        self._quiet = False
        self._make_room()
        self.select(key)
        self.updateGeometry()

    @property
    def key(self) -> str:
        """The key of the row that is chosen, or nothing."""
        now = self.currentIndex().row()
        return self._lines.lines[now][0] if 0 <= now < len(self._lines.lines) else ""

    def select(self, key: str) -> None:
        """Choose the row of a key, and tell nobody."""
        found = next((n for n, line in enumerate(self._lines.lines) if key and line[0] == key), None)
        self._quiet = True
        if found is None:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        elif found != self.currentIndex().row():
            self.selectRow(found)
        self._quiet = False

    def sizeHint(self) -> QSize:
        rows = min(max(self._lines.rowCount(), 2), _MOST)
        tall = self.horizontalHeader().sizeHint().height() + rows * self.verticalHeader().defaultSectionSize()
        return QSize(px(400), tall + px(14) + 2 * HALO)

    def minimumSizeHint(self) -> QSize:
        return QSize(px(260), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter is the main button of the page, as everywhere.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share(self.viewport().width())

    def _share(self, room: int) -> None:
        """Columns of numbers give way where the words would have no room."""
        fixed = sum(px(width) for width in self._widths)
        factor = min(1.0, max(0.4, (room - px(WORDS)) / fixed)) if fixed else 1.0
        for column, width in enumerate(self._widths):
            if width:
                self.horizontalHeader().resizeSection(column, round(px(width) * factor))
        self._make_room()

    def _make_room(self) -> None:
        """A long name takes more lines where its column is narrow. Left to Qt, every cell would be measured."""
        metrics, one = QFontMetrics(self.font()), self.verticalHeader().defaultSectionSize()
        room = max(1, self.columnWidth(0) - px(24))
        for number, (_key, cells) in enumerate(self._lines.lines):
            wide = metrics.horizontalAdvance(cells[0])
            # Lines break between words, which leaves some of each unused.
            lines = 1 if wide <= room else ceil(wide * 1.2 / room)
            tall = one + (lines - 1) * metrics.lineSpacing()
            if self.rowHeight(number) != tall:
                self.setRowHeight(number, tall)

    def _moved(self, row: int) -> None:
        if not self._quiet and row >= 0:
            self.picked.emit(self.key)

    def _lay_out(self, widths: Sequence[int]) -> None:
        self.setFont(sized(self.font(), 15))
        down, across = self.verticalHeader(), self.horizontalHeader()
        down.hide()
        down.setDefaultSectionSize(px(34))
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setFont(sized(self.font(), 14, strong=True))
        across.setHighlightSections(False)
        across.setSectionsClickable(False)
        across.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for column, width in enumerate(widths):
            across.setSectionResizeMode(
                column, QHeaderView.ResizeMode.Fixed if width else QHeaderView.ResizeMode.Stretch
            )
            across.resizeSection(column, px(width))
