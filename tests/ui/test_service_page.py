"""One service: read, rung, put right where both changed, with a history that can be undone; and the due list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget

from referral_assistant.directory import NATIONAL, load
from referral_assistant.letter.person_copy import printable_lines
from referral_assistant.model import Change, Document, Kind, Place, Service
from referral_assistant.store.directory import Directory, open_directory
from referral_assistant.ui.letters_page import LettersPage
from referral_assistant.ui.rang_page import DuePage, RangPage
from referral_assistant.ui.service_history import can_undo
from referral_assistant.ui.service_page import ServicePage
from referral_assistant.ui.session import Session
from referral_assistant.ui.widgets import ChoiceRow, Fold
from referral_assistant.ui.window import Window
from tests.saltmarch import KEELSIDE, arrive
from tests.ui.driving import click, focus, press, type_in, whole
from tests.ui.filled import ready

ME = "Ines Vale"
NOW = datetime(2026, 11, 21, 14, 32, tzinfo=UTC)


def named(session: Session, name: str = ME) -> None:
    session.put_practitioner(replace(session.practitioner, name=name))


def take(session: Session, *services: Service) -> None:
    """Take in an edition of a pack."""
    session.alter(lambda directory: arrive(directory, *services, by=ME, whole=True))


def texts(place: QWidget) -> str:
    """All that can be read on a page, one line for each label."""
    return "\n".join(label.text() for label in whole(place).findChildren(QLabel) if not label.isHidden())


def service(window: Window, entry_id: str = KEELSIDE.id) -> ServicePage:
    window.go(f"service:{entry_id}")
    page = window.page
    assert isinstance(page, ServicePage)
    whole(page)
    return page


def entry(window: Window, entry_id: str = KEELSIDE.id) -> Service:
    found = window.session.directory().service(entry_id)
    assert found is not None
    return found


def unfolded(page: ServicePage) -> str:
    fold = whole(page).findChildren(Fold)[-1]
    if not fold.opened:
        fold.turn()
    return texts(fold)


def choose(page: QWidget, text: str) -> None:
    next(r for r in whole(page).findChildren(ChoiceRow) if r.choice.text == text).click()


def rung(window: Window, *said: str, entry_id: str = KEELSIDE.id, place: str = "rang") -> RangPage:
    window.go(f"{place}:{entry_id}")
    page = window.page
    assert isinstance(page, RangPage)
    for text in said:
        choose(page, text)
    return page


# --- reading ---------------------------------------------------------------------------------------------------------


def test_it_reads_in_the_order_in_which_a_referrer_asks(window: Window) -> None:
    said = texts(service(window))
    places = [
        said.index(text)
        for text in ("Open", "What it is", "Who it takes", "How to refer", "Partner support", "Practical", "Origin")
    ]
    assert places == sorted(places)
    assert "Directory officer, Saltmarch checked this entry on 12 October 2026." in said
    assert "18 and over" in said
    assert "We ask that a person can name something they have done. (It keeps to this.)" in said.replace("\xa0", " ")
    assert "01632 960 401" in said
    assert "Linked support is offered to a partner or ex-partner by a different worker." in said


def test_s17_partner_support_that_is_not_known_is_asked(window: Window) -> None:
    window.session.alter(lambda d: d.edit(KEELSIDE.id, {"partner_support": "unknown"}, ME))
    said = texts(service(window))
    assert "Whether it has linked support for a partner or ex-partner is not known." in said
    assert "Consult first: ask the service whether a partner or ex-partner is offered linked support." in said


def test_s18_nobody_is_referred_to_a_panel_from_here(window: Window) -> None:
    window.session.alter(lambda d: d.edit(KEELSIDE.id, {"kind": "intensive"}, ME))
    said = texts(service(window))
    assert "No referral is made from here. Ask police or your domestic abuse lead." in said
    assert "Who can refer" not in said


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"status": "temporarily closed"}, "Not taking anyone at the moment. Ask when it opens again."),
        ({"status": "defunct"}, "This service has closed."),
        ({"ends_on": "2026-06-30"}, "This service ended on 30 June 2026."),
        ({"ends_on": "2027-06-30"}, "ends on 30 June 2027"),
        ({"alert": "Ring first."}, "Know before you ring: Ring first."),
        ({"kind": ""}, "matched with nobody"),
        ({"assured_date": "2025-01-01"}, "Last checked on 1 January 2025, more than six months ago."),
        ({"assured_date": None}, "No date of a check is on record."),
        ({"waiting": "Six weeks"}, "Six weeks. The entry does not say when that was."),
        ({"genders": None}, "Not said: ask"),
        ({"private": ["contact.email"]}, "keelside@example.org (not for publication)"),
    ],
)
def test_what_matters_is_said(window: Window, values: dict[str, object], sentence: str) -> None:
    window.session.alter(lambda d: d.edit(KEELSIDE.id, values, ME))
    assert sentence in texts(service(window))


def test_three_dates_are_never_mixed(window: Window, clock: Callable[[], datetime]) -> None:
    session = window.session
    take(session, KEELSIDE)
    clock.pass_by(days=1)  # type: ignore[attr-defined]
    session.alter(lambda d: d.edit(KEELSIDE.id, {"length": "30 weeks"}, ME))
    session.alter(lambda d: d.checked(KEELSIDE.id, date(2026, 11, 20), "Tom Marsh"))
    session.alter(lambda d: d.edit(KEELSIDE.id, {"length": "32 weeks"}, ME))
    said = texts(service(window))
    assert "From the pack Saltmarch directory, edition 2" in said
    assert "22 November 2026, by Ines Vale" in said
    assert "20 November 2026, by Tom Marsh. Checked two days ago." in said


def test_an_entry_that_is_gone_says_so(window: Window) -> None:
    assert "not in the directory any more" in texts(service(window, "nobody"))


# --- both changed, and history ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "length"), [("Keep what stands here: Length", "30 weeks"), ("Take what they say now: Length", "28 weeks")]
)
def test_where_both_changed_both_are_shown_until_somebody_chooses(window: Window, key: str, length: str) -> None:
    session = window.session
    named(session)
    take(session, KEELSIDE)
    session.alter(lambda d: d.edit(KEELSIDE.id, {"length": "30 weeks"}, "Tom Marsh"))
    take(session, replace(KEELSIDE, length="28 weeks"))
    page = service(window)
    said = texts(page)
    assert "Here: 30 weeks. Tom Marsh wrote so on 21 November 2026." in said
    assert "Saltmarch directory: 28 weeks." in said
    click(page, key)
    assert entry(window).length == length
    assert "changed here and there" not in texts(page)


def test_every_change_is_told_and_undone(window: Window) -> None:
    session = window.session
    named(session)
    session.alter(lambda d: d.edit(KEELSIDE.id, {"length": "30 weeks", "fees": "fee"}, "Tom Marsh", "They said so."))
    page = service(window)
    said = unfolded(page)
    assert "Tom Marsh changed it" in said
    assert "Length: was 26 weeks, Tuesday evenings; now 30 weeks." in said
    assert "Note: They said so." in said
    click(page, "Undo: Tom Marsh changed it, 21 November 2026 at 14:32")
    assert entry(window).length == KEELSIDE.length
    assert "Ines Vale undid a change" in unfolded(page)


def test_undoing_needs_a_name(window: Window) -> None:
    named(window.session, "")
    window.session.alter(lambda d: d.edit(KEELSIDE.id, {"length": "30 weeks"}, "Tom Marsh"))
    page = service(window)
    unfolded(page)
    click(page, "Undo: Tom Marsh changed it, 21 November 2026 at 14:32")
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())
    assert "Say who you are first" in texts(dialog)
    dialog.close()
    assert entry(window).length == "30 weeks"


def test_only_the_last_change_of_a_field_can_be_undone() -> None:
    at = datetime(2026, 11, 21, tzinfo=UTC)
    older = Change(1, "a", "edited", ME, at, {"length": "1"}, {"length": "2"})
    newer = Change(2, "a", "edited", ME, at, {"length": "2"}, {"length": "3"})
    other = Change(3, "a", "edited", ME, at, {"fees": "free"}, {"fees": "fee"})
    imported = Change(4, "a", "imported", ME, at, {"name": "x"}, {"name": "y"})
    changes = (imported, other, newer, older)
    assert [c.number for c in changes if can_undo(c, changes)] == [3, 2]


# --- ringing ---------------------------------------------------------------------------------------------------------


def test_i_have_just_rung_them_by_the_keyboard(window: Window) -> None:
    named(window.session)
    page = service(window)
    press(window, Qt.Key.Key_Return)
    assert window.place == f"rang:{KEELSIDE.id}"
    assert "01632 960 401" in texts(window.page)
    press(window, Qt.Key.Key_Space)
    press(window, Qt.Key.Key_Return)
    assert window.page is page
    found = entry(window)
    assert (found.assured_date, found.assured_by) == (date(2026, 11, 21), ME)
    assert "Nothing was different." in unfolded(page)


def test_what_they_said_is_one_change(window: Window) -> None:
    named(window.session)
    page = rung(window, "It is paused", "The waiting time", "Something to know before ringing")
    page._waiting.setText("About ten weeks.")
    page._waiting_on.set_value(date(2026, 11, 20))
    page._alert.setText("Ring the mobile.")
    page._note.set_words("Spoke with the duty worker.")
    page._day.set_value(date(2026, 11, 20))
    press(window, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    found = entry(window)
    assert (found.status, found.waiting, found.waiting_as_of) == (
        "temporarily closed",
        "About ten weeks.",
        date(2026, 11, 20),
    )
    assert (found.alert, found.assured_date, found.assured_by) == ("Ring the mobile.", date(2026, 11, 20), ME)
    (change,) = (c for c in window.session.directory().history(KEELSIDE.id) if c.kind == "checked")
    assert change.note == "Spoke with the duty worker."
    there = service(window)
    unfolded(there)
    click(there, "Undo: Ines Vale checked it on 20 November 2026, 21 November 2026 at 14:32")
    assert entry(window).status == "active"
    assert entry(window).assured_date == KEELSIDE.assured_date


def test_what_is_paused_can_be_open_again_and_a_notice_goes(window: Window) -> None:
    named(window.session)
    window.session.alter(lambda d: d.edit(KEELSIDE.id, {"status": "temporarily closed", "alert": "Ring first."}, ME))
    page = rung(window, "It is open again", "The notice no longer holds")
    click(page, "Save the check")
    assert (entry(window).status, entry(window).alert) == ("active", "")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ((), "Choose what is different now, or that nothing is."),
        (("It is paused", "It has closed"), "Choose one: it is open, paused or closed."),
        (("The waiting time",), "Enter how long the wait is."),
        (("Something to know before ringing",), "Enter what to know before ringing."),
    ],
)
def test_what_is_missing_is_said_beside_it(window: Window, said: tuple[str, ...], sentence: str) -> None:
    named(window.session)
    before = entry(window)
    page = rung(window, *said)
    click(page, "Save the check")
    assert sentence in texts(page)
    assert focus().accessibleName().startswith("There is something to put right")
    assert entry(window) == before


def test_a_day_to_come_and_a_missing_name_are_refused(window: Window) -> None:
    named(window.session, "")
    page = rung(window, "Nothing: what the entry says is right")
    page._day.set_value(date(2026, 11, 22))
    click(page, "Save the check")
    assert "Enter your name." in texts(page)
    assert "This day is still to come." in texts(page)
    page._who.setText("Pat Fisher")
    page._day.set_value(date(2026, 11, 21))
    click(page, "Save the check")
    assert entry(window).assured_by == "Pat Fisher"
    # It is the practitioner's own name, so it is asked for once.
    assert window.session.me == "Pat Fisher"


def test_the_due_list_goes_on_to_the_next(window: Window) -> None:
    named(window.session)
    window.go("directory:due")
    click(window.page, "Ring the first one")
    page = window.page
    assert isinstance(page, DuePage)
    order = [row.id for row in page._listing()]
    assert page.detail == order[0]
    click(page, "Skip to the next")
    assert page.detail == order[1]
    press(window, Qt.Key.Key_Space)
    press(window, Qt.Key.Key_Return)
    assert page.detail == order[2]
    assert [row.id for row in page._listing()] == [order[0], *order[2:]]
    for _rest in order[2:]:
        choose(page, "Nothing: what the entry says is right")
        click(page, page._save.plain)
    assert window.place == "directory:due"
    assert [row.id for row in page._listing()] == [order[0]]


def test_typing_in_the_form_keeps_it(window: Window) -> None:
    """Enter in a box saves nothing half, and a change elsewhere does not empty the form."""
    named(window.session)
    page = rung(window, "The waiting time")
    page._waiting.selectAll()
    page._waiting.setFocus()
    type_in(window, "Ten weeks")
    window.session.changed.emit()
    assert page._waiting.text() == "Ten weeks"


# --- what is rung is printed again (S20, S24) ------------------------------------------------------------------------

RESPECT = "0808 802 4040"


def copy_as_printed(window: Window) -> str:
    """The words on the pages of the person's copy."""
    window.go("letters")
    page = window.page
    assert isinstance(page, LettersPage)
    assert window.session.background.drain()
    rendered = page.desk.rendered(Document.PERSON_COPY)
    assert rendered is not None
    found = pypdfium2.PdfDocument(rendered.content)
    return "\n".join(found[n].get_textpage().get_text_range() for n in range(len(found)))


def test_s20_s24_a_line_that_was_rung_stands_on_the_persons_copy_again(window: Window) -> None:
    session = ready(window)
    assert session.case is not None
    case_id = session.case.id
    assert RESPECT not in copy_as_printed(window)
    window.go("cases")
    page = rung(window, "Nothing: what the entry says is right", entry_id="respect-phoneline")
    click(page, "Save the check")
    session.open_case(case_id)
    session.leave_room()
    assert RESPECT in copy_as_printed(window)


def test_s20_the_same_on_a_live_file_and_after_the_program_brings_newer_lines(tmp_path: Path) -> None:
    path, national = tmp_path / "directory.db", load(NATIONAL)

    def printed(directory: Directory) -> set[str]:
        return {line.telephone for line in printable_lines(directory.covering(Place()), NOW.date(), training=False)}

    directory = open_directory(path, Kind.LIVE, national, lambda: NOW)
    assert RESPECT not in printed(directory)
    directory.checked("respect-phoneline", NOW.date(), ME)
    assert RESPECT in printed(directory)
    directory.close()
    newer = tuple(replace(s, source="A newer source") for s in national)
    directory = open_directory(path, Kind.LIVE, newer, lambda: NOW)
    assert RESPECT in printed(directory)
    directory.close()
