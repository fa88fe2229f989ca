"""Whom to ring in each authority: entered, rung, dated; and what is still missing (S20)."""

from __future__ import annotations

from datetime import date

import pytest

from referral_assistant.model import AreaContact, Practitioner
from referral_assistant.ui.area_contact_words import missing_text, state_of
from referral_assistant.ui.area_contacts_page import AreaContactsPage
from referral_assistant.ui.widgets import DateBox, RowButton
from referral_assistant.ui.window import Window
from tests.ui.driving import click, into_talk, whole
from tests.ui.filled import enter, words_of

TODAY = date(2026, 11, 21)
CHILDREN = "Children’s services, front door"


@pytest.fixture(autouse=True)
def known(window: Window) -> None:
    """Somebody who said who they are."""
    window.session.put_practitioner(Practitioner("Pat Fisher"))


def at(window: Window, area: str = "x-eastmere") -> AreaContactsPage:
    window.go(f"areacontacts:{area}" if area else "areacontacts")
    page = window.page
    assert isinstance(page, AreaContactsPage)
    return whole(page)


def contact(window: Window, role: str = "children") -> AreaContact:
    return next(c for c in window.session.directory().contacts("x-eastmere") if c.role == role)


def test_a_number_is_entered_with_who_and_is_not_checked_by_that(window: Window) -> None:
    page = at(window)
    enter(page, f"{CHILDREN}: telephone", "01632 960 701")
    enter(page, f"{CHILDREN}: team (optional)", "Front door team")
    click(page, "Save")
    found = contact(window)
    assert (found.telephone, found.name, found.fictional) == ("01632 960 701", "Front door team", True)
    assert found.checked_on is None
    assert "Nobody has rung it yet" in words_of(page)
    assert window.session.directory().history("x-eastmere:children")[0].by == "Pat Fisher"


def test_i_have_just_rung_them_notes_the_day_and_who(window: Window) -> None:
    page = at(window)
    enter(page, f"{CHILDREN}: telephone", "01632 960 701")
    click(page, f"I have just rung them: {CHILDREN}")
    click(page, "Save")
    assert (contact(window).checked_on, contact(window).checked_by) == (TODAY, "Pat Fisher")
    assert "Checked on 21 November 2026" in words_of(page)


def test_s20_another_number_is_one_that_nobody_has_rung(window: Window) -> None:
    test_i_have_just_rung_them_notes_the_day_and_who(window)
    page = at(window)
    enter(page, f"{CHILDREN}: telephone", "01632 960 799")
    click(page, "Save")
    assert contact(window).checked_on is None


def test_a_mistake_stands_beside_its_field_and_keeps_everything_unsaved(window: Window) -> None:
    page = at(window)
    enter(page, f"{CHILDREN}: telephone", "ring reception")
    assert "A number is digits and spaces only." in words_of(page)
    box = next(b for b in page.findChildren(DateBox) if b.day.accessibleName().startswith(CHILDREN))
    box.set_value(date(2026, 12, 1))
    box.rested.emit()
    assert "This day is still to come." in words_of(page)
    click(page, "Save")
    assert not window.session.directory().contacts("x-eastmere")


def test_s20_in_training_only_numbers_that_reach_nobody(window: Window) -> None:
    page = at(window)
    enter(page, f"{CHILDREN}: telephone", "020 7946 1234")
    click(page, "Save")
    assert "A fictional service must not hold a real number." in words_of(page)
    assert not window.session.directory().contacts("x-eastmere")


def test_half_typed_text_outlives_a_look_elsewhere(window: Window) -> None:
    page = at(window)
    enter(page, f"{CHILDREN}: telephone", "01632 960")
    window.go("cases")
    page = at(window)
    assert page._boxes["children", "telephone"].text() == "01632 960"


def test_the_list_says_what_is_missing_and_how_old_the_rest_is(window: Window) -> None:
    for role, day in (("children", TODAY), ("police", None)):
        new = AreaContact("x-eastmere", role, "", "01632 960 701", fictional=True, checked_on=day)
        window.session.alter(lambda d, n=new: d.put_contact(n, "Pat Fisher"))
    page = at(window, "")
    rows = {row.cells[0][0]: row for row in page.findChildren(RowButton)}
    assert "MARAC co-ordinator" in rows["Eastmere"].text()
    assert "Not all rung" in rows["Eastmere"].text()
    assert "Everything" in rows["Westhaven"].text()
    rows["Eastmere"].click()
    assert window.place == "areacontacts:x-eastmere"


def test_who_enters_it_is_asked_once_where_nobody_has_said(window: Window) -> None:
    window.session.put_practitioner(Practitioner())
    page = at(window)
    enter(page, f"{CHILDREN}: telephone", "01632 960 701")
    click(page, "Save")
    assert "Enter your name." in words_of(page)
    assert not window.session.directory().contacts("x-eastmere")
    enter(page, "Your name", "Kim Doe")
    click(page, "Save")
    assert window.session.directory().history("x-eastmere:children")[0].by == "Kim Doe"


def test_the_history_says_who_changed_what(window: Window) -> None:
    page = at(window)
    enter(page, f"{CHILDREN}: telephone", "01632 960 701")
    click(page, "Save")
    click(page, "Show: what was changed, and by whom")
    assert "21 November 2026, Pat Fisher: Children’s services, front door, telephone." in words_of(page)


def test_s14_it_never_comes_up_while_the_person_is_in_the_room(window: Window) -> None:
    into_talk(window)
    window.go("areacontacts")
    assert window.place.startswith(("card", "together"))


def test_ageing_in_words() -> None:
    rung = AreaContact("x", "children", telephone="1", checked_on=TODAY)
    old = AreaContact("x", "adults", telephone="1", checked_on=date(2025, 1, 1))
    assert state_of([rung], TODAY) == ("21 November 2026", "")
    assert state_of([rung, old], TODAY) == ("Over a year ago", "stop")
    assert state_of([], TODAY) == ("", "muted")
    assert missing_text([rung, old]) == "Police, MARAC co-ordinator and out of hours"
