"""What the linter says of a scenario that is being written: beside the form, each line leading to its place."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QFrame, QWidget

from referral_assistant.i18n import _, how_many
from referral_assistant.problems import Mistake
from referral_assistant.ui.columns import clear, column_in, put_up
from referral_assistant.ui.scenario_draft import Draft
from referral_assistant.ui.scenario_words import part_of, parts, where
from referral_assistant.ui.theme import HALO, px
from referral_assistant.ui.widgets import Chip, Flow, RowButton, Space, Text, announce
from referral_assistant.ui.widgets.text import holds_focus

WIDE = 380


class Todo(QFrame):
    """The list, by the parts of the form. `to` gets the place of the one that was chosen."""

    def __init__(self, draft: Draft, to: Callable[[str], object]) -> None:
        super().__init__()
        self._draft, self._to = draft, to
        self._shown: tuple[tuple[Mistake, ...], bool] | None = None
        self._rows: list[RowButton] = []
        self.setObjectName("form")
        self._column = column_in(self, 2)
        self._column.setContentsMargins(px(14), px(26), px(14), px(20))

    @property
    def summary(self) -> str:
        """How much there is, in a word or two."""
        found, looked = self._shown or ((), False)
        if found:
            return _("{count} to put right").format(count=how_many(len(found), _("thing")))
        return _("Nothing to put right: it can be played") if looked else _("Looking …")

    def show_state(self) -> None:
        """Show what was found. Nothing moves while it is the same."""
        wanted = self._draft.mistakes, self._draft.is_looked_at
        if wanted == self._shown:
            return
        before, self._shown = self._shown, wanted
        focused = next((n for n, row in enumerate(self._rows) if row.hasFocus()), None)
        if before is None or before[0] != wanted[0] or not self._rows:
            self._draw()
        if focused is not None and self._rows and not holds_focus(self):
            self._rows[min(focused, len(self._rows) - 1)].setFocus()

    def _draw(self) -> None:
        clear(self._column)
        self._rows = []
        found, looked = self._shown or ((), False)
        put_up(self._column, Text(_("What the program says of it"), "subtitle"))
        tone = "attention" if found else "settled" if looked else "neutral"
        put_up(self._column, _chip(self.summary, tone))
        if looked or found:
            announce(self, self.summary)
        if found:
            lead = _("You can save it at any time. It can be played once this list is empty.")
            put_up(self._column, Text(lead, "note_muted"))
        for part, title in parts().items():
            here = [mistake for mistake in found if part_of(mistake.place) == part]
            if here:
                put_up(self._column, Space(8))
                put_up(self._column, Text(title, "group"))
            for mistake in here:
                self._put(mistake)
        self._column.addStretch(1)

    def _put(self, mistake: Mistake) -> None:
        name = where(self._draft.pack, mistake.place, self._draft.pronouns)
        row = RowButton([(name, 0, "strong")], on=partial(self._to, mistake.place), name=f"{name}: {mistake.sentence}")
        sentence = Text(mistake.sentence, "note")
        sentence.setContentsMargins(px(6) + HALO, 0, HALO, px(4))
        self._rows.append(row)
        put_up(self._column, row)
        put_up(self._column, sentence)


def _chip(text: str, tone: str) -> QWidget:
    found = Flow([Chip(text, tone)])
    found.setContentsMargins(HALO, px(4), HALO, px(4))
    return found
