"""Finds the shared libraries of a staged bundle that are of no wheel: where each was taken from, and its version."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from installers import linux_libraries, pe
from installers.component import LICENCES, TABLE, Claim, Component, Files, table, text
from installers.plan import Build, Problem, run

_INTERPRETER = ""
"""Stands for a package where a library came with the Python that builds."""


def of_windows(folder: Path, claim: Claim) -> Iterator[Component]:
    for row in table()["windows"]:
        files = claim(*row["files"])
        if not files:
            continue
        version = _stated(folder / files[0][0])
        short = re.sub(r"[^a-z0-9]+", "-", row["name"].lower()).strip("-")
        purl = f"pkg:generic/{short}@{version}"
        pango = files[0][0].startswith("pango/")
        yield Component(
            purl,
            row["name"],
            version,
            "library",
            row["licence"],
            (text(folder, row["text"]),),
            files[0][1],
            files[0][0],
            purl,
            "the wheel gstreamer-libs" if pango else "the Python Software Foundation's build, or the wheel shiboken6",
            files,
        )


_SOURCES = re.compile(rb"\\sources\\msvc_x86_64\\[a-z0-9-]+?-(\d[\w.]*)\\")


def _stated(path: Path) -> str:
    """The version of a Windows library: of its version resource, or of the folder it says it was compiled in."""
    image = pe.Image(path)
    compiled_in = _SOURCES.search(image.data)
    if compiled_in:
        return compiled_in[1].decode()
    if image.version:
        return re.sub(r"(\.0)+$", "", image.version) if image.version.count(".") > 2 else image.version
    return ""


def of_linux(build: Build, folder: Path, claim: Claim) -> Iterator[Component]:
    """The libraries of the Linux bundle, one component for each Debian package they were taken from."""
    shelf = sorted((folder / "lib").iterdir()) if (folder / "lib").is_dir() else []
    packages: dict[str, list[str]] = {}
    for path in shelf:
        packages.setdefault(_package(build, path.name), []).append(f"lib/{path.name}")
    for package, names in sorted(packages.items()):
        files = claim(*names)
        if package == _INTERPRETER:
            yield from _beside_interpreter(files)
            continue
        version = run(build, ["dpkg-query", "-W", "-f", "${Version}", package]).strip()
        short = package.partition(":")[0]
        system = _system()
        purl = f"pkg:deb/{system[0]}/{short}@{version}?arch=amd64&distro={system[0]}-{system[1]}"
        yield Component(
            purl,
            short,
            version,
            "library",
            _debian_licence(short),
            (_copyright(short),),
            files[0][1],
            files[0][0],
            purl,
            f"the {system[0].title()} package {short}",
            files,
        )


def _beside_interpreter(files: Files) -> Iterator[Component]:
    for name, digest in files:
        text = (LICENCES / "python.txt",)
        ref = f"file:{name}"
        own = ((name, digest),)
        yield Component(
            ref, Path(name).name, "", "library", "Python-2.0", text, digest, name, "", origin_of_python(), own
        )


def _package(build: Build, name: str) -> str:
    """The Debian package that a library of this name was taken from."""
    found = linux_libraries.source_of(build, name)
    # Packages that are older than the merging of /lib into /usr/lib list their files where they were.
    for path in (found, Path("/", found.relative_to("/usr")) if found.is_relative_to("/usr") else found):
        try:
            return run(build, ["dpkg", "-S", path]).split(": ")[0].split(",")[0]
        except Problem:
            continue
    if found.is_relative_to(sys.base_prefix) and sys.base_prefix != "/usr":
        return _INTERPRETER
    raise Problem(
        f"{found} belongs to no Debian package, so nobody can say its version and licence.",
        "Remove it from this computer, or build where the library comes from a package.",
    )


def _debian_licence(package: str) -> str:
    plain = package.removesuffix("t64")
    for pattern, licence in table()["debian"].items():
        if fnmatchcase(plain, pattern):
            return str(licence)
    raise Problem(
        f"The licence of the Debian package {package} is not known.",
        f"Read /usr/share/doc/{package}/copyright, then add it under [debian] in {TABLE}.",
    )


def _copyright(package: str) -> Path:
    path = Path("/usr/share/doc", package, "copyright")
    if not path.is_file():
        raise Problem(f"{path} is missing.", f"apt-get install --reinstall {package}, with its documentation.")
    return path


@cache
def _system() -> tuple[str, str]:
    """The name and version of the system that builds, as its packages' addresses name it."""
    lines = Path("/etc/os-release").read_text("utf-8").splitlines()
    stated = {key: value.strip('"') for key, _is, value in (line.partition("=") for line in lines)}
    return stated["ID"], stated["VERSION_ID"]


def origin_of_python() -> str:
    """Where the Python that builds came from."""
    return "the Debian package of Python" if sys.base_prefix == "/usr" else "the Python of the computer that built this"
