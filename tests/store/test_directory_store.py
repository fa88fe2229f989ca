"""The directory file: it narrows by area only, gives back what was put in, and keeps fiction from live cases."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from referral_assistant.directory import NATIONAL, SAMPLE, load, starting
from referral_assistant.geography import load_areas, neighbours, place
from referral_assistant.model import Kind, Place, Service
from referral_assistant.problems import Problem
from referral_assistant.store.directory import APPLICATION_ID, build, open_for
from tests.directory_strategies import EASTMERE, WESTHAVEN, places, services

TRAINING = starting(Kind.TRAINING)


def ids(found: tuple[Service, ...]) -> set[str]:
    return {service.id for service in found}


def test_s20_a_live_case_refuses_a_fictional_service(tmp_path: Path) -> None:
    path = tmp_path / "directory.db"
    build(path, TRAINING).close()
    with pytest.raises(Problem, match="fictional"):
        open_for(Kind.LIVE, path)
    directory = open_for(Kind.TRAINING, path)
    assert directory.count == len(TRAINING)
    directory.close()


def test_s20_one_fictional_service_among_real_ones_is_enough(tmp_path: Path) -> None:
    path = tmp_path / "directory.db"
    build(path, (*load(NATIONAL), load(SAMPLE)[0])).close()
    with pytest.raises(Problem, match="Keelside Programme"):
        open_for(Kind.LIVE, path)


def test_a_live_case_opens_the_national_lines(tmp_path: Path) -> None:
    path = tmp_path / "directory.db"
    build(path, load(NATIONAL)).close()
    directory = open_for(Kind.LIVE, path)
    assert directory.all() == tuple(sorted(load(NATIONAL), key=lambda s: s.id))
    directory.close()


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
    assert all(
        row[0].rstrip().endswith("STRICT") for row in plain.execute("SELECT sql FROM sqlite_master WHERE sql != ''")
    )
    steps = plain.execute("EXPLAIN QUERY PLAN SELECT service FROM service_areas WHERE area IN ('a', 'b')").fetchall()
    assert "USING" in steps[0][-1]
    plain.close()
    assert [p.name for p in tmp_path.iterdir()] == ["directory.db"]


def test_an_open_directory_cannot_be_written(tmp_path: Path) -> None:
    path = tmp_path / "directory.db"
    directory = build(path, TRAINING)
    with pytest.raises(sqlite3.OperationalError):
        directory._db.execute("DELETE FROM services")
    directory.close()


def test_a_failed_build_leaves_the_old_directory_in_place(tmp_path: Path) -> None:
    path = tmp_path / "directory.db"
    build(path, load(NATIONAL)).close()
    twice = (load(SAMPLE)[0], load(SAMPLE)[0])
    with pytest.raises(sqlite3.IntegrityError):
        build(path, twice)
    directory = open_for(Kind.LIVE, path)
    assert directory.count == len(load(NATIONAL))
    directory.close()
    assert [p.name for p in tmp_path.iterdir()] == ["directory.db"]


def test_a_new_build_replaces_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "directory.db"
    build(path, TRAINING).close()
    directory = build(path, (replace(load(NATIONAL)[0], name="Renamed"),))
    assert [s.name for s in directory.all()] == ["Renamed"]
    directory.close()


@pytest.mark.parametrize("made", [b"", b"not a database at all, and long enough to have a header", None])
def test_what_is_no_directory_is_said_in_a_sentence(tmp_path: Path, made: bytes | None) -> None:
    path = tmp_path / "other.db"
    if made is not None:
        path.write_bytes(made)
    with pytest.raises(Problem) as caught:
        open_for(Kind.TRAINING, path)
    assert str(caught.value).endswith(".")
    assert caught.value.advice


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE services (id TEXT)")
    other.commit()
    other.close()
    with pytest.raises(Problem, match="not a directory"):
        open_for(Kind.TRAINING, path)
