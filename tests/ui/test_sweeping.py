"""What only circles keep alive goes at the next look, and never in between."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from referral_assistant.ui.sweeping import ENOUGH, Sweeping, sweep


@pytest.fixture
def sweeping(qtbot: QtBot) -> Iterator[QObject]:
    owner = QObject()
    yield Sweeping(owner)
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


def test_what_survived_is_looked_at_after_a_while(sweeping: QObject) -> None:
    circle = Circle()
    old = weakref.ref(circle)
    kept: list[list[int]] = []
    _looks(3, kept)
    del circle
    _looks(40, kept)
    assert old() is None


def _looks(count: int, kept: list[list[int]]) -> None:
    for _look in range(count):
        kept.extend([] for _ in range(ENOUGH))
        sweep()
