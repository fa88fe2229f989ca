"""The signing key of an area lead: made once, opened with its passphrase for every edition, never kept open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal

from referral_assistant.i18n import _
from referral_assistant.problems import Problem
from referral_assistant.ui.dialogs import Dialogs
from referral_assistant.ui.fingerprint import Fingerprint
from referral_assistant.ui.session import Session
from referral_assistant.ui.widgets import Button, Card, Choice, Choices, Field, LineBox, Text, side_by_side
from referral_assistant.vault import check_passphrase, signing
from referral_assistant.vault.signing import SigningKey


class SigningForm(Card):
    """`opened` is sent with the key and where it lies. way: `open` one that is there, or make a `new` one."""

    opened = Signal(object, object)

    def __init__(self, session: Session, dialogs: Dialogs, path: Path | None, way: str = "") -> None:
        super().__init__(
            _("Signing key"),
            lead=_("Whoever takes your pack sees by it that the pack is yours, and that nobody changed it."),
        )
        self._session, self._dialogs, self._path = session, dialogs, path
        self.way = way or ("open" if path is not None else "new")
        ways = Choices("", [Choice("open", _("Open the key I have")), Choice("new", _("Make a key"))], numbered=False)
        ways.setAccessibleName(_("Signing key"))
        ways.set_values((self.way,))
        ways.chosen.connect(lambda values: self._turn(values[0]))
        self.add(ways, above=6)
        self._parts = {"open": self._open_part(), "new": self._new_part()}
        for part in self._parts.values():
            self.add(part)
        self._said = Text("", "error")
        self.add(self._said)
        self._turn(self.way)

    # --- one that is there -------------------------------------------------------------------------------------------

    def _open_part(self) -> Card:
        card = _plain()
        where = self._path.name if self._path is not None else _("None chosen yet.")
        self._where = Text(where, "muted")
        self._where.setAccessibleName(_("File of the key: {name}").format(name=where))
        choose = Button(_("&Choose the file …"), on=self._choose)
        self._phrase = LineBox(_("Passphrase of the key"), secret=True)
        self._phrase.returnPressed.connect(self._unlock)
        self._unlocker = Button(_("&Open the key"), on=self._unlock)
        card.add(self._where).add_buttons(choose)
        return card.add(Field(_("Passphrase of the key"), self._phrase), above=6).add_buttons(self._unlocker)

    def _choose(self) -> None:
        kinds = _("Signing keys (*.rakey);;All files (*)")
        self._dialogs.files(self, _("Choose the file of the key"), kinds, lambda paths: self._chose(paths[0]))

    def _chose(self, path: Path) -> None:
        self._path = path
        self._where.say(path.name)
        self._where.setAccessibleName(_("File of the key: {name}").format(name=path.name))
        self._say("")
        self._phrase.setFocus()

    def _unlock(self) -> None:
        path, phrase = self._path, self._phrase.text()
        if path is None:
            self._say(_("Choose the file of the key first."))
            return
        self._work(lambda: (signing.unlock(signing.read(path), phrase), path))

    # --- a new one ---------------------------------------------------------------------------------------------------

    def _new_part(self) -> Card:
        card = _plain()
        self._title = LineBox(_("Name of the key"), placeholder=_("Such as Saltmarch directory"))
        hint = _("An office or a directory, never a person: everybody who takes a pack reads it.")
        card.add(Field(_("Name of the key"), self._title, hint=hint), above=4)
        self._first, self._second = (
            LineBox(name, secret=True) for name in (_("New passphrase"), _("The passphrase again"))
        )
        pair = side_by_side(Field(_("New passphrase"), self._first), Field(_("The passphrase again"), self._second))
        card.add(pair, above=6)
        text = _(
            "Keep the file where only you can read it, and a copy with your backups. With a lost key or passphrase, "
            "no pack can follow those that it signed."
        )
        return card.add(Text(text, "muted"), above=4).add_buttons(Button(_("&Make the key …"), on=self._make))

    def _make(self) -> None:
        title, phrase = self._title.text().strip(), self._first.text()
        if not title:
            self._say(_("Give the key a name first, such as Saltmarch directory."))
            return
        if phrase != self._second.text():
            self._say(_("The two passphrases are not the same. Type them again."))
            return
        try:
            check_passphrase(phrase)
        except Problem as problem:
            self._say(f"{problem} {problem.advice}")
            return
        kinds = _("Signing keys (*.rakey)")
        self._dialogs.save_as(
            self, _("Where to keep the key"), "signing-key.rakey", kinds, lambda path: self._made(title, phrase, path)
        )

    def _made(self, title: str, phrase: str, path: Path) -> None:
        def work() -> tuple[SigningKey, Path]:
            file, key = signing.new(title, phrase)
            signing.write(path, file)
            return key, path

        self._work(work)

    # --- inside ------------------------------------------------------------------------------------------------------

    def _turn(self, way: str) -> None:
        self.way = way
        for name, part in self._parts.items():
            part.setVisible(name == way)
        self._say("")

    def _work(self, work: Callable[[], tuple[SigningKey, Path]]) -> None:
        """Deriving a key from a passphrase takes a moment, on purpose."""
        self.setEnabled(False)
        self._session.background.run(work, lambda made: self.opened.emit(*made), self._failed)

    def _failed(self, error: BaseException) -> None:
        self.setEnabled(True)
        if not isinstance(error, Problem):
            raise error
        self._say(f"{error} {error.advice}")

    def _say(self, sentence: str) -> None:
        self._said.say(sentence)
        self._said.setVisible(bool(sentence))


class OpenKey(Card):
    """A key that is open: whose it is, and the fingerprint to be read out on the telephone."""

    def __init__(self, key: SigningKey, path: Path, on_another: Callable[[], object]) -> None:
        super().__init__(_("Signing key: {title}").format(title=key.signer.title))
        self.add(Text(_("Its fingerprint, to read out to whoever rings you about your pack:"), halo=True))
        self.add(Fingerprint(key.signer.fingerprint), above=4)
        self.add(Text(_("It is kept in {path}. It stays open until you leave this page.").format(path=path), "muted"))
        self.add_buttons(Button(_("Use &another key"), on=on_another))


def _plain() -> Card:
    """A part of the card, without a border or air of its own."""
    card = Card()
    card.setProperty("kind", "")
    card.column.setContentsMargins(0, 0, 0, 0)
    return card
