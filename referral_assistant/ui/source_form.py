"""Who or what a fact comes from, and whether the person knows it (S22). Never shown in the room."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from referral_assistant.i18n import _
from referral_assistant.model import Answer, Known, Source
from referral_assistant.ui.session import Origin, Session
from referral_assistant.ui.theme import px
from referral_assistant.ui.widgets import Button, Choice, Choices, DateBox, Field, Flow, LineBox, Text, holds_focus

DATED = frozenset({Source.GIVEN_DOCUMENT, Source.RECORD})


class SourceForm(QWidget):
    """One line that says the source, and unfolds to change it. `changed` is sent when it is another.

    Afterwards it stands open from the start and has to be named: what came up from someone else must never pass for
    what the person said.
    """

    changed = Signal()

    def __init__(self, session: Session, *, must: bool = False, named: bool = True) -> None:
        super().__init__()
        self.session = session
        self.named = named
        self._must = must
        self._origin = Origin(Source.OTHER if must else Source.PERSON)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(4))
        self._line = Text("", "note_muted", wrap=False)
        self._open = Button(_("Change"), "link", name=_("Change where this comes from"), on=self._unfold)
        self._summary = Flow([self._line, self._open])
        self._column.addWidget(self._summary)
        self._summary.setVisible(not must)
        self._questions: _Questions | None = None

    def origin(self) -> Origin:
        """What is recorded with an answer."""
        return self._origin

    def show_origin(self, standing: Answer | None, *, needed: bool = False) -> None:
        """Show what is recorded. Afterwards it is hidden until something came up that needs a source."""
        if standing is not None:
            self._origin = Origin.of(standing)
        word = self.session.word("sources", self._origin.source.value)
        self._line.say(_("Where this comes from: {source}").format(source=word))
        if self._questions is not None or (needed and self._must):
            self._ask().show_origin(self._origin, named=self.named or not self._must)
        self.setVisible(needed or not self._must)

    def ask_for_it(self) -> str:
        """Ask for the source, and give the sentence that asks."""
        sentence = _("Say where this comes from.")
        self._ask().complain(sentence)
        return sentence

    def _ask(self) -> _Questions:
        """The questions, made when they are first wanted."""
        if self._questions is None:
            self._questions = _Questions(self.session)
            self._questions.named.connect(self._name)
            self._questions.changed.connect(self._put)
            self._column.addWidget(self._questions)
        return self._questions

    def _unfold(self) -> None:
        questions = self._ask()
        questions.show_origin(self._origin, named=self.named or not self._must)
        questions.show()
        self._summary.hide()
        questions.take_focus()

    def _name(self, source: Source) -> None:
        first, self.named = not self.named, True
        self._put(self._origin._replace(source=source), always=first)

    def _put(self, origin: Origin, *, always: bool = False) -> None:
        if always or origin != self._origin:
            self._origin = origin
            self.show_origin(None, needed=True)
            self.changed.emit()


class _Questions(QWidget):
    """Where it comes from, whether the person knows, how, and the date of a document. `named` is sent with a source
    that was chosen, `changed` with everything when anything else is."""

    named = Signal(object)
    changed = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._origin = Origin()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(4), 0, 0)
        column.setSpacing(px(8))
        self._error = Text("", "error")
        self._error.hide()
        sources = [Choice(s.value, session.word("sources", s.value)) for s in Source]
        self._sources = Choices(_("Where does this come from?"), sources, numbered=False)
        self._sources.chosen.connect(lambda values: self._name(Source(values[0])))
        known = [
            Choice(Known.YES.value, session.fill(_("Yes, {they} {knows|know}"))),
            Choice(Known.NO.value, _("No")),
            Choice(Known.NOT_KNOWN.value, _("Not known")),
        ]
        ask = session.fill(_("{Does|Do} {they} know that this was said?"))
        self._known = Choices(ask[:1].upper() + ask[1:], known, numbered=False)
        self._known.chosen.connect(lambda values: self._put(known=Known(values[0])))
        self._how = LineBox(_("How?"))
        self._how.rested.connect(lambda text: self._put(known_how=text.strip()))
        self._how_field = Field(session.fill(_("How {does|do} {they} know?")), self._how)
        self._date = DateBox(_("Date of the document or record"))
        self._date.rested.connect(lambda: self._put(source_date=self._date.value()))
        self._date_field = Field(_("Date of the document or record"), self._date)
        for widget in (self._error, self._sources, self._known, self._how_field, self._date_field):
            column.addWidget(widget)

    def show_origin(self, origin: Origin, *, named: bool) -> None:
        """Show what is recorded; nothing is chosen until it was named."""
        self._origin = origin
        self._sources.set_values([origin.source.value] if named else [])
        self._known.set_values([origin.known.value])
        other = origin.source is not Source.PERSON and named
        self._known.setVisible(other)
        self._how_field.setVisible(other and origin.known is Known.YES)
        self._date_field.setVisible(other and origin.source in DATED)
        if not self._how.hasFocus():
            self._how.setText(origin.known_how)
        if origin.source_date and not holds_focus(self._date):
            self._date.set_value(origin.source_date)

    def complain(self, sentence: str) -> None:
        """Say what is missing, and go where it is chosen."""
        self._error.say(sentence)
        self._error.show()
        self.take_focus()

    def take_focus(self) -> None:
        """Start at the source."""
        self._sources.focus_first()

    def _name(self, source: Source) -> None:
        self._error.hide()
        self.named.emit(source)

    def _put(self, **changes: object) -> None:
        self.changed.emit(self._origin._replace(**changes))  # type: ignore[arg-type]
