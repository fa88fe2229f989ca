"""Makes the installers. `python3 build_installer.py --help` says how, and `packaging/` does the work."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve()

sys.path.insert(0, str(HERE.parent / "packaging"))


def main(arguments: list[str]) -> int:
    """Run the build with a Python that has what it needs; the exit code."""
    from installers import tools
    from installers.plan import Problem

    if not tools.at_hand():
        try:
            return tools.run_again(HERE, HERE.parent / "build" / "tools", arguments)
        except Problem as problem:
            print(problem, problem.advice, sep="\n", file=sys.stderr)
            return 2
    from installers import entrance

    return entrance.main(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
