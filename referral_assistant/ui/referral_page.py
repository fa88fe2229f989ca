"""Screen 7, the first decision: is a referral agreed, does this route not need agreement, or is there none (S21)."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from referral_assistant.i18n import _
from referral_assistant.model import Decision, Service
from referral_assistant.ui.in_place import OpensInPlace
from referral_assistant.ui.page import Form
from referral_assistant.ui.phrases import answered_lines
from referral_assistant.ui.theme import HALO, px
from referral_assistant.ui.widgets import Banner, Button, Choice, Choices, Field, LineBox, Space, Stack, Text

VOLUNTARY = frozenset({"self", "professional"})
"""Ways into a service that rest on the person's agreement."""


class ReferralPage(OpensInPlace):
    """Records what was agreed. Agreement to a referral is that and nothing more: what protects someone is decided on
    the next screen, and does not wait for this one."""

    name: ClassVar[str] = "referral"

    def shape(self) -> Hashable:
        return replace(self._decision, route_named=""), self.session.derived.facts.get("agree_refer")

    def build(self) -> Form:
        session, decision = self.session, self._decision
        self._referral = Choices("", self._options(), numbered=True)
        self._referral.chosen.connect(lambda values: self.decide(referral=values[0]))
        question = session.fill(_("What was decided about a referral?"))
        self._referral.setAccessibleName(question)
        widgets: list[QWidget] = [*self._said("agree_refer"), Field(question, self._referral)]
        self._route = LineBox(_("The route"), decision.route_named)
        self._route.rested.connect(lambda text: self.decide(route_named=text.strip()))
        if decision.referral == "not_needed":
            hint = _("Such as an order of a court, or a licence. It stands in the letter.")
            widgets += [Space(4), Field(_("Name the route"), self._route, hint=hint)]
        widgets += self._cautions()
        if decision.referral in ("agreed", "not_needed"):
            widgets += self._partner_contact()
        if decision.referral == "agreed":
            widgets += [Space(12), *self._copy()]
        return Form(
            _("Referral"),
            self._lead(),
            widgets,
            [Button(_("&Back"), on=lambda: self.go.emit("services"))],
            [Button(_("Go on to &protection"), "primary", on=lambda: self.go.emit("protection"))],
            first=self._referral.rows[0],
        )

    def fill_in(self) -> None:
        self._referral.set_values((self._decision.referral,))
        if not self._route.hasFocus():
            self._route.setText(self._decision.route_named)

    def number(self, digit: int) -> bool:
        return self._referral.choose_number(digit)

    # --- the parts ---------------------------------------------------------------------------------------------------

    @property
    def _decision(self) -> Decision:
        return self.session.case.decision if self.session.case else Decision()

    def _service(self) -> Service | None:
        return self.session.service(self._decision.service)

    def _lead(self) -> str:
        service = self._service()
        if service is None:
            return _("No service is chosen yet. You can record the answer all the same.")
        return _("To {service}.").format(service=service.name)

    def _options(self) -> list[Choice]:
        fill = self.session.fill
        return [
            Choice("agreed", fill(_("{They} agreed to a referral"))),
            Choice(
                "not_needed", fill(_("This route does not need {their} agreement")), _("Say below which route it is.")
            ),
            Choice("no", _("No referral")),
        ]

    def _said(self, fact: str) -> list[QWidget]:
        """What the person said about it, so that the decision is made beside their own answer."""
        lines = answered_lines(self.session, fact)
        if not lines:
            return []
        stack = Stack([Text(_("When you asked:"), "note_muted", halo=False), *lines], 0)
        stack.setContentsMargins(HALO, 0, HALO, px(8))
        return [stack]

    def _cautions(self) -> Iterator[Banner]:
        session, decision = self.session, self._decision
        said = session.derived.facts.get("agree_refer", ())
        if decision.referral == "agreed" and "no" in said:
            text = session.fill(_("{They} said no when you asked. Ask {them} again, or record another decision."))
            yield Banner(text, "attention")
        service = self._service()
        if decision.referral == "not_needed" and service and service.routes and VOLUNTARY.issuperset(service.routes):
            text = session.fill(_("This service is voluntary, so it needs {their} agreement."))
            yield Banner(text, "attention", more=_("No letter can be made for it without."))
        if decision.referral == "no":
            more = _("No letter is made. What protects someone is still decided, and you can set a date to look again.")
            yield Banner(_("No is an answer."), "accent", more=more)

    def _partner_contact(self) -> list[QWidget]:
        title = self.session.fill(_("Did {they} agree that the service contacts a partner or ex-partner?"))
        choices = [
            Choice("agreed", _("Agreed")),
            Choice("refused", _("Did not agree")),
            Choice("withdrawn", _("Agreed, and took it back later")),
        ]
        found: list[QWidget] = [Space(12), *self._said("partner_contact")]
        found += self._question(title, choices, "partner_contact", self._decision.partner_contact)
        if self._decision.partner_contact == "withdrawn":
            more = _("Tell the service, and the worker who supports the victim-survivor, the same working day.")
            found.append(Banner(_("Pass it on today."), "attention", more=more))
        return found

    def _copy(self) -> list[QWidget]:
        title = self.session.fill(_("How would {they} like a copy of what was agreed? Ask {them} first"))
        choices = [
            Choice("paper", _("On paper")),
            Choice("safe_address", _("To a safe address")),
            Choice("nothing", _("Nothing")),
        ]
        return self._question(title, choices, "copy", self._decision.copy)

    def _question(self, title: str, choices: Sequence[Choice], name: str, value: str) -> list[QWidget]:
        box = Choices("", choices, numbered=False)
        box.setAccessibleName(title)
        box.set_values((value,))
        box.chosen.connect(lambda values: self.decide(**{name: values[0]}))
        return [Field(title, box)]
