"""All there is to say of one record of a file: what was put right, from what, to what, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from referral_assistant.directory.field_words import heading
from referral_assistant.directory.report import Line
from referral_assistant.i18n import _
from referral_assistant.ui.report_lines import Shown
from referral_assistant.ui.theme import px
from referral_assistant.ui.widgets import Space, Text, scrolling

if TYPE_CHECKING:
    from referral_assistant.directory.incoming import Both

MOST_HIGH = 376
"""Pixels it is high at least, however large the text: more would leave no room for what stands around it."""


class Detail(QFrame):
    """All there is to say of one record: what was put right, from what, to what, and why."""

    def __init__(self, both: Mapping[str, Sequence[Both]]) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self._sides = both
        self._area = scrolling()
        self._area.setMinimumHeight(min(px(306), MOST_HIGH))
        self._area.viewport().setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(12), px(8), px(12))
        column.addWidget(self._area)

    def say(self, shown: Shown) -> None:
        """Show a record."""
        line = shown.line
        parts: list[QWidget] = [Text(shown.name, "subtitle", halo=False)]
        where = " · ".join(part for part in (line.file, line.place, shown.state) if part)
        parts.append(Text(where, "note_muted", halo=False))
        parts += [Text(sentence, halo=False) for sentence in line.said]
        parts += [Text(_asked(question.kind, question.asked), halo=False) for question in line.questions]
        for one in self._sides.get(line.entry, ()):
            parts += _pair(one.field, (_("Here"), one.here), (_("In the file"), one.there))
            parts.append(Text(_("Yours counts until you choose."), "note_muted", halo=False))
        for repair in line.repairs:
            parts += _pair(repair.field, (_("From"), repair.was), (_("To"), repair.now))
            parts.append(Text(repair.why, "note_muted", halo=False))
        if len(parts) == 2:
            parts.append(Text(_nothing(line), halo=False))
        self._put(parts)

    def say_nothing(self) -> None:
        """No record is marked."""
        self._put([Text(_("No line fits. Choose another group, or fewer words."), "muted", halo=False)])

    def _put(self, parts: Sequence[QWidget]) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, px(8), 0)
        column.setSpacing(px(4))
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        old = self._area.takeWidget()
        self._area.setWidget(inner)
        # It lies on a card, whose colour is to show through.
        inner.setAutoFillBackground(False)
        inner.show()
        if old is not None:
            old.deleteLater()


def _pair(field: str, first: tuple[str, str], second: tuple[str, str]) -> list[QWidget]:
    found: list[QWidget] = [Space(6), Text(heading(field), "strong", halo=False)]
    for label, text in (first, second):
        found.append(Text(f"{label}: {text or _('nothing')}", halo=False))
    return found


def _asked(kind: str, asked: str) -> str:
    if kind == "column":
        return _("Nobody has said what the column “{name}” holds.").format(name=asked)
    if not asked:
        return _("It names no area.")
    return _("Nobody has said which area “{name}” stands for.").format(name=asked)


def _nothing(line: Line) -> str:
    if line.outcome in ("missing", "withdrawn"):
        return _("Its source listed it before and does so no longer. It stays in the directory.")
    return _("It was read as it stands. Nothing had to be put right.")
