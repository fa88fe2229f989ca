"""The helpline card: numbers and nothing else, for when there is no copy, and only where it was judged safe (S24)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from referral_assistant.i18n import _
from referral_assistant.letter import HelplineCard, helpline_card
from referral_assistant.ui.in_place import Editor, OpensInPlace
from referral_assistant.ui.widgets import Card, Text

KEY = "helpline"


def helpline_panel(page: OpensInPlace, card: HelplineCard | None, make: Callable[[], object]) -> QWidget:
    """Offers the card, and asks first whether it is safe to carry."""
    fill = page.session.fill
    panel = Card(_("A helpline card instead"))
    if card is not None:
        names = "; ".join(f"{line.name}, {line.telephone}" for line in card.lines)
        text = names or _("No number was checked in the last 12 months, so the card holds 999 alone.")
        return panel.add(Text(text, halo=False))
    text = fill(_("Numbers {they} can ring, and nothing about this conversation. It has no reference and is not kept."))
    panel.add(Text(text, "muted", halo=False))
    if page.opened == KEY:
        return panel.add(_question(page, make), above=4)
    return panel.add_buttons(page.opener(_("Make a helpline card"), KEY, kind="secondary"))


def _question(page: OpensInPlace, make: Callable[[], object]) -> Editor:
    fill = page.session.fill
    editor = page.start_editor(KEY, inset=0)
    editor.choose(
        "safe",
        _("Is it safe to carry?"),
        [("yes", fill(_("I thought about who could find it and what it would say, and judged it safe for {them}")))],
        required=_("Without that there is no card. Say the number aloud instead, or let it be."),
        many=True,
    )
    editor.finish(_("Make the card"), make)
    return editor


def make_card(page: OpensInPlace) -> HelplineCard:
    """The card, for a case in which somebody judged it safe."""
    session = page.session
    assert session.case is not None
    return helpline_card(
        session.case, session.pack, session.derived.assessment, session.services(), session.today, judged_safe=True
    )
