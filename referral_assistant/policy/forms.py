"""What IT teams work with, made from the table of keys: JSON Schema, example, Group Policy templates, tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

from referral_assistant.policy.reading import FORMAT
from referral_assistant.policy.registry import KEY as REGISTRY_KEY
from referral_assistant.policy.registry import SOURCE, STARTING
from referral_assistant.policy.values import LONGEST, MOST_LINES, SIGNER
from referral_assistant.settings import CONTACT_PARTS, KEYS, Key

KINDS = {
    "text": "text",
    "lines": "list of lines",
    "choice": "one of {choices}",
    "yes_no": "true or false",
    "number": "whole number, {low} to {high}",
    "folder": "full path of a folder",
    "file": "full path of a file",
    "contact": "contact: {parts}",
    "signers": "list of fingerprints, each with a name after it",
}
PLACES = (
    ("Windows, Group Policy or Intune, locked", SOURCE),
    ("Windows, the same, starting values", rf"{SOURCE}\{STARTING}"),
    ("Windows, file", r"%ProgramData%\Referral Assistant\policy.json"),
    ("Linux", "/etc/referral-assistant/policy.json"),
    ("macOS", "/Library/Application Support/referral-assistant/policy.json"),
    ("Portable copy, in its own folder", "policy.json"),
)
LABELS = {
    "name": "Name or team",
    "telephone": "Telephone",
    "out_of_hours": "Telephone out of hours",
    "checked_on": "Checked on (YYYY-MM-DD)",
}


def kind_in_words(key: Key) -> str:
    """The type of a key as people read it."""
    parts = ", ".join(CONTACT_PARTS)
    return KINDS[key.kind].format(choices=", ".join(key.choices), low=key.low, high=key.high, parts=parts)


# --- JSON ------------------------------------------------------------------------------------------------------------


def example() -> str:
    """A policy file that sets nearly every key; what only an administrator can judge is locked."""
    settings = {
        key.name: {"value": key.example, "locked": not key.own or key.kind == "contact"}
        for key in KEYS
        if key.example is not None
    }
    return _json({"format": FORMAT, "settings": settings})


def schema() -> str:
    """The JSON Schema of a policy file, for editors that complete and check."""
    keys = {
        key.name: {
            "title": key.title,
            "description": key.description,
            "type": "object",
            "required": ["value"],
            "additionalProperties": False,
            "properties": {"value": _value_schema(key), "locked": {"type": "boolean", "default": False}},
        }
        for key in KEYS
    }
    return _json(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "Policy of Referral Assistant",
            "type": "object",
            "required": ["format", "settings"],
            "additionalProperties": False,
            "properties": {
                "$schema": {"type": "string"},
                "format": {"const": FORMAT},
                "settings": {"type": "object", "additionalProperties": False, "properties": keys},
            },
        }
    )


def _value_schema(key: Key) -> dict[str, Any]:
    line = {"type": "string", "maxLength": LONGEST}
    number = {"type": "string", "pattern": r"[0-9].*[0-9].*[0-9]", "maxLength": LONGEST}
    parts = {"telephone": number, "checked_on": {"type": "string", "pattern": r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"}}
    forms: dict[str, dict[str, Any]] = {
        "text": line,
        "lines": {"type": "array", "items": line, "maxItems": MOST_LINES},
        "choice": {"enum": list(key.choices)},
        "yes_no": {"type": "boolean"},
        "number": {"type": "integer", "minimum": key.low, "maximum": key.high},
        "folder": {"type": "string", "minLength": 1},
        "file": {"type": "string", "minLength": 1},
        "contact": {
            "type": "object",
            "required": ["telephone"],
            "additionalProperties": False,
            "properties": {part: parts.get(part, line) for part in CONTACT_PARTS},
        },
        "signers": {"type": "array", "items": {**line, "pattern": SIGNER}, "maxItems": MOST_LINES},
    }
    usual = {} if key.default in (None, "", ()) else {"default": key.default}
    return {**forms[key.kind], **usual}


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


# --- Group Policy ----------------------------------------------------------------------------------------------------

_NAMESPACES = {
    "xmlns:xsd": "http://www.w3.org/2001/XMLSchema",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xmlns": "http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions",
    "revision": "1.0",
    "schemaVersion": "1.0",
}
_LOCKED, _STARTING = "referral_assistant", "referral_assistant_starting"


def admx() -> str:
    """The policies as Group Policy knows them: each locked and, where users could change it, as a starting value."""
    root = ET.Element("policyDefinitions", _NAMESPACES)
    names = _under(root, "policyNamespaces")
    _under(names, "target", prefix="referral_assistant", namespace="ReferralAssistant.Policies")
    _under(root, "resources", minRequiredRevision="1.0")
    versions = _under(_under(root, "supportedOn"), "definitions")
    _under(versions, "definition", name="since_0_1", displayName="$(string.since_0_1)")
    categories = _under(root, "categories")
    _under(categories, "category", name=_LOCKED, displayName=f"$(string.{_LOCKED})")
    starting = _under(categories, "category", name=_STARTING, displayName=f"$(string.{_STARTING})")
    _under(starting, "parentCategory", ref=_LOCKED)
    policies = _under(root, "policies")
    for key, name, locked in _policies():
        registry_key = REGISTRY_KEY if locked else rf"{REGISTRY_KEY}\{STARTING}"
        shown = {
            "name": name,
            "class": "Machine",
            "displayName": f"$(string.{_id(key)})",
            "explainText": f"$(string.{name}_help)",
            "key": registry_key,
        }
        if key.kind == "yes_no":
            shown["valueName"] = key.name
        else:
            shown["presentation"] = f"$(presentation.{name})"
        policy = _under(policies, "policy", **shown)
        _under(policy, "parentCategory", ref=_LOCKED if locked else _STARTING)
        _under(policy, "supportedOn", ref="since_0_1")
        _elements(policy, key)
    return _xml(root)


def adml() -> str:
    """The words of those policies, in British English."""
    root = ET.Element("policyDefinitionResources", _NAMESPACES)
    _under(root, "displayName").text = "Referral Assistant"
    _under(root, "description").text = "What an organisation may set for every user of a computer."
    resources = _under(root, "resources")
    strings = _under(resources, "stringTable")
    for name, text in _strings().items():
        _under(strings, "string", id=name).text = text
    presentations = _under(resources, "presentationTable")
    for key, name, _locked in _policies():
        if key.kind != "yes_no":
            _fields(_under(presentations, "presentation", id=name), key)
    return _xml(root)


def _policies() -> Iterator[tuple[Key, str, bool]]:
    """Every policy of the templates: its key, its name there, and whether it locks."""
    for key in KEYS:
        yield key, _id(key), True
        if key.own:
            yield key, f"{_id(key)}_starting", False


def _strings() -> dict[str, str]:
    strings = {
        _LOCKED: "Referral Assistant",
        _STARTING: "Starting values, which users may change",
        "since_0_1": "Referral Assistant 0.1 or later",
    }
    for key, name, locked in _policies():
        strings[_id(key)] = key.title
        note = "Users cannot change it." if locked else "Users may change it."
        strings[f"{name}_help"] = f"{key.description}\n\n{note} In a policy file the key is {key.name}."
        strings |= {f"{_id(key)}_{choice}": choice for choice in key.choices}
    return strings


def _elements(policy: ET.Element, key: Key) -> None:
    """The values that a policy writes."""
    if key.kind == "yes_no":
        _under(_under(policy, "enabledValue"), "decimal", value="1")
        _under(_under(policy, "disabledValue"), "decimal", value="0")
        return
    elements = _under(policy, "elements")
    value = {"id": "value", "valueName": key.name, "required": "true"}
    if key.kind == "contact":
        for part in CONTACT_PARTS:
            needed = {"required": "true"} if part == "telephone" else {}
            _under(elements, "text", id=part, valueName=f"{key.name}.{part}", maxLength=str(LONGEST), **needed)
    elif key.kind in ("lines", "signers"):
        _under(elements, "multiText", **value, maxStrings=str(MOST_LINES))
    elif key.kind == "number":
        _under(elements, "decimal", **value, minValue=str(key.low), maxValue=str(key.high))
    elif key.kind == "choice":
        choices = _under(elements, "enum", **value)
        for choice in key.choices:
            item = _under(choices, "item", displayName=f"$(string.{_id(key)}_{choice})")
            _under(_under(item, "value"), "string").text = choice
    elif key.kind == "text":
        _under(elements, "text", **value, maxLength=str(LONGEST))
    else:
        _under(elements, "text", **value, expandable="true")


def _fields(presentation: ET.Element, key: Key) -> None:
    """What an administrator fills in."""
    if key.kind in ("lines", "signers"):
        _under(presentation, "text").text = key.title
        _under(presentation, "multiTextBox", refId="value")
    elif key.kind == "number":
        _under(presentation, "decimalTextBox", refId="value", defaultValue=str(key.default)).text = key.title
    elif key.kind == "choice":
        _under(presentation, "dropdownList", refId="value", defaultItem="0").text = key.title
    else:
        fields = LABELS if key.kind == "contact" else {"value": key.title}
        for name, label in fields.items():
            _under(_under(presentation, "textBox", refId=name), "label").text = label


def _id(key: Key) -> str:
    return key.name.replace(".", "_")


def _under(parent: ET.Element, tag: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, tag, attributes)


def _xml(root: ET.Element) -> str:
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


# --- words -----------------------------------------------------------------------------------------------------------


def markdown() -> str:
    """Places and keys as two Markdown tables."""
    places = [f"| {system} | `{place}` |" for system, place in PLACES]
    rows = [f"| `{key.name}` | {kind_in_words(key)} | {_usual(key)} | {key.title}. {key.description} |" for key in KEYS]
    head = ["| Key | Type | Usual | What it does |", "|---|---|---|---|"]
    return "\n".join(["| System | Place |", "|---|---|", *places, "", *head, *rows, ""])


def _usual(key: Key) -> str:
    if key.default in (None, "", ()):
        return "as the system has it" if key.name == "data_folder" else ""
    return f"`{json.dumps(key.default)}`"


FORMS = {"schema": schema, "example": example, "admx": admx, "adml": adml, "markdown": markdown}
FILES = {
    "policy.schema.json": schema,
    "policy.example.json": example,
    "referral-assistant.admx": admx,
    "en-GB/referral-assistant.adml": adml,
}
"""What stands beside the installers, by its path there."""
