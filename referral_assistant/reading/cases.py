"""Case files: a whole case as plain data, checked against the pack it was asked with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any as Anything

from referral_assistant.model import (
    Answer,
    Card,
    CardKind,
    Case,
    Decision,
    DutyRecord,
    Edit,
    Kind,
    Organisation,
    Override,
    Pack,
    PackRef,
    Practitioner,
    SafetyConcern,
    State,
)
from referral_assistant.problems import Mistake, Mistakes
from referral_assistant.reading.plain import from_plain, is_day, to_plain

FORMAT = 1


@dataclass(frozen=True, slots=True)
class _CaseFile:
    """A case as it stands in a file. `today` is the day the file is read as of, so that results stay the same."""

    format: int
    answers: tuple[Answer, ...]
    kind: Kind = Kind.TRAINING
    reference: str = ""
    pack: PackRef = PackRef()
    today: date | None = None
    duties: tuple[DutyRecord, ...] = ()
    overrides: tuple[Override, ...] = ()
    safety: tuple[SafetyConcern, ...] = ()
    decision: Decision = Decision()
    practitioner: Practitioner = Practitioner()
    organisation: Organisation = Organisation()
    edits: tuple[Edit, ...] = ()
    review_on: date | None = None


def read_case(data: object, pack: Pack, file: str = "") -> Case:
    """A case from plain data, checked against the pack. Raises `Mistakes`. A live case is never read from a file."""
    found = from_plain(_CaseFile, data, file)
    mistakes = tuple(Mistake(file, place, sentence) for place, sentence in _case_mistakes(found, pack))
    if mistakes:
        raise Mistakes(mistakes)
    return Case(
        id=found.reference or "R-0000",
        reference=found.reference or "R-0000",
        kind=found.kind,
        pack=PackRef(pack.id, found.pack.version or pack.version),
        opened=found.today,
        answers=found.answers,
        overrides=found.overrides,
        safety=found.safety,
        duties=found.duties,
        decision=found.decision,
        practitioner=found.practitioner,
        organisation=found.organisation,
        edits=found.edits,
        review_on=found.review_on,
    )


def write_case(case: Case) -> dict[str, Anything]:
    """A case as plain data that `read_case` reads back."""
    file = _CaseFile(
        FORMAT,
        case.answers,
        case.kind,
        case.reference,
        case.pack,
        case.opened,
        case.duties,
        case.overrides,
        case.safety,
        case.decision,
        case.practitioner,
        case.organisation,
        case.edits,
        case.review_on,
    )
    plain: dict[str, Anything] = to_plain(file)
    return {"format": FORMAT, "kind": case.kind.value, "answers": [], **plain}


def answer_mistake(card: Card, answer: Answer) -> str:
    """Why an answer does not belong to its card, as a sentence; empty when it does."""
    if answer.retracted:
        return ""
    if answer.state is not State.ANSWERED:
        if answer.values:
            return f"A card left as {answer.state} holds no values. Take the values out, or use the state answered."
        if answer.state is State.NOT_APPLICABLE and card.safety_core:
            return "This card asks about safety, so it always applies. Use could_not_ask, or an answer."
        return ""
    if card.kind in (CardKind.ONE, CardKind.MANY):
        return _options_mistake(card, answer.values)
    if card.kind is CardKind.NUMBER and not all(v.isdecimal() and len(v) < 4 for v in answer.values):
        return "This card takes a whole number, such as 34."
    if card.kind is CardKind.DATE and not all(is_day(v) for v in answer.values):
        return "This card takes a date written as YYYY-MM-DD, such as 1990-04-30."
    if card.kind is not CardKind.NAMES and len(answer.values) > 1:
        return "This card takes one value."
    return ""


def _options_mistake(card: Card, values: tuple[str, ...]) -> str:
    ids = [option.id for option in card.options]
    unknown = [v for v in values if v not in ids]
    if unknown:
        return f"{', '.join(map(repr, unknown))} is not an option of this card. Its options are {', '.join(ids)}."
    if card.kind is CardKind.ONE and len(values) > 1:
        return "This card takes one option."
    if len(values) != len(set(values)):
        return "The same option is given twice."
    if len(values) > 1 and any(o.alone and o.id in values for o in card.options):
        return "One of these options cannot stand with others."
    return ""


def _case_mistakes(found: _CaseFile, pack: Pack) -> Iterator[tuple[str, str]]:
    if found.format != FORMAT:
        yield "format", f"The format is {found.format}. This program reads format {FORMAT}."
    if found.kind is Kind.LIVE:
        yield "kind", "Only training and test cases are read from files. A live case stays in its encrypted store."
    if found.pack.id != pack.id:
        yield "pack.id", f"The pack {found.pack.id!r} is not installed. This copy has {pack.id!r}."
    cards = {card.id: card for card in pack.cards}
    for index, answer in enumerate(found.answers):
        place = f"answers[{index}]"
        if answer.card not in cards:
            yield f"{place}.card", f"There is no card {answer.card!r} in the pack."
        elif sentence := answer_mistake(cards[answer.card], answer):
            yield f"{place}.values" if answer.values else place, sentence
    stop_ids = {stop.id for stop in pack.stops}
    for index, override in enumerate(found.overrides):
        yield from _override_mistakes(override, f"overrides[{index}]", stop_ids)
    duty_ids = set(pack.words.get("duties", {}))
    for index, duty in enumerate(found.duties):
        if duty_ids and duty.id not in duty_ids:
            yield f"duties[{index}].id", f"There is no duty {duty.id!r}. The duties are {', '.join(sorted(duty_ids))}."
        if duty.outcome not in ("done", "decided_not"):
            yield f"duties[{index}].outcome", "A duty is done or decided_not."
    yield from _decision_mistakes(found.decision)


def _override_mistakes(override: Override, place: str, stop_ids: set[str]) -> Iterator[tuple[str, str]]:
    allowed = {
        "gate": (tuple(stop_ids), ()),
        "reading": (_READABLE, ("willing", "mixed", "not_now")),
        "concern": (("", "concern"), ("immediate", "high", "present")),
    }
    if override.kind not in allowed:
        yield f"{place}.kind", "An override is of kind gate, reading or concern."
        return
    targets, values = allowed[override.kind]
    if override.target not in targets:
        yield f"{place}.target", f"{override.target!r} cannot be overridden. Use one of {', '.join(sorted(targets))}."
    if values and override.value not in values:
        yield f"{place}.value", f"Use one of {', '.join(values)}."


_READABLE = ("recognition", "ownership", "impact", "motivation", "confidence", "practical", "stability")

_CHOICES = {
    "referral": ("", "agreed", "not_needed", "no"),
    "told": ("", "yes", "not_now"),
    "partner_contact": ("", "agreed", "refused", "withdrawn"),
    "copy": ("", "paper", "safe_address", "nothing"),
}


def _decision_mistakes(decision: Decision) -> Iterator[tuple[str, str]]:
    for name, choices in _CHOICES.items():
        if getattr(decision, name) not in choices:
            yield f"decision.{name}", f"Use one of {', '.join(c for c in choices if c)}, or leave it empty."
