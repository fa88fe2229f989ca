"""Words on a page: headings, sentences, chips, quotes. Plain text only, so that nothing typed is read as markup."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAccessible, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from referral_assistant.ui.theme import HALO, px
from referral_assistant.ui.widgets.flow import Flow

LINE = 75
"""Characters in the longest line of running text."""


class Text(QLabel):
    """A label of one kind of the scale, wrapped.

    kind: `title`, `lead`, `heading` (16 semibold), `subtitle` (18 semibold), `words` (18), `body`, `strong`, `muted`,
    `note` and `note_heading` (15), `note_muted`, `small`, `group` (small semibold muted), `error`.
    tone: "", `stop`, `attention`, `settled`, `accent` or `muted`. `halo` keeps text in line with the controls.
    """

    def __init__(
        self, text: str = "", kind: str = "body", *, tone: str = "", wrap: bool = True, halo: bool = True
    ) -> None:
        super().__init__(text)
        self._heights: dict[int, int] = {}
        self._hint: QSize | None = None
        self.setProperty("kind", kind)
        if tone:
            self.setProperty("tone", tone)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        if halo:
            self.setContentsMargins(HALO, 0, HALO, 0)
        # A maximum width would put text in the middle of a wide column; a margin at the right keeps it at the left.
        self._limit = px(8.6 * LINE) if wrap and kind in ("lead", "muted", "body") else 0
        self._spare = 0

    def say(self, text: str) -> None:
        """Another text."""
        self.setText(text)

    def setText(self, text: str) -> None:
        self._forget()
        super().setText(text)

    def changeEvent(self, event: QEvent) -> None:
        self._forget()
        super().changeEvent(event)

    def heightForWidth(self, width: int) -> int:
        # Layouts ask some fifty times before a page stands, and breaking the lines takes long.
        wide = min(width, self._limit or width) + self._spare
        known = self._heights.get(wide)
        if known is None:
            known = self._heights[wide] = super().heightForWidth(wide)
        return known

    def sizeHint(self) -> QSize:
        """As wide as one line may be, and so as low as it can get: a label's own guess is narrower, and the sum of such
        guesses would make a long page far longer than what stands on it."""
        if self._hint is None:
            self._hint = self._measured() if self.wordWrap() else super().sizeHint()
        return self._hint

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint() - QSize(self._spare, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        spare = max(0, self.width() - self._limit) if self._limit else 0
        if spare != self._spare:
            margins = self.contentsMargins()
            margins.setRight(margins.right() - self._spare + spare)
            self._spare = spare
            self.setContentsMargins(margins)
            self._forget()

    def _measured(self) -> QSize:
        margins = self.contentsMargins()
        around = margins.left() + margins.right() - self._spare
        wide = self.fontMetrics().size(0, self.text()).width() + around + 1
        wide = min(wide, self._limit or wide)
        return QSize(wide, self.heightForWidth(wide))

    def _forget(self) -> None:
        self._heights, self._hint = {}, None


class Chip(QLabel):
    """A word or two in a soft box. tone: `neutral`, `settled`, `attention`, `stop` or `accent`. Colour never speaks
    alone: the word says it."""

    def __init__(self, text: str, tone: str = "neutral") -> None:
        super().__init__(text)
        self.setProperty("chip", tone)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)


class Bullets(QWidget):
    """A bulleted list of sentences. An item may be a widget, such as a contact line. halo: in line with texts that keep
    room for a focus ring."""

    def __init__(self, items: Sequence[str | QWidget], kind: str = "body", *, halo: bool = False) -> None:
        super().__init__()
        grid = QGridLayout(self)
        side = HALO if halo else 0
        grid.setContentsMargins(side, 0, side, 0)
        grid.setVerticalSpacing(px(4))
        grid.setHorizontalSpacing(px(8))
        grid.setColumnStretch(1, 1)
        for row, item in enumerate(items):
            grid.addWidget(Text("\u2022", kind, halo=False, wrap=False), row, 0, Qt.AlignmentFlag.AlignTop)
            words = item if isinstance(item, QWidget) else Text(item, kind, halo=False)
            if isinstance(words, QLabel):
                # Its first line stands beside the bullet, however high the row.
                words.setAlignment(Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words, row, 1)


class ContactLine(QWidget):
    """Whom to ring: `ContactLine("Your safeguarding lead", "01632 960233", "Eastmere, 9 to 5; out of hours ...")`.

    The number is bold and can be selected. Without a number, `missing` is said instead (S20).
    """

    def __init__(self, who: str, number: str, note: str = "", missing: str = "") -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(2))
        whose = Text(who, halo=False, wrap=not number)
        if number:
            value = Text(number, "strong", halo=False, wrap=False)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            # A long name of an area and large text leave no room beside each other.
            column.addWidget(Flow([whose, value], gap=8))
        else:
            column.addWidget(whose)
        if note or not number:
            column.addWidget(Text(note if number else missing, "note_muted", halo=False))


class Space(QWidget):
    """Air between two widgets, in pixels at 100 %."""

    def __init__(self, pixels: int) -> None:
        super().__init__()
        self.setFixedHeight(px(pixels))


class Rule(QLabel):
    """A thin line between rows."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "rule")
        self.setFixedHeight(1)


def bring_into_view(widget: QWidget, margin: int = 12) -> None:
    """Scroll until a widget is in sight."""
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    if parent is not None:
        parent.ensureWidgetVisible(widget, 0, px(margin))


def holds_focus(widget: QWidget) -> bool:
    """Whether the focus is on a widget or on something in it."""
    focus = QApplication.focusWidget()
    return focus is not None and (focus is widget or widget.isAncestorOf(focus))


def announce(widget: QWidget, text: str) -> None:
    """Let a screen reader say something that changed without the focus moving there."""
    if QAccessible.isActive():
        from PySide6.QtGui import QAccessibleAnnouncementEvent

        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
