"""A scenario played on the real screens: begun on a case of its own, gone back in, reset to the start."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from referral_assistant.conversation import current
from referral_assistant.model import Manner
from referral_assistant.problems import Problem
from referral_assistant.training.playing import played
from referral_assistant.ui.exercises import OWN, Exercises, exercises_of
from referral_assistant.ui.inside import world as real_world
from referral_assistant.ui.open_file import World
from referral_assistant.ui.window import Window
from tests.ui.conftest import Clock


@pytest.fixture
def going(window: Window) -> Exercises:
    """Imran's scenario, begun."""
    found = exercises_of(window.session)
    found.begin("imran")
    return found


def play(going: Exercises, *manners: Manner) -> None:
    """Reply at the first cards of the scenario, and record what is heard."""
    scenario = going.scenario
    assert scenario is not None
    for beat, manner in zip(scenario.beats, manners, strict=False):
        assert going.exercise is not None
        before = going.exercise.choices
        going.choose(beat.card, manner)
        heard = played(scenario, before, going.exercise.choices[-1]).heard
        going._session.answer(beat.card, heard.values, heard.words)


def test_a_scenario_begins_on_a_case_of_its_own_with_its_own_letterhead(window: Window, going: Exercises) -> None:
    case = window.session.case
    assert case is not None
    assert case.organisation.name == "Eastmere Family Practice"
    assert case.practitioner.name == "Pat Fisher"
    assert case.answers == ()
    assert going.here
    assert going.exercise is not None
    assert going.exercise.case == case.id


def test_another_case_is_not_the_one_that_is_played(window: Window, going: Exercises) -> None:
    window.session.leave_case()
    window.session.new_case()
    assert not going.here
    assert going.scenario is not None


def test_a_group_may_begin_with_the_talk(window: Window, going: Exercises) -> None:
    going.pass_the_gate()
    assert window.session.derived.gate_done
    assert "asked_for_help" not in window.session.derived.standing


def test_three_cards_back_takes_back_what_was_recorded_since(window: Window, going: Exercises) -> None:
    going.pass_the_gate()
    play(going, *[Manner.BALANCED] * 5)
    assert going.scenario is not None
    first = going.scenario.beats[2].card
    assert going.back(3) == first
    held = window.session.derived.standing
    assert going.scenario.beats[1].card in held
    assert first not in held
    assert going.exercise is not None
    assert len(going.exercise.choices) == 2
    assert going.back(9) == going.scenario.beats[0].card
    assert going.back() == ""


def test_a_hidden_fact_comes_out_once_with_where_it_comes_from(window: Window) -> None:
    found = exercises_of(window.session)
    found.begin("mark")
    found.pass_the_gate()
    assert found.scenario is not None
    release = found.scenario.hidden[0]
    found.release(1)
    found.release(1)
    found.release(9)
    assert found.exercise is not None
    assert found.exercise.released == (1,)
    held = current(window.session.case.answers) if window.session.case else {}
    for answer in release.answers:
        assert (held[answer.card].values, held[answer.card].source) == (answer.values, answer.source)


def test_an_exercise_is_there_again_after_the_window_was_closed(
    window: Window, going: Exercises, build: Callable[..., Window]
) -> None:
    play(going, Manner.COLLUSIVE)
    before = going.exercise
    window.window().close()
    again = build()
    again.session.open_training()
    assert exercises_of(again.session).exercise == before


def test_s29_one_action_resets_to_the_start(window: Window, going: Exercises, world: World) -> None:
    session = window.session
    live = world.folder(False)
    session.directory()
    going.pass_the_gate()
    play(going, Manner.COMBATIVE, Manner.COLLUSIVE)
    session.alter(lambda directory: directory.edit("keelside-programme", {"status": "defunct"}, "Sam"))
    before = session.case.id if session.case else ""
    going.reset()
    assert session.case is not None
    assert session.case.answers == ()
    assert len(session.summaries()) == 1
    assert going.exercise is not None
    assert going.exercise.choices == ()
    assert (going.exercise.scenario, going.exercise.case) == ("imran", session.case.id)
    assert before
    service = session.service("keelside-programme")
    assert service is not None
    assert service.status == "active"
    assert not live.exists() or not any(live.iterdir())


def test_nothing_is_played_in_a_live_file(build: Callable[..., Window]) -> None:
    window = build()
    found = exercises_of(window.session)
    assert found.exercise is None
    with pytest.raises(Problem):
        window.session.clear_training()


def test_nothing_is_done_where_nothing_is_played(window: Window) -> None:
    found = exercises_of(window.session)
    for act in (lambda: found.choose("own_part", Manner.BALANCED), found.back, lambda: found.release(1)):
        with pytest.raises(Problem):
            act()
    with pytest.raises(Problem):
        found.begin("nobody")


def test_scenarios_of_the_trainer_stand_beside_ours(window: Window, world: World) -> None:
    folder = world.folder(True) / OWN
    folder.mkdir(parents=True)
    found = exercises_of(window.session)
    ours = len(found.scenarios())
    from referral_assistant.content.scenarios import SCENARIOS

    text = (SCENARIOS / "00-imran.toml").read_text("utf-8")
    (folder / "mine.toml").write_text(text.replace('id = "imran"', 'id = "mine"', 1), "utf-8")
    (folder / "same.toml").write_text(text, "utf-8")
    (folder / "broken.toml").write_text("id = 3", "utf-8")
    assert len(found.scenarios()) == ours + 1
    assert found.find("mine") is not None
    assert found.astray() == ("broken.toml", "same.toml")


def test_nothing_in_training_is_written_outside_its_folder(
    window: Window, going: Exercises, world: World, clock: Clock, tmp_path: Path
) -> None:
    going.pass_the_gate()
    play(going, Manner.BALANCED)
    going.say_confidence(before="Not very sure.")
    going.reset()
    going.end()
    training = world.folder(True)
    for path, _folders, files in os.walk(tmp_path):
        outside = [f for f in files if not Path(path, f).is_relative_to(training)]
        assert outside in ([], ["preferences.json"], ["settings.json"]), (path, outside)
    assert real_world().folder is not world.folder
