"""What the folders for both systems share: wheels unpacked, the program copied, bytecode, what it all weighs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from installers.plan import Build, Problem, run

PROGRAM = ("referral_assistant", "resources", "templates")
"""The folders of the repository that are the program."""

BUILD_FILE = "build.json"

COMPILE = """
import compileall, sys
from py_compile import PycInvalidationMode
sys.exit(not all(compileall.compile_dir(folder, quiet=1, invalidation_mode=PycInvalidationMode.UNCHECKED_HASH,
    stripdir=sys.argv[1]) for folder in sys.argv[2:]))
"""

WITHOUT_WRITING = ("-B",)
"""Else what the compiler itself imports would be compiled on the way, by the time of its source, and left like that."""

_UNCHECKED_HASH = 0b01
"""Of the second four bytes of bytecode (PEP 552)."""


def unpack_wheels(wheels: Iterable[Path], site_packages: Path) -> None:
    """Lay wheels out as pip would, without scripts, and without what pip notes about itself."""
    site_packages.mkdir(parents=True, exist_ok=True)
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as packed:
            for name in packed.namelist():
                target = _place(name)
                if target is None or name.endswith("/"):
                    continue
                path = site_packages / target
                if not path.resolve().is_relative_to(site_packages.resolve()):
                    raise Problem(f"{wheel.name} holds a file that would lie elsewhere: {name}.")
                path.parent.mkdir(parents=True, exist_ok=True)
                with packed.open(name) as source, path.open("wb") as copy:
                    shutil.copyfileobj(source, copy)


def copy_program(build: Build, app: Path) -> None:
    """The program as committed, and nothing that only lies about in the working folder."""
    for name in _committed(build.root):
        source, copy = build.root / name, app / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, copy)


def remove(folder: Path, unwanted: Callable[[str], bool]) -> None:
    """Delete every file whose path below the folder (with slashes) is unwanted, and every folder left empty."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                path.rmdir()
        elif unwanted(path.relative_to(folder).as_posix()):
            path.unlink()


def compile_all(build: Build, python: Sequence[str | Path], base: str, folders: Iterable[str]) -> None:
    """Compile Python files by the very interpreter that will run them, named as a command.

    Files name their sources below `base`. Bytecode is taken as it is, whatever the time of its source: an installer
    sets times, and nobody may write beside the program. `base` and `folders` are named as that interpreter names them.
    """
    run(build, [*python, *WITHOUT_WRITING, "-I", "-c", COMPILE, base, *folders], env={"PYTHONHASHSEED": "0"})


def check_compiled(folder: Path) -> None:
    """Raise `Problem` where bytecode would be made anew beside the program, for it goes by the time of its source."""
    for path in sorted(folder.rglob("*.pyc")):
        with path.open("rb") as compiled:
            kind = int.from_bytes(compiled.read(8)[4:], "little")
        if kind != _UNCHECKED_HASH:
            raise Problem(f"{path} goes by the time of its source, and would be made anew.", "Compile it as the rest.")


def write_build(build: Build, folder: Path, system: str, python: str, form: str) -> None:
    """Say in the bundle what it is. The date is that of the commit."""
    built = datetime.fromtimestamp(build.epoch, UTC).date().isoformat()
    facts = {
        "version": build.version,
        "commit": build.commit,
        "built": built,
        "system": system,
        "python": python,
        "form": form,
    }
    (folder / BUILD_FILE).write_text(json.dumps(facts, indent=1) + "\n", "utf-8")


def set_times(build: Build, folder: Path) -> None:
    """Give every file and folder the time of the commit, and rights that do not depend on who builds."""
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        os.utime(path, (build.epoch, build.epoch), follow_symlinks=False)


def size(folder: Path) -> int:
    """Bytes of all files below a folder, each once."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir() or path.is_symlink())


def heaviest(folder: Path, count: int = 10) -> list[tuple[str, int]]:
    """The parts that weigh most, with their bytes: each package, the rest of Python, our own folders."""
    parts: dict[str, int] = {}
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            name = _part(path.relative_to(folder).as_posix())
            parts[name] = parts.get(name, 0) + path.stat().st_size
    return sorted(parts.items(), key=lambda part: (-part[1], part[0]))[:count]


def _part(name: str) -> str:
    outside, _slash, inside = name.partition("/site-packages/")
    return (inside or outside).partition("/")[0]


def _place(name: str) -> str | None:
    """Where a file of a wheel goes below site-packages; None for what is not wanted there. Bytecode is ours to make."""
    if "__pycache__" in name.split("/"):
        return None
    first, _slash, rest = name.partition("/")
    if not first.endswith(".data"):
        return None if name.endswith(".dist-info/RECORD") else name
    kind, _slash, rest = rest.partition("/")
    return rest if kind in ("purelib", "platlib") else None


def _committed(root: Path) -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *PROGRAM], cwd=root, stdout=subprocess.PIPE, text=True, check=True
    )
    return [name for name in listed.stdout.split("\0") if name]
