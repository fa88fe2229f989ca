"""What an organisation or a trainer reads beforehand: from one template a PDF, and blocks for a screen."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser
from typing import NamedTuple

from referral_assistant.letter.page import template
from referral_assistant.letter.printing import Rendered, page_pdf
from referral_assistant.training.exercise import PAUSE_WORD

STATEMENTS = {"security-statement": "security_statement.html", "dpia-starter": "dpia_starter.html"}
"""What an organisation asks for: name of the file -> template."""

TRAINER_NOTES = "trainer-notes"
"""What somebody reads who leads a half day."""

MOST_PAGES = {"security-statement": 1, TRAINER_NOTES: 1}
_TEMPLATES = {**STATEMENTS, TRAINER_NOTES: "trainer_notes.html"}


class Facts(NamedTuple):
    """What the text says of this very copy. `built` is the day of its build, where it has one."""

    version: str
    built: date | None
    minutes: int


class Block(NamedTuple):
    """One part of a statement: `h1`, `h2`, `h3`, `p`, `ul` with its items, or `table` with its rows of cells."""

    kind: str
    text: str = ""
    items: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def pdf(name: str, facts: Facts) -> Rendered:
    """A statement as a PDF, accessible and archivable as every document is. Safe on a worker thread."""
    content, pages = page_pdf(_source(name, facts))
    most = MOST_PAGES.get(name)
    return Rendered(content, pages, (name,) if most is not None and pages > most else ())


def blocks(name: str, facts: Facts) -> tuple[Block, ...]:
    """The same text for a screen, in order."""
    reader = _Reader()
    reader.feed(_source(name, facts).partition("<body")[2].partition(">")[2])
    reader.close()
    return tuple(reader.found)


def _source(name: str, facts: Facts) -> str:
    return template(_TEMPLATES[name]).render(facts._asdict(), pause=PAUSE_WORD)


class _Reader(HTMLParser):
    """Reads the few tags that a statement is written in; what only stands in the margins of paper is left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Block] = []
        self._text: list[str] = []
        self._items: list[str] = []
        self._rows: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag not in ("span", "tr", "ul", "table"):
            self._text = []
        if tag == "tr":
            self._rows.append([])

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        text = " ".join("".join(self._text).split())
        if tag in ("h1", "h2", "h3", "p"):
            self.found.append(Block(tag, text))
        elif tag == "li":
            self._items.append(text)
        elif tag in ("td", "th"):
            self._rows[-1].append(text)
        elif tag == "ul":
            self.found.append(Block("ul", items=tuple(self._items)))
            self._items = []
        elif tag == "table":
            self.found.append(Block("table", rows=tuple(map(tuple, self._rows))))
            self._rows = []
