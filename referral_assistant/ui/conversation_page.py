"""Screens 2 and 3: one card at a time, in the privacy check, at the gate, in the conversation and afterwards."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from referral_assistant.conversation import GATE_KINDS
from referral_assistant.i18n import _
from referral_assistant.model import Card, SectionKind, State
from referral_assistant.ui.at_play import played
from referral_assistant.ui.card_form import CardForm
from referral_assistant.ui.page import ROOM_FOR_NOTES, Form, Notes, Page
from referral_assistant.ui.session import Session
from referral_assistant.ui.theme import px
from referral_assistant.ui.widgets import (
    Banner,
    Bullets,
    Button,
    ChoiceRow,
    Quote,
    SayCard,
    Space,
    Text,
    announce,
    bring_into_view,
)

if TYPE_CHECKING:
    from referral_assistant.ui.persona_panel import PersonaPanel

ROOM_FOR_PERSONA = 900
"""Pixels at 100 % a page needs to have the invented person of a scenario at its side; with less they stand above."""


class CardPage(Page):
    """One card: words to say, what was heard, the person's words beside what was observed; declined and could not ask
    are answers like any other. In the room it shows what the person may see, and the notes are folded away (S14).

    While a scenario is played, the invented person stands beside the card, and all else is as it always is."""

    name: ClassVar[str] = "card"
    room_safe: ClassVar[bool] = True

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._more_to_ask = False
        self._sheet: CardForm | None = None
        self._persona: PersonaPanel | None = None

    @property
    def card(self) -> Card:
        """The card that is up."""
        return self.session.pack.card(self.detail)

    def arrive(self, detail: str = "") -> None:
        self._more_to_ask = False
        super().arrive(detail)
        if self._sheet is not None and not self._speaks_first and not isinstance(self._sheet.first, ChoiceRow):
            # One cannot type into what is out of sight. Words to say may stay in front of choices.
            QTimer.singleShot(0, self._sheet, partial(bring_into_view, self._sheet))
        self._show_persona()

    def shape(self) -> Hashable:
        derived, card = self.session.derived, self.card
        standing = derived.standing.get(card.id)
        state = standing.state if standing else None
        return (
            tuple(option.id for option in derived.offered(card)),
            derived.pronouns,
            self.session.in_room,
            self._more_to_ask,
            "" if state in (None, State.ANSWERED) else state,
            self._as_played(standing is not None),
        )

    def build(self) -> Form:
        card = self.card
        self._persona = self._met(card)
        self._sheet = CardForm(self.session, card)
        self._undo = Button(_("&Undo"), "quiet", name=_("Undo the last change of this answer"), on=self._take_back)
        return Form(
            self.session.fill(card.title),
            self._where(),
            self._parts(card, self._sheet),
            self._left_buttons(),
            [Button(_("&Continue"), "primary", on=self._go_on)],
            head=self._undo,
            notes=self._notes(card),
            first=self._persona.first if self._persona and self._speaks_first else self._sheet.first,
            beside=self._beside(),
        )

    def fill_in(self) -> None:
        if self._sheet is not None:
            self._sheet.fill_in()
        self._undo.setVisible(self.card.id in self.session.derived.standing)

    def number(self, digit: int) -> bool:
        return self._sheet is not None and self._sheet.number(digit)

    def keep(self) -> None:
        if self._persona is not None:
            self._persona.keep()
        super().keep()

    def left(self) -> None:
        if self._sheet is not None and self.session.case is not None:
            self._sheet.commit()

    def forget(self) -> None:
        self._sheet, self._persona = None, None
        super().forget()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo) and self._undo.isVisible():
            self._undo.click()
        elif self._persona is not None and self._persona.key(event):
            event.accept()
        else:
            super().keyPressEvent(event)

    # --- what it is made of ------------------------------------------------------------------------------------------

    @property
    def _kind(self) -> SectionKind:
        return self.session.pack.section_of(self.detail).kind

    def _where(self) -> str:
        derived, kind = self.session.derived, self._kind
        kinds = GATE_KINDS if kind in GATE_KINDS else {kind}
        cards = [c.id for c in derived.path if derived.pack.section_of(c.id).kind in kinds]
        count = _("{here} of {all}").format(here=cards.index(self.detail) + 1, all=len(cards))
        if kind is SectionKind.TALK:
            return _("Topic {count}. Skip it, come back to it, or write it up afterwards.").format(count=count)
        if kind is SectionKind.AFTER:
            return _("{count}. Record what came up, from anyone. Do not ask about it.").format(count=count)
        return _("Item {count}. Press a number to choose, then Enter.").format(count=count)

    def _parts(self, card: Card, sheet: CardForm) -> list[QWidget]:
        parts: list[QWidget] = []
        if self._persona is not None and not self._persona_beside:
            parts += [self._persona, Space(12)]
        section = self.session.pack.section_of(card.id)
        if section.intro and section.cards[0].id == card.id and not self.session.in_room:
            parts += [Text(self.session.fill(section.intro)), Space(8)]
        standing = self.session.derived.standing.get(card.id)
        if standing is not None and standing.state is not State.ANSWERED:
            said = self.session.word("states", standing.state.value)
            parts += [Banner(said, more=_("Recorded. Choose an answer below if that changes.")), Space(8)]
        if card.say:
            parts += [self._say(card), Space(12)]
        parts.append(sheet)
        return parts

    def _say(self, card: Card) -> SayCard:
        shown = SayCard([self.session.fill(s) for s in card.say])
        if card.probes and self._more_to_ask:
            shown.add_more(_("You could also ask"), [self.session.fill(p) for p in card.probes])
        elif card.probes:
            shown.add_button(Button(_("&More to ask"), "link", on=self._unfold))
        return shown

    def _left_buttons(self) -> list[Button]:
        back = Button(_("&Back"), on=lambda: self.go.emit(f"before:{self.detail}"))
        if self._kind in GATE_KINDS:
            return [back]
        states = [(State.DECLINED, _("{They} &did not want to answer")), (State.COULD_NOT_ASK, _("Could &not ask"))]
        if not self.card.safety_core:
            states.append((State.NOT_APPLICABLE, _("Does not appl&y")))
        if self.card.listen_only:
            states = states[1:]
        others = [Button(self.session.fill(t), on=partial(self._leave, state)) for state, t in states]
        return [back, *others]

    def _notes(self, card: Card) -> Notes:
        say = self.session.fill
        notes: list[tuple[str, Sequence[QWidget]]] = []
        if card.why:
            notes.append((_("Why we ask"), [_note(say(card.why))]))
        if card.listen_for:
            heading = _("What may come up") if card.listen_only else _("You might hear")
            notes.append((heading, [Bullets([say(text) for text in card.listen_for], "note")]))
        if card.reply is not None and not self._to_reply:
            reply = card.reply
            answers = [
                Quote(say(_("{They} {says|say}")), say(reply.to)),
                Quote(_("Agreeing"), say(reply.collusive)),
                Quote(_("Fighting"), say(reply.combative)),
                Quote(_("Balanced"), say(reply.balanced), "accent"),
            ]
            notes.append((_("Three ways to answer"), answers))
        if card.avoid:
            notes.append((_("Keep out of it"), [Bullets([say(text) for text in card.avoid], "note")]))
        return notes

    # --- while a scenario is played ----------------------------------------------------------------------------------

    def _met(self, card: Card) -> PersonaPanel | None:
        """The invented person at this card; None but in training, while a scenario is played."""
        exercises = played(self.session)
        if exercises is None:
            return None
        from referral_assistant.ui.persona_panel import PersonaPanel

        before = self._persona
        if before is not None:
            before.keep()
        asking = before is not None and before.card == card and before.asking
        panel = PersonaPanel(self.session, exercises, card, asking=asking)
        if panel.empty:
            return None
        panel.turned.connect(self._turn)
        panel.said.connect(self._hear)
        panel.go.connect(self.go)
        return panel

    def _turn(self) -> None:
        """The panel is another: the focus goes where one goes on."""
        self.redraw()
        self.take_focus()
        self._show_persona()

    def _hear(self) -> None:
        """Something was said, and the page stands anew already: a screen reader says what is answered."""
        self.take_focus()
        self._show_persona()
        if self._persona is not None:
            announce(self, self._persona.heard)

    def _show_persona(self) -> None:
        """Where the panel stands above the card, what is said last is in sight."""
        panel = self._persona
        if panel is not None and not self._persona_beside:
            QTimer.singleShot(0, panel, lambda: self._area.verticalScrollBar().setValue(panel.y() - px(8)))

    def _as_played(self, recorded: bool) -> Hashable:
        exercises = played(self.session)
        if exercises is None or exercises.scenario is None:
            return None
        return exercises.exercise, recorded and exercises.scenario.beat(self.detail) is None, self._persona_beside

    @property
    def _speaks_first(self) -> bool:
        """Whether it is the learner's turn to speak, before there is anything to record."""
        return self._persona is not None and self._persona.first is not None

    @property
    def _to_reply(self) -> bool:
        """Whether the person waits for a reply: until then nothing may say which manner is which."""
        return self._persona is not None and self._persona.waits

    @property
    def _persona_beside(self) -> bool:
        return self.width() >= px(ROOM_FOR_PERSONA)

    def _beside(self) -> QWidget | None:
        if self._persona is None or not self._persona_beside:
            return None
        from referral_assistant.ui.beside_card import BesideCard

        return BesideCard(self._persona)

    def _notes_beside(self) -> bool:
        if self._persona is None:
            return super()._notes_beside()
        return self.notes_open and self.width() >= px(ROOM_FOR_NOTES + ROOM_FOR_PERSONA // 2)

    def _fits(self) -> bool:
        if self._persona is None or self._form is None:
            return super()._fits()
        return super()._fits() and (self._form.beside is not None) is self._persona_beside

    # --- what is done ------------------------------------------------------------------------------------------------

    def _go_on(self) -> None:
        if self._sheet is not None and self._sheet.problem():
            return
        self.go.emit(f"after:{self.detail}")

    def _leave(self, state: State) -> None:
        if self._sheet is not None:
            self._sheet.leave(state)
        self._sheet = None
        self.go.emit(f"after:{self.detail}")

    def _take_back(self) -> None:
        self.session.retract(self.detail)

    def _unfold(self) -> None:
        self._more_to_ask = True
        self.redraw()


def _note(text: str) -> Text:
    return Text(text, "note", halo=False)
