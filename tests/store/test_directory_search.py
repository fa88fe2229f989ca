"""Looking for entries: by what words begin with, accents and slips forgiven, filters that keep what is not said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from referral_assistant.model import Kind, Service, ServiceContact
from referral_assistant.store.directory import Directory, Query, Words, open_directory
from referral_assistant.store.directory.search import plain, slips
from tests.saltmarch import PACK, arrive

ME = "Ines Vale"
PLACES = {"x-eastmere": "Eastmere", "x-westhaven": "Westhaven", "uk": "the whole United Kingdom"}

KEELSIDE = Service(
    "keelside",
    "Keelside Programme",
    "behaviour_change",
    organisation="Keelside Trust",
    description="A weekly group in the evenings.",
    genders=("man",),
    relationships=("partner", "ex_partner"),
    languages=("english",),
    access=("wheelchair",),
    routes=("self",),
    service_areas=("x-eastmere",),
    contact=ServiceContact("01632 960 401", address=("1 Slipway", "Eastmere")),
    assured_date=date(2026, 10, 12),
)
LANTERN = Service(
    "lantern",
    "Lantern One to One",
    "early_response",
    organisation="Café Lantern",
    description="A first step, alone or after the Keelside group.",
    genders=("man", "woman"),
    interpreter="yes",
    languages=("welsh",),
    service_areas=("x-eastmere", "x-westhaven"),
    status="temporarily closed",
    assured_date=date(2025, 9, 1),
)
TERN = Service("tern", "Tern Line", "helpline", service_areas=("uk",), description="For anybody who asks.")
UNSORTED = Service("unsorted", "Émile’s Place", "", organisation="Westhaven Partnership")
ALL = (KEELSIDE, LANTERN, TERN, UNSORTED)


def words(service: Service) -> Words:
    return Words(
        " ".join((*service.contact.address, *map(PLACES.__getitem__, service.service_areas))), service.description
    )


@pytest.fixture
def directory() -> Iterator[Directory]:
    made = opened(*ALL)
    yield made
    made.close()


@pytest.fixture(scope="module")
def shared() -> Iterator[Directory]:
    made = opened(*ALL)
    yield made
    made.close()


def opened(*services: Service) -> Directory:
    made = open_directory(None, Kind.TRAINING, (), lambda: datetime(2026, 11, 22, 9, 0, tzinfo=UTC), words)
    arrive(made, *services, by=ME)
    return made


def found(directory: Directory, text: str = "", **how: object) -> list[str]:
    return [row.id for row in directory.find(Query(text, **how))]  # type: ignore[arg-type]


# --- words -----------------------------------------------------------------------------------------------------------


def test_without_words_everything_stands_in_the_order_of_the_alphabet(directory: Directory) -> None:
    assert found(directory) == ["unsorted", "keelside", "lantern", "tern"]


@pytest.mark.parametrize("text", ["keel", "KEELSIDE", "programme", "keelside trust", "trust keel"])
def test_words_are_found_by_what_they_begin_with(directory: Directory, text: str) -> None:
    assert found(directory, text)[0] == "keelside"


def test_who_is_named_so_comes_before_who_mentions_it(directory: Directory) -> None:
    assert found(directory, "keelside") == ["keelside", "lantern"]


@pytest.mark.parametrize(("text", "wanted"), [("emile", "unsorted"), ("Émile's", "unsorted"), ("cafe", "lantern")])
def test_accents_and_apostrophes_do_not_matter(directory: Directory, text: str, wanted: str) -> None:
    assert found(directory, text) == [wanted]


def test_places_and_needs_are_found(directory: Directory) -> None:
    assert found(directory, "slipway") == ["keelside"]
    assert found(directory, "eastmere") == ["keelside", "lantern"]
    assert found(directory, "evenings") == ["keelside"]


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("keelsdie", ("keelsdie", "keelside")),
        ("kelside", ("kelside", "keelside")),
        ("lanturn", ("lanturn", "lantern")),
        ("evenigns", ("evenigns", "evenings")),
        ("programe", ("programe", "programme")),
    ],
)
def test_slips_are_forgiven_and_said(directory: Directory, text: str, instead: tuple[str, str]) -> None:
    listing = directory.find(Query(text))
    assert listing.instead == (instead,)
    assert len(listing)


def test_short_words_are_taken_at_their_word(directory: Directory) -> None:
    """Three letters that are nowhere are one slip away from far too much."""
    assert found(directory, "tre") == []


def test_one_letter_is_looked_for_in_names_and_beside_other_words_not_yet(directory: Directory) -> None:
    assert found(directory, "k") == ["keelside"]
    assert found(directory, "a") == []
    assert found(directory, "eastmere z") == found(directory, "eastmere")
    assert found(directory, "eastmere ev") == ["keelside"]


def test_all_words_count_and_nothing_found_is_empty(directory: Directory) -> None:
    assert found(directory, "programme westhaven") == []
    assert found(directory, "zzzzzzzz") == []
    assert directory.find(Query("zzzzzzzz")).instead == ()
    assert directory.find(Query("lantern zzzzzzzz")).instead == ()


@pytest.mark.parametrize("text", ['"', "AND", "NEAR(", "key* OR", "name:tern", "-", "%", "\x00", "(", "g_man", "tern^"])
def test_what_means_something_to_the_file_is_only_text(directory: Directory, text: str) -> None:
    assert isinstance(found(directory, text), list)


def test_codes_for_filters_are_no_words(directory: Directory) -> None:
    assert found(directory, "g_man") == []


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=12))
def test_any_text_is_answered(shared: Directory, text: str) -> None:
    assert len(found(shared, text)) <= len(ALL)


@settings(max_examples=60, deadline=None)
@given(word=st.sampled_from(["keelside", "programme", "lantern", "westhaven"]), data=st.data())
def test_one_slip_is_one_slip(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 2))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    made = {
        "missing": word[:place] + word[place + 1 :],
        "other": word[:place] + letter + word[place + 1 :],
        "more": word[:place] + letter + word[place:],
        "swapped": word[:place] + word[place + 1] + word[place] + word[place + 2 :],
    }
    for typed in made.values():
        assert slips(typed, word, 2) <= 1
    assert plain(word) == word


# --- filters ---------------------------------------------------------------------------------------------------------


def test_what_is_not_said_is_not_a_no(directory: Directory) -> None:
    assert found(directory, genders=("woman",)) == ["unsorted", "lantern", "tern"]
    assert found(directory, relationships=("child",)) == ["unsorted", "lantern", "tern"]
    assert found(directory, access=("bsl",)) == ["unsorted", "lantern", "tern"]
    assert found(directory, routes=("court",)) == ["unsorted", "lantern", "tern"]
    assert found(directory, areas=("x-westhaven", "uk")) == ["unsorted", "lantern", "tern"]


def test_who_works_with_interpreters_is_found_for_any_language(directory: Directory) -> None:
    assert found(directory, languages=("polish",)) == ["unsorted", "lantern", "tern"]
    assert found(directory, languages=("english",)) == ["unsorted", "keelside", "lantern", "tern"]


def test_values_are_alternatives_and_filters_narrow_each_other(directory: Directory) -> None:
    assert found(directory, kinds=("helpline", "behaviour_change")) == ["keelside", "tern"]
    assert found(directory, kinds=("behaviour_change",), genders=("woman",)) == []
    assert found(directory, status="temporarily closed") == ["lantern"]
    assert found(directory, "keelside", areas=("x-westhaven",)) == ["lantern"]


def test_the_views_of_who_looks_after_it(directory: Directory) -> None:
    due = date(2026, 5, 22)
    assert found(directory, only="due", due_before=due) == ["unsorted", "tern", "lantern"]
    assert directory.due(due) == 3
    assert found(directory, "tern", only="due", due_before=due) == ["tern"]
    assert found(directory, only="unsorted") == ["unsorted"]
    assert found(directory, only="own") == []
    own = directory.add(replace(TERN, id="own-line", name="A line of ours"), ME)
    assert found(directory, only="own") == [own]
    directory.edit("keelside", {"length": "30 weeks"}, ME)
    for _taken in directory.take(PACK, [(("id:keelside",), replace(KEELSIDE, length="28 weeks"))], ME, True):
        pass
    assert found(directory, only="differs") == ["keelside"]
    assert found(directory, only="withdrawn") == ["unsorted", "lantern", "tern"]
    assert found(directory, only="withdrawn", kinds=("helpline",)) == ["tern"]
    assert found(directory, kinds=("helpline",)) == [own]
    assert found(directory, areas=("x-westhaven",), only="withdrawn") == ["unsorted", "lantern"]


def test_where_an_entry_stands_in_a_list(directory: Directory) -> None:
    listing = directory.find()
    assert [listing.position(row.id) for row in listing] == [0, 1, 2, 3]
    assert directory.find(Query("tern")).position("keelside") is None
    assert listing.position("nobody") is None


def test_a_change_is_found_at_once(directory: Directory) -> None:
    assert found(directory, "harbour") == []
    directory.edit("tern", {"name": "Harbour Line"}, ME)
    assert found(directory, "harbour") == ["tern"]
    assert found(directory, "tern") == []


def test_rows_are_read_in_pages(directory: Directory) -> None:
    many = opened(*(replace(TERN, id=f"tern-{n:04}", name=f"Tern {n:04}") for n in range(300)))
    listing = many.find()
    assert len(listing) == 300
    assert [row.id for row in listing[120:200]] == [f"tern-{n:04}" for n in range(120, 200)]
    assert listing[-1].id == "tern-0299"
    with pytest.raises(IndexError):
        listing[300]
    many.close()
