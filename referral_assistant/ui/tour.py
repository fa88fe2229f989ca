"""The tour: a ring round a real control and a few words beside it, ten times; never in the way of anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from referral_assistant.i18n import _
from referral_assistant.ui.exercises import exercises_of
from referral_assistant.ui.theme import HALO, px
from referral_assistant.ui.tour_steps import Step, steps
from referral_assistant.ui.widgets import Button, Text, announce, bring_into_view

if TYPE_CHECKING:
    from referral_assistant.ui.window import Window

PULSE = 150
"""Milliseconds between two looks at where the control is now: pages come up in parts, and windows are resized."""
WIDE = 400
GAP = 10
KEEPS = frozenset({"training", "brief"})
"""Where somebody who clicked the control itself stays, instead of being led to the step's own place."""


class Tour(QObject):
    """`begin()` shows the first step. Escape and Skip end it at any step; so does going somewhere else, as F9 does.

    It lies on the window's stage, under the cover: F8 hides it like everything else, and no key is taken from anybody.
    Clicking the control that is shown goes on, too.
    """

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        for other in window.findChildren(Tour):
            if other is not self:
                other.end()
        self._window = window
        self._steps = steps()
        self._number = 0
        self._leading = self._over = False
        self._stage: QWidget | None = None
        self._pulse = QTimer(self)
        self._pulse.setInterval(PULSE)
        self._pulse.timeout.connect(self._look)
        window.went.connect(self._went)

    @property
    def number(self) -> int:
        """The step that is shown, from 1."""
        return self._number + 1

    @property
    def step(self) -> Step:
        """The step that is shown."""
        return self._steps[self._number]

    def begin(self) -> None:
        """Show the first step."""
        self._put_up()
        self._to(0)
        self._pulse.start()

    def go_on(self) -> None:
        """The next step; after the last one the tour is over."""
        self._to(self._number + 1) if self.number < len(self._steps) else self.end()

    def go_back(self) -> None:
        """The step before."""
        self._to(max(0, self._number - 1))

    def end(self) -> None:
        """No more of it. What was shown stays up."""
        if self._over:
            return
        self._over = True
        self._pulse.stop()
        self._window.went.disconnect(self._went)
        if self._window.stage is self._stage:
            self.ring.deleteLater()
            self.bubble.deleteLater()
            self.ring.hide()
            self.bubble.hide()
            self._window.page.take_focus()
        self.deleteLater()

    # --- inside ------------------------------------------------------------------------------------------------------

    def _put_up(self) -> None:
        self._stage = self._window.stage
        self.ring, self.bubble = _Ring(self._stage), Bubble(self._stage, self)
        # Escape is everybody's key for "enough of this", wherever the focus is.
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.bubble)
        escape.setContext(Qt.ShortcutContext.WindowShortcut)
        escape.activated.connect(self.end)

    def _to(self, number: int, *, stay: bool = False) -> None:
        self._number = number
        if not stay:
            self._leading = True
            try:
                place = self.step.place(self._window)
                if place != self._window.place:
                    self._window.go(place)
            finally:
                self._leading = False
        self.bubble.say(self.step, self.number, len(self._steps))
        self._look(anew=True)
        QTimer.singleShot(0, self.bubble, self.bubble.take_focus)

    def _went(self, place: str) -> None:
        if self._leading:
            return
        name = place.partition(":")[0].replace("together", "card")
        following = self._steps[min(self.number, len(self._steps) - 1)].page
        if name == following != self.step.page and name in KEEPS:
            self._to(self._number + 1, stay=True)
        elif name == following != self.step.page:
            # The scenario that was read has been begun: its checks are filled in, to come to where somebody speaks.
            exercises_of(self._window.session).pass_the_gate()
            self._to(self._number + 1)
        elif name != self.step.page:
            self.end()

    def _look(self, *, anew: bool = False) -> None:
        """Put ring and words where the control is now."""
        if self._window.stage is not self._stage:
            # The window was dressed anew.
            self._put_up()
            self.bubble.say(self.step, self.number, len(self._steps))
        stage = self._window.stage
        if not stage.isVisible():
            return
        target = self.step.target(self._window)
        come = target is not None and not self.ring.isVisible()
        if target is not None and (anew or come):
            bring_into_view(target, 40)
        around = _rect(target, stage) if target is not None else QRect()
        if self.ring.surround(around):
            self.bubble.raise_()
        self.bubble.stand_beside(around)
        if come and not anew and not self.bubble.isAncestorOf(stage.window().focusWidget()):
            # What came up late took the focus along.
            self.bubble.take_focus()


class _Ring(QFrame):
    """A ring round a control that lets every click through. It has the colour of training, not that of the focus."""

    def __init__(self, stage: QWidget) -> None:
        super().__init__(stage)
        self.setProperty("kind", "ring")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def surround(self, around: QRect) -> bool:
        """Round a rectangle, or nowhere; whether it was elsewhere before."""
        wanted = around.adjusted(-px(8), -px(8), px(8), px(8))
        if around.isEmpty() or (wanted == self.geometry() and self.isVisible()):
            self.setVisible(not around.isEmpty())
            return False
        self.setGeometry(wanted)
        self.show()
        self.raise_()
        return True


class Bubble(QFrame):
    """Which step it is, what it says, and the way on, back and out."""

    def __init__(self, stage: QWidget, tour: Tour) -> None:
        super().__init__(stage)
        self.setProperty("kind", "card")
        self.setProperty("tone", "accent")
        self._stage = stage
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(14))
        column.setSpacing(px(4))
        self._count, self._title, self._text = Text("", "small"), Text("", "subtitle"), Text("")
        for words in (self._count, self._title, self._text):
            column.addWidget(words)
        self.skip = Button(_("Skip the tour"), "quiet", on=tour.end)
        self.back = Button(_("Back"), on=tour.go_back)
        self.next = Button(_("Next"), "primary", on=tour.go_on)
        row = QHBoxLayout()
        row.setContentsMargins(0, px(6), 0, 0)
        row.addWidget(self.skip)
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.next)
        column.addLayout(row)

    def say(self, step: Step, number: int, every: int) -> None:
        """Another step."""
        count = _("Step {number} of {all}").format(number=number, all=every)
        self._count.say(count)
        self._title.say(step.title)
        self._text.say(step.text)
        self.setAccessibleName(f"{count}. {step.title}. {step.text}")
        self.back.setEnabled(number > 1)
        self.skip.setVisible(number < every)
        self.next.say(_("Next") if number < every else _("Finish"))
        self.next.setAccessibleDescription(self.accessibleName())

    def take_focus(self) -> None:
        """Enter goes on; a screen reader says the step. Not under the cover, which has the keys then."""
        if not self.isVisible():
            return
        self.next.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, self.accessibleName())

    def stand_beside(self, around: QRect) -> None:
        """Below the control, above it or at a side of it, wherever there is room; else in the corner farthest away."""
        stage = self._stage
        wide = min(px(WIDE), stage.width() - 2 * px(12))
        self.setFixedWidth(wide)
        size = QSize(wide, self.layout().totalHeightForWidth(wide))  # type: ignore[union-attr]
        wanted = QRect(_spot(around, size, stage.rect().adjusted(px(8), px(8), -px(8), -px(8))), size)
        if wanted != self.geometry() or self.isHidden():
            self.setGeometry(wanted)
            self.show()
            self.raise_()


def _rect(target: QWidget, stage: QWidget) -> QRect:
    """What can be seen of a control, as the stage counts."""
    seen = target.visibleRegion().boundingRect()
    return QRect(target.mapTo(stage, seen.topLeft()), seen.size()).adjusted(HALO, HALO, -HALO, -HALO)


def _spot(around: QRect, size: QSize, room: QRect) -> QPoint:
    """The top left of a box beside a rectangle and inside the room."""
    gap = px(GAP) + px(8)
    left = min(max(around.left(), room.left()), room.right() - size.width())
    top = min(max(around.top(), room.top()), room.bottom() - size.height())
    if around.isEmpty():
        return QPoint(room.center().x() - size.width() // 2, room.center().y() - size.height() // 2)
    beside = (
        QPoint(left, around.bottom() + gap),
        QPoint(left, around.top() - gap - size.height()),
        QPoint(around.right() + gap, top),
        QPoint(around.left() - gap - size.width(), top),
    )
    far = QPoint(
        room.right() - size.width() if around.center().x() < room.center().x() else room.left(),
        room.bottom() - size.height() if around.center().y() < room.center().y() else room.top(),
    )
    return next((spot for spot in beside if room.contains(QRect(spot, size))), far)
