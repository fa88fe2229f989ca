"""The list of services: as long as the directory and as quick as a short one, since only what is in sight is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QApplication, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from referral_assistant.ui.entry_words import Shown
from referral_assistant.ui.theme import HALO, px
from referral_assistant.ui.widgets.paint import Role, sized

if TYPE_CHECKING:
    from referral_assistant.store.directory import Row

Index = QModelIndex | QPersistentModelIndex

KEPT = 512
"""Rows whose words are kept: several times what is ever in sight."""
ROOM = 620
"""Pixels at 100 % below which the age of the check stands on a line of its own."""
ASIDE = 240
"""The column that says how old a check is."""
_NOWHERE = QModelIndex()


class ServiceModel(QAbstractListModel):
    """Rows of a listing, put into words as they come into sight."""

    def __init__(self, say: Callable[[Row], Shown]) -> None:
        super().__init__()
        self._say = say
        self._rows: Sequence[Row] = ()
        self._said: dict[int, Shown] = {}

    def show(self, rows: Sequence[Row]) -> None:
        """Another listing."""
        self.beginResetModel()
        self._rows, self._said = rows, {}
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.shown(index.row()).name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.shown(index.row()).whole
        return None

    def shown(self, number: int) -> Shown:
        """A row in words."""
        found = self._said.get(number)
        if found is None:
            if len(self._said) >= KEPT:
                self._said.clear()
            found = self._said[number] = self._say(self._rows[number])
        return found

    def id(self, number: int) -> str:
        """The entry of a row."""
        return self._rows[number].id


class ServiceList(QListView):
    """`show_rows(listing)`; `opened` is sent with the id of the entry that was clicked, or pressed Enter on. Up on the
    first row sends `above`: there is where one types."""

    opened = Signal(str)
    above = Signal()

    def __init__(self, name: str, say: Callable[[Row], Shown]) -> None:
        super().__init__()
        self.services = ServiceModel(say)
        self.setAccessibleName(name)
        self.setModel(self.services)
        self.setItemDelegate(_Line(self))
        self.setUniformItemSizes(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.setMinimumHeight(px(150))
        self.clicked.connect(lambda index: self.opened.emit(self.services.id(index.row())))

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Another listing, from its beginning."""
        self.services.show(rows)
        self.scrollToTop()

    def start_at(self, number: int) -> None:
        """Mark a row and bring it into sight."""
        if 0 <= number < self.services.rowCount():
            index = self.services.index(number, 0)
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        here = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if here.isValid():
                self.opened.emit(self.services.id(here.row()))
        elif event.key() == Qt.Key.Key_Up and here.row() <= 0:
            self.above.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            # Rows may be of another height now.
            self.scheduleDelayedItemsLayout()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.setItemDelegate(_Line(self))


class _Line(QStyledItemDelegate):
    """Draws a row: the name with its marks, below it what and where, at the right how old the check is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._widget = parent
        self._small = QFontMetrics(self._chip_font)
        self._name_metrics = QFontMetrics(self._strong)
        self._note_metrics = QFontMetrics(self._note)
        self._aged_metrics = QFontMetrics(self._aged)
        self._line = max(self._name_metrics.height(), self._note_metrics.height()) + px(2)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del index
        lines = 2 if self._wide(option.rect.width() or self._widget.width()) else 3
        return QSize(px(200), lines * self._line + px(18))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, ServiceModel)
        said, rect, state = model.shown(index.row()), option.rect, option.state
        here = bool(state & QStyle.StateFlag.State_Selected)
        if here or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, self._soft)
        if here:
            painter.fillRect(QRect(rect.left(), rect.top(), px(4), rect.height()), self._accent)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), self._rule)
        left, top = rect.left() + px(14), rect.top() + px(8)
        room = rect.width() - px(28)
        if self._wide(rect.width()):
            aside = px(ASIDE)
            self._age(painter, QRect(left + room - aside, top, aside, self._line), said)
            self._names(painter, QRect(left, top, room - aside - px(16), self._line), said)
            self._words(painter, QRect(left, top + self._line, room, self._line), f"{said.what}. {said.where}.")
            return
        self._names(painter, QRect(left, top, room, self._line), said)
        self._words(painter, QRect(left, top + self._line, room, self._line), f"{said.what}. {said.where}.")
        self._age(painter, QRect(left, top + 2 * self._line, room, self._line), said)

    # --- its parts ---------------------------------------------------------------------------------------------------

    def _names(self, painter: QPainter, rect: QRect, said: Shown) -> None:
        taken = sum(self._small.horizontalAdvance(mark) + px(24) for mark in said.marks)
        name = self._name_metrics.elidedText(said.name, Qt.TextElideMode.ElideRight, max(px(80), rect.width() - taken))
        painter.setFont(self._strong)
        painter.setPen(self._ink)
        painter.drawText(rect, _LEFT, name)
        left = rect.left() + self._name_metrics.horizontalAdvance(name) + px(10)
        for mark in said.marks:
            wide = self._small.horizontalAdvance(mark) + px(14)
            chip = QRect(left, rect.top(), wide, self._small.height() + px(4))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._edge, 1))
            painter.setBrush(self._soft)
            painter.drawRoundedRect(chip, px(6), px(6))
            painter.setFont(self._chip_font)
            painter.setPen(self._ink)
            painter.drawText(chip, _CENTRE, mark)
            left += wide + px(8)

    def _words(self, painter: QPainter, rect: QRect, text: str) -> None:
        painter.setFont(self._note)
        painter.setPen(self._muted)
        painter.drawText(rect, _LEFT, self._note_metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width()))

    def _age(self, painter: QPainter, rect: QRect, said: Shown) -> None:
        """Full while it is fresh, empty when it has to be rung: the words say it, the mark is seen from afar."""
        side = px(9)
        mark = QRect(rect.left() + 1, rect.center().y() - side // 2, side, side)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._accent if said.fresh else self._ink, px(2)))
        painter.setBrush(self._accent if said.fresh else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(mark)
        painter.setFont(self._note if said.fresh else self._aged)
        painter.setPen(self._muted if said.fresh else self._ink)
        painter.drawText(rect.adjusted(side + px(8), 0, 0, 0), _LEFT, said.age)

    def _wide(self, width: int) -> bool:
        return width >= px(ROOM) - 2 * HALO

    # --- asked a hundred times for every screen ----------------------------------------------------------------------

    @cached_property
    def _strong(self) -> QFont:
        return sized(self._widget.font(), 16, strong=True)

    @cached_property
    def _note(self) -> QFont:
        return sized(self._widget.font(), 15)

    @cached_property
    def _aged(self) -> QFont:
        return sized(self._widget.font(), 15, strong=True)

    @cached_property
    def _chip_font(self) -> QFont:
        return sized(self._widget.font(), 14, strong=True)

    @cached_property
    def _ink(self) -> QColor:
        return self._colour(Role.WindowText)

    @cached_property
    def _muted(self) -> QColor:
        return self._colour(Role.PlaceholderText)

    @cached_property
    def _soft(self) -> QColor:
        return self._colour(Role.AlternateBase)

    @cached_property
    def _rule(self) -> QColor:
        return self._colour(Role.Midlight)

    @cached_property
    def _edge(self) -> QColor:
        return self._colour(Role.Mid)

    @cached_property
    def _accent(self) -> QColor:
        return self._colour(Role.Accent)

    def _colour(self, role: QPalette.ColorRole) -> QColor:
        # The application's: a style sheet gives widgets paler ones.
        return QApplication.palette().color(QPalette.ColorGroup.Active, role)


_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_CENTRE = Qt.AlignmentFlag.AlignCenter
