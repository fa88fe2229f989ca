"""Nothing made in training passes for the real thing: not on paper, not in a photocopy, and not for a screen reader."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter

from referral_assistant.letter import Printable, ReferralLetter, documents, helpline_card, html, pdf
from referral_assistant.letter.comparison import Room
from referral_assistant.letter.comparison import html as comparison_html
from referral_assistant.letter.debrief import debrief_html, reflection_html
from referral_assistant.letter.directory_list import Listing
from referral_assistant.letter.directory_list import html as directory_html
from referral_assistant.letter.invented import ADDRESS, MAIL, OFFICE, TELEPHONE
from referral_assistant.letter.printing import _Closed, page_pdf
from referral_assistant.letter.provision import html as provision_html
from referral_assistant.letter.role_play import Part
from referral_assistant.letter.role_play import html as role_html
from referral_assistant.model import Case, Document, Kind, Manner
from referral_assistant.paths import RESOURCES, TEMPLATES
from referral_assistant.training.debrief import example
from tests import test_comparison, test_debrief_pdf, test_directory_list, test_provision_pdf
from tests.document_cases import CASE, LIVE_LINES, MATCH, PACK, REQUEST, TODAY, assessed, outcome, with_decision
from tests.printed import text_of
from tests.saltmarch import KEELSIDE, SERVICES
from tests.test_role_play import BANK, WORDS

ROLES = [("imran", part) for part in Part if part is not Part.TALK_THROUGH] + [("jay", Part.TALK_THROUGH)]

FULL = with_decision(replace(CASE, kind=Kind.TRAINING), annex=REQUEST)
LIVE = with_decision(CASE, annex=REQUEST)
WATERMARK = TEMPLATES / "watermark.svg"
WORD = "TRAINING"
FOOT = "Training example."


def sources() -> Iterator[tuple[str, str]]:
    """Every document that training makes, as the page it is printed from."""
    for found in documents(FULL, PACK, assessed(FULL), MATCH, TODAY, SERVICES).ready:
        yield str(found.document), html(found)
    yield "referral_letter-large", html(letter(), True)
    yield "helpline_card", html(helpline_card(FULL, PACK, assessed(FULL), LIVE_LINES, TODAY, True))
    yield from ((f"role-{part}", role_html(BANK[name], part, WORDS)) for name, part in ROLES)
    yield "debrief", debrief_html(example(WORDS, BANK["imran"], Manner.COLLUSIVE), TODAY)
    yield "reflection", reflection_html(test_debrief_pdf.WRITTEN, TODAY)
    yield "comparison", comparison_html(Room(test_comparison.room(), WORDS, BANK["yusuf"].title, TODAY, {}))
    yield "provision", provision_html(test_provision_pdf.WHOLE)
    yield "directory_list", directory_html(listing(KEELSIDE, *SERVICES[:1]))


def letter(case: Case = FULL) -> ReferralLetter:
    found = documents(case, PACK, assessed(case), MATCH, TODAY, SERVICES).get(Document.REFERRAL_LETTER)
    assert isinstance(found, ReferralLetter)
    return found


def listing(*services: object) -> Listing:
    return test_directory_list.listing(services)  # type: ignore[arg-type]


SOURCES = dict(sources())
STAND_FOR_ALL = ("referral_letter", "role-actor-card", "comparison")
# Module-wide, so that all that is asked of one document is asked while its pages are at hand.
each = pytest.mark.parametrize(
    "name",
    [n if n in STAND_FOR_ALL else pytest.param(n, marks=pytest.mark.thorough) for n in SOURCES],
    scope="module",
)


@cache
def restyled(source: str, rules: str) -> bytes:
    """The same page with other rules for its marks."""
    content, _pages = page_pdf(source.replace("</head>", f"<style>{rules}</style></head>"))
    return content


@cache
def pages(content: bytes) -> tuple[Image.Image, ...]:
    """The first and the last page as a copier sees them: 150 dots to the inch, in greys."""
    with pypdfium2.PdfDocument(content) as file:
        ends = sorted({0, len(file) - 1})
        return tuple(file[number].render(scale=150 / 72).to_pil().convert("L") for number in ends)


def threshold(level: int) -> Callable[[Image.Image], Image.Image]:
    return lambda page: page.point(lambda value: 255 if value >= level else 0)


BLURRED = ImageFilter.Kernel((3, 3), (62, 249, 62, 249, 1000, 249, 62, 249, 62))
"""A bell that is 0.6 dots wide: what a copier does that is a little out of focus."""
COPIERS: dict[str, Callable[[Image.Image], Image.Image]] = {
    **{f"threshold {level}": threshold(level) for level in (64, 96, 128, 160, 192)},
    "dithered": lambda page: page.convert("1").convert("L"),
    "out of focus": lambda page: threshold(128)(page.filter(BLURRED)),
}
"""Ways to make one bit of a page."""

FOUND = 0.7
"""How much of a mark must be black in each of its bands. The watermark has eight: one for each letter, about."""

LETTERS, LINE = 8, 1


def ink(marked: Image.Image, unmarked: Image.Image) -> Image.Image:
    """Where the mark alone puts ink."""
    return ImageChops.subtract(unmarked, marked).point(lambda value: 255 if value > 160 else 0)


def shares(where: Image.Image, copy: Image.Image, bands: int) -> list[float]:
    """How much of the mark is black in a copy, for each band of the mark from its top to its foot."""
    box = where.getbbox()
    assert box is not None, "there is no mark"
    left, top, right, foot = box
    bounds = [top + (foot - top) * n // bands for n in range(bands + 1)]
    found = []
    for above, below in pairwise(bounds):
        band = (left, above, right, max(below, above + 1))
        mark = where.crop(band)
        black = ImageChops.multiply(mark, ImageChops.invert(copy.crop(band)))
        wanted = mark.histogram()[255]
        if wanted:
            found.append(sum(black.histogram()[128:]) / wanted)
    return found


UNMARKED = "html.training { background: none }"
FOOTLESS = ".training .running-foot { visibility: hidden }"


@each
def test_the_watermark_survives_a_black_and_white_photocopy(name: str) -> None:
    marked, unmarked = pages(restyled(SOURCES[name], "")), pages(restyled(SOURCES[name], UNMARKED))
    assert len(marked) == len(unmarked)
    for page, bare in zip(marked, unmarked, strict=True):
        where = ink(page, bare)
        left, top, right, foot = where.getbbox() or (0, 0, 0, 0)
        assert right - left > page.width * 0.6, "it is large"
        assert foot - top > page.height * 0.6, "and goes from corner to corner"
        for copier, copied in COPIERS.items():
            assert min(shares(where, copied(page), LETTERS)) >= FOUND, copier
            assert max(shares(where, copied(bare), LETTERS)) < 0.2, copier


@each
def test_the_footer_survives_a_black_and_white_photocopy(name: str) -> None:
    marked, unmarked = pages(restyled(SOURCES[name], "")), pages(restyled(SOURCES[name], FOOTLESS))
    for page, bare in zip(marked, unmarked, strict=True):
        where = ink(page, bare)
        assert (where.getbbox() or (0, 0, 0, 0))[1] > page.height * 0.9, "it stands at the foot"
        for copier, copied in COPIERS.items():
            assert min(shares(where, copied(page), LINE)) >= FOUND, copier
            assert max(shares(where, copied(bare), LINE)) < 0.2, copier


def grey(colour: str) -> str:
    """The rules of a watermark and a footer of another colour."""
    drawn = WATERMARK.read_text("utf-8").replace("#000", colour)
    data = base64.b64encode(drawn.encode()).decode()
    foot = f".training .running-foot {{ color: {colour}; border-color: {colour} }}"
    return f'html.training {{ background-image: url("data:image/svg+xml;base64,{data}") }} {foot}'


@pytest.mark.parametrize("colour", ["#ddd", "#ccc", "#aaa"])
@pytest.mark.parametrize(("without", "bands"), [(UNMARKED, LETTERS), (FOOTLESS, LINE)], ids=["watermark", "footer"])
def test_the_check_itself_fails_where_a_mark_is_grey(colour: str, without: str, bands: int) -> None:
    source = SOURCES["referral_letter"]
    black, bare = (pages(restyled(source, rules))[0] for rules in ("", without))
    pale = pages(restyled(source, grey(colour)))[0]
    where = ink(black, bare)
    lost = {copier for copier, copied in COPIERS.items() if min(shares(where, copied(pale), bands)) < FOUND}
    assert {"threshold 64", "threshold 96", "threshold 128", "threshold 160", "dithered", "out of focus"} <= lost


def eroded(page: Image.Image, across: int) -> Image.Image:
    """Only what is ink over a whole square of so many dots."""
    rows = page
    for right in range(1, across):
        rows = ImageChops.darker(rows, ImageChops.offset(page, right, 0))
    found = rows
    for down in range(1, across):
        found = ImageChops.darker(found, ImageChops.offset(rows, 0, down))
    return found


@each
def test_the_mark_leaves_the_text_readable(name: str) -> None:
    """It is made of dots smaller than a full stop, and of few of them; and it lies behind the text."""
    marked, unmarked = restyled(SOURCES[name], ""), restyled(SOURCES[name], UNMARKED)
    for page, bare in zip(pages(marked), pages(unmarked), strict=True):
        where = ImageChops.subtract(bare, page).point(lambda value: 255 if value > 64 else 0)
        assert sum(where.histogram()[128:]) < page.width * page.height * 0.01
        assert eroded(where, 5).getbbox() is None, "no more than four dots of the copier across"
    assert text_of(marked).replace(WORD, "").split() == text_of(unmarked).split()
    with pikepdf.open(io.BytesIO(marked)) as file:
        for sheet in file.pages:
            steps = [str(step.operator) for step in pikepdf.parse_content_stream(sheet)]
            assert steps.index("Do") < steps.index("BT")


@each
def test_the_mark_is_text_and_an_artefact_for_a_screen_reader(name: str) -> None:
    with pikepdf.open(io.BytesIO(restyled(SOURCES[name], ""))) as file:
        for sheet in file.pages:
            drawn = [form for form, artefact in forms(sheet) if artefact and "Tf" in operators(form)]
            assert len(drawn) == 1, "text, drawn once"
            assert not any("BDC" in operators(form) for form in drawn), "and no part of what is read aloud"
    with pypdfium2.PdfDocument(restyled(SOURCES[name], "")) as printed:
        for page in printed:
            assert WORD in page.get_textpage().get_text_range()


def forms(sheet: pikepdf.Page) -> Iterator[tuple[pikepdf.Object, bool]]:
    """What a page draws from elsewhere, and whether it is marked as an artefact."""
    open_marks: list[str] = []
    for step in pikepdf.parse_content_stream(sheet):
        name = str(step.operator)
        if name in ("BMC", "BDC"):
            open_marks.append(str(step.operands[0]))
        elif name == "EMC":
            open_marks.pop()
        elif name == "Do":
            form = sheet.Resources.XObject[str(step.operands[0])]
            if form.Subtype == "/Form":
                yield form, "/Artifact" in open_marks


def operators(form: pikepdf.Object) -> set[str]:
    """What a form does, with the forms in it."""
    found = {str(step.operator) for step in pikepdf.parse_content_stream(form)}
    drawn = form.Resources.get("/XObject") if "/Resources" in form else None
    for inner in drawn.values() if drawn is not None else ():
        if inner.Subtype == "/Form":
            found |= operators(inner)
    return found


@each
def test_every_page_says_it_at_its_foot_and_the_text_says_it_once(name: str) -> None:
    body = SOURCES[name].partition("<body")[2]
    assert body.count('class="stamp"') == 1
    with pypdfium2.PdfDocument(restyled(SOURCES[name], "")) as file:
        for number, sheet in enumerate(file):
            text = sheet.get_textpage().get_text_range()
            assert text.count(FOOT) == 2, f"page {number + 1}: at its head and at its foot"


# --- the letterhead --------------------------------------------------------------------------------------------------

TYPED = replace(
    FULL,
    organisation=replace(
        FULL.organisation,
        name="Bridport Housing",
        address=("7 Real Street", "Bridport"),
        telephone="01308 555 0100",
        logo="/etc/logo.png",
    ),
    practitioner=replace(
        FULL.practitioner, team="Bridport tenancy team", telephone="01308 555 0101", email="jo@bridport.example"
    ),
)


def test_whatever_was_typed_a_training_document_prints_an_invented_letterhead() -> None:
    made = documents(TYPED, PACK, assessed(TYPED), MATCH, TODAY, SERVICES)
    assert {found.document for found in made.ready} == set(Document)
    for found in made.ready:
        page = html(found)
        assert OFFICE in page
        assert ADDRESS[0] in page
        for typed in ("Bridport", "Real Street", "01308", "<img", "bridport", *MATCH.service.contact.address):
            assert typed not in page, typed
    assert letter(TYPED).signed == (
        f"{TYPED.practitioner.name}, {TYPED.practitioner.role}",
        OFFICE,
        f"{TELEPHONE}, {MAIL}",
    )


def test_a_training_address_still_falls_into_the_window_of_an_envelope() -> None:
    content, _pages = page_pdf(SOURCES["referral_letter"])
    with pypdfium2.PdfDocument(content) as file:
        sheet = file[0]
        text = sheet.get_textpage()
        _left, _bottom, _right, top = text.get_charbox(text.search(MATCH.service.name).get_next()[0])
        assert 50 <= (sheet.get_size()[1] - top) / 72 * 25.4 <= 60


# --- live ------------------------------------------------------------------------------------------------------------


def live() -> dict[str, Printable]:
    found = {str(one.document): one for one in outcome(LIVE).ready}
    return {**found, "card": helpline_card(LIVE, PACK, assessed(LIVE), LIVE_LINES, TODAY, True)}


@pytest.mark.parametrize(
    "name",
    [
        "referral_letter",
        "card",
        *(pytest.param(n, marks=pytest.mark.thorough) for n in Document if n != "referral_letter"),
    ],
)
def test_live_documents_are_byte_for_byte_what_they_are_without_any_of_this(name: str) -> None:
    """Neither a mark nor a rule for one touches them."""
    found = live()[name]
    source = html(found)
    for mark in ("raining", "stamp", WATERMARK.name, OFFICE):
        assert mark not in source.replace("running-training", ""), mark
    style = (TEMPLATES / "letter.css").read_text("utf-8")
    ours = "".join(line for line in style.splitlines(keepends=True) if not line.startswith(".training"))
    assert ours != style
    assert "html.training" not in ours
    assert printed(source, ours) == printed(source, style)
    assert pdf(found).content == page_pdf(source)[0]


def printed(source: str, style: str) -> bytes:
    """The page with a style sheet, by the plain call of the library."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fonts, fetch = FontConfiguration(), _Closed()
    sheet = weasyprint.CSS(string=style, base_url=RESOURCES.as_uri() + "/", url_fetcher=fetch, font_config=fonts)
    page = weasyprint.HTML(string=source, base_url=TEMPLATES.as_uri() + "/", url_fetcher=fetch)
    made: bytes = page.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_identifier=b"0", pdf_tags=True)
    return made


def test_a_picture_and_a_list_of_training_name_no_organisation_that_was_typed() -> None:
    for name in ("provision", "directory_list"):
        assert OFFICE in SOURCES[name]
        assert "Eastmere Family Practice" not in SOURCES[name]
        assert "Saltmarch Council" not in SOURCES[name]


def test_a_directory_of_real_services_has_no_mark() -> None:
    real = replace(KEELSIDE, fictional=False)
    page = directory_html(listing(real))
    assert "Saltmarch Council" in page
    assert "stamp" not in page
    assert "raining" not in page
