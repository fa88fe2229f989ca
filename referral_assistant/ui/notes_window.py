"""The second window: the trainer's notes, on the screen that the room does not see, card by card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from referral_assistant.i18n import _
from referral_assistant.ui.exercises import exercises_of
from referral_assistant.ui.theme import px
from referral_assistant.ui.trainer_notes import heading, now_at, standing
from referral_assistant.ui.widgets import scrolling

if TYPE_CHECKING:
    from PySide6.QtGui import QScreen

    from referral_assistant.ui.session import Session

PULSE = 10_000
"""Milliseconds between two looks at the clock."""


class NotesWindow(QWidget):
    """`follow(place)` shows the notes of that place. `shut` says that somebody closed it. F8 hides it like every
    window of the program, and its title says as little as theirs."""

    shut = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowTitle(_("Referral Assistant"))
        self.setAccessibleName(_("Notes on this scenario"))
        self.resize(px(560), px(720))
        self._session = session
        self._exercises = exercises_of(session)
        self._place, self._shown = "", ("", "")
        self._area = scrolling()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._area)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.timeout.connect(self._draw)
        self._clock = QTimer(self)
        self._clock.setInterval(PULSE)
        self._clock.timeout.connect(self._tell_time)
        self._clock.start()
        session.changed.connect(self._late.start)

    def follow(self, place: str) -> None:
        """Show the notes of a place: the cards that are up, or what stands for every card."""
        self._place = place
        self._late.start()

    def come_up(self, screen: QScreen | None) -> None:
        """Fill the screen that the room does not see; where there is none, stand beside the window."""
        self._draw()
        if screen is not None:
            self.setScreen(screen)
            self.setGeometry(screen.availableGeometry())
        self.show()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.shut.emit()

    def _draw(self) -> None:
        """What stands for a card is made anew only where it says something else."""
        scenario = self._exercises.scenario
        if scenario is None or not self._session.is_open:
            return
        form = QWidget()
        form.setObjectName("form")
        column = QVBoxLayout(form)
        column.setContentsMargins(px(20), px(12), px(20), px(20))
        column.setSpacing(px(10))
        self._head = heading(self._exercises, scenario)
        for part in (self._head, *now_at(self._session, scenario, self._place), *standing(self._session, scenario)):
            column.addWidget(part)
        column.addStretch(1)
        before, down = self._shown, self._area.verticalScrollBar().value()
        self._shown = scenario.id, self._place
        self._area.setWidget(form)
        form.show()
        # At another card its own notes come first; at the same one, whoever reads on stays where they are.
        self._area.verticalScrollBar().setValue(down if before == self._shown else 0)

    def _tell_time(self) -> None:
        if self.isVisible() and self._exercises.scenario is not None:
            self._head.tell(self._exercises.minutes)
