"""The closed lists of ids that packs, directories and documents share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from referral_assistant.content.files import read_toml
from referral_assistant.model import About
from referral_assistant.paths import RESOURCES


@dataclass(frozen=True, slots=True)
class Fact:
    """One listed fact: its kind (one, many, number, date, area or text), its values, and whom it describes."""

    id: str
    kind: str
    values: tuple[str, ...] = ()
    about: About = About.PERSON


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every closed list. `service` holds the values allowed in a service's structured fields, by list name."""

    version: str
    facts: Mapping[str, Fact]
    offer: tuple[str, ...]
    needs_partner_support: tuple[str, ...]
    not_referable: tuple[str, ...]
    refused: Mapping[str, str]
    service: Mapping[str, tuple[str, ...]]
    purposes: tuple[str, ...]
    on_person_copy: tuple[str, ...]
    duties: tuple[str, ...]
    contacts: tuple[str, ...]


@cache
def load_vocabulary(path: Path = RESOURCES / "vocabulary.toml") -> Vocabulary:
    """The program's vocabulary, read once."""
    data = read_toml(path)
    facts = {
        name: Fact(name, fact["kind"], tuple(fact.get("values", ())), About(fact.get("about", "person")))
        for name, fact in data["facts"].items()
    }
    kinds = data["kinds"]
    return Vocabulary(
        version=data["version"],
        facts=MappingProxyType(facts),
        offer=tuple(kinds["offer"]),
        needs_partner_support=tuple(kinds["needs_partner_support"]),
        not_referable=tuple(kinds["not_referable"]),
        refused=MappingProxyType(kinds["refused"]),
        service=MappingProxyType({name: tuple(values) for name, values in data["service"].items()}),
        purposes=tuple(data["purposes"]["values"]),
        on_person_copy=tuple(data["purposes"]["on_person_copy"]),
        duties=tuple(data["duties"]["values"]),
        contacts=tuple(data["contacts"]["values"]),
    )
