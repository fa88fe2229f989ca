"""What a screen reader and the keyboard make of a window: which controls there are, and what is wrong with them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLabel, QScrollArea, QWidget

from referral_assistant.ui.window import Window


def focusable(window: QWidget) -> list[QWidget]:
    """Everything in sight that can take the focus."""
    none = Qt.FocusPolicy.NoFocus
    return [w for w in window.findChildren(QWidget) if w.isVisible() and w.isEnabled() and w.focusPolicy() != none]


def spoken(widget: QWidget) -> str:
    """What a screen reader calls a widget."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface else ""


def unheard(window: Window) -> list[str]:
    """What keeps a screen from being heard and reached: every control has a name, the focus starts on the page, nothing
    that only scrolls takes it, no text is markup, and no title of a window says anything (S14)."""
    none, plain = Qt.FocusPolicy.NoFocus, Qt.TextFormat.PlainText
    controls, areas = focusable(window), window.findChildren(QAbstractScrollArea)
    found = [f"{type(w).__name__} {w.objectName()!r} has no name" for w in controls if not spoken(w).strip()]
    found += ["what only scrolls takes the focus" for w in controls if type(w) is QScrollArea]
    found += ["a viewport takes the focus" for area in areas if area.viewport().focusPolicy() != none]
    focus = QApplication.focusWidget()
    if focus is None or not window.page.isAncestorOf(focus):
        found.append("the focus is not on the page")
    labels = window.findChildren(QLabel)
    found += [f"{label.text()!r} is markup" for label in labels if label.text() and label.textFormat() != plain]
    titles = {w.windowTitle() for w in QApplication.topLevelWidgets() if w.isVisible()}
    return found if titles == {"Referral Assistant"} else [*found, f"the titles are {titles}"]
