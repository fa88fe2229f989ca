"""The one worker: slow work leaves the window's thread here, and its result comes back there, in order."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

T = TypeVar("T")

Done = Callable[[object], object]
Failed = Callable[[BaseException], object]

TURN = 0.00001
"""Seconds a thread waits for the interpreter before it asks for it; Python's own are five hundred times as many. Every
call of Qt gives the interpreter away. A page drawn in 55 ms took 78 beside a worker that never rests, with a tenth of a
millisecond 103, and with Python's own 2,400."""

QUIET = 250
"""Milliseconds without a change before what follows from it is made ready: what the next press changes again is not
made for nothing, and the page that was pressed has the machine to itself."""


class _Bridge(QObject):
    """Lives as long as the program. One signal object per job loses results: measured, half of two thousand."""

    finished = Signal(object)


class Background(QObject):
    """Runs one job after another on one worker thread.

    `run(work, done, failed)`: `work` gets and returns records, never the store and never a widget; `done` gets its
    result and `failed` its error, both in the thread of the window and in the order of the jobs. An error without
    `failed` is raised in the window's thread, where it reaches the one dialog for errors. `beside` has a thread of its
    own, for loading only.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(TURN)
        self._pool: ThreadPoolExecutor | None = None
        self._bridge = _Bridge()
        self._bridge.finished.connect(self._land, Qt.ConnectionType.QueuedConnection)
        self._open = 0
        self._closed = False
        self._put_off: list[Callable[[], None]] = []
        self._idle = QEventLoop(self)

    @property
    def busy(self) -> bool:
        """Whether a job is waiting, running or about to land."""
        return self._open > 0

    def run(self, work: Callable[[], T], done: Callable[[T], object], failed: Failed | None = None) -> None:
        """Do `work` on the worker, then `done` with its result, or `failed` with its error."""
        if self._closed:
            return
        self._open += 1
        if self._pool is None:
            # Loaded with the first job, and so after the first paint.
            from concurrent.futures import ThreadPoolExecutor

            self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="background")
        self._pool.submit(self._job, work, done, failed)

    def beside(self, load: Callable[[], object], over: Callable[[], object] = lambda: None) -> None:
        """Load something beside a job that leaves the interpreter alone, such as deriving a key; then `over`, however
        it went: what is wrong with it is said to whoever asks for what was loaded."""
        if self._closed:
            return
        # Loaded with the first of it, and so after the first paint.
        from threading import Thread

        self._open += 1
        Thread(target=self._job, args=(load, lambda _loaded: over(), lambda _error: over()), name="loading").start()

    def soon(self, then: Callable[[], object], milliseconds: int = QUIET) -> Callable[[], None]:
        """Call `then`, which will ask for work, after a quiet moment in which it may still be given up: by calling what
        this returns. It counts as busy until then."""
        timer = QTimer(self)
        timer.setSingleShot(True)
        self._open += 1

        def end() -> None:
            self._put_off.remove(due)
            timer.stop()
            timer.deleteLater()
            self._open -= 1

        def due() -> None:
            end()
            try:
                then()
            finally:
                self._rest()

        def give_up() -> None:
            if due in self._put_off:
                end()
                self._rest()

        self._put_off.append(due)
        timer.timeout.connect(due)
        timer.start(milliseconds)
        return give_up

    def drain(self, milliseconds: int = 20_000) -> bool:
        """Wait, with the window alive, until everything has landed. Whether it has."""
        for due in tuple(self._put_off):
            due()
        if self._open:
            # Stopped afterwards: left to run out, it would end a later wait.
            longest = QTimer()
            longest.setSingleShot(True)
            longest.timeout.connect(self._idle.quit)
            longest.start(milliseconds)
            self._idle.exec()
            longest.stop()
        return not self._open

    def close(self) -> None:
        """Take no more jobs, let those that run finish, and let their results land."""
        self._closed = True
        self.drain()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def _job(self, work: Callable[[], T], done: Callable[[T], object], failed: Failed | None) -> None:
        # The result is sent from inside the job: a callback of the future may run in the window's thread, out of turn.
        from concurrent.futures import Future

        future: Future[T] = Future()
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error)
        self._bridge.finished.emit((future, done, failed))

    def _land(self, landed: tuple[Future[object], Done, Failed | None]) -> None:
        future, done, failed = landed
        self._open -= 1
        error = future.exception()
        try:
            if error is None:
                done(future.result())
            elif failed is not None:
                failed(error)
            else:
                raise error
        finally:
            self._rest()

    def _rest(self) -> None:
        # What landed may have asked for more: the wait is over only when that has landed too.
        if not self._open:
            self._idle.quit()
