"""The directory as a person looks through it: typing, filters, views, the keyboard, and ten thousand services."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget

from referral_assistant.model import Service
from referral_assistant.store.directory import Row
from referral_assistant.ui.directory_page import DirectoryPage
from referral_assistant.ui.entry_words import area_text, checked_text, counted_text, shown
from referral_assistant.ui.widgets import NavRow, RowButton, SearchBox
from referral_assistant.ui.window import Window
from tests.saltmarch import KEELSIDE, arrive
from tests.ui.driving import button, click, focus, into_talk, press, type_in

TODAY = date(2026, 11, 21)


def opened(window: Window, place: str = "directory") -> DirectoryPage:
    window.go(place)
    page = window.page
    assert isinstance(page, DirectoryPage)
    return page


def listed(page: DirectoryPage) -> list[str]:
    model = page._list.services
    return [model.index(n, 0).data() for n in range(model.rowCount())]


def view(page: DirectoryPage, text: str) -> NavRow:
    return next(row for row in page.findChildren(NavRow) if row.item.title == text)


def took(window: Window, *services: Service, whole: bool = False) -> None:
    """Take in a pack, as an import does."""
    window.session.alter(lambda directory: arrive(directory, *services, whole=whole))


# --- searching -------------------------------------------------------------------------------------------------------


def test_typing_finds_and_says_what_it_took_a_word_for(window: Window) -> None:
    page = opened(window)
    assert focus() is page._box
    type_in(window, "kelside")
    assert listed(page)[0] == "Keelside Programme"
    assert page._instead.text() == "Showing results for “keelside” instead of “kelside”."
    assert page._count.text() == counted_text(len(listed(page)))
    press(window, Qt.Key.Key_Escape)
    assert len(listed(page)) == len(window.session.directory().find())
    assert page._instead.isHidden()


def test_nothing_found_says_what_to_do(window: Window) -> None:
    page = opened(window)
    type_in(window, "zzzzzz")
    assert page._list.isHidden()
    assert page._none.text().startswith("Nothing found.")
    assert page._count.text() == "No services"


def test_down_leads_into_the_list_and_up_back_and_enter_opens(window: Window) -> None:
    page = opened(window)
    places: list[str] = []
    page.go.connect(places.append)
    type_in(window, "programme")
    press(window, Qt.Key.Key_Down)
    assert focus() is page._list
    press(window, Qt.Key.Key_Down)
    second = page._list.services.id(1)
    press(window, Qt.Key.Key_Return)
    assert places == [f"service:{second}"]
    window.go("directory")
    press(window, Qt.Key.Key_Up)
    press(window, Qt.Key.Key_Up)
    assert focus() is page._box
    press(window, Qt.Key.Key_Return)
    assert places[-1] == f"service:{page._list.services.id(0)}"


def test_coming_back_finds_what_was_typed_and_marked(window: Window) -> None:
    page = opened(window)
    type_in(window, "programme")
    press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_Down)
    marked = page._list.services.id(1)
    press(window, Qt.Key.Key_Return)
    window.go("cases")
    page = opened(window)
    assert page._box.text() == "programme"
    assert page._list.services.id(page._list.currentIndex().row()) == marked
    assert focus() is page._list


# --- filters and views -----------------------------------------------------------------------------------------------


def test_filters_narrow_and_are_taken_away_one_by_one(window: Window) -> None:
    page = opened(window)
    every = len(listed(page))
    click(page, "Filters")
    box = page.findChildren(SearchBox)[0]
    box.setFocus()
    type_in(window, "eastm")
    press(window, Qt.Key.Key_Return)
    click_choice(page, "Women")
    text = page._show.plain
    press(window, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    assert text == f"Show {page._count.text().lower()}"
    few = listed(page)
    assert 0 < len(few) < every
    assert "Keelside Programme" not in few
    click(page, "Takes women: remove")
    assert "Keelside Programme" in listed(page)
    click(page, "Eastmere: remove")
    assert len(listed(page)) == every


def click_choice(page: QWidget, text: str) -> None:
    from referral_assistant.ui.widgets import ChoiceRow
    from tests.ui.driving import whole

    next(r for r in whole(page).findChildren(ChoiceRow) if r.choice.text == text).click()


def test_each_view_shows_what_is_to_look_after(window: Window) -> None:
    page = opened(window)
    took(window, replace(KEELSIDE, id="new-one", name="Brand New", kind=""))
    assert view(page, "To sort").item.status == "1"
    view(page, "To sort").click()
    assert listed(page) == ["Brand New"]
    window.session.alter(lambda d: d.edit("new-one", {"length": "9 weeks"}, "Ines Vale"))
    took(window, replace(KEELSIDE, id="new-one", name="Brand New", kind="", length="8 weeks"))
    view(page, "Both changed").click()
    assert listed(page) == ["Brand New"]
    took(window, whole=True)
    view(page, "No longer listed").click()
    assert listed(page) == ["Brand New"]
    assert "No longer listed" in page._list.services.shown(0).marks
    window.session.alter(lambda d: d.add(replace(KEELSIDE, id="ours", name="One of ours"), "Ines Vale"))
    view(page, "Added here").click()
    assert listed(page) == ["One of ours"]


def test_the_due_list_is_oldest_first_and_leads_to_the_telephone(window: Window) -> None:
    page = opened(window, "directory:due")
    found = window.session.directory().find(page._asked.query(window.session.areas(), window.session.today))
    days = [row.assured_date or date.min for row in found]
    assert days == sorted(days)
    assert view(page, "Due for a check").item.status == str(len(days))
    places: list[str] = []
    page.go.connect(places.append)
    click(page, "Ring the first one")
    assert places == [f"due:{found[0].id}"]


@pytest.mark.parametrize("size", [150, 200])
def test_where_there_is_no_room_the_views_open_in_place(build: Callable[..., Window], size: int) -> None:
    window = build(text_size=size)
    window.train()
    page = opened(window)
    click(page, "Views")
    next(r for r in page.findChildren(RowButton) if r.text().startswith("Due for a check")).click()
    assert page.title == "Due for a check"
    assert listed(page)


def test_it_never_comes_up_while_the_person_is_in_the_room(window: Window) -> None:
    into_talk(window)
    before = window.place
    window.go("directory")
    assert window.place == before


def test_a_case_that_opens_over_it_takes_its_place(window: Window) -> None:
    """A case opens as if the person were there (S14), and the directory is not for their eyes."""
    into_talk(window)
    case = window.session.case
    assert case is not None
    window.session.leave_case()
    opened(window)
    window.session.open_case(case.id)
    assert window.session.in_room
    assert window.place.startswith(("card:", "together:"))


# --- rows ------------------------------------------------------------------------------------------------------------


def row(**changes: object) -> Row:
    known = Row("a", "A place", "helpline", "Us", ("uk",), "active", date(2026, 11, 20), None, False, False)
    return known._replace(**changes)


def test_a_row_says_all_of_it_in_words(window: Window) -> None:
    pack = window.session.pack
    said = shown(row(status="temporarily closed", ends_on=date(2026, 12, 1)), pack, TODAY)
    assert said.marks == ("Paused", "Ends 1 December 2026")
    assert said.whole == (
        "A place. Helpline, Us. The whole United Kingdom. Paused and Ends 1 December 2026. Checked yesterday."
    )
    assert shown(row(kind="", organisation=""), pack, TODAY).what == "Kind not settled yet"
    many = ("x-eastmere", "x-westhaven", "uk", "england")
    assert area_text(pack, many) == "Eastmere, Westhaven and two more areas"
    assert area_text(pack, ()) == "area not said"


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (None, "Never checked"),
        (date(2027, 1, 1), "Never checked"),
        (TODAY, "Checked today"),
        (date(2026, 11, 12), "Checked nine days ago"),
        (date(2026, 10, 31), "Checked three weeks ago"),
        (date(2026, 7, 1), "Checked four months ago"),
        (date(2026, 5, 21), "Checked six months ago"),
        (date(2026, 5, 20), "Not checked for six months"),
        (date(2025, 9, 1), "Not checked for fourteen months"),
        (date(2023, 9, 1), "Not checked for three years"),
    ],
)
def test_the_age_of_a_check_is_said_in_words(day: date | None, text: str) -> None:
    assert checked_text(day, TODAY) == text


def test_a_screen_reader_hears_the_whole_row(window: Window) -> None:
    page = opened(window)
    type_in(window, "keelside")
    interface = QAccessible.queryAccessibleInterface(page._list)
    assert interface.childCount() >= 1
    assert "Checked five weeks ago" in interface.child(0).text(QAccessible.Text.Name)


def test_ten_thousand_services_make_no_widget_more(window: Window) -> None:
    took(window, *(replace(KEELSIDE, id=f"s-{n}", name=f"Service {n:05}") for n in range(10_000)))
    page = opened(window)
    few = len(page.findChildren(QWidget))
    page._list.scrollToBottom()
    QApplication.processEvents()
    assert len(page.findChildren(QWidget)) == few < 120
    assert page._count.text().endswith("services")
    assert button(page, "Filters").isVisible()
