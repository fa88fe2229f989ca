"""No name of a scenario is left where names are hidden, and nothing else is touched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referral_assistant.content import load_pack, load_scenarios
from referral_assistant.model import Scenario
from referral_assistant.training.veil import hidden, names_in, names_of, parts, without

PACK = load_pack("en")
SCENARIOS = {scenario.id: scenario for scenario in load_scenarios(PACK)}

# Words of the bank that begin with a capital wherever they stand and name no person.
_KNOWN = """
    Saltmarch Eastmere Westhaven Mogadishu Tarnside Somali Polish British English Christmas Weekdays Homes Hubs Quay
    January February March April May June July August September October November December
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mondays Tuesdays Wednesdays Thursdays Fridays Sundays
    Lane Yard Mooring Chandler Harbour Ferries Boathouse Wayfarer Academy Advocacy Millrace Corn Exchange Families
"""
KNOWN = set(_KNOWN.split())


def texts(value: object) -> Iterator[str]:
    """Every text in a record."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one)
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from texts(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name))


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=list(SCENARIOS))
def test_no_name_is_left_in_a_scenario(scenario: Scenario) -> None:
    names = names_of(scenario, PACK)
    assert scenario.case.practitioner.name in names
    found = rf"(?<!\w)({'|'.join(map(re.escape, parts(names)))})(?!\w)"
    assert [text for text in texts(hidden(scenario, names)) if re.search(found, text)] == []


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=list(SCENARIOS))
def test_whoever_is_named_in_a_text_is_known_as_a_name(scenario: Scenario) -> None:
    """A capital in the middle of a sentence is a name of somebody, unless it is known for something else."""
    every = [text for one in SCENARIOS.values() for text in texts(one)] + list(texts(PACK))
    usual = {word for text in every for word in re.findall(r"[a-z]+", text)}
    veiled = hidden(scenario, names_of(scenario, PACK))
    capitals = {word for text in texts(veiled) for word in re.findall(r"(?<=[a-z,] )[A-Z][a-z]+", text)}
    assert {word for word in capitals if word.lower() not in usual} <= KNOWN


def test_initials_read_as_names_do() -> None:
    names = ("Imran Saltway", "Lark Testerley", "Quayside Primary")
    assert without("Imran shouts. It is Imran. Ask Imran Saltway.", names) == "I.S. shouts. It is I.S. Ask I.S."
    assert without("Lark’s room, Mr Saltway", names) == "L.T.’s room, Mr S."
    assert (
        without("Larkspur at Quayside Primary; the Primary is shut.", names) == "Larkspur at Q.P.; the Primary is shut."
    )


def test_ids_and_codes_stay() -> None:
    scenario = SCENARIOS["imran"]
    veiled = hidden(scenario, names_of(scenario, PACK))
    assert veiled.id == "imran"
    assert [a.card for a in veiled.case.answers] == [a.card for a in scenario.case.answers]
    kept = [(a.card, a.values) for a in scenario.case.answers if not {"name", "note", "names"} & set(a.card.split("_"))]
    assert [(a.card, a.values) for a in veiled.case.answers if (a.card, a.values) in kept] == kept
    assert veiled.beats == scenario.beats


def test_what_is_hidden_is_not_hidden_again() -> None:
    scenario = SCENARIOS["imran"]
    veiled = hidden(scenario, names_of(scenario, PACK))
    assert names_in(veiled.case, PACK) == ()
    assert hidden(veiled.case, names_in(veiled.case, PACK)) is veiled.case
    assert names_in(replace(scenario.case, answers=()), PACK) == ("Pat Fisher",)


@given(st.text(), st.lists(st.text(min_size=1, max_size=12), max_size=3))
def test_any_name_can_be_hidden(text: str, names: list[str]) -> None:
    without(text, tuple(names))
    assert hidden((text, (text,)), ()) == (text, (text,))
