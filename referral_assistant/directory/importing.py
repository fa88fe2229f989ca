"""An import from beginning to end: files read record by record into a copy of the directory, whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from referral_assistant.directory import formats, oruk, table
from referral_assistant.directory.draft import Setting, setting
from referral_assistant.directory.report import Answers, Fate, Line, Record, Report
from referral_assistant.geography import Area, load_areas
from referral_assistant.i18n import _
from referral_assistant.model import Kind, Origin, Service, ServiceContact
from referral_assistant.problems import Problem
from referral_assistant.store.directory import by_codes, discard, open_directory, stage

if TYPE_CHECKING:
    from referral_assistant.store.directory import Directory, Taken
    from referral_assistant.store.directory.search import Searchable

Progress = Callable[[float, str], bool]
"""Told how much is done, from 0 to 1, and with what; False stops the import."""
Arriving = tuple[tuple[str, ...], Service]


class Cancelled(Exception):
    """Somebody stopped the import."""


class _Stopped(Exception):
    """A file cannot be read to its end. The text is a sentence."""


def run(
    paths: Sequence[Path],
    target: Path | None,
    kind: Kind,
    answers: Answers,
    by: str,
    now: Callable[[], datetime],
    progress: Progress = lambda _fraction, _text: True,
    dry_run: bool = False,
    whole: bool = False,
    searchable: Searchable = by_codes,
) -> tuple[Report, Path | None]:
    """Read files into a copy of the directory at `target`, and say what became of each record.

    The copy is returned, closed, to be put in place; None when there is none: on a dry run, without a target, or where
    the report says why it was stopped. Raises `Cancelled` when `progress` says so; then too nothing is left behind.
    With `whole`, what the same source listed before and lists no longer is withdrawn.
    """
    found = formats.files(paths)
    _refuse_kind(answers.kind)
    areas = _areas(kind)
    directory = (
        open_directory(None, kind, (), now, searchable) if target is None else stage(target, kind, now, searchable)
    )
    keep = False
    try:
        work = _Import(directory, found, areas, answers, progress, now)
        report = work.taken(by, whole)
        keep = not dry_run and not report.stopped and target is not None
        if keep:
            work.remember()
    finally:
        copy = directory.path
        directory.close()
        if copy is not None and not keep:
            discard(copy)
    return report, copy if keep else None


@cache
def _areas(kind: Kind) -> tuple[Area, ...]:
    """The areas that names are looked up in, read once: what finds them is made for this very tuple."""
    return load_areas(training=kind is Kind.TRAINING)


def _refuse_kind(kind: str) -> None:
    from referral_assistant.content import load_vocabulary

    vocabulary = load_vocabulary()
    if kind and kind not in vocabulary.offer:
        known = ", ".join(vocabulary.offer)
        raise Problem(
            vocabulary.refused.get(kind, _("There is no kind of service {kind}.").format(kind=kind)),
            _("The kinds are {known}.").format(known=known),
        )


@dataclass(slots=True)
class _Import:
    """One import while it runs: lines in the order of the files, and what was seen before."""

    directory: Directory
    paths: tuple[Path, ...]
    areas: tuple[Area, ...]
    answers: Answers
    progress: Progress
    now: Callable[[], datetime]
    lines: list[Line] = field(default_factory=list)
    seen: dict[str, tuple[str, int]] = field(default_factory=dict)
    shapes: dict[str, dict[str, str]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    waiting: Record | None = None
    file: str = ""
    size: int = 0
    bytes_read: int = 0

    def taken(self, by: str, whole: bool) -> Report:
        """Take everything in, in one transaction, and report."""
        stopped = ""
        try:
            for taken in self.directory.take(self._origin(), self._arriving(), by, whole):
                self._took(taken)
        except _Stopped as error:
            stopped = str(error)
            self.lines = [line._replace(outcome="", differs=()) for line in self.lines]
        return Report(tuple(self.lines), tuple(self.missing), tuple(self.withdrawn), stopped)

    def remember(self) -> None:
        """Keep what was answered, so that the next file of that shape is read without a question."""
        for shape, columns in self.shapes.items():
            if self.answers.columns:
                self.directory.remember_columns(shape, columns)
        for name, ids in self.answers.areas.items():
            if name:
                self.directory.remember_area(name, ids)

    # --- what arrives, and what becomes of it ---

    def _arriving(self) -> Iterator[Arriving]:
        around = self._setting()
        for path in self.paths:
            self.file = path.name
            for record in self._read(path, around):
                kept = self._fuller(record)
                if kept.service is not None:
                    self.waiting = kept
                    yield kept.identities, kept.service
                    self._repeated()
                    continue
                self.lines.append(_line(self.file, kept))
                if kept.broken:
                    raise _Stopped(
                        _("Nothing was taken, since {file} could not be read to its end. {why}").format(
                            file=self.file, why=" ".join(kept.said)
                        )
                    )

    def _read(self, path: Path, around: Setting) -> Iterator[Record]:
        try:
            form = formats.recognise(path)
            if form == "json":
                yield from oruk.read(path, around, self._moved)
            else:
                yield from table.read(path, around, form == "excel", self._moved, self._columns)
        except formats.Unknown as error:
            yield Record("", "", Fate.REFUSED, said=(str(error),), broken=len(self.paths) == 1)
        except OSError as error:
            why = _("The file cannot be read: {why}.").format(why=error.strerror or type(error).__name__)
            yield Record("", "", Fate.REFUSED, said=(why,), broken=True)

    def _took(self, taken: Taken) -> None:
        if taken.outcome in ("missing", "withdrawn"):
            (self.missing if taken.outcome == "missing" else self.withdrawn).append(taken.entry)
        elif self.waiting is not None:
            record, self.waiting = self.waiting, None
            self.lines.append(_line(self.file, record, taken.entry, taken.outcome, taken.differs))

    def _repeated(self) -> None:
        """What was handed over and not heard of again had been taken in before, the same."""
        if self.waiting is not None:
            self.lines.append(_line(self.file, self.waiting, outcome="same"))
            self.waiting = None

    def _fuller(self, record: Record) -> Record:
        """The record, unless these files hold the same service with more in it, or another without an id of its own."""
        if record.service is None:
            return record
        identity = record.identities[0]
        known, here = _known(record.service), f"{self.file}, {record.place}"
        before = self.seen.get(identity)
        if before is None:
            self.seen[identity] = (here, known)
            return record
        where, more = before
        if identity.startswith("name:"):
            why = _("It has the name and organisation of {where}. Give each an id, or make one of them.")
            return record._replace(fate=Fate.REFUSED, service=None, said=(why.format(where=where), *record.said))
        if more > known:
            said = _("The same service stands in {where} with more in it, and that is what was kept.")
            return record._replace(service=None, said=(*record.said, said.format(where=where)))
        self.seen[identity] = (here, known)
        said = _("The same service stands in {where}: they are one entry.")
        return record._replace(said=(*record.said, said.format(where=where)))

    # --- what it is read against ---

    def _setting(self) -> Setting:
        areas = {**self.directory.known_areas(), **self.answers.areas}
        answers = replace(self.answers, areas=areas)
        return setting(self.directory.kind, self.areas, answers, self.now().date(), _("A file that was imported"))

    def _columns(self, shape: str) -> dict[str, str] | None:
        known = self.directory.known_columns(shape)
        self.shapes[shape] = {**(known or {}), **self.answers.columns}
        return known

    def _origin(self) -> Origin:
        """Where it comes from, by the name of the file or folder: what comes again under it replaces what came."""
        digest = hashlib.sha256()
        for path in self.paths:
            try:
                self.size += path.stat().st_size
                with path.open("rb") as file:
                    digest.update(hashlib.file_digest(file, "sha256").digest())
            except OSError:
                continue  # reading it will say so
        title = self._origin_title()
        return Origin(f"file:{title.casefold()}", "file", title, digest.hexdigest(), taken=self.now())

    def _origin_title(self) -> str:
        first = self.paths[0]
        return first.name if len(self.paths) == 1 else first.parent.name or first.name

    def _moved(self, count: int) -> None:
        self.bytes_read += count
        if not self.progress(min(1.0, self.bytes_read / max(1, self.size)), self.file):
            raise Cancelled


def _known(service: Service) -> int:
    """How much a record says: how many of its fields hold anything."""
    return sum(map(bool, _SAYS(service))) + sum(map(bool, _REACHES(service.contact)))


_SAYS = attrgetter(*(f.name for f in fields(Service) if f.name not in ("id", "source", "contact")))
_REACHES = attrgetter(*(f.name for f in fields(ServiceContact)))


def _line(file: str, record: Record, entry: str = "", outcome: str = "", differs: tuple[str, ...] = ()) -> Line:
    if record.identities and record.service is None and record.fate is not Fate.REFUSED:
        outcome = "same"
    return Line(
        file,
        record.place,
        record.name,
        record.fate,
        entry,
        outcome,
        record.repairs,
        record.said,
        record.questions,
        differs,
    )
