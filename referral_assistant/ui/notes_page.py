"""The trainer's notes in the window itself: for a room with one screen, and before anybody comes in."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from referral_assistant.i18n import _
from referral_assistant.ui.exercises import exercises_of
from referral_assistant.ui.page import Apart, Form
from referral_assistant.ui.trainer_notes import heading, now_at, standing
from referral_assistant.ui.widgets import Button


class NotesPage(Apart):
    """What the second window shows, at a place such as `notes:card:own_part`. Never while the person is in the room:
    the trap and what is hidden are no more for the room to see here than anywhere else."""

    name: ClassVar[str] = "notes"
    in_training: ClassVar[bool] = True

    def shape(self) -> Hashable:
        exercises = exercises_of(self.session)
        return exercises.exercise, exercises.scenario, self.session.case

    def build(self) -> Form:
        scenario = exercises_of(self.session).scenario
        back = Button(_("&Back"), on=lambda: self.go.emit("previous"))
        title = _("Notes for the trainer")
        if scenario is None:
            begin = _(
                "Begin a scenario, and its trap, its hidden facts and its three replies at every card stand here."
            )
            return Form(title, begin, [], [back], [], first=back)
        lead = _("They open in a window of their own as well, for the screen that the room does not see.")
        apart = Button(_("&Open in a second window"), "primary", on=lambda: self.go.emit("switch:notes"))
        return Form(title, lead, self._parts(), [back], [apart], first=apart)

    def _parts(self) -> Iterator[QWidget]:
        exercises = exercises_of(self.session)
        scenario = exercises.scenario
        if scenario is not None:
            yield heading(exercises, scenario)
            yield from now_at(self.session, scenario, self.detail)
            yield from standing(self.session, scenario)
