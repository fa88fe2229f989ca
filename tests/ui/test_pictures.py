"""A picture of every screen, as it is, with large text and in the dark, in build/pictures; and no text cut on any."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from referral_assistant.ui.window import Window
from tests.ui.clipping import clipped
from tests.ui.driving import press, whole
from tests.ui.screens import SCREENS

FOLDER = Path(__file__).resolve().parents[2] / "build" / "pictures"
DRESSES: dict[str, dict[str, object]] = {
    "light": {},
    "dark": {"appearance": "dark"},
    "large": {"text_size": 200},
}


@pytest.mark.parametrize("dress", DRESSES)
def test_every_screen_can_be_read_whole(build: Callable[..., Window], dress: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    window = build(**{"appearance": "light", **DRESSES[dress]})
    cut: dict[str, list[str]] = {}
    settle(window)
    save(window, f"{dress}-00-unlock")
    cut["unlock"] = clipped(window)
    window.train()
    for number, (screen, way) in enumerate(SCREENS.items(), 1):
        window.go("cases")
        way(window)
        settle(window)
        save(window, f"{dress}-{number:02}-{screen.replace(' ', '-')}")
        cut[screen] = clipped(window)
    window.hiding.hide()
    settle(window)
    save(window, f"{dress}-99-hidden")
    assert not {screen: texts for screen, texts in cut.items() if texts}


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
    """Keep a picture."""
    window.grab().save(str(FOLDER / f"{name}.png"))
