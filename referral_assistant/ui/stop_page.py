"""The stop page of the gate: what stopped it, why, what to do and whom to call; and the agreement of someone else."""

from __future__ import annotations

from collections.abc import Hashable
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from referral_assistant.i18n import _
from referral_assistant.model import Route, Stop
from referral_assistant.ui.card_form import required
from referral_assistant.ui.contacts import contact_lines, danger_card
from referral_assistant.ui.in_place import Editor, OpensInPlace
from referral_assistant.ui.page import Form
from referral_assistant.ui.widgets import Banner, Bullets, Button, Card, ContactLine, Space, Text

AGREED = "agreed"
SHOWN = 3
"""So many lines at most: the local contacts above them come first."""


class StopPage(OpensInPlace):
    """Shown as stopped. Conversation, services and letters stay closed; safeguarding and the file note open (S10)."""

    name: ClassVar[str] = "stop"

    def shape(self) -> Hashable:
        return self.session.derived.stops, self.opened

    def build(self) -> Form:
        session, page = self.session, self.session.pack.stop(self.detail)
        stop = self._stop()
        why = Card(tone="stop").add(Text(session.fill(page.because), "strong", tone="stop", halo=False))
        advice = [*map(session.fill, page.advice), *filter(None, [required(session, stop.card)])]
        todo = Card(_("What you can do")).add(Bullets(advice))
        if page.contacts:
            todo.add(Text(_("Whom to ring"), "heading", halo=False), above=8).add(contact_lines(session, page.contacts))
        widgets: list[QWidget] = [why, todo, *self._specialists(stop), danger_card(), *self._agreement(stop)]
        change = Button(_("Change the &answer"), on=lambda: self.go.emit(f"card:{stop.card}"))
        done = Button(_("&Save and close"), "primary", on=session.leave_case)
        right = [] if self.opened == AGREED else [done]
        if not stop.firm and stop.stands and self.opened != AGREED:
            right.insert(0, self.opener(_("Someone else has a&greed"), AGREED, kind="secondary"))
        return Form(session.fill(page.title), session.say(stop.because), widgets, [change], right, first=change)

    def _stop(self) -> Stop:
        return next(s for s in self.session.derived.stops if s.id == self.detail)

    def _specialists(self, stop: Stop) -> list[QWidget]:
        """Lines for the practitioner and, where nothing is urgent, for a person who asks for help (S10)."""
        asked = _("Only if {they} {asks|ask} for help, and if it is safe to have the number at home")
        groups = [(_("Ask a specialist"), "", "professional")]
        if stop.action is not Route.ACT_NOW:
            groups.append((_("A line for the person"), self.session.fill(asked), "person"))
        cards: list[QWidget] = []
        for heading, lead, purpose in groups:
            lines = [s for s in self.session.lines(purpose) if s.contact.telephone][:SHOWN]
            if lines:
                found = [ContactLine(s.name, s.contact.telephone, s.alert) for s in lines]
                cards.append(Card(heading, lead=lead).add(Bullets(found)))
        return cards

    def _agreement(self, stop: Stop) -> list[QWidget]:
        if stop.agreed is not None:
            agreed = _("{name}, {role}, agreed that you may go on").format(name=stop.agreed.by, role=stop.agreed.role)
            return [Banner(agreed, more=stop.agreed.because, action=_("Go on"), on=lambda: self.go.emit("start"))]
        if stop.firm:
            firm = _("Nobody can agree to go past this. It opens only when the answer is another.")
            return [Space(8), Text(firm, "muted")]
        return [Card(_("Someone else has agreed")).add(self._agreement_form())] if self.opened == AGREED else []

    def _agreement_form(self) -> Editor:
        editor = self.start_editor(f"agreed {self.detail}", inset=0)
        editor.say(_("Not you: someone with the authority to agree, who knows what you know. It stays on the record."))
        editor.line("by", _("Name of the person who agreed"), required=_("Enter the name of the person who agreed."))
        editor.line("role", _("Their role"), required=_("Enter their role."))
        ways = [(way, way) for way in (_("In person"), _("By phone"), _("In writing"))]
        editor.choose("how", _("How they told you"), ways, required=_("Say how they told you."))
        editor.when("at", _("When"))
        editor.note("because", _("Why it is right to go on"), required=_("Say why it is right to go on."))
        editor.finish(_("Record, and go on"), self._record)
        return editor

    def _record(self) -> None:
        editor = self.editor
        assert editor is not None
        because, by, role, how = (editor.text(name) for name in ("because", "by", "role", "how"))
        self.saved(lambda: self.session.override_gate(self.detail, because, by, role, how, editor.moment("at")))
        self.go.emit("start")
