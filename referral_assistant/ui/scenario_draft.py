"""One scenario while a trainer writes it: what is saved, what is different, and what the linter says of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from referral_assistant.i18n import _
from referral_assistant.problems import Mistake, Problem
from referral_assistant.training import editing
from referral_assistant.training.scenario_file import write_scenario
from referral_assistant.training.terms import known_pronouns
from referral_assistant.ui import own_scenarios
from referral_assistant.ui.own_scenarios import Looked, look

if TYPE_CHECKING:
    from referral_assistant.model import Answer, Pack, Scenario
    from referral_assistant.ui.session import Session


class Draft:
    """What is typed is in a file of its own before the next is, until it is saved or thrown away.

    `put` changes one place. `look` has the linter look at it on the worker, after a moment of quiet.
    """

    def __init__(self, session: Session, saved: Scenario, path: Path | None, now: Scenario | None = None) -> None:
        self.session = session
        self.path = path
        self.saved = saved
        self.scenario = now or saved
        self.looked = Looked()
        self.is_looked_at = False
        self._give_up: Callable[[], None] = lambda: None

    @property
    def pack(self) -> Pack:
        """The conversation it is written for."""
        return self.session.pack

    @property
    def is_new(self) -> bool:
        """Whether it was never saved."""
        return self.path is None

    @property
    def has_work(self) -> bool:
        """Whether there is anything that is not saved."""
        return self.is_new or self.scenario != self.saved

    @property
    def pronouns(self) -> str:
        """How the questions of the cards speak of the person."""
        return known_pronouns(self.scenario)

    # --- changing it -------------------------------------------------------------------------------------------------

    def value(self, place: str) -> Any:
        """What stands at a place."""
        return editing.value_at(self.scenario, place)

    def put(self, place: str, value: Any) -> None:
        """Something else at a place."""
        self.become(editing.changed(self.scenario, place, value))

    def put_answer(self, place: str, card: str, answer: Answer | None) -> None:
        """Another answer at a card, in the case (`case`) or among those a hidden fact changes (`hidden[1]`)."""
        held = editing.with_answer(self.pack, self.value(f"{place}.answers"), card, answer)
        self.put(f"{place}.answers", held)

    def become(self, scenario: Scenario) -> None:
        """Another scenario than before. It is in the draft's file when this returns."""
        if scenario != self.scenario:
            self.scenario = scenario
            self.is_looked_at = False
            self.keep()

    # --- what the linter says ----------------------------------------------------------------------------------------

    def look(self, done: Callable[[], object], *, at_once: bool = False) -> None:
        """Have it looked at, then call `done`. What was asked before, and has not begun, is not asked any more."""
        self._give_up()
        scenario, pack, background = self.scenario, self.pack, self.session.background

        def landed(found: Looked) -> None:
            if scenario is self.scenario:
                self.looked, self.is_looked_at = found, True
                done()

        def begin() -> None:
            background.run(lambda: look(pack, scenario), landed)

        if at_once:
            begin()
        else:
            self._give_up = background.soon(begin)

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """Everything the linter said when it last looked, and what is wrong with the short name."""
        why = editing.id_mistake(self.scenario.id, self._taken()) if self.scenario.id or not self.is_new else ""
        return (*((Mistake("", "id", why),) if why else ()), *self.looked.mistakes)

    @property
    def playable(self) -> bool:
        """Whether it was looked at as it stands, and nothing is wrong with it."""
        return self.is_looked_at and not self.mistakes

    # --- its files ---------------------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Put what is not saved into the draft's file, or take that away. Raises `Problem`."""
        path = own_scenarios.draft_path(self._folder, self.path.stem if self.path else "")
        if self.has_work:
            write_scenario(path, self.scenario)
        else:
            own_scenarios.delete(path)

    def save(self) -> str:
        """Save it under its short name; gives that. Raises `Problem`, and then nothing was changed."""
        taken = self._taken()
        wanted = self.scenario.id or editing.free_id(self.scenario.title, taken)
        if why := editing.id_mistake(wanted, taken):
            raise Problem(_("The scenario was not saved."), f"{_('Short name')}: {why}")
        scenario, path = replace(self.scenario, id=wanted), own_scenarios.path_of(self._folder, wanted)
        write_scenario(path, scenario)
        draft = own_scenarios.draft_path(self._folder, self.path.stem if self.path else "")
        before = self.path
        self.path, self.saved = path, scenario
        self.scenario = scenario
        if self.is_looked_at:
            own_scenarios.know(path, scenario, self.looked.mistakes)
        own_scenarios.delete(draft, *([before] if before is not None and before != path else []))
        return wanted

    def throw_away(self) -> None:
        """Forget what is not saved."""
        own_scenarios.delete(own_scenarios.draft_path(self._folder, self.path.stem if self.path else ""))
        self.scenario = self.saved

    def delete(self) -> None:
        """Take it away for good, with what is not saved of it."""
        self.throw_away()
        if self.path is not None:
            own_scenarios.delete(self.path)

    @property
    def renamed(self) -> bool:
        """Whether saving would give it another short name than it was saved under."""
        return not self.is_new and self.scenario.id != self.saved.id

    def _taken(self) -> set[str]:
        mine = {self.saved.id, self.path.stem} if self.path is not None else set()
        return {*own_scenarios.our_ids(), *(path.stem for path in own_scenarios.files(self._folder))} - mine

    @property
    def _folder(self) -> Path:
        return self.session.folder(training=True)


def draft_of(session: Session, scenario_id: str) -> Draft | None:
    """The draft of a scenario of the folder, or of the new one: as it was left, else as it is saved. None where there
    is none: nothing was begun, or it cannot be read."""
    folder, pack = session.folder(training=True), session.pack
    if scenario_id == own_scenarios.NEW:
        begun = own_scenarios.read_draft(pack, own_scenarios.draft_path(folder, ""))
        return Draft(session, begun, None) if begun is not None else None
    found = own_scenarios.find(pack, folder, scenario_id)
    if found is None:
        return None
    path, saved = found
    return Draft(session, saved, path, own_scenarios.read_draft(pack, own_scenarios.draft_path(folder, path.stem)))


def begin(session: Session, scenario: Scenario) -> Draft:
    """A new one, begun from another or from nothing, and kept from now on."""
    draft = Draft(session, scenario, None)
    draft.keep()
    return draft
