"""Panels: the white boxes that hold what belongs together."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from referral_assistant.i18n import _
from referral_assistant.ui.theme import HALO, px
from referral_assistant.ui.widgets.buttons import Button
from referral_assistant.ui.widgets.flow import Flow
from referral_assistant.ui.widgets.paint import Role, box, colour, inside
from referral_assistant.ui.widgets.text import Bullets, Chip, ContactLine, Text


class Card(QFrame):
    """A panel. `Card(heading="What you can do").add(Bullets([...]))`.

    tone: "" or `accent`, `stop`, `attention`, `settled`: the border's colour only, so say it in words as well.
    `chip` stands at the right of the heading.
    """

    def __init__(self, heading: str = "", *, lead: str = "", tone: str = "", chip: Chip | None = None) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        if tone:
            self.setProperty("tone", tone)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(px(24) - HALO, px(20), px(24) - HALO, px(20))
        self.column.setSpacing(px(4))
        if heading or chip:
            row = QHBoxLayout()
            row.addWidget(Text(heading, "subtitle"), 1)
            if chip:
                row.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
            self.column.addLayout(row)
        if lead:
            self.column.addWidget(Text(lead, "muted"))

    def add(self, widget: QWidget, *, above: int = 0) -> Card:
        """Put a widget below the others, with `above` pixels of air before it."""
        if above:
            self.column.addSpacing(px(above))
        if isinstance(widget, Text | Bullets | ContactLine):
            # In line with controls, which keep their halo free.
            widget.setContentsMargins(HALO, 0, HALO, 0)
        self.column.addWidget(widget)
        return self

    def add_buttons(self, *buttons: Button) -> Card:
        """A row of buttons that wraps."""
        self.column.addSpacing(px(4))
        self.column.addWidget(Flow(buttons))
        return self


class SayCard(QFrame):
    """Words to say, larger than the rest, with the accent's bar at the left. `SayCard(["..."])`.

    `label` names who speaks. Further sentences follow one below the other.
    """

    def __init__(self, words: Sequence[str], label: str = "") -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(26), px(16), px(24), px(18))
        column.setSpacing(px(4))
        self._head = QHBoxLayout()
        self._head.addWidget(Text(label or _("You could say"), "small", halo=False), 1)
        column.addLayout(self._head)
        self._column = column
        self._add(words)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        around = QPainterPath()
        around.addRoundedRect(QRectF(inside(self)), px(8), px(8))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(around)
        painter.fillPath(around, colour(self, Role.Base))
        painter.fillRect(inside(self).adjusted(0, 0, px(4) - inside(self).width(), 0), colour(self, Role.Accent))
        painter.setClipping(False)
        box(painter, inside(self), None, colour(self, Role.Midlight))
        painter.end()

    def add_more(self, label: str, words: Sequence[str]) -> SayCard:
        """Further questions, under a label of their own."""
        self._column.addSpacing(px(6))
        self._column.addWidget(Text(label, "small", halo=False))
        self._add(words)
        return self

    def add_button(self, button: Button) -> SayCard:
        """A button beside the label, such as one that unfolds more words."""
        self._head.addWidget(button)
        return self

    def _add(self, words: Sequence[str]) -> None:
        for sentence in words:
            self._column.addWidget(Text(quoted(sentence), "words", halo=False))


class Quote(QFrame):
    """Something said, under who or what it is: the practice notes show three ways of answering with it."""

    def __init__(self, label: str, words: str, tone: str = "") -> None:
        super().__init__()
        self.setProperty("kind", "quote")
        if tone:
            self.setProperty("tone", tone)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), 0, 0, 0)
        column.setSpacing(px(2))
        column.addWidget(Text(label, "note_muted", halo=False))
        column.addWidget(Text(quoted(words), "note", halo=False))


class Banner(Card):
    """A message at the top of a page: `Banner("Saved.", tone="settled")`, with an action if there is one."""

    def __init__(
        self,
        text: str,
        tone: str = "accent",
        *,
        more: str = "",
        action: str = "",
        on: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(tone=tone)
        self.column.setContentsMargins(px(24) - HALO, px(14), px(24) - HALO, px(14))
        self.column.addWidget(Text(text, "strong", tone="stop" if tone == "stop" else ""))
        if more:
            self.column.addWidget(Text(more))
        if action:
            self.add_buttons(Button(action, on=on))


def quoted(words: str) -> str:
    """Words in quotation marks, unless they bring their own."""
    return words if words[:1] in "\u201c\"'\u2018" else f"\u201c{words}\u201d"
