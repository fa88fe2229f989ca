"""Where a note will be filed, who can open it there, and whether it is hidden from online access (S26)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from referral_assistant.i18n import _
from referral_assistant.model import Case, Document, Filing
from referral_assistant.ui.in_place import Editor, OpensInPlace
from referral_assistant.ui.widgets import Card, Text

NOTES = (Document.FILE_NOTE, Document.RESTRICTED_NOTE)


def filing_of(case: Case, note: Document) -> Filing:
    """What is recorded about a note."""
    return next((f for f in reversed(case.decision.filing) if f.document is note), Filing(note))


def filing_panel(page: OpensInPlace, note: Document) -> QWidget:
    """What is recorded, or the questions."""
    case = page.session.case
    assert case is not None
    filing = filing_of(case, note)
    card = Card(_("Where it will be filed"))
    if page.opened == f"filing:{note}" or not filing.where:
        return card.add(_questions(page, note, filing))
    online = _("Hidden from online access.") if filing.hidden_online else _("Not hidden from online access.")
    text = _("{where}. Can be opened there by: {who}.").format(where=filing.where, who=filing.who_can_open.rstrip("."))
    card.add(Text(f"{text} {online}", halo=False))
    return card.add_buttons(page.opener(_("Change"), f"filing:{note}", _("where it will be filed"), "secondary"))


def _questions(page: OpensInPlace, note: Document, filing: Filing) -> Editor:
    editor = page.start_editor(f"filing:{note}", inset=0)
    if note is Document.RESTRICTED_NOTE:
        editor.say(
            page.session.fill(_("Never where {they} could open it, or ask for it as {their} own record.")), "muted"
        )
    editor.line("where", _("Where will it be filed?"), text=filing.where, required=_("Enter where it will be filed."))
    editor.line("who", _("Who can open it there?"), text=filing.who_can_open, required=_("Enter who can open it."))
    editor.choose(
        "online",
        _("Can it be seen online, by the person or the family?"),
        [("hidden", _("It is hidden from online access")), ("open", _("It is not hidden"))],
        chosen="hidden" if filing.hidden_online else "open" if filing.where else "",
        required=_("Choose whether it is hidden."),
    )
    editor.finish(_("Save"), lambda: _save(page, editor, note))
    return editor


def _save(page: OpensInPlace, editor: Editor, note: Document) -> None:
    case = page.session.case
    assert case is not None
    filing = Filing(note, editor.text("where"), editor.text("who"), editor.text("online") == "hidden")
    others = tuple(f for f in case.decision.filing if f.document is not note)
    page.saved(lambda: page.decide(filing=(*others, filing)))
