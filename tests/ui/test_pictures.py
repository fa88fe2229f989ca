"""Every screen can be read, heard and reached, as it is and with large text; and a picture of each in build/pictures.

Dark differs from light in colours alone, so that some screens show it; `--thorough` goes through all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from referral_assistant.ui.window import Window
from tests.ui.clipping import clipped
from tests.ui.driving import press, whole
from tests.ui.hearing import unheard
from tests.ui.screens import SCREENS

FOLDER = Path(__file__).resolve().parents[2] / "build" / "pictures"
DRESSES: dict[str, dict[str, object]] = {
    "light": {},
    "dark": {"appearance": "dark"},
    "large": {"text_size": 200},
}


IN_THE_DARK = frozenset(
    {
        *("privacy check", "stop", "topic with notes", "everything", "means", "services", "protection", "letters"),
        *("settings", "filters", "edit a criterion", "a report", "what is missing", "safety concern in an area"),
    }
)
"""Between them they hold every kind of widget and every tone."""


@pytest.mark.parametrize(
    "dress", ["light", *(pytest.param(dress, marks=pytest.mark.thorough) for dress in ("dark", "large"))]
)
def test_every_screen_can_be_read_whole_heard_and_reached(
    build: Callable[..., Window], dress: str, pytestconfig: pytest.Config
) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    screens = SCREENS.keys() if dress != "dark" or pytestconfig.getoption("--thorough") else IN_THE_DARK
    assert screens <= SCREENS.keys()
    window = build(**{"appearance": "light", **DRESSES[dress]})
    wrong: dict[str, list[str]] = {}
    settle(window)
    save(window, f"{dress}-00-unlock")
    wrong["unlock"] = [*clipped(window), *unheard(window)]
    window.train()
    for number, (screen, way) in enumerate(SCREENS.items(), 1):
        if screen in screens:
            window.go("cases")
            way(window)
            settle(window)
            save(window, f"{dress}-{number:02}-{screen.replace(' ', '-')}")
            wrong[screen] = [*clipped(window), *unheard(window)]
    window.hiding.hide()
    settle(window)
    save(window, f"{dress}-99-hidden")
    assert not {screen: found for screen, found in wrong.items() if found}


@pytest.mark.parametrize("dress", DRESSES)
def test_the_list_of_sections_opens_over_the_page_when_there_is_no_room(
    build: Callable[..., Window], dress: str
) -> None:
    from PySide6.QtCore import Qt

    window = build(**DRESSES[dress])
    window.train()
    SCREENS["topic"](window)
    press(window, Qt.Key.Key_F6)
    settle(window)
    save(window, f"{dress}-50-sections")
    assert window._list.isVisible()
    assert not clipped(window)


def settle(window: Window) -> None:
    """Let all of a long form come up, and the layout come to rest."""
    whole(window)
    for _ in range(4):
        QApplication.processEvents()


def save(window: Window, name: str) -> None:
    """Keep a picture. It need not be packed as tightly as can be."""
    window.grab().save(str(FOLDER / f"{name}.png"), "PNG", 80)
