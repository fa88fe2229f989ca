"""Help: what this copy is, its documents and licences; never while the person is in the room."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from referral_assistant import about, paths, policy
from referral_assistant.letter.statement import pdf
from referral_assistant.policy.reading import from_file, layered
from referral_assistant.ui.help_page import HelpPage
from referral_assistant.ui.window import Window
from tests.ui.driving import Saving, button, click, into_talk, press, seen, whole
from tests.ui.screens import SCREENS


def help_page(window: Window) -> HelpPage:
    page = window.page
    assert isinstance(page, HelpPage)
    return page


def test_f1_brings_it_and_done_goes_back_to_where_one_was(window: Window) -> None:
    SCREENS["everything"](window)
    place = window.place
    press(window, Qt.Key.Key_F1)
    assert window.place == "help"
    click(window.page, "Security statement")
    click(window.page, "Back")
    click(window.page, "Licences")
    click(window.page, "Back")
    click(window.page, "Done")
    assert window.place == place
    assert window.session.case is not None


def test_it_stands_in_the_bar_only_where_no_case_is_open(window: Window) -> None:
    click(window, "Help")
    assert window.place == "help"
    click(window.page, "Done")
    assert window.place == "cases"


@pytest.mark.parametrize("place", ["help", "help:security-statement", "help:licences"])
def test_it_never_comes_up_while_the_person_is_in_the_room(window: Window, place: str) -> None:
    into_talk(window)
    assert window.session.in_room
    before = window.place
    press(window, Qt.Key.Key_F1)
    assert window.place == before
    window.go(place)
    assert window.place == before
    assert window.session.in_room


def test_it_says_what_this_copy_is_and_where_data_lies(window: Window) -> None:
    window.go("help")
    said = seen(window)
    assert about.build().version in said
    assert about.data_place() in said
    assert "run from its source" in said
    for key in ("F1", "F6", "F7", "F8", "F9"):
        assert key in said


def test_it_says_what_the_organisation_set_and_no_value(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.go("help")
    assert "Your organisation has set nothing on this computer." in seen(window)
    settings = {"lock_minutes": {"value": 7, "locked": True}, "organisation.name": {"value": "Saltmarch Council"}}
    path = tmp_path / "policy.json"
    path.write_text(json.dumps({"format": 1, "settings": settings}), encoding="utf-8")
    monkeypatch.setattr(policy, "in_force", lambda: layered([from_file(str(path))]))
    window.go("help")
    said = seen(window)
    assert "Minutes until cases lock\nSet by your organisation" in said
    assert "Name of the organisation\nSuggested; you may change it" in said
    assert "Saltmarch" not in said


@pytest.mark.parametrize("name", ["security-statement", "dpia-starter"])
def test_a_statement_is_read_here_and_saved_as_the_very_same_pdf(
    window: Window, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HelpPage, "dialogs", Saving(tmp_path))
    window.go(f"help:{name}")
    assert "Referral Assistant" in seen(window)
    click(window.page, "Save as PDF")
    window.session.background.drain(60_000)
    assert (tmp_path / f"{name}.pdf").read_bytes() == pdf(name, about.facts()).content
    assert f"Saved as {name}.pdf." in seen(window)


def test_a_statement_that_cannot_be_saved_is_said(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HelpPage, "dialogs", Saving(tmp_path / "nowhere"))
    window.go("help:security-statement")
    click(window.page, "Save as PDF")
    window.session.background.drain(60_000)
    assert "could not be saved" in seen(window)


def test_a_long_text_is_walked_through_by_keys(window: Window, qtbot: QtBot) -> None:
    window.go("help:dpia-starter")
    whole(window.page)
    bar = help_page(window)._area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    press(window, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    press(window, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    press(window, Qt.Key.Key_Home)
    assert bar.value() == 0


def test_licences_of_an_installed_copy_are_listed_and_can_be_read(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "licences"
    folder.mkdir()
    rows = [
        {"component": "zlib", "version": "1.3.1", "licence": "Zlib", "files": ["zlib.txt"]},
        {"component": "Pango", "version": "1.56.2", "licence": "LGPL-2.0-or-later", "files": ["p.txt", "gone.txt"]},
    ]
    (folder / "licences.json").write_text(json.dumps(rows), encoding="utf-8")
    (folder / "zlib.txt").write_text("the zlib text", encoding="utf-8")
    (folder / "p.txt").write_text("the Pango text", encoding="utf-8")
    monkeypatch.setattr(paths, "BUNDLE", tmp_path)
    window.go("help:licences")
    assert "This copy holds 2 components." in seen(window)
    click(window.page, "Read the licence of Pango")
    box = window.page.findChild(QPlainTextEdit)
    assert box is not None
    assert box.isReadOnly()
    assert "the Pango text" in box.toPlainText()
    assert "gone.txt is missing" in box.toPlainText()
    assert QApplication.focusWidget() is box
    click(window.page, "Back")
    assert button(window.page, "Read the licence of zlib").isVisible()


def test_a_list_of_licences_that_is_missing_is_said(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "BUNDLE", tmp_path)
    window.go("help:licences")
    assert "The list of licences is missing" in seen(window)
    window.go("help:licence/99")
    assert window.page.title == "Help"
