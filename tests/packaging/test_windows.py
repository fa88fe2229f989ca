"""The folder for Windows: what its program files ask for is there, and what is not wanted stays behind."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from installers import stage, windows
from installers.pe import Image, Import
from installers.plan import Build, Problem

from tests.packaging.programs import program

SITE = Path("python") / windows.SITE


@pytest.fixture
def build(tmp_path: Path) -> Build:
    return Build(tmp_path, tmp_path / "work", tmp_path / "out", tmp_path / "cache", "1.2.3", "c" * 40, 1_700_000_001)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A bundle that is complete: a library in a folder of its own finds the C++ library beside python.exe."""
    bundle = tmp_path / "bundle"
    put(bundle / "python" / "python.exe", program({"KERNEL32.dll": ["ExitProcess"], "vcruntime140.dll": ["memcpy"]}))
    put(bundle / "python" / "vcruntime140.dll", program(exports=["memcpy", "memmove"]))
    put(bundle / "pango" / "pango-1.0-0.dll", program({"vcruntime140.dll": ["memmove"], "z-1.dll": ["inflate"]}))
    put(bundle / "pango" / "z-1.dll", program({"api-ms-win-crt-heap-l1-1-0.dll": ["free"]}, ["inflate"]))
    return bundle


def put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def test_a_program_file_says_what_it_asks_for_and_offers(tmp_path: Path) -> None:
    path = tmp_path / "some.dll"
    path.write_bytes(program({"One.DLL": ["first", "7", "second"], "two.dll": ["third"]}, ["here", "there"]))
    image = Image(path)
    assert image.imports == (
        Import("one.dll", frozenset({"first", "second"})),
        Import("two.dll", frozenset({"third"})),
    )
    assert image.exports == {"here", "there"}
    assert (image.version, image.certificate) == ("", b"")


@pytest.mark.parametrize("content", [b"", b"MZ", b"#!/bin/sh\n" * 20, program(wide=False)])
def test_what_is_no_program_for_64_bit_windows_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd.dll"
    path.write_bytes(content)
    with pytest.raises(Problem, match=r"odd\.dll is not a program file"):
        Image(path)


def test_a_complete_bundle_lacks_nothing(folder: Path) -> None:
    assert windows.find_libraries(folder) == []


def test_a_library_that_is_not_there_is_told(folder: Path) -> None:
    (folder / "pango" / "z-1.dll").unlink()
    assert windows.find_libraries(folder) == ["pango/pango-1.0-0.dll asks for z-1.dll, which is not in the bundle."]


def test_a_library_in_a_folder_where_nobody_looks_is_told(folder: Path) -> None:
    (folder / "python" / "vcruntime140.dll").rename(folder / "pango" / "vcruntime140.dll")
    assert windows.find_libraries(folder) == [
        "python/python.exe asks for vcruntime140.dll, which is not in the bundle."
    ]


def test_a_library_that_is_too_old_for_what_is_taken_from_it_is_told(folder: Path) -> None:
    put(folder / "python" / "vcruntime140.dll", program(exports=["memcpy"]))
    assert windows.find_libraries(folder) == [
        "pango/pango-1.0-0.dll takes memmove from vcruntime140.dll, which does not offer it."
    ]


def test_a_library_of_qt_finds_those_of_its_package(folder: Path) -> None:
    qt = folder / SITE / "PySide6"
    put(qt / "Qt6Core.dll", program(exports=["start"]))
    put(qt / "plugins" / "platforms" / "qwindows.dll", program({"Qt6Core.dll": ["start"]}))
    assert windows.find_libraries(folder) == []


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("python.exe", True),
        ("python313.dll", True),
        ("vcruntime140_1.dll", True),
        ("Lib/json/__init__.py", True),
        ("DLLs/_ctypes.pyd", True),
        ("DLLs/_ssl.pyd", False),
        ("Lib/ssl.py", False),
        ("Lib/site-packages/pip/__init__.py", False),
        ("Lib/json/__pycache__/decoder.cpython-313.pyc", False),
        ("Lib/tkinter/__init__.py", False),
        ("Scripts/pip.exe", False),
        ("tcl/tcl8.6/init.tcl", False),
        ("NEWS.txt", False),
    ],
)
def test_python_comes_without_what_the_program_never_uses(path: str, wanted: bool) -> None:
    assert windows.wanted_of_python(path) is wanted


@pytest.mark.parametrize(
    ("path", "unwanted"),
    [
        ("PySide6/QtWidgets.pyd", False),
        ("PySide6/plugins/platforms/qwindows.dll", False),
        ("PySide6/QtNetwork.pyd", True),
        ("PySide6/Qt6Network.dll", True),
        ("PySide6/translations/qtbase_de.qm", True),
        ("weasyprint/__init__.py", False),
        ("weasyprint-70.0.dist-info/METADATA", False),
        ("pip/__init__.py", True),
        ("some/tests/test_it.py", True),
    ],
)
def test_wheels_come_without_what_the_program_never_uses(path: str, unwanted: bool) -> None:
    assert windows.unwanted(path) is unwanted


def test_the_portable_copy_is_marked_and_always_the_same(build: Build, folder: Path) -> None:
    stage.write_build(build, folder, "windows", "CPython 3.13", "msi")
    first = windows.portable(build, folder).read_bytes()
    assert windows.portable(build, folder).read_bytes() == first
    with zipfile.ZipFile(windows.portable(build, folder)) as packed:
        names = packed.namelist()
        assert names == sorted(names)
        assert "Referral Assistant/portable" in names
        assert json.loads(packed.read("Referral Assistant/build.json"))["form"] == "portable"
        assert packed.read("Referral Assistant/pango/z-1.dll") == (folder / "pango" / "z-1.dll").read_bytes()
        assert {entry.date_time for entry in packed.infolist()} == {(2023, 11, 14, 22, 13, 20)}
    assert not (folder / "portable").exists()
