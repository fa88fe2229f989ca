"""A document on its way out of the window: written to a file, or printed page by page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from referral_assistant import whole
from referral_assistant.i18n import _
from referral_assistant.problems import Problem
from referral_assistant.ui.preview import Sheets
from referral_assistant.ui.widgets import Question, Text

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

SYNCED = re.compile(
    r"one\s?drive|dropbox|google\s?drive|my drive|icloud|mobile documents|nextcloud|owncloud|pcloud|"
    r"(?:^|[/\\])box(?: sync)?(?:[/\\]|$)",
    re.IGNORECASE,
)
"""Folders that copy what is in them to other computers."""

DPI = 300
"""Finer than this a page only prints more slowly."""


def synced(path: Path) -> bool:
    """Whether a path looks as if its folder is copied to other computers."""
    return SYNCED.search(str(path.parent)) is not None


def write(path: Path, content: bytes) -> None:
    """Save a document, whole or not at all."""
    advice = _("Choose another folder, one you may write to.")
    whole.write(path, content, _("The document could not be saved there."), advice)


def printer_for(name: str) -> QPrinter:
    """A printer for A4, under a neutral name: it may be read in a queue."""
    from PySide6.QtPrintSupport import QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    printer.setFullPage(True)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
    return printer


def print_pages(printer: QPrinter, content: bytes) -> None:
    """Print a document page by page, as it stands."""
    sheets = Sheets(content)
    first = max(printer.fromPage(), 1) if printer.fromPage() else 1
    last = min(printer.toPage() or len(sheets), len(sheets))
    painter = QPainter()
    if not painter.begin(printer):
        sheets.close()
        raise Problem(_("The printer could not be reached."), _("Check that it is on, or choose another."))
    try:
        for page in range(first, last + 1):
            if page > first:
                printer.newPage()
            width = round(sheets.size(page - 1)[0] / 72 * min(printer.resolution(), DPI))
            image = sheets.picture(page - 1, width)
            paper = QRectF(painter.viewport())
            scale = min(paper.width() / image.width(), paper.height() / image.height())
            painter.drawImage(QRectF(0, 0, image.width() * scale, image.height() * scale), image)
    finally:
        painter.end()
        sheets.close()


class ForWhom(Question):
    """Asks before a document leaves, with its reader in large type first."""

    def __init__(self, parent: QWidget, title: str, reader: str, texts: list[str]) -> None:
        super().__init__(parent.window(), title, texts)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(0, Text(reader, "title"))
        self.setAccessibleName(f"{reader} {title}")
