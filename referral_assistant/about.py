"""What this copy is: its version and build, what it stands on, where it keeps data; nothing about whoever uses it."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from referral_assistant import __version__, paths, policy
from referral_assistant.settings import BY_NAME

if TYPE_CHECKING:
    from referral_assistant.letter.statement import Facts

FORMS = {
    "msi": "installed for everyone on this computer (MSI)",
    "portable": "portable, with its data beside itself",
    "deb": "installed for everyone on this computer (Debian package)",
    "tar": "unpacked from an archive",
}
MANIFEST = "files.sha256"


class Build(NamedTuple):
    """How this copy was made; from the source, most of it is empty."""

    version: str = __version__
    commit: str = ""
    built: str = ""
    form: str = ""


class Licence(NamedTuple):
    """One component of this copy: its name, version, licence, and where the text is."""

    component: str
    version: str
    licence: str
    files: tuple[str, ...] = ()


def build() -> Build:
    """What the copy says about itself."""
    if paths.BUNDLE is None:
        return Build()
    try:
        read = json.loads((paths.BUNDLE / "build.json").read_text(encoding="utf-8"))
        return Build(*(str(read.get(name, "")) for name in Build._fields))
    except (OSError, ValueError, AttributeError):
        return Build()


def form(found: Build) -> str:
    """In words, what kind of copy it is."""
    return FORMS.get(found.form, "installed" if paths.BUNDLE else "run from its source")


def system() -> str:
    """The operating system and its version, without the name of the computer."""
    if sys.platform == "win32":
        # platform.platform() asks more of Windows than is needed, and has failed where this does not.
        number = sys.getwindowsversion()
        return f"Windows {number.major}.{number.minor}, build {number.build}"
    import platform

    try:
        name = platform.freedesktop_os_release().get("PRETTY_NAME", "")
    except (OSError, AttributeError):
        name = f"{platform.system()} {platform.mac_ver()[0]}".strip()
    return f"{name}, {platform.system()} {platform.release()}, {platform.machine()}"


def python() -> str:
    """The interpreter that runs this."""
    return ".".join(map(str, sys.version_info[:3]))


def data_place() -> str:
    """Where live cases lie, for someone who knows their own computer: the user's folder is not spelt out."""
    return unnamed(str(policy.data_dir(False)))


def facts() -> Facts:
    """What the security statement and its neighbour say of this very copy."""
    from datetime import date

    from referral_assistant.letter.statement import Facts

    made = build()
    try:
        built = date.fromisoformat(made.built)
    except ValueError:
        built = None
    minutes = BY_NAME["lock_minutes"].default
    assert isinstance(minutes, int)
    return Facts(made.version, built, minutes)


def licences() -> tuple[Licence, ...]:
    """The components of this copy and their licences, by name. Empty when its list is missing."""
    folder = licence_folder()
    if folder is None:
        return _of_installed()
    try:
        rows = json.loads((folder / "licences.json").read_text(encoding="utf-8"))
        found = [Licence(r["component"], r["version"], r["licence"], tuple(r["files"])) for r in rows]
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    return tuple(sorted(found, key=lambda licence: licence.component.lower()))


def licence_folder() -> Path | None:
    """Where the texts of the licences lie, in an installed copy."""
    return paths.BUNDLE / "licences" if paths.BUNDLE is not None else None


def _of_installed() -> tuple[Licence, ...]:
    """From the source: what the packages that are installed beside it say of themselves."""
    from importlib.metadata import distributions

    found = {}
    for package in distributions():
        about = package.metadata
        stated = about["License-Expression"] or about["License"] or ""
        classes = [line.split(" :: ")[-1] for line in about.get_all("Classifier") or () if "License ::" in line]
        licence = stated.splitlines()[0] if stated else ", ".join(classes) or "see the package"
        found[about["Name"].lower()] = Licence(about["Name"], package.version, licence)
    return tuple(licence for _name, licence in sorted(found.items()))


# --- whose computer it is stays out ----------------------------------------------------------------------------------


def unnamed(text: str) -> str:
    """A text with the folders of a user said in general, and the user's name left out wherever it stands in a path."""
    for folder, general in _own_folders():
        for spelt in {folder, folder.replace("\\", "/"), folder.replace("\\", "\\\\")}:
            text = re.sub(re.escape(spelt), general, text, flags=re.IGNORECASE)
    for name in _names():
        text = re.sub(rf"(?<=[\\/]){re.escape(name)}(?=[\\/]|$)", "<user>", text, flags=re.IGNORECASE)
    return text


def _own_folders() -> list[tuple[str, str]]:
    """The user's folders, the longest first, with what to say for each."""
    known = [(os.environ.get(name, ""), f"%{name}%") for name in ("LOCALAPPDATA", "APPDATA", "USERPROFILE")]
    home = "" if sys.platform == "win32" else str(Path.home())
    found = [(folder.rstrip("\\/"), said) for folder, said in [*known, (home, "~")] if len(folder.strip("\\/")) > 1]
    return sorted(found, key=lambda pair: -len(pair[0]))


def _names() -> set[str]:
    """What the user is called on this computer."""
    named = {os.environ.get(name, "") for name in ("USER", "LOGNAME", "USERNAME")}
    home = Path.home().name if sys.platform != "win32" else Path(os.environ.get("USERPROFILE", "")).name
    return {name for name in {*named, home} if name and name.lower() not in ("root", "home", "users")}
