"""The list of services: as long as the directory and as quick as a short one, since only what is in sight is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    QStringListModel,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QResizeEvent,
    QStaticText,
)
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
DOT = 12
"""The mark before it: full while it is fresh."""


class ServiceModel(QStringListModel):
    """Rows of a listing, put into words as they come into sight.

    Qt asks a model how many rows it has once for each of them: ten thousand answers from Python would be the whole of
    what opening the list takes. So Qt's own list of empty strings answers that, and Python only what is in sight.
    """

    def __init__(self, say: Callable[[Row], Shown]) -> None:
        super().__init__()
        self._say = say
        self._rows: Sequence[Row] = ()
        self._said: dict[int, Shown] = {}

    def show(self, rows: Sequence[Row]) -> None:
        """Another listing."""
        self._rows, self._said = rows, {}
        self.setStringList([""] * len(rows))

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
        self._dress()
        self.setUniformItemSizes(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        # It paints all of itself: nothing behind it, up to the window, need be painted first.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
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

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows in sight, in one go: asked by Qt for one after another, Python takes half as long again."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._line.ground)
        count = self.services.rowCount()
        if not count:
            painter.end()
            return
        tall, top, wide = self.sizeHintForRow(0), self.verticalOffset(), self.viewport().width()
        here = self.currentIndex().row()
        under = self.indexAt(self.viewport().mapFromGlobal(self.cursor().pos())).row() if self.underMouse() else -1
        around = event.rect()
        last = min(count - 1, (top + around.bottom()) // tall)
        for number in range((top + around.top()) // tall, last + 1):
            rect = QRect(0, number * tall - top, wide, tall)
            self._line.draw(painter, rect, number, here=number == here, under=number == under)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            # Rows may be of another height now.
            self.scheduleDelayedItemsLayout()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._dress()

    def _dress(self) -> None:
        self._line = _Line(self, self.services)
        self.setItemDelegate(self._line)


class _Line(QStyledItemDelegate):
    """Draws a row: the name with its marks, below it what and where, at the right how old the check is."""

    def __init__(self, parent: QWidget, model: ServiceModel) -> None:
        super().__init__(parent)
        self._widget = parent
        self._model = model
        self._ages: dict[str, QStaticText] = {}
        self._dots: dict[tuple[float, bool], QPixmap] = {}
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
        here = bool(option.state & QStyle.StateFlag.State_Selected)
        self.draw(painter, option.rect, index.row(), here=here, under=False)

    def draw(self, painter: QPainter, rect: QRect, number: int, *, here: bool, under: bool) -> None:
        """One row: the one that is marked, or lies under the pointer, stands out."""
        said = self._model.shown(number)
        if here or under:
            painter.fillRect(rect, self._soft)
        if here:
            painter.fillRect(QRect(rect.left(), rect.top(), px(4), rect.height()), self._accent)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), self._rule)
        left, top, room = rect.left() + px(14), rect.top() + px(8), rect.width() - px(28)
        aside = px(ASIDE) if self._wide(rect.width()) else 0
        self._names(painter, left, top, room - aside - (px(16) if aside else 0), said)
        self._draw(painter, left, top + self._line, room, f"{said.what}. {said.where}.", self._note_metrics)
        age = (left + room - aside, top) if aside else (left, top + 2 * self._line)
        self._age(painter, *age, said)

    # --- its parts ---------------------------------------------------------------------------------------------------

    def _names(self, painter: QPainter, left: int, top: int, room: int, said: Shown) -> None:
        painter.setFont(self._strong)
        painter.setPen(self._ink)
        if not said.marks:
            self._draw(painter, left, top, room, said.name, self._name_metrics, muted=False)
            return
        wide = [self._small.horizontalAdvance(mark) + px(14) for mark in said.marks]
        taken = sum(wide) + px(10) * len(wide)
        name = self._name_metrics.elidedText(said.name, Qt.TextElideMode.ElideRight, max(px(80), room - taken))
        self._draw(painter, left, top, room, name, self._name_metrics, muted=False)
        left += self._name_metrics.horizontalAdvance(name) + px(10)
        for mark, width in zip(said.marks, wide, strict=True):
            self._chip(painter, QRect(left, top, width, self._small.height() + px(4)), mark)
            left += width + px(10)

    def _chip(self, painter: QPainter, rect: QRect, mark: str) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._edge, 1))
        painter.setBrush(self._soft)
        painter.drawRoundedRect(rect, px(6), px(6))
        painter.setFont(self._chip_font)
        painter.setPen(self._ink)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, mark)

    def _draw(
        self,
        painter: QPainter,
        left: int,
        top: int,
        room: int,
        text: str,
        metrics: QFontMetrics,
        *,
        muted: bool = True,
    ) -> None:
        """One line of text from a point: that is thrice as quick as into a box. It is measured only where it may be too
        long, for that takes as long as drawing it."""
        if muted:
            painter.setFont(self._note)
            painter.setPen(self._muted)
        if len(text) * metrics.maxWidth() // 3 > room:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        down = top + (self._line - metrics.height()) // 2 + metrics.ascent()
        painter.drawText(QPointF(left, down), text)

    def _age(self, painter: QPainter, left: int, top: int, said: Shown) -> None:
        """Full while it is fresh, empty when it has to be rung: the words say it, the mark is seen from afar."""
        dot = self._dot(painter.device().devicePixelRatio(), fresh=said.fresh)
        side = px(DOT)
        painter.drawPixmap(left, top + (self._line - side) // 2, dot)
        painter.setFont(self._note if said.fresh else self._aged)
        painter.setPen(self._muted if said.fresh else self._ink)
        # A few dozen ages are all there are.
        text = self._ages.get(said.age)
        if text is None:
            text = self._ages[said.age] = QStaticText(said.age)
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.prepare(font=painter.font())
        metrics = self._note_metrics if said.fresh else self._aged_metrics
        painter.drawStaticText(left + side + px(6), top + (self._line - metrics.height()) // 2, text)

    def _dot(self, ratio: float, *, fresh: bool) -> QPixmap:
        found = self._dots.get((ratio, fresh))
        if found is None:
            side, edge = px(DOT), px(2)
            found = self._dots[ratio, fresh] = QPixmap(round(side * ratio), round(side * ratio))
            found.setDevicePixelRatio(ratio)
            found.fill(Qt.GlobalColor.transparent)
            painter = QPainter(found)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._accent if fresh else self._ink, edge))
            painter.setBrush(self._accent if fresh else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QRect(edge // 2, edge // 2, side - edge, side - edge))
            painter.end()
        return found

    def _wide(self, width: int) -> bool:
        return width >= px(ROOM) - 2 * HALO

    # --- asked a hundred times for every screen ----------------------------------------------------------------------

    @cached_property
    def _strong(self) -> QFont:
        return _plain(sized(self._widget.font(), 16, strong=True))

    @cached_property
    def _note(self) -> QFont:
        return _plain(sized(self._widget.font(), 15))

    @cached_property
    def _aged(self) -> QFont:
        return sized(self._widget.font(), 15, strong=True)

    @cached_property
    def _chip_font(self) -> QFont:
        return sized(self._widget.font(), 14, strong=True)

    @cached_property
    def ground(self) -> QColor:
        """What rows lie on."""
        return self._colour(Role.Base)

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


def _plain(font: QFont) -> QFont:
    """A font whose letters are set one by one, which takes half as long: drawing text is most of what scrolling takes.
    Scripts that cannot be set so are shaped all the same."""
    font.setStyleStrategy(QFont.StyleStrategy.PreferNoShaping)
    return font
