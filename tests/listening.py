"""Runs a script as its own process, and writes down every call of Python that could reach a network.

`listening.py LOG SCRIPT ARGS...`; one line a call. Calls that compiled libraries make by themselves are not seen here:
for those the process is traced from outside.
"""

from __future__ import annotations

import os
import runpy
import sys

# More than sockets: what a library raises before it would open one.
HEARD = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "poplib.", "imaplib.", "nntplib.", "telnetlib.")


def listen(log: str) -> None:
    """From now on write down what is heard; by bare system calls, since the process may end without closing a file."""
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def hear(event: str, arguments: tuple[object, ...]) -> None:
        if event.startswith(HEARD) or event == "webbrowser.open":
            os.write(out, f"{event} {arguments!r}\n".encode())

    sys.addaudithook(hear)


if __name__ == "__main__":
    listen(sys.argv[1])
    del sys.argv[:2]
    sys.path[0] = os.path.dirname(sys.argv[0])
    runpy.run_path(sys.argv[0], run_name="__main__")
