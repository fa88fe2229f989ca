"""The request for a confidential annex: a call is the first choice, and nobody's private details fit in (S25)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from referral_assistant.i18n import _
from referral_assistant.model import AnnexRequest
from referral_assistant.ui.in_place import Editor, OpensInPlace
from referral_assistant.ui.widgets import Card, Choice, Choices, Text


def annex_panel(page: OpensInPlace) -> Card:
    """How the one person at the service who must know more is told."""
    case = page.session.case
    request = case.decision.annex if case else None
    card = Card(_("If the service must know more than the letter says"))
    card.add(Text(_("A call cannot be found in a drawer. A page can."), "muted", halo=False))
    card.add(_how(page, request), above=8)
    if request is None:
        return card
    if page.opened == "annex" or not request.recipient:
        return card.add(_form(page, request), above=8)
    card.add(Text(_summary(request), halo=False), above=8)
    return card.add_buttons(page.opener(_("Change"), "annex", _("confidential annex"), kind="secondary"))


def _how(page: OpensInPlace, request: AnnexRequest | None) -> QWidget:
    box = Choices(
        "",
        [
            Choice(
                "phone", _("By phone instead"), _("Nothing is written. The letter asks the service to ring you first.")
            ),
            Choice(
                "written", _("A written annex was asked for"), _("Made for one named person, sent by a secure route.")
            ),
        ],
        numbered=False,
    )
    box.setAccessibleName(_("How the service hears of it"))
    box.set_values(("phone",) if request is None else ("written",))
    box.chosen.connect(lambda values: page.decide(annex=AnnexRequest() if values == ("written",) else None))
    return box


def _form(page: OpensInPlace, request: AnnexRequest) -> Editor:
    editor = page.start_editor("annex", inset=0, give_up=lambda: _give_up(page, request))
    editor.say(
        _("Never the victim-survivor’s address, telephone, workplace, school or words."),
        "strong",
    )
    editor.line("recipient", _("Who will read it"), text=request.recipient, required=_("Enter the name of the reader."))
    editor.line("role", _("Their role"), text=request.role, required=_("Enter their role."))
    editor.line("authoriser", _("Who authorised it"), text=request.authoriser, required=_("Enter who authorised it."))
    editor.line(
        "route",
        _("The secure route"),
        text=request.route,
        hint=_("Such as secure mail between agencies, or by hand, sealed."),
        required=_("Enter how it will be sent."),
    )
    editor.choose(
        "conflict",
        _("Conflict of interest"),
        [("yes", _("I checked that the reader knows neither the person nor the family"))],
        chosen="yes" if request.conflict_checked else "",
        required=_("Check this before anything is written."),
        many=True,
    )
    editor.line(
        "worker", _("The worker to speak to before first contact"), text=request.worker, required=_("Enter a name.")
    )
    editor.line("contact", _("How to reach that worker"), text=request.worker_contact, required=_("Enter how."))
    editor.line(
        "prefers",
        _("How that worker prefers to talk"),
        text=request.worker_prefers,
        required=_("Enter what they prefer."),
    )
    editor.finish(_("Save the request"), lambda: _save(page, editor))
    return editor


def _save(page: OpensInPlace, editor: Editor) -> None:
    request = AnnexRequest(
        recipient=editor.text("recipient"),
        role=editor.text("role"),
        authoriser=editor.text("authoriser"),
        conflict_checked=bool(editor.text("conflict")),
        route=editor.text("route"),
        worker=editor.text("worker"),
        worker_contact=editor.text("contact"),
        worker_prefers=editor.text("prefers"),
    )
    page.saved(lambda: page.decide(annex=request))


def _give_up(page: OpensInPlace, request: AnnexRequest) -> None:
    """Leave the form; a request that was never filled in goes back to the call."""
    if not request.recipient:
        page.decide(annex=None)
    page.close_in_place()


def _summary(request: AnnexRequest) -> str:
    text = _("For {who}, {role}. Authorised by {authoriser}. By {route}. Speak first to {worker}.")
    return text.format(
        who=request.recipient,
        role=request.role,
        authoriser=request.authoriser,
        route=request.route,
        worker=request.worker,
    )
