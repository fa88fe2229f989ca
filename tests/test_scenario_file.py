"""A scenario written back: the same record again, in a file that a person can read on with."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referral_assistant.content import load_scenarios, read_scenario
from referral_assistant.journey import training_pack
from referral_assistant.model import (
    Answer,
    Beat,
    Case,
    Concern,
    Expected,
    Heard,
    Held,
    Judged,
    Level,
    PackRef,
    Persona,
    Release,
    Route,
    Scenario,
    Source,
    State,
    Turn,
    Verdict,
    Who,
)
from referral_assistant.problems import Problem
from referral_assistant.training.scenario_file import scenario_text, write_scenario

PACK = training_pack()
BANK = load_scenarios(PACK)

TEXT = st.text(max_size=200) | st.sampled_from(
    [
        'He says “no”. """Never""" \\ ever.',
        "Two\nlines\n\n and a space, \t a tab",
        " begins and ends with a space ",
        "It is a long sentence without any end, " * 9,
        "a  b" * 60,
        "\\" * 5,
        "Zoë\u00a0Ó\u2028\x7f\x00 🙂",
        "cr\r\nlf\r",
        "2026-11-21",
    ]
)
LINES = st.lists(TEXT, max_size=3).map(tuple)
STATES = st.sampled_from([State.DECLINED, State.COULD_NOT_ASK])
LEFT = st.builds(
    Answer,
    card=st.just("own_part"),
    state=STATES,
    words=TEXT,
    observed=TEXT,
    source=st.sampled_from([*Source]),
    known_how=TEXT,
    source_date=st.none() | st.dates(date(1900, 1, 1)),
    at=st.none() | st.datetimes(datetime(1900, 1, 1), timezones=st.sampled_from([None, UTC])),
)
NAMED = st.builds(Answer, card=st.just("names_partner"), values=LINES)
ANSWERS = st.lists(LEFT | NAMED, max_size=3).map(tuple)
EXPECTED = st.builds(
    Expected,
    concern=st.sampled_from([*Concern]),
    route=st.sampled_from([*Route]),
    who=st.none() | st.sampled_from([*Who]),
    overall=st.none() | st.sampled_from([*Level]),
    stop=TEXT,
    verdicts=st.dictionaries(TEXT, st.sampled_from([*Verdict]), max_size=2),
)
TURN = st.builds(Turn, text=TEXT, says=TEXT, because=TEXT, values=LINES, state=STATES, words=TEXT, shuts=st.booleans())
BEAT = st.builds(
    Beat,
    card=TEXT,
    says=TEXT,
    collusive=TURN,
    combative=TURN,
    balanced=TURN,
    shut=st.none() | st.builds(Heard, says=TEXT, values=LINES),
    stop=TEXT,
)
PERSONA = st.builds(
    Persona,
    name=TEXT,
    age=st.integers(0, 120),
    gender=TEXT,
    relationship=TEXT,
    manner=TEXT,
    presents=LINES,
    hides=LINES,
    opens=LINES,
    shuts=LINES,
    shut=st.booleans(),
)
SCENARIOS = st.builds(
    Scenario,
    id=TEXT,
    title=TEXT,
    setting=TEXT,
    role=TEXT,
    trap=TEXT,
    expected=EXPECTED,
    learning=LINES,
    hidden=st.lists(st.builds(Release, fact=TEXT, expected=EXPECTED, answers=ANSWERS, when=TEXT), max_size=2).map(
        tuple
    ),
    practitioner=TEXT,
    minutes=st.integers(),
    why=TEXT,
    persona=st.none() | PERSONA,
    agencies=st.lists(st.builds(Held, agency=TEXT, holds=TEXT), max_size=2).map(tuple),
    readings=st.dictionaries(TEXT, st.builds(Judged, why=TEXT, level=st.sampled_from([*Level])), max_size=2),
    beats=st.lists(BEAT, max_size=2).map(tuple),
    lands=st.dictionaries(TEXT, EXPECTED, max_size=2),
    case=st.builds(
        Case,
        id=st.just("R-1"),
        reference=st.just("R-1"),
        pack=st.just(PackRef(PACK.id, PACK.version)),
        opened=st.none() | st.dates(date(1900, 1, 1)),
        answers=ANSWERS,
    ),
)


def again(scenario: Scenario, folder: Path) -> Scenario:
    """A scenario written to a file and read from it."""
    path = folder / "again.toml"
    write_scenario(path, scenario)
    return read_scenario(path, PACK)


@pytest.mark.parametrize("scenario", BANK, ids=lambda s: s.id)
def test_every_one_of_ours_comes_back_as_it_is(scenario: Scenario, tmp_path: Path) -> None:
    assert again(scenario, tmp_path) == scenario


@given(SCENARIOS)
def test_whatever_is_written_comes_back_as_it_is(tmp_path_factory: pytest.TempPathFactory, scenario: Scenario) -> None:
    assert again(scenario, tmp_path_factory.mktemp("again", numbered=True)) == scenario


@pytest.mark.parametrize("scenario", BANK, ids=lambda s: s.id)
def test_it_reads_as_ours_do(scenario: Scenario) -> None:
    text = scenario_text(scenario)
    assert next(iter(tomllib.loads(text))) == "id"
    assert text.endswith("\n")
    headings = [line for line in text.splitlines() if line.startswith("[")]
    if scenario.persona is not None:
        assert headings[0] == "[persona]"
    assert headings.index("[expected]") < headings.index("[case]")
    prose = [line for line in text.splitlines() if not line.startswith("  ")]
    assert all(len(line) <= 120 for line in prose), max(prose, key=len)


def test_a_day_is_written_as_a_day_and_words_that_look_like_one_are_not() -> None:
    answer = Answer("own_part", ("yes",), words="2026-11-21", source_date=date(2026, 11, 2))
    told = replace(BANK[0], case=replace(BANK[0].case, answers=(answer,)), title="2026-11-21")
    text = scenario_text(told)
    assert 'title = "2026-11-21"' in text
    assert 'words = "2026-11-21", source_date = 2026-11-02' in text


def test_half_a_character_does_not_keep_the_rest_from_being_kept(tmp_path: Path) -> None:
    found = again(replace(BANK[0], title="Half \ud83d of one"), tmp_path)
    assert found == replace(BANK[0], title="Half ? of one")


def test_it_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    write_scenario(path, BANK[0])
    before = path.read_bytes()
    # A folder stands where the new file is put together.
    (tmp_path / "own.toml.part").mkdir()
    with pytest.raises(Problem, match="could not be saved"):
        write_scenario(path, replace(BANK[0], title="Another"))
    assert path.read_bytes() == before


def test_the_folder_is_made_with_the_first(tmp_path: Path) -> None:
    write_scenario(tmp_path / "training" / "scenarios" / "own.toml", BANK[0])
    assert [path.name for path in (tmp_path / "training" / "scenarios").iterdir()] == ["own.toml"]
