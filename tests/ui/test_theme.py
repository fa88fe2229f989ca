"""Colours as numbers, and one scale of sizes."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

from referral_assistant.ui import theme

TEXT = [
    ("ink", "background"),
    ("ink", "surface"),
    ("ink", "accent_soft"),
    ("ink", "neutral_soft"),
    ("muted", "background"),
    ("muted", "surface"),
    ("muted", "accent_soft"),
    ("accent", "background"),
    ("accent", "surface"),
    ("accent", "accent_soft"),
    ("on_accent", "accent"),
    ("on_accent", "accent_strong"),
    ("attention", "surface"),
    ("attention", "attention_soft"),
    ("stop", "background"),
    ("stop", "surface"),
    ("stop", "accent_soft"),
    ("stop", "stop_soft"),
    ("settled", "surface"),
    ("settled", "settled_soft"),
    ("on_training", "training"),
]
EDGES = [
    ("edge", "background"),
    ("edge", "surface"),
    ("accent", "background"),
    ("accent", "surface"),
    ("stop", "background"),
    ("stop", "surface"),
    ("muted", "surface"),
]


@pytest.mark.parametrize("name", theme.COLOURS)
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(name: str, ink: str, ground: str) -> None:
    colours = theme.load(name).colours
    assert theme.contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("name", theme.COLOURS)
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_controls_and_the_focus_ring_can_be_seen(name: str, edge: str, ground: str) -> None:
    colours = theme.load(name).colours
    assert theme.contrast(colours[edge], colours[ground]) >= 3


def test_all_appearances_have_the_same_tokens() -> None:
    assert len({frozenset(colours) for colours in theme.COLOURS.values()}) == 1


POOR_BEAMER = 7
"""White is seven times as bright as black: a beamer in a room with the lights on, good enough to look at."""


@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_the_projector_theme_can_be_read_on_a_washed_out_wall(ink: str, ground: str) -> None:
    colours = theme.load("projector").colours
    assert theme.projected(colours[ink], colours[ground], POOR_BEAMER) >= 4.5
    assert theme.contrast(colours[ink], colours[ground]) >= 7


@pytest.mark.parametrize(("edge", "ground"), [*EDGES, ("line", "surface"), ("line", "background")])
def test_the_projector_theme_shows_every_line_there(edge: str, ground: str) -> None:
    colours = theme.load("projector").colours
    assert theme.projected(colours[edge], colours[ground], POOR_BEAMER) >= 3


def test_neither_of_the_others_would_do_there() -> None:
    for name in ("light", "dark"):
        colours = theme.load(name).colours
        assert min(theme.projected(colours[ink], colours[ground], POOR_BEAMER) for ink, ground in TEXT) < 4


def test_the_palette_is_ours_whatever_the_system_says(qapp: QApplication) -> None:
    theme.apply(qapp, theme.load("dark"))
    shown = qapp.palette().color(QPalette.ColorRole.Window).name()
    theme.apply(qapp, theme.load())
    assert shown == theme.load("dark").colours["background"]


@pytest.mark.parametrize("factor", [1.0, 1.25, 2.0])
def test_the_text_size_multiplies_everything(qapp: QApplication, factor: float) -> None:
    theme.apply(qapp, theme.load("light", factor))
    measures = (theme.scale(), theme.px(40), qapp.font().pixelSize())
    theme.apply(qapp, theme.load())
    assert measures == (factor, round(40 * factor), round(16 * factor))


def test_no_text_size_is_smaller_than_the_usual() -> None:
    assert theme.load("light", 0.5).scale == 1.0
    assert theme.load("light", 9.0).scale == 2.0


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_both_appearances_differ_in_colours_alone(scale: float) -> None:
    light, dark = theme.load("light", scale), theme.load("dark", scale)
    assert light.sizes == dark.sizes
    sheets = [re.sub("#[0-9a-fA-F]{6}", "#", theme.style_sheet(one)) for one in (light, dark)]
    assert sheets[0] == sheets[1]
    assert all(re.fullmatch("#[0-9a-fA-F]{6}", colour) for one in (light, dark) for colour in one.colours.values())


def test_the_typeface_that_ships_is_the_one_shown(qapp: QApplication) -> None:
    theme.apply(qapp, theme.load())
    assert theme.load_fonts()
    assert QFontInfo(qapp.font()).family() == theme.FAMILY


def test_the_setting_wins_over_the_system(qapp: QApplication) -> None:
    assert theme.wanted("dark", qapp) == "dark"
    assert theme.wanted("light", qapp) == "light"
    assert theme.wanted("system", qapp) in ("light", "dark")
