"""What is known, what comes next, what a change would put out of the path, and when to stop."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from referral_assistant.model import Answer, CardKind, Override, Route, SectionKind, State, Truth
from referral_assistant.rules import evaluate

if TYPE_CHECKING:
    from referral_assistant.model import Card, Facts, Option, Pack, Section, Stop

GATE_KINDS = frozenset({SectionKind.PRIVACY, SectionKind.GATE})


def current(answers: Iterable[Answer]) -> dict[str, Answer]:
    """The answer that stands for each card. The log is never cut: a retraction uncovers the answer before it."""
    stacks: dict[str, list[Answer]] = {}
    for answer in answers:
        stack = stacks.setdefault(answer.card, [])
        if not answer.retracted:
            stack.append(answer)
        elif stack:
            stack.pop()
    return {card: stack[-1] for card, stack in stacks.items() if stack}


def path(pack: Pack, answers: Iterable[Answer]) -> tuple[Card, ...]:
    """The cards that belong to this conversation as far as it has gone, in file order."""
    return tuple(_walk(pack, current(answers))[0])


def facts(pack: Pack, answers: Iterable[Answer]) -> Facts:
    """What is known from answered cards in the path. Answers that a change put out of the path have no say."""
    return _walk(pack, current(answers))[1]


def in_path_answers(pack: Pack, answers: Iterable[Answer]) -> dict[str, Answer]:
    """The standing answer of every card in the path, whatever its state."""
    standing = current(answers)
    return {card.id: standing[card.id] for card in _walk(pack, standing)[0] if card.id in standing}


def chosen(card: Card, answer: Answer | None) -> tuple[Option, ...]:
    """The options an answer names; none unless the card was answered."""
    if answer is None or answer.state is not State.ANSWERED:
        return ()
    return tuple(option for option in card.options if option.id in answer.values)


def offered(card: Card, known: Facts) -> tuple[Option, ...]:
    """The options that make sense here: one with a condition is offered once the condition holds."""
    return tuple(o for o in card.options if o.when is None or evaluate(o.when, known) is Truth.YES)


def cleared(card: Card, answer: Answer | None) -> bool:
    """Whether a card needs no more. A safety-core card is cleared by an answer alone: declined, could not ask and not
    applicable leave it open (S1). So does anything but an answer at the gate, which the practitioner fills in."""
    if answer is None:
        return False
    return answer.state is State.ANSWERED or not card.safety_core


def next_card(pack: Pack, answers: Iterable[Answer], short: bool = False) -> Card | None:
    """The first card in the path that has no answer yet, or None when the conversation is complete.

    The short form asks the gate and the cards marked short; both forms fill the same record.
    """
    standing = current(answers)
    gate = gate_cards(pack)
    for card in _walk(pack, standing)[0]:
        if card.id not in standing and (not short or card.short or card.id in gate):
            return card
    return None


def put_out(pack: Pack, answers: Iterable[Answer], change: Answer) -> tuple[Card, ...]:
    """The answered cards that a change would put out of the path. They keep their answers, but no longer count."""
    log = tuple(answers)
    after = {card.id for card in path(pack, (*log, change))}
    standing = current(log)
    return tuple(card for card in path(pack, log) if card.id in standing and card.id not in after)


def gate_cards(pack: Pack) -> frozenset[str]:
    """The ids of the privacy check and the gate."""
    return frozenset(c.id for s in pack.sections if s.kind in GATE_KINDS for c in s.cards)


def stops(
    pack: Pack, answers: Iterable[Answer], overrides: Iterable[Override] = (), practitioner: str = ""
) -> tuple[Stop, ...]:
    """Every red answer at the gate, the gravest first: danger before the rest, firm before what may be agreed (S8).

    `practitioner` is the name of whoever holds the conversation: nobody agrees with themselves.
    """
    standing = in_path_answers(pack, answers)
    agreed = tuple(o for o in overrides if o.kind == "gate" and valid_override(o, practitioner))
    found = [
        _stop(pack, card, option, agreed)
        for section in pack.sections
        if section.kind in GATE_KINDS
        for card in section.cards
        for option in chosen(card, standing.get(card.id))
        if option.stop
    ]
    return tuple(sorted(found, key=lambda s: (s.action is not Route.ACT_NOW, not s.firm)))


def gate_stop(
    pack: Pack, answers: Iterable[Answer], overrides: Iterable[Override] = (), practitioner: str = ""
) -> Stop | None:
    """The gravest stop that stands, or None. Talk, services and letters stay closed while it stands (S10)."""
    return next((s for s in stops(pack, answers, overrides, practitioner) if s.stands), None)


def gate_done(
    pack: Pack, answers: Iterable[Answer], overrides: Iterable[Override] = (), practitioner: str = ""
) -> bool:
    """Whether the conversation may open: every item of the gate in the path answered, and nothing stops it."""
    log = tuple(answers)
    return not gate_open_items(pack, log) and gate_stop(pack, log, overrides, practitioner) is None


def gate_open_items(pack: Pack, answers: Iterable[Answer]) -> tuple[Card, ...]:
    """The gate items that still need an answer. The practitioner answers them, so nothing else will do."""
    standing = current(answers)
    gate = gate_cards(pack)
    return tuple(
        card
        for card in _walk(pack, standing)[0]
        if card.id in gate and (card.id not in standing or standing[card.id].state is not State.ANSWERED)
    )


def valid_override(override: Override, practitioner: str) -> bool:
    """Whether someone other than the practitioner agreed, by name, role, time and manner (S8)."""
    named = all(text.strip() for text in (override.by, override.role, override.how, override.because))
    return named and override.at is not None and not same_person(override.by, practitioner)


def same_person(one: str, other: str) -> bool:
    """Whether two names as typed mean the same person, whatever the case and spacing."""
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def section_cards(section: Section, in_path: Iterable[Card]) -> tuple[Card, ...]:
    """The cards of a section that are in the path."""
    ids = {card.id for card in in_path}
    return tuple(card for card in section.cards if card.id in ids)


def _walk(pack: Pack, standing: dict[str, Answer]) -> tuple[list[Card], dict[str, tuple[str, ...]]]:
    """One pass in file order. A card's condition speaks of earlier cards only (the loader sees to it), so each is
    decided by what stands before it and nothing is ever looked at twice."""
    cards: list[Card] = []
    known: dict[str, tuple[str, ...]] = {}
    for card in pack.cards:
        if card.when is not None and evaluate(card.when, known) is not Truth.YES:
            continue
        cards.append(card)
        answer = standing.get(card.id)
        if answer is not None and answer.state is State.ANSWERED and (values := _values(card, answer, known)):
            known[card.fact_id] = values
    return cards, known


def _values(card: Card, answer: Answer, known: Facts) -> tuple[str, ...]:
    """The values that count: of a card with options, those still offered."""
    if card.kind not in (CardKind.ONE, CardKind.MANY):
        return tuple(v for v in answer.values if v.strip())
    ids = {option.id for option in offered(card, known)}
    return tuple(v for v in answer.values if v in ids)


def _stop(pack: Pack, card: Card, option: Option, overrides: tuple[Override, ...]) -> Stop:
    page = pack.stop(option.stop)
    agreed = next((o for o in reversed(overrides) if o.target == page.id), None)
    from referral_assistant.model import Reason, Stop

    because = Reason("gate_answer", card=card.id, values=(option.id,))
    return Stop(page.id, card.id, because, page.action, page.firm, None if page.firm else agreed)
