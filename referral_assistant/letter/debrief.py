"""A debrief and a learner's own reflection as PDFs: marked as training, named after nobody, kept nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any, NamedTuple

from referral_assistant.i18n import _
from referral_assistant.letter.heard import quoted
from referral_assistant.letter.page import template
from referral_assistant.letter.printing import Rendered, page_pdf
from referral_assistant.letter.typeface import missing
from referral_assistant.training.debrief import Debrief
from referral_assistant.training.debrief_words import Entry, Line, Part, Section, Table, heading, sections


class Reflection(NamedTuple):
    """What a learner writes for themself, each part as they left it: what is empty is a space to write in by hand."""

    scenario: str
    noticed: str = ""
    differently: str = ""
    supervision: str = ""
    before: str = ""
    after: str = ""


def debrief_pdf(found: Debrief, on: date) -> Rendered:
    """A debrief on paper. Safe on a worker thread."""
    return _rendered(debrief_html(found, on), _texts(found))


def reflection_pdf(written: Reflection, on: date) -> Rendered:
    """A learner's reflection record. Safe on a worker thread."""
    return _rendered(reflection_html(written, on), written)


def debrief_html(found: Debrief, on: date) -> str:
    """A debrief as a page."""
    title, lead = heading(found)
    told = [section for section in sections(found) if section.paper]
    drawn = [(section, [_drawn(part) for part in _parts(section)]) for section in told]
    return _page("debrief.html", title, on, lead=lead, sections=drawn)


def reflection_html(written: Reflection, on: date) -> str:
    """A reflection record as a page."""
    title = _("Reflection: {title}").format(title=written.scenario)
    return _page("reflection.html", title, on, questions=questions(written))


def questions(written: Reflection) -> tuple[tuple[str, str], ...]:
    """What a learner is asked, and what they wrote. What they say of their confidence is there only where they did."""
    asked = (
        (_("What I noticed"), written.noticed),
        (_("What I will do differently"), written.differently),
        (_("One thing to take to supervision"), written.supervision),
    )
    confidence = (
        (_("Holding such a conversation: before this exercise"), written.before),
        (_("Holding such a conversation: after it"), written.after),
    )
    return (*asked, *((question, said) for question, said in confidence if said))


def file_name(kind: str, on: date) -> str:
    """A neutral name: what it is, and of which day."""
    return f"{kind}-{on.isoformat()}.pdf"


# --- inside ----------------------------------------------------------------------------------------------------------


def _page(name: str, title: str, on: date, **more: object) -> str:
    """A page of training: no organisation stands on it."""
    return template(name).render(title=title, on=on, organisation="", training=True, **more)


def _rendered(source: str, texts: Iterable[str]) -> Rendered:
    """The page; none where some of it could not be read on paper."""
    lacking = missing(*texts)
    if lacking:
        return Rendered(b"", 0, missing=lacking)
    return Rendered(*page_pdf(source))


def _texts(value: object) -> Iterator[str]:
    """All the words of a debrief."""
    if isinstance(value, Debrief):
        value = asdict(value)
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _parts(section: Section) -> Iterator[Part | Sequence[Line]]:
    """The parts of a section, with bullets that follow each other as one list."""
    row: list[Line] = []
    for part in section.parts:
        if isinstance(part, Line) and part.kind == "bullet":
            row.append(part)
            continue
        if row:
            yield row
            row = []
        yield part
    if row:
        yield row


def _drawn(part: Part | Sequence[Line]) -> tuple[str, Any]:
    """A part with its name, for the template."""
    if isinstance(part, Entry):
        inner = Section("", "", "", part.lines)
        return "entry", (part, [_drawn(one) for one in _parts(inner)])
    if isinstance(part, Table):
        return "table", part
    if isinstance(part, Line):
        return "line", replace(part, text=quoted(part.text)) if part.kind == "said" else part
    return "list", part
