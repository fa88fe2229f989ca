"""The keyboard alone reaches everything on the screens after the conversation, from top to bottom."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

from referral_assistant.ui.widgets import ChoiceRow, NavRow
from referral_assistant.ui.window import Window
from tests.ui.driving import press
from tests.ui.filled import decided
from tests.ui.hearing import focusable, spoken
from tests.ui.test_pictures import settle


@pytest.mark.parametrize("place", ["means", "services", "referral", "protection", "letters", "settings"])
def test_tab_reaches_everything_from_top_to_bottom(window: Window, place: str) -> None:
    session = decided(window)
    if place == "settings":
        session.leave_case()
    window.go(place)
    assert session.background.drain()
    settle(window)
    first = QApplication.focusWidget()
    seen: list[QWidget] = []
    for _ in range(300):
        press(window, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        seen.append(focus)
        if focus is first:
            break
    assert seen[-1] is first
    reached = set(seen)
    wanted = [w for w in focusable(window.page) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    missed = [w for w in wanted if w not in reached and not isinstance(w, ChoiceRow | NavRow)]
    assert not [spoken(w) for w in missed]
    form = window.page._area.widget()
    found = [w for w in seen if form is not None and form.isAncestorOf(w)]
    ends = [w.mapTo(form, QPoint(0, w.height())).y() for w in found]
    # The round may start anywhere: the top is where it comes back from the bottom.
    top = max(range(len(ends)), key=lambda n: ends[n - 1] - ends[n])
    in_order = ends[top:] + ends[:top]
    assert all(later >= earlier - 60 for earlier, later in pairwise(in_order)), in_order
