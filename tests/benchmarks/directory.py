"""What the directory's screen costs: a letter typed, opening it, scrolling, among 10,000 services and among 100,000.

Run as a program of its own, `python -m tests.benchmarks.directory HOW_MANY ROUNDS`, it prints its times as JSON.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path

from tests.benchmarks.figures import ROOT, Figure
from tests.benchmarks.turns import Times, median, ratio, take_turns

TODAY = date(2026, 11, 21)
TYPED = ("programme", "polish evening", "harbuor", "stockport", "women online")
"""Typed letter by letter: a word of many names, needs, a slip, a place."""
VIEWPORTS = 12
"""How far one turn scrolls."""

_FIRST = (
    "Harbour Keel Lantern Anchor Beacon Bridge Cedar Compass Crossing Dawn Ferry Furrow Gate Granite Hawthorn Heath "
    "Junction Kestrel Ladder Larch Mariner Meadow Mill Moor North Oak Open Orchard Path Pilot Quarry Quay Ridge River "
    "Rowan Sail Shore Signal Slate Spring Stone Summit Tern Tide Tower Turning Vale Weir Willow Yard"
)
_LAST = (
    "Way House Trust Programme Project Service Centre Partnership Group Start Steps Change Together Choices Families "
    "Futures Pathways Foundations"
)
_ABOUT = (
    "A weekly group, with meetings one to one before it.",
    "One-to-one work in the evenings, online or in person.",
    "Work on abuse towards a parent.",
    "For people who want to stop before anybody is hurt again.",
    "For those who use control, threats or violence towards an ex-partner.",
)


def measure(rounds: int = 15) -> Iterator[Figure]:
    """The figures at 10,000 with their limits, and beside them those at 100,000."""
    for how_many, limits in ((10_000, (20.0, 100.0, 1.5)), (100_000, (None, None, None))):
        times = _times(how_many, rounds)
        yield from _figures(how_many, times, limits)


def _figures(how_many: int, times: Times, limits: tuple[float | None, float | None, float | None]) -> Iterator[Figure]:
    among = f"among {how_many:,} services"
    letters = {name: median(taken) for name, taken in times.items() if name.startswith("type:")}
    slowest = max(letters, key=lambda name: letters[name])
    made_of = f"{median(list(letters.values())):.1f} ms in the middle of {len(letters)} letters"
    what = f"The slowest letter of a search as one types, the list drawn, {among}"
    yield Figure(what, letters[slowest], "ms", limits[0], f"“{slowest.removeprefix('type:')}”; {made_of}")
    yield Figure(f"Opening the directory, drawn, {among}", median(times["open"]), "ms", limits[1])
    made_of = f"{median(times['scroll']):.1f} and {median(times['plain']):.1f} ms for {VIEWPORTS} viewports"
    what = f"Scrolling, against a plain QListView of as many strings, {among}"
    yield Figure(what, ratio(times["scroll"], times["plain"]), "times", limits[2], made_of)


def _times(how_many: int, rounds: int) -> Times:
    command = [sys.executable, "-m", "tests.benchmarks.directory", str(how_many), str(rounds)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    said = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout
    found: Times = json.loads(said)
    return found


# --- in a process of its own -----------------------------------------------------------------------------------------


def main() -> None:
    """Fill a profile, open its directory in the real window, and take the times."""
    from PySide6.QtWidgets import QApplication

    from referral_assistant.ui import inside
    from referral_assistant.ui.open_file import World
    from referral_assistant.ui.sweeping import Sweeping

    how_many, rounds = int(sys.argv[1]), int(sys.argv[2])
    with tempfile.TemporaryDirectory() as made:
        real, profile = inside.world(), Path(made)
        (profile / "training").mkdir()
        fill(profile / "training" / "directory.db", how_many)
        app = QApplication([])
        world = World(
            real.now,
            lambda training: profile / ("training" if training else "live"),
            real.pack,
            lambda _training: (),
            real.areas,
        )
        window = inside.build(app, world)
        # As the program starts it: Python looks for garbage between two turns of the window, not inside one.
        Sweeping(window, lambda: window.session.background.busy)
        window.resize(1366, 768)
        window.show()
        window.train()
        print(json.dumps(in_turns(window, app, rounds)))
        window.close()


def fill(path: Path, how_many: int) -> None:
    """A directory of made-up services."""
    from referral_assistant.directory.words import in_our_words
    from referral_assistant.model import Kind, Origin
    from referral_assistant.store.directory import open_directory

    directory = open_directory(path, Kind.TRAINING, searchable=in_our_words(training=True))
    origin = Origin("file:made-up", "file", "Made-up services")
    for _taken in directory.take(origin, (((f"id:{s.id}",), s) for s in services(how_many)), "Nobody"):
        pass
    directory.close()


def services(how_many: int) -> Iterator[object]:
    """Services with the criteria of our own sample under names, places and ages of their own."""
    from referral_assistant.directory import SAMPLE, load
    from referral_assistant.geography import load_areas

    lot, first, last = random.Random(4), _FIRST.split(), _LAST.split()
    areas = [area for area in load_areas(True) if area.kind == "authority"]
    for number, service in enumerate(islice(cycle(load(SAMPLE)), how_many)):
        where = lot.sample(areas, 2)
        name = f"{lot.choice(first)} {lot.choice(first)} {lot.choice(last)}, {where[0].name}"
        yield replace(
            service,
            id=f"made-up-{number}",
            name=name,
            organisation=f"{lot.choice(first)} {lot.choice(last)}",
            description=lot.choice(_ABOUT),
            service_areas=tuple(area.id for area in where),
            assured_date=TODAY - timedelta(days=lot.randrange(900)) if lot.random() < 0.9 else None,
        )


def in_turns(window: object, app: object, rounds: int) -> Times:
    """Open, type and scroll, each in turn with what it is measured against."""
    from PySide6.QtCore import QStringListModel
    from PySide6.QtWidgets import QListView

    from referral_assistant.ui.directory_page import DirectoryPage
    from referral_assistant.ui.window import Window

    assert isinstance(window, Window)

    def open_it() -> None:
        window.go("directory")
        app.processEvents()  # type: ignore[attr-defined]

    def away() -> None:
        window.go("cases")
        app.processEvents()  # type: ignore[attr-defined]

    times = take_turns({"open": open_it, "away": away}, rounds)
    open_it()
    page = window.page
    assert isinstance(page, DirectoryPage)
    listing = window.session.directory().find()
    plain = QListView()
    plain.setUniformItemSizes(True)
    plain.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    plain.setModel(QStringListModel([row.name for row in listing]))
    plain.resize(page._list.size())
    plain.show()
    app.processEvents()  # type: ignore[attr-defined]
    times |= take_turns({"scroll": _scroller(page._list), "plain": _scroller(plain)}, rounds * 3)
    plain.close()

    def typed(text: str) -> None:
        page._box.setText(text)
        page._list.viewport().repaint()

    letters = [word[: n + 1] for word in TYPED for n in range(len(word))]
    return times | take_turns(
        {f"type:{text}": (lambda text=text: typed(text)) for text in letters}, max(5, rounds // 2)
    )


def _scroller(shown: object) -> object:
    """Scrolls on by some viewports, painting each; at the end of the list it starts anew."""
    from PySide6.QtWidgets import QListView

    assert isinstance(shown, QListView)
    bar, viewport = shown.verticalScrollBar(), shown.viewport()

    def on() -> None:
        for _ in range(VIEWPORTS):
            further = bar.value() + viewport.height()
            bar.setValue(further if further < bar.maximum() else 0)
            viewport.repaint()

    return on


if __name__ == "__main__":
    main()
