"""A hidden fact once it is out: what is known now, what was recorded with it, and what that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from referral_assistant.i18n import _
from referral_assistant.ui.card_form import value_text
from referral_assistant.ui.phrases import lower_first, source_text

if TYPE_CHECKING:
    from referral_assistant.model import Answer, Release
    from referral_assistant.ui.exercises import Exercises
    from referral_assistant.ui.session import Session


def next_out(exercises: Exercises) -> tuple[int, Release] | None:
    """The first hidden fact that is still in, with its number."""
    scenario, exercise = exercises.scenario, exercises.exercise
    if scenario is None or exercise is None:
        return None
    return next((one for one in enumerate(scenario.hidden, 1) if one[0] not in exercise.released), None)


def out(exercises: Exercises) -> list[tuple[int, Release]]:
    """The hidden facts that are out, each with its number."""
    scenario, exercise = exercises.scenario, exercises.exercise
    if scenario is None or exercise is None:
        return []
    return [one for one in enumerate(scenario.hidden, 1) if one[0] in exercise.released]


def changed(session: Session, exercises: Exercises, number: int, release: Release) -> list[str]:
    """What was recorded with a fact, and where the case stands since, line by line."""
    found = [_recorded(session, answer) for answer in release.answers]
    before, after = exercises.landings.get(number, (None, None))
    if before is not None and after is not None and before != after:
        for table, one, other in (("concern", before.concern, after.concern), ("routes", before.route, after.route)):
            if one is not other:
                words = [lower_first(session.word(table, code.value)) for code in (one, other)]
                sentence = (
                    _("Concern was {before}, and is {after}.")
                    if table == "concern"
                    else _("The next step was: {before}. It is: {after}.")
                )
                found.append(sentence.format(before=words[0], after=words[1]))
    return found or [_("Nothing on the record changes. What is done about it is for you to decide.")]


def _recorded(session: Session, answer: Answer) -> str:
    card = session.pack.card(answer.card)
    title, value = session.fill(card.title), value_text(session, card, answer)
    return _("{title}: {value} ({source})").format(
        title=title, value=value, source=lower_first(source_text(session, answer))
    )
