"""How long the program takes to show itself, and how much memory, against a bare PySide6 window."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from referral_assistant import vault
from referral_assistant.store.connection import open_live
from tests.benchmarks.figures import Figure
from tests.benchmarks.turns import median, ratio

_HERE = Path(__file__).parent
_PROCESSES = {
    "bare": ("bare_window.py",),
    "unlock": ("watched_program.py", "unlock"),
    "cases": ("watched_program.py", "cases", "--training"),
}
_PATIENCE = 60


def measure(rounds: int = 9) -> Iterator[Figure]:
    """Start each in turn, and say what it took from the start of the process."""
    times: dict[str, list[float]] = defaultdict(list)
    peaks: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as made:
        profile = Path(made)
        with_a_vault(profile)
        for number in range(rounds + 1):
            for name, arguments in _PROCESSES.items():
                took, peak = started(arguments, profile)
                if number:  # the first fills the disk's cache
                    times[name].append(took)
                    peaks[name].append(peak)
    for name, what, limit in (
        ("unlock", "Process start to the painted unlock page, its field taking keys, against a bare window", 1.3),
        ("cases", "Process start to the painted cases page in training, against a bare window", 2.0),
    ):
        made_of = f"{median(times[name]):.0f} and {median(times['bare']):.0f} ms"
        yield Figure(what, ratio(times[name], times["bare"]), "times", limit, made_of)
    for name, what, limit in (
        ("unlock", "Peak memory at the unlock page, against the same window", 1.3),
        ("cases", "Peak memory at the cases page", 1.7),
    ):
        made_of = f"{median(peaks[name]):.0f} and {median(peaks['bare']):.0f} MiB"
        yield Figure(what, ratio(peaks[name], peaks["bare"]), "times", limit, made_of)


def with_a_vault(profile: Path) -> None:
    """A profile in which a passphrase was chosen before, so that the first screen asks for it."""
    folder = profile / "live"
    folder.mkdir(parents=True)
    open_live(folder, vault.create(folder, "a phrase for the benchmarks")).close()


def started(arguments: tuple[str, ...], profile: Path) -> tuple[float, float]:
    """Start a process; milliseconds until it said that it is ready, and its peak of memory in MiB."""
    script, *rest = arguments
    environment = {
        "QT_QPA_PLATFORM": "offscreen",
        **os.environ,
        "REFERRAL_ASSISTANT_DATA": str(profile),
        "PYTHONDONTWRITEBYTECODE": "",
    }
    begun = time.monotonic_ns()
    ended = subprocess.run(
        [sys.executable, str(_HERE / script), *rest], env=environment, capture_output=True, text=True, timeout=_PATIENCE
    )
    if ended.returncode:
        raise RuntimeError(ended.stderr)
    at, peak = ended.stdout.split()
    return (int(at) - begun) / 1e6, float(peak)
