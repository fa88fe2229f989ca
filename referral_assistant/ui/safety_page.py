"""The page behind F9: whom to call, what happened, and what was done about it. It closes services and letters (S5)."""

from __future__ import annotations

from collections.abc import Hashable
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from referral_assistant.i18n import _
from referral_assistant.model import SafetyConcern
from referral_assistant.ui.contacts import CONTACTS, contact_lines, danger_card, emergency_lines
from referral_assistant.ui.in_place import Editor, OpensInPlace
from referral_assistant.ui.page import Form
from referral_assistant.ui.phrases import moment_text
from referral_assistant.ui.session import Session
from referral_assistant.ui.widgets import Banner, Button, Card, Rows, Space, Text, fact_row


class SafetyPage(OpensInPlace):
    """In the room it says no more than Paused until the practitioner unfolds it (S14)."""

    name: ClassVar[str] = "safety"
    in_case: ClassVar[bool] = False
    room_safe: ClassVar[bool] = True

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._unfolded = False

    def arrive(self, detail: str = "") -> None:
        self._unfolded = False
        super().arrive(detail)

    def shape(self) -> Hashable:
        case = self.session.case
        return self.session.in_room, self._unfolded, case.safety if case else None, self.session.is_open

    def build(self) -> Form:
        back = Button(_("&Back"), on=lambda: self.go.emit("previous"))
        if self.session.in_room and not self._unfolded:
            lead = _("Saved. Finish what you are saying, and take your time.")
            more = Button(_("Open"), on=self._unfold)
            return Form(_("Paused"), lead, [], [back, more], [], first=back)
        found = self.session.derived.open_safety if self.session.case else None
        widgets: list[QWidget] = [danger_card(), self._whom()]
        if found is not None:
            closed = _("Services and letters are closed until you record what was done.")
            widgets = [Banner(closed, "stop"), *widgets, Space(4), self._outcome(*found)]
        widgets += self._earlier()
        lead = _("Act first. The record can wait until everyone is safe.")
        return Form(_("Safety concern"), lead, widgets, [back], [], first=back)

    def _whom(self) -> Card:
        card = Card(_("Whom to tell"))
        if not self.session.is_open:
            return card.add(Text(_("Your safeguarding lead. Unlock the program to see the local numbers."), halo=False))
        return card.add(contact_lines(self.session, (*CONTACTS, *emergency_lines(self.session))))

    def _outcome(self, number: int, concern: SafetyConcern) -> Card:
        editor = self.start_editor(f"safety {number}", inset=0, give_up=lambda: self.go.emit("previous"))
        raised = _("Raised {moment}.").format(moment=moment_text(concern.at)) if concern.at else ""
        editor.note("what", _("What happened"), text=concern.what, hint=_("In their words where you can. Optional."))
        editor.note("outcome", _("What was done"), required=_("Say what was done."))
        who = self.session.practitioner.name
        editor.line("by", _("By whom"), text=who, required=_("Enter who did it."))
        editor.when("at", _("When"))
        editor.finish(_("Record what was done"), lambda: self._record(number, editor), give_up=_("Later"))
        return Card(_("What was done"), lead=raised).add(editor)

    def _record(self, number: int, editor: Editor) -> None:
        self.session.safety_concern(editor.text("what"))
        self.session.record_outcome(number, editor.text("outcome"), editor.text("by"), editor.moment("at"))

    def _earlier(self) -> list[QWidget]:
        closed = [c for c in self.session.case.safety if c.closed] if self.session.case else []
        if not closed:
            return []
        rows = Rows(_("Acted on"))
        for concern in closed:
            when = moment_text(concern.outcome_at) if concern.outcome_at else ""
            rows.add(fact_row(when, _("{outcome} By {name}.").format(outcome=concern.outcome, name=concern.outcome_by)))
        return [Space(8), rows]

    def _unfold(self) -> None:
        self._unfolded = True
        self.redraw()
