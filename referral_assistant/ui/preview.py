"""The real page of a document, drawn from its bytes. The only module that opens a PDF, in the window's thread alone."""

from __future__ import annotations

from ctypes import c_ubyte
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from referral_assistant.i18n import _
from referral_assistant.ui.theme import HALO, px
from referral_assistant.ui.widgets import Button, Text
from referral_assistant.ui.widgets.paint import Role, colour

WIDE = 400
BAR = 16
"""Pixels left free for the bar at the side, so that a whole line of the page is in sight."""
ZOOMS = (1.0, 1.5, 2.0)


class Sheets:
    """The pages of a PDF as pictures and as text."""

    def __init__(self, content: bytes) -> None:
        import pypdfium2

        self._file = pypdfium2.PdfDocument(content)

    def __len__(self) -> int:
        return len(self._file)

    def size(self, page: int) -> tuple[float, float]:
        """Width and height of a page in points."""
        width, height = self._file[page].get_size()
        return float(width), float(height)

    def picture(self, page: int, width: int) -> QImage:
        """A page so many pixels wide, drawn straight into the picture: a page that is made larger on a fine screen
        takes thirteen megabytes, and each copy on the way would take as much again."""
        from pypdfium2 import PdfBitmap

        made: list[QImage] = []

        def into_picture(width: int, height: int, **how: Any) -> Any:
            image = QImage(width, height, QImage.Format.Format_RGB32)
            made.append(image)
            memory = (c_ubyte * image.sizeInBytes()).from_buffer(image.bits())
            return PdfBitmap.new_native(width, height, buffer=memory, stride=image.bytesPerLine(), **how)

        sheet = self._file[page]
        sheet.render(scale=width / sheet.get_width(), prefer_bgrx=True, bitmap_maker=into_picture)
        return made[0]

    def text(self, page: int) -> str:
        """What stands on a page, for a screen reader."""
        found = self._file[page].get_textpage().get_text_range()
        return " ".join(str(found).split())

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


@dataclass(slots=True)
class Look:
    """Which page of which document is shown, and how large."""

    name: str = ""
    page: int = 0
    zoom: int = 0


class Preview(QWidget):
    """Page x of y with Next and Previous; larger and smaller. `show_pdf(content, name)`, or `say(sentence)` meanwhile.

    `look` outlives the preview, which is made anew with its page: it remembers which page is shown, and how large.
    `whole` makes it as tall as its page, for a place that scrolls by itself.
    """

    def __init__(self, look: Look, *, wide: int = WIDE, whole: bool = False) -> None:
        super().__init__()
        self._whole = whole
        self.setObjectName("form")
        self._wide = wide
        self._sheets: Sheets | None = None
        self._content = b""
        self._look = look
        self.setFixedWidth(px(wide) + px(36) + 2 * HALO)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(30), px(24), px(8))
        column.setSpacing(px(6))
        self._message = Text("", "muted")
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self.picture.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._area = QScrollArea()
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidgetResizable(True)
        self._area.setWidget(self.picture)
        # Where both bars meet, the style would draw a stray corner.
        self._area.setCornerWidget(QWidget())
        column.addWidget(self._message, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._area, 1)
        column.addLayout(self._controls())
        self._column = column
        self.say(_("Choose a document to see its page."))

    @property
    def pages(self) -> int:
        """How many pages are shown."""
        return len(self._sheets) if self._sheets else 0

    def show_pdf(self, content: bytes, name: str) -> None:
        """Show a document. The page stays where it was while the document is the same one, changed."""
        if content == self._content:
            return
        self._drop()
        self._sheets, self._content = Sheets(content), content
        self._look.page = min(self._look.page, len(self._sheets) - 1) if name == self._look.name else 0
        self._look.name = name
        self._message.hide()
        self._area.show()
        self._column.setStretchFactor(self._message, 0)
        self._draw()

    def say(self, sentence: str) -> None:
        """Say why there is no page."""
        self._drop()
        self._message.say(sentence)
        self._message.show()
        self._area.hide()
        self._column.setStretchFactor(self._message, 1)
        self._draw()

    def turn(self, step: int) -> None:
        """To another page."""
        self._look.page = min(max(self._look.page + step, 0), max(self.pages - 1, 0))
        self._draw()
        self._area.verticalScrollBar().setValue(0)

    def zoom(self, step: int) -> None:
        """Larger or smaller."""
        self._look.zoom = min(max(self._look.zoom + step, 0), len(ZOOMS) - 1)
        self._draw()

    # --- inside ------------------------------------------------------------------------------------------------------

    def _controls(self) -> QVBoxLayout:
        self.previous = Button(_("Previous"), name=_("Previous page"), on=lambda: self.turn(-1))
        self.next = Button(_("Next"), name=_("Next page"), on=lambda: self.turn(1))
        self.smaller = Button(_("Smaller"), "quiet", name=_("Smaller page"), on=lambda: self.zoom(-1))
        self.larger = Button(_("Larger"), "quiet", name=_("Larger page"), on=lambda: self.zoom(1))
        self.place = Text("", "note_muted", wrap=False)
        self.place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        turn, size = QHBoxLayout(), QHBoxLayout()
        turn.addWidget(self.previous)
        turn.addWidget(self.place, 1)
        turn.addWidget(self.next)
        size.addStretch(1)
        size.addWidget(self.smaller)
        size.addWidget(self.larger)
        size.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(turn)
        column.addLayout(size)
        return column

    def _draw(self) -> None:
        for button, may in (
            (self.previous, self._look.page > 0),
            (self.next, self._look.page + 1 < self.pages),
            (self.smaller, self._look.zoom > 0),
            (self.larger, bool(self.pages) and self._look.zoom + 1 < len(ZOOMS)),
        ):
            button.setEnabled(may)
            button.setVisible(self._sheets is not None)
        if self._sheets is None:
            self.place.say("")
            return
        here = _("Page {page} of {pages}").format(page=self._look.page + 1, pages=self.pages)
        self.place.say(here)
        ratio = self.devicePixelRatioF()
        width = round((px(self._wide) - BAR) * ZOOMS[self._look.zoom] * ratio)
        image = self._sheets.picture(self._look.page, width)
        image.setDevicePixelRatio(ratio)
        self._edge(image)
        self.picture.setPixmap(QPixmap.fromImage(image))
        shown = QSize(round(image.width() / ratio), round(image.height() / ratio))
        self.picture.setMinimumSize(shown)
        if self._whole:
            self._area.setFixedHeight(shown.height() + BAR)
        self.picture.setAccessibleName(f"{self._look.name}, {here}")
        self.picture.setAccessibleDescription(self._sheets.text(self._look.page))

    def _edge(self, page: QImage) -> None:
        """A line around the page: on paper it ends there."""
        painter = QPainter(page)
        painter.setPen(colour(self, Role.Midlight))
        size = page.deviceIndependentSize()
        painter.drawRect(QRectF(0, 0, size.width() - 1, size.height() - 1))
        painter.end()

    def _drop(self) -> None:
        if self._sheets is not None:
            self._sheets.close()
        self._sheets, self._content = None, b""
