"""Says when a window was painted and takes keys: one line on standard output, and the process ends.

Nothing is imported here that the barest window would not have; what saying so needs comes after the paint, uncounted.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtWidgets import QLineEdit, QMainWindow

# sqlite-utils takes numpy along where it finds it: the tests bring it, and no computer of a user's has it.
sys.modules["numpy"] = None  # type: ignore[assignment]


def painted(window: QMainWindow, field: QLineEdit | None, settle: Callable[[], object] = lambda: None) -> None:
    """The window was painted now. What a key needs to land in the field counts too, loading what sends it does not.

    `settle` lets work that was begun end, so that the peak of memory counts it.
    """
    at = time.monotonic_ns()
    if field is None:
        _say(at, settle)
    from PySide6.QtCore import QCoreApplication, QEvent, Qt
    from PySide6.QtGui import QKeyEvent

    assert window.focusWidget() is field, f"keys would go to {window.focusWidget()}, not {field}"
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_K, Qt.KeyboardModifier.NoModifier, "k")
    sent = time.monotonic_ns()
    field.textChanged.connect(lambda _text: _say(at + time.monotonic_ns() - sent, settle))
    QCoreApplication.postEvent(window.windowHandle(), key)


def _say(at: int, settle: Callable[[], object]) -> None:
    settle()
    print(at, peak(), flush=True)
    os._exit(0)


def peak() -> float:
    """The most memory this process ever held, in MiB."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def give_up(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """An error in a slot would be printed and forgotten, and whoever measures would wait."""
    sys.__excepthook__(kind, error, trace)
    sys.stderr.flush()
    os._exit(1)
