"""Real windows over real files: a store in a folder of the test's own, the real conversation, a clock that stands."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from referral_assistant.policy import Policy
from referral_assistant.settings import Preferences, save
from referral_assistant.ui import inside, theme
from referral_assistant.ui.door import Door
from referral_assistant.ui.open_file import World
from referral_assistant.ui.window import Window


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 21, 14, 32, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def pass_by(self, **time: int) -> None:
        """Let time pass."""
        self.time += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def policy() -> Policy:
    """What the organisation has set: nothing, unless a test says otherwise."""
    return Policy()


@pytest.fixture
def world(tmp_path: Path, clock: Clock, policy: Policy) -> World:
    real = inside.world()

    def folder(training: bool) -> Path:
        return tmp_path / "profile" / ("training" if training else "live")

    return World(clock, folder, real.pack, real.services, real.areas, policy=policy, shipped=real.shipped)


@pytest.fixture
def swept() -> Iterator[None]:
    """No look for garbage inside a turn, nor on the worker: as `Sweeping` has it in the program. A widget that ends its
    life on the worker takes the window along."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture
def build(qapp: QApplication, world: World, swept: None) -> Iterator[Callable[..., Window]]:
    """Builds a window: `build(text_size=200)`. Closes it, and undresses the application, when the test is over."""
    doors: list[Door] = []

    def made(width: int = 1366, height: int = 768, **preferences: object) -> Window:
        if preferences:
            save(world.folder(False).parent, Preferences(**preferences))  # type: ignore[arg-type]
        window = inside.build(qapp, world)
        # In its door, as in the program: what Qt calls the window of a page is not ours.
        door = Door()
        door.hold(window)
        # First of all: a window that is left when something fails here would bring the tests after it down.
        doors.append(door)
        door.resize(width, height)
        door.show()
        door.activateWindow()
        return window

    yield made
    for door in doors:
        # One that a test closed is closed.
        if door.isVisible():
            door.close()
        shiboken6.delete(door)
    # What is to be deleted later, and what was never put anywhere, would otherwise be dressed again, and again.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    for left in QApplication.topLevelWidgets():
        if shiboken6.isValid(left):
            shiboken6.delete(left)
    theme.apply(qapp, theme.load())


@pytest.fixture
def window(build: Callable[..., Window]) -> Window:
    """A window in training, at the list of cases."""
    made = build()
    made.train()
    return made
