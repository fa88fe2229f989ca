"""Screen 5: what the answers mean. Concern and the next safe step first, then the duties, then readiness (S15)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from referral_assistant.geography import place
from referral_assistant.i18n import _
from referral_assistant.matching import closed, lines
from referral_assistant.model import (
    Concern,
    Level,
    Missing,
    Reading,
    Route,
)
from referral_assistant.ui.concern import concern_panel
from referral_assistant.ui.contacts import contact_lines
from referral_assistant.ui.duties import duties_panel
from referral_assistant.ui.in_place import Editor, OpensInPlace
from referral_assistant.ui.page import Form
from referral_assistant.ui.phrases import count_text, lower_first, reason_lines
from referral_assistant.ui.widgets import (
    Banner,
    Bullets,
    Button,
    Card,
    ContactLine,
    Fold,
    Row,
    Rows,
    Slot,
    Stack,
    Text,
    reading_row,
)
from referral_assistant.wording import level_word

COLUMNS = (4, 2, 7, 0)
LEVELS = (Level.WILLING, Level.MIXED, Level.NOT_NOW)
FIRST_MISSING = 6

RING = {
    Route.ACT_NOW: ("police", "safeguarding_lead"),
    Route.CONSULT: ("safeguarding_lead",),
    Route.PANEL: ("marac_lead", "police", "safeguarding_lead"),
}
"""Whom to ring for the next safe step."""


class MeansPage(OpensInPlace):
    """Draws the assessment. Nothing here is a score, a total or a grade."""

    name: ClassVar[str] = "means"
    ahead: ClassVar[str] = "services"
    measure: ClassVar[int] = 960

    def build(self) -> Form:
        self.editor = None
        return Form(
            self._headline(),
            self.session.fill(
                _("What {they} {says|say} cannot show that anyone is safe. Willing does not mean safer.")
            ),
            self._widgets(),
            [Button(_("&Back"), on=lambda: self.go.emit("everything"))],
            [self.opener(_("Raise concern"), "raise", kind="secondary"), self._primary()],
        )

    def _widgets(self) -> Iterator[QWidget]:
        yield from self._act_first()
        yield from duties_panel(self)
        yield self._next_step()
        yield from concern_panel(self)
        if self.session.derived.stop is None:
            yield from self._readings()
            yield from self._missing()

    # --- the head ----------------------------------------------------------------------------------------------------

    def _headline(self) -> str:
        assessment = self.session.derived.assessment
        concern = lower_first(self.session.word("concern", assessment.concern.value))
        step = lower_first(self.session.word("routes", assessment.route.value))
        owed = sum(1 for duty in assessment.duties if duty.open)
        if owed and assessment.route in (Route.PROGRAMME, Route.EARLY_RESPONSE):
            things = _("one thing to do") if owed == 1 else _("{count} things to do").format(count=count_text(owed))
            step = _("{things}, then services").format(things=things)
        return _("Concern {concern}. Next: {step}").format(concern=concern, step=step)

    def _act_first(self) -> list[Banner]:
        """What comes before everything: danger that nobody has recorded acting on, and a stop."""
        derived = self.session.derived
        if derived.assessment.concern is Concern.IMMEDIATE:
            more = _(
                "Call 999 if anyone is in danger now. Services and letters stay closed until you have recorded here "
                "what was done, by whom and when."
            )
            return [Banner(_("Someone may be in danger. Act on it first."), "stop", more=more)]
        if derived.stop is not None:
            more = _(
                "Services and letters stay closed. What protects the victim-survivor and the children stays open, "
                "and so does the file note."
            )
            return [Banner(_("The conversation was stopped before it began."), "attention", more=more)]
        return []

    def _next_step(self) -> Card:
        assessment, session = self.session.derived.assessment, self.session
        card = Card(
            _("The next safe step: {step}").format(step=lower_first(session.word("routes", assessment.route.value)))
        )
        card.add(Text(session.word("route_steps", assessment.route.value), halo=False))
        for reason in assessment.route_because:
            card.add(Text(session.say(reason), "muted", halo=False))
        if assessment.route in RING:
            card.add(contact_lines(session, RING[assessment.route]), above=8)
            card.add(self._victim_support(), above=4)
        return card

    def _victim_support(self) -> Fold:
        """Numbers to offer the person harmed, apart from anything offered to the one who harms (S2)."""
        session = self.session
        here = place(session.areas(), session.derived.facts.get("area", ("",))[0], "", session.today)

        def found() -> Bullets:
            services = lines(session.services(), ("victim_support",), here)
            return Bullets([ContactLine(s.name, s.contact.telephone, s.description) for s in services])

        return Fold(
            _("lines to offer the victim-survivor"),
            found,
            opened="support" in self.unfolded,
            turned=lambda opened: self.turn_fold("support", opened),
        )

    def _primary(self) -> Button:
        derived = self.session.derived
        if derived.assessment.concern is Concern.IMMEDIATE:
            return self.opener(_("Record what was done"), "outcome", kind="primary")
        if derived.stop is not None:
            return Button(_("Go to the file note"), "primary", on=lambda: self.go.emit("letters"))
        if closed(derived.assessment):
            return Button(_("Decide about protection"), "primary", on=lambda: self.go.emit("protection"))
        return Button(_("See &services"), "primary", on=lambda: self.go.emit("services"))

    # --- readiness ---------------------------------------------------------------------------------------------------

    def _readings(self) -> Iterator[QWidget]:
        assessment, session = self.session.derived.assessment, self.session
        title = _("Readiness: {level}").format(level=lower_first(session.word("levels", assessment.overall.value)))
        panel = Rows(title)
        because = " ".join(session.say(reason) for reason in assessment.overall_because)
        panel.add(Row([Text(because, "muted", halo=False)], [1]))
        yield panel
        for reading in assessment.readings:
            row = self._reading_form(reading) if self.opened == _key(reading) else self._reading(reading)
            panel.add(row)
            yield row
        panel.add(Row([Text(_("Willing does not mean safer."), "muted", halo=False)], [1]))

    def _reading(self, reading: Reading) -> Row:
        title = self.session.word("domains", reading.domain)
        because: list[QWidget] = [line for reason in reading.because for line in reason_lines(self.session, reason)]
        if reading.domain == "agreement" and reading.level is not Level.NOT_EXPLORED:
            text = self.session.fill(_("This is {their} own answer. It changes only when {they} {changes|change} it."))
            because.append(Text(text, "note_muted", halo=False))
        cells: list[QWidget] = [
            Text(title, halo=False),
            Text(self._level(reading.domain, reading.level), "strong", halo=False),
            Stack(because),
        ]
        return reading_row([*cells, Slot(self._way_on(reading, title))], COLUMNS)

    def _level(self, domain: str, level: Level) -> str:
        return level_word(self.session.pack, domain, level)

    def _way_on(self, reading: Reading, title: str) -> Button | None:
        """Change a reading; where nothing was heard, or the answer is the person's own, go to the topic."""
        if reading.level is not Level.NOT_EXPLORED and reading.domain != "agreement":
            return self.opener(_("Change"), _key(reading), title)
        cards = [card for card in self.session.derived.path if card.domain == reading.domain]
        fresh = next((c for c in cards if c.id not in self.session.derived.standing), cards[0] if cards else None)
        return self._topic(fresh.id, title) if fresh else None

    def _topic(self, card: str, title: str) -> Button:
        name = _("Go to topic: {title}").format(title=title)
        return Button(_("Go to topic"), "link", name=name, on=lambda: self.go.emit(f"card:{card}"))

    def _reading_form(self, reading: Reading) -> QWidget:
        title = self.session.word("domains", reading.domain)
        editor = self.start_editor(_key(reading))
        editor.say(title, "strong")
        heard = reading.heard or reading.level
        editor.say(
            _("From the answers: {level}.").format(level=lower_first(self._level(reading.domain, heard))), "muted"
        )
        others = [level for level in LEVELS if level is not reading.level]
        editor.choose(
            "level",
            _("Read it as"),
            [(level.value, self._level(reading.domain, level)) for level in others],
            required=_("Choose another reading."),
        )
        editor.note(
            "because",
            _("Because"),
            hint=_("What you saw or heard that the answers do not show. It stands beside the reading."),
            required=_("A reading is changed only with a reason. Enter it."),
        )
        editor.finish(_("Change the reading"), lambda: self._change(editor, reading.domain))
        return editor

    def _change(self, editor: Editor, domain: str) -> None:
        self.saved(lambda: self.session.override_reading(domain, editor.text("level"), editor.text("because")))

    # --- what is missing ---------------------------------------------------------------------------------------------

    def _missing(self) -> Iterator[QWidget]:
        missing = self.session.derived.assessment.missing
        if not missing:
            return
        panel = Rows(_("Not asked or not known"))
        yield panel
        for item in missing[:FIRST_MISSING]:
            row = self._missing_row(item)
            panel.add(row)
            yield row
        if len(missing) > FIRST_MISSING:
            more = Fold(
                _("everything not asked or not known"),
                lambda: Stack([self._missing_row(item) for item in missing[FIRST_MISSING:]]),
                opened="missing" in self.unfolded,
                turned=lambda opened: self.turn_fold("missing", opened),
            )
            panel.add(more)

    def _missing_row(self, item: Missing) -> Row:
        title = self.session.fill(self.session.pack.card(item.card).title)
        return Row([Text(self.session.say(item.because), halo=False), Slot(self._topic(item.card, title))], [1, 0])


def _key(reading: Reading) -> str:
    return f"reading:{reading.domain}"
