"""The one worker: every result arrives, in order, in the thread of the window."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from referral_assistant.problems import Problem
from referral_assistant.ui.background import TURN, Background


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


def test_three_thousand_results_arrive_in_order(background: Background) -> None:
    landed: list[int] = []
    for number in range(3000):
        background.run(lambda n=number: n, landed.append)
    assert background.drain()
    assert landed == list(range(3000))


def test_work_leaves_the_window_thread_and_results_come_back_to_it(background: Background) -> None:
    threads: list[str] = []
    background.run(
        lambda: threads.append(threading.current_thread().name),
        lambda _nothing: threads.append(threading.current_thread().name),
    )
    background.drain()
    assert threads[0].startswith("background")
    assert threads[1] == threading.main_thread().name


def test_an_error_reaches_failed(background: Background) -> None:
    errors: list[BaseException] = []
    background.run(_fail, lambda _nothing: None, errors.append)
    background.drain()
    assert [str(e) for e in errors] == ["No."]


def test_an_error_nobody_takes_is_raised_in_the_window_thread(qtbot: QtBot, background: Background) -> None:
    with qtbot.captureExceptions() as caught:
        background.run(_fail, lambda _nothing: None)
        background.drain()
    assert [kind for kind, _error, _trace in caught] == [Problem]


def test_closing_lets_what_runs_land_and_takes_no_more(background: Background) -> None:
    landed: list[int] = []
    background.run(lambda: 1, landed.append)
    background.close()
    background.run(lambda: 2, landed.append)
    assert landed == [1]
    assert not background.busy


class _Source(QObject):
    sent = Signal(bool)


def test_two_thousand_signals_do_no_harm(qtbot: QtBot) -> None:
    # One release of the toolkit loses a reference to True at each of these and ends the process at some 570.
    heard: list[bool] = []
    source = _Source()
    source.sent.connect(heard.append)
    for _ in range(2000):
        source.sent.emit(True)
    assert heard == [True] * 2000


def _fail() -> int:
    raise Problem("No.")


def test_the_window_does_not_wait_long_for_the_worker(background: Background) -> None:
    assert sys.getswitchinterval() == pytest.approx(TURN)
