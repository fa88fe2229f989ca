"""One card as a form: the answer, what was said and seen, and where it comes from. Recorded as it is given."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from referral_assistant.geography import find
from referral_assistant.i18n import _, fill
from referral_assistant.model import Answer, Card, CardKind, SectionKind, Source, State
from referral_assistant.ui.area_search import AreaSearch
from referral_assistant.ui.session import Origin, Session
from referral_assistant.ui.source_form import SourceForm
from referral_assistant.ui.theme import px
from referral_assistant.ui.widgets import (
    Choice,
    Choices,
    DateBox,
    Field,
    LineBox,
    NamesBox,
    NoteBox,
    NumberBox,
    SearchBox,
    Space,
    ask,
    holds_focus,
    side_by_side,
)

CHOSEN = frozenset({CardKind.ONE, CardKind.MANY})
TRAINED = "trained"
"""The card of the gate that asks about the practitioner's training."""
TYPED = frozenset({CardKind.TEXT, CardKind.NUMBER, CardKind.DATE})


class CardForm(QWidget):
    """The controls of a card, the same in the conversation and in everything answered.

    What is chosen is recorded at once; what is typed is kept as a draft at every rest, and recorded by `commit`, which
    the page calls when it is left. A change that puts later answers out of the path is asked about before it is made.
    """

    def __init__(self, session: Session, card: Card) -> None:
        super().__init__()
        self.session = session
        self.card = card
        section = session.pack.section_of(card.id)
        self._afterwards = section.kind is SectionKind.AFTER
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(4))
        self.control = self._made()
        self._column.addWidget(self.control)
        self.words: NoteBox | None = None
        self.observed: NoteBox | None = None
        self.source: SourceForm | None = None
        if card.words and card.kind in CHOSEN:
            self._add_words()
        if card.words and not session.in_room:
            self._add_source()
        self.fill_in()

    # --- what the page calls -----------------------------------------------------------------------------------------

    @property
    def first(self) -> QWidget:
        """Where the focus starts."""
        if isinstance(self.control, Choices):
            rows = self.control.rows
            return next((r for r in rows if r.isChecked()), rows[0]) if rows else self.control
        return self._box

    def number(self, digit: int) -> bool:
        """Choose the option of that number."""
        return isinstance(self.control, Choices) and self.control.choose_number(digit)

    def fill_in(self) -> None:
        """Show what is recorded, or half typed."""
        standing = self._standing()
        values = standing.values if standing and standing.state is State.ANSWERED else ()
        self._show_values(values)
        words, observed = (standing.words, standing.observed) if standing else ("", "")
        if self.session.has_typed(self.card.id):
            words, observed = self.session.typed(self.card.id)
        if self.words is not None and self.observed is not None:
            self.words.set_words(words)
            self.observed.set_words(observed)
        if self.source is not None:
            self.source.show_origin(standing, needed=self._afterwards and self._says_something(values))

    def commit(self) -> None:
        """Record what was typed beside the answer."""
        for box in (self.words, self.observed):
            if box is not None:
                box.flush()
        if self.card.kind in TYPED:
            self._commit_value(self._standing())
        if self.words is not None and self._standing() is not None:
            self.session.reword(self.card.id, *self._said())

    def problem(self) -> str:
        """What keeps this card from being left, if anything: a date that is none, or a source that was not named."""
        if isinstance(self._box, DateBox) and (wrong := self._box.problem()):
            return wrong
        if self.source is not None and self._afterwards and not self.source.named:
            standing = self._standing()
            if standing is not None and self._says_something(standing.values):
                return self.source.ask_for_it()
        return ""

    def leave(self, state: State) -> None:
        """Record that the card was declined, could not be asked or does not apply, with what stands beside it."""
        self.session.leave(self.card.id, state, *self._said())

    # --- the control -------------------------------------------------------------------------------------------------

    def _made(self) -> QWidget:
        card, say = self.card, self.session.fill
        label, hint = say(card.ask), " ".join(filter(None, (say(card.hint), required(self.session, card.id))))
        if card.kind in CHOSEN:
            offered = self.session.derived.offered(card)
            found = [Choice(o.id, say(o.text), say(o.hint), o.alone) for o in offered]
            choices = Choices(label, found, many=card.kind is CardKind.MANY, hint=hint)
            choices.chosen.connect(self._chose)
            self._box: QWidget = choices
            return choices
        self._box = self._typed_box(label)
        return Field(label, self._box, hint=hint)

    def _typed_box(self, label: str) -> QWidget:
        kind = self.card.kind
        if kind is CardKind.AREA:
            area = AreaSearch(self.session, self.card, label)
            area.picked.connect(lambda found: self._record((found,)))
            return area
        if kind is CardKind.NAMES:
            names = NamesBox(label)
            names.changed.connect(self._record)
            return names
        if kind is CardKind.DATE:
            day = DateBox(label)
            day.rested.connect(lambda: self._commit_value(self._standing()))
            return day
        line = NumberBox(label) if kind is CardKind.NUMBER else LineBox(label)
        line.rested.connect(lambda text: self.session.draft(self._value_key, text.strip()))
        return line

    def _show_values(self, values: tuple[str, ...]) -> None:
        box = self._box
        if isinstance(box, Choices | NamesBox):
            box.set_values(values)
        elif isinstance(box, SearchBox):
            area = find(self.session.areas(), values[0], self.session.today) if values else None
            box.show_chosen(area.name if area else "")
        elif isinstance(box, DateBox):
            if not holds_focus(box) and values:
                box.set_value(date.fromisoformat(values[0]))
        elif isinstance(box, LineBox) and not box.hasFocus():
            typed = self.session.typed(self._value_key)[0]
            box.setText(typed or (values[0] if values else ""))

    # --- recording ---------------------------------------------------------------------------------------------------

    @property
    def _value_key(self) -> str:
        return f"{self.card.id}#value"

    def _standing(self) -> Answer | None:
        return self.session.derived.standing.get(self.card.id)

    def _said(self) -> tuple[str, str]:
        if self.words is None or self.observed is None:
            standing = self._standing()
            return (standing.words, standing.observed) if standing else ("", "")
        return self.words.words(), self.observed.words()

    def _says_something(self, values: tuple[str, ...]) -> bool:
        """Whether more was chosen than "it did not come up"."""
        return any((o := self.card.option(v)) is None or not o.alone for v in values)

    def _chose(self, values: tuple[str, ...]) -> None:
        gone = self.session.put_out(self.card.id, values)
        if not gone:
            self._record(values)
            return
        ask(
            self,
            _("This takes some answers out of the conversation"),
            [_("They are kept, but no longer count. Change this answer back and they count again.")],
            items=[self.session.fill(card.title) for card in gone],
            yes=_("Change it"),
            no=_("Leave it as it was"),
            on_yes=lambda: self._record(values),
        ).rejected.connect(self.fill_in)

    def _record(self, values: tuple[str, ...]) -> None:
        if not values and self.card.kind in CHOSEN:
            # Nothing is ticked any more: an answer without a value would count as one (S1), so all is taken back.
            self.session.clear(self.card.id)
            return
        self.session.answer(self.card.id, values, *self._said(), self._origin())

    def _origin(self) -> Origin:
        if self.source is not None:
            return self.source.origin()
        standing = self._standing()
        if standing is None:
            return Origin(Source.OTHER if self._afterwards else Source.PERSON)
        return Origin.of(standing)

    def _commit_value(self, standing: Answer | None) -> None:
        value = self._value()
        recorded = standing.values[0] if standing and standing.values else ""
        if value and value != recorded:
            self._record((value,))
        if self.session.has_typed(self._value_key):
            self.session.draft(self._value_key, "")

    def _value(self) -> str:
        if isinstance(self._box, DateBox):
            day = self._box.value()
            return day.isoformat() if day else ""
        return " ".join(self._box.text().split()) if isinstance(self._box, LineBox) else ""

    # --- what stands beside it ---------------------------------------------------------------------------------------

    def _add_words(self) -> None:
        said = _("What was said or written") if self._afterwards else "{Their} words"
        their, seen = self.session.fill(said), _("What you observed")
        self.words = NoteBox(their, placeholder=_("Optional"))
        self.observed = NoteBox(seen, placeholder=_("Optional"))
        for box in (self.words, self.observed):
            box.rested.connect(lambda _text: self.session.draft(self.card.id, *self._said()))
        self._column.addWidget(Space(8))
        self._column.addWidget(side_by_side(Field(their, self.words), Field(seen, self.observed)))

    def _add_source(self) -> None:
        # An answer from an earlier visit had its source named, or stands under the one that is kept out of most.
        named = self._standing() is not None
        self.source = SourceForm(self.session, must=self._afterwards, named=named)
        self.source.changed.connect(self._sourced)
        self._column.addWidget(Space(4))
        self._column.addWidget(self.source)

    def _sourced(self) -> None:
        standing = self._standing()
        if standing is not None and standing.state is State.ANSWERED:
            self.session.answer(self.card.id, standing.values, *self._said(), self._origin())


def required(session: Session, card_id: str) -> str:
    """What the organisation asks for besides the card. It adds to the question; its answers stay what they are (S8)."""
    level = session.policy.value("training_required") if card_id == TRAINED else ""
    return _("Your organisation requires: {level}.").format(level=level) if level else ""


def value_text(session: Session, card: Card, answer: Answer) -> str:
    """What was answered, as a person would read it."""
    if answer.state is not State.ANSWERED:
        return session.word("states", answer.state.value)
    if card.kind is CardKind.AREA:
        areas = [find(session.areas(), value, session.today) for value in answer.values]
        return "; ".join(area.name if area else value for area, value in zip(areas, answer.values, strict=True))
    texts = [option.text if (option := card.option(value)) else value for value in answer.values]
    return "; ".join(fill(text, session.derived.pronouns) for text in texts)
