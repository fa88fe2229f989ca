"""A search box with the matches below it: areas, services. Never an editable list, which screen readers cannot read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget

from referral_assistant.i18n import _
from referral_assistant.ui.theme import HALO, px
from referral_assistant.ui.widgets.fields import LineBox
from referral_assistant.ui.widgets.text import Text, announce, bring_into_view

Found = Sequence[tuple[str, str]]
"""Pairs of id and what to show."""


class SearchBox(QWidget):
    """Type a few letters, pick from what is found. `SearchBox("Area", find, chosen="Eastmere")`.

    `find(text)` returns pairs of id and label. `picked` is sent with the id. Down moves from the box into the list,
    Enter takes the first or the marked one.
    """

    picked = Signal(str)

    def __init__(
        self, name: str, find: Callable[[str], Found], *, chosen: str = "", placeholder: str = "", rows: int = 6
    ) -> None:
        super().__init__()
        self._find = find
        self._rows = rows
        self._found: Found = ()
        self._took = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(2))
        self._chosen = Text(chosen, "strong")
        if not chosen:
            # Shown before it has its place, it would be a window of its own for a moment.
            self._chosen.hide()
        self.box = LineBox(name, placeholder=placeholder or _("Type a few letters"))
        self.box.textEdited.connect(self._typed)
        self.box.returnPressed.connect(self._enter)
        self.list = _List(self)
        self.list.setAccessibleName(_("What was found"))
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._model = QStringListModel(self)
        self.list.setModel(self._model)
        self.list.clicked.connect(self._pick)
        self.list.hide()
        self._none = Text(_("Nothing found. Try fewer letters, or the name of the council."), "note_muted")
        self._none.hide()
        self._told = Text("", "note_muted")
        self._told.hide()
        for widget in (self._chosen, self.box, self.list, self._told, self._none):
            column.addWidget(widget)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """To what is inside it: a focus proxy would come up in the chain of focus a second time."""
        self.box.setFocus(reason)

    def show_chosen(self, label: str) -> None:
        """Say what is recorded."""
        self._chosen.say(label)
        self._chosen.setVisible(bool(label))

    def tell(self, text: str) -> None:
        """Say something about what is typed, in place of "nothing found": for `find` to call."""
        self._told.say(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.list.isVisible() and self.box.hasFocus():
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
            self.list.setCurrentIndex(self._model.index(0, 0))
        elif not (self._took and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)):
            super().keyPressEvent(event)
        # A line hands Enter on to the page, which continues with it: not with the one that picked.
        self._took = False

    def _typed(self, text: str) -> None:
        self._told.say("")
        self._found = tuple(self._find(text))[:50] if text.strip() else ()
        self._model.setStringList([label for _id, label in self._found])
        shown = min(len(self._found), self._rows)
        self.list.setVisible(bool(shown))
        self.list.setFixedHeight(shown * self.list.sizeHintForRow(0) + px(12) + 2 * HALO + 2 if shown else 0)
        told = self._told.text()
        self._told.setVisible(bool(told))
        self._none.setVisible(bool(text.strip()) and not shown and not told)
        count = _("{count} found").format(count=len(self._found))
        announce(self.box, f"{count}. {told}" if told else count)
        if shown:
            QTimer.singleShot(0, self, self._bring_into_view)

    def _bring_into_view(self) -> None:
        """With large text, what was found lies below what is in sight. What is typed stays there before all."""
        bring_into_view(self.list)
        bring_into_view(self.box)

    def _enter(self) -> None:
        self._took = bool(self._found)
        if self._found:
            self._pick(self.list.currentIndex() if self.list.currentIndex().isValid() else self._model.index(0, 0))

    def _pick(self, index: QModelIndex) -> None:
        found, label = self._found[index.row()]
        self.box.clear()
        self._typed("")
        self.show_chosen(label)
        self.box.setFocus()
        self.picked.emit(found)


class _List(QListView):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)
