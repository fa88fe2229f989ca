"""What a referral letter costs, from its record to its final bytes, beside everything else that could have made it.

The peer with the limit is the plain call of WeasyPrint on the same page with the same style sheet. typst and ReportLab
set the same words and work in this process as we do; Chromium and LibreOffice print the same page, each a process.
"""

from __future__ import annotations

import html as escaping
import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from referral_assistant.letter import ReferralLetter, html, pdf, warm
from referral_assistant.letter.printing import FONTS
from referral_assistant.paths import RESOURCES, TEMPLATES
from tests.benchmarks.cases import referral_letter
from tests.benchmarks.figures import Figure
from tests.benchmarks.turns import median, ratio, take_turns

_FAMILY = "Atkinson Hyperlegible Next"
_PROGRAMS = {"Chromium": ("chromium", "chromium-browser", "google-chrome"), "LibreOffice": ("soffice", "libreoffice")}
_PATIENCE = 120


def measure(rounds: int = 15, peer_rounds: int = 3) -> Iterator[Figure]:
    """A letter from record to bytes against the plain call, then the peers that are installed."""
    letter = referral_letter()
    page = html(letter)
    warm()
    times = take_turns({"ours": lambda: pdf(letter), "plain": lambda: plain_call(page)}, rounds)
    yield Figure(
        "A referral letter, warm, from record to final bytes, against the plain call of WeasyPrint",
        ratio(times["ours"], times["plain"]),
        "times",
        0.9,
        f"{median(times['ours']):.0f} and {median(times['plain']):.0f} ms, {pdf(letter).pages} pages",
    )
    with tempfile.TemporaryDirectory() as made:
        for name, how, job in peers(letter, page, Path(made)):
            beside = take_turns({"ours": lambda: pdf(letter), name: job}, peer_rounds)
            times_it = ratio(beside["ours"], beside[name])
            yield Figure(f"The same against {name}", times_it, "times", None, how(beside[name]))


def plain_call(page: str) -> bytes:
    """What a program does that knows WeasyPrint from its first page of documentation."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    style = weasyprint.CSS(string=STYLE, base_url=RESOURCES.as_uri() + "/", font_config=fonts)
    return weasyprint.HTML(string=page, base_url=TEMPLATES.as_uri() + "/").write_pdf(
        stylesheets=[style], font_config=fonts, pdf_variant="pdf/a-2a"
    )


STYLE = (TEMPLATES / "letter.css").read_text(encoding="utf-8")

Peer = tuple[str, Callable[[list[float]], str], Callable[[], object]]


def peers(letter: ReferralLetter, page: str, folder: Path) -> Iterator[Peer]:
    """The peers that are here: what each is called, how to say what it took, and its work."""

    def in_process(found: list[float]) -> str:
        return f"{median(found):.0f} ms in this process"

    def as_process(found: list[float]) -> str:
        return f"{median(found):.0f} ms, a process each"

    for name, make in (("typst", typst_job), ("ReportLab", reportlab_job)):
        try:
            yield name, in_process, make(letter)
        except ModuleNotFoundError:
            continue
    source = folder / "letter.html"
    source.write_text(page.replace("</head>", f"<style>{STYLE}</style></head>"), encoding="utf-8")
    (folder / "fonts").symlink_to(FONTS)
    for name, programs in _PROGRAMS.items():
        program = next(filter(None, map(shutil.which, programs)), None)
        if program is not None:
            yield name, as_process, process_job(name, program, source)


def typst_job(letter: ReferralLetter) -> Callable[[], object]:
    """The words of the letter as a typst document, PDF/A-2a too."""
    import typst

    def safe(text: str) -> str:
        return "".join(f"\\{c}" if c in "\\#*_`$<>@[]~=-+/" else c for c in text)

    head = letter.head
    lines = [
        f'#set document(title: "Document {safe(head.reference)}")',
        f'#set text(font: "{_FAMILY}", size: 11pt, lang: "en")',
        '#set page(paper: "a4", margin: 2.2cm, footer: context [#counter(page).display()])',
        *(safe(line) + " \\" for line in (head.organisation, *head.address, *letter.recipient)),
        f"\n= {safe(head.title)}\n",
    ]
    for section in letter.sections:
        lines += [f"\n== {safe(section.title)}\n"] if section.title else []
        lines += [f"*{safe(p.label)}* {safe(p.text)}\n" if p.label else f"{safe(p.text)}\n" for p in section.printed]
    lines += ["", safe(letter.sign_off), "", *(safe(line) + " \\" for line in letter.signed)]
    source = "\n".join(lines).encode()
    return lambda: typst.compile(source, font_paths=[str(FONTS)], ignore_system_fonts=True, pdf_standards=["a-2a"])


def reportlab_job(letter: ReferralLetter) -> Callable[[], object]:
    """The words of the letter as ReportLab paragraphs; it makes no tagged file."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    for weight in ("Regular", "Bold"):
        pdfmetrics.registerFont(TTFont(weight, str(FONTS / f"AtkinsonHyperlegibleNext-{weight}.ttf")))
    pdfmetrics.registerFontFamily("Regular", normal="Regular", bold="Bold", italic="Regular", boldItalic="Bold")
    plain = ParagraphStyle("plain", fontName="Regular", fontSize=11, leading=15, spaceAfter=5)
    heading = ParagraphStyle("heading", parent=plain, fontName="Bold", fontSize=13, leading=17, spaceBefore=8)
    safe = escaping.escape

    def make() -> bytes:
        story = [Paragraph(safe(line), plain) for line in (letter.head.organisation, *letter.recipient)]
        story.append(Paragraph(safe(letter.head.title), heading))
        for section in letter.sections:
            story += [Paragraph(safe(section.title), heading)] if section.title else []
            story += [Paragraph(f"<b>{safe(p.label)}</b> {safe(p.text)}", plain) for p in section.printed]
        story += [Paragraph(safe(line), plain) for line in (letter.sign_off, *letter.signed)]
        file = io.BytesIO()
        SimpleDocTemplate(file, title="Document", lang="en").build(story)
        return file.getvalue()

    return make


def process_job(name: str, program: str, source: Path) -> Callable[[], object]:
    """Another program that prints the page to a file."""
    folder = source.parent
    profile = folder / f"profile-{name}"
    made = folder / f"{name}.pdf" if name == "Chromium" else source.with_suffix(".pdf")
    arguments = {
        "Chromium": (
            *("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"),
            *(f"--user-data-dir={profile}", f"--print-to-pdf={made}", source.as_uri()),
        ),
        "LibreOffice": (
            *(f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "pdf:writer_web_pdf_Export"),
            *("--outdir", str(folder), str(source)),
        ),
    }[name]

    def make() -> bytes:
        made.unlink(missing_ok=True)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run([program, *arguments], check=True, timeout=_PATIENCE, env={**os.environ, "LC_ALL": "C"}, **quiet)
        return made.read_bytes()

    return make
