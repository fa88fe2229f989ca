"""The cover that hides everything: an empty sheet of appointment notes, and the way back."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from referral_assistant.i18n import _, long_date
from referral_assistant.ui.theme import HALO, px
from referral_assistant.ui.widgets import Field, LineBox, Text
from referral_assistant.ui.widgets.paint import Role, box, colour

SHEET = 720


class Cover(QWidget):
    """Looks like a blank page of appointment notes and says nothing of what lies under it.

    Without a lock any key or click lifts it (`lifted`). With one, the first key shows a box for the passphrase, and
    Enter sends it (`offered`); `refuse` says that it was not the right one.
    """

    lifted = Signal()
    offered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("cover")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Appointment notes"))
        self.locked = False
        self._column = QVBoxLayout(self)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self._head = Text(_("Appointment notes"), "title", wrap=False)
        self._day = Text("", "lead", wrap=False)
        self._box = LineBox(_("Passphrase"), secret=True)
        self._field = Field(_("Passphrase"), self._box, kind="note_muted")
        self._box.returnPressed.connect(self._offer)
        for widget in (self._head, self._day, self._field):
            self._column.addWidget(widget)
        self._field.hide()

    def come_up(self, now: datetime, *, locked: bool) -> None:
        """Cover everything, from now on."""
        self.locked = locked
        self._day.say(long_date(now.date()))
        self._field.hide()
        self._field.error("")
        self._box.clear()
        self._measure()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, sentence: str) -> None:
        """The passphrase did not open the file."""
        self._box.setEnabled(True)
        self._field.error(sentence)
        self._box.selectAll()
        self._box.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_F8):
            return
        if self.locked:
            self._ask(event.text())
        else:
            self.lifted.emit()

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        if self.locked:
            self._ask("")
        else:
            self.lifted.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour(self, Role.Window))
        wide = self._wide()
        sheet = self.rect().adjusted((self.width() - wide) // 2, px(40), -((self.width() - wide) // 2), -px(40))
        box(painter, sheet, colour(self, Role.Base), colour(self, Role.Midlight), 10)
        painter.setPen(colour(self, Role.Midlight))
        first = self._day.geometry().bottom() + px(40)
        if self._field.isVisible():
            first = self._field.geometry().bottom() + px(40)
        for y in range(first, sheet.bottom() - px(24), px(36)):
            painter.drawLine(sheet.left() + px(40), y, sheet.right() - px(40), y)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def _wide(self) -> int:
        """How wide the sheet is."""
        return min(px(SHEET), self.width() - px(48))

    def _measure(self) -> None:
        self._column.setContentsMargins(0, px(76), 0, px(40))
        self._column.setSpacing(px(6))
        for widget in (self._head, self._day, self._field):
            widget.setFixedWidth(self._wide() - 2 * px(40) + 2 * HALO)

    def _ask(self, text: str) -> None:
        self._field.show()
        self._box.setEchoMode(QLineEdit.EchoMode.Password)
        self._box.setEnabled(True)
        self._box.setFocus()
        # The key that woke it is the first of the passphrase, for people who type without looking.
        if text.isprintable() and text.strip():
            self._box.setText(text)
        self.update()

    def _offer(self) -> None:
        if self._box.text():
            self._box.setEnabled(False)
            self.offered.emit(self._box.text())
            self._box.clear()
