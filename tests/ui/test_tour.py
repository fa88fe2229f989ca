"""The tour points at real controls, ten times, and is in nobody's way: not of a key, a click or a live case."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QDeadlineTimer, QEventLoop, QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from referral_assistant.model import Manner
from referral_assistant.policy import Policy
from referral_assistant.policy.reading import Setting
from referral_assistant.training import preferences
from referral_assistant.ui.exercises import exercises_of
from referral_assistant.ui.open_file import World
from referral_assistant.ui.tour import Bubble, Tour
from referral_assistant.ui.welcome import welcome
from referral_assistant.ui.window import Window
from tests.ui.clipping import clipped
from tests.ui.driving import button, focus, press
from tests.ui.test_pictures import settle


def shown(window: Window) -> Tour | None:
    """The tour that is up."""
    tours = [tour for tour in window.findChildren(Tour) if not tour._over]
    return tours[0] if tours else None


def until(window: Window, true: Callable[[], bool]) -> None:
    """Let the window and its worker go on until something is so."""
    deadline = QDeadlineTimer(20_000)
    while not true():
        assert not deadline.hasExpired()
        window.session.background.drain()
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


pytestmark = pytest.mark.usefixtures("swept")


@pytest.fixture
def tour(window: Window) -> Tour:
    window.go("switch:tour")
    found = shown(window)
    assert found is not None
    settle(window)
    return found


def on(tour: Tour, window: Window) -> None:
    """Press Next, once there is something to point at."""
    press(window, Qt.Key.Key_Return)
    until(window, lambda: tour.step.target(window) is not None)
    tour._look()
    settle(window)


@pytest.mark.parametrize(("size", "wide", "high"), [(100, 1366, 768), (100, 1920, 1080), (200, 1366, 768)])
def test_ten_steps_each_at_a_real_control(build: Callable[..., Window], size: int, wide: int, high: int) -> None:
    window = build(wide, high, text_size=size)
    window.train()
    window.go("switch:tour")
    tour = shown(window)
    assert tour is not None
    titles = set()
    for number in range(1, 11):
        assert tour.number == number
        settle(window)
        target = tour.step.target(window)
        assert target is not None
        assert target.isVisible()
        ring = tour.ring.geometry()
        assert ring.contains(QPoint(*_middle(target, window)))
        assert window.stage.rect().contains(tour.bubble.geometry())
        assert clipped(tour.bubble) == []
        titles.add(tour.step.title)
        if number < 10:
            on(tour, window)
    assert len(titles) == 10
    press(window, Qt.Key.Key_Return)
    assert shown(window) is None
    assert exercises_of(window.session).here


def _middle(target: object, window: Window) -> tuple[int, int]:
    from PySide6.QtWidgets import QWidget

    assert isinstance(target, QWidget)
    seen = target.visibleRegion().boundingRect().center()
    there = target.mapTo(window.stage, seen)
    return there.x(), there.y()


def test_the_words_never_lie_over_the_control_where_there_is_room(window: Window, tour: Tour) -> None:
    for number in range(2, 11):
        on(tour, window)
        assert tour.number == number
        assert not tour.ring.geometry().adjusted(8, 8, -8, -8).intersects(tour.bubble.geometry()), number


def test_keyboard_and_screen_reader_follow_it(window: Window, tour: Tour) -> None:
    for number in (1, 2):
        settle(window)
        assert focus() is tour.bubble.next
        said = QAccessible.queryAccessibleInterface(tour.bubble.next).text(QAccessible.Text.Description)
        assert said.startswith(f"Step {number} of 10. {tour.step.title}. ")
        assert tour.step.text in said
        on(tour, window)
    tour.bubble.back.click()
    settle(window)
    assert tour.number == 2
    assert focus() is tour.bubble.next


@pytest.mark.parametrize("step", range(10))
def test_it_can_be_skipped_at_any_step_and_by_escape(window: Window, tour: Tour, step: int) -> None:
    tour._to(step)
    settle(window)
    press(window, Qt.Key.Key_Escape)
    assert shown(window) is None
    settle(window)
    assert window.findChildren(Bubble) == []
    assert window.page.isAncestorOf(focus())


def test_skip_is_a_button_too(window: Window, tour: Tour) -> None:
    button(tour.bubble, "Skip the tour").click()
    assert shown(window) is None
    assert window.page.isAncestorOf(focus())


def test_f8_hides_it_and_it_is_there_again(window: Window, tour: Tour) -> None:
    tour._to(8)
    press(window, Qt.Key.Key_F8)
    assert window.covered
    assert not tour.bubble.isVisible()
    assert not tour.ring.isVisible()
    press(window, Qt.Key.Key_Space)
    settle(window)
    assert tour.bubble.isVisible()
    assert tour.number == 9


def test_f9_goes_straight_to_safety(window: Window, tour: Tour) -> None:
    tour._to(4)
    press(window, Qt.Key.Key_F9)
    assert window.place == "safety"
    assert shown(window) is None
    assert window.session.case is not None
    assert len(window.session.case.safety) == 1


def test_every_control_works_while_it_is_shown(window: Window, tour: Tour) -> None:
    """The very control that is shown leads on; any other is as good as ever, and ends it."""
    tour._to(1)
    settle(window)
    button(window.page, "Choose a scenario").click()
    assert tour.number == 3
    assert window.place == "training"
    until(window, lambda: tour.step.target(window) is not None)
    tour.step.target(window).click()  # type: ignore[union-attr]
    assert tour.number == 4
    assert window.place.startswith("brief:")
    button(window.page, "Begin at the privacy check").click()
    settle(window)
    assert tour.number == 5
    assert window.session.derived.gate_done
    window.session.leave_room()
    window.go("settings")
    assert shown(window) is None


def test_an_exercise_under_way_is_left_as_it_is(window: Window) -> None:
    going = exercises_of(window.session)
    going.begin("sam")
    going.pass_the_gate()
    assert going.scenario is not None
    going.choose(going.scenario.beats[0].card, Manner.BALANCED)
    before, case = going.exercise, window.session.case
    window.session.leave_case()
    window.go("switch:tour")
    found = shown(window)
    assert found is not None
    found._to(4)
    assert going.exercise == before
    assert window.session.case == case


def test_it_goes_on_when_the_window_is_dressed_anew(window: Window, tour: Tour) -> None:
    tour._to(1)
    window.use(text_size=150)
    tour._look()
    settle(window)
    assert tour.bubble.isVisible()
    assert tour.number == 2


# --- when it comes ---------------------------------------------------------------------------------------------------


def test_it_comes_once_by_itself_and_again_from_help(window: Window, world: World) -> None:
    welcome(window)
    assert shown(window) is not None
    assert preferences.load(world.folder(True)).tour_seen
    press(window, Qt.Key.Key_Escape)
    welcome(window)
    assert shown(window) is None
    window.go("help")
    button(window.page, "Take the tour").click()
    assert shown(window) is not None


def test_it_comes_between_nobody_and_a_case(window: Window) -> None:
    window.session.new_case()
    window.go("start")
    welcome(window)
    assert shown(window) is None
    window.session.leave_case()
    window.go("settings")
    welcome(window)
    assert shown(window) is None


def test_it_never_comes_over_a_live_file(build: Callable[..., Window]) -> None:
    window = build()
    welcome(window)
    assert shown(window) is None


@pytest.mark.parametrize(
    ("key", "tour", "presented"), [("training.tour", False, False), ("training.presenter", True, True)]
)
def test_an_organisation_says_what_training_begins_with(window: Window, key: str, tour: bool, presented: bool) -> None:
    from dataclasses import replace

    set_to = key == "training.presenter"
    policy = Policy({key: Setting(set_to, True, "policy.json")})
    window.session._world = replace(window.session._world, policy=policy)
    welcome(window)
    assert (shown(window) is not None) is tour
    assert (window.presented is not None) is presented


def test_a_start_loads_nothing_of_it_unless_it_is_shown(tmp_path: Path) -> None:
    script = """
import sys
from referral_assistant.ui import inside, theme
from referral_assistant.ui.app import application
app = application()
theme.apply(app, theme.load())
window = inside.start(training=True)
window.show()
app.processEvents()
late = ("welcome", "tour", "tour_steps", "presenting", "jump_box", "jumping", "notes_window", "trainer_notes")
loaded = lambda: [name for name in late if f"referral_assistant.ui.{name}" in sys.modules]
print(loaded())
from referral_assistant.ui.welcome import welcome
welcome(window)
print(loaded())
window.close()
"""
    import os

    def run() -> list[str]:
        environment = {**os.environ, "REFERRAL_ASSISTANT_DATA": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
        environment["PYTHONPATH"] = str(Path(__file__).parents[2])
        command = [sys.executable, "-c", script]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=120)
        return done.stdout.splitlines()

    first, shown_then = run()
    assert first == "[]"
    assert "tour" in shown_then
    assert run() == ["[]", "['welcome']"]
