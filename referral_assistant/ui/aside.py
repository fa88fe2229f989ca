"""How the worker steps aside for the window while it loads libraries."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
from time import perf_counter
from types import ModuleType

from PySide6.QtCore import QAbstractEventDispatcher

PATIENCE = 0.1
"""Seconds the worker waits for the window before one module."""
ALTOGETHER = 2.0
"""Seconds it waits in all: the window may be waiting for the very thing that is being loaded."""


class Aside(MetaPathFinder):
    """Python runs one thread at a time, and every call of Qt lets the other one have a turn: a page that is put up
    while a library is loaded takes twice as long. So, between two modules, the worker waits until the window rests.

    Made in the thread of the window. `during(work)` is for the worker; `end()` for the window again, when it is over.
    """

    def __init__(self) -> None:
        self._calm = threading.Event()
        self._calm.set()
        self._worker: threading.Thread | None = None
        self._waited = 0.0
        self._window = QAbstractEventDispatcher.instance()
        self._window.aboutToBlock.connect(self._calm.set)
        self._window.awake.connect(self._calm.clear)

    def during(self, work: Callable[[], object]) -> None:
        """Do the work, stepping aside before each module it loads."""
        self._worker = threading.current_thread()
        sys.meta_path.insert(0, self)
        try:
            work()
        finally:
            sys.meta_path.remove(self)

    def end(self) -> None:
        """Listen to the window no more."""
        self._window.aboutToBlock.disconnect(self._calm.set)
        self._window.awake.disconnect(self._calm.clear)

    def find_spec(self, _name: str, _path: Sequence[str] | None, _target: ModuleType | None = None) -> None:
        """Called before every module that is loaded. Leaves finding it to others."""
        if threading.current_thread() is self._worker and self._waited < ALTOGETHER:
            begun = perf_counter()
            self._calm.wait(PATIENCE)
            self._waited += perf_counter() - begun
