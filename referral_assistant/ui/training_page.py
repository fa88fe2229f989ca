"""Where training begins: the scenarios, the exercise under way, and the other places of training."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

from referral_assistant.i18n import _
from referral_assistant.problems import Problem
from referral_assistant.ui.brief_page import minutes_text, who_text
from referral_assistant.ui.exercises import exercises_of
from referral_assistant.ui.page import Apart, Form
from referral_assistant.ui.session import Session
from referral_assistant.ui.widgets import Banner, Button, Flow, RowButton, Rows, Space, Text, tell

if TYPE_CHECKING:
    from referral_assistant.model import Scenario

COLUMNS = (0, 270, 220, 80)
"""Pixels at 100 % of title, role, person and minutes."""


class TrainingPage(Apart):
    """A scenario is listed by its title, the learner's role, who comes and how long it takes: nothing else of it."""

    name: ClassVar[str] = "training"
    in_training: ClassVar[bool] = True
    measure: ClassVar[int] = 1126

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._asked = False
        self._first: QWidget | None = None

    def shape(self) -> Hashable:
        exercises = exercises_of(self.session)
        return exercises.listed, exercises.exercise, exercises.here

    def build(self) -> Form:
        self._first = None
        back = Button(_("&Back"), on=lambda: self.go.emit("cases"))
        lead = _("Invented people, played on the real screens. Choose one, read what it is about, and begin.")
        return Form(_("Training"), lead, list(self._widgets()), [back], first=lambda: self._first or back)

    def _widgets(self) -> Iterator[QWidget]:
        yield from self._under_way()
        links = self._links()
        if links:
            yield Flow(links)
            yield Space(8)
        exercises = exercises_of(self.session)
        if not exercises.listed:
            yield Text(_("Reading the scenarios."), "muted")
            self._read()
            return
        yield Text(_("Scenarios"), "heading")
        yield self._rows(exercises.scenarios())
        astray = exercises.astray()
        if astray:
            files = ", ".join(astray)
            yield Space(4)
            yield Text(
                _("Not here yet, because each has something to finish or to mend: {files}.").format(files=files),
                "note_muted",
            )

    def _rows(self, scenarios: tuple[Scenario, ...]) -> Rows:
        rows = Rows()
        heads = (_("Scenario"), _("You are"), _("Who comes"), _("Time"))
        rows.add(RowButton.heads(list(zip(heads, COLUMNS, strict=True))))
        for scenario in scenarios:
            texts = (scenario.title, scenario.role, who_text(scenario), minutes_text(scenario))
            styles = ("strong", "", "", "muted")
            row = RowButton(list(zip(texts, COLUMNS, styles, strict=True)), on=self._opener(scenario.id))
            self._first = self._first or row
            rows.add(row)
        return rows

    def _opener(self, scenario_id: str) -> Callable[[], None]:
        return self._goer(f"brief:{scenario_id}")

    def _links(self) -> list[Button]:
        """The other places of training, as far as there are pages of them."""
        from referral_assistant.ui.inside import TRAINING_PAGES

        places = [
            (_("Tour"), "switch:tour"),
            (_("Presenter view"), "switch:presenter"),
            (_("Notes on the scenario"), "notes"),
            (_("Compare the room"), "compare"),
            (_("Debrief"), "debrief"),
            (_("Scenarios of your own"), "scenario"),
        ]
        known = [(text, place) for text, place in places if place.startswith("switch:") or place in TRAINING_PAGES]
        return [Button(text, on=self._goer(place)) for text, place in known]

    def _goer(self, place: str) -> Callable[[], None]:
        return lambda: self.go.emit(place)

    def _read(self) -> None:
        if not self._asked:
            self._asked = True
            exercises_of(self.session).list_ahead(self._come)

    def _come(self) -> None:
        self._asked = False
        if self.isVisible() and self.session.training:
            self.refresh()
            self.take_focus()

    # --- what is under way -------------------------------------------------------------------------------------------

    def _under_way(self) -> Iterator[QWidget]:
        exercises = exercises_of(self.session)
        scenario = exercises.scenario
        if scenario is None:
            return
        text = _("“{title}” is under way").format(title=scenario.title)
        go_on = Button(_("&Go on with it"), "primary", on=self._go_on)
        self._first = go_on
        yield Banner(text).add_buttons(go_on, Button(_("&End it"), on=exercises.end))
        yield Space(8)

    def _go_on(self) -> None:
        session, going = self.session, exercises_of(self.session).exercise
        if going is not None and (session.case is None or session.case.id != going.case):
            try:
                session.open_case(going.case)
            except Problem:
                exercises_of(session).end()
                tell(self, _("Its case is not there any more."), _("Begin the scenario again from the list."))
                return
        self.go.emit("start")
