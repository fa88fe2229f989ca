"""The directory file: it narrows by area only, gives back what was put in, and keeps fiction from live cases."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Barrier, Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from referral_assistant.directory import NATIONAL, SAMPLE, load, matchable, starting
from referral_assistant.geography import load_areas, neighbours, place
from referral_assistant.model import Kind, Place, Service
from referral_assistant.problems import Problem
from referral_assistant.store.directory import Query, build, is_directory, kind_of, open_directory
from referral_assistant.store.directory.schema import APPLICATION_ID
from tests.directory_strategies import EASTMERE, WESTHAVEN, places, services

TRAINING = starting(Kind.TRAINING)


def NOW() -> datetime:
    return datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def ids(found: tuple[Service, ...]) -> set[str]:
    return {service.id for service in found}


def test_s20_a_live_directory_refuses_a_fictional_service(tmp_path: Path) -> None:
    path = tmp_path / "directory.db"
    with pytest.raises(Problem, match="fictional"):
        open_directory(path, Kind.LIVE, TRAINING)
    directory = open_directory(path, Kind.LIVE, load(NATIONAL))
    with pytest.raises(Problem, match="Keelside Programme"):
        directory.add(load(SAMPLE)[0], "Ines Vale")
    with pytest.raises(Problem, match="fictional"):
        directory.edit("respect-phoneline", {"fictional": True}, "Ines Vale")
    assert directory.all() == tuple(sorted(load(NATIONAL), key=lambda s: s.id))
    directory.close()


def test_s20_a_directory_for_training_is_never_opened_for_live_cases(tmp_path: Path) -> None:
    path = tmp_path / "directory.db"
    open_directory(path, Kind.TRAINING, TRAINING).close()
    with pytest.raises(Problem, match="training"):
        open_directory(path, Kind.LIVE)
    again = open_directory(path, Kind.TRAINING)
    assert again.count == len(TRAINING)
    again.close()


@settings(max_examples=40, deadline=None)
@given(found=st.lists(services, max_size=6, unique_by=lambda s: s.id), here=places)
def test_covering_is_by_area_only_and_gives_back_what_was_put_in(found: list[Service], here: Place) -> None:
    directory = build(None, found)
    areas = {*here.areas, *here.partner_areas} or {"england", "wales", "scotland", "northern_ireland"}
    wanted = [s for s in found if set(s.service_areas) & (areas | {"uk"})]
    assert directory.covering(here) == tuple(sorted(wanted, key=lambda s: s.id))
    directory.close()


def test_without_an_area_only_the_nation_wide_services_stand() -> None:
    directory = build(None, TRAINING)
    found = directory.covering(Place())
    assert "tideway-online" in ids(found)
    assert "respect-phoneline" in ids(found)
    assert "keelside-programme" not in ids(found)
    directory.close()


def test_either_home_brings_a_service_in_and_rules_decide_later() -> None:
    directory = build(None, TRAINING)
    assert "breakwater-programme" not in ids(directory.covering(Place(EASTMERE)))
    assert "breakwater-programme" in ids(directory.covering(Place(EASTMERE, WESTHAVEN)))
    assert "live-fear-free" not in ids(directory.covering(Place(EASTMERE)))
    directory.close()


def test_neighbouring_areas_can_be_asked_for_by_name() -> None:
    areas = load_areas(training=True)
    directory = build(None, TRAINING)
    here = place(areas, "x-eastmere", "")
    assert "ninestones-programme" not in ids(directory.covering(here))
    assert "ninestones-programme" in ids(directory.serving((*here.areas, *neighbours(areas, "x-eastmere"))))
    directory.close()


def test_a_service_is_found_by_its_id() -> None:
    directory = build(None, TRAINING)
    keelside = directory.service("keelside-programme")
    assert keelside in TRAINING
    assert directory.service("'; DROP TABLE services; --") is None
    assert directory.count == len(TRAINING)
    directory.close()


def test_the_file_is_a_plain_strict_database_of_our_own(tmp_path: Path) -> None:
    path = tmp_path / "directory.db"
    build(path, TRAINING).close()
    plain = sqlite3.connect(path)
    assert plain.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    made = plain.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%'").fetchall()
    ours = [sql for (sql,) in made if "_sqlite_migrations" not in sql]
    assert ours
    assert all("STRICT" in sql for sql in ours)
    steps = plain.execute("EXPLAIN QUERY PLAN SELECT entry FROM covered WHERE area IN ('a', 'b')").fetchall()
    assert "USING" in steps[0][-1]
    plain.close()
    assert [p.name for p in tmp_path.iterdir()] == ["directory.db"]


@pytest.mark.parametrize(
    "made", [b"not a database at all, and long enough to have a header", b"SQLite format 3\0" + b"\1" * 4096]
)
def test_what_is_no_directory_is_said_in_a_sentence(tmp_path: Path, made: bytes) -> None:
    path = tmp_path / "other.db"
    path.write_bytes(made)
    with pytest.raises(Problem) as caught:
        open_directory(path, Kind.TRAINING)
    assert str(caught.value).endswith(".")
    assert caught.value.advice
    assert path.read_bytes() == made


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE services (id TEXT)")
    other.commit()
    other.close()
    with pytest.raises(Problem, match="not a directory"):
        open_directory(path, Kind.TRAINING)


def test_what_comes_with_the_program_is_renewed_with_it_and_keeps_what_was_checked(tmp_path: Path) -> None:
    path = tmp_path / "directory.db"
    first = open_directory(path, Kind.LIVE, load(NATIONAL), NOW)
    line = first.all()[0]
    first.checked(line.id, date(2026, 11, 20), "Ines Vale")
    first.close()
    newer = tuple(replace(s, description="New words.") for s in load(NATIONAL)[:-1])
    again = open_directory(path, Kind.LIVE, newer, NOW)
    entry = again.entry(line.id)
    assert entry is not None
    assert entry.service.description == "New words."
    assert (entry.service.assured_date, entry.service.assured_by) == (date(2026, 11, 20), "Ines Vale")
    assert again.count == len(newer)
    assert [row.id for row in again.find(Query(only="withdrawn"))] == [load(NATIONAL)[-1].id]
    again.close()


def test_a_directory_file_is_read_without_knowing_what_it_is_for(tmp_path: Path) -> None:
    path = tmp_path / "directory.db"
    open_directory(path, Kind.TRAINING, TRAINING).close()
    before = path.read_bytes()
    assert is_directory(path)
    assert kind_of(path) is Kind.TRAINING
    assert ids(matchable(path)) == {s.id for s in TRAINING}
    assert path.read_bytes() == before
    other = tmp_path / "other.toml"
    other.write_text("format = 1", encoding="utf-8")
    assert not is_directory(other)


def test_a_file_may_be_made_and_changed_from_two_threads_at_once(tmp_path: Path) -> None:
    """As the window and its worker do on a first start: whoever comes second waits, and nobody is refused."""
    path, begin, wrong = tmp_path / "directory.db", Barrier(3), []

    def use(number: int) -> None:
        begin.wait()
        try:
            directory = open_directory(path, Kind.TRAINING, TRAINING, NOW)
            for status in ("temporarily closed", "active") * 3:
                directory.edit("keelside-programme", {"status": status, "waiting": f"{number}"}, "Ines Vale")
            directory.close()
        except Problem as problem:
            wrong.append(problem)

    threads = [Thread(target=use, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    directory = open_directory(path, Kind.TRAINING, (), NOW)
    assert len(directory.history("keelside-programme")) == 18
    directory.close()
