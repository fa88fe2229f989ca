"""Whose sheet it is, under which label, and of which round: the head of a sheet, however it is filled in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from referral_assistant.i18n import _
from referral_assistant.training.labels import MOST, tidy
from referral_assistant.ui.theme import px
from referral_assistant.ui.widgets import Choice, Choices, Field, LineBox


class SheetHead(QWidget):
    """The label in a line that is given, and the round. `said()` is None after saying that the label is missing."""

    def __init__(self, label: LineBox, hint: str, number: int = 1) -> None:
        super().__init__()
        self.label = label
        label.setMaxLength(MOST)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        self._field = Field(_("Label"), label, hint=hint)
        column.addWidget(self._field)
        rounds = [Choice("1", _("First round")), Choice("2", _("Second round, after discussion"))]
        self._rounds = Choices(_("Round"), rounds, numbered=False, flowing=True)
        self._rounds.set_values((str(number),))
        column.addWidget(self._rounds)

    def said(self) -> tuple[str, int] | None:
        """The label and the round."""
        label = tidy(self.label.text())
        self._field.error("" if label else _("Enter a label."))
        if not label:
            self.label.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        return label, int(self._rounds.values()[0])
