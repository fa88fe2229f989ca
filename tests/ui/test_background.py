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


def test_what_is_put_off_counts_as_busy_and_comes_after_a_while(qtbot: QtBot, background: Background) -> None:
    landed: list[str] = []
    background.soon(lambda: background.run(lambda: "late", landed.append), 1)
    assert background.busy
    qtbot.waitUntil(lambda: not background.busy)
    assert landed == ["late"]


def test_what_is_given_up_never_comes(background: Background) -> None:
    called: list[int] = []
    give_up = background.soon(lambda: called.append(1), 60_000)
    give_up()
    give_up()
    assert not background.busy
    assert background.drain()
    assert not called


def test_whoever_waits_for_everything_does_not_wait_for_what_is_put_off(background: Background) -> None:
    landed: list[int] = []
    give_up = background.soon(lambda: background.run(lambda: 1, landed.append), 60_000)
    assert background.drain(10_000)
    assert landed == [1]
    give_up()
    assert not background.busy


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


def test_loading_has_a_thread_of_its_own_and_fails_in_silence(background: Background) -> None:
    asked, threads = threading.Event(), []

    def load() -> None:
        assert asked.wait(10)
        threads.append(threading.current_thread().name)
        _fail()

    background.beside(load, lambda: threads.append(threading.current_thread().name))
    background.run(asked.set, lambda _nothing: None)
    assert background.drain()
    assert threads == ["loading", threading.main_thread().name]
