"""How tests press keys and fill in a record: as a person does, through the window or the session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QAbstractEventDispatcher, QDeadlineTimer, QEventLoop, Qt, QTimerEvent
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QWidget

from referral_assistant.conversation import gate_open_items
from referral_assistant.model import CardKind
from referral_assistant.ui.dialogs import Dialogs
from referral_assistant.ui.form import LaidForm
from referral_assistant.ui.session import Session
from referral_assistant.ui.widgets import Text
from referral_assistant.ui.window import Window

W = TypeVar("W", bound=QWidget)


class Saving(Dialogs):
    """The file dialogs, answered at once, in a folder of the test's own: the name that is proposed is taken, and what
    is opened is the signing key."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def save(self, parent: QWidget, name: str, done: Callable[[Path], object]) -> None:
        del parent
        done(self.folder / name)

    def save_as(self, parent: QWidget, title: str, name: str, kinds: str, done: Callable[[Path], object]) -> None:
        del parent, title, kinds
        done(self.folder / name)

    def files(self, parent: QWidget, title: str, kinds: str, done: Callable[[tuple[Path, ...]], object]) -> None:
        del parent, title, kinds
        done((self.folder / "signing-key.rakey",))


def press(window: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key as it comes from the system: to the window, which hands it on."""
    QTest.keyClick(_active(window), key, modifier)
    if modifier & Qt.KeyboardModifier.AltModifier:
        _come_up(window.window())


def _come_up(window: QWidget) -> None:
    """An Alt shortcut presses a button for a tenth of a second, as a finger does, and the click comes when it is let
    go. Its timer is told that the time is over."""
    dispatcher = QAbstractEventDispatcher.instance()
    QApplication.processEvents()
    for down in [b for b in window.findChildren(QAbstractButton) if b.isDown()]:
        for timer in dispatcher.registeredTimers(down):
            QApplication.sendEvent(down, QTimerEvent(timer.timerId))
    assert not [b for b in window.findChildren(QAbstractButton) if b.isDown()], "a button stayed down"


def type_in(window: QWidget, text: str) -> None:
    """Type into whatever has the focus."""
    for letter in text:
        QTest.keyClick(_active(window), letter)


def _active(window: QWidget) -> QWindow:
    handle = window.window().windowHandle()
    assert handle is not None
    deadline = QDeadlineTimer(10_000)
    if QGuiApplication.focusWindow() is not handle:
        window.window().activateWindow()
    while QGuiApplication.focusWindow() is not handle:
        assert not deadline.hasExpired(), "the window never got the focus"
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
    return handle


def whole(place: W) -> W:
    """A page, or what holds it, once all of a long form has come up."""
    for form in place.findChildren(LaidForm):
        form.complete()
    return place


def seen(place: QWidget) -> str:
    """Everything that is written on a page, or on the page of a window."""
    page = whole(place.page if isinstance(place, Window) else place)
    QApplication.processEvents()
    return "\n".join(text.text() for text in page.findChildren(Text) if text.isVisible())


def button(parent: QWidget, text: str) -> QPushButton:
    """The visible button of that text, or of that accessible name."""
    whole(parent)
    seen = [b for b in parent.findChildren(QPushButton) if b.isVisible()]
    found = [b for b in seen if text in (b.text().replace("&", ""), b.accessibleName())]
    assert found, f"no button {text!r} among {[b.text() for b in seen]}"
    return found[0]


def click(parent: QWidget, text: str) -> None:
    """Click a button that can be seen and pressed."""
    found = button(parent, text)
    assert found.isEnabled()
    found.click()


def focus() -> QWidget:
    """What has the focus."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def pass_gate(session: Session) -> None:
    """Answer every item of the gate with the first answer that stops nothing."""
    while items := gate_open_items(session.pack, session.case.answers if session.case else ()):
        card = items[0]
        offered = session.derived.offered(card)
        session.answer(card.id, [next(o.id for o in offered if not o.stop and not o.concern)])


def into_talk(window: Window) -> None:
    """A new case with its gate passed, at the first topic, the person in the room."""
    window.session.new_case()
    pass_gate(window.session)
    window.go("start")


def answer_all(session: Session, *, level: str = "") -> None:
    """Answer every card with options in the path by its first option, or the first one of a level."""
    done: set[str] = set()
    # One signal for all of it: drawing the window sixty times tests nothing.
    session.blockSignals(True)
    while True:
        cards = [c for c in session.derived.path if c.id not in session.derived.standing and c.id not in done]
        cards = [c for c in cards if c.kind in (CardKind.ONE, CardKind.MANY)]
        if not cards:
            break
        card = cards[0]
        done.add(card.id)
        offered = [o for o in session.derived.offered(card) if not o.stop]
        fitting = [o for o in offered if o.level == level] if level and card.domain else []
        quiet = [o for o in offered if not o.concern]
        session.answer(card.id, [(fitting or quiet or offered)[0].id])
    session.blockSignals(False)
    session.changed.emit()
