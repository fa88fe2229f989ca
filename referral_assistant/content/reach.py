"""Whether anyone can ever reach a card or an option: tried with every combination of the few answers that matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, combinations, product

from referral_assistant.conversation import path
from referral_assistant.model import All, Answer, Any, Between, Card, CardKind, Is, Not, Option, Pack, Rule, Truth
from referral_assistant.rules import evaluate, mentions

_LIMIT = 50_000
"""Combinations tried before a rule is taken to be reachable: far above what a pack needs, and it ends."""


def reachable(pack: Pack, card: Card) -> bool:
    """Whether some set of answers puts the card into the path."""
    return any(card in path(pack, answers) for answers in _attempts(pack, card.when))


def reachable_option(pack: Pack, card: Card, option: Option) -> bool:
    """Whether some set of answers puts the card into the path and offers the option."""
    if option.when is None:
        return True
    both: Rule = option.when if card.when is None else All((card.when, option.when))
    for answers in _attempts(pack, both):
        known = {_fact(pack, a.card): a.values for a in answers}
        if card in path(pack, answers) and evaluate(option.when, known) is Truth.YES:
            return True
    return False


def _fact(pack: Pack, card_id: str) -> str:
    return pack.card(card_id).fact_id


def _attempts(pack: Pack, rule: Rule | None) -> Iterator[tuple[Answer, ...]]:
    """Every combination of answers to the cards a rule depends on, directly or through their own conditions."""
    by_fact = {card.fact_id: card for card in pack.cards}
    wanted: dict[str, Card] = {}
    rules = [rule]
    queue = [fact for fact in mentions(rule) if fact in by_fact]
    while queue:
        card = by_fact[queue.pop()]
        if card.id not in wanted:
            wanted[card.id] = card
            rules.append(card.when)
            queue += [fact for fact in mentions(card.when) if fact in by_fact]
    edges = _edges(rules)
    choices = [[(), *_values(card, edges)] for card in wanted.values()]
    for tried, combination in enumerate(product(*choices)):
        if tried > _LIMIT:
            return
        yield tuple(Answer(card, values) for card, values in zip(wanted, combination, strict=True) if values)


def _values(card: Card, edges: Mapping[str, set[int]]) -> Iterator[tuple[str, ...]]:
    """The answers of a card worth trying: each option, small sets of them, and numbers at the edges of its ranges."""
    ids = [option.id for option in card.options]
    if card.kind is CardKind.ONE:
        return ((i,) for i in ids)
    if card.kind is CardKind.MANY:
        return chain.from_iterable(combinations(ids, size) for size in (1, 2))
    if card.kind is CardKind.NUMBER:
        return ((str(n),) for n in sorted(edges.get(card.fact_id, {0})))
    return iter([("something",)])


def _edges(rules: list[Rule | None]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for rule in rules:
        _collect(rule, found)
    return found


def _collect(rule: Rule | None, found: dict[str, set[int]]) -> None:
    match rule:
        case Between(fact, low, high):
            for edge in (low, high):
                if edge is not None:
                    found.setdefault(fact, set()).update(n for n in (edge - 1, edge, edge + 1) if n >= 0)
        case All(rules) | Any(rules):
            for inner in rules:
                _collect(inner, found)
        case Not(inner):
            _collect(inner, found)
        case Is() | None:
            pass
