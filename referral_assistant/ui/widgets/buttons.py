"""Buttons: what a page lets a person do, one of them primary."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from referral_assistant.ui.theme import HALO, px
from referral_assistant.ui.widgets.paint import Role, box, colour, inside, key_hint, key_width, ring, sized

SIDE = 14


class Button(QPushButton):
    """A button. `Button("Continue", "primary", on=self.go_on)`.

    kind: `primary` (one a page, bottom right), `secondary`, `danger` (red text), `link` (underlined text, for rows)
    or `quiet` (text only). `key` shows which key does the same ("F9"); the key itself is the frame's or the page's
    affair. `name` is what a screen reader says when the text alone is not enough ("Change: age"). An ampersand in the
    text makes an Alt shortcut. Enter presses a focused button.
    """

    def __init__(
        self,
        text: str,
        kind: str = "secondary",
        *,
        key: str = "",
        name: str = "",
        on: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._hint: QSize | None = None
        self.kind = kind
        self.key = key
        self.setAccessibleName(name or self.plain)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if on is not None:
            # Buttons send whether they are checked; nobody here wants to know.
            self.clicked.connect(lambda _checked=False: on())

    @property
    def plain(self) -> str:
        """The text without the mark of its Alt shortcut."""
        return self.text().replace("&&", "\0").replace("&", "").replace("\0", "&")

    def say(self, text: str, key: str | None = None) -> None:
        """Another text, and with it another accessible name."""
        self.key = self.key if key is None else key
        self.setText(text)
        self.setAccessibleName(self.plain)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        # A row that wraps asks a dozen times before it stands.
        if self._hint is None:
            self._hint = self._measured()
        return self._hint

    def setText(self, text: str) -> None:
        self._hint = None
        super().setText(text)

    def changeEvent(self, event: QEvent) -> None:
        self._hint = None
        super().changeEvent(event)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill, border, text = self._colours()
        rect = inside(self)
        if fill or border:
            box(painter, rect, fill, border)
        self._draw_text(painter, rect, text)
        ring(painter, self)
        painter.end()

    def _measured(self) -> QSize:
        metrics = QFontMetrics(self._font())
        text = metrics.horizontalAdvance(self.plain) + 2
        hint = px(8) + key_width(self.font(), self.key) if self.key else 0
        side, height = {"primary": (24, 42), "link": (2, 28), "quiet": (10, 36)}.get(self.kind, (SIDE, 36))
        tall = max(px(height), metrics.height() + px(8))
        return QSize(text + hint + 2 * px(side) + 2 * HALO, tall + 2 * HALO)

    def _colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        pressed = self.isDown() or self.underMouse()
        if not self.isEnabled():
            framed = self.kind not in ("link", "quiet")
            return None, colour(self, Role.Midlight) if framed else None, colour(self, Role.ButtonText)
        if self.kind == "primary":
            return colour(self, Role.Shadow if pressed else Role.Accent), None, colour(self, Role.HighlightedText)
        soft = colour(self, Role.AlternateBase) if pressed else None
        if self.kind in ("link", "quiet"):
            return soft, None, colour(self, Role.Link if self.kind == "link" else Role.ButtonText)
        if self.kind == "danger":
            return soft or colour(self, Role.Button), colour(self, Role.BrightText), colour(self, Role.BrightText)
        return soft or colour(self, Role.Button), colour(self, Role.Mid), colour(self, Role.ButtonText)

    def _draw_text(self, painter: QPainter, rect: QRect, text: QColor) -> None:
        font = self._font()
        font.setUnderline(self.kind == "link")
        painter.setFont(font)
        painter.setPen(text)
        width = key_width(self.font(), self.key) if self.key else 0
        room = rect.adjusted(0, 0, -(width + px(8)) if width else 0, 0)
        if width:
            room.setLeft(rect.left() + px(SIDE))
        align = Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignLeft if width else Qt.AlignmentFlag.AlignHCenter)
        painter.drawText(room, align | Qt.TextFlag.TextShowMnemonic, self.text())
        if width:
            tall = px(18)
            cap = QRect(rect.right() - px(SIDE) - width, rect.center().y() - tall // 2, width, tall)
            key_hint(painter, self, cap, self.key, colour(self, Role.Midlight), colour(self, Role.PlaceholderText))

    def _font(self) -> QFont:
        strong = self.kind == "primary"
        return sized(self.font(), 16 if strong else 15, strong=strong)
