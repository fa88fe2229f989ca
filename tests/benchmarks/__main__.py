"""Every figure beside its limit or its peer, all from one run: `python -m tests.benchmarks [--quick] [--write] [PART]`.

Exit code 1 when a limit is missed. The two sides of a ratio take turns, and a ratio is the median over the turns.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

# What builds the installers is measured, and lends its screen.
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "packaging"))

from tests.benchmarks import (
    answer_commit,
    comparing,
    directory,
    geography,
    importing,
    importing_window,
    installers,
    journey,
    letter,
    matching,
    start,
)
from tests.benchmarks.figures import Figure, table, write

PARTS: dict[str, Callable[[bool], Iterator[Figure]]] = {
    "start": lambda quick: start.measure(3 if quick else 9),
    "memory": lambda quick: journey.memory(1 if quick else 2),
    "commit": lambda quick: answer_commit.measure(200 if quick else 1000),
    "match": lambda quick: matching.measure(20 if quick else 60),
    "directory": lambda quick: directory.measure(7 if quick else 15),
    "geography": lambda quick: geography.measure(3 if quick else 9),
    "import": lambda quick: importing.measure(2 if quick else 3, more=not quick),
    "comparing": lambda quick: comparing.measure(5 if quick else 15),
    "window": lambda quick: importing_window.measure(1 if quick else 3),
    "letter": lambda quick: letter.measure(5 if quick else 17, 1 if quick else 3),
    "journey": lambda quick: journey.measure(1 if quick else 5),
    "installers": lambda quick: installers.measure(3 if quick else 9),
}
"""Part -> its figures, with fewer turns when quick."""


def main() -> int:
    """Measure, print, and write to the README where that is asked for."""
    options = _options()
    begun = time.perf_counter()
    figures: list[Figure] = []
    for part in options.parts or PARTS:
        print(f"{part} ...", file=sys.stderr, flush=True)
        figures += PARTS[part](options.quick)
    missed = [figure for figure in figures if figure.missed]
    text = table(figures)
    print(text)
    print(f"{len(missed)} missed, in {time.perf_counter() - begun:.0f} s on {_machine()}.")
    if options.write:
        write(installers.parts(), name="parts")
        write(f"{text}\n\nMeasured on {date.today():%-d %B %Y} in one run of `make bench`, on {_machine()}.")
    return 1 if missed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; all when none is named")
    parser.add_argument("--quick", action="store_true", help="fewer turns: an impression, no figures to rely on")
    parser.add_argument("--write", action="store_true", help="put the table into the README")
    options = parser.parse_args()
    if unknown := [part for part in options.parts if part not in PARTS]:
        parser.error(f"there is no part {unknown[0]}; there are {', '.join(PARTS)}")
    if options.write and (options.parts or options.quick):
        parser.error("only a whole run can be written")
    return options


def _machine() -> str:
    try:
        system = platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        system = f"{platform.system()} {platform.release()}"
    return f"{system}, Python {platform.python_version()}, {os.cpu_count()} cores"


if __name__ == "__main__":
    sys.exit(main())
