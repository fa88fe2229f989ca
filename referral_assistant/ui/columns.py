"""Columns whose widgets come and go while they are in sight."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from referral_assistant.ui.theme import px


def column_in(widget: QWidget, gap: int) -> QVBoxLayout:
    """A column in a widget, without margins."""
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(px(gap))
    return column


def put_up(column: QLayout, widget: QWidget) -> None:
    """Put a widget at the end of a column, in sight at once."""
    column.addWidget(widget)
    widget.show()


def clear(column: QLayout) -> None:
    """Take everything out of a column."""
    while (item := column.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
