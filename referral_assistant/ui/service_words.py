"""How the values of an entry's fields read in the window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from referral_assistant.directory.labels import label, labels
from referral_assistant.directory.sentences import sentence
from referral_assistant.geography import Area
from referral_assistant.i18n import _, joined, long_date
from referral_assistant.model import Service
from referral_assistant.reading import from_plain

DAYS = frozenset({"ends_on", "waiting_as_of", "assured_date"})


def said(field: str, value: Any, areas: Mapping[str, Area]) -> str:
    """A plain value as people read it; "nothing" for one that is empty."""
    if value is None or value == []:
        return _("nothing")
    if field in DAYS:
        return long_date(date.fromisoformat(value))
    if field == "service_areas":
        return joined(areas[i].name if i in areas else i for i in value)
    if field == "criteria":
        found = from_plain(Service, {"id": "x", "name": "", "kind": "", "criteria": value}).criteria
        names = {area.id: area.name for area in areas.values()}
        return " ".join(sentence(c, names) for c in found)
    if field == "accreditations":
        return joined(" ".join(filter(None, (m.get("body"), m.get("level")))) for m in value)
    return _listed(field, value if isinstance(value, Sequence) and not isinstance(value, str) else (value,))


def _listed(field: str, values: Sequence[Any]) -> str:
    known = labels().get(field, {})
    return joined(label(field, str(v)) if known else str(v) for v in values)
