"""The Linux bundle's own parts, run for real on a bundle small enough to make up."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("about Linux", allow_module_level=True)

from installers.deb import deb
from installers.desktop import COMPONENT, DATA, NAME, shared_files
from installers.manpage import commands, man_page, plain
from installers.plan import Build
from installers.tarball import tar

from referral_assistant.cli import parser

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    return Build(ROOT, tmp_path / "work", tmp_path / "dist", tmp_path / "cache", "1.2.3", "0" * 40, 1_700_000_000)


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """The launcher and the start file as they are, and a program that says what it sees."""
    folder = tmp_path / "a bundle"
    for name in ("bin", "lib", "python/bin", "app/referral_assistant"):
        (folder / name).mkdir(parents=True)
    shutil.copy(DATA / NAME, folder / "bin" / NAME)
    shutil.copy(DATA / "start.py", folder / "python" / "start.py")
    (folder / "build.json").write_text('{"version": "1.2.3", "form": ""}')
    (folder / "app/referral_assistant/__init__.py").write_text("")
    (folder / "app/referral_assistant/__main__.py").write_text(
        "import json, os, sys\n"
        "def main():\n"
        "    print(json.dumps([sys.argv, dict(os.environ), sys.path, sys.flags.isolated, sys.flags.no_site]))\n"
        "    return 7\n"
    )
    # Python would look for its library beside a copy or a link, so it is started where it lies.
    program = folder / "python/bin/python3"
    program.write_text(f'#!/bin/sh\nLOADED_FROM=$LD_LIBRARY_PATH exec "{Path(sys.executable).resolve()}" "$@"\n')
    program.chmod(0o755)
    return folder


def run(*command: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in command],
        env={"PATH": "/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


# --- starting --------------------------------------------------------------------------------------------------------


def test_the_launcher_takes_nothing_from_the_user_and_leaves_nothing_to_children(bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "a link"
    link.symlink_to(Path("..") / bundle.name / "bin" / NAME)
    done = run(
        link,
        "check",
        "a path",
        PYTHONPATH="/nowhere",
        PYTHONHOME="/nowhere",
        LD_LIBRARY_PATH="/elsewhere",
        QT_PLUGIN_PATH="/elsewhere",
    )
    assert done.returncode == 7, done.stderr
    arguments, environment, paths, isolated, no_site = json.loads(done.stdout)
    assert arguments == [NAME, "check", "a path"]
    assert environment["LOADED_FROM"] == str(bundle / "lib")
    assert not environment.keys() & {"LD_LIBRARY_PATH", "QT_PLUGIN_PATH"}
    assert (isolated, no_site) == (1, 1)
    assert str(bundle / "app") in paths
    assert "/nowhere" not in paths


def test_nothing_is_written_into_the_bundle(bundle: Path) -> None:
    before = sorted(bundle.rglob("*"))
    assert run(bundle / "bin" / NAME).returncode == 7
    assert sorted(bundle.rglob("*")) == before


def test_a_folder_the_loader_cannot_name_is_refused(bundle: Path) -> None:
    moved = bundle.rename(bundle.with_name("a:b"))
    done = run(moved / "bin" / NAME)
    assert done.returncode == 2
    assert done.stderr.startswith(f"Referral Assistant cannot start from {moved}.")


# --- installing without root -----------------------------------------------------------------------------------------


@pytest.fixture
def unpacked(build: Build, bundle: Path, tmp_path: Path) -> Path:
    """The archive of the made-up bundle, unpacked."""
    shutil.copy(shutil.which("true") or "/bin/true", bundle / "lib" / "something")
    with tarfile.open(tar(build, bundle)) as archive:
        archive.extractall(tmp_path / "down loads", filter="data")
    return tmp_path / "down loads" / f"{NAME}-1.2.3"


def install(unpacked: Path, home: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    home.mkdir(exist_ok=True)
    return run("sh", unpacked / "install.sh", *arguments, HOME=str(home))


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_a_user_installs_starts_upgrades_and_removes_it(unpacked: Path, tmp_path: Path) -> None:
    home = tmp_path / "a home"
    data = home / ".local/share" / NAME / "live"
    data.mkdir(parents=True)
    (data / "case.db").write_text("kept")
    assert install(unpacked, home).returncode == 0
    assert run(home / ".local/bin" / NAME, "check").returncode == 7
    (home / ".local/lib" / NAME / "of the old version").write_text("")
    assert install(unpacked, home).returncode == 0
    assert "of the old version" not in files(home / ".local/lib" / NAME)
    assert files(home / ".local/lib" / NAME) == files(unpacked)
    done = run("sh", home / ".local/lib" / NAME / "install.sh", "--remove", HOME=str(home))
    assert done.returncode == 0, done.stderr
    assert f"Your case data was left in {home}/.local/share/{NAME}." in done.stdout
    assert files(home / ".local") == ["share", f"share/{NAME}", f"share/{NAME}/live", f"share/{NAME}/live/case.db"]


def test_it_can_go_into_a_folder_of_any_name_and_leaves_nothing_there(unpacked: Path, tmp_path: Path) -> None:
    prefix = tmp_path / 'all "my" $programs, 100 %'
    assert install(unpacked, tmp_path / "home", "--prefix", prefix).returncode == 0
    assert run(prefix / "bin" / NAME).returncode == 7
    entry = (prefix / "share/applications" / f"{NAME}.desktop").read_text()
    escaped = str(prefix).replace('"', '\\\\"').replace("$", "\\\\$").replace("%", "%%")
    assert f'Exec="{escaped}/lib/{NAME}/bin/{NAME}" open %f\n' in entry
    done = install(unpacked, tmp_path / "home", f"--prefix={prefix}", "--remove")
    assert done.returncode == 0, done.stderr
    assert "There is no case data" in done.stdout
    assert files(prefix) == []
    assert files(tmp_path / "home") == []


@pytest.mark.skipif(not shutil.which("update-mime-database"), reason="shared-mime-info is not installed")
def test_a_desktop_is_told_who_opens_a_pack_until_it_is_removed(unpacked: Path, tmp_path: Path) -> None:
    prefix, kind = tmp_path / "prefix", "application/vnd.referral-assistant.directory-pack"
    assert install(unpacked, tmp_path / "home", "--prefix", prefix).returncode == 0
    assert f"50:{kind}:*.rapack" in (prefix / "share/mime/globs2").read_text()
    if shutil.which("update-desktop-database"):
        assert f"{kind}={NAME}.desktop;" in (prefix / "share/applications/mimeinfo.cache").read_text()
    other = prefix / "share/mime/packages/other.xml"
    other.write_text(
        '<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">'
        '<mime-type type="x/y"><glob pattern="*.xy"/></mime-type></mime-info>'
    )
    assert install(unpacked, tmp_path / "home", "--prefix", prefix, "--remove").returncode == 0
    assert (prefix / "share/mime/globs2").read_text().endswith("50:x/y:*.xy\n")
    assert not list(prefix.rglob("*referral*"))


@pytest.mark.skipif(not shutil.which("desktop-file-validate"), reason="desktop-file-utils is not installed")
def test_the_entry_that_a_user_gets_is_valid(unpacked: Path, tmp_path: Path) -> None:
    assert install(unpacked, tmp_path / "home", "--prefix", tmp_path / "100 %").returncode == 0
    done = run("desktop-file-validate", tmp_path / "100 %/share/applications" / f"{NAME}.desktop")
    assert (done.returncode, done.stdout) == (0, "")


def test_what_is_not_ours_is_neither_replaced_nor_removed(unpacked: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "home/.local/lib" / NAME / "thesis.txt"
    foreign.parent.mkdir(parents=True)
    foreign.write_text("mine")
    for arguments in ((), ("--remove",)):
        done = install(unpacked, tmp_path / "home", *arguments)
        assert done.returncode == 2
        assert "is something else" in done.stderr
    assert foreign.read_text() == "mine"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--remove",), "Nothing is installed in"),
        (("--prefix",), "--prefix needs a folder."),
        (("--prefix", "/a:b"), "It cannot run from /a:b."),
        (("--help-me",), "Usage:"),
    ],
)
def test_install_says_what_is_wrong(unpacked: Path, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = install(unpacked, tmp_path / "home", *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert files(tmp_path / "home") == []


@pytest.mark.skipif(not shutil.which("shellcheck"), reason="shellcheck is not installed")
@pytest.mark.parametrize("script", ["install.sh", NAME])
def test_the_scripts_are_plain_posix_shell(script: str) -> None:
    done = run(shutil.which("shellcheck"), DATA / script)
    assert (done.returncode, done.stdout) == (0, "")


# --- what a desktop is told ------------------------------------------------------------------------------------------


def test_the_manual_page_names_every_command_and_switch(build: Build) -> None:
    page = man_page(build)
    program = parser()
    assert len(commands(program)) >= 6
    for name, command in commands(program).items():
        assert f".SS {plain(name)}\n" in page
        for switch in (switch for action in command._actions for switch in action.option_strings):
            assert switch in ("-h", "--help") or plain(switch) in page
    assert plain("--training") in page
    assert "@" not in page


def test_a_desktop_finds_the_menu_entry_of_the_window(build: Build) -> None:
    script = "from referral_assistant.ui.app import application\nprint(application().desktopFileName())"
    done = run(sys.executable, "-c", script, PYTHONPATH=str(ROOT), QT_QPA_PLATFORM="offscreen")
    assert f"applications/{done.stdout.strip()}.desktop" in shared_files(build), done.stderr


@pytest.mark.skipif(not shutil.which("groff"), reason="groff is not installed")
def test_the_manual_page_is_sound(build: Build, tmp_path: Path) -> None:
    (tmp_path / "page.1").write_text(man_page(build))
    done = run("groff", "-man", "-Tutf8", "-ww", "-z", tmp_path / "page.1")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not shutil.which("appstreamcli"), reason="appstream is not installed")
def test_the_description_for_catalogues_is_valid(build: Build, tmp_path: Path) -> None:
    name = f"{COMPONENT}.metainfo.xml"
    (tmp_path / name).write_bytes(shared_files(build)[f"metainfo/{name}"])
    done = run("appstreamcli", "validate", "--no-net", tmp_path / name)
    assert done.returncode == 0, done.stdout


@pytest.mark.skipif(not shutil.which("desktop-file-validate"), reason="desktop-file-utils is not installed")
def test_the_menu_entry_is_valid() -> None:
    done = run("desktop-file-validate", "--warn-kde", DATA / f"{NAME}.desktop")
    assert (done.returncode, done.stdout) == (0, "")


# --- packing ---------------------------------------------------------------------------------------------------------


def test_the_archive_is_the_same_for_every_build(build: Build, bundle: Path) -> None:
    shutil.copy(shutil.which("true") or "/bin/true", bundle / "lib" / "something")
    first = tar(build, bundle).read_bytes()
    os.utime(bundle / "app")
    os.utime(bundle / "build.json")
    assert tar(build, bundle).read_bytes() == first
    with tarfile.open(tar(build, bundle)) as archive:
        members = archive.getmembers()
    assert [member.name for member in members] == sorted(member.name for member in members)
    assert {member.name.partition("/")[0] for member in members} == {f"{NAME}-1.2.3"}
    assert {(member.uid, member.uname, member.mtime) for member in members} == {(0, "root", build.epoch)}


@pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="this is not Debian")
def test_the_package_is_the_same_for_every_build_and_runs_no_script(build: Build, bundle: Path) -> None:
    shutil.copy(shutil.which("true") or "/bin/true", bundle / "lib" / "something")
    package = deb(build, bundle)
    first = package.read_bytes()
    assert deb(build, bundle).read_bytes() == first
    control = build.work / "control"
    assert run("dpkg-deb", "--control", package, control).returncode == 0
    assert files(control) == ["control", "md5sums"]
    fields = dict(line.split(": ", 1) for line in (control / "control").read_text().splitlines() if ": " in line)
    assert (fields["Package"], fields["Version"], fields["Architecture"]) == (NAME, "1.2.3", "amd64")
    assert "libc6 (>= 2." in fields["Depends"]
    listed = run("dpkg-deb", "--contents", package).stdout
    assert f"./usr/bin/{NAME} -> ../lib/{NAME}/bin/{NAME}" in listed
    assert "/etc/" not in listed
    assert {line.split()[1] for line in listed.splitlines()} == {"root/root"}


def test_both_say_in_what_form_they_were_installed(build: Build, bundle: Path, unpacked: Path) -> None:
    deb(build, bundle)
    packed = build.work / "deb/usr/lib" / NAME / "build.json"
    assert json.loads(packed.read_text())["form"] == "deb"
    assert json.loads((unpacked / "build.json").read_text())["form"] == "tar"
    assert json.loads((bundle / "build.json").read_text())["form"] == ""


def test_the_change_log_is_packed_without_a_time(build: Build, bundle: Path) -> None:
    shutil.copy(shutil.which("true") or "/bin/true", bundle / "lib" / "something")
    deb(build, bundle)
    packed = (build.work / "deb/usr/share/doc" / NAME / "changelog.gz").read_bytes()
    assert packed[4:8] == b"\0\0\0\0"
    assert b"referral-assistant (1.2.3)" in gzip.decompress(packed)
