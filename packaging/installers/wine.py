"""Runs Windows programs on Linux: a Windows of our own in a folder, with our own screen, ended when we are done."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PureWindowsPath

from installers.plan import Build, need, run

PATIENCE = 300
"""Seconds that any one program is given. The tests are the slowest, and take a quarter of it."""

TIMED_OUT = 124


class Wine:
    """One such Windows. `drive` is its C:, `home` holds its desktop; it has no screen unless one is named."""

    def __init__(self, build: Build, prefix: Path, display: str = "") -> None:
        self._build = build
        self.prefix = prefix
        self.drive = prefix / "drive_c"
        self.home = prefix / "home"
        self.environment = {
            "WINEPREFIX": str(prefix),
            "WINEDEBUG": "-all",
            # Wine takes folders of the user's home, such as the desktop, for those of its own user.
            "HOME": str(self.home),
            # Neither .NET nor a browser: wine would ask for both when a Windows is made. Ours is taken for mscms.
            "WINEDLLOVERRIDES": "mscoree,mshtml,winemenubuilder.exe=d;mscms=n,b",
            "DISPLAY": display,
        }

    def run(self, *command: str | Path, env: Mapping[str, str] | None = None) -> str:
        """Run a program of Windows to its end; what it printed. One that fails is a `Problem`."""
        return run(self._build, [need("wine64"), *command], env={**self.environment, **(env or {})})

    def code(
        self, *command: str | Path, env: Mapping[str, str] | None = None, cwd: Path | None = None
    ) -> tuple[int, str]:
        """The same for a program that may fail: the low byte of its exit code, and what it printed. One that does not
        end is ended, and its code is that of `timeout`."""
        pipe, whole = subprocess.PIPE, {**os.environ, **self.environment, **(env or {})}
        with subprocess.Popen(
            self._words(command), env=whole, cwd=cwd, stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT
        ) as process:
            try:
                said, _nothing = process.communicate(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                # Ended as a whole: what the program started would keep its output open.
                self.end()
                said, _nothing = process.communicate()
                return TIMED_OUT, f"It did not end within {PATIENCE} seconds. {said.decode('utf-8', 'replace')}"
        return process.returncode, said.decode("utf-8", "replace")

    @contextmanager
    def started(self, *command: str | Path, env: Mapping[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
        """A program of Windows while it runs; ended afterwards."""
        pipe = subprocess.PIPE
        with subprocess.Popen(
            self._words(command),
            env={**os.environ, **self.environment, **(env or {})},
            stdin=pipe,
            stdout=pipe,
            stderr=subprocess.STDOUT,
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    def end(self) -> None:
        """End whatever still runs in this Windows, and nothing else."""
        subprocess.run([need("wineserver"), "-k"], env={**os.environ, **self.environment}, check=False)
        subprocess.run([need("wineserver"), "-w"], env={**os.environ, **self.environment}, check=False)

    def _words(self, command: Sequence[str | Path]) -> list[str]:
        return [need("wine64"), *(str(word) for word in command)]


@contextmanager
def windows(build: Build, prefix: Path, display: str = "") -> Iterator[Wine]:
    """A Windows in a folder; made there when there is none. What runs in it is ended afterwards."""
    wine = Wine(build, prefix, display)
    try:
        if not wine.drive.is_dir():
            (wine.home / "Desktop").mkdir(parents=True, exist_ok=True)
            wine.run("wineboot", "--init")
        yield wine
    finally:
        wine.end()


def windows_path(path: Path) -> str:
    """How a program under wine names a file of this computer."""
    return str(PureWindowsPath("Z:" + str(path.resolve())))
