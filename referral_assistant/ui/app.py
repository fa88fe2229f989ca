"""Builds everything once, shows it, and catches what nobody expected."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from referral_assistant import __version__, settings
from referral_assistant.i18n import _
from referral_assistant.model import Pack, Service
from referral_assistant.paths import data_dir
from referral_assistant.problems import Problem, crash_report, log_event
from referral_assistant.ui import theme
from referral_assistant.ui.background import Background
from referral_assistant.ui.open_file import World
from referral_assistant.ui.page import Page
from referral_assistant.ui.session import Session
from referral_assistant.ui.unlock_page import UnlockPage
from referral_assistant.ui.widgets import tell
from referral_assistant.ui.window import Window

if TYPE_CHECKING:
    from referral_assistant.geography import Area

FIRST: tuple[type[Page], ...] = (UnlockPage,)


def run(argv: Sequence[str]) -> int:
    """Show the window until it is closed; the exit code."""
    app = application(argv)
    window = build(app)
    sys.excepthook = lambda kind, error, trace: caught(window, kind, error, trace)
    window.show()
    # Everything the first paint can do without comes after it.
    QTimer.singleShot(0, window.warm)
    return app.exec()


def application(argv: Sequence[str]) -> QApplication:
    """The application, named neutrally."""
    app = QApplication([*argv[:1]])
    app.setApplicationName("Referral Assistant")
    app.setApplicationDisplayName("Referral Assistant")
    return app


def world() -> World:
    """The world as it is: the clock of the computer, the user's folder, what ships with the program."""
    return World(lambda: datetime.now().astimezone(), data_dir, _pack, _services, _areas)


def build(app: QApplication, outside: World | None = None) -> Window:
    """Background, session and window, dressed as the preferences say."""
    known = outside or world()
    folder = known.folder(False).parent
    preferences = settings.load(folder)
    theme.apply(app, theme.load(theme.wanted(preferences.appearance, app), preferences.scale))
    session = Session(known, Background())
    window = Window(session, pages(), preferences, lambda kept: settings.save(folder, kept))
    app.styleHints().colorSchemeChanged.connect(lambda _scheme: window.dress())
    return window


def pages() -> tuple[type[Page], ...]:
    """Every page, in the order of the journey; the first is up when the window opens."""
    return FIRST


def caught(window: Window, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Show what nobody caught: a `Problem` as its sentence, anything else as a bug, with a report that holds nothing
    about anybody."""
    if isinstance(error, Problem):
        tell(window, str(error), error.advice)
        return
    if not issubclass(kind, Exception):
        sys.__excepthook__(kind, error, trace)
        return
    report = crash_report(kind, trace, __version__)
    log_event("bug", error=kind.__name__)
    print(report, file=sys.stderr)  # noqa: T201
    sentence = _("Something went wrong in the program. What you saved is safe.")
    advice = _("Close the program and open it again. If it happens again, give this report to your IT team:")
    tell(window, sentence, f"{advice}\n\n{report}")


@cache
def _pack() -> Pack:
    from referral_assistant.content import load_pack

    return load_pack()


@cache
def _areas(training: bool) -> Sequence[Area]:
    from referral_assistant.geography import load_areas

    return load_areas(training)


@cache
def _services(_training: bool) -> Sequence[Service]:
    return ()
