"""The conversation by keyboard: on disk at once, nothing lost, and nothing on the screen that may not be seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from referral_assistant.model import SectionKind, Source, State
from referral_assistant.ui import places
from referral_assistant.ui.widgets import ChoiceRow, NoteBox, Question, RowButton
from referral_assistant.ui.window import Window
from tests.ui.driving import answer_all, button, click, focus, into_talk, pass_gate, press, type_in


def shown(window: Window) -> str:
    """Every word in sight, choices and buttons included."""
    labels = [w.text() for w in window.findChildren(QLabel) if w.isVisible()]
    rows = [w.accessibleName() for w in window.findChildren(ChoiceRow) if w.isVisible()]
    return "\n".join([*labels, *rows])


def test_a_new_case_starts_with_the_privacy_check(window: Window) -> None:
    press(window, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    assert window.place == "card:device_ready"


def test_the_gate_is_answered_with_two_keys_an_item(window: Window) -> None:
    press(window, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    press(window, Qt.Key.Key_1)
    press(window, Qt.Key.Key_Return)
    assert window.session.derived.standing["device_ready"].values == ("ready",)
    assert window.place == "card:who_is_here"


def test_s10_a_red_answer_leads_to_the_stop_page_and_closes_the_conversation(window: Window) -> None:
    window.session.new_case()
    window.go("start")
    window.session.answer("device_ready", ["ready"])
    window.go("card:who_is_here")
    press(window, Qt.Key.Key_3)
    press(window, Qt.Key.Key_Return)
    assert window.place == "stop:someone_present"
    assert "agreed" not in shown(window)
    window.go("services")
    assert window.place == "stop:someone_present"
    window.session.answer("who_is_here", ["private"])
    window.go("start")
    assert window.place == "card:danger_now"


def test_s08_another_person_agrees_by_name_role_time_and_manner(window: Window) -> None:
    session = window.session
    session.new_case()
    session.answer("device_ready", ["not_yet"])
    window.go("start")
    assert window.place == "stop:set_up_first"
    click(window.page, "Someone else has agreed")
    click(window.page, "Record, and go on")
    assert session.case.overrides == ()
    focus().setText("Robin Example")
    press(window, Qt.Key.Key_Tab)
    type_in(window, "Team manager")
    press(window, Qt.Key.Key_Tab)
    press(window, Qt.Key.Key_Space)
    box = window.page.findChildren(NoteBox)[0]
    box.setFocus()
    type_in(window, "The screen faces the wall")
    click(window.page, "Record, and go on")
    (agreed,) = session.case.overrides
    assert (agreed.by, agreed.role, agreed.how) == ("Robin Example", "Team manager", "In person")
    assert window.place == "card:who_is_here"


def test_a_number_chooses_and_is_on_disk_at_once(window: Window) -> None:
    into_talk(window)
    window.go("card:something_wrong")
    press(window, Qt.Key.Key_2)
    session = window.session
    assert session.derived.standing["something_wrong"].values == ("sees_some",)
    assert session.store.case(session.case.id) == session.case


def test_digits_in_a_text_box_are_text(window: Window) -> None:
    into_talk(window)
    window.go("card:something_wrong")
    box = window.page.findChildren(NoteBox)[0]
    box.setFocus()
    type_in(window, "in 2019")
    assert box.words() == "in 2019"
    assert "something_wrong" not in window.session.derived.standing


def test_arrows_move_and_choose_nothing(window: Window) -> None:
    into_talk(window)
    window.go("card:something_wrong")
    press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_Down)
    assert "something_wrong" not in window.session.derived.standing
    press(window, Qt.Key.Key_Space)
    assert window.session.derived.standing["something_wrong"].values == ("sees_none",)


def test_tab_leaves_a_note_and_enter_stays_in_it(window: Window) -> None:
    into_talk(window)
    window.go("card:something_wrong")
    words, observed = window.page.findChildren(NoteBox)
    words.setFocus()
    type_in(window, "One")
    press(window, Qt.Key.Key_Return)
    type_in(window, "two")
    press(window, Qt.Key.Key_Tab)
    assert words.words() == "One\ntwo"
    assert focus() is observed
    assert window.place == "card:something_wrong"


def test_words_without_an_answer_are_kept_and_are_no_answer(window: Window) -> None:
    into_talk(window)
    window.go("card:something_wrong")
    window.page.findChildren(NoteBox)[0].setFocus()
    type_in(window, "I shouted")
    click(window.page, "Continue")
    assert "something_wrong" not in window.session.derived.standing
    window.go("card:something_wrong")
    assert window.page.findChildren(NoteBox)[0].words() == "I shouted"


def test_words_join_the_answer_when_the_card_is_left(window: Window) -> None:
    into_talk(window)
    window.go("card:something_wrong")
    press(window, Qt.Key.Key_1)
    window.page.findChildren(NoteBox)[0].setFocus()
    type_in(window, "I shouted")
    click(window.page, "Continue")
    standing = window.session.derived.standing["something_wrong"]
    assert (standing.values, standing.words) == (("sees_it",), "I shouted")
    assert not window.session.has_typed("something_wrong")


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("They did not want to answer", State.DECLINED),
        ("Could not ask", State.COULD_NOT_ASK),
        ("Does not apply", State.NOT_APPLICABLE),
    ],
)
def test_not_answering_is_an_answer(window: Window, text: str, state: State) -> None:
    into_talk(window)
    window.go("card:something_wrong")
    click(window.page, text)
    assert window.session.derived.standing["something_wrong"].state is state
    assert window.place != "card:something_wrong"
    window.go("card:something_wrong")
    assert "Recorded." in shown(window)


def test_undo_takes_the_last_answer_back(window: Window) -> None:
    into_talk(window)
    window.go("card:something_wrong")
    press(window, Qt.Key.Key_1)
    press(window, Qt.Key.Key_3)
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.session.derived.standing["something_wrong"].values == ("sees_it",)
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "something_wrong" not in window.session.derived.standing


def test_unticking_everything_leaves_no_answer(window: Window) -> None:
    into_talk(window)
    window.go("card:hope")
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_1, Qt.Key.Key_2):
        press(window, key)
    assert "hope" not in window.session.derived.standing


def test_back_and_continue_walk_the_path_both_ways(window: Window) -> None:
    into_talk(window)
    places = [window.place]
    for _ in range(5):
        press(window, Qt.Key.Key_C, Qt.KeyboardModifier.AltModifier)
        places.append(window.place)
    assert len(set(places)) == len(places)
    for place in reversed(places[:-1]):
        press(window, Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
        assert window.place == place


def test_any_topic_is_one_key_and_some_arrows_away(window: Window) -> None:
    into_talk(window)
    press(window, Qt.Key.Key_F6)
    press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_Return)
    cards = places.cards_at(window.session.derived, window.place)
    assert cards
    assert window.session.pack.section_of(cards[0].id).kind is SectionKind.TALK


# --- the room (S11, S14) ---------------------------------------------------------------------------------------------


def test_s14_the_notes_are_folded_when_a_topic_opens_and_one_key_unfolds_them(window: Window) -> None:
    into_talk(window)
    window.go("card:something_wrong")
    assert "Why we ask" not in shown(window)
    press(window, Qt.Key.Key_F7)
    assert "Why we ask" in shown(window)
    click(window.page, "Continue")
    assert "Why we ask" not in shown(window)


def test_s14_the_keys_say_nothing_alarming_in_the_room(window: Window) -> None:
    into_talk(window)
    texts = [w.text() for w in window._top.findChildren(type(button(window, "Continue"))) if w.isVisible()]
    assert texts == ["Notes", "Pause", "Blank"]
    window.session.leave_room()
    texts = [w.text() for w in window._top.findChildren(type(button(window, "Continue"))) if w.isVisible()]
    assert "Safety concern" in texts


def test_s11_no_listen_only_card_is_ever_shown_in_the_room(window: Window) -> None:
    into_talk(window)
    session = window.session
    places = [f"card:{card.id}" for card in session.pack.cards] + [f"section:{s.id}" for s in session.pack.sections]
    for place in [*places, "everything", "means", "services", "referral", "protection", "letters", "stop:danger_now"]:
        window.go(place)
        name, _colon, detail = window.place.partition(":")
        assert name in ("card", "together", "left"), place
        if name == "card":
            card = session.pack.card(detail)
            assert card.room_safe
            assert not card.listen_only
        assert "Where does this come from?" not in shown(window)


def test_s11_continue_from_the_last_topic_does_not_open_what_is_written_up(window: Window) -> None:
    into_talk(window)
    last = [c for c in window.session.derived.path if window.session.pack.section_of(c.id).kind is SectionKind.TALK][-1]
    window.go(f"card:{last.id}")
    click(window.page, "Continue")
    assert window.place == "left"
    for _ in range(3):
        press(window, Qt.Key.Key_Return)
    assert window.session.in_room


def test_what_is_written_up_opens_when_the_person_has_left(window: Window) -> None:
    into_talk(window)
    window.go("left")
    click(window.page, "I am on my own now")
    assert not window.session.in_room
    card = window.session.pack.card(window.place.partition(":")[2])
    assert window.session.pack.section_of(card.id).kind is SectionKind.AFTER


def test_a_case_opens_again_in_the_room_safe_view(window: Window) -> None:
    into_talk(window)
    window.session.leave_room()
    case = window.session.case.id
    window.go("cases")
    assert window.session.case is None
    window.session.open_case(case)
    window.go("start")
    assert window.session.in_room


def test_s22_afterwards_the_source_has_to_be_named(window: Window) -> None:
    into_talk(window)
    window.session.leave_room()
    window.go("card:serious_harm")
    press(window, Qt.Key.Key_1)
    assert window.session.derived.standing["serious_harm"].source is Source.OTHER
    click(window.page, "Continue")
    assert window.place == "card:serious_harm"
    assert "Say where this comes from." in shown(window)
    row = next(r for r in window.page.findChildren(ChoiceRow) if r.choice.id == "victim")
    row.click()
    click(window.page, "Continue")
    assert window.session.derived.standing["serious_harm"].source is Source.VICTIM
    assert window.place != "card:serious_harm"


def test_nothing_came_up_needs_no_source(window: Window) -> None:
    into_talk(window)
    window.session.leave_room()
    window.go("card:serious_harm")
    row = next(r for r in window.page.findChildren(ChoiceRow) if r.choice.alone)
    row.click()
    click(window.page, "Continue")
    assert window.place != "card:serious_harm"


# --- changes ---------------------------------------------------------------------------------------------------------


def test_a_change_says_what_it_puts_out_before_it_is_made(window: Window) -> None:
    into_talk(window)
    session = window.session
    session.leave_room()
    answer_all(session)
    found = _change_that_puts_out(window)
    assert found is not None
    card_id, option, gone = found
    before = session.derived.standing[card_id].values
    window.go(f"card:{card_id}")
    row = next(r for r in window.page.findChildren(ChoiceRow) if r.choice.id == option)
    row.click()
    (question,) = window.window().findChildren(Question)
    for title in gone:
        assert title in "\n".join(label.text() for label in question.findChildren(QLabel))
    press(question, Qt.Key.Key_Escape)
    assert session.derived.standing[card_id].values == before
    assert not row.isChecked()
    row.click()
    click(window.window().findChildren(Question)[-1], "Change it")
    assert session.derived.standing[card_id].values == (option,)


def _change_that_puts_out(window: Window) -> tuple[str, str, list[str]] | None:
    session = window.session
    for card in session.derived.path:
        standing = session.derived.standing.get(card.id)
        if standing is None or session.pack.section_of(card.id).kind is not SectionKind.TALK or card.kind != "one":
            continue
        for option in session.derived.offered(card):
            gone = session.put_out(card.id, (option.id,)) if (option.id,) != standing.values else ()
            if gone:
                return card.id, option.id, [session.fill(c.title) for c in gone]
    return None


def test_everything_is_changed_in_place(window: Window) -> None:
    into_talk(window)
    window.session.leave_room()
    answer_all(window.session)
    window.go("everything")
    window.page.complete()
    QApplication.processEvents()
    click(window.page, "Change: How things are")
    assert isinstance(focus(), ChoiceRow)
    press(window, Qt.Key.Key_3)
    assert window.session.derived.standing["something_wrong"].values == ("sees_none",)
    click(window.page, "Done changing: How things are")
    assert focus() is button(window.page, "Change: How things are")


def test_the_short_form_asks_less_of_the_same_record(window: Window) -> None:
    into_talk(window)
    session = window.session
    count = len([i for g in window._list._shown[0] for i in g.items])
    window.go("switch:form")
    assert window.preferences.short_form
    shown_now = [i for g in window._list._shown[0] for i in g.items]
    assert len(shown_now) <= count
    window.go("start")
    walked = set()
    while cards := places.cards_at(session.derived, window.place):
        walked |= {card.id for card in cards}
        click(window.page, "Continue")
    assert walked
    alone = [session.pack.card(c) for c in walked if not session.pack.section_of(c).together]
    assert all(card.short for card in alone)


@pytest.mark.parametrize("size", [100, 150, 200])
def test_the_action_bar_is_always_in_sight(build: Callable[..., Window], size: int) -> None:
    window = build(text_size=size)
    window.train()
    into_talk(window)
    for card in window.session.derived.path:
        if window.session.pack.section_of(card.id).kind is not SectionKind.TALK:
            continue
        window.go(f"card:{card.id}")
        go_on = button(window.page, "Continue")
        corner = go_on.mapTo(window, go_on.rect().bottomRight())
        assert corner.x() <= window.width()
        assert corner.y() <= window.height()


def test_the_saved_time_is_shown(window: Window) -> None:
    into_talk(window)
    window.go("card:something_wrong")
    press(window, Qt.Key.Key_1)
    assert "Saved 14:32" in shown(window)


def test_a_case_is_listed_by_its_reference_alone(window: Window) -> None:
    window.session.new_case()
    pass_gate(window.session)
    window.session.answer("name", ["Alex Example"])
    reference = window.session.case.reference
    window.go("cases")
    rows = " ".join(row.accessibleName() for row in window.page.findChildren(RowButton))
    assert reference in rows
    assert "Alex" not in shown(window) + rows
