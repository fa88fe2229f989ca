"""When the interpreter looks for what only circles keep alive: between two turns of the window, never inside one."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

PULSE = 1_000
ENOUGH = 2_000
"""Milliseconds between two looks, and how many new objects make one worth while."""
SURVIVED = 10
"""After so many looks at what is new, a look at what survived them: Python's own measure."""


class Sweeping(QObject):
    """Takes over from the interpreter, which would look in the middle of a page, and on the worker as well, where it
    could end the life of a widget. What is there when this begins is never looked at again: it stays anyway."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.setInterval(PULSE)
        self._timer.timeout.connect(sweep)
        self._timer.start()


def sweep() -> None:
    """Look among new objects, now and then among older ones. What is new is a few milliseconds' work."""
    new, older, oldest = gc.get_count()
    if new >= ENOUGH:
        gc.collect(2 if oldest > SURVIVED else 1 if older > SURVIVED else 0)
