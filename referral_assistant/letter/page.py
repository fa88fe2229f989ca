"""A document as a page: its template filled in, with everything escaped and nothing left undefined."""

from __future__ import annotations

import re
from functools import cache

from jinja2 import FileSystemLoader, StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment

from referral_assistant.i18n import _, long_date
from referral_assistant.letter.kinds import Printable
from referral_assistant.letter.logo import logo_uri
from referral_assistant.paths import TEMPLATES
from referral_assistant.problems import Problem


def html(document: Printable, large_print: bool = False) -> str:
    """The document as HTML, drawn from the same record that the window and the checks read."""
    page = template(document.template)
    return page.render(doc=document, title=pdf_title(document), large=large_print, logo=_logo(document.head.logo))


def template(name: str) -> Template:
    """A template of ours."""
    return _environment().get_template(name)


def pdf_title(document: Printable) -> str:
    """What a reader or a task bar shows: neutral, and without a name."""
    return " ".join(("Document", document.head.reference)).strip()


def file_name(document: Printable, large_print: bool = False) -> str:
    """A neutral file name. Every document is saved by itself, so a folder of them shows no gap (S25)."""
    parts = [re.sub(r"[^A-Za-z0-9-]+", "-", document.head.reference).strip("-") or "card"]
    if document.head.version > 1:
        parts.append(str(document.head.version))
    if large_print:
        parts.append("large")
    return f"{'-'.join(parts)}.pdf"


def _logo(path: str) -> str:
    """The logo, or nothing: a letter is not held up by a file that has moved. Settings says what is wrong with it."""
    try:
        return logo_uri(path) if path else ""
    except Problem:
        return ""


@cache
def _environment() -> SandboxedEnvironment:
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["_"] = _
    environment.filters["long_date"] = long_date
    return environment
