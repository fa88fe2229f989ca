"""What is found while one record of a file is read, and how a value of a file is shown in a report."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from referral_assistant.directory.report import Question, Repair
from referral_assistant.i18n import _

_SHOWN = 200

# What no text should hold: control characters, those that turn the direction of writing, halves of characters.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


@dataclass(slots=True)
class Notes:
    """What is found while one record is read: repairs, what was left out, and what only a person can say. `ours` when
    this program wrote the record: its texts are plain already, and may hold what looks like HTML."""

    ours: bool = False
    repairs: list[Repair] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def repair(self, name: str, was: object, now: object, why: str) -> None:
        """A value was put right, or left out, and why."""
        self.repairs.append(Repair(name, shown(was), shown(now), why))

    def say(self, sentence: str) -> None:
        """Something was not used, in a whole sentence."""
        self.said.append(sentence)

    def ask(self, question: Question) -> None:
        """Only a person can say."""
        if question not in self.questions:
            self.questions.append(question)


def shown(value: object) -> str:
    """A value of a file as a report shows it: short, on one line, and never a structure."""
    if value is None or value == "":
        return ""
    if isinstance(value, dict | list | tuple):
        return _("a list") if isinstance(value, list | tuple) else _("a table of values")
    text = str(value)[: 2 * _SHOWN]
    if len(text) <= _SHOWN and text.isprintable() and "  " not in text:
        return text
    text = text if text.isprintable() else UNSEEN.sub(" ", text)
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
