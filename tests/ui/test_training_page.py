"""Where training begins: what is told of a scenario before it is played, and what is not (S29)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from referral_assistant.model import Manner, Scenario
from referral_assistant.ui import inside
from referral_assistant.ui.at_play import KEPT, played
from referral_assistant.ui.confidence import phrases
from referral_assistant.ui.exercises import exercises_of
from referral_assistant.ui.widgets import RowButton
from referral_assistant.ui.window import Window
from tests.ui.driving import button, click, press, seen
from tests.ui.filled import choose
from tests.ui.test_hide import live as live
from tests.ui.training_screens import TRAINING_SCREENS, begun

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def listed(window: Window) -> Window:
    """The list of scenarios."""
    TRAINING_SCREENS["training"](window)
    return window


def rows(window: Window) -> list[str]:
    return [row.accessibleName() for row in window.page.findChildren(RowButton) if row.isEnabled()]


def secrets(scenario: Scenario) -> list[str]:
    """What nobody is told before the conversation."""
    found = [scenario.trap, scenario.why, *scenario.learning]
    found += [held.holds for held in scenario.agencies]
    found += [text for release in scenario.hidden for text in (release.fact, release.why)]
    found += [judged.why for judged in scenario.readings.values()]
    if scenario.persona is not None:
        found += [*scenario.persona.hides, *scenario.persona.opens, *scenario.persona.shuts, scenario.persona.manner]
    return [text for text in found if text]


def test_the_cases_page_leads_to_the_scenarios(window: Window) -> None:
    assert button(window.page, "Choose a scenario").hasFocus()
    press(window, Qt.Key.Key_Return)
    assert window.place == "training"


def test_the_page_stands_before_the_scenarios_are_read(window: Window) -> None:
    window.go("training")
    assert "Reading the scenarios." in seen(window)
    assert window.session.background.drain()
    assert len(rows(window)) == len(exercises_of(window.session).scenarios())
    assert "Reading" not in seen(window)


def test_every_scenario_is_listed_by_title_role_person_and_time(listed: Window) -> None:
    for scenario, row in zip(exercises_of(listed.session).scenarios(), rows(listed), strict=True):
        assert row.startswith(f"{scenario.title}, {scenario.role}, ")
        assert row.endswith(f", {scenario.minutes} min")


def test_nothing_gives_a_scenario_away_before_it_begins(listed: Window) -> None:
    scenarios = exercises_of(listed.session).scenarios()
    assert not [s for scenario in scenarios for s in secrets(scenario) if s in seen(listed)]
    for scenario in scenarios:
        listed.go(f"brief:{scenario.id}")
        text = seen(listed)
        assert not [s for s in secrets(scenario) if s in text], scenario.id
        for part in (scenario.setting, scenario.warning, *scenario.practitioner.split("\n\n")):
            assert part.strip() in text


def test_s29_a_warning_an_opt_out_a_pause_word_and_a_plan_for_ones_own(listed: Window) -> None:
    listed.go("brief:sam")
    text = seen(listed)
    for words in (
        "You may sit this one out, stop at any time, and nobody asks why.",
        "Anybody may say “freeze”",
        "Nobody acts out a touch, a blow or a threat, and nobody plays a child.",
        "Use no real case, and nobody you know",
        "says their own name",
        "If it touches something of your own",
        "go to the trainer, in private, or to your manager",
    ):
        assert words in text
    assert "0808 2000 247" not in text
    click(listed.page, "Show: real lines for you, whoever you are")
    text = seen(listed)
    for number in ("0808 2000 247", "0808 802 4040", "116 123"):
        assert number in text
    assert "01632" not in text


def test_how_sure_somebody_feels_is_asked_before_it_begins_and_may_be_left_out(listed: Window) -> None:
    for answer, kept in ((phrases()[2], phrases()[2]), (None, "")):
        listed.go("brief:sam")
        if answer is not None:
            click(listed.page, "Show: how sure you feel, a question you may leave out")
            choose(listed.page, "Before this exercise", answer)
        click(listed.page, "Begin at the privacy check")
        going = exercises_of(listed.session).exercise
        assert going is not None
        assert going.confidence_before == kept
        listed.session.leave_case()


@pytest.mark.parametrize(
    ("scenario", "stop"), [("darren", "danger_now"), ("callum", "someone_present"), ("jay", "under_18")]
)
def test_a_scenario_that_stops_at_the_gate_stops_there_either_way(window: Window, scenario: str, stop: str) -> None:
    window.go(f"brief:{scenario}")
    click(window, "Begin with the conversation")
    assert window.place == f"stop:{stop}"
    window.session.leave_case()
    window.go(f"brief:{scenario}")
    click(window, "Begin at the privacy check")
    assert window.place == "card:device_ready"
    for _ in range(40):
        if window.place.startswith("stop:"):
            break
        click(window, "Fill it in")
        click(window, "Continue")
    assert window.place == f"stop:{stop}"


def test_an_exercise_under_way_is_gone_on_with(window: Window) -> None:
    exercises = begun(window, "imran")
    exercises.choose("something_wrong", Manner.BALANCED)
    case = window.session.case
    window.session.leave_case()
    TRAINING_SCREENS["training"](window)
    assert "“An ordinary referral” is under way" in seen(window)
    click(window, "Go on with it")
    assert window.session.case == case
    assert window.place == "card:asked_for_help"
    window.session.leave_case()
    TRAINING_SCREENS["training"](window)
    click(window, "End it")
    assert exercises.exercise is None
    assert "under way" not in seen(window)


def test_an_exercise_whose_case_is_gone_is_begun_again(window: Window) -> None:
    exercises = begun(window, "imran")
    window.session.clear_training()
    TRAINING_SCREENS["training"](window)
    click(window, "Go on with it")
    assert exercises.exercise is None


def test_the_other_places_of_training_are_shown_as_far_as_there_are_pages_of_them(
    listed: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(inside.TRAINING_PAGES, "compare", "help_page.HelpPage")
    listed.page.redraw()
    assert button(listed.page, "Compare the room")
    monkeypatch.delitem(inside.TRAINING_PAGES, "compare")
    listed.page.redraw()
    with pytest.raises(AssertionError, match="no button"):
        button(listed.page, "Compare the room")


def test_every_page_of_training_is_found_under_its_own_name() -> None:
    for name in ("training", "brief", "paused"):
        kind = inside.page(name)
        assert kind is not None
        assert (kind.name, kind.in_training) == (name, True)


def test_nothing_of_it_in_a_live_file(live: Window, tmp_path: Path) -> None:
    for place in ("training", "brief:imran", "paused:start"):
        live.go(place)
        assert not live.place.startswith(place.partition(":")[0])
    # Not even where somebody copies the file of an exercise beside a live one.
    (live.session.folder() / KEPT).write_text("{}", "utf-8")
    assert played(live.session) is None
    live.go("card:something_wrong")
    before = live.place
    press(live, Qt.Key.Key_F4)
    assert live.place == before
    assert live._top._playing is None
    live.session.leave_room()
    live.go("cases")
    assert "Play a scenario" not in seen(live)


_START = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from referral_assistant.ui import inside
from referral_assistant.ui.app import application
from referral_assistant.ui.open_file import World
app, real, folder = application(), inside.world(), Path(sys.argv[1])
world = World(real.now, lambda t: folder / str(t), real.pack, real.services, real.areas, shipped=real.shipped)
window = inside.build(app, world, training=True)
window.show()
app.processEvents()
window.session.new_case()
window.go("start")
app.processEvents()
print(sorted(n for n in sys.modules if n.startswith("referral_assistant.") and n.rpartition(".")[2] in sys.argv[2:]))
window.close()
"""


def test_nothing_of_it_is_loaded_before_a_scenario_is_played(tmp_path: Path) -> None:
    names = ["exercises", "persona_panel", "playing_bar", "training_page", "brief_page", "paused_page", "playing"]
    made = subprocess.run(
        [sys.executable, "-c", _START, str(tmp_path), *names],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert made.stdout.splitlines()[-1] == "[]"
