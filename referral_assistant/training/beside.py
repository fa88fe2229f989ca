"""The learner's record beside the scenario's: at the gate, card by card, where each lands, and reading by reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from referral_assistant.assessment import assess
from referral_assistant.conversation import current, gate_cards, gate_open_items
from referral_assistant.i18n import _, fill
from referral_assistant.model import (
    DOMAINS,
    Answer,
    Assessment,
    Case,
    Reason,
    Scenario,
    Source,
    State,
)
from referral_assistant.training.playing import way
from referral_assistant.training.seen import Sight
from referral_assistant.wording import level_word, say, value_words


@dataclass(frozen=True, slots=True)
class Beside:
    """One thing as it is in the learner's record and as it is in the scenario's, in words, with the reasons of each."""

    what: str
    yours: str
    should: str
    because: tuple[str, ...] = ()
    should_because: tuple[str, ...] = ()
    same: bool = False


@dataclass(frozen=True, slots=True)
class Gate:
    """What was decided before the conversation, and what should have been. advice: what the stop page says to do."""

    decided: str
    should: str
    same: bool
    advice: tuple[str, ...] = ()
    answers: tuple[Beside, ...] = ()


@dataclass(frozen=True, slots=True)
class Differs:
    """Something said at a card, and what was recorded there instead. recorded is empty where nothing was."""

    card: str
    title: str
    said: str
    heard: str
    recorded: str


@dataclass(frozen=True, slots=True)
class Came:
    """A hidden fact that came out, and what it changed: `changes` has what was before it and what is after it."""

    fact: str
    when: str
    why: str
    changes: tuple[Beside, ...] = ()


# --- at the gate -----------------------------------------------------------------------------------------------------


def gate(sight: Sight) -> Gate | None:
    """What was decided at the gate; None where neither the learner nor the scenario stops there."""
    pack, wanted = sight.pack, sight.scenario.expected.stop
    found = sight.assessment.stop.id if sight.assessment.stop is not None else ""
    if not found and not wanted:
        return None
    advice = pack.stop(wanted or found).advice
    return Gate(
        _decided(sight, sight.case, found),
        _decided(sight, sight.scenario.case, wanted),
        found == wanted,
        tuple(fill(line, sight.pronouns) for line in advice),
        tuple(_gate_answers(sight)),
    )


def _decided(sight: Sight, case: Case, stop: str) -> str:
    if stop:
        page = sight.pack.stop(stop)
        return f"{fill(page.title, sight.pronouns)}. {fill(page.because, sight.pronouns)}"
    if gate_open_items(sight.pack, case.answers):
        return _("Not decided: the questions before the conversation were not all answered.")
    return _("Nothing stopped the conversation.")


def _gate_answers(sight: Sight) -> Iterator[Beside]:
    """The answers at the gate that differ."""
    gate, yours, theirs = gate_cards(sight.pack), current(sight.case.answers), current(sight.scenario.case.answers)
    for card in sight.pack.cards:
        if card.id in gate and card.id in theirs:
            mine = yours.get(card.id)
            if mine is None or _held(mine) != _held(theirs[card.id]):
                said = answer_words(sight, mine) if mine is not None else _("Not answered")
                yield Beside(sight.title(card.id), said, answer_words(sight, theirs[card.id]))


# --- card by card ----------------------------------------------------------------------------------------------------


def recorded_otherwise(sight: Sight) -> tuple[Differs, ...]:
    """Every played card whose answer is not what was said there. What came out from elsewhere later is not what was
    said, and is passed over."""
    return tuple(_differs(sight))


def _differs(sight: Sight) -> Iterator[Differs]:
    standing = current(sight.case.answers)
    for one in way(sight.scenario, sight.choices):
        answer = standing.get(one.beat.card)
        if answer is not None and answer.source is not Source.PERSON:
            continue
        heard = replace(_blank(one.beat.card), values=one.heard.values, state=one.heard.state)
        title, said = sight.title(one.beat.card), one.heard.says
        recorded = answer_words(sight, answer) if answer is not None else ""
        if one.turn is None:
            if answer is not None and answer.state is State.ANSWERED:
                yield Differs(one.beat.card, title, "", _("Nothing was asked here."), recorded)
        elif answer is None or _held(answer) != _held(heard):
            yield Differs(one.beat.card, title, said, answer_words(sight, heard), recorded)


def answer_words(sight: Sight, answer: Answer) -> str:
    """An answer as a person would read it."""
    if answer.state is not State.ANSWERED:
        return sight.word("states", answer.state)
    return "; ".join(value_words(Reason("heard", answer.card, values=answer.values), sight.pack, sight.pronouns))


def _held(answer: Answer) -> tuple[State, frozenset[str]]:
    return answer.state, frozenset(answer.values)


def _blank(card: str) -> Answer:
    return Answer(card)


# --- where it lands --------------------------------------------------------------------------------------------------


def lands(sight: Sight, released: Sequence[int]) -> tuple[Beside, ...]:
    """Where the learner's own record lands, beside where it should: by the same rule, with all that came out. The gate
    has a place of its own where anything stops there, and is not worth a line where nothing does."""
    right = right_case(sight.scenario, released)
    rows = compared(sight, sight.assessment, sight.case, assess(sight.pack, right), right)
    return rows[1:] if rows[0].same or gate(sight) is not None else rows


def right_case(scenario: Scenario, released: Sequence[int]) -> Case:
    """The case of a scenario once these hidden facts are out."""
    return scenario.after(*(scenario.hidden[number - 1] for number in released if 1 <= number <= len(scenario.hidden)))


def compared(sight: Sight, one: Assessment, case: Case, other: Assessment, other_case: Case) -> tuple[Beside, ...]:
    """Two cases point by point: the gate, concern, who is doing what to whom, readiness, and the next safe step."""
    left, right = _landing(sight, one, case), _landing(sight, other, other_case)
    return tuple(
        Beside(what, said, right[what][0], because, right[what][1], same=said == right[what][0])
        for what, (said, because) in left.items()
    )


def _landing(sight: Sight, found: Assessment, case: Case) -> Mapping[str, tuple[str, tuple[str, ...]]]:
    stop = found.stop.id if found.stop is not None else ""
    talked = {
        _("Readiness"): (sight.word("levels", found.overall), reasons(sight, found.overall_because)),
    }
    return {
        _("Before the conversation"): (_decided(sight, case, stop), ()),
        _("Concern"): (sight.word("concern", found.concern), reasons(sight, found.concern_because)),
        _("Who is doing what to whom"): (sight.word("who", found.who), reasons(sight, found.who_because)),
        **({} if sight.scenario.expected.stop else talked),
        _("Next safe step"): (sight.word("routes", found.route), reasons(sight, found.route_because)),
    }


def reasons(sight: Sight, because: Sequence[Reason]) -> tuple[str, ...]:
    """Reasons as sentences that name nobody: who holds the conversation may have entered their own name."""
    open_cards = [sight.title(reason.card) for reason in because if reason.code == "not_asked"]
    others = [_sentence(sight, reason) for reason in because if reason.code != "not_asked"]
    unasked = [_("Not asked or not known: {cards}.").format(cards="; ".join(open_cards))] if open_cards else []
    return (*unasked, *others)


def _sentence(sight: Sight, reason: Reason) -> str:
    told = {
        "reading_changed": _("Read differently, because: {why}"),
        "concern_raised": _("Concern was raised, because: {why}"),
        "concern_lowered": _("Concern was lowered on the word of somebody else: {why}."),
        "safety_concern_closed": _("A safety concern was raised, and what was done is recorded."),
    }
    if reason.code in told:
        return told[reason.code].replace("{why}", reason.criterion)
    return say(reason, sight.pack, sight.pronouns)


# --- reading by reading ----------------------------------------------------------------------------------------------


def readings(sight: Sight) -> tuple[Beside, ...]:
    """The learner's reading of each domain, changed ones included, beside the expert reading."""
    return tuple(_readings(sight))


def _readings(sight: Sight) -> Iterator[Beside]:
    for domain in DOMAINS:
        judged = sight.scenario.readings.get(domain)
        if judged is None:
            continue
        mine = sight.assessment.reading(domain)
        yield Beside(
            sight.word("domains", domain),
            level_word(sight.pack, domain, mine.level),
            level_word(sight.pack, domain, judged.level),
            reasons(sight, mine.because),
            (judged.why,) if judged.why else (),
            same=mine.level is judged.level,
        )


# --- what came out ---------------------------------------------------------------------------------------------------


def came_out(sight: Sight, released: Sequence[int]) -> tuple[Came, ...]:
    """The hidden facts that came out, in that order, and what each changed in where the scenario lands."""
    hidden = sight.scenario.hidden
    out = [number for number in released if 1 <= number <= len(hidden)]
    return tuple(_came(sight, out[:place], out[: place + 1]) for place in range(len(out)))


def _came(sight: Sight, earlier: Sequence[int], now: Sequence[int]) -> Came:
    before, after = right_case(sight.scenario, earlier), right_case(sight.scenario, now)
    release = sight.scenario.hidden[now[-1] - 1]
    rows = compared(sight, assess(sight.pack, before), before, assess(sight.pack, after), after)
    return Came(release.fact, release.when, release.why, tuple(row for row in rows if not row.same))


def kept_back(scenario: Scenario, released: Sequence[int]) -> tuple[str, ...]:
    """The hidden facts that did not come out."""
    return tuple(one.fact for number, one in enumerate(scenario.hidden, 1) if number not in released)
