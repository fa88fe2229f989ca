"""`referral-assistant training debrief`: the same debrief without a window."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from referral_assistant.cli import BAD_INPUT, OK, run
from referral_assistant.content import load_scenarios
from referral_assistant.content.scenarios import SCENARIOS
from referral_assistant.journey import training_pack
from referral_assistant.model import Manner
from referral_assistant.reading import write_case
from referral_assistant.training import exercise as moves
from tests.printed import text_of

PACK = training_pack()
IMRAN = next(s for s in load_scenarios(PACK) if s.id == "imran")


def saved(folder: Path) -> str:
    (path,) = folder.glob("debrief-*.pdf")
    return text_of(path.read_bytes())


def test_an_example_needs_nothing_but_a_scenario(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["training", "debrief", "--scenario", "imran", "--example", "collusive", "--out", str(tmp_path)]) == OK
    assert "every reply agrees along" in saved(tmp_path)
    assert "pages" in capsys.readouterr().out


def test_a_case_and_an_exercise_are_looked_back_on(tmp_path: Path) -> None:
    case, exercise = tmp_path / "case.json", moves.begin(IMRAN, "1", datetime(2026, 11, 21, tzinfo=UTC))
    case.write_text(json.dumps(write_case(IMRAN.case), default=str), "utf-8")
    moves.write(tmp_path, moves.choose(exercise, "something_wrong", Manner.COMBATIVE))
    kept = str(tmp_path / moves.FILE)
    named = ["--scenario", "imran", "--exercise", kept, "--out", str(tmp_path / "out")]
    assert run(["training", "debrief", str(case), *named]) == OK
    text = saved(tmp_path / "out")
    assert "What do you mean, loud? Do you hit her?" in text
    assert "decide with children's safeguarding" in text


def test_a_scenario_may_be_a_file(tmp_path: Path) -> None:
    named = ["--scenario", str(SCENARIOS / "12-sam.toml"), "--example", "balanced", "--out", str(tmp_path)]
    assert run(["training", "debrief", *named]) == OK
    assert "No more was asked at" in saved(tmp_path)


def test_what_is_wrong_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case, other = tmp_path / "case.json", tmp_path / "other.json"
    case.write_text(json.dumps(write_case(IMRAN.case), default=str), "utf-8")
    other.write_text("{}", "utf-8")
    out = ["--out", str(tmp_path / "out")]
    for arguments, sentence in (
        (["--scenario", "imran"], "nothing to look back on"),
        (["--scenario", "nobody", "--example", "balanced"], "no scenario 'nobody'"),
        ([str(case), "--scenario", "imran", "--exercise", str(other)], "holds no exercise"),
    ):
        assert run(["training", "debrief", *arguments, *out]) == BAD_INPUT
        assert sentence in capsys.readouterr().err
    moves.write(tmp_path, moves.begin(IMRAN, "1", datetime(2026, 11, 21, tzinfo=UTC)))
    named = [str(case), "--scenario", "sam", "--exercise", str(tmp_path / moves.FILE)]
    assert run(["training", "debrief", *named, *out]) == BAD_INPUT
    assert "is of the scenario 'imran'" in capsys.readouterr().err
    (tmp_path / "file").write_text("", "utf-8")
    example = ["--scenario", "imran", "--example", "balanced", "--out", str(tmp_path / "file" / "in")]
    assert run(["training", "debrief", *example]) == BAD_INPUT
    assert "could not be written" in capsys.readouterr().err
