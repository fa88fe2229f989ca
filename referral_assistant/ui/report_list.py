"""The report of an import, line by line: narrowed by what became of a record, and by words; each with its repairs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, QStringListModel, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from referral_assistant.directory.report import Fate
from referral_assistant.i18n import _
from referral_assistant.ui.report_detail import Detail
from referral_assistant.ui.report_lines import GROUPS, Shown, Told, group_words
from referral_assistant.ui.theme import HALO, px
from referral_assistant.ui.widgets import LineBox, announce
from referral_assistant.ui.widgets.flow import Flow
from referral_assistant.ui.widgets.paint import Role, box, colour, inside, ring, sized

TALL = 54
MOST_HIGH = 400
"""Pixels the list is high at least, however large the text: more would leave no room for what stands around it."""
ROOM_FOR_BOTH = 860
"""Pixels at 100 % the list needs to have the details of a record beside it."""

Index = QModelIndex | QPersistentModelIndex


class ReportList(QWidget):
    """The lines of a report in a list of any length, and all there is to say of the one that is marked."""

    def __init__(self, told: Told) -> None:
        super().__init__()
        self._all = told.lines
        self._group = ""
        found = told.counts
        self.pills = [
            Pill(group, group_words(group), len(self._all) if not group else found[group], self._choose)
            for group in GROUPS
            if not group or found[group]
        ]
        self.words = LineBox(_("Find in the report"), placeholder=_("A name, a place or a word"))
        self.words.textChanged.connect(lambda _text: self._narrow())
        self.model = _Lines(self)
        self.view = _View(self)
        self.view.setModel(self.model)
        self.detail = Detail(told.incoming.both)
        self.view.selectionModel().currentChanged.connect(lambda now, _before: self._mark(now))
        self._lay_out()
        # Not at once: the page that it stands on has the turn.
        QTimer.singleShot(0, self.pills[0], self.pills[0].click)

    def choose(self, group: str) -> None:
        """Narrow the list to a group, as its button does."""
        for pill in self.pills:
            if pill.narrows_to == group:
                pill.click()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        across = self.width() >= px(ROOM_FOR_BOTH)
        wanted = QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom
        if self._both.direction() != wanted:
            self._both.setDirection(wanted)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(Flow(self.pills))
        column.addWidget(self.words)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.setSpacing(px(8))
        self._both.addWidget(self.view, 5)
        self._both.addWidget(self.detail, 6)
        column.addLayout(self._both)

    def _choose(self, group: str) -> None:
        self._group = group
        self._narrow()

    def _narrow(self) -> None:
        words = self.words.text().casefold().split()
        found: Sequence[Shown] = self._all
        if self._group:
            found = [line for line in found if self._group in line.groups]
        if words:
            found = [line for line in found if all(word in line.text for word in words)]
        self.model.show(found)
        if found:
            self.view.setCurrentIndex(self.model.index(0, 0))
        else:
            self.detail.say_nothing()
        announce(self.view, _("{count} lines").format(count=len(found)))

    def _mark(self, index: Index) -> None:
        line = self.model.line(index)
        if line is not None:
            self.detail.say(line)


class Pill(QAbstractButton):
    """A group to narrow a list to, with how many there are of it. Of several, one is chosen; arrows move among them."""

    def __init__(self, group: str, words: str, count: int, on: Callable[[str], object]) -> None:
        super().__init__()
        self.narrows_to = group
        self.setText(f"{words} {count}")
        self.setAccessibleName(self.text())
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.toggled.connect(lambda chosen: on(group) if chosen else None)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(sized(self.font(), 15, strong=True))
        wide = metrics.horizontalAdvance(self.text()) + 2 * px(12) + 2 + 2 * HALO
        return QSize(wide, max(px(32), metrics.height() + px(8)) + 2 * HALO)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        chosen = self.isChecked()
        fill = Role.Accent if chosen else Role.AlternateBase if self.underMouse() else Role.Base
        border = colour(self, Role.Accent if chosen else Role.Mid)
        box(painter, inside(self), colour(self, fill), border, 16)
        painter.setFont(sized(self.font(), 15, strong=chosen))
        painter.setPen(colour(self, Role.HighlightedText if chosen else Role.WindowText))
        painter.drawText(inside(self), Qt.AlignmentFlag.AlignCenter, self.text())
        ring(painter, self, 16)
        painter.end()


class _Lines(QStringListModel):
    """The lines for a list. Their texts are Qt's own: a list asks for the number of rows with every row it lays out,
    and ten thousand answers from Python take a tenth of a second."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines: Sequence[Shown] = ()

    def show(self, lines: Sequence[Shown]) -> None:
        """Another list of lines."""
        self._lines = lines
        self.setStringList([line.spoken for line in lines])

    def line(self, index: Index) -> Shown | None:
        """The line at a place."""
        return self._lines[index.row()] if index.isValid() and index.row() < len(self._lines) else None


class _View(QListView):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Records"))
        self.setItemDelegate(_Painter(self))
        self.setUniformItemSizes(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(min(px(330), MOST_HIGH))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)


class _Painter(QStyledItemDelegate):
    """Draws a line: its name and what became of it, and below them, quieter, where it stands and what was done."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(px(200), px(TALL))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        found: Any = option
        view, rect = found.widget, QRect(found.rect)
        model = index.model()
        line = model.line(index) if isinstance(model, _Lines) else None
        if line is None:
            return
        painter.save()
        if found.state & QStyle.StateFlag.State_Selected:
            box(painter, rect.adjusted(0, 1, 0, -1), colour(view, Role.AlternateBase), None, 6)
        room = rect.adjusted(px(10), px(5), -px(10), -px(5))
        top, below = QRect(room), QRect(room)
        top.setHeight(room.height() // 2)
        below.setTop(top.bottom() + 1)
        state = sized(view.font(), 14, strong=True)
        wide = min(QFontMetrics(state).horizontalAdvance(line.state) + px(4), room.width() // 2)
        stop = line.line.fate is Fate.REFUSED
        _draw(painter, top.adjusted(top.width() - wide, 0, 0, 0), line.state, state, _ink(view, stop), right=True)
        name = sized(view.font(), 15, strong=True)
        _draw(painter, top.adjusted(0, 0, -wide - px(8), 0), line.name, name, colour(view, Role.WindowText))
        _draw(painter, below, line.where, sized(view.font(), 14), _quiet(view))
        painter.restore()


def _ink(view: QWidget, stop: bool) -> Any:
    return view.palette().color(Role.BrightText if stop else Role.WindowText)


def _quiet(view: QWidget) -> Any:
    from PySide6.QtWidgets import QApplication

    del view
    # The style sheet gives a list a paler colour of this role than the theme has.
    return QApplication.palette().color(Role.PlaceholderText)


def _draw(painter: QPainter, rect: QRect, text: str, font: Any, ink: Any, *, right: bool = False) -> None:
    painter.setFont(font)
    painter.setPen(ink)
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    fitting = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | side, fitting)
