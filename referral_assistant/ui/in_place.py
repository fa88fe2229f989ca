"""Small forms that open inside a page: fields with their errors beside them, and half-typed text kept under a key."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from referral_assistant.i18n import _
from referral_assistant.problems import Problem
from referral_assistant.ui.page import Page
from referral_assistant.ui.session import Session
from referral_assistant.ui.theme import HALO, px
from referral_assistant.ui.widgets import (
    Bullets,
    Button,
    Choice,
    Choices,
    DateBox,
    Field,
    Flow,
    LineBox,
    NoteBox,
    Text,
    announce,
    bring_into_view,
)


class Editor(QWidget):
    """A small form: `editor.line("by", "Done by", required="Enter who did it.")`, then `editor.finish("Save", save)`.

    `save` is called once nothing required is missing; a `Problem` it raises is shown in the form. What was half typed
    is kept under the key until it is saved or given up. Enter saves, Escape gives up.
    """

    def __init__(self, session: Session, key: str, give_up: Callable[[], object], inset: int) -> None:
        super().__init__()
        self.session = session
        self.key = f"#{key}"
        self._give_up = give_up
        self._save: Callable[[], object] = give_up
        self._fields: dict[str, Field] = {}
        self._required: dict[str, str] = {}
        kept = session.typed(self.key)[0]
        self._kept: dict[str, str] = json.loads(kept) if kept else {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(inset), px(4), px(inset), px(8))
        self._column.setSpacing(px(10))
        self._problem = Text("", "error")
        self._problem.hide()

    # --- what it holds -----------------------------------------------------------------------------------------------

    def say(self, text: str, kind: str = "body") -> None:
        """A sentence between the fields."""
        self._column.addWidget(Text(text, kind))

    def put(self, widget: QWidget) -> None:
        """Anything else between the fields."""
        if isinstance(widget, Bullets):
            widget.setContentsMargins(HALO, 0, HALO, 0)
        self._column.addWidget(widget)

    def line(self, name: str, label: str, *, text: str = "", hint: str = "", required: str = "") -> LineBox:
        """One line of text."""
        box = LineBox(label, self._kept.get(name, text))
        box.setMaximumWidth(px(520))
        box.rested.connect(lambda _text: self._keep())
        self._add(name, Field(label, box, hint=hint), required)
        return box

    def note(self, name: str, label: str, *, text: str = "", hint: str = "", required: str = "") -> NoteBox:
        """Several lines of text."""
        box = NoteBox(label, self._kept.get(name, text), lines=2)
        box.rested.connect(lambda _text: self._keep())
        self._add(name, Field(label, box, hint=hint), required)
        return box

    def when(self, name: str, label: str, at: datetime | None = None, *, required: str = "") -> DateBox:
        """A day and a time, now if nothing else is known."""
        box = DateBox(label, at or self.session.now(), timed=True)
        if name in self._kept:
            for part, text in zip(_parts(box), self._kept[name].split("|"), strict=True):
                part.setText(text)
        box.rested.connect(self._keep)
        self._add(name, Field(label, box), required or _("Enter the day and the time."))
        return box

    def day(self, name: str, label: str, *, hint: str = "", required: str = "") -> DateBox:
        """A day."""
        box = DateBox(label)
        self._add(name, Field(label, box, hint=hint), required)
        return box

    def choose(
        self,
        name: str,
        label: str,
        choices: Sequence[tuple[str, str]],
        *,
        chosen: str = "",
        required: str = "",
        many: bool = False,
    ) -> Choices:
        """One of a few, or ticks."""
        box = Choices("", [Choice(code, text) for code, text in choices], many=many, numbered=False)
        box.setAccessibleName(label)
        box.set_values(tuple(filter(None, self._kept.get(name, chosen).split("|"))))
        box.chosen.connect(lambda _values: self._keep())
        self._add(name, Field(label, box), required)
        return box

    def only_if(self, choices: Choices, code: str, *names: str) -> None:
        """Show these fields only while that is chosen. A field that is not shown is not required."""

        def turn() -> None:
            for name in names:
                self._fields[name].setVisible(code in choices.values())

        choices.chosen.connect(lambda _values: turn())
        turn()

    def finish(self, text: str, save: Callable[[], object], *, give_up: str = "") -> None:
        """The last row: save, or leave it."""
        self._save = save
        self._column.addWidget(self._problem)
        buttons = [Button(text, "secondary", on=self.submit), Button(give_up or _("Cancel"), "quiet", on=self.leave)]
        self._column.addWidget(Flow(buttons))

    # --- what was entered --------------------------------------------------------------------------------------------

    def text(self, name: str) -> str:
        """What stands in a field; of a field that is not shown, nothing."""
        field = self._fields[name]
        if field.isHidden():
            return ""
        return " ".join(_text(field.control).split()) if isinstance(field.control, LineBox) else _text(field.control)

    def moment(self, name: str) -> datetime:
        """A day and time with its zone: the end of that minute, so that what was recorded within it comes before."""
        box = self._fields[name].control
        assert isinstance(box, DateBox)
        found, now = box.moment(), self.session.now()
        assert found is not None
        return min(found.replace(second=59, tzinfo=now.tzinfo), now)

    def date(self, name: str) -> date:
        """A day."""
        box = self._fields[name].control
        assert isinstance(box, DateBox)
        found = box.value()
        assert found is not None
        return found

    def error(self, name: str, sentence: str) -> None:
        """Refuse a field from outside, with a sentence beside it."""
        self._fields[name].error(sentence)
        self._fields[name].control.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Save, if nothing stands against it."""
        self._problem.hide()
        wrong = [name for name in self._fields if self._wrong(name)]
        if wrong:
            self._reach(wrong[0])
            return
        try:
            # The draft goes first: saving may take the form away.
            kept = self.session.typed(self.key)[0]
            self.session.draft(self.key, "")
            self._save()
        except Problem as problem:
            self.session.draft(self.key, kept)
            self._problem.say(f"{problem} {problem.advice}".strip())
            self._problem.show()
            announce(self, str(problem))

    def leave(self) -> None:
        """Give up, and forget what was typed."""
        self.session.draft(self.key, "")
        self._give_up()

    def take_focus(self) -> None:
        """Start at the first field."""
        if self._fields:
            self._reach(next(iter(self._fields)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    # --- inside ------------------------------------------------------------------------------------------------------

    def _add(self, name: str, field: Field, required: str) -> None:
        self._fields[name] = field
        self._required[name] = required
        self._column.addWidget(field)

    def _wrong(self, name: str) -> bool:
        field, sentence = self._fields[name], ""
        if not field.isHidden():
            sentence = self._date_problem(field) or (
                self._required[name] if self._required[name] and not self.text(name) else ""
            )
        field.error(sentence)
        return bool(sentence)

    def _date_problem(self, field: Field) -> str:
        box = field.control
        if not isinstance(box, DateBox):
            return ""
        found, now = box.moment() if box.timed else None, self.session.now()
        if found and found.replace(tzinfo=now.tzinfo) > now + timedelta(minutes=1):
            return _("This time has not come yet.")
        return box.problem()

    def _reach(self, name: str) -> None:
        control = self._fields[name].control
        if isinstance(control, Choices):
            control.focus_first()
        else:
            control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self) -> None:
        texts = {name: _text(field.control) for name, field in self._fields.items()}
        self.session.draft(self.key, json.dumps(texts))


class OpensInPlace(Page):
    """A page in which one row at a time opens into a small form. `opened` names the row."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.opened = ""
        self.editor: Editor | None = None
        self.unfolded: set[str] = set()
        self._waits = False

    def arrive(self, detail: str = "") -> None:
        if not self.session.has_typed(f"#{self.opened}"):
            self.opened = ""
        super().arrive(detail)
        self._reach_editor()

    def refresh(self) -> None:
        if not self._waits:
            super().refresh()

    @contextmanager
    def drawn_once(self) -> Iterator[None]:
        """Draw the page once for several changes in a row."""
        self._waits = True
        try:
            yield
        finally:
            self._waits = False
            if self._form is not None:
                self.refresh()

    def open_in_place(self, key: str) -> None:
        """Open a row; the one that was open keeps what was typed."""
        self.keep()
        self.opened = key
        self.redraw()
        late = self.editor is None
        self._reach_editor()
        if self.editor is not None:
            self._area.ensureWidgetVisible(self.editor, 0, px(24))
            if late:
                # What came up just now has its place only after this turn.
                QTimer.singleShot(0, self.editor, partial(bring_into_view, self.editor, 24))

    def close_in_place(self) -> None:
        """Close the open row, and go back to what opened it."""
        opened, self.opened, self.editor = self.opened, "", None
        self.redraw()
        self._back_to(opened)

    def opener(self, text: str, key: str, name: str = "", kind: str = "link") -> Button:
        """The button that opens a row."""
        button = Button(text, kind, name=f"{text}: {name}" if name else text, on=lambda: self.open_in_place(key))
        button.setProperty("opens", key)
        return button

    def start_editor(self, key: str, *, inset: int = 6, give_up: Callable[[], object] | None = None) -> Editor:
        """The form of the row that is open; in a card it needs no inset of its own."""
        self.editor = Editor(self.session, key, give_up or self.close_in_place, inset)
        return self.editor

    def saved(self, save: Callable[[], object]) -> None:
        """Do it, and close the row; where it is refused the row stays open."""
        opened, self.opened = self.opened, ""
        try:
            save()
        except Problem:
            self.opened = opened
            raise
        self.refresh()
        self._back_to(opened)

    def _reach_editor(self) -> None:
        """Put the focus into the row that is open, which may not have come up yet."""
        if self.opened and self.editor is None:
            self.complete()
        if self.editor is not None:
            self.editor.take_focus()

    def _back_to(self, opened: str) -> None:
        button = self.seek(Button, lambda b: b.property("opens") == opened)
        if button is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def decide(self, **changes: object) -> None:
        """Record a part of the two decisions (S21)."""
        if self.session.case is not None:
            self.session.decide(replace(self.session.case.decision, **changes))  # type: ignore[arg-type]

    def turn_fold(self, key: str, opened: bool) -> None:
        """Remember what is unfolded while the page is drawn anew."""
        (self.unfolded.add if opened else self.unfolded.discard)(key)


def _parts(box: DateBox) -> tuple[LineBox, ...]:
    return (box.day, box.month, box.year, box.clock)


def _text(control: QWidget) -> str:
    if isinstance(control, NoteBox):
        return control.words()
    if isinstance(control, LineBox):
        return control.text().strip()
    if isinstance(control, Choices):
        return "|".join(control.values())
    assert isinstance(control, DateBox)
    texts = [part.text().strip() for part in _parts(control)]
    return "|".join(texts) if any(texts) else ""
