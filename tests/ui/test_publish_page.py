"""Handing the directory on: a key made and opened, a pack written, files for others without what is private."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from referral_assistant.directory.importing import run
from referral_assistant.directory.pack import Pack, load
from referral_assistant.directory.pack import read as read_pack
from referral_assistant.directory.report import Answers, Fate
from referral_assistant.directory.trust import trusted
from referral_assistant.model import Kind, Organisation, Service
from referral_assistant.store.directory.file import STAGED
from referral_assistant.ui.publish_page import PublishPage
from referral_assistant.ui.widgets import ChoiceRow, LineBox
from referral_assistant.ui.window import Window
from referral_assistant.vault import signing
from tests.saltmarch import KEY_FILE, PASSPHRASE, quayside
from tests.ui.driving import Saving, button, click, into_talk, press, seen, whole


@pytest.fixture
def page(window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Window:
    """The page, over a directory with services of its own and a key in a file."""
    monkeypatch.setattr(PublishPage, "dialogs", Saving(tmp_path))
    signing.write(tmp_path / "signing-key.rakey", KEY_FILE)
    add(window, *quayside(2))
    window.session.put_organisation(Organisation("Saltmarch Council", ("1 Slipway", "Eastmere")))
    go(window)
    return window


def add(window: Window, *added: Service) -> None:
    for service in added:
        window.session.alter(lambda directory, one=service: directory.add(one, "Directory officer"))  # type: ignore[misc]


def go(window: Window) -> None:
    window.go("publish")
    assert window.session.background.drain()


def box(window: Window, name: str) -> LineBox:
    return next(b for b in whole(window.page).findChildren(LineBox) if b.accessibleName() == name and b.isVisible())


def tick(window: Window, text: str) -> None:
    next(r for r in whole(window.page).findChildren(ChoiceRow) if r.choice.text == text and r.isVisible()).click()


def open_key(window: Window, phrase: str = PASSPHRASE) -> None:
    tick(window, "Open the key I have")
    click(window.page, "Choose the file …")
    box(window, "Passphrase of the key").setText(phrase)
    click(window.page, "Open the key")
    assert window.session.background.drain()


def publish(window: Window, title: str = "Saltmarch services") -> None:
    box(window, "Title of the pack").setText(title)
    click(window.page, "Write the pack …")
    assert window.session.background.drain()


def written(window: Window, folder: Path) -> Pack:
    """The pack, read back by somebody who trusts the key."""
    [path] = folder.glob("*.rapack")
    known = signing.signer((folder / "signing-key.rakey").read_bytes()).fingerprint
    return read_pack(load(path), trusted([known]), (), Kind.TRAINING)


def test_a_pack_is_written_and_can_be_read_by_whoever_trusts_the_key(page: Window, tmp_path: Path) -> None:
    assert not button(page.page, "Write the pack …").isEnabled()
    open_key(page)
    known = signing.signer((tmp_path / "signing-key.rakey").read_bytes())
    said = seen(page)
    assert all(group in said for group in known.fingerprint.split())
    publish(page)
    assert "The pack saltmarch-services-2026-11-21.rapack is written: 2 services" in seen(page)
    pack = written(page, tmp_path)
    assert [service.name for service in pack.services] == ["Quayside 1", "Quayside 2"]
    assert pack.head.title == "Saltmarch services"
    assert pack.letterhead is not None
    assert pack.letterhead.name == "Saltmarch Council"
    assert page.session.directory().published()["title"] == "Saltmarch services"


def test_a_key_is_made_where_one_wants_it(page: Window, tmp_path: Path) -> None:
    (tmp_path / "signing-key.rakey").unlink()
    tick(page, "Make a key")
    click(page.page, "Make the key …")
    assert "Give the key a name first" in seen(page)
    box(page, "Name of the key").setText("Saltmarch directory")
    box(page, "New passphrase").setText(PASSPHRASE)
    box(page, "The passphrase again").setText("something else")
    click(page.page, "Make the key …")
    assert "The two passphrases are not the same." in seen(page)
    box(page, "The passphrase again").setText(PASSPHRASE)
    click(page.page, "Make the key …")
    assert page.session.background.drain()
    known = signing.signer((tmp_path / "signing-key.rakey").read_bytes())
    assert known.title == "Saltmarch directory"
    assert "Signing key: Saltmarch directory" in seen(page)


def test_a_wrong_passphrase_is_said_and_the_key_is_shut_when_one_leaves(page: Window) -> None:
    open_key(page, "not this one at all")
    assert "That is not the passphrase of this signing key" in seen(page)
    open_key(page)
    assert "Its fingerprint" in seen(page)
    page.go("directory")
    go(page)
    assert "Its fingerprint" not in seen(page)


def test_enter_opens_the_key(page: Window) -> None:
    tick(page, "Open the key I have")
    click(page.page, "Choose the file …")
    line = box(page, "Passphrase of the key")
    line.setText(PASSPHRASE)
    line.setFocus()
    press(page, Qt.Key.Key_Return)
    assert page.session.background.drain()
    assert "Its fingerprint" in seen(page)


def test_what_is_odd_comes_first_and_leads_to_it(page: Window) -> None:
    old, unsorted = quayside(2)
    add(page, replace(old, id="old", name="Old Quay", assured_date=date(2025, 1, 2)))
    add(page, replace(unsorted, id="unsorted", name="Unsorted Quay", kind=""))
    go(page)
    said = seen(page)
    assert "3 services were not checked for six months." in said
    assert "has no kind yet. It stays out of the pack." in said
    assert said.index("no kind yet") < said.index("What is in it")
    click(page.page, "Look: 1 service has no kind yet. It stays out of the pack.")
    assert page.place == "directory:unsorted"


def test_what_is_private_goes_out_only_where_it_is_chosen(page: Window, tmp_path: Path) -> None:
    secret = replace(quayside(1)[0], id="quiet", name="Quiet Quay", private=("contact.telephone",))
    add(page, secret)
    go(page)
    assert "1 hold" in seen(page)
    open_key(page)
    publish(page)
    pack = written(page, tmp_path)
    assert next(s for s in pack.services if s.id == "quiet").contact.telephone == ""
    click(page.page, "Save as Open Referral UK")
    assert page.session.background.drain()
    path = tmp_path / "directory-2026-11-21.json"
    found = {one["name"]: one for one in json.loads(path.read_text(encoding="utf-8"))["contents"]}
    assert "contacts" not in found["Quiet Quay"]
    tick(page, "With what is not for publication, in a file for others")
    click(page.page, "Save as Open Referral UK")
    assert page.session.background.drain()
    found = {one["name"]: one for one in json.loads(path.read_text(encoding="utf-8"))["contents"]}
    assert found["Quiet Quay"]["contacts"][0]["phones"][0]["number"] == "01632 960 401"


@pytest.mark.parametrize("form", ["CSV", "Excel", "Open Referral UK"])
def test_what_is_saved_reads_back_the_same(page: Window, tmp_path: Path, form: str) -> None:
    click(page.page, f"Save as {form}")
    assert page.session.background.drain()
    [path] = tmp_path.glob("directory-2026-11-21.*")
    assert f"Saved as {path.name}: 2 services." in seen(page)
    report, staged = run([path], None, Kind.TRAINING, Answers(), "", page.session.now)
    assert staged is None
    assert report.count(Fate.READ) == 2
    assert {line.name for line in report.lines if line.place} == {"Quayside 1", "Quayside 2"}


def test_the_paper_form_and_the_empty_table_are_saved(page: Window, tmp_path: Path) -> None:
    click(page.page, "Save as On paper")
    assert page.session.background.drain(60_000)
    assert (tmp_path / "directory-2026-11-21.pdf").read_bytes().startswith(b"%PDF")
    click(page.page, "Save as Empty table")
    assert page.session.background.drain()
    assert (tmp_path / "template-2026-11-21.xlsx").read_bytes().startswith(b"PK")
    assert not list(tmp_path.glob(f"*{STAGED}")) + list(tmp_path.glob("*.part"))


def test_where_it_cannot_be_saved_it_says_so(page: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PublishPage, "dialogs", Saving(tmp_path / "nowhere"))
    go(page)
    click(page.page, "Save as CSV")
    assert page.session.background.drain()
    assert "directory-2026-11-21.csv could not be written" in seen(page)


def test_it_never_comes_up_while_the_person_is_in_the_room(window: Window) -> None:
    into_talk(window)
    before = window.place
    window.go("publish")
    assert window.place == before
