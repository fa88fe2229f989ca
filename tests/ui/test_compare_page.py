"""Comparing the room on the screen: collected in four ways, spread first, the expert reading last, nobody ranked."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from referral_assistant.content import load_scenarios
from referral_assistant.letter import comparison_words as words
from referral_assistant.model import DOMAINS, Level, Rating, Sheet
from referral_assistant.training.agreement import compare
from referral_assistant.training.readings import content, file_name, kept, read
from referral_assistant.ui.collected import collection_of
from referral_assistant.ui.compare_bar import Bar, Legend, Part
from referral_assistant.ui.compare_page import ComparePage
from referral_assistant.ui.exercises import exercises_of
from referral_assistant.ui.sheet_form import KeyLine
from referral_assistant.ui.sheet_page import SheetPage
from referral_assistant.ui.theme import COLOURS, contrast
from referral_assistant.ui.widgets import Question
from referral_assistant.ui.widgets.select import Select
from referral_assistant.ui.window import Window, window_of
from referral_assistant.wording import domain_word
from tests.ui.compare_screens import NOW, collected, room
from tests.ui.driving import Saving, answer_all, click, focus, press, seen, type_in


@pytest.fixture
def page(window: Window) -> ComparePage:
    """A room of seven tables, in two rounds."""
    return collected(window)


@pytest.fixture
def empty(window: Window) -> ComparePage:
    return collected(window, [])


def expert(scenario: str = "yusuf") -> list[str]:
    from referral_assistant.content import load_pack

    found = next(s for s in load_scenarios(load_pack()) if s.id == scenario)
    return [found.readings[domain].why for domain in DOMAINS]


def drop(page: QWidget, *paths: Path) -> None:
    """Let files go over the page, as the system does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    here, action, keys = QPoint(200, 200), Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(page, QDragEnterEvent(here, action, data, Qt.MouseButton.LeftButton, keys))
    assert "Let go to read it" in seen(page)
    QApplication.sendEvent(page, QDropEvent(here.toPointF(), action, data, Qt.MouseButton.LeftButton, keys))


def files(folder: Path, sheets: list[Sheet]) -> Path:
    folder.mkdir()
    for sheet in sheets:
        (folder / file_name(sheet)).write_bytes(content(sheet, NOW))
    return folder


# --- collecting ------------------------------------------------------------------------------------------------------


def test_a_folder_that_is_dropped_is_compared(empty: ComparePage, tmp_path: Path) -> None:
    folder = files(tmp_path / "stick", room(6, 1, "imran"))
    (folder / "broken.rareading").write_text("{", "utf-8")
    drop(empty, folder)
    assert empty.session.background.drain()
    text = seen(empty)
    assert "Taken in: 6 sheets." in text
    assert "broken.rareading" in text
    assert "6 sheets in the first round. Nobody is ranked." in text
    assert len(kept(empty.session.folder(training=True))[0]) == 6


def test_files_of_another_scenario_are_left_out_and_said(empty: ComparePage, tmp_path: Path) -> None:
    drop(empty, files(tmp_path / "stick", [*room(2, 1, "imran"), *room(1, 2, "mark")[1:]]))
    assert empty.session.background.drain()
    assert "Left out, since it was read in another scenario (Low mood): table-1-round-2.rareading." in seen(empty)


def test_what_comes_later_counts_over_what_is_there_and_it_is_said(page: ComparePage, tmp_path: Path) -> None:
    later = Sheet("yusuf", "table 1", {"ownership": Rating(Level.WILLING, "Named it.")})
    path = tmp_path / "x.rareading"
    path.write_bytes(content(later, NOW.replace(hour=20)))
    drop(page, path)
    assert page.session.background.drain()
    assert "The later one counts: x.rareading, not the one collected before." in seen(page)
    assert "7 sheets in the first round" in seen(page)
    path.write_bytes(content(Sheet("yusuf", "Table 1", {"ownership": Rating(Level.MIXED)}), NOW.replace(hour=1)))
    drop(page, path)
    assert page.session.background.drain()
    assert "Nothing new was taken in." in seen(page)
    assert later in collection_of(page.session).of("yusuf")


def test_sheets_are_typed_in_by_keyboard_alone(window: Window, empty: ComparePage) -> None:
    press(window, Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    assert window.place == "sheet"
    for table in ("Table 1", "Table 2"):
        assert focus().accessibleName() == "Label"
        press(window, Qt.Key.Key_Return)
        for key in "wmn-WMN":
            assert isinstance(focus(), KeyLine)
            type_in(window, key)
            type_in(window, "Heard")
            press(window, Qt.Key.Key_Return)
        press(window, Qt.Key.Key_Return)  # The last domain was left blank.
        press(window, Qt.Key.Key_Return)
        assert f"Kept: {table}, round 1." in seen(window.page)
    sheets = [found.sheet for found in kept(window.session.folder(training=True))[0]]
    assert [sheet.by for sheet in sheets] == ["Table 1", "Table 2"]
    levels = [Level.WILLING, Level.MIXED, Level.NOT_NOW, Level.NOT_EXPLORED]
    assert sheets[0].readings == {
        domain: Rating(level, "Heard") for domain, level in zip(DOMAINS, [*levels, *levels[:3]], strict=False)
    }
    press(window, Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
    assert "2 sheets in the first round" in seen(window.page)


def test_a_key_that_means_nothing_is_not_taken_and_a_reason_needs_a_reading(window: Window, empty: ComparePage) -> None:
    window.go("sheet")
    key = window.page.findChildren(KeyLine)[0]
    key.setFocus()
    type_in(window, "x7 ")
    assert (key.text(), key.level) == ("", None)
    type_in(window, "m")
    assert key.text() == "M"
    type_in(window, "Because")
    key.setFocus()
    press(window, Qt.Key.Key_Backspace)
    assert key.level is None
    click(window.page, "Keep this sheet")
    assert focus() is key
    assert "Press a key" in seen(window.page)
    assert not kept(window.session.folder(training=True))[0]


def test_a_sheet_without_a_label_is_not_kept(window: Window, empty: ComparePage) -> None:
    window.go("sheet")
    page = window.page
    assert isinstance(page, SheetPage)
    type_in(window, "")
    focus().setText("  ")  # type: ignore[attr-defined]
    click(page, "Keep this sheet")
    assert "Enter a label." in seen(page)


def test_a_sheet_is_put_right_and_may_change_its_label(window: Window, page: ComparePage) -> None:
    click(page, "Show: another scenario, more sheets, or one to put right")
    click(page, "Change: Table 3, round 2")
    form = window.page
    assert "Put a sheet right" in seen(form)
    focus().setText("Table 30")  # type: ignore[attr-defined]
    click(form, "Keep this sheet")
    assert window.place == "compare"
    labels = {(s.by, s.round) for s in collection_of(window.session).of("yusuf")}
    assert ("Table 30", 2) in labels
    assert ("Table 3", 2) not in labels
    assert ("Table 3", 1) in labels
    assert len(kept(window.session.folder(training=True))[0]) == 14


def test_a_sheet_is_taken_away_and_everything_is_cleared_after_a_question(window: Window, page: ComparePage) -> None:
    click(page, "Show: another scenario, more sheets, or one to put right")
    click(page, "Take away: Table 7, round 2")
    assert "7 sheets in the first round, 6 sheets in the second round" in seen(page)
    click(page, "Clear what was collected")
    question = next(w for w in QApplication.topLevelWidgets() if isinstance(w, Question) and w.isVisible())
    click(question, "Clear")
    assert "Drop files or a folder here" in seen(page)
    assert kept(window.session.folder(training=True)) == ((), ())


def test_ones_own_reading_of_the_open_case_is_saved_as_a_file(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SheetPage, "dialogs", Saving(tmp_path))
    exercises_of(window.session).begin("mark")
    exercises_of(window.session).pass_the_gate()
    answer_all(window.session)
    window.session.leave_room()
    window.go("compare")
    assert window.session.background.drain()
    click(window.page, "Save my own reading …")
    click(window.page, "Save as a file …")
    sheet = read(tmp_path / "table-1-round-1.rareading").sheet
    assert (sheet.scenario, sheet.by) == ("mark", "Table 1")
    found = {r.domain: r.level for r in window.session.derived.assessment.readings}
    assert {domain: rating.level for domain, rating in sheet.readings.items()} == found
    assert all(r.why for r in sheet.readings.values() if r.level is not Level.NOT_EXPLORED)
    assert "Saved as table-1-round-1.rareading." in seen(window.page)
    click(window.page, "Save my own reading …")
    click(window.page, "Keep it here")
    assert "1 sheet in the first round" in seen(window.page)


# --- the picture -----------------------------------------------------------------------------------------------------


def test_the_spread_comes_first_and_the_figure_with_its_limits(page: ComparePage) -> None:
    text = seen(page)
    found = compare("yusuf", room()).rounds[0]
    for spread in found.spreads:
        assert words.agreeing(page.session.pack, spread) in text
    assert text.index("Agrees to the next step") < text.index("Krippendorff’s alpha, ordinal")
    assert all(sentence in text for sentence in words.alpha_limits())
    bars = page.findChildren(Bar)
    assert len(bars) == len(DOMAINS)
    said = QAccessible.queryAccessibleInterface(bars[1]).text(QAccessible.Text.Name)
    assert said == f"Owns their part: {words.counts(page.session.pack, found.spreads[1])}"


def test_a_small_room_is_shown_without_a_figure(window: Window) -> None:
    text = seen(collected(window, room(4, 1)))
    assert "No figure of agreement: it is shown from five raters on." in text
    assert not re.search(r"alpha, ordinal", text)


def test_reasons_unfold_with_the_focus_where_it_was(page: ComparePage) -> None:
    name = "every reason, Owns their part"
    click(page, f"Show: {name}")
    spread = compare("yusuf", room()).rounds[0].spreads[1]
    for voice in spread.voices:
        if voice.why:
            assert f"{voice.by}: {voice.why}" in seen(page)
    click(page, f"Hide: {name}")
    assert "No reason given" not in seen(page)


def test_two_rounds_are_looked_at_by_number(window: Window, page: ComparePage) -> None:
    press(window, Qt.Key.Key_2)
    second = compare("yusuf", room()).rounds[1]
    assert words.agreeing(page.session.pack, second.spreads[0]) in seen(page)
    press(window, Qt.Key.Key_3)
    text = seen(page)
    found = compare("yusuf", room())
    assert words.moved(found) in text
    for move in found.moves:
        assert words.move(page.session.pack, move) in text
    assert text.count("Krippendorff’s alpha, ordinal") == 2


def test_the_expert_reading_is_covered_until_it_is_asked_for(page: ComparePage) -> None:
    reasons = expert()
    assert not [why for why in reasons if why in seen(page)]
    click(page, f"Show the expert reading: {domain_word(page.session.pack, 'impact')}")
    assert [why for why in reasons if why in seen(page)] == [reasons[2]]
    click(page, "Show all of the expert reading")
    assert [why for why in reasons if why in seen(page)] == reasons
    page.go.emit("training")
    window_of(page).go("compare")
    assert page.session.background.drain()
    assert not [why for why in reasons if why in seen(page)]


def test_nobody_is_ranked_and_no_reading_is_marked(page: ComparePage) -> None:
    page._reveal(DOMAINS)
    text = seen(page).replace("Nobody is ranked.", "")
    assert not re.search(r"\b(?:correct|incorrect|score|rank\w*|best|worst|\d+ ?%)\b", text, re.IGNORECASE)


def test_patterns_differ_without_colour_and_contrast_holds(page: ComparePage) -> None:
    painted = set()
    for level in words.LEVELS:
        bar = Bar([Part(level, "", 3)], 3, "")
        bar.resize(300, 54)
        grey = bar.grab().toImage().convertToFormat(bar.grab().toImage().Format.Format_Mono)
        painted.add(bytes(grey.constBits()))
        assert Legend(level, "x").sizeHint().isValid()
    assert len(painted) == 4
    for colours in COLOURS.values():
        assert contrast(colours["accent"], colours["surface"]) >= 3


def test_another_scenario_is_chosen_from_those_that_have_readings(page: ComparePage) -> None:
    click(page, "Show: another scenario, more sheets, or one to put right")
    select = page.findChildren(Select)[0]
    ids = [select.box.itemData(n) for n in range(select.box.count())]
    assert "imran" in ids
    assert "darren" not in ids  # The gate stops that conversation: there is nothing to read.
    select.box.setCurrentIndex(ids.index("imran"))
    select.box.activated.emit(ids.index("imran"))
    assert "Drop files or a folder here" in seen(page)


# --- what leaves -----------------------------------------------------------------------------------------------------


def test_pdf_and_csv_are_saved_under_neutral_names(
    page: ComparePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ComparePage, "dialogs", Saving(tmp_path))
    click(page, "Save as CSV")
    click(page, "Save as PDF")
    assert page.session.background.drain()
    assert {path.name for path in tmp_path.glob("comparison*")} == {
        "comparison-2026-11-21.pdf",
        "comparison-2026-11-21.csv",
    }
    rows = list(csv.DictReader((tmp_path / "comparison-2026-11-21.csv").read_text("utf-8-sig").splitlines()))
    assert len(rows) == sum(len(sheet.readings) for sheet in room())
    assert "Saved as comparison-2026-11-21.pdf." in seen(page)


def test_a_place_that_cannot_be_written_is_said(
    page: ComparePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setattr(ComparePage, "dialogs", Saving(tmp_path / "file"))
    click(page, "Save as CSV")
    question = next(w for w in QApplication.topLevelWidgets() if isinstance(w, Question) and w.isVisible())
    assert "could not be saved there" in seen(question)
    click(question, "Close")


def test_what_is_collected_lies_in_the_training_folder_alone(window: Window, page: ComparePage, tmp_path: Path) -> None:
    collection_of(window.session).put(room()[0])
    outside = [p for p in tmp_path.rglob("*.rareading") if not p.is_relative_to(window.session.folder(training=True))]
    assert not outside


def test_the_page_never_comes_up_over_a_live_file(build: Callable[..., Window]) -> None:
    window = build()
    window.go("compare")
    assert window.place != "compare"
    window.go("sheet")
    assert window.place != "sheet"


def test_a_file_of_the_folder_that_cannot_be_read_is_said(window: Window, page: ComparePage) -> None:
    (window.session.folder(training=True) / "readings" / "x.rareading").write_text("{", "utf-8")
    window.go("cases")
    window.go("compare")
    assert window.session.background.drain()
    assert "Some files among those collected cannot be read" in seen(window.page)


def test_thirty_tables_are_there_at_once(window: Window) -> None:
    page = collected(window, room(30))
    assert "30 sheets in the first round, 30 sheets in the second round" in seen(page)
    assert len(collection_of(window.session).of("yusuf")) == 60
