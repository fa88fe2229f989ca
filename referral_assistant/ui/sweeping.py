"""When the interpreter looks for what only circles keep alive: between two turns of the window, never inside one."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QObject, QTimer

PULSE = 1_000
ENOUGH = 2_000
"""Milliseconds between two looks, and how many new objects make one worth while."""
MANY = 200_000
"""New objects that make a look worth while even when the worker is busy: until then it uses most of what it makes."""
SURVIVED = 10
"""After so many looks at what is new, a look at what survived them: Python's own measure."""


class Sweeping(QObject):
    """Takes over from the interpreter, which would look in the middle of a page, and on the worker as well, where it
    could end the life of a widget. What is there when this begins is never looked at again: it stays anyway."""

    def __init__(self, parent: QObject, busy: Callable[[], bool] = lambda: False) -> None:
        super().__init__(parent)
        self._busy = busy
        gc.disable()
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.setInterval(PULSE)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        if not self._busy() or gc.get_count()[0] >= MANY:
            sweep()


def sweep() -> None:
    """Look among new objects, now and then among older ones. What is new is a few milliseconds' work."""
    new, older, oldest = gc.get_count()
    if new >= ENOUGH:
        gc.collect(2 if oldest > SURVIVED else 1 if older > SURVIVED else 0)
        _hand_back()


def sweep_after_work() -> None:
    """Look now, for work that left megabytes in circles. While it went on a look may have taken part of them for what
    survives, so that is looked at too."""
    gc.collect(1)
    _hand_back()


def _hand_back() -> None:
    """Give what is free to the system again: half a millisecond's work."""
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Callable[[int], int] | None:
    """The C library of most Linux systems keeps what was freed for whoever asks next, and so every program that once
    showed a long page keeps its size. Others hand it back on their own."""
    if sys.platform != "linux":
        return None
    import ctypes

    found: Callable[[int], int] | None = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return found
