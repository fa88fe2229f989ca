"""Looks into the organisation's folder for directory packs, quietly: a newer one is offered, never just taken."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from referral_assistant.directory.pack import Head, edition_in_use
from referral_assistant.directory.pack_folder import Found, newest
from referral_assistant.directory.sealed import Why
from referral_assistant.i18n import _, long_date
from referral_assistant.ui.exchange import whom_to_trust
from referral_assistant.ui.widgets import Banner, Button, Text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from referral_assistant.ui.session import Session

AGAIN = timedelta(minutes=30)
"""After which the folder is looked into once more, for whoever comes back to the list of cases."""

_USUAL = (Why.IN_USE, Why.OLDER)
"""Why most packs of a folder are not offered: nobody need hear of it."""


class PackWatch(QObject):
    """One for each session: `watch_of(session)`. `found` says that there is something to tell."""

    found = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._news = Found(None)
        self._looked: tuple[bool, datetime] | None = None
        session.changed.connect(self._still_open)

    def look(self) -> None:
        """Look into the folder on the worker, unless that was done a little while ago."""
        session = self._session
        folder = str(session.policy.value("directory.pack_folder"))
        if not folder or session.local.path is None or not self._is_time():
            return
        self._looked = session.training, session.now()
        kind, trusted, origins = session.local.kind, whom_to_trust(session), session.directory().origins()
        # What is wrong with the folder is among what is found; what is wrong with us is for the dialog of errors.
        session.background.run(lambda: newest(Path(folder), trusted, origins, kind), self._landed)

    def line(self, go: Callable[[str], object]) -> QWidget | None:
        """What there is to tell, with the way to it; None when there is nothing."""
        news = self._news
        if news.path is not None and news.head is not None and not self._in_use(news.head):
            path = news.path
            day = long_date(news.head.issued.date())
            said = _("A newer edition of “{title}” is there, of {day}.").format(title=news.head.title, day=day)
            return Banner(said).add_buttons(Button(_("Look at it"), name=said, on=lambda: go(f"import:{path}")))
        refusals = [r for r in news.refusals if r.why not in _USUAL]
        if not refusals or self._session.training:
            return None
        first = refusals[0]
        said = _("A directory pack from your organisation was not taken: {name}.").format(name=first.name)
        return Text(f"{said} {first.sentence} {first.advice}", "muted")

    def _in_use(self, head: Head) -> bool:
        """Whether it was taken in since it was found."""
        used = edition_in_use(head, self._session.directory().origins())
        return used is not None and used.serial >= head.serial

    def _landed(self, found: Found) -> None:
        if not self._session.is_open:
            return
        if self._session.training and found.head is not None and not found.head.fictional:
            # Real services have no place in training, though they would be read there.
            found = Found(None)
        self._news = found
        if found.path is not None or found.refusals:
            self.found.emit()

    def _is_time(self) -> bool:
        if self._looked is None or self._looked[0] is not self._session.training:
            return True
        return self._session.now() - self._looked[1] > AGAIN

    def _still_open(self) -> None:
        """What was found for one file is not told over another."""
        if self._looked is not None and (not self._session.is_open or self._looked[0] is not self._session.training):
            self._looked, self._news = None, Found(None)


def watch_of(session: Session) -> PackWatch:
    """The one of a session, made when it is first wanted."""
    found: PackWatch | None = session.findChild(PackWatch)
    return found if found is not None else PackWatch(session)
