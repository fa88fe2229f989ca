"""A learner's own reading of the case that is open, under a label, before it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from referral_assistant.i18n import _
from referral_assistant.model import Level, Rating, Sheet
from referral_assistant.ui.sheet_head import SheetHead
from referral_assistant.ui.theme import px
from referral_assistant.ui.widgets import LineBox, Row, Rows, Text
from referral_assistant.wording import domain_word, level_word

if TYPE_CHECKING:
    from referral_assistant.ui.session import Session


class OwnForm(QWidget):
    """Label and round, and below them what will be saved. `sheet()` is None after saying what is missing."""

    def __init__(self, session: Session, scenario: str, label: str) -> None:
        super().__init__()
        self._scenario, self._readings = scenario, own_ratings(session)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        hint = _("Such as Table 3. Your name only if you want it there: nothing else in the file says who you are.")
        self.label = LineBox(_("Label"), label)
        self._head = SheetHead(self.label, hint)
        column.addWidget(self._head)
        panel = Rows(_("What is saved"))
        for domain, rating in self._readings.items():
            cells = [
                Text(domain_word(session.pack, domain), halo=False),
                Text(level_word(session.pack, domain, rating.level), "strong", halo=False),
                Text(rating.why, "muted", halo=False),
            ]
            panel.add(Row(cells, [5, 3, 9]))
        column.addWidget(panel)

    def sheet(self) -> Sheet | None:
        """The sheet."""
        said = self._head.said()
        return Sheet(self._scenario, said[0], self._readings, said[1]) if said is not None else None


def own_ratings(session: Session) -> dict[str, Rating]:
    """How the answers of the open case read, with the reasons of each reading."""
    found = session.derived.assessment.readings
    return {
        reading.domain: Rating(
            reading.level,
            " ".join(session.say(reason) for reason in reading.because)
            if reading.level is not Level.NOT_EXPLORED
            else "",
        )
        for reading in found
    }
