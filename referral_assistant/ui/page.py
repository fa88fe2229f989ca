"""What every page is: a form drawn from the session, a bar of actions, and notes at the side."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial
from typing import ClassVar, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from referral_assistant.ui.form import Form, LaidForm, Notes
from referral_assistant.ui.session import Session
from referral_assistant.ui.theme import HALO, px, scale
from referral_assistant.ui.widgets import (
    ActionBar,
    Button,
    SidePanel,
    announce,
    bring_into_view,
    flush_all,
    scrolling,
)

__all__ = ["Apart", "Form", "Notes", "Page"]

W = TypeVar("W", bound=QWidget)

ROOM_FOR_NOTES = 960
"""Pixels at 100 % a page needs to have its notes at the side; with less they follow below."""


class Page(QWidget):
    """One screen. A page says what its form depends on (`shape`), builds it (`build`) and shows in it what is recorded
    (`fill_in`); its handlers have one line that calls the session.

    The frame calls `arrive` when the page comes up and `refresh` when the session has changed. The form is built anew
    only when its shape is another; scroll position and focus stay where they were. `keep` saves half-typed text.
    `go.emit("everything")` asks the frame for another place. Enter presses the primary action, digits reach `number`.
    """

    go = Signal(str)

    name: ClassVar[str] = ""
    in_case: ClassVar[bool] = True
    """Whether it needs an open case."""
    listed: ClassVar[bool] = True
    """Whether the list of sections stands beside it while a case is open; without it the page is centred."""
    room_safe: ClassVar[bool] = False
    """Whether it may be seen while the person is in the room (S14)."""
    away: ClassVar[bool] = False
    """Whether it never comes up while the person is in the room, not even where no case is needed for it."""
    in_training: ClassVar[bool] = False
    """Whether it belongs to training, and never comes up over a live file."""
    ahead: ClassVar[str] = ""
    """The page that may `look_ahead` while this one is up."""
    measure: ClassVar[int] = 760
    """The widest the form gets, in pixels at 100 %."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.session = session
        self.detail = ""
        self.notes_open = True
        self._shape: Hashable = None
        self._form: Form | None = None
        self._laid: LaidForm | None = None
        self._area = scrolling()
        if not self.listed:
            self._area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self._area.verticalScrollBar().rangeChanged.connect(self._align_bar)
        self._bar = ActionBar()
        self._side = SidePanel()
        self._side.hide()
        self._main = QHBoxLayout()
        self._main.setSpacing(0)
        self._main.addWidget(self._area, 1)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(self._main, 1)
        column.addWidget(self._bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(column, 1)
        row.addWidget(self._side)

    # --- what a page says of itself ----------------------------------------------------------------------------------

    def shape(self) -> Hashable:
        """What the form depends on: while it stays the same, the form stays."""
        return self.session.case

    def build(self) -> Form:
        """The form, made anew."""
        raise NotImplementedError

    def fill_in(self) -> None:
        """Show what is recorded in the form that stands. Must send nothing."""

    def number(self, digit: int) -> bool:
        """A digit was pressed outside a text box. Whether it was of use."""
        del digit
        return False

    def left(self) -> None:
        """The page is about to be left: commit what waits for that."""

    def look_ahead(self) -> None:
        """Make ready, on the worker, what will be wanted here: the page before is up, and may have changed."""

    # --- what the frame calls ----------------------------------------------------------------------------------------

    def arrive(self, detail: str = "") -> None:
        """Come up, for the thing named by `detail`; the focus goes to the first control."""
        self.detail = detail
        self._shape = None
        self._form = None
        self._area.verticalScrollBar().setValue(0)
        self.refresh()
        self.take_focus()

    def refresh(self) -> None:
        """Draw from the session."""
        wanted = (self.detail, self.shape(), self._notes_beside(), self._side_room, scale())
        if self._form is None or wanted != self._shape:
            self._shape = wanted
            self._swap(self.build())
        self.fill_in()

    def redraw(self) -> None:
        """Build the form anew even though its shape is the same: something unfolded."""
        self._shape = None
        self.refresh()

    def keep(self) -> None:
        """Save half-typed text now: before Hide, lock, close and every change of page."""
        flush_all(self)

    def forget(self) -> None:
        """Let go of everything shown: the file is being locked."""
        self._form, self._laid, self._shape = None, None, None
        old = self._area.widget()
        if old is not None:
            # Left where it is: what is taken out is dressed once more, which takes longer than to make it.
            old.hide()
            old.deleteLater()
        self._bar.show_buttons([], [])
        self._side.show_notes([])
        self._drop_beside()

    def take_focus(self) -> None:
        """Put the focus on the first control, and let a screen reader say the title."""
        form = self._form
        if form is None:
            return
        first = form.first() if callable(form.first) else form.first
        target = first or next((w for w in (*form.right[-1:], *form.left) if w.isEnabled()), None)
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, form.title)

    def show_notes(self, wanted: bool) -> None:
        """Unfold or fold away the notes."""
        self.notes_open = wanted
        if self._form is None:
            return
        self.redraw()
        if wanted and not self._notes_beside():
            self.complete()
        if self._laid is not None and self._laid.notes is not None:
            QTimer.singleShot(0, self, partial(bring_into_view, self._laid.notes))

    def complete(self) -> None:
        """Put up all of a form that comes up in parts."""
        if self._laid is not None:
            self._laid.complete()

    def seek(self, kind: type[W], fits: Callable[[W], bool]) -> W | None:
        """The first widget of a kind that fits, put up now if it has not come up yet."""
        found = self._standing(kind, fits)
        if found is None and self._laid is not None and not self._laid.whole:
            self.complete()
            found = self._standing(kind, fits)
        return found

    def _standing(self, kind: type[W], fits: Callable[[W], bool]) -> W | None:
        return next((w for w in self.findChildren(kind) if fits(w) and not _going(w)), None)

    @property
    def has_notes(self) -> bool:
        """Whether there are notes to unfold."""
        return self._form is not None and bool(self._form.notes)

    @property
    def title(self) -> str:
        """What stands at the top."""
        return self._form.title if self._form else ""

    def primary(self) -> Button | None:
        """The primary action."""
        return self._form.right[-1] if self._form and self._form.right else None

    # --- inside ------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        button = self.primary()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and button is not None and button.isEnabled():
            button.click()
        elif plain and event.text().isdigit() and self.number(int(event.text())):
            event.accept()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._align_bar()
        if self._form is not None and not self._fits():
            # Not from inside the resize, which is still laying out what would be thrown away.
            QTimer.singleShot(0, self, self.refresh)

    def _align_bar(self) -> None:
        """The buttons stand under the form: where that is centred, as far from the sides as it is."""
        bar = self._area.verticalScrollBar()
        taken = bar.sizeHint().width() if bar.maximum() else 0
        panel = self._form.beside.minimumWidth() if self._form is not None and self._form.beside is not None else 0
        beside = (self.width() - panel - taken - px(self.measure)) // 2
        centred = not self.listed and beside > self._side_room
        self._bar.set_side(*((beside, beside + taken + panel) if centred else (self._side_room, self._side_room)))

    @property
    def _roomy(self) -> bool:
        return self.width() >= px(720)

    @property
    def _side_room(self) -> int:
        """The air at both sides; large text needs it for the words."""
        return px(48) if self._roomy else px(14)

    def _notes_beside(self) -> bool:
        return self.notes_open and self.width() >= px(ROOM_FOR_NOTES)

    def _fits(self) -> bool:
        """Whether the form was made for this width."""
        made = self._area.widget()
        layout = made.layout() if made is not None else None
        beside = bool(self._form and self._form.notes) and self._notes_beside()
        side = layout.contentsMargins().left() if layout is not None else -1
        return side == self._side_room - HALO and beside is not self._side.isHidden()

    def _swap(self, form: Form) -> None:
        old = self._area.widget()
        again = old is not None and self._form is not None
        focused, down = self._focused(old) if again else "", self._area.verticalScrollBar().value()
        # Only now: what is taken out loses the focus, at once where the window is not the active one.
        self._area.takeWidget()
        self._form = form
        beside = bool(form.notes) and self._notes_beside()
        self._put_beside(form.beside)
        made = self._made(form, notes_below=bool(form.notes) and self.notes_open and not beside)
        made.fill(self.height() + (down if again else 0))
        self._laid = made
        self._area.setWidget(made)
        made.show()
        # Each thing that comes up beside a page lays all of it out again: in a hidden bar none does.
        self._bar.hide()
        self._bar.show_buttons(form.left, form.right)
        self._bar.setVisible(bool(form.left or form.right))
        if beside:
            self._side.show_notes(form.notes)
        self._side.setVisible(beside)
        self._align_bar()
        if old is not None:
            old.deleteLater()
        if again:
            self._area.verticalScrollBar().setValue(down)
            self._restore(focused)

    def _made(self, form: Form, *, notes_below: bool) -> LaidForm:
        top = px(30 if self._roomy else 16)
        made = LaidForm(form, side=self._side_room - HALO, top=top, notes_below=notes_below)
        made.setMaximumWidth(px(self.measure) + 2 * self._side_room)
        return made

    def _put_beside(self, wanted: QWidget | None) -> None:
        """One that stands there already stays."""
        item = self._main.itemAt(1)
        if wanted is None or item is None or item.widget() is not wanted:
            self._drop_beside()
            if wanted is not None:
                self._main.addWidget(wanted)
                wanted.show()

    def _drop_beside(self) -> None:
        while self._main.count() > 1:
            item = self._main.takeAt(1)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _focused(self, old: QWidget | None) -> str:
        focus = self.window().focusWidget()
        inside = focus is not None and ((old is not None and old.isAncestorOf(focus)) or self.isAncestorOf(focus))
        return focus.accessibleName() if inside and focus is not None else ""

    def _restore(self, name: str) -> None:
        """Put the focus back where it was: on the control of the same name."""
        if not name:
            return
        no_focus = Qt.FocusPolicy.NoFocus
        found = self.seek(QWidget, lambda w: w.accessibleName() == name and w.focusPolicy() != no_focus)
        if found is None:
            self.take_focus()
        else:
            found.setFocus(Qt.FocusReason.OtherFocusReason)


class Apart(Page):
    """A page that belongs to no case: none is needed, no sections stand beside it, it never comes up in the room."""

    in_case: ClassVar[bool] = False
    listed: ClassVar[bool] = False
    away: ClassVar[bool] = True


def _going(widget: QWidget) -> bool:
    """Whether something was taken from a page, such as a button of its bar, and is only not gone yet."""
    here: QWidget | None = widget
    while here is not None and not isinstance(here, Page):
        if here.isHidden() and here.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
            return True
        here = here.parentWidget()
    return False
