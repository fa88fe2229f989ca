"""The bar of a distribution, made for a projector: patterns tell the readings apart, and each says itself in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFontMetrics, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from referral_assistant.model import Level
from referral_assistant.ui.theme import HALO, px
from referral_assistant.ui.widgets import Text
from referral_assistant.ui.widgets.paint import Role, sized

TALL = 46
GAP = 3
SIZE = 17
"""Pixels at 100 % of the words in a part: they are read from the back of a room."""
_PATTERNS = {Level.MIXED: Qt.BrushStyle.BDiagPattern, Level.NOT_NOW: Qt.BrushStyle.Dense6Pattern}


class Part(NamedTuple):
    """One reading in a bar: which, what it is called there, and how many gave it."""

    level: Level
    word: str
    raters: int


class Bar(QWidget):
    """How the readings of one domain spread: a part for each reading that was given, as long as it was given often. The
    colour is the same throughout and means nothing; `whole` is how many could have read it."""

    def __init__(self, parts: Sequence[Part], whole: int, says: str) -> None:
        super().__init__()
        self._parts = [part for part in parts if part.raters]
        self._whole = max(whole, 1)
        self.setAccessibleName(says)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(px(320), px(TALL) + 2 * HALO)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self.rect().adjusted(HALO, HALO, -HALO, -HALO)
        left = float(room.left())
        for part in self._parts:
            wide = room.width() * part.raters / self._whole
            place = QRectF(left, room.top(), wide - px(GAP), room.height())
            fill(painter, place, part.level, self.palette())
            self._say(painter, place, part)
            left += wide
        painter.end()

    def _say(self, painter: QPainter, place: QRectF, part: Part) -> None:
        """The words in a part, on a plain ground; where they have no room the number alone."""
        painter.setFont(sized(self.font(), SIZE, strong=True))
        metrics: QFontMetrics = painter.fontMetrics()
        air = px(10)
        for text in (f"{part.word} {part.raters}", str(part.raters)):
            wide = metrics.horizontalAdvance(text) + 2 * air
            if wide <= place.width() - px(8) or text == str(part.raters):
                break
        tall = metrics.height() + px(4)
        spot = QRect(0, 0, round(min(wide, place.width())), tall)
        spot.moveCenter(place.center().toPoint())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(Role.Base))
        painter.drawRoundedRect(QRectF(spot), px(6), px(6))
        painter.setPen(self.palette().color(Role.WindowText))
        painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, text)


class Legend(QWidget):
    """What a pattern stands for."""

    def __init__(self, level: Level, word: str) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(HALO, 0, px(14), 0)
        line.setSpacing(px(8))
        line.addWidget(_Swatch(level))
        line.addWidget(Text(word, "body", wrap=False, halo=False))


class _Swatch(QWidget):
    def __init__(self, level: Level) -> None:
        super().__init__()
        self._level = level
        self.setFixedSize(px(34), px(22))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1), self._level, self.palette())
        painter.end()


def fill(painter: QPainter, place: QRectF, level: Level, palette: QPalette) -> None:
    """Paint a part as a reading is shown: full, slanted lines, dots, or empty within dashes."""
    open_ended = level is Level.NOT_EXPLORED
    pen = QPen(palette.color(Role.WindowText), px(1.5))
    pen.setStyle(Qt.PenStyle.DashLine if open_ended else Qt.PenStyle.SolidLine)
    painter.setPen(pen)
    painter.setBrush(palette.color(Role.Accent if level is Level.WILLING else Role.Base))
    painter.drawRoundedRect(place, px(4), px(4))
    pattern = _PATTERNS.get(level)
    if pattern is not None:
        painter.setBrush(QBrush(palette.color(Role.WindowText), pattern))
        painter.drawRoundedRect(place, px(4), px(4))
