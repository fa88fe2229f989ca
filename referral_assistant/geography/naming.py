"""What an area is called: what a search box offers for a few letters, and which area a name in a file stands for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain

from referral_assistant.geography.areas import Area, authorities

OFFERED = 8
"""How many areas are offered at most for a name that is none."""

_COUNCIL = frozenset({"authority", "county"})
_SAID = (
    (re.compile(r"\b(?:police|constabulary|heddlu)(?: (?:service|force|area))*\b"), frozenset({"police"})),
    (re.compile(r"\bprobation(?: (?:service|region|area|trust))*\b"), frozenset({"probation"})),
    (re.compile(r"\bregion$"), frozenset({"region"})),
    (
        re.compile(
            r"^(?:(?:the )?(?:london|royal|metropolitan|county) borough of|borough (?:council )?of|district of"
            r"|city and (?:county|district|borough) of|city of|county of|council of(?: the)?)\b"
        ),
        frozenset({"authority"}),
    ),
    (
        re.compile(r" (?:london|metropolitan|county) (?:borough|district|boro)(?: council)?$"),
        frozenset({"authority"}),
    ),
    (re.compile(r" (?:borough|city|district|city and district|islands?) council$"), frozenset({"authority"})),
    (re.compile(r" county council$| ccs?$"), _COUNCIL),
    (re.compile(r" (?:council|corporation|unitary(?: authority)?|ua|m?[bd]c|city of|county of)$"), _COUNCIL),
    (re.compile(r" (?:borough|city|district)(?: area)?$"), frozenset({"authority"})),
    (re.compile(r" county$"), _COUNCIL),
)
"""What people write before or after a name, and which kinds of area it then is."""


def search(areas: Iterable[Area], text: str, today: date | None = None) -> tuple[Area, ...]:
    """The local authorities a search box offers for what was typed: names that start so, then names with such words
    in them, then those of a county of that name. Case, accents, punctuation and the order of words are forgiven."""
    known = tuple(areas)
    typed = plain(text)
    if not typed:
        return ()
    counties = {area.id: area.name for area in known if area.kind == "county"}
    found: list[tuple[int, str, Area]] = []
    for area in authorities(known, today):
        rank = _rank(area, typed, counties)
        if rank is not None:
            found.append((rank, area.name, area))
    return tuple(area for _, _, area in sorted(found, key=lambda hit: hit[:2]))


def read_area(areas: Sequence[Area], text: str) -> tuple[str | None, tuple[str, ...]]:
    """The area that a name or a code in a file stands for, and where it stands for none, those it might: to be asked
    about, and never to be taken. `read_area(areas, "Leicester City Council")` is `("E06000016", ())`.

    It is a code, of today or of before; else a name as it is; else another name, or a former one; else one of these
    with "Council", "City of", "Police" and their like taken off. A name of several areas of the same extent stands for
    the smallest kind of them; of several areas of different extents, for none.
    """
    index = _index_of(areas)
    code = index.codes.get("".join(text.casefold().split()))
    if code:
        return code, ()
    said, kinds = plain(text), frozenset[str]()
    while said:
        found = index.called(said, kinds)
        if len(found) == 1:
            return found[0], ()
        if found:
            return None, found
        whole, (said, told) = said, _without_title(said)
        kinds = kinds or told
        if said == whole:
            break
    return None, index.like(plain(text))


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Text as it is compared: no case, no accents, no apostrophes, and a space for any other mark."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    kept = bare.replace("'", "").replace("’", "").replace("&", " and ")
    return " ".join("".join(c if c.isalnum() else " " for c in kept).split())


@dataclass(frozen=True, slots=True)
class _Index:
    """The areas by code, by name, by other name, and by the name without its title, which counts only with a title;
    each area with the authorities it is made of."""

    areas: Mapping[str, Area]
    codes: Mapping[str, str]
    names: Mapping[str, tuple[str, ...]]
    others: Mapping[str, tuple[str, ...]]
    titled: Mapping[str, tuple[str, ...]]
    extents: Mapping[str, frozenset[str]]

    def called(self, said: str, kinds: frozenset[str]) -> tuple[str, ...]:
        """The areas of some kinds with that name, those of the same extent as one: the first of them is the smallest
        kind. A name counts before another name, unless that one belongs to an area of another extent."""
        hits = self._of(self.names, said, kinds) + self._of(self.others, said, kinds)
        hits += self._of(self.titled, said, kinds) if kinds else ()
        each: dict[frozenset[str], str] = {}
        for area_id in hits:
            each.setdefault(self.extents[area_id], area_id)
        return tuple(each.values())

    def like(self, said: str) -> tuple[str, ...]:
        """Areas whose names hold what was said, are held by it, or are spelled nearly so."""
        words = [w for w in said.split() if len(w) > 1]
        names = {**self.others, **self.names}
        found = [i for name, ids in names.items() if words and _all_begin(words, name.split()) for i in ids]
        found += [i for name, ids in names.items() if f" {name} " in f" {said} " for i in ids]
        if not found:
            from difflib import get_close_matches

            found = [i for name in get_close_matches(said, names, OFFERED, 0.75) for i in names[name]]
        return tuple(dict.fromkeys(found))[:OFFERED]

    def _of(self, table: Mapping[str, tuple[str, ...]], said: str, kinds: frozenset[str]) -> tuple[str, ...]:
        return tuple(i for i in table.get(said, ()) if not kinds or self.areas[i].kind in kinds)


_indexed: list[tuple[Sequence[Area], _Index]] = []


def _index_of(areas: Sequence[Area]) -> _Index:
    """The index of these areas, made once: a file of ten thousand services asks it for every one."""
    for known, index in _indexed:
        if known is areas:
            return index
    _indexed[:] = [*_indexed[-1:], (areas, _made(areas))]
    return _indexed[-1][1]


def _made(areas: Sequence[Area]) -> _Index:
    by_size = sorted(areas, key=lambda a: _SIZES.index(a.kind))
    codes = {old.casefold(): area.id for area in by_size for old in area.former}
    codes |= {area.id.casefold(): area.id for area in by_size}
    names = _table((plain(area.name), area.id) for area in by_size)
    # What an area was called before gives way to what another one is called today.
    before = ((plain(name), area.id) for area in by_size for name in area.was if plain(name) not in names)
    others = _table(((plain(name), area.id) for area in by_size for name in area.also), before)
    titled = _table((short, area.id) for area in by_size for short in _short(area, names))
    return _Index({area.id: area for area in areas}, codes, names, others, titled, _extents(areas))


def _table(*named: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for name, area_id in chain(*named):
        found.setdefault(name, {})[area_id] = None
    return {name: tuple(ids) for name, ids in found.items()}


_SIZES = ("authority", "county", "police", "probation", "region", "nation")


def _short(area: Area, names: Container[str]) -> Iterable[str]:
    """The name without its title, unless that is the name of another area: "City of London" is not "London"."""
    bare, told = _without_title(plain(area.name))
    if told and (area.kind != "authority" or bare not in names):
        yield bare


def _extents(areas: Iterable[Area]) -> dict[str, frozenset[str]]:
    """The authorities of each area; an area without any is an extent of its own."""
    found: dict[str, set[str]] = {area.id: set() for area in areas}
    for area in areas:
        for wider in (area.id, *area.within) if area.kind == "authority" else ():
            found[wider].add(area.id)
    return {area_id: frozenset(inside or {area_id}) for area_id, inside in found.items()}


def _without_title(said: str) -> tuple[str, frozenset[str]]:
    """A name without the first title that is found about it, and the kinds of area that the title belongs to."""
    bare = said.removeprefix("the ").removeprefix("all of ").removesuffix(" uk")
    for title, kinds in _SAID:
        short = " ".join(title.sub(" ", bare).split())
        if short != bare:
            return short, kinds
    return bare, frozenset()


def _rank(area: Area, typed: str, counties: Mapping[str, str]) -> int | None:
    """How well an area answers what was typed, the best first; None when it does not."""
    if plain(area.name).startswith(typed):
        return 0
    own = (area.name, *area.also, *area.was)
    if any(plain(other).startswith(typed) for other in own):
        return 1
    if any(_all_begin(typed.split(), plain(name).split()) for name in own):
        return 2
    held = (plain(counties[i]).split() for i in area.within if i in counties)
    return 3 if any(_all_begin(typed.split(), words) for words in held) else None


def _all_begin(parts: Sequence[str], words: Sequence[str]) -> bool:
    return all(any(word.startswith(part) for word in words) for part in parts)
