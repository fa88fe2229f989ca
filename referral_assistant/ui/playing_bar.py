"""While a scenario is played: its clock, start again and freeze in the band of training, and what has come out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from referral_assistant.i18n import _
from referral_assistant.problems import Problem
from referral_assistant.ui.facts_out import changed, out
from referral_assistant.ui.phrases import time_text
from referral_assistant.ui.theme import HALO, px
from referral_assistant.ui.widgets import Bullets, Button, Text, announce, ask, scrolling, tell

if TYPE_CHECKING:
    from referral_assistant.ui.exercises import Exercises
    from referral_assistant.ui.session import Session
    from referral_assistant.ui.topbar import TopBar
    from referral_assistant.ui.window import Window

FROZEN = "paused"
"""The page over the conversation."""

TICK = 20_000
"""Milliseconds between two looks at the clock."""


class PlayingBar(QWidget):
    """What stands in the band. `freeze` is sent when that is pressed, `start_again` when it was asked for and
    confirmed."""

    freeze = Signal()
    start_again = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._exercises: Exercises | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), 0, 0, 0)
        row.setSpacing(px(2))
        self._clock = Text("", "small", wrap=False)
        self._again = Button(_("Start again"), on=self._ask)
        self._freeze = Button(_("Freeze"), key="F4", on=self.freeze.emit)
        key = QShortcut(QKeySequence(Qt.Key.Key_F4), self)
        key.activated.connect(self.freeze)
        row.addStretch(1)
        row.addWidget(self._clock)
        row.addSpacing(px(12))
        row.addWidget(self._again)
        row.addWidget(self._freeze)
        self._tick = QTimer(self)
        self._tick.setInterval(TICK)
        self._tick.timeout.connect(self._tell_time)

    def show_play(self, exercises: Exercises, *, frozen: bool) -> None:
        """The state of an exercise."""
        self._exercises = exercises
        self._freeze.say(_("Go on") if frozen else _("Freeze"))
        self._tell_time()
        if not self._tick.isActive():
            self._tick.start()

    def stop(self) -> None:
        """Nothing is played any more."""
        self._exercises = None
        self._tick.stop()

    @property
    def wide(self) -> int:
        """How wide it is with all that is in it."""
        return self._buttons + (self._clock.sizeHint().width() if self._clock_wanted else 0)

    def fit(self, room: int) -> None:
        """Show the clock where there is room for it."""
        self._clock.setVisible(self._clock_wanted and self.wide <= room)

    @property
    def _buttons(self) -> int:
        return self._again.sizeHint().width() + self._freeze.sizeHint().width() + px(40)

    @property
    def _clock_wanted(self) -> bool:
        return self._exercises is not None and self._exercises.clock_shown

    def _tell_time(self) -> None:
        exercises = self._exercises
        scenario = exercises.scenario if exercises is not None else None
        if exercises is not None and scenario is not None:
            self._clock.say(time_text(exercises.minutes, scenario.minutes))

    def _ask(self) -> None:
        texts = [
            _("The exercise begins anew. Every training case goes, and every change of the training directory."),
            _("Scenarios and readings stay. Nothing outside training is touched."),
        ]
        ask(
            self,
            _("Start again from the beginning?"),
            texts,
            yes=_("Start again"),
            no=_("Go on as it is"),
            on_yes=self.start_again.emit,
        )


class News(QFrame):
    """What has come out and was not read yet, below the bar. In the room it says only that there is something: the
    person could read it (S14)."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("kind", "bar")
        self._session = session
        self._shown: tuple[object, ...] = ()
        self._area = scrolling()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 1)
        column.addWidget(self._area)

    def show_news(self, exercises: Exercises | None, *, frozen: bool) -> None:
        """The first fact that is out and not read; nothing on the page that tells it in full already."""
        found = [one for one in out(exercises) if one[0] not in exercises.read_facts] if exercises is not None else []
        if exercises is None or not found or frozen:
            self.hide()
            self._shown = ()
            return
        number, release = found[0]
        wanted = (number, self._session.in_room, exercises.exercise)
        if wanted == self._shown:
            return
        self._shown = wanted
        if self._session.in_room:
            lines: list[QWidget] = [Text(_("Something new has come in. It can wait until you are on your own."))]
        else:
            read = Button(_("I have read it"), on=lambda: self._read(exercises, number))
            lines = [
                _Headed(_("Now known"), read),
                Text(release.fact),
                Bullets(changed(self._session, exercises, number, release), "note", halo=True),
            ]
            announce(self, release.fact)
        self._put(lines)
        self.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def _put(self, lines: list[QWidget]) -> None:
        form = QWidget()
        form.setObjectName("form")
        column = QVBoxLayout(form)
        column.setContentsMargins(px(24) - HALO, px(10), px(24) - HALO, px(10))
        column.setSpacing(px(4))
        for line in lines:
            column.addWidget(line)
        old = self._area.takeWidget()
        self._area.setWidget(form)
        form.show()
        if old is not None:
            old.deleteLater()
        self._measure()
        # Once more when it has its style, where the window was just dressed anew.
        QTimer.singleShot(0, self, self._measure)

    def _measure(self) -> None:
        """As high as it needs, and never more than a third of the window."""
        form = self._area.widget()
        layout = form.layout() if form is not None else None
        if layout is not None:
            wanted = layout.totalHeightForWidth(max(1, self.width() - px(16)))
            self.setFixedHeight(min(wanted, self.window().height() // 3) + 3)

    def _read(self, exercises: Exercises, number: int) -> None:
        exercises.read_facts.add(number)
        self._session.changed.emit()


class _Headed(QWidget):
    """A heading with a button at its right, which is in sight however much follows."""

    def __init__(self, heading: str, button: Button) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Text(heading, "heading"), 1)
        row.addWidget(button)


class Playing(QObject):
    """Brings both into the bar across the top, and does what is asked for there."""

    def __init__(self, top: TopBar, session: Session) -> None:
        super().__init__(top)
        self._top, self._session = top, session
        self._bar, self._news = PlayingBar(), News(session)
        line, column = top.band.layout(), top.layout()
        assert isinstance(line, QBoxLayout)
        assert isinstance(column, QBoxLayout)
        last = line.itemAt(line.count() - 1)
        self._note = last.widget() if last is not None else None
        line.addWidget(self._bar)
        column.addWidget(self._news)
        self._bar.freeze.connect(self._freeze)
        self._bar.start_again.connect(self._start_again)

    def draw(self, exercises: Exercises | None) -> None:
        """The exercise as it stands; None where nothing is played any more."""
        frozen = self._window.place.startswith(f"{FROZEN}:")
        if exercises is None:
            self._bar.stop()
        else:
            self._bar.show_play(exercises, frozen=frozen)
        self._bar.setVisible(exercises is not None)
        self._news.show_news(exercises, frozen=frozen)
        self.fit()

    def fit(self) -> None:
        """Where there is no room the sentence of the band gives way, then the clock: the word Training stays."""
        taken = px(200)
        if self._note is not None:
            wanted = self._bar.wide + self._note.sizeHint().width() + taken
            self._note.setVisible(self._bar.isHidden() or wanted <= self._top.width())
        self._bar.fit(self._top.width() - taken)

    @property
    def _window(self) -> Window:
        from referral_assistant.ui.window import window_of

        return window_of(self._top)

    def _freeze(self) -> None:
        place = self._window.place
        frozen, _colon, there = place.partition(":")
        self._window.go((there or "start") if frozen == FROZEN else f"{FROZEN}:{place}")

    def _start_again(self) -> None:
        from referral_assistant.ui.exercises import exercises_of

        exercises = exercises_of(self._session)
        from_talk = exercises.from_talk
        try:
            exercises.reset()
            if from_talk:
                exercises.pass_the_gate()
        except Problem as problem:
            tell(self._window, str(problem), problem.advice)
        self._window.go("start")
