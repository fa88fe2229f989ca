"""The role-play pack of a scenario, saved into a folder from the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from referral_assistant.i18n import _
from referral_assistant.problems import Problem

if TYPE_CHECKING:
    from referral_assistant.letter.role_play import Named
    from referral_assistant.model import Scenario
    from referral_assistant.ui.session import Session

Told = Callable[[str, str], object]
"""Takes what to say of it, and its tone."""


def save_pack(session: Session, scenario: Scenario, folder: Path, told: Told) -> None:
    """Make every part on the worker, and put them into a folder; then `told`."""
    from referral_assistant.letter.role_play import pack

    words = session.pack
    session.background.run(lambda: pack(scenario, words), lambda made: _keep(folder, made, told))


def _keep(folder: Path, made: Sequence[Named], told: Told) -> None:
    from referral_assistant.ui.leaving import write

    try:
        for name, rendered in made:
            write(folder / name, rendered.content)
    except Problem as problem:
        told(f"{problem} {problem.advice}", "stop")
        return
    names = ", ".join(name for name, _rendered in made)
    told(_("Saved: {names}.").format(names=names), "settled")
