"""Screen 7, the second decision: what is shared to protect someone, with whom, on what basis, and who is told (S21)."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import replace
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from referral_assistant.i18n import _
from referral_assistant.model import RECIPIENTS, Decision, Sharing
from referral_assistant.ui.annex_request import annex_panel
from referral_assistant.ui.contacts import contact_lines
from referral_assistant.ui.in_place import Editor, OpensInPlace
from referral_assistant.ui.page import Form
from referral_assistant.ui.phrases import moment_text
from referral_assistant.ui.widgets import (
    Button,
    Chip,
    Choice,
    Choices,
    Field,
    LineBox,
    NoteBox,
    Rows,
    Slot,
    Space,
    Text,
    reading_row,
)

RING = {"victim_worker": "safeguarding_lead"}
"""Whom to ring about a recipient, where it is not a local contact of the same name."""


def recipient_name(recipient: str) -> str:
    """With whom something is shared."""
    return {
        "children": _("Children’s services"),
        "adults": _("Adults’ services"),
        "victim_worker": _("The worker who supports the victim-survivor"),
        "marac_lead": _("The MARAC lead"),
        "police": _("The police"),
    }[recipient]


class ProtectionPage(OpensInPlace):
    """Always asked, whatever was agreed about a referral: one line for each recipient."""

    name: ClassVar[str] = "protection"
    ahead: ClassVar[str] = "letters"
    measure: ClassVar[int] = 960

    def shape(self) -> Hashable:
        return replace(self._decision, told_because="", limits_language=""), self.opened

    def build(self) -> Form:
        self.editor = None
        self._because: NoteBox | None = None
        self._language: LineBox | None = None
        back = "referral" if self.session.derived.services_open else "means"
        return Form(
            _("Protection"),
            self.session.fill(
                _(
                    "What is shared to protect someone does not wait for {their} agreement. Share what is needed, "
                    "with those who have a part in it."
                )
            ),
            self._widgets(),
            [Button(_("&Back"), on=lambda: self.go.emit(back))],
            [Button(_("Go on to &letters"), "primary", on=lambda: self.go.emit("letters"))],
        )

    def _widgets(self) -> Iterator[QWidget]:
        yield from self._lines()
        yield from self._told()
        yield from self._limits()
        if self._decision.referral in ("agreed", "not_needed") and self.session.derived.stop is None:
            yield Space(12)
            yield annex_panel(self)

    def fill_in(self) -> None:
        if self._because is not None and not self._because.hasFocus():
            self._because.set_words(self._decision.told_because)
        if self._language is not None and not self._language.hasFocus():
            self._language.setText(self._decision.limits_language)

    @property
    def _decision(self) -> Decision:
        return self.session.case.decision if self.session.case else Decision()

    # --- one line for each recipient ---------------------------------------------------------------------------------

    def _lines(self) -> Iterator[QWidget]:
        panel = Rows(_("With whom"), tone="accent")
        yield panel
        latest = {line.recipient: line for line in self._decision.sharing}
        for recipient in RECIPIENTS:
            make = self._open_line if self.opened == f"share:{recipient}" else self._row
            row = make(recipient, latest.get(recipient))
            panel.add(row)
            yield row

    def _row(self, recipient: str, line: Sharing | None) -> QWidget:
        title = recipient_name(recipient)
        link = self.opener(_("Change") if line else _("Record"), f"share:{recipient}", title)
        value = Text(_value(line), "body" if line else "muted", halo=False)
        return reading_row([Text(title, halo=False), value, Slot(_chip(line)), Slot(link, 76)], [4, 7, 0, 0])

    def _open_line(self, recipient: str, line: Sharing | None) -> Editor:
        found = line or Sharing(recipient, False)
        editor = self.start_editor(f"share:{recipient}")
        editor.say(recipient_name(recipient), "strong")
        editor.put(contact_lines(self.session, (RING.get(recipient, recipient),)))
        how = editor.choose(
            "shared",
            _("What was decided"),
            [("yes", _("Shared")), ("no", _("Not shared"))],
            chosen="" if line is None else "yes" if line.shared else "no",
            required=_("Choose whether it is shared."),
        )
        editor.note(
            "basis",
            _("On what basis"),
            text=found.basis if found.shared else "",
            hint=_("Such as: a child or an adult may come to harm; to prevent a crime; the law requires it."),
            required=_("Enter the basis."),
        )
        editor.line("by", _("Who authorised it"), text=found.authorised_by, required=_("Enter who authorised it."))
        editor.when("at", _("When"), found.at)
        because = "" if found.shared else found.basis
        editor.note("because", _("Why not"), text=because, required=_("Enter why not."))
        editor.only_if(how, "yes", "basis", "by", "at")
        editor.only_if(how, "no", "because")
        editor.finish(_("Save"), lambda: self._save(editor, recipient))
        return editor

    def _save(self, editor: Editor, recipient: str) -> None:
        if editor.text("shared") == "yes":
            line = Sharing(recipient, True, editor.text("basis"), editor.text("by"), editor.moment("at"))
        else:
            line = Sharing(recipient, False, editor.text("because"), at=self.session.now())
        others = tuple(s for s in self._decision.sharing if s.recipient != recipient)
        self.saved(lambda: self.decide(sharing=(*others, line)))

    # --- will they be told, and what was explained -------------------------------------------------------------------

    def _told(self) -> list[QWidget]:
        decision = self._decision
        title = self.session.fill(_("Will {they} be told what is shared?"))
        box = Choices("", [Choice("yes", _("Yes")), Choice("not_now", _("Not now"))], numbered=False)
        box.setAccessibleName(title)
        box.set_values((decision.told,))
        box.chosen.connect(lambda values: self.decide(told=values[0]))
        hint = _("Not now where telling could put someone at risk, or spoil an investigation.")
        found: list[QWidget] = [Space(12), Field(title, box, hint=hint)]
        if decision.told == "not_now":
            because = self._because = NoteBox(_("Not now, because"), decision.told_because, lines=2)
            because.rested.connect(lambda text: self.decide(told_because=text))
            found.append(Field(_("Not now, because"), because))
        return found

    def _limits(self) -> list[QWidget]:
        decision, fill = self._decision, self.session.fill
        title = fill(_("The limits of confidentiality"))
        tick = Choice("yes", fill(_("I explained to {them} what I can keep private and what I cannot")))
        box = Choices("", [tick], many=True, numbered=False)
        box.setAccessibleName(title)
        box.set_values(("yes",) if decision.limits_explained else ())
        box.chosen.connect(lambda values: self.decide(limits_explained=bool(values)))
        language = self._language = LineBox(_("In which language"), decision.limits_language)
        language.setMaximumWidth(language.minimumHeight() * 8)
        language.rested.connect(lambda text: self.decide(limits_language=text.strip()))
        hint = fill(_("The language {they} {understands|understand} best, with an interpreter where one was needed."))
        return [Space(12), Field(title, box), Field(_("In which language"), language, hint=hint)]


def _value(line: Sharing | None) -> str:
    if line is None:
        return _("Shared or not, on what basis, and who authorised it.")
    basis = line.basis.rstrip(".")
    if not line.shared:
        return _("Not shared, because: {why}.").format(why=basis)
    when = moment_text(line.at) if line.at else ""
    return _("{basis}. Authorised by {who}, {when}.").format(basis=basis, who=line.authorised_by, when=when)


def _chip(line: Sharing | None) -> Chip:
    if line is None:
        return Chip(_("To decide"), "stop")
    return Chip(_("Shared"), "settled") if line.shared else Chip(_("Not shared"), "neutral")
