"""The parts of the frame: the list of sections, the bar of actions, the practice notes at the side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from referral_assistant.ui.theme import HALO, px
from referral_assistant.ui.widgets.buttons import Button
from referral_assistant.ui.widgets.flow import Flow
from referral_assistant.ui.widgets.paint import Role, box, colour, inside, ring, sized
from referral_assistant.ui.widgets.text import Text

WIDE = 248


@dataclass(frozen=True, slots=True)
class NavItem:
    """A place in the list: its name for the frame, its title, a word or count on its state, and whether it is open."""

    place: str
    title: str
    status: str = ""
    open: bool = True


@dataclass(frozen=True, slots=True)
class NavGroup:
    """Places under one small heading, which may be empty."""

    title: str
    items: tuple[NavItem, ...]


def scrolling(content: QWidget | None = None, wide: int = 0) -> QScrollArea:
    """What scrolls down and not across, and takes no focus: the keys go to what it holds. wide: a fixed width, in
    pixels at 100 %."""
    area = QScrollArea()
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    if content is not None:
        area.setWidget(content)
    if wide:
        area.setFixedWidth(px(wide))
    return area


class NavRow(QAbstractButton):
    """One place of the list. The whole row is the button; arrows move up and down."""

    def __init__(self, item: NavItem) -> None:
        super().__init__()
        self._heights: dict[tuple[int, bool], int] = {}
        self.setCheckable(True)
        self.show_item(item)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def show_item(self, item: NavItem) -> None:
        """Show the same place with another word on its state."""
        self.item = item
        self._heights = {}
        self.setText(item.title)
        self.setAccessibleName(f"{item.title}, {item.status}" if item.status else item.title)
        self.setEnabled(item.open)
        self.setCursor(Qt.CursorShape.PointingHandCursor if item.open else Qt.CursorShape.ArrowCursor)
        self.updateGeometry()
        self.update()

    def nextCheckState(self) -> None:
        """Clicking goes somewhere; the frame then says where one is."""

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        strong = self.isChecked()
        known = self._heights.get((width, strong))
        if known is None:
            room = QRect(0, 0, self._room(width), 1000)
            metrics = QFontMetrics(sized(self.font(), 15, strong=strong))
            tall = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, self.item.title).height()
            known = self._heights[width, strong] = max(px(32), tall + px(8)) + 2
        return known

    def changeEvent(self, event: QEvent) -> None:
        self._heights = {}
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(px(WIDE), self.heightForWidth(px(WIDE)))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(120), px(32) + 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        parent = self.parentWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in moves and parent is not None:
            rows = [r for r in parent.findChildren(NavRow) if r.isEnabled()]
            rows[(rows.index(self) + moves[Qt.Key(event.key())]) % len(rows)].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = inside(self).adjusted(0, 1 - HALO, 0, HALO - 1)
        if self.isChecked() or (self.underMouse() and self.isEnabled()):
            box(painter, rect, colour(self, Role.AlternateBase), None)
        painter.setFont(sized(self.font(), 15, strong=self.isChecked()))
        painter.setPen(colour(self, Role.WindowText))
        left = rect.adjusted(px(12), 0, 0, 0)
        left.setWidth(self._room(self.width()))
        painter.drawText(
            left, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap, self.item.title
        )
        painter.setFont(sized(self.font(), 13))
        painter.setPen(colour(self, Role.WindowText if self.isChecked() else Role.PlaceholderText))
        right = rect.adjusted(0, 0, -px(12), 0)
        painter.drawText(right, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self.item.status)
        ring(painter, self)
        painter.end()

    def _room(self, width: int) -> int:
        status = QFontMetrics(sized(self.font(), 13)).horizontalAdvance(self.item.status)
        return max(px(60), width - 2 * HALO - px(24) - status - (px(8) if status else 0))


class SectionList(QFrame):
    """The list of places at the left, with a word or count on the state of each. `picked` is sent with the place.

    `show_groups(groups, current)` changes only what is different. One tab stop; arrows move inside.
    """

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "nav")
        self.setFixedWidth(px(WIDE + 16))
        self._shown: tuple[tuple[NavGroup, ...], str] | None = None
        self._rows: list[NavRow] = []
        self._titles: list[Text] = []
        form = QWidget()
        form.setObjectName("form")
        self._column = QVBoxLayout(form)
        self._column.setContentsMargins(px(12), px(12), px(8), px(12))
        self._column.setSpacing(0)
        self._area = scrolling(form)
        self._area.setAccessibleName("")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.addWidget(self._area)

    def show_groups(self, groups: Sequence[NavGroup], current: str) -> None:
        """Draw the places, the current one marked."""
        wanted = (tuple(groups), current)
        if wanted == self._shown:
            return
        before, self._shown = self._shown, wanted
        if before is None or _order(before[0]) != _order(wanted[0]):
            self._put_rows(groups)
        moved = False
        for row, item in zip(self._rows, (item for group in groups for item in group.items), strict=True):
            if row.item != item:
                row.show_item(item)
            if row.isChecked() != (item.place == current):
                row.setChecked(item.place == current)
                row.updateGeometry()
                moved = True
        if moved or before is None or before[1] != current:
            self._mark()

    def _put_rows(self, groups: Sequence[NavGroup]) -> None:
        """One below the other. A row stays the same while its place is listed: most are, whatever comes and goes."""
        known = {row.item.place: row for row in self._rows}
        titles = {title.text(): title for title in self._titles}
        self._rows, self._titles = [], []
        while (taken := self._column.takeAt(0)) is not None:
            del taken
        for group in groups:
            if group.title:
                title = titles.pop(group.title) if group.title in titles else self._title(group.title)
                self._titles.append(title)
                self._put(title)
            for item in group.items:
                row = known.pop(item.place) if item.place in known else self._row(item)
                self._rows.append(row)
                self._put(row)
            self._column.addSpacing(px(10))
        self._column.addStretch(1)
        for gone in (*known.values(), *titles.values()):
            gone.hide()
            gone.deleteLater()

    def _put(self, widget: QWidget) -> None:
        self._column.addWidget(widget)
        # A screen reader follows the order of what lies on top.
        widget.raise_()
        widget.show()

    def _mark(self) -> None:
        """Where one is becomes the one tab stop, and comes into sight."""
        here = next((r for r in self._rows if r.isChecked()), next((r for r in self._rows if r.isEnabled()), None))
        had_focus = any(row.hasFocus() for row in self._rows)
        for row in self._rows:
            row.setFocusPolicy(Qt.FocusPolicy.StrongFocus if row is here else Qt.FocusPolicy.ClickFocus)
        if here is not None:
            # Once the rows lie where they belong: those that have just come lie nowhere yet.
            QTimer.singleShot(0, here, lambda: self._area.ensureWidgetVisible(here, 0, px(40)))
            if had_focus:
                here.setFocus()

    def take_focus(self) -> None:
        """Put the focus on where one is."""
        for row in self._rows:
            if row.focusPolicy() == Qt.FocusPolicy.StrongFocus:
                row.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def _row(self, item: NavItem) -> NavRow:
        row = NavRow(item)
        row.clicked.connect(lambda _checked=False: self.picked.emit(item.place))
        return row

    def _title(self, text: str) -> Text:
        title = Text(text, "group", halo=False)
        title.setContentsMargins(px(12) + HALO, px(8), 0, px(2))
        return title


def _order(groups: Sequence[NavGroup]) -> list[tuple[str, list[str]]]:
    """What is listed, in which order."""
    return [(group.title, [item.place for item in group.items]) for group in groups]


class ActionBar(QWidget):
    """The bar at the foot of a page, always in sight: Back and its like at the left, one primary action at the right.

    `show_buttons([back, declined], [consult, go_on])`: the left ones wrap when there is little room.
    """

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setSpacing(px(4))
        self.set_side(px(48), px(48))

    def set_side(self, left: int, right: int) -> None:
        """How far the buttons stay from both sides."""
        self._row.setContentsMargins(left - HALO, px(8), right - HALO, px(16))

    def show_buttons(self, left: Sequence[Button], right: Sequence[Button]) -> None:
        """Show these buttons and drop the ones before."""
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        flow = Flow(left)
        self._row.addWidget(flow, 1)
        for button in right:
            self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        for widget in (flow, *left, *right):
            widget.show()


class SidePanel(QFrame):
    """Practice notes at the right, folded away in the room. `show_notes([("Why we ask", [Text(...)]), ...])`."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "side")
        self.setFixedWidth(px(320))
        self._area = scrolling()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.addWidget(self._area)

    def show_notes(self, notes: Sequence[tuple[str, Sequence[QWidget]]]) -> None:
        """Show these notes, each under its heading."""
        form = notes_form(notes)
        form.setObjectName("form")
        old = self._area.takeWidget()
        self._area.setWidget(form)
        form.show()
        if old is not None:
            old.deleteLater()


def notes_form(notes: Sequence[tuple[str, Sequence[QWidget]]]) -> QWidget:
    """Notes under their headings, for the side or, where there is little room, below the page."""
    form = QWidget()
    column = QVBoxLayout(form)
    column.setContentsMargins(px(24), px(26), px(20), px(20))
    column.setSpacing(px(8))
    for heading, widgets in notes:
        column.addWidget(Text(heading, "note_heading", halo=False))
        for widget in widgets:
            column.addWidget(widget)
        column.addSpacing(px(6))
    column.addStretch(1)
    return form
