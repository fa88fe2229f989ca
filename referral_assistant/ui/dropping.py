"""Files that are dropped on a page from outside the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from referral_assistant.ui.session import Session


class Dropping(QObject):
    """Watches a widget for files and folders: `hovering` hears whether some are held over it, `dropped` gets them."""

    def __init__(
        self,
        widget: QWidget,
        dropped: Callable[[tuple[Path, ...]], object],
        hovering: Callable[[bool], object] = lambda _over: None,
    ) -> None:
        super().__init__(widget)
        self._dropped, self._hovering = dropped, hovering
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take what is dropped; let everything else pass."""
        if isinstance(event, QDragEnterEvent) and event.type() == QEvent.Type.DragEnter:
            if paths(event):
                self._hovering(True)
                event.acceptProposedAction()
            return True
        if event.type() == QEvent.Type.DragLeave:
            self._hovering(False)
            return True
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            self._hovering(False)
            found = paths(event)
            if found:
                event.acceptProposedAction()
                self._dropped(found)
            return True
        return False


def paths(event: QDropEvent) -> tuple[Path, ...]:
    """The files and folders of this computer that an event brings."""
    named = (url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile())
    return tuple(Path(name) for name in named if name)


def bring_in(session: Session, found: tuple[Path, ...], go: Callable[[str], object]) -> None:
    """Start reading what was dropped on some other page, and go where it is shown."""
    from referral_assistant.ui.exchange import exchange_of

    exchange_of(session).start(found)
    go("import")
