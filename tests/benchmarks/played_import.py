"""Ten thousand services taken in through the real window, with a timer that ticks every 5 ms: `played_import.py`.

The file lies in the profile as `feed.json`. Nothing waits for a time: each step goes on when what it waits for is
there. One line of JSON says how it went.
"""

from __future__ import annotations

import builtins
import json
import os
import runpy
import sys
import time
from collections.abc import Iterator
from pathlib import Path

# The program takes away PySide6's hook into imports; it could not, once PySide6 was imported here.
plain_import = builtins.__import__

from first_paint import give_up, peak  # noqa: E402
from player import Player, Step  # noqa: E402

sys.path[0] = str(Path(__file__).resolve().parents[2])

from PySide6.QtWidgets import QApplication, QMainWindow  # noqa: E402

builtins.__import__ = plain_import

from referral_assistant.policy import data_dir  # noqa: E402

ELSEWHERE = ("first paint", "open the directory", "open the directory again")
GROUPS = ("repaired", "added", "")


class Import:
    """The steps: the file is read, its report looked through, and taken in."""

    def __init__(self, door: QMainWindow) -> None:
        self.door = door
        self.feed = data_dir().parent / "feed.json"
        self.reading = self.taking = 0.0
        self.lines = 0

    def steps(self) -> Iterator[Step]:
        """In training, which needs no passphrase."""
        window = self.door.inside
        yield "first paint", lambda: window.page.name == "cases" and not window.session.background.busy
        window.go("directory")
        yield "open the directory", lambda: not window.session.background.busy
        window.go("import")
        yield "open the window for files", None
        begun = time.perf_counter()
        window.go(f"import:{self.feed}")
        going = window.page._exchange
        yield "read the file", lambda: going.incoming is not None or going.problem is not None
        self.reading = time.perf_counter() - begun
        assert going.problem is None, going.problem
        self.lines = len(going.incoming.report.lines)
        yield from self.look()
        begun = time.perf_counter()
        window.page.primary().click()
        yield "take it in", lambda: going.step.name == "TAKEN"
        self.taking = time.perf_counter() - begun
        window.go("directory")
        yield "open the directory again", None

    def look(self) -> Iterator[Step]:
        """Narrow the report, and walk through it."""
        from referral_assistant.ui.report_list import ReportList

        self.door.inside.page.complete()
        yield "put up the whole report", None
        found = self.door.inside.page.findChildren(ReportList)[0]
        for group in GROUPS:
            found.choose(group)
            yield f"narrow the report to {group or 'all'}", None
        bar = found.view.verticalScrollBar()
        for part in range(1, 6):
            bar.setValue(bar.maximum() * part // 5)
            yield "scroll through the report", None


def say(played: Import, gaps: list[tuple[float, str]]) -> None:
    """How it went, in one line; then the process ends. Starting and opening the directory are measured elsewhere."""
    worst = sorted((gap for gap in gaps if gap[1] not in ELSEWHERE), reverse=True)[:20]
    said = {"worst": [(round(gap, 1), step) for gap, step in worst], "lines": played.lines, "peak": peak()}
    print(json.dumps({**said, "reading": played.reading, "taking": played.taking}), flush=True)
    os._exit(0)


def played() -> int:
    """Begin the event loop, and the import with it."""
    sys.excepthook = give_up
    window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QMainWindow))
    going = Import(window)
    player = Player(going.steps(), lambda gaps: say(going, gaps))
    code = loop()
    del player
    return code


loop = QApplication.exec
QApplication.exec = staticmethod(played)
runpy.run_module("referral_assistant", run_name="__main__", alter_sys=True)
