"""Settings: kept as they are typed, and the window dressed at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from referral_assistant.settings import load
from referral_assistant.ui.dialogs import Dialogs
from referral_assistant.ui.open_file import World
from referral_assistant.ui.settings_page import SettingsPage
from referral_assistant.ui.window import Window
from tests.ui.driving import click
from tests.ui.filled import choose, enter, words_of
from tests.ui.test_pictures import settle


class Picture(Dialogs):
    """The file dialog, answered at once."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def picture(self, parent: QWidget, done: Callable[[Path], object]) -> None:
        del parent
        done(self.path)


def test_what_is_typed_is_kept_and_new_cases_start_with_it(window: Window) -> None:
    window.go("settings")
    enter(window.page, "Your name", "Pat Fisher")
    enter(window.page, "Your telephone", "01632 960 233")
    enter(window.page, "Name of the organisation", "Eastmere Family Practice")
    enter(window.page, "Address", "12 Quay Road\n\nEastmere ")
    enter(window.page, "Ending of a letter", "Yours sincerely")
    enter(window.page, "Protective marking", "OFFICIAL")
    window.session.new_case()
    case = window.session.case
    assert case is not None
    assert (case.practitioner.name, case.practitioner.telephone) == ("Pat Fisher", "01632 960 233")
    assert (case.organisation.name, case.organisation.address) == (
        "Eastmere Family Practice",
        ("12 Quay Road", "Eastmere"),
    )
    assert (case.organisation.sign_off, case.organisation.marking) == ("Yours sincerely", "OFFICIAL")


def test_text_size_and_appearance_are_put_on_at_once_and_kept(window: Window, world: World) -> None:
    window.go("settings")
    choose(window.page, "Text size", "200 %")
    assert QApplication.font().pixelSize() == 32
    settle(window)
    choose(window.page, "Light or dark", "Dark")
    assert window.palette().window().color().name() == "#14201f"
    assert window.place == "settings"
    kept = load(world.folder(False).parent)
    assert (kept.text_size, kept.appearance) == (200, "dark")


def test_a_logo_is_a_plain_picture_or_is_refused_with_a_sentence(window: Window, tmp_path: Path) -> None:
    window.go("settings")
    page = window.page
    assert isinstance(page, SettingsPage)
    bad = tmp_path / "logo.svg"
    bad.write_text("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")
    page.dialogs = Picture(bad)  # type: ignore[misc]
    click(page, "Choose a logo")
    assert "The logo is not a plain PNG or SVG picture." in words_of(page)
    assert not window.session.organisation.logo
    good = tmp_path / "logo.png"
    image = QImage(20, 20, QImage.Format.Format_RGB32)
    image.fill(0)
    image.save(str(good))
    page.dialogs = Picture(good)  # type: ignore[misc]
    click(page, "Choose a logo")
    assert window.session.organisation.logo == str(good)
    assert "logo.png" in words_of(page)
    click(page, "Remove the logo")
    assert not window.session.organisation.logo


def test_local_contacts_say_when_they_were_entered(window: Window) -> None:
    window.go("settings")
    assert words_of(window.page).count("Not entered") == 5
    click(window.page, "Change the contacts")
    assert window.place == "contacts"
