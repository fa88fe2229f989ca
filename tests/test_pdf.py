"""The PDF of every document: accessible, archivable, neutral, the same each time, and nothing fetched for it."""

from __future__ import annotations

import hashlib
import io
import logging
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import page as page_validation
import pikepdf
import pydyf
import pypdfium2
import pytest
from PIL import Image

from referral_assistant.letter import (
    AnyDocument,
    Printable,
    Rendered,
    documents,
    file_name,
    helpline_card,
    html,
    pdf,
    warm,
)
from referral_assistant.letter.page import _environment
from referral_assistant.letter.pdfa import ambiguous, finish
from referral_assistant.letter.printing import FONTS, _Closed, _write, own_files
from referral_assistant.model import Answer, Case, Document, Kind
from referral_assistant.paths import TEMPLATES
from tests.document_cases import (
    CASE,
    LIVE_LINES,
    LIVE_SERVICE,
    PACK,
    REQUEST,
    TODAY,
    assessed,
    outcome,
    with_answers,
    with_decision,
)

FULL = with_decision(CASE, annex=REQUEST)
PROFILES = ("PDF_UA_1", "PDF_A_2A")


def get(kind: Document, case: Case = FULL) -> AnyDocument:
    found = outcome(case).get(kind)
    assert found is not None, outcome(case).why_not(kind)
    return found


def variants() -> Iterator[tuple[str, Printable, bool]]:
    """Every document plain and in large print, one as a second version, all for training, and the card."""
    for found in outcome(FULL).ready:
        yield f"{found.document}", found, False
        yield f"{found.document}-large", found, True
    for found in outcome(replace(FULL, kind=Kind.TRAINING)).ready:
        yield f"{found.document}-training", found, False
        yield f"{found.document}-training-large", found, True
    yield "second-version", replace(get(Document.REFERRAL_LETTER), head=replace(FULL_HEAD, version=2)), False
    yield "card", helpline_card(FULL, PACK, assessed(FULL), LIVE_LINES, TODAY, True), False


FULL_HEAD = get(Document.REFERRAL_LETTER).head
VARIANTS = {name: (found, large) for name, found, large in variants()}


@pytest.fixture(scope="module")
def rendered() -> dict[str, Rendered]:
    """Each variant printed once."""
    return {name: pdf(found, large) for name, (found, large) in VARIANTS.items()}


def text_of(content: bytes) -> str:
    """The text of a PDF, in reading order."""
    with pypdfium2.PdfDocument(content) as file:
        return "\n".join(sheet.get_textpage().get_text_range() for sheet in file)


def fonts_of(file: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    for sheet in file.pages:
        yield from sheet.get("/Resources", {}).get("/Font", {}).values()


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("name", list(VARIANTS))
def test_every_document_is_pdf_ua_and_pdf_a_in_one_file(
    name: str, profile: str, rendered: dict[str, Rendered], tmp_path: Path
) -> None:
    path = tmp_path / "document.pdf"
    path.write_bytes(rendered[name].content)
    report = page_validation.validate_pdf(str(path), profile=getattr(page_validation.ValidationProfile, profile))
    assert report.is_compliant, report.to_dict()["failures"]


@pytest.mark.parametrize("name", list(VARIANTS))
def test_every_font_is_embedded_ours_and_readable_as_text(name: str, rendered: dict[str, Rendered]) -> None:
    with pikepdf.open(io.BytesIO(rendered[name].content)) as file:
        fonts = list(fonts_of(file))
        assert fonts
        for font in fonts:
            assert "Atkinson-Hyperlegible-Next" in str(font.BaseFont)
            assert "/ToUnicode" in font
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor


@pytest.mark.parametrize("name", list(VARIANTS))
def test_title_language_and_metadata_are_neutral(name: str, rendered: dict[str, Rendered]) -> None:
    found, large = VARIANTS[name]
    with pikepdf.open(io.BytesIO(rendered[name].content)) as file:
        assert str(file.Root.Lang) == "en-GB"
        assert set(file.docinfo) <= {"/Title", "/Producer", "/CreationDate", "/ModDate"}
        assert str(file.docinfo["/Title"]) == f"Document {found.head.reference}".strip()
        metadata = bytes(file.Root.Metadata.read_bytes()).decode()
    about = (metadata + file_name(found, large)).lower()
    for told in ("darren", "referral", "perpetrator", "annex", "restricted", "keelside", "abuse", "kelly"):
        assert told not in about
    if found.template in ("annex.html", "restricted_note.html"):
        assert "2614" not in about


@pytest.mark.parametrize("name", list(VARIANTS))
def test_marking_and_page_numbers_stand_on_every_page(name: str, rendered: dict[str, Rendered]) -> None:
    found, _large = VARIANTS[name]
    content = rendered[name].content
    with pypdfium2.PdfDocument(content) as file:
        pages = [sheet.get_textpage().get_text_range() for sheet in file]
    assert len(pages) == rendered[name].pages
    for number, text in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in text
        assert found.head.marking in text
        assert ("Training example. Not a real referral." in text) == found.head.training


def test_the_page_is_a4_and_the_address_falls_into_the_window_of_an_envelope(rendered: dict[str, Rendered]) -> None:
    millimetre = 72 / 25.4
    with pypdfium2.PdfDocument(rendered["referral_letter"].content) as file:
        sheet = file[0]
        width, height = sheet.get_size()
        assert (round(width / millimetre), round(height / millimetre)) == (210, 297)
        text = sheet.get_textpage()
        left, _bottom, _right, top = text.get_charbox(text.search("Keelside Programme").get_next()[0])
        last = text.get_charbox(text.search("Eastmere EM2 9ZZ").get_next()[0])
    assert 20 <= left / millimetre <= 30
    assert 50 <= (height - top) / millimetre <= 60
    assert (height - last[1]) / millimetre <= 85


def test_the_same_record_gives_the_same_bytes_in_any_process_and_order(rendered: dict[str, Rendered]) -> None:
    """Here after many others; in a process of its own as the first, and after one other."""
    script = (
        "import sys, hashlib\n"
        "from referral_assistant.letter import pdf\n"
        "from tests.test_pdf import get, Document\n"
        "if sys.argv[1] == 'other':\n"
        "    pdf(get(Document.FILE_NOTE))\n"
        "for kind in (Document.REFERRAL_LETTER, Document.PERSON_COPY):\n"
        "    print(hashlib.sha256(pdf(get(kind)).content).hexdigest())\n"
    )
    root = Path(__file__).parent.parent
    here = [hashlib.sha256(rendered[name].content).hexdigest() for name in ("referral_letter", "person_copy")]
    for first, seed in (("other", "2"), ("none", "3")):
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", script, first],
            cwd=root,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(root), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.split() == here


def test_nothing_heavy_is_loaded_before_the_first_page() -> None:
    script = "import sys, referral_assistant.letter, referral_assistant.checks\nprint('weasyprint' in sys.modules)"
    root = Path(__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_letters_are_made_where_python_has_no_tls() -> None:
    """As in the installed copies, which leave it out."""
    script = (
        "import sys\n"
        "sys.modules.update(dict.fromkeys(('ssl', '_ssl', '_hashlib')))\n"
        "from referral_assistant.letter import warm\n"
        "warm()\n"
    )
    root = Path(__file__).parent.parent
    subprocess.run([sys.executable, "-W", "error", "-c", script], cwd=root, check=True)


def test_warming_up_makes_nothing_that_stays() -> None:
    warm()


# --- length ----------------------------------------------------------------------------------------------------------

LONG = "I said a great many things that evening and I want all of them written down. " * 12


def long_case(cards: tuple[str, ...]) -> Case:
    return with_answers(FULL, *(Answer(card, ("yes",), words=LONG) for card in cards))


def test_a_letter_over_two_pages_says_which_sections_to_shorten_and_cannot_leave() -> None:
    case = long_case(("sees", "own_part", "effect", "wants"))
    found = pdf(get(Document.REFERRAL_LETTER, case))
    assert found.pages > 2
    assert found.overflow == ("What he told me",)
    assert not found.fits


def test_large_print_may_take_as_many_pages_as_it_needs() -> None:
    found = pdf(get(Document.REFERRAL_LETTER, long_case(("sees", "own_part"))), large_print=True)
    assert found.pages > 2
    assert found.fits


def test_the_copy_fits_one_page_however_long_its_slots_are() -> None:
    service = replace(LIVE_LINES[0], id="x", name="A" + "n name as long as it may be " * 2 + "and then some more of i")
    lines = tuple(replace(service, id=str(n)) for n in range(9))
    match = replace(LIVE_SERVICE, name=service.name)
    case = replace(FULL, kind=Kind.TRAINING)
    copy = documents(case, PACK, assessed(case), match, TODAY, lines).get(Document.PERSON_COPY)
    assert copy is not None
    assert len(service.name) == 80
    found = pdf(copy)
    assert found.pages == 1
    assert found.fits


def test_the_usual_letter_fits_two_pages(rendered: dict[str, Rendered]) -> None:
    assert rendered["referral_letter"].pages == 2
    assert rendered["referral_letter"].fits
    assert rendered["person_copy"].pages == 1


@pytest.mark.expects_log
def test_a_character_the_typeface_lacks_is_named_before_it_is_printed() -> None:
    case = with_answers(FULL, Answer("own_name", ("李 Darren",)))
    found = pdf(get(Document.REFERRAL_LETTER, case))
    assert found.missing == ("李",)
    assert not found.fits


@pytest.mark.parametrize(
    "name", ["Siân Ŵyn-Ŷates", "Łukasz Żółć-Dąbęk", "Ştefan Țîrlea", "Renée O’Neill‑Šmíd", "Ğül Çınar"]
)
def test_welsh_polish_and_other_names_are_printed_in_our_typeface(name: str) -> None:
    found = pdf(get(Document.REFERRAL_LETTER, with_answers(FULL, Answer("own_name", (name,)))))
    assert found.missing == ()
    assert name.replace("‑", "-") in text_of(found.content).replace("‑", "-")


# --- nothing is fetched ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "http://192.0.2.1/x.png",
        "https://example.org/x.css",
        "ftp://192.0.2.1/x",
        "file:///etc/passwd",
        (TEMPLATES.parent / "README.md").as_uri(),
        TEMPLATES.as_uri() + "/../pyproject.toml",
        FONTS.as_uri(),
        "//192.0.2.1/x",
        "data:text/html,<p>x</p>",
        "data:image/png,plain",
        "javascript:1",
        "",
    ],
)
def test_only_our_own_files_and_the_logo_can_be_read(url: str) -> None:
    with pytest.raises(ValueError, match="own files"):
        _Closed()(url)


def test_our_own_files_can_be_read() -> None:
    assert {path.name for path in own_files().values()} >= {"letter.css", "AtkinsonHyperlegibleNext-Regular.ttf"}
    for url, path in own_files().items():
        assert _Closed()(url).read() == path.read_bytes()


@pytest.mark.expects_log
@pytest.mark.parametrize(
    "link",
    [
        '<img src="http://192.0.2.1/x.png" alt="x">',
        '<img src="file:///etc/hostname" alt="x">',
        '<link rel="stylesheet" href="http://192.0.2.1/x.css">',
        '<link rel="attachment" href="file:///etc/hostname">',
        '<p style="background: url(file:///etc/hostname)">x</p>',
        '<object data="file:///etc/hostname">x</object>',
    ],
)
def test_a_page_that_asks_for_more_does_not_get_it(link: str, caplog: pytest.LogCaptureFixture) -> None:
    hostname = Path("/etc/hostname")
    secret = hostname.read_bytes().strip() if hostname.exists() else b"nothing"
    with caplog.at_level(logging.WARNING, "weasyprint"):
        content, pages = _write(f'<html lang="en-GB"><head><title>D</title></head><body><h1>A</h1>{link}</body></html>')
    assert pages == 1
    assert any("own files" in record.getMessage() for record in caplog.records)
    with pikepdf.open(io.BytesIO(content)) as file:
        assert not file.attachments
        assert secret not in b"".join(
            obj.read_bytes() for obj in file.objects if isinstance(obj, pikepdf.Stream) and "/Type" not in obj
        )


def test_a_logo_is_printed_and_keeps_the_file_sound(tmp_path: Path) -> None:
    for name, make in (("logo.png", _png), ("logo.svg", _svg)):
        path = tmp_path / name
        make(path)
        case = replace(FULL, organisation=replace(FULL.organisation, logo=str(path)))
        found = pdf(get(Document.REFERRAL_LETTER, case))
        made = tmp_path / "document.pdf"
        made.write_bytes(found.content)
        for profile in PROFILES:
            report = page_validation.validate_pdf(
                str(made), profile=getattr(page_validation.ValidationProfile, profile)
            )
            assert report.is_compliant, report.to_dict()["failures"]
        assert "data:image/" in html(get(Document.REFERRAL_LETTER, case))


def _png(path: Path) -> None:
    Image.new("RGBA", (200, 60), (20, 90, 90, 180)).save(path)


def _svg(path: Path) -> None:
    path.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 12"><path d="M0 0h40v12z"/></svg>')


def test_no_stream_ends_in_what_may_be_taken_for_a_line_end(rendered: dict[str, Rendered]) -> None:
    assert ambiguous(b"stream\nabc\r\nendstream")
    assert not ambiguous(b"stream\nabc\nendstream")
    assert not any(ambiguous(found.content) for found in rendered.values())


@pytest.mark.parametrize("content", [b"\x09", b"\x0c", b"", b"\x08", b"\xff" * 9 + b"\x12"])
@pytest.mark.parametrize("font", [False, True])
def test_padding_ends_every_stream_clearly_and_adds_a_byte_at_most(content: bytes, font: bool) -> None:
    """The first two end in a line feed and a carriage return as they are."""
    file = pydyf.PDF()
    stream = pydyf.Stream([content], {"Length1": len(content)} if font else {}, compress=True)
    file.add_object(stream)
    if content in (b"\x09", b"\x0c"):
        assert ambiguous(stream.data)
    finish(file)
    assert not ambiguous(stream.data)
    padded = b"\n".join(stream.stream)
    assert padded.startswith(content)
    assert len(padded) - len(content) <= 1
    assert not font or stream.extra["Length1"] == len(padded)


def test_every_template_compiles_and_holds_no_style_of_its_own() -> None:
    for path in sorted(TEMPLATES.glob("*.html")):
        _environment().get_template(path.name)
        source = path.read_text(encoding="utf-8")
        for word in ("style=", "<style", "<dl", "<script", "http"):
            assert word not in source, path.name
