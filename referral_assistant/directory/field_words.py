"""A field of a service and its value as people read them: in reports, and where two values stand side by side."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from referral_assistant.directory.columns import COLUMNS
from referral_assistant.directory.labels import label, labels
from referral_assistant.geography import load_areas, names
from referral_assistant.i18n import _, joined, long_date

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def heading(field: str) -> str:
    """What a field is called; one that no table has a column for reads as it is."""
    return _headings().get(field, field.removeprefix("contact.").replace("_", " ").capitalize())


def value(field: str, plain: Any) -> str:
    """A plain value of a field in words; empty for none."""
    if plain is None or plain == "" or plain == []:
        return ""
    if isinstance(plain, bool):
        return _("Yes") if plain else _("No")
    if field == "service_areas":
        return joined(_area_names().get(area, area) for area in plain)
    if field == "private":
        return joined(heading(name) for name in plain)
    if isinstance(plain, Mapping | list | tuple):
        return _several(field, plain if isinstance(plain, Sequence) else [plain])
    if isinstance(plain, str) and _DAY.match(plain):
        return long_date(date.fromisoformat(plain))
    return label(field, plain) if field in labels() else str(plain)


def _several(field: str, found: Sequence[Any]) -> str:
    if field in labels():
        return joined(label(field, one) for one in found)
    return ", ".join(_part(one) for one in found)


def _part(one: Any) -> str:
    """A part of a list: a criterion by its sentence, a mark of quality by who gave it."""
    if isinstance(one, Mapping):
        return str(one.get("wording") or " ".join(str(one[k]) for k in ("body", "level") if one.get(k)))
    return str(one)


@cache
def _headings() -> dict[str, str]:
    return {column.field: column.header for column in COLUMNS}


@cache
def _area_names() -> dict[str, str]:
    return names(load_areas(training=True))
