"""What a page builds, and how it comes up: at once as far as it is in sight, the rest of a long one turn by turn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from referral_assistant.ui.theme import HALO, px
from referral_assistant.ui.widgets import Button, Text, notes_form

Notes = Sequence[tuple[str, Sequence[QWidget]]]

SLICE = 0.018
"""Seconds of a turn that go into the rest of a long form: the window stays quick to a key or a click in between."""


@dataclass(slots=True)
class Form:
    """What `build` returns. `right` ends with the primary action; `head` is a button beside the title; `beside` is a
    widget that stands at the right of the form, such as the preview of a letter.

    `widgets` may be a generator, which makes a long form come up in parts. It yields each widget as soon as it is made;
    one that it has put into an earlier one itself, such as a row of a panel, it yields as well: there it can be
    interrupted. `first` is where the focus starts, or a function that says so: it may ask the page for `complete()`.
    """

    title: str
    lead: str = ""
    widgets: Iterable[QWidget] = ()
    left: Sequence[Button] = ()
    right: Sequence[Button] = ()
    head: Button | None = None
    notes: Notes = ()
    first: QWidget | Callable[[], QWidget | None] | None = None
    beside: QWidget | None = None


class LaidForm(QWidget):
    """Title, lead and widgets of a form, one below the other, and its notes below them where they have no room beside.

    `fill(height)` puts up as much as is in sight. The rest follows while the form can be seen, a `SLICE` in each turn
    of the event loop, in the order in which Tab and a screen reader walk. `complete()` puts it up now.
    """

    def __init__(self, form: Form, *, side: int, top: int, notes_below: bool) -> None:
        super().__init__()
        self.setObjectName("form")
        self.whole = False
        self.notes: QWidget | None = None
        self._form = form
        self._notes_below = notes_below
        self._parts = iter(form.widgets)
        self._next_turn = QTimer(self)
        self._next_turn.setSingleShot(True)
        self._next_turn.timeout.connect(self._go_on)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(side, top, side, px(12))
        self._column = QVBoxLayout()
        self._column.setSpacing(px(4))
        outer.addLayout(self._column, 1)
        self._tall = self._put_head(form)

    def fill(self, height: int) -> None:
        """Put up at least so many pixels of it; all of it where everything is made already."""
        in_parts = isinstance(self._form.widgets, Iterator)
        while not self.whole and (not in_parts or self._tall < height):
            part = self._put_next()
            # Hints are those of wide lines, and so too low: what stands there is never less.
            self._tall += part.sizeHint().height() if in_parts else 0

    def complete(self) -> None:
        """Put up all of it now."""
        if not self.whole:
            self._put_until(lambda: False)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.whole:
            self._next_turn.start()

    def _go_on(self) -> None:
        if self.isVisible() and not self.whole:
            end = perf_counter() + SLICE
            self._put_until(lambda: perf_counter() > end)
            self._next_turn.start()

    def _put_head(self, form: Form) -> int:
        top, words = QHBoxLayout(), QVBoxLayout()
        words.setSpacing(px(4))
        words.addWidget(Text(form.title, "title"))
        if form.lead:
            words.addWidget(Text(form.lead, "lead"))
        top.addLayout(words, 1)
        if form.head is not None:
            top.addWidget(form.head, 0, Qt.AlignmentFlag.AlignVCenter)
        self._column.addLayout(top)
        self._column.addSpacing(px(12))
        return top.sizeHint().height() + px(12)

    def _put_next(self) -> QWidget:
        """The next part, now in its place."""
        part = next(self._parts, None)
        if part is None:
            return self._put_foot()
        if part.parentWidget() is None:
            self._column.addWidget(part)
        if self.isVisible() and not part.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
            # Left to Qt it would be shown a turn later, and could not take the focus before.
            part.show()
        return part

    def _put_foot(self) -> QWidget:
        self.whole = True
        if self._notes_below:
            self._column.addSpacing(px(16))
            self.notes = notes_form(self._form.notes)
            self.notes.layout().setContentsMargins(HALO, 0, HALO, 0)  # type: ignore[union-attr]
            self._column.addWidget(self.notes)
        self._column.addStretch(1)
        return self

    def _put_until(self, enough: Callable[[], bool]) -> None:
        window, layout = self.window(), self.layout()
        assert layout is not None
        before, tail = _before(window), _last_stop(self)
        # One layout for all of them: each that is shown would have its own.
        layout.setEnabled(False)
        try:
            while not self.whole and not enough():
                self._put_next()
        finally:
            layout.setEnabled(True)
        # What comes late joins the end of the window's chain of focus, behind the buttons of the page.
        for late in _stops(before, lambda widget: widget is not window):
            QWidget.setTabOrder(tail, late)
            tail = late
        self._settle()

    def _settle(self) -> None:
        """Give what has come its place now, and the area around it its length: nothing is painted halfway."""
        around = self.parentWidget()
        if around is not None:
            QCoreApplication.sendEvent(around, QEvent(QEvent.Type.LayoutRequest))


def _last_stop(form: QWidget) -> QWidget:
    """The last widget of a form that Tab stops at; the form itself where there is none."""
    return next(reversed(_stops(form, form.isAncestorOf)), form)


def _stops(start: QWidget, so_far: Callable[[QWidget], bool]) -> list[QWidget]:
    """The widgets Tab stops at after another one."""
    found = []
    here = start.nextInFocusChain()
    while here is not None and here is not start and so_far(here):
        if here.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(here)
        here = here.nextInFocusChain()
    return found


def _before(window: QWidget) -> QWidget:
    """The end of a window's chain of focus, which is a ring."""
    return window.previousInFocusChain() or window
