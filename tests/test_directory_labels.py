"""The words of files that others read and fill in, and how a value stands in one cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referral_assistant.content import load_vocabulary
from referral_assistant.directory.cells import accreditations_cell, read_accreditations
from referral_assistant.directory.labels import label, labels, language_of, value_of
from referral_assistant.model import Accreditation
from referral_assistant.reading.csv_file import guarded, unguarded
from tests.directory_strategies import words

VOCABULARY = load_vocabulary()
CLOSED = {
    "kind": VOCABULARY.offer,
    "purpose": VOCABULARY.purposes,
    "status": VOCABULARY.service["statuses"],
    "residence": VOCABULARY.service["residence"],
    "interpreter": VOCABULARY.service["yes_no_unknown"],
    "partner_support": VOCABULARY.service["yes_no_unknown"],
    "harm_level": VOCABULARY.service["harm_levels"],
    "fees": VOCABULARY.service["fees"],
    "languages": tuple(v for v in VOCABULARY.facts["language"].values if v != "other"),
    **{
        name: VOCABULARY.service[name]
        for name in ("genders", "relationships", "routes", "access", "communities", "formats", "schedules", "private")
    },
}
_marks = st.builds(
    Accreditation,
    body=words | st.sampled_from(("a|", "a\\", "\\|", "|", "a \\ | b")),
    level=st.just("") | words | st.just("|\\"),
    valid_to=st.none() | st.dates(),
)


@pytest.mark.parametrize("field", CLOSED)
def test_every_value_has_words_of_its_own_and_both_read_back(field: str) -> None:
    assert set(labels()[field]) == set(CLOSED[field])
    for value in CLOSED[field]:
        for text in (label(field, value), label(field, value).upper(), value, value.replace("_", " "), f" {value} "):
            assert value_of(field, text) == value, text
    assert value_of(field, "something else") is None


def test_the_words_name_no_field_that_is_not_closed() -> None:
    assert set(labels()) == {*CLOSED, "language_codes"}


def test_every_language_has_a_code_of_its_own() -> None:
    codes = labels()["language_codes"]
    assert set(codes) == set(CLOSED["languages"])
    assert len(set(codes.values())) == len(codes)
    assert all(language_of(code.upper()) == value for value, code in codes.items())
    assert language_of("zh-Hant") == "chinese"
    assert language_of("xx") is None


@given(st.text("'=+-@ab\t\r1"))
def test_a_guarded_cell_starts_no_formula_and_reads_back_the_same(text: str) -> None:
    cell = guarded(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguarded(cell) == text


@given(st.lists(_marks, max_size=3).map(tuple))
def test_accreditations_read_back_from_their_cell(marks: tuple[Accreditation, ...]) -> None:
    assert read_accreditations(accreditations_cell(marks)) == marks


@pytest.mark.parametrize("text", ["a | b | c", "a | b | 2026-01-01 | d", "a | | 31/12/2026"])
def test_an_accreditation_that_cannot_be_read_is_told(text: str) -> None:
    with pytest.raises(ValueError, match=r"parts|isoformat"):
        read_accreditations(text)
