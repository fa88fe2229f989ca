"""What is on its way into the directory: one import at a time, read on the worker into a copy, taken in or left."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from enum import Enum, auto
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from referral_assistant.directory.report import Answers
from referral_assistant.i18n import _
from referral_assistant.problems import Problem
from referral_assistant.store.directory import discard, put_in_place
from referral_assistant.ui.open_file import AFTER_PAINT

if TYPE_CHECKING:
    from referral_assistant.directory.incoming import Incoming
    from referral_assistant.directory.pack import Letterhead
    from referral_assistant.directory.trust import Trusted
    from referral_assistant.ui.local_directory import LocalDirectory
    from referral_assistant.ui.report_lines import Told
    from referral_assistant.ui.session import Session

SLOW = 400
"""Milliseconds after which reading is shown as something that takes its time, and can be cancelled."""
OFTEN = 0.05
"""Seconds between two words on how far reading has come: the window draws no faster."""


class Step(Enum):
    """Where an import stands."""

    NOTHING = auto()
    READING = auto()
    READY = auto()
    TAKING = auto()
    TAKEN = auto()
    FAILED = auto()


class Exchange(QObject):
    """One for each session: `exchange_of(session)`. `changed` says that it stands elsewhere, `moved` how far it is.

    From `start` until `take_in` or `leave` the directory is held: it changes through what is read, or not at all.
    """

    changed = Signal()
    moved = Signal(float, str)
    # Lives as long as the session: a signal object of its own for each import would lose words.
    _heard = Signal(int, float, str)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._local: LocalDirectory | None = None
        self._number = 0
        self._stop = threading.Event()
        self._give_up: Callable[[], None] = lambda: None
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.timeout.connect(self._is_slow)
        self._heard.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        session.changed.connect(self._still_open)
        self.step = Step.NOTHING
        self.slow = False
        self.paths: tuple[Path, ...] = ()
        self.answers = Answers()
        self.whole = False
        self.told: Told | None = None
        self.problem: Problem | None = None

    # --- what is done ------------------------------------------------------------------------------------------------

    def start(self, paths: Sequence[Path], answers: Answers | None = None, *, whole: bool = False) -> None:
        """Read files, or read them again with answers. What was read before and not taken in is left. whole: the files
        are all there is of their source, so that what it no longer lists is withdrawn."""
        self.leave()
        local = self._session.local
        if local.path is None:
            self._fail(_not_kept())
            return
        self.paths, self.answers, self.whole = tuple(paths), answers or Answers(), whole
        self._local, local.held = local, True
        self._number += 1
        self._stop = threading.Event()
        self._begin(Step.READING)
        read = self._reader(local)
        # The page that says so is painted first.
        self._give_up = self._session.background.soon(lambda: self._run(self._number, read), AFTER_PAINT)

    def cancel(self) -> None:
        """Read no further. Nothing is left of it."""
        if self.step is Step.READING:
            self._give_up()
            self._stop.set()
            self._number += 1
            self._go(Step.NOTHING)

    def take_in(self) -> None:
        """Put what was read in the place of the directory, whole."""
        local, staged = self._local, self.incoming.staged if self.incoming is not None else None
        if self.step is not Step.READY or local is None or local.path is None or staged is None:
            return
        path = local.path
        # Some systems do not replace a file that is open.
        local.reopen()
        self._begin(Step.TAKING)
        self._session.background.run(lambda: put_in_place(staged, path), lambda _put: self._took(), self._not_put)

    def leave(self) -> None:
        """Leave the directory as it is: what was read is thrown away."""
        self.cancel()
        if self.step is Step.TAKING:
            return
        staged = self.incoming.staged if self.incoming is not None and self.step is not Step.TAKEN else None
        if staged is not None:
            discard(staged)
        self._go(Step.NOTHING)

    def trust(self, fingerprint: str, name: str) -> None:
        """Take packs of this signer from now on, then look at this one again."""
        paths = self.paths
        self.leave()
        self._session.alter(lambda directory: directory.trust(fingerprint, name))
        self.start(paths)

    # --- what is known -----------------------------------------------------------------------------------------------

    @property
    def incoming(self) -> Incoming | None:
        """What was read, and waits or was taken in."""
        return self.told.incoming if self.told is not None else None

    @property
    def letterhead(self) -> Letterhead | None:
        """The letterhead that a pack brings."""
        offer = self.incoming.offer if self.incoming is not None else None
        return offer.letterhead if offer is not None else None

    @property
    def name(self) -> str:
        """What is read, by the name of its file or folder."""
        if len(self.paths) == 1:
            return self.paths[0].name
        return _("{count} files").format(count=len(self.paths))

    # --- inside ------------------------------------------------------------------------------------------------------

    def _run(self, number: int, read: Callable[[], Told]) -> None:
        """Have it read by the worker, which steps aside for the window while it loads what reads files."""
        from referral_assistant.ui.aside import Aside

        aside = Aside()

        def work() -> Told:
            aside.during(_load)
            return read()

        def landed(told: Told) -> None:
            aside.end()
            self._landed(number, told)

        def fell(error: BaseException) -> None:
            aside.end()
            self._fell(number, error)

        self._session.background.run(work, landed, fell)

    def _reader(self, local: LocalDirectory) -> Callable[[], Told]:
        """What the worker does, with all it needs taken along: nothing of the session is its to look at."""
        path, by, trusted = local.path, self._session.me or _("this computer"), whom_to_trust(self._session)
        files, answers, whole, moved = self.paths, self.answers, self.whole, self._mover()

        def read() -> Told:
            from referral_assistant.directory.incoming import Target, make_ready
            from referral_assistant.ui.report_lines import told

            assert path is not None
            target = Target(path, local.kind, local.now, local.searchable(), by, trusted)
            return told(make_ready(files, target, answers, moved, whole))

        return read

    def _mover(self) -> Callable[[float, str], bool]:
        """Tells the window how far reading has come, no more often than it draws, and the reader whether to go on."""
        number, stop, last = self._number, self._stop, [0.0]

        def moved(fraction: float, text: str) -> bool:
            now = perf_counter()
            if now - last[0] > OFTEN:
                last[0] = now
                self._heard.emit(number, fraction, text)
            return not stop.is_set()

        return moved

    def _landed(self, number: int, told: Told) -> None:
        staged = told.incoming.staged
        if number != self._number:
            if staged is not None:
                discard(staged)
            return
        self.told = told
        if staged is None:
            self._release()
        self._go(Step.READY, keep=True)

    def _fell(self, number: int, error: BaseException) -> None:
        if number != self._number:
            # It was cancelled; nobody waits for why it ended.
            return
        if not isinstance(error, Problem):
            self._go(Step.NOTHING)
            raise error
        self._fail(error)

    def _took(self) -> None:
        self._release()
        self._go(Step.TAKEN, keep=True)
        if self._local is not None:
            self._local.reopen()
        if self._session.is_open:
            # Nothing more changes: what rests on the directory is worked out again.
            self._session.alter(lambda _directory: None)

    def _not_put(self, error: BaseException) -> None:
        staged = self.incoming.staged if self.incoming is not None else None
        if staged is not None:
            discard(staged)
        if not isinstance(error, Problem):
            self._go(Step.NOTHING)
            raise error
        self._fail(error)

    def _fail(self, problem: Problem) -> None:
        self.problem = problem
        self._go(Step.FAILED)

    def _begin(self, step: Step) -> None:
        self.step = step
        self.problem, self.slow = None, False
        self._slow.start(SLOW)
        self.changed.emit()

    def _go(self, step: Step, *, keep: bool = False) -> None:
        before, self.step = (self.step, self.told), step
        self._slow.stop()
        self.slow = False
        if not keep:
            self.told = None
            self._release()
        if step is not Step.FAILED:
            self.problem = None
        if before != (step, self.told):
            self.changed.emit()

    def _release(self) -> None:
        if self._local is not None:
            self._local.held = False

    def _is_slow(self) -> None:
        self.slow = True
        self.changed.emit()

    def _hear(self, number: int, fraction: float, text: str) -> None:
        if number == self._number and self.step is Step.READING:
            self.moved.emit(fraction, text)

    def _still_open(self) -> None:
        """Nothing stays beside a file that was locked, or beside another than it was meant for."""
        here = self._session.is_open and self._local is not None and self._session.local is self._local
        if self.step is not Step.NOTHING and not here and self._local is not None:
            self.leave()


def _load() -> None:
    import referral_assistant.directory.incoming
    import referral_assistant.ui.report_lines

    del referral_assistant


def exchange_of(session: Session) -> Exchange:
    """The one of a session, made when it is first wanted."""
    found: Exchange | None = session.findChild(Exchange)
    return found if found is not None else Exchange(session)


def whom_to_trust(session: Session) -> Trusted:
    """Whose packs are taken: those whom the organisation lists and, unless that is locked, those trusted here."""
    from referral_assistant.directory.trust import trusted

    key = "directory.trusted_signers"
    own = session.directory().trusted()
    return trusted(session.policy.value(key), own, closed=session.policy.locked(key))


def _not_kept() -> Problem:
    return Problem(
        _("The directory was opened from a file that was named at the start, and is not kept."),
        _("Open the program without naming a directory file, then bring this in."),
    )
