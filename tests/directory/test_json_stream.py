"""Records of JSON files one at a time: every form of page, dirt, and the place of what is broken."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referral_assistant.directory.json_stream import LIMIT, Around, Fault, Found, records
from referral_assistant.reading.text_file import TextFile


def read(text: str, piece: int = 7) -> list[Found | Fault | Around]:
    """What is found when the text comes in pieces of that length."""
    return list(records(text[at : at + piece] for at in range(0, len(text), piece)))


def values(found: list[Found | Fault | Around]) -> list[Any]:
    return [each.value for each in found if isinstance(each, Found)]


_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=6,
)
_services = st.lists(st.dictionaries(st.text(max_size=6), _json, max_size=4), max_size=4)


@given(_services, st.integers(1, 50), st.sampled_from(("contents", "content", "services")))
def test_every_record_of_a_page_is_found_however_the_file_is_cut(
    services: list[dict[str, Any]], piece: int, under: str
) -> None:
    text = json.dumps({"total_items": len(services), under: services, "last_page": True}, indent=piece % 3)
    found = read(text, piece)
    assert values(found) == services
    assert found[-1] == Around({"total_items": len(services), "last_page": True}, len(services))


@given(_services, st.integers(1, 50))
def test_every_record_of_a_list_is_found_however_the_file_is_cut(services: list[dict[str, Any]], piece: int) -> None:
    assert values(read(json.dumps(services), piece)) == services


def test_one_service_is_one_record_and_services_in_a_row_are_several() -> None:
    assert values(read('{"name": "A", "contacts": [{"id": 1}]}')) == [{"name": "A", "contacts": [{"id": 1}]}]
    assert values(read('{"name": "A"}\n{"name": "B"}\n')) == [{"name": "A"}, {"name": "B"}]


def test_control_characters_and_half_characters_in_strings_are_let_through() -> None:
    assert values(read('[{"name": "a\x01\tb\\ud800"}]')) == [{"name": "a\x01\tb\ud800"}]


def test_numbers_of_any_length_and_no_numbers_are_text_where_they_are_not_numbers() -> None:
    digits = "9" * 5000
    assert values(read(f'[{{"a": NaN, "b": {digits}, "c": -Infinity}}]', 1000)) == [
        {"a": "NaN", "b": digits, "c": "-Infinity"}
    ]


def test_a_key_that_stands_twice_is_told() -> None:
    found = read('[{"a": 1, "b": 2, "a": 3}]')[0]
    assert isinstance(found, Found)
    assert (found.value, found.twice) == ({"a": 3, "b": 2}, ("a",))


def test_a_broken_record_is_left_out_with_its_place_and_the_rest_is_read() -> None:
    found = read('[{"a": 1},\n {"a": tru},\n {"a": 3}]')
    assert values(found) == [{"a": 1}, {"a": 3}]
    fault = next(each for each in found if isinstance(each, Fault))
    assert (fault.place, fault.ends) == ("record 2, line 2", False)
    assert "Line 2, column 8: Expecting value." in fault.sentence


@pytest.mark.parametrize(
    ("text", "read_before", "said"),
    [
        ('[{"a": 1}, {"a": 2', 1, "The file ends in the middle of a record."),
        ('[{"a": 1},', 1, "The file ends where a record or a closing bracket should follow."),
        ('[{"a": 1}, {"a": [1}, {"b": 2}]', 1, "Brackets and braces do not match"),
        ('{"contents": [{"a": 1}] ', 1, "The file ends where"),
        ("[" * 50_000, 0, "nested too deeply"),
        ("hello", 0, "Here a list or a service should begin."),
        ("[1, 2] x", 2, "Here a list or a service should begin."),
    ],
)
def test_a_file_that_cannot_be_read_to_its_end_says_so_and_keeps_what_was_read(
    text: str, read_before: int, said: str
) -> None:
    found = read(text, 4096)
    fault = found[-2]
    assert isinstance(fault, Fault)
    assert fault.ends
    assert said in fault.sentence
    assert len(values(found)) == read_before


def test_a_bomb_of_nesting_inside_one_record_costs_that_record_alone() -> None:
    found = read('[{"a": ' + "[" * 5000 + "]" * 5000 + '}, {"b": 1}]', 4096)
    assert values(found) == [{"b": 1}]
    assert any(isinstance(each, Fault) and "nested too deeply" in each.sentence for each in found)


def test_a_record_of_many_megabytes_is_refused_and_the_next_is_read() -> None:
    found = read('[{"a": "' + "x" * (LIMIT + 10) + '"}, {"b": 1}]', 1 << 18)
    assert values(found) == [{"b": 1}]
    assert any(isinstance(each, Fault) and "too large" in each.sentence for each in found)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_in_any_of_its_forms(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "feed.json"
    path.write_bytes('[{"name": "Café – 你好"}]'.encode(encoding))
    file = TextFile(path)
    assert values(list(records(file.pieces()))) == [{"name": "Café – 你好"}]
    assert not file.odd


def test_what_windows_saved_is_read_as_windows_wrote_it(tmp_path: Path) -> None:
    path = tmp_path / "feed.json"
    path.write_bytes('[{"name": "Café – “ours”"}]'.encode("cp1252"))
    file = TextFile(path)
    assert values(list(records(file.pieces()))) == [{"name": "Café – “ours”"}]
    assert file.odd


ENCODINGS = st.sampled_from(("utf-8", "utf-16"))


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=300), ENCODINGS)
def test_text_comes_whole_out_of_its_pieces(text: str, encoding: str) -> None:
    # A letter and a nought are one letter of UTF-16, and no text has a nought in it.
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as made:
        path = Path(made) / "text"
        path.write_bytes(("a" + text).encode(encoding))
        assert "".join(TextFile(path).pieces()) == "a" + text
        assert "".join(TextFile(path).lines()) == "a" + text
