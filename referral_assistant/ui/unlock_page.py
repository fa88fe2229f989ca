"""Screen 0: the passphrase, chosen once and asked for ever after; and training, which needs none."""

from __future__ import annotations

from collections.abc import Hashable
from typing import ClassVar

from referral_assistant.i18n import _
from referral_assistant.problems import Problem
from referral_assistant.ui.page import Form, Page
from referral_assistant.ui.session import Session
from referral_assistant.ui.widgets import Bullets, Button, Card, Field, LineBox, Space, Text, announce, tell


class UnlockPage(Page):
    """Says plainly where the data lies, and that a lost passphrase cannot be recovered."""

    name: ClassVar[str] = "unlock"
    in_case: ClassVar[bool] = False
    listed: ClassVar[bool] = False
    measure: ClassVar[int] = 700

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._busy = False

    def shape(self) -> Hashable:
        return self.session.is_open

    def build(self) -> Form:
        self._busy = False
        try:
            new = self.session.is_new
        except Problem as problem:
            return self._broken(problem)
        return self._choose() if new else self._ask()

    # --- the two forms -----------------------------------------------------------------------------------------------

    def _ask(self) -> Form:
        self._phrase = LineBox(_("Passphrase"), secret=True)
        self._field = Field(_("Passphrase"), self._phrase)
        self._phrase.returnPressed.connect(self._unlock)
        self._go = Button(_("&Unlock"), "primary", on=self._unlock)
        return Form(
            _("Unlock your cases"),
            _("Type your passphrase and press Enter."),
            [self._field, Space(4), self._wait(), Space(8), self._where(_("Where your cases lie"))],
            [self._training()],
            [self._go],
            first=self._phrase,
        )

    def _choose(self) -> Form:
        from referral_assistant.vault import passphrase_advice

        self._phrase = LineBox(_("Passphrase"), secret=True)
        self._again = LineBox(_("The same passphrase again"), secret=True)
        self._field = Field(_("Choose a passphrase"), self._phrase)
        self._field_again = Field(_("Type it again"), self._again)
        self._again.returnPressed.connect(self._create)
        self._go = Button(_("&Create"), "primary", on=self._create)
        where = self._where(_("Where your cases will lie"))
        advice = Card(_("Before you choose")).add(Bullets(passphrase_advice(), "note"))
        return Form(
            _("Welcome"),
            _("Choose the passphrase that will open your cases on this computer."),
            [self._field, self._field_again, Space(4), self._wait(), Space(8), where, advice],
            [self._training()],
            [self._go],
            first=self._phrase,
        )

    def _broken(self, problem: Problem) -> Form:
        card = Card(str(problem), lead=problem.advice, tone="stop")
        return Form(_("Your cases cannot be opened"), "", [card], [self._training()])

    def _where(self, heading: str) -> Card:
        said = _("On this computer only, encrypted. This program has no way to send anything.")
        return Card(heading).add(Text(str(self.session.folder()), "note")).add(Text(said, "note_muted"))

    def _training(self) -> Button:
        name = _("Open training: invented people and services, no passphrase")
        return Button(_("Open &training"), name=name, on=self._train)

    def _wait(self) -> Text:
        self._waiting = Text("", "muted")
        self._waiting.hide()
        return self._waiting

    # --- what happens ------------------------------------------------------------------------------------------------

    def _unlock(self) -> None:
        if not self._phrase.text():
            self._wrong(_("Type your passphrase."))
        elif not self._busy:
            self._work(_("Opening\u2026"))
            self.session.unlock(self._phrase.text(), self._opened, self._failed)

    def _create(self) -> None:
        from referral_assistant.vault import check_passphrase

        if self._busy:
            return
        try:
            check_passphrase(self._phrase.text())
        except Problem as problem:
            self._wrong(f"{problem} {problem.advice}")
            return
        self._field.error("")
        if self._phrase.text() != self._again.text():
            self._field_again.error(_("The two are not the same. Type it once more."))
            self._again.setFocus()
            return
        self._work(_("Making the key\u2026"))
        self.session.create(self._phrase.text(), self._opened, self._failed)

    def _train(self) -> None:
        try:
            self.session.open_training()
        except Problem as problem:
            tell(self, str(problem), problem.advice)
            return
        self.go.emit("cases")

    def _opened(self) -> None:
        self._busy = False
        self.go.emit("cases")

    def _failed(self, error: BaseException) -> None:
        self._busy = False
        if not isinstance(error, Problem):
            raise error
        self._waiting.hide()
        self._go.setEnabled(True)
        self._phrase.setEnabled(True)
        self._wrong(f"{error} {error.advice}")
        self._phrase.selectAll()

    def _work(self, text: str) -> None:
        self._busy = True
        self._field.error("")
        self._go.setEnabled(False)
        self._phrase.setEnabled(False)
        self._waiting.say(text)
        self._waiting.show()
        announce(self, text)

    def _wrong(self, sentence: str) -> None:
        self._field.error(sentence)
        announce(self._phrase, sentence)
        self._phrase.setFocus()
