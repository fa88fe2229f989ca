"""Presenter view: the window as a room sees it on a wall, and the trainer's notes on the other screen.

In training only. Nothing in this program keeps a screen from being captured: a beamer, a shared screen and a recording
show what is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from referral_assistant.training import preferences as kept
from referral_assistant.ui.exercises import exercises_of
from referral_assistant.ui.names import hide_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QScreen

    from referral_assistant.ui.notes_window import NotesWindow
    from referral_assistant.ui.window import Window

THEME = "projector"


class Presenting(QObject):
    """One for each window: `presenting_of(window)`. `do("presenter")` puts presenter view on or off, `do("jump")` lists
    every screen, `do("notes")` opens or closes the trainer's notes, `do("tour")` shows somebody round.

    `on` says whether the window is presented. All of it ends with training.
    """

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._folder = window.session.folder(training=True)
        self.preferences = kept.load(self._folder)
        self.notes: NotesWindow | None = None
        self.on = False
        self._offered = ""
        self._session.changed.connect(self._look)
        window.went.connect(self._follow)

    def do(self, what: str) -> None:
        """Do what a key, a button or a page asks for."""
        {"presenter": self.switch, "jump": self.jump, "notes": self.switch_notes, "tour": self.show_round}[what]()

    # --- the view ----------------------------------------------------------------------------------------------------

    @property
    def hides_names(self) -> bool:
        """Whether presenter view hides names: the organisation, the trainer, or as is usual."""
        return bool(self._session.policy.value("training.names_hidden", self.preferences.names_hidden))

    def switch(self) -> None:
        """Put presenter view on, or off again."""
        self.on, self._offered = not self.on, ""
        self._dress()
        if self.on:
            self._offer_notes()
        else:
            self.close_notes()

    def use(self, **changes: Any) -> None:
        """Teach otherwise from now on: `use(text_size=200)`."""
        self.preferences = self.preferences._replace(**changes)
        kept.save(self._folder, self.preferences)
        if self.on:
            self._dress()

    def _dress(self) -> None:
        hide_names(self._session, self.on and self.hides_names)
        self._window.presented = (THEME, self.preferences.text_size) if self.on else None
        self._window.dress()

    # --- the notes ---------------------------------------------------------------------------------------------------

    def other_screen(self) -> QScreen | None:
        """A screen that the window is not on."""
        return beside(QGuiApplication.screens(), self._window.window().screen())

    def switch_notes(self) -> None:
        """Open the trainer's notes, or close them."""
        if self.notes is not None:
            self.close_notes()
        elif exercises_of(self._session).scenario is not None:
            self.open_notes()
        else:
            self._window.go("notes")

    def open_notes(self) -> None:
        """The trainer's notes, on the other screen where there is one; the keys stay with the window."""
        from referral_assistant.ui.notes_window import NotesWindow

        self.notes = NotesWindow(self._session)
        self.notes.shut.connect(self.close_notes)
        self.notes.follow(self._window.place)
        self.notes.come_up(self.other_screen())

    def close_notes(self) -> None:
        """The notes go, for good."""
        notes, self.notes = self.notes, None
        if notes is not None:
            notes.close()
            notes.deleteLater()

    # --- going places ------------------------------------------------------------------------------------------------

    def jump(self) -> None:
        """List every screen, to go there."""
        from referral_assistant.ui.jump_box import JumpBox

        JumpBox(self._window).open()

    def show_round(self) -> None:
        """Ten steps for whoever is new here. That it was seen is kept as soon as it begins."""
        from referral_assistant.ui.tour import Tour

        self.use(tour_seen=True)
        Tour(self._window).begin()

    # --- inside ------------------------------------------------------------------------------------------------------

    def _follow(self, place: str) -> None:
        if self.notes is not None:
            self.notes.follow(place)

    def _look(self) -> None:
        """Notes close with the exercise, and everything with training."""
        if not self._session.training:
            self._end()
        elif exercises_of(self._session).exercise is None:
            self.close_notes()
        elif self.on:
            self._offer_notes()

    def _offer_notes(self) -> None:
        """Once for each exercise, where there is a screen for them: whoever closes them does not want them."""
        going = exercises_of(self._session).exercise
        if going is None or going.case == self._offered or not self.preferences.notes or self.notes is not None:
            return
        if self.other_screen() is not None:
            self._offered = going.case
            self.open_notes()

    def _end(self) -> None:
        self.close_notes()
        if self.on:
            self.on = False
            hide_names(self._session, False)
            self._window.presented = None
            self._window.dress()


def presenting_of(window: Window) -> Presenting:
    """The one of a window, made when it is first wanted."""
    found: Presenting | None = window.findChild(Presenting)
    return found if found is not None else Presenting(window)


def beside(screens: Sequence[QScreen], mine: QScreen) -> QScreen | None:
    """The first screen that shows something else than mine: one that mirrors it lies at the same place."""
    return next((s for s in screens if s is not mine and s.geometry() != mine.geometry()), None)
