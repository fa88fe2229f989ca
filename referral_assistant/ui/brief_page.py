"""What a learner is told of a scenario before it begins, and the two ways to begin: nothing that gives it away."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

from referral_assistant.i18n import _
from referral_assistant.problems import Problem
from referral_assistant.training.exercise import PAUSE_WORD
from referral_assistant.ui.exercises import exercises_of
from referral_assistant.ui.page import Apart, Form
from referral_assistant.ui.widgets import (
    Banner,
    Bullets,
    Button,
    Card,
    ContactLine,
    Fold,
    Space,
    Stack,
    Text,
    tell,
)

if TYPE_CHECKING:
    from referral_assistant.model import Scenario
    from referral_assistant.ui.session import Session

LINES = ("victim_support", "person", "crisis")
"""Purposes of the real lines for somebody in the room."""


class BriefPage(Apart):
    """`brief:ID`: the setting, the learner's own brief, what may come up and how one sits it out. What agencies hold,
    what is hidden, the trap, what there is to learn and where it lands are not told here."""

    name: ClassVar[str] = "brief"
    in_training: ClassVar[bool] = True

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._confidence = ""

    def arrive(self, detail: str = "") -> None:
        self._confidence = ""
        super().arrive(detail)

    def shape(self) -> Hashable:
        return exercises_of(self.session).find(self.detail), self._roomy

    def build(self) -> Form:
        scenario = exercises_of(self.session).find(self.detail)
        back = Button(_("&Back"), on=lambda: self.go.emit("training"))
        if scenario is None:
            return Form(_("No such scenario"), _("It may have been renamed. Choose one from the list."), (), [back])
        lead = " \u00b7 ".join(filter(None, (who_text(scenario), minutes_text(scenario))))
        talk = Button(_("Begin with the con&versation"), on=lambda: self._begin(scenario, talk=True))
        gate = Button(_("Begin at the &privacy check"), "primary", on=lambda: self._begin(scenario))
        told = (*brief(self.session, scenario), self._feeling(), self._leading(scenario))
        if self._roomy:
            return Form(scenario.title, lead, told, [back], [talk, gate], first=gate)
        # There is no room for both at the foot of the page.
        return Form(scenario.title, lead, (*told, talk), [back], [gate], first=gate)

    def _feeling(self) -> Fold:
        """How sure one feels beforehand, for those who wish to look back on it."""
        return Fold(_("how sure you feel, a question you may leave out"), self._ask)

    def _ask(self) -> QWidget:
        from referral_assistant.ui.confidence import Confidence

        asked = Confidence(_("Before this exercise"), self._confidence)
        asked.said.connect(self._feel)
        return asked

    def _feel(self, text: str) -> None:
        self._confidence = text

    def _leading(self, scenario: Scenario) -> Fold:
        notes = Button(_("Notes on this scenario"), on=lambda: self.go.emit(f"notes:of:{scenario.id}"))
        text = _("The trap, the hidden facts, where it lands, and the role-play pack: not for those who will play it.")
        return Fold(_("what a trainer prepares with"), lambda: Card("", lead=text).add_buttons(notes))

    def _begin(self, scenario: Scenario, *, talk: bool = False) -> None:
        exercises = exercises_of(self.session)
        try:
            exercises.begin(scenario.id)
            if self._confidence:
                exercises.say_confidence(before=self._confidence)
            if talk:
                exercises.pass_the_gate()
        except Problem as problem:
            tell(self, str(problem), problem.advice)
            return
        self.go.emit("start")


def who_text(scenario: Scenario) -> str:
    """Who comes: a name and an age."""
    persona = scenario.persona
    if persona is None or not persona.name:
        return ""
    return _("{name}, {age}").format(name=persona.name, age=persona.age) if persona.age else persona.name


def minutes_text(scenario: Scenario) -> str:
    """How long to allow."""
    return _("{count} min").format(count=scenario.minutes)


def brief(session: Session, scenario: Scenario) -> Iterator[QWidget]:
    """The setting, who the learner is, what may come up, and how one sits it out (S29)."""
    free = _("You may sit this one out, stop at any time, and nobody asks why.")
    warning = scenario.warning or _("It is about abuse in a family or a relationship.")
    yield Banner(_("What comes up"), "attention", more=warning).add(Text(free, "strong"), above=4)
    yield Space(4)
    yield Card(_("The setting")).add(Text(scenario.setting))
    told = Card(_("You: {role}").format(role=scenario.role))
    for part in filter(None, scenario.practitioner.split("\n\n")):
        told.add(Text(part.strip()))
    yield told
    yield Card(_("Before you begin")).add(Bullets(_ground_rules()))
    yield _of_your_own(session)


def _ground_rules() -> list[str]:
    return [
        _("Anybody may say “{word}”, at any time. Everything stops there; F4 does the same on the screen.").format(
            word=PAUSE_WORD
        ),
        _("Words only. Nobody acts out a touch, a blow or a threat, and nobody plays a child."),
        _("Use no real case, and nobody you know: not in what you say, and not in what you type."),
        _("When it is over, everybody who played says their own name, and something about their own day."),
    ]


def _of_your_own(session: Session) -> Card:
    """For learners who were harmed, or who have harmed (S29)."""
    steps = [
        _("Many people in any room have lived with abuse, and some have done what this is about. Either can come up."),
        _("Say “{word}”, or leave the room. You owe nobody a reason.").format(word=PAUSE_WORD),
        _(
            "Then go to the trainer, in private, or to your manager, or to whoever your organisation names for it. "
            "They listen first. They say beforehand what they could not keep to themselves: that somebody is in danger."
        ),
        _("If somebody is in danger now, ring 999."),
    ]
    card = Card(_("If it touches something of your own")).add(Bullets(steps))
    return card.add(Fold(_("real lines for you, whoever you are"), lambda: _lines(session)), above=4)


def _lines(session: Session) -> QWidget:
    """National lines, which are real in training as well."""
    from referral_assistant.matching import lines
    from referral_assistant.model import Place

    try:
        services = [service for service in session.services() if not service.fictional]
    except Problem as problem:
        return Text(f"{problem} {problem.advice}")
    found = [s for purpose in LINES for s in lines(services, (purpose,), Place()) if s.contact.telephone]
    return Stack([ContactLine(s.name, s.contact.telephone, s.description) for s in found], gap=8)
