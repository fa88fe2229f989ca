"""Packs, vocabulary and scenarios from resources/, read strictly and cross-checked; every mistake with its place."""

from referral_assistant.content.packs import check_pack, load_pack, read_pack
from referral_assistant.content.scenarios import load_scenarios, read_scenario
from referral_assistant.content.vocabulary import Fact, Vocabulary, load_vocabulary

__all__ = [
    "Fact",
    "Vocabulary",
    "check_pack",
    "load_pack",
    "load_scenarios",
    "load_vocabulary",
    "read_pack",
    "read_scenario",
]
