"""An exercise under way: begun, gone on, gone back, and kept in the training folder so that it outlives the window."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from referral_assistant import whole
from referral_assistant.model import Choice, Exercise, Manner, Scenario
from referral_assistant.problems import Mistakes, Problem
from referral_assistant.reading import from_plain, to_plain

PAUSE_WORD = "freeze"
"""What anybody in the room may say at any time, on the screen as on paper."""

FILE = "exercise.json"
_FORMAT = 1


def begin(scenario: Scenario, case: str, now: datetime) -> Exercise:
    """The exercise at its start."""
    return Exercise(scenario.id, case, now)


def choose(exercise: Exercise, card: str, manner: Manner | None, typed: str = "") -> Exercise:
    """The exercise after a reply at a card, or after nothing more was asked there. Another reply at a card that was
    played takes the place of the first, and of all that followed it."""
    return replace(exercise, choices=(*before(exercise, card), Choice(card, manner, typed.strip())))


def back(exercise: Exercise, cards: int = 3) -> Exercise:
    """The exercise as it stood so many cards ago, to take another path."""
    return replace(exercise, choices=exercise.choices[: max(0, len(exercise.choices) - cards)])


def release(exercise: Exercise, number: int) -> Exercise:
    """The exercise once a hidden fact is out: its number in the scenario, from 1. It does not go back in."""
    return replace(exercise, released=tuple(sorted({*exercise.released, number})))


def with_confidence(exercise: Exercise, before: str | None = None, after: str | None = None) -> Exercise:
    """The exercise with what the learner says of their confidence, before or after; None leaves it as it was."""
    return replace(
        exercise,
        confidence_before=exercise.confidence_before if before is None else before.strip(),
        confidence_after=exercise.confidence_after if after is None else after.strip(),
    )


def played(exercise: Exercise, card: str) -> Choice | None:
    """What was chosen at a card, or None."""
    return next((choice for choice in exercise.choices if choice.card == card), None)


def before(exercise: Exercise, card: str) -> tuple[Choice, ...]:
    """The choices that came before a card; all of them where it was not played yet."""
    choices = exercise.choices
    return choices[: next((number for number, choice in enumerate(choices) if choice.card == card), len(choices))]


# --- its file --------------------------------------------------------------------------------------------------------


def read(folder: Path) -> Exercise | None:
    """The exercise that was under way in a training folder; None where there is none, or none that can be read: an
    exercise is begun again in a second, and nothing rests on it."""
    return read_file(folder / FILE)


def read_file(path: Path) -> Exercise | None:
    """The exercise that a file holds, wherever it was put; None where it holds none that can be read."""
    try:
        data = json.loads(path.read_text("utf-8"))
        if not isinstance(data, dict) or data.pop("format", None) != _FORMAT:
            return None
        return from_plain(Exercise, data, FILE)
    except (OSError, ValueError, RecursionError, Mistakes):
        return None


def write(folder: Path, exercise: Exercise | None) -> None:
    """Keep an exercise, or that there is none. Raises `Problem` where the folder cannot be written."""
    path, sentence = folder / FILE, "The exercise could not be kept."
    advice = "Check that the disk has room and that you may write to it."
    if exercise is not None:
        plain = {"format": _FORMAT, **to_plain(exercise)}
        whole.write(path, json.dumps(plain, ensure_ascii=False).encode(), sentence, advice)
        return
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise Problem(sentence, advice) from error
