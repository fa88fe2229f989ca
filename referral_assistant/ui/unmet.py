"""Goes through the live cases, one in each turn of the window, and keeps of each no more than the cell it counts in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from referral_assistant.model import Kind

if TYPE_CHECKING:
    from referral_assistant.directory.unmet import Missed
    from referral_assistant.model import UnmetCounts
    from referral_assistant.ui.session import Session


def turned_on(session: Session) -> bool:
    """Whether the organisation wants these counts, and live cases are open: those of training are invented."""
    store = session.store
    return store is not None and store.kind is Kind.LIVE and bool(session.policy.value("provision.unmet_counts"))


class Counting(QObject):
    """One count of the open file. `done` gets what may be told; a file that is locked in between is not told of.

    A case is read, weighed against the directory of today and let go before the next one is read: the store belongs to
    the window's thread, and nothing of a case may wait in memory for the worker. Nothing of it is stored or logged.
    """

    def __init__(self, session: Session, done: Callable[[UnmetCounts], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        from referral_assistant.directory.unmet import period

        self._session, self._done, self._store = session, done, session.store
        self._since, self._until = period(session.today)
        # What was last touched before the period was opened before it.
        self._left = [c.id for c in session.summaries() if c.touched.date() >= self._since]
        self._cells: list[Missed] = []
        self._turn = QTimer(self)
        self._turn.timeout.connect(self._next)
        self._turn.start(0)

    def stop(self) -> None:
        """Give it up."""
        self._turn.stop()
        self._cells = []

    def _next(self) -> None:
        from referral_assistant.directory.unmet import counts

        if self._store is None or self._session.store is not self._store:
            self.stop()
        elif self._left:
            self._weigh(self._left.pop())
        else:
            found = counts(self._cells, self._session.areas(), self._session.today)
            self.stop()
            self._done(found)

    def _weigh(self, case_id: str) -> None:
        from referral_assistant.directory.unmet import missed
        from referral_assistant.geography import place_of
        from referral_assistant.matching import match
        from referral_assistant.ui.derived import Derived

        assert self._store is not None
        session, case = self._session, self._store.case(case_id)
        if case.opened is None or not self._since <= case.opened <= self._until:
            return
        derived = Derived(session.pack, case)
        here = place_of(session.areas(), derived.facts, session.today)
        services = session.directory().covering(here)
        matches = match(services, derived.assessment, derived.facts, here, session.today)
        cell = missed(case, derived.assessment, derived.facts, matches)
        if cell is not None:
            self._cells.append(cell)
