"""Where there is a service and where none is known, by area and by need: what an area lead shows to a commissioner.

An entry that does not say is never counted as there, and never as missing: it is to be asked.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from referral_assistant.directory.need import RESTS_ON, active, asked, says
from referral_assistant.geography import NATIONS, Area, authorities, place
from referral_assistant.matching.cautions import check_age
from referral_assistant.model import Cell, Freshness, Need, Picture, Service, Standing, Tally, Truth

LEVELS = ("authority", "county", "police", "probation", "region", "nation")
"""By which areas a picture may be summed up."""

WIDE = frozenset({*NATIONS, "uk"})

Values = Mapping[str, Sequence[str]]
"""Field of a need -> values to look at."""


@dataclass(frozen=True, slots=True)
class Covered:
    """One authority with the codes that lead to it: the services that list one of them, and those of its whole nation,
    as bits."""

    area: Area
    codes: frozenset[str]
    local: int
    national: int


@dataclass(frozen=True, slots=True)
class Index:
    """A directory made ready for many questions. Each service is one bit of the numbers in it."""

    services: tuple[Service, ...]
    covered: tuple[Covered, ...]
    areas: tuple[Area, ...]
    on: date
    fresh: int
    never: int
    placed: int
    unsorted: int
    said: Callable[[str, str], tuple[int, int]]
    """Of one need: the services that say yes, and those to ask."""


@dataclass(frozen=True, slots=True)
class Behind:
    """A service that stands behind a cell: whether it is there or to be asked, what its entry leaves open, whether it
    is a national one, and whether a person checked it lately."""

    service: Service
    there: bool
    open: tuple[str, ...]
    national: bool
    fresh: bool


# --- the directory made ready ----------------------------------------------------------------------------------------


def index(services: Iterable[Service], areas: Iterable[Area], today: date) -> Index:
    """A directory made ready. Whoever asks for entries that were withdrawn leaves them out."""
    listed, known = tuple(services), tuple(areas)
    counted = tuple(s for s in listed if active(s, today))
    covered = _covered(counted, known, today)

    placed = 0
    for one in covered:
        placed |= one.local | one.national
    checked = [check_age(s.assured_date, today) for s in counted]
    return Index(
        counted,
        covered,
        known,
        today,
        _bits(checked, "lately"),
        _bits(checked, "never"),
        placed,
        sum(1 for s in listed if not s.kind),
        _said(counted),
    )


def _said(services: Sequence[Service]) -> Callable[[str, str], tuple[int, int]]:
    """Asks all services at once. Those whose entries are alike in what counts are asked by one of them."""

    @cache
    def alike(field: str) -> tuple[tuple[Service, int], ...]:
        grouped: dict[object, list[int]] = defaultdict(list)
        for number, service in enumerate(services):
            grouped[RESTS_ON[field](service)].append(number)
        return tuple((services[numbers[0]], _number(numbers, len(services))) for numbers in grouped.values())

    @cache
    def said(field: str, value: str) -> tuple[int, int]:
        bits = dict.fromkeys(Truth, 0)
        for service, those in alike(field):
            bits[says(service, field, value)] |= those
        return bits[Truth.YES], bits[Truth.UNKNOWN]

    return said


def _covered(services: Sequence[Service], areas: Sequence[Area], today: date) -> tuple[Covered, ...]:
    listed: dict[str, list[int]] = defaultdict(list)
    for number, service in enumerate(services):
        for code in service.service_areas:
            listed[code].append(number)
    by_code = {code: _number(numbers, len(services)) for code, numbers in listed.items()}
    named = sorted(authorities(areas, today), key=lambda area: area.name.casefold())
    return tuple(_one(area, frozenset(place(areas, area.id, "", today).areas), by_code) for area in named)


def _one(area: Area, codes: frozenset[str], by_code: Mapping[str, int]) -> Covered:
    local = national = 0
    for code in codes:
        bits = by_code.get(code, 0)
        local, national = (local, national | bits) if code in WIDE else (local | bits, national)
    return Covered(area, codes, local, national & ~local)


def _bits(answers: Sequence[object], wanted: object) -> int:
    return _number([n for n, answer in enumerate(answers) if answer == wanted], len(answers))


def _number(positions: Iterable[int], size: int) -> int:
    """A number with these bits: put into bytes first, since a long number is copied with every bit that is set."""
    held = bytearray(size // 8 + 1)
    for position in positions:
        held[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(held, "little")


# --- the picture -----------------------------------------------------------------------------------------------------


def picture(
    found: Index, need: Need, within: str = "", level: str = "authority", values: Values | None = None
) -> Picture:
    """The picture for one need: of every authority, or of those in the area `within`; summed up by `level`. `values`
    are those to try for each field of a need, one after the other, with all else as it is."""
    covered = [c for c in found.covered if not within or within in c.codes]
    cells = _cells(found, covered, need)
    yes, ask = _answers(found, need)
    here = 0
    for one in covered:
        here |= one.local | one.national
    return Picture(
        need,
        found.on,
        cells,
        area=within,
        within=next((area.name for area in found.areas if area.id == within), ""),
        level=level,
        groups=_groups(found, covered, cells, level) if level != "authority" else (),
        needs=tuple(_tallies(found, covered, need, values or {})),
        freshness=_freshness(found, here & (yes | ask)),
        unplaced=((yes | ask) & ~found.placed).bit_count(),
        unsorted=found.unsorted,
        lines=sum(1 for s in found.services if s.kind == "helpline" and WIDE.intersection(s.service_areas)),
    )


def behind(found: Index, need: Need, area: str) -> tuple[Behind, ...]:
    """The services that stand behind the cell of an authority: those that are there, then those to ask, then national
    ones, each by name."""
    covered = next((c for c in found.covered if c.area.id == area), None)
    if covered is None:
        return ()
    yes, ask = _answers(found, need)
    listed = [
        Behind(
            service, bool(yes >> n & 1), _open(service, need), not covered.local >> n & 1, bool(found.fresh >> n & 1)
        )
        for n, service in _services(found, (covered.local | covered.national) & (yes | ask))
    ]
    return tuple(sorted(listed, key=lambda b: (b.national, not b.there, b.service.name.casefold(), b.service.id)))


def _open(service: Service, need: Need) -> tuple[str, ...]:
    """What the entry leaves open, as names of fields of the need; `partner_support` where S17 asks for it."""
    return tuple(field for field, value in asked(need) if says(service, field, value) is Truth.UNKNOWN)


def unplaced(found: Index, need: Need) -> tuple[Service, ...]:
    """The services for a need that do not say where they work."""
    yes, ask = _answers(found, need)
    return tuple(service for _n, service in _services(found, (yes | ask) & ~found.placed))


def _services(found: Index, bits: int) -> Iterator[tuple[int, Service]]:
    while bits:
        low = bits & -bits
        number = low.bit_length() - 1
        yield number, found.services[number]
        bits ^= low


def _answers(found: Index, need: Need) -> tuple[int, int]:
    """The services that are there for a need, and those to ask: never the same."""
    there = possible = (1 << len(found.services)) - 1
    for field, value in asked(need):
        yes, silent = found.said(field, value)
        there &= yes
        possible &= yes | silent
    return there, possible & ~there


def _cells(found: Index, covered: Iterable[Covered], need: Need) -> tuple[Cell, ...]:
    yes, ask = _answers(found, need)
    old = yes & ~found.fresh
    return tuple(
        Cell(
            c.area.id,
            c.area.name,
            (c.local & yes).bit_count(),
            (c.local & ask).bit_count(),
            (c.local & old).bit_count(),
            (c.national & yes).bit_count(),
            (c.national & ask).bit_count(),
        )
        for c in covered
    )


def _tallies(found: Index, covered: Sequence[Covered], need: Need, values: Values) -> Iterator[Tally]:
    for field, tried in values.items():
        for value in tried:
            cells = _cells(found, covered, replace(need, **{field: value}))
            yield _tally(cells, field=field, value=value)


def _groups(found: Index, covered: Sequence[Covered], cells: Sequence[Cell], level: str) -> tuple[Tally, ...]:
    """The authorities summed up by the area of that level around them; by the nation where it has no such areas. One
    that lies in none, such as a unitary authority in no county, stands by itself."""
    kinds = (level,) if level == "county" else (level, "nation")
    around = {area.id: area.name for area in found.areas if area.kind in kinds and area.id != "uk"}
    grouped: dict[str, list[Cell]] = defaultdict(list)
    for one, cell in zip(covered, cells, strict=True):
        grouped[next((around[i] for i in one.area.within if i in around), one.area.name)].append(cell)
    return tuple(_tally(grouped[name], name=name) for name in sorted(grouped))


def _tally(cells: Sequence[Cell], name: str = "", field: str = "", value: str = "") -> Tally:
    count = Counter(cell.standing for cell in cells)
    there, ask, national, none = (count[standing] for standing in Standing)
    without = tuple(cell.name for cell in cells if cell.standing is Standing.NONE)
    return Tally(there, ask, national, none, name, field, value, without)


def _freshness(found: Index, bits: int) -> Freshness:
    lately, never = (bits & found.fresh).bit_count(), (bits & found.never).bit_count()
    return Freshness(lately, bits.bit_count() - lately - never, never)
