"""Boxes to type in: a line, a note that grows, a number, a date, names, an area; each with its label and its error."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from weakref import WeakSet

from PySide6.QtCore import QRegularExpression, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QRegularExpressionValidator, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from referral_assistant.i18n import _
from referral_assistant.ui.theme import HALO, px
from referral_assistant.ui.widgets.buttons import Button
from referral_assistant.ui.widgets.flow import Flow
from referral_assistant.ui.widgets.text import Text

REST = 600
"""Milliseconds without a key before half-typed text is kept."""


class LineBox(QLineEdit):
    """One line. `rested` is sent after a short rest in typing and when the focus leaves, with the text."""

    rested = Signal(str)

    def __init__(self, name: str, text: str = "", *, placeholder: str = "", secret: bool = False) -> None:
        super().__init__(text)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setMinimumHeight(px(40) + 2 * HALO)
        if secret:
            self.setEchoMode(QLineEdit.EchoMode.Password)
        self._rest = _rest(self, lambda: self.rested.emit(self.text()))
        self.textEdited.connect(lambda _text: _wait(self))

    def flush(self) -> None:
        """Send what was typed now."""
        if self._rest.isActive():
            self._rest.stop()
            self.rested.emit(self.text())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.flush()
        super().focusOutEvent(event)


class NoteBox(QPlainTextEdit):
    """Several lines; grows with its text from `lines` to twelve, then scrolls. Tab moves on.

    `rested` is sent after a short rest in typing and when the focus leaves, with the text; `flush()` sends it now
    (before Hide, lock and close). `set_words` shows what is recorded without sending anything.
    """

    rested = Signal(str)

    def __init__(self, name: str, text: str = "", *, placeholder: str = "", lines: int = 3) -> None:
        super().__init__()
        self.lines = lines
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rest = _rest(self, lambda: self.rested.emit(self.words()))
        self.set_words(text)
        self.textChanged.connect(self._typed)

    def words(self) -> str:
        """What stands there."""
        return self.toPlainText().strip()

    def set_words(self, text: str) -> None:
        """Show a text, and tell nobody. Nothing moves when it is already there."""
        if text != self.words() and not self._rest.isActive():
            before = self.blockSignals(True)
            self.setPlainText(text)
            self.blockSignals(before)
        self._grow()

    def flush(self) -> None:
        """Send what was typed now."""
        if self._rest.isActive():
            self._rest.stop()
            self.rested.emit(self.words())

    def sizeHint(self) -> QSize:
        return QSize(px(280), self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(px(120), self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.flush()
        super().focusOutEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def _typed(self) -> None:
        _wait(self)
        self._grow()

    def _grow(self) -> None:
        # A plain-text document counts its height in lines.
        lines = min(max(round(self.document().size().height()), self.lines), 12)
        tall = lines * self.fontMetrics().lineSpacing() + px(16) + 2 * HALO + 2 + px(10)
        if tall != self.height():
            self.setFixedHeight(tall)


class NumberBox(LineBox):
    """A whole number of a few digits."""

    def __init__(self, name: str, text: str = "", *, digits: int = 3) -> None:
        super().__init__(name, text)
        self.setValidator(QRegularExpressionValidator(QRegularExpression(rf"\d{{0,{digits}}}"), self))
        self.setFixedWidth(px(36 + 12 * digits) + 2 * HALO)

    def number(self) -> int | None:
        """The number, or None."""
        return int(self.text()) if self.text().isdigit() else None


class DateBox(QWidget):
    """A date as three small boxes, day, month and year; with `timed`, a time as well. `rested` is sent when one is
    left. `value()` is None while it is not a date; `problem()` then says why, and "" when the boxes are empty."""

    rested = Signal()

    def __init__(self, name: str, day: date | datetime | None = None, *, timed: bool = False) -> None:
        super().__init__()
        self.timed = timed
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        self.day, self.month = NumberBox(f"{name}: {_('day')}", digits=2), NumberBox(f"{name}: {_('month')}", digits=2)
        self.year = NumberBox(f"{name}: {_('year')}", digits=4)
        self.clock = LineBox(f"{name}: {_('time, such as 14:30')}")
        self.clock.setFixedWidth(px(84) + 2 * HALO)
        parts = [(_("Day"), self.day), (_("Month"), self.month), (_("Year"), self.year), (_("Time"), self.clock)]
        for label, part in parts[: 4 if timed else 3]:
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(Text(label, "small", wrap=False))
            column.addWidget(part)
            row.addLayout(column)
            part.rested.connect(lambda _text: self.rested.emit())
        row.addStretch(1)
        self.set_value(day)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """To what is inside it. A focus proxy would do the same, and come up in the chain of focus a second time, at
        its end, for whatever was put up late."""
        self.day.setFocus(reason)

    def set_value(self, day: date | datetime | None) -> None:
        """Show a date, or empty boxes."""
        self.day.setText(str(day.day) if day else "")
        self.month.setText(str(day.month) if day else "")
        self.year.setText(str(day.year) if day else "")
        self.clock.setText(f"{day:%H:%M}" if isinstance(day, datetime) else "")

    def value(self) -> date | None:
        """The date, or None."""
        try:
            return date(int(self.year.text()), int(self.month.text()), int(self.day.text()))
        except ValueError:
            return None

    def moment(self) -> datetime | None:
        """The date with its time, or None when either is missing."""
        day = self.value()
        hours, _colon, minutes = self.clock.text().replace(".", ":").partition(":")
        try:
            return datetime.combine(day, time(int(hours), int(minutes))) if day else None
        except ValueError:
            return None

    def problem(self) -> str:
        """What is wrong with what stands there."""
        if not any(part.text().strip() for part in (self.day, self.month, self.year)):
            return ""
        if self.value() is None:
            return _("This is not a date. Write it as day, month and year, such as 21 11 2026.")
        return _("Write the time as hours and minutes, such as 14:30.") if self.timed and not self.moment() else ""


class NamesBox(QWidget):
    """A list of names or places: type one, press Enter, and it joins the list. `changed` is sent with all of them."""

    changed = Signal(tuple)

    def __init__(self, name: str, values: Sequence[str] = ()) -> None:
        super().__init__()
        self._values = tuple(values)
        self._took = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        row = QHBoxLayout()
        row.setSpacing(0)
        self.line = LineBox(name)
        self.line.returnPressed.connect(self.take)
        row.addWidget(self.line, 1)
        row.addWidget(Button(_("Add"), name=_("Add to the list"), on=self.take))
        column.addLayout(row)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        column.addLayout(self._list)
        self._show()

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """To what is inside it: a focus proxy would come up in the chain of focus a second time."""
        self.line.setFocus(reason)

    def values(self) -> tuple[str, ...]:
        """Everything on the list."""
        return self._values

    def set_values(self, values: Sequence[str]) -> None:
        """Show another list, and tell nobody."""
        if tuple(values) != self._values:
            self._values = tuple(values)
            self._show()

    def take(self) -> None:
        """Put what was typed on the list."""
        text = " ".join(self.line.text().split())
        self._took = bool(text)
        self.line.clear()
        if text and text not in self._values:
            self._set((*self._values, text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # A line hands Enter on to the page, which continues with it: not with the one that put a name on the list.
        if not (self._took and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)):
            super().keyPressEvent(event)
        self._took = False

    def _set(self, values: tuple[str, ...]) -> None:
        self._values = values
        self._show()
        self.line.setFocus()
        self.changed.emit(values)

    def _show(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for value in self._values:
            line = Flow([Text(value, wrap=False), self._remover(value)])
            self._list.addWidget(line)
            line.show()

    def _remover(self, value: str) -> Button:
        left = tuple(v for v in self._values if v != value)
        return Button(_("Remove"), "link", name=f"{_('Remove')}: {value}", on=lambda: self._set(left))


def set_by_organisation() -> str:
    """What stands beside everything that users cannot change."""
    return _("Set by your organisation.")


def lock(box: LineBox | NoteBox) -> None:
    """Grey a box that the organisation filled in. It can still be reached, read and copied, and says why."""
    box.setReadOnly(True)
    box.setAccessibleDescription(set_by_organisation())


class Field(QWidget):
    """A control under its label, with a hint and room for an error. `Field("Name", LineBox("Name"), hint="...")`.

    `locked` greys a box that the organisation filled in.
    `error("...")` shows a sentence beside the control and marks it; `error("")` takes it away.
    """

    def __init__(
        self, label: str, control: QWidget, *, hint: str = "", kind: str = "heading", locked: bool = False
    ) -> None:
        super().__init__()
        hint = set_by_organisation() if locked else hint
        self.control = control
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(2))
        self.label = Text(label, kind)
        self.label.setBuddy(control)
        self._column.addWidget(self.label)
        if hint:
            self._column.addWidget(Text(hint, "note_muted"))
        self._column.addWidget(control)
        self._error: Text | None = None
        if not control.accessibleName():
            control.setAccessibleName(label)
        control.setAccessibleDescription(hint)
        if locked and isinstance(control, LineBox | NoteBox):
            lock(control)

    def error(self, sentence: str) -> None:
        """Say what is wrong, or nothing."""
        if self._error is None:
            if not sentence:
                return
            self._error = Text("", "error")
            self._column.insertWidget(self._column.indexOf(self.control), self._error)
            # A screen reader says it before the control as well.
            self._error.stackUnder(self.control)
        self._error.say(sentence)
        self._error.setVisible(bool(sentence))
        self.control.setProperty("wrong", bool(sentence))
        self.control.style().unpolish(self.control)
        self.control.style().polish(self.control)
        self.control.setAccessibleDescription(sentence)


_waiting: WeakSet[LineBox | NoteBox] = WeakSet()
"""Boxes in which something was typed a moment ago. Looking for them among all that stands on a page takes long."""


def flush_all(parent: QWidget) -> None:
    """Send what was typed in any box of a page now."""
    for box in list(_waiting):
        if isValid(box) and parent.isAncestorOf(box):
            _waiting.discard(box)
            box.flush()


def _wait(box: LineBox | NoteBox) -> None:
    _waiting.add(box)
    box._rest.start()


def _rest(parent: QWidget, send: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(REST)
    timer.timeout.connect(send)
    return timer
