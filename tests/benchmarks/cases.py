"""The fictional case that every figure is taken with: an ordinary referral, agreed and unhurried."""

from __future__ import annotations

from datetime import date
from functools import cache

from referral_assistant import directory
from referral_assistant.assessment import assess
from referral_assistant.content import load_pack, load_scenarios
from referral_assistant.geography import load_areas, named
from referral_assistant.letter import ReferralLetter, documents
from referral_assistant.model import Document, Kind, Pack, Scenario

TODAY = date(2026, 11, 21)
SCENARIO = "imran"


@cache
def imran() -> tuple[Scenario, Pack]:
    """The scenario, and the pack it is answered in."""
    pack = named(load_pack(), load_areas(training=True))
    return next(s for s in load_scenarios(pack) if s.id == SCENARIO), pack


def referral_letter() -> ReferralLetter:
    """The record of its referral letter."""
    scenario, pack = imran()
    services = directory.starting(Kind.TRAINING)
    chosen = next(service for service in services if service.id == scenario.service)
    outcome = documents(scenario.case, pack, assess(pack, scenario.case), chosen, TODAY, services)
    letter = outcome.get(Document.REFERRAL_LETTER)
    assert isinstance(letter, ReferralLetter), outcome.why_not(Document.REFERRAL_LETTER)
    return letter
