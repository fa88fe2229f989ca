"""Language: interface strings through gettext, pronouns as the person is recorded, dates and lists as people write."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from referral_assistant.paths import RESOURCES

if TYPE_CHECKING:
    from datetime import date

_file = RESOURCES / "locale" / "en" / "LC_MESSAGES" / "referral_assistant.mo"
_translation: gettext.NullTranslations = gettext.NullTranslations()
if _file.exists():
    with _file.open("rb") as _catalogue:
        _translation = gettext.GNUTranslations(_catalogue)
_ = _translation.gettext

PRONOUNS = {
    "he": {"they": "he", "them": "him", "their": "his", "theirs": "his", "themself": "himself"},
    "she": {"they": "she", "them": "her", "their": "her", "theirs": "hers", "themself": "herself"},
    "they": {"they": "they", "them": "them", "their": "their", "theirs": "theirs", "themself": "themself"},
}
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_SLOT = re.compile(r"\{([A-Za-z]+)(?:\|([^{}|]*))?\}")


def fill(text: str, pronouns: str = "they") -> str:
    """Fill pronoun slots: `{they}`, `{Their}`, and verb pairs such as `{is|are}`, first form for he and she.

    Slots of other names are left alone. Anything but `he` or `she` reads as they.
    """
    words = PRONOUNS.get(pronouns, PRONOUNS["they"])
    singular = words["they"] != "they"

    def replace(match: re.Match[str]) -> str:
        name, plural = match.group(1), match.group(2)
        if plural is not None:
            return name if singular else plural
        word = words.get(name.lower())
        if word is None:
            return match.group(0)
        return word[0].upper() + word[1:] if name[0].isupper() else word

    return _SLOT.sub(replace, text)


def long_date(day: date) -> str:
    """A date as people write it, in no locale but ours: 21 November 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def how_many(number: int, name: str) -> str:
    """A number of things whose name takes an s: 1 page, 2 pages."""
    return f"{number} {name}" if number == 1 else f"{number} {name}s"


def joined(items: Iterable[str], last: str = "and") -> str:
    """A list as people say it: a, b and c."""
    words = list(items)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
