"""How entries of the directory read in the window: their state, their places, how long ago a person checked them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from referral_assistant.i18n import _, joined, long_date
from referral_assistant.matching.cautions import STALE_MONTHS, check_age
from referral_assistant.ui.phrases import age_text, count_text
from referral_assistant.wording import word

if TYPE_CHECKING:
    from referral_assistant.model import Pack
    from referral_assistant.store.directory import Row

CLOSED = ("inactive", "defunct")
PAUSED = "temporarily closed"


class Shown(NamedTuple):
    """One entry as a line of a list shows it. fresh: whether a person checked it lately."""

    name: str
    what: str
    where: str
    marks: tuple[str, ...]
    age: str
    fresh: bool

    @property
    def whole(self) -> str:
        """All of it, as a screen reader says it."""
        state = joined(self.marks) if self.marks else _("Open")
        return f"{self.name}. {self.what}. {self.where}. {state}. {self.age}."


def shown(row: Row, pack: Pack, today: date) -> Shown:
    """A row in words."""
    what = ", ".join(filter(None, (kind_text(pack, row.kind), row.organisation)))
    where = area_text(pack, row.areas)
    age = checked_text(row.assured_date, today)
    lately = check_age(row.assured_date, today) == "lately"
    return Shown(row.name, what, upper_first(where), marks(row, today), age, lately)


def kind_text(pack: Pack, kind: str) -> str:
    """What kind of service it is; of one that nobody has sorted, that."""
    return word(pack, "kinds", kind) if kind else _("Kind not settled yet")


def area_text(pack: Pack, areas: Sequence[str], most: int = 2) -> str:
    """The areas an entry covers: a few by name, of more how many there are besides."""
    if not areas:
        return _("area not said")
    values = pack.words["values"]
    names = [values.get(area, area) for area in areas]
    if len(names) <= most + 1:
        return joined(names)
    return _("{areas} and {count} more areas").format(
        areas=", ".join(names[:most]), count=count_text(len(names) - most)
    )


def status_text(status: str) -> str:
    """Whether a service is open, as a word or two."""
    return {
        "active": _("Open"),
        PAUSED: _("Paused"),
        "inactive": _("Not running"),
        "defunct": _("Closed for good"),
    }.get(status, status)


def marks(row: Row, today: date) -> tuple[str, ...]:
    """What to know of an entry before it is opened."""
    found = []
    if row.withdrawn:
        found.append(_("No longer listed"))
    if row.status != "active":
        found.append(status_text(row.status))
    if row.ends_on is not None:
        text = _("Ended {date}") if row.ends_on < today else _("Ends {date}")
        found.append(text.format(date=long_date(row.ends_on)))
    if row.differs:
        found.append(_("Both changed"))
    return tuple(found)


@lru_cache(maxsize=4096)
def checked_text(day: date | None, today: date) -> str:
    """How long ago a person last checked an entry, in words."""
    known = check_age(day, today)
    if day is None or known == "never":
        return _("Never checked")
    if known == "lately":
        return _("Checked {age}").format(age=_lately(day, today))
    months = (today.year - day.year) * 12 + today.month - day.month - (today.day < day.day)
    if months >= 24:
        return _("Not checked for {count} years").format(count=count_text(months // 12))
    return _("Not checked for {count} months").format(count=count_text(max(months, STALE_MONTHS)))


def counted_text(count: int) -> str:
    """How many services there are, in words while that is short."""
    if count == 1:
        return _("One service")
    number = count_text(count).capitalize() if count <= 20 else f"{count:,}"
    return _("{count} services").format(count=_("No") if not count else number)


def upper_first(text: str) -> str:
    """A phrase as the beginning of a line."""
    return text[:1].upper() + text[1:]


def _lately(day: date, today: date) -> str:
    days = (today - day).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    return _("{count} days ago").format(count=count_text(days)) if days < 14 else age_text(day, today)
