"""The colours of the window, and its one scale of sizes.

A test checks every pair that is used: 4.5 to 1 for text, 3 to 1 for the borders of controls and for the focus ring.
They are Python, not TOML, because the first page waits for them: reading a file of them takes a tenth of its time.
"""

from __future__ import annotations

from collections.abc import Mapping

COLOURS: Mapping[str, Mapping[str, str]] = {
    "light": {
        "background": "#f5f3ee",
        "surface": "#fffefb",
        "ink": "#1d2b2f",
        "muted": "#56666a",
        "line": "#d9d6cd",
        "edge": "#858d8a",
        "accent": "#0d5c63",
        "accent_strong": "#09474d",
        "accent_soft": "#e0efee",
        "on_accent": "#ffffff",
        "attention": "#8a5a00",
        "attention_soft": "#fbf0d9",
        "stop": "#9b2226",
        "stop_soft": "#f9e3e1",
        "settled": "#2f6b3a",
        "settled_soft": "#e3efe3",
        "neutral_soft": "#e4e1d8",
        "training": "#4a3a7a",
        "on_training": "#ffffff",
    },
    "dark": {
        "background": "#14201f",
        "surface": "#1c2a2a",
        "ink": "#eaf0ee",
        "muted": "#a7b6b4",
        "line": "#32433f",
        "edge": "#6f8480",
        "accent": "#7cc6c3",
        "accent_strong": "#a3dcd9",
        "accent_soft": "#1f3a3a",
        "on_accent": "#14201f",
        "attention": "#f0c674",
        "attention_soft": "#3a3120",
        "stop": "#ff9d95",
        "stop_soft": "#452a2b",
        "settled": "#a3d3a6",
        "settled_soft": "#22382a",
        "neutral_soft": "#32433f",
        "training": "#c8b8f4",
        "on_training": "#14201f",
    },
    # For a beamer in a lit room, where black is grey and every pale colour is white.
    "projector": {
        "background": "#ffffff",
        "surface": "#ffffff",
        "ink": "#000000",
        "muted": "#262f31",
        "line": "#6f7675",
        "edge": "#3f4746",
        "accent": "#003f47",
        "accent_strong": "#001f24",
        "accent_soft": "#d3ecea",
        "on_accent": "#ffffff",
        "attention": "#4f2f00",
        "attention_soft": "#ffe9b8",
        "stop": "#7a0012",
        "stop_soft": "#ffe1dd",
        "settled": "#00401a",
        "settled_soft": "#d5f0d5",
        "neutral_soft": "#e4e4e4",
        "training": "#2b1260",
        "on_training": "#ffffff",
    },
}

SIZES: Mapping[str, int] = {
    "title": 26,
    "words": 18,
    "subtitle": 18,
    "body": 16,
    "note": 15,
    "small": 14,
    "tiny": 12,
}
"""Pixels at 100 %; the text size a person chooses multiplies them all."""
