"""Programs started to be measured: in a profile of their own, without a screen or on one that is made for them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from installers.screen import screen

HERE = Path(__file__).parent
_PATIENCE = 300


def run(arguments: tuple[str, ...], profile: Path, **environment: str) -> str:
    """What a script of this folder prints, or another program, named by its path."""
    script, *rest = arguments
    command = [script, *rest] if os.path.isabs(script) else [sys.executable, str(HERE / script), *rest]
    with_ours = {
        "QT_QPA_PLATFORM": "offscreen",
        **os.environ,
        **environment,
        "REFERRAL_ASSISTANT_DATA": str(profile),
        # Compiled files are part of any installed program.
        "PYTHONDONTWRITEBYTECODE": "",
    }
    ended = subprocess.run(command, env=with_ours, capture_output=True, text=True, timeout=_PATIENCE)
    if ended.returncode:
        raise RuntimeError(f"{' '.join(arguments)} failed:\n{ended.stderr}")
    return ended.stdout


def started(arguments: tuple[str, ...], profile: Path, **environment: str) -> tuple[float, float]:
    """Milliseconds from the start of a process until it said that it is ready, and its peak of memory in MiB."""
    begun = time.monotonic_ns()
    at, peak = run(arguments, profile, **environment).split()
    return (int(at) - begun) / 1e6, float(peak)


@contextmanager
def screens() -> Iterator[dict[str, dict[str, str]]]:
    """Each platform there is here, with what a program needs to be told to use it."""
    found = {"offscreen": {"QT_QPA_PLATFORM": "offscreen"}}
    if shutil.which("Xvfb") is None:
        yield found
        return
    with screen("1366x768x24") as display:
        yield {**found, "xcb": {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display}}
