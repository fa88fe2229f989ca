"""What can be said afterwards of one way through a scenario: what went well comes first, and nothing is a mark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from referral_assistant.assessment import assess
from referral_assistant.conversation import current, path, section_cards
from referral_assistant.i18n import _, fill
from referral_assistant.model import Case, Choice, Exercise, Manner, Pack, Scenario, SectionKind, State
from referral_assistant.training.beside import (
    Beside,
    Came,
    Differs,
    Gate,
    came_out,
    gate,
    kept_back,
    lands,
    readings,
    recorded_otherwise,
)
from referral_assistant.training.playing import Played, begins, case_of, is_shut, right_way, throughout, way, ways
from referral_assistant.training.seen import Point, Sight, Well, points, went_well
from referral_assistant.training.terms import known_pronouns


@dataclass(frozen=True, slots=True)
class Moment:
    """One card as it was played. said: the words, `own` where the learner typed them, and then `like` has the reply of
    the scenario they were most like; manner: None where no more was asked. closed: the person was closed already;
    closes: they closed here; heard: they were closed, and are heard again from here. stop: why the right act here is to
    ask no further. balanced: the balanced words, with what they do, and `opens` what would have been heard after them.
    """

    card: str
    title: str
    begins: str
    manner: Manner | None
    said: str
    answered: str
    because: str
    balanced: str
    balanced_because: str
    opens: str
    observed: str = ""
    own: bool = False
    like: str = ""
    closed: bool = False
    closes: bool = False
    heard: bool = False
    stop: str = ""


@dataclass(frozen=True, slots=True)
class Unheard:
    """Something there was to hear that was not heard on this way, and why not."""

    title: str
    says: str
    why: str


@dataclass(frozen=True, slots=True)
class Topics:
    """Topics under one heading, by title."""

    title: str
    cards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked and what was not. left: declined, or could not be asked, which is an answer too; safety: safety
    topics without any; stopped: topics left open because no more was asked."""

    answered: tuple[str, ...]
    left: tuple[str, ...]
    safety: tuple[str, ...]
    others: tuple[Topics, ...]
    stopped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Debrief:
    """Everything there is to look back on. example: the manner throughout, where nobody played it."""

    scenario: str
    title: str
    person: str
    setting: str
    trap: str
    why: str
    well: tuple[Well, ...]
    path: tuple[Moment, ...]
    unheard: tuple[Unheard, ...]
    hides: tuple[str, ...]
    asked: Asked
    differs: tuple[Differs, ...]
    gate: Gate | None
    lands: tuple[Beside, ...]
    readings: tuple[Beside, ...]
    came_out: tuple[Came, ...]
    kept_back: tuple[str, ...]
    points: tuple[Point, ...]
    example: Manner | None = None

    def of(self, manner: Manner) -> tuple[Moment, ...]:
        """The moments at which the reply was of that manner."""
        return tuple(moment for moment in self.path if moment.manner is manner)

    @property
    def asked_on(self) -> tuple[Moment, ...]:
        """The moments at which more was asked although the right act was to stop."""
        return tuple(moment for moment in self.path if moment.manner is not None and moment.stop)


def debrief(pack: Pack, scenario: Scenario, exercise: Exercise, case: Case) -> Debrief:
    """Look back on an exercise and on the case in which the learner recorded it."""
    choices, released = exercise.choices, exercise.released
    sight = Sight(pack, scenario, choices, case, assess(pack, case), known_pronouns(scenario))
    return Debrief(
        scenario=scenario.id,
        title=scenario.title,
        person=scenario.persona.name if scenario.persona is not None else "",
        setting=scenario.setting,
        trap=scenario.trap,
        why=scenario.why,
        well=went_well(sight),
        path=_path(sight),
        unheard=tuple(_unheard(sight)),
        hides=scenario.persona.hides if scenario.persona is not None and scenario.beats else (),
        asked=_asked(sight),
        differs=recorded_otherwise(sight),
        gate=gate(sight),
        lands=lands(sight, released),
        readings=readings(sight),
        came_out=came_out(sight, released),
        kept_back=kept_back(scenario, released),
        points=points(sight),
    )


def example(pack: Pack, scenario: Scenario, manner: Manner) -> Debrief:
    """Look back on a way that nobody played, to teach from: the right one for a balanced manner, or one of agreeing
    along or of arguing from first to last. It is recorded as it was heard, and nobody recorded it."""
    choices = right_way(scenario) if manner is Manner.BALANCED else throughout(scenario, manner)
    made = debrief(pack, scenario, Exercise(scenario.id, choices=choices), case_of(pack, scenario, choices))
    return replace(made, example=manner, differs=())


# --- the way taken ---------------------------------------------------------------------------------------------------


def _path(sight: Sight) -> tuple[Moment, ...]:
    known = [choice for choice in sight.choices if sight.scenario.beat(choice.card) is not None]
    played = way(sight.scenario, known)
    return tuple(_moment(sight, known[:number], one) for number, one in enumerate(played))


def _moment(sight: Sight, before: Sequence[Choice], one: Played) -> Moment:
    beat, scenario, turn = one.beat, sight.scenario, one.turn
    first = begins(scenario, before, beat.card)
    shut = is_shut(scenario, (*before, one.choice))
    own = bool(one.choice.typed) and turn is not None
    balanced = ways(scenario, before, beat.card)[Manner.BALANCED]
    return Moment(
        card=beat.card,
        title=sight.title(beat.card),
        begins=first.says if first is not None else "",
        manner=one.choice.manner,
        said="" if turn is None else one.choice.typed or turn.text,
        answered=one.heard.says,
        because="" if turn is None else turn.because,
        balanced=beat.balanced.text,
        balanced_because=beat.balanced.because,
        opens="" if balanced.heard.says == one.heard.says else balanced.heard.says,
        observed=one.heard.observed,
        own=own,
        like=turn.text if own and turn is not None else "",
        closed=one.shut,
        closes=shut and not one.shut,
        heard=one.shut and not shut,
        stop=beat.stop,
    )


# --- what was not heard ----------------------------------------------------------------------------------------------


def _unheard(sight: Sight) -> Iterator[Unheard]:
    """What the right way would have heard and this one did not, in whatever words it came."""
    played = {one.beat.card: one for one in way(sight.scenario, sight.choices)}
    heard = {one.heard.says for one in played.values()}
    heard |= {moment.begins for moment in _path(sight)}
    for one in way(sight.scenario, right_way(sight.scenario)):
        if one.heard.says and one.heard.says not in heard:
            why = fill(_why_not(played.get(one.beat.card)), sight.pronouns)
            yield Unheard(sight.title(one.beat.card), one.heard.says, why)


def _why_not(one: Played | None) -> str:
    if one is None:
        return _("This topic was not reached.")
    if one.stopped:
        return _("No more was asked here.")
    if one.shut:
        return _("{They} {was|were} closed by then.")
    return _("Another reply led elsewhere.")


# --- what was asked --------------------------------------------------------------------------------------------------


def _asked(sight: Sight) -> Asked:
    pack, standing = sight.pack, current(sight.case.answers)
    # Where the gate stops, nothing beyond it has to be asked (S10), and what is answered at it stands by itself.
    at_the_gate = sight.assessment.stop is not None or bool(sight.scenario.expected.stop)
    cards = [] if at_the_gate else path(pack, sight.case.answers)
    stopped = _after_a_stop(sight)
    talk = [card for card in cards if pack.section_of(card.id).kind is SectionKind.TALK]
    answers = [(card, standing[card.id]) for card in talk if card.id in standing]
    unasked = [card for card in cards if card.id not in standing]
    safety = [card.id for card in unasked if card.safety_core]
    listed = {*safety, *stopped}
    sections = [(s.title, section_cards(s, unasked)) for s in pack.sections]
    others = [(fill(t, sight.pronouns), [sight.title(c.id) for c in f if c.id not in listed]) for t, f in sections]
    return Asked(
        tuple(sight.title(card.id) for card, answer in answers if answer.state is State.ANSWERED),
        tuple(
            f"{sight.title(card.id)}: {sight.word('states', answer.state).rstrip('.')}"
            for card, answer in answers
            if answer.state is not State.ANSWERED
        ),
        tuple(sight.title(card) for card in safety),
        tuple(Topics(title, tuple(found)) for title, found in others if found),
        tuple(sight.title(card.id) for card in unasked if card.id in stopped and card.id not in safety),
    )


def _after_a_stop(sight: Sight) -> frozenset[str]:
    """The topics from the card on at which no more was asked."""
    order = [card.id for card in sight.pack.cards if sight.pack.section_of(card.id).kind is SectionKind.TALK]
    stops = [order.index(choice.card) for choice in sight.choices if choice.manner is None and choice.card in order]
    return frozenset(order[min(stops) :]) if stops else frozenset()
