"""The whole journey without a window: a case matched against a directory, and its documents written to a folder."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from referral_assistant import directory
from referral_assistant.content import load_pack
from referral_assistant.conversation import facts
from referral_assistant.geography import load_areas, named, place
from referral_assistant.matching import match
from referral_assistant.model import Assessment, Case, Facts, Kind, Match, Pack, Place, Service
from referral_assistant.store.directory import build


def training_pack() -> Pack:
    """The conversation with the names of every area among its words, the invented ones included."""
    return named(load_pack(), load_areas(training=True))


def directory_services(path: Path | None) -> tuple[Service, ...]:
    """The services of a directory file beside the national lines; our own fictional sample when none is named."""
    if path is None:
        return directory.starting(Kind.TRAINING)
    own = directory.load(path)
    ids = {service.id for service in own}
    return own + tuple(s for s in directory.starting(Kind.LIVE) if s.id not in ids)


def case_place(known: Facts) -> Place:
    """Where the person, and where it counts the partner, lives, as far as the record says."""
    person, partner = known.get("area", ("",)), known.get("partner_area", ("",))
    return place(load_areas(training=True), person[0], partner[0])


def match_case(
    pack: Pack, case: Case, assessment: Assessment, services: Iterable[Service], today: date
) -> tuple[Match, ...]:
    """What each service that covers the area means for a case. SQL narrows by area only; rules decide."""
    known = facts(pack, case.answers)
    here = case_place(known)
    local = build(None, services)
    try:
        return match(local.covering(here), assessment, known, here, today)
    finally:
        local.close()
