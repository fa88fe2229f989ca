"""Plays steps in the real program while a timer ticks every 5 ms: the largest gap between two ticks is how long the
window stood still, and a gap belongs to the step that was played last."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Qt, QTimer

TICK = 5
PATIENCE = 60_000
"""Milliseconds without a step before something is wrong."""

Step = tuple[str, Callable[[], bool] | None]
"""What was just done, and what to wait for before the next step."""


class Player(QObject):
    """Ticks, and plays a step when everything the step before set off was handled. A gap belongs to the last step."""

    def __init__(self, steps: Iterator[Step], finished: Callable[[list[tuple[float, str]]], object]) -> None:
        super().__init__()
        self._steps, self._finished = steps, finished
        self._gaps: list[tuple[float, str]] = []
        self._doing, self._until = "first paint", None
        self._quiet = 0
        self._last = self._since = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK)

    def _tick(self) -> None:
        now = time.perf_counter()
        gap = (now - self._last) * 1000
        self._last = now
        self._gaps.append((gap, self._doing))
        self._quiet = self._quiet + 1 if gap < 2 * TICK else 0
        if self._quiet < 2 or (self._until is not None and not self._until()):
            if (now - self._since) * 1000 > PATIENCE:
                raise TimeoutError(f"stuck after: {self._doing}")
            return
        self._quiet, self._since = 0, now
        try:
            self._doing, self._until = next(self._steps)
        except StopIteration:
            self._timer.stop()
            self._finished(self._gaps)
