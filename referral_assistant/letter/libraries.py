"""What an installed copy on Windows must be told before WeasyPrint is loaded: where its libraries and typefaces lie."""

from __future__ import annotations

import os
import sys
import warnings
from functools import cache

from referral_assistant.paths import BUNDLE


@cache
def find_libraries() -> None:
    """Put our folder before all others: copies that other programs brought along must not be taken for ours.

    WeasyPrint asks for its libraries by names without an ending. For those Windows looks in the folders that were
    added, and Python in the PATH, so the folder stands in both. Elsewhere, and in a copy of the source, the system's
    own libraries are found without us.
    """
    if sys.platform != "win32" or BUNDLE is None:
        return
    folder = BUNDLE / "pango"
    os.add_dll_directory(str(folder))
    os.environ["PATH"] = os.pathsep.join((str(folder), os.environ.get("PATH", "")))
    # A file that names no folder of typefaces: the style sheet brings ours, and notes on others would be left behind.
    os.environ["FONTCONFIG_FILE"] = str(folder / "fonts.conf")
    warnings.filterwarnings("ignore", "No fonts configured in FontConfig", UserWarning)
