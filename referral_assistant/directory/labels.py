"""The words by which files of others name our closed values, and back: the same whatever the window's language is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from referral_assistant.content.files import read_toml
from referral_assistant.paths import RESOURCES

WORDS = RESOURCES / "directory" / "words.toml"


@cache
def labels() -> Mapping[str, Mapping[str, str]]:
    """Field of a service -> value -> words; beside them `language_codes`, the ISO code of each language."""
    return MappingProxyType({field: MappingProxyType(words) for field, words in read_toml(WORDS).items()})


def label(field: str, value: str) -> str:
    """The words for a value of a field; a value that has none reads as it is."""
    return labels()[field].get(value, value)


def value_of(field: str, text: str) -> str | None:
    """The value that words, or an id as people may write it, stand for; None where it is neither."""
    return _values(field).get(_plain(text))


def language_of(code: str) -> str | None:
    """The language of an ISO code, whatever its case; a script or country after a hyphen does not count."""
    short = code.strip().casefold().partition("-")[0]
    return next((value for value, known in labels()["language_codes"].items() if known == short), None)


@cache
def _values(field: str) -> Mapping[str, str]:
    words = labels()[field]
    return {_plain(text): value for value, said in words.items() for text in (said, value)}


def _plain(text: str) -> str:
    marks = str.maketrans({"_": " ", "-": " ", "’": "'"})
    return " ".join(text.translate(marks).casefold().split())
