"""What a component of a bundle is, and the table of what components do not say about themselves."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from installers import fetch
from installers.plan import Problem

LICENCES = Path(__file__).resolve().parent.parent / "licences"
TABLE = "packaging/licences/components.toml"

Files = tuple[tuple[str, str], ...]
"""Files by their path in the bundle, each with its SHA-256."""

Claim = Callable[..., Files]
"""Takes every compiled file that fits one of some patterns, so that nobody else can; says which."""


@dataclass(frozen=True)
class Component:
    """One thing in a bundle.

    kind: as CycloneDX names it; sha256: a digest, and `measured` says of what; texts: where its licence is written;
    files: compiled files of the bundle that belong to it; needs: refs of other components; origin: where it was taken
    from.
    """

    ref: str
    name: str
    version: str
    kind: str
    licence: str
    texts: tuple[Path, ...]
    sha256: str = ""
    measured: str = ""
    purl: str = ""
    origin: str = ""
    files: Files = ()
    needs: tuple[str, ...] = ()


@cache
def table() -> dict[str, Any]:
    """Everything in `components.toml`."""
    with (LICENCES / "components.toml").open("rb") as file:
        return tomllib.load(file)


def text(folder: Path, name: str) -> Path:
    """A licence text of ours, or one that lies in the bundle: `bundle:python/LICENSE.txt`."""
    path = folder / name.removeprefix("bundle:") if name.startswith("bundle:") else LICENCES / name
    if not path.is_file():
        raise Problem(f"The licence text {name} is missing.", f"Put it into {LICENCES}.")
    return path


def normal(name: str) -> str:
    """A project's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def together(files: Iterable[Path], folder: Path) -> str:
    """One digest of several files: of their names and digests, in order."""
    lines = (
        f"{fetch.digest(path)}  {path.relative_to(folder).as_posix()}\n" for path in sorted(files) if path.is_file()
    )
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def site_packages(folder: Path) -> Path:
    """Where the wheels of a bundle lie."""
    found = sorted(path for path in folder.glob("python/**/site-packages") if path.is_dir())
    if not found:
        raise Problem(f"There are no wheels in {folder}.", "Stage the bundle first.")
    return found[0]
