"""Packs the Linux bundle as a .deb: the same bytes for every build of a commit on the same kind of computer."""

from __future__ import annotations

import hashlib
import os
import shutil
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from installers import linux_libraries, stage
from installers.desktop import DATA, NAME, build_facts, filled, packed, shared_files
from installers.plan import Build, run

HOME = f"usr/lib/{NAME}"
MAINTAINER = "Referral Assistant contributors <referral-assistant@example.org>"


def deb(build: Build, folder: Path) -> Path:
    """The package. Its bundle lies in /usr/lib/referral-assistant, with a link in /usr/bin. It runs no script when it
    is installed or removed, so it cannot touch anybody's data."""
    build.say("Packing the .deb")
    root = build.clean("deb")
    # Hard links: the bundle is not written again, and dpkg-deb reads through them.
    shutil.copytree(folder, root / HOME, copy_function=os.link, symlinks=True, dirs_exist_ok=True)
    _write(root, f"{HOME}/{stage.BUILD_FILE}", build_facts(folder, "deb"))
    for place, content in shared_files(build).items():
        _write(root, f"usr/share/{place}", content)
    _write(root, f"usr/share/doc/{NAME}/copyright", _copyright(build).encode())
    _write(root, f"usr/share/doc/{NAME}/changelog.gz", packed(_changelog(build)))
    _write(root, f"usr/share/lintian/overrides/{NAME}", (DATA / "lintian-overrides").read_bytes())
    (root / "usr/bin").mkdir()
    (root / "usr/bin" / NAME).symlink_to(f"../lib/{NAME}/bin/{NAME}")
    _write(root, "DEBIAN/control", _control(build, folder, root).encode())
    _write(root, "DEBIAN/md5sums", _md5sums(root).encode())
    stage.set_times(build, root)
    return pack(build, root, build.out / f"{NAME}_{build.version}_amd64.deb", "-Zxz", f"-z{LEVEL}")


LEVEL = 2
"""Of xz. On two cores it takes half a minute for 52 MB; level 6 takes one and a half for 46 MB. However many cores are
there, the bytes are the same: xz packs in blocks of a size that goes with the level."""


def pack(build: Build, root: Path, target: Path, *compression: str) -> Path:
    """The folder as a package."""
    target.parent.mkdir(parents=True, exist_ok=True)
    run(build, ["dpkg-deb", "--root-owner-group", *compression, "--build", root, target])
    return target


def _write(root: Path, place: str, content: bytes) -> None:
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)  # it may be a link to the bundle's own
    path.write_bytes(content)


def _control(build: Build, folder: Path, root: Path) -> str:
    floor = linux_libraries.floor(folder)
    at_least = {"libc6": f"libc6 (>= {floor.glibc})", "libstdc++6": f"libstdc++6 (>= {floor.gcc})"}
    depends = [at_least.get(package, package) for package in floor.needed]
    return filled(
        build,
        "control",
        SIZE=str(sum(_kibibytes(path) for path in root.rglob("*"))),
        DEPENDS=", ".join(depends),
        RECOMMENDS=", ".join(floor.recommended),
        MAINTAINER=MAINTAINER,
    )


def _kibibytes(path: Path) -> int:
    """As Debian counts a package's size: files in whole kibibytes, and one for everything else."""
    return -(-path.stat().st_size // 1024) if path.is_file() and not path.is_symlink() else 1


def _copyright(build: Build) -> str:
    text = (build.root / "LICENSE").read_text("utf-8").partition("\n\n")[2].partition("\n\n")[2]
    return filled(
        build, "copyright", LICENSE="".join(f" {line or '.'}\n" for line in text.strip().splitlines()).rstrip()
    )


def _changelog(build: Build) -> str:
    date = format_datetime(datetime.fromtimestamp(build.epoch, UTC))
    return (
        f"{NAME} ({build.version}) stable; urgency=medium\n\n  * Release {build.version}.\n\n -- {MAINTAINER}  {date}\n"
    )


def _md5sums(root: Path) -> str:
    files = sorted(path for path in (root / "usr").rglob("*") if path.is_file() and not path.is_symlink())
    return "".join(f"{_md5(path)}  {path.relative_to(root)}\n" for path in files)


def _md5(path: Path) -> str:
    return hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
