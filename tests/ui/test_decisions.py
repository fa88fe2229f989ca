"""Screen 7: the referral and the protection decision, on two screens, and the request for an annex."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from referral_assistant.model import RECIPIENTS, AnnexRequest, Case, Decision
from referral_assistant.ui.widgets import Chip, Choices, LineBox, NoteBox
from referral_assistant.ui.window import Window
from tests.ui.clipping import clipped
from tests.ui.driving import click, press, whole
from tests.ui.filled import RECIPIENTS as SHARED_WITH
from tests.ui.filled import choose, decide, enter, fill, words_of
from tests.ui.test_pictures import settle

REFERRAL = "What was decided about a referral?"
CONTACT = "Did he agree that the service contacts a partner or ex-partner?"
COPY = "How would he like a copy of what was agreed? Ask him first"
TOLD = "Will he be told what is shared?"
ANNEX = "How the service hears of it"


def decision(window: Window) -> Decision:
    """What is recorded."""
    case = window.session.case
    assert isinstance(case, Case)
    return case.decision


def questions(window: Window) -> set[str]:
    """The questions in sight."""
    return {box.accessibleName() for box in whole(window.page).findChildren(Choices) if box.isVisible()}


def test_s21_two_decisions_on_two_screens(window: Window) -> None:
    fill(window)
    window.go("referral")
    assert REFERRAL in questions(window)
    assert TOLD not in questions(window)
    assert "Share" not in words_of(window.page).replace("Sharing", "")
    click(window.page, "Go on to protection")
    assert window.place == "protection"
    assert REFERRAL not in questions(window)
    assert TOLD in questions(window)


def test_s21_agreed_not_needed_or_no_and_the_route_is_named(window: Window) -> None:
    fill(window)
    window.go("referral")
    choose(window.page, REFERRAL, "He agreed to a referral")
    assert decision(window).referral == "agreed"
    choose(window.page, REFERRAL, "This route does not need his agreement")
    enter(window.page, "The route", "a court order")
    assert (decision(window).referral, decision(window).route_named) == ("not_needed", "a court order")
    choose(window.page, REFERRAL, "No referral")
    assert decision(window).referral == "no"
    assert "No letter is made." in words_of(window.page)
    assert window.session.case is not None
    window.session.open_case(window.session.case.id)
    assert decision(window).referral == "no", "it is on disk"


def test_the_decision_is_made_by_a_key(window: Window) -> None:
    from PySide6.QtCore import Qt

    fill(window)
    window.go("referral")
    press(window, Qt.Key.Key_1)
    assert decision(window).referral == "agreed"


def test_typing_the_route_does_not_move_the_cursor(window: Window) -> None:
    fill(window)
    window.go("referral")
    choose(window.page, REFERRAL, "This route does not need his agreement")
    box = next(b for b in whole(window.page).findChildren(LineBox) if b.accessibleName() == "The route")
    enter(window.page, "The route", "a court order")
    assert box.isVisible()
    assert box is next(b for b in whole(window.page).findChildren(LineBox) if b.accessibleName() == "The route")


def test_the_persons_own_answer_stands_beside_the_decision(window: Window) -> None:
    session = fill(window, agree_refer="no")
    session.answer("agree_refer", ["no"], "I do not need that.")
    window.go("referral")
    assert "“I do not need that.”" in words_of(window.page)
    choose(window.page, REFERRAL, "He agreed to a referral")
    assert "He said no when you asked." in words_of(window.page)


def test_s21_a_voluntary_service_needs_agreement(window: Window) -> None:
    fill(window)
    decide(window.session, service="lantern", referral="")
    services = {s.id: s for s in window.session.directory().all()}
    voluntary = next(s for s in services.values() if s.routes and set(s.routes) <= {"self", "professional"})
    decide(window.session, service=voluntary.id, referral="")
    window.go("referral")
    choose(window.page, REFERRAL, "This route does not need his agreement")
    assert "This service is voluntary, so it needs his agreement." in words_of(window.page)


def test_s21_partner_contact_and_its_withdrawal_are_recorded(window: Window) -> None:
    fill(window)
    window.go("referral")
    assert CONTACT not in questions(window)
    choose(window.page, REFERRAL, "He agreed to a referral")
    choose(window.page, CONTACT, "Agreed")
    assert decision(window).partner_contact == "agreed"
    choose(window.page, CONTACT, "Agreed, and took it back later")
    assert decision(window).partner_contact == "withdrawn"
    assert "the same working day" in words_of(window.page)


def test_s24_a_copy_is_asked_about_only_where_it_was_agreed(window: Window) -> None:
    fill(window)
    window.go("referral")
    choose(window.page, REFERRAL, "This route does not need his agreement")
    assert COPY not in questions(window)
    choose(window.page, REFERRAL, "He agreed to a referral")
    choose(window.page, COPY, "To a safe address")
    assert decision(window).copy == "safe_address"


def test_s21_agreement_is_never_called_consent(window: Window) -> None:
    fill(window)
    for place in ("referral", "protection"):
        decide(window.session)
        window.go(place)
        words = words_of(window.page).casefold()
        assert "consent" not in words
        assert "data" not in words


def test_s21_one_line_for_each_recipient_with_basis_authoriser_and_time(window: Window) -> None:
    fill(window)
    window.go("protection")
    assert SHARED_WITH == RECIPIENTS
    assert [chip.text() for chip in whole(window.page).findChildren(Chip)].count("To decide") == len(RECIPIENTS)
    click(window.page, "Record: Children’s services")
    choose(window.page, "What was decided", "Shared")
    click(window.page, "Save")
    assert {"Enter the basis.", "Enter who authorised it."} <= set(words_of(window.page).splitlines())
    enter(window.page, "On what basis", "A child may come to harm")
    enter(window.page, "Who authorised it", "Sam Okoro")
    click(window.page, "Save")
    click(window.page, "Record: The police")
    choose(window.page, "What was decided", "Not shared")
    enter(window.page, "Why not", "Nothing for them was heard")
    click(window.page, "Save")
    shared, kept = decision(window).sharing
    assert (shared.recipient, shared.shared, shared.basis) == ("children", True, "A child may come to harm")
    assert (shared.authorised_by, shared.at) == ("Sam Okoro", window.session.now())
    assert (kept.recipient, kept.shared, kept.basis) == ("police", False, "Nothing for them was heard")
    words = words_of(window.page)
    assert "A child may come to harm. Authorised by Sam Okoro, 21 November 2026 at 14:32." in words
    assert "Not shared, because: Nothing for them was heard." in words


def test_s21_will_they_be_told_yes_or_not_now_because(window: Window) -> None:
    fill(window)
    window.go("protection")
    choose(window.page, TOLD, "Not now")
    enter(window.page, "Not now, because", "It could put someone at risk")
    assert (decision(window).told, decision(window).told_because) == ("not_now", "It could put someone at risk")
    choose(window.page, TOLD, "Yes")
    assert decision(window).told == "yes"
    assert "Not now, because" not in {box.accessibleName() for box in whole(window.page).findChildren(NoteBox)}


def test_s21_the_limits_were_explained_in_their_language(window: Window) -> None:
    fill(window)
    window.go("protection")
    choose(window.page, "The limits of confidentiality", "I explained to him what I can keep private and what I cannot")
    enter(window.page, "In which language", "Polish")
    assert (decision(window).limits_explained, decision(window).limits_language) == (True, "Polish")


def test_s10_protection_stays_open_after_a_stop(window: Window) -> None:
    window.session.new_case()
    window.session.answer("who_is_here", ["family_present"])
    window.go("protection")
    assert window.place == "protection"
    click(window.page, "Record: Children’s services")
    window.go("referral")
    assert window.place != "referral"


def test_s25_a_call_is_the_first_choice_and_a_written_annex_needs_everything(window: Window) -> None:
    fill(window)
    decide(window.session)
    window.go("protection")
    box = next(b for b in whole(window.page).findChildren(Choices) if b.accessibleName() == ANNEX)
    assert (box.rows[0].choice.text, box.values()) == ("By phone instead", ("phone",))
    choose(window.page, ANNEX, "A written annex was asked for")
    click(window.page, "Save the request")
    assert "Check this before anything is written." in words_of(window.page)
    assert decision(window).annex == AnnexRequest()
    enter(window.page, "Who will read it", "Jo Example")
    enter(window.page, "Their role", "risk lead")
    enter(window.page, "Who authorised it", "Sam Okoro")
    enter(window.page, "The secure route", "secure mail")
    choose(window.page, "Conflict of interest", "I checked that the reader knows neither the person nor the family")
    enter(window.page, "The worker to speak to before first contact", "Ali Example")
    enter(window.page, "How to reach that worker", "01632 960 555")
    enter(window.page, "How that worker prefers to talk", "by phone, mornings")
    click(window.page, "Save the request")
    annex = decision(window).annex
    assert annex is not None
    assert (annex.recipient, annex.conflict_checked, annex.worker) == ("Jo Example", True, "Ali Example")
    choose(window.page, ANNEX, "By phone instead")
    assert decision(window).annex is None


def test_s25_the_request_has_no_field_for_the_victim_survivor(window: Window) -> None:
    fill(window)
    decide(window.session, annex=AnnexRequest())
    window.go("protection")
    fields = {
        b.accessibleName()
        for b in (*whole(window.page).findChildren(LineBox), *whole(window.page).findChildren(NoteBox))
    }
    assert fields == {
        "Who will read it",
        "Their role",
        "Who authorised it",
        "The secure route",
        "The worker to speak to before first contact",
        "How to reach that worker",
        "How that worker prefers to talk",
        "In which language",
    }


def test_cancelling_an_empty_request_goes_back_to_the_call(window: Window) -> None:
    fill(window)
    decide(window.session)
    window.go("protection")
    choose(window.page, ANNEX, "A written annex was asked for")
    click(window.page, "Cancel")
    assert decision(window).annex is None


@pytest.mark.parametrize("size", [100, 200])
@pytest.mark.parametrize("opened", ["share:children", "annex"])
def test_every_form_can_be_read_whole(build: Callable[..., Window], size: int, opened: str) -> None:
    window = build(text_size=size)
    window.train()
    fill(window)
    decide(window.session, annex=AnnexRequest(), told="not_now")
    window.go("referral")
    settle(window)
    assert not clipped(window)
    window.go("protection")
    window.page.open_in_place(opened)  # type: ignore[attr-defined]
    settle(window)
    assert not clipped(window)
