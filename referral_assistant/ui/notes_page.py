"""The trainer's notes in the window itself: for a room with one screen, and before anybody comes in."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

from referral_assistant.i18n import _
from referral_assistant.problems import Problem
from referral_assistant.ui.dialogs import Dialogs
from referral_assistant.ui.exercises import exercises_of
from referral_assistant.ui.page import Apart, Form
from referral_assistant.ui.session import Session
from referral_assistant.ui.trainer_notes import heading, now_at, standing
from referral_assistant.ui.widgets import Banner, Button, announce

if TYPE_CHECKING:
    from referral_assistant.letter.role_play import Named


class NotesPage(Apart):
    """What the second window shows, at a place such as `notes:card:own_part`. Never while the person is in the room:
    the trap and what is hidden are no more for the room to see here than anywhere else."""

    name: ClassVar[str] = "notes"
    in_training: ClassVar[bool] = True
    dialogs: ClassVar[Dialogs] = Dialogs()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._said, self._tone = "", "settled"

    def arrive(self, detail: str = "") -> None:
        self._said = ""
        super().arrive(detail)

    def shape(self) -> Hashable:
        exercises = exercises_of(self.session)
        return exercises.exercise, exercises.scenario, self.session.case, self._said

    def build(self) -> Form:
        scenario = exercises_of(self.session).scenario
        back = Button(_("&Back"), on=lambda: self.go.emit("previous"))
        title = _("Notes on this scenario")
        if scenario is None:
            begin = _(
                "Begin a scenario, and its trap, its hidden facts and its three replies at every card stand here."
            )
            return Form(title, begin, [], [back], [], first=back)
        lead = _("They open in a window of their own as well, for the screen that the room does not see.")
        apart = Button(_("&Open in a second window"), "primary", on=lambda: self.go.emit("switch:notes"))
        paper = Button(_("&Save the role-play pack"), on=self._ask_where)
        return Form(title, lead, self._parts(), [back], [paper, apart], first=apart)

    def _parts(self) -> Iterator[QWidget]:
        if self._said:
            yield Banner(self._said, self._tone)
        exercises = exercises_of(self.session)
        scenario = exercises.scenario
        if scenario is not None:
            yield heading(exercises, scenario)
            yield from now_at(self.session, scenario, self.detail)
            yield from standing(self.session, scenario)

    # --- the role-play pack ------------------------------------------------------------------------------------------

    def _ask_where(self) -> None:
        self.dialogs.folder(self, _("A folder for the role-play pack"), self._make)

    def _make(self, folder: Path) -> None:
        from referral_assistant.letter.role_play import pack

        scenario, words = exercises_of(self.session).scenario, self.session.pack
        if scenario is not None:
            self.session.background.run(lambda: pack(scenario, words), lambda made: self._keep(folder, made))

    def _keep(self, folder: Path, made: Sequence[Named]) -> None:
        from referral_assistant.ui.leaving import write

        try:
            for name, rendered in made:
                write(folder / name, rendered.content)
        except Problem as problem:
            self._said, self._tone = f"{problem} {problem.advice}", "stop"
        else:
            names = ", ".join(name for name, _rendered in made)
            self._said, self._tone = _("Saved: {names}.").format(names=names), "settled"
        announce(self, self._said)
        self.refresh()
