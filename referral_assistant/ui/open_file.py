"""The file that is open, live or training: unlocking, locking, its settings, and what the program brings along."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from referral_assistant.i18n import _
from referral_assistant.model import Kind, Organisation, Practitioner
from referral_assistant.paths import DIRECTORY
from referral_assistant.policy import Policy
from referral_assistant.problems import Problem
from referral_assistant.ui.unlock_form import no_training

if TYPE_CHECKING:
    # The store and the vault are loaded when a file is opened, not before the first paint.
    from referral_assistant.geography import Area
    from referral_assistant.model import Pack, Service
    from referral_assistant.store.cases import CaseStore, CaseSummary
    from referral_assistant.store.directory import Directory
    from referral_assistant.ui.background import Background
    from referral_assistant.ui.local_directory import LocalDirectory
    from referral_assistant.vault import Key

T = TypeVar("T")

AFTER_LOOKING = 1500
"""Milliseconds until what nobody waits for is made."""

AFTER_PAINT = 50
"""Milliseconds until what is up has been painted; the worker would take half of the time from it."""


@dataclass(frozen=True, slots=True)
class World:
    """What the session is given from outside: the clock, where files lie, what the program ships with, and what the
    organisation has set. `warm` loads, on the worker, what letters will need. The directory lies in the folder as a
    file, unless its services were named from outside: then it is in memory, and nothing of it is kept. `shipped` gives
    a digest of the services, empty where only reading them tells whether they are others."""

    now: Callable[[], datetime]
    folder: Callable[[bool], Path]
    pack: Callable[[], Pack]
    services: Callable[[bool], Sequence[Service]] = lambda _training: ()
    areas: Callable[[bool], Sequence[Area]] = lambda _training: ()
    warm: Callable[[], object] = lambda: None
    policy: Policy = Policy()
    directory_in_memory: bool = False
    shipped: Callable[[bool], str] = lambda _training: ""


class OpenFile(QObject):
    """The open file. `changed` says that something is different, and carries nothing: listeners pull what they need."""

    changed = Signal()

    def __init__(self, world: World, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self.background = background
        self.store: CaseStore | None = None
        self.saved_at: datetime | None = None
        self._packs: dict[bool, Pack] = {}
        self._locals: dict[bool, LocalDirectory] = {}
        self._warmed: set[bool] = set()
        self._made: set[bool] = set()

    def now(self) -> datetime:
        """The time by the clock it was given, always with its zone."""
        return self._world.now()

    @property
    def today(self) -> date:
        """The day by that clock."""
        return self.now().date()

    @property
    def training(self) -> bool:
        """Whether the open file is the training one."""
        return self.store is not None and self.store.kind is Kind.TRAINING

    @property
    def is_open(self) -> bool:
        """Whether a file is open."""
        return self.store is not None

    @property
    def policy(self) -> Policy:
        """What the organisation has set for this computer."""
        return self._world.policy

    # --- what the program brings along -------------------------------------------------------------------------------

    @property
    def pack(self) -> Pack:
        """The conversation, read when first asked for. Its words name the areas as people do."""
        if self.training not in self._packs:
            from referral_assistant.geography import named

            self._packs[self.training] = named(self._world.pack(), self.areas())
        return self._packs[self.training]

    def areas(self) -> Sequence[Area]:
        """Every area one may live in."""
        return self._world.areas(self.training)

    def directory(self) -> Directory:
        """The local directory: SQL narrows by area only, and rules decide. Change it through `alter`."""
        return self.local.directory()

    @property
    def local(self) -> LocalDirectory:
        """Where the local directory lies, and what it is opened with."""
        training = self.training
        if training not in self._locals:
            self._locals[training] = self._local(training)
        return self._locals[training]

    def alter(self, work: Callable[[Directory], T]) -> T:
        """Change the directory, then say that something is different."""
        found = self.local.alter(work)
        self._directory_changed()
        return found

    def read_directory(
        self, work: Callable[[Directory], T], done: Callable[[T], object], failed: Callable[[BaseException], object]
    ) -> None:
        """Read the directory on the worker: `work` gets a connection of its own and returns records."""
        local = self.local
        if local.path is None:
            done(work(local.directory()))
            return
        self.background.run(lambda: local.read(work), done, failed)

    def make_directory(self) -> None:
        """Make the directory file of a new profile on the worker, while the first page is looked at: later it would
        keep whoever wants it waiting for most of a second."""
        if not self.is_open or self.training in self._made:
            return
        self._made.add(self.training)
        path, local = self._world.folder(self.training) / DIRECTORY, self._local
        if not path.exists() and not self._world.directory_in_memory:
            training = self.training
            self.background.soon(lambda: self._ahead(lambda: local(training).make_ready()), AFTER_LOOKING)

    @property
    def me(self) -> str:
        """The name to put beside a change of the directory; empty where nobody has said who they are."""
        return self.practitioner.name.strip()

    def _local(self, training: bool) -> LocalDirectory:
        from referral_assistant.ui.local_directory import LocalDirectory

        return LocalDirectory(self._world, training)

    def _directory_changed(self) -> None:
        """What rests on the directory is worked out again; what that is, the session knows."""
        self.changed.emit()

    def warm(self) -> None:
        """Load what services and letters need, on the worker, while nobody waits for it; once for each kind of file."""
        training, first = self.training, not self._warmed
        if training in self._warmed:
            return
        self._warmed.add(training)

        def landed(_read: None) -> None:
            if self.is_open and self.training is training:
                # What is wrong with it is said to whoever asks for it.
                with suppress(Problem):
                    self.directory()

        def load() -> None:
            self.background.run(lambda: self._read_services(training), landed, lambda _error: None)
            if first:
                warm, over = self._stepping_aside()

                def fell(error: BaseException) -> None:
                    over()
                    raise error

                self.background.run(warm, lambda _nothing: over(), fell)

        self.background.soon(load, AFTER_PAINT)

    def load_ahead(self) -> None:
        """Load what a live file needs while its passphrase is typed and its key derived, which leaves the interpreter
        alone. Later the first case would have to share that with the worker."""
        if False in self._warmed:
            return
        self._warmed.add(False)
        warm, over = self._stepping_aside()

        def load() -> None:
            _load_store()
            self._read_ahead(False)
            warm()
            self._read_services(False)

        self.background.beside(load, over)

    def _stepping_aside(self) -> tuple[Callable[[], object], Callable[[], None]]:
        """How to load what letters need without standing in the way of the window, and what to do when it is over."""
        from referral_assistant.ui.aside import Aside

        aside = Aside()
        return lambda: aside.during(self._world.warm), aside.end

    def _read_ahead(self, training: bool) -> None:
        _load_library()
        self._world.pack()
        self._world.areas(training)

    def _read_services(self, training: bool) -> None:
        from referral_assistant.model import Service
        from referral_assistant.reading.plain import from_plain, to_plain

        # How one is written and read is worked out with the first, and takes longer than all the others.
        from_plain(Service, to_plain(Service("any", "Any", "helpline")))
        if training not in self._locals:
            self._local(training).make_ready()

    # --- files -------------------------------------------------------------------------------------------------------

    def folder(self, training: bool = False) -> Path:
        """Where the files lie."""
        return self._world.folder(training)

    def create(self, passphrase: str, done: Callable[[], object], failed: Callable[[BaseException], object]) -> None:
        """Choose the passphrase, once; then the live file is open. Deriving the key is slow, so it is the worker's."""
        from referral_assistant import vault
        from referral_assistant.store.place import prepare

        folder = self._world.folder(False)
        vault.check_passphrase(passphrase)
        try:
            # Before a key is made: a passphrase chosen for a folder that will not do would be asked for ever after.
            prepare(folder)
        except Problem as problem:
            failed(problem)
            return

        def work() -> Key:
            _load_store()
            return vault.create(folder, passphrase)

        self.load_ahead()
        self.background.run(work, lambda key: self._open_live(key, done, failed), failed)

    def unlock(self, passphrase: str, done: Callable[[], object], failed: Callable[[BaseException], object]) -> None:
        """Open the live file with its passphrase; `failed` gets a `Problem` when it is not the right one."""
        folder = self._world.folder(False)

        def work() -> Key:
            from referral_assistant import vault

            _load_store()
            return vault.unlock(vault.read(folder), passphrase)

        self.load_ahead()
        self.background.run(work, lambda key: self._open_live(key, done, failed), failed)

    def open_training(self) -> None:
        """Open the training file, which needs no passphrase."""
        if not self.policy.value("training_allowed"):
            raise no_training()
        from referral_assistant.store.cases import CaseStore
        from referral_assistant.store.connection import open_training

        self._opened(CaseStore(open_training(self._world.folder(True)), self.now))

    def clear_training(self) -> None:
        """Begin the training file anew: every case in it and every change of its directory is gone, and nothing of a
        live file is touched (S29). Raises `Problem` in a live file."""
        if not self.training:
            raise Problem(_("Only training can be cleared."), _("Open training first."))
        from referral_assistant.store.connection import clear_training

        folder, local = self._world.folder(True), self._locals.pop(True, None)
        self._store.close()
        self.store = None
        self._drop_case()
        if local is not None:
            local.discard()
        clear_training(folder)
        self._made.discard(True)
        self.open_training()

    def lock(self) -> None:
        """Close the file and wipe its key. Nothing of a case stays in memory that we can let go of."""
        store, self.store = self.store, None
        self._drop_case()
        if store is not None:
            store.close()
        self.changed.emit()

    # --- settings ----------------------------------------------------------------------------------------------------

    @property
    def organisation(self) -> Organisation:
        """The letterhead and local contacts of the open file, with what the organisation has set."""
        settings = self._store.settings
        if not self.policy.settings:
            return settings.organisation
        from referral_assistant.policy import letterhead

        return letterhead.in_force(self.policy, settings.organisation, settings.own_keys)

    @property
    def practitioner(self) -> Practitioner:
        """Who writes."""
        return self._store.settings.practitioner

    def put_organisation(self, organisation: Organisation) -> None:
        """Keep the letterhead and contacts, which new cases start with. What is locked stays as it is."""
        self._keep_organisation(organisation)
        self._saved()

    def put_practitioner(self, practitioner: Practitioner) -> None:
        """Keep who writes, which new cases start with."""
        self._store.settings.put_practitioner(practitioner)
        self._saved()

    @property
    def missing_contacts(self) -> tuple[str, ...]:
        """Local contacts a live file still needs before its first case (S20); a training file needs none."""
        from referral_assistant.store.cases import missing_contacts

        return () if self.training or self.store is None else missing_contacts(self.organisation)

    def summaries(self) -> tuple[CaseSummary, ...]:
        """The list of cases: references, steps and dates, nothing about anybody."""
        return self._store.cases()

    # --- inside ------------------------------------------------------------------------------------------------------

    @property
    def _store(self) -> CaseStore:
        if self.store is None:
            raise Problem(_("Nothing is open."), _("Unlock the program first."))
        return self.store

    def _keep_organisation(self, organisation: Organisation) -> None:
        settings = self._store.settings
        if not self.policy.settings:
            settings.put_organisation(organisation)
            return
        from referral_assistant.policy import letterhead

        before, own = settings.organisation, settings.own_keys
        settings.put_organisation(*letterhead.kept(self.policy, before, own, organisation))

    def _drop_case(self) -> None:
        """Let go of the open case; what it is, the session knows."""

    def _saved(self) -> None:
        self.saved_at = self.now()
        self.changed.emit()

    def _open_live(self, key: Key, done: Callable[[], object], failed: Callable[[BaseException], object]) -> None:
        from referral_assistant.store.cases import CaseStore
        from referral_assistant.store.connection import open_live

        try:
            connection = open_live(self._world.folder(False), key)
        except Problem as problem:
            key.wipe()
            failed(problem)
            return
        self._opened(CaseStore(connection, self.now))
        done()

    def _opened(self, store: CaseStore) -> None:
        if self.store is not None:
            self.store.close()
        self._drop_case()
        self.store = store
        self.saved_at = None
        self.changed.emit()
        training = self.training
        read = partial(self._read_ahead, training)
        # The time begins when the window runs: at the very start it is still being built.
        QTimer.singleShot(0, self, lambda: self.background.soon(lambda: self._ahead(read), AFTER_PAINT))

    def _ahead(self, read: Callable[[], object]) -> None:
        """Read on the worker what will be wanted soon. What is wrong with it is said to whoever asks for it."""
        self.background.run(read, lambda _read: None, lambda _error: None)


def _load_store() -> None:
    """Load what opens a file, on the worker, and the window stays alive."""
    import referral_assistant.store.cases

    del referral_assistant


def _load_library() -> None:
    """Load what changes a file."""
    import referral_assistant.store.library

    del referral_assistant
