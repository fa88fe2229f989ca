"""Screen 1: what is due first, and nothing about anybody (S14); the first task of a live file (S20)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt

from referral_assistant.model import DutyRecord
from referral_assistant.ui.cases_page import due_text, greeting, touched_text
from referral_assistant.ui.widgets import RowButton
from referral_assistant.ui.window import Window
from tests.ui.driving import click, into_talk, press, type_in

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("due", "text"),
    [
        (date(2026, 11, 19), "2 days late"),
        (date(2026, 11, 20), "1 day late"),
        (date(2026, 11, 21), "today"),
        (date(2026, 11, 27), "Friday 27 November"),
        (None, ""),
    ],
)
def test_when_something_is_due(due: date | None, text: str) -> None:
    assert due_text(due, TODAY)[0] == text


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (datetime(2026, 11, 21, 9, 5, tzinfo=UTC), "today, 09:05"),
        (datetime(2026, 11, 19, 9, 5, tzinfo=UTC), "Thursday"),
        (datetime(2026, 10, 2, 9, 5, tzinfo=UTC), "2 October 2026"),
    ],
)
def test_when_a_case_was_touched(at: datetime, text: str) -> None:
    assert touched_text(at, TODAY) == text


@pytest.mark.parametrize(("hour", "text"), [(8, "Good morning"), (12, "Good afternoon"), (19, "Good evening")])
def test_greetings(hour: int, text: str) -> None:
    assert greeting(datetime(2026, 11, 21, hour)) == text


def rows(window: Window) -> list[str]:
    return [row.accessibleName() for row in window.page.findChildren(RowButton) if row.isEnabled()]


def test_the_late_ones_stand_first_and_a_row_opens_its_case(window: Window) -> None:
    session = window.session
    references = {}
    for days in (6, -2, 0):
        session.new_case()
        references[days] = session.case.reference
        session.put_review(date.fromordinal(session.today.toordinal() + days))
        session.leave_case()
    window.go("cases")
    assert [name.split(",")[0] for name in rows(window)[:3]] == [references[-2], references[0], references[6]]
    first = next(row for row in window.page.findChildren(RowButton) if row.isEnabled())
    first.setFocus()
    press(window, Qt.Key.Key_Return)
    assert session.case.reference == references[-2]


def test_s14_nothing_but_references_steps_and_dates(window: Window) -> None:
    into_talk(window)
    window.session.answer("name", ["Alex Example"])
    window.session.safety_concern("He said he will go there now")
    window.session.leave_room()
    window.go("cases")
    said = " ".join(rows(window)).lower()
    for word in ("alex", "safety", "concern", "harm", "abuse", "partner"):
        assert word not in said


def test_a_closed_case_is_out_of_the_way(window: Window) -> None:
    session = window.session
    session.new_case()
    reference = session.case.reference
    for duty in session.derived.assessment.duties:
        session.record_duty(DutyRecord(duty.id, "done", "Sam Example", session.now()))
    session.close_case()
    session.leave_case()
    window.go("cases")
    assert reference not in " ".join(rows(window))
    click(window, "Show closed cases (1)")
    assert reference in " ".join(rows(window))


def test_the_contacts_count_from_the_day_they_were_checked(window: Window) -> None:
    window.go("contacts")
    type_in(window, "Sam Example")
    click(window, "I checked these numbers today")
    assert window.place == "contacts"
    for contact in ("safeguarding_lead", "children", "adults"):
        window.page._boxes[contact][1].setText("01632 960233")
    click(window, "I checked these numbers today")
    assert window.place == "cases"
    organisation = window.session.organisation
    assert {c.entered_on for c in organisation.contacts} == {TODAY}
    assert window.session.practitioner.name == "Sam Example"


def test_another_number_is_one_nobody_has_checked(window: Window) -> None:
    test_the_contacts_count_from_the_day_they_were_checked(window)
    window.go("contacts")
    box = window.page._boxes["children"][1]
    box.setFocus()
    box.selectAll()
    type_in(window, "01632 960999")
    window.page.keep()
    found = {c.id: c for c in window.session.organisation.contacts}
    assert found["children"].telephone == "01632 960999"
    assert found["children"].entered_on is None
    assert found["adults"].entered_on == TODAY
