"""Names hidden in training: what a scenario and its case show in their place, while what is kept has them still."""

from __future__ import annotations

from typing import TYPE_CHECKING

from referral_assistant.model import Answer, Case, Practitioner
from referral_assistant.training.veil import hidden, names_in, names_of
from referral_assistant.ui.exercises import exercises_of

if TYPE_CHECKING:
    from referral_assistant.model import Scenario
    from referral_assistant.ui.session import Session

Record = Case | Answer | Practitioner


def hide_names(session: Session, wanted: bool) -> None:
    """Show initials in place of names from now on, or the names again: in every scenario, and in the open case."""
    if wanted is are_hidden(session):
        return
    veil = _Veil(session)
    session.veil = veil.record if wanted else None
    exercises_of(session).shown = veil.scenario if wanted else (lambda scenario: scenario)
    session.show_anew()


def are_hidden(session: Session) -> bool:
    """Whether initials stand in place of names."""
    return session.veil is not None


class _Veil:
    """Remembers every scenario it has hidden the names of, since they are asked for with every page."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, tuple[Scenario, Scenario]] = {}

    def scenario(self, scenario: Scenario) -> Scenario:
        known = self._known.get(scenario.id)
        if known is None or known[0] is not scenario:
            known = scenario, hidden(scenario, names_of(scenario, self._session.pack))
            self._known[scenario.id] = known
        return known[1]

    def record(self, record: Record) -> Record:
        """With the names of the scenario hidden that is played, and those that a case holds itself."""
        pack = self._session.pack
        scenario = exercises_of(self._session).played
        names = names_of(scenario, pack) if scenario is not None else ()
        if isinstance(record, Practitioner):
            return hidden(record, (*names, record.name))
        return hidden(record, (*names, *names_in(record, pack)) if isinstance(record, Case) else names)
