"""What a directory pack is: its edition, its signer, how it compares with the one in use, and whether it is taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from referral_assistant.i18n import _, long_date
from referral_assistant.model import Origin
from referral_assistant.ui.fingerprint import Fingerprint
from referral_assistant.ui.theme import HALO, px
from referral_assistant.ui.widgets import Button, Card, Choice, Choices, Text

if TYPE_CHECKING:
    from referral_assistant.directory.incoming import Offer
    from referral_assistant.directory.pack import Head


class PackCard(Card):
    """`trust` is called once somebody has compared the fingerprint of a signer whom nobody here trusts yet; without
    it, nobody here can."""

    def __init__(self, offer: Offer, trust: Callable[[], object] | None) -> None:
        from referral_assistant.directory.sealed import Why

        refused = offer.refused
        asks = refused is not None and refused.why is Why.NOT_TRUSTED and trust is not None
        tone = "" if refused is None else "attention" if asks else "stop"
        title = offer.head.title if offer.head else _("This pack is not taken")
        super().__init__(title, lead=edition(offer.head) if offer.head else "", tone=tone)
        if refused is not None and not asks:
            self.add(Text(str(refused), "strong", tone="stop"), above=6).add(Text(refused.advice))
        if offer.head is not None:
            self._facts(offer.head, offer.used)
        if offer.fingerprint:
            # A signature that does not fit says nothing about whose it is.
            whose = _("Fingerprint of the signer") if offer.head else _("Fingerprint of the signer that it names")
            self.add(Text(whose, "group"), above=10).add(Fingerprint(offer.fingerprint))
        if asks and trust is not None:
            self._compare(trust)

    def take_focus(self) -> None:
        """Put the focus on what has to be ticked first."""
        for box in self.findChildren(Choices):
            box.focus_first()

    def _facts(self, head: Head, used: Origin | None) -> None:
        facts = ((_("Signed by"), head.signer), (_("In it"), held(head)), (_("In use now"), compared(head, used)))
        self.add(Facts(facts), above=6)

    def _compare(self, trust: Callable[[], object]) -> None:
        """An unknown signer: only a telephone call to somebody known can say that the key is theirs."""
        self.add(Text(_("Nobody here has trusted this signer yet."), "strong"), above=10)
        self.add(
            Text(
                _(
                    "Ring the area lead on a number that you know, not one that came with the pack. Have them read "
                    "their fingerprint to you, and compare all eight groups."
                )
            )
        )
        same = Choice("same", _("I rang them, and all eight groups are the same"))
        box = Choices("", [same], many=True, numbered=False)
        box.setAccessibleName(same.text)
        button = Button(_("&Trust this signer"), on=trust)
        button.setEnabled(False)
        box.chosen.connect(lambda values: button.setEnabled(bool(values)))
        self.add(box, above=4).add_buttons(button)


class Facts(QWidget):
    """A few facts, each with its label, close together inside a card."""

    def __init__(self, facts: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(HALO, 0, HALO, 0)
        grid.setHorizontalSpacing(px(24))
        grid.setVerticalSpacing(px(4))
        grid.setColumnStretch(1, 1)
        for row, (label, value) in enumerate(facts):
            grid.addWidget(Text(label, "muted", halo=False, wrap=False), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Text(value, halo=False), row, 1)


def edition(head: Head) -> str:
    """Which edition of a pack it is, as people say it."""
    return _("Edition of {day}, {time}").format(day=long_date(head.issued.date()), time=f"{head.issued:%H:%M}")


def held(head: Head) -> str:
    """How much a pack holds."""
    services = _("1 service") if head.services == 1 else _("{count} services").format(count=head.services)
    if not head.contacts:
        return services
    contacts = _("1 safeguarding contact")
    if head.contacts > 1:
        contacts = _("{count} safeguarding contacts").format(count=head.contacts)
    return _("{services} and {contacts}").format(services=services, contacts=contacts)


def compared(head: Head, used: Origin | None) -> str:
    """How an edition stands to the one in use."""
    if used is None:
        return _("No edition of this pack.")
    day = long_date(used.issued.date()) if used.issued else _("an unknown day")
    if used.serial == head.serial:
        return _("This very edition.")
    if used.serial > head.serial:
        return _("A newer edition, of {day}.").format(day=day)
    return _("An older edition, of {day}.").format(day=day)
