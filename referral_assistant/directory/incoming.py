"""What a file brings, made ready in a copy of the directory: read, set beside what is there, and not yet in use."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from referral_assistant.directory.field_words import value
from referral_assistant.directory.files import load as strictly
from referral_assistant.directory.importing import Cancelled, run
from referral_assistant.directory.pack import (
    ENDING,
    Head,
    Letterhead,
    Pack,
    checked_head,
    edition_in_use,
    into,
    load,
    read,
)
from referral_assistant.directory.report import Answers, Fate, Line, Report
from referral_assistant.directory.sealed import Refused, Why, unseal
from referral_assistant.directory.trust import Trusted
from referral_assistant.i18n import _
from referral_assistant.model import Kind, Origin
from referral_assistant.problems import Problem
from referral_assistant.store.directory import Directory, Query, by_codes, discard, open_directory, stage
from referral_assistant.store.directory.layers import flat

if TYPE_CHECKING:
    from referral_assistant.model import Entry
    from referral_assistant.store.directory import Taken
    from referral_assistant.store.directory.search import Searchable

Moved = Callable[[float, str], bool]
"""Hears how far reading has come, from 0 to 1, and what it is at; says whether to go on."""

EVERY = 50
"""Entries between two words on how far it is."""


@dataclass(frozen=True, slots=True)
class Target:
    """The directory that files are for, and what a copy of it is made with. by: who takes them in."""

    path: Path
    kind: Kind
    now: Callable[[], datetime]
    searchable: Searchable = by_codes
    by: str = ""
    trusted: Trusted = field(default_factory=Trusted)


class Both(NamedTuple):
    """A field that was changed here and in the file: both values in words. The one from here counts until settled."""

    field: str
    here: str
    there: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What a pack says of itself, who signed it, which edition of it is in use, and why it may not be taken."""

    fingerprint: str = ""
    head: Head | None = None
    used: Origin | None = None
    refused: Refused | None = None
    letterhead: Letterhead | None = None
    attribution: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Incoming:
    """A report, the copy that holds what it tells of (None when there is nothing to take), and what a person wants to
    know before it is taken: `both` by entry; `gone`, names no longer listed; how many are `unsorted`."""

    report: Report
    staged: Path | None = None
    both: Mapping[str, tuple[Both, ...]] = field(default_factory=dict)
    gone: tuple[tuple[str, str], ...] = ()
    unsorted: int = 0
    offer: Offer | None = None


def make_ready(paths: Sequence[Path], target: Target, answers: Answers, moved: Moved, whole: bool = False) -> Incoming:
    """Read files into a copy of the directory. For the worker: it opens connections of its own. Raises `Problem` where
    nothing can be read, `Cancelled` when `moved` says so; either way, no copy is left. With `whole`, what the same
    source listed before and lists no longer is withdrawn."""
    ending = paths[0].suffix.lower() if len(paths) == 1 else ""
    if ending == ENDING:
        return _pack_ready(paths[0], target, moved)
    if ending == ".toml":
        return _ours_ready(paths[0], target, moved, whole)
    return _files_ready(paths, target, answers, moved, whole)


# --- packs -----------------------------------------------------------------------------------------------------------


def look(path: Path, target: Target) -> tuple[Offer, Pack | None]:
    """What a pack is, and the pack itself where it may be taken. Whoever signed it is told before anything else."""
    with closing(open_directory(target.path, target.kind, (), target.now, target.searchable)) as directory:
        origins = directory.origins()
    content = load(path)
    try:
        found = read(content, target.trusted, origins, target.kind)
    except Refused as refused:
        return _refused(content, refused, origins), None
    offer = Offer(
        found.fingerprint,
        found.head,
        edition_in_use(found.head, origins),
        None,
        found.letterhead,
        found.attribution,
    )
    return offer, found


def _refused(content: bytes, refused: Refused, origins: Sequence[Origin]) -> Offer:
    """What a pack that may not be taken says of itself, where its signature fits."""
    if refused.why not in (Why.NOT_TRUSTED, Why.IN_USE, Why.OLDER, Why.SAME_TITLE, Why.FICTIONAL):
        return Offer(refused.fingerprint, refused=refused)
    try:
        head = checked_head(unseal(content), Trusted({refused.fingerprint: ""}), (), Kind.TRAINING)
    except Refused as worse:
        return Offer(refused.fingerprint, refused=worse)
    return Offer(refused.fingerprint, head, edition_in_use(head, origins), refused)


def _pack_ready(path: Path, target: Target, moved: Moved) -> Incoming:
    _go_on(moved, 0.0, _("Checking the signature"))
    offer, found = look(path, target)
    if found is None:
        return Incoming(Report(()), offer=offer)
    with _copy(target) as copy:
        many = len(found.services) + len(found.contacts)
        taking = into(found, copy, target.by)
        return _looked_over(_taken(path, taking, many, copy, moved, _("Comparing with what is there")), copy, offer)


# --- files -----------------------------------------------------------------------------------------------------------


def _files_ready(paths: Sequence[Path], target: Target, answers: Answers, moved: Moved, whole: bool) -> Incoming:
    kind, now, words = target.kind, target.now, target.searchable
    report, staged = run(paths, target.path, kind, answers, target.by, now, moved, whole=whole, searchable=words)
    if staged is None:
        return Incoming(report)
    try:
        with closing(open_directory(staged, kind, (), now, words)) as copy:
            return _looked_over(report, copy)
    except BaseException:
        discard(staged)
        raise


def _ours_ready(path: Path, target: Target, moved: Moved, whole: bool) -> Incoming:
    """A directory file of our own, which is read strictly: with one mistake, nothing of it is taken."""
    services = strictly(path)
    if target.kind is Kind.LIVE and any(service.fictional for service in services):
        raise Problem(_("This file holds fictional services, which load only in training."), _("Bring it in there."))
    origin = Origin(f"file:{path.name.casefold()}", "file", path.name, hashlib.sha256(path.read_bytes()).hexdigest())
    with _copy(target) as copy:
        taking = copy.take(origin, (((f"id:{service.id}",), service) for service in services), target.by, whole)
        return _looked_over(_taken(path, taking, len(services), copy, moved, path.name), copy)


# --- what both need --------------------------------------------------------------------------------------------------


def _taken(path: Path, taking: Iterable[Taken], many: int, copy: Directory, moved: Moved, text: str) -> Report:
    """Take entries in to the last of them: the report of what is there, with what is no longer listed apart from it."""
    lines: list[Line] = []
    for count, taken in enumerate(taking, 1):
        if count % EVERY == 0:
            _go_on(moved, min(1.0, count / max(1, many)), text)
        name = _name(copy, taken.entry)
        place = _("entry {number}").format(number=count)
        lines.append(Line(path.name, place, name, Fate.READ, taken.entry, taken.outcome, differs=taken.differs))
    gone = {code: tuple(x.entry for x in lines if x.outcome == code) for code in ("missing", "withdrawn")}
    return Report(tuple(line for line in lines if line.outcome not in gone), gone["missing"], gone["withdrawn"])


def _go_on(moved: Moved, fraction: float, text: str) -> None:
    if not moved(fraction, text):
        raise Cancelled


@contextmanager
def _copy(target: Target) -> Iterator[Directory]:
    """A copy of the directory for as long as it is written into; thrown away when anything goes wrong."""
    copy = stage(target.path, target.kind, target.now, target.searchable)
    assert copy.path is not None
    try:
        yield copy
    except BaseException:
        copy.close()
        discard(copy.path)
        raise
    copy.close()


def _looked_over(report: Report, copy: Directory, offer: Offer | None = None) -> Incoming:
    """What a person wants to know of what is in a copy."""
    both = {line.entry: _both(copy, line.entry, line.differs) for line in report.lines if line.differs}
    gone = tuple((entry, _name(copy, entry)) for entry in (*report.missing, *report.withdrawn))
    theirs = {line.entry for line in report.lines if line.outcome}
    unsorted = sum(row.id in theirs for row in copy.find(Query(only="unsorted")))
    return Incoming(report, copy.path, both, gone, unsorted, offer)


def _both(copy: Directory, entry_id: str, fields: Sequence[str]) -> tuple[Both, ...]:
    entry = copy.entry(entry_id)
    return tuple(_sides(entry, fields)) if entry is not None else ()


def _sides(entry: Entry, fields: Sequence[str]) -> Iterator[Both]:
    here, there = flat(entry.service), flat(entry.imported) if entry.imported is not None else {}
    for name in fields:
        yield Both(name, value(name, here.get(name)), value(name, there.get(name)))


def _name(copy: Directory, entry_id: str) -> str:
    """What an entry is called: a service by its name, a contact by its area and role."""
    service = copy.service(entry_id)
    return service.name if service is not None else _contact(entry_id)


def _contact(entry_id: str) -> str:
    area, _colon, role = entry_id.rpartition(":")
    return _("{role}, {area}").format(role=contact_role(role), area=value("service_areas", [area]))


def contact_role(role: str) -> str:
    """Whose number a safeguarding contact of an area is."""
    known = {
        "children": _("Children’s services"),
        "adults": _("Adults’ services"),
        "police": _("Police"),
        "marac_lead": _("MARAC lead"),
        "out_of_hours": _("Out of hours"),
    }
    return known.get(role, role)
