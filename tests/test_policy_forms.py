"""Schema, example and templates are made from the table of keys, and agree with what reads a policy."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referral_assistant.policy import machine_file
from referral_assistant.policy.forms import FILES, FORMS, PLACES, adml, admx, example, markdown, schema
from referral_assistant.policy.reading import from_bytes, from_registry, layered
from referral_assistant.policy.registry import KEY, STARTING, Tree
from referral_assistant.policy.values import checked
from referral_assistant.settings import BY_NAME, CONTACT_PARTS, KEYS, Key

NAMESPACE = "{http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions}"
TYPES = {"string": str, "boolean": bool, "integer": int, "array": list, "object": dict}


def fits(value: Any, form: dict[str, Any]) -> bool:
    """Whether a value is valid by the parts of JSON Schema that ours uses. One that it does not know is an error."""
    known = {"type", "const", "enum", "minimum", "maximum", "minLength", "maxLength", "maxItems", "items", "pattern"}
    known |= {"properties", "required", "additionalProperties", "$schema", "title", "description", "default"}
    assert set(form) <= known
    if "const" in form:
        return bool(value == form["const"])
    if "enum" in form:
        return value in form["enum"]
    if type(value) is not TYPES[form["type"]]:
        return False
    if form["type"] == "boolean":
        return True
    if form["type"] == "integer":
        return bool(form["minimum"] <= value <= form["maximum"])
    if form["type"] == "string":
        long = form.get("minLength", 0) <= len(value) <= form.get("maxLength", len(value))
        return long and re.search(form.get("pattern", ""), value) is not None
    if form["type"] == "array":
        return len(value) <= form["maxItems"] and all(fits(item, form["items"]) for item in value)
    inner = form.get("properties", {})
    if form["type"] == "object" and not (form.get("additionalProperties", True) or set(value) <= set(inner)):
        return False
    return set(form.get("required", ())) <= set(value) and all(
        fits(v, inner[k]) for k, v in value.items() if k in inner
    )


def value_form(key: Key) -> dict[str, Any]:
    """The schema of a key's value."""
    whole = json.loads(schema())
    form: dict[str, Any] = whole["properties"]["settings"]["properties"][key.name]["properties"]["value"]
    return form


def test_the_example_fits_the_schema_and_is_read_without_a_mistake() -> None:
    data = json.loads(example())
    assert fits(data, json.loads(schema()))
    policy = layered([from_bytes("example", example().encode())])
    assert not policy.mistakes
    assert set(policy.settings) == {key.name for key in KEYS if key.example is not None}


@pytest.mark.parametrize(
    "broken",
    [
        {"format": 2, "settings": {}},
        {"format": 1},
        {"format": 1, "settings": {"lock_minuets": {"value": 3}}},
        {"format": 1, "settings": {"lock_minutes": 3}},
        {"format": 1, "settings": {"lock_minutes": {"value": 61}}},
        {"format": 1, "settings": {"lock_minutes": {"value": 3, "locked": "yes"}}},
        {"format": 1, "settings": {"language": {"value": "xx"}}},
        {"format": 1, "settings": {"contacts.police": {"value": {"name": "Desk"}}}},
        {"format": 1, "settings": {"contacts.police": {"value": {"telephone": "999", "checked_on": "today"}}}},
    ],
)
def test_what_the_reader_refuses_the_schema_refuses(broken: dict[str, Any]) -> None:
    assert not fits(broken, json.loads(schema()))
    assert from_bytes("p", json.dumps(broken).encode()).mistakes


_simple = (
    st.none() | st.booleans() | st.integers(-5, 70) | st.text(max_size=9) | st.lists(st.text(max_size=3), max_size=3)
)
_parts = st.dictionaries(st.sampled_from([*CONTACT_PARTS, "fax"]), st.sampled_from(["", "999", "2025-11-03", "x"]))


@given(st.sampled_from(KEYS), _simple | _parts | st.sampled_from(["en", "01632 960 301"]))
def test_whatever_is_read_without_a_mistake_fits_the_schema(key: Key, value: object) -> None:
    mistakes: list[str] = []
    if checked(key, value, lambda _place, sentence: mistakes.append(sentence)) is not None and not mistakes:
        assert fits(value, value_form(key))


@pytest.mark.parametrize("name", ["", " Area 4", ", Area 4 office", ":\tOffice", " 4", "4", " -", " - ,x"])
def test_the_schema_takes_every_signer_that_is_read(name: str) -> None:
    key = BY_NAME["directory.trusted_signers"]
    value = [f" 20417 93318 55062 71149 08825-46613-39970-12584{name}"]
    mistakes: list[str] = []
    checked(key, value, lambda _place, sentence: mistakes.append(sentence))
    assert fits(value, value_form(key)) is (not mistakes)


def test_every_key_is_everywhere() -> None:
    names = {key.name for key in KEYS}
    assert set(json.loads(schema())["properties"]["settings"]["properties"]) == names
    written = {e.get("valueName", "") for e in ET.fromstring(admx()).iter() if e.get("valueName")}
    assert {
        next((n for n in names if value in (n, *(f"{n}.{p}" for p in CONTACT_PARTS))), value) for value in written
    } == names
    assert all(f"| `{name}` |" in markdown() for name in names)


def test_the_templates_refer_to_nothing_that_is_not_there() -> None:
    policies, words = ET.fromstring(admx()), ET.fromstring(adml())
    strings = {e.get("id") for e in words.iter(f"{NAMESPACE}string")}
    presentations = {e.get("id"): e for e in words.iter(f"{NAMESPACE}presentation")}
    assert set(re.findall(r"\$\(string\.([^)]*)\)", admx())) == strings
    assert set(re.findall(r"\$\(presentation\.([^)]*)\)", admx())) == set(presentations)
    categories = {e.get("name") for e in policies.iter(f"{NAMESPACE}category")}
    assert {e.get("ref") for e in policies.iter(f"{NAMESPACE}parentCategory")} <= categories
    defined = {e.get("name") for e in policies.iter(f"{NAMESPACE}definition")}
    assert {e.get("ref") for e in policies.iter(f"{NAMESPACE}supportedOn") if e.get("ref")} == defined
    names = [e.get("name") for e in policies.iter(f"{NAMESPACE}policy")]
    assert len(set(names)) == len(names)
    for policy in policies.iter(f"{NAMESPACE}policy"):
        filled_in = [e.get("id") for e in policy.iter() if e.get("id")]
        presented = presentations.get(str(policy.get("name")))
        shown = [e.get("refId") for e in presented.iter() if e.get("refId")] if presented is not None else []
        assert filled_in == shown
        assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", str(name)) for name in [policy.get("name"), *filled_in])


def test_what_the_templates_write_is_read_without_a_mistake() -> None:
    """Every policy enabled, with the example filled in where a text is asked for."""
    tree: Tree = {"": {}, STARTING: {}}
    for policy in ET.fromstring(admx()).iter(f"{NAMESPACE}policy"):
        values = tree[str(policy.get("key")).removeprefix(KEY).removeprefix("\\")]
        if policy.get("valueName"):
            values[str(policy.get("valueName"))] = 1
        for element in policy.iterfind(f"{NAMESPACE}elements/*"):
            values[str(element.get("valueName"))] = filled_in(element)
    policy = layered([from_registry(tree)])
    assert not policy.mistakes
    assert all(policy.locked(key.name) for key in KEYS)
    starting = layered([from_registry({STARTING: tree[STARTING]})])
    assert set(starting.settings) == {key.name for key in KEYS if key.own}


def filled_in(element: ET.Element) -> object:
    """What Group Policy would write for an element: text, a whole number, lines."""
    name, _dot, part = str(element.get("valueName")).rpartition(".")
    key = BY_NAME.get(str(element.get("valueName")))
    if key is None:
        return BY_NAME[name].example[part]  # type: ignore[index]
    if element.tag == f"{NAMESPACE}decimal":
        assert int(str(element.get("minValue"))) <= int(str(key.example)) <= int(str(element.get("maxValue")))
    return key.example if key.example is not None else "$HOME/logo.png"


def test_the_places_in_the_help_are_those_that_are_looked_in() -> None:
    assert set(FORMS.values()) - {markdown} == set(FILES.values())
    places = " ".join(place for _system, place in PLACES)
    assert machine_file().rpartition("ProgramData")[2] in places


def test_the_languages_to_choose_from_are_the_packs_that_exist() -> None:
    from referral_assistant.content.packs import PACKS

    assert BY_NAME["language"].choices == tuple(sorted(folder.name for folder in PACKS.iterdir() if folder.is_dir()))


def test_the_readme_lists_every_place_and_key() -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
    listed = readme.partition("<!-- policy -->\n")[2].partition("\n<!-- /policy -->")[0]
    assert listed == markdown().strip()
