"""The trainer's notes in the window itself: for a room with one screen, and before anybody comes in."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

from referral_assistant.i18n import _
from referral_assistant.ui.dialogs import Dialogs
from referral_assistant.ui.exercises import exercises_of
from referral_assistant.ui.page import Apart, Form
from referral_assistant.ui.role_pack import save_pack
from referral_assistant.ui.session import Session
from referral_assistant.ui.trainer_notes import heading, now_at, standing
from referral_assistant.ui.widgets import Banner, Button, Text, announce

if TYPE_CHECKING:
    from referral_assistant.model import Scenario

AHEAD = "of:"


class NotesPage(Apart):
    """What the second window shows, at a place such as `notes:card:own_part`; at `notes:of:imran`, what there is to
    know of a scenario before it begins. Never while the person is in the room: the trap and what is hidden are no more
    for the room to see here than anywhere else."""

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
        return exercises.exercise, self._scenario, self.session.case, self._said

    def build(self) -> Form:
        scenario = self._scenario
        back = Button(_("&Back"), on=lambda: self.go.emit("previous"))
        title = _("Notes on this scenario")
        if scenario is None:
            begin = _(
                "Begin a scenario, and its trap, its hidden facts and its three replies at every card stand here."
            )
            return Form(title, begin, [], [back], [], first=back)
        paper = Button(_("&Save the role-play pack"), "primary" if self._ahead else "secondary", on=self._ask_where)
        if self._ahead:
            lead = _("For whoever leads. Once the scenario is begun, what is said at each card stands here as well.")
            return Form(title, lead, self._parts(scenario), [back], [paper], first=back)
        lead = _("They open in a window of their own as well, for the screen that the room does not see.")
        apart = Button(_("&Open in a second window"), "primary", on=lambda: self.go.emit("switch:notes"))
        return Form(title, lead, self._parts(scenario), [back], [paper, apart], first=apart)

    @property
    def _ahead(self) -> str:
        """The scenario that is read about before it begins; empty where the one that is played is."""
        return self.detail.removeprefix(AHEAD) if self.detail.startswith(AHEAD) else ""

    @property
    def _scenario(self) -> Scenario | None:
        exercises = exercises_of(self.session)
        return exercises.find(self._ahead) if self._ahead else exercises.scenario

    def _parts(self, scenario: Scenario) -> Iterator[QWidget]:
        if self._said:
            yield Banner(self._said, self._tone)
        if self._ahead:
            yield Text(scenario.title, "title")
        else:
            yield heading(exercises_of(self.session), scenario)
            yield from now_at(self.session, scenario, self.detail)
        yield from standing(self.session, scenario)

    # --- the role-play pack ------------------------------------------------------------------------------------------

    def _ask_where(self) -> None:
        self.dialogs.folder(self, _("A folder for the role-play pack"), self._save)

    def _save(self, folder: Path) -> None:
        scenario = self._scenario
        if scenario is not None:
            save_pack(self.session, scenario, folder, self._tell)

    def _tell(self, said: str, tone: str) -> None:
        self._said, self._tone = said, tone
        announce(self, said)
        self.refresh()
