"""HTML to PDF: one file that is both PDF/UA-1 and PDF/A-2a, the same bytes for the same record, nothing fetched.

WeasyPrint is loaded inside functions, on the one worker, because loading it takes most of a second.
"""

from __future__ import annotations

import atexit
import base64
import hashlib
import io
import re
import threading
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from referral_assistant.later import later
from referral_assistant.letter.closed import REFUSAL, no_way_out
from referral_assistant.letter.kinds import Printable
from referral_assistant.letter.libraries import find_libraries
from referral_assistant.letter.page import html
from referral_assistant.letter.pdfa import ambiguous, finish
from referral_assistant.letter.record import Section
from referral_assistant.letter.typeface import FONTS, characters, missing
from referral_assistant.paths import RESOURCES, TEMPLATES

_one_at_a_time = threading.Lock()
_TRIES = 8
_VARIANT = "pdf/a-2a"
_SCREEN = "screen"
_EVERY_FACE = ("400", "600", "700", "italic 400")
_DATA = re.compile(r"data:image/(?:png|svg\+xml);base64,[A-Za-z0-9+/=]*")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A PDF, how many pages it has, which sections to shorten if those are too many, and what no page can show."""

    content: bytes
    pages: int
    overflow: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether it may leave: no longer than its kind may be, and every character printed."""
        return not self.overflow and not self.missing

    def __repr__(self) -> str:
        return f"<Rendered {self.pages} pages>"


def pdf(document: Printable, large_print: bool = False) -> Rendered:
    """The document as a PDF. Safe on a worker thread. Large print may take as many pages as it needs."""
    with _one_at_a_time:
        source = html(document, large_print)
        content, pages = _write(source)
    limit = None if large_print else document.most_pages
    too_long = limit is not None and pages > limit
    return Rendered(content, pages, _to_shorten(document) if too_long else (), unprintable(document))


def page_pdf(source: str) -> tuple[bytes, int]:
    """A page of ours that is no document of a case, as a PDF, and how many pages it takes. Safe on a worker thread."""
    with _one_at_a_time:
        return _write(source)


def legible_pdf(source: str) -> Rendered:
    """A page of ours with what others wrote, as a PDF: a character the typeface lacks is named, and a question mark
    printed for it. Safe on a worker thread."""
    lacking = missing(source)
    content, pages = page_pdf(source.translate({ord(c): "?" for c in lacking}))
    return Rendered(content, pages, missing=lacking)


def warm() -> None:
    """Load everything and print a page that is thrown away, so that the first real one is quick."""
    with _one_at_a_time:
        _write('<html lang="en-GB"><head><title>Document</title></head><body><h1>A</h1><p>a</p></body></html>')


def specimen() -> bytes:
    """A page that is set in every face."""
    faces = "".join(
        f'<p style="font: {face} 1rem &quot;Atkinson Hyperlegible Next&quot;">Aa</p>' for face in _EVERY_FACE
    )
    with _one_at_a_time:
        return _write(f'<html lang="en-GB"><head><title>Document</title></head><body><h1>Aa</h1>{faces}</body></html>')[
            0
        ]


def libraries() -> dict[str, str]:
    """The versions of what draws the documents, as each says it itself."""
    library = _weasyprint()
    from weasyprint.text.ffi import pango

    number = int(pango.pango_version())
    return {"WeasyPrint": str(library.__version__), "Pango": f"{number // 10000}.{number // 100 % 100}.{number % 100}"}


def unprintable(document: Printable) -> tuple[str, ...]:
    """Characters of the document that its typeface does not have."""
    known = characters()
    head = document.head
    texts = [head.title, head.organisation, *head.address, head.telephone, *document.recipient]
    for section in document.sections:
        texts.append(section.title)
        texts.extend(text for p in section.printed for text in (p.label, p.text))
    return tuple(sorted({c for text in texts for c in text if ord(c) not in known}))


def _write(source: str) -> tuple[bytes, int]:
    tools = _tools()
    page = _weasyprint().HTML(string=source, base_url=TEMPLATES.as_uri() + "/", url_fetcher=tools.fetch)
    laid_out = page.render(
        stylesheets=[tools.style],
        font_config=tools.fonts,
        color_profiles={_SCREEN: tools.colours},
        pdf_variant=_VARIANT,
        output_intent=_SCREEN,
    )
    content = b""
    for nudge in range(_TRIES):
        content = laid_out.write_pdf(
            finisher=lambda _document, file, n=nudge: finish(file, n),
            pdf_variant=_VARIANT,
            output_intent=_SCREEN,
            pdf_identifier=hashlib.sha256(source.encode()).hexdigest()[:32].encode(),
        )
        if not ambiguous(content):
            break
    return content, len(laid_out.pages)


def _weasyprint() -> Any:
    """The library without what it calls for fonts alone that are not ours: such as vary in weight, are compressed for
    the web, or must be cut down where HarfBuzz cannot. That is most of fontTools: a quarter of the memory and a third
    of the time that loading takes. And without what opens connections, which an installed copy has not got whole."""
    find_libraries()
    with no_way_out(), later("fontTools.subset", "fontTools.varLib.instancer", "fontTools.ttLib.woff2"):
        import weasyprint
    return weasyprint


@dataclass(frozen=True, slots=True)
class _Tools:
    """What every page shares: the fetcher, the fonts, the style sheet and the colour profile, each read once."""

    fetch: _Closed
    fonts: Any
    style: Any
    colours: Any


@cache
def _tools() -> _Tools:
    library = _weasyprint()
    from weasyprint.css import ColorProfile
    from weasyprint.text.fonts import FontConfiguration

    # Given back while everything is still there: left to the very end, it complains that its own tools are gone.
    atexit.register(_tools.cache_clear)
    fetch = _Closed()
    fonts = FontConfiguration()
    # It copies our fonts into a folder of the system's for temporary files. What the window has frozen is never
    # collected, so giving it back is not enough: the folder would stay behind on a computer that is not ours.
    atexit.register(fonts.__del__)
    sheet = (TEMPLATES / "letter.css").read_text(encoding="utf-8")
    style = library.CSS(string=sheet, base_url=RESOURCES.as_uri() + "/", url_fetcher=fetch, font_config=fonts)
    # The profile that WeasyPrint brings. Handed over once, it is not opened and read again for every page.
    profile = (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()
    colours = ColorProfile(io.BytesIO(profile), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))
    # Whoever asks a profile for its name has it written otherwise ever after. WeasyPrint asks while it writes the first
    # page of a process, which would so differ from all that follow.
    _named = colours.name
    return _Tools(fetch, fonts, style, colours)


class _Closed:
    """The only way to anything outside the page: our own fonts and style, and the logo as data. It has no other."""

    _fail_on_errors = False

    def __call__(self, url: str) -> Any:
        """What WeasyPrint asks for. A refusal is logged by it, and the page goes on without."""
        from weasyprint.urls import URLFetcherResponse

        if _DATA.fullmatch(url):
            kind, _comma, body = url.partition(",")
            return URLFetcherResponse(url, base64.b64decode(body), {"Content-Type": kind[5:].split(";")[0]})
        path = own_files().get(url)
        if path is None:
            raise ValueError(REFUSAL)
        # A drawing that says what it is need not be tried as every kind of photograph first, which loads them all.
        told = {"Content-Type": "image/svg+xml"} if path.suffix == ".svg" else {}
        return URLFetcherResponse(url, path.read_bytes(), told)


@cache
def own_files() -> dict[str, Path]:
    """Everything a page may read, by its address: the fonts and the templates. A closed list, so nothing is parsed."""
    return {path.as_uri(): path for folder in (FONTS, TEMPLATES) for path in sorted(folder.iterdir()) if path.is_file()}


def _to_shorten(document: Printable) -> tuple[str, ...]:
    """The sections whose words take most of the room, in reading order. Lines that cannot be edited do not count."""

    def length(section: Section) -> int:
        return sum(len(s.text) for p in section.paragraphs for s in p.sentences if not s.fixed)

    titled = [section for section in document.sections if section.title]
    total = sum(length(section) for section in titled)
    longest = sorted(titled, key=length, reverse=True)[:3]
    return tuple(s.title for s in titled if s in longest and length(s) * 6 >= total)
