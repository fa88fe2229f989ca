"""A small conversation with every kind of thing in it, for tests that need to see the whole of their pack."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from referral_assistant.model import (
    DOMAINS,
    About,
    Answer,
    Card,
    CardKind,
    Case,
    Concern,
    Is,
    Level,
    Option,
    Pack,
    Practitioner,
    Route,
    Section,
    SectionKind,
    Source,
    State,
    StopPage,
    Who,
)

NOW = datetime(2026, 11, 21, 14, 32)
TODAY = date(2026, 11, 21)

LEVELS = (
    Option("yes", "Says yes", level=Level.WILLING),
    Option("some", "Some of both", level=Level.MIXED),
    Option("no", "Says no", level=Level.NOT_NOW),
)


def gate_card(card_id: str, stop: str, **extra: object) -> Card:
    options = (Option("clear", "Nothing stops us"), Option("red", "This stops us", stop=stop, **extra))  # type: ignore[arg-type]
    return Card(card_id, card_id.title(), "Which?", CardKind.ONE, options, about=About.PRACTITIONER)


def safety_card(card_id: str) -> Card:
    options = (
        Option("heard", "It came up", concern=Concern.HIGH),
        Option("now", "It is happening now", concern=Concern.IMMEDIATE),
        Option("not_heard", "It did not come up. Not asked or not known", alone=True),
    )
    return Card(card_id, card_id.title(), "Which?", CardKind.MANY, options, safety_core=True, short=True)


DOMAIN_CARDS = tuple(
    Card(f"{d}_{n}", f"{d} {n}".title(), "Heard?", CardKind.ONE, LEVELS, domain=d) for d in DOMAINS for n in (1, 2)
)
SAFETY = ("harm", "threat")

PACK = Pack(
    "core",
    "1",
    "en",
    "Small",
    (
        Section(
            "gate",
            "Before",
            SectionKind.GATE,
            (
                gate_card("danger", "danger", concern=Concern.IMMEDIATE),
                gate_card("earshot", "earshot"),
                gate_card("trained", "trained"),
                Card(
                    "primary",
                    "Who",
                    "Who?",
                    CardKind.ONE,
                    (
                        Option("clear", "Clear", who=Who.CLEAR),
                        Option("disputed", "Disputed", who=Who.DISPUTED),
                        Option("unknown", "Not known", who=Who.NOT_KNOWN),
                    ),
                ),
            ),
        ),
        Section(
            "talk",
            "Talk",
            SectionKind.TALK,
            (
                Card(
                    "kids",
                    "Children",
                    "Which?",
                    CardKind.MANY,
                    (Option("none", "None", alone=True), Option("live_with", "Live with"), Option("visit", "Visit")),
                    fact="children",
                ),
                Card(
                    "kids_more",
                    "More about them",
                    "What?",
                    CardKind.TEXT,
                    when=Is("children", ("live_with", "visit")),
                    about=About.CHILD,
                ),
                Card("age_card", "Age", "Age?", CardKind.NUMBER, fact="age"),
                *DOMAIN_CARDS,
            ),
        ),
        Section("after", "Afterwards", SectionKind.AFTER, tuple(safety_card(card) for card in SAFETY)),
    ),
    (
        StopPage("danger", "Stop", "Danger.", Route.ACT_NOW, True, ("Call 999.",)),
        StopPage("earshot", "Stop", "Someone listens.", Route.HOLD, True, ("Rearrange.",)),
        StopPage("trained", "Stop", "Training.", Route.HOLD, False, ("Ask someone trained.",)),
    ),
)


def answer(card: str, *values: str, state: State = State.ANSWERED, source: Source = Source.PERSON) -> Answer:
    return Answer(card, values, state, source=source, at=NOW)


def settled(
    level: str = "yes", who: str = "clear", harm: str = "not_heard", skip: Iterable[str] = ()
) -> tuple[Answer, ...]:
    """A whole conversation: the gate clear, safety asked, every readiness card at one level."""
    answers = [answer(c, "clear") for c in ("danger", "earshot", "trained")]
    answers += [answer("primary", who), answer("kids", "none"), answer("age_card", "34")]
    answers += [answer(card.id, level) for card in DOMAIN_CARDS]
    answers += [answer("harm", harm), answer("threat", "not_heard")]
    return tuple(a for a in answers if a.card not in set(skip))


def case(answers: Iterable[Answer] = (), **extra: object) -> Case:
    return Case("c1", "R-2614", answers=tuple(answers), practitioner=Practitioner("Pat Fisher"), **extra)  # type: ignore[arg-type]
