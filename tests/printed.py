"""What is asked of every PDF: what it says, and whether it is as accessible and archivable as it claims to be."""

from __future__ import annotations

from pathlib import Path

import page as page_validation
import pypdfium2

PROFILES = ("PDF_UA_1", "PDF_A_2A")


def text_of(content: bytes) -> str:
    """All the text of a PDF, in reading order, with one space between words."""
    with pypdfium2.PdfDocument(content) as file:
        return " ".join(" ".join(sheet.get_textpage().get_text_range() for sheet in file).split())


def failures(content: bytes, profile: str, folder: Path) -> list[object]:
    """What keeps a PDF from being what a profile asks; nothing where it is."""
    path = folder / "document.pdf"
    path.write_bytes(content)
    report = page_validation.validate_pdf(str(path), profile=getattr(page_validation.ValidationProfile, profile))
    return [] if report.is_compliant else [report.to_dict()["failures"]]
