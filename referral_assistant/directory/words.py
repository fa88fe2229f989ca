"""The words a service is found by: its places, those within and around them, and what it does in plain words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from referral_assistant.content import load_pack
from referral_assistant.geography import Area, load_areas
from referral_assistant.model import Pack, Service
from referral_assistant.store.directory import Words

_WIDE = frozenset({"nation"})
_LISTS = ("relationships", "genders", "languages", "access", "communities", "formats", "schedules", "routes")


def in_our_words(training: bool) -> Callable[[Service], Words]:
    """The same as the window has: what gives the words in the language of the pack that comes with the program, and
    with the names of its areas, in training the invented ones too."""
    return searchable(load_pack(), load_areas(training))


def searchable(pack: Pack, areas: Iterable[Area]) -> Callable[[Service], Words]:
    """What gives the words of one service, in the language of a pack and with the names of areas."""
    by_id = {area.id: area for area in areas}
    within: dict[str, list[Area]] = {}
    for area in by_id.values():
        for wider in area.within:
            within.setdefault(wider, []).append(area)
    values, kinds = pack.words.get("values", {}), pack.words.get("kinds", {})

    @cache
    def place(area_id: str) -> str:
        area = by_id.get(area_id)
        if area is None:
            return ""
        # Who types the name of a town finds what covers its county; what covers a nation is found everywhere anyway.
        near = [] if area.kind in _WIDE else within.get(area_id, [])
        around = [by_id[i] for i in area.within if i in by_id and by_id[i].kind == "county"]
        names = (area.name, *area.also, *area.was, *(a.name for a in near), *(a.name for a in around))
        return " ".join(dict.fromkeys(names))

    @cache
    def said(code: str) -> str:
        return values.get(code, code.replace("_", " "))

    def words(service: Service) -> Words:
        codes = (code for name in _LISTS for code in getattr(service, name))
        needs = (
            kinds.get(service.kind, service.kind),
            *map(said, codes),
            service.description,
            service.length,
            *(criterion.wording for criterion in service.criteria),
        )
        return Words(" ".join((*map(place, service.service_areas), *service.contact.address)), " ".join(needs))

    return words
