"""The layers of an entry: imported values, local values laid over them field by field, and what counts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from referral_assistant.model import AreaContact, Local, Service
from referral_assistant.reading import from_plain, to_plain

NESTED = "contact"
"""The one field that is a record: its own fields are laid over one by one, as `contact.telephone`."""

RECORDS: Mapping[str, type[Service] | type[AreaContact]] = {"service": Service, "contact": AreaContact}

Plain = dict[str, Any]
"""The plain data of a record, flat: `contact.telephone` beside `name`. What has its default is not there."""


def flat(record: Service | AreaContact) -> Plain:
    """The plain data of a record, flat."""
    return flatten(to_plain(record))


def flatten(plain: Mapping[str, Any]) -> Plain:
    """Plain data, flat."""
    nested = plain.get(NESTED)
    if not isinstance(nested, Mapping):
        return dict(plain)
    return {k: v for k, v in plain.items() if k != NESTED} | {f"{NESTED}.{k}": v for k, v in nested.items()}


def deep(flattened: Mapping[str, Any]) -> Plain:
    """Flat plain data as it stands in files, a record inside a record."""
    found: Plain = {}
    nested: Plain = {}
    for key, value in flattened.items():
        head, dot, rest = key.partition(".")
        if dot:
            nested[rest] = value
        else:
            found[head] = value
    return found | ({NESTED: nested} if nested else {})


def service(body: str) -> Service:
    """The service of a stored body."""
    return from_plain(Service, json.loads(body))


def contact(body: str) -> AreaContact:
    """The contact of a stored body."""
    return from_plain(AreaContact, json.loads(body))


def whole(record: str, values: Mapping[str, Any]) -> Service | AreaContact:
    """The record of flat plain data. Raises `Mistakes` where a value cannot stand in its field."""
    return from_plain(RECORDS[record], deep(values))


def laid_over(imported: Mapping[str, Any], local: Iterable[Local]) -> Plain:
    """What counts: the imported values with the local ones over them. None takes a value away."""
    found = dict(imported) | {row.field: row.value for row in local}
    return {key: value for key, value in found.items() if value is not None}


def differing(imported: Mapping[str, Any], local: Iterable[Local]) -> tuple[str, ...]:
    """The fields of which the origin brought another value after a local one was laid over it."""
    return tuple(row.field for row in local if (now := imported.get(row.field)) != row.was and now != row.value)
