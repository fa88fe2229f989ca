"""What widgets that paint themselves share: the rounded box, the focus ring, the key hint."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import QWidget

from referral_assistant.ui.theme import HALO, RING, px

Role = QPalette.ColorRole


def colour(widget: QWidget, role: QPalette.ColorRole) -> QColor:
    """The colour of a role, muted when the widget is off."""
    group = QPalette.ColorGroup.Active if widget.isEnabled() else QPalette.ColorGroup.Disabled
    return widget.palette().color(group, role)


def sized(font: QFont, pixels: float, *, strong: bool = False) -> QFont:
    """The font at a size of the scale, semibold when strong."""
    made = QFont(font)
    made.setPixelSize(px(pixels))
    made.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    return made


def box(painter: QPainter, rect: QRect, fill: QColor | None, border: QColor | None, radius: float = 8) -> None:
    """A rounded box with a border one pixel wide."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(border, 1) if border else Qt.PenStyle.NoPen)
    painter.setBrush(fill if fill else Qt.BrushStyle.NoBrush)
    edge = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5) if border else QRectF(rect)
    painter.drawRoundedRect(edge, px(radius), px(radius))


def ring(painter: QPainter, widget: QWidget, radius: float = 8) -> None:
    """The focus ring, in the halo round the control, so that it never covers anything."""
    if not widget.hasFocus():
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour(widget, Role.Accent), RING))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    half = RING / 2
    around = QRectF(widget.rect()).adjusted(half, half, -half, -half)
    painter.drawRoundedRect(around, px(radius) + HALO, px(radius) + HALO)


def inside(widget: QWidget) -> QRect:
    """The rectangle a control draws in: all of it but the halo."""
    return widget.rect().adjusted(HALO, HALO, -HALO, -HALO)


def key_width(font: QFont, key: str) -> int:
    """How wide a key hint is."""
    return QFontMetrics(sized(font, 12, strong=True)).horizontalAdvance(key) + px(12)


def key_hint(painter: QPainter, widget: QWidget, rect: QRect, key: str, border: QColor, text: QColor) -> None:
    """A key hint, as the cap of a key."""
    box(painter, rect, None, border, 4)
    painter.setFont(sized(widget.font(), 12, strong=True))
    painter.setPen(text)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, key)


def dot(painter: QPainter, centre: QPointF, radius: float, fill: QColor) -> None:
    """A filled dot."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawEllipse(centre, radius, radius)
