"""What a provider's own criterion must hold to: a whole sentence, and a rule over listed facts that no field says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from referral_assistant.content import Vocabulary
from referral_assistant.model import Between, Criterion, Is, Not, Rule, Service
from referral_assistant.rules import mentions

_ID = re.compile(r"[a-z][a-z0-9_]*\Z")

_FIELDS = {
    "age": "minimum_age and maximum_age",
    "gender": "genders",
    "area": "service_areas",
    "partner_area": "service_areas and residence",
    "relationship": "relationships",
    "referral_route": "routes",
    "language": "languages",
    "interpreter": "interpreter",
    "format": "formats",
    "schedule": "schedules",
}
"""Facts that have a field of their own, which decides: said twice, the two would one day differ."""


def criterion_mistakes(service: Service, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """Everything wrong with the criteria of one service: where, and a sentence."""
    for criterion_id, count in Counter(c.id for c in service.criteria).items():
        if count > 1:
            yield f"criteria.{criterion_id}", f"{count} criteria have this id. Give each its own."
    for criterion in service.criteria:
        for sentence in (*_shape(criterion), *_rule(criterion.rule, vocabulary)):
            yield f"criteria.{criterion.id}", sentence


def own_field(rule: Rule) -> str:
    """The fact of a rule that is about one fact and nothing else, however it is wrapped, where an entry has a field for
    just that; else empty."""
    facts = mentions(rule)
    fact = next(iter(facts)) if len(facts) == 1 else ""
    return fact if fact in _FIELDS else ""


def _shape(criterion: Criterion) -> Iterator[str]:
    if not _ID.match(criterion.id):
        yield "An id is small letters, digits and underscores, and begins with a letter."
    if criterion.polarity not in ("must", "must_not"):
        yield f"{criterion.polarity!r} is not known here. Use must or must_not."
    wording = criterion.wording.strip()
    if not wording.endswith((".", "?", "!")):
        yield "Give the provider's own sentence, whole, with its full stop: it is shown as it stands."
    if "{" in wording or "}" in wording:
        yield "The provider's own sentence has no slots. Take the curly brackets out."


def _rule(rule: Rule, vocabulary: Vocabulary) -> Iterator[str]:
    own = own_field(rule)
    if own:
        yield f"Say this in {_FIELDS[own]}: a criterion must not repeat a field."
    for fact_id in sorted(mentions(rule)):
        fact = vocabulary.facts.get(fact_id)
        if fact is None:
            yield f"{fact_id!r} is not a listed fact. The facts are in vocabulary.toml."
        elif fact.kind in ("text", "date"):
            yield f"{fact_id!r} holds text, which no rule may read."
    for atom in _atoms(rule):
        yield from _values(atom, vocabulary)


def _values(atom: Is | Between, vocabulary: Vocabulary) -> Iterator[str]:
    fact = vocabulary.facts.get(atom.fact)
    if fact is None or fact.kind in ("text", "date"):
        return
    match atom:
        case Between() if fact.kind != "number":
            yield f"{atom.fact!r} is not a number. Use is."
        case Is() if fact.kind == "number":
            yield f"{atom.fact!r} is a number. Use between, min or max."
        case Is(_, values) if fact.values:
            for value in values:
                if value not in fact.values:
                    yield f"{value!r} is not a value of {atom.fact!r}. Use one of {', '.join(fact.values)}."


def _atoms(rule: Rule) -> Iterator[Is | Between]:
    match rule:
        case Is() | Between():
            yield rule
        case Not(inner):
            yield from _atoms(inner)
        case _:
            for inner in rule.rules:
                yield from _atoms(inner)
