"""Pages made ahead on the worker, so that a preview is there when it is opened; and what an issued one was made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from referral_assistant.letter import AnyDocument, Printable, Rendered, digest, pdf
from referral_assistant.model import Issued
from referral_assistant.ui.background import Background
from referral_assistant.ui.sweeping import sweep_after_work

Wanted = tuple[Printable, bool]
"""A document, and whether in large print."""


class Renderings(QObject):
    """`want` what may be looked at next; `ready` says that something was made, and `get` gives it. The same record
    gives the same bytes, so a document is made once and kept while it is wanted."""

    ready = Signal()

    def __init__(self, background: Background) -> None:
        # No parent: what is still being made keeps this alive when the page that wanted it is drawn anew.
        super().__init__()
        self._background = background
        self._made: dict[Wanted, Rendered] = {}
        self._failed: dict[Wanted, BaseException] = {}
        self._wanted: frozenset[Wanted] = frozenset()
        self._asked: set[Wanted] = set()
        self._order: list[Wanted] = []
        self._give_up: Callable[[], None] = lambda: None

    def want(self, wanted: Iterable[Wanted], *, soon: bool = False) -> None:
        """Make these, in this order, and forget all others; `soon`: after a quiet moment, for there may be more."""
        order = list(wanted)
        if order == self._order:
            return
        self._order, self._wanted = order, frozenset(order)
        self._made = {key: made for key, made in self._made.items() if key in self._wanted}
        self._failed = {key: error for key, error in self._failed.items() if key in self._wanted}
        self._give_up()
        if soon:
            self._give_up = self._background.soon(self._ask_for_all)
        else:
            self._ask_for_all()

    def rest(self) -> None:
        """Make nothing more for now, and keep what is made."""
        self._give_up()
        self._order = list(self._made)
        self._wanted = frozenset(self._made)

    def get(self, document: Printable, large: bool) -> Rendered | None:
        """The pages of a document, or None while they are being made."""
        return self._made.get((document, large))

    def failed(self, document: Printable, large: bool) -> BaseException | None:
        """Why a document could not be made."""
        return self._failed.get((document, large))

    def same(self, alike: AnyDocument, issued: Issued) -> bool | None:
        """Whether a document under the reference it was issued with is made alike today; None while nobody knows."""
        found = [self.get(alike, large) for large in (False, True)]
        if any(made is not None and digest(made.content) == issued.digest for made in found):
            return True
        return None if None in found else False

    def to_compare(self, alike: AnyDocument, issued: Issued) -> list[Wanted]:
        """What has to be made to tell: usual print first, and large print only where that is not it."""
        usual = self.get(alike, False)
        differs = usual is not None and digest(usual.content) != issued.digest
        return [(alike, False), (alike, True)] if differs else [(alike, False)]

    def _ask_for_all(self) -> None:
        for key in self._order:
            if key not in self._made and key not in self._asked and key not in self._failed:
                self._asked.add(key)
                self._ask(key)

    def _ask(self, key: Wanted) -> None:
        document, large = key
        # A page that nobody waits for any more is not made: typing would fill the queue with them.
        work = lambda: pdf(document, large) if key in self._wanted else None  # noqa: E731
        self._background.run(work, lambda made: self._landed(key, made), lambda error: self._fell(key, error))

    def _landed(self, key: Wanted, made: object) -> None:
        self._asked.discard(key)
        # Laying out leaves two to five megabytes in circles, and five documents follow each other within a second.
        sweep_after_work()
        if isinstance(made, Rendered) and key in self._wanted:
            self._made[key] = made
            self.ready.emit()
        elif key in self._wanted:
            # Passed over while nobody wanted it, and wanted again before that was known here.
            self._ask_for_all()

    def _fell(self, key: Wanted, error: BaseException) -> None:
        self._asked.discard(key)
        if key in self._wanted:
            self._failed[key] = error
            self.ready.emit()


def as_issued(document: AnyDocument, issued: Issued) -> AnyDocument:
    """A document under the reference, version and day it was or will be issued with."""
    head = replace(document.head, reference=issued.reference, version=issued.version, on=issued.at.date())
    return replace(document, head=head)
