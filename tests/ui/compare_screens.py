"""The screens that compare a room, and how to get to each; see `screens.py`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from referral_assistant.model import DOMAINS, Level, Rating, Sheet
from referral_assistant.training.readings import Found, keep
from referral_assistant.ui.compare_page import ComparePage
from referral_assistant.ui.window import Window

NOW = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)
LEVELS = (Level.WILLING, Level.MIXED, Level.MIXED, Level.NOT_NOW, Level.NOT_EXPLORED)
WHY = ("He says so himself.", "He puts it down to work first, and takes it back when he is asked what he did.", "")


def room(raters: int = 7, rounds: int = 2, scenario: str = "yusuf") -> list[Sheet]:
    """Sheets of a room that does not agree."""
    return [
        Sheet(
            scenario,
            f"Table {n}",
            {
                d: Rating(LEVELS[(n * at + number) % 5], WHY[(n + at) % 3])
                for at, d in enumerate(DOMAINS)
                if (n + at) % 9
            },
            number,
        )
        for number in range(1, rounds + 1)
        for n in range(1, raters + 1)
    ]


def collected(window: Window, sheets: list[Sheet] | None = None) -> ComparePage:
    """The page with a room on it."""
    keep(window.session.folder(training=True), [Found(s, NOW) for s in (room() if sheets is None else sheets)])
    window.go("compare")
    assert window.session.background.drain()
    page = window.page
    assert isinstance(page, ComparePage)
    return page


def _empty(window: Window) -> None:
    folder = window.session.folder(training=True) / "readings"
    for path in folder.glob("*"):
        path.unlink()
    window.go("compare")
    assert window.session.background.drain()


def _moved(window: Window) -> None:
    page = collected(window)
    page.number(3)


def _everything(window: Window) -> None:
    page = collected(window)
    page._reveal(DOMAINS[:4])
    page._turned("ownership", True)


def _typing(window: Window) -> None:
    collected(window)
    window.go("sheet")


COMPARE_SCREENS: dict[str, Callable[[Window], None]] = {
    "compare, nothing yet": _empty,
    "compare": lambda window: collected(window) and None,
    "compare, what moved": _moved,
    "compare, revealed": _everything,
    "a sheet from paper": _typing,
}
"""Screen -> how to get there from the list of cases, in training."""
