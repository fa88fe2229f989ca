"""The letterhead and the local contacts with what the organisation set: what is in force, and what a change keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from referral_assistant.model import LocalContact, Organisation
from referral_assistant.policy import Policy

FIELDS = ("name", "address", "telephone", "logo", "sign_off", "marking")
CONTACTS = ("safeguarding_lead", "children", "adults", "police", "marac_lead")

Own = frozenset[str]
"""The keys that a user of this file has set for themselves: from then on a starting value no longer counts there."""


def in_force(policy: Policy, kept: Organisation, own: Own = frozenset()) -> Organisation:
    """What new cases start with: what was kept, with starting values where nothing was, and locked values over all."""
    if not policy.settings:
        return kept
    own = own | _touched(kept)
    fields = {name: policy.value(f"organisation.{name}", _chosen(kept, name, own)) for name in FIELDS}
    known = {contact.id: contact for contact in kept.contacts}
    contacts = (_contact(policy, name, known.get(name), own) for name in CONTACTS)
    return replace(kept, **fields, contacts=tuple(contact for contact in contacts if contact is not None))


def with_locked(policy: Policy, organisation: Organisation) -> Organisation:
    """The letterhead and contacts of a case, with the locked values over them: a starting value is for new cases."""
    locked = {name: setting for name, setting in policy.settings.items() if setting.locked}
    return in_force(policy._replace(settings=locked), organisation)


def kept(policy: Policy, before: Organisation, own: Own, wanted: Organisation) -> tuple[Organisation, Own]:
    """What to keep when a user wants it so: what they changed, and nothing that the organisation set. A locked value
    stays out of it, but for the day on which a user rang its number."""
    shown = in_force(policy, before, own)
    changed = {name for name in FIELDS if getattr(wanted, name) != getattr(shown, name)}
    fields = {name: getattr(wanted, name) for name in changed if not policy.locked(f"organisation.{name}")}
    now, then = ({c.id: c for c in organisation.contacts} for organisation in (wanted, shown))
    numbers = {name for name in CONTACTS if now.get(name) != then.get(name) and _may(policy, name, now, then)}
    known = {contact.id: contact for contact in before.contacts}
    known |= {name: now[name] for name in numbers if name in now}
    contacts = tuple(known[name] for name in CONTACTS if name in known and (name in now or name not in numbers))
    own = (
        own | _touched(before) | {f"organisation.{name}" for name in fields} | {f"contacts.{name}" for name in numbers}
    )
    return replace(before, **fields, contacts=contacts), own


def _may(policy: Policy, name: str, now: Mapping[str, LocalContact], then: Mapping[str, LocalContact]) -> bool:
    """Whether a change of a contact is kept: where it is locked, only the day on which its very number was rung."""
    if not policy.locked(f"contacts.{name}"):
        return True
    return name in now and name in then and now[name] == replace(then[name], entered_on=now[name].entered_on)


def _touched(organisation: Organisation) -> Own:
    """The keys that must have been set, since they are not as they come."""
    usual = Organisation()
    fields = {f"organisation.{n}" for n in FIELDS if getattr(organisation, n) != getattr(usual, n)}
    return frozenset(fields | {f"contacts.{contact.id}" for contact in organisation.contacts})


def _chosen(kept: Organisation, name: str, own: Own) -> object:
    return getattr(kept, name) if f"organisation.{name}" in own else None


def _contact(policy: Policy, name: str, entered: LocalContact | None, own: Own) -> LocalContact | None:
    """A contact: the user's own, or the organisation's with the later of the days on which its number was rung."""
    key = f"contacts.{name}"
    value = policy.value(key)
    if value is None or (key in own and not policy.locked(key)):
        return entered
    checked = date.fromisoformat(value["checked_on"]) if value["checked_on"] else None
    if entered is not None and entered.entered_on is not None and entered.telephone == value["telephone"]:
        checked = max(checked or entered.entered_on, entered.entered_on)
    return LocalContact(name, value["name"], value["telephone"], value["out_of_hours"], checked)
