"""The lock that keeps a second copy of the program away from an open store, and dies with its process."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from referral_assistant.problems import Problem

FILE_NAME = "in-use.lock"


class Lock:
    """Held from the moment it is made until `release`, or until the process ends in whatever way.

    The operating system holds it, so a crash leaves nothing to clear away. The file stays: removing it would let two
    copies hold two different files of the same name. It holds the number of the process that has it open.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / FILE_NAME
        try:
            self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise Problem(
                "The lock file of the cases cannot be used.", f"Check that you may write to {path}"
            ) from error
        try:
            _take(self._handle)
        except OSError as error:
            holder = _holder(self._handle)
            os.close(self._handle)
            raise Problem(
                "These cases are already open in another copy of the program.",
                f"Use the window that is already open. If there is none, end process {holder} or restart the computer.",
            ) from error
        os.ftruncate(self._handle, 0)
        os.write(self._handle, f"{os.getpid()}\n".encode())

    def release(self) -> None:
        """Let another copy have the store; releasing twice is harmless."""
        if self._handle >= 0:
            os.ftruncate(self._handle, 0)
            os.close(self._handle)
            self._handle = -1


def _holder(handle: int) -> str:
    with contextlib.suppress(OSError):
        number = os.read(handle, 32).decode("ascii", "replace").strip()
        if number.isdigit():
            return number
    return "of the other copy"


if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        # Windows keeps others from reading a locked byte, so the one that is locked lies far behind the number.
        os.lseek(handle, 1 << 20, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)
else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
