"""A section of a debrief on the screen: a panel that unfolds, with what was said, and records side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from referral_assistant.i18n import _
from referral_assistant.training.debrief_words import Entry, Line, Part, Section, Table
from referral_assistant.ui.theme import HALO, px
from referral_assistant.ui.widgets import Bullets, Button, Card, Chip, Rows, Stack, Text, quoted, reading_row
from referral_assistant.ui.widgets.rows import NARROW

COLUMNS = (5, 8, 8)


class Unfolding(Card):
    """A heading with its sentence, and below them what is made when it is first unfolded. `turned` hears whether it is
    open now."""

    def __init__(self, section: Section, turned: Callable[[bool], object], *, opened: bool) -> None:
        super().__init__()
        # As for rows: with wrapped text a hint is that of a narrow panel, and far too tall to insist on.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.section, self._turned = section, turned
        self._body: QWidget | None = None
        self.button = Button("", on=self.turn)
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(Text(section.title, "subtitle"))
        if section.lead:
            words.addWidget(Text(section.lead, "muted"))
        head = QHBoxLayout()
        head.addLayout(words, 1)
        if section.parts:
            head.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(head)
        self.unfold(opened)

    @property
    def opened(self) -> bool:
        """Whether it is unfolded."""
        return self._body is not None and not self._body.isHidden()

    def turn(self) -> None:
        """Unfold it, or fold it again."""
        self.unfold(not self.opened)
        self._turned(self.opened)

    def unfold(self, opened: bool) -> None:
        """Show what it holds, or not, and tell nobody."""
        if opened and self._body is None:
            self._body = _body(self.section.parts)
            self.column.addWidget(self._body)
        if self._body is not None:
            self._body.setVisible(opened)
        self.button.say(_("Fold") if opened else _("Show"))
        name = _("Fold: {title}") if opened else _("Show: {title}")
        self.button.setAccessibleName(name.format(title=self.section.title))


class _Moment(QFrame):
    """One moment or topic, with a line at its left."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.setProperty("kind", "quote")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(14), px(2), 0, px(2))
        column.setSpacing(px(6))
        head = QHBoxLayout()
        head.addWidget(Text(entry.title, "strong", halo=False), 0 if entry.mark else 1)
        if entry.mark:
            head.addSpacing(px(8))
            head.addWidget(Chip(entry.mark), 0, Qt.AlignmentFlag.AlignTop)
            head.addStretch(1)
        column.addLayout(head)
        for widget in _lines(entry.lines):
            column.addWidget(widget)


def _body(parts: Sequence[Part]) -> QWidget:
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(HALO, px(10), HALO, 0)
    column.setSpacing(px(14))
    for widget in _widgets(parts):
        column.addWidget(widget)
    return body


def _widgets(parts: Sequence[Part]) -> Iterator[QWidget]:
    """The parts, with lines that follow each other one below the other and close together."""
    row: list[Line] = []
    for part in parts:
        if isinstance(part, Line):
            row.append(part)
            continue
        if row:
            yield _stack(row)
            row = []
        yield _Moment(part) if isinstance(part, Entry) else _table(part)
    if row:
        yield _stack(row)


def _stack(lines: Sequence[Line]) -> QWidget:
    stack = Stack(list(_lines(lines)), gap=6)
    stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return stack


def _lines(lines: Sequence[Line]) -> Iterator[QWidget]:
    bullets: list[str] = []
    for line in lines:
        if line.kind == "bullet":
            bullets.append(line.text)
            continue
        if bullets:
            yield Bullets(bullets)
            bullets = []
        yield _said(line) if line.kind == "said" else Text(line.text, _KINDS[line.kind], halo=False)
    if bullets:
        yield Bullets(bullets)


_KINDS = {"text": "body", "strong": "strong", "muted": "muted"}


def _said(line: Line) -> QWidget:
    """Who said it, small, and the words: on a wall these are what is read."""
    box = QWidget()
    box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(Text(line.label, "small", halo=False))
    column.addWidget(Text(quoted(line.text), halo=False))
    return box


def _table(table: Table) -> Rows:
    panel = Rows(columns=list(zip(table.heads, COLUMNS, strict=True)))
    for first, *cells in table.rows:
        texts: list[QWidget] = [Text(" ".join(first), "strong", halo=False)]
        texts += [_Cell(head, cell, reasons=table.reasons) for head, cell in zip(table.heads[1:], cells, strict=True)]
        panel.add(reading_row(texts, COLUMNS))
    return panel


class _Cell(Stack):
    """One cell of a table. Where its row stands one below the other, it says itself which column it is."""

    def __init__(self, head: str, texts: Sequence[str], *, reasons: bool) -> None:
        first, *others = texts
        self._head = Text(head, "small", halo=False)
        self._head.hide()
        kinds = ("strong", "note") if reasons else ("body", "body")
        said = [Text(first, kinds[0], halo=False), *(Text(other, kinds[1], halo=False) for other in others)]
        super().__init__([self._head, *said])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        row = self.parentWidget()
        self._head.setVisible(row is not None and row.width() < px(NARROW))
