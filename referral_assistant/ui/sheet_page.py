"""One sheet: typed in from paper, put right, or a learner's own reading of the case that is open."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from referral_assistant.i18n import _
from referral_assistant.problems import Problem
from referral_assistant.training.labels import next_label
from referral_assistant.training.readings import ENDING, content, file_name
from referral_assistant.ui.collected import collection_of
from referral_assistant.ui.dialogs import Dialogs
from referral_assistant.ui.exercises import exercises_of
from referral_assistant.ui.leaving import write
from referral_assistant.ui.own_reading import OwnForm
from referral_assistant.ui.page import Apart, Form
from referral_assistant.ui.sheet_form import SheetForm
from referral_assistant.ui.widgets import Banner, Button, Text, announce, tell

if TYPE_CHECKING:
    from referral_assistant.model import Sheet
    from referral_assistant.ui.session import Session


class SheetPage(Apart):
    """`sheet` takes sheet after sheet from paper, `sheet:change` puts one right, `sheet:own` saves one's own."""

    name: ClassVar[str] = "sheet"
    in_training: ClassVar[bool] = True
    measure: ClassVar[int] = 1000
    dialogs: ClassVar[Dialogs] = Dialogs()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._exercises, self._collection = exercises_of(session), collection_of(session)
        self._form_shown: SheetForm | OwnForm | None = None
        self._round = 1

    def arrive(self, detail: str = "") -> None:
        self._collection.hush()
        super().arrive(detail)
        if not self._exercises.listed:
            self._exercises.list_ahead(self._ready)

    def left(self) -> None:
        self._collection.draft = None

    def shape(self) -> Hashable:
        # A half-typed sheet stays whatever else changes; it is drawn anew when it was kept.
        return self._exercises.listed

    def build(self) -> Form:
        self._form_shown = None
        back = Button(_("&Back"), on=partial(self.go.emit, "compare"))
        if not self._exercises.listed:
            return Form(_("One sheet"), "", [Text(_("Reading the scenarios."), "muted")], [back], [], first=back)
        return self._own(back) if self.detail == "own" and self.session.case is not None else self._typing(back)

    # --- from paper --------------------------------------------------------------------------------------------------

    def _typing(self, back: Button) -> Form:
        draft, told = self._collection.draft, self._collection.told
        label, number = (draft.by, draft.round) if draft is not None else (self._collection.label, self._round)
        form = SheetForm(self.session.pack, self._scenario, label, number)
        if draft is not None:
            form.show_ratings(draft.readings)
        form.done.connect(self._keep_typed)
        self._form_shown = form
        keep = Button(_("&Keep this sheet"), "primary", on=self._keep_typed)
        lead = _("Scenario: {title}").format(title=self._title(self._scenario))
        said = [Banner(told.head, "settled")] if told.head else []
        title = _("Put a sheet right") if draft is not None else _("Type in from paper")
        return Form(title, lead, [*said, form], [back], [keep], first=form.label)

    def _keep_typed(self) -> None:
        form, draft = self._form_shown, self._collection.draft
        sheet = form.sheet() if isinstance(form, SheetForm) else None
        if sheet is None or not self._try(lambda: self._collection.put(sheet, draft)):
            return
        self._round, self._collection.label = sheet.round, next_label(sheet.by) or sheet.by
        if draft is not None:
            self.go.emit("compare")
            return
        self.redraw()
        self.take_focus()
        announce(self, self._collection.told.head)

    # --- one's own ---------------------------------------------------------------------------------------------------

    def _own(self, back: Button) -> Form:
        going = self._exercises.exercise
        scenario = going.scenario if going is not None and self._exercises.here else self._scenario
        form = self._form_shown = OwnForm(self.session, scenario, self._collection.label)
        keep = Button(_("&Keep it here"), on=self._keep_own)
        save = Button(_("&Save as a file …"), "primary", on=self._save_own)
        lead = _("What the answers of the open case say, domain by domain, with the reasons. Scenario: {title}")
        title = self._title(scenario)
        return Form(_("My own reading"), lead.format(title=title), [form], [back], [keep, save], first=form.label)

    def _own_sheet(self) -> Sheet | None:
        return self._form_shown.sheet() if isinstance(self._form_shown, OwnForm) else None

    def _keep_own(self) -> None:
        sheet = self._own_sheet()
        if sheet is not None and self._try(lambda: self._collection.put(sheet)):
            self._collection.scenario = sheet.scenario
            self.go.emit("compare")

    def _save_own(self) -> None:
        sheet = self._own_sheet()
        if sheet is None:
            return
        made, kinds = content(sheet, self.session.now()), _("Readings (*{ending})").format(ending=ENDING)

        def save(path: Path) -> None:
            if self._try(lambda: write(path, made)):
                self._collection.say(_("Saved as {name}.").format(name=path.name))
                self.go.emit("compare")

        self.dialogs.save_as(self, _("Save my own reading"), file_name(sheet), kinds, save)

    # --- inside ------------------------------------------------------------------------------------------------------

    @property
    def _scenario(self) -> str:
        return self._collection.scenario

    def _title(self, scenario: str) -> str:
        return next((s.title for s in self._exercises.scenarios() if s.id == scenario), scenario)

    def _ready(self) -> None:
        if self.isVisible():
            self.refresh()
            self.take_focus()

    def _try(self, act: Callable[[], object]) -> bool:
        """Do something that may not be possible; then that is said."""
        try:
            act()
        except Problem as problem:
            tell(self, str(problem), problem.advice)
            return False
        return True
