"""The window as the system knows it: the first page, painted at once, and everything else once that is loaded."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMainWindow, QVBoxLayout, QWidget

from referral_assistant.i18n import _
from referral_assistant.ui.theme import HALO, px
from referral_assistant.ui.unlock_form import UnlockForm

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QPaintEvent

    from referral_assistant.ui.window import Window


class Door(QMainWindow):
    """`ask(folder)` shows the first page; what lies behind it is loaded on a thread once that was painted, and then
    takes its place without a visible change. `open_training()` loads and shows the list of cases.

    `inside` is the window of the program, once it is there; without a door it is a window of its own. A file that was
    brought is shown to whoever gets in.
    """

    _loaded = Signal(object)

    def __init__(self, directory: Path | None = None, brought: Path | None = None) -> None:
        super().__init__()
        self.inside: Window | None = None
        self._directory = directory
        self._brought = brought
        self._form: UnlockForm | None = None
        self._painted = False
        self._loaded.connect(self._arrived)
        self.setWindowTitle(_("Referral Assistant"))
        self.resize(1366, 768)
        self.setMinimumSize(800, 560)

    def ask(self, folder: Path, *, may_train: bool = True) -> None:
        """Show the first page."""
        self._form = UnlockForm(folder, may_train=may_train)
        whole = QWidget()
        whole.setObjectName("page")
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(_bar())
        column.addWidget(self._form, 1)
        self.setCentralWidget(whole)
        self._form.take_focus()

    def open_training(self) -> None:
        """Show the list of cases of the training file."""
        self._enter(training=True)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            # Not before this paint is on the screen: the thread would take half of the time from it.
            QTimer.singleShot(0, self, self._go_on)
        self._painted = True

    def closeEvent(self, event: QCloseEvent) -> None:
        event.setAccepted(self.inside is None or self.inside.close())

    def _go_on(self) -> None:
        """What waits for the first paint: loading the rest, or where that is there already, the icon."""
        if self.inside is None:
            threading.Thread(target=self._load, name="loading").start()
        else:
            _show_icon()

    def _load(self) -> None:
        error: Exception | None = None
        try:
            from referral_assistant.ui import inside

            del inside
        except Exception as found:  # said by the thread of the window, which alone can say anything
            error = found
        self._loaded.emit(error)

    def _arrived(self, error: Exception | None) -> None:
        if error is not None:
            raise error
        self._enter()
        _show_icon()

    def _enter(self, training: bool = False) -> None:
        from referral_assistant.ui import inside

        window = inside.start(self._directory, training=training)
        if self._form is not None:
            # The very page that stands there, with what was typed in it.
            window.take_form(self._form)
        if self._brought is not None:
            window.bring(self._brought)
        self.hold(window)

    def hold(self, window: Window) -> None:
        """Have the window of the program inside, in place of the first page."""
        self.inside = window
        self.setCentralWidget(window)
        window.page.take_focus()


def _show_icon() -> None:
    from referral_assistant.ui.taskbar import show_icon

    show_icon()


def _bar() -> QFrame:
    """What the top bar looks like before there is anything to say in it."""
    bar = QFrame()
    bar.setProperty("kind", "bar")
    row = QHBoxLayout(bar)
    row.setContentsMargins(px(24) - HALO, px(6), px(24) - HALO, px(6))
    name = QLabel(_("Referral Assistant"))
    name.setProperty("kind", "strong")
    name.setContentsMargins(HALO, 0, HALO, 0)
    row.addWidget(name)
    return bar
