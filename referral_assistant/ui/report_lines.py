"""The lines of a report as a list shows them: in words, with what became of each, and the groups they belong to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from referral_assistant.directory.incoming import Incoming
from referral_assistant.directory.report import Fate, Line
from referral_assistant.directory.report_table import fate, outcome
from referral_assistant.i18n import _


@dataclass(frozen=True, slots=True)
class Shown:
    """One line as it is listed: what stands on it, and the groups it belongs to."""

    name: str
    where: str
    state: str
    groups: frozenset[str]
    line: Line


def shown(incoming: Incoming) -> tuple[Shown, ...]:
    """Every line of a report; those that are no longer listed come last."""
    lines = [_shown(line) for line in incoming.report.lines]
    for entry, name in incoming.gone:
        line = Line("", "", name, Fate.READ, entry, "missing")
        lines.append(Shown(name, _("not in the file any more"), outcome("missing"), frozenset({"gone"}), line))
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
    return Shown(name, _where(line), ", ".join([state[0], *(s.lower() for s in state[1:])]), frozenset(groups), line)


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
