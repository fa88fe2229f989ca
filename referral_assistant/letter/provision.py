"""The provision picture for commissioners: the same numbers as a PDF and as a table. It names nobody."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from referral_assistant.i18n import _, joined, long_date
from referral_assistant.letter import provision_words as words
from referral_assistant.letter.invented import OFFICE
from referral_assistant.letter.page import template
from referral_assistant.letter.printing import Rendered, page_pdf
from referral_assistant.letter.provision_map import as_data, key, svg
from referral_assistant.letter.typeface import missing
from referral_assistant.model import Cell, Need, Outline, Pack, Picture, Standing, Tally, UnmetCounts

MOST_GAPS = 6
"""How many single authorities are said in a sentence to be quoted; the table has all of them."""

NORTHERN_IRELAND = "N09"
"""How the codes of its councils begin."""


class Provision(NamedTuple):
    """All that the document is made of. `unmet` is None where the organisation has not turned it on."""

    picture: Picture
    pack: Pack
    attribution: str
    outlines: Sequence[Outline] = ()
    organisation: str = ""
    unmet: UnmetCounts | None = None
    training: bool = False


def pdf(found: Provision) -> Rendered:
    """The picture as a PDF, accessible and archivable as every document is. Safe on a worker thread."""
    source = html(found)
    content, pages = page_pdf(source)
    return Rendered(content, pages, missing=missing(*_texts(found)))


def html(found: Provision) -> str:
    """The picture as a page."""
    picture, pack = found.picture, found.pack
    drawn = svg(found.outlines, {cell.area: cell.standing for cell in picture.cells})
    return template("provision.html").render(
        title=title(picture),
        on=picture.on,
        organisation=OFFICE if found.training else found.organisation,
        training=found.training,
        need=words.need(pack, picture.need),
        tally=words.tally(picture.whole),
        map=as_data(drawn) if drawn else "",
        map_says=map_says(pack, picture),
        off_map=off_map(found),
        legend=[(as_data(key(standing)), *mark) for standing, mark in words.MARKS.items()],
        gaps=gaps(found),
        needs=_needs(found),
        level=words.LEVELS[picture.level],
        groups=[tally_row(group.name, group) for group in picture.groups],
        heads=HEADS,
        rows=[row(cell) for cell in picture.cells],
        freshness=words.freshness(picture),
        left_out=words.left_out(picture),
        unmet=found.unmet,
        unmet_head=words.unmet_head(found.unmet) if found.unmet else "",
        unmet_rule=words.unmet_rule(),
        unmet_rows=[words.unmet_line(pack, line) for line in found.unmet.lines] if found.unmet else (),
        attribution=found.attribution,
    )


def title(picture: Picture) -> str:
    """What stands at the top."""
    place = picture.within or _("United Kingdom")
    return _("What there is and what is missing: {place}").format(place=place)


def file_name(picture: Picture, ending: str) -> str:
    """A name for the file: what it is and of which day."""
    return f"provision-{picture.on.isoformat()}.{ending}"


def map_says(pack: Pack, picture: Picture) -> str:
    """The map in words, for whoever cannot see it. The table has every authority."""
    numbers = [f"{words.MARKS[s].title.lower()}: {len(picture.of(s))}" for s in Standing]
    place = words.place(pack, picture)
    text = _("Map of {place}. Authorities by what the directory knows: {numbers}. The table below says it for each.")
    return text.format(place=place, numbers=joined(numbers))


def off_map(found: Provision) -> str:
    """Which authorities the map leaves out, and which it draws without their borders, in sentences."""
    drawn = {outline.area for outline in found.outlines}
    if not drawn:
        return ""
    cells = found.picture.cells
    names = [cell.name for cell in cells if cell.area not in drawn]
    shown = {cell.area for cell in cells} & drawn
    return " ".join(sentence for sentence in (_left_out(names), _without_borders(shown)) if sentence)


def _left_out(names: list[str]) -> str:
    if len(names) > words.MOST_NAMES:
        return _("The map leaves out {count} authorities. They stand in the table.").format(count=len(names))
    return _("The map leaves out {names}. The table has them.").format(names=joined(names)) if names else ""


def _without_borders(drawn: set[str]) -> str:
    """The map is made from postcodes, and those of Northern Ireland are not in it."""
    if not any(area.startswith(NORTHERN_IRELAND) for area in drawn):
        return ""
    return _("Councils of Northern Ireland are discs about where their people live: their borders are not in the data.")


def gaps(found: Provision) -> tuple[str, ...]:
    """The gaps in sentences that can be quoted: of each authority while they are few, then of one further need at a
    time wherever none at all is known."""
    picture, pack = found.picture, found.pack
    without = picture.of(Standing.NONE)
    place = words.place(pack, picture)
    if len(without) == len(picture.cells) > 1:
        return (words.gap(pack, picture.need, place),)
    single = [words.gap(pack, picture.need, cell.name) for cell in without] if len(without) <= MOST_GAPS else []
    nowhere = [
        words.gap(pack, _with(picture.need, tally), place)
        for tally in picture.needs
        if tally.none == tally.authorities and tally.field != "kind"
    ]
    return (*single, *nowhere)


HEADS = (
    _("Authority"),
    _("What is known"),
    _("Services"),
    _("To ask"),
    _("National"),
    _("Not checked lately"),
)
"""The columns of the table of authorities."""


def row(cell: Cell) -> tuple[str, ...]:
    """One authority as a row of the table."""
    numbers = (cell.there, cell.ask, cell.national, cell.stale)
    return (cell.name, words.MARKS[cell.standing].title, *map(str, numbers))


def table(found: Provision) -> bytes:
    """The same numbers as a CSV file that a spreadsheet opens: one row for each authority, then each need, then what
    was counted of cases where that is on. Each row says in its first column what it is."""
    held = io.StringIO(newline="")
    writer = csv.writer(held)
    writer.writerows(_safe(line) for line in _lines(found))
    return held.getvalue().encode("utf-8-sig")


def _lines(found: Provision) -> Iterator[Sequence[str]]:
    picture = found.picture
    yield (title(picture), long_date(picture.on), words.need(found.pack, picture.need))
    if found.training:
        yield (_("Fictional: for training."),)
    for text in (words.freshness(picture), *words.left_out(picture)):
        yield (text,)
    yield ()
    yield (_("Code"), *HEADS)
    for cell in picture.cells:
        yield (cell.area, *row(cell))
    yield ()
    yield (_("Need"), _("Value"), *(mark.title for mark in words.MARKS.values()))
    for tally in picture.needs:
        yield (words.FIELDS[tally.field], *tally_row(words.value(found.pack, tally.field, tally.value), tally))
    if picture.groups:
        yield ()
        yield (words.LEVELS[picture.level], *(mark.title for mark in words.MARKS.values()))
        yield from (tally_row(group.name, group) for group in picture.groups)
    if found.unmet is not None:
        yield ()
        yield (words.unmet_head(found.unmet),)
        yield (words.unmet_rule(),)
        yield from (words.unmet_line(found.pack, line) for line in found.unmet.lines)
    yield ()
    yield (found.attribution,)


def _safe(line: Sequence[str]) -> list[str]:
    """No cell is taken for a formula by whatever opens the file."""
    return [f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell for cell in line]


def _needs(found: Provision) -> list[tuple[str, list[tuple[str, ...]]]]:
    """Field by field: its name, and a row for each of its values."""
    fields = dict.fromkeys(tally.field for tally in found.picture.needs)
    return [
        (
            words.FIELDS[field],
            [
                tally_row(words.value(found.pack, field, tally.value), tally)
                for tally in found.picture.needs
                if tally.field == field
            ],
        )
        for field in fields
    ]


def tally_row(name: str, tally: Tally) -> tuple[str, ...]:
    """A tally as a row of a table, in the order of the standings."""
    return (name, *map(str, (tally.there, tally.ask, tally.national, tally.none)))


def _with(need: Need, tally: Tally) -> Need:
    return replace(need, **{tally.field: tally.value})


def _texts(found: Provision) -> str:
    """What on the page comes from the directory or the organisation, and may hold any character."""
    names = (cell.name for cell in found.picture.cells)
    return "".join((found.organisation, found.picture.within, found.attribution, *names))
