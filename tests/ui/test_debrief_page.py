"""Looking back in the real window: positives first, nothing kept that was not saved, and no number for anybody."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QDeadlineTimer
from PySide6.QtWidgets import QApplication

from referral_assistant.model import Manner, State
from referral_assistant.training.playing import played
from referral_assistant.ui.confidence import Confidence, phrases
from referral_assistant.ui.debrief_page import DebriefPage
from referral_assistant.ui.debrief_parts import Unfolding
from referral_assistant.ui.exercises import Exercises, exercises_of
from referral_assistant.ui.names import hide_names
from referral_assistant.ui.open_file import World
from referral_assistant.ui.widgets import Button, LineBox, NoteBox
from referral_assistant.ui.widgets.select import Select
from referral_assistant.ui.window import Window
from tests.printed import text_of
from tests.ui.driving import Saving, button, click, seen, type_in, whole

WAYS = ("The right way", "Agreeing along throughout", "Arguing throughout")


@pytest.fixture
def going(window: Window) -> Exercises:
    """Imran's scenario, played for three cards, and the practitioner alone again."""
    found = exercises_of(window.session)
    found.begin("imran")
    found.pass_the_gate()
    play(
        window, ("something_wrong", Manner.BALANCED), ("other_times", Manner.COLLUSIVE), ("own_part", Manner.COMBATIVE)
    )
    window.session.leave_room()
    return found


def play(window: Window, *moves: tuple[str, Manner]) -> None:
    found, session = exercises_of(window.session), window.session
    scenario = found.scenario
    assert scenario is not None
    for card, manner in moves:
        assert found.exercise is not None
        before = found.exercise.choices
        found.choose(card, manner)
        assert found.exercise is not None
        heard = played(scenario, before, found.exercise.choices[-1]).heard
        if heard.state is State.ANSWERED:
            session.answer(card, heard.values, heard.words)
        else:
            session.leave(card, heard.state)


def at(window: Window, place: str = "debrief") -> DebriefPage:
    window.go(place)
    window.session.background.drain()
    page = whole(window).page
    assert isinstance(page, DebriefPage)
    return page


def unfold(page: DebriefPage) -> None:
    """Unfold everything, and wait until it has its room: what was made lays out what it stands in, turn by turn."""
    click(page, "Show all")
    deadline = QDeadlineTimer(20_000)
    while not all(_whole(fold) for fold in page._folds):
        assert not deadline.hasExpired(), "a section has no room"
        QApplication.processEvents()


def _whole(fold: Unfolding) -> bool:
    return (fold.opened or not fold.section.parts) and fold.height() >= fold.heightForWidth(fold.width())


def saving(page: DebriefPage, folder: Path) -> None:
    page.dialogs = Saving(folder)  # type: ignore[misc]


def test_what_went_well_comes_first_and_the_rest_unfolds(window: Window, going: Exercises) -> None:
    page = at(window)
    assert page.title == "Looking back: An ordinary referral"
    folds = page.findChildren(Unfolding)
    assert [fold.section.id for fold in folds if fold.opened] == ["well"]
    assert folds[0].section.id == "well"
    assert "Thank you for saying it. What happens when you get loud?" in seen(page)
    assert "You gave him a reason" not in seen(page)
    click(page, "Show: Replies that agreed along, or argued")
    assert "One bad night, then. That can happen to anybody." in seen(page)
    assert "And other times, when nothing was thrown?" in seen(page)
    click(page, "Fold: Replies that agreed along, or argued")
    assert "One bad night, then." not in seen(page)


def test_nobody_is_marked_and_no_learner_is_named(window: Window, going: Exercises) -> None:
    page = at(window)
    unfold(page)
    text = seen(page)
    for section in ("The way that was taken", "What there was to hear", "Asked, and not asked", "The readings side by"):
        assert section in text
    assert not re.search(r"\d\s*%|[Ss]core|\d+ of \d+", text)
    assert "Pat Fisher" not in text


def test_a_section_stays_unfolded_while_the_page_is_drawn_anew(window: Window, going: Exercises) -> None:
    page = at(window)
    click(page, "Show: The way that was taken")
    window.session.reword("other_times", "It was one night, he said.", "")
    assert {fold.section.id for fold in whole(page).findChildren(Unfolding) if fold.opened} == {"well", "path"}


def test_a_debrief_is_there_when_the_case_was_left(window: Window, going: Exercises) -> None:
    window.session.leave_case()
    assert "What happens when you get loud?" in seen(at(window))


def test_it_does_not_come_up_while_the_person_is_in_the_room(window: Window) -> None:
    found = exercises_of(window.session)
    found.begin("imran")
    found.pass_the_gate()
    window.go("start")
    window.go("debrief")
    assert not isinstance(window.page, DebriefPage)


def test_it_is_no_place_in_a_live_file(build: Callable[..., Window]) -> None:
    window = build()
    window.go("debrief")
    assert not isinstance(window.page, DebriefPage)


def test_without_an_exercise_there_are_examples(window: Window) -> None:
    page = at(window)
    assert "Nothing has been played yet" in seen(page)
    page.findChildren(Select)[0].chosen.emit("sam")
    click(page, "The right way")
    assert window.place == "debrief:balanced/sam"
    assert "No more was asked at" in seen(window)
    assert "Your own reflection" not in seen(window)
    click(window, "Back")
    assert window.place == "debrief"


def test_an_example_of_agreeing_along_shows_every_way_out_of_it(window: Window, going: Exercises) -> None:
    page = at(window, "debrief:collusive/imran")
    unfold(page)
    scenario = going.scenario
    assert scenario is not None
    text = seen(page)
    for beat in scenario.beats:
        assert beat.collusive.because in text
        assert beat.balanced.text in text


def test_an_example_of_nothing_known_is_none(window: Window) -> None:
    for place in ("debrief:balanced/nobody", "debrief:kindly/imran"):
        assert "Nothing has been played yet" in seen(at(window, place))


def test_where_the_gate_stops_there_is_one_way_to_show(window: Window) -> None:
    page = at(window)
    page.findChildren(Select)[0].chosen.emit("callum")
    assert [button(page, text).isEnabled() for text in WAYS] == [True, False, False]
    page.findChildren(Select)[0].chosen.emit("huw")
    assert [button(page, text).isEnabled() for text in WAYS] == [True, True, True]


def test_with_names_hidden_there_are_initials(window: Window, going: Exercises) -> None:
    hide_names(window.session, True)
    for leave in (False, True):
        if leave:
            window.session.leave_case()
        page = at(window)
        unfold(page)
        assert "Imran" not in seen(page)
        assert "I." in seen(page)


def test_side_by_side_becomes_one_below_the_other_and_says_which_is_which(build: Callable[..., Window]) -> None:
    window = build(width=1000, height=700, text_size=200)
    window.train()
    page = at(window, "debrief:collusive/imran")
    click(page, "Show: Where it landed, and where it should")
    QApplication.processEvents()
    assert seen(page).count("This way") > 2
    window.window().resize(1920, 1080)
    QApplication.processEvents()
    wide = at(window, "debrief:collusive/imran")
    click(wide, "Show: Where it landed, and where it should")
    QApplication.processEvents()
    assert seen(wide).count("This way") == 1


# --- what the learner says -------------------------------------------------------------------------------------------


def test_confidence_is_a_phrase_or_own_words_and_may_be_left_out(window: Window, going: Exercises) -> None:
    page = at(window)
    before, after = page.findChildren(Confidence)
    before._choices.rows[1].click()
    assert going.exercise is not None
    assert going.exercise.confidence_before == phrases()[1]
    own = after.findChildren(LineBox)[0]
    own.setFocus()
    type_in(window, "Less alone with it")
    own.flush()
    assert going.exercise.confidence_after == "Less alone with it"
    click(page, "Leave out: Before this exercise")
    assert going.exercise.confidence_before == ""
    assert not any(row.isChecked() for row in before._choices.rows)


def test_no_phrase_of_confidence_holds_a_number() -> None:
    assert len(phrases()) == 4
    assert not any(re.search(r"\d|one to|out of", phrase) for phrase in phrases())


def test_s29_what_a_learner_writes_is_kept_only_where_they_save_it(
    window: Window, going: Exercises, world: World, tmp_path: Path
) -> None:
    page = at(window)
    assert "Use no real case" in seen(page)
    box = page.findChildren(NoteBox)[0]
    box.setFocus()
    type_in(window, "Quietly zebra")
    window.go("cases")
    page = at(window)
    assert page.findChildren(NoteBox)[0].words() == "Quietly zebra"
    for folder, _folders, files in os.walk(world.folder(True)):
        for name in files:
            assert b"zebra" not in Path(folder, name).read_bytes(), name
    saving(page, tmp_path)
    click(page, "Save the reflection as PDF")
    window.session.background.drain()
    assert "Saved as reflection-2026-11-21.pdf." in seen(page)
    assert "Quietly zebra" in text_of((tmp_path / "reflection-2026-11-21.pdf").read_bytes())


def test_s29_the_next_learner_finds_an_empty_page(window: Window, going: Exercises) -> None:
    page = at(window)
    page.findChildren(NoteBox)[1].setPlainText("Mine alone")
    page.findChildren(NoteBox)[1].rested.emit("Mine alone")
    going.reset()
    window.session.leave_room()
    page = at(window)
    assert not any(box.words() for box in page.findChildren(NoteBox))


# --- on paper --------------------------------------------------------------------------------------------------------


def test_the_debrief_is_saved_where_the_dialog_says(window: Window, going: Exercises, tmp_path: Path) -> None:
    page = at(window)
    saving(page, tmp_path)
    click(page, "Save the debrief as PDF")
    window.session.background.drain()
    assert "Saved as debrief-2026-11-21.pdf." in seen(page)
    text = text_of((tmp_path / "debrief-2026-11-21.pdf").read_bytes())
    assert "What happens when you get loud?" in text
    assert "Training example" in text


def test_what_cannot_be_written_or_printed_is_said(window: Window, going: Exercises, tmp_path: Path) -> None:
    page = at(window)
    saving(page, tmp_path / "nowhere")
    click(page, "Save the debrief as PDF")
    window.session.background.drain()
    assert "Saved" not in seen(page)
    assert "cannot be" in seen(page) or "could not be" in seen(page)
    saving(page, tmp_path)
    page.findChildren(NoteBox)[0].rested.emit("A dragon \U0001f409")
    click(page, "Save the reflection as PDF")
    window.session.background.drain()
    assert "These characters cannot be printed: \U0001f409." in seen(page)
    assert not list(tmp_path.glob("*.pdf"))


def test_every_control_is_named_and_large_text_stays_in_its_room(build: Callable[..., Window]) -> None:
    from tests.ui.clipping import clipped

    window = build(width=1366, height=768, text_size=200)
    window.train()
    page = at(window, "debrief:collusive/imran")
    unfold(page)
    assert clipped(page) == []
    buttons = [b.accessibleName() for b in page.findChildren(Button) if b.isVisible()]
    assert len(set(buttons)) == len(buttons)
    assert button(page, "Save the debrief as PDF").accessibleName()
