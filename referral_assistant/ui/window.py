"""The frame: the bar at the top, the list of sections, the page that is up, and the cover over everything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent, QWindow
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from referral_assistant.i18n import _
from referral_assistant.problems import Problem
from referral_assistant.settings import Preferences
from referral_assistant.ui import places, theme
from referral_assistant.ui.hiding import Hiding
from referral_assistant.ui.page import Page
from referral_assistant.ui.session import Session
from referral_assistant.ui.theme import px, scale
from referral_assistant.ui.topbar import Action, TopBar
from referral_assistant.ui.unlock_form import UnlockForm
from referral_assistant.ui.unlock_page import UnlockPage
from referral_assistant.ui.widgets import SectionList, tell

ROOM_FOR_LIST = 1000
"""Pixels at 100 % the window needs to show the list of sections beside the page."""

_SIGNS_OF_LIFE = frozenset(
    {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.MouseMove}
)


class _Pages(dict[str, Page]):
    """The pages by name, each made when it is first asked for."""

    def __init__(self, make: Callable[[str], Page]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, name: str) -> Page:
        page = self[name] = self._make(name)
        return page


class Window(QMainWindow):
    """The one window. `go("card:own_part")` shows a place; pages ask for places with their signal `go`.

    Places: the name of a page, then a colon and what it is for. `start`, `section:ID`, `after:CARD` and `before:CARD`
    find the card themselves; `previous` goes back, `switch:form` changes between the short and the long form, and in
    training `switch:presenter`, `switch:jump`, `switch:notes` and `switch:tour` do what `presenting` says.
    `kind` gives the page of a name; each is loaded and built when it is first wanted.
    F8 hides everything, F9 raises a safety concern, F7 unfolds the notes, F6 brings the list of sections, F1 helps.
    `went` says that another place is up. `presented` is how the window looks while it is projected. `stage` holds all
    of it but the cover.
    """

    went = Signal(str)

    def __init__(
        self,
        session: Session,
        kind: Callable[[str], type[Page] | None],
        preferences: Preferences,
        keep_preferences: Callable[[Preferences], object] = lambda _p: None,
    ) -> None:
        super().__init__()
        self.session = session
        self.preferences = preferences
        self._keep_preferences = keep_preferences
        self._kind = kind
        self.presented: tuple[str, int] | None = None
        self.welcomed = False
        self.place = "unlock"
        self._previous = "start"
        self._brought = ""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._app = app
        self._list_wanted = False
        self._leaving = False
        self.setWindowTitle(_("Referral Assistant"))
        self.resize(1366, 768)
        self.setMinimumSize(800, 560)
        self.hiding = Hiding(self)
        self._build()
        session.changed.connect(self.refresh)
        self._app.applicationStateChanged.connect(self._app_state)
        # Keys reach a window before anything in it, so watching every window that gets the focus is enough for keys
        # that work over any dialog, and far cheaper than watching every event of the application.
        self._app.focusWindowChanged.connect(self._watch)
        self._watch(self._app.focusWindow())
        self.go("cases" if session.is_open else "unlock")

    # --- going places ------------------------------------------------------------------------------------------------

    @property
    def page(self) -> Page:
        """The page that is up."""
        page = self._stack.currentWidget()
        assert isinstance(page, Page)
        return page

    @property
    def band(self) -> QWidget:
        """The band that says that this is training."""
        return self._top.band

    @property
    def covered(self) -> bool:
        """Whether the cover is up."""
        return self._outer.currentIndex() == 1

    def show_cover(self, wanted: bool) -> None:
        """Put the cover in place of everything, or take it away."""
        self._outer.setCurrentIndex(int(wanted))

    def go(self, place: str) -> None:
        """Show a place, or the nearest one that may be shown now."""
        self._undrawn(self.page.keep)
        self._undrawn(self.page.left)
        if place.startswith("switch:"):
            self._switch(place.removeprefix("switch:"))
            return
        place = self._allowed(self._found(place))
        if place == "cases" and self._brought and self.session.case is None:
            place, self._brought = self._allowed(self._brought) or place, ""
        if not place:
            self.refresh()
            return
        if place.startswith("cases") and self.session.case is not None:
            self.session.leave_case()
            return
        if place != self.place and self.place.partition(":")[0] not in ("safety", "help"):
            self._previous = self.place
        name, _colon, detail = place.partition(":")
        self.place = place
        page = self.pages[name]
        self._list_wanted = False
        self._undrawn(lambda: self._enter_room(place))
        page.notes_open = not self.session.in_room
        before = self.page
        self._stack.setCurrentWidget(page)
        page.arrive(detail)
        self._draw_frame()
        if before is not page:
            QTimer.singleShot(0, before, lambda: self._let_go(before))
        self._warm()
        self.went.emit(place)

    def lets(self, place: str) -> bool:
        """Whether a place may be shown as things are."""
        return self._allowed(place) == place

    def kind_of(self, place: str) -> type[Page] | None:
        """The kind of page that a place is on; None where there is none."""
        return self._kind(place.partition(":")[0])

    def _let_go(self, page: Page) -> None:
        """What was shown on a page that was left goes: it is made anew for whoever comes back, and meanwhile the pages
        of one case would add up to a fifth of all that the program holds."""
        if page is not self.page:
            page.forget()

    def refresh(self) -> None:
        """Draw the frame and the page from the session."""
        if self.covered or self._leaving:
            return
        there = self._allowed(self.place)
        if there != self.place:
            # What was up may be up no longer: the case was left, the person came back, the stop was answered away.
            # Where nothing of it may stay, such as the directory once a person is in the room, the case begins.
            self.go(there or "start")
            return
        self.page.refresh()
        self._draw_frame()

    def bring(self, file: Path) -> None:
        """Show the page that takes in a file, such as one that was double-clicked, as soon as there is a list of cases
        to come back to."""
        self._brought = f"import:{file}"
        if self.session.is_open and self.session.case is None:
            self.go("cases")

    def open(self, case_id: str, place: str) -> None:
        """Open a case, if one is named, at a place."""
        if case_id:
            self._undrawn(lambda: self.session.open_case(case_id))
        self.go(place)

    def use(self, **changes: object) -> None:
        """Change how the window looks or behaves: `use(text_size=150)`."""
        before = self.preferences
        self.preferences = before._replace(**changes)  # type: ignore[arg-type]
        self._keep_preferences(self.preferences)
        if self.preferences.look != before.look:
            self.dress()
        self.hiding.rest_anew()

    def dress(self) -> None:
        """Put on the appearance and the text size, and draw everything anew."""
        appearance, size = self.presented or self.preferences.look
        theme.apply(self._app, theme.load(theme.wanted(appearance, self._app), size / 100))
        self._build()
        # Going to the list of cases would leave one that has just been opened.
        self.go("start" if self.place == "cases" and self.session.case is not None else self.place)

    def train(self) -> None:
        """Go straight to training, as the command line may ask."""
        self.session.open_training()
        self.go("cases")

    def take_form(self, form: UnlockForm) -> None:
        """Go on with the form that was shown before this window was there."""
        page = self.pages["unlock"]
        assert isinstance(page, UnlockPage)
        page.take(form)

    def _look_ahead(self) -> None:
        if self.page.ahead and self.session.case is not None and not self.covered:
            self.pages[self.page.ahead].look_ahead()

    def _warm(self) -> None:
        """Load what letters need while nobody waits for it, once a case is open: WeasyPrint takes a second."""
        if self.session.case is not None:
            self.session.warm()

    # --- keys --------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that work everywhere, over any dialog; and every sign of life puts the lock off."""
        kind = event.type()
        if kind in _SIGNS_OF_LIFE:
            self.hiding.rest_anew()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not event.isAutoRepeat():
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        actions = {
            Qt.Key.Key_F8: self.hiding.hide,
            Qt.Key.Key_F9: self.safety_concern,
            Qt.Key.Key_F7: self.fold_notes,
            Qt.Key.Key_F6: self.show_list,
            Qt.Key.Key_F1: self.show_help,
        }
        if event.key() == Qt.Key.Key_Escape and self._list_wanted and not self.covered:
            self.show_list()
            return True
        if teaching := self._teaching(event):
            if not self.covered:
                self._switch(teaching)
            return True
        action = actions.get(Qt.Key(event.key()))
        if action is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if not self.covered:
            action()
        return True

    def _teaching(self, event: QKeyEvent) -> str:
        """What a key switches in training alone."""
        if not self.session.training:
            return ""
        if event.key() == Qt.Key.Key_J and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            return "jump"
        return "presenter" if event.key() == Qt.Key.Key_F5 and not event.modifiers() else ""

    def safety_concern(self) -> None:
        """F9: recorded at once where a case is open (S5); elsewhere the page says whom to call."""
        for window in QApplication.topLevelWidgets():
            if window is not self.window() and window.isVisible() and window.isModal():
                window.close()
        if self.session.case is not None:
            self.page.keep()
            self.session.safety_concern()
        self.go("safety")

    def fold_notes(self) -> None:
        """F7: the notes at the side come or go."""
        self.page.show_notes(not self.page.notes_open)
        self._top.show_actions(self._menu(), self._actions())

    def show_help(self) -> None:
        """F1: about this copy. Not while the person is in the room: it speaks of abuse, and of what is kept apart."""
        self.go("help")

    def show_list(self) -> None:
        """F6: to the list of sections, wherever it is."""
        if self._list_fits():
            self._list.take_focus()
            return
        self._list_wanted = not self._list_wanted
        self._show_list()
        if self._list_wanted:
            self._list.take_focus()

    # --- inside ------------------------------------------------------------------------------------------------------

    def _switch(self, what: str) -> None:
        if what == "form":
            self.preferences = self.preferences._replace(short_form=not self.preferences.short_form)
            self._keep_preferences(self.preferences)
            self.refresh()
        elif self.session.training:
            from referral_assistant.ui.presenting import presenting_of

            presenting_of(self).do(what)

    def _undrawn(self, leave: Callable[[], object]) -> None:
        """What is recorded on leaving a page need not be drawn on it any more."""
        self._leaving = True
        try:
            leave()
        finally:
            self._leaving = False

    def _draw_frame(self) -> None:
        self._top.show_state(self.session)
        self._top.show_actions(self._menu(), self._actions())
        self._show_list()
        self.hiding.rest_anew()
        if self.page.ahead:
            QTimer.singleShot(0, self, self._look_ahead)

    def _build(self) -> None:
        self._top = TopBar(presented=self.presented is not None)
        self._list = SectionList()
        self._list.picked.connect(self.go)
        self.stage = inside = QWidget()
        self._stack = QStackedWidget()
        # Until the window is laid out all of it is taken to be as wide, so that no page need be built twice.
        for widget in (inside, self._stack):
            widget.resize(self.size())
        self.pages = _Pages(self._made)
        self._stack.setCurrentWidget(self.pages["cases" if self.session.is_open else "unlock"])
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._list)
        body.addWidget(self._stack, 1)
        inside.setObjectName("page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        column.addLayout(body, 1)
        # What is covered is hidden, not only painted over: no key and no screen reader can reach it.
        self._outer = QStackedWidget()
        self._outer.addWidget(inside)
        self._outer.addWidget(self.hiding.new_cover())
        self.setCentralWidget(self._outer)

    def _made(self, name: str) -> Page:
        kind = self._kind(name)
        if kind is None:
            raise KeyError(name)
        page = kind(self.session)
        page.go.connect(self.go)
        page.resize(self._stack.size())
        self._stack.addWidget(page)
        return page

    def _found(self, place: str) -> str:
        """Places that stand for a card."""
        name, _colon, detail = place.partition(":")
        if name == "previous":
            return self._previous if self._previous != self.place else self._found("start")
        if self.session.case is None or name not in ("start", "section", "after", "before"):
            return place
        short = self.preferences.short_form
        if name == "start":
            return places.start(self.session.derived, short=short)
        find = {"section": places.section, "after": places.after, "before": places.before}[name]
        return find(self.session.derived, detail, in_room=self.session.in_room, short=short)

    def _allowed(self, place: str) -> str:
        """The place, or the one that stands in its way: the lock, the person in the room, a closed door (S5, S10)."""
        name = place.partition(":")[0]
        page = self._kind(name)
        if page is None:
            return ""
        if not self.session.is_open and name != "safety":
            return "unlock"
        if page.in_training and not self.session.training:
            return ""
        if page.in_case and self.session.case is None:
            return "cases"
        if self.session.in_room and page.away:
            return ""
        if self.session.in_room and page.in_case and not self._room_safe(place):
            return "left"
        if self.session.case is not None and not places.stands(self.session.derived, place):
            return self._found("start")
        if self.session.case is not None and name in places.CLOSED_PLACES and not self.session.derived.services_open:
            return "safety" if self.session.derived.open_safety else self._found("start")
        return place

    def _room_safe(self, place: str) -> bool:
        name = place.partition(":")[0]
        if name not in ("card", "together"):
            kind = self._kind(name)
            return kind is not None and kind.room_safe
        derived = self.session.derived
        return all(c.room_safe and derived.in_the_room(c) for c in places.cards_at(derived, place))

    def _enter_room(self, place: str) -> None:
        if self.session.case is None:
            return
        cards = places.cards_at(self.session.derived, place)
        if cards and self.session.derived.in_the_room(cards[0]):
            self.session.enter_room()

    def _menu(self) -> list[Action]:
        if self.session.case is None or self._list_fits():
            return []
        return [(_("Topics") if self.session.in_room else _("Sections"), "secondary", "F6", self.show_list)]

    def _actions(self) -> list[Action]:
        if not self.session.is_open:
            return []
        found: list[Action] = []
        if self.session.case is None:
            found.append((_("Directory"), "secondary", "", lambda: self.go("directory")))
            found.append((_("Help"), "secondary", "F1", self.show_help))
            found.append((_("Settings"), "secondary", "", lambda: self.go("settings")))
            return [*found, (_("Hide"), "secondary", "F8", self.hiding.hide)]
        if self.page.has_notes:
            found.append((_("Notes"), "secondary", "F7", self.fold_notes))
        if self.session.in_room:
            # Neutral words: what stands on these keys may be read from across the table (S14).
            return [
                *found,
                (_("Pause"), "secondary", "F9", self.safety_concern),
                (_("Blank"), "secondary", "F8", self.hiding.hide),
            ]
        return [
            *found,
            (_("Safety concern"), "danger", "F9", self.safety_concern),
            (_("Hide"), "secondary", "F8", self.hiding.hide),
        ]

    def _list_fits(self) -> bool:
        return self.width() / scale() >= ROOM_FOR_LIST

    def _show_list(self) -> None:
        wanted = self.session.case is not None and self.page.listed
        shown = wanted and (self._list_fits() or self._list_wanted)
        self._list.setVisible(shown)
        self._stack.setVisible(not (shown and not self._list_fits()))
        self._list.setFixedWidth(px(264) if self._list_fits() else self.width())
        if shown:
            short = self.preferences.short_form
            found = places.groups(self.session.derived, in_room=self.session.in_room, short=short)
            self._list.show_groups(found, self._here())

    def _here(self) -> str:
        name, _colon, detail = self.place.partition(":")
        if name == "card":
            return f"section:{self.session.pack.section_of(detail).id}"
        if name == "together":
            return f"section:{detail}"
        if name == "stop":
            stop = next((s for s in self.session.derived.stops if s.id == detail), None)
            return f"section:{self.session.pack.section_of(stop.card).id}" if stop else ""
        return name

    def _app_state(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationSuspended:
            self.hiding.lock_by_itself()

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            # Installing a filter again only moves it to the front.
            window.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self.covered:
            self._show_list()
            self._top.show_actions(self._menu(), self._actions())

    def closeEvent(self, event: QCloseEvent) -> None:
        try:
            self.page.keep()
            self.page.left()
        except Problem as problem:
            event.ignore()
            tell(self, str(problem), problem.advice)
            return
        self.session.changed.disconnect(self.refresh)
        self.session.background.close()
        self.session.lock()
        super().closeEvent(event)


def window_of(widget: QWidget) -> Window:
    """The window of the program that a widget stands in. What Qt calls its window is the door around it."""
    found: QWidget | None = widget
    while found is not None and not isinstance(found, Window):
        found = found.parentWidget()
    assert found is not None
    return found
