"""Issue, save, print: each asks once more, with the reader in large type first, and one document at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from referral_assistant.i18n import _
from referral_assistant.model import Document, Issued
from referral_assistant.ui.desk import Desk
from referral_assistant.ui.dialogs import Dialogs
from referral_assistant.ui.filing import NOTES, filing_of
from referral_assistant.ui.in_place import OpensInPlace
from referral_assistant.ui.leaving import ForWhom, print_pages, printer_for, synced, write
from referral_assistant.ui.widgets import ask

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


class WayOut:
    """How documents leave the page they are shown on. `tell` hears what was done."""

    def __init__(self, page: OpensInPlace, desk: Desk, dialogs: Dialogs, tell: Callable[[str], object]) -> None:
        self._page = page
        self._desk = desk
        self.dialogs = dialogs
        self._tell = tell

    def ask_to_issue(self, kind: Document) -> None:
        """Say what still stands in the way, or ask once more."""
        if kind in NOTES and not filing_of(self._desk.case, kind).where:
            self._page.open_in_place(f"filing:{kind}")
            return
        made, standing = self._desk.rendered(kind), self._desk.standing(kind)
        title = self._page.session.word("documents", kind.value)
        if made is None or standing:
            wait = [_("The page is still being made.")] if made is None else []
            question = ForWhom(self._page, _("It cannot leave yet."), title, [*standing, *wait])
            question.add_button(_("Go back"), "primary", first=True)
            question.open()
            return
        texts = [_("It is kept exactly as it stands. A correction makes a new version, and this one stays on record.")]
        if self._desk.large:
            texts.append(_("It is in large print."))
        question = ForWhom(self._page, _("Issue: {title}?").format(title=title), self._desk.reader(kind), texts)
        question.add_button(_("Go back"), "secondary", first=True)
        question.add_button(_("Issue it"), "primary", lambda: self.issue(kind, made.content))
        question.open()

    def issue(self, kind: Document, content: bytes) -> None:
        """Freeze the bytes that were looked at."""
        session = self._page.session
        with self._page.drawn_once():
            issued = session.issue(replace(self._desk.waiting(kind), at=session.now()), content)
            if kind is Document.REFERRAL_LETTER:
                session.put_step("waiting")
            self._tell(_("Issued as {reference}.").format(reference=issued.reference))

    def save(self, issued: Issued) -> None:
        """Save an issued document under its reference, which says nothing."""
        self.dialogs.save(self._page, f"{issued.reference}.pdf", lambda path: self._save_to(issued, path))

    def print(self, issued: Issued) -> None:
        """Print an issued document."""
        name = _("Document {reference}").format(reference=issued.reference)
        content = self._page.session.issued_pdf(issued.reference)
        self._ask_to_print(self._desk.reader(issued.document), lambda: self._choose_printer(name, content))

    def print_card(self, content: bytes) -> None:
        """Print a helpline card, which is nothing of the case."""
        reader = self._page.session.fill(_("For {them}. Numbers to ring, and nothing else."))
        self._ask_to_print(reader, lambda: self._choose_printer(_("Document"), content))

    def _save_to(self, issued: Issued, path: Path) -> None:
        if not synced(path):
            self._write(issued, path)
            return
        why = _("It looks like OneDrive, Dropbox, Google Drive or their like. Other people may see what is in it.")
        ask(
            self._page,
            _("This folder may be copied to other computers."),
            [why],
            yes=_("Save it there"),
            on_yes=lambda: self._write(issued, path),
            danger=True,
        )

    def _write(self, issued: Issued, path: Path) -> None:
        write(path, self._page.session.issued_pdf(issued.reference))
        self._tell(_("Saved as {name}.").format(name=path.name))

    def _ask_to_print(self, reader: str, go_on: Callable[[], object]) -> None:
        texts = [_("Stand by the printer, and take every page with you.")]
        question = ForWhom(self._page, _("Print this document?"), reader, texts)
        question.add_button(_("Go back"), "secondary", first=True)
        question.add_button(_("Choose a printer"), "primary", go_on)
        question.open()

    def _choose_printer(self, name: str, content: bytes) -> None:
        printer = printer_for(name)
        self.dialogs.print(self._page, printer, lambda: self._printed(printer, content))

    def _printed(self, printer: QPrinter, content: bytes) -> None:
        print_pages(printer, content)
        self._tell(_("Sent to the printer."))
