"""Screen 5: concern and the next safe step first, then duties, then readiness with its evidence, and its changes."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt

from referral_assistant.model import Concern, Level, Route, Source
from referral_assistant.ui.session import Origin
from referral_assistant.ui.widgets import Button, Chip, NoteBox, Rows
from referral_assistant.ui.window import Window
from tests.ui.clipping import clipped
from tests.ui.conftest import Clock
from tests.ui.driving import button, click, press, whole
from tests.ui.filled import choose, close_duties, enter, fill, words_of
from tests.ui.test_pictures import settle


def panels(window: Window) -> list[str]:
    """The headings of the panels, from the top."""
    found = sorted(whole(window.page).findChildren(Rows), key=lambda rows: rows.mapTo(window.page, QPoint(0, 0)).y())
    return [rows.column.itemAt(0).widget().text() for rows in found]  # type: ignore[union-attr]


def test_s15_the_headline_is_concern_then_the_next_safe_step(window: Window) -> None:
    session = fill(window)
    window.go("means")
    assert window.page.title == "Concern present. Next: four things to do, then services"
    close_duties(session)
    assert window.page.title == "Concern present. Next: refer to a programme"
    session.answer("serious_harm", ["strangulation"])
    assert window.page.title == "Concern high. Next: ask a specialist first"
    session.answer("agree_refer", ["no"])
    assert window.page.title == "Concern high. Next: ask about a panel"


def test_s01_and_s07_the_two_sentences_stand_under_the_headline_and_under_readiness(window: Window) -> None:
    fill(window)
    window.go("means")
    words = words_of(window.page)
    assert "What he says cannot show that anyone is safe. Willing does not mean safer." in words
    assert words.count("Willing does not mean safer.") == 2


def test_s06_duties_stand_above_everything_about_services_on_every_route(window: Window) -> None:
    session = fill(window)
    routes = set()
    for serious, agrees in (("not_known", "yes"), ("not_known", "no"), ("weapon", "no"), ("means_now", "yes")):
        session.answer("serious_harm", [serious])
        session.answer("agree_refer", [agrees])
        window.go("means")
        routes.add(session.derived.assessment.route)
        assert panels(window)[0] == "To do before anything is issued"
    assert routes == {Route.PROGRAMME, Route.HOLD, Route.PANEL, Route.ACT_NOW}


def test_s06_a_duty_is_done_by_whom_and_when(window: Window) -> None:
    session = fill(window)
    window.go("means")
    assert session.case is not None
    click(window.page, "Record: Decide with children's safeguarding")
    assert "01632 960 303" in words_of(window.page)
    click(window.page, "Save")
    assert "Choose whether it was done." in words_of(window.page)
    choose(window.page, "What was decided", "Done")
    enter(window.page, "What was done", "Spoke to the front door.")
    click(window.page, "Save")
    duty = next(d for d in session.derived.assessment.duties if d.id == "children")
    assert duty.record is not None
    assert (duty.open, duty.record.by, duty.record.at) == (False, "Pat Fisher", session.now())
    assert "Done by Pat Fisher, 21 November 2026 at 14:32. Spoke to the front door." in words_of(window.page)
    session.open_case(session.case.id)
    assert session.case.duties == (duty.record,), "it is on disk"


def test_s06_deciding_not_to_needs_a_reason_and_somebody_else(window: Window) -> None:
    session = fill(window)
    window.go("means")
    click(window.page, "Record: Decide whether an adult is at risk")
    choose(window.page, "What was decided", "Decided not to")
    click(window.page, "Save")
    assert {"Enter the reason.", "Enter who agreed."} <= set(words_of(window.page).splitlines())
    enter(window.page, "Because", "Nobody with care needs is known of")
    enter(window.page, "Agreed with", " pat  FISHER ")
    click(window.page, "Save")
    assert "Somebody other than you has to agree." in words_of(window.page)
    assert all(duty.open for duty in session.derived.assessment.duties)
    enter(window.page, "Agreed with", "Sam Okoro, safeguarding lead")
    click(window.page, "Save")
    assert "Decided not" in [chip.text() for chip in whole(window.page).findChildren(Chip)]


def test_the_agencys_own_next_action_has_to_be_said(window: Window) -> None:
    session = fill(window)
    window.go("means")
    click(window.page, "Record: Write down what your own agency does next")
    choose(window.page, "What was decided", "Done")
    click(window.page, "Save")
    assert "Enter what your agency will do." in words_of(window.page)
    assert not session.case.duties if session.case else False


def test_a_time_that_has_not_come_is_refused(window: Window) -> None:
    fill(window)
    window.go("means")
    click(window.page, "Record: Decide with children's safeguarding")
    choose(window.page, "What was decided", "Done")
    enter(window.page, "When: time, such as 14:30", "14:59")
    click(window.page, "Save")
    assert "This time has not come yet." in words_of(window.page)


def test_s04_anyone_may_raise_concern(window: Window) -> None:
    session = fill(window)
    window.go("means")
    click(window.page, "Raise concern")
    choose(window.page, "How high", "High")
    enter(window.page, "Because", "Something about it worries me.")
    enter(window.page, "Raised by", "Kit Example")
    window.page.editor.submit()  # type: ignore[attr-defined]
    assert session.derived.assessment.concern is Concern.HIGH
    assert "Raised by Kit Example: Something about it worries me." in words_of(window.page)


def test_s04_concern_is_lowered_by_a_named_lead_and_never_by_the_practitioner(window: Window, clock: Clock) -> None:
    session = fill(window, serious_harm="weapon")
    clock.pass_by(minutes=10)
    window.go("means")
    click(window.page, "Lower concern")
    enter(window.page, "Who decided", "Pat Fisher")
    choose(window.page, "Their role", "Safeguarding lead")
    enter(window.page, "What they were told", "All that is written here")
    enter(window.page, "Their reason", "It was years ago and is known")
    window.page.editor.submit()  # type: ignore[attr-defined]
    assert "You cannot lower concern yourself." in words_of(window.page)
    assert session.derived.assessment.concern is Concern.HIGH
    enter(window.page, "Who decided", "Sam Okoro")
    window.page.editor.submit()  # type: ignore[attr-defined]
    assert session.derived.assessment.concern is Concern.PRESENT
    assert session.case is not None
    override = session.case.overrides[-1]
    assert (override.by, override.role, override.told) == ("Sam Okoro", "Safeguarding lead", "All that is written here")
    assert "Lowered on the word of Sam Okoro, Safeguarding lead." in words_of(window.page)


def test_s04_immediate_cannot_be_lowered_and_closes_with_what_was_done(window: Window, clock: Clock) -> None:
    session = fill(window, serious_harm="means_now")
    clock.pass_by(minutes=5)
    window.go("means")
    assert "Lower concern" not in words_of(window.page)
    assert button(window.page, "Record what was done").kind == "link"
    primary = window.page.primary()
    assert primary is not None
    assert primary.plain == "Record what was done"
    primary.click()
    enter(window.page, "What was done", "Rang 999")
    enter(window.page, "By whom", "Pat Fisher")
    enter(window.page, "When: time, such as 14:30", "14:20")
    window.page.editor.submit()  # type: ignore[attr-defined]
    assert "The concern was recorded at 14:32." in words_of(window.page)
    enter(window.page, "When: time, such as 14:30", "14:35")
    window.page.editor.submit()  # type: ignore[attr-defined]
    assert session.derived.assessment.concern is Concern.HIGH
    assert session.derived.services_open


def test_s02_who_is_doing_what_to_whom_is_a_line_of_its_own(window: Window) -> None:
    fill(window, picture_after="disputed")
    window.go("means")
    words = words_of(window.page)
    assert "Who is doing what to whom is disputed" in words
    assert "Concern: present" in words


def test_evidence_is_quoted_and_its_source_named(window: Window) -> None:
    session = fill(window)
    origin = Origin(Source.VICTIM)
    session.answer("effect_adult", ["sees_effect"], "It is worst at night.", origin=origin)
    window.go("means")
    words = words_of(window.page).replace("\u00a0", " ")
    assert "“I'm not proud of how I've been at home.” He said" in words
    assert "“It is worst at night.” The victim-survivor said" in words
    assert "Other times: Describes more than one time, or more than one kind of behaviour. He said" in words


def test_s15_supports_read_as_in_place_and_nothing_is_a_number(window: Window) -> None:
    fill(window)
    window.go("means")
    panel = next(p for p in whole(window.page).findChildren(Rows) if "Readiness: willing" in words_of(p))
    words = words_of(panel)
    assert words.count("In place") == 2
    assert not re.search(r"\d", words)
    assert not list(panel.findChildren(Chip)), "no colours as grades"


def test_a_reading_changes_only_with_a_reason(window: Window) -> None:
    session = fill(window)
    window.go("means")
    click(window.page, "Change: Owns his part")
    choose(window.page, "Read it as", "Mixed")
    click(window.page, "Change the reading")
    assert "A reading is changed only with a reason. Enter it." in words_of(window.page)
    enter(window.page, "Because", "He blamed drink twice")
    click(window.page, "Change the reading")
    reading = session.derived.assessment.reading("ownership")
    assert (reading.level, reading.heard) == (Level.MIXED, Level.WILLING)
    assert "He blamed drink twice" in words_of(window.page)
    assert session.derived.assessment.concern is Concern.PRESENT


def test_agreement_is_the_persons_own_and_cannot_be_changed(window: Window) -> None:
    fill(window)
    window.go("means")
    names = [b.accessibleName() for b in whole(window.page).findChildren(Button)]
    assert "Change: Agrees to the next step" not in names
    assert "This is his own answer. It changes only when he changes it." in words_of(window.page)


def test_what_is_missing_leads_to_its_topic(window: Window) -> None:
    fill(window)
    window.go("means")
    click(window.page, "Go to topic: Believes change is possible")
    assert window.place == "card:can_change"


def test_half_typed_text_is_there_again_after_leaving_the_page(window: Window) -> None:
    fill(window)
    window.go("means")
    click(window.page, "Change: Owns his part")
    box = next(b for b in whole(window.page).findChildren(NoteBox) if b.accessibleName() == "Because")
    box.setFocus()
    box.insertPlainText("He paused for")
    window.hiding.hide()
    window.hiding.lift()
    window.go("services")
    window.go("means")
    assert "He paused for" in [b.words() for b in whole(window.page).findChildren(NoteBox)]
    press(window, Qt.Key.Key_Escape)
    assert not whole(window.page).findChildren(NoteBox)


def test_enter_saves_the_form_that_is_open_and_the_focus_goes_back(window: Window) -> None:
    session = fill(window)
    window.go("means")
    click(window.page, "Record: Tell the worker who supports the victim-survivor")
    choose(window.page, "What was decided", "Done")
    enter(window.page, "Done by", "Pat Fisher")
    press(window, Qt.Key.Key_Return)
    assert window.place == "means"
    assert [d.id for d in session.derived.assessment.duties if not d.open] == ["victim_worker"]
    focus = window.focusWidget()
    assert isinstance(focus, Button)
    assert focus.accessibleName() == "Change: Tell the worker who supports the victim-survivor"


def test_s10_after_a_stop_what_protects_stays_open_and_readiness_is_not_shown(window: Window) -> None:
    window.session.new_case()
    window.session.answer("who_is_here", ["family_present"])
    window.go("means")
    words = words_of(window.page)
    assert "The conversation was stopped before it began." in words
    assert "Readiness" not in words
    assert panels(window)[0] == "To do before anything is issued"
    primary = window.page.primary()
    assert primary is not None
    assert primary.plain == "Go to the file note"


@pytest.mark.parametrize("size", [100, 200])
def test_every_form_can_be_read_whole(build: Callable[..., Window], size: int) -> None:
    window = build(text_size=size)
    window.train()
    session = fill(window, serious_harm="weapon")
    window.go("means")
    for opened in ("duty:children", "reading:ownership", "raise", "lower", "outcome"):
        if opened == "outcome":
            session.answer("serious_harm", ["means_now"])
        window.page.open_in_place(opened)  # type: ignore[attr-defined]
        settle(window)
        assert not clipped(window), opened
