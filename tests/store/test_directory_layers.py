"""Layers: what was imported, what was laid over it by whom, what counts, and how to go back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from referral_assistant.model import AreaContact, Kind, Origin, Place, Service
from referral_assistant.problems import Mistakes, Problem
from referral_assistant.store.directory import Directory, Query, Taken, open_directory
from referral_assistant.store.directory.layers import flat, whole
from tests.directory_strategies import services
from tests.saltmarch import KEELSIDE, PACK, arrive

ME, YOU = "Ines Vale", "Tom Marsh"


@pytest.fixture
def directory() -> Iterator[Directory]:
    made = opened()
    took(made, KEELSIDE)
    yield made
    made.close()


def opened() -> Directory:
    minutes = count()
    return open_directory(
        None, Kind.TRAINING, (), lambda: datetime(2026, 11, 22, 9, 0, tzinfo=UTC) + timedelta(minutes=next(minutes))
    )


def took(directory: Directory, *found: Service, origin: Origin = PACK, whole: bool = False) -> list[tuple[str, str]]:
    return [(t.entry, t.outcome) for t in arrive(directory, *found, origin=origin, by=ME, whole=whole)]


def now(directory: Directory, entry_id: str = KEELSIDE.id) -> Service:
    found = directory.service(entry_id)
    assert found is not None
    return found


def test_a_local_value_is_laid_over_the_imported_one_with_who_and_when(directory: Directory) -> None:
    directory.edit(KEELSIDE.id, {"waiting": "About six weeks.", "contact.telephone": "01632 960 999"}, ME)
    entry = directory.entry(KEELSIDE.id)
    assert entry is not None
    assert entry.service.waiting == "About six weeks."
    assert entry.service.contact.telephone == "01632 960 999"
    assert entry.service.contact.email == KEELSIDE.contact.email
    assert entry.imported == KEELSIDE
    assert [(row.field, row.was, row.by) for row in entry.local] == [
        ("contact.telephone", KEELSIDE.contact.telephone, ME),
        ("waiting", None, ME),
    ]
    assert entry.changed_by == ME
    assert entry.added < (entry.changed or entry.added)


def test_a_newer_pack_replaces_the_imported_layer_and_shows_both_where_both_changed(directory: Directory) -> None:
    directory.edit(KEELSIDE.id, {"waiting": "About six weeks.", "length": "30 weeks"}, ME)
    newer = replace(KEELSIDE, length="28 weeks", description="New.")
    assert took(directory, newer) == [(KEELSIDE.id, "updated")]
    entry = directory.entry(KEELSIDE.id)
    assert entry is not None
    assert entry.differs == ("length",)
    assert (entry.service.length, entry.service.description, entry.service.waiting) == (
        "30 weeks",
        "New.",
        "About six weeks.",
    )
    assert entry.imported == newer
    assert [row.id for row in directory.find(Query(only="differs"))] == [KEELSIDE.id]
    directory.settle(KEELSIDE.id, "length", "imported", YOU)
    assert now(directory).length == "28 weeks"
    assert not directory.find(Query(only="differs"))
    directory.undo(directory.history(KEELSIDE.id)[0].number, YOU)
    assert now(directory).length == "30 weeks"
    assert directory.find(Query(only="differs"))[0].id == KEELSIDE.id
    directory.settle(KEELSIDE.id, "length", "local", YOU)
    assert now(directory).length == "30 weeks"
    assert not directory.find(Query(only="differs"))
    assert took(directory, newer) == [(KEELSIDE.id, "same")]
    assert not directory.find(Query(only="differs"))


def test_a_check_by_telephone_is_kept_and_dated_apart_from_changes(directory: Directory) -> None:
    before = directory.entry(KEELSIDE.id)
    assert before is not None
    directory.checked(KEELSIDE.id, date(2026, 11, 20), ME, {"status": "temporarily closed"}, "Back in January.")
    entry = directory.entry(KEELSIDE.id)
    assert entry is not None
    assert (entry.service.assured_date, entry.service.assured_by) == (date(2026, 11, 20), ME)
    assert entry.service.status == "temporarily closed"
    assert entry.added == before.added
    change = directory.history(KEELSIDE.id)[0]
    assert (change.kind, change.note, change.by) == ("checked", "Back in January.", ME)
    assert change.before["status"] is None
    assert took(directory, KEELSIDE) == [(KEELSIDE.id, "same")]
    assert now(directory).assured_date == date(2026, 11, 20)


def test_a_check_says_so_even_where_nothing_is_different(directory: Directory) -> None:
    directory.checked(KEELSIDE.id, KEELSIDE.assured_date or date(2026, 1, 1), KEELSIDE.assured_by)
    assert directory.history(KEELSIDE.id)[0].kind == "checked"


def test_a_check_is_never_in_the_future_and_never_nameless(directory: Directory) -> None:
    with pytest.raises(Problem, match="still to come"):
        directory.checked(KEELSIDE.id, date(2026, 11, 23), ME)
    with pytest.raises(Problem, match="who you are"):
        directory.checked(KEELSIDE.id, date(2026, 11, 20), " ")
    assert not directory.history(KEELSIDE.id)


def test_a_usual_value_takes_the_place_of_an_imported_one(directory: Directory) -> None:
    took(directory, replace(KEELSIDE, status="inactive"))
    directory.edit(KEELSIDE.id, {"status": "active"}, ME)
    assert now(directory).status == "active"
    directory.edit(KEELSIDE.id, {"status": "inactive"}, ME)
    entry = directory.entry(KEELSIDE.id)
    assert entry is not None
    assert entry.service.status == "inactive"
    assert not entry.local


def test_a_value_that_cannot_stand_there_changes_nothing(directory: Directory) -> None:
    with pytest.raises(Mistakes):
        directory.edit(KEELSIDE.id, {"minimum_age": "eighteen", "length": "1 week"}, ME)
    assert now(directory) == KEELSIDE
    assert not directory.history(KEELSIDE.id)


def test_what_the_origin_no_longer_lists_is_kept_and_matched_with_nobody(directory: Directory) -> None:
    other = replace(KEELSIDE, id="other", name="Other")
    assert took(directory, other) == [("other", "added"), (KEELSIDE.id, "missing")]
    assert took(directory, other, whole=True) == [("other", "same"), (KEELSIDE.id, "withdrawn")]
    assert [s.id for s in directory.covering(Place(KEELSIDE.service_areas))] == ["other"]
    directory.edit(KEELSIDE.id, {"length": "1 week"}, ME)
    assert [row.id for row in directory.find(Query(only="withdrawn"))] == [KEELSIDE.id]
    assert took(directory, KEELSIDE, other, whole=True) == [(KEELSIDE.id, "updated"), ("other", "same")]
    assert now(directory).length == "1 week"
    assert directory.count == 2


def test_an_entry_of_ones_own_is_added_changed_removed_and_put_back(directory: Directory) -> None:
    own = replace(KEELSIDE, id="own", name="Own programme", length="")
    directory.add(own, ME)
    directory.edit("own", {"length": "3 weeks"}, ME)
    directory.edit("own", {"length": None}, YOU)
    assert now(directory, "own") == own
    directory.remove("own", ME)
    assert directory.service("own") is None
    directory.undo(directory.history("own")[0].number, YOU)
    assert now(directory, "own") == own
    with pytest.raises(Problem, match="come back"):
        directory.remove(KEELSIDE.id, ME)


def test_an_entry_of_ones_own_that_a_pack_lists_later_keeps_its_own_words(directory: Directory) -> None:
    own = replace(KEELSIDE, id="own", name="Own programme", length="3 weeks")
    directory.add(own, ME)
    assert took(directory, replace(own, length="4 weeks", waiting="Long")) == [
        ("own", "updated"),
        (KEELSIDE.id, "missing"),
    ]
    entry = directory.entry("own")
    assert entry is not None
    assert entry.service == replace(own, waiting="Long")
    assert [row.field for row in entry.local] == ["length"]


def test_an_undo_waits_for_a_later_change_of_the_same_field(directory: Directory) -> None:
    directory.edit(KEELSIDE.id, {"length": "1 week"}, ME)
    first = directory.history(KEELSIDE.id)[0].number
    directory.edit(KEELSIDE.id, {"length": "2 weeks"}, YOU)
    with pytest.raises(Problem, match=YOU):
        directory.undo(first, ME)
    directory.undo(directory.history(KEELSIDE.id)[0].number, ME)
    assert now(directory).length == "1 week"
    directory.undo(directory.history(KEELSIDE.id)[0].number, ME)
    assert now(directory).length == "2 weeks"


def test_what_came_with_a_file_is_not_undone_here(directory: Directory) -> None:
    took(directory, replace(KEELSIDE, length="1 week"))
    with pytest.raises(Problem, match="came with a file"):
        directory.undo(directory.history(KEELSIDE.id)[0].number, ME)


def test_who_stops_in_the_middle_of_taking_changes_nothing(directory: Directory) -> None:
    arriving = directory.take(PACK, [(("x",), replace(KEELSIDE, id=f"s{n}", name=f"S{n}")) for n in range(5)], ME)
    next(arriving)
    next(arriving)
    arriving.close()
    assert directory.count == 1
    assert took(directory, KEELSIDE) == [(KEELSIDE.id, "same")]


def test_an_error_in_the_middle_of_taking_changes_nothing(directory: Directory) -> None:
    def broken() -> Iterator[tuple[tuple[str, ...], Service]]:
        yield ("x",), replace(KEELSIDE, id="new", name="New")
        raise Problem("The file ends in the middle.", "Save it again.")

    with pytest.raises(Problem, match="ends in the middle"):
        list(directory.take(PACK, broken(), ME))
    assert directory.service("new") is None


def test_the_same_service_is_known_by_any_of_its_identities(directory: Directory) -> None:
    first = replace(KEELSIDE, id="one", name="One")
    assert first_of(directory.take(PACK, [(("oruk:1", "name:one"), first)], ME)) == "one"
    renamed = replace(first, id="uno", name="Uno")
    assert first_of(directory.take(PACK, [(("oruk:1",), renamed)], ME)) == "one"
    assert now(directory, "one").name == "Uno"
    stranger = replace(first, name="Another of the same id")
    assert first_of(directory.take(PACK, [(("oruk:2",), stranger)], ME)) == "one-2"


def test_contacts_of_an_area_lie_in_the_same_layers(directory: Directory) -> None:
    door = AreaContact("x-eastmere", "children", "Front door", "01632 960 101", fictional=True)
    taken = list(directory.take(PACK, [((), door)], ME))
    assert [(t.entry, t.outcome) for t in taken] == [("x-eastmere:children", "added")]
    assert directory.contacts("x-eastmere") == (door,)
    directory.put_contact(replace(door, telephone="01632 960 102", checked_on=date(2026, 11, 20), checked_by=ME), ME)
    list(directory.take(PACK, [((), replace(door, name="New front door"))], ME))
    (now_door,) = directory.contacts("x-eastmere")
    assert (now_door.name, now_door.telephone, now_door.checked_by) == ("New front door", "01632 960 102", ME)
    directory.put_contact(AreaContact("x-westhaven", "police", telephone="01632 960 103", fictional=True), ME)
    assert len(directory.all_contacts()) == 2
    assert directory.count == 1
    assert directory.history("x-eastmere:children")[-1].kind == "edited"


def test_what_was_decided_once_is_remembered(directory: Directory) -> None:
    assert directory.known_columns("shape") is None
    directory.remember_columns("shape", {"Name of service": "name"})
    directory.remember_area("Greater Eastmere", ("x-eastmere", "x-westhaven"))
    directory.trust("AB12 CD34", "Saltmarch area lead")
    assert directory.known_columns("shape") == {"Name of service": "name"}
    assert directory.known_areas() == {"Greater Eastmere": ("x-eastmere", "x-westhaven")}
    assert directory.trusted() == {"AB12 CD34": "Saltmarch area lead"}


VALUES: dict[str, tuple[object, ...]] = {
    "length": (None, "3 weeks", "4 weeks"),
    "status": (None, "inactive", "temporarily closed"),
    "genders": (None, ["man"], ["man", "woman"]),
    "contact.email": (None, "a@example.org", "b@example.org"),
}
edits = st.sampled_from(sorted(VALUES)).flatmap(lambda f: st.tuples(st.just(f), st.sampled_from(VALUES[f])))


@settings(max_examples=40, deadline=None)
@given(changes=st.lists(edits, max_size=8), later=edits)
def test_after_any_edits_undoing_them_all_leaves_what_was_imported(
    changes: list[tuple[str, object]], later: tuple[str, object]
) -> None:
    directory = opened()
    took(directory, KEELSIDE)
    for field, value in changes:
        directory.edit(KEELSIDE.id, {field: value}, ME)
        assert plain(now(directory), field) == value
    for change in directory.history(KEELSIDE.id):
        directory.undo(change.number, YOU)
    assert now(directory) == KEELSIDE
    newer = whole("service", flat(KEELSIDE) | {k: v for k, v in (later,) if v is not None})
    assert isinstance(newer, Service)
    took(directory, newer)
    assert now(directory) == newer
    directory.close()


@settings(max_examples=25, deadline=None)
@given(first=services, later=services)
def test_any_service_is_given_back_as_it_was_taken_in(first: Service, later: Service) -> None:
    directory = opened()
    for service in (first, later):
        took(directory, replace(service, id="it"))
        assert now(directory, "it") == replace(service, id="it")
    directory.close()


def first_of(taken: Iterator[Taken]) -> str:
    """The entry of the first, once all are in."""
    every = list(taken)
    return every[0].entry


def plain(service: Service, field: str) -> Any:
    return flat(service).get(field)
