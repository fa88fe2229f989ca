"""A fictional case played through the real window where nobody watches: a picture of every screen, its documents."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, qVersion
from PySide6.QtWidgets import QApplication

from referral_assistant.content import load_scenarios
from referral_assistant.i18n import _
from referral_assistant.journey import training_pack, write_documents
from referral_assistant.model import Scenario
from referral_assistant.problems import Problem
from referral_assistant.ui.app import application
from referral_assistant.ui.door import Door
from referral_assistant.ui.inside import build, world
from referral_assistant.ui.open_file import World
from referral_assistant.ui.places import of_card
from referral_assistant.ui.session import Origin
from referral_assistant.ui.window import Window

PATIENCE = 60_000
"""Milliseconds to wait for pages made on the worker before saying that something is wrong."""

SCREENS = (
    ("everything answered", "everything"),
    ("what this means", "means"),
    ("services", "services"),
    ("referral", "referral"),
    ("protection", "protection"),
    ("letters", "letters"),
    ("settings", "settings"),
)


def first_paint(folder: Path) -> None:
    """Open the window over an empty folder and see that something is painted on it. Raises `Problem` when not."""
    with _opened(folder) as window:
        image = window.grab().toImage()  # what a person would see
        colours = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
        if len(colours) < 3:
            raise Problem(_("The window opened, and nothing was painted on it."), _("Check the graphics driver."))


def fonts_load() -> bool:
    """Whether the window can load every face it is set in."""
    from referral_assistant.ui.theme import load_fonts

    _app = QApplication.instance() or application()
    return load_fonts()


def qt_version() -> str:
    """The version of what draws the window, as it says it itself."""
    return qVersion()


def play(folder: Path, scenario_id: str = "") -> Iterator[str]:
    """Play a scenario from the list of cases to its documents; a line for each thing made. Files go into `folder`."""
    scenarios = {s.id: s for s in load_scenarios(training_pack())}
    scenario = scenarios[scenario_id] if scenario_id else next(s for s in scenarios.values() if s.service)
    pictures = folder / "screens"
    pictures.mkdir(parents=True, exist_ok=True)
    with _opened(folder / "profile", scenario) as window:
        for number, name in enumerate(_screens(window, scenario), 1):
            _settle(window)
            path = pictures / f"{number:02} {name}.png"
            window.grab().save(str(path))
            yield str(path)
        case = window.session.case
        services = window.session.directory().all()
        service = next((s for s in services if s.id == scenario.service), None)
        if case is not None and service is not None:
            yield from write_documents(window.session.pack, case, service, services, folder / "documents")


@contextmanager
def _opened(folder: Path, scenario: Scenario | None = None) -> Iterator[Window]:
    """The window in its door, as whoever starts the program has it."""
    app = QApplication.instance() or application()
    assert isinstance(app, QApplication)
    real = world()
    now = datetime.now().astimezone()
    day = scenario.case.opened if scenario else None
    clock = now.replace(year=day.year, month=day.month, day=day.day) if day else now
    outside = World(
        lambda: clock,
        lambda training: folder / ("training" if training else "live"),
        real.pack,
        real.services,
        real.areas,
        real.warm,
        shipped=real.shipped,
    )
    door = Door()
    window = build(app, outside)
    door.hold(window)
    door.show()
    _settle(window)
    try:
        yield window
    finally:
        door.close()


def _screens(window: Window, scenario: Scenario) -> Iterator[str]:
    """The journey, step by step; after each step the screen's name."""
    session, case = window.session, scenario.case
    yield "unlock"
    window.train()
    yield "cases"
    session.put_practitioner(case.practitioner)
    session.put_organisation(case.organisation)
    session.new_case()
    window.go("start")
    yield "privacy check"
    seen: set[str] = set()
    order = {card.id: number for number, card in enumerate(session.pack.cards)}
    for answer in sorted(case.answers, key=lambda a: order[a.card]):
        origin = Origin.of(answer)
        section = session.pack.section_of(answer.card)
        if section.id not in seen and session.derived.gate_done:
            seen.add(section.id)
            if section.kind == "after" and session.in_room:
                window.go("left")
                yield "finished for now"
                session.leave_room()
            window.go(of_card(session.derived, answer.card))
            yield section.title.lower()
        session.answer(answer.card, answer.values, answer.words, answer.observed, origin)
    if session.in_room:
        session.leave_room()
    for duty in case.duties:
        session.record_duty(duty)
    session.decide(case.decision)
    for name, place in SCREENS:
        window.go(place)
        yield name


def _settle(window: Window) -> None:
    """Let the window and the worker finish what the screen waits for."""
    QCoreApplication.processEvents()
    if not window.session.background.drain(PATIENCE):
        raise Problem(_("The pages took too long to make."), _("Try again on a computer with less to do."))
    QCoreApplication.processEvents()
