"""The licence texts of everything inside, in a folder of the bundle, and a list that says which is whose."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

from installers import inventory
from installers.component import LICENCES, TABLE, Component
from installers.plan import Build, Problem

FOLDER = "licences"
INDEX = "licences.json"

README = """\
The licences of everything in this copy of Referral Assistant.

licences.json names each component with its version, its licence and the files here that hold its text.
sbom.cdx.json, one folder up, says more about each: where it was taken from, and its digest.

Libraries under the LGPL (Qt, PySide6, Pango, GLib, FriBidi and others) lie in the bundle as files of their own: you may
put your own build of one in its place. Their source is what their makers publish under the version stated. Whoever gave
you this program must give you that source when you ask.
"""


def collect(build: Build, folder: Path, system: str) -> Path:
    """Write the folder of licences into a bundle. A component without a licence or a text stops the build."""
    target = folder / FOLDER
    target.mkdir(exist_ok=True)
    rows: list[dict[str, object]] = []
    names: set[str] = set()
    for component in inventory.components(build, folder, system):
        _check(component)
        own = _slug(component, names)
        (target / own).write_text(_written(component.texts), "utf-8")
        standard = _standard(component.licence)
        for path in standard:
            (target / path.name).write_text(path.read_text("utf-8"), "utf-8")
        rows.append(
            {
                "component": component.name,
                "version": component.version,
                "licence": component.licence,
                "files": [own, *(path.name for path in standard)],
            }
        )
    (target / INDEX).write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", "utf-8")
    (target / "README.txt").write_text(README, "utf-8")
    return target


def _check(component: Component) -> None:
    if not component.licence:
        raise Problem(f"The licence of {component.name} is not known.", f"Read it, then add it to {TABLE}.")
    if not any(path.is_file() and path.stat().st_size for path in component.texts):
        raise Problem(
            f"There is no text of the licence of {component.name} ({component.licence}).",
            f"Put it into {LICENCES} and name it in {TABLE}.",
        )


def _slug(component: Component, taken: set[str]) -> str:
    """A file name of its own for each component."""
    plain = re.sub(r"[^A-Za-z0-9.]+", "-", f"{component.name}-{component.version}").strip("-.")
    name, number = f"{plain}.txt", 2
    while name.lower() in taken:
        name, number = f"{plain}-{number}.txt", number + 1
    taken.add(name.lower())
    return name


def _written(texts: Iterable[Path]) -> str:
    """The texts one after another, each once, and named where there are several."""
    found = {path.read_text("utf-8", "replace").strip(): path.name for path in texts}
    if len(found) == 1:
        return f"{next(iter(found))}\n"
    return "\n".join(f"--- {name} ---\n\n{text}\n" for text, name in found.items())


def _standard(licence: str) -> list[Path]:
    """Texts that many components share: a family's later version may be chosen, so the one that is stated is given."""
    found = []
    for path in sorted((LICENCES / "standard").glob("*.txt")):
        if re.search(rf"(?<![\w.]){re.escape(path.stem)}(-only|-or-later)?(?![\w.-])", licence):
            found.append(path)
    if any(path.stem == "LGPL-3.0" for path in found):  # it is written as additions to the GPL
        found.append(LICENCES / "standard" / "GPL-3.0.txt")
    return sorted(set(found))
