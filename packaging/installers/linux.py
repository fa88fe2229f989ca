"""The Linux bundle: an interpreter, its library, wheels, our folder and the libraries not every desktop has."""

from __future__ import annotations

import json
import platform
import shutil
import sys
import sysconfig
from pathlib import Path

from installers import elf, linux_libraries, linux_parts
from installers import stage as shared
from installers.deb import deb
from installers.desktop import DATA, NAME
from installers.fetch import LINUX_PYTHONS, fetch
from installers.plan import Build, Problem, run
from installers.tarball import tar

__all__ = ["deb", "stage", "tar"]

PYTHON = "python/bin/python3"


def stage(build: Build) -> Path:
    """The folder, ready to run wherever it is put."""
    _check_python()
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    folder = build.clean("linux")
    build.say(f"Laying out Python {platform.python_version()} from {sys.base_prefix}")
    stdlib = folder / "python" / "lib" / f"python{version}"
    _copy_python(folder, stdlib)
    build.say("Unpacking wheels and leaving out what is not used")
    site_packages = stdlib / "site-packages"
    shared.unpack_wheels(fetch(build, f"linux-cp{version.replace('.', '')}").values(), site_packages)
    shared.remove(site_packages, linux_parts.wheels_leave_out)
    _drop_unused(site_packages)
    shared.copy_program(build, folder / "app")
    build.say("Adding the libraries that not every desktop has")
    linux_libraries.bring(build, folder)
    linux_libraries.clean(build, folder)
    floor = linux_libraries.floor(folder)
    _add_start(folder)
    build.say("Compiling")
    _compile(build, folder)
    shared.write_build(build, folder, "linux", platform.python_version(), "")
    told = folder / shared.BUILD_FILE
    told.write_text(json.dumps(json.loads(told.read_text("utf-8")) | {"glibc": floor.glibc}, indent=1) + "\n", "utf-8")
    systems = ", ".join(linux_libraries.systems_with(floor.glibc))
    build.say(f"The bundle needs glibc {floor.glibc} or newer, which {systems} and newer ones have")
    shared.set_times(build, folder)
    return folder


def _check_python() -> None:
    """Say what is wrong with the Python that builds, if it cannot be bundled."""
    found = (
        f"{platform.python_implementation()} {platform.python_version()} on {platform.system()} {platform.machine()}"
    )
    advice = "Run build_installer.py with CPython 3.11 or newer on 64-bit Linux, such as Debian's python3."
    fits = platform.python_implementation() == "CPython" and sys.platform == "linux" and platform.machine() == "x86_64"
    if not fits or platform.libc_ver()[0] != "glibc":
        raise Problem(f"A Linux bundle cannot be made from {found}.", advice)
    if sys.abiflags:
        raise Problem("A debugging or free-threaded Python cannot be bundled: no wheels fit it.", advice)
    if f"{sys.version_info.major}{sys.version_info.minor}" not in LINUX_PYTHONS:
        raise Problem(f"No wheels are pinned for {found}.", f"Use one of these Pythons: {', '.join(LINUX_PYTHONS)}.")
    for module in linux_parts.NEEDED_MODULES:
        try:
            __import__(module)
        except ImportError:
            raise Problem(
                f"This Python lacks its own module {module}.",
                "On Debian and Ubuntu: apt-get install python3. For one you compiled: install what it lacked, again.",
            ) from None


def _copy_python(folder: Path, stdlib: Path) -> None:
    """The interpreter that runs this, and its own modules."""
    program = folder / PYTHON
    program.parent.mkdir(parents=True)
    shutil.copyfile(Path(sys.executable).resolve(), program)
    program.chmod(0o755)
    # In two places where a system keeps compiled modules apart.
    for kind in ("stdlib", "platstdlib"):
        shutil.copytree(sysconfig.get_path(kind), stdlib, ignore=_STAYS, dirs_exist_ok=True)
    shared.remove(stdlib, linux_parts.stdlib_leaves_out)


_STAYS = shutil.ignore_patterns("site-packages", "dist-packages", "test", "__pycache__", "config-*")
"""Large, and removed again at once if they were copied."""


def _drop_unused(site_packages: Path) -> None:
    """Delete the wheels' libraries that nothing uses any more."""
    shelves = [site_packages / "PySide6" / "Qt" / "lib", *site_packages.glob("*.libs")]
    shelved = {path.name: path for shelf in shelves for path in shelf.iterdir()}
    waiting = [path for path in linux_libraries.elf_files(site_packages) if path.parent not in shelves]
    used: set[str] = set()
    while waiting:
        for name in elf.read(waiting.pop()).needed:
            if name in shelved and name not in used:
                used.add(name)
                waiting.append(shelved[name])
    for name in shelved.keys() - used:
        shelved[name].unlink()


def _add_start(folder: Path) -> None:
    launcher = folder / "bin" / NAME
    launcher.parent.mkdir()
    shutil.copyfile(DATA / NAME, launcher)
    launcher.chmod(0o755)
    shutil.copyfile(DATA / "start.py", folder / "python" / "start.py")


def _compile(build: Build, folder: Path) -> None:
    """By the copied interpreter itself, which shows at once whether it runs."""
    python: list[str | Path] = ["env", f"LD_LIBRARY_PATH={folder / 'lib'}", folder / PYTHON]
    shared.compile_all(build, python, str(folder), [str(folder / "python" / "lib"), str(folder / "app")])
    shared.check_compiled(folder)
    run(build, [folder / "bin" / NAME, "--version"])
