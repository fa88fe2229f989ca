"""The command line as a script uses it: what it prints, and its exit codes."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from referral_assistant.cli import run
from referral_assistant.paths import RESOURCES

pytest.importorskip("weasyprint")

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def imran(tmp_path: Path) -> Path:
    """The well-matched referral as a case file."""
    data = tomllib.loads((RESOURCES / "training" / "00-imran.toml").read_text("utf-8"))
    path = tmp_path / "case.json"
    path.write_text(json.dumps(data["case"], default=str), "utf-8")
    return path


def test_cards_prints_the_whole_conversation(capsys: Capture) -> None:
    assert run(["cards", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    cards = [card for section in data["sections"] for card in section["cards"]]
    assert data["pack"]["id"] == "core"
    assert len({card["id"] for card in cards}) == len(cards) > 60
    assert any(card["safety_core"] for card in cards)


def test_assess_prints_every_reading_with_its_reasons(imran: Path, capsys: Capture) -> None:
    assert run(["assess", str(imran), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["stop"], found["concern"], found["who"]) == (None, "present", "clear")
    assert (found["route"], found["overall"]) == ("programme", "willing")
    assert set(found["domains"]) == {
        "recognition",
        "ownership",
        "impact",
        "motivation",
        "confidence",
        "practical",
        "stability",
        "agreement",
    }
    assert all(set(d) == {"level", "because"} and d["because"] for d in found["domains"].values())
    keelside = next(m for m in found["matches"] if m["id"] == "keelside-programme")
    assert keelside["verdict"] == "fits"
    assert set(keelside) == {"id", "name", "verdict", "because", "ask", "warnings"}
    assert all(m["because"] for m in found["matches"])


def test_no_output_holds_a_number_for_a_person_or_a_match(imran: Path, capsys: Capture) -> None:
    run(["assess", str(imran), "--json"])

    def numbers(value: object) -> list[object]:
        if isinstance(value, dict):
            return [n for v in value.values() for n in numbers(v)]
        if isinstance(value, list):
            return [n for v in value for n in numbers(v)]
        return [value] if isinstance(value, int | float) and not isinstance(value, bool) else []

    assert numbers(json.loads(capsys.readouterr().out)) == []


def test_the_smallest_case_asks_first(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "c.json"
    path.write_text('{"format": 1, "answers": []}', "utf-8")
    assert run(["assess", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["concern"], found["route"], found["overall"]) == ("not_explored", "consult", "not_explored")
    assert {"victim_worker", "children", "adult_at_risk", "next_action"} == {d["id"] for d in found["duties"]}
    assert found["missing"]
    assert all("because" in m and "card" in m for m in found["missing"])


def test_without_an_area_only_nation_wide_lines_are_matched(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "c.json"
    path.write_text('{"format": 1, "answers": []}', "utf-8")
    run(["assess", str(path), "--json"])
    names = {m["id"] for m in json.loads(capsys.readouterr().out)["matches"]}
    assert "respect-phoneline" in names
    assert "keelside-programme" not in names


def test_letters_writes_what_the_case_allows_and_says_why_not(imran: Path, tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "out"
    assert run(["letters", str(imran), "--service", "keelside-programme", "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert "Referral letter: " in said
    assert "Confidential annex: not made." in said
    files = sorted(out.rglob("*.pdf"))
    assert len(files) == 4
    assert len(sorted(out.glob("*.pdf"))) == 3  # the restricted note lies apart
    assert all(f.read_bytes().startswith(b"%PDF-1.7") for f in files)
    assert not [f.name for f in files if "imran" in f.name.lower() or "saltway" in f.name.lower()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{", "not JSON"),
        ("[]", "table of named values"),
        ('{"format": 1}', "answers: This is required"),
        ('{"format": 9, "answers": []}', "reads format 1"),
        ('{"format": 1, "answers": [{"card": "nope"}]}', "no card 'nope'"),
        ('{"format": 1, "answers": [{"card": "area", "values": ["atlantis"]}]}', "not the id of an area"),
        ('{"format": 1, "kind": "live", "answers": []}', "encrypted store"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_bad_input_is_a_sentence_with_its_place_and_exit_2(
    text: str, expected: str, tmp_path: Path, capsys: Capture
) -> None:
    path = tmp_path / "c.json"
    path.write_text(text, "utf-8")
    assert run(["assess", str(path)]) == 2
    error = capsys.readouterr().err
    assert expected in error
    assert "Traceback" not in error


def test_a_missing_file_a_wrong_service_and_a_bad_directory_are_said(
    imran: Path, tmp_path: Path, capsys: Capture
) -> None:
    assert run(["assess", str(tmp_path / "none.json")]) == 2
    assert "cannot be read" in capsys.readouterr().err
    assert run(["letters", str(imran), "--service", "keelside", "--out", str(tmp_path)]) == 2
    assert "keelside-programme" in capsys.readouterr().err
    bad = tmp_path / "d.toml"
    bad.write_text('format = 1\n[[services]]\nid = "a"\nname = "A"\nkind = "couples"\n', "utf-8")
    assert run(["assess", str(imran), "--directory", str(bad)]) == 2
    assert "treats abuse as a shared problem" in capsys.readouterr().err


def test_check_exits_1_when_anything_is_wrong(tmp_path: Path, capsys: Capture) -> None:
    assert run(["check"]) == 0
    assert "No mistakes." in capsys.readouterr().out
    assert run(["check", str(tmp_path / "nothing")]) == 1
    assert "no such file" in capsys.readouterr().out


def test_demo_plays_a_scenario_and_names_unknown_ones(tmp_path: Path, capsys: Capture) -> None:
    assert run(["demo", "--out", str(tmp_path / "out"), "--scenario", "callum"]) == 0
    said = capsys.readouterr().out
    assert "Hold, and look again" in said
    assert "Referral letter: not made." in said
    assert run(["demo", "--out", str(tmp_path / "out"), "--scenario", "nobody"]) == 2
    assert "The scenarios are" in capsys.readouterr().err


def test_open_needs_a_file_and_a_screen(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(["open", str(tmp_path / "none.rapack")]) == 2
    assert "There is no file" in capsys.readouterr().err
    (tmp_path / "saltmarch.rapack").write_bytes(b"")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert run(["open", str(tmp_path / "saltmarch.rapack")]) == 2
    assert "There is no screen here" in capsys.readouterr().err
