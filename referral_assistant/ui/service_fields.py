"""One field of an entry that is being edited: its control, what is wrong, and what its origin says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from referral_assistant.content import Vocabulary, load_vocabulary
from referral_assistant.directory.labels import label
from referral_assistant.i18n import _, long_date
from referral_assistant.model import Service
from referral_assistant.ui.areas_box import AreasBox
from referral_assistant.ui.columns import clear, column_in, put_up
from referral_assistant.ui.marks_box import MarksBox
from referral_assistant.ui.service_draft import Draft, day
from referral_assistant.ui.service_groups import Shown
from referral_assistant.ui.service_words import said
from referral_assistant.ui.widgets import (
    Button,
    Choice,
    Choices,
    DateBox,
    Field,
    Flow,
    LineBox,
    NoteBox,
    NumberBox,
    Text,
)

LISTS: dict[str, Callable[[Vocabulary], Sequence[str]]] = {
    "kind": lambda v: v.offer,
    "purpose": lambda v: v.purposes,
    "status": lambda v: v.service["statuses"],
    "interpreter": lambda v: v.service["yes_no_unknown"],
    "partner_support": lambda v: v.service["yes_no_unknown"],
    "harm_level": lambda v: v.service["harm_levels"],
    "languages": lambda v: tuple(x for x in v.facts["language"].values if x != "other"),
}
"""The closed list of each field that does not have one of its own name."""


# --- one field -------------------------------------------------------------------------------------------------------


class Held(QWidget):
    """One field of a draft: its control, what is wrong, and what its origin says where something else stands there.

    `changed` is called with the field after every change of the draft.
    """

    def __init__(self, draft: Draft, shown: Shown, changed: Callable[[str], object]) -> None:
        super().__init__()
        self._draft, self.shown, self._changed = draft, shown, changed
        self.control = _CONTROLS[shown.control](self)
        self.field = Field(shown.label, self.control, hint=shown.hint)
        column = column_in(self, 2)
        column.addWidget(self.field)
        self._layer = QVBoxLayout()
        self._layer.setSpacing(0)
        column.addLayout(self._layer)
        self._says = ""
        self.setAccessibleName(shown.label)

    @property
    def name(self) -> str:
        """The field."""
        return self.shown.name

    @property
    def value(self) -> Any:
        """Its plain value, None where it is empty."""
        return self._draft.value(self.name)

    @property
    def draft(self) -> Draft:
        """The draft it belongs to."""
        return self._draft

    def put(self, value: Any) -> None:
        """Change the draft."""
        self._draft.put(self.name, value)
        self._changed(self.name)

    def put_unread(self, texts: tuple[str, ...], why: str) -> None:
        """Keep what is no value yet."""
        self._draft.put_unread(self.name, texts, why)
        self._changed(self.name)

    def show_layer(self, take_back: Callable[[str], object]) -> bool:
        """Say what the origin has, where something else stands here, and offer to take it back. Whether that changed
        what stands on the page."""
        says = origin_says(self._draft, self.name)
        if says == self._says:
            return False
        self._says = says
        clear(self._layer)
        if says:
            name = _("Take back: {field}").format(field=self.shown.label)
            back = Button(take_back_text(self._draft), "link", name=name, on=lambda: take_back(self.name))
            put_up(self._layer, Text(says, "note_muted"))
            put_up(self._layer, Flow([back]))
        return True


def origin_says(draft: Draft, field: str) -> str:
    """What the origin has where something else stands; empty where nothing else does."""
    if not draft.laid_over(field):
        return ""
    assert draft.entry is not None
    areas = {area.id: area for area in draft.session.areas()}
    value = said(field, draft.imported(field), areas)
    whose = {
        "pack": _("The pack says: {value}."),
        "file": _("The file says: {value}."),
        "program": _("The program came with: {value}."),
    }
    text = whose.get(draft.entry.origin.kind, whose["file"]).format(value=value.rstrip("."))
    local = next((row for row in draft.entry.local if row.field == field), None)
    if local is not None:
        by = _("Changed here by {name} on {date}.").format(name=local.by, date=long_date(local.at.date()))
        text = f"{text} {by}"
    if field in draft.entry.differs:
        text = f"{text} {_('It said something else when that was changed.')}"
    return text


def take_back_text(draft: Draft) -> str:
    """The words of the key that goes back to what the origin says."""
    kind = draft.entry.origin.kind if draft.entry else ""
    return {
        "pack": _("Take back to what the pack says"),
        "program": _("Take back to what the program came with"),
    }.get(kind, _("Take back to what the file says"))


# --- controls --------------------------------------------------------------------------------------------------------


def _line(held: Held) -> QWidget:
    box = LineBox(held.shown.label, str(held.value or ""))
    box.rested.connect(lambda text: held.put(" ".join(text.split())))
    return box


def _note(held: Held) -> QWidget:
    box = NoteBox(held.shown.label, str(held.value or ""), lines=2)
    box.rested.connect(held.put)
    return box


def _lines(held: Held) -> QWidget:
    box = NoteBox(held.shown.label, "\n".join(held.value or ()), lines=3)
    box.rested.connect(lambda text: held.put([line.strip() for line in text.splitlines() if line.strip()]))
    return box


def _number(held: Held) -> QWidget:
    box = NumberBox(held.shown.label, "" if held.value is None else str(held.value))
    box.rested.connect(lambda _text: held.put(box.number()))
    return box


def _day(held: Held) -> QWidget:
    box = DateBox(held.shown.label, day(held.value))
    half = held.draft.unread.get(held.name)
    if half:
        for part, text in zip((box.day, box.month, box.year), half[0], strict=True):
            part.setText(text)

    def rested() -> None:
        found, texts = box.value(), (box.day.text(), box.month.text(), box.year.text())
        if found is None and any(texts):
            held.put_unread(texts, box.problem())
        else:
            held.put(found.isoformat() if found else None)

    box.rested.connect(rested)
    return box


def _one(held: Held) -> QWidget:
    box = _choices(held, many=False)
    default = _default(held.name)
    box.set_values((held.value or default,))
    box.chosen.connect(lambda values: held.put(None if values[0] == default else values[0]))
    return box


def _default(name: str) -> str:
    """What a field holds where nothing was said."""
    return str(next(f.default for f in fields(Service) if f.name == name))


def _many(held: Held) -> QWidget:
    box = _choices(held, many=True)
    box.set_values(held.value or ())
    box.chosen.connect(lambda values: held.put(list(values)))
    return box


def _choices(held: Held, *, many: bool) -> Choices:
    vocabulary, name = load_vocabulary(), held.name
    allowed: Sequence[str] = LISTS[name](vocabulary) if name in LISTS else vocabulary.service[name]
    found = [Choice(value, label(name, value)) for value in allowed]
    if not many and _default(name) == "" and name != "kind":
        found.append(Choice("", _("Not known")))
    box = Choices("", found, many=many, numbered=False, flowing=True)
    box.setAccessibleName(held.shown.label)
    return box


def _areas(held: Held) -> QWidget:
    session = held.draft.session
    box = AreasBox(held.shown.label, session.areas(), held.value or (), session.today)
    box.changed.connect(lambda values: held.put(list(values)))
    return box


def _marks(held: Held) -> QWidget:
    box = MarksBox(held.shown.label, held.value or [])
    box.changed.connect(held.put)
    return box


_CONTROLS: dict[str, Callable[[Held], QWidget]] = {
    "line": _line,
    "note": _note,
    "lines": _lines,
    "number": _number,
    "day": _day,
    "one": _one,
    "many": _many,
    "areas": _areas,
    "marks": _marks,
}
