"""The self-check passes on this copy, and fails on one that is broken; its report says what it found and no name."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from referral_assistant import about, paths, policy, selfcheck_report
from referral_assistant.cli import run
from referral_assistant.letter import typeface
from referral_assistant.problems import Problem
from referral_assistant.selfcheck import Result, _fonts, compare, pdf_fault

ROOT = Path(__file__).parent.parent
PARTS = ("this copy", "content", "policy", "encrypted store", "scenarios", "fonts", "documents", "window")
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def test_this_copy_is_well_and_says_so_in_a_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "report.txt"
    assert run(["self-check", "--report", str(report)]) == 0
    said = capsys.readouterr().out
    text = report.read_text(encoding="utf-8")
    for part in PARTS:
        assert f"ok      {part}:" in said
        assert re.search(rf"^ok      {part}: .* \(\d+\.\d s\)$", text, re.MULTILINE)
    assert "All is well." in text
    for name in ("Version", "System", "Python", "Qt", "WeasyPrint", "Pango", "SQLCipher", "SQLite"):
        assert re.search(rf"^{name}: .*\d", text, re.MULTILINE), name


@pytest.fixture
def without_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy that can make no documents."""

    def broken(_folder: Path) -> str:
        raise OSError("x")

    monkeypatch.setattr("referral_assistant.selfcheck._documents", broken)


@pytest.mark.usefixtures("without_documents")
def test_a_part_that_breaks_is_named_and_the_others_are_still_tried(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    report = tmp_path / "report.txt"
    assert run(["self-check", "--report", str(report)]) == 1
    said = capsys.readouterr().out.splitlines()
    assert [line for line in said if line.startswith("FAILED")] == ["FAILED  documents: OSError: x"]
    assert len([line for line in said if line.startswith("ok ")]) == len(PARTS) - 1
    assert "These parts failed: documents." in report.read_text(encoding="utf-8")


@pytest.mark.parametrize("words", [["self-check", "--nothing"], ["self-check", "more"]])
def test_wrong_use_is_exit_code_2(words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(words)
    assert ended.value.code == 2


@pytest.mark.thorough
@pytest.mark.usefixtures("without_documents")
def test_a_report_that_cannot_be_written_is_exit_code_2_whatever_it_would_say(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["self-check", "--report", str(tmp_path / "no" / "folder.txt")]) == 2
    assert "could not be written" in capsys.readouterr().err


@pytest.mark.thorough
def test_the_installed_command_works_without_a_console(tmp_path: Path) -> None:
    """As pythonw.exe starts it: no standard output at all."""
    report = tmp_path / "report.txt"
    words = f"sys.stdout = sys.stderr = None; sys.exit(run(['self-check', '--report', {str(report)!r}]))"
    script = f"import sys; from referral_assistant.cli import run; {words}"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environment, check=False)
    assert done.returncode == 0
    assert "All is well." in report.read_text(encoding="utf-8")


def test_what_is_no_document_of_ours_has_a_fault() -> None:
    assert pdf_fault(b"%PDF-1.7 and nothing else")


# --- the files of an installed copy ----------------------------------------------------------------------------------


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A folder with two files and the list of them."""
    folder = tmp_path / "bundle"
    (folder / "app").mkdir(parents=True)
    rows = []
    for name in ("app/one.py", "two.dll"):
        (folder / name).write_text(name, encoding="utf-8")
        rows.append(f"{hashlib.sha256(name.encode()).hexdigest()}  {name}\n")
    (folder / "files.sha256").write_text("".join(rows), encoding="utf-8")
    return folder


def test_a_copy_as_it_was_built_is_well_whatever_lies_beside_it(bundle: Path) -> None:
    (bundle / "data").mkdir()
    (bundle / "data" / "cases.db").write_bytes(b"x")
    assert compare(bundle) == "all 2 files are as they were built"


def test_a_changed_and_a_missing_file_are_counted_and_one_is_named(bundle: Path) -> None:
    (bundle / "two.dll").write_text("other", encoding="utf-8")
    with pytest.raises(Problem, match=r"Of 2 files 0 are missing and 1 are not as they were built, such as two\.dll"):
        compare(bundle)
    (bundle / "app" / "one.py").unlink()
    with pytest.raises(Problem, match=r"1 are missing and 1 are not .*such as app/one\.py"):
        compare(bundle)


@pytest.mark.parametrize("content", [None, "not a list\n", "\0", ""])
def test_a_copy_without_its_list_is_not_well(bundle: Path, content: str | None) -> None:
    if content is None:
        (bundle / "files.sha256").unlink()
    else:
        (bundle / "files.sha256").write_text(content, encoding="utf-8")
    with pytest.raises(Problem, match="missing or damaged"):
        compare(bundle)


# --- fonts -----------------------------------------------------------------------------------------------------------


def test_a_font_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(typeface, "FACES", (*typeface.FACES[:3], tmp_path / "Gone.ttf"))
    with pytest.raises(Problem, match=r"The font Gone\.ttf is missing"):
        _fonts(tmp_path)


def test_a_font_in_a_document_that_is_none_of_ours_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(typeface, "FACES", typeface.FACES[:3])
    with pytest.raises(Problem, match="1 fonts that are not the program's own"):
        _fonts(tmp_path)


def test_a_font_that_gets_into_no_document_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    odd = tmp_path / "Odd.ttf"
    content = bytearray(typeface.REGULAR.read_bytes())
    at = content.index(typeface._table(bytes(content), b"head"))
    content[at + 20] ^= 1  # its date
    odd.write_bytes(content)
    monkeypatch.setattr(typeface, "FACES", (*typeface.FACES, odd))
    with pytest.raises(Problem, match=r"The font Odd\.ttf does not get into documents"):
        _fonts(tmp_path)


# --- nothing about anybody -------------------------------------------------------------------------------------------


def test_the_report_names_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/jo.bloggs")
    monkeypatch.setenv("USER", "jo.bloggs")
    monkeypatch.setattr(policy, "data_dir", lambda _training: Path("/home/jo.bloggs/.local/share/x/live"))
    sentence = "x failed in /home/jo.bloggs/tmp and in /mnt/users/Jo.Bloggs/x"
    text = selfcheck_report.report([Result("window", sentence, False, 0.1)], NOW)
    assert "bloggs" not in text.lower()
    assert "~/.local/share/x/live" in text
    assert "/mnt/users/<user>/x" in text


def test_folders_of_windows_are_said_as_it_says_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USERPROFILE", r"C:\Users\jo.bloggs")
    monkeypatch.setenv("LOCALAPPDATA", r"C:\Users\jo.bloggs\AppData\Local")
    monkeypatch.setenv("USERNAME", "jo.bloggs")
    said = about.unnamed(r"C:\Users\JO.BLOGGS\AppData\Local\referral-assistant\live and D:/Users/jo.bloggs/x")
    assert said == r"%LOCALAPPDATA%\referral-assistant\live and D:/Users/<user>/x"


def test_what_the_organisation_set_stands_there_without_its_values(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from referral_assistant.policy.reading import from_file, layered

    path = tmp_path / "policy.json"
    settings = {"organisation.name": {"value": "Saltmarch Council", "locked": True}, "zzz": {"value": 1}}
    path.write_text(json.dumps({"format": 1, "settings": settings}), encoding="utf-8")
    monkeypatch.setattr(policy, "in_force", lambda: layered([from_file(str(path))]))
    text = selfcheck_report.report([], NOW)
    assert "organisation.name: locked, from" in text
    assert "zzz" in text
    assert "Saltmarch" not in text


# --- what a copy says of itself --------------------------------------------------------------------------------------


def test_an_installed_copy_says_what_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "build.json").write_text(
        '{"version": "9.1", "commit": "abc", "built": "2026-11-22", "form": "msi", "system": "windows", "python": "x"}'
    )
    monkeypatch.setattr(paths, "BUNDLE", tmp_path)
    made = about.build()
    assert (made.version, made.commit, made.built) == ("9.1", "abc", "2026-11-22")
    assert "MSI" in about.form(made)
    assert about.licences() == ()
    shutil.copytree(ROOT / "packaging" / "licences", tmp_path / "licences")
    (tmp_path / "licences" / "licences.json").write_text(
        '[{"component": "zlib", "version": "1", "licence": "Zlib", "files": ["zlib.txt"]},'
        ' {"component": "Pango", "version": "2", "licence": "LGPL-2.0-or-later", "files": ["pango.txt"]}]'
    )
    assert [licence.component for licence in about.licences()] == ["Pango", "zlib"]


def test_from_the_source_the_installed_packages_say_their_licences() -> None:
    found = {licence.component.lower(): licence.licence for licence in about.licences()}
    assert found["click"] == "BSD-3-Clause"
    assert all(found.values())
