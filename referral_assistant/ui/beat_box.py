"""One card as it is played: what the person says, three ways to reply, and what each leads to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from referral_assistant.conversation import current
from referral_assistant.i18n import _, fill
from referral_assistant.model import Answer, Beat, Card, Heard, Manner, State, Turn
from referral_assistant.ui.answer_form import AnswerForm
from referral_assistant.ui.opens import Opens
from referral_assistant.ui.scenario_fields import Fields
from referral_assistant.ui.widgets import Button, Choice, Choices, Field, Flow, Space, Text, fact_row


def manner_name(manner: Manner) -> str:
    """What a manner of replying is called."""
    return {
        Manner.COLLUSIVE: _("Collusive"),
        Manner.COMBATIVE: _("Combative"),
        Manner.BALANCED: _("Balanced"),
    }[manner]


def _about(manner: Manner) -> str:
    return {
        Manner.COLLUSIVE: _("Agrees along, reassures, or finds a reason for them."),
        Manner.COMBATIVE: _("Argues, accuses, or speaks for somebody else."),
        Manner.BALANCED: _("Respectful, and back to what the person does. It does not always open them up."),
    }[manner]


class BeatBox(Opens):
    """A card that is played, folded to what the person says first. `remove` takes it out of play."""

    def __init__(self, fields: Fields, beat: Beat, remove: Callable[[], object]) -> None:
        super().__init__()
        self._fields, self._remove = fields, remove
        self._draft = fields.draft
        self.card: Card = self._draft.pack.card(beat.card)
        self.place = f"beats.{beat.card}"
        self.draw()

    @property
    def title(self) -> str:
        """What the card is called."""
        return fill(self.card.title, self._draft.pronouns)

    @property
    def beat(self) -> Beat:
        """How it is played, as it stands."""
        found: Beat = self._draft.value(self.place)
        return found

    def closed(self) -> Iterator[QWidget]:
        self._drop_fields()
        says = self.beat.says
        change = Button(_("Change"), "link", name=f"{_('Change')}: {self.title}", on=lambda: self.turn(True))
        off = Button(_("Take out"), "link", name=f"{_('Take out')}: {self.title}", on=self._remove)
        text = f"“{says}”" if says else _("Nothing is written yet")
        yield fact_row(self.title, text, actions=[change, off], muted=not says)

    def open(self) -> Iterator[QWidget]:
        fields, place, of = self._fields, self.place, self.title
        yield Text(self.title, "subtitle")
        yield fields.note(f"{place}.says", _("What the person says first"), of=of)
        for manner in (Manner.BALANCED, Manner.COLLUSIVE, Manner.COMBATIVE):
            yield from self._turn(manner)
        yield from self._shut()
        hint = _("Only where the right act is to leave it there. One card of a scenario at most.")
        yield fields.note(f"{place}.stop", _("Why to ask no further here (optional)"), hint, of=of, lines=1)
        yield Flow([self.done(self.title)])

    # --- three ways to reply -----------------------------------------------------------------------------------------

    def _turn(self, manner: Manner) -> Iterator[QWidget]:
        fields, place = self._fields, f"{self.place}.{manner}"
        of = f"{self.title}, {manner_name(manner).lower()}"
        yield Space(6)
        yield Text(manner_name(manner), "subtitle")
        yield Text(_about(manner), "note_muted")
        yield fields.note(f"{place}.text", _("What the practitioner says"), of=of)
        yield fields.note(f"{place}.says", _("What the person answers"), of=of)
        yield self._record(manner, of)
        yield fields.note(f"{place}.because", _("What this reply does, for the debrief"), of=of)
        if manner is not Manner.BALANCED:
            text = _("The person is closed after it, until somebody gives a balanced reply")
            yield fields.tick(f"{place}.shuts", text, of=of)

    def _record(self, manner: Manner, of: str) -> QWidget:
        if manner is not Manner.BALANCED:
            return self._heard(f"{self.place}.{manner}", of)
        label = _("What there is then to record: the answer of the case")
        form = AnswerForm(
            self._draft.session,
            self.card,
            current(self._draft.scenario.case.answers).get(self.card.id),
            self._put_case,
            pronouns=self._draft.pronouns,
            of=of,
            sourced=False,
        )
        return self._fields.hold(f"{self.place}.balanced", _around(label, form))

    def _heard(self, place: str, of: str) -> Field:
        """What there is to record after a reply that goes wrong, or while the person is closed."""
        turn: Turn | Heard = self._draft.value(place)
        answer = Answer(self.card.id, turn.values, turn.state, turn.words, turn.observed)

        def put(found: Answer | None) -> None:
            now: Turn | Heard = self._draft.value(place)
            held = found or Answer(self.card.id)
            heard = replace(now, values=held.values, state=held.state, words=held.words, observed=held.observed)
            self._fields.put(place, heard)

        form = AnswerForm(
            self._draft.session, self.card, answer, put, pronouns=self._draft.pronouns, of=of, sourced=False
        )
        return self._fields.hold(place, _around(_("What there is then to record"), form))

    def _put_case(self, answer: Answer | None) -> None:
        self._draft.put_answer("case", self.card.id, answer)
        balanced = self.beat.balanced
        if balanced.values and balanced.state is State.ANSWERED:
            # It named the answer of the case as it was: now it leads to whatever the case holds.
            self._draft.put(f"{self.place}.balanced", replace(balanced, values=()))
        self._fields.changed(f"case.{self.card.id}")

    # --- while they are closed ---------------------------------------------------------------------------------------

    def _shut(self) -> Iterator[QWidget]:
        of = _("{card}, while closed").format(card=self.title)
        text = _("While they are closed, they say something else here")
        box = Choices("", [Choice("yes", text)], many=True, numbered=False)
        box.setAccessibleName(of)
        box.set_values(("yes",) if self.beat.shut is not None else ())
        box.chosen.connect(self._turn_shut)
        yield Space(6)
        yield box
        if self.beat.shut is not None:
            yield self._fields.note(f"{self.place}.shut.says", _("What the person says then"), of=of)
            yield self._heard(f"{self.place}.shut", of)

    def _turn_shut(self, values: tuple[str, ...]) -> None:
        self._drop_fields()
        self._fields.put(f"{self.place}.shut", Heard("") if values else None)
        self.draw()
        self.complete()
        name = _("{card}, while closed").format(card=self.title)
        box = next(
            found for found in self.findChildren(Choices) if found.accessibleName() == name and found.isVisible()
        )
        box.focus_first()

    def _drop_fields(self) -> None:
        for place in [known for known in self._fields.held if known.startswith(f"{self.place}.")]:
            del self._fields.held[place]


def _around(label: str, form: AnswerForm) -> Field:
    """A form under its label, with room for what is wrong with it."""
    found = Field(label, form)
    form.setAccessibleName(label)
    return found
