"""The command that writes the provision picture."""

from __future__ import annotations

import csv
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from referral_assistant.cli import run
from referral_assistant.directory import SAMPLE, load
from referral_assistant.model import Kind
from referral_assistant.store.directory import open_directory

Capture = pytest.CaptureFixture[str]


def rows(folder: Path) -> list[list[str]]:
    (path,) = folder.glob("provision-*.csv")
    return list(csv.reader(path.read_text("utf-8-sig").splitlines()))


def test_it_writes_a_pdf_and_a_table(tmp_path: Path, capsys: Capture) -> None:
    given = ["directory", "provision", "--from", str(SAMPLE), "--out", str(tmp_path), "--training"]
    assert run([*given, "--within", "Saltmarch", "--gender", "woman", "--kind", "probation", "--by", "county"]) == 0
    day = date.today().isoformat()
    assert capsys.readouterr().out.split() == [str(tmp_path / f"provision-{day}.{e}") for e in ("pdf", "csv")]
    assert (tmp_path / f"provision-{day}.pdf").read_bytes().startswith(b"%PDF")
    found = rows(tmp_path)
    assert ["x-eastmere", "Eastmere", "None known", "0", "0", "0", "0"] in found
    assert ["Saltmarch", "0", "0", "0", "2"] in found


def test_a_directory_file_says_what_a_file_of_services_says(tmp_path: Path) -> None:
    path = tmp_path / "directory.db"
    open_directory(path, Kind.TRAINING, load(SAMPLE)).close()
    for source, out in ((SAMPLE, "toml"), (path, "db")):
        given = ["directory", "provision", "--from", str(source), "--out", str(tmp_path / out), "--training"]
        assert run([*given, "--within", "Saltmarch"]) == 0
    assert rows(tmp_path / "toml") == rows(tmp_path / "db")


def test_services_that_were_withdrawn_are_not_counted(tmp_path: Path) -> None:
    path = tmp_path / "directory.db"
    services = load(SAMPLE)
    open_directory(path, Kind.TRAINING, services).close()
    left = [s for s in services if s.kind != "stalking"]
    with closing(open_directory(path, Kind.TRAINING, left)) as directory:
        assert len(directory.all()) == len(left)
    given = ["directory", "provision", "--from", str(path), "--out", str(tmp_path), "--training", "--kind", "stalking"]
    assert run([*given, "--within", "Saltmarch"]) == 0
    assert ["x-eastmere", "Eastmere", "None known", "0", "0", "0", "0"] in rows(tmp_path)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--gender", "men"], "Use one of man, woman"),
        (["--within", "Atlantis"], "There is no area"),
    ],
)
def test_what_is_not_known_is_said(given: list[str], said: str, tmp_path: Path, capsys: Capture) -> None:
    start = ["directory", "provision", "--from", str(SAMPLE), "--out", str(tmp_path), "--training"]
    assert run([*start, *given]) == 2
    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_s20_fictional_services_are_refused_outside_training(tmp_path: Path, capsys: Capture) -> None:
    assert run(["directory", "provision", "--from", str(SAMPLE), "--out", str(tmp_path)]) == 2
    assert "fictional" in capsys.readouterr().err


def test_files_that_cannot_be_read_or_written_are_said(tmp_path: Path, capsys: Capture) -> None:
    assert run(["directory", "provision", "--from", str(tmp_path / "none.db"), "--out", str(tmp_path)]) == 2
    assert "There is no file" in capsys.readouterr().err
    (tmp_path / "file").write_text("x")
    given = ["directory", "provision", "--from", str(SAMPLE), "--out", str(tmp_path / "file"), "--training"]
    assert run([*given, "--within", "Saltmarch"]) == 2
    assert "could not be written" in capsys.readouterr().err
