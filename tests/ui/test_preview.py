"""The picture of a page is the page, at any size."""

from __future__ import annotations

import pypdfium2
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from referral_assistant.letter import pdf
from referral_assistant.model import Document
from referral_assistant.ui.preview import Look, Preview, Sheets
from tests.document_cases import outcome


@pytest.fixture(scope="module")
def content() -> bytes:
    letter = outcome().get(Document.REFERRAL_LETTER)
    assert letter is not None
    return pdf(letter).content


@pytest.mark.parametrize("width", [383, 1536])
def test_a_picture_holds_what_the_library_draws(qapp: QApplication, content: bytes, width: int) -> None:
    sheets = Sheets(content)
    shown = sheets.picture(0, width)
    sheet = pypdfium2.PdfDocument(content)[0]
    drawn = sheet.render(scale=width / sheet.get_width())
    data = bytes(drawn.buffer)
    same = QImage(data, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_BGR888)
    assert shown.width() == width
    assert shown.convertToFormat(QImage.Format.Format_BGR888) == same
    sheets.close()
    assert shown.pixelColor(0, 0).name() == "#ffffff"


def test_a_page_is_shown_with_a_line_around_it(qapp: QApplication, content: bytes) -> None:
    preview = Preview(Look())
    preview.show_pdf(content, "Letter")
    page = preview.picture.pixmap().toImage()
    assert page.pixelColor(0, 0) == page.pixelColor(page.width() - 1, page.height() - 1)
    assert page.pixelColor(0, 0) != page.pixelColor(5, 5)
    preview.zoom(1)
    assert preview.picture.pixmap().width() > page.width()
