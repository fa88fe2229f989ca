"""The step between the conversation and what is written up afterwards: is the practitioner alone again?"""

from __future__ import annotations

from collections.abc import Hashable
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from referral_assistant.i18n import _
from referral_assistant.model import Card as Topic
from referral_assistant.model import SectionKind
from referral_assistant.ui.page import Form, Page
from referral_assistant.ui.widgets import Button, Card, Flow, Space


class LeftPage(Page):
    """Neutral, since it is reached with the person still there. Enter does nothing here: what lies behind it must not
    open by a key pressed once too often."""

    name: ClassVar[str] = "left"
    room_safe: ClassVar[bool] = True

    def shape(self) -> Hashable:
        return tuple(card.id for card in self._open_topics())

    def build(self) -> Form:
        widgets: list[QWidget] = []
        topics = self._open_topics()
        if topics:
            buttons = [self._topic(card) for card in topics[:12]]
            lead = _("You can come back to these now, or leave them. Leaving them is fine.")
            widgets += [Card(_("Not talked about yet"), lead=lead).add(Flow(buttons)), Space(4)]
        self._alone = Button(_("I am on my own now"), "secondary", on=self._open)
        after = Card(_("Afterwards"), lead=_("There are a few pages to fill in. Open them when you are on your own."))
        widgets.append(after.add_buttons(self._alone))
        back = Button(_("&Back"), on=lambda: self.go.emit("previous"))
        return Form(_("Finished for now"), _("Everything so far is saved."), widgets, [back], [], first=back)

    def _open_topics(self) -> list[Topic]:
        derived = self.session.derived
        return [
            card
            for card in derived.path
            if card.id not in derived.standing
            and card.room_safe
            and derived.pack.section_of(card.id).kind is SectionKind.TALK
        ]

    def _topic(self, card: Topic) -> Button:
        return Button(self.session.fill(card.title), on=lambda: self.go.emit(f"card:{card.id}"))

    def _open(self) -> None:
        self.session.leave_room()
        after = [s for s in self.session.pack.sections if s.kind is SectionKind.AFTER]
        self.go.emit(f"section:{after[0].id}" if after else "everything")
