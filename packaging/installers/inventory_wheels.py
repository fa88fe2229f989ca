"""Finds the wheels of a staged bundle, and the libraries that are linked into theirs."""

from __future__ import annotations

import email.parser
import re
from collections.abc import Iterable, Iterator
from email.message import Message
from pathlib import Path

from installers import fetch
from installers.component import TABLE, Claim, Component, normal, site_packages, table, text, together
from installers.plan import Problem

SPDX = re.compile(r"[\w.+-]+(?: (?:AND|OR|WITH) [\w.+-]+)*")
"""An expression without brackets: what wheels state has none, and what has some is in our table."""


def wheels(folder: Path, system: str, claim: Claim) -> Iterator[Component]:
    """Every wheel of a bundle."""
    pinned = _pinned(system)
    place = site_packages(folder)
    below = place.relative_to(folder).as_posix()
    for info in sorted(place.glob("*.dist-info")):
        about = email.parser.HeaderParser().parsestr((info / "METADATA").read_text("utf-8"))
        name, version = normal(about["Name"]), about["Version"]
        row = table()["wheels"].get(name, {})
        texts = [path for path in sorted(info.rglob("*")) if _is_licence(path, info)]
        texts += [text(folder, row["text"])] if "text" in row else []
        digest = pinned.get((name, version), "")
        purl = f"pkg:pypi/{name}@{version}"
        yield Component(
            purl,
            about["Name"],
            version,
            "library",
            row.get("licence") or _spdx(name, about),
            tuple(texts),
            digest or together(info.rglob("*"), folder),
            "the wheel as it was published" if digest else "what the wheel says about itself",
            purl,
            "a wheel",
            claim(*(f"{below}/{pattern}" for pattern in row.get("owns", ()))),
            tuple(sorted({f"pkg:pypi/{needed}" for needed in _required(about)})),
        )


def _pinned(system: str) -> dict[tuple[str, str], str]:
    """(name, version) -> digest of each wheel that is pinned for a system."""
    target = fetch.WINDOWS if system == "windows" else fetch.this_python()
    return {(normal(item.project), item.version): item.sha256 for item in fetch.downloads(target)}


def _is_licence(path: Path, info: Path) -> bool:
    inside = path.relative_to(info).as_posix().lower()
    return path.is_file() and inside.startswith(("licen", "copying", "notice"))


def _spdx(name: str, about: Message) -> str:
    stated = about["License-Expression"] or ""
    if not SPDX.fullmatch(stated):
        raise Problem(
            f"The wheel {name} does not state its licence as an SPDX expression.",
            f"Read its licence, then add it under [wheels] in {TABLE}.",
        )
    return str(stated)


def _required(about: Message) -> Iterator[str]:
    """The projects a wheel requires, extras aside. Which of them are there is seen later."""
    for line in about.get_all("Requires-Dist") or ():
        wanted, _semicolon, marker = line.partition(";")
        if "extra" not in marker and (name := re.match(r"[\w.-]+", wanted.strip())):
            yield normal(name[0])


def inside(folder: Path, found: Iterable[Component]) -> Iterator[Component]:
    """Libraries that are linked into those of a wheel."""
    place = site_packages(folder)
    by_name = {normal(wheel.name): wheel for wheel in found}
    for row in table()["inside"]:
        wheel = by_name.get(row["wheel"])
        if wheel is None:
            continue
        path = next(iter(sorted(place.glob(row["file"]))), None)
        version = re.search(row["version"].encode(), path.read_bytes()) if path else None
        if path is None or version is None:
            raise Problem(
                f"The version of {row['name']} inside {wheel.name} cannot be read.",
                f"Look it up in its file and mend its pattern in {TABLE}.",
            )
        number = version[1].decode()
        purl = f"pkg:generic/{row['name'].lower()}@{number}"
        texts = (text(folder, row["text"]),) if "text" in row else wheel.texts
        yield Component(
            purl,
            row["name"],
            number,
            "library",
            row["licence"],
            texts,
            fetch.digest(path),
            path.relative_to(folder).as_posix(),
            purl,
            f"part of {wheel.name}",
        )
