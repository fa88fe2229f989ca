"""What a safeguarding contact of an authority must hold to: its area, its role, and numbers that can be rung."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from referral_assistant.directory.entry import email_mistake, number_mistake
from referral_assistant.geography import Area
from referral_assistant.model import AreaContact

ROLES = ("children", "adults", "police", "marac_lead", "out_of_hours")


def contact_mistakes(contact: AreaContact, areas: Mapping[str, Area]) -> Iterator[tuple[str, str]]:
    """Everything wrong with one contact: the field, and a sentence."""
    area = areas.get(contact.area)
    if area is None:
        yield "area", f"There is no area {contact.area!r}. Ids of areas are in resources/geography/areas.csv."
    elif area.fictional and not contact.fictional:
        yield "area", f"{area.name} is an invented area, for fictional contacts only."
    if contact.role not in ROLES:
        yield "role", f"{contact.role!r} is not known here. Use one of {', '.join(ROLES)}."
    for name in ("telephone", "out_of_hours"):
        wrong = number_mistake(getattr(contact, name), contact.fictional)
        if wrong:
            yield name, wrong
    wrong = email_mistake(contact.email, contact.fictional)
    if wrong:
        yield "email", wrong
