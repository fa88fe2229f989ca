"""What a room has read, as it is collected in the open training file: read, taken in, put right, cleared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from referral_assistant.i18n import _, how_many
from referral_assistant.training import readings
from referral_assistant.training.collecting import collect, merge
from referral_assistant.training.readings import Found, identity

if TYPE_CHECKING:
    from referral_assistant.model import Sheet
    from referral_assistant.problems import Mistake
    from referral_assistant.ui.session import Session


class Told(NamedTuple):
    """What became of what was brought: in a word, in sentences, and what could not be read."""

    head: str = ""
    said: tuple[str, ...] = ()
    wrong: tuple[Mistake, ...] = ()


class Collection(QObject):
    """One for each session: `collection_of(session)`. Files are read on the worker; `changed` says that what is held,
    or what there is to say of it, is another. `scenario` is the one looked at, `draft` a sheet to be put right."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._held: tuple[Found, ...] = ()
        self.astray: tuple[str, ...] = ()
        self.ready = False
        self.told = Told()
        self.scenario, self.label = "", _("Table 1")
        self.draft: Sheet | None = None

    def open(self) -> None:
        """Read what was kept."""
        folder = self._folder

        def landed(found: tuple[tuple[Found, ...], tuple[str, ...]]) -> None:
            self._held, self.astray = found
            self.ready = True
            self.changed.emit()

        self._session.background.run(lambda: readings.kept(folder), landed)

    def of(self, scenario: str) -> tuple[Sheet, ...]:
        """The sheets of a scenario, each rater once in each round."""
        return tuple(found.sheet for found in self._held if found.sheet.scenario == scenario)

    def take(self, paths: Sequence[Path], scenario: str, titles: Mapping[str, str]) -> None:
        """Read files, folders and tables, and keep what is of this scenario."""
        folder, pack = self._folder, self._session.pack
        before = [found for found in self._held if found.sheet.scenario == scenario]

        def work() -> tuple[tuple[Found, ...], Told]:
            found = collect(paths, pack, scenario, titles)
            merged, repeated = merge([*before, *found.sheets])
            new = [one for one in merged if one.file]
            readings.keep(folder, new)
            said = (*found.said, *(sentence for sentence in repeated if sentence not in found.said))
            return tuple(new), Told(_head(len(new)), said, found.wrong)

        def landed(taken: tuple[tuple[Found, ...], Told]) -> None:
            new, self.told = taken
            self._put(new)

        self._session.background.run(work, landed)

    def put(self, sheet: Sheet, before: Sheet | None = None) -> None:
        """Keep a sheet that was typed in; it takes the place of what the rater gave in that round before, and of the
        one that is put right with it. Raises `Problem`."""
        found = Found(sheet, self._session.now())
        readings.keep(self._folder, [found])
        if before is not None and identity(before) != identity(sheet):
            self.drop([before])
        self.told = Told(_("Kept: {label}, round {number}.").format(label=sheet.by, number=sheet.round))
        self._put([found])

    def drop(self, sheets: Sequence[Sheet]) -> None:
        """Take sheets away."""
        readings.drop(self._folder, sheets)
        gone = {identity(sheet) for sheet in sheets}
        self._held = tuple(found for found in self._held if identity(found.sheet) not in gone)
        self.told = Told(_("Taken away: {count}.").format(count=how_many(len(gone), _("sheet"))))
        self.changed.emit()

    def say(self, text: str) -> None:
        """Something to be said beside what is held."""
        self.told = Told(text)

    def hush(self) -> None:
        """What was said has been read."""
        self.told = Told()

    @property
    def _folder(self) -> Path:
        return self._session.folder(training=True)

    def _put(self, new: Sequence[Found]) -> None:
        held = {identity(found.sheet): found for found in self._held}
        held |= {identity(found.sheet): Found(found.sheet, found.saved) for found in new}
        self._held = tuple(held.values())
        self.changed.emit()


def collection_of(session: Session) -> Collection:
    """The one of a session, made when it is first wanted."""
    found: Collection | None = session.findChild(Collection)
    return found if found is not None else Collection(session)


def _head(count: int) -> str:
    return (
        _("Taken in: {count}.").format(count=how_many(count, _("sheet"))) if count else _("Nothing new was taken in.")
    )
