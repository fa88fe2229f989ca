"""Editing an entry: checked and tried as it is typed, kept while the page is left, and saved as one change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from referral_assistant.directory.sentences import Condition
from referral_assistant.model import Is, Not, Practitioner, Service, ServiceContact
from referral_assistant.ui.criteria_form import CriteriaForm
from referral_assistant.ui.made_up_person import MadeUpPerson
from referral_assistant.ui.service_edit_page import ServiceEditPage
from referral_assistant.ui.widgets import DateBox, SearchBox
from referral_assistant.ui.widgets.select import Select
from referral_assistant.ui.window import Window
from tests.saltmarch import PACK, arrive
from tests.ui.driving import click, into_talk, press, type_in, whole
from tests.ui.filled import choose, enter, words_of

MIRE = Service(
    "mire-programme",
    "Mire Programme",
    "behaviour_change",
    genders=("man",),
    minimum_age=18,
    service_areas=("x-eastmere",),
    routes=("self", "professional"),
    partner_support="yes",
    relationships=("partner",),
    formats=("group",),
    schedules=("weekend",),
    contact=ServiceContact(telephone="01632 960 444"),
    source="Pack of a test",
    fictional=True,
)


@pytest.fixture(autouse=True)
def known(window: Window) -> None:
    """Somebody who said who they are, and a pack with one entry."""
    window.session.put_practitioner(Practitioner("Pat Fisher"))
    take(window, MIRE)


def take(window: Window, service: Service, serial: int = 1) -> None:
    window.session.alter(lambda d: arrive(d, service, origin=replace(PACK, serial=serial), by="A pack"))


def edit(window: Window, entry: str = "mire-programme") -> ServiceEditPage:
    window.go(f"edit:{entry}")
    page = window.page
    assert isinstance(page, ServiceEditPage)
    return whole(page)


def entry_of(window: Window, entry: str = "mire-programme") -> Service:
    found = window.session.service(entry)
    assert found is not None
    return found


def verdict(window: Window) -> str:
    return words_of(window.page.findChildren(MadeUpPerson)[-1])


def pick(page: ServiceEditPage, name: str, value: str) -> None:
    """Choose from a list that is folded to one line."""
    box = next(s for s in whole(page).findChildren(Select) if s.box.accessibleName() == name and s.isVisible())
    box.box.setCurrentIndex(box.box.findData(value))
    box.box.activated.emit(box.box.currentIndex())


def test_saving_is_one_change_with_who_and_why(window: Window) -> None:
    page = edit(window)
    enter(page, "Name", "Mire Programme for men")
    enter(page, "Telephone", "01632 960 445")
    choose(page, "Gender", "Women")
    enter(page, "Why you changed it (optional)", "They wrote to us")
    before = len(window.session.directory().history("mire-programme"))
    click(page, "Save")
    changes = window.session.directory().history("mire-programme")
    assert len(changes) == before + 1
    assert (changes[0].by, changes[0].note, changes[0].kind) == ("Pat Fisher", "They wrote to us", "edited")
    assert set(changes[0].after) == {"name", "contact.telephone", "genders"}
    found = entry_of(window)
    assert (found.name, found.contact.telephone) == ("Mire Programme for men", "01632 960 445")
    assert set(found.genders) == {"man", "woman"}


def test_nothing_is_changed_before_save_and_nothing_half_typed_is_lost(window: Window) -> None:
    page = edit(window)
    enter(page, "Organisation", "Mire")
    boxes = [b for b in page.findChildren(DateBox) if b.day.accessibleName() == "It ends on: day"]
    boxes[0].day.setText("31")
    boxes[0].rested.emit()
    window.go("cases")
    assert entry_of(window).organisation == ""
    page = edit(window)
    assert "What you changed earlier is still here. It is not saved yet." in words_of(page)
    assert page.draft.value("organisation") == "Mire"
    assert next(b for b in page.findChildren(DateBox) if b.day.accessibleName() == "It ends on: day").day.text() == "31"
    click(page, "Save")
    assert "This is not a date." in words_of(page)
    click(page, "Throw the changes away")
    assert not page.draft.has_work


def test_a_mistake_stands_beside_its_field_at_once(window: Window) -> None:
    page = edit(window)
    enter(page, "Telephone", "ring the desk")
    assert "A number is digits and spaces only." in words_of(page)
    enter(page, "Telephone", "01632 960 445")
    assert "A number is digits and spaces only." not in words_of(page)
    enter(page, "Youngest age", "40")
    enter(page, "Oldest age", "30")
    assert "The lowest age, 40, is above the highest, 30. Were they swapped?" in words_of(page)
    click(page, "Save")
    assert "There is something to put right" in words_of(page)
    assert entry_of(window).maximum_age is None


def test_s20_in_training_no_number_is_a_real_one(window: Window) -> None:
    page = edit(window)
    enter(page, "Telephone", "020 7946 1234")
    assert "A fictional service must not hold a real number." in words_of(page)
    click(page, "Save")
    assert entry_of(window).contact.telephone == "01632 960 444"


def test_a_value_over_an_imported_one_says_so_and_can_be_taken_back(window: Window) -> None:
    page = edit(window)
    enter(page, "Oldest age", "60")
    assert "The pack says: nothing." in words_of(page)
    choose(page, "Gender", "Women")
    assert "The pack says: Men." in words_of(page)
    click(page, "Save")
    take(window, Service(**{**_fields(MIRE), "genders": ("man", "non_binary")}), serial=2)
    page = edit(window)
    assert "The pack says: Men and Non-binary people. Changed here by Pat Fisher on 21 November 2026." in words_of(page)
    assert "It said something else when that was changed." in words_of(page)
    click(page, "Take back: Gender")
    assert "The pack says: Men and" not in words_of(page)
    click(page, "Save")
    assert entry_of(window).genders == ("man", "non_binary")
    assert entry_of(window).maximum_age == 60


def test_what_is_not_sorted_yet_is_sorted_here(window: Window) -> None:
    take(window, Service(**{**_fields(MIRE), "id": "unsorted", "kind": ""}))
    page = edit(window, "unsorted")
    choose(page, "What kind of service is it?", "Early response")
    click(page, "Save")
    assert entry_of(window, "unsorted").kind == "early_response"


@pytest.mark.parametrize(
    ("kind", "why"),
    [("Mediation or conciliation", "assume equal bargaining power"), ("Anger management", "lost temper")],
)
def test_refused_kinds_are_refused_with_the_reason(window: Window, kind: str, why: str) -> None:
    page = edit(window)
    click(page, "Show: other kinds of service")
    choose(page, "Other kinds of service", kind)
    assert why in words_of(page)
    click(page, "Save")
    assert entry_of(window).kind == "behaviour_change"


def test_a_new_service_is_added_once_it_says_enough(window: Window) -> None:
    page = edit(window, "new")
    click(page, "Save")
    for text in ("Give the name people know the service by.", "Choose what kind", "Choose at least one area"):
        assert text in words_of(page)
    enter(page, "Name", "Élan – Saltmarch’s “first step”")
    choose(page, "What kind of service is it?", "Help to take a first step")
    search = next(s for s in page.findChildren(SearchBox) if s.box.accessibleName() == "Areas it covers")
    search.box.setFocus()
    type_in(window, "Saltmarch")
    press(window, Qt.Key.Key_Return)
    enter(page, "Source", "A call with them")
    click(page, "Save")
    found = entry_of(window, "elan-saltmarchs-first-step")
    assert found.service_areas in (("x-saltmarch",), ("x-saltmarch-police",))
    assert found.fictional
    assert found.assured_date is None  # nobody has rung them by that


def test_who_changes_it_is_asked_once_where_nobody_has_said(window: Window) -> None:
    window.session.put_practitioner(Practitioner())
    page = edit(window)
    enter(page, "Organisation", "Mire")
    click(page, "Save")
    assert "Enter your name." in words_of(page)
    enter(page, "Your name", "Kim Doe")
    click(page, "Save")
    assert window.session.me == "Kim Doe"
    assert window.session.directory().history("mire-programme")[0].by == "Kim Doe"
    assert "Your name" not in words_of(edit(window))


def test_a_criterion_is_built_from_choices_and_reads_as_a_sentence(window: Window) -> None:
    page = edit(window)
    click(page, "Add something the provider asks")
    assert "Choose what this is about, all of it." in words_of(page)
    choose(page, "Must or must not, criterion 1", "The person must not")
    pick(page, "What it is about, criterion 1", "proceedings")
    choose(page, "Proceedings, criterion 1", "Have family court proceedings now")
    assert "The person must not have family court proceedings now." in words_of(page)
    assert "Give the provider’s own sentence: it is shown as it stands." in words_of(page)
    enter(page, "In the provider’s own words, criterion 1", "Not during family proceedings.")
    choose(page, "How firm it is, criterion 1", "They decide by this")
    click(page, "Save")
    (found,) = entry_of(window).criteria
    assert (found.rule, found.polarity, found.firm) == (Is("proceedings", ("family",)), "must_not", True)
    assert found.wording == "Not during family proceedings."


def test_conditions_are_joined_and_turned_round(window: Window) -> None:
    page = edit(window)
    click(page, "Add something the provider asks")
    pick(page, "What it is about, criterion 1", "orders")
    choose(page, "Orders, criterion 1", "Be on bail")
    click(page, "Join something else to it, criterion 1")
    pick(page, "What it is about, criterion 1.2", "fee")
    choose(page, "What the person can pay, criterion 1.2", "Be able to pay something")
    choose(page, "The opposite, criterion 1.2", "Not: the opposite has to be so")
    choose(page, "How they are joined, criterion 1", "At least one of these")
    assert "The person must either be on bail or not be able to pay something." in words_of(page)
    enter(page, "In the provider’s own words, criterion 1", "Ask us.")
    click(page, "Save")
    (found,) = entry_of(window).criteria
    assert Not(Is("fee", ("can_pay",))) in found.rule.rules  # type: ignore[union-attr]


def test_a_fact_with_a_place_of_its_own_is_sent_there(window: Window) -> None:
    page = edit(window)
    click(page, "Add something the provider asks")
    pick(page, "What it is about, criterion 1", "gender")
    choose(page, "Gender, criterion 1", "Be a woman")
    assert "Gender has a place of its own above." in words_of(page)


def test_criteria_that_were_not_touched_stay_as_they_are(window: Window) -> None:
    before = entry_of(window, "breakwater-programme").criteria
    page = edit(window, "breakwater-programme")
    assert "The person must not have finished a programme in the last six months." in words_of(page)
    enter(page, "Organisation", "Breakwater, Saltmarch")
    click(page, "Save")
    assert entry_of(window, "breakwater-programme").criteria == before


def test_the_verdict_for_a_made_up_person_follows_every_change(window: Window) -> None:
    page = edit(window)
    assert "This is a made-up person." in verdict(window)
    assert "Takes men only." in verdict(window)
    choose(page, "Gender", "Women")
    assert "Takes men and women." in verdict(window)
    pick(page, "Made-up person: How the referral comes", "court")
    assert "Takes referrals from the person themself and professionals only." in verdict(window)
    pick(page, "Made-up person: How the referral comes", "self")
    choose(page, "Does it offer linked support?", "No")
    assert "Consult first" in verdict(window)  # S17


def test_what_a_criterion_speaks_of_is_asked_of_the_made_up_person(window: Window) -> None:
    page = edit(window)
    click(page, "Add something the provider asks")
    pick(page, "What it is about, criterion 1", "substance")
    choose(page, "Drink and drugs, criterion 1", "Have drink or drugs steady now")
    enter(page, "In the provider’s own words, criterion 1", "Steady first.")
    choose(page, "How firm it is, criterion 1", "They decide by this")
    choose(page, "Gender", "Women")
    assert "Ask about drugs and alcohol. Steady first." in verdict(window)
    pick(page, "Made-up person: Drink and drugs", "unsettled")
    assert "Steady first. That is not so here." in verdict(window)


def test_nothing_of_the_made_up_person_is_stored(window: Window) -> None:
    page = edit(window)
    pick(page, "Made-up person: Gender", "non_binary")
    assert not page.draft.has_work
    assert not page.draft.changed_fields()


def test_s14_it_never_comes_up_while_the_person_is_in_the_room(window: Window) -> None:
    into_talk(window)
    window.go("edit:mire-programme")
    assert window.place.startswith(("card", "together"))


def test_tab_walks_through_what_was_put_up_late(window: Window) -> None:
    page = edit(window)
    click(page, "Add something the provider asks")
    pick(page, "What it is about, criterion 1", "substance")
    seen = []
    for _step in range(12):
        focus = window.focusWidget()
        seen.append(focus.accessibleName() if focus else "nothing")
        press(window, Qt.Key.Key_Tab)
    assert "In the provider’s own words, criterion 1" in seen
    assert seen.index("In the provider’s own words, criterion 1") > seen.index("Have no problem with drink or drugs")


def test_the_form_of_a_criterion_opens_and_closes(window: Window) -> None:
    page = edit(window, "breakwater-programme")
    click(page, "Change, criterion 2")
    form = page.findChildren(CriteriaForm)[0]
    assert page.draft.criteria[1].part == Condition("proceedings", ("criminal",))
    click(page, "Done with this one, criterion 2")
    click(page, "Remove, criterion 1")
    assert len(page.draft.criteria) == 2
    assert "The person must not have a criminal case now." in words_of(form)
    assert [b.accessibleName() for b in form.findChildren(QPushButton) if b.isVisible()].count(
        "Change, criterion 1"
    ) == 1


def _fields(service: Service) -> dict[str, object]:
    return {name: getattr(service, name) for name in service.__slots__}


def test_the_day_of_a_check_is_not_changed_by_editing(window: Window) -> None:
    take(window, Service(**{**_fields(MIRE), "assured_date": date(2026, 10, 1)}), serial=3)
    page = edit(window)
    enter(page, "Organisation", "Mire")
    click(page, "Save")
    assert entry_of(window).assured_date == date(2026, 10, 1)
