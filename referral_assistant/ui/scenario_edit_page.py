"""Scenarios of a trainer's own: begun from ours or from nothing, written part by part with the linter beside."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from referral_assistant.i18n import _
from referral_assistant.problems import Problem
from referral_assistant.ui import scenario_shelf
from referral_assistant.ui.dialogs import Dialogs
from referral_assistant.ui.opens import Opens
from referral_assistant.ui.own_scenarios import NEW
from referral_assistant.ui.page import Apart, Form
from referral_assistant.ui.scenario_draft import Draft, begin, draft_of
from referral_assistant.ui.scenario_fields import Fields, reach
from referral_assistant.ui.scenario_parts import Parts
from referral_assistant.ui.scenario_todo import WIDE, Todo
from referral_assistant.ui.scenario_words import TOLD, part_of, parts
from referral_assistant.ui.session import Session
from referral_assistant.ui.theme import px
from referral_assistant.ui.widgets import (
    Banner,
    Button,
    Choice,
    Choices,
    Fold,
    Space,
    Text,
    announce,
    ask,
    bring_into_view,
    scrolling,
    tell,
)

if TYPE_CHECKING:
    from referral_assistant.model import Scenario

ROOM_FOR_TODO = 1160
"""Pixels at 100 % the page needs to have the list of mistakes beside the form; with less it unfolds above."""
KIND = "*.toml"


class ScenarioEditPage(Apart):
    """ "scenario" lists them, "scenario:new" begins one, "scenario:ID" is one of the trainer's own.

    What is typed is in a draft's file at every rest; `Save` puts it in the scenario's own file, finished or not.
    """

    name: ClassVar[str] = "scenario"
    in_training: ClassVar[bool] = True
    measure: ClassVar[int] = 760
    dialogs: ClassVar[Dialogs] = Dialogs()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._draft: Draft | None = None
        self._fields: Fields | None = None
        self._parts: Parts | None = None
        self._todo: Todo | None = None
        self._play: Button | None = None
        self._save_button: Button | None = None
        self._count: Text | None = None
        self._part = TOLD
        self._seen: set[str] = set()
        self._left_earlier = self._begun = False
        self._said = ""

    # --- coming and going --------------------------------------------------------------------------------------------

    def arrive(self, detail: str = "") -> None:
        self._draft = draft_of(self.session, detail) if detail else None
        self._part, self._seen, self._said = TOLD, set(), ""
        self._left_earlier = self._draft is not None and self._draft.has_work and not self._begun
        self._begun = False
        super().arrive(detail)
        self._look(at_once=True)

    def forget(self) -> None:
        self._fields, self._parts, self._todo, self._play = None, None, None, None
        self._save_button, self._count = None, None
        super().forget()

    def shape(self) -> Hashable:
        new = self._draft.is_new if self._draft is not None else None
        return self._wide(), self._part, self._left_earlier, self._said, new

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._form is not None and self._draft is not None and self._wide() is not (self._form.beside is not None):
            self.refresh()

    def _wide(self) -> bool:
        return self.width() >= px(ROOM_FOR_TODO)

    @property
    def draft(self) -> Draft:
        """What is being written."""
        assert self._draft is not None
        return self._draft

    # --- the form ----------------------------------------------------------------------------------------------------

    def build(self) -> Form:
        if self._draft is None:
            return scenario_shelf.begin_form(self) if self.detail == NEW else scenario_shelf.list_form(self)
        fields = self._fields = Fields(self.draft, self._changed)
        self._parts = Parts(fields, self._redo, self._mend_order, self._whole_buttons())
        todo = self._todo = Todo(self.draft, self.go_to)
        wide = self._wide()
        self._play = Button(_("&Play it"), on=self._begin)
        left = [Button(_("&Back"), on=lambda: self.go.emit("scenario"))]
        if self._left_earlier:
            left.append(Button(_("Throw the changes away"), "quiet", on=self._throw_away))
        self._save_button = Button(_("&Save"), "primary", on=self.save)
        right = [self._play, self._save_button]
        title = self.draft.scenario.title or _("A scenario of your own")
        lead = _("Make everybody up: no real person, case, place or number belongs here, not even a little changed.")
        widgets = self._widgets(None if wide else todo)
        beside = scrolling(todo, WIDE) if wide else None
        return Form(title, lead, widgets, left, right, first=self._first, beside=beside)

    def complete(self) -> None:
        super().complete()
        if self._parts is not None:
            self._parts.complete()

    def fill_in(self) -> None:
        if self._draft is not None:
            self._show_state()

    def _widgets(self, above: Todo | None) -> Iterator[QWidget]:
        if self._said:
            yield Banner(self._said, "settled")
        elif self._left_earlier:
            yield Banner(_("What you wrote earlier is still here. It is not saved yet."), "attention")
        yield self._navigation()
        if above is not None:
            # Made now, shown when it is wanted: the list would stand in the way of the form.
            self._count = Text("", "note")
            yield self._count
            yield Fold(_("what is to put right"), lambda: above)
        yield Space(2)
        assert self._parts is not None
        yield from self._parts.make(self._part)
        self._show_state()

    def _navigation(self) -> Choices:
        box = Choices("", [Choice(part, title) for part, title in parts().items()], numbered=False, flowing=True)
        box.setAccessibleName(_("Part of the scenario"))
        box.set_values((self._part,))
        box.chosen.connect(lambda values: self._turn_to(values[0]))
        self._nav = box
        return box

    def _first(self) -> QWidget:
        return next(row for row in self._nav.rows if row.isChecked())

    def _whole_buttons(self) -> list[Button]:
        found = [Button(_("Save as a file …"), on=self._export)]
        text = _("Delete this scenario") if not self.draft.is_new else _("Throw it away")
        return [*found, Button(text, "quiet", on=self._ask_to_delete)]

    # --- going about in it -------------------------------------------------------------------------------------------

    def go_to(self, place: str) -> None:
        """Bring up the part in which a place is, open what is folded over it, and put the focus there."""
        self._seen.add(place)
        part = part_of(place)
        if part != self._part:
            self._turn_to(part)
        self._reach(place)

    def _turn_to(self, part: str) -> None:
        self.keep()
        self._part, self._said = part, ""
        self.refresh()
        title = parts()[part]
        announce(self, title)

    def _redo(self, place: str) -> None:
        self.keep()
        self.redraw()
        if place:
            self._reach(place)

    def _reach(self, place: str) -> None:
        self.complete()
        if self._parts is None or self._fields is None:
            return
        self._parts.unfold(place)
        field = self._fields.nearest(place)
        if field is not None:
            self._show_state()
            reach(field)
            bring_into_view(field)
        elif (widget := self._parts.widget_at(place)) is not None:
            bring_into_view(widget)
            if isinstance(widget, Opens):
                widget.take_focus()
                return
            stop = next((w for w in widget.findChildren(Button) if w.isVisible()), None)
            if stop is not None:
                stop.setFocus()

    def _mend_order(self) -> None:
        if self._laid is not None and self._laid.whole:
            self._laid.mend_order()

    # --- what was changed, and what is wrong -------------------------------------------------------------------------

    def _changed(self, place: str) -> None:
        self._seen.add(place)
        self._said = ""
        self._show_state()
        self._look()

    def _look(self, *, at_once: bool = False) -> None:
        if self._draft is not None:
            self._draft.look(self._landed, at_once=at_once)

    def _landed(self) -> None:
        if self._form is not None and self._draft is not None and self._fields is not None:
            self._show_state()

    def _show_state(self) -> None:
        if self._fields is None or self._parts is None or self._todo is None:
            return
        self._todo.show_state()
        mistakes = {m.place: m.sentence for m in reversed(self.draft.mistakes) if m.place in self._seen}
        self._fields.show_mistakes(mistakes)
        self._parts.show_state()
        if self._play is not None:
            self._play.setEnabled(self.draft.playable)
        if self._save_button is not None:
            self._save_button.say(_("&Save") if self.draft.has_work else _("Saved"))
            self._save_button.setEnabled(self.draft.has_work)
        if self._count is not None:
            self._count.say(self._todo.summary)

    # --- saving ------------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Save it, finished or not; where it gets another name, ask first."""
        self.keep()
        if not self.draft.renamed:
            self._save()
            return
        text = _("Readings that learners handed in under “{name}” will no longer belong to it.")
        ask(
            self,
            _("Give it the short name “{name}”?").format(name=self.draft.scenario.id),
            [text.format(name=self.draft.saved.id)],
            yes=_("Rename and save"),
            on_yes=self._save,
        )

    def _save(self) -> bool:
        try:
            saved = self.draft.save()
        except Problem as problem:
            tell(self, str(problem), problem.advice)
            return False
        self.detail, self._left_earlier = saved, False
        self.refresh()
        announce(self, _("Saved."))
        self._look(at_once=True)
        return True

    def _begin(self) -> None:
        self.keep()
        if self.draft.playable and (not self.draft.has_work or self._save()):
            self.go.emit(f"brief:{self.draft.scenario.id}")

    def _export(self) -> None:
        self.keep()
        name = f"{self.draft.scenario.id or _('scenario')}.toml"
        self.dialogs.save_as(self, _("Save the scenario"), name, f"{_('Scenarios')} ({KIND})", self._write)

    def _write(self, path: Path) -> None:
        from referral_assistant.training.scenario_file import write_scenario

        try:
            write_scenario(path, self.draft.scenario)
        except Problem as problem:
            tell(self, str(problem), problem.advice)
            return
        self._said = _("Saved as {name}.").format(name=path.name)
        self.redraw()

    def _throw_away(self) -> None:
        self.draft.throw_away()
        self.arrive(self.detail)

    def _ask_to_delete(self) -> None:
        ask(
            self,
            _("Delete “{title}”?").format(title=self.draft.scenario.title or _("this scenario")),
            [_("It is gone for good. Readings that learners handed in stay in their files.")],
            yes=_("Delete it"),
            danger=True,
            on_yes=self._delete,
        )

    def _delete(self) -> None:
        try:
            self.draft.delete()
        except Problem as problem:
            tell(self, str(problem), problem.advice)
            return
        self._draft = None
        self.go.emit("scenario")

    # --- beginning one -----------------------------------------------------------------------------------------------

    def take(self, scenario: Scenario) -> None:
        """Go on with a scenario that is begun now, from another or from nothing."""
        try:
            begin(self.session, scenario)
        except Problem as problem:
            tell(self, str(problem), problem.advice)
            return
        self._begun = True
        self.go.emit(f"scenario:{NEW}")
