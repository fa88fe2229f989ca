"""The directory of the open file: opened when first asked for, changed in one place, read by the worker beside it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from referral_assistant.i18n import _
from referral_assistant.model import Kind
from referral_assistant.paths import DIRECTORY
from referral_assistant.problems import Problem

if TYPE_CHECKING:
    from referral_assistant.model import Service
    from referral_assistant.store.directory import Directory
    from referral_assistant.store.directory.search import Searchable, Words
    from referral_assistant.ui.open_file import World

T = TypeVar("T")


class LocalDirectory:
    """One directory, live or training, and what it is opened with. path: None where it is kept in memory.

    `held` says that a copy with an import waits to take its place: nothing is changed until that is settled, since
    what is changed now would be lost with the file it is changed in.
    """

    def __init__(self, world: World, training: bool) -> None:
        self.path = None if world.directory_in_memory else world.folder(training) / DIRECTORY
        self.kind = Kind.TRAINING if training else Kind.LIVE
        self.now = world.now
        self.held = False
        self._world = world
        self._training = training
        self._open: Directory | None = None
        self._searchable: Searchable | None = None

    def directory(self) -> Directory:
        """The directory, opened when it is first asked for, in the window's thread."""
        if self._open is None:
            self._open = self.opened()
        return self._open

    def opened(self) -> Directory:
        """A connection of its own, for the thread that asks."""
        from referral_assistant.store.directory import Programme, open_directory

        if self.path is not None:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        services, digest = partial(self._world.services, self._training), self._world.shipped(self._training)
        shipped = Programme(digest, services) if digest else services()
        return open_directory(self.path, self.kind, shipped, self.now, self._words)

    def searchable(self) -> Searchable:
        """What gives the words by which a service is found."""
        from referral_assistant.directory.words import searchable

        return searchable(self._world.pack(), self._world.areas(self._training))

    def _words(self, service: Service) -> Words:
        """What a service is found by; how to say it is loaded with the first that is written."""
        if self._searchable is None:
            self._searchable = self.searchable()
        return self._searchable(service)

    def make_ready(self) -> None:
        """Make the file or bring it up to date, on the worker, so that the window need only open it."""
        if self.path is not None and self._open is None:
            self.opened().close()

    def alter(self, work: Callable[[Directory], T]) -> T:
        """Change the directory; what is changed is on disk when this returns."""
        if self.held:
            raise Problem(
                _("Files are being taken in, so the directory cannot be changed now."),
                _("Take them in or leave the directory as it is, then change it."),
            )
        return work(self.directory())

    def read(self, work: Callable[[Directory], T]) -> T:
        """Read on the worker, through a connection of its own. A directory in memory has one connection, and is read
        in the window's thread alone."""
        with closing(self.opened()) as directory:
            return work(directory)

    def discard(self) -> None:
        """Let go of the file and take it away: what ships with the program is made anew by whoever asks next."""
        self.reopen()
        if self.path is not None:
            self.path.unlink(missing_ok=True)

    def reopen(self) -> None:
        """Let go of the file: another was put in its place."""
        if self._open is not None:
            self._open.close()
            self._open = None
