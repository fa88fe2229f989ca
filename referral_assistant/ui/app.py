"""Starts the window. What is imported here is all that stands between a person and the first page, so it is little."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from referral_assistant import policy, settings
from referral_assistant.ui import theme
from referral_assistant.ui.door import Door
from referral_assistant.ui.unlock_form import no_training


def run_window(training: bool = False, directory: Path | None = None, open_file: Path | None = None) -> int:
    """Show the window until it is closed; the exit code. A file to open waits until somebody is in."""
    may_train = policy.in_force().value("training_allowed")
    if training and not may_train:
        raise no_training()
    app, folder = application(), policy.data_dir()
    preferences = settings.load(folder.parent)
    theme.apply(app, theme.load(theme.wanted(preferences.appearance, app), preferences.scale))
    door = Door(directory, open_file)
    if training:
        door.open_training()
    else:
        door.ask(folder, may_train=may_train)
    door.show()
    return app.exec()


def application() -> QApplication:
    """The application, named neutrally. Its style is named here: asking for it later loads all that a style can do."""
    if sys.platform == "win32":
        from referral_assistant.ui.taskbar import introduce

        introduce()
    app = QApplication([*sys.argv[:1], "-style", "fusion"])
    app.setApplicationName("Referral Assistant")
    app.setApplicationDisplayName("Referral Assistant")
    # By this name a desktop finds the menu entry, and with it the icon, that belong to the window.
    app.setDesktopFileName("referral-assistant")
    return app
