"""The installers: how long they take, what they weigh and of what, whether two builds are alike, how an installed copy
starts. Builds twice, from a filled cache, at two places."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from installers import stage
from installers.entrance import FOLDERS

from tests.benchmarks.figures import ROOT, Figure, lined_up
from tests.benchmarks.processes import started
from tests.benchmarks.start import with_a_vault
from tests.benchmarks.turns import median, ratio

HERE = Path(__file__).parent
WORK = ROOT / "build" / "installers"
ALIKE = {"*.zip": "portable zip", "*.deb": ".deb", "*.tar.gz": "tar.gz", "*.msi": "MSI"}
INSTALLED = {"windows": ("Installed on Windows", 170), "linux": ("Installed on Linux", 185)}
PACKED = {
    "*.msi": ("The MSI", 70),
    "*.deb": ("The .deb", 60),
    "*.zip": ("The zip", None),
    "*.tar.gz": ("The tar.gz", None),
}

PURPOSE = {
    "PySide6": "Qt: the window",
    "PIL": "Pillow: pictures in documents",
    "app": "the program, its content and its fonts",
    "fontTools": "fonts in documents: subsets and tables",
    "click": "for a command of sqlite-utils",
    "jinja2": "templates of documents",
    "lib": "libraries that not every desktop has: Pango and what it needs",
    "licences": "the licence texts of all of it",
    "nacl": "PyNaCl: passphrase and data key",
    "pango": "Pango and what it needs: lines of text in documents",
    "pillow.libs": "what Pillow reads pictures with",
    "pypdfium2_raw": "the preview of documents, and printing",
    "pyphen": "where words may be broken, in documents",
    "python": "the interpreter and its own library",
    "shiboken6": "Qt's bridge to Python",
    "sqlcipher3": "the encrypted case file",
    "weasyprint": "documents as PDF",
    "zopfli": "fonts in documents: packed well",
}
"""Part of a bundle -> what it is for."""


def measure(rounds: int = 9) -> Iterator[Figure]:
    """Build, weigh, compare, start."""
    build("fetch")
    with tempfile.TemporaryDirectory() as made:
        first, second = Path(made, "first"), Path(made, "second")
        begun = time.perf_counter()
        build("all", "--out", first)
        took = time.perf_counter() - begun
        yield Figure("All four installers, from a filled cache", took, "s", 480)
        for system, (what, limit) in INSTALLED.items():
            yield Figure(what, stage.size(WORK / FOLDERS[system]) / 1e6, "MB", limit, made_of(system))
        for pattern, (what, limit) in PACKED.items():
            yield Figure(what, one(first, pattern).stat().st_size / 1e6, "MB", limit)
        build("all", "--out", second, "--work", Path(made, "work"))
        for pattern, what in ALIKE.items():
            a, b = one(first, pattern), one(second, pattern)
            yield Figure(f"Bytes in which two builds of the {what} differ", differing(a, b), "bytes", 0)
        yield from starts(Path(made), rounds)


def build(*arguments: str | Path) -> None:
    """Run the build as a maintainer does. What is not committed yet may be measured too."""
    dirty = () if arguments[0] == "fetch" else ("--dirty",)
    command = [sys.executable, str(ROOT / "build_installer.py"), *map(str, arguments), *dirty]
    subprocess.run(command, check=True, stdout=sys.stderr)


def one(folder: Path, pattern: str) -> Path:
    """The one file of a kind."""
    (found,) = folder.glob(pattern)
    return found


def differing(one_file: Path, other: Path) -> int:
    """In how many bytes two files differ; what one has more counts too."""
    a, b = one_file.read_bytes(), other.read_bytes()
    if a == b:
        return 0
    return sum(x != y for x, y in zip(a, b, strict=False)) + abs(len(a) - len(b))


# --- how an installed copy starts ------------------------------------------------------------------------------------


def starts(scratch: Path, rounds: int) -> Iterator[Figure]:
    """Start the program from its source tree and from the folder that is installed, in turn."""
    profile = scratch / "profile"
    with_a_vault(profile)
    copy = watched_copy(scratch / "installed")
    times: dict[str, list[float]] = defaultdict(list)
    for number in range(rounds + 1):
        for name, command in {"source": ("watched_program.py", "unlock"), "installed": copy}.items():
            took, _peak = started(command, profile)
            if number:
                times[name].append(took)
    made = f"{median(times['installed']):.0f} and {median(times['source']):.0f} ms, offscreen"
    what = "Process start to the painted unlock page, installed copy against the source tree"
    yield Figure(what, ratio(times["installed"], times["source"]), "times", 1.3, made)


def watched_copy(folder: Path) -> tuple[str, ...]:
    """The installed folder once more, with a watch put before its start; the command that starts it."""
    shutil.copytree(WORK / FOLDERS["linux"], folder, symlinks=True, copy_function=os.link)
    start = folder / "python" / "start.py"
    text = start.read_text("utf-8")
    before, line, after = text.partition("from referral_assistant.__main__")
    watch = f"sys.path.append({str(HERE)!r})\nfrom watched_program import watch\n\nwatch()\n"
    start.unlink()
    start.write_text(before + watch + line + after, "utf-8")
    return (str(folder / "bin" / "referral-assistant"), "unlock")


# --- of what ---------------------------------------------------------------------------------------------------------


def parts() -> str:
    """The ten heaviest parts of each system's folder, and what each is for, as a table."""
    rows = [("System", "Part", "MB", "What it is for")]
    for system in INSTALLED:
        for name, weight in stage.heaviest(WORK / FOLDERS[system]):
            rows.append((system.title(), f"`{name}`", f"{weight / 1e6:.1f}", PURPOSE.get(name, "not said yet")))
    return lined_up(rows)


def made_of(system: str) -> str:
    count = sum(1 for path in (WORK / FOLDERS[system]).rglob("*") if path.is_file())
    return f"{count} files; the heaviest are in the table below"
