"""What a page says when something needs attention: a summary of errors, a question in front of everything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from referral_assistant.i18n import _
from referral_assistant.ui.theme import px
from referral_assistant.ui.widgets.buttons import Button
from referral_assistant.ui.widgets.cards import Card
from referral_assistant.ui.widgets.fields import Field
from referral_assistant.ui.widgets.paint import ring
from referral_assistant.ui.widgets.text import Bullets, Text, announce


class ErrorSummary(Card):
    """What has to be put right, at the top of a page; each line leads to its field.

    `ErrorSummary([("Enter a name.", name_field), ...])`; then `take_focus()`. The same words stand beside the fields.
    """

    def __init__(self, errors: Sequence[tuple[str, Field]]) -> None:
        super().__init__(_("There is something to put right"), tone="stop")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(" ".join([_("There is something to put right"), *(text for text, _field in errors)]))
        for text, field in errors:
            field.error(text)
            self.add(Button(text, "link", on=partial(_reach, field)))

    def take_focus(self) -> None:
        """Bring it into sight and let a screen reader say it."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        ring(painter, self)
        painter.end()


class Question(QDialog):
    """A question, or a message, in front of the window. Never blocks: `ask` and `tell` open it and return.

    F8 hides it with everything else; Escape takes the way that changes nothing.
    """

    def __init__(self, parent: QWidget, title: str, texts: Sequence[str], items: Sequence[str] = ()) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Referral Assistant"))
        self.setModal(True)
        self.setAccessibleName(title)
        self.setMinimumWidth(min(px(520), 900))
        column = QVBoxLayout(self)
        column.setContentsMargins(px(28), px(24), px(28), px(20))
        column.setSpacing(px(10))
        column.addWidget(Text(title, "subtitle"))
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(px(8))
        for text in texts:
            inner.addWidget(Text(text))
        if items:
            inner.addWidget(Bullets(items))
        column.addWidget(_scrolled(body) if len(items) > 6 else body, 1)
        self._buttons = QHBoxLayout()
        self._buttons.addStretch(1)
        column.addSpacing(px(4))
        column.addLayout(self._buttons)

    def open(self) -> None:
        """Show it at a fixed width: left to itself, a dialog is measured for wider text than it then has room for."""
        parent = self.parentWidget()
        wide = min(px(600), round(parent.width() * 0.92) if parent is not None else px(600))
        self.setFixedWidth(wide)
        layout = self.layout()
        if layout is not None:
            self.resize(wide, layout.totalHeightForWidth(wide))
        super().open()

    def add_button(self, text: str, kind: str, on: Callable[[], object] | None = None, *, first: bool = False) -> None:
        """A button that closes the question, and then does something."""
        button = Button(text, kind, on=lambda: self._leave(on))
        button.setAutoDefault(False)
        self._buttons.addWidget(button)
        if first:
            button.setFocus()

    def _leave(self, on: Callable[[], object] | None) -> None:
        self.accept()
        if on is not None:
            on()


def ask(
    parent: QWidget,
    title: str,
    texts: Sequence[str],
    *,
    yes: str,
    on_yes: Callable[[], object],
    items: Sequence[str] = (),
    no: str = "",
    danger: bool = False,
) -> Question:
    """Ask before something that cannot simply be undone. The focus starts on the way that changes nothing."""
    question = Question(parent.window(), title, texts, items)
    question.add_button(no or _("Go back"), "secondary", first=True)
    question.add_button(yes, "danger" if danger else "primary", on_yes)
    question.open()
    return question


def tell(parent: QWidget, sentence: str, advice: str = "") -> Question:
    """Say what went wrong and what to do: a `Problem` for a person."""
    question = Question(parent.window(), sentence, [advice] if advice else [])
    question.add_button(_("Close"), "primary", first=True)
    question.open()
    announce(question, sentence)
    return question


def _reach(field: Field) -> None:
    field.control.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _scrolled(body: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    area.setMinimumHeight(px(220))
    area.setWidget(body)
    return area
