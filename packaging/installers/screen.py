"""A screen that nobody sees, for programs that want one: started by us on a free number, and ended by us."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from installers.plan import Problem, need


@contextmanager
def screen(size: str = "1366x900x24") -> Iterator[str]:
    """The name of such a screen, for the variable DISPLAY. `size`: width, height and bits of colour."""
    reading, writing = os.pipe()
    command = [need("Xvfb"), "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, pass_fds=(writing,), stdin=quiet, stdout=quiet, stderr=quiet) as server:
        os.close(writing)
        try:
            with os.fdopen(reading) as said:
                number = said.readline().strip()
            if not number:
                raise Problem("A screen that nobody sees could not be started.", "Does Xvfb run by itself?")
            yield f":{number}"
        finally:
            server.terminate()
