"""The command line of the build: what it refuses, and in whose words."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from installers import entrance, tools
from installers.plan import Problem

ROOT = Path(__file__).parents[2]


def git(folder: Path, *words: str) -> None:
    name = ("-c", "user.name=Robin Hale", "-c", "user.email=robin.hale@example.org")
    subprocess.run(["git", *name, *words], cwd=folder, check=True, stdout=subprocess.DEVNULL)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of one commit."""
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1.2.3"\n')
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "one")
    monkeypatch.setattr(entrance, "ROOT", tmp_path)
    return tmp_path


def test_help_names_every_step() -> None:
    shown = subprocess.run(
        [sys.executable, ROOT / "build_installer.py", "--help"], capture_output=True, text=True, check=True
    )
    assert all(f"\n{name} " in shown.stdout for name in entrance.STEPS)


def test_a_tree_with_changes_is_refused_unless_told(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (checkout / "new.txt").touch()
    assert entrance.main(["linux"]) == entrance.BAD_INPUT
    assert "not committed, such as new.txt" in capsys.readouterr().err
    options = entrance._parser().parse_args(["linux", "--dirty"])
    assert entrance._build(options, print).commit.endswith("and changes")


def test_the_build_is_that_of_the_commit(checkout: Path) -> None:
    build = entrance._build(entrance._parser().parse_args(["linux"]), print)
    shown = subprocess.run(
        ["git", "show", "-s", "--format=%H %ct"], cwd=checkout, capture_output=True, text=True, check=True
    )
    assert f"{build.commit} {build.epoch}" == shown.stdout.strip()
    assert build.version == "1.2.3"


def test_a_folder_that_is_no_checkout_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(entrance, "ROOT", tmp_path)
    assert entrance.main(["linux"]) == entrance.BAD_INPUT
    assert "not a git checkout" in capfd.readouterr().err


def test_a_certificate_that_is_not_there_is_named(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert entrance.main(["windows", "--sign", "no.p12"]) == entrance.BAD_INPUT
    assert "no certificate at no.p12" in capsys.readouterr().err


def test_nothing_can_be_verified_before_it_is_built(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert entrance.main(["verify", "linux"]) == entrance.BAD_INPUT
    assert "Build it first" in capsys.readouterr().err


def test_tools_that_are_not_whole_are_not_set_up_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Problem, match="not whole"):
        tools.run_again(ROOT / "build_installer.py", Path(sys.prefix), ["all"])
