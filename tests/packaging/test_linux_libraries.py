"""What a Linux bundle brings along and what it asks of a system, read from real programs and libraries."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("about Linux", allow_module_level=True)

from installers import elf, linux_libraries, linux_parts
from installers.linux_libraries import FROM_SYSTEM, LOADED_BY_NAME
from installers.plan import Build, Problem

PYTHON = Path(sys.executable).resolve()


def build(tmp_path: Path) -> Build:
    return Build(tmp_path, tmp_path / "work", tmp_path / "dist", tmp_path / "cache", "1.2.3", "0" * 40, 1_700_000_000)


def library(name: str) -> Path:
    """A library of this system, found as the loader finds it."""
    listed = subprocess.run(["ldd", str(PYTHON)], capture_output=True, text=True, check=True).stdout
    return next(Path(line.split()[2]) for line in listed.splitlines() if line.split()[0] == name)


def test_what_a_program_asks_for_is_what_the_loader_finds() -> None:
    listed = subprocess.run(["ldd", str(PYTHON)], capture_output=True, text=True, check=True).stdout
    asks = elf.read(PYTHON)
    assert asks.needed
    assert set(asks.needed) <= {line.split()[0].rpartition("/")[2] for line in listed.splitlines()}
    assert elf.newest(asks.versions["libc.so.6"], "GLIBC_") >= (2, 2, 5)


def test_the_c_library_knows_its_name_and_what_it_offers() -> None:
    c = elf.read(library("libc.so.6"))
    assert c.soname == "libc.so.6"
    assert "GLIBC_2.34" in c.defines


def test_a_script_is_no_program_to_read(tmp_path: Path) -> None:
    script = tmp_path / "x"
    script.write_text("#!/bin/sh\n")
    assert not elf.is_elf(script)
    with pytest.raises(ValueError, match="not a 64-bit ELF file"):
        elf.read(script)


def test_a_program_forgets_where_its_builder_kept_libraries(tmp_path: Path) -> None:
    """Tried on a copy that still has to start."""
    program = tmp_path / "program"
    shutil.copyfile(PYTHON, program)
    program.chmod(0o755)
    before = elf.read(program)
    elf.forget_search(program)
    assert elf.read(program) == before._replace(search=())
    assert program.stat().st_size == PYTHON.stat().st_size
    folders = {str(library(name).parent) for name in before.needed if not name.startswith("ld-")}
    environment = {"LD_LIBRARY_PATH": ":".join(sorted(folders)), "PYTHONHOME": sys.base_prefix}
    done = subprocess.run(
        [program, "-S", "-c", "print(7)"], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "7\n"


@pytest.mark.parametrize(
    ("versions", "expected"),
    [(["GLIBC_2.9", "GLIBC_2.34", "GLIBC_2.4"], (2, 34)), (["GLIBC_PRIVATE", "GCC_3.0"], ()), ([], ())],
)
def test_versions_are_compared_as_numbers(versions: list[str], expected: tuple[int, ...]) -> None:
    assert elf.newest(versions, "GLIBC_") == expected


def test_a_bundle_that_needs_a_newer_glibc_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copyfile(PYTHON, tmp_path / "python3")
    found = linux_libraries.floor(tmp_path)
    assert found.glibc.startswith("2.")
    assert "libc6" in found.needed
    for stated in ({"Old 1": (2, 2)}, {"Old 1": (2, 2), "Newer 2": (2, 99)}):
        monkeypatch.setattr(linux_libraries, "GLIBC", stated)
        with pytest.raises(Problem, match=r"^python3 needs glibc 2\.\d+; at most 2\.2 is allowed\.$"):
            linux_libraries.floor(tmp_path)


def test_a_bundle_may_need_what_the_stated_system_it_is_built_on_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copyfile(PYTHON, tmp_path / "python3")
    monkeypatch.setattr(linux_libraries, "GLIBC", {"Old 1": (2, 2), linux_libraries.building_system(): (2, 99)})
    needs = linux_libraries.floor(tmp_path).glibc
    assert linux_libraries.systems_with(needs) == (linux_libraries.building_system(),)


def test_what_is_brought_along_asks_for_nothing_else(tmp_path: Path) -> None:
    """Pango's libraries with all they stand on, in a bundle that holds nothing yet."""
    folder = tmp_path / "bundle"
    folder.mkdir()
    linux_libraries.bring(build(tmp_path), folder)
    brought = {path.name for path in (folder / "lib").iterdir()}
    assert brought >= LOADED_BY_NAME.keys()
    for path in (folder / "lib").iterdir():
        assert set(elf.read(path).needed) <= brought | FROM_SYSTEM.keys()


def test_a_library_that_nobody_has_is_named_with_its_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "bundle"
    folder.mkdir()
    monkeypatch.setattr(linux_libraries, "LOADED_BY_NAME", {"libnowhere.so.7": "libnowhere7"})
    with pytest.raises(Problem, match=r"No package on this computer brings libnowhere\.so\.7") as raised:
        linux_libraries.bring(build(tmp_path), folder)
    assert "apt-get install libnowhere7" in raised.value.advice


@pytest.mark.parametrize(
    ("path", "stays"),
    [
        ("PySide6/QtWidgets.abi3.so", False),
        ("PySide6/QtNetwork.abi3.so", True),
        ("PySide6/QtQml.abi3.so", True),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", False),
        ("PySide6/Qt/plugins/platforms/libqvnc.so", True),
        ("PySide6/Qt/plugins/tls/libqopensslbackend.so", True),
        ("PySide6/designer", True),
        ("weasyprint/pdf/sRGB2014.icc", False),
        ("weasyprint/__init__.py", False),
        ("PIL/_imaging.cpython-311-x86_64-linux-gnu.so", False),
        ("PIL/_avif.cpython-311-x86_64-linux-gnu.so", True),
        ("pyphen/dictionaries/hyph_en_GB.dic", False),
        ("pyphen/dictionaries/hyph_de_DE.dic", True),
        ("pyphen/dictionaries/hyph_es.dic", True),
    ],
)
def test_of_the_wheels_only_what_is_used_comes_along(path: str, stays: bool) -> None:
    assert linux_parts.wheels_leave_out(path) is stays


@pytest.mark.parametrize(
    ("path", "stays"),
    [
        ("json/decoder.py", False),
        ("lib-dynload/_json.cpython-311-x86_64-linux-gnu.so", False),
        ("lib-dynload/_ssl.cpython-311-x86_64-linux-gnu.so", True),
        ("lib-dynload/_ssl.so", True),
        ("sqlite3/test/dbapi.py", True),
        ("smtplib.py", True),
        ("http/client.py", False),
        ("http/server.py", True),
    ],
)
def test_of_the_standard_library_servers_and_tests_stay_behind(path: str, stays: bool) -> None:
    assert linux_parts.stdlib_leaves_out(path) is stays
