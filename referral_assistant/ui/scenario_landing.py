"""Where a scenario is expected to land, beside where it lands now; and how each domain reads, with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from referral_assistant.assessment import assess
from referral_assistant.i18n import _
from referral_assistant.model import UNDECIDED, Expected, Judged, Level
from referral_assistant.ui.columns import clear, column_in, put_up
from referral_assistant.ui.scenario_fields import Fields
from referral_assistant.ui.scenario_words import landing_text
from referral_assistant.ui.widgets import Button, Field, Flow, NoteBox, Text
from referral_assistant.wording import level_word, word


class Landing(QWidget):
    """One case of a scenario. What the trainer accepted stays until they accept another: so a change of an answer that
    moves it is noticed."""

    def __init__(self, fields: Fields, place: str) -> None:
        super().__init__()
        self._fields, self.place = fields, place
        self._column = column_in(self, 2)
        self._shown: tuple[Expected | None, Expected | None] | None = None

    def show_state(self) -> None:
        """Show what is expected, and what was found last. Nothing moves while it is the same."""
        wanted = self._expected(), self._fields.draft.looked.landings.get(self.place)
        if wanted == self._shown:
            return
        had_focus = self._shown is not None and self.focusWidget() is not None and self.focusWidget().hasFocus()
        self._shown = wanted
        expected, now = wanted
        clear(self._column)
        if now is not None and expected is not None and _agrees(expected, now):
            put_up(self._column, Text(_("It lands here, and you accepted it: {text}").format(text=self._say(now))))
            return
        told = self._say(expected) if expected is not None else _("Nothing is accepted yet.")
        put_up(
            self._column, Text(_("You accepted: {text}").format(text=told) if expected is not None else told, "muted")
        )
        if now is None:
            put_up(self._column, Text(_("Looking where it lands …"), "note_muted"))
            return
        put_up(self._column, Text(_("It lands now at: {text}").format(text=self._say(now)), "strong"))
        accept = Button(_("Accept where it lands now"), name=self._named(), on=self._accept)
        put_up(self._column, Flow([accept]))
        if had_focus:
            accept.setFocus()

    def _say(self, lands: Expected) -> str:
        draft = self._fields.draft
        return landing_text(draft.pack, lands, draft.looked.services)

    def _named(self) -> str:
        return f"{_('Accept where it lands now')}: {self.accessibleName()}"

    def _expected(self) -> Expected | None:
        """What was accepted, where anything was."""
        scenario = self._fields.draft.scenario
        if self.place.startswith("lands."):
            return scenario.lands.get(self.place.removeprefix("lands."))
        held: Expected = self._fields.draft.value(_stored(self.place))
        return held if held != UNDECIDED else None

    def _accept(self) -> None:
        now = self._fields.draft.looked.landings.get(self.place)
        if now is not None:
            self._fields.put(_stored(self.place), now)
            self.show_state()


def _agrees(expected: Expected, now: Expected) -> bool:
    """Whether it lands where it was accepted, as far as that says anything."""
    said = replace(now, who=expected.who and now.who, overall=expected.overall and now.overall)
    return said == expected


def _stored(place: str) -> str:
    """Where a scenario holds what is expected of the case of that name."""
    return f"{place}.expected" if place.startswith("hidden[") else place


class ReadingForm(QWidget):
    """One domain: how it reads by the stated rule (S15), and the expert's reason for it."""

    def __init__(self, fields: Fields, domain: str, levels: Mapping[str, Level]) -> None:
        super().__init__()
        self._fields, self._domain = fields, domain
        self._column = column_in(self, 2)
        self._now = levels[domain]
        pack, pronouns = fields.draft.pack, fields.draft.pronouns
        held = self._held()
        title = word(pack, "domains", domain, pronouns)
        self._level = Text("", "note_muted")
        self._again = Button(_("Take over how it reads now"), "link", name=_("Take over: {what}").format(what=title))
        self._again.clicked.connect(lambda _checked=False: self._put(self._held() or Judged(""), take_over=True))
        box = NoteBox(title, held.why if held else "", lines=1)
        box.rested.connect(lambda text: self._put(replace(self._held() or Judged(""), why=text)))
        self._column.addWidget(fields.hold(f"readings.{domain}", Field(title, box)))
        self._column.addWidget(self._level)
        self._column.addWidget(Flow([self._again]))
        self.show_state(levels)

    def show_state(self, levels: Mapping[str, Level]) -> None:
        """Say how it reads now, and for which reading the reason was written where that was another."""
        self._now = levels[self._domain]
        held = self._held()
        other = held is not None and held.level is not self._now
        text = _("By the answers it reads as: {now}.").format(now=self._word(self._now))
        if other and held is not None:
            text = f"{text} {_('You wrote this for: {before}.').format(before=self._word(held.level))}"
        self._level.say(text)
        self._again.setVisible(other)

    def _word(self, level: Level) -> str:
        return level_word(self._fields.draft.pack, self._domain, level).lower()

    def _held(self) -> Judged | None:
        return self._fields.draft.scenario.readings.get(self._domain)

    def _put(self, judged: Judged, *, take_over: bool = False) -> None:
        if take_over or self._held() is None:
            judged = replace(judged, level=self._now)
        self._fields.put(f"readings.{self._domain}", judged)
        self.show_state(levels_of(self._fields))


def levels_of(fields: Fields) -> dict[str, Level]:
    """How each domain reads by the answers as they stand."""
    readings = assess(fields.draft.pack, fields.draft.scenario.case).readings
    return {reading.domain: reading.level for reading in readings}
