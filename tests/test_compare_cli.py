"""The command that compares a room."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import krippendorff
import numpy as np
import pytest

from referral_assistant.cli import run
from referral_assistant.content import load_pack
from referral_assistant.content.scenarios import SCENARIOS
from referral_assistant.model import DOMAINS, Level, Rating, Sheet
from referral_assistant.training.reading_table import write as table
from referral_assistant.training.readings import content, file_name

Capture = pytest.CaptureFixture[str]
LEVELS = (Level.WILLING, Level.MIXED, Level.NOT_NOW, Level.MIXED, Level.NOT_EXPLORED)
ORDER = [Level.NOT_NOW, Level.MIXED, Level.WILLING]


def sheets(raters: int = 6, scenario: str = "yusuf") -> list[Sheet]:
    return [
        Sheet(
            scenario,
            f"Table {n}",
            {d: Rating(LEVELS[(n * at + number) % 5], f"Reason {n}") for at, d in enumerate(DOMAINS)},
            number,
        )
        for number in (1, 2)
        for n in range(1, raters + 1)
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "readings"
    made.mkdir()
    for sheet in sheets():
        (made / file_name(sheet)).write_bytes(content(sheet, datetime(2026, 11, 21, tzinfo=UTC)))
    return made


def published(number: int) -> float:
    rows = [
        [ORDER.index(r.level) if r.level in ORDER else np.nan for r in sheet.readings.values()]
        for sheet in sheets()
        if sheet.round == number
    ]
    return float(krippendorff.alpha(reliability_data=np.array(rows), level_of_measurement="ordinal"))


def test_it_says_the_spread_the_figure_and_what_moved(folder: Path, capsys: Capture) -> None:
    assert run(["training", "compare", str(folder)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Scenario: A hearing in six weeks\n\nRound 1: Table 1, Table 2,")
    for number in (1, 2):
        assert f"alpha, ordinal: {published(number):.2f}".replace("-", "\u2212") in said
    assert "Table 4: from" in said
    assert "expert" not in said


def test_it_says_the_same_in_json(folder: Path, capsys: Capture) -> None:
    assert run(["training", "compare", str(folder), "--json", "--expert"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["alpha"]["value"] for one in found["rounds"]] == pytest.approx([published(1), published(2)])
    assert found["rounds"][0]["raters"] == [f"Table {n}" for n in range(1, 7)]
    assert found["expert"]["ownership"]["level"] == "mixed"


def test_it_writes_paper(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "out" / "room.pdf"
    assert run(["training", "compare", str(folder), "--out", str(path), "--expert"]) == 0
    assert capsys.readouterr().out.strip() == str(path)
    assert path.read_bytes().startswith(b"%PDF")


def test_a_table_without_a_scenario_is_of_the_one_that_is_named(tmp_path: Path, capsys: Capture) -> None:
    text = table(sheets(2), load_pack()).decode("utf-8-sig").replace("yusuf", "").replace("Scenario", "")
    path = tmp_path / "room.csv"
    path.write_text(text, "utf-8")
    assert run(["training", "compare", str(path)]) == 2
    assert "Name it with --scenario." in capsys.readouterr().err
    assert run(["training", "compare", str(path), "--scenario", "mark"]) == 0
    assert "Scenario: Low mood" in capsys.readouterr().out


def test_a_scenario_of_ones_own_is_named_by_its_file(tmp_path: Path, capsys: Capture) -> None:
    own = tmp_path / "mine.toml"
    text = (SCENARIOS / "00-imran.toml").read_text("utf-8")
    own.write_text(text.replace('id = "imran"', 'id = "mine"', 1).replace("An ordinary referral", "My own", 1), "utf-8")
    path = tmp_path / "room.csv"
    path.write_bytes(table(sheets(2, "mine"), load_pack()))
    assert run(["training", "compare", str(path), "--scenario", str(own), "--expert"]) == 0
    said = capsys.readouterr().out
    assert "Scenario: My own" in said
    assert "The expert reading of “Owns their part”: Willing" in said


def test_one_bad_file_is_told_and_the_rest_compared(folder: Path, capsys: Capture) -> None:
    (folder / "bad.rareading").write_text("{", "utf-8")
    assert run(["training", "compare", str(folder)]) == 2
    said = capsys.readouterr()
    assert "bad.rareading: This is no file of readings" in said.err
    assert "Table 6" in said.out


def test_what_cannot_be_compared_is_said(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "empty").mkdir()
    assert run(["training", "compare", str(tmp_path / "empty")]) == 2
    assert "nothing to compare" in capsys.readouterr().err
    other = sheets(1, "mark")[0]
    (folder / "x.rareading").write_bytes(content(other, datetime(2026, 11, 21, tzinfo=UTC)))
    assert run(["training", "compare", str(folder)]) == 2
    assert "several scenarios: mark, yusuf. " not in capsys.readouterr().out
    assert run(["training", "compare", str(folder), "--scenario", "mark"]) == 0
    assert "Left out, since it was read in another scenario (A hearing in six weeks)" in capsys.readouterr().err
    (tmp_path / "file").write_text("x")
    given = ["training", "compare", str(folder), "--scenario", "mark", "--out", str(tmp_path / "file" / "x.pdf")]
    assert run(given) == 2
    assert "could not be written" in capsys.readouterr().err
