"""The list of every screen and card, to jump to one: type a few letters, Enter goes there, or says why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListView, QVBoxLayout

from referral_assistant.i18n import _
from referral_assistant.ui import jumping
from referral_assistant.ui.theme import px
from referral_assistant.ui.widgets import Button, LineBox, Text, announce

if TYPE_CHECKING:
    from referral_assistant.ui.jumping import Jump, Obstacle
    from referral_assistant.ui.window import Window


class JumpBox(QDialog):
    """In front of the window, never over F8 or F9. Where the session does not let a place be shown, it says why in one
    sentence, and Enter does what is offered about it."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Referral Assistant"))
        self.setModal(True)
        self.setAccessibleName(_("Go to any screen"))
        self._window = window
        self._all = jumping.jumps(window.session)
        self._found: tuple[Jump, ...] = ()
        self._obstacle: Obstacle | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(20), px(24), px(18))
        column.setSpacing(px(6))
        column.addWidget(Text(_("Go to any screen"), "subtitle"))
        self.box = LineBox(_("Go to any screen"), placeholder=_("Type a few letters of a screen or a card"))
        self.box.textEdited.connect(self._narrow)
        self.box.returnPressed.connect(self._enter)
        self.list = _List(self)
        self.list.setAccessibleName(_("Screens and cards"))
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self._model = QStringListModel(self)
        self.list.setModel(self._model)
        self.list.activated.connect(lambda _index: self._enter())
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self._clear())
        self.why = Text("")
        self.why.hide()
        for widget in (self.box, self.list, self.why):
            column.addWidget(widget, int(widget is self.list))
        column.addLayout(self._buttons())
        self._narrow("")

    def open(self) -> None:
        """As high as the window lets it: a list is for looking through."""
        around = self._window.size()
        self.resize(min(px(640), round(around.width() * 0.9)), min(px(560), round(around.height() * 0.92)))
        super().open()
        self.box.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk through the list while letters are typed."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        step = steps.get(Qt.Key(event.key()))
        if step is not None and self._found:
            row = min(max(self.list.currentIndex().row() + step, 0), len(self._found) - 1)
            self.list.setCurrentIndex(self._model.index(row, 0))
            announce(self.box, self._found[row].line)
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.fill = Button(_("&Fill in what comes before, and go"), on=self._fill)
        self.go = Button(_("&Go there"), "primary", on=self._enter)
        shut = Button(_("Close"), on=self.reject)
        for button in (shut, self.fill, self.go):
            button.setAutoDefault(False)
        row.addWidget(shut)
        row.addStretch(1)
        row.addWidget(self.fill)
        row.addWidget(self.go)
        return row

    @property
    def chosen(self) -> Jump | None:
        """The line that is marked."""
        row = self.list.currentIndex().row()
        return self._found[row] if 0 <= row < len(self._found) else None

    def _narrow(self, text: str) -> None:
        words = text.casefold().split()
        self._found = tuple(one for one in self._all if all(word in one.line.casefold() for word in words))
        self._model.setStringList([one.line for one in self._found])
        self.list.setCurrentIndex(self._model.index(0, 0) if self._found else QModelIndex())
        self._clear()
        if words:
            announce(self.box, _("{count} found").format(count=len(self._found)))

    def _clear(self) -> None:
        """Another line is marked: what was said of the one before goes."""
        self._obstacle = None
        self.why.hide()
        self.go.say(_("&Go there"))
        self.go.setEnabled(self.chosen is not None)
        chosen, session = self.chosen, self._window.session
        in_case = chosen is not None and chosen.in_case
        self.fill.setVisible(chosen is not None and in_case and jumping.can_fill(session, chosen.place))

    def _enter(self) -> None:
        chosen = self.chosen
        if chosen is None:
            return
        if self._obstacle is not None and self._obstacle.offer:
            self._obstacle.act()
        self._try(chosen)

    def _fill(self) -> None:
        chosen = self.chosen
        if chosen is not None:
            jumping.fill(self._window.session, chosen.place)
            self._try(chosen)

    def _try(self, chosen: Jump) -> None:
        """Go there, or say what stands in the way now."""
        session = self._window.session
        self._clear()
        self._obstacle = jumping.obstacle(self._window, chosen.place)
        if self._obstacle is None:
            self.accept()
            self._window.go(jumping.place_of(session, chosen.place))
            return
        self.why.say(self._obstacle.sentence)
        self.why.show()
        self.go.setEnabled(bool(self._obstacle.offer))
        if self._obstacle.offer:
            self.go.say(self._obstacle.offer)
        announce(self, " ".join((self._obstacle.sentence, self._obstacle.offer)))


class _List(QListView):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)
