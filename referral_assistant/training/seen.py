"""What a record shows that somebody did, and no more: nobody's attitude can be read off it, so none is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from referral_assistant.conversation import cleared, current, path
from referral_assistant.i18n import _, fill, joined
from referral_assistant.model import (
    Assessment,
    Case,
    Choice,
    Concern,
    Manner,
    Pack,
    Route,
    Scenario,
    SectionKind,
    State,
)
from referral_assistant.training.playing import Played, way
from referral_assistant.wording import word


@dataclass(frozen=True, slots=True)
class Well:
    """Something that went well: what was done, the words it was done in, and what was heard after them."""

    did: str
    said: str = ""
    answered: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A learning point. shown: what in the record shows that it was done; empty where it is for people to talk about,
    which says nothing about whether it was learned."""

    text: str
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Sight:
    """All there is to look at: what was chosen on the way, what was recorded, and what that means."""

    pack: Pack
    scenario: Scenario
    choices: tuple[Choice, ...]
    case: Case
    assessment: Assessment
    pronouns: str

    def title(self, card: str) -> str:
        """The title of a card as the window has it."""
        return fill(self.pack.card(card).title, self.pronouns)

    def word(self, table: str, code: str) -> str:
        """The pack's wording of a code."""
        return word(self.pack, table, code, self.pronouns)


def went_well(sight: Sight) -> tuple[Well, ...]:
    """What went well, as far as it can be seen: what was said first, then what was recorded."""
    played = way(sight.scenario, sight.choices)
    return (*_stopped(sight, played), *_balanced(sight, played), *_recorded(sight, played))


def points(sight: Sight) -> tuple[Point, ...]:
    """The learning points, each with what shows that it was done, or left for people to talk about."""
    shown_by = (*sight.scenario.shown_by, *([""] * len(sight.scenario.learning)))
    pairs = zip(sight.scenario.learning, shown_by, strict=False)
    return tuple(Point(text, shown(sight, code) if code else "") for text, code in pairs)


def shown(sight: Sight, code: str) -> str:
    """What in the record shows what a code stands for, as a sentence; empty where nothing does."""
    name, _colon, detail = code.partition(":")
    return _CODES[name](sight, detail)


def mistake(pack: Pack, code: str) -> str:
    """What is wrong with a code that a scenario uses; empty when nothing is."""
    name, _colon, detail = code.partition(":")
    if name not in _CODES:
        return f"There is nothing called {code} to see. It is one of {joined(_CODES, 'or')}."
    known = _details(pack).get(name, ("",))
    if detail in known:
        return ""
    return f"After {name} and a colon comes one of {joined(known, 'or')}." if any(known) else f"Write {name} alone."


# --- what was done on the way ----------------------------------------------------------------------------------------


def _stopped(sight: Sight, played: Sequence[Played]) -> Iterator[Well]:
    stop, right = sight.assessment.stop, sight.scenario.expected.stop
    if stop is not None and stop.id == right:
        yield Well(_stopped_at_the_gate(sight, right), because=_("It is a decision, and it is written down as one."))
    for one in played:
        if one.stopped and one.beat.stop:
            yield Well(_asked_no_further(sight, ""), because=one.beat.stop)


def _balanced(sight: Sight, played: Sequence[Played]) -> Iterator[Well]:
    for one in played:
        if one.choice.manner is not Manner.BALANCED or one.turn is None:
            continue
        did = _("A balanced reply at “{card}”.").format(card=sight.title(one.beat.card))
        because = "" if one.choice.typed else one.turn.because
        if one.shut:
            # What the reply would have led to did not come.
            because = fill(_("{They} {was|were} closed, and {is|are} heard again from here on."), sight.pronouns)
        yield Well(did, one.choice.typed or one.turn.text, one.heard.says, because)


# --- what was recorded -----------------------------------------------------------------------------------------------


def _recorded(sight: Sight, played: Sequence[Played]) -> Iterator[Well]:
    if limits_first(sight.pack, sight.case):
        yield Well(_("The limits of confidentiality were said before the first topic."))
    if core := [sight.title(card) for card in _safety_answered(sight)]:
        yield Well(_("Safety topics with an answer: {cards}.").format(cards="; ".join(core)))
    if kept := [sight.title(one.beat.card) for one in played if as_heard(sight.case, one)]:
        yield Well(_("Recorded as it was heard: {cards}.").format(cards="; ".join(kept)))
    if quoted := [sight.title(one.beat.card) for one in played if _in_their_words(sight.case, one)]:
        wrote = fill(_("{Their} words were written down as {they} said them:"), sight.pronouns)
        yield Well(f"{wrote} {'; '.join(quoted)}.")
    yield from (Well(_duty(sight, duty.id)) for duty in sight.assessment.duties if not duty.open)


def limits_first(pack: Pack, case: Case) -> bool:
    """Whether it is recorded that the limits of confidentiality were said and understood, before any topic was."""
    for answer in case.answers:
        if answer.card == LIMITS:
            said = current(case.answers).get(LIMITS)
            return said is not None and said.state is State.ANSWERED and "yes" in said.values
        if pack.section_of(answer.card).kind is SectionKind.TALK:
            return False
    return False


LIMITS = "limits_told"
"""The card at which the limits of confidentiality are said."""


def as_heard(case: Case, played: Played) -> bool:
    """Whether what stands at a played card is what the person said there."""
    answer = current(case.answers).get(played.beat.card)
    if answer is None or played.turn is None:
        return False
    return answer.state is played.heard.state and set(answer.values) == set(played.heard.values)


def _in_their_words(case: Case, played: Played) -> bool:
    answer = current(case.answers).get(played.beat.card)
    words = _plain(answer.words) if answer is not None else ""
    return bool(words) and (words in _plain(played.heard.says) or words == _plain(played.heard.words))


def _plain(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum() or c.isspace()).strip()


def _safety_answered(sight: Sight) -> list[str]:
    standing = current(sight.case.answers)
    cards = path(sight.pack, sight.case.answers)
    return [card.id for card in cards if card.safety_core and cleared(card, standing.get(card.id))]


# --- what shows a learning point -------------------------------------------------------------------------------------


def _asked_no_further(sight: Sight, _detail: str) -> str:
    for one in way(sight.scenario, sight.choices):
        if one.stopped and one.beat.stop:
            return _("No more was asked at “{card}”.").format(card=sight.title(one.beat.card))
    return ""


def _stopped_at_the_gate(sight: Sight, stop: str) -> str:
    found = sight.assessment.stop
    if found is None or found.id != stop:
        return ""
    because = fill(sight.pack.stop(stop).because, sight.pronouns)
    return _("The conversation was stopped before it began. {because}").format(because=because)


def _duty(sight: Sight, name: str) -> str:
    if any(duty.id == name and not duty.open for duty in sight.assessment.duties):
        duty = sight.word("duties", name)
        return _("Done or decided, and recorded: {duty}.").format(duty=duty[:1].lower() + duty[1:])
    return ""


def _every_duty(sight: Sight, _detail: str) -> str:
    still_open = any(duty.open for duty in sight.assessment.duties)
    return "" if still_open else _("Every duty is decided and recorded.")


def _route(sight: Sight, route: str) -> str:
    if sight.assessment.route != route:
        return ""
    return _("What was recorded leads to: {route}.").format(route=sight.word("routes", route))


def _concern(sight: Sight, concern: str) -> str:
    if sight.assessment.concern != concern:
        return ""
    return _("Concern stands at: {concern}.").format(concern=sight.word("concern", concern))


def _outcome(sight: Sight, _detail: str) -> str:
    done = any(concern.closed for concern in sight.case.safety)
    return _("What was done is recorded, with by whom and when.") if done else ""


_CODES: Mapping[str, Callable[[Sight, str], str]] = {
    "stopped": _asked_no_further,
    "gate": _stopped_at_the_gate,
    "duty": _duty,
    "duties": _every_duty,
    "route": _route,
    "concern": _concern,
    "outcome": _outcome,
}
"""What a scenario may name as showing one of its learning points: `stopped`, `gate:STOP`, `duty:DUTY`, `duties`,
`route:ROUTE`, `concern:CONCERN`, `outcome`."""


def _details(pack: Pack) -> Mapping[str, Sequence[str]]:
    """What may follow the colon of a code."""
    return {
        "gate": [stop.id for stop in pack.stops],
        "duty": [*pack.words["duties"]],
        "route": [*Route],
        "concern": [*Concern],
    }
