"""Every scenario played from end to end: whether it lands where it says, and whether a course can be run with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from referral_assistant.assessment import assess
from referral_assistant.conversation import current, path
from referral_assistant.model import (
    DOMAINS,
    UNDECIDED,
    Answer,
    Assessment,
    Beat,
    Card,
    Case,
    Expected,
    Manner,
    Pack,
    Persona,
    Scenario,
    SectionKind,
    State,
    Turn,
    Verdict,
)
from referral_assistant.reading import answer_mistake
from referral_assistant.training import seen
from referral_assistant.training.playing import case_of, right_way, throughout

Said = Iterator[tuple[str, str]]
"""Mistakes as pairs: where in the scenario, and a sentence."""

Verdicts = Callable[[Case, Assessment], Mapping[str, Verdict]]
"""What the directory says for a case: by the id of a service."""

FEWEST_BEATS = 6
"""With fewer cards played there is no conversation to look back on."""

# Ranges set aside for drama: nobody answers them.
_DRAMA = re.compile(r"01632960\d{3}|02079460\d{3}|07700900\d{3}|08081570\d{3}|03069990\d{3}")
DRAMA = "01632 960 000 to 960 999, or 07700 900 000 to 900 999"
_NUMBER = re.compile(r"(?<!\d)0\d(?:[ -]?\d){8,9}(?!\d)")
_MAIL = re.compile(r"[^\s@<>(),;]+@[^\s@<>(),;]*[^\s@<>(),;.]")
_NOBODYS = re.compile(r"@(?:[^@]+\.)?example(?:\.org|\.com|\.net)?", re.IGNORECASE)
_ENACTED = re.compile(r"\b(?:act(?:s|ed|ing)? out|re-?enact\w*|pretend to (?:hit|grab|push|hold))\b", re.IGNORECASE)


def lint(pack: Pack, scenario: Scenario, verdicts: Verdicts | None = None) -> tuple[tuple[str, str], ...]:
    """Everything wrong with a scenario that could be read: where, and a sentence that says what to do. What services
    are there for the case is looked at where `verdicts` can say it."""
    return (
        *_told(scenario),
        *_shown(pack, scenario),
        *_persona(scenario),
        *_answers(scenario),
        *_beats(pack, scenario),
        *_lands(pack, scenario, verdicts),
        *_readings(pack, scenario),
    )


# --- what is told ----------------------------------------------------------------------------------------------------


def _told(scenario: Scenario) -> Said:
    for name in ("title", "setting", "role", "trap", "warning", "practitioner", "why"):
        if not getattr(scenario, name).strip():
            yield name, _EMPTY[name]
    if len(scenario.learning) < 3:
        yield "learning", "Give at least three things a learner should take away."
    if not scenario.agencies:
        yield "agencies", "Say what at least one agency holds about the case before anybody speaks."
    if not scenario.hidden:
        yield "hidden", "Give a fact that comes out later, so that the room can see what it changes."
    for number, held in enumerate(scenario.agencies, 1):
        if not (held.agency.strip() and held.holds.strip()):
            yield f"agencies[{number}]", "Say which agency it is, and what it holds."
    for number, release in enumerate(scenario.hidden, 1):
        if not release.fact.strip():
            yield f"hidden[{number}].fact", "Say what comes out, and from whom."
    if not 5 <= scenario.minutes <= 90:
        yield "minutes", "Allow between 5 and 90 minutes."
    for place, text in _texts(scenario):
        if _ENACTED.search(text):
            yield place, "Nobody acts out physical harm (S29). Have it told instead."
        yield from ((place, sentence) for sentence in _reachable(text))


def _reachable(text: str) -> Iterator[str]:
    """S29: nobody real is rung or written to."""
    for number in _NUMBER.findall(text):
        if not _DRAMA.fullmatch(re.sub(r"\D", "", number)):
            yield f"{number} may be somebody's number. Take one from a range set aside for drama, such as {DRAMA}."
    for mail in _MAIL.findall(text):
        if not _NOBODYS.fullmatch(mail[mail.index("@") :]):
            yield f"{mail} may be somebody's address. End it with @example.org, which belongs to nobody."


def _shown(pack: Pack, scenario: Scenario) -> Said:
    if len(scenario.shown_by) > len(scenario.learning):
        yield (
            "shown_by",
            "There are more of these than learning points. Give one for each, or leave it empty.",
        )
    for code in filter(None, scenario.shown_by):
        if mistake := seen.mistake(pack, code):
            yield "shown_by", mistake


_EMPTY = {
    "title": "Give it a title of a few words.",
    "setting": "Say where and how the two people meet.",
    "role": "Say who the practitioner is, such as Housing officer.",
    "trap": "Say what it is easy to get wrong.",
    "warning": "Say what somebody may find hard in it, so that they can choose not to take part (S29).",
    "practitioner": "Say what the practitioner knows and has to do, as their card will have it.",
    "why": "Say why it should land where it does.",
}


def our_words(scenario: Scenario) -> Said:
    """What is ours in a scenario, to which every rule of wording holds: all but what the person says, and the replies
    that are there to be avoided."""
    yield from ((name, getattr(scenario, name)) for name in _EMPTY)
    yield from (("learning", line) for line in scenario.learning)
    yield from ((f"agencies[{n}]", held.holds) for n, held in enumerate(scenario.agencies, 1))
    for number, release in enumerate(scenario.hidden, 1):
        yield f"hidden[{number}]", f"{release.fact} {release.when} {release.why}"
    yield from ((f"readings.{domain}", judged.why) for domain, judged in scenario.readings.items())
    if scenario.persona is not None:
        for name in ("opens", "shuts"):
            yield from ((f"persona.{name}", line) for line in getattr(scenario.persona, name))
    for beat in scenario.beats:
        yield f"beats.{beat.card}", f"{beat.balanced.text} {beat.stop}"
        yield from ((f"beats.{beat.card}.{manner}", beat.turn(manner).because) for manner in Manner)
    yield from ((f"case.{a.card}", a.observed) for a in scenario.case.answers if a.observed)


def _texts(scenario: Scenario) -> Said:
    """Everything that is written in a scenario."""
    yield from our_words(scenario)
    persona = scenario.persona
    if persona is not None:
        yield from (("persona.manner", persona.manner), ("persona.arrives", persona.arrives))
        for name in ("presents", "hides"):
            yield from ((f"persona.{name}", line) for line in getattr(persona, name))
    for beat in scenario.beats:
        turns = [beat.turn(manner) for manner in Manner]
        yield f"beats.{beat.card}", " ".join((beat.says, *(f"{turn.text} {turn.says}" for turn in turns)))
    case = scenario.case
    for answer in case.answers:
        yield f"case.{answer.card}", " ".join((*answer.values, answer.words))
    writer, office = case.practitioner, case.organisation
    yield "case.practitioner", f"{writer.telephone} {writer.email} {writer.best_time}"
    numbers = [f"{contact.telephone}; {contact.out_of_hours}" for contact in office.contacts]
    yield "case.organisation", "; ".join((office.telephone, *numbers))


def _persona(scenario: Scenario) -> Said:
    persona = scenario.persona
    if persona is None:
        yield "persona", "Say who the person is: what they present, what they hide, what opens and what shuts them."
        return
    for name in ("name", "gender", "relationship", "manner"):
        if not getattr(persona, name).strip():
            yield f"persona.{name}", "This is not said."
    for name, fewest in (("presents", 2), ("hides", 1), ("opens", 1), ("shuts", 1)):
        if len(getattr(persona, name)) < fewest:
            yield f"persona.{name}", f"Give at least {'two' if fewest > 1 else 'one'}, each a short sentence."
    if not persona.age:
        yield "persona.age", "Give an age in years."
        return
    if not _playable(scenario) and persona.age >= 18:
        yield "beats", "Nothing is played, though the gate lets the conversation begin."
    if persona.age < 18 and scenario.beats:
        yield "persona.age", "Nobody plays a child (S29). Let it end at the gate, and talk it through."
    yield from _facts(scenario, persona)


def _facts(scenario: Scenario, persona: Persona) -> Said:
    """What the persona is must be what the case says."""
    held = current(scenario.case.answers)
    for name, value in (("age", str(persona.age)), ("gender", persona.gender), ("relationship", persona.relationship)):
        answer = held.get(name)
        if answer is not None and answer.values and value not in answer.values:
            yield f"persona.{name}", f"The case says {', '.join(answer.values)}. Make the two the same."


def _answers(scenario: Scenario) -> Said:
    for card, answer in current(scenario.case.answers).items():
        if answer.state is State.ANSWERED and not answer.values:
            yield f"case.{card}", "Say what was answered: words alone are no answer. Or say that it was not asked."


def _playable(scenario: Scenario) -> bool:
    return bool(scenario.beats) or bool(scenario.expected.stop)


# --- what is played --------------------------------------------------------------------------------------------------


def _beats(pack: Pack, scenario: Scenario) -> Said:
    if scenario.expected.stop:
        if scenario.beats:
            yield "beats", "The gate stops this conversation, so nothing is played. Take the cards out."
        return
    if len(scenario.beats) < FEWEST_BEATS:
        yield "beats", f"Give how the person answers at {FEWEST_BEATS} cards or more."
    order = {card.id: number for number, card in enumerate(pack.cards)}
    known = [beat for beat in scenario.beats if beat.card in order]
    places = [order[beat.card] for beat in known]
    if places != sorted(set(places)):
        yield "beats", "Give each card once, in the order of the conversation."
    if [beat.stop for beat in scenario.beats if beat.stop][1:]:
        yield "beats", "There is one place to ask no further. Take the second away."
    reached = {card.id for card in path(pack, scenario.case.answers)}
    for beat in scenario.beats:
        if beat.card not in order:
            yield f"beats.{beat.card}", "There is no such card."
            continue
        yield from ((f"beats.{beat.card}{where}", why) for where, why in _beat(pack, scenario, beat, reached))


_LEFT_EMPTY = {
    "text": "Give the words of this reply.",
    "says": "Give what the person says to it.",
    "because": "Say what this reply does, for the debrief.",
}


def _beat(pack: Pack, scenario: Scenario, beat: Beat, reached: set[str]) -> Said:
    """What is wrong with one card that is played: where in it, and a sentence."""
    card = pack.card(beat.card)
    if not beat.says.strip():
        yield ".says", "Give what the person says first at this card."
    if pack.section_of(beat.card).kind is not SectionKind.TALK or card.listen_only:
        yield "", "This is not asked in the room, so it is not played (S11)."
    if beat.card not in reached:
        yield "", "The answers of the case never lead to this card."
    held = current(scenario.case.answers).get(beat.card)
    if held is None and not beat.stop:
        yield "", "The case has no answer here. Give the one that a balanced reply leads to."
    for manner in Manner:
        yield from ((f".{manner}{where}", why) for where, why in _turn(card, beat.turn(manner), manner))
    balanced = beat.balanced
    if held is not None and balanced.values and (balanced.values, balanced.state) != (held.values, held.state):
        lands = f"{', '.join(balanced.values)}, and the case holds {', '.join(held.values)}"
        yield ".balanced", f"A balanced reply leads to {lands}."
    shut = beat.shut
    if shut is not None and (mistake := answer_mistake(card, Answer(beat.card, shut.values, shut.state))):
        yield ".shut", mistake


def _turn(card: Card, turn: Turn, manner: Manner) -> Said:
    for name, sentence in _LEFT_EMPTY.items():
        if not getattr(turn, name).strip():
            yield f".{name}", sentence
    if manner is not Manner.BALANCED and turn.state is State.ANSWERED and not turn.values:
        yield "", "Say what there is to record, or that it was declined or could not be asked."
    if mistake := answer_mistake(card, Answer(card.id, turn.values, turn.state)):
        yield "", mistake


# --- where it lands --------------------------------------------------------------------------------------------------


def _lands(pack: Pack, scenario: Scenario, verdicts: Verdicts | None) -> Said:
    for place, case, expected in _cases(pack, scenario):
        found = _landing(pack, case, expected, verdicts)
        yield from ((f"{place}.{name}", sentence) for name, sentence in _differs(found, expected))
        for service, wanted in expected.verdicts.items() if verdicts is not None else ():
            said = found.verdicts.get(service)
            if said is not wanted:
                sentence = f"What the directory says is {said or 'not listed'}, not {wanted}."
                yield f"{place}.verdicts.{service}", sentence
    for name in sorted(scenario.lands.keys() - _OTHERWISE):
        yield f"lands.{name}", "Say where it lands when every reply is collusive, or combative; there is no other."
    if scenario.beats and scenario.lands.keys() != _OTHERWISE:
        yield "lands", "Say where it lands when every reply is collusive, and where when every one is combative."


_OTHERWISE = frozenset({"collusive", "combative"})


def _cases(pack: Pack, scenario: Scenario) -> Iterator[tuple[str, Case, Expected]]:
    """Every case a scenario says something of: as it is told, as it is played, with what comes out, and gone wrong."""
    yield "expected", scenario.case, scenario.expected
    if scenario.beats:
        yield "expected, played", case_of(pack, scenario, right_way(scenario)), scenario.expected
    for number, release in enumerate(scenario.hidden, 1):
        yield f"hidden[{number}]", scenario.after(release), release.expected
    for name in sorted(scenario.lands.keys() & _OTHERWISE):
        case = case_of(pack, scenario, throughout(scenario, Manner(name)))
        yield f"lands.{name}", case, scenario.lands[name]


def landings(pack: Pack, scenario: Scenario, verdicts: Verdicts | None = None) -> dict[str, Expected]:
    """Where a scenario lands now, whatever it says: as it is told, with each hidden fact, and gone wrong in either
    way. Services are said of those it speaks of there."""
    lands = {name: scenario.lands.get(name, UNDECIDED) for name in _OTHERWISE} if scenario.beats else {}
    cases = _cases(pack, replace(scenario, lands=lands))
    return {place: _landing(pack, case, expected, verdicts) for place, case, expected in cases}


def _landing(pack: Pack, case: Case, expected: Expected, verdicts: Verdicts | None) -> Expected:
    """Where a case lands. Services are said of those that are expected to be spoken of."""
    found = assess(pack, case)
    given = verdicts(case, found) if verdicts is not None and expected.verdicts else {}
    known = {service: given[service] for service in expected.verdicts if service in given}
    return Expected(found.concern, found.route, found.who, found.overall, found.stop.id if found.stop else "", known)


def _differs(found: Expected, expected: Expected) -> Said:
    """Every point at which a case lands elsewhere than it says."""
    for name in ("stop", "concern", "route", "who", "overall"):
        lands, wanted = getattr(found, name), getattr(expected, name)
        if wanted is not None and lands != wanted:
            yield name, f"It lands at {lands or 'nothing'}, not at {wanted or 'nothing'}."


def _readings(pack: Pack, scenario: Scenario) -> Said:
    """S15: the expert reading is the one the stated rule gives, domain by domain, and says why."""
    if scenario.expected.stop:
        return
    found = {reading.domain: reading.level for reading in assess(pack, scenario.case).readings}
    for domain in DOMAINS:
        judged = scenario.readings.get(domain)
        if judged is None or not judged.why.strip():
            yield f"readings.{domain}", "Give the expert reading and its reason."
        elif judged.level is not found[domain]:
            yield f"readings.{domain}", f"What was answered reads as {found[domain]}, not {judged.level}."
    for domain in sorted(scenario.readings.keys() - set(DOMAINS)):
        yield f"readings.{domain}", f"There is no such domain. They are {', '.join(DOMAINS)}."
