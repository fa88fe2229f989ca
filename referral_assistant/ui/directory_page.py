"""The directory: looked through by words and filters, with what there is to do about it at the side."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from referral_assistant.i18n import _, joined
from referral_assistant.matching.cautions import due_before
from referral_assistant.ui.directory_filters import Asked, WordsBox, filter_cards, filter_text
from referral_assistant.ui.dropping import Dropping, bring_in
from referral_assistant.ui.entry_words import Shown, counted_text, shown
from referral_assistant.ui.page import Apart, Form
from referral_assistant.ui.service_list import ServiceList
from referral_assistant.ui.session import Session
from referral_assistant.ui.theme import px
from referral_assistant.ui.widgets import (
    Button,
    Flow,
    LineBox,
    NavGroup,
    NavItem,
    RowButton,
    Rows,
    SectionList,
    Space,
    Text,
    announce,
    bring_into_view,
)

if TYPE_CHECKING:
    from referral_assistant.store.directory import Listing, Row

ROOM_FOR_VIEWS = 1000
"""Pixels at 100 % the page needs to show the views beside the list."""

VIEWS = ("", "due", "unsorted", "differs", "withdrawn", "own")


class DirectoryPage(Apart):
    """Every service there is. What was typed, chosen and marked stays while one looks at a service and comes back.

    The list holds no widget for a row. Down leads from the box into it, Up back, Enter opens.
    """

    name: ClassVar[str] = "directory"
    measure: ClassVar[int] = 4000

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._asked = Asked()
        self._training = session.training
        self._today = session.today
        self._mode = "list"
        self._opened = ""
        self._listing: Listing | None = None
        self._views = SectionList()
        self._views.setAccessibleName(_("Views of the directory"))
        self._views.picked.connect(self._pick)
        cast("QHBoxLayout", self.layout()).insertWidget(0, self._views)
        Dropping(self, lambda found: bring_in(self.session, found, self.go.emit))

    # --- what a page says of itself ----------------------------------------------------------------------------------

    def arrive(self, detail: str = "") -> None:
        if self._training is not self.session.training:
            self._training, self._asked = self.session.training, Asked()
        if detail in VIEWS and detail:
            self._asked = replace(self._asked, only=detail)
        self._mode = "list"
        super().arrive("")

    def shape(self) -> Hashable:
        narrowed = self._asked.filters if self._mode == "list" else ()
        return self._mode, self._asked.only, narrowed, self._beside()

    def build(self) -> Form:
        if self._mode == "views" and not self._beside():
            return self._views_form()
        if self._mode == "filters":
            return self._filters_form()
        return self._list_form()

    def fill_in(self) -> None:
        self._views.setVisible(self._beside())
        if self._beside():
            self._views.show_groups(self._groups(), f"only:{self._asked.only}")
        if self._mode == "list":
            self._find()

    def refresh(self) -> None:
        self._align_bar()
        super().refresh()

    # --- the list ----------------------------------------------------------------------------------------------------

    def _list_form(self) -> Form:
        self._box = WordsBox(_("Search"), self._asked.text, placeholder=_("A name, a place or a need"))
        self._box.textChanged.connect(self._typed)
        self._box.onward.connect(self._into_list)
        self._box.entered.connect(self._open_first)
        self._count = Text("", "strong", wrap=False)
        self._instead = Text("", "note_muted")
        self._none = Text("", "muted")
        self._list = ServiceList(_("Services"), self._shown)
        self._list.opened.connect(self._open)
        self._list.above.connect(self._box.setFocus)
        self._list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        widgets: list[QWidget] = [self._search_row(), self._above(), self._instead, self._list, self._none]
        title = _view_titles()[self._asked.only]
        head = Button(_("&Add a service"), on=lambda: self.go.emit("edit:new"))
        lead = self._lead() if self._roomy else ""
        form = Form(title, lead, widgets, [self._back()], self._actions(), head=head, fills=True)
        form.first = self._first
        return form

    def _search_row(self) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(px(8))
        line.addWidget(self._box, 1)
        chosen = len(self._asked.filters)
        text = _("&Filters ({count})").format(count=chosen) if chosen else _("&Filters")
        line.addWidget(Button(text, on=partial(self._turn, "filters")))
        if not self._beside():
            line.addWidget(Button(_("&Views"), on=partial(self._turn, "views")))
        return row

    def _above(self) -> QWidget:
        """How many there are, and what they are narrowed by."""
        chips: list[QWidget] = [self._count]
        for name, value in self._asked.filters:
            said = filter_text(self.session, name, value)
            text = _("{filter}: remove").format(filter=said)
            chips.append(Button(text, "link", on=partial(self._put, self._asked.without(name, value))))
        if len(self._asked.filters) > 1:
            chips.append(Button(_("Remove all filters"), "link", on=lambda: self._put(self._asked.cleared())))
        return Flow(chips, gap=12)

    def _lead(self) -> str:
        return {
            "": _("Search by name, place or need. Typing mistakes are forgiven."),
            "due": _("Nobody has checked these for six months. The oldest first: ring, and note what they say."),
            "unsorted": _("Nobody has said yet what kind of service these are. They are matched with nobody."),
            "differs": _("Something was changed both here and where they come from. Choose which counts."),
            "withdrawn": _("Where these came from lists them no longer. They are kept, and matched with nobody."),
            "own": _("Services that were added here, and come from no file or pack."),
        }[self._asked.only]

    def _actions(self) -> list[Button]:
        if self._asked.only != "due":
            return []
        self._ring = Button(_("&Ring the first one"), "primary", on=self._open_first)
        return [self._ring]

    def _shown(self, row: Row) -> Shown:
        return shown(row, self.session.pack, self._today)

    def _find(self) -> None:
        """Look again, and say what was found."""
        self._today = self.session.today
        query = self._asked.query(self.session.areas(), self._today)
        found = self._listing = self.session.directory().find(query)
        self._count.say(counted_text(len(found)))
        pairs = joined(f"“{meant}” instead of “{typed}”" for typed, meant in found.instead)
        self._instead.say(_("Showing results for {words}.").format(words=pairs) if pairs else "")
        self._instead.setVisible(bool(pairs))
        self._list.show_rows(found)
        self._list.setVisible(bool(found))
        self._none.say(self._nothing())
        self._none.setVisible(not found)
        place = found.position(self._opened) if self._opened else None
        if place is not None:
            self._list.start_at(place)

    def _nothing(self) -> str:
        if self._asked.text or self._asked.filters:
            return _("Nothing found. Try fewer letters, or remove a filter. What is missing here may be worth adding.")
        return {
            "due": _("Everything was checked in the last six months."),
            "": _("The directory is empty. Add a service, or take in a file."),
        }.get(self._asked.only, _("There is nothing to do here."))

    # --- filters and views -------------------------------------------------------------------------------------------

    def _filters_form(self) -> Form:
        self._show = Button(self._show_text(), "primary", on=partial(self._turn, "list"))
        clear = Button(_("&Remove all filters"), on=self._clear)
        lead = _("Services that do not say are shown as well: what is not known is not a no.")
        form = Form(_("Filters"), lead, self._filter_parts(), [self._list_again(), clear], [self._show])
        form.first = lambda: self.seek(LineBox, lambda _box: True)
        return form

    def _filter_parts(self) -> Iterator[QWidget]:
        yield from filter_cards(self.session, self._asked, self._choose)
        yield Space(8)

    def _choose(self, asked: Asked) -> None:
        """A filter was chosen: how many are left is said at once, and the form stays."""
        self._asked = asked
        self._show.say(self._show_text())

    def _show_text(self) -> str:
        query = self._asked.query(self.session.areas(), self.session.today)
        return _("&Show {services}").format(services=counted_text(len(self.session.directory().find(query))).lower())

    def _clear(self) -> None:
        self._asked = self._asked.cleared()
        self.redraw()

    def _views_form(self) -> Form:
        return Form(_("Views of the directory"), "", self._view_rows(), [self._list_again()], [])

    def _view_rows(self) -> Iterator[QWidget]:
        for group in self._groups():
            rows = Rows(group.title)
            for item in group.items:
                cells = [(item.title, 0, ""), (item.status, 80, "muted")]
                rows.add(RowButton(cells, on=partial(self._pick, item.place)))
            yield rows

    def _groups(self) -> tuple[NavGroup, ...]:
        directory, today = self.session.directory(), self.session.today
        from referral_assistant.store.directory import Query

        def count(only: str) -> int:
            return directory.due(due_before(today)) if only == "due" else len(directory.find(Query(only=only)))

        titles = _view_titles()
        views = [
            NavItem(f"only:{only}", titles[only] if only else _("All services"), f"{count(only):,}") for only in VIEWS
        ]
        return (
            NavGroup(_("Services"), tuple(views[:2])),
            NavGroup(_("To look after"), tuple(views[2:])),
            NavGroup(_("The directory"), tuple(NavItem(name, text) for name, text in _task_titles().items())),
        )

    # --- what is done ------------------------------------------------------------------------------------------------

    def _typed(self, text: str) -> None:
        self._asked = replace(self._asked, text=text)
        self._opened = ""
        self._find()
        announce(self._box, self._count.text())

    def _pick(self, place: str) -> None:
        name, _colon, only = place.partition(":")
        if name != "only":
            self.go.emit(place)
            return
        self._opened = ""
        self._put(replace(self._asked, only=only))

    def _put(self, asked: Asked) -> None:
        self._asked = asked
        self._turn("list")

    def _turn(self, mode: str) -> None:
        self._mode = mode
        self._area.verticalScrollBar().setValue(0)
        self.redraw()
        self.take_focus()

    def _open(self, entry_id: str) -> None:
        self._opened = entry_id
        self.go.emit(f"{'due' if self._asked.only == 'due' else 'service'}:{entry_id}")

    def _open_first(self) -> None:
        if self._listing:
            self._open(self._listing[0].id)

    def _back(self) -> Button:
        return Button(_("&Back"), on=lambda: self.go.emit("start" if self.session.case else "cases"))

    def _list_again(self) -> Button:
        return Button(_("&Back"), on=partial(self._turn, "list"))

    def _first(self) -> QWidget:
        if self._opened and self._list.currentIndex().isValid():
            return self._list
        return self._box

    # --- inside ------------------------------------------------------------------------------------------------------

    def _into_list(self) -> None:
        if self._listing:
            self._list.setFocus(Qt.FocusReason.TabFocusReason)
            bring_into_view(self._list)
            self._list.start_at(max(0, self._list.currentIndex().row()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._form is not None and self._views.isHidden() is self._beside():
            QTimer.singleShot(0, self, self.refresh)

    def _beside(self) -> bool:
        """Whether the views have room beside the list."""
        return self.width() >= px(ROOM_FOR_VIEWS)

    def _align_bar(self) -> None:
        self._bar.set_side(self._side_room, self._side_room)


def _view_titles() -> dict[str, str]:
    return {
        "": _("Directory"),
        "due": _("Due for a check"),
        "unsorted": _("To sort"),
        "differs": _("Both changed"),
        "withdrawn": _("No longer listed"),
        "own": _("Added here"),
    }


def _task_titles() -> dict[str, str]:
    return {
        "import": _("Bring services in"),
        "publish": _("Publish or export"),
        "provision": _("What is missing"),
        "areacontacts": _("Contacts of areas"),
    }
