"""Rules with three answers: yes, no, not known yet. Learning more never changes a settled answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from referral_assistant.model import All, Any, Between, Facts, Is, Not, Rule, Truth


def evaluate(rule: Rule, facts: Facts) -> Truth:
    """What a rule says of what is known. A fact nobody recorded gives not known, never no."""
    match rule:
        case Is(fact, values):
            return _known(facts, fact, lambda found: any(v in values for v in found))
        case Between(fact, low, high):
            return _between(facts.get(fact, ()), low, high)
        case All(rules):
            return _all(evaluate(r, facts) for r in rules)
        case Any(rules):
            return negate(_all(negate(evaluate(r, facts)) for r in rules))
        case Not(inner):
            return negate(evaluate(inner, facts))


def negate(truth: Truth) -> Truth:
    """Yes and no swapped; not known stays not known."""
    return {Truth.YES: Truth.NO, Truth.NO: Truth.YES}.get(truth, Truth.UNKNOWN)


def mentions(rule: Rule | None) -> frozenset[str]:
    """Every fact a rule speaks of."""
    match rule:
        case None:
            return frozenset()
        case Is(fact, _) | Between(fact, _, _):
            return frozenset({fact})
        case All(rules) | Any(rules):
            return frozenset().union(*(mentions(r) for r in rules))
        case Not(inner):
            return mentions(inner)


def needs(rule: Rule | None, facts: Facts) -> frozenset[str]:
    """The facts that are not known and could still settle a rule; empty once it is settled."""
    if rule is None or evaluate(rule, facts) is not Truth.UNKNOWN:
        return frozenset()
    match rule:
        case Is(fact, _) | Between(fact, _, _):
            return frozenset({fact})
        case All(rules) | Any(rules):
            return frozenset().union(*(needs(r, facts) for r in rules))
        case Not(inner):
            return needs(inner, facts)


def _known(facts: Facts, fact: str, test: Callable[[tuple[str, ...]], bool]) -> Truth:
    found = facts.get(fact, ())
    if not found:
        return Truth.UNKNOWN
    return Truth.YES if test(found) else Truth.NO


def _between(found: tuple[str, ...], low: int | None, high: int | None) -> Truth:
    numbers = [int(v) for v in found if v.strip().isdecimal()]
    if not numbers:
        return Truth.UNKNOWN
    return Truth.YES if any((low is None or n >= low) and (high is None or n <= high) for n in numbers) else Truth.NO


def _all(truths: Iterable[Truth]) -> Truth:
    found = list(truths)
    if Truth.NO in found:
        return Truth.NO
    return Truth.UNKNOWN if Truth.UNKNOWN in found else Truth.YES
