"""Looking back on an exercise: what went well first, then section by section; and what the learner writes of it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from referral_assistant.i18n import _
from referral_assistant.model import Manner
from referral_assistant.problems import Problem
from referral_assistant.ui.debrief_parts import Unfolding
from referral_assistant.ui.dialogs import Dialogs
from referral_assistant.ui.exercises import exercises_of
from referral_assistant.ui.leaving import write
from referral_assistant.ui.page import Apart, Form
from referral_assistant.ui.widgets import (
    Banner,
    Button,
    Card,
    Field,
    NoteBox,
    Space,
    Text,
    announce,
    side_by_side,
)
from referral_assistant.ui.widgets.select import Select

if TYPE_CHECKING:
    from referral_assistant.letter.debrief import Reflection
    from referral_assistant.letter.printing import Rendered
    from referral_assistant.model import Case, Exercise, Scenario
    from referral_assistant.training.debrief import Debrief
    from referral_assistant.ui.session import Session

WRITTEN = ("noticed", "differently", "supervision")


class DebriefPage(Apart):
    """`debrief` looks back on the exercise under way; `debrief:balanced/ID`, `debrief:collusive/ID` and
    `debrief:combative/ID` on a way through a scenario that nobody played, to teach from. What a learner writes here
    stands in memory while their exercise lasts, and leaves only as the PDF they save (S29)."""

    name: ClassVar[str] = "debrief"
    in_training: ClassVar[bool] = True
    measure: ClassVar[int] = 980
    dialogs: ClassVar[Dialogs] = Dialogs()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._said, self._tone = "", "settled"
        self._opened = {"well"}
        self._folds: list[Unfolding] = []
        self._found: tuple[Hashable, Debrief | None] | None = None
        self._written: tuple[Hashable, dict[str, str]] = (None, {})
        self._teach = ""
        self._ways: list[Button] = []
        session.changed.connect(self._forget_what_is_over)

    def arrive(self, detail: str = "") -> None:
        self._said, self._found = "", None
        self._opened = {"well"}
        super().arrive(detail)

    def forget(self) -> None:
        self._found, self._folds = None, []
        super().forget()

    # --- what there is to look back on -------------------------------------------------------------------------------

    def shape(self) -> Hashable:
        return self._key(), self._said, exercises_of(self.session).listed

    def _key(self) -> Hashable:
        """What a debrief is worked out from. What is said of confidence is not part of it."""
        going, exercises = exercises_of(self.session).exercise, exercises_of(self.session)
        played = (going.scenario, going.case, going.choices, going.released) if going is not None else None
        return self.detail, played, self.session.case if exercises.here else None

    def _debrief(self) -> Debrief | None:
        key = self._key()
        if self._found is None or self._found[0] != key:
            self._found = key, self._looked_back()
        return self._found[1]

    def _looked_back(self) -> Debrief | None:
        from referral_assistant.training.debrief import debrief, example

        exercises, pack = exercises_of(self.session), self.session.pack
        if self.detail:
            manner, _slash, scenario_id = self.detail.partition("/")
            scenario = exercises.find(scenario_id)
            known = scenario is not None and manner in [*Manner]
            return example(pack, scenario, Manner(manner)) if known and scenario is not None else None
        going, scenario = exercises.exercise, exercises.scenario
        case = self._case(going) if going is not None else None
        if going is None or scenario is None or case is None:
            return None
        return debrief(pack, scenario, going, case)

    def _case(self, going: Exercise) -> Case | None:
        """The learner's record, open or not; None where it is gone."""
        session = self.session
        if session.case is not None and session.case.id == going.case:
            return session.case
        try:
            case = session.store.case(going.case) if session.store is not None else None
        except Problem:
            return None
        return session.veil(case) if session.veil is not None and case is not None else case

    # --- what is shown -----------------------------------------------------------------------------------------------

    def build(self) -> Form:
        from referral_assistant.training.debrief_words import heading

        self._folds = []
        found = self._debrief()
        back = Button(_("&Back"), on=partial(self.go.emit, self.name if self.detail else "training"))
        if found is None:
            lead = _("Nothing has been played yet. Begin a scenario under Training, or look at an example.")
            return Form(_("Debrief"), lead, [*self._note(), self._examples()], [back], [], first=back)
        title, lead = heading(found)
        save = Button(_("&Save the debrief as PDF"), "primary", on=self._save_debrief)
        every = Button(_("Show &all"), on=self._show_all)
        return Form(title, lead, self._widgets(found), [back], [save], head=every, first=every)

    def _widgets(self, found: Debrief) -> Iterator[QWidget]:
        from referral_assistant.training.debrief_words import sections

        yield from self._note()
        if found.path and found.example is None:
            yield self._leave_the_parts()
        for section in sections(found):
            fold = Unfolding(section, partial(self._turned, section.id), opened=section.id in self._opened)
            self._folds.append(fold)
            yield fold
        yield Space(8)
        if found.example is None:
            yield self._confidence()
            yield self._reflection()
        yield self._examples()

    def _note(self) -> Iterator[QWidget]:
        if self._said:
            yield Banner(self._said, self._tone)

    def _leave_the_parts(self) -> Card:
        text = _("First leave the parts: everybody says their own name, and one thing they will do later today.")
        more = _(
            "If something here is close to home, you may leave without saying why. Your trainer knows whom to ring."
        )
        return Card().add(Text(text)).add(Text(more, "muted"))

    # --- what the learner says ---------------------------------------------------------------------------------------

    def _confidence(self) -> Card:
        from referral_assistant.ui.confidence import Confidence

        exercises = exercises_of(self.session)
        going = exercises.exercise
        assert going is not None
        lead = _("How do you feel about holding such a conversation? Say it for yourself, or leave it out.")
        card = Card(_("Before and after"), lead=lead)
        before = Confidence(_("Before this exercise"), going.confidence_before)
        after = Confidence(_("Now"), going.confidence_after)
        before.said.connect(lambda text: self._try(lambda: exercises.say_confidence(before=text)))
        after.said.connect(lambda text: self._try(lambda: exercises.say_confidence(after=text)))
        return card.add(side_by_side(before, after), above=8)

    def _reflection(self) -> Card:
        from referral_assistant.letter.debrief import questions

        lead = _(
            "For yourself alone. Use no real case, and nobody you know. It is not kept unless you save it as a PDF."
        )
        card = Card(_("Your own reflection"), lead=lead)
        kept = self._words()
        for name, (question, _said) in zip(WRITTEN, questions(self._record()), strict=False):
            box = NoteBox(question, kept.get(name, ""), lines=2)
            box.rested.connect(partial(self._write, name))
            card.add(Field(question, box), above=8)
        return card.add_buttons(Button(_("Save the &reflection as PDF"), on=self._save_reflection))

    def _write(self, name: str, text: str) -> None:
        self._words()[name] = text

    def _words(self) -> dict[str, str]:
        """What the learner wrote, for as long as the exercise is the same."""
        going = exercises_of(self.session).exercise
        exercise = (going.case, going.begun) if going is not None else None
        if self._written[0] != exercise:
            self._written = exercise, {}
        return self._written[1]

    def _forget_what_is_over(self) -> None:
        """Another exercise, or none, or a file that was closed: nothing anybody wrote outlives it."""
        if self._written[1]:
            self._words()

    def _record(self) -> Reflection:
        from referral_assistant.letter.debrief import Reflection

        going, scenario = exercises_of(self.session).exercise, exercises_of(self.session).scenario
        before, after = (going.confidence_before, going.confidence_after) if going is not None else ("", "")
        noticed, differently, supervision = (self._words().get(name, "") for name in WRITTEN)
        title = scenario.title if scenario is not None else ""
        return Reflection(title, noticed, differently, supervision, before, after)

    # --- examples ----------------------------------------------------------------------------------------------------

    def _examples(self) -> Card:
        """Ways that nobody played, of any scenario."""
        lead = _("The same look back on a way that nobody played: to teach from, or to compare with.")
        card = Card(_("Examples to teach from"), lead=lead)
        exercises = exercises_of(self.session)
        if not exercises.listed:
            exercises.list_ahead(self._come)
            return card.add(Text(_("Reading the scenarios."), "muted"))
        known = exercises.scenarios()
        select = Select(_("Scenario"), [(one.id, one.title) for one in known], self._taught(known), width=420)
        select.chosen.connect(self._choose)
        self._teach = select.value
        card.add(select, above=4)
        places = (
            (Manner.BALANCED, _("The right way")),
            (Manner.COLLUSIVE, _("Agreeing along throughout")),
            (Manner.COMBATIVE, _("Arguing throughout")),
        )
        self._ways = [Button(text, on=partial(self._example, manner)) for manner, text in places]
        self._offer_ways()
        return card.add_buttons(*self._ways)

    def _offer_ways(self) -> None:
        """Where the gate stops there is nothing to say, in whatever manner."""
        scenario = exercises_of(self.session).find(self._teach)
        for way in self._ways[1:]:
            way.setEnabled(scenario is not None and bool(scenario.beats))

    def _come(self) -> None:
        if self.isVisible() and self.session.training:
            self.refresh()

    def _taught(self, known: tuple[Scenario, ...]) -> str:
        """The scenario to begin with: the one on the page, the one that was chosen, the one under way, or the first."""
        going = exercises_of(self.session).exercise
        wanted = (self.detail.partition("/")[2], self._teach, going.scenario if going is not None else "")
        ids = [one.id for one in known]
        return next((found for found in wanted if found in ids), ids[0] if ids else "")

    def _choose(self, scenario_id: str) -> None:
        self._teach = scenario_id
        self._offer_ways()

    def _example(self, manner: Manner) -> None:
        self.go.emit(f"{self.name}:{manner.value}/{self._teach}")

    # --- what is done ------------------------------------------------------------------------------------------------

    def _turned(self, section: str, opened: bool) -> None:
        (self._opened.add if opened else self._opened.discard)(section)

    def _show_all(self) -> None:
        """Unfold every section, one in each turn: all at once would hold up the window."""
        self.complete()
        folded = [fold for fold in self._folds if fold.section.parts and not fold.opened]
        if folded:
            folded[0].turn()
            QTimer.singleShot(0, self, self._show_all)

    def _save_debrief(self) -> None:
        from referral_assistant.letter.debrief import debrief_pdf, file_name

        found, today = self._debrief(), self.session.today
        if found is not None:
            self._ask_where(file_name("debrief", today), lambda: debrief_pdf(found, today))

    def _save_reflection(self) -> None:
        from referral_assistant.letter.debrief import file_name, reflection_pdf

        self.keep()
        record, today = self._record(), self.session.today
        self._ask_where(file_name("reflection", today), lambda: reflection_pdf(record, today))

    def _ask_where(self, name: str, make: Callable[[], Rendered]) -> None:
        def chosen(path: Path) -> None:
            self._tell(_("The PDF is being made."), "accent")
            self.session.background.run(make, lambda made: self._keep(path, made))

        self.dialogs.save(self, name, chosen)

    def _keep(self, path: Path, made: Rendered) -> None:
        if made.missing:
            signs = " ".join(made.missing)
            self._tell(_("These characters cannot be printed: {signs}. Take them out.").format(signs=signs), "stop")
            return
        if self._try(lambda: write(path, made.content)):
            self._tell(_("Saved as {name}.").format(name=path.name), "settled")

    def _try(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except Problem as problem:
            self._tell(f"{problem} {problem.advice}", "stop")
            return False
        return True

    def _tell(self, text: str, tone: str) -> None:
        self._said, self._tone = text, tone
        if self.isVisible():
            announce(self, text)
            self.keep()
            self.refresh()
