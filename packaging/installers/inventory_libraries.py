"""Finds the shared libraries of a staged bundle that are of no wheel: where each was taken from, and its version."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from installers import linux_libraries, pe
from installers.component import LICENCES, TABLE, Claim, Component, Files, table, text
from installers.plan import Build, Problem, need, run

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
    for name, package in _packages(build, [path.name for path in shelf]).items():
        packages.setdefault(package, []).append(f"lib/{name}")
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


def _packages(build: Build, names: Sequence[str]) -> dict[str, str]:
    """The Debian package that each library of these names was taken from. Asked for all at once: each asking takes as
    long as all of them."""
    sources = {name: linux_libraries.source_of(build, name) for name in names}
    # Packages that are older than the merging of /lib into /usr/lib list their files where they were.
    older = {path: Path("/", path.relative_to("/usr")) for path in sources.values() if path.is_relative_to("/usr")}
    asked = sorted({*sources.values(), *older.values()})
    # It fails when one path is of no package, which each second one here is.
    done = subprocess.run([need("dpkg"), "-S", *asked], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    known = {Path(path): package for package, _colon, path in _said(done.stdout.decode())}
    return {name: _package(path, known.get(path) or known.get(older.get(path, path))) for name, path in sources.items()}


def _said(listed: str) -> Iterator[tuple[str, str, str]]:
    for line in listed.splitlines():
        packages, colon, path = line.partition(": ")
        yield packages.split(",")[0], colon, path


def _package(source: Path, package: str | None) -> str:
    if package is not None:
        return package
    if source.is_relative_to(sys.base_prefix) and sys.base_prefix != "/usr":
        return _INTERPRETER
    raise Problem(
        f"{source} belongs to no Debian package, so nobody can say its version and licence.",
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
