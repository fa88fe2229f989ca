"""The directory on paper: every open service by kind, contents by area, and how far each entry can be relied on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from referral_assistant.i18n import _, long_date
from referral_assistant.letter import directory_words as words
from referral_assistant.letter.invented import OFFICE
from referral_assistant.letter.page import template
from referral_assistant.letter.printing import Rendered, legible_pdf
from referral_assistant.matching.cautions import check_age
from referral_assistant.model import Pack, Service


class Listing(NamedTuple):
    """All that the document is made of. `pack` words areas too (`geography.named`); `areas` are their bare names, for
    the contents; `place` is the area that was asked for, empty for everything."""

    services: Sequence[Service]
    pack: Pack
    areas: Mapping[str, str]
    on: date
    attribution: str
    place: str = ""
    organisation: str = ""
    private: bool = False


class Entry(NamedTuple):
    """One service on the page."""

    anchor: str
    name: str
    organisation: str
    warnings: tuple[str, ...]
    rows: tuple[words.Row, ...]


def pdf(listing: Listing) -> Rendered:
    """The directory as a PDF, accessible and archivable as every document is. Safe on a worker thread. A character that
    the typeface lacks is named, and a question mark printed for it."""
    return legible_pdf(html(listing))


def html(listing: Listing) -> str:
    """The directory as a page."""
    shown, closed = _parted(listing)
    groups = list(_groups(listing, shown))
    training = any(service.fictional for service in shown + closed)
    return template("directory_list.html").render(
        title=title(listing),
        on=listing.on,
        organisation=OFFICE if training else listing.organisation,
        training=training,
        private=listing.private,
        freshness=_freshness(listing.on, shown),
        contents=list(_contents(listing, shown)),
        groups=groups,
        closed=[service.name for service in closed],
        attribution=listing.attribution,
    )


def title(listing: Listing) -> str:
    """What stands at the top."""
    return (
        _("Directory of services: {place}").format(place=listing.place) if listing.place else _("Directory of services")
    )


def file_name(listing: Listing) -> str:
    """A name for the file: what it is, and of which day."""
    return f"directory-{listing.on.isoformat()}.pdf"


def _parted(listing: Listing) -> tuple[list[Service], list[Service]]:
    """What can be rung, by name; and what has closed."""
    chosen = listing.services if listing.private else [service.published() for service in listing.services]
    shown: list[Service] = []
    closed: list[Service] = []
    for service in sorted(chosen, key=lambda s: (s.name.casefold(), s.id)):
        ended = service.ends_on is not None and service.ends_on < listing.on
        (closed if ended or service.status == "defunct" else shown).append(service)
    return shown, closed


def _groups(listing: Listing, shown: Sequence[Service]) -> Iterator[tuple[str, list[Entry]]]:
    """Kind by kind in the order of the pack; what has no kind yet at the end."""
    kinds = listing.pack.words["kinds"]
    for kind, name in (*kinds.items(), ("", _("Not sorted yet"))):
        found = [_entry(listing, service) for service in shown if service.kind == kind]
        if found:
            yield name, found


def _entry(listing: Listing, service: Service) -> Entry:
    return Entry(
        _anchor(service),
        service.name,
        service.organisation if service.organisation != service.name else "",
        words.warnings(service, listing.pack, listing.on),
        words.rows(service, listing.pack, listing.on),
    )


def _contents(listing: Listing, shown: Sequence[Service]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Area by area, its services with where each stands. The widest areas come last, for what covers them too."""
    by_area: dict[str, list[tuple[str, str]]] = {}
    for service in shown:
        for area in service.service_areas or ("",):
            by_area.setdefault(area, []).append((_anchor(service), service.name))
    names = {area: listing.areas.get(area, area) or _("Area not known") for area in by_area}
    order = {"": 2, "uk": 1}
    for area in sorted(by_area, key=lambda a: (order.get(a, 0), names[a].casefold())):
        yield names[area], by_area[area]


def _freshness(on: date, shown: Sequence[Service]) -> str:
    """How many entries a person has checked, and when: nothing that nobody checked passes for checked."""
    ages = Counter(check_age(service.assured_date, on) for service in shown)
    text = _(
        "Services here: {all}. A person checked {lately} of them in the six months before {date}, {before} longer ago, "
        "and {never} have no date of a check."
    )
    known = {"lately": ages["lately"], "before": ages["stale"], "never": ages["never"]}
    return text.format(all=len(shown), date=long_date(on), **known)


def _anchor(service: Service) -> str:
    return f"service-{service.id}"
