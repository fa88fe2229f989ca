"""Directory packs in the window: compared on the telephone before anybody is trusted, refused in whole sentences."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from referral_assistant import vault
from referral_assistant.directory.pack import Letterhead, id_for, make
from referral_assistant.model import AreaContact
from referral_assistant.policy import Policy
from referral_assistant.policy.reading import from_bytes, layered
from referral_assistant.ui import cases_page
from referral_assistant.ui.open_file import World
from referral_assistant.ui.widgets import ChoiceRow
from referral_assistant.ui.window import Window
from referral_assistant.vault import Cost
from tests.saltmarch import KEY, quayside
from tests.ui.conftest import Clock
from tests.ui.driving import button, click, into_talk, seen
from tests.ui.test_import_page import listed, names, read, staged

TITLE = "Saltmarch services"
LETTERHEAD = Letterhead("Saltmarch Council", ("1 Slipway", "Eastmere"), "01632 960 230")


def pack(folder: Path, day: int = 1, count: int = 3, letterhead: Letterhead | None = None, title: str = TITLE) -> Path:
    """A pack as an area lead makes it on a day of November."""
    issued = datetime(2026, 11, day, 9, 30, tzinfo=UTC)
    contacts = [AreaContact("x-eastmere", "children", telephone="01632 960 300", fictional=True)]
    pack_id = id_for(title, KEY)
    path = folder / f"saltmarch-{day}.rapack"
    path.write_bytes(make(quayside(count), contacts, letterhead, title, pack_id, day, issued, KEY))
    return path


def trust(window: Window) -> None:
    """Say that the fingerprint was compared, and trust the signer."""
    assert not button(window.page, "Trust this signer").isEnabled()
    next(r for r in window.page.findChildren(ChoiceRow) if r.choice.id == "same").click()
    click(window.page, "Trust this signer")
    assert window.session.background.drain()


def take(window: Window) -> None:
    click(window.page, "Take these in")
    assert window.session.background.drain()


def test_an_unknown_signer_is_compared_on_the_telephone_first(window: Window, tmp_path: Path) -> None:
    read(window, pack(tmp_path))
    said = seen(window)
    assert TITLE in said
    assert "Edition of 1 November 2026" in said
    assert "3 services and 1 safeguarding contact" in said
    assert "Ring the area lead on a number that you know" in said
    assert all(group in said for group in KEY.signer.fingerprint.split())
    assert not staged(window).exists()
    trust(window)
    assert "4 new." in seen(window)
    assert [line for line in listed(window) if line.startswith("Children’s services, Eastmere")]
    take(window)
    assert "Quayside 1" in names(window)
    assert window.session.directory().contacts("x-eastmere")[0].telephone == "01632 960 300"
    assert window.session.directory().trusted() == {KEY.signer.fingerprint: "Saltmarch directory"}


def test_a_newer_edition_is_compared_and_an_older_one_refused(window: Window, tmp_path: Path) -> None:
    first, second = pack(tmp_path, 1), pack(tmp_path, 2, count=2)
    read(window, first)
    trust(window)
    take(window)
    read(window, second)
    said = seen(window)
    assert "An older edition, of 1 November 2026." in said
    assert "1 no longer listed" in said
    take(window)
    assert "Quayside 3" not in names(window)
    read(window, first)
    said = seen(window)
    assert "is older than the one in use, of 2 November 2026" in said
    assert "The newer one stays in use." in said
    assert not staged(window).exists()
    window.session.alter(lambda directory: directory.known_areas())


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda content: content[:-20] + b"x" * 20, "This pack was changed after it was signed"),
        (lambda content: content[: len(content) // 2], "This pack is not whole"),
        (lambda _content: b"Name,Telephone\n", "This file is not a directory pack."),
        (lambda content: content.replace(b"pack 1\n", b"pack 9\n", 1), "made by a newer release"),
    ],
)
def test_what_was_tampered_with_is_refused_in_a_sentence(
    window: Window, tmp_path: Path, spoil: Callable[[bytes], bytes], sentence: str
) -> None:
    path = pack(tmp_path)
    path.write_bytes(spoil(path.read_bytes()))
    before = names(window)
    read(window, path)
    assert sentence in seen(window)
    assert "Trust this signer" not in seen(window)
    assert names(window) == before
    assert not staged(window).exists()


def test_a_letterhead_is_offered_and_used_for_new_cases(window: Window, tmp_path: Path) -> None:
    read(window, pack(tmp_path, letterhead=LETTERHEAD))
    trust(window)
    assert "Use its letterhead for new cases: Saltmarch Council" in [
        row.choice.text for row in window.page.findChildren(ChoiceRow)
    ]
    take(window)
    assert window.session.organisation.name == "Saltmarch Council"
    assert window.session.organisation.address == LETTERHEAD.address


def policy_of(folder: Path, *, locked: bool = False, listed: bool = True) -> Policy:
    """An organisation that names a folder and, where listed, the signer."""
    signers = [f"{KEY.signer.fingerprint} Saltmarch directory"] if listed else []
    settings = {
        "directory.pack_folder": {"value": str(folder), "locked": True},
        "directory.trusted_signers": {"value": signers, "locked": locked},
    }
    return layered([from_bytes("policy.json", json.dumps({"format": 1, "settings": settings}).encode())])


class TestWithAFolder:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        folder = tmp_path / "packs"
        folder.mkdir()
        return folder

    @pytest.fixture(params=[""])
    def policy(self, folder: Path, request: pytest.FixtureRequest) -> Policy:
        return policy_of(folder, locked=request.param == "closed", listed=request.param != "closed")

    def look(self, window: Window) -> None:
        """Look into the folder as the list of cases does after some seconds."""
        page = window.page
        assert isinstance(page, cases_page.CasesPage)
        page._look_for_packs()
        assert window.session.background.drain()

    def test_a_newer_edition_is_told_of_quietly_and_leads_to_it(self, window: Window, folder: Path) -> None:
        pack(folder, 3)
        window.go("cases")
        assert "A newer edition" not in seen(window)
        self.look(window)
        assert "A newer edition of “Saltmarch services” is there, of 3 November 2026." in seen(window)
        click(window.page, "Look at it")
        assert window.session.background.drain()
        assert "What is in saltmarch-3.rapack" in seen(window)
        take(window)
        window.go("cases")
        assert "A newer edition" not in seen(window)

    def test_the_folder_is_looked_into_some_seconds_after_the_cases_are_up(
        self, window: Window, folder: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
    ) -> None:
        monkeypatch.setattr(cases_page, "LATER", 0)
        pack(folder, 3)
        window.go("cases")
        qtbot.waitUntil(lambda: "A newer edition" in seen(window), timeout=20_000)

    def test_why_one_was_refused_is_told_in_live_files_alone(
        self, build: Callable[..., Window], world: World, folder: Path, qtbot: QtBot
    ) -> None:
        path = pack(folder, 3)
        path.write_bytes(path.read_bytes()[:-10] + b"0123456789")
        vault.create(world.folder(False), "seven quiet otters dance", Cost(1, 8 << 20)).wipe()
        window = build()
        window.train()
        self.look(window)
        assert "not taken" not in seen(window)
        window.session.unlock("seven quiet otters dance", lambda: window.go("cases"), pytest.fail)
        qtbot.waitUntil(lambda: not window.session.training and window.page.name == "cases", timeout=20_000)
        qtbot.waitUntil(lambda: not window.session.background.busy, timeout=20_000)
        self.look(window)
        assert "was not taken: saltmarch-3.rapack" in seen(window)
        assert "changed after it was signed" in seen(window)

    def test_it_is_looked_into_once_in_a_while(self, window: Window, folder: Path, clock: Clock) -> None:
        self.look(window)
        pack(folder, 3)
        self.look(window)
        assert "A newer edition" not in seen(window)
        clock.pass_by(minutes=31)
        self.look(window)
        assert "A newer edition" in seen(window)

    def test_nothing_is_looked_into_while_a_case_is_open(self, window: Window, folder: Path) -> None:
        pack(folder, 3)
        cases: QWidget = window.page
        into_talk(window)
        assert isinstance(cases, cases_page.CasesPage)
        cases._look_for_packs()
        assert not [c for c in window.session.children() if type(c).__name__ == "PackWatch"]

    @pytest.mark.parametrize("policy", ["closed"], indirect=True)
    def test_where_the_list_is_locked_nobody_can_be_trusted_here(self, window: Window, folder: Path) -> None:
        read(window, pack(folder, 3))
        said = seen(window)
        assert "who is not on your organisation’s list of signers" in said
        assert "Your IT team keeps that list." in said
        assert "Ring the area lead" not in said
        assert not window.page.findChildren(ChoiceRow)
