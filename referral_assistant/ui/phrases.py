"""How dates, counts and answers read in the window."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from referral_assistant.i18n import _, long_date
from referral_assistant.model import Answer, CardKind, Reason, State
from referral_assistant.ui.session import Session
from referral_assistant.ui.widgets import Said, quoted
from referral_assistant.wording import value_words

NUMBERS = (
    "none one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)


def moment_text(at: datetime) -> str:
    """A day and a time as people write it."""
    return _("{date} at {time}").format(date=long_date(at.date()), time=f"{at:%H:%M}")


def count_text(count: int) -> str:
    """A small count as a word."""
    words = _(NUMBERS).split()
    return words[count] if count < len(words) else str(count)


def age_text(day: date, today: date) -> str:
    """How long ago a day was, in words, never more exact than it needs to be."""
    days = (today - day).days
    if days < 14:
        return _("in the last two weeks")
    if days < 60:
        return _("{count} weeks ago").format(count=count_text(days // 7))
    months = (today.year - day.year) * 12 + today.month - day.month - (today.day < day.day)
    if months < 24:
        return _("{count} months ago").format(count=count_text(max(2, months)))
    return _("more than two years ago")


def lower_first(text: str) -> str:
    """A heading as the rest of a sentence."""
    return text[:1].lower() + text[1:]


def reason_lines(session: Session, reason: Reason) -> Iterator[Said]:
    """A reason with its evidence: words quoted where there are any, and the source named."""
    answer = session.derived.standing.get(reason.card) if reason.card else None
    if answer is None or reason.code not in ("heard", "recorded"):
        yield Said(session.say(reason))
        return
    yield Said(evidence_text(session, answer, reason), source_text(session, answer))
    if answer.observed:
        yield Said(answer.observed, _("You observed"))


def evidence_text(session: Session, answer: Answer, reason: Reason) -> str:
    """The words, or the topic and what was chosen."""
    if answer.words:
        return quoted(answer.words)
    card = session.pack.card(answer.card)
    values = answer.values
    if card.kind in (CardKind.ONE, CardKind.MANY):
        values = tuple(value_words(reason, session.pack, session.derived.pronouns))
    return f"{session.fill(card.title)}: {'; '.join(value.rstrip('.') for value in values)}."


def source_text(session: Session, answer: Answer) -> str:
    """Where an answer comes from, and of what date."""
    source = session.word("sources", answer.source.value)
    dated = f", {long_date(answer.source_date)}" if answer.source_date else ""
    return source + dated


def answered_lines(session: Session, fact: str) -> list[Said]:
    """What was answered to the card of a fact, with its source; nothing where it has no answer."""
    derived = session.derived
    card = next((c for c in reversed(derived.path) if c.fact == fact and c.id in derived.standing), None)
    if card is None:
        return []
    answer = derived.standing[card.id]
    if answer.state is not State.ANSWERED:
        return [Said(session.say(Reason(answer.state.value, card=card.id)))]
    return list(reason_lines(session, Reason("heard", card=card.id, values=answer.values)))


def time_text(minutes: int, planned: int) -> str:
    """How long it has taken. Once the time is over it goes on counting, and says no more than that."""
    if minutes < planned:
        return _("{minutes} of {planned} minutes").format(minutes=minutes, planned=planned)
    return _("{minutes} minutes").format(minutes=minutes)
