"""The area lead's week in the real window: a table taken in, services rung, a pack published, opened elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import shiboken6
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from referral_assistant.model import Organisation, Practitioner, Service
from referral_assistant.ui import inside
from referral_assistant.ui.import_page import ImportPage
from referral_assistant.ui.open_file import World
from referral_assistant.ui.publish_page import PublishPage
from referral_assistant.ui.report_list import ReportList
from referral_assistant.ui.widgets import ChoiceRow, LineBox
from referral_assistant.ui.window import Window
from referral_assistant.vault import signing
from tests.saltmarch import KEY_FILE
from tests.ui.conftest import Clock
from tests.ui.driving import Saving, click, seen, whole
from tests.ui.test_import_page import listed, names, read
from tests.ui.test_publish_page import go, open_key, publish, tick

Row = dict[str, object]

LEAD = Practitioner("Robin Vale", "Directory officer")
COLLEAGUE = Practitioner("Kit Marsh", "Family worker")


def row(name: str, telephone: str, checked: date = date(2026, 2, 3)) -> Row:
    """One row as the area lead types it."""
    return {
        "Name": name,
        "Kind": "Behaviour change programme",
        "Organisation": "Saltmarch Trust",
        "Areas": "Eastmere",
        "Genders": "Men",
        "Telephone": telephone,
        "Last checked on": checked,
        "Source": "Their leaflet",
        "Fictional": "Yes",
    }


def fill(path: Path, rows: list[Row]) -> None:
    """Type rows into the table below its headings, as in a spreadsheet."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    column = {cell.value: cell.column for cell in sheet[1]}
    for number, one in enumerate(rows, 3):
        for heading in column:
            sheet.cell(number, column[heading], one.get(str(heading)))
    book.save(path)


def ring(window: Window, name: str, *said: str, **fields: str) -> None:
    """Open a service, ring it, and note what they said."""
    row = next(row for row in window.session.directory().find() if row.name == name)
    window.go(f"service:{row.id}")
    click(window.page, "I have just rung them")
    for choice in said:
        next(r for r in whole(window.page).findChildren(ChoiceRow) if r.choice.id == choice).click()
    for label, text in fields.items():
        wanted = label.replace("_", " ")
        next(b for b in window.page.findChildren(LineBox) if b.accessibleName() == wanted).setText(text)
    click(window.page, "Save the check")
    assert window.place == f"service:{row.id}"


def service(window: Window, name: str) -> Service:
    return next(s for s in window.session.directory().all() if s.name == name)


@pytest.fixture
def elsewhere(qapp: QApplication, qtbot: QtBot, world: World, tmp_path: Path) -> Iterator[Window]:
    """A colleague's window, over a profile of its own."""

    def folder(training: bool) -> Path:
        return tmp_path / "colleague" / ("training" if training else "live")

    theirs = World(world.now, folder, world.pack, world.services, world.areas)
    window = inside.build(qapp, theirs)
    window.show()
    qtbot.waitExposed(window)
    window.train()
    window.session.put_practitioner(COLLEAGUE)
    yield window
    window.close()
    shiboken6.delete(window)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the area lead saves things, with the signing key in it."""
    found = tmp_path / "files"
    found.mkdir()
    monkeypatch.setattr(PublishPage, "dialogs", Saving(found))
    monkeypatch.setattr(ImportPage, "dialogs", Saving(found))
    signing.write(found / "signing-key.rakey", KEY_FILE)
    return found


def test_the_area_leads_week(window: Window, elsewhere: Window, folder: Path, clock: Clock) -> None:
    window.session.put_practitioner(LEAD)
    window.session.put_organisation(Organisation("Saltmarch Council", ("1 Slipway", "Eastmere")))
    path = folder / "template-2026-11-21.xlsx"
    spreadsheet(window, path)
    rung(window)
    first = published(window, folder)
    opened(elsewhere, first)
    newer(window, elsewhere, folder, clock)


def spreadsheet(window: Window, path: Path) -> None:
    """Monday: the empty table, filled in, with two bad rows; the two are put right in the file."""
    go(window)
    click(window.page, "Save as Empty table")
    assert window.session.background.drain()
    filled = [
        row("Slipway Programme", "01632 960 411"),
        row("", "01632 960 412"),
        row("Lantern Group", "01632 960 413"),
        row("Lantern Group", "01632 960 414"),
        row("Jetty One to One", "ring 01632 960 415 after ten"),
    ]
    fill(path, filled)
    before = names(window)
    read(window, path)
    said = seen(window)
    assert "2 refused" in said
    whole(window.page).findChildren(ReportList)[0].choose("refused")
    assert [line for line in listed(window) if "row 4" in line and "no name" in line]
    assert [line for line in listed(window) if "row 6" in line and "Lantern Group" in line]
    click(window.page, "Leave the directory as it is")
    assert names(window) == before

    filled[1]["Name"], filled[3]["Name"] = "Harbour Steps", "Lantern Evening Group"
    fill(path, filled)
    window.go("cases")
    read(window, path)
    said = seen(window)
    assert "refused" not in said
    assert "5 new." in said
    click(window.page, "Take these in")
    assert window.session.background.drain()
    assert len(names(window) - before) == 5
    assert service(window, "Jetty One to One").contact.telephone == "01632 960 415"


def rung(window: Window) -> None:
    """Tuesday to Thursday: three services are rung."""
    ring(window, "Slipway Programme", "nothing")
    ring(window, "Lantern Group", "paused")
    ring(window, "Harbour Steps", "waiting", Waiting_time_now="About eight weeks")
    assert service(window, "Slipway Programme").assured_date == date(2026, 11, 21)
    assert service(window, "Lantern Group").status == "temporarily closed"
    assert service(window, "Harbour Steps").assured_by == "Robin Vale"


def published(window: Window, folder: Path) -> Path:
    """Friday: the first edition."""
    go(window)
    open_key(window)
    publish(window)
    assert "5 services" in seen(window)
    return folder / "saltmarch-services-2026-11-21.rapack"


def opened(elsewhere: Window, pack: Path) -> None:
    """A colleague takes it in, and rings one of them."""
    read(elsewhere, pack)
    tick(elsewhere, "I rang them, and all eight groups are the same")
    click(elsewhere.page, "Trust this signer")
    assert elsewhere.session.background.drain()
    assert "5 new." in seen(elsewhere)
    click(elsewhere.page, "Take these in")
    assert elsewhere.session.background.drain()
    assert service(elsewhere, "Lantern Group").status == "temporarily closed"
    assert service(elsewhere, "Slipway Programme").assured_by == ""
    assert elsewhere.session.organisation.name == "Saltmarch Council"
    ring(elsewhere, "Harbour Steps", "waiting", "alert", Waiting_time_now="Ten weeks", To_know_before_ringing="Moving")


def newer(window: Window, elsewhere: Window, folder: Path, clock: Clock) -> None:
    """The next week: a newer edition replaces what the first brought, and nothing that was said locally."""
    clock.pass_by(days=7)
    ring(window, "Harbour Steps", "waiting", Waiting_time_now="Twelve weeks")
    ring(window, "Jetty One to One", "closed")
    go(window)
    open_key(window)
    publish(window)
    read(elsewhere, folder / "saltmarch-services-2026-11-28.rapack")
    said = seen(elsewhere)
    assert "An older edition, of 21 November 2026." in said
    whole(elsewhere.page).findChildren(ReportList)[0].choose("differs")
    said = seen(elsewhere)
    assert "Here: Ten weeks" in said
    assert "In the file: Twelve weeks" in said
    click(elsewhere.page, "Take these in")
    assert elsewhere.session.background.drain()
    mine = service(elsewhere, "Harbour Steps")
    assert (mine.waiting, mine.alert) == ("Ten weeks", "Moving")
    assert service(elsewhere, "Jetty One to One").status == "inactive"
    assert "yours counts until you choose" in seen(elsewhere)
