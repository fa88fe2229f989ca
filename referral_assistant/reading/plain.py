"""Any record to plain data and back, through the one converter: every mistake at once, each with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
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

from referral_assistant.model import (
    All,
    Any,
    Between,
    Is,
    Not,
    Rule,
    codes,
)
from referral_assistant.problems import Mistake, Mistakes

T = TypeVar("T")


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


# --- one converter ---------------------------------------------------------------------------------------------------


def _exact(kind: type[T], name: str) -> Callable[[object, object], T]:
    """Take a value only if it already is of its type: `"no"` must not become true, nor 5 become text."""

    def take(value: object, _target: object) -> T:
        if type(value) is not kind:
            raise _Wrong(f"This should be {name}, and is {_shown(value)}.")
        return value

    return take


def _decimal(value: object, _target: object) -> float:
    if type(value) not in (int, float):
        raise _Wrong(f"This should be a number, and is {_shown(value)}.")
    return float(value)  # type: ignore[arg-type]


def _enum(value: object, target: type[StrEnum]) -> StrEnum:
    try:
        return target(str(value))
    except ValueError:
        found = repr(value) if isinstance(value, str) and value.isidentifier() else _shown(value)
        raise _Wrong(f"{found} is not one of {', '.join(m.value for m in target)}.") from None


def _date(value: object, _target: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and is_day(value):
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


def is_day(text: str) -> bool:
    """Whether a text is a date written as YYYY-MM-DD."""
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


_CODES = [kind for kind in vars(codes).values() if isinstance(kind, type) and issubclass(kind, StrEnum)]


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
    converter.register_structure_hook(float, _decimal)
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
