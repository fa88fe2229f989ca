"""Concern, and who is doing what to whom: how high, why, and who may raise or lower it (S2 to S5)."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from referral_assistant.conversation import same_person
from referral_assistant.i18n import _
from referral_assistant.model import Concern, Reason
from referral_assistant.ui.contacts import contact_lines
from referral_assistant.ui.in_place import Editor, OpensInPlace
from referral_assistant.ui.phrases import lower_first, reason_lines
from referral_assistant.ui.widgets import Button, Row, Rows, Slot, Stack, Text, reading_row

SHOWN = 4
"""Reasons shown at once; the rest stand under what is missing, or in Everything answered."""


def concern_panel(page: OpensInPlace) -> Iterator[QWidget]:
    """The panel with one line on concern; then the form that is open, and a line on who is doing what to whom."""
    assessment, session = page.session.derived.assessment, page.session
    panel = Rows(_("Concern, and who is doing what to whom"))
    concern = lower_first(session.word("concern", assessment.concern.value))
    heading = _("Concern: {concern}").format(concern=concern)
    panel.add(_line(page, heading, assessment.concern_because, _way(page)))
    yield panel
    forms = {"raise": _raise_form, "lower": _lower_form, "outcome": _outcome_form}
    if page.opened in forms:
        form = forms[page.opened](page)
        panel.add(form)
        yield form
    who = session.word("who", assessment.who.value)
    line = _line(page, who, assessment.who_because, _way_to_who(page))
    panel.add(line)
    yield line


def _line(page: OpensInPlace, heading: str, because: tuple[Reason, ...], action: Button | None) -> Row:
    lines: list[QWidget] = [line for reason in because[:SHOWN] for line in reason_lines(page.session, reason)]
    if len(because) > SHOWN:
        lines.append(Text(_("More stands under Not asked or not known."), "note_muted", halo=False))
    return reading_row([Text(heading, "strong", halo=False), Stack(lines), Slot(action)], [4, 9, 0])


def _way(page: OpensInPlace) -> Button | None:
    """What may be done about concern from here; an open form stands below instead."""
    concern = page.session.derived.assessment.concern
    if page.opened in ("raise", "lower", "outcome"):
        return None
    if concern is Concern.IMMEDIATE:
        return page.opener(_("Record what was done"), "outcome")
    return page.opener(_("Lower concern"), "lower") if concern is Concern.HIGH else None


def _way_to_who(page: OpensInPlace) -> Button | None:
    """To the topic that would settle it: the first one whose options say who."""
    cards = [card for card in page.session.derived.path if any(option.who for option in card.options)]
    if not cards:
        return None
    name = _("Go to topic: who is doing what to whom")
    return Button(_("Go to topic"), "link", name=name, on=lambda: page.go.emit(f"card:{cards[-1].id}"))


def _raise_form(page: OpensInPlace) -> QWidget:
    session = page.session
    editor = page.start_editor("raise")
    editor.say(_("Raise concern"), "strong")
    editor.say(_("Anyone may raise concern. Nobody has to be sure."), "muted")
    editor.choose(
        "level",
        _("How high"),
        [("high", _("High")), ("immediate", _("Immediate: someone may be in danger now"))],
        required=_("Choose how high."),
    )
    editor.note("because", _("Because"), required=_("Enter the reason."))
    writer = session.case.practitioner if session.case else None
    editor.line("by", _("Raised by"), text=writer.name if writer else "", required=_("Enter a name."))
    editor.line("role", _("Their role"), text=writer.role if writer else "")
    editor.finish(
        _("Raise concern"),
        lambda: page.saved(
            lambda: session.raise_concern(
                editor.text("level"), editor.text("because"), editor.text("by"), editor.text("role")
            )
        ),
    )
    return editor


def _lower_form(page: OpensInPlace) -> QWidget:
    editor = page.start_editor("lower")
    editor.say(_("Lower concern"), "strong")
    editor.say(
        _(
            "Only a named safeguarding lead or domestic abuse specialist other than you can lower concern. It covers "
            "what was on record then: anything recorded later counts again."
        ),
        "muted",
    )
    editor.line("by", _("Who decided"), hint=_("Their name, not yours."), required=_("Enter their name."))
    editor.choose(
        "role",
        _("Their role"),
        [("lead", _("Safeguarding lead")), ("specialist", _("Domestic abuse specialist"))],
        required=_("Choose their role."),
    )
    editor.note("told", _("What they were told"), required=_("Enter what they were told."))
    editor.note("because", _("Their reason"), required=_("Enter their reason."))
    editor.when("at", _("When they decided"))
    editor.finish(_("Lower concern"), lambda: _lower(page, editor))
    return editor


def _lower(page: OpensInPlace, editor: Editor) -> None:
    session = page.session
    if session.case and same_person(editor.text("by"), session.case.practitioner.name):
        editor.error("by", _("You cannot lower concern yourself. A safeguarding lead or a specialist has to decide."))
        return
    role = {"lead": _("Safeguarding lead"), "specialist": _("Domestic abuse specialist")}[editor.text("role")]
    page.saved(
        lambda: session.lower_concern(
            editor.text("because"), editor.text("by"), role, editor.text("told"), editor.moment("at")
        )
    )


def _outcome_form(page: OpensInPlace) -> QWidget:
    editor = page.start_editor("outcome")
    editor.say(_("Record what was done"), "strong")
    editor.say(
        _(
            "Immediate concern cannot be lowered. It closes when you record what was done, by whom and when; it then "
            "stays high."
        ),
        "muted",
    )
    editor.put(contact_lines(page.session, ("police", "safeguarding_lead")))
    editor.note("what", _("What was done"), required=_("Enter what was done."))
    editor.line("by", _("By whom"), required=_("Enter who did it."))
    editor.when("at", _("When"))
    editor.finish(_("Save what was done"), lambda: _outcome(page, editor))
    return editor


def _outcome(page: OpensInPlace, editor: Editor) -> None:
    session, at = page.session, editor.moment("at")
    latest = max((a.at for a in session.derived.standing.values() if a.at and _immediate(page, a.card)), default=None)
    if latest and at < latest:
        late = _("The concern was recorded at {time}. Give a time from then on, and name earlier calls in the text.")
        editor.error("at", late.format(time=f"{latest:%H:%M}"))
        return

    def save() -> None:
        found = session.derived.open_safety
        number = found[0] if found else session.safety_concern()
        session.record_outcome(number, editor.text("what"), editor.text("by"), at)

    page.saved(save)


def _immediate(page: OpensInPlace, card_id: str) -> bool:
    answer = page.session.derived.standing[card_id]
    options = page.session.pack.card(card_id).options
    return any(o.concern is Concern.IMMEDIATE and o.id in answer.values for o in options)
