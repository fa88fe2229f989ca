"""How long the program takes to show itself, and how much memory, against a bare PySide6 window."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from referral_assistant import vault
from referral_assistant.store.connection import open_live
from tests.benchmarks.figures import Figure
from tests.benchmarks.processes import screens, started
from tests.benchmarks.turns import median, ratio

_PROGRAMS = {
    "bare": ("bare_window.py",),
    "unlock": ("watched_program.py", "unlock"),
    "cases": ("watched_program.py", "cases", "--training"),
}
_TIMES = {
    "unlock": ("Process start to the painted unlock page, its field taking keys, against a bare window", 1.3),
    "cases": ("Process start to the painted cases page in training, against the same", 2.0),
}
_PEAKS = {
    "unlock": ("Peak memory at the unlock page, against a bare window", 1.3),
    "cases": ("Peak memory at the cases page in training, against the same", 1.7),
}

Found = dict[str, list[float]]


def measure(rounds: int = 11) -> Iterator[Figure]:
    """Start each in turn, on every platform there is, and say what it took from the start of the process."""
    with screens() as platforms, tempfile.TemporaryDirectory() as made:
        profile = Path(made)
        with_a_vault(profile)
        for platform, environment in platforms.items():
            times, peaks = in_turn(rounds, profile, environment)
            yield from _figures(_TIMES, times, "ms", platform)
            if platform == "offscreen":
                yield from _figures(_PEAKS, peaks, "MiB", platform)


def in_turn(rounds: int, profile: Path, environment: dict[str, str]) -> tuple[Found, Found]:
    """Times and peaks of each program. The first round fills the disk's cache and is not counted."""
    times: Found = defaultdict(list)
    peaks: Found = defaultdict(list)
    for number in range(rounds + 1):
        for name, arguments in _PROGRAMS.items():
            took, peak = started(arguments, profile, **environment)
            if number:
                times[name].append(took)
                peaks[name].append(peak)
    return times, peaks


def with_a_vault(profile: Path) -> None:
    """A profile in which a passphrase was chosen before, so that the first screen asks for it."""
    folder = profile / "live"
    folder.mkdir(parents=True)
    open_live(folder, vault.create(folder, "a phrase for the benchmarks")).close()


def _figures(wanted: dict[str, tuple[str, float]], found: Found, unit: str, platform: str) -> Iterator[Figure]:
    for name, (what, limit) in wanted.items():
        made_of = f"{median(found[name]):.0f} and {median(found['bare']):.0f} {unit}, {platform}"
        yield Figure(what, ratio(found[name], found["bare"]), "times", limit, made_of)
