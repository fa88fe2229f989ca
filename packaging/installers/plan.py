"""What every step of a build is given, and how it runs a tool and says what is wrong."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from referral_assistant.problems import Problem as Problem

TAIL = 25
"""Lines of a failed tool's output that are shown."""

PACKAGES = {
    "appstreamcli": "appstream",
    "debootstrap": "debootstrap",
    "desktop-file-validate": "desktop-file-utils",
    "dpkg-deb": "dpkg",
    "git": "git",
    "ldd": "libc-bin",
    "lintian": "lintian",
    "msibuild": "msitools",
    "msiinfo": "msitools",
    "objdump": "binutils",
    "osslsigncode": "osslsigncode",
    "readelf": "binutils",
    "strace": "strace",
    "strip": "binutils",
    "wine64": "wine64",
    "wineserver": "wine64",
    "wixl": "wixl",
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64-win32",
    "x86_64-w64-mingw32-ld": "binutils-mingw-w64-x86-64",
    "x86_64-w64-mingw32-windres": "binutils-mingw-w64-x86-64",
    "Xvfb": "xvfb",
}
"""Tools by the Debian package that brings each."""

ELSEWHERE = ("/usr/sbin", "/sbin", "/usr/lib/wine")
"""Where Debian keeps tools that are not on everybody's path."""


@dataclass(frozen=True)
class Build:
    """One build of one commit.

    root: the repository; work: scratch, may be deleted at any time; out: where the finished files go; cache: downloads
    and other things worth keeping; wheelhouse: a folder that is asked before any index, and then instead of one;
    epoch: seconds, the time of the commit, which every date in a finished file is; sign: a PKCS#12 certificate.
    """

    root: Path
    work: Path
    out: Path
    cache: Path
    version: str
    commit: str
    epoch: int
    wheelhouse: Path | None = None
    sign: Path | None = None
    say: Callable[[str], None] = lambda _line: None

    def clean(self, name: str) -> Path:
        """An empty scratch folder of that name."""
        folder = self.work / name
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
        return folder


def need(tool: str) -> str:
    """The path of a tool, or a `Problem` that names the package that brings it."""
    found = shutil.which(tool) or shutil.which(tool, path=os.pathsep.join(ELSEWHERE))
    if found:
        return found
    package = PACKAGES.get(tool)
    advice = f"On Debian and Ubuntu: apt-get install {package}." if package else "Put it on the PATH."
    raise Problem(f"The tool {tool} is missing.", advice)


def run(
    build: Build,
    command: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    stdin: bytes = b"",
) -> str:
    """Run a tool quietly; what it printed. `env` is added to ours. A tool that fails is a `Problem` with the end of
    what it said.

    Standard input and output are pipes: wine's Python dies on anything else.
    """
    words = [need(str(command[0])) if Path(command[0]).name == str(command[0]) else str(command[0])]
    words += [str(word) for word in command[1:]]
    dates = {"SOURCE_DATE_EPOCH": str(build.epoch), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    done = subprocess.run(
        words,
        cwd=cwd,
        env={**os.environ, **dates, **(env or {})},
        input=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    text = done.stdout.decode("utf-8", "replace")
    if done.returncode:
        tail = "\n".join(text.splitlines()[-TAIL:])
        raise Problem(f"{Path(words[0]).name} failed with code {done.returncode}.", tail)
    return text
