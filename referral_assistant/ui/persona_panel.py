"""The invented person beside the card: what they say, how one may reply, and what they answer to that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from referral_assistant.i18n import _
from referral_assistant.model import Manner, SectionKind
from referral_assistant.training import exercise as moves
from referral_assistant.training.playing import Played, begins, played, replies
from referral_assistant.training.terms import called
from referral_assistant.ui.held import held_lines
from referral_assistant.ui.theme import HALO, px
from referral_assistant.ui.widgets import (
    Bullets,
    Button,
    Choice,
    Choices,
    Field,
    Flow,
    NoteBox,
    Rule,
    Space,
    Text,
    announce,
    ask,
    quoted,
)

if TYPE_CHECKING:
    from referral_assistant.model import Beat, Card, Exercise, Scenario
    from referral_assistant.ui.exercises import Exercises
    from referral_assistant.ui.session import Session

LETTERS = "ABC"
HITS = 3
"""Wordings pointed at in one reply: more would be a lecture."""


class PersonaPanel(QFrame):
    """Drawn for one card, and anew with the page. `turned` is sent when it wants to be drawn anew by itself; `said`
    when something was said, and the card is next; `go` names a place, as a page's does."""

    turned = Signal()
    said = Signal()
    go = Signal(str)

    def __init__(self, session: Session, exercises: Exercises, card: Card, *, asking: bool = False) -> None:
        super().__init__()
        self.setProperty("kind", "persona")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        scenario, exercise = exercises.scenario, exercises.exercise
        assert scenario is not None
        assert exercise is not None
        self._session, self._exercises, self.card = session, exercises, card
        self._scenario: Scenario = scenario
        self._exercise: Exercise = exercise
        self.asking = asking
        self.waits = False
        self.heard = ""
        self.choices: Choices | None = None
        self.box: NoteBox | None = None
        self._first: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(20) - HALO, px(16), px(20) - HALO, px(18))
        self._column.setSpacing(px(4))
        self._draw()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say at this card."""
        return self._column.count() == 0

    # `waits`: for a reply; `asking`: which of the three a typed one was like; `heard`: what is said last.

    @property
    def first(self) -> QWidget | None:
        """Where the focus starts while it is the learner's turn to speak; None when the card is next."""
        return self._first

    def key(self, event: QKeyEvent) -> bool:
        """A letter was pressed outside a text box. Whether it chose a reply."""
        letter = event.text().upper()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        if self.choices is None or not plain or len(letter) != 1 or letter not in LETTERS:
            return False
        return self.choices.choose_number(LETTERS.index(letter) + 1)

    def keep(self) -> None:
        """Keep what is half typed, in memory and nowhere else (S29), while it is the same exercise."""
        now = self._exercises.exercise
        if self.box is not None and now is not None and now.case == self._exercise.case:
            self._exercises.half_said[self.card.id] = self.box.words()

    # --- what stands there -------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        beat, choice = self._scenario.beat(self.card.id), moves.played(self._exercise, self.card.id)
        if choice is None and self._exercises.stopped and self._talk:
            self._draw_stopped(here=False)
        elif beat is None:
            self._draw_held()
        elif choice is None:
            self._draw_turn(beat)
        elif choice.manner is None:
            self._draw_stopped(here=True)
        else:
            self._draw_answer(played(self._scenario, moves.before(self._exercise, self.card.id), choice))

    def _draw_turn(self, beat: Beat) -> None:
        """It is the learner's turn."""
        self.waits = True
        self._arrives(beat.says)
        heard = begins(self._scenario, self._exercise.choices, self.card.id)
        if heard is not None:
            self._speaks(heard.says)
        typed = self._exercises.half_said.get(self.card.id)
        if typed is None:
            self._offer(_("What do you say?"))
            own = Button(_("Say it in your &own words"), "link", on=self._open_own)
            self._buttons(own, self._stop_button())
        elif self.asking:
            self._ask_which(typed)
        else:
            self._own(typed)

    def _offer(self, question: str) -> None:
        order = replies(self._scenario, self.card.id)
        beat = self._scenario.beat(self.card.id)
        assert beat is not None
        rows = [Choice(m.value, f"{letter}.  {beat.turn(m).text}") for letter, m in zip(LETTERS, order, strict=True)]
        self.choices = Choices(question, rows, numbered=False, hint=_("Press A, B or C."))
        self.choices.chosen.connect(self._reply)
        self._put(Space(4), self.choices)
        self._first = self.choices.rows[0]

    def _own(self, typed: str) -> None:
        """A box to type in."""
        hint = _("Use no real case, and nobody you know. What you type is kept in this exercise and nowhere else.")
        self.box = NoteBox(_("Your own words"), typed)
        say = Button(_("&Say it"), on=self._say_own)
        self._put(Space(4), Field(_("Your own words"), self.box, hint=hint))
        self._buttons(say, Button(_("Choose from three instead"), "link", on=self._close_own), self._stop_button())
        self._first = self.box

    def _ask_which(self, typed: str) -> None:
        """What was typed, the words in it to look at, and the question to which of the three it came closest."""
        self._spoken(_("You say"), typed, "body")
        hits = _wording(typed)
        if hits:
            self._put(Text(_("Words to look at"), "heading"), Bullets(hits, "note", halo=True))
        self._offer(_("Which of these was it most like?"))
        self._buttons(Button(_("Change what I typed"), "link", on=self._open_own), self._stop_button())

    def _draw_answer(self, told: Played) -> None:
        """What was said, and what it led to. Where the person is closed the sentence they began with is all there is:
        it is not shown twice."""
        turn = told.turn
        if told.shut and told.beat.shut is not None:
            self._speaks(told.heard.says)
            self._spoken(_("You said"), told.choice.typed or (turn.text if turn else ""), "body")
            self._put(Text(_("{name} says no more than that.").format(name=self._name)))
        else:
            self._speaks(told.beat.says)
            self._spoken(_("You said"), told.choice.typed or (turn.text if turn else ""), "body")
            self._speaks(told.heard.says)
        if told.heard.observed:
            self._spoken(_("What you see"), told.heard.observed, "body", quotes=False)
        self._put(Space(4), Rule(), Space(4), Text(_("Now record on the card what you heard."), "strong"))
        other = Button(_("Say something else instead"), "link", on=self._again)
        self._buttons(other, self._stop_button())

    def _draw_stopped(self, *, here: bool) -> None:
        """What to do once no more is asked."""
        self._put(Text(_("You stopped asking."), "strong"))
        if not here:
            self._put(Text(_("{name} says nothing more in this conversation.").format(name=self._name)))
        else:
            steps = [
                _("Say so plainly: “Thank you for what you told me. We can leave it there for today.”"),
                _("Leave the cards that are open, or mark them as not asked. Neither counts against anybody."),
                _("If you are worried about anybody tonight, press F9 and act on that first."),
                _("What is owed to the people at home does not wait for an answer from here."),
            ]
            self._put(Bullets(steps, halo=True))
        finish = Button(_("&Finish for now"), on=lambda: self.go.emit("left"))
        self._first = finish
        self._buttons(finish, Button(_("Ask after all"), "link", on=self._ask_after_all))

    def _draw_held(self) -> None:
        """A card at which nobody speaks: what the scenario holds, and one button that fills it in."""
        arrived = self._arrives("")
        if self.card.id in self._session.derived.standing:
            if self._talk:
                self._put(Text(_("Nobody speaks here: the scenario goes on with the next card."), "muted"))
        else:
            held = [a for a in self._scenario.case.answers if a.card == self.card.id]
            if held:
                self._put(Text(_("The scenario holds"), "small"), *held_lines(self._session, held))
                fill = Button(_("&Fill it in"), name=_("Fill in what the scenario holds"), on=self._fill_in)
                self._first = fill
                self._buttons(fill, *([self._stop_button()] if self._talk else []))
                return
            if not arrived:
                self._put(Text(_("The scenario says nothing here. Leave it, or mark it as not asked."), "muted"))
        if self._talk:
            self._buttons(self._stop_button())

    # --- parts -------------------------------------------------------------------------------------------------------

    @property
    def _talk(self) -> bool:
        return self._session.pack.section_of(self.card.id).kind is SectionKind.TALK

    @property
    def _name(self) -> str:
        persona = self._scenario.persona
        return called(persona.name if persona is not None else "")

    def _arrives(self, says: str) -> bool:
        """What the person says on coming in, at the first topic of all."""
        persona, pack = self._scenario.persona, self._session.pack
        first = next((c.id for s in pack.sections if s.kind is SectionKind.TALK for c in s.cards), "")
        if persona is None or not persona.arrives or self.card.id != first or persona.arrives == says:
            return False
        self._speaks(persona.arrives)
        return True

    def _speaks(self, words: str) -> None:
        self.heard = words
        self._spoken(_("{name} says").format(name=self._name), words, "words")

    def _spoken(self, who: str, words: str, kind: str, *, quotes: bool = True) -> None:
        if words:
            self._put(Text(who, "small"), Text(quoted(words) if quotes else words, kind), Space(6))

    def _stop_button(self) -> Button:
        return Button(_("Stop asking"), "link", on=self._stop)

    def _buttons(self, *buttons: Button) -> None:
        self._put(Space(4), Flow(buttons, gap=8))

    def _put(self, *widgets: QWidget) -> None:
        for widget in widgets:
            self._column.addWidget(widget)

    # --- what is done ------------------------------------------------------------------------------------------------

    def _reply(self, chosen: Sequence[str]) -> None:
        typed = self._exercises.half_said.pop(self.card.id, "") if self.asking else ""
        self._exercises.choose(self.card.id, Manner(chosen[0]), typed)
        self.said.emit()

    def _stop(self) -> None:
        """Ask no further: here, or, where nobody speaks, at the next card that is played."""
        self._exercises.half_said.pop(self.card.id, None)
        order = [card.id for card in self._session.pack.cards]
        here = order.index(self.card.id)
        open_cards = [b.card for b in self._scenario.beats if order.index(b.card) >= here]
        if open_cards:
            self._exercises.choose(open_cards[0], None)
            self.said.emit()
        else:
            self.go.emit("left")

    def _again(self) -> None:
        card, cards = self.card.id, [choice.card for choice in self._exercise.choices]
        if cards[-1:] == [card] and card not in self._session.derived.standing:
            self._back_to(card)
            return
        text = _("What was recorded here is taken back, and so is all that was said and recorded after it.")
        ask(
            self,
            _("Say something else here?"),
            [text],
            yes=_("Say something else"),
            no=_("Leave it as it was"),
            on_yes=lambda: self._back_to(card),
        )

    def _ask_after_all(self) -> None:
        self._back_to(next((c.card for c in self._exercise.choices if c.manner is None), ""))

    def _back_to(self, card: str) -> None:
        self._exercises.again(card)
        self.said.emit()

    def _open_own(self) -> None:
        self._exercises.half_said.setdefault(self.card.id, "")
        self.asking = False
        self.turned.emit()

    def _close_own(self) -> None:
        self._exercises.half_said.pop(self.card.id, None)
        self.box = None
        self.turned.emit()

    def _say_own(self) -> None:
        self.keep()
        if not self._exercises.half_said.get(self.card.id):
            self._first = self.box
            if self.box is not None:
                self.box.setFocus()
            return
        self.asking = True
        self.turned.emit()

    def _fill_in(self) -> None:
        self._exercises.fill_in(self.card.id)
        announce(self, _("Filled in."))
        self.said.emit()


def _wording(typed: str) -> list[str]:
    """What the wording rules point at in a reply, with what they advise."""
    from referral_assistant.checks.wording import content_hits

    return [f"{quoted(hit.found)}: {hit.advice}" for hit in content_hits(typed)[:HITS]]
