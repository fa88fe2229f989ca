"""Builds everything once, behind the first page, and catches what nobody expected."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from datetime import datetime
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from referral_assistant import __version__, policy, settings
from referral_assistant.i18n import _
from referral_assistant.model import Kind
from referral_assistant.problems import Problem, crash_report, log_event
from referral_assistant.ui import theme
from referral_assistant.ui.background import Background
from referral_assistant.ui.open_file import World
from referral_assistant.ui.page import Page
from referral_assistant.ui.session import Session
from referral_assistant.ui.sweeping import Sweeping
from referral_assistant.ui.unlock_page import UnlockPage
from referral_assistant.ui.widgets import tell
from referral_assistant.ui.window import Window

if TYPE_CHECKING:
    from referral_assistant.geography import Area
    from referral_assistant.model import Pack, Service


PAGES = {
    "cases": "cases_page.CasesPage",
    "contacts": "first_task_page.FirstTaskPage",
    "settings": "settings_page.SettingsPage",
    "help": "help_page.HelpPage",
    "card": "conversation_page.CardPage",
    "together": "together_page.TogetherPage",
    "stop": "stop_page.StopPage",
    "left": "left_page.LeftPage",
    "safety": "safety_page.SafetyPage",
    "everything": "everything_page.EverythingPage",
    "means": "means_page.MeansPage",
    "services": "services_page.ServicesPage",
    "referral": "referral_page.ReferralPage",
    "protection": "protection_page.ProtectionPage",
    "letters": "letters_page.LettersPage",
}
"""Every page but the first, in the order of the journey. The first is painted before any of them is loaded."""

DIRECTORY_PAGES: dict[str, str] = {
    "edit": "service_edit_page.ServiceEditPage",
    "areacontacts": "area_contacts_page.AreaContactsPage",
    "directory": "directory_page.DirectoryPage",
    "service": "service_page.ServicePage",
    "rang": "rang_page.RangPage",
    "due": "rang_page.DuePage",
    "provision": "provision_page.ProvisionPage",
    "import": "import_page.ImportPage",
    "publish": "publish_page.PublishPage",
}
"""The pages of the directory, each loaded when somebody goes there: who talks with a person does not pay for them."""

WELCOME = 900
"""Milliseconds from training that is open to its welcome: whoever knows the way is gone by then."""

TRAINING_PAGES: dict[str, str] = {
    "compare": "compare_page.ComparePage",
    "sheet": "sheet_page.SheetPage",
    "training": "training_page.TrainingPage",
    "brief": "brief_page.BriefPage",
    "debrief": "debrief_page.DebriefPage",
    "paused": "paused_page.PausedPage",
    "notes": "notes_page.NotesPage",
    "scenario": "scenario_edit_page.ScenarioEditPage",
}
"""The pages of training, loaded in the same way, and only there."""


def page(name: str) -> type[Page] | None:
    """The page of that name, loaded when it is first wanted."""
    if name == UnlockPage.name:
        return UnlockPage
    where = PAGES.get(name) or DIRECTORY_PAGES.get(name) or TRAINING_PAGES.get(name)
    if where is None:
        return None
    module, _dot, kind = where.partition(".")
    found: type[Page] = getattr(import_module(f"referral_assistant.ui.{module}"), kind)
    return found


def world(directory: Path | None = None) -> World:
    """The world as it is: the clock of the computer, the user's folder, what ships with the program, what the
    organisation has set; and a directory file, where one is named."""
    now, services = lambda: datetime.now().astimezone(), partial(_services, directory)
    in_memory = directory is not None
    if in_memory:
        return World(now, policy.data_dir, _pack, services, _areas, _warm, policy.in_force(), in_memory)
    return World(now, policy.data_dir, _pack, services, _areas, _warm, policy.in_force(), in_memory, _shipped)


def start(directory: Path | None = None, *, training: bool = False) -> Window:
    """All of it, with what catches the unexpected, for a person to use, in an application that is dressed."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    outside = world(directory)
    window = _made(app, outside, settings.load(outside.folder(False).parent), training=training)
    sys.excepthook = lambda kind, error, trace: caught(window, kind, error, trace)
    Sweeping(window, lambda: window.session.background.busy)
    window.session.make_directory()
    window.session.changed.connect(window.session.make_directory)
    window.session.changed.connect(lambda: _welcome(window))
    _welcome(window)
    return window


def build(app: QApplication, outside: World | None = None, *, training: bool = False) -> Window:
    """The window in an application that is dressed as the preferences say; in training where that is asked for."""
    known = outside or world()
    preferences = settings.load(known.folder(False).parent)
    theme.apply(app, theme.load(theme.wanted(preferences.appearance, app), preferences.scale))
    return _made(app, known, preferences, training=training)


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


def _made(app: QApplication, outside: World, preferences: settings.Preferences, *, training: bool) -> Window:
    """Background, session and window."""
    session = Session(outside, Background())
    if training:
        session.open_training()
    folder = outside.folder(False).parent
    window = Window(session, page, preferences, lambda kept: settings.save(folder, kept))
    app.styleHints().colorSchemeChanged.connect(lambda _scheme: window.dress())
    return window


def _welcome(window: Window) -> None:
    """Once training is open for the first time in this window: what it begins with comes later, if at all."""
    if window.session.training and not window.welcomed:
        window.welcomed = True
        QTimer.singleShot(WELCOME, window, lambda: _say_welcome(window))


def _say_welcome(window: Window) -> None:
    from referral_assistant.ui.welcome import welcome

    welcome(window)


@cache
def _pack() -> Pack:
    from referral_assistant.content import load_pack

    return load_pack(policy.in_force().value("language"))


@cache
def _areas(training: bool) -> Sequence[Area]:
    from referral_assistant.geography import load_areas

    return load_areas(training)


def _warm() -> None:
    import pypdfium2

    from referral_assistant.checks.wording import rules
    from referral_assistant.letter import warm

    for name in PAGES:
        page(name)
    rules()
    warm()
    # None of it ever goes away, so none of it need be looked through for what could.
    gc.freeze()
    del pypdfium2


@cache
def _shipped(training: bool) -> str:
    """A digest of the files with the services that come with the program: reading them takes half a second."""
    from hashlib import sha256

    from referral_assistant.paths import RESOURCES

    names = ("national.toml", "sample.toml") if training else ("national.toml",)
    return sha256(b"".join((RESOURCES / "directory" / name).read_bytes() for name in names)).hexdigest()


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
