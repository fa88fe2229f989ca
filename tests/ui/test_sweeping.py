"""What only circles keep alive goes at the next look, and never in between."""

from __future__ import annotations

import gc
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from referral_assistant.ui.sweeping import ENOUGH, Sweeping, sweep, sweep_after_work


@pytest.fixture
def sweeping(qtbot: QtBot) -> Iterator[QObject]:
    owner = QObject()
    yield Sweeping(owner, lambda: bool(owner.property("busy")))
    shiboken6.delete(owner)
    gc.unfreeze()
    gc.enable()


class Circle:
    def __init__(self) -> None:
        self.itself = self


def test_circles_go_at_the_next_look_and_not_before(qtbot: QtBot, sweeping: QObject) -> None:
    made = [Circle() for _ in range(ENOUGH)]
    last = weakref.ref(made[-1])
    del made
    assert not gc.isenabled()
    assert last() is not None
    qtbot.waitUntil(lambda: last() is None)


def test_what_a_busy_worker_makes_is_left_alone(qtbot: QtBot, sweeping: QObject) -> None:
    sweeping.parent().setProperty("busy", True)
    made = [Circle() for _ in range(ENOUGH)]
    last = weakref.ref(made[-1])
    del made
    looks: list[int] = []
    sweeping.findChildren(QTimer)[0].timeout.connect(lambda: looks.append(1))
    qtbot.waitUntil(lambda: len(looks) == 1)
    assert last() is not None
    sweeping.parent().setProperty("busy", False)
    qtbot.waitUntil(lambda: last() is None)


def test_what_survived_is_looked_at_after_a_while(sweeping: QObject) -> None:
    circle = Circle()
    old = weakref.ref(circle)
    kept: list[list[int]] = []
    _looks(3, kept)
    del circle
    _looks(40, kept)
    assert old() is None


def test_circles_of_work_go_when_it_lands_though_a_look_fell_into_it(sweeping: QObject) -> None:
    circle = Circle()
    gone = weakref.ref(circle)
    kept: list[list[int]] = []
    _looks(1, kept)
    del circle
    sweep_after_work()
    assert gone() is None


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take back what is free on their own")
def test_what_was_freed_goes_back_to_the_system(sweeping: QObject) -> None:
    before = _held()
    freed = [b"x" * (4_000 + n % 90) for n in range(8_000)]
    last = [b"x" * (4_000 + n) for n in range(10)]
    assert _held() > before + 24
    del freed
    sweep_after_work()
    assert _held() < before + 8
    assert last


def _held() -> float:
    """The memory this process holds, in MiB."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def _looks(count: int, kept: list[list[int]]) -> None:
    for _look in range(count):
        kept.extend([] for _ in range(ENOUGH))
        sweep()
