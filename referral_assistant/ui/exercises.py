"""The exercise that is played in the open training file: begun on a case of its own, gone back in, reset, kept."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject

from referral_assistant.conversation import GATE_KINDS
from referral_assistant.i18n import _
from referral_assistant.model import SectionKind, State
from referral_assistant.problems import Problem
from referral_assistant.training import exercise as moves

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from referral_assistant.model import Answer, Concern, Exercise, Manner, Pack, Route, Scenario
    from referral_assistant.ui.session import Session

OWN = "scenarios"
"""The folder of the training profile that holds scenarios trainers wrote."""


class Landing(NamedTuple):
    """Where the case stands: concern and route."""

    concern: Concern
    route: Route


class Exercises(QObject):
    """One for each session: `exercises_of(session)`. What it does sends the session's `changed`, once.

    The learner plays on the real screens. Answers are theirs to record; what is chosen here is what they said, and
    with it what the person answers. `shown` is how scenarios are given to whoever shows them: with names, or without.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._read: tuple[Path, Exercise | None] | None = None
        self._scenarios: tuple[object, tuple[Scenario, ...], tuple[str, ...]] | None = None
        self._one: Scenario | None = None
        self.shown: Callable[[Scenario], Scenario] = lambda scenario: scenario
        self.from_talk = False
        self._since: datetime | None = None
        self._paused: datetime | None = None
        self._rested = timedelta()
        self.clock_shown = True
        self.half_said: dict[str, str] = {}
        self.read_facts: set[int] = set()
        self.landings: dict[int, tuple[Landing, Landing]] = {}

    # --- what is known -----------------------------------------------------------------------------------------------

    @property
    def exercise(self) -> Exercise | None:
        """What is under way in the training file, read when it is first asked for; None in a live file."""
        if not self._session.training:
            return None
        folder = self._folder
        if self._read is None or self._read[0] != folder:
            self._read = folder, moves.read(folder)
        return self._read[1]

    @property
    def scenario(self) -> Scenario | None:
        """The scenario that is played; None where there is none, or none of that name any more."""
        going = self.exercise
        return self.find(going.scenario) if going is not None else None

    @property
    def here(self) -> bool:
        """Whether the case that is open is the one that is played."""
        going, case = self.exercise, self._session.case
        return going is not None and case is not None and going.case == case.id and self.scenario is not None

    def scenarios(self) -> tuple[Scenario, ...]:
        """Every scenario that can be played: ours, then those of the training folder in which the linter finds no
        mistake. The others are told by `astray`."""
        return tuple(map(self.shown, self._all()[1]))

    def astray(self) -> tuple[str, ...]:
        """Files of the training folder that cannot be played: not read, not finished, or of a name that is taken."""
        return self._all()[2]

    @property
    def listed(self) -> bool:
        """Whether all of them were read already, and none of the folder is another since."""
        return self._scenarios is not None and self._scenarios[0] == self._known()

    def list_ahead(self, done: Callable[[], object]) -> None:
        """Read all of them on the worker, which takes a fifth of a second; then `done`."""
        pack, known = self._session.pack, self._known()

        def keep(found: tuple[tuple[Scenario, ...], tuple[str, ...]]) -> None:
            self._scenarios = known, *found
            done()

        self._session.background.run(lambda: _read_all(pack, known), keep)

    def find(self, scenario_id: str) -> Scenario | None:
        """The scenario of an id, or None. Only its own file is read where that is enough."""
        found = self._named(scenario_id)
        return self.shown(found) if found is not None else None

    @property
    def played(self) -> Scenario | None:
        """The scenario that is played, as it was written: what is kept has the names, whether or not they are shown."""
        return self._named(self.exercise.scenario) if self.exercise is not None else None

    @property
    def stopped(self) -> bool:
        """Whether the learner asked no further."""
        going = self.exercise
        return going is not None and any(choice.manner is None for choice in going.choices)

    @property
    def minutes(self) -> int:
        """Whole minutes played since it was begun or taken up again by the session's clock. A freeze does not count."""
        now = self._session.now()
        self._since = self._since or now
        resting = now - self._paused if self._paused is not None else timedelta()
        return int((now - self._since - self._rested - resting).total_seconds() // 60)

    # --- what is done ------------------------------------------------------------------------------------------------

    def begin(self, scenario_id: str) -> None:
        """Begin a scenario on a new case, opened at its privacy check, with the scenario's practitioner and letterhead.
        What was played before stays in the list of cases. Raises `Problem` outside training."""
        session, scenario = self._session, self._named(scenario_id)
        if not session.training or scenario is None:
            raise Problem(_("This scenario cannot be played here."), _("Open training, and choose one from its list."))
        with self._at_once():
            session.put_practitioner(scenario.case.practitioner)
            session.put_organisation(scenario.case.organisation)
            session.new_case()
            assert session.case is not None
            self._write(moves.begin(scenario, session.case.id, session.now()))
        self.from_talk, self._paused, self._since, self._rested = False, None, session.now(), timedelta()
        self.read_facts, self.landings, self.half_said = set(), {}, {}

    def pass_the_gate(self) -> None:
        """Answer the privacy check and the gate as the scenario has them, for a group that begins with the talk."""
        scenario = self.played
        if scenario is not None and self.here:
            pack = self._session.pack
            self._record([a for a in scenario.case.answers if pack.section_of(a.card).kind in GATE_KINDS])
            self.from_talk = True

    def pause(self) -> None:
        """Stop the clock."""
        self._paused = self._paused or self._session.now()

    def go_on(self) -> None:
        """Let the clock go on."""
        if self._paused is not None:
            self._rested += self._session.now() - self._paused
        self._paused = None

    def choose(self, card: str, manner: Manner | None, typed: str = "") -> None:
        """Say something at a card, or, without a manner, ask no further there."""
        going = self._going()
        self._keep(moves.choose(going, card, manner, typed))

    def back(self, cards: int = 3) -> str:
        """Go back so many cards to take another path: what was said there and recorded since is taken back. The card
        to begin again at; empty where nothing was played."""
        going = self._going()
        after = moves.back(going, cards)
        gone = [choice.card for choice in going.choices[len(after.choices) :]]
        if not gone:
            return ""
        with self._at_once():
            self._clear_from(gone[0])
            self._write(after)
        return gone[0]

    def again(self, card: str) -> None:
        """Go back to a card that was played, to say something else there."""
        cards = [choice.card for choice in self._going().choices]
        if card in cards:
            self.back(len(cards) - cards.index(card))

    def release(self, number: int) -> None:
        """Let a hidden fact out: what it changes is recorded, with where it comes from."""
        scenario, going = self.played, self._going()
        if scenario is None or not 1 <= number <= len(scenario.hidden) or number in going.released:
            return
        with self._at_once():
            before = self._landing()
            self._record(scenario.hidden[number - 1].answers)
            self._write(moves.release(going, number))
            self.landings[number] = before, self._landing()

    def say_confidence(self, before: str | None = None, after: str | None = None) -> None:
        """Keep how confident the learner feels, in their own words, before or after."""
        going = self._going()
        self._keep(moves.with_confidence(going, before, after))

    def fill_in(self, *cards: str) -> None:
        """Record at cards what the scenario holds: where nobody plays, there is nothing to hear."""
        scenario = self.played
        if scenario is not None and self.here:
            self._record([answer for answer in scenario.case.answers if answer.card in cards])

    def reset(self) -> None:
        """Begin again from nothing: every training case and every change of the training directory is gone, and the
        same scenario stands at its start (S29). Scenarios and readings of the folder stay."""
        going = self.exercise
        with self._at_once():
            self._session.clear_training()
            self._read = None
            self._write(None)
            if going is not None and self.find(going.scenario) is not None:
                self.begin(going.scenario)

    def end(self) -> None:
        """Leave the exercise. Its case stays in the list."""
        self._keep(None)

    # --- inside ------------------------------------------------------------------------------------------------------

    @property
    def _folder(self) -> Path:
        return self._session.folder(training=True)

    def _named(self, scenario_id: str) -> Scenario | None:
        if self._one is not None and self._one.id == scenario_id:
            return self._one
        if not self.listed:
            self._one = _read_ours(self._session.pack, scenario_id)
            if self._one is not None:
                return self._one
        return next((scenario for scenario in self._all()[1] if scenario.id == scenario_id), None)

    def _going(self) -> Exercise:
        going = self.exercise
        if going is None:
            raise Problem(_("No scenario is being played."), _("Choose one from the list under Training."))
        return going

    def _keep(self, going: Exercise | None) -> None:
        self._write(going)
        self._session.changed.emit()

    def _write(self, going: Exercise | None) -> None:
        moves.write(self._folder, going)
        self._read = self._folder, going

    @contextmanager
    def _at_once(self) -> Iterator[None]:
        """Several changes, and one signal: the window draws what they lead to, and nothing in between."""
        session = self._session
        before = session.blockSignals(True)
        try:
            yield
        finally:
            session.blockSignals(before)
            if not before:
                session.changed.emit()

    def _record(self, answers: Sequence[Answer]) -> None:
        from referral_assistant.ui.session import Origin

        with self._at_once():
            for answer in answers:
                origin = Origin.of(answer)
                if answer.state is State.ANSWERED:
                    self._session.answer(answer.card, answer.values, answer.words, answer.observed, origin)
                else:
                    self._session.leave(answer.card, answer.state, answer.words, answer.observed)

    def _landing(self) -> Landing:
        assessment = self._session.derived.assessment
        return Landing(assessment.concern, assessment.route)

    def _clear_from(self, card: str) -> None:
        """Take back what was recorded in the talk from a card on."""
        pack = self._session.pack
        order = [c.id for c in pack.cards if pack.section_of(c.id).kind is SectionKind.TALK]
        for later in order[order.index(card) :]:
            self._session.clear(later)

    def _known(self) -> tuple[tuple[Path, int], ...]:
        own = sorted((self._folder / OWN).glob("*.toml"))
        return tuple((path, path.stat().st_mtime_ns) for path in own)

    def _all(self) -> tuple[object, tuple[Scenario, ...], tuple[str, ...]]:
        known = self._known()
        if self._scenarios is None or self._scenarios[0] != known:
            self._scenarios = known, *_read_all(self._session.pack, known)
        return self._scenarios


def exercises_of(session: Session) -> Exercises:
    """The one of a session, made when it is first wanted."""
    found: Exercises | None = session.findChild(Exercises)
    return found if found is not None else Exercises(session)


def _read_all(pack: Pack, known: Sequence[tuple[Path, int]]) -> tuple[tuple[Scenario, ...], tuple[str, ...]]:
    """Every scenario that can be played: ours, and those of the files named that are without a mistake; then the names
    of the other files."""
    from referral_assistant.content import load_scenarios

    found = list(load_scenarios(pack))
    if not known:
        return tuple(found), ()
    from referral_assistant.ui.own_scenarios import own_scenarios

    own = own_scenarios(pack, [path for path, _changed in known], {scenario.id for scenario in found})
    found += [one.scenario for one in own if one.scenario is not None and one.whole]
    return tuple(found), tuple(one.path.name for one in own if not one.whole)


def _read_ours(pack: Pack, scenario_id: str) -> Scenario | None:
    """The scenario of that id that came with the program, or None: its file is named after it."""
    from referral_assistant.content.scenarios import SCENARIOS, read_scenario

    if not scenario_id.isidentifier():
        return None
    found = (read_scenario(path, pack) for path in SCENARIOS.glob(f"*-{scenario_id}.toml"))
    return next((scenario for scenario in found if scenario.id == scenario_id), None)
