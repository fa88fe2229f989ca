"""Stepping aside: a library is loaded while the window rests, and never waits for it without end."""

from __future__ import annotations

import sys
import threading
from importlib import import_module

import pytest
from PySide6.QtCore import QAbstractEventDispatcher
from PySide6.QtWidgets import QApplication

from referral_assistant.ui import aside
from referral_assistant.ui.aside import Aside


def load(made: Aside) -> threading.Thread:
    """A thread that loads a library nobody else here does."""
    sys.modules.pop("colorsys", None)
    thread = threading.Thread(target=lambda: made.during(lambda: import_module("colorsys")))
    thread.start()
    return thread


@pytest.mark.usefixtures("qapp")
def test_a_library_waits_until_the_window_rests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aside, "PATIENCE", 20)
    window = QAbstractEventDispatcher.instance()
    made = Aside()
    window.awake.emit()
    thread = load(made)
    thread.join(0.05)
    assert thread.is_alive()
    window.aboutToBlock.emit()
    thread.join(20)
    assert not thread.is_alive()
    assert "colorsys" in sys.modules
    assert not [finder for finder in sys.meta_path if isinstance(finder, Aside)]
    made.end()


def test_a_window_that_never_rests_is_not_waited_for_without_end(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aside, "PATIENCE", 0.01)
    made = Aside()
    QAbstractEventDispatcher.instance(qapp.thread()).awake.emit()
    thread = load(made)
    thread.join(20)
    assert not thread.is_alive()
    made.end()
