"""How the taskbar knows the program: a name of its own on Windows, where Python runs it, and its icon."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication

IDENTITY = "ReferralAssistant.ReferralAssistant"
"""The installer's shortcuts carry it too: without it, Windows takes the window for Python's own."""


def introduce() -> None:
    """Name the program to Windows. To be called before there is a window, since it goes by the first it sees."""
    import ctypes

    if sys.platform == "win32":
        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(IDENTITY)


def show_icon() -> None:
    """Give every window the icon. To be called once the first page is painted: a picture takes its time."""
    from PySide6.QtGui import QIcon

    from referral_assistant.paths import RESOURCES

    QApplication.setWindowIcon(QIcon(str(RESOURCES / "icons" / "referral-assistant.png")))
