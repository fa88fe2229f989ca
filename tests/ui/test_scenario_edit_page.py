"""Scenarios of a trainer's own in real windows: copied, changed, mended with the linter beside, saved and played."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from referral_assistant.content import read_scenario
from referral_assistant.content.scenarios import SCENARIOS, TEMPLATE
from referral_assistant.i18n import fill
from referral_assistant.journey import training_pack
from referral_assistant.model import Manner, Scenario
from referral_assistant.training.scenario_file import write_scenario
from referral_assistant.ui.dialogs import Dialogs
from referral_assistant.ui.exercises import OWN, exercises_of
from referral_assistant.ui.open_file import World
from referral_assistant.ui.scenario_edit_page import ScenarioEditPage
from referral_assistant.ui.widgets import Choices, Question, RowButton
from referral_assistant.ui.widgets.select import Select
from referral_assistant.ui.window import Window
from referral_assistant.wording import word
from tests.ui.clipping import clipped
from tests.ui.driving import click, press, type_in
from tests.ui.filled import choose, enter, words_of


class Files(Dialogs):
    """The dialogs for files, answered at once."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def save_as(self, parent: QWidget, title: str, name: str, kinds: str, done: Callable[[Path], object]) -> None:
        del parent, title, name, kinds
        done(self.path)

    def files(self, parent: QWidget, title: str, kinds: str, done: Callable[[tuple[Path, ...]], object]) -> None:
        del parent, title, kinds
        done((self.path,))


@pytest.fixture
def folder(world: World) -> Path:
    """Where scenarios of one's own are kept."""
    return world.folder(True) / OWN


def page_of(window: Window) -> ScenarioEditPage:
    """The page, with all of it up and everything looked at."""
    page = window.page
    assert isinstance(page, ScenarioEditPage)
    page.complete()
    assert window.session.background.drain()
    page.complete()
    return page


def copy(window: Window, title: str = "An ordinary referral") -> ScenarioEditPage:
    window.go("scenario:new")
    row = next(r for r in page_of(window).findChildren(RowButton) if r.text().startswith(f"A copy of {title}"))
    row.click()
    return page_of(window)


def turn_to(window: Window, part: str) -> ScenarioEditPage:
    choose(window.page, "Part of the scenario", part)
    return page_of(window)


def put(window: Window, name: str, text: str) -> None:
    enter(page_of(window), name, text)
    page_of(window)


def todo(window: Window) -> dict[str, str]:
    """What is to put right: where, and the sentence."""
    found = page_of(window)._todo
    assert found is not None
    return dict(row.text().split(": ", 1) for row in found._rows)


def pick(window: Window, label: str, value: str) -> None:
    """Choose from a list that is folded to one line."""
    box = next(s for s in page_of(window).findChildren(Select) if s.box.accessibleName() == label and s.isVisible())
    box.box.setCurrentIndex(box.box.findData(value))
    box.box.activated.emit(box.box.currentIndex())


def tick(window: Window, name: str, *ids: str) -> None:
    """Choose answers by their ids, as clicks on their rows do."""
    tick_in(page_of(window), name, *ids)


def tick_in(place: QWidget, name: str, *ids: str) -> None:
    """The same in a part of the page."""
    boxes = [box for box in place.findChildren(Choices) if box.accessibleName() == name and box.isVisible()]
    assert boxes, f"no question {name!r}"
    for row in boxes[0].rows:
        if row.isChecked() is not (row.choice.id in ids) and (row.many or row.choice.id in ids):
            row.click()


def answer(window: Window) -> Question:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, Question) and w.isVisible())


def own(folder: Path, scenario_id: str, **changes: object) -> Scenario:
    """A scenario of one's own in the folder: the template's."""
    found = replace(read_scenario(TEMPLATE, training_pack()), id=scenario_id, **changes)  # type: ignore[arg-type]
    write_scenario(folder / f"{scenario_id}.toml", found)
    return found


# --- a copy of one of ours -------------------------------------------------------------------------------------------


def test_a_copy_is_changed_put_right_saved_and_played(window: Window, folder: Path) -> None:
    copy(window)
    assert todo(window) == {}
    put(window, "Title", "The chip van")
    turn_to(window, "Replies")
    click(window.page, "Change: His part in what happened")
    put(window, "What the practitioner says, His part in what happened, collusive", "")
    assert todo(window) == {"His part in what happened, collusive, words": "Give the words of this reply."}
    assert not page_of(window)._play.isEnabled()  # type: ignore[union-attr]
    put(window, "What the practitioner says, His part in what happened, collusive", "Anyone would have snapped.")
    assert todo(window) == {}
    click(window.page, "Save")
    page_of(window)
    saved = read_scenario(folder / "the-chip-van.toml", window.session.pack)
    assert saved.beats[2].collusive.text == "Anyone would have snapped."
    click(window.page, "Play it")
    assert window.place == "brief:the-chip-van"
    going = exercises_of(window.session)
    going.begin("the-chip-van")
    assert going.scenario == saved
    going.pass_the_gate()
    going.choose("own_part", Manner.COLLUSIVE)
    assert [path.name for path in folder.iterdir()] == ["the-chip-van.toml"]


def test_ours_are_never_overwritten(window: Window, folder: Path) -> None:
    before = {path: path.read_bytes() for path in SCENARIOS.rglob("*.toml")}
    copy(window)
    put(window, "Title", "Imran")
    assert todo(window) == {}
    put(window, "Short name", "imran")
    assert todo(window)["Short name"].startswith("Another scenario has this short name")
    click(window.page, "Save")
    assert not list(folder.glob("*.toml"))
    put(window, "Short name", "")
    for question in [w for w in QApplication.topLevelWidgets() if isinstance(w, Question)]:
        question.close()
    click(window.page, "Save")
    assert (folder / "imran-2.toml").exists()
    assert {path: path.read_bytes() for path in SCENARIOS.rglob("*.toml")} == before


def test_a_changed_answer_that_moves_the_landing_is_noticed_and_accepted(window: Window) -> None:
    copy(window)
    turn_to(window, "Answers")
    click(window.page, "Change: Wanting something different")
    tick(window, "What did you hear?", "not_wanted")
    found = todo(window)
    assert "Where it lands, overall reading" in found
    assert "Wants something different" in found
    turn_to(window, "Landing")
    click(window.page, "Accept where it lands now: Where it lands when it goes well")
    click(window.page, "Take over: Wants something different")
    assert "Where it lands, overall reading" not in todo(window)
    assert "Wants something different" not in todo(window)
    assert "You wrote this for" not in words_of(page_of(window))


def test_choosing_a_mistake_goes_to_its_field(window: Window) -> None:
    copy(window)
    put(window, "Content warning", "")
    turn_to(window, "Person")
    put(window, "What makes them say less", "")
    turn_to(window, "Replies")
    click(window.page, "Change: A referral")
    put(window, "What this reply does, for the debrief, A referral, combative", "")
    places = {
        "Content warning": "Content warning",
        "What shuts them": "What makes them say less",
        "A referral, combative, why": "What this reply does, for the debrief, A referral, combative",
    }
    for where, name in places.items():
        panel = page_of(window)._todo
        assert panel is not None
        next(row for row in panel._rows if row.text().startswith(f"{where}: ")).click()
        focus = QApplication.focusWidget()
        assert focus is not None
        assert focus.accessibleName() == name
        assert "Give " in words_of(page_of(window)) or "Say " in words_of(page_of(window))


def test_a_mistake_of_a_whole_part_goes_to_the_first_field_of_it(window: Window) -> None:
    copy(window)
    for place, name in (
        ("agencies[2]", "Agency, 2"),
        ("hidden[1]", "What comes out, and from whom, 1"),
        ("beats.own_part", "What the person says first, His part in what happened"),
        ("case.practitioner", "Name, practitioner"),
    ):
        page_of(window).go_to(place)
        focus = QApplication.focusWidget()
        assert focus is not None
        assert focus.accessibleName() == name


# --- from nothing ----------------------------------------------------------------------------------------------------


def test_a_new_one_from_nothing_to_no_mistakes_by_the_form_alone(window: Window, folder: Path) -> None:
    """The template's own example, typed in."""
    told = read_scenario(TEMPLATE, window.session.pack)
    window.go("scenario:new")
    click(window.page, "From nothing")
    assert len(todo(window)) > 15
    _tell(window, told)
    _be_somebody(window, told)
    _answer(window, told)
    _reply(window, told)
    _let_out(window, told)
    _land(window, told)
    assert todo(window) == {}
    click(window.page, "Save")
    saved = read_scenario(folder / "friday-receipts.toml", window.session.pack)
    assert [beat.card for beat in saved.beats] == [beat.card for beat in told.beats]
    assert saved.beats == told.beats
    assert saved.persona == told.persona
    written = {held.card: held.values for held in saved.case.answers}
    assert written == {held.card: held.values for held in told.case.answers}
    assert exercises_of(window.session).find("friday-receipts") == saved


def _tell(window: Window, told: Scenario) -> None:
    for name, text in (
        ("Title", told.title),
        ("Who the practitioner is", told.role),
        ("Where and how the two people meet", told.setting),
        ("Content warning", told.warning),
        ("What is on the practitioner’s card", told.practitioner),
        ("The trap", told.trap),
        ("What a learner should take away", "\n".join(told.learning)),
    ):
        enter(window.page, name, text)
    click(window.page, "Add an agency")
    enter(window.page, "Agency, 1", told.agencies[0].agency)
    enter(window.page, "What it holds, 1", told.agencies[0].holds)


def _be_somebody(window: Window, told: Scenario) -> None:
    persona = told.persona
    assert persona is not None
    turn_to(window, "Person")
    for name, text in (
        ("Name", persona.name),
        ("Age", str(persona.age)),
        ("How they speak and carry themselves", persona.manner),
        ("The first thing they say", persona.arrives),
        ("What they bring with them", "\n".join(persona.presents)),
        ("What they do not say by themselves", "\n".join(persona.hides)),
        ("What makes them say more", "\n".join(persona.opens)),
        ("What makes them say less", "\n".join(persona.shuts)),
    ):
        enter(window.page, name, text)
    tick(window, "Gender", persona.gender)
    tick(window, "Abuse towards", persona.relationship)


def _answer(window: Window, told: Scenario) -> None:
    turn_to(window, "Answers")
    click(window.page, "Answer the checks so that the talk may begin")
    page = page_of(window)
    parts = page._parts
    assert parts is not None
    done = {known.card: known for known in page.draft.scenario.case.answers}
    for held in told.case.answers:
        known = done.get(held.card)
        if known is not None and known.values == held.values:
            continue
        row = parts._rows[f"case.{held.card}"]
        row.turn(True)
        card = window.session.pack.card(held.card)
        if held.card == "area":
            ask = fill(card.ask, page.draft.pronouns)
            next(box for box in row.findChildren(QWidget) if box.accessibleName() == ask and box.isVisible()).setFocus()
            type_in(window, "Eastm")
            press(window, Qt.Key.Key_Return)
        else:
            tick_in(row, fill(card.ask, page.draft.pronouns), *held.values)
        row.turn(False)


def _reply(window: Window, told: Scenario) -> None:
    turn_to(window, "Replies")
    for beat in told.beats:
        pick(window, "Another card that is played", beat.card)
        click(window.page, "Add: Another card that is played")
        page = page_of(window)
        parts = page._parts
        assert parts is not None
        box = parts._beats[beat.card]
        if not box.is_open:
            box.turn(True)
        box.complete()
        enter(page, f"What the person says first, {box.title}", beat.says)
        for manner in Manner:
            turn, of = beat.turn(manner), f"{box.title}, {manner}"
            enter(page, f"What the practitioner says, {of}", turn.text)
            enter(page, f"What the person answers, {of}", turn.says)
            enter(page, f"What this reply does, for the debrief, {of}", turn.because)
            if manner is Manner.BALANCED:
                continue
            tick_in(box, f"{fill(box.card.ask, 'she')}, {of}", *turn.values)
            enter(page, f"Her words, {of}", turn.words)
            if turn.observed:
                enter(page, f"What can be observed, {of}", turn.observed)
            if turn.shuts:
                shuts = "The person is closed after it, until somebody gives a balanced reply"
                choose(page, f"{shuts}, {of}", shuts)
        if beat.shut is not None:
            of = f"{box.title}, while closed"
            choose(page, of, "While they are closed, they say something else here")
            enter(page, f"What the person says then, {of}", beat.shut.says)
            tick(window, f"{fill(box.card.ask, 'she')}, {of}", *beat.shut.values)
            enter(page, f"Her words, {of}", beat.shut.words)
        box.turn(False)


def _let_out(window: Window, told: Scenario) -> None:
    release = told.hidden[0]
    turn_to(window, "Facts")
    click(window.page, "Add a fact")
    page = page_of(window)
    enter(page, "What comes out, and from whom, 1", release.fact)
    enter(page, "When you let it out, 1", release.when)
    enter(page, "What it changes, and what it does not, 1", release.why)
    pick(window, "Another answer it changes, fact 1", "changes")
    click(window.page, "Add: Another answer it changes, fact 1")
    page = page_of(window)
    box = next(
        b for b in page.findChildren(Choices) if b.isVisible() and "separation_control" in {r.choice.id for r in b.rows}
    )
    next(row for row in box.rows if row.choice.id == "separation_control").click()
    click(page_of(window), "Accept where it lands now: Where it lands once fact 1 is out")


def _land(window: Window, told: Scenario) -> None:
    turn_to(window, "Landing")
    for name in (
        "Where it lands when it goes well",
        "Where it lands when every reply is collusive",
        "Where it lands when every reply is combative",
    ):
        click(page_of(window), f"Accept where it lands now: {name}")
    enter(window.page, "Why it should land there", told.why)
    pack = window.session.pack
    for domain, judged in told.readings.items():
        enter(window.page, word(pack, "domains", domain, "she"), judged.why)


# --- nothing is lost -------------------------------------------------------------------------------------------------


def test_nothing_half_typed_is_lost(window: Window, folder: Path, build: Callable[..., Window]) -> None:
    copy(window)
    box = next(b for b in page_of(window).findChildren(QWidget) if b.accessibleName() == "The trap")
    box.setFocus()
    type_in(window, "Half a sen")
    window.go("cases")
    assert not list(folder.glob("*.toml"))
    window.window().close()
    again = build()
    again.train()
    again.go("scenario")
    assert "One that you began is not saved yet." in words_of(again.page)
    click(again.page, "Go on with it")
    page = page_of(again)
    assert "What you wrote earlier is still here. It is not saved yet." in words_of(page)
    assert "Half a sen" in page.draft.scenario.trap
    click(page, "Throw the changes away")
    assert again.place == "scenario:new"
    assert "From nothing" in words_of(again.page)
    assert not list(folder.iterdir())


def test_a_scenario_with_mistakes_is_saved_and_not_played(window: Window, folder: Path) -> None:
    own(folder, "mine")
    going = exercises_of(window.session)
    assert going.find("mine") is not None
    window.go("scenario:mine")
    put(window, "Content warning", "")
    click(window.page, "Save")
    assert (folder / "mine.toml").exists()
    assert going.find("mine") is None
    assert going.astray() == ("mine.toml",)
    window.go("scenario")
    assert "1 thing to put right" in words_of(window.page)
    click(window.page, "Edit: Friday receipts")
    put(window, "Content warning", "Shouting.")
    click(window.page, "Save")
    assert going.find("mine") is not None
    assert going.astray() == ()


def test_changes_are_thrown_away_for_what_was_saved(window: Window, folder: Path) -> None:
    saved = own(folder, "mine")
    window.go("scenario:mine")
    put(window, "Title", "Another")
    assert [path.name for path in folder.iterdir() if path.suffix == ".draft"] == ["mine.draft"]
    window.go("cases")
    window.go("scenario:mine")
    page_of(window)
    click(window.page, "Throw the changes away")
    assert page_of(window).draft.scenario == saved
    assert [path.name for path in folder.iterdir()] == ["mine.toml"]


# --- files -----------------------------------------------------------------------------------------------------------


def test_it_is_renamed_and_deleted_with_a_question(window: Window, folder: Path) -> None:
    own(folder, "mine")
    window.go("scenario:mine")
    put(window, "Short name", "theirs")
    click(window.page, "Save")
    assert [path.name for path in folder.glob("*.toml")] == ["mine.toml"]
    assert "no longer belong to it" in words_of(answer(window))
    click(answer(window), "Rename and save")
    assert [path.name for path in folder.iterdir()] == ["theirs.toml"]
    click(page_of(window), "Delete this scenario")
    assert (folder / "theirs.toml").exists()
    click(answer(window), "Delete it")
    assert window.place == "scenario"
    assert list(folder.iterdir()) == []


def test_it_goes_out_as_a_file_and_comes_in_again(
    window: Window, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = own(folder, "mine")
    monkeypatch.setattr(ScenarioEditPage, "dialogs", Files(tmp_path / "sent.toml"))
    window.go("scenario:mine")
    click(page_of(window), "Save as a file …")
    assert read_scenario(tmp_path / "sent.toml", window.session.pack) == saved
    window.go("scenario:new")
    click(window.page, "From a file …")
    page = page_of(window)
    assert page.draft.scenario == replace(saved, id="")
    click(page, "Save")
    assert {path.name for path in folder.iterdir()} == {"mine.toml", "friday-receipts.toml"}


def test_a_file_that_is_no_scenario_is_told(window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "odd.toml").write_text('id = "odd"\ntitle = 3\n', "utf-8")
    monkeypatch.setattr(ScenarioEditPage, "dialogs", Files(tmp_path / "odd.toml"))
    window.go("scenario:new")
    click(window.page, "From a file …")
    told = words_of(answer(window))
    assert "odd.toml cannot be read as a scenario." in told
    assert "title: This should be text, and is a number." in told
    answer(window).close()
    assert window.place == "scenario:new"


def test_broken_files_of_the_folder_are_told_line_by_line(window: Window, folder: Path) -> None:
    own(folder, "mine")
    (folder / "broken.toml").write_text("id = 3\ncolour = 'red'\n", "utf-8")
    (folder / "not.toml").write_text("[[[", "utf-8")
    text = (SCENARIOS / "00-imran.toml").read_text("utf-8")
    (folder / "same.toml").write_text(text, "utf-8")
    window.go("scenario")
    told = words_of(window.page)
    assert ": id" not in told
    for line in (
        "broken.toml cannot be used",
        "id: This should be text, and is a number.",
        "colour: This key is not known.",
        "not.toml cannot be used",
        "The file is not TOML",
        "same.toml cannot be used",
        "id: Another scenario has the id “imran”.",
        "Can be played",
    ):
        assert line in told
    click(window.page, "Delete: broken.toml")
    click(answer(window), "Delete it")
    assert not (folder / "broken.toml").exists()


# --- how it is used --------------------------------------------------------------------------------------------------


def test_there_is_no_writing_over_a_live_file(build: Callable[..., Window]) -> None:
    window = build()
    window.go("scenario:new")
    assert window.place == "unlock"


def test_the_parts_are_chosen_with_the_keys(window: Window) -> None:
    copy(window)
    press(window, Qt.Key.Key_Right)
    press(window, Qt.Key.Key_Space)
    page = page_of(window)
    assert "Who they are" in words_of(page)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == "Person"
    press(window, Qt.Key.Key_Tab)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == "Name"


@pytest.mark.parametrize(
    "dress",
    [
        {},
        pytest.param({"appearance": "dark"}, marks=pytest.mark.thorough),
        pytest.param({"text_size": 200}, marks=pytest.mark.thorough),
    ],
    ids=["light", "dark", "large"],
)
def test_every_part_can_be_read_whole(build: Callable[..., Window], dress: dict[str, object], folder: Path) -> None:
    window = build(**dress)
    window.train()
    own(folder, "mine", warning="")
    (folder / "broken.toml").write_text("id = 3\n", "utf-8")
    for place in ("scenario:new", "scenario"):
        window.go(place)
        page_of(window)
        QApplication.processEvents()
        assert clipped(window) == []
    page = copy(window)
    put(window, "Content warning", "")
    for place in ("warning", "persona.age", "case.own_part", "beats.own_part.says", "hidden[1].fact", "why"):
        page.go_to(place)
        page_of(window)
        QApplication.processEvents()
        assert clipped(window) == []
