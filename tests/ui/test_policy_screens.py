"""What the organisation has set, as people meet it: in force everywhere, greyed where they cannot change it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from referral_assistant import vault
from referral_assistant.model import Organisation, Route, State
from referral_assistant.policy import Policy, letterhead
from referral_assistant.policy.forms import example
from referral_assistant.policy.reading import from_bytes, layered
from referral_assistant.problems import Problem
from referral_assistant.settings import load
from referral_assistant.store.cases import missing_contacts
from referral_assistant.ui.background import Background
from referral_assistant.ui.open_file import World
from referral_assistant.ui.session import Session
from referral_assistant.ui.unlock_form import UnlockForm
from referral_assistant.ui.widgets import NumberBox
from referral_assistant.ui.window import Window
from tests.ui.clipping import clipped
from tests.ui.driving import click, press, type_in, whole
from tests.ui.filled import enter, words_of
from tests.ui.test_pictures import DRESSES, save, settle

PHRASE = "seven quiet otters dance"
CHEAP = vault.Cost(passes=1, memory=8 << 20)
SET = "Set by your organisation."
LEVEL = "Your organisation requires: Domestic abuse, level 2."


def policy_of(*, locked: bool, mistake: bool = False) -> Policy:
    """The example's policy, everything in it locked or everything a starting value; with a mistake where wanted."""
    data = json.loads(example())
    for setting in data["settings"].values():
        setting["locked"] = locked
    if mistake:
        data["settings"]["lock_minuets"] = {"value": 3}
    return layered([from_bytes("policy.json", json.dumps(data).encode())])


@pytest.fixture(params=["locked"])
def policy(request: pytest.FixtureRequest) -> Policy:
    """Everything of the example is locked; `starting` and `mistaken` are asked for by name."""
    return policy_of(locked=request.param != "starting", mistake=request.param == "mistaken")


starting = pytest.mark.parametrize("policy", ["starting"], indirect=True)
mistaken = pytest.mark.parametrize("policy", ["mistaken"], indirect=True)


@pytest.fixture
def live(build: Callable[..., Window], world: World, qtbot: QtBot) -> Window:
    """A live file that was never used, unlocked."""
    folder = world.folder(False)
    folder.mkdir(parents=True)
    vault.create(folder, PHRASE, CHEAP).wipe()
    window = build()
    with qtbot.waitSignal(window.session.changed, timeout=20_000):
        window.session.unlock(PHRASE, lambda: None, _never)
    window.go("cases")
    return window


def _never(error: BaseException) -> None:
    raise error


def boxes(page: QWidget) -> dict[str, QLineEdit | QPlainTextEdit]:
    """Everything that can be typed into, by name."""
    found = (*whole(page).findChildren(QLineEdit), *page.findChildren(QPlainTextEdit))
    return {box.accessibleName(): box for box in found if box.isVisible()}


def test_s20_with_checked_numbers_locked_a_live_file_needs_no_first_task(live: Window) -> None:
    assert not live.session.missing_contacts
    assert "local safeguarding contacts" not in words_of(live.page)
    live.session.new_case()
    case = live.session.case
    assert case is not None
    assert case.organisation.name == "Eastmere Family Practice"
    assert case.organisation.address == ("12 Quay Road", "Eastmere")
    assert case.organisation.sign_off == "Yours sincerely"
    numbers = {contact.id: contact.telephone for contact in case.organisation.contacts}
    assert numbers["children"] == "01632 960 303"


def test_s20_a_number_without_a_date_still_has_to_be_checked() -> None:
    value = {"telephone": "01632 960 303"}
    settings = {f"contacts.{c}": {"value": value, "locked": True} for c in ("safeguarding_lead", "children", "adults")}
    content = json.dumps({"format": 1, "settings": settings}).encode()
    organisation = letterhead.in_force(layered([from_bytes("p", content)]), Organisation())
    assert missing_contacts(organisation) == ("safeguarding_lead", "children", "adults")


def test_what_is_locked_is_greyed_says_why_and_cannot_be_typed_into(window: Window) -> None:
    window.go("settings")
    found = boxes(window.page)
    greyed = {name for name, box in found.items() if box.isReadOnly()}
    assert greyed == {
        "Name of the organisation",
        "Address",
        "Its telephone",
        "Protective marking",
        "Ending of a letter",
        "Minutes until your cases lock",
    }
    assert {found[name].accessibleDescription() for name in greyed} == {SET}
    assert not any(box.accessibleDescription() == SET for name, box in found.items() if name not in greyed)
    found["Name of the organisation"].setFocus()
    type_in(window, "x")
    window.page.keep()
    assert window.session.organisation.name == "Eastmere Family Practice"
    press(window, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is found["Address"]
    press(window, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not found["Address"]


def test_the_contacts_are_greyed_and_the_user_enters_who_they_are(live: Window) -> None:
    live.go("contacts")
    found = boxes(live.page)
    assert {name for name, box in found.items() if not box.isReadOnly()} == {"Your name", "Your role"}
    assert words_of(live.page).count(SET) == 5
    assert sum(box.accessibleDescription() == SET for box in found.values()) == 15
    assert "Checked 3 November 2025" in words_of(live.page)
    click(live.page, "I checked these numbers today")
    assert live.place == "cases"
    dates = {contact.entered_on for contact in live.session.organisation.contacts}
    assert dates == {live.session.today}
    live.go("settings")
    assert "01632 960 303, entered 21 November 2026. " + SET in words_of(live.page)


def test_nothing_that_is_kept_changes_what_is_locked(window: Window) -> None:
    window.session.put_organisation(Organisation("Mine", marking="", contacts=()))
    assert window.session.organisation.name == "Eastmere Family Practice"
    assert len(window.session.organisation.contacts) == 5
    window.session.new_case()
    window.session.put_organisation(Organisation("Mine"))
    assert window.session.case is not None
    assert window.session.case.organisation.name == "Eastmere Family Practice"


def test_a_case_from_before_has_the_numbers_of_today(window: Window, world: World) -> None:
    """The very file, used before there was a policy."""
    window.session.lock()
    before = Session(replace(world, policy=Policy()), Background())
    before.open_training()
    before.new_case()
    assert before.case is not None
    number = before.case.id
    before.lock()
    before.background.close()
    window.session.open_training()
    window.session.open_case(number)
    assert window.session.case is not None
    assert {c.telephone for c in window.session.case.organisation.contacts if c.id == "police"} == {"01632 960 307"}


@starting
def test_a_starting_value_can_be_changed_and_taken_away(window: Window) -> None:
    window.go("settings")
    assert not [box for box in boxes(window.page).values() if box.isReadOnly()]
    assert boxes(window.page)["Ending of a letter"].text() == "Yours sincerely"  # type: ignore[union-attr]
    enter(window.page, "Ending of a letter", "")
    enter(window.page, "Its telephone", "01632 960 999")
    organisation = window.session.organisation
    assert (organisation.sign_off, organisation.telephone) == ("", "01632 960 999")
    assert organisation.name == "Eastmere Family Practice"


def test_the_minutes_until_a_file_locks_are_the_organisations(live: Window) -> None:
    live.use(lock_minutes=50)
    assert live.hiding.idle.interval() == 3 * 60_000


@starting
def test_the_minutes_until_a_file_locks_can_be_chosen(live: Window, world: World) -> None:
    live.go("settings")
    box = next(b for b in live.page.findChildren(NumberBox) if b.accessibleName() == "Minutes until your cases lock")
    assert (box.text(), live.hiding.idle.interval()) == ("3", 3 * 60_000)
    for wrong in ("0", "61", ""):
        enter(live.page, "Minutes until your cases lock", wrong)
        assert "Write a number from 1 to 60." in words_of(live.page)
    assert load(world.folder(False).parent).lock_minutes is None
    enter(live.page, "Minutes until your cases lock", "10")
    assert "Write a number" not in words_of(live.page)
    assert live.hiding.idle.interval() == 10 * 60_000
    assert load(world.folder(False).parent).lock_minutes == 10


@mistaken
def test_a_mistake_is_one_quiet_line_for_those_who_cannot_mend_it(window: Window) -> None:
    window.go("settings")
    assert "Part of your organisation’s settings could not be read. Tell your IT team." in words_of(window.page)
    assert "lock_minuets" not in words_of(window.page)


def test_without_a_mistake_nothing_is_said(window: Window) -> None:
    window.go("settings")
    assert "could not be read" not in words_of(window.page)


def test_s8_the_level_of_training_is_said_and_the_gate_stays_as_it_is(window: Window) -> None:
    session = window.session
    session.new_case()
    window.go("card:trained")
    assert LEVEL in words_of(window.page)
    session.answer("trained", ["no"])
    window.go("stop:not_trained")
    assert window.place == "stop:not_trained"
    assert LEVEL in words_of(window.page)
    assert session.derived.assessment.route is Route.HOLD
    session.answer("trained", ["yes"])
    assert not session.derived.stops
    assert session.derived.standing["trained"].state is State.ANSWERED
    window.go("card:authorised")
    assert LEVEL not in words_of(window.page)


@pytest.fixture
def untrained(policy: Policy) -> Policy:
    """Training is turned off."""
    setting = policy.settings["training_allowed"]
    return policy._replace(settings={**policy.settings, "training_allowed": setting._replace(value=False)})


def test_training_that_is_turned_off_is_not_offered_and_does_not_open(
    qtbot: QtBot, world: World, untrained: Policy, build: Callable[..., Window]
) -> None:
    form = UnlockForm(world.folder(False), may_train=False)
    qtbot.addWidget(form)
    form.show()
    form.take_focus()
    assert [b.accessibleName() for b in form.findChildren(QPushButton)] == ["Create"]
    window = build()
    window.session._world = replace(world, policy=untrained)
    window.go("unlock")
    assert "Open training" not in words_of(window.page)
    said = "Your organisation has turned training off on this computer."
    assert [label.text() for place in (form, window.page) for label in place.findChildren(QLabel)].count(said) == 2
    with pytest.raises(Problem, match="turned training off"):
        window.train()


def test_a_folder_that_will_not_do_is_said_before_a_passphrase_is_kept(
    build: Callable[..., Window], world: World, qtbot: QtBot
) -> None:
    world.folder(False).parent.parent.mkdir(exist_ok=True)
    world.folder(False).parent.write_text("a file where a folder should be")
    window = build()
    type_in(window, PHRASE)
    press(window, Qt.Key.Key_Tab)
    type_in(window, PHRASE)
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "cannot be made or used" in words_of(window.page), timeout=20_000)
    assert window.place == "unlock"


@pytest.mark.parametrize("dress", DRESSES)
@mistaken
def test_every_greyed_screen_can_be_read_whole(build: Callable[..., Window], dress: str) -> None:
    window = build(**{"appearance": "light", **DRESSES[dress]})
    window.train()
    for number, place in enumerate(("settings", "contacts", "card:trained", "stop:not_trained"), 71):
        if place.startswith("card"):
            window.session.new_case()
        if place.startswith("stop"):
            window.session.answer("trained", ["no"])
        window.go(place)
        settle(window)
        save(window, f"{dress}-{number}-set-{place.replace(':', '-')}")
        assert not clipped(window)
