"""What a page builds, and how it comes up: at once as far as it is in sight, the rest of a long one turn by turn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from referral_assistant.ui.theme import HALO, px
from referral_assistant.ui.widgets import Button, Text, notes_form

Notes = Sequence[tuple[str, Sequence[QWidget]]]

SLICE = 0.012
"""Seconds of a turn that go into the rest of a long form: the window stays quick to a key or a click in between."""


@dataclass(slots=True)
class Form:
    """What `build` returns. `right` ends with the primary action; `head` is a button beside the title; `beside` is a
    widget that stands at the right of the form, such as the preview of a letter.

    `widgets` may be a generator, which makes a long form come up in parts. It yields each widget as soon as it is made;
    one that it has put into an earlier one itself, such as a row of a panel, it yields as well: there it can be
    interrupted. `first` is where the focus starts, or a function that says so: it may ask the page for `complete()`.
    `fills` says that one of them takes the height that is left, such as a list that scrolls by itself.
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
    fills: bool = False


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
        self._last: QWidget = self

    def fill(self, height: int) -> None:
        """Put up at least so many pixels of it; all of it where everything is made already."""
        in_parts = isinstance(self._form.widgets, Iterator)
        # Hints are those of wide lines, and so too low: what stands there is never less.
        while (not in_parts or self._tall < height) and (part := self._put_next()) is not None:
            if in_parts:
                self._tall += part.sizeHint().height()
                self._last = next(reversed(list(_stops(part))), self._last)

    def complete(self) -> None:
        """Put up all of it now."""
        if not self.whole:
            self._put_late(lambda: False)

    def mend_order(self) -> None:
        """Let Tab walk in the order in which things stand, after some of them were put up anew."""
        before: QWidget | None = None
        for stop in _stops(self):
            if before is not None:
                QWidget.setTabOrder(before, stop)
            before = stop
        self._last = before or self

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.whole:
            self._next_turn.start()

    def _go_on(self) -> None:
        if self.isVisible() and not self.whole:
            end = perf_counter() + SLICE
            self._put_late(lambda: perf_counter() > end)
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

    def _put_next(self) -> QWidget | None:
        """The next part, now in its place; at the end, what stands below them all."""
        part = next(self._parts, None)
        if part is None:
            if not self.whole:
                self._put_foot()
            return None
        if part.parentWidget() is None:
            self._column.addWidget(part)
        if self.isVisible() and not part.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
            # Left to Qt it would be shown a turn later, and could not take the focus before.
            part.show()
        return part

    def _put_foot(self) -> None:
        self.whole = True
        if self._notes_below:
            self._column.addSpacing(px(16))
            self.notes = notes_form(self._form.notes)
            self.notes.layout().setContentsMargins(HALO, 0, HALO, 0)  # type: ignore[union-attr]
            self._column.addWidget(self.notes)
        if not self._form.fills:
            self._column.addStretch(1)

    def _put_late(self, enough: Callable[[], bool]) -> None:
        layout = self.layout()
        assert layout is not None
        # One layout for all of them: each that is shown would have its own.
        layout.setEnabled(False)
        try:
            while not enough() and (part := self._put_next()) is not None:
                # What comes late joins the end of the window's chain of focus, behind the buttons of the page.
                for stop in _stops(part):
                    QWidget.setTabOrder(self._last, stop)
                    self._last = stop
        finally:
            layout.setEnabled(True)
        self._settle()

    def _settle(self) -> None:
        """Give what has come its place now, and the area around it its length: nothing is painted halfway."""
        around = self.parentWidget()
        if around is not None:
            QCoreApplication.sendEvent(around, QEvent(QEvent.Type.LayoutRequest))


def _stops(place: QWidget | QLayout) -> Iterator[QWidget]:
    """What Tab stops at, in the order of the layouts. The chain of focus leads through the insides of text boxes, too,
    and touching one of those makes Python wake every type that Qt has."""
    if isinstance(place, QWidget) and place.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield place
    layout = place.layout()
    if layout is None:
        return
    for index in range(layout.count()):
        item = layout.itemAt(index)
        inside = (item.widget() or item.layout()) if item is not None else None
        if inside is not None:
            yield from _stops(inside)
