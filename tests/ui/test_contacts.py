"""Whom to ring: the number of the family's authority first, the organisation's beside it, and how old each is (S20)."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt

from referral_assistant.model import AreaContact, LocalContact, Organisation
from referral_assistant.policy import Policy
from referral_assistant.policy.reading import Setting
from referral_assistant.store.cases import missing_contacts
from referral_assistant.ui.first_task_page import FirstTaskPage
from referral_assistant.ui.widgets import ContactLine, SearchBox
from referral_assistant.ui.window import Window
from tests.ui.driving import click, into_talk, press, type_in
from tests.ui.filled import enter, fill, words_of

OWN = Organisation(contacts=(LocalContact("children", "Our front door", "01632 960 303", "", date(2026, 10, 1)),))


@pytest.fixture
def policy(request: pytest.FixtureRequest) -> Policy:
    """In the test about locked numbers, the organisation locks the front door of adults' services."""
    value = {"name": "Locked team", "telephone": "01632 960 333", "out_of_hours": "", "checked_on": "2026-10-01"}
    locked = {"contacts.adults": Setting(value, locked=True, source="a test")}
    return Policy(locked) if "locked" in request.node.name else Policy()


def put(window: Window, area: str = "x-eastmere", **changes: object) -> AreaContact:
    values: dict[str, object] = {"role": "children", "name": "Front door team", "telephone": "01632 960 701"}
    contact = AreaContact(area, fictional=True, **{**values, **changes})  # type: ignore[arg-type]
    window.session.alter(lambda directory: directory.put_contact(contact, "Pat Fisher"))
    return contact


def safety(window: Window) -> list[str]:
    """The lines of the safety screen, each as one text."""
    press(window, Qt.Key.Key_F9)
    assert window.place == "safety"
    return [" ".join(words_of(line).split()) for line in window.page.findChildren(ContactLine) if line.isVisible()]


def lines(found: list[str], what: str) -> list[str]:
    return [line for line in found if what in line]


def test_s20_the_number_of_the_familys_authority_stands_first(window: Window) -> None:
    put(window, checked_on=date(2026, 11, 1))
    fill(window)
    window.session.put_organisation(OWN)
    first, second = lines(safety(window), "Children’s services")
    assert "Children’s services, front door, Eastmere 01632 960 701" in first
    assert "Front door team. Checked on 1 November 2026" in first
    assert "as your organisation has it 01632 960 303" in second


def test_s20_without_the_authoritys_number_the_organisations_stands_alone(window: Window) -> None:
    put(window, "x-westhaven", checked_on=date(2026, 11, 1))
    fill(window, partner_area=None)
    window.session.put_organisation(OWN)
    (line,) = lines(safety(window), "Children’s services")
    assert "Children’s services, front door 01632 960 303" in line


def test_s20_without_either_it_says_what_to_do(window: Window) -> None:
    fill(window)
    window.session.put_organisation(Organisation())
    found = safety(window)
    assert len(lines(found, "Not entered. Call 999, or your safeguarding lead.")) == 4
    assert len(lines(found, "Not entered. Call 999 in danger, or ask your manager.")) == 1


def test_s20_a_number_unchecked_for_twelve_months_says_so(window: Window) -> None:
    put(window, checked_on=date(2025, 11, 20))
    fill(window)
    window.session.put_organisation(Organisation())
    (line,) = lines(safety(window), "Children’s services")
    assert "Last checked on 20 November 2025, more than a year ago: it may have changed" in line


@pytest.mark.parametrize("checked", [None, date(2026, 11, 22)])
def test_s20_a_number_nobody_has_checked_never_stands_before_one_that_somebody_has(
    window: Window, checked: date | None
) -> None:
    put(window, checked_on=checked)
    fill(window)
    window.session.put_organisation(OWN)
    own, theirs = lines(safety(window), "Children’s services")
    assert "01632 960 303" in own
    assert "Nobody has checked this number yet" in theirs


def test_the_same_number_stands_once_with_the_later_check(window: Window) -> None:
    put(window, telephone="01632960303", checked_on=date(2026, 9, 1))
    fill(window)
    window.session.put_organisation(OWN)
    (line,) = lines(safety(window), "Children’s services")
    assert "Checked on 1 October 2026" in line


def test_the_duty_team_out_of_hours_is_shown_where_the_directory_has_one(window: Window) -> None:
    put(window, role="out_of_hours", name="", telephone="01632 960 709")
    fill(window)
    (line,) = lines(safety(window), "Emergency duty team")
    assert "Eastmere 01632 960 709" in line


def test_a_contact_with_nothing_but_an_out_of_hours_number_still_rings(window: Window) -> None:
    put(window, telephone="", out_of_hours="01632 960 702")
    fill(window)
    window.session.put_organisation(Organisation())
    (line,) = lines(safety(window), "Children’s services")
    assert "Eastmere 01632 960 702" in line


def test_s14_the_partners_area_never_shows_while_the_person_is_in_the_room(window: Window) -> None:
    put(window, checked_on=date(2026, 11, 1))
    put(window, "x-westhaven", telephone="01632 960 711", checked_on=date(2026, 11, 1))
    into_talk(window)
    session = window.session
    session.answer("area", ["x-eastmere"])
    card = next(c for c in session.pack.cards if c.fact == "partner_area")
    session.answer(card.id, ["x-westhaven"])
    if session.derived.facts.get("partner_area") != ("x-westhaven",):
        session.answer("relationship", ["partner"])
    assert session.in_room
    press(window, Qt.Key.Key_F9)
    window.page._unfold()  # type: ignore[attr-defined]
    assert "Westhaven" not in words_of(window.page)
    assert "Eastmere" in words_of(window.page)
    session.leave_room()
    window.go("means")
    found = lines(safety(window), "Children’s services")
    assert any("Westhaven" in line and "A partner or ex-partner lives there" in line for line in found)


def test_what_the_organisation_locked_stays_in_force_beside_the_authoritys(window: Window) -> None:
    put(window, role="adults", telephone="01632 960 720", checked_on=date(2026, 11, 1))
    fill(window)
    first, second = lines(safety(window), "Adults’ services")
    assert "01632 960 720" in first
    assert "01632 960 333" in second


def take(window: Window) -> FirstTaskPage:
    """Take the numbers of Eastmere from the directory, on the page of the first task."""
    window.go("contacts")
    page = window.page
    assert isinstance(page, FirstTaskPage)
    click(page, "Show: numbers that are in your directory")
    box = next(s for s in page.findChildren(SearchBox) if s.isVisible())
    box.box.setFocus()
    type_in(window, "Eastm")
    press(window, Qt.Key.Key_Return)
    return page


def test_s20_dated_numbers_of_the_own_authority_meet_the_first_task_but_for_the_lead(window: Window) -> None:
    put(window, checked_on=date(2026, 11, 1))
    put(window, role="adults", telephone="01632 960 702", checked_on=date(2026, 10, 1))
    page = take(window)
    assert missing_contacts(window.session.organisation) == ("safeguarding_lead",)
    click(page, "I checked these numbers today")
    assert "Enter a telephone number: Your safeguarding lead." in words_of(page)
    enter(page, "Your safeguarding lead: Telephone", "01632 960 301")
    click(page, "I checked these numbers today")
    known = {c.id: c for c in window.session.organisation.contacts}
    assert missing_contacts(window.session.organisation) == ()
    # Whoever rang it on that day did; the practitioner rang the lead.
    assert known["adults"].entered_on == date(2026, 10, 1)
    assert known["safeguarding_lead"].entered_on == window.session.today


@pytest.mark.parametrize("checked", [None, date(2025, 11, 20)])
def test_s20_undated_and_old_numbers_never_meet_the_first_task(window: Window, checked: date | None) -> None:
    put(window, checked_on=checked)
    window.go("contacts")
    click(window.page, "Show: numbers that are in your directory")
    assert "No number in your directory was rung by somebody in the last twelve months." in words_of(window.page)
    assert "children" in missing_contacts(window.session.organisation)


def test_what_was_checked_by_the_practitioner_is_not_taken_over(window: Window) -> None:
    window.session.put_organisation(OWN)
    put(window, checked_on=date(2026, 11, 1))
    take(window)
    assert window.session.organisation.contacts == OWN.contacts


def test_s20_whom_to_ring_comes_up_whatever_has_become_of_the_directory(window: Window) -> None:
    into_talk(window)
    window.session.leave_room()
    window.session.answer("area", ["x-eastmere"])
    window.session.local.reopen()
    path = window.session.local.path
    assert path is not None
    path.write_bytes(b"no directory at all" * 100)
    window.session.put_organisation(OWN)
    (line,) = lines(safety(window), "Children’s services")
    assert "01632 960 303" in line
