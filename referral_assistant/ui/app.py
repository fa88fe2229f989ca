"""Builds everything once, shows it, and catches what nobody expected."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from referral_assistant import __version__, settings
from referral_assistant.i18n import _
from referral_assistant.model import Kind, Pack, Service
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


def other_pages() -> tuple[type[Page], ...]:
    """Every page but the first, in the order of the journey. Their imports wait until the first page is painted."""
    from referral_assistant.ui.cases_page import CasesPage
    from referral_assistant.ui.conversation_page import CardPage
    from referral_assistant.ui.everything_page import EverythingPage
    from referral_assistant.ui.first_task_page import FirstTaskPage
    from referral_assistant.ui.left_page import LeftPage
    from referral_assistant.ui.letters_page import LettersPage
    from referral_assistant.ui.means_page import MeansPage
    from referral_assistant.ui.protection_page import ProtectionPage
    from referral_assistant.ui.referral_page import ReferralPage
    from referral_assistant.ui.safety_page import SafetyPage
    from referral_assistant.ui.services_page import ServicesPage
    from referral_assistant.ui.settings_page import SettingsPage
    from referral_assistant.ui.stop_page import StopPage
    from referral_assistant.ui.together_page import TogetherPage

    talk = (CasesPage, CardPage, TogetherPage, StopPage, LeftPage, SafetyPage, EverythingPage)
    return (*talk, MeansPage, ServicesPage, ReferralPage, ProtectionPage, LettersPage, FirstTaskPage, SettingsPage)


def run_window(training: bool = False, directory: Path | None = None) -> int:
    """Show the window until it is closed; the exit code."""
    app = application()
    window = build(app, world(directory))
    sys.excepthook = lambda kind, error, trace: caught(window, kind, error, trace)
    window.show()
    if training:
        window.train()
    else:
        QTimer.singleShot(0, window.complete)
    return app.exec()


def application() -> QApplication:
    """The application, named neutrally."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Referral Assistant")
    app.setApplicationDisplayName("Referral Assistant")
    return app


def world(directory: Path | None = None) -> World:
    """The world as it is: the clock of the computer, the user's folder, what ships with the program; and a directory
    file, where one is named."""
    return World(lambda: datetime.now().astimezone(), data_dir, _pack, partial(_services, directory), _areas, _warm)


def build(app: QApplication, outside: World | None = None) -> Window:
    """Background, session and window, dressed as the preferences say."""
    known = outside or world()
    folder = known.folder(False).parent
    preferences = settings.load(folder)
    theme.apply(app, theme.load(theme.wanted(preferences.appearance, app), preferences.scale))
    session = Session(known, Background())
    window = Window(session, UnlockPage, other_pages, preferences, lambda kept: settings.save(folder, kept))
    app.styleHints().colorSchemeChanged.connect(lambda _scheme: window.dress())
    return window


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


def _warm() -> None:
    from referral_assistant.letter import warm

    warm()


@cache
def _services(directory: Path | None, training: bool) -> Sequence[Service]:
    from referral_assistant.directory import starting
    from referral_assistant.journey import directory_services

    if directory is None:
        return starting(Kind.TRAINING if training else Kind.LIVE)
    services = directory_services(directory)
    fictional = next((service.name for service in services if service.fictional), None)
    if fictional and not training:
        raise Problem(
            _("This directory holds fictional services, such as {name}.").format(name=fictional),
            _("Use it for training, or choose the directory of your own area."),
        )
    return services
