"""The exercise is frozen: a calm page over the conversation, and what whoever leads can do from here."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from referral_assistant.i18n import _
from referral_assistant.ui.at_play import played
from referral_assistant.ui.every_way import every_way
from referral_assistant.ui.exercises import Exercises
from referral_assistant.ui.facts_out import changed, next_out, out
from referral_assistant.ui.page import Form, Page
from referral_assistant.ui.session import Session
from referral_assistant.ui.widgets import Bullets, Button, Card, Row, Rows, Slot, Space, Text, announce, ask

CARDS = 3
"""So many cards one goes back at once."""


class PausedPage(Page):
    """`paused:PLACE`: going on leads to that place again. The clock of the exercise stands meanwhile."""

    name: ClassVar[str] = "paused"
    in_training: ClassVar[bool] = True
    listed: ClassVar[bool] = False
    room_safe: ClassVar[bool] = True
    measure: ClassVar[int] = 1126

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._ways = False

    def arrive(self, detail: str = "") -> None:
        self._ways = False
        exercises = played(self.session)
        if exercises is not None:
            exercises.pause()
        super().arrive(detail)

    def left(self) -> None:
        exercises = played(self.session)
        if exercises is not None:
            exercises.go_on()

    def shape(self) -> Hashable:
        exercises = played(self.session)
        return None if exercises is None else (exercises.exercise, exercises.clock_shown, self._ways)

    def build(self) -> Form:
        exercises = played(self.session)
        lead = _("Take your time. Anybody may stop here for good, and nobody asks why.")
        on = Button(_("&Go on"), "primary", on=lambda: self.go.emit(self.detail or "start"))
        widgets = list(self._widgets(exercises)) if exercises is not None else []
        return Form(_("The exercise is frozen"), lead, widgets, (), [on], first=on)

    # --- what whoever leads can do -----------------------------------------------------------------------------------

    def _widgets(self, exercises: Exercises) -> Iterator[QWidget]:
        yield from self._out(exercises)
        rows = Rows(_("For whoever leads"))
        for row in self._rows(exercises):
            rows.add(row)
        yield rows
        scenario, exercise, card = exercises.scenario, exercises.exercise, self._card(exercises)
        if self._ways and scenario is not None and exercise is not None and card:
            yield Space(8)
            title = self.session.fill(self.session.pack.card(card).title)
            yield Text(_("Every way at “{card}”").format(card=title), "heading")
            yield from every_way(scenario, exercise, card)

    def _rows(self, exercises: Exercises) -> Iterator[QWidget]:
        yield from self._back_row(exercises)
        if self._card(exercises):
            label = _("Hide every way") if self._ways else _("Show every way")
            text = _("The three replies at this card, where each leads, and why. Everybody who looks sees them.")
            yield _tool(_("See the other paths"), text, Button(label, on=self._turn_ways))
        yield from self._release_row(exercises)
        shown = exercises.clock_shown
        text = _("It counts minutes, and says nothing when they are over.")
        yield _tool(
            _("The clock"),
            text,
            Button(_("Hide it") if shown else _("Show it"), name=_("Hide or show the clock"), on=self._turn_clock),
        )
        yield from self._end_rows(exercises)

    def _back_row(self, exercises: Exercises) -> Iterator[QWidget]:
        cards = [choice.card for choice in exercises.exercise.choices] if exercises.exercise is not None else []
        if not cards:
            return
        there = cards[max(0, len(cards) - CARDS)]
        title = self.session.fill(self.session.pack.card(there).title)
        text = _("To “{card}”. What was said and recorded from there on is taken back.").format(card=title)
        label = _("Go &back three cards") if len(cards) >= CARDS else _("Go &back to the first card")
        yield _tool(_("Take another path"), text, Button(label, on=self._back))

    def _release_row(self, exercises: Exercises) -> Iterator[QWidget]:
        found = next_out(exercises)
        if found is None or exercises.scenario is None:
            return
        number, release = found
        every = len(exercises.scenario.hidden)
        label = _("Something comes out later") if every == 1 else _("Something comes out later ({here} of {all})")
        text = f"{release.when.rstrip('.')}." if release.when else _("Whenever you choose.")
        button = Button(_("&Let it out"), on=lambda: self._let_out(exercises, number))
        yield _tool(label.format(here=number, all=every), text, button)

    def _end_rows(self, exercises: Exercises) -> Iterator[QWidget]:
        from referral_assistant.ui.inside import TRAINING_PAGES

        if "debrief" in TRAINING_PAGES:
            text = _("The path that was taken, with what went well first.")
            yield _tool(_("Look back on it"), text, Button(_("To the &debrief"), on=self._debrief))
        text = _("Its case stays in the list. The path that was taken is not kept.")
        yield _tool(_("Leave it"), text, Button(_("&End the exercise"), on=lambda: self._ask_to_end(exercises)))

    def _out(self, exercises: Exercises) -> Iterator[QWidget]:
        """What has come out, told in full: here the person does not look on."""
        for number, release in reversed(out(exercises)):
            card = Card(_("Now known"), tone="attention").add(Text(release.fact))
            card.add(Bullets(changed(self.session, exercises, number, release)), above=4)
            if release.why:
                card.add(Text(release.why, "muted"), above=4)
            yield card
            yield Space(4)

    def _card(self, exercises: Exercises) -> str:
        """The card whose ways can be shown: the one that was up, or the last one that was played."""
        scenario, exercise = exercises.scenario, exercises.exercise
        if scenario is None or exercise is None:
            return ""
        name, _colon, card = self.detail.partition(":")
        if name == "card" and scenario.beat(card) is not None:
            return card
        return exercise.choices[-1].card if exercise.choices else ""

    # --- what is done ------------------------------------------------------------------------------------------------

    def _back(self) -> None:
        exercises = played(self.session)
        card = exercises.back(CARDS) if exercises is not None else ""
        self.go.emit(f"card:{card}" if card else "start")

    def _let_out(self, exercises: Exercises, number: int) -> None:
        exercises.release(number)
        self._area.verticalScrollBar().setValue(0)
        if exercises.scenario is not None:
            announce(self, exercises.scenario.hidden[number - 1].fact)

    def _turn_ways(self) -> None:
        self._ways = not self._ways
        self.refresh()

    def _turn_clock(self) -> None:
        exercises = played(self.session)
        if exercises is not None:
            exercises.clock_shown = not exercises.clock_shown
            self.session.changed.emit()

    def _debrief(self) -> None:
        self.session.leave_room()
        self.go.emit("debrief")

    def _ask_to_end(self, exercises: Exercises) -> None:
        texts = [_("Go to the debrief first, if you want one. The case stays in the list.")]
        ask(self, _("End the exercise?"), texts, yes=_("End it"), no=_("Stay"), on_yes=lambda: self._end(exercises))

    def _end(self, exercises: Exercises) -> None:
        exercises.end()
        self.session.leave_case()
        self.go.emit("training")


def _tool(label: str, text: str, button: Button) -> QWidget:
    # Buttons of one width of column: what stands beside them is in line from row to row.
    return Row([Text(label, halo=False), Text(text, "muted", halo=False), Slot(button, 200)], [4, 7, 0])
