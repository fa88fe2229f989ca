"""Presenter view: fit for a wall and a room, no name on it, and back to what it was; notes in a window of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListView, QPlainTextEdit, QWidget

from referral_assistant.model import Manner
from referral_assistant.policy import Policy
from referral_assistant.policy.reading import Setting
from referral_assistant.settings import FILE_NAME
from referral_assistant.training import preferences
from referral_assistant.training.veil import names_of, parts
from referral_assistant.ui import theme
from referral_assistant.ui.exercises import Exercises, exercises_of
from referral_assistant.ui.notes_window import NotesWindow
from referral_assistant.ui.open_file import World
from referral_assistant.ui.presenting import Presenting, beside, presenting_of
from referral_assistant.ui.window import Window
from tests.ui.clipping import clipped
from tests.ui.driving import button, press, whole
from tests.ui.test_accessible import focusable, spoken
from tests.ui.test_pictures import settle

ROOT = Path(__file__).parents[2]


pytestmark = pytest.mark.usefixtures("swept")


@pytest.fixture
def going(window: Window) -> Exercises:
    """Imran's scenario, at its talk."""
    found = exercises_of(window.session)
    found.begin("imran")
    found.pass_the_gate()
    window.go("card:own_part")
    return found


@pytest.fixture
def presenting(window: Window) -> Iterator[Presenting]:
    found = presenting_of(window)
    yield found
    found.close_notes()


def words(parent: QWidget) -> list[str]:
    """Everything a window shows or says of itself: text, tooltips, what screen readers are told, its title."""
    found = [parent.windowTitle()]
    for widget in (parent, *parent.findChildren(QWidget)):
        found += [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle()]
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is not None:
            found += [interface.text(kind) for kind in (QAccessible.Text.Name, QAccessible.Text.Value)]
        if isinstance(widget, QLabel | QLineEdit):
            found.append(widget.text())
        elif isinstance(widget, QPlainTextEdit):
            found.append(widget.toPlainText())
        elif isinstance(widget, QListView) and widget.model() is not None:
            model = widget.model()
            found += [str(model.index(row, 0).data()) for row in range(model.rowCount())]
        elif hasattr(widget, "text") and callable(widget.text):
            found.append(str(widget.text()))
    return [text for text in found if text]


# --- the view --------------------------------------------------------------------------------------------------------


def test_f5_puts_it_on_and_off_and_nothing_of_it_is_kept_for_live_cases(
    window: Window, going: Exercises, presenting: Presenting, world: World
) -> None:
    before = (theme.scale(), QApplication.palette())
    press(window, Qt.Key.Key_F5)
    assert presenting.on
    assert theme.scale() == 1.5
    assert QApplication.palette().window().color().name() == theme.load("projector").colours["background"]
    assert (window.place, going.here) == ("card:own_part", True)
    presenting.use(text_size=200)
    assert theme.scale() == 2
    press(window, Qt.Key.Key_F5)
    assert (theme.scale(), QApplication.palette()) == before
    assert preferences.load(world.folder(True)).text_size == 200
    assert not (world.folder(False).parent / FILE_NAME).exists()


def test_it_ends_with_training(window: Window, going: Exercises, presenting: Presenting) -> None:
    presenting.switch()
    presenting.open_notes()
    window.session.lock()
    assert not presenting.on
    assert theme.scale() == 1
    assert window.session.veil is None
    assert presenting.notes is None


def test_there_is_none_of_it_in_a_live_file(build: Callable[..., Window]) -> None:
    window = build()
    press(window, Qt.Key.Key_F5)
    press(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    window.go("switch:tour")
    assert window.findChild(Presenting) is None
    assert window.place == "unlock"


@pytest.mark.parametrize(
    ("size", "wide", "high"),
    [pytest.param(150, 1366, 768, marks=pytest.mark.thorough), (200, 1366, 768), (200, 1920, 1080)],
)
def test_everything_can_be_read_whole_on_a_wall(
    window: Window, going: Exercises, presenting: Presenting, size: int, wide: int, high: int
) -> None:
    window.window().resize(wide, high)
    presenting.use(text_size=size)
    presenting.switch()
    for place in ("card:own_part", "training", "settings"):
        if place != "card:own_part":
            window.session.leave_room()
        window.go(place)
        settle(window)
        assert clipped(window.page) == []


# --- names -----------------------------------------------------------------------------------------------------------

WITH_CASE = ("everything", "means", "services", "referral", "protection", "letters", "together:names", "notes")


@pytest.mark.parametrize(
    "scenario", ["imran", *(pytest.param(s, marks=pytest.mark.thorough) for s in ("yusuf", "magda"))]
)
def test_no_name_of_the_scenario_is_left_on_any_window(window: Window, presenting: Presenting, scenario: str) -> None:
    going, session = exercises_of(window.session), window.session
    going.begin(scenario)
    going.pass_the_gate()
    raw = going.played
    assert raw is not None
    names = parts(names_of(raw, session.pack))
    presenting.switch()
    presenting.open_notes()
    assert presenting.notes is not None
    first = raw.beats[0].card
    window.go(f"card:{first}")
    going.choose(first, Manner.BALANCED)
    settle(window)
    seen = {"card": words(window), "notes": words(presenting.notes)}
    presenting.jump()
    seen["jump"] = [text for top in QApplication.topLevelWidgets() for text in words(top)]
    _close_dialogs(window)
    going.fill_in(*(answer.card for answer in raw.case.answers))
    going.release(1)
    session.leave_room()
    for place in (*WITH_CASE, "cases", "training", f"brief:{scenario}", "settings", "help"):
        if place == "cases":
            session.leave_case()
        window.go(place)
        assert session.background.drain()
        whole(window.page)
        settle(window)
        seen[place] = words(window)
    assert len(seen["letters"]) > 40
    for place, texts in seen.items():
        assert [t for t in texts for name in names if _holds(t, name)] == [], place


def _holds(text: str, name: str) -> bool:
    import re

    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _close_dialogs(window: Window) -> None:
    for top in QApplication.topLevelWidgets():
        if top is not window and top.isModal():
            top.close()


def test_names_come_back_and_were_kept_all_the_while(window: Window, going: Exercises, presenting: Presenting) -> None:
    session = window.session
    presenting.switch()
    going.fill_in("name", "names_partner")
    held = session.derived.standing
    assert held["name"].values == ("I.S.",)
    assert held["names_partner"].values[0] == "R.T."
    assert session.case is not None
    assert session.case.practitioner.name == session.practitioner.name == "P.F."
    presenting.switch()
    held = session.derived.standing
    assert held["name"].values == ("Imran Saltway",)
    assert held["names_partner"].values[0] == "Rosamund Testerley"
    assert (session.case.practitioner.name, session.practitioner.name) == ("Pat Fisher", "Pat Fisher")
    assert window.session.in_room


def test_names_may_be_shown_where_the_trainer_says_so(window: Window, going: Exercises, presenting: Presenting) -> None:
    presenting.use(names_hidden=False)
    presenting.switch()
    assert going.scenario is not None
    assert going.scenario.persona is not None
    assert going.scenario.persona.name == "Imran Saltway"
    presenting.use(names_hidden=True)
    assert going.scenario.persona.name == "I.S."


@pytest.mark.parametrize(("locked", "hidden"), [(True, True), (False, False)])
def test_an_organisation_may_have_names_hidden_always(
    window: Window, presenting: Presenting, locked: bool, hidden: bool
) -> None:
    window.session._world = _with(window, "training.names_hidden", True, locked)
    presenting.use(names_hidden=False)
    assert presenting.hides_names is hidden
    window.go("settings")
    page = whole(window.page)
    boxes = [w for w in page.findChildren(QWidget) if w.accessibleName() == "Names of a scenario’s people"]
    assert [box.isEnabled() for box in boxes] == [not locked]


def _with(window: Window, key: str, value: bool, locked: bool) -> World:
    from dataclasses import replace

    return replace(window.session._world, policy=Policy({key: Setting(value, locked, "policy.json")}))


# --- notes -----------------------------------------------------------------------------------------------------------


def test_the_notes_follow_the_window_card_by_card(window: Window, going: Exercises, presenting: Presenting) -> None:
    presenting.open_notes()
    notes = presenting.notes
    assert isinstance(notes, NotesWindow)
    assert notes.isVisible()
    assert going.scenario is not None
    for beat in going.scenario.beats[:3]:
        window.go(f"card:{beat.card}")
        settle(window)
        shown = "\n".join(words(notes))
        for turn in (beat.balanced, beat.collusive, beat.combative):
            assert turn.text in shown
            assert turn.says in shown
            assert turn.because in shown
    assert going.scenario.trap in shown
    assert going.scenario.hidden[0].fact in shown
    assert all(line in shown for line in (*going.scenario.learning, *going.scenario.persona.hides))  # type: ignore[union-attr]


def test_the_expert_readings_are_behind_a_fold(window: Window, going: Exercises, presenting: Presenting) -> None:
    presenting.open_notes()
    notes = presenting.notes
    assert notes is not None
    assert going.scenario is not None
    why = going.scenario.readings["ownership"].why
    assert not [text for text in words(notes) if why in text]
    button(notes, "Show: the expert readings").click()
    assert [text for text in words(notes) if why in text]


def test_a_hidden_fact_is_released_from_the_notes(window: Window, going: Exercises, presenting: Presenting) -> None:
    presenting.open_notes()
    assert presenting.notes is not None
    button(presenting.notes, "Release hidden fact 1").click()
    assert going.exercise is not None
    assert going.exercise.released == (1,)
    settle(window)
    assert "Released" in words(presenting.notes)


def test_what_the_notes_say_is_in_the_window_as_well(window: Window, going: Exercises, presenting: Presenting) -> None:
    presenting.open_notes()
    window.session.leave_room()
    window.go("notes:card:own_part")
    settle(window)
    assert presenting.notes is not None
    # Nothing stands in the second window alone: one screen is enough to teach with.
    labels = {label.text() for label in presenting.notes.findChildren(QLabel) if label.text()}
    presenting.notes.follow("card:own_part")
    settle(window)
    page = {label.text() for label in whole(window.page).findChildren(QLabel)}
    assert labels - page == set()


def test_notes_never_come_up_in_the_window_while_the_person_is_there(window: Window, going: Exercises) -> None:
    window.go("notes")
    assert window.place == "card:own_part" or window.place.startswith("card:")


def test_the_notes_close_with_the_exercise_and_with_the_window(
    window: Window, going: Exercises, presenting: Presenting
) -> None:
    presenting.open_notes()
    going.end()
    assert presenting.notes is None
    going.begin("imran")
    presenting.open_notes()
    assert presenting.notes is not None
    presenting.notes.close()
    assert presenting.notes is None
    presenting.open_notes()
    window.window().close()
    assert [w for w in QApplication.topLevelWidgets() if isinstance(w, NotesWindow) and w.isVisible()] == []


def test_f8_hides_both_windows_from_either_and_brings_both_back(
    window: Window, going: Exercises, presenting: Presenting
) -> None:
    presenting.open_notes()
    notes = presenting.notes
    assert notes is not None
    press(notes, Qt.Key.Key_F8)
    assert window.covered
    assert not notes.isVisible()
    press(window, Qt.Key.Key_Space)
    assert not window.covered
    assert notes.isVisible()
    assert QApplication.activeWindow() is window.window()


def test_f9_works_from_the_notes(window: Window, going: Exercises, presenting: Presenting) -> None:
    presenting.open_notes()
    assert presenting.notes is not None
    press(presenting.notes, Qt.Key.Key_F9)
    assert window.place == "safety"


def test_a_screen_reader_can_name_every_control_of_the_notes_and_of_the_list(
    window: Window, going: Exercises, presenting: Presenting
) -> None:
    presenting.open_notes()
    presenting.jump()
    settle(window)
    boxes = [top for top in QApplication.topLevelWidgets() if top.isVisible() and top is not window.window()]
    assert len(boxes) == 2
    for box in boxes:
        assert box.accessibleName()
        controls = focusable(box)
        assert controls
        assert not [(type(w).__name__, w.objectName()) for w in controls if not spoken(w).strip()]
        assert clipped(box) == []
    _close_dialogs(window)


def test_the_title_of_the_notes_says_nothing(window: Window, going: Exercises, presenting: Presenting) -> None:
    presenting.open_notes()
    assert presenting.notes is not None
    assert presenting.notes.windowTitle() == "Referral Assistant"


TWO = """
import json, sys
from pathlib import Path
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from referral_assistant.ui import inside, theme
from referral_assistant.ui.app import application
from referral_assistant.ui.exercises import exercises_of
from referral_assistant.ui.presenting import presenting_of

app = application()
theme.apply(app, theme.load())
window = inside.build(app)
window.show()
window.train()
presenting = presenting_of(window)
presenting.switch()
assert presenting.notes is None
exercises_of(window.session).begin("imran")
screens = QGuiApplication.screens()
notes = presenting.notes
print(json.dumps({
    "screens": len(screens),
    "window": screens.index(window.screen()),
    "notes": screens.index(notes.screen()) if notes else None,
    "fills": bool(notes) and notes.geometry() == notes.screen().availableGeometry(),
}))
if notes:
    presenting.close_notes()
    window.session.new_case()
    assert presenting.notes is None
    presenting.switch()
    presenting.switch()
    assert presenting.notes is not None
window.close()
"""


@pytest.mark.parametrize(("x", "notes"), [(1366, 1), (0, None)])
def test_on_a_second_screen_the_notes_fill_it_and_a_mirrored_one_gets_none(
    tmp_path: Path, x: int, notes: int | None
) -> None:
    screen = {"width": 1366, "height": 768, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    screens = [{**screen, "name": "laptop", "x": 0, "y": 0}, {**screen, "name": "wall", "x": x, "y": 0}]
    config = tmp_path / "screens.json"
    config.write_text(json.dumps({"screens": screens}))
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": f"offscreen:configfile={config}",
        "REFERRAL_ASSISTANT_DATA": str(tmp_path / "data"),
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-c", TWO]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=120)
    said = json.loads(done.stdout.splitlines()[-1])
    assert said == {"screens": 2, "window": 0, "notes": notes, "fills": notes is not None}


def test_one_screen_has_none_beside_it(qapp: QApplication) -> None:
    assert beside(qapp.screens(), qapp.primaryScreen()) is None


# --- capture ---------------------------------------------------------------------------------------------------------


def test_nothing_keeps_a_screen_from_being_shared_or_recorded(window: Window, going: Exercises) -> None:
    """Rooms use a beamer, a shared screen or a recording: no system is asked to leave our windows out."""
    asked = ("SetWindowDisplayAffinity", "WDA_", "setSharingType", "NSWindowSharing", "FLAG_SECURE")
    sources = [path.read_text("utf-8") for path in (ROOT / "referral_assistant").rglob("*.py")]
    assert not [name for name in asked for text in sources if name in text]
    picture = window.screen().grabWindow(window.winId()).toImage()
    assert {picture.pixelColor(x, 400).name() for x in range(0, picture.width(), 40)} != {"#000000"}
