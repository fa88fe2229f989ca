"""What only a person can say of a file: which field a column holds, which area a name stands for, and of what kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from referral_assistant.content import load_vocabulary
from referral_assistant.directory.columns import COLUMNS
from referral_assistant.directory.field_words import heading
from referral_assistant.directory.report import Answers, Question
from referral_assistant.geography import names, search
from referral_assistant.i18n import _
from referral_assistant.ui.report_lines import Told
from referral_assistant.ui.session import Session
from referral_assistant.ui.widgets import Button, Card, Choice, Choices, Field, Fold, SearchBox, Stack, Text

MOST = 12
"""Questions shown at once. The others follow when these are answered: most files have none."""
NONE = "-"
"""What is chosen to leave a column, an area or a kind out."""


class Questions(Card):
    """The questions of a report, and what was answered so far. `read_again` gets all answers."""

    def __init__(
        self,
        session: Session,
        told: Told,
        answers: Answers,
        read_again: Callable[[Answers], object],
    ) -> None:
        found, unsorted = told.questions, told.incoming.unsorted
        super().__init__(_title(len(found) + bool(unsorted)), lead=_lead(len(found)), tone="attention")
        self._session = session
        self.answers = answers
        self._again = Button(_("&Read again with these answers"), on=lambda: read_again(self.answers))
        self._again.setEnabled(False)
        for question in found[:MOST]:
            self.add(self._column(question) if question.kind == "column" else self._area(question), above=10)
        if unsorted:
            self.add(self._kind(unsorted), above=10)
        self.add_buttons(self._again)

    def take_focus(self) -> None:
        """Put the focus on the first thing to choose."""
        for box in self.findChildren(Choices):
            box.focus_first()
            return

    # --- columns -----------------------------------------------------------------------------------------------------

    def _column(self, question: Question) -> QWidget:
        choices = [Choice(name, heading(name)) for name in question.offered]
        label = _("What does the column “{name}” hold?").format(name=question.asked)
        box = _choices(label, [*choices, Choice(NONE, _("Nothing we need: leave it out"))])
        box.chosen.connect(lambda values: self._hold(question.asked, values[0]))
        other = SearchBox(_("Another field for “{name}”").format(name=question.asked), _fields)
        other.picked.connect(lambda name: self._instead(box, lambda: self._hold(question.asked, name)))
        return _asked(label, box, _("Or another field"), other)

    def _hold(self, column: str, name: str) -> None:
        columns = {**self.answers.columns, column: "" if name == NONE else name}
        self._put(replace(self.answers, columns=columns))

    # --- areas -------------------------------------------------------------------------------------------------------

    def _area(self, question: Question) -> QWidget:
        areas = names(self._session.areas())
        choices = [Choice(area, areas.get(area, area)) for area in question.offered]
        said = _("Or another area") if choices else ""
        label = _("Which area does “{name}” stand for?").format(name=question.asked)
        if not question.asked:
            label = _("Some services name no area. Which one do they cover?")
        box = _choices(label, [*choices, Choice(NONE, _("None: leave it out"))])
        box.chosen.connect(lambda values: self._stand(question.asked, values[0]))
        other = SearchBox(_("Another area for “{name}”").format(name=question.asked or _("no area")), self._areas)
        other.picked.connect(lambda area: self._instead(box, lambda: self._stand(question.asked, area)))
        return _asked(label, box, said, other)

    def _stand(self, name: str, area: str) -> None:
        areas = {**self.answers.areas, name: () if area == NONE else (area,)}
        self._put(replace(self.answers, areas=areas))

    def _areas(self, text: str) -> Sequence[tuple[str, str]]:
        found = search(self._session.areas(), text, self._session.today)
        return [(area.id, area.name) for area in found]

    # --- kinds -------------------------------------------------------------------------------------------------------

    def _kind(self, count: int) -> QWidget:
        kinds = self._session.pack.words.get("kinds", {})
        label = _("1 service does not say what kind it is. Which is it?")
        if count > 1:
            label = _("{count} services do not say what kind they are. Which is it?").format(count=count)
        choices = [Choice(kind, kinds.get(kind, kind)) for kind in load_vocabulary().offer]
        box = _choices(label, [*choices, Choice(NONE, _("Sort them later, one by one"))])
        box.set_values((self.answers.kind,) if self.answers.kind else ())
        box.chosen.connect(lambda values: self._sort(values[0]))
        hint = Text(_("One that is not sorted is kept, and matched with nobody."), "note_muted")
        fold = Fold(_("the kinds"), lambda: box, opened=bool(self.answers.kind), name=label)
        return Stack([Text(label, "heading"), hint, fold], gap=2)

    def _sort(self, kind: str) -> None:
        self._put(replace(self.answers, kind="" if kind == NONE else kind))

    def _instead(self, box: Choices, answer: Callable[[], object]) -> None:
        """Something that is not among the choices was found by its name."""
        box.set_values(())
        answer()

    def _put(self, answers: Answers) -> None:
        self.answers = answers
        self._again.setEnabled(True)


def _title(count: int) -> str:
    return _("One thing to say first") if count == 1 else _("{count} things to say first").format(count=count)


def _lead(count: int) -> str:
    lead = _("Your answers are remembered for the next file of this kind. You may also go on without them.")
    if count > MOST:
        more = _("These are the first {count}; the others come when the file is read again.").format(count=MOST)
        return f"{lead} {more}"
    return lead


def _choices(name: str, choices: Sequence[Choice]) -> Choices:
    box = Choices("", choices, numbered=False)
    box.setAccessibleName(name)
    return box


def _asked(label: str, box: Choices, other: str, search_box: SearchBox) -> QWidget:
    """Choices, and a box to find what is not among them; the box first where there is nothing much to choose from."""
    if not other:
        return Stack([Field(label, search_box), box], gap=2)
    return Stack([Field(label, box), Text(other, "note_muted"), search_box], gap=2)


def _fields(text: str) -> Sequence[tuple[str, str]]:
    typed = text.casefold().strip()
    return [(column.field, column.header) for column in COLUMNS if typed in column.header.casefold()]
