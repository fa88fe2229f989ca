"""Plain data to records and back, strictly: every mistake at once, each with its place and a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any as Anything
from typing import TypeVar, get_args, get_origin

from cattrs import Converter
from cattrs.errors import (
    ClassValidationError,
    ForbiddenExtraKeysError,
    IterableValidationError,
    StructureHandlerNotFoundError,
)
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn

from referral_assistant import model
from referral_assistant.model import (
    All,
    Answer,
    Any,
    Between,
    Card,
    CardKind,
    Case,
    Decision,
    DutyRecord,
    Edit,
    Is,
    Kind,
    Not,
    Organisation,
    Override,
    Pack,
    PackRef,
    Practitioner,
    Rule,
    SafetyConcern,
    State,
)
from referral_assistant.problems import Mistake, Mistakes

T = TypeVar("T")

FORMAT = 1


class _Wrong(ValueError):
    """One value that cannot be read; the text is the sentence shown."""


def from_plain(cls: type[T], data: object, file: str = "", place: str = "") -> T:
    """A record from plain data (what JSON and TOML hold). Raises `Mistakes` with every mistake and its place."""
    try:
        return _converter.structure(data, cls)
    except Exception as error:
        found = tuple(Mistake(file, where or place, sentence) for where, sentence in _explained(error, place))
        if not found:
            raise
        raise Mistakes(found) from None


def to_plain(record: object) -> Anything:
    """The plain data of a record; what has its default value is left out."""
    return _converter.unstructure(record)


# --- cases -----------------------------------------------------------------------------------------------------------


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
    if card.kind is CardKind.DATE and not all(_is_date(v) for v in answer.values):
        return "This card takes a date written as YYYY-MM-DD, such as 1990-04-30."
    if card.kind is not CardKind.NAMES and len(answer.values) > 1:
        return "This card takes one value."
    return ""


def _options_mistake(card: Card, values: tuple[str, ...]) -> str:
    ids = [option.id for option in card.options]
    unknown = [v for v in values if v not in ids]
    if unknown:
        return f"{_quoted(unknown)} is not an option of this card. Its options are {', '.join(ids)}."
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


# --- one converter ---------------------------------------------------------------------------------------------------


def _exact(kind: type[T], name: str) -> Callable[[object, object], T]:
    """Take a value only if it already is of its type: `"no"` must not become true, nor 5 become text."""

    def take(value: object, _target: object) -> T:
        if type(value) is not kind:
            raise _Wrong(f"This should be {name}, and is {_shown(value)}.")
        return value

    return take


def _enum(value: object, target: type[StrEnum]) -> StrEnum:
    try:
        return target(str(value))
    except ValueError:
        found = repr(value) if isinstance(value, str) and value.isidentifier() else _shown(value)
        raise _Wrong(f"{found} is not one of {', '.join(m.value for m in target)}.") from None


def _date(value: object, _target: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and _is_date(value):
        return date.fromisoformat(value)
    raise _Wrong(f"This should be a date written as YYYY-MM-DD, and is {_shown(value)}.")


def _datetime(value: object, _target: object) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            pass
    raise _Wrong(f"This should be a date and time written as YYYY-MM-DDTHH:MM, and is {_shown(value)}.")


def _is_date(text: str) -> bool:
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _tuple(target: Anything) -> Callable[[object, object], tuple[Anything, ...]]:
    structure = _converter.get_structure_hook(list[get_args(target)[0]])  # type: ignore[misc]

    def take(value: object, _target: object) -> tuple[Anything, ...]:
        if not isinstance(value, list | tuple):
            raise _Wrong(f"This should be a list, and is {_shown(value)}.")
        return tuple(structure(list(value), list))

    return take


def _record(cls: Anything) -> Callable[[object, object], Anything]:
    inner = make_dict_structure_fn(cls, _converter, _cattrs_forbid_extra_keys=True)

    def take(value: object, target: Anything) -> Anything:
        if not isinstance(value, Mapping):
            raise _Wrong(f"This should be a table of named values, and is {_shown(value)}.")
        return inner(value, target)

    return take


def _plain_record(cls: Anything) -> Callable[[Anything], Mapping[str, Anything]]:
    return make_dict_unstructure_fn(cls, _converter, _cattrs_omit_if_default=True)


_FORMS = "A rule is one of {fact, is}, {fact, between}, {fact, min}, {fact, max}, {all}, {any}, {not}."


def _rule(value: object, _target: object = None) -> Rule | None:
    """A rule from its table, such as `{ fact = "age", between = [18, 24] }`."""
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise _Wrong(_FORMS)
    match dict(value):
        case {"fact": str(fact), "is": [*values], **rest} if not rest and values and _all_text(values):
            return Is(fact, tuple(str(v) for v in values))
        case {"fact": str(fact), "between": [int(low), int(high)], **rest} if not rest and low <= high:
            return Between(fact, low, high)
        case {"fact": str(fact), "min": int(low), **rest} if not rest:
            return Between(fact, low, None)
        case {"fact": str(fact), "max": int(high), **rest} if not rest:
            return Between(fact, None, high)
        case {"all": [*rules], **rest} if not rest and rules:
            return All(tuple(_inner(r) for r in rules))
        case {"any": [*rules], **rest} if not rest and rules:
            return Any(tuple(_inner(r) for r in rules))
        case {"not": inner, **rest} if not rest:
            return Not(_inner(inner))
    raise _Wrong(_FORMS)


def _inner(value: object) -> Rule:
    rule = _rule(value)
    if rule is None:
        raise _Wrong(_FORMS)
    return rule


def _all_text(values: list[Anything]) -> bool:
    return all(isinstance(v, str) for v in values)


def _plain_rule(rule: Rule | None) -> Anything:
    match rule:
        case None:
            return None
        case Is(fact, values):
            return {"fact": fact, "is": list(values)}
        case Between(fact, None, high):
            return {"fact": fact, "max": high}
        case Between(fact, low, None):
            return {"fact": fact, "min": low}
        case Between(fact, low, high):
            return {"fact": fact, "between": [low, high]}
        case All(rules):
            return {"all": [_plain_rule(r) for r in rules]}
        case Any(rules):
            return {"any": [_plain_rule(r) for r in rules]}
        case Not(inner):
            return {"not": _plain_rule(inner)}


def _is_rule(target: Anything) -> bool:
    return Is in get_args(target) or target in (Is, Between, All, Any, Not)


def _is_tuple(target: Anything) -> bool:
    return get_origin(target) is tuple


def _is_record(target: Anything) -> bool:
    return isinstance(target, type) and hasattr(target, "__dataclass_fields__") and not _is_rule(target)


_CODES = [kind for kind in vars(model).values() if isinstance(kind, type) and issubclass(kind, StrEnum)]


def _make_converter() -> Converter:
    converter = Converter(detailed_validation=True)
    converter.register_structure_hook_factory(_is_record, _record)
    converter.register_unstructure_hook_factory(_is_record, _plain_record)
    converter.register_structure_hook_factory(_is_tuple, _tuple)
    converter.register_unstructure_hook_func(_is_tuple, lambda value: [converter.unstructure(v) for v in value])
    converter.register_structure_hook_func(_is_rule, _rule)
    converter.register_unstructure_hook_func(_is_rule, _plain_rule)
    converter.register_structure_hook(str, _exact(str, "text"))
    converter.register_structure_hook(int, _exact(int, "a whole number"))
    converter.register_structure_hook(bool, _exact(bool, "true or false"))
    for code in _CODES:  # one by one: a StrEnum is text too, and would be taken for it
        converter.register_structure_hook(code, _enum)
        converter.register_unstructure_hook(code, lambda value: value.value)
    converter.register_structure_hook(date, _date)
    converter.register_structure_hook(datetime, _datetime)
    converter.register_unstructure_hook(date, lambda value: value.isoformat())
    converter.register_unstructure_hook(datetime, lambda value: value.isoformat())
    return converter


_converter = _make_converter()


# --- mistakes in words -----------------------------------------------------------------------------------------------


def _explained(error: BaseException, place: str) -> Iterator[tuple[str, str]]:
    """Every mistake inside what cattrs raised, with the path to it."""
    match error:
        case ClassValidationError():
            names = {f.name for f in fields(error.cl)} if hasattr(error.cl, "__dataclass_fields__") else set()
            for inner, note in error.group_exceptions()[0]:
                yield from _explained(inner, f"{place}.{note.name}" if place else note.name)
            for other in error.group_exceptions()[1]:
                yield from _explained_key(other, place, names)
        case IterableValidationError():
            for inner, item in error.group_exceptions()[0]:
                yield from _explained(inner, f"{place}[{item.index}]")
            for other in error.group_exceptions()[1]:
                yield from _explained(other, place)
        case _Wrong():
            yield place, str(error)
        case KeyError():
            yield place, "This is required, and is missing."
        case StructureHandlerNotFoundError():
            raise error
        case _:
            yield from _explained_key(error, place, set())


def _explained_key(error: BaseException, place: str, names: set[str]) -> Iterator[tuple[str, str]]:
    if isinstance(error, ForbiddenExtraKeysError):
        for key in sorted(error.extra_fields):
            known = f" Known here: {', '.join(sorted(names))}." if names else ""
            yield f"{place}.{key}" if place else key, f"This key is not known.{known}"
    elif isinstance(error, _Wrong):
        yield place, str(error)


def _shown(value: object) -> str:
    """What was found, by its type: the value itself may be something a person said."""
    names = {str: "text", int: "a number", float: "a number", bool: "true or false", list: "a list", dict: "a table"}
    return "empty" if value is None else names.get(type(value), "something else")


def _quoted(values: list[str]) -> str:
    return ", ".join(repr(v) for v in values)
