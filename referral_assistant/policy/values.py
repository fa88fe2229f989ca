"""What each type of key may hold: a value as it counts, or the sentence that says what is wrong with it."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable

from referral_assistant.settings import CONTACT_PARTS, Key, is_between

Wrong = Callable[[str, str], object]
"""Takes the place inside the value, empty for all of it, and a sentence."""

LONGEST = 200
"""Characters of a text, or of a line."""
MOST_LINES = 10
SIGNER = r"^\s*$|^\s*([0-9][\s-]*){39}[0-9]\s*($|[\s,:;-]+[^0-9\s,:;-])"
"""A fingerprint, and perhaps a name: what the schema says of it, for editors."""

_NUMBER = re.compile(r"[-+(]{0,2}\d[\d ()+\-]*(?:(?:ext\.?|x) ?\d+)?", re.IGNORECASE)
_SIGNER = re.compile(r"((?:[0-9][ -]*){39}[0-9])(?:[ ,:;-]+([^0-9 ,:;-].*))?")
_VARIABLE = re.compile(r"%([^%/\\]+)%|\$(HOME)(?![A-Za-z0-9_])")


def checked(key: Key, value: object, wrong: Wrong) -> object | None:
    """The value as it counts, or None when it does not."""
    match key.kind:
        case "text":
            return _text(value, wrong)
        case "lines":
            return _lines(value, wrong)
        case "contact":
            return _contact(value, wrong)
        case "signers":
            return _signers(value, wrong)
        case "folder" | "file":
            return _path(value, wrong)
        case "choice":
            if isinstance(value, str) and value in key.choices:
                return value
            wrong("", f"This should be one of {', '.join(key.choices)}.{near(value, key.choices)}")
        case "yes_no":
            if type(value) is bool:
                return value
            wrong("", f"This should be true or false (1 or 0 in the registry), and is {_shown(value)}.")
        case "number":
            if is_between(value, key.low, key.high):
                return value
            found = "out of bounds" if type(value) is int else _shown(value)
            wrong("", f"This should be a whole number from {key.low} to {key.high}, and is {found}.")
        case _:
            raise ValueError(key.kind)
    return None


def near(name: object, known: Iterable[str]) -> str:
    """The question whether something known was meant; empty where nothing is near."""
    from difflib import get_close_matches

    short = isinstance(name, str) and len(name) <= LONGEST
    found = get_close_matches(str(name).casefold(), list(known), n=1) if short else []
    return f" Did you mean {found[0]}?" if found else ""


def _inside(wrong: Wrong, place: str) -> Wrong:
    return lambda inner, sentence: wrong(f"{place}{inner}", sentence)


def _text(value: object, wrong: Wrong) -> str | None:
    if not isinstance(value, str):
        wrong("", f"This should be text, and is {_shown(value)}.")
        return None
    text = " ".join(value.split())
    if len(text) > LONGEST:
        wrong("", f"This is longer than {LONGEST} characters. Shorten it.")
        return None
    if not text.isprintable():
        wrong("", "This holds characters that cannot be shown. Type it again.")
        return None
    return text


def _lines(value: object, wrong: Wrong) -> tuple[str, ...] | None:
    if not isinstance(value, list):
        wrong("", f"This should be a list of lines, and is {_shown(value)}.")
        return None
    lines = [_text(line, _inside(wrong, f"[{number}]")) for number, line in enumerate(value)]
    if len(value) > MOST_LINES:
        wrong("", f"These are more than {MOST_LINES} lines.")
    elif None not in lines:
        return tuple(line for line in lines if line)
    return None


def _signers(value: object, wrong: Wrong) -> tuple[str, ...] | None:
    """Signers of directory packs, each as its fingerprint in groups of five digits, and perhaps a name after it."""
    lines = _lines(value, wrong)
    if lines is None:
        return None
    found: list[str] = []
    for number, line in enumerate(lines):
        parts = _SIGNER.fullmatch(line)
        if parts is None:
            wrong(f"[{number}]", "This should be a fingerprint of forty digits, and perhaps a name after it.")
            continue
        digits = re.sub(r"[ -]", "", parts[1])
        groups = " ".join(digits[start : start + 5] for start in range(0, 40, 5))
        found.append(f"{groups} {parts[2]}" if parts[2] else groups)
    # A list that is locked and half of which is wrong still keeps everybody else out.
    return tuple(found)


def _contact(value: object, wrong: Wrong) -> dict[str, str] | None:
    """A contact as its parts. A wrong part other than the number is left out, since the number counts most."""
    if not isinstance(value, dict):
        wrong("", f"This should be a table of {', '.join(CONTACT_PARTS)}, and is {_shown(value)}.")
        return None
    parts = dict.fromkeys(CONTACT_PARTS, "")
    for part, found in value.items():
        if part not in CONTACT_PARTS:
            wrong(f".{part}", f"This is not known here.{near(part, CONTACT_PARTS)}")
            continue
        text = _text(found, _inside(wrong, f".{part}"))
        said = _unfit(part, text) if text else ""
        if said:
            wrong(f".{part}", said)
        elif text:
            parts[part] = text
    if parts["telephone"]:
        return parts
    if not value.get("telephone"):
        wrong("", "A contact needs a telephone number.")
    return None


def _unfit(part: str, text: str) -> str:
    """What is wrong with a part of a contact."""
    if part in ("telephone", "out_of_hours") and not (
        _NUMBER.fullmatch(text) and sum(sign.isdigit() for sign in text) >= 3
    ):
        return "This is not a telephone number. Write digits and spaces, such as 01632 960 000."
    if part == "checked_on":
        from datetime import date

        try:
            day = date.fromisoformat(text) if len(text) == 10 else None
        except ValueError:
            day = None
        if day is None:
            return "This is not a date. Write it as YYYY-MM-DD. Until then the number does not count as checked."
        if day > date.today():
            return "This day is yet to come. Write the day on which somebody rang the number."
    return ""


def _path(value: object, wrong: Wrong) -> str | None:
    """A full path, its variables filled in. `~` and `$HOME` are the home folder as the system knows it."""
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        wrong("", f"This should be a full path on this computer, such as {_EXAMPLE}")
        return None
    missing: list[str] = []

    def filled(match: re.Match[str]) -> str:
        if match[2]:
            return _home()
        found = os.environ.get(match[1])
        if not found:
            missing.append(match[1])
        return found or ""

    path = _VARIABLE.sub(filled, value.strip())
    if missing:
        wrong("", f"There is no variable {missing[0]} on this computer.")
        return None
    if path == "~" or path.startswith(("~/", "~\\")):
        path = _home() + path[1:]
    if not os.path.isabs(path):
        wrong("", f"This is not a full path on this computer, such as {_EXAMPLE}")
        return None
    return path


_EXAMPLE = r"%LOCALAPPDATA%\Cases." if sys.platform == "win32" else "$HOME/cases."


def _home() -> str:
    if sys.platform == "win32":
        return os.path.expanduser("~")
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_dir
    except KeyError:
        return os.path.expanduser("~")


def _shown(value: object) -> str:
    """What was found, by its type."""
    names = {str: "text", int: "a number", float: "a number", bool: "true or false", list: "a list", dict: "a table"}
    return "empty" if value is None else names.get(type(value), "something else")
