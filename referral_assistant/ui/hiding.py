"""Hiding everything: at a key, after a rest, when the computer slept. A live file is locked with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from referral_assistant.problems import Problem
from referral_assistant.ui.cover import Cover
from referral_assistant.ui.widgets import tell

if TYPE_CHECKING:
    from referral_assistant.ui.window import Window

PULSE = 15_000
SLEPT = 60_000
"""Milliseconds between two looks at the clock, and how far it may jump before the computer must have slept."""


class Hiding(QObject):
    """Puts the cover over the window and takes it off again, where one was.

    Whatever fails while text is being saved, the cover comes first: what went wrong is told when it is lifted.
    """

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._return_to: tuple[str, str] = ("", "")
        self._hidden: list[QWidget] = []
        self._problem: Problem | None = None
        self._last_beat = self._session.now()
        self.idle = QTimer(self)
        self.idle.setSingleShot(True)
        self.idle.setTimerType(Qt.TimerType.PreciseTimer)
        self.idle.timeout.connect(self.lock_by_itself)
        self.pulse = QTimer(self)
        self.pulse.setInterval(PULSE)
        self.pulse.timeout.connect(self._beat)
        self.pulse.start()

    def new_cover(self) -> Cover:
        """A cover for a window that is built anew."""
        self.cover = Cover()
        self.cover.lifted.connect(self.lift)
        self.cover.offered.connect(self._offered)
        return self.cover

    def hide(self) -> None:
        """Save half-typed text, cover every window of ours, and lock a live file."""
        if self._window.covered or not self._session.is_open:
            return
        locked = not self._session.training
        case = self._session.case
        self._return_to = (case.id if case else "", self._window.place)
        self._window.show_cover(True)
        self.cover.come_up(self._session.now(), locked=locked)
        self._problem = self._kept()
        self._hide_others(close=locked)
        self.idle.stop()
        if locked:
            for page in self._window.pages.values():
                page.forget()
            self._session.lock()

    def lift(self) -> None:
        """Take the cover off, where one was."""
        self._window.show_cover(False)
        case_id, place = self._return_to
        if self.cover.locked:
            self._window.open(case_id, place)
        else:
            self._window.refresh()
            self._window.page.take_focus()
        # A dialog wants its answer; notes on another screen leave the keys where they were.
        for window in sorted(self._hidden, key=QWidget.isModal):
            window.show()
            (window if window.isModal() else self._window).activateWindow()
        self._hidden = []
        if self._problem is not None:
            tell(self._window, str(self._problem), self._problem.advice)

    def rest_anew(self) -> None:
        """A sign of life: the wait for the lock starts again. Training never locks."""
        if self._session.is_open and not self._session.training and not self._window.covered:
            minutes = self._session.policy.value("lock_minutes", self._window.preferences.lock_minutes)
            self.idle.start(minutes * 60_000)

    def lock_by_itself(self) -> None:
        """Nobody is there any more."""
        if not self._session.training:
            self.hide()

    def _kept(self) -> Problem | None:
        try:
            self._window.page.keep()
        except Problem as problem:
            return problem
        return None

    def _hide_others(self, *, close: bool) -> None:
        for window in QApplication.topLevelWidgets():
            if window is self._window.window() or not window.isVisible():
                continue
            window.hide()
            if close:
                window.close()
            else:
                self._hidden.append(window)

    def _offered(self, passphrase: str) -> None:
        self._session.unlock(passphrase, self.lift, lambda error: self.cover.refuse(str(error)))

    def _beat(self) -> None:
        """A clock that jumped tells that the computer slept: a live file is locked when it wakes."""
        now = self._session.now()
        slept, self._last_beat = (now - self._last_beat).total_seconds(), now
        if slept * 1000 > SLEPT:
            self.lock_by_itself()
