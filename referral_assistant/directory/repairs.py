"""Single values of a file put right: text, days, ages, numbers, addresses, words. Every repair is told."""

from __future__ import annotations

import re
from datetime import date, datetime

from referral_assistant.directory.notes import UNSEEN, Notes
from referral_assistant.directory.plain_text import plain
from referral_assistant.i18n import _

LONGEST = 20_000
"""How many characters a text of a service may have."""


# --- text ------------------------------------------------------------------------------------------------------------

_TWICE = re.compile(
    "[\u00c2\u00c3\u00c4\u00c5\u00ce\u00cf\u00d0\u00d1\u00e2\u00ef\u00f0][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
_ODD = re.compile(UNSEEN.pattern[:-1] + "<&\r\u00a0\u00c2-\u00c5\u00ce-\u00d1\u00e2\u00ef\u00f0]")
_NOTHING = (
    "n/a|na|n.a.|nil|null|tbc|tba|tbd|to be confirmed|not known|unknown|not applicable|not available|not stated"
    "|xx|xxx|-|--|.|?"
)
_EMPTY = frozenset(_NOTHING.split("|"))
_LONGEST_EMPTY = max(map(len, _EMPTY))


def text(value: object, name: str, notes: Notes, lines: bool = True) -> str:
    """A text put right: what stands for nothing is empty, HTML becomes plain lines, unseen characters go."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        if notes.ours and len(value) <= LONGEST:
            return _seen(value, name, notes)
        if not _is_odd(value) and value == value.strip() and (len(value) <= LONGEST if lines else _is_line(value)):
            return _nothing(value, name, notes) if _is_nothing(value) else value
    else:
        return _no_text(value, name, notes)
    found = _put_right(value, name, notes)
    if not lines:
        found = _one_line(found, name, notes)
    if _is_nothing(found):
        return _nothing(found, name, notes)
    most = LONGEST if lines else 300
    if len(found) > most:
        notes.repair(name, found, found[:most], _("It is too long, and was cut short."))
        found = found[:most].rstrip()
    return found


def _is_odd(value: str) -> bool:
    """Whether a text may hold what has to be put right. Most are of plain letters, which is known at a glance."""
    if value.isascii() and value.isprintable():
        return "<" in value or "&" in value
    return _ODD.search(value) is not None


def _is_nothing(value: str) -> bool:
    return len(value) <= _LONGEST_EMPTY and value.casefold() in _EMPTY


def _is_line(value: str) -> bool:
    return len(value) <= 300 and "\n" not in value and "\t" not in value and "  " not in value


def _nothing(value: str, name: str, notes: Notes) -> str:
    if value:
        notes.repair(name, value, "", _("This stands for nothing, and was left out."))
    return ""


def _no_text(value: object, name: str, notes: Notes) -> str:
    if isinstance(value, bool | list | dict):
        notes.repair(name, value, "", _("Here text should stand, so it was left out."))
        return ""
    now = str(value)
    notes.repair(name, now, now, _("Here text should stand, so the number was taken as text."))
    return now


def _put_right(value: str, name: str, notes: Notes) -> str:
    found = value[: 4 * LONGEST]
    if not notes.ours and _TWICE.search(found):
        found = _read_again(found, name, notes)
    if not notes.ours and ("<" in found or "&" in found):
        found = _no_html(found, name, notes)
    seen = _seen(found.replace("\r\n", "\n"), name, notes)
    bare = seen.replace("\u00a0", " ").strip()
    if bare != seen:
        notes.repair(name, seen, bare, _("Spaces that say nothing were taken out."))
    return bare


def _seen(value: str, name: str, notes: Notes) -> str:
    if not UNSEEN.search(value):
        return value
    found = UNSEEN.sub("", re.sub("[\r\x85\u2028\u2029]", "\n", value))
    notes.repair(name, value, found, _("Control characters that nobody sees were taken out."))
    return found


def _one_line(value: str, name: str, notes: Notes) -> str:
    line = " ".join(value.split())
    if line != value:
        notes.repair(name, value, line, _("It was put on one line."))
    return line


def _read_again(value: str, name: str, notes: Notes) -> str:
    from ftfy import fix_encoding

    found = fix_encoding(value)
    if found != value:
        notes.repair(name, value, found, _("These characters had been read in the wrong encoding once."))
    return found


def _no_html(value: str, name: str, notes: Notes) -> str:
    found = plain(value)
    if found != value:
        notes.repair(name, value, found, _("It was HTML, and was written as plain text."))
    return found


# --- days and ages ---------------------------------------------------------------------------------------------------

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d.*)?\Z", re.DOTALL)
_BRITISH = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})(?:[T ,].*)?\Z", re.DOTALL)
_NAMED = re.compile(r"(?:[a-z]+,? +)?(\d{1,2})(?:st|nd|rd|th)?[ \-]+([a-z]{3,9})\.?,?[ \-]+(\d{4})\Z", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEARS = range(1970, 2100)
_UPWARDS = r"(\+|plus|(?:and|or) (?:over|above|older))?"
_AGE = re.compile(
    rf"(\d{{1,3}})(?:\.0+)?\s*{_UPWARDS}\s*(?:years?|yrs?|y)?(?: old| of age)?\s*{_UPWARDS}\Z", re.IGNORECASE
)
_NO_LIMIT = 99


def day(value: object, name: str, notes: Notes) -> date | None:
    """A day, with or without a time and a zone, written as machines or as people in Britain write it."""
    if value is None or value == "":
        return None
    found = _any_day(value)
    if found is None or (found.year not in _YEARS and not notes.ours):
        notes.repair(name, value, "", _("This is no day that can be right, so it was left out."))
        return None
    if isinstance(value, str) and found.isoformat() != value:
        iso = _ISO.match(value.strip())
        why = _("The time of day was left out.") if iso else _("The day was read as in Britain.")
        notes.repair(name, value, found.isoformat(), why)
    return found


def _any_day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return _day(value.strip()) if isinstance(value, str) else None


def _day(written: str) -> date | None:
    try:
        if iso := _ISO.match(written):
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if british := _BRITISH.match(written):
            return date(int(british[3]), int(british[2]), int(british[1]))
        if (named := _NAMED.match(written)) and named[2][:3].casefold() in _MONTHS:
            return date(int(named[3]), _MONTHS.index(named[2][:3].casefold()) + 1, int(named[1]))
    except ValueError:
        return None
    return None


def age(value: object, name: str, notes: Notes) -> int | None:
    """An age in whole years; what stands for no limit or for not known is no age."""
    if value is None or value == "":
        return None
    number, open_end = _age(value)
    if number is None:
        notes.repair(name, value, "", _("This is no age in whole years, so it was left out."))
        return None
    if number < 0:
        notes.repair(name, value, "", _("An age below nought stands for not known."))
        return None
    if number >= _NO_LIMIT or (open_end and name == "maximum_age"):
        notes.repair(name, value, "", _("This age stands for no limit."))
        return None
    if type(value) is not int:
        notes.repair(name, value, number, _("An age is a whole number."))
    return number


def _age(value: object) -> tuple[int | None, bool]:
    if isinstance(value, bool):
        return None, False
    if isinstance(value, int):
        return value, False
    if isinstance(value, float):
        return (int(value), False) if value.is_integer() and abs(value) < 1000 else (None, False)
    if isinstance(value, str):
        written = value.strip()
        if written == "-1":
            return -1, False
        if found := _AGE.match(written):
            return int(found[1]), bool(found[2] or found[3])
    return None, False


def degrees(value: object) -> float | None:
    """A latitude or longitude as a number; None for anything else."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        found = float(value) if isinstance(value, int | float | str) else None
    except (ValueError, OverflowError):
        return None
    return found if found is not None and abs(found) <= 180 else None


def point(latitude: object, longitude: object, notes: Notes) -> tuple[float | None, float | None]:
    """A point in or near the United Kingdom; none for what lies elsewhere or is half given."""
    if latitude in (None, "") and longitude in (None, ""):
        return None, None
    north, east = degrees(latitude), degrees(longitude)
    if north is not None and east is not None:
        if (49 <= north <= 61.5 and -9 <= east <= 2.5) or (notes.ours and abs(north) <= 90):
            return north, east
        if 49 <= east <= 61.5 and -9 <= north <= 2.5:
            notes.repair("latitude", latitude, east, _("Latitude and longitude had been swapped."))
            notes.repair("longitude", longitude, north, _("Latitude and longitude had been swapped."))
            return east, north
    why = _("This point does not lie in the United Kingdom, so it was left out.")
    notes.repair("latitude", latitude, "", why)
    notes.repair("longitude", longitude, "", why)
    return None, None


# --- how to reach somebody -------------------------------------------------------------------------------------------

_NUMBER = re.compile(r"(?=.{3,20}\Z)[+0-9][0-9]*(?: [0-9]+)*\Z")
_OURS = re.compile(r"[+0-9][0-9 ]{2,40}\Z")
_NUMBERS = re.compile(r"(?<![\w@/])(?:\+\s?|\(?)\d[\d ().\-\u2010-\u2015\u00a0]{1,20}\d(?![\w@])")
_AT = re.compile(r"[^\s@<>(),;:\"'\[\]]+@[^\s@<>(),;:\"'\[\]/]+\.[A-Za-z]{2,}")
_WEB = re.compile(r"https?://[^\s/$.?#][^\s<>\"]*\.[^\s<>\"]+\Z", re.IGNORECASE)
_BARE_WEB = re.compile(r"(?:www\.)?[a-z0-9\-]+(?:\.[a-z0-9\-]+)*\.[a-z]{2,}(?:/[^\s<>\"]*)?\Z", re.IGNORECASE)


def telephone(value: object, name: str, notes: Notes) -> str:
    """The first number of a text, as digits and spaces; what stands beside it is told."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool | list | dict):
        notes.repair(name, value, "", _("This is no telephone number, so it was left out."))
        return ""
    if isinstance(value, str) and (_NUMBER.match(value) or (notes.ours and _OURS.match(value))):
        return value
    written = str(value)[:500].strip()
    if re.fullmatch(r"[1-37-9]\d{9}(?:\.0)?", written) and not isinstance(value, str):
        notes.repair(name, value, f"0{written[:10]}", _("A spreadsheet had taken the nought before it away."))
        return f"0{written[:10]}"
    for found in [written] if _NUMBER.match(written) else (m[0] for m in _NUMBERS.finditer(written)):
        number = _digits(found)
        if _NUMBER.match(number) and 3 <= len(re.sub(r"\D", "", number)) <= 15:
            notes.repair(name, value, number, _("A number is digits and spaces; what stood beside it was left out."))
            return number
    notes.repair(name, value, "", _("This is no telephone number, so it was left out."))
    return ""


def _digits(written: str) -> str:
    written = written.replace("(0)", " ") if written.lstrip("( ").startswith("+") else written
    plus = "+" if written.lstrip("( ").startswith("+") else ""
    return plus + " ".join(re.sub(r"[^0-9]+", " ", written).split())


def email(value: object, name: str, notes: Notes) -> str:
    """The first e-mail address of a text."""
    if value is None or value == "":
        return ""
    found = _AT.search(value[:1000]) if isinstance(value, str) else None
    if found is None:
        notes.repair(name, value, "", _("This is no e-mail address, so it was left out."))
        return ""
    address = found[0].removeprefix("mailto:").rstrip(".")
    if address != value:
        notes.repair(name, value, address, _("What stood beside the e-mail address was left out."))
    return address


def website(value: object, name: str, notes: Notes) -> str:
    """An address of the web, with its https."""
    if value is None or value == "":
        return ""
    written = value.strip() if isinstance(value, str) and len(value) <= 2000 else ""
    if _WEB.match(written):
        if written != value:
            notes.repair(name, value, written, _("Spaces about it were taken out."))
        return written
    if _BARE_WEB.match(written):
        notes.repair(name, value, f"https://{written}", _("The beginning of the web address was missing."))
        return f"https://{written}"
    notes.repair(name, value, "", _("This is no address of the web, so it was left out."))
    return ""


# --- words -----------------------------------------------------------------------------------------------------------

_YES = frozenset({"yes", "y", "true", "t", "1", "x", "✓", "✔"})
_NO = frozenset({"no", "n", "false", "f", "0"})
_STATUS = {
    "open": "active", "live": "active", "published": "active", "approved": "active", "current": "active",
    "closed": "defunct", "archived": "defunct", "ended": "defunct", "deleted": "defunct", "discontinued": "defunct",
    "temporarily_closed": "temporarily closed", "paused": "temporarily closed", "suspended": "temporarily closed",
    "on hold": "temporarily closed", "draft": "inactive", "pending": "inactive", "unpublished": "inactive",
}  # fmt: skip


def yes_no(value: object) -> str | None:
    """`yes`, `no` or `unknown` for what may stand for it; None for anything else."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "unknown"
    word = str(value)[:40].strip().casefold()
    if word in _YES:
        return "yes"
    if word in _NO:
        return "no"
    return "unknown" if word in _EMPTY or not word else None


def status(value: object, known: tuple[str, ...], notes: Notes) -> str:
    """The status: as it is, in other words, or not offered until somebody looks where nobody knows the word."""
    if value is None or value == "":
        return "active"
    if isinstance(value, str) and value in known:
        return value
    word = str(value)[:60].strip().casefold().replace("_", " ") if isinstance(value, str) else ""
    now = word if word in known else _STATUS.get(word) or _STATUS.get(word.replace(" ", "_"))
    why = _("The status was written in other words.")
    if now is None:
        now, why = "inactive", _("This status is not known here, so the entry is not offered until somebody looks.")
    notes.repair("status", value, now, why)
    return now
