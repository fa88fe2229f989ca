"""The entry tried at once on a person who does not exist: would the service take them, and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from referral_assistant import geography, wording
from referral_assistant.content import load_vocabulary
from referral_assistant.directory.labels import label
from referral_assistant.directory.sentences import fact_name, kind_of, phrase
from referral_assistant.directory.trial import asked, tried
from referral_assistant.i18n import _
from referral_assistant.model import Match, Verdict
from referral_assistant.ui.columns import clear, put_up
from referral_assistant.ui.service_draft import Draft, person_of
from referral_assistant.ui.theme import HALO, px
from referral_assistant.ui.widgets import Bullets, Chip, Field, Flow, Fold, NumberBox, SearchBox, Space, Text, announce
from referral_assistant.ui.widgets.select import Select

TONES = {Verdict.FITS: "settled", Verdict.ASK: "attention"}
_LISTS = {
    "relationship": "relationships",
    "referral_route": "routes",
    "access": "access",
    "format": "formats",
    "schedule": "schedules",
    "language": "languages",
}
WIDE = 400
FIRST = 3
"""Reasons shown at once; the others unfold."""


class MadeUpPerson(QFrame):
    """A few choices that make up a person, and below them the verdict. `show_verdict` works it out anew."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setAccessibleName(_("Try it on a made-up person"))
        self._draft = draft
        self._asked: tuple[str, ...] = ()
        self._said: object = None
        self._unfolded = False
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20) - HALO, px(16), px(20) - HALO, px(16))
        column.setSpacing(px(4))
        column.addWidget(Text(_("Would it take this person?"), "subtitle"))
        column.addWidget(Text(_("This is a made-up person. Nothing about them is kept."), "note_muted"))
        self._verdict = QVBoxLayout()
        self._verdict.setSpacing(px(4))
        column.addLayout(self._verdict)
        self._person = QVBoxLayout()
        self._person.setSpacing(px(2))
        column.addLayout(self._person)
        column.addStretch(1)
        self.show_verdict()

    def show_verdict(self) -> None:
        """What the service as it stands means for the person as made up."""
        service, session = self._draft.service, self._draft.session
        wanted = asked(service)
        if wanted != self._asked:
            self._asked = wanted
            self._draw_person()
        known = person_of(self._draft)
        person = {fact: values for fact, values in known.items() if values}
        match = tried(service, person, session.areas(), session.today)
        drawn = (match.verdict, match.because, match.ask) if match else None
        if (drawn,) != self._said:
            self._said = (drawn,)
            self._draw_verdict(match)

    # --- the verdict -------------------------------------------------------------------------------------------------

    def _draw_verdict(self, match: Match | None) -> None:
        clear(self._verdict)
        if match is None:
            put_up(self._verdict, Text(_("This line is not for the person who harms: nobody is matched with it.")))
            return
        pack = self._draft.session.pack
        word = wording.word(pack, "verdicts", match.verdict.value)
        put_up(self._verdict, _chip(word, TONES.get(match.verdict, "neutral")))
        because = [wording.say(reason, pack) for reason in match.because]
        questions = [wording.say(reason, pack) for reason in match.ask]
        if questions:
            put_up(self._verdict, Text(_("Ask first"), "note_heading"))
            put_up(self._verdict, _bullets(questions))
        # The person to make up stays in sight below: what fits anyway unfolds.
        first = because[: 0 if questions else FIRST]
        rest = because[len(first) :]
        if first:
            put_up(self._verdict, _bullets(first))
        if rest:
            title = _("what fits already") if questions else _("every other reason")
            fold = Fold(title, lambda: _bullets(rest), opened=self._unfolded, turned=self._turn)
            put_up(self._verdict, fold)
        announce(self, word)

    def _turn(self, opened: bool) -> None:
        self._unfolded = opened

    # --- the person --------------------------------------------------------------------------------------------------

    def _draw_person(self) -> None:
        clear(self._person)
        put_up(self._person, Space(6))
        put_up(self._person, Text(_("The person"), "note_heading"))
        for fact in self._asked:
            put_up(self._person, self._control(fact))
        anyhow = _("Can come at any time and take part in any way, and needs nothing particular.")
        if not {"access", "format", "schedule"} & set(self._asked):
            put_up(self._person, Text(anyhow, "note_muted"))

    def _control(self, fact: str) -> QWidget:
        known = person_of(self._draft).get(fact, ())
        kind = kind_of(fact)
        if kind == "number":
            number = NumberBox(_("Made-up person: {what}").format(what=fact_name(fact)), *known[:1])
            number.textEdited.connect(lambda text: self._make_up(fact, text))
            return Field(fact_name(fact), number, kind="small")
        if kind == "area":
            return self._area(fact, known)
        values = load_vocabulary().facts[fact].values
        choices = [("", _("Not known")), *((value, value_text(fact, value)) for value in values)]
        # Who can do anything is said as what comes first: one of them is what a list can show.
        several = len(known) > 1
        choices = [("*", _("Any of them")), *choices] if several else choices
        select = Select(fact_name(fact), choices, "*" if several else next(iter(known), ""), width=200)
        for part in (select, select.box):
            part.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        select.box.setAccessibleName(_("Made-up person: {what}").format(what=fact_name(fact)))
        select.chosen.connect(lambda value: self._make_up(fact, value))
        return select

    def _area(self, fact: str, known: Sequence[str]) -> QWidget:
        areas, today = self._draft.session.areas(), self._draft.session.today
        chosen = geography.find(areas, known[0], today) if known else None

        def find(text: str) -> list[tuple[str, str]]:
            return [(area.id, area.name) for area in geography.search(areas, text, today)]

        name = _("Made-up person: {what}").format(what=fact_name(fact))
        box = SearchBox(name, find, chosen=chosen.name if chosen else "", placeholder=_("Another council"), rows=4)
        box.picked.connect(lambda area: self._make_up(fact, area))
        return Field(fact_name(fact), box, kind="small")

    def _make_up(self, fact: str, value: str) -> None:
        person = dict(person_of(self._draft))
        if value == "*":
            person[fact] = load_vocabulary().facts[fact].values
        else:
            person[fact] = (value,) if value.strip() else ()
        self._draft.person = person
        self.show_verdict()


def value_text(fact: str, value: str) -> str:
    """One value of a fact, as it stands in a list."""
    if fact in _LISTS and value not in ("none", "other"):
        return label(_LISTS[fact], value)
    said = phrase(fact, value)
    short = said.split(" ", 1)[-1] if fact == "gender" or value == "other" else said
    return short[:1].upper() + short[1:]


def _chip(word: str, tone: str) -> Flow:
    found = Flow([Chip(word, tone)])
    found.setContentsMargins(HALO, px(6), HALO, px(2))
    return found


def _bullets(items: list[str]) -> Bullets:
    found = Bullets(items, "note")
    found.setContentsMargins(HALO, 0, HALO, 0)
    return found
