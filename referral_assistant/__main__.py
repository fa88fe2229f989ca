"""Picks window or command line."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the program with the arguments of the process; returns its exit code."""
    from referral_assistant.cli import run

    try:
        return run(sys.argv[1:])
    except BrokenPipeError:  # whoever read our output has read enough
        sys.stderr.close()
        return 0


if __name__ == "__main__":
    sys.exit(main())
