"""How an invented person answers on one way through a scenario, and the case that way leads to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import permutations

from referral_assistant.conversation import current
from referral_assistant.model import (
    Answer,
    Beat,
    Case,
    Choice,
    Heard,
    Manner,
    Pack,
    Scenario,
    SectionKind,
    State,
    Turn,
)


@dataclass(frozen=True, slots=True)
class Played:
    """One card as it was played. shut: the persona was closed when it began; turn: None where no more was asked."""

    beat: Beat
    choice: Choice
    shut: bool
    turn: Turn | None
    heard: Heard

    @property
    def stopped(self) -> bool:
        """Whether the learner asked no further here."""
        return self.choice.manner is None


def begins(scenario: Scenario, choices: Sequence[Choice], card: str) -> Heard | None:
    """What the persona says when a card is put; None where nothing is written for it."""
    beat = scenario.beat(card)
    if beat is None:
        return None
    if is_shut(scenario, choices) and beat.shut is not None:
        return beat.shut
    return Heard(beat.says)


def is_shut(scenario: Scenario, choices: Sequence[Choice]) -> bool:
    """Whether the persona is closed after these choices. One balanced reply is enough to be heard again at the next
    card, unless that reply itself is one that shuts them."""
    shut = scenario.persona is not None and scenario.persona.shut
    for choice in choices:
        shut = _shut_after(scenario, choice, shut)
    return shut


def way(scenario: Scenario, choices: Sequence[Choice]) -> tuple[Played, ...]:
    """Every card of a way as it was played. Choices of cards the scenario does not play are passed over."""
    return tuple(_way(scenario, choices))


def played(scenario: Scenario, before: Sequence[Choice], choice: Choice) -> Played:
    """One card: what this choice leads to after those before it. Raises `KeyError` for a card that is not played."""
    beat = scenario.beat(choice.card)
    if beat is None:
        raise KeyError(choice.card)
    shut = is_shut(scenario, before)
    if choice.manner is None:
        return Played(beat, choice, shut, None, Heard(""))
    turn = beat.turn(choice.manner)
    if shut and beat.shut is not None:
        return Played(beat, choice, shut, turn, beat.shut)
    return Played(beat, choice, shut, turn, _heard(scenario, turn, choice))


def ways(scenario: Scenario, before: Sequence[Choice], card: str) -> dict[Manner, Played]:
    """What each manner leads to at a card, side by side."""
    return {manner: played(scenario, before, Choice(card, manner)) for manner in Manner}


def replies(scenario: Scenario, card: str) -> tuple[Manner, ...]:
    """The three replies at a card in the order they are shown in: the same each time, another from card to card, and
    nothing to be read from it."""
    order: tuple[Manner, ...] = ()
    for beat in scenario.beats:
        orders = [one for one in permutations(Manner) if one != order]
        order = orders[sha256(f"{scenario.id}:{beat.card}".encode()).digest()[0] % len(orders)]
        if beat.card == card:
            return order
    raise KeyError(card)


def right_way(scenario: Scenario) -> tuple[Choice, ...]:
    """The way on which the scenario lands where it says: balanced throughout, and no further than it should go."""
    return _throughout(scenario, Manner.BALANCED, stops=True)


def throughout(scenario: Scenario, manner: Manner) -> tuple[Choice, ...]:
    """The way of somebody who replies in one manner from first to last."""
    return _throughout(scenario, manner, stops=False)


def case_of(pack: Pack, scenario: Scenario, choices: Sequence[Choice]) -> Case:
    """The case as it stands after these choices, recorded just as it was heard. Cards of the scenario that were not
    reached have no answer; nor has any card of the conversation after one at which no more was asked."""
    told = {one.beat.card: one for one in way(scenario, choices)}
    order = {card.id: number for number, card in enumerate(pack.cards)}
    stopped = min((order[card] for card, one in told.items() if one.stopped and card in order), default=len(order))
    answers = []
    for card, answer in current(scenario.case.answers).items():
        # Whoever stops asking still fills in alone what comes before the talk, and after it.
        if pack.section_of(card).kind is SectionKind.TALK and order[card] >= stopped:
            continue
        if scenario.beat(card) is None:
            answers.append(answer)
        elif card in told:
            answers.append(_recorded(answer, told[card].heard))
    return replace(scenario.case, answers=tuple(answers))


# --- inside ----------------------------------------------------------------------------------------------------------


def _way(scenario: Scenario, choices: Sequence[Choice]) -> Iterator[Played]:
    known = [choice for choice in choices if scenario.beat(choice.card) is not None]
    for number, choice in enumerate(known):
        yield played(scenario, known[:number], choice)


def _throughout(scenario: Scenario, manner: Manner, *, stops: bool) -> tuple[Choice, ...]:
    found: list[Choice] = []
    for beat in scenario.beats:
        if stops and beat.stop:
            return (*found, Choice(beat.card, None))
        found.append(Choice(beat.card, manner))
    return tuple(found)


def _shut_after(scenario: Scenario, choice: Choice, shut: bool) -> bool:
    beat = scenario.beat(choice.card)
    if beat is None or choice.manner is None:
        return shut
    turn = beat.turn(choice.manner)
    if turn.shuts:
        return True
    return shut and choice.manner is not Manner.BALANCED


def _heard(scenario: Scenario, turn: Turn, choice: Choice) -> Heard:
    """What is heard after a turn: its own values, or those of the case where a balanced turn names none."""
    if choice.manner is Manner.BALANCED and turn.state is State.ANSWERED and not turn.values:
        held = current(scenario.case.answers).get(choice.card)
        if held is not None:
            return Heard(turn.says, held.values, held.state, turn.words or held.words, turn.observed or held.observed)
    return Heard(turn.says, turn.values, turn.state, turn.words, turn.observed)


def _recorded(answer: Answer, heard: Heard) -> Answer:
    return replace(answer, values=heard.values, state=heard.state, words=heard.words, observed=heard.observed)
