"""Packs the Linux bundle as a tar.gz for a user without root: the same bytes for every build of a commit."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Iterator
from pathlib import Path

from installers import linux_libraries, stage
from installers.desktop import DATA, NAME, build_facts, filled, shared_files
from installers.plan import Build

LEVEL = 6
"""Of gzip. Level 9 takes three times as long and saves half a per cent."""


def tar(build: Build, folder: Path) -> Path:
    """The archive: the bundle with `install.sh`, which puts it into a user's own folder."""
    build.say("Packing the tar.gz")
    target = build.out / f"{NAME}-{build.version}-linux-x86_64.tar.gz"
    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        target.open("wb") as file,
        # No name and no time in its head: they would be another build's.
        gzip.GzipFile("", "wb", LEVEL, file, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as archive,
    ):
        for entry, content in sorted(_entries(build, folder), key=lambda each: each[0].name):
            archive.addfile(entry, io.BytesIO(content))
    return target


def _entries(build: Build, folder: Path) -> Iterator[tuple[tarfile.TarInfo, bytes]]:
    top = f"{NAME}-{build.version}"
    glibc = linux_libraries.floor(folder).glibc
    systems = ", ".join(linux_libraries.systems_with(glibc))
    added = {
        "install.sh": (DATA / "install.sh").read_bytes(),
        "README.txt": filled(build, "README.txt", GLIBC=glibc, SYSTEMS=systems).encode(),
        stage.BUILD_FILE: build_facts(folder, "tar"),
        **{f"share/{place}": content for place, content in shared_files(build).items()},
    }
    folders = {top}
    for path in (each for each in folder.rglob("*") if each.is_file()):
        name = path.relative_to(folder).as_posix()
        if name not in added:
            yield _entry(build, f"{top}/{name}", path.read_bytes(), bool(path.stat().st_mode & 0o100))
        folders.update(f"{top}/{parent}" for parent in Path(name).parents if parent.name)
    for name, content in added.items():
        yield _entry(build, f"{top}/{name}", content, name.endswith(".sh"))
        folders.update(f"{top}/{parent}" for parent in Path(name).parents if parent.name)
    for name in folders:
        entry, content = _entry(build, name, b"", True)
        entry.type = tarfile.DIRTYPE
        yield entry, content


def _entry(build: Build, name: str, content: bytes, runs: bool) -> tuple[tarfile.TarInfo, bytes]:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mtime, entry.mode = len(content), build.epoch, 0o755 if runs else 0o644
    entry.uname = entry.gname = "root"
    return entry, content
