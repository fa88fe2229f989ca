"""What is missing, on the screen: map and table say the same, choices ask anew, and nothing of a case is kept."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from referral_assistant.model import LocalContact, Standing
from referral_assistant.policy import Policy
from referral_assistant.policy.reading import Setting
from referral_assistant.ui import unmet
from referral_assistant.ui.provision_map import MapView
from referral_assistant.ui.provision_page import ProvisionPage
from referral_assistant.ui.provision_table import Table
from referral_assistant.ui.theme import COLOURS, contrast
from referral_assistant.ui.unmet import Counting, turned_on
from referral_assistant.ui.widgets.select import Select
from referral_assistant.ui.window import Window
from tests.ui.driving import Saving, answer_all, click, into_talk, pass_gate, press, seen


@pytest.fixture
def page(window: Window) -> ProvisionPage:
    window.go("provision")
    assert window.session.background.drain()
    found = window.page
    assert isinstance(found, ProvisionPage)
    return found


def choose(page: ProvisionPage, label: str, value: str) -> None:
    """Choose as a person does: go to the list and take a line."""
    box = next(s.box for s in page.findChildren(Select) if s.box.accessibleName() == label)
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())
    assert page.session.background.drain()


def test_it_says_where_there_is_a_service_and_where_none_is_known(page: ProvisionPage) -> None:
    assert "There is one in 2 of 2 authorities." in seen(page)
    choose(page, "Kind of service", "probation")
    choose(page, "Gender", "woman")
    assert "None is known in 2 of 2 authorities." in seen(page)
    table = page.seek(Table, lambda t: t.accessibleName().startswith("Authorities"))
    assert table is not None
    table.selectRow(0)
    assert "No active probation programme in Eastmere takes women, as far as this directory knows." in seen(page)
    assert "This directory knows of no active service for this." in seen(page)


def test_map_and_table_say_the_same_and_choose_the_same(page: ProvisionPage) -> None:
    board = page.seek(MapView, lambda m: m.isVisible())
    table = page.seek(Table, lambda t: t.accessibleName().startswith("Authorities"))
    assert board is not None
    assert table is not None
    table.selectRow(1)
    assert board.selected == "x-westhaven"
    assert "What stands behind it: Westhaven" in seen(page)
    press(page.window(), Qt.Key.Key_Tab)
    board.setFocus()
    press(page.window(), Qt.Key.Key_Right)
    assert board.selected == table.key == "x-eastmere"
    assert "Eastmere" in QAccessible.queryAccessibleInterface(board).text(QAccessible.Text.Description)
    spoken = table.model().data(table.model().index(0, 1), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Eastmere, What is known: There is"


def test_an_area_is_said_in_words_when_it_is_pointed_at_and_chosen_by_a_click(page: ProvisionPage) -> None:
    board = page.seek(MapView, lambda m: m.isVisible())
    assert board is not None
    spots = [QPointF(x, y) for x in range(10, board.width(), 12) for y in range(10, board.height(), 12)]
    spot = next(s for s in spots if board.area_at(s) == "x-westhaven")
    QTest.mouseMove(board, spot.toPoint())
    assert "In Westhaven," in seen(page)
    QTest.mouseClick(board, Qt.MouseButton.LeftButton, pos=spot.toPoint())
    assert board.selected == "x-westhaven"
    sea = next(s for s in spots if not board.area_at(s))
    QTest.mouseClick(board, Qt.MouseButton.LeftButton, pos=sea.toPoint())
    assert board.selected == "x-westhaven"


def test_the_patterns_of_the_map_differ_without_colour(page: ProvisionPage) -> None:
    """Each standing painted alone, seen without colour: no two pictures are the same."""
    board = page.seek(MapView, lambda m: m.isVisible())
    assert board is not None
    painted = set()
    for standing in Standing:
        standings = dict.fromkeys(("x-eastmere", "x-westhaven"), standing)
        board.show_picture(page._outlines, standings, {})
        grey = board.grab().toImage().convertToFormat(board.grab().toImage().Format.Format_Mono)
        painted.add(bytes(grey.constBits()))
    assert len(painted) == 4
    for colours in COLOURS.values():
        assert contrast(colours["accent"], colours["surface"]) >= 3
        assert contrast(colours["edge"], colours["surface"]) >= 3


def test_what_stands_behind_leads_to_the_service(page: ProvisionPage) -> None:
    places: list[str] = []
    page.go.connect(places.append)
    table = page.seek(QTableView, lambda t: t.accessibleName().startswith("Authorities"))
    assert table is not None
    table.selectRow(0)
    click(page, "Keelside Programme")
    assert "service:keelside-programme" in places


def test_s20_in_training_nothing_is_said_of_real_places(page: ProvisionPage) -> None:
    table = page.seek(QTableView, lambda t: t.accessibleName().startswith("Authorities"))
    assert table is not None
    names = {table.model().index(n, 0).data() for n in range(table.model().rowCount())}
    assert names == {"Eastmere", "Westhaven"}


def test_pdf_and_csv_are_saved_under_names_that_say_nothing_of_anybody(
    page: ProvisionPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ProvisionPage, "dialogs", Saving(tmp_path))
    click(page, "Save as CSV")
    click(page, "Save as PDF")
    assert page.session.background.drain()
    assert {path.name for path in tmp_path.glob("provision*")} == {
        "provision-2026-11-21.pdf",
        "provision-2026-11-21.csv",
    }
    assert "Saved as provision-2026-11-21.pdf." in seen(page)
    rows = list(csv.reader((tmp_path / "provision-2026-11-21.csv").read_text("utf-8-sig").splitlines()))
    assert ["Fictional: for training."] in rows
    assert any(row[:3] == ["x-eastmere", "Eastmere", "There is"] for row in rows)


def test_a_folder_that_cannot_be_written_to_is_said(
    page: ProvisionPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setattr(ProvisionPage, "dialogs", Saving(tmp_path / "file"))
    click(page, "Save as CSV")
    assert "could not be saved there" in seen(page)


def test_it_never_comes_up_while_the_person_is_in_the_room(window: Window) -> None:
    into_talk(window)
    before = window.place
    window.go("provision")
    assert window.place == before


def test_locking_lets_go_of_everything(window: Window, page: ProvisionPage) -> None:
    window.session.lock()
    assert page._index is None
    assert page._picture is None
    assert page._outlines == ()


# --- unmet counts ----------------------------------------------------------------------------------------------------


@pytest.fixture
def policy() -> Policy:
    """An organisation that wants the counts."""
    return Policy({"provision.unmet_counts": Setting(True, True, "test")})


def test_cases_of_training_are_not_counted(window: Window, page: ProvisionPage) -> None:
    assert not turned_on(window.session)
    assert "Cases for which no service was known" not in seen(page)


def test_s27_s28_live_cases_are_counted_one_by_one_and_nothing_of_them_is_kept(
    build: Callable[..., Window], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = build()
    session = window.session
    session.create("a long enough passphrase", lambda: None, pytest.fail)
    assert session.background.drain()
    day = session.today
    contacts = tuple(
        LocalContact(role, "Desk", "01632 960 301", entered_on=day)
        for role in ("safeguarding_lead", "children", "adults")
    )
    session.put_organisation(replace(session.organisation, contacts=contacts))
    session.new_case()
    pass_gate(session)
    session.leave_room()
    answer_all(session, level="willing")
    session.answer("area", ["E07000223"])
    assert session.derived.assessment.route.value == "programme"
    session.leave_case()
    before = session.summaries()
    counted: list[object] = []
    weighed: list[object] = []
    real = unmet.Counting._weigh

    def watched(self: Counting, case_id: str) -> None:
        real(self, case_id)
        weighed.append(list(self._cells))

    monkeypatch.setattr(Counting, "_weigh", watched)
    monkeypatch.setattr("referral_assistant.directory.unmet.period", lambda _today: (date(2026, 1, 1), day))
    counting = Counting(session, counted.append)
    qtbot.waitUntil(lambda: bool(counted))
    assert weighed
    assert [cell.area for cell in weighed[-1]] == ["E07000223"]  # type: ignore[attr-defined]
    assert counted[0].lines == ()  # type: ignore[attr-defined]
    assert counting._cells == []
    assert session.summaries() == before
    assert session.case is None
