"""Whether everything that can be read can be read whole: as far as sizes tell."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from referral_assistant.ui.widgets import Button, ChoiceRow, NavRow


def clipped(window: QWidget) -> list[str]:
    """Every text in sight that lacks room: too narrow, too low, or beyond the edge of what scrolls."""
    found: list[str] = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, QLabel | Button | ChoiceRow | NavRow):
            continue
        text = widget.text() or widget.accessibleName()
        if text and (why := _lacks(widget) or _beyond(widget)):
            found.append(f"{text!r} {why}")
    return found


def _lacks(widget: QWidget) -> str:
    """What a widget lacks for its own text."""
    if isinstance(widget, QLabel) and not widget.wordWrap():
        wanted = widget.sizeHint()
        return "is too narrow" if widget.width() < wanted.width() or widget.height() < wanted.height() - 1 else ""
    if isinstance(widget, QLabel | ChoiceRow | NavRow):
        return "is too low" if widget.height() < widget.heightForWidth(widget.width()) - 1 else ""
    wanted = widget.sizeHint()
    return "is too narrow" if widget.width() < wanted.width() or widget.height() < wanted.height() else ""


def _beyond(widget: QWidget) -> str:
    """Whether it sticks out at the side of the area that scrolls, or of the window."""
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        if parent.isWindow():
            break
        parent = parent.parentWidget()
    around = parent.viewport() if isinstance(parent, QScrollArea) else widget.window()
    left = widget.mapTo(around, QPoint(0, 0)).x()
    return "is beyond the edge" if left < 0 or left + widget.width() > around.width() else ""
