"""What this program wrote itself into an Open Referral UK record: its own fields, read back exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from referral_assistant.directory.draft import Draft
from referral_assistant.directory.notes import shown
from referral_assistant.directory.oruk_parts import dicts
from referral_assistant.i18n import _
from referral_assistant.model import Service
from referral_assistant.model.services import ServiceContact
from referral_assistant.problems import Mistakes
from referral_assistant.reading import from_plain

_FIELDS = frozenset(f.name for f in fields(Service))
_CONTACT = frozenset(f.name for f in fields(ServiceContact))
_LISTED = frozenset({"genders", "relationships", "routes", "access", "communities", "formats", "schedules"})
_SINGLE = frozenset({"kind", "purpose", "residence", "interpreter", "partner_support", "harm_level", "fees"})
_DEEPEST = 40


def read_own(draft: Draft, own: Mapping[str, Any]) -> None:
    """Lay what the object says, field by field, over what was read so far; what cannot be read is told."""
    known = {key: value for key, value in own.items() if key in _FIELDS}
    contact = own.get("contact")
    if "contact" in known and isinstance(contact, dict):
        known["contact"] = {key: value for key, value in contact.items() if key in _CONTACT}
    for key, value in list(known.items()):
        if _depth(value) > _DEEPEST:
            draft.notes.repair(key, value, "", _("It is nested too deeply, so it was left out."))
            del known[key]
    service = _read(draft, known)
    for key in known:
        if key == "contact":
            draft.contact.update({name: getattr(service.contact, name) for name in known["contact"]})
        else:
            draft.values[key] = getattr(service, key)
    if isinstance(known.get("id"), str):
        draft.identities.append(f"id:{service.id}")


def _read(draft: Draft, known: dict[str, Any]) -> Service:
    """The service these plain values make; `known` loses what they cannot be."""
    while known:
        try:
            return from_plain(Service, {**_BARE, **known})
        except Mistakes as error:
            wrong = {mistake.place.partition(".")[0].partition("[")[0]: mistake.sentence for mistake in error.mistakes}
            for key in list(known.keys() & wrong.keys() or known):
                draft.notes.repair(key, known.pop(key), "", wrong.get(key, str(error)))
    return from_plain(Service, _BARE)


_BARE = {"id": "x", "name": "x", "kind": ""}


def _depth(value: object) -> int:
    """How deep lists and tables stand in one another, without going down further than is asked for."""
    level, deep = [value], 0
    while level and deep <= _DEEPEST:
        deep += 1
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
    return deep


def terms_of_ours(draft: Draft, value: Mapping[str, Any]) -> None:
    """Our coded values from the terms of a record whose extra object was lost on its way through another server."""
    found: dict[str, list[str]] = {}
    for attribute in dicts(value.get("attributes")):
        term = attribute.get("taxonomy_term")
        if not isinstance(term, dict) or not isinstance(term.get("taxonomy"), str):
            continue
        prefix, _colon, field = term["taxonomy"].partition(":")
        code = term.get("term")
        if prefix == "referral-assistant" and isinstance(code, str):
            found.setdefault(field, []).append(code)
    for field, codes in found.items():
        if field in _LISTED:
            draft.codes(field, codes)
        elif field in _SINGLE:
            known = draft.code(field, codes[0])
            if known:
                draft.values[field] = known
            else:
                draft.notes.repair(field, shown(codes[0]), "", _("This is not of the list, so it was left out."))
