"""The duties: what protects the victim-survivor and the children, done or decided against, recorded in place (S6)."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from referral_assistant.conversation import same_person
from referral_assistant.i18n import _
from referral_assistant.model import Duty, DutyRecord
from referral_assistant.ui.contacts import contact_lines
from referral_assistant.ui.in_place import Editor, OpensInPlace
from referral_assistant.ui.phrases import moment_text
from referral_assistant.ui.widgets import Chip, Rows, Slot, Text, reading_row

RING = {
    "victim_worker": ("safeguarding_lead",),
    "children": ("children",),
    "adult_at_risk": ("adults",),
    "police_marac": ("police", "marac_lead"),
}
"""Whom to ring about a duty."""


def duties_panel(page: OpensInPlace) -> Iterator[QWidget]:
    """The panel, then every duty with its state, one by one; the one that is open in the page is a form."""
    duties = page.session.derived.assessment.duties
    still = any(duty.open for duty in duties)
    panel = Rows(_("To do before anything is issued") if still else _("Done before anything is issued"), tone="accent")
    yield panel
    for duty in duties:
        row = _form(page, duty) if page.opened == key(duty) else _row(page, duty)
        panel.add(row)
        yield row


def key(duty: Duty) -> str:
    """The name of a duty's row."""
    return f"duty:{duty.id}"


def _row(page: OpensInPlace, duty: Duty) -> QWidget:
    title = page.session.word("duties", duty.id)
    link = page.opener(_("Record") if duty.open else _("Change"), key(duty), title)
    value = Text(_value(page, duty), "muted" if duty.open else "body", halo=False)
    return reading_row([Text(title, halo=False), value, Slot(_chip(duty)), Slot(link, 76)], [4, 7, 0, 0])


def _value(page: OpensInPlace, duty: Duty) -> str:
    record = duty.record
    if record is None or duty.open:
        return " ".join(page.session.say(reason) for reason in duty.because)
    if record.outcome == "done":
        assert record.at is not None
        done = _("Done by {by}, {when}.").format(by=record.by, when=moment_text(record.at))
        return f"{done} {record.because}".strip()
    because = record.because.rstrip(".")
    return _("Decided not, because: {because}. Agreed with {who}.").format(because=because, who=record.agreed_with)


def _chip(duty: Duty) -> Chip:
    if duty.record is None or duty.open:
        return Chip(_("Open"), "stop")
    return Chip(_("Done"), "settled") if duty.record.outcome == "done" else Chip(_("Decided not"), "neutral")


def _form(page: OpensInPlace, duty: Duty) -> QWidget:
    session, record = page.session, duty.record or DutyRecord(duty.id, "")
    editor = page.start_editor(key(duty))
    editor.say(session.word("duties", duty.id), "strong")
    editor.say(" ".join(session.say(reason) for reason in duty.because), "muted")
    if duty.id in RING:
        editor.put(contact_lines(session, RING[duty.id]))
    how = editor.choose(
        "outcome",
        _("What was decided"),
        [("done", _("Done")), ("decided_not", _("Decided not to"))],
        chosen=record.outcome,
        required=_("Choose whether it was done."),
    )
    own = duty.id == "next_action"
    editor.note(
        "what",
        _("What your agency will do, and by when") if own else _("What was done"),
        text=record.because if record.outcome == "done" else "",
        required=_("Enter what your agency will do.") if own else "",
    )
    by = record.by or (session.case.practitioner.name if session.case else "")
    editor.line("by", _("Done by"), text=by, required=_("Enter who did it."))
    editor.when("at", _("When"), record.at)
    because = record.because if record.outcome == "decided_not" else ""
    editor.note("because", _("Because"), text=because, required=_("Enter the reason."))
    editor.line(
        "agreed_with",
        _("Agreed with"),
        text=record.agreed_with,
        hint=_("The name and role of somebody other than you."),
        required=_("Enter who agreed."),
    )
    editor.only_if(how, "done", "what", "by", "at")
    editor.only_if(how, "decided_not", "because", "agreed_with")
    editor.finish(_("Save"), lambda: _save(page, editor, duty))
    return editor


def _save(page: OpensInPlace, editor: Editor, duty: Duty) -> None:
    if editor.text("outcome") == "done":
        record = DutyRecord(duty.id, "done", editor.text("by"), editor.moment("at"), editor.text("what"))
    else:
        case = page.session.case
        if case and same_person(editor.text("agreed_with"), case.practitioner.name):
            editor.error("agreed_with", _("Somebody other than you has to agree."))
            return
        record = DutyRecord(
            duty.id,
            "decided_not",
            at=page.session.now(),
            because=editor.text("because"),
            agreed_with=editor.text("agreed_with"),
        )
    page.saved(lambda: page.session.record_duty(record))
