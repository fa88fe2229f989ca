"""The parts of the form for a scenario, one at a time: what is told, answered, played, let out, and where it lands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from referral_assistant.conversation import gate_open_items, path
from referral_assistant.i18n import _, fill
from referral_assistant.model import DOMAINS
from referral_assistant.training import editing
from referral_assistant.ui.beat_box import BeatBox
from referral_assistant.ui.opens import CardRow, Opens
from referral_assistant.ui.scenario_draft import Draft
from referral_assistant.ui.scenario_fields import Fields
from referral_assistant.ui.scenario_landing import Landing, ReadingForm, levels_of
from referral_assistant.ui.scenario_told import Redo, person, told
from referral_assistant.ui.scenario_words import ANSWERS, LANDS, LATER, PERSON, PLAYED, TOLD
from referral_assistant.ui.widgets import Banner, Button, Card, Flow, Rows, Space, Text
from referral_assistant.ui.widgets.select import Select


class Parts:
    """Makes one part of the form. `redo` is called where other things stand there than before; `mend` where other
    controls do. `last` are the buttons for the scenario as a whole."""

    def __init__(self, fields: Fields, redo: Redo, mend: Callable[[], object], last: Sequence[Button]) -> None:
        self._fields, self._redo, self._mend, self._last = fields, redo, mend, last
        self._draft: Draft = fields.draft
        self._rows: dict[str, CardRow] = {}
        self._beats: dict[str, BeatBox] = {}
        self._landings: list[Landing] = []
        self._readings: list[ReadingForm] = []

    def make(self, part: str) -> Iterator[QWidget]:
        """The widgets of a part, each as soon as it is made."""
        makers = {
            TOLD: lambda: told(self._fields, self._redo, self._last),
            PERSON: lambda: person(self._fields),
            ANSWERS: self._answers,
            PLAYED: self._played,
            LATER: self._later,
            LANDS: self._lands,
        }
        return makers[part]()

    def show_state(self) -> None:
        """Show what follows from what was changed, and what the linter found."""
        for landing in self._landings:
            landing.show_state()
        levels = levels_of(self._fields) if self._readings else {}
        for reading in self._readings:
            reading.show_state(levels)
        self._show_reached()

    def complete(self) -> None:
        """Put up now what is open and still coming up."""
        for box in (*self._beats.values(), *self._rows.values()):
            box.complete()

    def unfold(self, place: str) -> None:
        """Open what is folded over a place."""
        steps = place.split(".")
        box: Opens | None = None
        if steps[0] == "beats" and len(steps) > 1:
            box = self._beats.get(steps[1])
        elif len(steps) > 1:
            box = self._rows.get(f"{steps[0]}.{steps[1]}")
        if box is not None:
            if not box.is_open:
                box.turn(True)
            box.complete()

    def widget_at(self, place: str) -> QWidget | None:
        """What stands for a place that has no field of its own."""
        for landing in self._landings:
            if place.startswith(landing.place):
                return landing
        steps = place.split(".")
        if len(steps) > 1:
            return self._beats.get(steps[1]) if steps[0] == "beats" else self._rows.get(f"{steps[0]}.{steps[1]}")
        return None

    # --- the answers -------------------------------------------------------------------------------------------------

    def _answers(self) -> Iterator[QWidget]:
        lead = _(
            "What is recorded when it goes well, card by card. A card without an answer was not asked, which is "
            "neither a yes nor a no."
        )
        yield Text(lead, "muted")
        if gate_open_items(self._draft.pack, self._draft.scenario.case.answers):
            fill_in = Button(_("Answer the checks so that the talk may begin"), on=self._answer_checks)
            yield Flow([fill_in])
        yield Space(4)
        self._rows = {}
        for section in self._draft.pack.sections:
            panel = Rows(fill(section.title, self._draft.pronouns))
            yield panel
            for card in section.cards:
                row = CardRow(self._draft, "case", card, self._fields.changed)
                row.redrawn.connect(self._mend)
                self._rows[f"case.{card.id}"] = row
                panel.add(row)
                yield row
            yield Space(4)
        self._show_reached()

    def _answer_checks(self) -> None:
        self._draft.become(editing.with_checks(self._draft.pack, self._draft.scenario))
        self._fields.changed("case")
        self._redo("")

    def _show_reached(self) -> None:
        """Say of each card whether the answers lead to it."""
        if self._rows:
            reached = {card.id for card in path(self._draft.pack, self._draft.scenario.case.answers)}
            for place, row in self._rows.items():
                if place.startswith("case."):
                    row.show_reached(row.card.id in reached)

    # --- how it is played --------------------------------------------------------------------------------------------

    def _played(self) -> Iterator[QWidget]:
        scenario = self._draft.scenario
        if scenario.expected.stop and not scenario.beats:
            text = _("The checks before the talk stop this one, so nothing is played. It is talked through.")
            yield Banner(text, "attention")
        lead = _(
            "Six cards or more. At each the learner picks one of three replies, shown in an order that gives nothing "
            "away; write them equally long and equally natural. What is heard is what there is to record."
        )
        yield Text(lead, "muted")
        yield Space(2)
        self._beats = {}
        panel = Rows()
        yield panel
        for beat in scenario.beats:
            box = BeatBox(self._fields, beat, partial(self._drop_beat, beat.card))
            box.redrawn.connect(self._mend)
            self._beats[beat.card] = box
            panel.add(box)
            yield box
        panel.setVisible(bool(scenario.beats))
        yield Space(4)
        yield self._adder(
            _("Another card that is played"), editing.playable(self._draft.pack, scenario), self._add_beat
        )

    def _adder(self, label: str, cards: Sequence[str], add: Callable[[str], object]) -> QWidget:
        """A list of cards to choose one from."""
        pack, pronouns = self._draft.pack, self._draft.pronouns
        choices = [(card, fill(pack.card(card).title, pronouns)) for card in cards]
        select = Select(label, choices, width=420)
        button = Button(_("Add it"), name=_("Add: {what}").format(what=label), on=lambda: add(select.value))
        button.setEnabled(bool(choices))
        return Flow([select, button])

    def _add_beat(self, card: str) -> None:
        self._draft.become(editing.with_beat(self._draft.pack, self._draft.scenario, card))
        self._fields.changed("beats")
        self._redo(f"beats.{card}.says")

    def _drop_beat(self, card: str) -> None:
        self._draft.become(editing.without_beat(self._draft.scenario, card))
        self._fields.changed("beats")
        self._redo("")

    # --- what comes out later ----------------------------------------------------------------------------------------

    def _later(self) -> Iterator[QWidget]:
        lead = _(
            "A fact that the trainer lets out when it is time, so that the room sees what it changes. Say who it comes "
            "from: what a victim-survivor or a child has told never reaches the person."
        )
        yield Text(lead, "muted")
        yield Space(4)
        self._landings, self._rows = [], {}
        for number, release in enumerate(self._draft.scenario.hidden, 1):
            yield self._release(number, release.fact)
            yield Space(4)
        yield Flow([Button(_("Add a fact"), on=self._add_release)])
        self.show_state()

    def _release(self, number: int, fact: str) -> Card:
        fields, place, of = self._fields, f"hidden[{number}]", str(number)
        card = Card(_("Fact {number}").format(number=number))
        card.add(fields.note(f"{place}.fact", _("What comes out, and from whom"), of=of), above=6)
        hint = _("Such as: when the letter is being written.")
        card.add(fields.line(f"{place}.when", _("When you let it out"), hint, of=of), above=8)
        card.add(fields.note(f"{place}.why", _("What it changes, and what it does not"), of=of), above=8)
        card.add(Text(_("Answers that are now others (optional)"), "heading"), above=8)
        changed = [answer.card for answer in self._draft.value(f"{place}.answers")]
        for card_id in dict.fromkeys(changed):
            self._rows[f"{place}.{card_id}"] = row = CardRow(
                self._draft, place, self._draft.pack.card(card_id), fields.changed
            )
            row.redrawn.connect(self._mend)
            card.add(row)
        free = [known.id for known in self._draft.pack.cards if known.id not in changed]
        card.add(
            self._adder(_("Another answer it changes, fact {n}").format(n=number), free, partial(self._open_row, place))
        )
        landing = self._landing(place, _("Where it lands once fact {number} is out").format(number=number))
        card.add(Text(_("Where it lands once this is out"), "heading"), above=8).add(landing)
        name = _("Remove: {what}").format(what=fact or _("fact {number}").format(number=number))
        return card.add_buttons(
            Button(_("Remove this fact"), "quiet", name=name, on=partial(self._drop_release, number))
        )

    def _open_row(self, place: str, card_id: str) -> None:
        """Put up the form of another answer. It is in the draft once something is chosen."""
        from referral_assistant.model import Answer, State

        fresh = Answer(card_id, state=State.COULD_NOT_ASK)
        self._draft.put_answer(place, card_id, fresh)
        self._fields.changed(f"{place}.{card_id}")
        self._redo(f"{place}.{card_id}")

    def _add_release(self) -> None:
        self._draft.become(editing.with_release(self._draft.scenario))
        self._fields.changed("hidden")
        self._redo(f"hidden[{len(self._draft.scenario.hidden)}].fact")

    def _drop_release(self, number: int) -> None:
        self._draft.become(editing.without(self._draft.scenario, "hidden", number))
        self._fields.changed("hidden")
        self._redo("")

    # --- how it reads and lands --------------------------------------------------------------------------------------

    def _lands(self) -> Iterator[QWidget]:
        self._landings, self._readings = [], []
        lead = _(
            "Where the program takes the answers. You accept it once it is where you want it; if a later change moves "
            "it, that is told."
        )
        card = Card(_("Where it lands"), lead=lead)
        card.add(Text(_("When it goes well"), "heading"), above=6)
        card.add(self._landing("expected", _("Where it lands when it goes well")))
        if self._draft.scenario.beats:
            card.add(Text(_("When every reply is collusive"), "heading"), above=8)
            card.add(self._landing("lands.collusive", _("Where it lands when every reply is collusive")))
            card.add(Text(_("When every reply is combative"), "heading"), above=8)
            card.add(self._landing("lands.combative", _("Where it lands when every reply is combative")))
        card.add(self._fields.note("why", _("Why it should land there"), lines=3), above=8)
        yield card
        yield Space(4)
        lead = _("For each domain the reading follows from the answers. You write why: what was said or seen.")
        card, levels = Card(_("How an expert reads it"), lead=lead), levels_of(self._fields)
        yield card
        for domain in DOMAINS if not self._draft.scenario.expected.stop else ():
            reading = ReadingForm(self._fields, domain, levels)
            self._readings.append(reading)
            card.add(reading, above=8)
            yield reading
        self.show_state()

    def _landing(self, place: str, name: str) -> Landing:
        found = Landing(self._fields, place)
        found.setAccessibleName(name)
        self._landings.append(found)
        return found
