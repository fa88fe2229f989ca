"""Where things are: what the program ships with, and where it may write."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESOURCES = ROOT / "resources"
TEMPLATES = ROOT / "templates"

APP_FOLDER = "referral-assistant"
VAULT = "vault.json"
"""Named here, since the first screen asks whether it is there before what can open it is loaded."""


def data_dir(training: bool = False) -> Path:
    """The folder that holds a user's files; training files live in one of their own.

    `REFERRAL_ASSISTANT_DATA` puts the whole profile into one folder, for tests and portable copies.
    """
    base = os.environ.get("REFERRAL_ASSISTANT_DATA")
    root = Path(base) if base else _platform_dir() / APP_FOLDER
    return root / ("training" if training else "live")


def _platform_dir() -> Path:
    if sys.platform == "win32":
        # Local, not roaming: case data must not be copied to a server at log-off.
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
