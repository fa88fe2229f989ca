"""Colours, type and the one style sheet, made from the tokens and the text size a person chooses."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from string import Template
from typing import NamedTuple

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from referral_assistant.paths import RESOURCES
from referral_assistant.ui.colours import COLOURS, SIZES

FAMILY = "Atkinson Hyperlegible Next"
FALLBACKS = ("Segoe UI", "SF Pro Text", "Noto Sans", "DejaVu Sans")
WEIGHTS = ("Regular", "SemiBold")
"""What a window shows; the letters have more."""
BODY = 16
HALO = 4
"""Pixels that every control keeps free around itself, so that its focus ring always has room."""
RING = 3

_scale = 1.0
"""What `apply` dressed the application with. A page asks a thousand times: the font of the application is slow to."""

_ROLES = {
    QPalette.ColorRole.Window: "background",
    QPalette.ColorRole.WindowText: "ink",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "accent_soft",
    QPalette.ColorRole.Text: "ink",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "ink",
    QPalette.ColorRole.BrightText: "stop",
    QPalette.ColorRole.Light: "surface",
    QPalette.ColorRole.Midlight: "line",
    QPalette.ColorRole.Mid: "edge",
    QPalette.ColorRole.Dark: "muted",
    QPalette.ColorRole.Shadow: "accent_strong",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.ToolTipBase: "surface",
    QPalette.ColorRole.ToolTipText: "ink",
}
"""Which token each palette role carries. Widgets that paint themselves read the palette, and no colour else."""


class Theme(NamedTuple):
    """The tokens of one appearance and the text size that multiplies every measure."""

    name: str
    colours: Mapping[str, str]
    sizes: Mapping[str, int]
    scale: float = 1.0

    def px(self, pixels: float) -> int:
        """Pixels at this text size."""
        return round(pixels * self.scale)


def load(name: str = "light", scale: float = 1.0) -> Theme:
    """The theme of that name, `light`, `dark` or `projector`, at a text size between 1 and 2."""
    return Theme(name, COLOURS[name], SIZES, min(max(scale, 1.0), 2.0))


def wanted(setting: str, app: QApplication) -> str:
    """The name of the appearance to use: the setting when it names one, otherwise what the system uses."""
    if setting in COLOURS:
        return setting
    if not app.styleSheet():
        # Nothing of ours is on yet, so the palette follows the system; the hints would bring all enumerations of Qt.
        return "dark" if app.palette().window().color().lightness() < 128 else "light"
    return "dark" if app.styleHints().colorScheme().name == "Dark" else "light"


def apply(app: QApplication, theme: Theme) -> None:
    """Dress the whole application. The palette is ours: on some desktops the system's does not follow."""
    global _scale
    load_fonts()
    sheet = style_sheet(theme)
    if sheet == app.styleSheet():
        # Dressing walks through every widget there is.
        return
    font = QFont([FAMILY, *FALLBACKS])
    font.setPixelSize(theme.px(BODY))
    _scale = theme.px(BODY) / BODY
    app.setFont(font)
    app.setPalette(palette(theme))
    app.setStyleSheet(sheet)


def px(pixels: float) -> int:
    """Pixels at the text size in use."""
    return round(pixels * _scale)


def scale() -> float:
    """The text size in use, 1 to 2."""
    return _scale


def palette(theme: Theme) -> QPalette:
    """The palette of a theme."""
    made = QPalette()
    for role, token in _ROLES.items():
        made.setColor(role, QColor(theme.colours[token]))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.colours["muted"]))
    return made


@cache
def load_fonts() -> bool:
    """Load the typeface that ships with the program; without it the system's own sans serif serves."""
    files = [RESOURCES / "fonts" / f"AtkinsonHyperlegibleNext-{weight}.ttf" for weight in WEIGHTS]
    return all(QFontDatabase.addApplicationFont(str(file)) >= 0 for file in files)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG counts it, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def projected(one: str, other: str, wall: float) -> float:
    """The contrast of two colours on a wall where white is only so many times as bright as black: the light of the room
    lies over both."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    veil = 1 / wall
    return (veil + (1 - veil) * lighter) / (veil + (1 - veil) * darker)


def style_sheet(theme: Theme) -> str:
    """The one style sheet."""
    sizes = {f"size_{name}": f"{theme.px(value)}px" for name, value in theme.sizes.items()}
    space = {f"s{n}": f"{theme.px(n)}px" for n in (2, 4, 6, 8, 10, 11, 12, 14, 16, 20, 24)}
    space |= {"tall": f"{theme.px(36) - 2}px", "taller": f"{theme.px(42)}px"}
    fixed = {"halo": f"{HALO}px", "ring": f"{RING}px", "tight": f"{HALO + 1 - RING}px"}
    return Template(_SHEET).substitute(theme.colours, **sizes, **space, **fixed)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# Margins are the halo; a focused field trades it for the ring, so that nothing moves when the focus comes.
_SHEET = """
QMainWindow, QDialog, QWidget#page, QWidget#form { background: $background; }
QLabel { color: $ink; background: transparent; }
QLabel[kind="title"] { font-size: $size_title; font-weight: 600; }
QLabel[kind="lead"] { color: $muted; }
QLabel[kind="heading"] { font-weight: 600; }
QLabel[kind="strong"] { font-weight: 600; }
QLabel[kind="subtitle"] { font-size: $size_subtitle; font-weight: 600; }
QLabel[kind="words"] { font-size: $size_words; }
QLabel[kind="muted"] { color: $muted; }
QLabel[kind="note"] { font-size: $size_note; }
QLabel[kind="note_heading"] { font-size: $size_note; font-weight: 600; }
QLabel[kind="note_muted"] { font-size: $size_note; color: $muted; }
QLabel[kind="small"] { font-size: $size_small; color: $muted; }
QLabel[kind="group"] { font-size: $size_small; font-weight: 600; color: $muted; }
QLabel[kind="error"] { color: $stop; font-weight: 600; }
QLabel[tone="stop"] { color: $stop; }
QLabel[tone="accent"] { color: $accent; }
QLabel[tone="attention"] { color: $attention; }
QLabel[tone="settled"] { color: $settled; }
QLabel[tone="muted"] { color: $muted; }

QLabel[chip="neutral"], QLabel[chip="settled"], QLabel[chip="attention"], QLabel[chip="stop"], QLabel[chip="accent"] {
    font-size: $size_small; font-weight: 600; border-radius: $s6; padding: $s2 $s10; }
QLabel[chip="neutral"] { background: $neutral_soft; color: $ink; }
QLabel[chip="settled"] { background: $settled_soft; color: $settled; }
QLabel[chip="attention"] { background: $attention_soft; color: $attention; }
QLabel[chip="stop"] { background: $stop_soft; color: $stop; }
QLabel[chip="accent"] { background: $accent_soft; color: $accent; }

QFrame[kind="card"] { background: $surface; border: 1px solid $line; border-radius: $s10; margin: $halo; }
QFrame[kind="card"][tone="accent"] { border-color: $accent; }
QFrame[kind="card"][tone="stop"] { border-color: $stop; }
QFrame[kind="card"][tone="attention"] { border-color: $attention; }
QFrame[kind="card"][tone="settled"] { border-color: $settled; }
QFrame[kind="quote"] { border: none; border-left: 3px solid $line; }
QFrame[kind="quote"][tone="accent"] { border-left-color: $accent; }
QFrame[kind="ring"] { background: transparent; border: $s4 solid $training; border-radius: $s12; }
QFrame[kind="rule"] { background: $line; border: none; }
QFrame[kind="bar"] { background: $surface; border: none; border-bottom: 1px solid $line; }
QFrame[kind="nav"] { background: $background; border: none; border-right: 1px solid $line; }
QFrame[kind="persona"] { background: $surface; border: 1px solid $line; border-left: $s4 solid $training;
    border-top-right-radius: $s8; border-bottom-right-radius: $s8; margin: $halo; }
QFrame[kind="side"] { background: $background; border: none; border-left: 1px solid $line; }
QFrame[kind="band"] { background: $training; border: none; }
QFrame[kind="band"] QLabel { color: $on_training; font-weight: 600; font-size: $size_small; }

QLineEdit, QPlainTextEdit { background: $surface; color: $ink; border: 1px solid $edge; border-radius: $s8;
    margin: $halo; padding: $s8 $s12; selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:focus, QPlainTextEdit:focus { border: $ring solid $accent; margin: $tight; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"] { border-color: $stop; }
QLineEdit, QPlainTextEdit { placeholder-text-color: $muted; }
QLineEdit:disabled, QPlainTextEdit:disabled, QLineEdit:read-only, QPlainTextEdit:read-only { color: $muted;
    background: $background; }
QPushButton[kind] { background: $surface; color: $ink; border: 1px solid $edge; border-radius: $s8; margin: $halo;
    font-size: $size_note; padding: 0 $s14; min-height: $tall; outline: none; }
QPushButton[kind]:hover, QPushButton[kind]:pressed { background: $accent_soft; }
QPushButton[kind]:disabled { background: transparent; border-color: $line; color: $muted; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border: none; font-size: $size_body;
    font-weight: 600; padding: 0 $s24; min-height: $taller; }
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed { background: $accent_strong; }
QPushButton[kind="primary"]:disabled { background: transparent; border: 1px solid $line; color: $muted; }
QListView { background: $surface; color: $ink; border: 1px solid $edge; border-radius: $s8; margin: $halo;
    outline: none; padding: $s4; }
QListView:focus { border: $ring solid $accent; margin: $tight; }
QListView::item { padding: $s8 $s10; border-radius: $s6; min-height: ${s24}; }
QListView::item:selected { background: $accent_soft; color: $ink; }

QTableView { background: $surface; color: $ink; border: 1px solid $edge; border-radius: $s8; margin: $halo;
    outline: none; padding: $s2; selection-background-color: $accent_soft; selection-color: $ink; }
QTableView:focus { border: $ring solid $accent; margin: $tight; }
QTableView::item { padding: 0 $s8; border: none; border-top: 1px solid $line; }
QHeaderView, QHeaderView::section { background: $surface; color: $muted; border: none; padding: $s6 $s8;
    font-size: $size_small; font-weight: 600; }

QScrollArea, QScrollArea > QWidget > QWidget#form { border: none; background: $background; }
QScrollArea { background: transparent; }
QScrollBar:vertical { background: transparent; width: 14px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 14px; margin: 0; }
QFrame[kind="nav"] QScrollBar:vertical { width: 8px; }
QFrame[kind="nav"] QScrollBar::handle:vertical { margin: 2px 1px; border-radius: 3px; }
QScrollBar::handle { background: $edge; border-radius: 4px; }
QScrollBar::handle:vertical { min-height: 32px; margin: 2px 3px; }
QScrollBar::handle:horizontal { min-width: 32px; margin: 3px 2px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QToolTip { background: $surface; color: $ink; border: 1px solid $edge; padding: $s4; }
"""
