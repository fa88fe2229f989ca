"""The whole journey without a window: a case matched against a directory, and its documents written to a folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from referral_assistant import directory
from referral_assistant.assessment import assess
from referral_assistant.checks import check_document
from referral_assistant.content import load_pack
from referral_assistant.conversation import facts
from referral_assistant.geography import load_areas, named, neighbours, place_of
from referral_assistant.geography.points import with_point
from referral_assistant.i18n import how_many
from referral_assistant.letter import AnyDocument, Outcome, documents, file_name, pdf, sentences
from referral_assistant.matching import match
from referral_assistant.model import Assessment, Case, Document, Kind, Match, Pack, Place, Scenario, Service
from referral_assistant.problems import Problem
from referral_assistant.store.directory import Directory, build
from referral_assistant.wording import word

APART = frozenset({Document.ANNEX, Document.RESTRICTED_NOTE})


def training_pack() -> Pack:
    """The conversation with the names of every area among its words, the invented ones included."""
    return named(load_pack(), load_areas(training=True))


def directory_services(path: Path | None) -> tuple[Service, ...]:
    """The services of a directory file beside the national lines; our own fictional sample when none is named. The file
    is a list in TOML, or what `directory import` made."""
    if path is None:
        return directory.starting(Kind.TRAINING)
    own = directory.matchable(path)
    ids = {service.id for service in own}
    return own + tuple(s for s in directory.starting(Kind.LIVE) if s.id not in ids)


def match_case(
    pack: Pack, case: Case, assessment: Assessment, services: Iterable[Service], today: date
) -> tuple[Match, ...]:
    """What each service of the area and its neighbours means for a case. SQL narrows by area only; rules decide."""
    known = facts(pack, case.answers)
    areas = load_areas(training=True)
    here = with_point(place_of(areas, known, today), areas)
    local = build(None, services)
    try:
        return match(near(local, here), assessment, known, here, today)
    finally:
        local.close()


def near(local: Directory, here: Place) -> tuple[Service, ...]:
    """The services that cover a place, and those next door: what would fit if the person lived there. Without an area,
    the nation-wide ones alone."""
    if not here.areas:
        return local.covering(here)
    areas = load_areas(training=True)
    return local.serving((*here.areas, *here.partner_areas, *neighbours(areas, here.areas[0])))


def referral_documents(pack: Pack, case: Case, service_id: str, services: Iterable[Service]) -> Outcome:
    """The documents a case allows for a service, on the day the case says it is, or today."""
    day = case.opened or date.today()
    known = tuple(services)
    assessment = assess(pack, case)
    found = match_case(pack, case, assessment, known, day)
    chosen = next((m for m in found if m.service.id == service_id), None)
    service = next((s for s in known if s.id == service_id), None)
    return documents(case, pack, assessment, chosen or service, day, known)


def write_documents(
    pack: Pack,
    case: Case,
    service: Service,
    services: Iterable[Service],
    folder: Path,
    large_print: bool = False,
) -> Iterator[str]:
    """Write every document a case allows into a folder; a line for each, and why the others are not made."""
    outcome = referral_documents(pack, case, service.id, services)
    _make(folder)
    for kind in Document:
        name = word(pack, "documents", kind)
        document = outcome.get(kind)
        if document is None:
            yield f"{name}: not made. {' '.join(outcome.why_not(kind))}"
            continue
        blocked = [hit.detail for hit in check_document(document, case, pack) if hit.blocks]
        if blocked:
            yield f"{name}: not made. {' '.join(blocked)}"
        else:
            yield f"{name}: {_write(document, folder, large_print)}"


def play_scenario(pack: Pack, scenario: Scenario, services: Iterable[Service], folder: Path) -> Iterator[str]:
    """Say where a scenario lands, then write the documents its case allows."""
    known = tuple(services)
    assessment = assess(pack, scenario.case)
    yield f"{scenario.title}. {scenario.setting}"
    yield f"Concern: {word(pack, 'concern', assessment.concern)}. Next: {word(pack, 'routes', assessment.route)}."
    service = next((s for s in known if s.id == scenario.service), known[0])
    yield from write_documents(pack, scenario.case, service, known, folder)


def _write(document: AnyDocument, folder: Path, large_print: bool) -> str:
    rendered = pdf(document, large_print)
    if rendered.overflow:
        return f"not made. It runs to {rendered.pages} pages. Shorten {', '.join(rendered.overflow)}."
    if rendered.missing:
        return f"not made. These characters cannot be printed: {' '.join(rendered.missing)}"
    name = file_name(document, large_print)
    # What the person and the service may not know of lies in a folder of its own, under its own reference (S25).
    path = (folder / Path(name).stem if document.document in APART else folder) / name
    try:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(rendered.content)
    except OSError as error:
        raise Problem(f"{path} cannot be written: {error.strerror}.", "Choose another folder with --out.") from None
    unread = sum(s.unread for s in sentences(document.sections))
    note = f", with {unread} to read and confirm before it leaves" if unread else ""
    return f"{path}, {how_many(rendered.pages, 'page')}{note}"


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Problem(f"{folder} cannot be made: {error.strerror}.", "Choose another folder with --out.") from None
