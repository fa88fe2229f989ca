"""The window through which files come in: everything is seen before anything is taken, and nothing is half taken."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from referral_assistant.directory.report import Answers
from referral_assistant.problems import Problem
from referral_assistant.store.directory.file import STAGED
from referral_assistant.ui.dialogs import Dialogs
from referral_assistant.ui.exchange import Exchange, Step, exchange_of
from referral_assistant.ui.import_page import ImportPage
from referral_assistant.ui.report_list import ReportList
from referral_assistant.ui.widgets import ChoiceRow, Text
from referral_assistant.ui.widgets.progress import Progress
from referral_assistant.ui.window import Window
from tests.saltmarch import rows, table
from tests.ui.driving import button, click, focus, into_talk, press, seen, whole


class Asking(Dialogs):
    """The file dialogs, answered at once."""

    def __init__(self, *paths: Path) -> None:
        self.paths = paths

    def files(self, parent: QWidget, title: str, kinds: str, done: Callable[[tuple[Path, ...]], object]) -> None:
        del parent, title, kinds
        done(self.paths)

    def folder(self, parent: QWidget, title: str, done: Callable[[Path], object]) -> None:
        del parent, title
        done(self.paths[0])

    def save_as(self, parent: QWidget, title: str, name: str, kinds: str, done: Callable[[Path], object]) -> None:
        del parent, title, name, kinds
        done(self.paths[0])


def read(window: Window, path: Path) -> Exchange:
    """Go to the window for files with one, and wait until it is read."""
    window.go(f"import:{path}")
    assert window.session.background.drain()
    return exchange_of(window.session)


def listed(window: Window) -> list[str]:
    """The lines of the report that are listed now."""
    view = whole(window.page).findChildren(ReportList)[0].view
    QApplication.processEvents()
    return [view.model().index(n, 0).data() for n in range(view.model().rowCount())]


def staged(window: Window) -> Path:
    path = window.session.local.path
    assert path is not None
    return path.with_name(path.name + STAGED)


def names(window: Window) -> set[str]:
    return {service.name for service in window.session.directory().all()}


def test_a_table_is_told_line_by_line_and_changes_nothing_until_it_is_taken(window: Window, tmp_path: Path) -> None:
    before = names(window)
    read(window, table(tmp_path / "saltmarch.csv"))
    said = seen(window)
    assert "3 read as they stand." in said
    assert "3 new." in said
    assert len(listed(window)) == 3
    assert names(window) == before
    click(window.page, "Take these in")
    assert window.session.background.drain()
    assert "It is in the directory." in seen(window)
    assert names(window) == before | {"Quayside 1", "Quayside 2", "Quayside 3"}
    assert not staged(window).exists()
    click(window.page, "Bring in more")
    assert "saltmarch.csv" in seen(window)


def test_leaving_it_leaves_nothing(window: Window, tmp_path: Path) -> None:
    before = names(window)
    read(window, table(tmp_path / "saltmarch.csv"))
    assert staged(window).exists()
    click(window.page, "Leave the directory as it is")
    assert not staged(window).exists()
    assert names(window) == before
    assert "Drop a file or a folder here" in seen(window)


def test_what_waits_holds_the_directory_and_is_there_when_one_comes_back(window: Window, tmp_path: Path) -> None:
    read(window, table(tmp_path / "saltmarch.csv"))
    window.go("settings")
    with pytest.raises(Problem, match="being taken in"):
        window.session.alter(lambda directory: directory.remember_area("Quay", ["x-eastmere"]))
    window.go("import")
    assert "3 new." in seen(window)
    exchange_of(window.session).leave()
    window.session.alter(lambda directory: directory.remember_area("Quay", ["x-eastmere"]))


def test_cancelling_leaves_nothing_and_a_late_result_is_thrown_away(window: Window, tmp_path: Path) -> None:
    window.go("import")
    exchange = exchange_of(window.session)
    exchange.start([table(tmp_path / "long.csv", 400)])
    exchange.cancel()
    assert window.session.background.drain()
    assert exchange.step is Step.NOTHING
    assert not staged(window).exists()
    assert not window.session.local.held


def test_leaving_the_page_while_a_file_is_read_cancels(window: Window, tmp_path: Path) -> None:
    window.go("import")
    exchange = exchange_of(window.session)
    exchange.start([table(tmp_path / "long.csv", 400)])
    window.go("cases")
    assert window.session.background.drain()
    assert exchange.step is Step.NOTHING
    assert not staged(window).exists()


def test_locking_leaves_nothing(window: Window, tmp_path: Path) -> None:
    exchange = read(window, table(tmp_path / "saltmarch.csv"))
    copy = staged(window)
    window.session.lock()
    assert exchange.step is Step.NOTHING
    assert not copy.exists()


def test_repairs_refusals_and_what_was_left_out_are_told_and_can_be_narrowed(window: Window, tmp_path: Path) -> None:
    path = table(tmp_path / "saltmarch.csv", 4)

    def spoil(found: list[dict[str, str]]) -> None:
        found[0]["Telephone"] = "ring 01632 960 402 ext 5"
        found[1]["Name"] = ""

    rows(path, spoil)
    read(window, path)
    lines = whole(window.page).findChildren(ReportList)[0]
    lines.choose("refused")
    assert [line for line in listed(window) if "no name" in line]
    lines.choose("repaired")
    assert len(listed(window)) == 1
    said = seen(window)
    assert "From: ring 01632 960 402 ext 5" in said
    lines.choose("")
    lines.words.setText("quayside 3")
    assert len(listed(window)) == 1
    lines.words.setText("nobody is called so")
    assert listed(window) == []
    assert "No line fits." in seen(window)


def test_the_report_can_be_saved_as_a_table(window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImportPage, "dialogs", Asking(tmp_path / "report.csv"))
    path = table(tmp_path / "saltmarch.csv")
    rows(path, lambda found: found[0].update(Telephone="=1+2 01632 960 402"))
    read(window, path)
    click(window.page, "Save the report …")
    assert window.session.background.drain()
    assert "Saved as report.csv." in seen(window)
    with (tmp_path / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.reader(file))
    assert found[0][:3] == ["File", "Place", "Name"]
    assert {row[2] for row in found[1:]} == {"Quayside 1", "Quayside 2", "Quayside 3"}
    assert not [cell for row in found for cell in row if cell.startswith("=")]


def test_a_question_about_a_column_is_answered_once_for_its_shape(window: Window, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("Name,Main phone number,Areas,Fictional\nQuayside,01632 960 401,Eastmere,Yes\n", encoding="utf-8")
    read(window, path)
    assert "What does the column “Main phone number” hold?" in seen(window)
    row = next(r for r in window.page.findChildren(ChoiceRow) if r.choice.text == "Telephone")
    row.click()
    click(window.page, "Read again with these answers")
    assert window.session.background.drain()
    assert "What does the column" not in seen(window)
    click(window.page, "Take these in")
    assert window.session.background.drain()
    found = next(row for row in window.session.directory().find() if row.name == "Quayside")
    entry = window.session.directory().entry(found.id)
    assert entry is not None
    assert entry.service.contact.telephone == "01632 960 401"
    window.go("cases")
    read(window, path)
    assert "What does the column" not in seen(window)


def test_a_name_of_an_area_is_asked_about_and_remembered(window: Window, tmp_path: Path) -> None:
    path = table(tmp_path / "saltmarch.csv", 1)
    rows(path, lambda found: found[0].update(Areas="The Quays"))
    read(window, path)
    assert "Which area does “The Quays” stand for?" in seen(window)
    exchange = exchange_of(window.session)
    exchange.start([path], Answers(areas={"The Quays": ("x-eastmere",)}))
    assert window.session.background.drain()
    assert "Which area" not in seen(window)
    click(window.page, "Take these in")
    assert window.session.background.drain()
    assert window.session.directory().known_areas() == {"The Quays": ("x-eastmere",)}


def test_unsorted_services_are_sorted_in_one_go_or_later(window: Window, tmp_path: Path) -> None:
    path = table(tmp_path / "saltmarch.csv", 2)
    rows(path, lambda found: [row.update(Kind="") for row in found] and None)
    read(window, path)
    assert "2 services do not say what kind they are. Which is it?" in seen(window)
    click(window.page, "Show: the kinds")
    next(r for r in window.page.findChildren(ChoiceRow) if r.choice.id == "early_response").click()
    click(window.page, "Read again with these answers")
    assert window.session.background.drain()
    click(window.page, "Take these in")
    assert window.session.background.drain()
    taken = [s for s in window.session.directory().all() if s.name.startswith("Quayside")]
    assert {s.kind for s in taken} == {"early_response"}


def test_a_local_value_and_the_file_are_shown_side_by_side(window: Window, tmp_path: Path) -> None:
    path = table(tmp_path / "saltmarch.csv", 1)
    read(window, path)
    click(window.page, "Take these in")
    assert window.session.background.drain()
    window.session.alter(lambda d: d.edit("quayside-1", {"contact.telephone": "01632 960 499"}, "Directory officer"))
    rows(path, lambda found: found[0].update(Telephone="01632 960 455"))
    window.go("cases")
    read(window, path)
    said = seen(window)
    assert "Here: 01632 960 499" in said
    assert "In the file: 01632 960 455" in said
    click(window.page, "Take these in")
    assert window.session.background.drain()
    service = window.session.directory().service("quayside-1")
    assert service is not None
    assert service.contact.telephone == "01632 960 499"
    assert "yours counts until you choose" in seen(window)


def test_what_is_no_longer_listed_stays_unless_the_file_is_all_there_is(window: Window, tmp_path: Path) -> None:
    path = table(tmp_path / "saltmarch.csv", 3)
    read(window, path)
    click(window.page, "Take these in")
    assert window.session.background.drain()
    table(path, 2)
    window.go("cases")
    read(window, path)
    assert "1 service that came with it before is not in it any more" in seen(window)
    click(window.page, "It is everything: set them aside")
    assert window.session.background.drain()
    assert "1 no longer listed" in seen(window)
    click(window.page, "Take these in")
    assert window.session.background.drain()
    assert "Quayside 3" not in names(window)


def test_a_file_that_cannot_be_read_is_said_in_a_sentence(window: Window, tmp_path: Path) -> None:
    path = tmp_path / "leaflet.pdf"
    path.write_bytes(b"%PDF-1.7 something")
    read(window, path)
    assert "This is a PDF" in seen(window)
    assert not button(window.page, "Take these in").isEnabled()
    read(window, tmp_path / "gone.csv")
    assert "There is no file" in seen(window)


def test_a_directory_file_of_our_own_is_taken_strictly(window: Window, tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    entry = (
        '[[services]]\nid = "quay"\nname = "Quay"\nkind = "helpline"\nservice_areas = ["x-eastmere"]\nsource = "A"\n'
    )
    path.write_text(f'format = 1\ntitle = "T"\nfictional = true\n\n{entry}', encoding="utf-8")
    read(window, path)
    assert "1 mistake" in seen(window) or "One mistake" in seen(window)
    path.write_text(path.read_text().replace('"helpline"', '"behaviour_change"'), encoding="utf-8")
    exchange_of(window.session).start([path])
    assert window.session.background.drain()
    assert "1 new." in seen(window)


def drop(page: QWidget, *paths: Path) -> None:
    """Let files go over a page."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    here, action, keys = QPoint(200, 200), Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(page, QDragEnterEvent(here, action, mime, Qt.MouseButton.LeftButton, keys))
    assert "Let go to read it" in "".join(t.text() for t in page.findChildren(Text))
    QApplication.sendEvent(page, QDropEvent(here.toPointF(), action, mime, Qt.MouseButton.LeftButton, keys))


def test_a_folder_of_pages_is_dropped_on_the_page(window: Window, tmp_path: Path) -> None:
    folder = tmp_path / "feed"
    folder.mkdir()
    for number in (1, 2):
        record = {"id": f"0000000{number}-0000-4000-8000-000000000000", "name": f"Quay {number}", "status": "active"}
        (folder / f"page-{number}.json").write_text(json.dumps({"contents": [record]}), encoding="utf-8")
    window.go("import")
    drop(window.page, folder)
    assert window.session.background.drain()
    assert "What is in feed" in seen(window)
    assert "2 new." in seen(window)


def test_files_and_folders_can_be_chosen(window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = table(tmp_path / "saltmarch.csv")
    monkeypatch.setattr(ImportPage, "dialogs", Asking(path))
    window.go("import")
    click(window.page, "Choose files …")
    assert window.session.background.drain()
    assert "3 new." in seen(window)


def test_what_takes_its_time_has_a_bar_and_can_be_cancelled(window: Window, tmp_path: Path, qtbot: QtBot) -> None:
    window.go("import")
    exchange = exchange_of(window.session)
    exchange.start([table(tmp_path / "long.csv", 12_000)])
    qtbot.waitUntil(lambda: exchange.slow, timeout=20_000)
    assert window.page.findChildren(Progress)
    qtbot.waitUntil(lambda: window.page.findChildren(Progress)[0].value() > 0, timeout=20_000)
    click(window.page, "Cancel")
    assert window.session.background.drain()
    assert exchange.step is Step.NOTHING
    assert not staged(window).exists()
    assert "Drop a file or a folder here" in seen(window)


def test_it_never_comes_up_while_the_person_is_in_the_room(window: Window, tmp_path: Path) -> None:
    path = table(tmp_path / "saltmarch.csv")
    into_talk(window)
    before = window.place
    window.go(f"import:{path}")
    assert window.place == before
    assert exchange_of(window.session).step is Step.NOTHING


def test_files_dropped_on_the_directory_are_read(window: Window, tmp_path: Path) -> None:
    window.go("directory")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(table(tmp_path / "saltmarch.csv")))])
    here, action, keys = QPoint(200, 200), Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window.page, QDragEnterEvent(here, action, mime, Qt.MouseButton.LeftButton, keys))
    QApplication.sendEvent(window.page, QDropEvent(here.toPointF(), action, mime, Qt.MouseButton.LeftButton, keys))
    assert window.session.background.drain()
    assert window.place == "import"
    assert "3 new." in seen(window)


def test_a_report_is_walked_through_and_taken_in_by_keyboard(window: Window, tmp_path: Path) -> None:
    read(window, table(tmp_path / "saltmarch.csv"))
    lines = whole(window.page).findChildren(ReportList)[0]
    QApplication.processEvents()
    for _ in range(40):
        if focus() is lines.view:
            break
        press(window, Qt.Key.Key_Tab)
    assert focus() is lines.view
    press(window, Qt.Key.Key_Down)
    assert "saltmarch.csv · row 3 · New" in seen(window)
    press(window, Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    assert window.session.background.drain()
    assert "It is in the directory." in seen(window)
