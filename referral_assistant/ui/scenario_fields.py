"""Fields of a scenario, each bound to its place in it, which is named as the linter names it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from referral_assistant.ui.answer_form import AnswerForm
from referral_assistant.ui.scenario_draft import Draft
from referral_assistant.ui.widgets import Choice, Choices, Field, LineBox, NoteBox, NumberBox


class Fields:
    """Makes the fields of a draft and knows them by their places. `changed` hears the place after every change.

    `of` follows the name that a screen reader says, where the label alone stands for several fields.
    """

    def __init__(self, draft: Draft, changed: Callable[[str], object]) -> None:
        self.draft = draft
        self.held: dict[str, Field] = {}
        self._told: dict[str, tuple[Field, str]] = {}
        self._changed = changed

    def put(self, place: str, value: object) -> None:
        """Something else at a place."""
        self.draft.put(place, value)
        self._changed(place)

    def changed(self, place: str) -> None:
        """Something at a place was changed in another way."""
        self._changed(place)

    def line(self, place: str, label: str, hint: str = "", *, of: str = "") -> Field:
        """One line of text."""
        box = LineBox(_named(label, of), str(self.draft.value(place)))
        box.rested.connect(lambda text: self.put(place, " ".join(text.split())))
        return self.hold(place, Field(label, box, hint=hint))

    def note(self, place: str, label: str, hint: str = "", *, of: str = "", lines: int = 2) -> Field:
        """Several lines of text."""
        box = NoteBox(_named(label, of), str(self.draft.value(place)), lines=lines)
        box.rested.connect(lambda text: self.put(place, text))
        return self.hold(place, Field(label, box, hint=hint))

    def sentences(self, place: str, label: str, hint: str = "", *, lines: int = 3) -> Field:
        """A list of sentences, one on each line."""
        box = NoteBox(label, "\n".join(self.draft.value(place)), lines=lines)
        box.rested.connect(lambda text: self.put(place, tuple(filter(None, map(str.strip, text.splitlines())))))
        return self.hold(place, Field(label, box, hint=hint))

    def number(self, place: str, label: str, hint: str = "") -> Field:
        """A whole number; an empty box is 0."""
        value = self.draft.value(place)
        box = NumberBox(label, str(value) if value else "")
        box.rested.connect(lambda _text: self.put(place, box.number() or 0))
        return self.hold(place, Field(label, box, hint=hint))

    def one(self, place: str, label: str, choices: Sequence[tuple[str, str]], hint: str = "") -> Field:
        """One of a few."""
        box = Choices("", [Choice(code, text) for code, text in choices], numbered=False, flowing=True)
        box.setAccessibleName(label)
        box.set_values((self.draft.value(place),))
        box.chosen.connect(lambda values: self.put(place, values[0]))
        return self.hold(place, Field(label, box, hint=hint))

    def tick(self, place: str, text: str, hint: str = "", *, of: str = "") -> Choices:
        """Something that is so or is not."""
        box = Choices("", [Choice("yes", text, hint)], many=True, numbered=False)
        box.setAccessibleName(_named(text, of))
        box.set_values(("yes",) if self.draft.value(place) else ())
        box.chosen.connect(lambda values: self.put(place, bool(values)))
        return box

    def hold(self, place: str, field: Field) -> Field:
        """Know a field by its place."""
        self.held[place] = field
        return field

    # --- what the linter says ----------------------------------------------------------------------------------------

    def nearest(self, place: str) -> Field | None:
        """The field at a place, the first of those in it, or the one that holds it."""
        if place not in self.held:
            inside = (field for known, field in self.held.items() if known.startswith((f"{place}.", f"{place}[")))
            if (first := next(inside, None)) is not None:
                return first
        while place:
            if (found := self.held.get(place)) is not None:
                return found
            place = place[: max(place.rfind("."), place.rfind("["))] if "." in place or "[" in place else ""
        return None

    def show_mistakes(self, mistakes: Mapping[str, str]) -> None:
        """Say beside each field what is wrong with it, or nothing."""
        for place, field in self.held.items():
            wrong, before = mistakes.get(place, ""), self._told.get(place)
            # Dressing a field anew takes long, and most are as they were.
            if before is None or before != (field, wrong):
                field.error(wrong)
                self._told[place] = field, wrong


def reach(field: Field) -> None:
    """Put the focus into a field."""
    control: QWidget = field.control
    if isinstance(control, AnswerForm):
        control.first.setFocus(Qt.FocusReason.OtherFocusReason)
    elif isinstance(control, Choices):
        control.focus_first()
    else:
        control.setFocus(Qt.FocusReason.OtherFocusReason)


def _named(label: str, of: str) -> str:
    return f"{label}, {of}" if of else label
