"""The fields of an entry as a referrer reads them: which there are, in which order, and the control of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from referral_assistant.content import Vocabulary, load_vocabulary
from referral_assistant.directory.labels import label
from referral_assistant.i18n import _, long_date
from referral_assistant.model import Service
from referral_assistant.ui.areas_box import AreasBox
from referral_assistant.ui.marks_box import MarksBox
from referral_assistant.ui.service_draft import Draft, day
from referral_assistant.ui.service_words import said
from referral_assistant.ui.theme import px
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


@dataclass(frozen=True, slots=True)
class Shown:
    """A field as it stands on the page. control: `line`, `note`, `lines`, `number`, `day`, `one`, `many`, `areas` or
    `marks`."""

    name: str
    label: str
    control: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Fields under one heading; a pair stands side by side."""

    title: str
    lead: str
    rows: tuple[tuple[Shown, ...], ...]


def groups() -> tuple[Group, ...]:
    """Everything an entry says, in the order in which a referrer asks for it. The kind comes before, the criteria after
    whom it takes: each has a form of its own."""
    return (_what(), _whom(), _how(), _support(), _practical(), _source())


def _what() -> Group:
    active = _("Temporarily closed: nobody is referred, and it stays in the list.")
    return Group(
        _("What it is"),
        "",
        (
            (Shown("name", _("Name"), "line", _("The name people know it by.")),),
            (Shown("organisation", _("Organisation"), "line"),),
            (Shown("purpose", _("Whom is the line for?"), "one", _("Of a helpline or a consultation line.")),),
            (Shown("description", _("What it does"), "note"),),
            (Shown("status", _("Is it open?"), "one", active),),
            (
                Shown("alert", _("To know before ringing"), "line", _("Such as: no new people until March.")),
                Shown("ends_on", _("It ends on"), "day", _("Only where an end is known, such as of its funding.")),
            ),
        ),
    )


def _whom() -> Group:
    unknown = _("Nothing ticked means not known: then the program says “ask”, never no.")
    return Group(
        _("Who it takes"),
        unknown,
        (
            (Shown("genders", _("Gender"), "many"),),
            (
                Shown("minimum_age", _("Youngest age"), "number", _("Empty: no limit.")),
                Shown("maximum_age", _("Oldest age"), "number", _("Empty: no limit.")),
            ),
            (Shown("relationships", _("Abuse towards"), "many"),),
            (Shown("service_areas", _("Areas it covers"), "areas"),),
            (Shown("residence", _("Whose home counts?"), "one"),),
            (Shown("languages", _("Languages it works in"), "many"),),
            (Shown("interpreter", _("With an interpreter?"), "one"),),
            (Shown("access", _("What it offers so that people can take part"), "many"),),
            (Shown("communities", _("Work for particular communities"), "many"),),
            (Shown("harm_level", _("Level of harm it is for"), "one"),),
        ),
    )


def _how() -> Group:
    private = _("What is ticked stays in your directory, and no file or pack that is published has it.")
    return Group(
        _("How to refer"),
        "",
        (
            (Shown("routes", _("Who may refer"), "many"),),
            (
                Shown("contact.telephone", _("Telephone"), "line", _("Digits and spaces only.")),
                Shown("contact.email", _("E-mail"), "line", _("Of the service, not of one person.")),
            ),
            (Shown("contact.website", _("Website"), "line"),),
            (Shown("contact.consultation", _("Before you refer"), "note", _("Such as: ring first, ask for duty.")),),
            (Shown("contact.address", _("Address"), "lines", _("One line for each line of the address.")),),
            (Shown("private", _("Not for publication"), "many", private),),
        ),
    )


def _support() -> Group:
    lead = _("Linked support for a partner or ex-partner, by a different worker. Without it nothing is simply a fit.")
    return Group(
        _("Partner support"),
        lead,
        ((Shown("partner_support", _("Does it offer linked support?"), "one"),),),
    )


def _practical() -> Group:
    return Group(
        _("Practical"),
        "",
        (
            (Shown("formats", _("How sessions run"), "many"),),
            (Shown("schedules", _("When they run"), "many"),),
            (Shown("length", _("How long it takes"), "line", _("Such as: 26 weeks, Tuesday evenings.")),),
            (Shown("fees", _("Is there a fee?"), "one"),),
            (Shown("fees_note", _("About the fee"), "line", _("How much, and who pays.")),),
            (
                Shown("waiting", _("Waiting time"), "line", _("Such as: four months for a place.")),
                Shown("waiting_as_of", _("As of"), "day"),
            ),
            (Shown("accreditations", _("Accreditations"), "marks"),),
        ),
    )


def _source() -> Group:
    lead = _("So that somebody can check it. The day of a check by telephone is entered where you note the call.")
    hint = _("Such as: their website, or a call with their manager.")
    source = Shown("source", _("Source"), "line", hint)
    return Group(_("Where it comes from"), lead, ((source,),))


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
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(2))
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
        while (item := self._layer.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if says:
            name = _("Take back: {field}").format(field=self.shown.label)
            back = Button(take_back_text(self._draft), "link", name=name, on=lambda: take_back(self.name))
            for widget in (Text(says, "note_muted"), Flow([back])):
                self._layer.addWidget(widget)
                widget.show()
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
