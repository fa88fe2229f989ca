"""Laying out a folder: wheels, the program as committed, what is not wanted, times."""

from __future__ import annotations

import json
import os
import py_compile
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from installers import stage
from installers.plan import Build, Problem, need, run


@pytest.fixture
def build(tmp_path: Path) -> Build:
    root = tmp_path / "root"
    root.mkdir()
    return Build(root, tmp_path / "work", tmp_path / "out", tmp_path / "cache", "1.2.3", "c" * 40, 1_700_000_001)


def wheel(folder: Path, *names: str) -> Path:
    path = folder / "small-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as packed:
        for name in names:
            packed.writestr(name, name)
    return path


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_wheel_is_laid_out_without_its_scripts(tmp_path: Path) -> None:
    packed = wheel(
        tmp_path,
        "small/__init__.py",
        "small-1.0.dist-info/METADATA",
        "small-1.0.dist-info/RECORD",
        "small-1.0.data/purelib/more.py",
        "small-1.0.data/platlib/fast.so",
        "small-1.0.data/scripts/small",
        "small/__pycache__/__init__.cpython-310.pyc",
        "small-1.0.data/data/share/man/small.1",
    )
    stage.unpack_wheels([packed], tmp_path / "site")
    assert files(tmp_path / "site") == {"small/__init__.py", "small-1.0.dist-info/METADATA", "more.py", "fast.so"}


def test_a_wheel_never_writes_outside(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="elsewhere"):
        stage.unpack_wheels([wheel(tmp_path, "../evil.py")], tmp_path / "site")
    assert not (tmp_path / "evil.py").exists()


def test_only_what_is_committed_is_copied(build: Build, tmp_path: Path) -> None:
    for name in ("referral_assistant/a.py", "resources/b.toml", "tests/c.py", "referral_assistant/scratch.py"):
        path = build.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
    subprocess.run(["git", "init", "-q"], cwd=build.root, check=True)
    subprocess.run(["git", "add", "referral_assistant/a.py", "resources", "tests"], cwd=build.root, check=True)
    stage.copy_program(build, tmp_path / "app")
    assert files(tmp_path / "app") == {"referral_assistant/a.py", "resources/b.toml"}


def test_what_is_not_wanted_goes_with_the_folders_it_empties(tmp_path: Path) -> None:
    for name in ("keep/a.py", "keep/a.pyi", "drop/deep/b.pyi"):
        path = tmp_path / "tree" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    stage.remove(tmp_path / "tree", lambda name: name.endswith(".pyi"))
    assert sorted(p.relative_to(tmp_path / "tree").as_posix() for p in (tmp_path / "tree").rglob("*")) == [
        "keep",
        "keep/a.py",
    ]


def test_bytecode_is_taken_whatever_the_time_of_its_source(build: Build, tmp_path: Path) -> None:
    source = tmp_path / "tree" / "a.py"
    source.parent.mkdir()
    source.write_text("answer = 42\n")
    stage.compile_all(build, [sys.executable], str(tmp_path), [str(tmp_path / "tree")])
    compiled = next(source.parent.rglob("*.pyc")).read_bytes()
    assert int.from_bytes(compiled[4:8], "little") == 0b01, "hash-based, and not checked against the source"
    assert str(tmp_path).encode() not in compiled
    source.write_text("answer = = 42\n")
    with pytest.raises(Problem, match="failed"):
        stage.compile_all(build, [sys.executable], str(tmp_path), [str(tmp_path / "tree")])


def test_bytecode_that_goes_by_the_time_of_its_source_stops_the_build(build: Build, tmp_path: Path) -> None:
    source = tmp_path / "tree" / "a.py"
    source.parent.mkdir()
    source.write_text("answer = 42\n")
    py_compile.compile(str(source))
    with pytest.raises(Problem, match="would be made anew"):
        stage.check_compiled(tmp_path)
    shutil.rmtree(source.parent / "__pycache__")
    stage.compile_all(build, [sys.executable], str(tmp_path), [str(tmp_path / "tree")])
    stage.check_compiled(tmp_path)


def test_times_and_rights_are_those_of_the_commit(build: Build, tmp_path: Path) -> None:
    folder = tmp_path / "bundle"
    folder.mkdir()
    stage.write_build(build, folder, "linux", "3.13.2", "tar")
    script = folder / "run"
    script.touch(0o700)
    stage.set_times(build, folder)
    assert {int(path.stat().st_mtime) for path in (folder, *folder.iterdir())} == {build.epoch}
    assert (script.stat().st_mode & 0o777, (folder / "build.json").stat().st_mode & 0o777) == (0o755, 0o644)
    assert json.loads((folder / "build.json").read_text()) == {
        "version": "1.2.3",
        "commit": "c" * 40,
        "built": "2023-11-14",
        "system": "linux",
        "python": "3.13.2",
        "form": "tar",
    }


def test_the_heaviest_parts_come_first(tmp_path: Path) -> None:
    sizes = {
        "python/python3": 10,
        "python/Lib/site-packages/qt/a": 20,
        "python/Lib/site-packages/qt/b/c": 15,
        "app/x": 5,
    }
    for name, size in sizes.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(size))
    os.symlink(tmp_path / "app/x", tmp_path / "again")
    assert stage.heaviest(tmp_path) == [("qt", 35), ("python", 10), ("app", 5)]
    assert stage.heaviest(tmp_path, count=1) == [("qt", 35)]
    assert 50 <= stage.size(tmp_path) < 50 + 200, "a link weighs what its own text weighs"


def test_a_missing_tool_names_the_package_that_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("installers.plan.ELSEWHERE", ())
    with pytest.raises(Problem) as caught:
        need("wixl")
    assert caught.value.advice == "On Debian and Ubuntu: apt-get install wixl."


def test_a_tool_that_fails_shows_the_end_of_what_it_said(build: Build) -> None:
    with pytest.raises(Problem, match="code 3") as caught:
        run(build, [sys.executable, "-c", "import sys; print('first\\n' * 99 + 'last'); sys.exit(3)"])
    assert caught.value.advice.endswith("last")
    assert caught.value.advice.count("first") < 99
