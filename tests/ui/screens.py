"""Every screen, and how to get there: the tests of names, keys and pictures walk through all of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from referral_assistant.model import AreaContact, LocalContact, Organisation, Source
from referral_assistant.ui.session import Origin
from referral_assistant.ui.window import Window
from tests.ui.compare_screens import COMPARE_SCREENS
from tests.ui.driving import answer_all, click, into_talk, pass_gate
from tests.ui.exchange_screens import EXCHANGE_SCREENS
from tests.ui.own_screens import OWN_SCREENS
from tests.ui.training_screens import TRAINING_SCREENS

Way = Callable[[Window], None]


def _gate(window: Window) -> None:
    window.session.new_case()
    window.go("start")


def _stop(window: Window) -> None:
    _gate(window)
    window.session.answer("who_is_here", ["family_present"])
    window.go("stop:someone_present")


def _agree(window: Window) -> None:
    _gate(window)
    window.session.answer("device_ready", ["not_yet"])
    window.go("stop:set_up_first")
    click(window, "Someone else has agreed")


def _topic(window: Window) -> None:
    into_talk(window)
    window.session.answer("pronouns", ["he"])
    window.go("card:something_wrong")
    window.page.number(1)


def _topic_with_notes(window: Window) -> None:
    _topic(window)
    window.fold_notes()


def _alone(window: Window) -> None:
    _topic(window)
    window.session.leave_room()


def _everything(window: Window) -> None:
    _alone(window)
    answer_all(window.session)
    window.session.answer("something_wrong", ["sees_it"], "I frighten people when I am like that.", "Looked down")
    origin = Origin(Source.RECORD)
    window.session.answer("serious_harm", ["weapon"], "A knife was shown.", origin=origin)
    window.go("everything")


def _changing(window: Window) -> None:
    _everything(window)
    click(window, "Change: How things are")


def _afterwards(window: Window) -> None:
    _alone(window)
    window.go("card:serious_harm")
    window.page.number(1)


def _safety(window: Window) -> None:
    _alone(window)
    window.safety_concern()


def _paused(window: Window) -> None:
    into_talk(window)
    window.safety_concern()


def _cases(window: Window) -> None:
    session = window.session
    for days in (-2, 0, 6):
        session.new_case()
        pass_gate(session)
        session.put_review(session.today.fromordinal(session.today.toordinal() + days))
        session.leave_case()
    window.go("cases")


def _to(place: str) -> Way:
    def way(window: Window) -> None:
        _everything(window)
        window.go(place)

    return way


def _missing(window: Window) -> None:
    window.go("provision")
    window.session.background.drain()


def _looked_after(window: Window) -> None:
    """An entry with all that can befall one: rung, paused, and changed both here and where it comes from."""
    from dataclasses import replace
    from datetime import date

    from referral_assistant.store.directory import Directory
    from tests.saltmarch import arrive

    known = window.session.service("keelside-programme")
    assert known is not None

    def work(directory: Directory) -> None:
        for length in ("26 weeks", "28 weeks"):
            arrive(directory, replace(known, length=length))
            directory.edit(known.id, {"length": "30 weeks"}, "Ines Vale")
        values = {"status": "temporarily closed", "alert": "They move house in December."}
        directory.checked(known.id, date(2026, 11, 20), "Ines Vale", values, "Spoke with the duty worker.")

    window.session.alter(work)
    window.go("service:keelside-programme")


def _filtering(window: Window) -> None:
    window.go("directory")
    click(window, "Filters")


def _ringing(window: Window) -> None:
    window.go("rang:keelside-programme")
    click(window, "Save the check")


def _into(card: str) -> Way:
    def way(window: Window) -> None:
        into_talk(window)
        window.go(f"card:{card}")

    return way


def _edit(window: Window) -> None:
    window.go("edit:breakwater-programme")


def _criterion(window: Window) -> None:
    _edit(window)
    click(window, "Change, criterion 2")
    click(window, "Join something else to it, criterion 2")


def _contacts_of_an_area(window: Window) -> None:
    days = {"children": window.session.today, "adults": date(2025, 10, 1), "police": None}
    for role, day in days.items():
        contact = AreaContact(
            "x-eastmere",
            role,
            "Front door team",
            "01632 960 701",
            fictional=True,
            checked_on=day,
            checked_by="Pat Fisher",
        )
        window.session.alter(lambda directory, c=contact: directory.put_contact(c, "Pat Fisher"))
    window.go("areacontacts:x-eastmere")


def _area_contacts(window: Window) -> None:
    _contacts_of_an_area(window)
    window.go("areacontacts")


def _safety_in_an_area(window: Window) -> None:
    _contacts_of_an_area(window)
    window.session.put_organisation(Organisation(contacts=(LocalContact("children", "", "01632 960 303"),)))
    _alone(window)
    window.session.answer("area", ["x-eastmere"])
    window.safety_concern()


SCREENS: dict[str, Way] = {
    "no cases": lambda window: window.go("cases"),
    "cases": _cases,
    "privacy check": _gate,
    "stop": _stop,
    "someone else has agreed": _agree,
    "limits": lambda window: (into_talk(window), window.go("card:limits_told"))[1],
    "topic": _topic,
    "topic with notes": _topic_with_notes,
    "area": _into("area"),
    "age": _into("age"),
    "details": lambda window: (into_talk(window), window.go("section:details"))[1],
    "name": _into("name"),
    "finished for now": lambda window: (into_talk(window), window.go("left"))[1],
    "afterwards": _afterwards,
    "everything": _everything,
    "changing in place": _changing,
    "safety concern": _safety,
    "paused": _paused,
    "means": _to("means"),
    "services": _to("services"),
    "referral": _to("referral"),
    "protection": _to("protection"),
    "letters": _to("letters"),
    "settings": lambda window: window.go("settings"),
    "contacts": lambda window: window.go("contacts"),
    "help": lambda window: window.go("help"),
    "security statement": lambda window: window.go("help:security-statement"),
    "impact assessment": lambda window: window.go("help:dpia-starter"),
    "trainer notes": lambda window: window.go("help:trainer-notes"),
    "what is missing": _missing,
    "directory": lambda window: window.go("directory"),
    "filters": _filtering,
    "due list": lambda window: window.go("directory:due"),
    "a service": _looked_after,
    "a line to ring": lambda window: window.go("service:respect-phoneline"),
    "ringing": _ringing,
    "ringing the next": lambda window: window.go("due:respect-phoneline"),
    "licences": lambda window: window.go("help:licences"),
    "edit a service": _edit,
    "edit a criterion": _criterion,
    "a new service": lambda window: window.go("edit:new"),
    "area contacts": _area_contacts,
    "contacts of an area": _contacts_of_an_area,
    "safety concern in an area": _safety_in_an_area,
    **EXCHANGE_SCREENS,
    **COMPARE_SCREENS,
    **OWN_SCREENS,
    **TRAINING_SCREENS,
}
"""Screen -> how to get there from the list of cases, in training. A place without a page yet leads nowhere."""
