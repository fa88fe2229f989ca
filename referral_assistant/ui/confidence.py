"""How somebody feels about holding such a conversation: a phrase or their own words, and never a number."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from referral_assistant.i18n import _
from referral_assistant.ui.theme import px
from referral_assistant.ui.widgets import Button, Choice, Choices, Field, Flow, LineBox


def phrases() -> tuple[str, ...]:
    """Four ways to say it, by what one could do, and with whom."""
    return (
        _("I would not want to hold one yet."),
        _("I could, with somebody experienced beside me."),
        _("I could, with the words to say in front of me."),
        _("I could, and I know whom to ask when I am stuck."),
    )


class Confidence(QWidget):
    """One question that may be left out: `Confidence("Before this exercise", text)`. `said` is sent with the words, at
    once for a phrase, after a rest for words of one's own; empty when it is left out."""

    said = Signal(str)

    def __init__(self, question: str, text: str = "") -> None:
        super().__init__()
        self._text = text
        choices = [Choice(str(number), phrase) for number, phrase in enumerate(phrases())]
        self._choices = Choices(question, choices, numbered=False)
        self._own = LineBox(_("{question}: in your own words").format(question=question))
        self._clear = Button(_("Leave it out"), "link", name=_("Leave out: {what}").format(what=question))
        self._clear.clicked.connect(lambda _checked=False: self._say(""))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(self._choices)
        column.addWidget(Field(_("Or in your own words"), self._own, kind="note_muted"))
        column.addWidget(Flow([self._clear]))
        self._choices.chosen.connect(self._choose)
        self._own.rested.connect(self._type)
        self._show()

    @property
    def text(self) -> str:
        """What was said."""
        return self._text

    def _choose(self, chosen: tuple[str, ...]) -> None:
        self._say(phrases()[int(chosen[0])] if chosen else "")

    def _type(self, typed: str) -> None:
        # An empty line under a phrase that was chosen takes nothing back.
        if typed.strip() or self._text not in phrases():
            self._say(typed.strip())

    def _say(self, text: str) -> None:
        if text == self._text:
            return
        self._text = text
        self._show()
        self.said.emit(text)

    def _show(self) -> None:
        known = phrases()
        phrase = self._text in known
        self._choices.set_values([str(known.index(self._text))] if phrase else [])
        own = "" if phrase else self._text
        if self._own.text().strip() != own:
            self._own.setText(own)
        self._clear.setVisible(bool(self._text))
