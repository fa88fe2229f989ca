"""The dialogs at the edge of the window. Nothing here blocks: each calls back with what was chosen.

Files are asked for in Qt's own dialog, not the system's: hiding everything must reach over it, and it leaves no name in
the system's lists of recent files.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from referral_assistant.i18n import _

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


class Dialogs:
    """Asks the system for a file or a printer."""

    def save(self, parent: QWidget, name: str, done: Callable[[Path], object]) -> None:
        """Ask where to save a document."""
        dialog = QFileDialog(parent, _("Save the document"), name, _("PDF (*.pdf)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        self._open(dialog, done)

    def picture(self, parent: QWidget, done: Callable[[Path], object]) -> None:
        """Ask for a picture."""
        dialog = QFileDialog(parent, _("Choose a logo"), "", _("Pictures (*.png *.svg)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._open(dialog, done)

    def print(self, parent: QWidget, printer: QPrinter, done: Callable[[], object]) -> None:
        """Ask how to print."""
        from PySide6.QtPrintSupport import QPrintDialog

        dialog = QPrintDialog(printer, parent)
        dialog.accepted.connect(done)
        # Its own open() wants a receiver by name.
        QDialog.open(dialog)

    def _open(self, dialog: QFileDialog, done: Callable[[Path], object]) -> None:
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.fileSelected.connect(lambda path: done(Path(path)))
        dialog.open()
