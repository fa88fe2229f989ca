"""What is painted first: the passphrase, chosen once and asked for ever after; and training, which needs none.

It is made of bare widgets and the style sheet. The widget kit, the session and the records behind it are loaded after
this was painted; so is Qt's own namespace of enumerations, which costs more than all that stands here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from referral_assistant.i18n import _
from referral_assistant.paths import VAULT
from referral_assistant.problems import Problem
from referral_assistant.ui.theme import HALO, RING, px

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from referral_assistant.ui.open_file import OpenFile

MEASURE = 700
ENTER = (0x01000004, 0x01000005)
"""Return and Enter."""
NOT_BY_TAB, PLAIN = 0, 0
"""`Qt.FocusPolicy.NoFocus` and `Qt.TextFormat.PlainText`, which the names alone would make expensive."""


class UnlockForm(QWidget):
    """Says plainly where the data lies, and that a lost passphrase cannot be recovered.

    `serve(file)` names the file it opens; what was asked for before that is done then. `opened` says that it is open.
    Training is offered where the organisation allows it; elsewhere it is said that it does not.
    """

    opened = Signal()

    def __init__(self, folder: Path, *, may_train: bool = True) -> None:
        super().__init__()
        self._folder = folder
        self._file: OpenFile | None = None
        self._asked: Callable[[OpenFile], object] | None = None
        self._busy = False
        self._phrase: QLineEdit | None = None
        self._again: QLineEdit | None = None
        self._train_button: QPushButton | None = None
        if may_train:
            self._train_button = _button(_("Open &training"), "secondary", self._train)
            self._train_button.setAccessibleName(_("Open training: invented people and services, no passphrase"))
        self._go: QPushButton | None = None
        self._column = QVBoxLayout()
        self._column.setSpacing(px(4))
        self._build()

    @property
    def title(self) -> str:
        """What stands at the top."""
        return self._title

    def serve(self, file: OpenFile) -> None:
        """From now on this file is opened, and what was asked for meanwhile is done."""
        self._file, asked, self._asked = file, self._asked, None
        if asked is not None:
            asked(file)

    def take_focus(self) -> None:
        """Put the focus where typing begins, or leave it where it is in here."""
        (self.focusWidget() or self._phrase or self._train_button or self).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressed = self.focusWidget()
        if event.key() not in ENTER:
            super().keyPressEvent(event)
        elif isinstance(pressed, QPushButton):
            pressed.click()
        elif self._go is not None:
            self._go.click()

    # --- the three forms ---------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._waiting = _label("", "muted")
        self._waiting.hide()
        self._wrong_line, self._wrong_again = _label("", "error"), _label("", "error")
        try:
            if is_new(self._folder):
                self._choose()
            else:
                self._ask()
        except Problem as problem:
            self._broken(problem)
        self._column.addStretch(1)
        self._lay_out()

    def _ask(self) -> None:
        self._head(_("Unlock your cases"), _("Type your passphrase and press Enter."))
        self._phrase = self._field(_("Passphrase"), _("Passphrase"), self._wrong_line)
        self._go = _button(_("&Unlock"), "primary", partial(self._unlock, self._phrase))
        self._below(_("Where your cases lie"))

    def _choose(self) -> None:
        from referral_assistant.vault import passphrase_advice

        self._head(_("Welcome"), _("Choose the passphrase that will open your cases on this computer."))
        self._phrase = self._field(_("Choose a passphrase"), _("Passphrase"), self._wrong_line)
        self._again = self._field(_("Type it again"), _("The same passphrase again"), self._wrong_again)
        self._go = _button(_("&Create"), "primary", partial(self._create, self._phrase, self._again))
        self._below(_("Where your cases will lie"))
        advice = _Card(_("Before you choose"))
        for sentence in passphrase_advice():
            line = QHBoxLayout()
            line.setSpacing(px(8))
            dot = _label("\u2022", "note")
            dot.setWordWrap(False)
            line.addWidget(dot)
            line.addWidget(_label(sentence, "note", halo=0), 1)
            advice.column.addLayout(line)
        self._column.addWidget(advice)

    def _broken(self, problem: Problem) -> None:
        self._head(_("Your cases cannot be opened"), "")
        card = _Card("", tone="stop")
        card.column.addWidget(_label(str(problem), "strong"))
        card.column.addWidget(_label(problem.advice, "muted"))
        self._column.addWidget(card)

    def _head(self, title: str, lead: str) -> None:
        self._title = title
        self._column.addWidget(_label(title, "title"))
        if lead:
            self._column.addWidget(_label(lead, "lead"))
        self._column.addSpacing(px(12))

    def _field(self, label: str, name: str, wrong: QLabel) -> QLineEdit:
        line = QLineEdit()
        line.setEchoMode(QLineEdit.EchoMode.Password)
        line.setAccessibleName(name)
        line.setMinimumHeight(px(40) + 2 * HALO)
        line.returnPressed.connect(self._entered)
        line.textEdited.connect(lambda _text: self._load_ahead())
        heading = _label(label, "heading")
        heading.setBuddy(line)
        wrong.hide()
        for widget in (heading, wrong, line):
            self._column.addWidget(widget)
        return line

    def _below(self, heading: str) -> None:
        self._column.addWidget(self._waiting)
        self._column.addSpacing(px(16))
        card = _Card(heading)
        # Lines of a label break at spaces only; an invisible one after each folder lets a long path break, too.
        where = str(self._folder).replace("/", "/\u200b").replace("\\", "\\\u200b")
        lies = _label(where, "note")
        lies.setAccessibleName(str(self._folder))
        card.column.addWidget(lies)
        said = _("On this computer only, encrypted. This program has no way to send anything.")
        card.column.addWidget(_label(said, "note_muted"))
        self._column.addWidget(card)
        self._column.addSpacing(px(4))

    def _lay_out(self) -> None:
        made = QWidget()
        made.setObjectName("form")
        row = _in_the_middle(made, self._column)
        row.setContentsMargins(px(14), px(30), px(14), px(12))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setProperty("focusPolicy", NOT_BY_TAB)
        area.setWidget(made)
        buttons = QHBoxLayout()
        if self._train_button is not None:
            buttons.addWidget(self._train_button)
            buttons.addStretch(1)
        else:
            buttons.addWidget(_label(str(no_training()), "note_muted"), 1)
        if self._go is not None:
            buttons.addWidget(self._go)
        foot = QWidget()
        middle = _in_the_middle(foot, buttons)
        bar = area.verticalScrollBar()

        def align() -> None:
            """The buttons stand under the form, whether or not it scrolls."""
            taken = bar.sizeHint().width() if bar.maximum() else 0
            middle.setContentsMargins(px(14), px(8), px(14) + taken, px(16))

        align()
        bar.rangeChanged.connect(lambda _low, _high: align())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(area, 1)
        whole.addWidget(foot)

    # --- what happens ------------------------------------------------------------------------------------------------

    def _entered(self) -> None:
        """Enter in a box: on to the second one, where that is still empty."""
        if self._again is not None and not self._again.text() and not self._again.hasFocus():
            self._again.setFocus()
        elif self._go is not None:
            self._go.click()

    def _load_ahead(self) -> None:
        if self._file is not None:
            self._file.load_ahead()

    def _unlock(self, box: QLineEdit) -> None:
        phrase = box.text()
        if not phrase:
            self._wrong(_("Type your passphrase."))
        elif not self._busy:
            self._work(_("Opening\u2026"))
            self._do(lambda file: file.unlock(phrase, self._opened, self._failed))

    def _create(self, box: QLineEdit, again: QLineEdit) -> None:
        from referral_assistant.vault import check_passphrase

        if self._busy:
            return
        phrase = box.text()
        try:
            check_passphrase(phrase)
        except Problem as problem:
            self._wrong(f"{problem} {problem.advice}")
            return
        _say(self._wrong_line, box, "")
        if phrase != again.text():
            _say(self._wrong_again, again, _("The two are not the same. Type it once more."))
            again.setFocus()
            return
        self._work(_("Making the key\u2026"))
        self._do(lambda file: file.create(phrase, self._opened, self._failed))

    def _train(self) -> None:
        if not self._busy:
            self._do(self._open_training)

    def _open_training(self, file: OpenFile) -> None:
        from referral_assistant.ui.widgets import tell

        try:
            file.open_training()
        except Problem as problem:
            tell(self, str(problem), problem.advice)
            return
        self._opened()

    def _do(self, what: Callable[[OpenFile], object]) -> None:
        """Now, or as soon as everything is loaded that can do it."""
        self._asked = what
        if self._file is not None:
            self.serve(self._file)

    def _opened(self) -> None:
        self._busy = False
        self.opened.emit()

    def _failed(self, error: BaseException) -> None:
        self._busy = False
        if not isinstance(error, Problem):
            raise error
        self._waiting.hide()
        self._enable(True)
        self._wrong(f"{error} {error.advice}")
        if self._phrase is not None:
            self._phrase.selectAll()

    def _work(self, text: str) -> None:
        self._busy = True
        for line, box in ((self._wrong_line, self._phrase), (self._wrong_again, self._again)):
            _say(line, box, "")
        self._enable(False)
        self._waiting.setText(text)
        self._waiting.show()
        _announce(self, text)

    def _enable(self, wanted: bool) -> None:
        for widget in (self._go, self._phrase, self._again):
            if widget is not None:
                widget.setEnabled(wanted)

    def _wrong(self, sentence: str) -> None:
        _say(self._wrong_line, self._phrase, sentence)
        if self._phrase is not None:
            _announce(self._phrase, sentence)
            self._phrase.setFocus()


def no_training() -> Problem:
    """Why training does not open where the organisation has turned it off."""
    return Problem(
        _("Your organisation has turned training off on this computer."), _("Ask your IT team where you can train.")
    )


def is_new(folder: Path) -> bool:
    """Whether a passphrase has yet to be chosen. Cases without the vault that opens them are a `Problem`."""
    if not folder.exists() or (folder / VAULT).exists():
        # The usual cases, told apart without loading everything that speaks SQL.
        return not folder.exists()
    from referral_assistant.store import connection

    return connection.is_new(folder)


def _label(text: str, kind: str, *, halo: int = HALO) -> QLabel:
    label = QLabel()
    label.setProperty("textFormat", PLAIN)
    label.setProperty("kind", kind)
    label.setWordWrap(True)
    label.setContentsMargins(halo, 0, halo, 0)
    label.setText(text)
    return label


class _Button(QPushButton):
    """Dressed by the style sheet, which cannot draw a ring outside the border."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.hasFocus():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        half = RING / 2
        around = QPainterPath()
        around.addRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), px(8) + HALO, px(8) + HALO)
        painter.strokePath(around, QPen(self.palette().highlight(), RING))
        painter.end()


def _button(text: str, kind: str, on: Callable[[], object]) -> QPushButton:
    button = _Button(text)
    button.setProperty("kind", kind)
    button.setAccessibleName(text.replace("&", ""))
    button.clicked.connect(lambda _checked=False: on())
    return button


class _Card(QFrame):
    """A panel."""

    def __init__(self, heading: str, tone: str = "") -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setProperty("tone", tone)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(px(24) - HALO, px(20), px(24) - HALO, px(20))
        self.column.setSpacing(px(4))
        if heading:
            self.column.addWidget(_label(heading, "subtitle"))


def _in_the_middle(parent: QWidget, what: QVBoxLayout | QHBoxLayout) -> QHBoxLayout:
    """A row that keeps a column in its middle, no wider than is good to read."""
    row = QHBoxLayout(parent)
    middle = QWidget()
    middle.setMaximumWidth(px(MEASURE) + 2 * HALO)
    middle.setLayout(what)
    what.setContentsMargins(0, 0, 0, 0)
    row.addStretch(1)
    row.addWidget(middle, 1000)
    row.addStretch(1)
    return row


def _say(line: QLabel, field: QLineEdit | None, sentence: str) -> None:
    """Say what is wrong with a field, or nothing."""
    if field is None:
        return
    line.setText(sentence)
    line.setVisible(bool(sentence))
    field.setProperty("wrong", bool(sentence))
    field.style().unpolish(field)
    field.style().polish(field)
    field.setAccessibleDescription(sentence)


def _announce(widget: QWidget, text: str) -> None:
    from referral_assistant.ui.widgets import announce

    announce(widget, text)
