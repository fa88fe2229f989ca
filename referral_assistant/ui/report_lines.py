"""The lines of a report as a list shows them: in words, with what became of each, and the groups they belong to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from referral_assistant.directory.report import Fate, Line, Question
from referral_assistant.directory.report_table import fate, outcome
from referral_assistant.i18n import _

if TYPE_CHECKING:
    from referral_assistant.directory.incoming import Incoming


class Shown(NamedTuple):
    """One line as it is listed: what stands on it, the groups it belongs to, the text it is found by, and how it is
    spoken."""

    name: str
    where: str
    state: str
    groups: frozenset[str]
    line: Line
    text: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Told:
    """A report as the window shows it. Made on the worker: of ten thousand records it takes a good part of a second."""

    incoming: Incoming
    lines: tuple[Shown, ...]
    counts: Counter[str]
    fates: Mapping[Fate, int]
    questions: tuple[Question, ...]


def told(incoming: Incoming) -> Told:
    """What there is to show of a report."""
    lines, report = shown(incoming), incoming.report
    return Told(incoming, lines, counts(lines), {fate: report.count(fate) for fate in Fate}, report.questions)


def shown(incoming: Incoming) -> tuple[Shown, ...]:
    """Every line of a report; those that are no longer listed come last."""
    lines = [_shown(line) for line in incoming.report.lines]
    for entry, name in incoming.gone:
        line = Line("", "", name, Fate.READ, entry, "missing")
        where, state = _("not in the file any more"), outcome("missing")
        lines.append(_listed(name, where, state, _GONE, line))
    return tuple(lines)


def counts(lines: Sequence[Shown]) -> Counter[str]:
    """How many lines there are of each group."""
    found: Counter[str] = Counter()
    for line in lines:
        found.update(line.groups)
    return found


def _shown(line: Line) -> Shown:
    groups = {line.fate.value}
    if line.outcome:
        groups.add(line.outcome)
    if line.differs:
        groups.add("differs")
    if line.questions:
        groups.add("asked")
    state = [fate(line.fate)] if line.fate is not Fate.READ or not line.outcome else []
    state += [_("Both kept")] if line.differs else [outcome(line.outcome)] if line.outcome else []
    name = line.name or (_("The file as a whole") if not line.place else _("No name"))
    said = ", ".join([state[0], *(s.lower() for s in state[1:])])
    return _listed(name, _where(line), said, _one(frozenset(groups)), line)


def _listed(name: str, where: str, state: str, groups: frozenset[str], line: Line) -> Shown:
    spoken = f"{name}. {state}. {where}"
    return Shown(name, where, state, groups, line, spoken.casefold(), spoken)


@cache
def _one(groups: frozenset[str]) -> frozenset[str]:
    """The same set for the same groups: there are a handful, and tens of thousands of lines."""
    return groups


def _where(line: Line) -> str:
    parts = [line.place] if line.place else []
    if line.fate in (Fate.IGNORED, Fate.REFUSED) and line.said:
        parts.append(line.said[0])
    elif line.repairs:
        parts.append(_repaired(len(line.repairs)))
    elif line.said:
        parts.append(line.said[0])
    return " · ".join(parts) or line.file


def _repaired(count: int) -> str:
    return _("1 thing put right") if count == 1 else _("{count} things put right").format(count=count)


_GONE = frozenset({"gone"})
GROUPS = ("", "asked", "refused", "ignored", "repaired", "differs", "added", "updated", "same", "gone")


def group_words(group: str) -> str:
    """What a group of lines is called."""
    return {
        "": _("All"),
        "asked": _("With a question"),
        "refused": _("Refused"),
        "ignored": _("Left out"),
        "repaired": _("Put right"),
        "differs": _("Both kept"),
        "added": _("New"),
        "updated": _("Changed"),
        "same": _("The same"),
        "gone": _("No longer listed"),
    }[group]
