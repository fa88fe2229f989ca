"""The list of everything inside, as CycloneDX: beside each bundle, and one for all; and the digests of all files."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from installers import fetch, inventory
from installers.component import Component
from installers.inventory import PROGRAM, components
from installers.plan import Build, Problem

__all__ = ["components", "merged", "sums", "write"]

SPEC = "1.6"
ROOT = "root"
NAME = "sbom.cdx.json"
MANIFEST = "files.sha256"
SUMS = "SHA256SUMS"

ADDED_LATER = frozenset({"build.json", "portable", "policy.json", MANIFEST})
"""What differs between the forms of one bundle, or may be put beside it; not listed as part of every copy."""


def write(build: Build, folder: Path, system: str) -> Path:
    """Write what is inside into the bundle, and then the digest of each of its files. Nothing may change after that."""
    found = inventory.components(build, folder, system)
    path = folder / NAME
    _save(path, _document(build, system, [_plain(c, system) for c in found], _dependencies(found, system)))
    listed = sorted(p for p in folder.rglob("*") if p.is_file() and p.relative_to(folder).as_posix() not in ADDED_LATER)
    lines = [f"{fetch.digest(p)}  {p.relative_to(folder).as_posix()}\n" for p in listed]
    (folder / MANIFEST).write_text("".join(lines), "utf-8")
    build.say(f"{system}: {len(found)} components, {len(lines)} files")
    return path


def merged(build: Build, folders: Mapping[str, Path]) -> Path:
    """One list for all bundles, each with its own components below it."""
    bundles, dependencies = [], []
    for system, folder in sorted(folders.items()):
        path = folder / NAME
        if not path.is_file():
            raise Problem(f"{path} is missing.", f"Build first: build_installer.py {system}.")
        one = json.loads(path.read_text("utf-8"))
        bundles.append(
            {
                "type": "application",
                "bom-ref": f"bundle:{system}",
                "name": f"{PROGRAM} for {system.title()}",
                "version": build.version,
                "components": one["components"],
            }
        )
        dependencies += [row for row in one["dependencies"] if row["ref"] != ROOT]
        dependencies.append({"ref": f"bundle:{system}", "dependsOn": [_ref(system, _program_ref(build))]})
    build.out.mkdir(parents=True, exist_ok=True)
    path = build.out / f"{PROGRAM}-{build.version}.cdx.json"
    _save(path, _document(build, " and ".join(sorted(folders)), bundles, dependencies))
    return path


def sums(build: Build) -> Path:
    """The digest of every file that leaves, as `sha256sum -c SHA256SUMS` reads them."""
    path = build.out / SUMS
    files = sorted(p for p in build.out.rglob("*") if p.is_file() and p != path)
    if not files:
        raise Problem(f"There is nothing in {build.out} yet.", "Build first: build_installer.py all.")
    lines = (f"{fetch.digest(p)}  {p.relative_to(build.out).as_posix()}\n" for p in files)
    path.write_text("".join(lines), "utf-8")
    return path


# --- CycloneDX -------------------------------------------------------------------------------------------------------


def _document(
    build: Build, of: str, listed: list[dict[str, Any]], dependencies: Iterable[dict[str, Any]]
) -> dict[str, Any]:
    """The same for every build of a commit: its number is made from what it describes, its time is the commit's."""
    first = [component["bom-ref"] for component in listed if component["type"] == "application"]
    number = uuid.uuid5(uuid.NAMESPACE_URL, f"{PROGRAM} {build.version} {build.commit} {of}")
    return {
        "bomFormat": "CycloneDX",
        "specVersion": SPEC,
        "serialNumber": f"urn:uuid:{number}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(build.epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "lifecycles": [{"phase": "build"}],
            "tools": {"components": [{"type": "application", "name": "build_installer.py", "version": build.version}]},
            "manufacturer": {"name": "Referral Assistant contributors"},
            "component": {
                "type": "application",
                "bom-ref": ROOT,
                "name": PROGRAM,
                "version": build.version,
                "description": f"For {of}, from commit {build.commit}",
                "licenses": [{"license": {"id": "MIT"}}],
                "purl": _program_ref(build),
            },
        },
        "components": listed,
        "dependencies": [{"ref": ROOT, "dependsOn": first}, *dependencies],
    }


def _program_ref(build: Build) -> str:
    return f"pkg:generic/{PROGRAM}@{build.version}"


def _ref(system: str, ref: str) -> str:
    """Refs name the system, so that the lists of two can stand in one file."""
    return f"{system}/{ref}"


def _plain(component: Component, system: str) -> dict[str, Any]:
    stated: dict[str, Any] = {
        "type": component.kind,
        "bom-ref": _ref(system, component.ref),
        "name": component.name,
        "version": component.version,
        "description": component.origin,
        "hashes": _hashes(component.sha256),
        "licenses": _licences(component.licence),
        "purl": component.purl,
        "properties": [{"name": f"{PROGRAM}:digest-of", "value": component.measured}],
        "components": [_file(component, system, name, digest) for name, digest in component.files],
    }
    return {key: value for key, value in stated.items() if value}


def _file(component: Component, system: str, name: str, digest: str) -> dict[str, Any]:
    return {
        "type": "file",
        "bom-ref": _ref(system, f"{component.ref}#{name}"),
        "name": name,
        "hashes": _hashes(digest),
        "licenses": _licences(component.licence),
    }


def _hashes(digest: str) -> list[dict[str, str]]:
    return [{"alg": "SHA-256", "content": digest}] if digest else []


def _licences(stated: str) -> list[dict[str, Any]]:
    if stated.startswith("LicenseRef-"):
        return [{"license": {"name": stated}}]
    if " " in stated:
        return [{"expression": stated}]
    return [{"license": {"id": stated}}]


def _dependencies(found: Iterable[Component], system: str) -> list[dict[str, Any]]:
    """What needs what. The program itself needs whatever no other component asks for."""
    everything = list(found)
    program, *others = everything
    asked = {need for component in others for need in component.needs}
    first = sorted({*program.needs, *(component.ref for component in others if component.ref not in asked)})
    rows = [(program.ref, tuple(first)), *((component.ref, component.needs) for component in others)]
    return [{"ref": _ref(system, ref), "dependsOn": [_ref(system, need) for need in needs]} for ref, needs in rows]


def _save(path: Path, document: dict[str, Any]) -> None:
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", "utf-8")
