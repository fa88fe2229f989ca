"""What the list of services is narrowed by: words in a box, and filters chosen on a form of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from referral_assistant import geography
from referral_assistant.i18n import _
from referral_assistant.matching.cautions import due_before
from referral_assistant.ui.entry_words import status_text, upper_first
from referral_assistant.ui.session import Session
from referral_assistant.ui.widgets import Button, Card, Choice, Choices, Field, LineBox, SearchBox

if TYPE_CHECKING:
    from referral_assistant.store.directory import Query

STATUSES = ("active", "temporarily closed", "inactive", "defunct")
LISTS = ("kinds", "genders", "relationships", "languages", "access", "routes")
"""Filters of which several values may be chosen: any of them will do."""

_FACTS = {
    "genders": "gender",
    "relationships": "relationship",
    "languages": "language",
    "access": "access",
    "routes": "referral_route",
}
_LEFT_OUT = frozenset({"none", "other"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the list: what was typed, which view of it, and the filters."""

    text: str = ""
    only: str = ""
    area: str = ""
    status: str = ""
    kinds: tuple[str, ...] = ()
    genders: tuple[str, ...] = ()
    relationships: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()

    @property
    def filters(self) -> tuple[tuple[str, str], ...]:
        """Each filter that is set, with its value."""
        single = [(name, value) for name in ("area", "status") if (value := getattr(self, name))]
        return (*single, *((name, value) for name in LISTS for value in getattr(self, name)))

    def without(self, name: str, value: str) -> Asked:
        """The same without one value of one filter."""
        left = tuple(v for v in getattr(self, name) if v != value) if name in LISTS else ""
        return replace(self, **{name: left})  # type: ignore[arg-type]

    def cleared(self) -> Asked:
        """The same without any filter."""
        return Asked(self.text, self.only)

    def query(self, areas: Sequence[geography.Area], today: date) -> Query:
        """What to ask the directory."""
        from referral_assistant.store.directory import Query

        here = geography.place(areas, self.area, "", today).areas if self.area else ()
        lists = {name: getattr(self, name) for name in LISTS}
        return Query(self.text, areas=here, status=self.status, only=self.only, due_before=due_before(today), **lists)


def filter_text(session: Session, name: str, value: str) -> str:
    """A filter as it stands above the list."""
    if name == "area":
        return geography.names(session.areas()).get(value, value)
    if name == "status":
        return status_text(value)
    if name == "kinds":
        return session.word("kinds", value)
    said = session.word("values", value)
    forms = {
        "genders": _("Takes {what}"),
        "relationships": _("Abuse towards {what}"),
        "routes": _("Referred by {what}"),
    }
    return upper_first(forms.get(name, "{what}").format(what=said))


def filter_cards(session: Session, asked: Asked, put: Callable[[Asked], object]) -> Iterator[QWidget]:
    """The form of all filters. What is chosen counts at once."""
    now = [asked]

    def take(**changes: object) -> None:
        now[0] = replace(now[0], **changes)  # type: ignore[arg-type]
        put(now[0])

    yield _area_card(session, asked, take)
    kinds = [Choice(kind, text) for kind, text in session.pack.words["kinds"].items()]
    yield _card(_("Kind of service"), kinds, asked.kinds, lambda values: take(kinds=values))
    statuses = [Choice(status, status_text(status)) for status in STATUSES]
    chosen = (asked.status,) if asked.status else ()
    yield _card(_("Whether it is open"), statuses, chosen, lambda values: take(status="".join(values[-1:])), alone=True)
    titles = {
        "genders": _("Whom it takes"),
        "relationships": _("Whom the abuse is towards"),
        "routes": _("Who can refer"),
        "languages": _("Language"),
        "access": _("What helps somebody take part"),
    }
    for name, title in titles.items():
        yield _card(title, _choices(session, name), getattr(asked, name), partial(_take_list, take, name))


def _take_list(take: Callable[..., None], name: str, values: tuple[str, ...]) -> None:
    take(**{name: values})


def _choices(session: Session, name: str) -> list[Choice]:
    from referral_assistant.content import load_vocabulary

    values = [v for v in load_vocabulary().facts[_FACTS[name]].values if v not in _LEFT_OUT or name == "genders"]
    return [Choice(value, upper_first(session.word("values", value))) for value in values]


def _card(
    title: str,
    choices: Sequence[Choice],
    chosen: Sequence[str],
    put: Callable[[tuple[str, ...]], object],
    *,
    alone: bool = False,
) -> Card:
    box = Choices("", [replace(c, alone=alone) for c in choices], many=True, numbered=False)
    box.setAccessibleName(title)
    box.set_values(tuple(chosen))
    box.chosen.connect(put)
    card = Card(title)
    return card.add(box, above=4)


def _area_card(session: Session, asked: Asked, take: Callable[..., None]) -> Card:
    label = _("Where somebody lives")
    name = filter_text(session, "area", asked.area) if asked.area else ""
    box = SearchBox(
        label, partial(_found, session), chosen=name, placeholder=_("The first letters of the council"), rows=5
    )
    box.picked.connect(lambda found: take(area=found))

    def anywhere() -> None:
        box.show_chosen("")
        take(area="")

    hint = _("Services that cover it, and those that have not said where they work.")
    card = Card().add(Field(label, box, hint=hint))
    return card.add_buttons(Button(_("Anywhere"), "link", on=anywhere))


def _found(session: Session, text: str) -> list[tuple[str, str]]:
    areas = session.areas()
    names = geography.names(areas)
    found = geography.search(areas, text, session.today)
    return [(a.id, ", ".join([a.name, *(names[i] for i in a.within[:1] if i in names)])) for a in found]


class WordsBox(LineBox):
    """The box one searches in: Down leads on, Enter opens the first, Escape empties it. All of them are kept from the
    page, which would scroll."""

    onward = Signal()
    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.onward.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)
