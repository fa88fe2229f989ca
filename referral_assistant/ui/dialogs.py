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

    def save_as(self, parent: QWidget, title: str, name: str, kinds: str, done: Callable[[Path], object]) -> None:
        """Ask where to save a file of any kind. kinds: as Qt wants them, such as `CSV (*.csv)`."""
        dialog = QFileDialog(parent, title, name, kinds)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(Path(name).suffix.removeprefix("."))
        self._open(dialog, done)

    def files(self, parent: QWidget, title: str, kinds: str, done: Callable[[tuple[Path, ...]], object]) -> None:
        """Ask for files that are there."""
        dialog = QFileDialog(parent, title, "", kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.filesSelected.connect(lambda paths: done(tuple(Path(path) for path in paths)))
        dialog.open()

    def folder(self, parent: QWidget, title: str, done: Callable[[Path], object]) -> None:
        """Ask for a folder that is there."""
        dialog = QFileDialog(parent, title)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
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
