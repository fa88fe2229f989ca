"""Where one can go, without a window: the list, what comes next, and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from referral_assistant.model import Answer, Case, SectionKind
from referral_assistant.ui import places
from referral_assistant.ui.derived import Derived
from referral_assistant.ui.widgets import NavItem
from tests.small import PACK, answer, case


def derived(*answers: Answer) -> Derived:
    return Derived(PACK, replace(case(), answers=tuple(answers)))


def passed() -> list[Answer]:
    """The small pack's gate, passed."""
    found: list[Answer] = []
    while True:
        open_items = places.gate_open_items(PACK, found)
        if not open_items:
            return found
        card = open_items[0]
        quiet = next(o for o in card.options if not o.stop)
        found.append(answer(card.id, quiet.id))


def items(here: Derived, *, in_room: bool, short: bool = False) -> dict[str, NavItem]:
    return {i.place: i for group in places.groups(here, in_room=in_room, short=short) for i in group.items}


def kinds(found: Iterable[str]) -> set[SectionKind]:
    return {PACK.section_of(card).kind for card in found}


def test_before_the_gate_is_done_the_topics_are_closed() -> None:
    shown = items(derived(), in_room=False)
    talk = [s for s in PACK.sections if s.kind is SectionKind.TALK]
    assert all(not shown[f"section:{s.id}"].open for s in talk)
    assert not shown["services"].open


def test_s14_in_the_room_the_list_holds_topics_and_one_way_out() -> None:
    shown = items(derived(*passed()), in_room=True)
    assert not {"everything", "means", "services", "referral", "protection", "letters", "cases"} & set(shown)
    assert shown["left"].open


def test_continue_walks_through_all_topics_and_stops_before_what_is_written_up() -> None:
    here = derived(*passed())
    place, walked = places.start(here, short=False), []
    while cards := places.cards_at(here, place):
        walked += [card.id for card in cards]
        place = places.after(here, walked[-1], in_room=True, short=False)
    assert place == "left"
    assert kinds(walked) == {SectionKind.TALK}
    assert len(walked) == len(set(walked))


def test_back_is_the_way_one_came() -> None:
    here = derived(*passed())
    first = places.start(here, short=False)
    last = places.cards_at(here, first)[-1].id
    second = places.after(here, last, in_room=True, short=False)
    begins = places.cards_at(here, second)[0].id
    assert places.before(here, begins, in_room=True, short=False) == first


def test_a_red_answer_leads_to_its_stop_from_the_card_and_from_the_list() -> None:
    card, option = next(
        (c, o) for s in PACK.sections if s.kind is SectionKind.GATE for c in s.cards for o in c.options if o.stop
    )
    here = derived(*passed(), answer(card.id, option.id))
    assert places.after(here, card.id, in_room=False, short=False) == f"stop:{option.stop}"
    section = PACK.section_of(card.id)
    assert places.section(here, section.id, in_room=False, short=False) == f"stop:{option.stop}"
    shown = items(here, in_room=False)
    assert shown[f"section:{section.id}"].status == "stopped"
    assert shown["letters"].title == "File note"


def test_the_short_form_skips_cards_but_none_that_is_answered() -> None:
    here = derived(*passed())
    every = places.shown(here, in_room=True, short=False)
    short = places.shown(here, in_room=True, short=True)
    assert set(short) < set(every)
    extra = next(c for c in every if c not in short)
    again = derived(*passed(), answer(extra.id, extra.options[0].id))
    assert extra in places.shown(again, in_room=True, short=True)


def test_a_stop_or_a_card_that_is_gone_does_not_stand() -> None:
    here = derived(*passed())
    assert not places.stands(here, "stop:nothing")
    assert not places.stands(here, "card:nothing")
    assert places.stands(here, "everything")


def test_a_case_without_answers_is_a_case() -> None:
    assert isinstance(derived().case, Case)
