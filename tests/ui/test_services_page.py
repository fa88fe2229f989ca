"""Screen 6: services in sentences, the area first, consult beside refer, and never an empty page."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt

from referral_assistant.matching import nothing_fits
from referral_assistant.model import Route, State, Verdict
from referral_assistant.ui.phrases import age_text
from referral_assistant.ui.widgets import Button, Card, Chip, SearchBox, Text
from referral_assistant.ui.window import Window
from tests.ui.clipping import clipped
from tests.ui.driving import click, press, type_in, whole
from tests.ui.filled import close_duties, enter, fill, words_of
from tests.ui.test_pictures import settle


def headings(window: Window) -> list[str]:
    """The headings of the cards, from the top."""
    cards = sorted(whole(window.page).findChildren(Card), key=lambda card: card.mapTo(window.page, QPoint(0, 0)).y())
    return [texts[0].text() for card in cards if (texts := card.findChildren(Text))]


def primary(window: Window) -> str:
    """What the primary action says."""
    found = window.page.primary()
    assert found is not None
    return found.plain


def test_the_area_is_asked_before_any_service_is_shown(window: Window) -> None:
    session = fill(window, area=None)
    window.go("services")
    assert window.page.title == "Where he lives"
    assert not whole(window.page).findChildren(Chip)
    type_in(window, "eastm")
    press(window, Qt.Key.Key_Return)
    assert session.derived.facts["area"] == ("x-eastmere",)
    assert window.page.title == "Services for this conversation"
    assert "Keelside Programme" in headings(window)


def test_without_an_area_it_goes_on_and_asks(window: Window) -> None:
    session = fill(window, area=None)
    window.go("services")
    click(window.page, "Go on without an area")
    assert session.derived.standing["area"].state is State.COULD_NOT_ASK
    assert "area not known" in words_of(window.page)
    click(window.page, "Change the area")
    assert whole(window.page).findChildren(SearchBox)


def test_matches_stand_in_their_order_with_verdicts_in_words_and_sentences(window: Window) -> None:
    session = fill(window)
    window.go("services")
    offered = [m for m in session.matches() if m.verdict in (Verdict.FITS, Verdict.ASK)]
    names = [m.service.name for m in offered]
    assert [heading for heading in headings(window) if heading in names] == names
    chips = [chip.text() for chip in whole(window.page).findChildren(Chip)]
    assert set(chips) == {"Fits", "May fit: ask first"}
    words = words_of(window.page)
    for match in offered:
        assert all(session.say(reason) in words for reason in match.ask)
        assert all(session.say(reason) in words for reason in match.warnings)


def test_the_age_of_the_last_check_is_said_in_words(window: Window) -> None:
    fill(window)
    window.go("services")
    assert "Checked by a person five weeks ago, on 12 October 2026." in words_of(window.page)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 20), "in the last two weeks"),
        (date(2026, 11, 1), "two weeks ago"),
        (date(2026, 9, 1), "two months ago"),
        (date(2025, 11, 21), "twelve months ago"),
        (date(2020, 1, 1), "more than two years ago"),
    ],
)
def test_ages_in_words(day: date, words: str) -> None:
    assert age_text(day, date(2026, 11, 21)) == words


def test_no_number_is_shown_for_a_person_or_a_match(window: Window) -> None:
    fill(window)
    window.go("services")
    assert not re.search(r"\d+ ?%|\d+ ?/ ?\d+|score|rank", words_of(window.page), re.IGNORECASE)


def test_refer_names_the_service_and_leads_to_the_decision(window: Window) -> None:
    session = fill(window)
    close_duties(session)
    window.go("services")
    assert primary(window) == "Refer to Keelside Programme"
    assert "Consult first" in [b.plain for b in whole(window.page).findChildren(Button)]
    click(window.page, "Choose: Tideway Online")
    assert primary(window) == "Refer to Tideway Online"
    click(window.page, "Refer to Tideway Online")
    assert window.place == "referral"
    assert session.case is not None
    assert session.case.decision.service == "tideway-online"


def test_why_not_the_others_unfolds(window: Window) -> None:
    session = fill(window)
    window.go("services")
    refused = next(m for m in session.matches() if m.verdict is Verdict.DOES_NOT_FIT)
    assert refused.service.name not in headings(window)
    click(window.page, "Why not the others?")
    assert refused.service.name in headings(window)
    words = words_of(window.page)
    assert all(session.say(reason) in words for reason in refused.because)
    assert "Closed" in [chip.text() for chip in whole(window.page).findChildren(Chip)]
    click(window.page, "Hide the others")
    assert refused.service.name not in headings(window)


def test_s19_with_high_concern_consult_first_is_the_primary_action_and_is_recorded(window: Window) -> None:
    session = fill(window, serious_harm="weapon")
    assert session.derived.assessment.route is Route.CONSULT
    window.go("services")
    assert primary(window) == "Consult first"
    assert "Refer to" not in words_of(window.page)
    window.page.primary().click()  # type: ignore[union-attr]
    window.page.editor.submit()  # type: ignore[attr-defined]
    assert "Enter whom you asked." in words_of(window.page)
    enter(window.page, "Whom you asked", "Sam Okoro, safeguarding lead")
    enter(window.page, "What they advised", "Refer, and tell the worker first.")
    window.page.editor.submit()  # type: ignore[attr-defined]
    assert session.case is not None
    said = "Sam Okoro, safeguarding lead, 21 November 2026 at 14:32. Refer, and tell the worker first."
    assert session.case.decision.consulted == said
    assert said in words_of(window.page)
    assert primary(window) == "Decide about the referral"


def test_s18_a_panel_is_never_referred_to_from_here(window: Window) -> None:
    session = fill(window, serious_harm="weapon", agree_refer="no")
    assert session.derived.assessment.route is Route.PANEL
    window.go("services")
    words = words_of(window.page)
    assert "Ask your MARAC lead about a referral for the victim-survivor." in words
    assert "Ask the police or your domestic abuse lead about a perpetrator panel or MATAC." in words
    buttons = [b.plain for b in whole(window.page).findChildren(Button)]
    assert not [text for text in buttons if "Refer" in text or "Choose this one" in text]
    assert primary(window) == "Consult first"
    assert session.case is not None
    session.decide(replace(session.case.decision, consulted="Sam Okoro"))
    assert primary(window) == "Decide about protection"


def test_when_nothing_fits_the_page_says_what_to_do_and_holds_with_a_date(window: Window) -> None:
    session = fill(window, agree_refer="no")
    assert session.derived.assessment.route is Route.HOLD
    window.go("services")
    words = words_of(window.page)
    reasons = nothing_fits(session.matches(), session.derived.assessment)
    assert reasons
    assert all(session.say(reason) in words for reason in reasons)
    assert primary(window) == "Set a date to look again"
    window.page.primary().click()  # type: ignore[union-attr]
    for part, text in (("day", "1"), ("month", "11"), ("year", "2026")):
        enter(window.page, f"Look again on: {part}", text)
    window.page.editor.submit()  # type: ignore[attr-defined]
    assert "Choose a day that is still to come." in words_of(window.page)
    enter(window.page, "Look again on: month", "12")
    window.page.editor.submit()  # type: ignore[attr-defined]
    assert session.case is not None
    assert session.case.review_on == date(2026, 12, 1)
    assert "To look at again on 1 December 2026." in words_of(window.page)


def test_never_an_empty_page_even_where_no_area_has_a_service(window: Window) -> None:
    session = fill(window, gender="woman", relationship="child", age="17")
    window.go("services")
    assert headings(window)
    assert window.page.primary() is not None
    assert not [m for m in session.matches() if m.verdict is Verdict.FITS and m.service.kind == "behaviour_change"]


def test_s05_services_close_while_a_safety_concern_is_open(window: Window) -> None:
    session = fill(window)
    window.go("services")
    session.safety_concern("Something happened")
    window.go("services")
    assert window.place == "safety"
    page = window.pages["services"]
    page.arrive()
    assert page.title == "Services are closed for now"
    assert not [chip for chip in whole(page).findChildren(Chip) if chip.text() == "Fits"]


def test_s10_services_are_closed_while_someone_may_be_in_danger(window: Window) -> None:
    session = fill(window, serious_harm="means_now")
    assert session.derived.assessment.route is Route.ACT_NOW
    window.go("services")
    assert window.page.title == "Services are closed for now"
    click(window.page, "Record what was done")
    assert window.place == "means"


def test_what_is_said_of_every_service_is_said_once(window: Window) -> None:
    fill(window)
    window.go("services")
    same = "Ask whether a partner or family member uses the same service, building or worker."
    assert words_of(window.page).count(same) == 1


def test_reasons_unfold_and_stay_unfolded(window: Window) -> None:
    session = fill(window)
    window.go("services")
    click(window.page, "Show: every other reason, Keelside Programme")
    assert "Takes men." in words_of(window.page)
    session.answer("fee", ["cannot_pay"])
    assert "Takes men." in words_of(window.page)


@pytest.mark.parametrize("size", [100, 200])
def test_every_form_can_be_read_whole(build: Callable[..., Window], size: int) -> None:
    window = build(text_size=size)
    window.train()
    fill(window)
    window.go("services")
    click(window.page, "Why not the others?")
    for opened in ("consult", "area", "review"):
        window.page.open_in_place(opened)  # type: ignore[attr-defined]
        settle(window)
        assert not clipped(window), opened
