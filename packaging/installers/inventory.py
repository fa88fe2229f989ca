"""Finds everything a staged bundle is made of: each component with its version, its licence, its files and digests."""

from __future__ import annotations

import json
import re
import struct
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path

from installers import elf, fetch, inventory_libraries, inventory_wheels, pe
from installers.component import LICENCES, TABLE, Component, Files, normal, table, together
from installers.plan import Build, Problem

PROGRAM = "referral-assistant"
INTERPRETER = "cpython"


def components(build: Build, folder: Path, system: str) -> tuple[Component, ...]:
    """Everything in the bundle of a system, the program first. A compiled file that belongs to nothing is a
    `Problem`."""
    unclaimed = {path.relative_to(folder).as_posix(): path for path in _compiled(folder)}

    def claim(*patterns: str) -> Files:
        names = sorted(name for name in unclaimed if any(fnmatchcase(name, pattern) for pattern in patterns))
        return tuple((name, fetch.digest(unclaimed.pop(name))) for name in names)

    program = _program(build, folder, claim(f"{PROGRAM}.dll"))
    if system == "windows":
        libraries = [*inventory_libraries.of_windows(folder, claim)]
    else:
        libraries = [*inventory_libraries.of_linux(build, folder, claim)]
    wheels = [*inventory_wheels.wheels(folder, system, claim)]
    python = _interpreter(folder, claim("python/*"))
    if unclaimed:
        raise Problem(
            f"Nothing says where {min(unclaimed)} comes from, nor its licence.",
            f"Add what it belongs to to {TABLE}.",
        )
    found = [
        program,
        python,
        *wheels,
        *inventory_wheels.inside(folder, wheels),
        *libraries,
        *_fonts(folder),
        *_data(build, folder),
    ]
    return _with_needs(folder, found)


def _compiled(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and (path.suffix.lower() in pe.SUFFIXES or elf.is_elf(path)):
            yield path


# --- what is ours ----------------------------------------------------------------------------------------------------


def _program(build: Build, folder: Path, files: Files) -> Component:
    digest = together((folder / "app").rglob("*.py"), folder)
    return Component(
        f"pkg:generic/{PROGRAM}@{build.version}",
        PROGRAM,
        build.version,
        "application",
        "MIT",
        (build.root / "LICENSE",),
        digest,
        "its Python files",
        f"pkg:generic/{PROGRAM}@{build.version}",
        "this repository",
        files,
    )


def _fonts(folder: Path) -> Iterator[Component]:
    fonts = folder / "app" / "resources" / "fonts"
    for path in sorted(fonts.glob("*.ttf")):
        yield Component(
            f"font:{path.name}",
            path.stem,
            _font_version(path.read_bytes()),
            "data",
            "OFL-1.1",
            (fonts / "OFL.txt",),
            fetch.digest(path),
            "the file",
            origin="the typeface of the documents and the window",
        )


def _font_version(font: bytes) -> str:
    """What a font says of its version, in its table of names."""
    tables = (struct.unpack_from(">4sLLL", font, 12 + 16 * n) for n in range(int.from_bytes(font[4:6], "big")))
    at = next(offset for tag, _sum, offset, _length in tables if tag == b"name")
    count, strings = struct.unpack_from(">HH", font, at + 2)
    for n in range(count):
        platform, _encoding, _language, name, length, offset = struct.unpack_from(">6H", font, at + 6 + 12 * n)
        if (platform, name) == (3, 5):
            start = at + strings + offset
            return font[start : start + length].decode("utf-16-be").split(";")[0].removeprefix("Version ")
    raise Problem("A font does not say its version.", "Take another copy of it.")


def _data(build: Build, folder: Path) -> Iterator[Component]:
    """The data packs: one for each file or folder that a release may replace by itself."""
    resources = folder / "app" / "resources"
    packs = {f"conversation pack {path.name}": [path] for path in sorted(resources.glob("packs/*")) if path.is_dir()}
    parts = {
        **packs,
        "vocabulary": [resources / "vocabulary.toml"],
        **{f"directory {path.stem}": [path] for path in sorted(resources.glob("directory/*.toml"))},
        **{f"geography {path.stem}": [path] for path in sorted(resources.glob("geography/*.*"))},
        "training scenarios": [resources / "training"],
        "wording rules": [resources / "wording"],
        "icons": [resources / "icons"],
    }
    for name, paths in parts.items():
        files = [file for path in paths for file in ([path] if path.is_file() else path.rglob("*")) if file.is_file()]
        if not files:
            continue
        ogl = name.startswith("geography ") and name != "geography sample"
        yield Component(
            f"data:{name.replace(' ', '-')}",
            name,
            _data_version(files) or build.version,
            "data",
            "MIT AND OGL-UK-3.0" if ogl else "MIT",
            (build.root / "LICENSE", *([LICENCES / "ogl-3.0.txt"] if ogl else [])),
            together(files, folder),
            "its files",
            origin="Office for National Statistics, arranged for this program" if ogl else "written for this program",
        )


def _data_version(files: Iterable[Path]) -> str:
    """The version that a pack states itself."""
    for path in sorted(files):
        if path.name in ("pack.toml", "vocabulary.toml"):
            with path.open("rb") as file:
                read = tomllib.load(file)
            return str(read.get("version") or read.get("pack", {}).get("version", ""))
    return ""


# --- the interpreter and the wheels ----------------------------------------------------------------------------------


def _interpreter(folder: Path, files: Files) -> Component:
    stated = json.loads((folder / "build.json").read_text("utf-8"))["python"]
    number = re.search(r"\d+\.\d+\.\d+", stated)
    if number is None or not files:
        raise Problem("The bundle does not say which Python it holds.", "Stage it again.")
    windows = folder / "python" / "LICENSE.txt"
    main = min(files, key=lambda file: (Path(file[0]).stem not in ("python", "python3"), file[0]))
    return Component(
        f"pkg:generic/{INTERPRETER}@{number[0]}",
        INTERPRETER,
        number[0],
        "platform",
        "Python-2.0",
        (windows if windows.is_file() else LICENCES / "python.txt",),
        main[1],
        main[0],
        f"pkg:generic/{INTERPRETER}@{number[0]}",
        "the Python Software Foundation's own build" if windows.is_file() else inventory_libraries.origin_of_python(),
        files,
    )


# --- what needs what -------------------------------------------------------------------------------------------------


def _with_needs(folder: Path, found: list[Component]) -> tuple[Component, ...]:
    """Every component with what it needs of the others: as wheels say, as compiled files say, and what is loaded by
    name."""
    wheels = {f"pkg:pypi/{normal(c.name)}": c.ref for c in found if c.ref.startswith("pkg:pypi/")}
    owner = {Path(name).name.lower(): c.ref for c in found for name, _digest in c.files}
    loaded = {
        f"pkg:pypi/{wheel}": {ref for file, ref in owner.items() if _stem(file) in names}
        for wheel, names in table()["loaded"].items()
    }
    whole = []
    for component in found:
        needs = {wheels[need] for need in component.needs if need in wheels}
        needs |= {owner[name] for path, _d in component.files for name in _asked(folder / path) if name in owner}
        needs |= loaded.get(component.ref.partition("@")[0], set())
        whole.append(replace(component, needs=tuple(sorted(needs - {component.ref}))))
    return tuple(whole)


def _stem(library: str) -> str:
    """`pango-1.0` of libpango-1.0.so.0 and of pango-1.0-0.dll."""
    return re.sub(r"^lib|(-\d+)?\.dll$|\.so(\.\d+)*$", "", library)


def _asked(path: Path) -> Iterator[str]:
    if path.suffix.lower() in pe.SUFFIXES:
        yield from (wanted.library for wanted in pe.Image(path).imports)
    else:
        yield from (name.lower() for name in elf.read(path).needed)
