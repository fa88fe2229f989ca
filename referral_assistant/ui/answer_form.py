"""One answer of a written case as a form: what is recorded at a card, how it was left, and where it comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from referral_assistant.geography import find
from referral_assistant.i18n import _, fill
from referral_assistant.model import Answer, Card, CardKind, SectionKind, State
from referral_assistant.ui.area_search import AreaSearch
from referral_assistant.ui.session import Session
from referral_assistant.ui.source_form import SourceForm
from referral_assistant.ui.theme import px
from referral_assistant.ui.widgets import (
    Button,
    Choice,
    Choices,
    DateBox,
    Field,
    Flow,
    LineBox,
    NamesBox,
    NoteBox,
    NumberBox,
    side_by_side,
)
from referral_assistant.ui.widgets.select import Select
from referral_assistant.wording import word

CHOSEN = frozenset({CardKind.ONE, CardKind.MANY})
LEFT = (State.ANSWERED, State.DECLINED, State.COULD_NOT_ASK, State.NOT_APPLICABLE)

Put = Callable[[Answer | None], object]


class AnswerForm(QWidget):
    """The controls of a card for an answer that nobody gave: it belongs to an invented case.

    `put` gets the answer after every change, None where there is none any more. `of` tells apart two forms of one card,
    such as what is heard after each of three replies. `sourced` asks where it comes from (S22).
    """

    def __init__(
        self,
        session: Session,
        card: Card,
        answer: Answer | None,
        put: Put,
        *,
        pronouns: str = "they",
        of: str = "",
        sourced: bool = True,
    ) -> None:
        super().__init__()
        self._session, self._card, self._answer, self._put = session, card, answer, put
        self._pronouns, self._of = pronouns, of
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(4))
        self._control = self._made()
        self._column.addWidget(self._control)
        self._notes: tuple[NoteBox, ...] = ()
        self._left: Select | None = None
        self._source: SourceForm | None = None
        if card.words and card.kind in CHOSEN:
            self._add_words()
        self._add_left()
        if sourced and card.words:
            self._add_source()

    @property
    def first(self) -> QWidget:
        """Where the focus starts."""
        if isinstance(self._control, Choices):
            rows = self._control.rows
            return next((row for row in rows if row.isChecked()), rows[0])
        return self._box

    # --- the control -------------------------------------------------------------------------------------------------

    def _made(self) -> QWidget:
        card = self._card
        label, hint = self._say(card.ask), "" if self._of else self._say(card.hint)
        values = self._answer.values if self._answer else ()
        if card.kind in CHOSEN:
            found = [Choice(o.id, self._say(o.text), self._say(o.hint), o.alone) for o in card.options]
            choices = Choices(label, found, many=card.kind is CardKind.MANY, hint=hint, numbered=False)
            choices.setAccessibleName(self._named(label))
            choices.set_values(values)
            choices.chosen.connect(self._chose)
            self._box: QWidget = choices
            return choices
        self._box = self._typed_box(self._named(label), values)
        return Field(label, self._box, hint=hint)

    def _typed_box(self, name: str, values: tuple[str, ...]) -> QWidget:
        kind, first = self._card.kind, values[0] if values else ""
        if kind is CardKind.AREA:
            # Of somebody who does not exist no postcode is kept.
            area = AreaSearch(self._session, replace(self._card, fact=""), name, chosen=self._area(first))
            area.picked.connect(lambda found: self._chose((found,)))
            return area
        if kind is CardKind.NAMES:
            names = NamesBox(name, values)
            names.changed.connect(self._chose)
            return names
        if kind is CardKind.DATE:
            day = DateBox(name, date.fromisoformat(first) if first else None)
            day.rested.connect(lambda: self._chose((found.isoformat(),) if (found := day.value()) else ()))
            return day
        line = NumberBox(name, first) if kind is CardKind.NUMBER else LineBox(name, first)
        line.rested.connect(lambda text: self._chose((" ".join(text.split()),) if text.strip() else ()))
        return line

    def _area(self, value: str) -> str:
        area = find(self._session.areas(), value, self._session.today) if value else None
        return area.name if area else value

    # --- what stands beside it ---------------------------------------------------------------------------------------

    def _add_words(self) -> None:
        answer = self._answer or Answer(self._card.id)
        said, seen = self._say(_("{Their} words")), _("What can be observed")
        words = NoteBox(self._named(said), answer.words, lines=2)
        observed = NoteBox(self._named(seen), answer.observed, placeholder=_("Optional"), lines=2)
        words.rested.connect(lambda text: self._change(words=text))
        observed.rested.connect(lambda text: self._change(observed=text))
        self._notes = words, observed
        self._column.addWidget(side_by_side(Field(said, words), Field(seen, observed)))

    def _add_left(self) -> None:
        """How it was left: of what is asked in the talk. The checks before it are answered, by the practitioner."""
        row: list[QWidget] = []
        kind = self._session.pack.section_of(self._card.id).kind
        if kind in (SectionKind.TALK, SectionKind.AFTER):
            states = [state for state in LEFT if state is not State.NOT_APPLICABLE or not self._card.safety_core]
            pack = self._session.pack
            words = [(state.value, word(pack, "states", state.value, self._pronouns)) for state in states]
            held = self._answer.state if self._answer else State.ANSWERED
            self._left = Select(_("How it was left"), words, held.value)
            self._left.box.setAccessibleName(self._named(_("How it was left")))
            self._left.chosen.connect(lambda state: self._leave(State(state)))
            row.append(self._left)
        if self._of == "":
            off = Button(_("Take the answer away"), "link", name=self._named(_("Take the answer away")), on=self._clear)
            row.append(off)
        if row:
            self._column.addWidget(Flow(row))

    def _add_source(self) -> None:
        self._source = SourceForm(self._session)
        # Before it shows itself: without a place it would be a window of its own for a moment.
        self._column.addWidget(self._source)
        self._source.show_origin(self._answer)
        self._source.changed.connect(self._sourced)

    # --- changing it -------------------------------------------------------------------------------------------------

    def _chose(self, values: tuple[str, ...]) -> None:
        self._change(values=values, state=State.ANSWERED)

    def _leave(self, state: State) -> None:
        values = self._answer.values if self._answer and state is State.ANSWERED else ()
        self._change(values=values, state=state)
        if state is not State.ANSWERED:
            self._show_values(())

    def _sourced(self) -> None:
        assert self._source is not None
        origin = self._source.origin()
        self._change(
            source=origin.source,
            known_to_person=origin.known,
            known_how=origin.known_how,
            source_date=origin.source_date,
        )

    def _clear(self) -> None:
        self._answer = None
        self._show_values(())
        for note in self._notes:
            note.set_words("")
        self._put(None)

    def _change(self, **changes: object) -> None:
        made = replace(self._answer or Answer(self._card.id), **changes)  # type: ignore[arg-type]
        says = made.values or made.words or made.observed or made.state is not State.ANSWERED
        self._answer = made if says else None
        if self._left is not None and self._left.value != made.state.value:
            self._left.box.setCurrentIndex(self._left.box.findData(made.state.value))
        self._put(self._answer)

    def _show_values(self, values: tuple[str, ...]) -> None:
        if isinstance(self._box, Choices | NamesBox):
            self._box.set_values(values)
        elif isinstance(self._box, AreaSearch):
            self._box.show_chosen("")
        elif isinstance(self._box, LineBox):
            self._box.clear()

    def _say(self, text: str) -> str:
        return fill(text, self._pronouns)

    def _named(self, what: str) -> str:
        return f"{what}, {self._of}" if self._of else what


def answer_text(session: Session, card: Card, answer: Answer | None, pronouns: str) -> str:
    """What a written case holds at a card, as a person would read it; empty where it holds nothing."""
    if answer is None:
        return ""
    if answer.state is not State.ANSWERED:
        return word(session.pack, "states", answer.state.value, pronouns)
    if card.kind is CardKind.AREA:
        known = [(find(session.areas(), value, session.today), value) for value in answer.values]
        return "; ".join(area.name if area else value for area, value in known)
    texts = [option.text if (option := card.option(value)) else value for value in answer.values]
    return "; ".join(fill(text, pronouns) for text in texts)
