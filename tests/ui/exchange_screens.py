"""The screens through which files come in and go out, and how to get to each; see `screens.py`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from referral_assistant.directory.pack import id_for, make
from referral_assistant.ui.exchange import exchange_of
from referral_assistant.ui.publish_page import PublishPage
from referral_assistant.ui.report_list import ReportList
from referral_assistant.ui.window import Window
from tests.saltmarch import KEY, quayside, rows, table
from tests.ui.driving import click, whole


def _beside(window: Window, name: str) -> Path:
    path = window.session.local.path
    assert path is not None
    return path.with_name(name)


def _read(window: Window, path: Path) -> None:
    exchange_of(window.session).leave()
    window.go(f"import:{path}")
    assert window.session.background.drain()


def _spoilt(window: Window) -> None:
    """A table with a row of every fate, and something to ask."""
    path = table(_beside(window, "saltmarch.csv"), 9)

    def spoil(found: list[dict[str, str]]) -> None:
        found[0]["Telephone"] = "ring 01632 960 402 ext 5"
        found[1]["Name"] = ""
        found[2]["Areas"] = "The Quays"
        found[3]["Kind"] = ""

    rows(path, spoil)
    _read(window, path)


def _repairs(window: Window) -> None:
    _spoilt(window)
    whole(window.page).findChildren(ReportList)[0].choose("repaired")


def _taken(window: Window) -> None:
    _spoilt(window)
    click(window.page, "Take these in")
    assert window.session.background.drain()


def _refused(window: Window) -> None:
    path = _beside(window, "leaflet.pdf")
    path.write_bytes(b"%PDF-1.7")
    _read(window, path)


def _pack(window: Window, changed: bytes = b"") -> None:
    issued = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    path = _beside(window, "saltmarch.rapack")
    content = make(quayside(3), (), None, "Saltmarch services", id_for("Saltmarch services", KEY), 1, issued, KEY)
    path.write_bytes(content[: len(content) - len(changed)] + changed)
    _read(window, path)


def _publishing(window: Window) -> None:
    exchange_of(window.session).leave()
    window.go("publish")
    assert window.session.background.drain()


def _signing(window: Window) -> None:
    _publishing(window)
    page = window.page
    assert isinstance(page, PublishPage)
    page._opened(KEY, Path("signing-key.rakey"))


EXCHANGE_SCREENS: dict[str, Callable[[Window], None]] = {
    "bring services in": lambda window: (exchange_of(window.session).leave(), window.go("import"))[1],
    "a report": _spoilt,
    "repairs of a report": _repairs,
    "taken in": _taken,
    "a file that cannot be read": _refused,
    "a pack from somebody unknown": _pack,
    "a pack that was changed": lambda window: _pack(window, b"0123456789"),
    "publish": _publishing,
    "publish with a key": _signing,
}
"""Screen -> how to get there from the list of cases, in training. Nothing is held when the last of them is left."""
