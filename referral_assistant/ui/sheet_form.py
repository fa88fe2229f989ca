"""Typing in a sheet from paper: a label, then for each domain one key and a reason, without the mouse."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from referral_assistant.i18n import _
from referral_assistant.model import DOMAINS, Level, Pack, Rating, Sheet
from referral_assistant.training.reading_table import KEYS
from referral_assistant.ui.sheet_head import SheetHead
from referral_assistant.ui.theme import HALO, px
from referral_assistant.ui.widgets import Card, LineBox, Text, announce
from referral_assistant.wording import domain_word, level_word

_KEY_OF = {level: key for key, level in KEYS.items()}
WORD = 124
"""Pixels at 100 % of the word that a key stands for."""


class Line(LineBox):
    """A line from which Enter goes on to the next, not to the main button of the page."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class KeyLine(Line):
    """Takes one key: w, m, n or -. Another takes its place, and Backspace leaves it blank."""

    picked = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.level: Level | None = None
        self.setFixedWidth(px(52) + 2 * HALO)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def put(self, level: Level | None) -> None:
        """Show a reading, and tell nobody."""
        self.level = level
        self.setText(_KEY_OF[level].upper() if level is not None else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.text().casefold(), not event.modifiers() & Qt.KeyboardModifier.AltModifier
        if plain and key in KEYS:
            self.put(KEYS[key])
            self.picked.emit()
        elif plain and event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.put(None)
            self.picked.emit()
        elif not (plain and key.isprintable() and key):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()


class SheetForm(QWidget):
    """The whole form. `sheet()` is what was typed, or None after saying what is missing; `done` is sent by Enter in the
    last line."""

    done = Signal()

    def __init__(self, pack: Pack, scenario: str, label: str, round_number: int) -> None:
        super().__init__()
        self._pack, self._scenario = pack, scenario
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        self.label = Line(_("Label"), label)
        hint = _("Such as Table 3. Not a name, unless somebody wants theirs there.")
        self._head = SheetHead(self.label, hint, round_number)
        column.addWidget(self._head)
        self.keys: dict[str, KeyLine] = {}
        self.reasons: dict[str, Line] = {}
        self._words: dict[str, Text] = {}
        column.addWidget(Card(_("Readings"), lead=_how()).add(self._grid(), above=6))
        self._chain()

    def sheet(self) -> Sheet | None:
        """What was typed."""
        said = self._head.said()
        if said is None:
            return None
        for domain, key in self.keys.items():
            if key.level is None and self.reasons[domain].text().strip():
                announce(self, _("There is a reason and no reading: {domain}.").format(domain=self._name(domain)))
                self._words[domain].say(_("Press a key"))
                key.setFocus(Qt.FocusReason.OtherFocusReason)
                return None
        return Sheet(self._scenario, said[0], dict(self._ratings()), said[1])

    def show_ratings(self, ratings: Mapping[str, Rating]) -> None:
        """Fill in what is known already, to put it right."""
        for domain, rating in ratings.items():
            self.keys[domain].put(rating.level)
            self.reasons[domain].setText(rating.why)
            self._say(domain)

    # --- inside ------------------------------------------------------------------------------------------------------

    def _ratings(self) -> Mapping[str, Rating]:
        return {
            domain: Rating(key.level, self.reasons[domain].text().strip())
            for domain, key in self.keys.items()
            if key.level is not None
        }

    def _grid(self) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(2))
        grid.setColumnStretch(0, 4)
        grid.setColumnStretch(3, 7)
        for row, domain in enumerate(DOMAINS):
            name = self._name(domain)
            key = self.keys[domain] = KeyLine(_("{domain}: w, m, n or -").format(domain=name))
            why = self.reasons[domain] = Line(_("{domain}: why").format(domain=name), placeholder=_("Why"))
            word = self._words[domain] = Text("", "strong", halo=False)
            word.setMinimumWidth(px(WORD))
            label = Text(name, halo=False)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
            for at, widget in enumerate((label, key, word, why)):
                grid.addWidget(widget, row, at)
            key.picked.connect(lambda d=domain: self._pressed(d))
        return made

    def _chain(self) -> None:
        """Enter goes from line to line as Tab does, and from the last one to `done`."""
        lines: list[Line] = [self.label]
        for domain in DOMAINS:
            lines += [self.keys[domain], self.reasons[domain]]
        for line, after in pairwise(lines):
            line.entered.connect(_focuser(after))
        lines[-1].entered.connect(self.done)

    def _pressed(self, domain: str) -> None:
        self._say(domain)
        if self.keys[domain].level is not None:
            announce(self, self._words[domain].text())
            self.reasons[domain].setFocus(Qt.FocusReason.TabFocusReason)

    def _say(self, domain: str) -> None:
        level = self.keys[domain].level
        self._words[domain].say(level_word(self._pack, domain, level) if level is not None else "")

    def _name(self, domain: str) -> str:
        return domain_word(self._pack, domain)


def _focuser(line: Line) -> Callable[[], None]:
    return lambda: line.setFocus(Qt.FocusReason.TabFocusReason)


def _how() -> str:
    return _(
        "One key for each: W willing or in place, M mixed or needs help, N not now, - not explored. Enter goes on. "
        "What was left blank on paper stays blank here. Write about the scenario, never about a real case."
    )
