"""The program as its users start it, watched from when its event loop begins: `watched_program.py PAGE [ARGS]`.

An installed copy is watched by what is put before its start: see `installers.py`.
"""

from __future__ import annotations

import builtins
import runpy
import sys
from pathlib import Path

# The program takes away PySide6's hook into imports; it could not, once PySide6 was imported here.
plain_import = builtins.__import__

from first_paint import give_up, painted  # noqa: E402
from PySide6.QtCore import QEvent, QObject, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow  # noqa: E402

builtins.__import__ = plain_import


class Watch(QObject):
    """Waits until the page that is wanted is up and painted."""

    def __init__(self, door: QMainWindow, wanted: str) -> None:
        super().__init__(door)
        self._door, self._wanted = door, wanted
        self._asked = self._seen = False
        door.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """A paint is about to begin: look when it is over."""
        if not self._asked and event.type() in (QEvent.Type.UpdateRequest, QEvent.Type.Paint):
            self._asked = True
            QTimer.singleShot(0, self._look)
        return False

    def _look(self) -> None:
        self._asked = False
        field = None
        if self._wanted == "unlock":
            field = next((line for line in self._door.findChildren(QLineEdit) if line.isVisible()), None)
        if self._seen or (field is None and not self._cases()):
            return
        self._seen = True
        painted(self._door, field, self._settle)

    def _cases(self) -> bool:
        inside = self._door.inside
        return inside is not None and inside.page.name == self._wanted and inside.page.isVisible()

    def _settle(self) -> None:
        """What was begun ends: everything is there behind the first page, and the worker has nothing to do."""
        while self._door.inside is None:
            QApplication.processEvents()
        self._door.inside.session.background.drain()


def watch() -> None:
    """Take the page that is wanted from the arguments, and watch for it from when the event loop begins."""
    wanted = sys.argv.pop(1)
    loop = QApplication.exec

    def watched() -> int:
        sys.excepthook = give_up
        window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QMainWindow))
        watching = Watch(window, wanted)
        code = loop()
        del watching
        return code

    QApplication.exec = staticmethod(watched)


if __name__ == "__main__":
    watch()
    sys.path[0] = str(Path(__file__).resolve().parents[2])
    runpy.run_module("referral_assistant", run_name="__main__", alter_sys=True)
