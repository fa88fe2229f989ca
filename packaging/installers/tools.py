"""The Python libraries that the build itself needs, pinned, in a virtual environment of their own. Standard library."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from installers import fetch
from installers.plan import TAIL, Problem

MODULES = ("asn1crypto", "cryptography", "setuptools")


def at_hand() -> bool:
    """Whether this Python has them already."""
    return all(find_spec(name) is not None for name in MODULES)


def run_again(script: Path, folder: Path, arguments: Sequence[str]) -> int:
    """Run a script with a Python that has them, which is made in a folder when it is not there; the exit code."""
    if Path(sys.prefix) == folder:
        raise Problem(f"The tools in {folder} are not whole.", "Delete that folder and try again.")
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not (folder / "ready").is_file():
        print("Setting up the tools of the build ...", flush=True)
        _make(folder, python, _wheelhouse(arguments))
    return subprocess.run([str(python), str(script), *arguments], check=False).returncode


def _make(folder: Path, python: Path, wheelhouse: str) -> None:
    try:
        venv.create(folder, with_pip=True, clear=True)
    except subprocess.CalledProcessError:
        raise Problem(
            "This Python cannot make a virtual environment.", "On Debian and Ubuntu: apt-get install python3-venv."
        ) from None
    with tempfile.TemporaryDirectory() as scratch:
        lines = Path(scratch, "tools.txt")
        wanted = fetch.downloads(fetch.this_python("tools"))
        if missing := set(MODULES) - {item.project for item in wanted}:
            raise Problem(f"{fetch.LIST.name} pins no {', '.join(sorted(missing))}.", "Make it anew: `make lock`.")
        lines.write_text("\n".join(f"{i.project}=={i.version} --hash=sha256:{i.sha256}" for i in wanted), "utf-8")
        command = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps"]
        command += ["--require-hashes", "--only-binary=:all:", "-r", str(lines)]
        command += ["--no-index", "--find-links", wheelhouse] if wheelhouse else []
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        tail = "\n".join(done.stdout.splitlines()[-TAIL:])
        raise Problem("The tools of the build could not be installed.", f"Check the network. pip said:\n{tail}")
    (folder / "ready").touch()


def _wheelhouse(arguments: Sequence[str]) -> str:
    """The wheelhouse that was named; `fetch` fills one, and so cannot take anything from it yet."""
    if "fetch" in arguments:
        return ""
    for word, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if word.startswith("--wheelhouse"):
            return word.partition("=")[2] or following
    return ""
