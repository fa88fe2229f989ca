"""Where things are: what the program ships with, and where it may write."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESOURCES = ROOT / "resources"
TEMPLATES = ROOT / "templates"

BUNDLE = ROOT.parent if ROOT.name == "app" and (ROOT.parent / "build.json").is_file() else None
"""The folder of an installed or a portable copy; None when the program runs from its source."""
PORTABLE = BUNDLE is not None and (BUNDLE / "portable").exists()
"""Whether this copy keeps its data beside itself."""

APP_FOLDER = "referral-assistant"
VAULT = "vault.json"
DIRECTORY = "directory.db"
"""Files of a profile, named here, since one asks whether they are there before what can open them is loaded."""


def user_dir() -> Path:
    """Where the system wants a program to keep the files of whoever uses it. Which folder is in force is `policy`'s."""
    return _platform_dir() / APP_FOLDER


def _platform_dir() -> Path:
    if sys.platform == "win32":
        # Local, not roaming: case data must not be copied to a server at log-off.
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
