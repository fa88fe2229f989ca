"""What training begins with: the tour for whoever is new to it, and presenter view where that is wanted from the
start. Looked for once, some time after the first page was painted, and loaded only where there is something to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from referral_assistant.training import preferences

if TYPE_CHECKING:
    from referral_assistant.ui.window import Window

_WHERE = ("cases", "training")


def welcome(window: Window) -> None:
    """Put on presenter view, or begin the tour, where either is wanted now. Nothing comes between a person and a case
    that they have opened meanwhile."""
    session = window.session
    if not session.training or window.covered or window.place not in _WHERE or session.case is not None:
        return
    kept = preferences.load(session.folder(training=True))
    if session.policy.value("training.presenter", kept.presenter):
        window.go("switch:presenter")
    if not kept.tour_seen and session.policy.value("training.tour"):
        window.go("switch:tour")
