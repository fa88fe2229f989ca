"""The table of figures: what counts as a miss, and where it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.figures import README, Figure, table, write
from tests.benchmarks.turns import ratio, take_turns


def test_a_figure_is_a_miss_as_soon_as_what_is_printed_is_over_its_limit() -> None:
    assert Figure("Start", 1.306, "times", 1.3).missed
    assert not Figure("Start", 1.304, "times", 1.3).missed
    assert not Figure("A peer", 99.0, "times").missed
    assert "1.30 times **missed**" in table([Figure("Start", 1.31, "times", 1.3)])


def test_the_two_sides_of_a_ratio_take_turns() -> None:
    played: list[str] = []
    times = take_turns({"a": lambda: played.append("a"), "b": lambda: played.append("b")}, 3)
    assert "".join(played) == "ab" * 4
    assert [len(found) for found in times.values()] == [3, 3]
    assert ratio([2.0, 30.0, 4.0], [1.0, 10.0, 2.0]) == 2.0


def test_the_table_replaces_what_stood_between_the_markers(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("before\n<!-- figures -->\nold\n<!-- /figures -->\nafter\n")
    write("new", readme)
    write("newer", readme)
    assert readme.read_text() == "before\n<!-- figures -->\nnewer\n<!-- /figures -->\nafter\n"
    readme.write_text("no place for it\n")
    with pytest.raises(SystemExit):
        write("new", readme)


def test_the_readme_has_a_place_for_it() -> None:
    assert README.read_text(encoding="utf-8").count("<!-- figures -->") == 1
