"""What training calls things: the ways to reply, and the invented person."""

from __future__ import annotations

from collections.abc import Mapping

from referral_assistant.conversation import current
from referral_assistant.i18n import _
from referral_assistant.model import Manner, Scenario


def manner_words() -> Mapping[Manner | None, str]:
    """The ways to reply, by what is done in each; None is to ask no further."""
    return {
        Manner.COLLUSIVE: _("Agreeing along"),
        Manner.COMBATIVE: _("Arguing"),
        Manner.BALANCED: _("Balanced"),
        None: _("Asked no further"),
    }


def called(name: str) -> str:
    """The invented person by the first of their names; of somebody who has none yet, as the person."""
    return name.split()[0] if name.strip() else _("The person")


def known_pronouns(scenario: Scenario) -> str:
    """How to speak of the person: as the scenario's case says, or else as of somebody of the persona's gender."""
    said = current(scenario.case.answers).get("pronouns")
    if said is not None and said.values:
        return said.values[0]
    gender = scenario.persona.gender if scenario.persona is not None else ""
    return {"man": "he", "boy": "he", "woman": "she", "girl": "she"}.get(gender, "they")
