"""What our Open Referral UK files name for good: identifiers made of our own ids, and the taxonomies of our values."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from referral_assistant.directory.columns import COLUMNS
from referral_assistant.directory.labels import label, labels

Json = dict[str, Any]

PREFIX = "referral-assistant:"
"""Before the field in the name of a taxonomy of ours, such as `referral-assistant:kind`."""

OWN = "referral_assistant"
"""The one field of ours on a service: exact values, under our own names, of all that the standard has no place for."""

CODED = (
    "kind",
    "purpose",
    "genders",
    "relationships",
    "routes",
    "residence",
    "interpreter",
    "access",
    "communities",
    "formats",
    "schedules",
    "partner_support",
    "harm_level",
    "fees",
)
"""The fields whose values are terms of a taxonomy of ours."""

_NAMESPACE = UUID("8f8d0029-d760-48c3-87d1-4cf1a8840042")


def identifier(*names: str) -> str:
    """The identifier of something of ours, always the same: a UUID of version 5 in our own namespace."""
    return str(uuid5(_NAMESPACE, "/".join(names)))


def service_identifier(service_id: str) -> str:
    """The identifier of a service: its own id where that is a UUID, as an imported one may be; else one made of it."""
    try:
        return str(UUID(service_id))
    except ValueError:
        return identifier("service", service_id)


def term(field: str, value: str) -> Json:
    """A value of ours as a term of its taxonomy."""
    words = label(field, value)
    return {
        "id": identifier("term", field, value),
        "name": words,
        "description": f"{_header(field)}: {words}",
        "taxonomy": PREFIX + field,
        "taxonomy_id": identifier("taxonomy", field),
        "term": value,
    }


def taxonomy(field: str) -> Json:
    """The taxonomy of a field, without its terms."""
    own_id = identifier("taxonomy", field)
    return {
        "id": own_id,
        "uri": f"urn:uuid:{own_id}",
        "name": PREFIX + field,
        "description": f"{_header(field)}, as Referral Assistant lists them.",
        "version": "1",
    }


def terms(field: str) -> tuple[Json, ...]:
    """Every term of a field's taxonomy."""
    return tuple(term(field, value) for value in labels()[field])


def _header(field: str) -> str:
    return next(column.header for column in COLUMNS if column.field == field)
