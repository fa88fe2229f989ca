"""A figure beside its limit or its peer, the table of them, and the place in the README that holds the table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
_HEAD = ("What", "Measured", "At most", "Made of")


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. Without a limit it is a peer's figure, or one that explains another, and cannot be missed.

    `unit` is `times`, `µs`, `ms`, `s`, `MiB`, `MB` (a million bytes), `bytes` or `postcodes`; `made_of` says which
    medians it comes from.
    """

    what: str
    value: float
    unit: str
    limit: float | None = None
    made_of: str = ""

    @property
    def missed(self) -> bool:
        """Whether it is over its limit, compared as it is printed."""
        return self.limit is not None and float(_digits(self.value, self.unit)) > self.limit

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """The line as the table shows it."""
        at_most = "" if self.limit is None else _said(self.limit, self.unit)
        mark = " **missed**" if self.missed else ""
        return self.what, _said(self.value, self.unit), at_most + mark, self.made_of


def table(figures: Iterable[Figure]) -> str:
    """A Markdown table whose columns also line up on a screen."""
    return lined_up([_HEAD, *(figure.cells for figure in figures)])


def lined_up(rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table of rows, the first of them its head."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    padded = ([cell.ljust(width) for cell, width in zip(row, widths, strict=True)] for row in rows)
    lines = [f"| {' | '.join(cells)} |" for cells in padded]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def write(text: str, readme: Path = README, name: str = "figures") -> None:
    """Put what was measured between the two markers of the README."""
    place = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    old = readme.read_text(encoding="utf-8")
    new, places = place.subn(lambda found: f"{found[1]}{text}\n{found[2]}", old)
    if places != 1:
        raise SystemExit(f"{readme.name} needs one place between <!-- {name} --> and <!-- /{name} -->.")
    readme.write_text(new, encoding="utf-8")


def _digits(value: float, unit: str) -> str:
    if unit == "times":
        return f"{value:.2f}"
    if unit in ("bytes", "postcodes"):
        return f"{value:.0f}"
    return f"{value:.0f}" if value >= 20 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def _said(value: float, unit: str) -> str:
    return f"{_digits(value, unit)} {unit}"
