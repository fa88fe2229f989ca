"""Whether a scenario is played on the open case, found out without loading anything of training."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from referral_assistant.ui.exercises import Exercises
    from referral_assistant.ui.session import Session

KEPT = "exercise.json"
"""The file of the exercise, named here as well: the module that reads it is not loaded where there is none."""


def played(session: Session) -> Exercises | None:
    """The exercise, where the open case is the one that is played. Nothing of it in a live file."""
    if not session.training or session.case is None or not (session.folder(training=True) / KEPT).exists():
        return None
    from referral_assistant.ui.exercises import exercises_of

    found = exercises_of(session)
    return found if found.here else None
