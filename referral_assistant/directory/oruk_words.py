"""What a service of Open Referral UK says in words: put where it is shown, in the provider's own."""

from __future__ import annotations

from typing import Any

from referral_assistant.directory import repairs
from referral_assistant.directory.draft import Draft
from referral_assistant.directory.names import language
from referral_assistant.directory.oruk_parts import dicts, first
from referral_assistant.i18n import _


def in_words(draft: Draft, value: dict[str, Any]) -> None:
    """What has no field of its own here, and is shown in the provider's words."""
    values, notes = draft.values, draft.notes
    waiting = repairs.text(value.get("wait_time"), "waiting", notes)
    if waiting:
        values["waiting"] = waiting
    _fees(draft, value)
    for inner in dicts(value.get("eligibilitys")):
        describe(draft, _("Who it is for: {text}"), inner.get("eligibility"))
    for name, form in _WORDS:
        if value.get(name):
            describe(draft, form, value[name])
    for limits in dicts(value.get("eligibilitys"))[:1]:
        for name in ("minimum_age", "maximum_age"):
            known = repairs.age(limits.get(name), name, notes) if name not in values else None
            if known is not None:
                values[name] = known


_WORDS = (
    ("eligibility_description", _("Who it is for: {text}")),
    ("application_process", _("How to refer: {text}")),
    ("interpretation_services", _("Interpreters: {text}")),
    ("accreditations", _("Accreditations: {text}")),
)


def describe(draft: Draft, form: str, raw: object) -> None:
    """Put what has no field of its own here into the description, in the words it came with."""
    text = repairs.text(raw, "description", draft.notes) if isinstance(raw, str) else ""
    before = draft.values["description"]
    if text and text not in before:
        line = form.format(text=text)
        draft.values["description"] = f"{before}\n\n{line}".strip()[: repairs.LONGEST]
        why = _("What stood in a field of its own was put into the description.")
        draft.notes.repair("description", "", line, why)


def _fees(draft: Draft, value: dict[str, Any]) -> None:
    values, notes = draft.values, draft.notes
    note = repairs.text(first(value, "fees_description", "fees"), "fees_note", notes)
    options = dicts(value.get("cost_options"))
    if note and options:
        notes.say(_("Not used here: {keys}.").format(keys="cost_options"))
    elif options:
        parts = [
            str(o[k])
            for o in options
            for k in ("option", "amount", "amount_description")
            if o.get(k) not in (None, "", [], {})
        ]
        note = repairs.text("; ".join(parts), "fees_note", notes)
        if note:
            notes.repair("fees_note", "", note, _("The costs were put into words."))
    if note.casefold().rstrip(".! ") in (
        "free",
        "no",
        "none",
        "no charge",
        "free of charge",
        "no cost",
        "no fee",
        "£0",
    ):
        values["fees"] = "free"
        notes.repair("fees", note, "free", _("These words say that it is free."))
        return
    if value.get("free") is True:
        values["fees"] = "free"
    if note:
        values["fees_note"] = note


def languages(draft: Draft, value: dict[str, Any]) -> None:
    """The languages it lists, by code or by name, of those the program lists."""
    known: dict[str, None] = {}
    found = value.get("languages")
    for each in found if isinstance(found, list) else ():
        said = [each] if isinstance(each, str) else []
        if isinstance(each, dict):
            said = [s for s in (each.get("code"), each.get("name"), each.get("language")) if isinstance(s, str) and s]
        value_of = next((v for v in map(language, said) if v), None)
        if value_of:
            known[value_of] = None
        elif said:
            why = _("The program does not list this language, so it was left out.")
            draft.notes.repair("languages", said[-1], "", why)
        else:
            draft.notes.say(_("It lists a language without saying which."))
    if known:
        draft.values["languages"] = tuple(known)
