"""The bar across the top: which record is open, when it was last saved, and the keys that are always there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from referral_assistant.i18n import _
from referral_assistant.ui.at_play import played
from referral_assistant.ui.session import Session
from referral_assistant.ui.theme import HALO, px
from referral_assistant.ui.widgets import Button, Text

if TYPE_CHECKING:
    from referral_assistant.ui.playing_bar import Playing

Action = tuple[str, str, str, Callable[[], object]]
"""Text, kind, key, what it does."""


class TopBar(QFrame):
    """The reference and the time of saving at the left, actions at the right; in training, a band above it all, which
    names the keys of presenter view while that is `presented`."""

    def __init__(self, *, presented: bool = False) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.band = QFrame()
        self.band.setProperty("kind", "band")
        line = QHBoxLayout(self.band)
        line.setContentsMargins(px(24), px(3), px(24), px(3))
        line.addWidget(Text(_("Training"), "small", wrap=False, halo=False))
        line.addStretch(1)
        real = _("Nothing here is real, and nothing here can be sent as real.")
        keys = _("Ctrl+J goes anywhere, F5 leaves presenter view")
        line.addWidget(Text(keys if presented else real, "small", wrap=False))
        bar = QFrame()
        bar.setProperty("kind", "bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(px(24) - HALO, px(6), px(24) - HALO, px(6))
        row.setSpacing(px(8))
        self._name = Text("", "strong", wrap=False)
        self._saved = Text("", "note_muted", wrap=False)
        self._menu = QHBoxLayout()
        row.addLayout(self._menu)
        row.addWidget(self._name)
        row.addWidget(self._saved)
        row.addStretch(1)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(px(8))
        row.addLayout(self._actions)
        column.addWidget(self.band)
        column.addWidget(bar)
        self._shown: tuple[object, ...] = ()
        self._bar = bar
        self._is_saved = False
        self._playing: Playing | None = None

    def show_state(self, session: Session) -> None:
        """What is open, and when it was saved."""
        self.band.setVisible(session.training)
        self._name.say(session.case.reference if session.case else _("Referral Assistant"))
        self._is_saved = session.case is not None and session.saved_at is not None
        if session.saved_at is not None:
            self._saved.say(_("Saved {time}").format(time=f"{session.saved_at:%H:%M}"))
        self._show_play(session)
        self._fit()

    def _show_play(self, session: Session) -> None:
        """While a scenario is played, what goes with it. Nothing of that is loaded before."""
        exercises = played(session)
        if exercises is not None and self._playing is None:
            from referral_assistant.ui.playing_bar import Playing

            self._playing = Playing(self, session)
        if self._playing is not None:
            self._playing.draw(exercises)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where the text is large the time of saving gives way first: everything is saved anyway."""
        if self._playing is not None:
            self._playing.fit()
        self._saved.setVisible(self._is_saved)
        layout = self._bar.layout()
        if self._is_saved and layout is not None:
            layout.activate()
            self._saved.setVisible(layout.minimumSize().width() <= self.width())

    def show_actions(self, menu: Sequence[Action], actions: Sequence[Action]) -> None:
        """The buttons; drawn anew only when they are others."""
        wanted = (*((a[0], a[2]) for a in menu), "", *((a[0], a[2]) for a in actions))
        if wanted == self._shown:
            return
        self._shown = wanted
        for layout, found in ((self._menu, menu), (self._actions, actions)):
            while (item := layout.takeAt(0)) is not None:
                if (widget := item.widget()) is not None:
                    widget.hide()
                    widget.deleteLater()
            for text, kind, key, on in found:
                button = Button(text, kind, key=key, on=on)
                layout.addWidget(button)
                button.show()
        self._fit()
