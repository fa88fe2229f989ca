"""Where WeasyPrint's libraries are found: only an installed copy on Windows must be told."""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path

import pytest

from referral_assistant.letter import libraries


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed copy on Windows, as far as the module can see."""
    monkeypatch.setattr(libraries, "BUNDLE", tmp_path)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os, "add_dll_directory", lambda folder: added.append(folder), raising=False)
    monkeypatch.setenv("PATH", "elsewhere")
    monkeypatch.setenv("FONTCONFIG_FILE", "of another program")
    added.clear()
    libraries.find_libraries.cache_clear()
    return tmp_path


added: list[str] = []
"""What Windows was told to look through."""


def test_our_own_libraries_come_before_everybody_elses(bundle: Path) -> None:
    with warnings.catch_warnings():
        libraries.find_libraries()
        libraries.find_libraries()
    folder = str(bundle / "pango")
    assert added == [folder]
    assert os.environ["PATH"].split(os.pathsep) == [folder, "elsewhere"]
    assert os.environ["FONTCONFIG_FILE"] == str(bundle / "pango" / "fonts.conf")


@pytest.mark.parametrize(("platform", "installed"), [("linux", True), ("win32", False)])
def test_nothing_is_changed_elsewhere(
    bundle: Path, monkeypatch: pytest.MonkeyPatch, platform: str, installed: bool
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(libraries, "BUNDLE", bundle if installed else None)
    libraries.find_libraries()
    assert added == []
    assert (os.environ["PATH"], os.environ["FONTCONFIG_FILE"]) == ("elsewhere", "of another program")
