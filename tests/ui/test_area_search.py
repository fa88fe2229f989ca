"""Where an area is asked for: a name or a postcode will do, and the postcode goes no further than the look-up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt

from referral_assistant.geography.postcodes import COUNCILS
from referral_assistant.model import AreaContact, Service
from referral_assistant.reading.plain import to_plain
from referral_assistant.ui.area_search import AreaSearch, differ
from referral_assistant.ui.session import NEAR
from referral_assistant.ui.widgets import Text
from referral_assistant.ui.window import Window
from tests.ui.clipping import clipped
from tests.ui.conftest import Clock
from tests.ui.driving import into_talk, press, type_in, whole
from tests.ui.filled import fill, words_of
from tests.ui.test_pictures import DRESSES, FOLDER, save, settle

OADBY = "E07000135"
"""The next council to Leicester, in which some of LE2 lies."""

GROUP = Service(
    "near-group",
    "Near Group",
    "behaviour_change",
    service_areas=(OADBY,),
    genders=("man",),
    partner_support="yes",
    fictional=True,
)


def asked(window: Window, card: str = "area") -> AreaSearch:
    """The search box of a card, in the conversation."""
    into_talk(window)
    if card == "partner_area":
        window.session.leave_room()
        window.session.answer("relationship", ["ex_partner"])
    window.go(f"card:{card}")
    (box,) = whole(window.page).findChildren(AreaSearch)
    box.box.setFocus()
    return box


def rows(box: AreaSearch) -> list[str]:
    """What is offered."""
    return [label for _id, label in box._found] if box.list.isVisible() else []


def told(box: AreaSearch) -> str:
    """What is said below."""
    return " ".join(text.text() for text in box.findChildren(Text) if text.isVisible())


def typed(box: AreaSearch, text: str) -> tuple[list[str], str]:
    """What is offered and said once this is typed."""
    box.box.clear()
    type_in(box, text)
    return rows(box), told(box)


def test_a_postcode_gives_the_council_and_is_not_kept(window: Window) -> None:
    session, box = window.session, asked(window)
    assert typed(box, "le2 3ab") == (
        ["From the postcode: Leicester"],
        "Press Enter to take it. The postcode itself is not kept.",
    )
    press(window, Qt.Key.Key_Return)
    assert session.derived.facts["area"] == ("E06000016",)
    assert session.typed(NEAR) == ("LE2 3", "")
    assert session.store is not None
    assert session.case is not None
    kept = str(to_plain(session.store.case(session.case.id))) + str(to_plain(session.store.drafts(session.case.id)))
    assert "LE2 3" in kept
    assert "3ab" not in kept.casefold()


def test_the_sector_gives_the_distance_until_another_area_is_chosen(window: Window) -> None:
    session = window.session
    typed(asked(window), "le2 3ab")
    press(window, Qt.Key.Key_Return)
    near = session.place()
    assert near.point == pytest.approx((52.613, -1.113), abs=0.001)
    assert not near.rough
    (box,) = whole(window.page).findChildren(AreaSearch)
    box.box.setFocus()
    typed(box, "leicester")
    press(window, Qt.Key.Key_Return)
    assert session.typed(NEAR) == ("", "")
    assert session.place().rough


def test_of_the_partner_nothing_but_the_council_is_kept(window: Window) -> None:
    session, box = window.session, asked(window, "partner_area")
    assert typed(box, "LE2 3AB")[0] == ["From the postcode: Leicester"]
    press(window, Qt.Key.Key_Return)
    assert session.derived.facts["partner_area"] == ("E06000016",)
    assert not session.has_typed(NEAR)
    assert session.place().point is None


def test_a_part_is_asked_about_only_where_it_makes_a_difference(window: Window) -> None:
    session, box = window.session, asked(window)
    offered, said = typed(box, "le2")
    assert offered == ["Leicester"]
    assert said.startswith("Most postcodes that begin so are in Leicester, the others in ")
    assert said.endswith("The services are the same.")
    session.alter(lambda directory: directory.add(GROUP, "A tester"))
    (box,) = whole(window.page).findChildren(AreaSearch)
    box.box.setFocus()
    offered, said = typed(box, "le2")
    assert offered[:2] == ["Leicester", "Oadby and Wigston"]
    assert said == "Postcodes that begin so are in several councils. Type the rest of it, or choose the council."
    assert typed(box, "le2 3") == (
        ["From the postcode: Leicester"],
        "All postcodes that begin so are in Leicester.",
    )


def test_whom_to_ring_makes_a_difference_too(window: Window) -> None:
    session = window.session
    into_talk(window)
    pair = ("E06000016", OADBY)
    assert not differ(session, pair)
    session.alter(
        lambda directory: directory.put_contact(
            AreaContact(OADBY, "children", telephone="01632 960 999", fictional=True), "A tester"
        )
    )
    assert differ(session, pair)
    assert differ(session, pair, own=False)
    assert differ(session, tuple(area.id for area in session.areas() if area.kind == "authority")[:7])


@pytest.mark.parametrize(
    ("text", "offered", "said"),
    [
        ("bt7 1nn", len(COUNCILS), "This is in Northern Ireland. Choose the council."),
        ("je2 3ab", 0, "This is not in the United Kingdom. Services here do not cover it."),
        ("zz9 9zz", 0, "No such postcode is listed. Check it, or type the name of the council."),
        ("zzz", 0, "Nothing found. Try fewer letters, or the name of the council."),
        (
            "e3 9zz",
            1,
            "This postcode is newer than the list. Its neighbours are in Tower Hamlets.",
        ),
    ],
)
def test_what_is_no_listed_postcode_is_said(window: Window, text: str, offered: int, said: str) -> None:
    found, words = typed(asked(window), text)
    assert (len(found), words) == (offered, said)


def test_the_list_is_loaded_for_a_postcode_and_for_nothing_else(window: Window) -> None:
    from referral_assistant.geography import postcodes

    postcodes.postcodes.cache_clear()
    box = asked(window)
    typed(box, "leicester")
    press(window, Qt.Key.Key_Return)
    window.session.matches()
    assert postcodes.postcodes.cache_info().currsize == 0


def test_after_a_council_is_gone_its_successor_is_offered(window: Window, clock: Clock) -> None:
    assert typed(asked(window), "kt12 1ab")[0] == ["From the postcode: Elmbridge"]
    clock.time = datetime(2027, 4, 1, 9, tzinfo=UTC)
    (box,) = whole(window.page).findChildren(AreaSearch)
    box.box.setFocus()
    assert typed(box, "kt12 1ab")[0] == ["From the postcode: East Surrey"]
    assert typed(box, "elmbridge")[0][0].startswith("East Surrey")


def test_how_far_it_is_stands_beside_a_service(window: Window) -> None:
    session = fill(window, area=None)
    keelside = session.service("keelside-programme")
    assert keelside is not None
    there = replace(keelside, id="near-group", service_areas=("E06000016",), latitude=52.66, longitude=-1.13)
    session.alter(lambda directory: directory.add(there, "A tester"))
    window.go("services")
    (box,) = whole(window.page).findChildren(AreaSearch)
    box.box.setFocus()
    typed(box, "LE2 3AB")
    press(window, Qt.Key.Key_Return)
    assert "About 3 miles from where he lives." in words_of(window.page)


@pytest.mark.parametrize("dress", DRESSES)
def test_what_a_postcode_gives_can_be_read_whole(build: Callable[..., Window], dress: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    window = build(**{"appearance": "light", **DRESSES[dress]})
    window.train()
    box = asked(window)
    for name, text in (("whole", "le2 3ab"), ("part", "sy10"), ("ireland", "bt7")):
        typed(box, text)
        settle(window)
        save(window, f"{dress}-60-postcode-{name}")
        assert not clipped(window)
