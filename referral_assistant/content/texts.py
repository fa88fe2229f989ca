"""The texts of a record, wherever in it they stand."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import fields, is_dataclass


def texts(value: object, leave: Collection[str] = ()) -> Iterator[str]:
    """Every text inside a record, but for what stands in the fields to leave."""
    if isinstance(value, str):
        yield str(value)
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item, leave)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            if field.name not in leave:
                yield from texts(getattr(value, field.name), leave)
