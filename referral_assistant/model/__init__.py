"""Every record that is passed round, rules included: frozen, and free of any other part of the program.

They lie in nine files, each loaded when something of it is first wanted: making the class of a record takes most of a
millisecond, and the list of cases stands before half of them are needed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from referral_assistant.model.case import *  # noqa: F403
    from referral_assistant.model.codes import *  # noqa: F403
    from referral_assistant.model.comparison import *  # noqa: F403
    from referral_assistant.model.content import *  # noqa: F403
    from referral_assistant.model.directory import *  # noqa: F403
    from referral_assistant.model.outcome import *  # noqa: F403
    from referral_assistant.model.provision import *  # noqa: F403
    from referral_assistant.model.rules import *  # noqa: F403
    from referral_assistant.model.services import *  # noqa: F403
    from referral_assistant.model.training import *  # noqa: F403

_PARTS = {
    "rules": "Facts Truth Is Between All Any Not Rule",
    "codes": "State Source Known About CardKind SectionKind Concern Who Level Route Verdict Kind Document DOMAINS "
    "SUPPORT_DOMAINS",
    "content": "Option Reply Card Section StopPage Pack",
    "case": "Answer Override SafetyConcern DutyRecord Sharing AnnexRequest Filing Decision Edit Practitioner "
    "LocalContact Organisation Issued PackRef Case RECIPIENTS",
    "outcome": "Reason Stop Duty Reading Missing Assessment",
    "services": "Criterion Accreditation ServiceContact Service Place Match",
    "directory": "Origin Local Entry Change AreaContact",
    "provision": "Standing Need Cell Tally Freshness Picture Unmet UnmetCounts Loop Outline",
    "training": "Manner Expected Release Persona Held Judged Heard Turn Beat Telling Scenario Choice Exercise Rating "
    "Sheet UNDECIDED",
    "comparison": "Voice Spread Alpha Round Move Comparison",
}
_WHERE = {name: part for part, names in _PARTS.items() for name in names.split()}


def __getattr__(name: str) -> object:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
    return found
