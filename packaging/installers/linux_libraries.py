"""Which shared libraries a Linux bundle brings along, which it leaves to the system, and what glibc they ask for."""

from __future__ import annotations

import platform
import re
import shutil
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from installers import elf
from installers.plan import Build, Problem, run

GLIBC = {"Debian 12": (2, 36), "Ubuntu 24.04": (2, 39)}
"""The glibc of the systems that a bundle may be built on. PySide6 asks for 2.34; what is taken from the computer that
builds can ask for as much as it has. Built anywhere else, a bundle may ask for no more than the first has: one that
runs on nothing but the newest systems is worth nothing to an office."""


class FromSystem(NamedTuple):
    """A library that is left to the system: the Debian package that brings it, why it is not ours to bring, and
    whether the program starts without it."""

    package: str
    because: str
    optional: bool = False


_C = FromSystem("libc6", "the C library belongs to the kernel and the loader it came with")
_CXX = FromSystem("libstdc++6", "graphics drivers load the same one, and ask for their own age of it")
_GCC = FromSystem("libgcc-s1", "as libstdc++6, which comes from the same compiler")
_GL = FromSystem("libgl1", "finds the driver of this computer's graphics card")
_EGL = FromSystem("libegl1", "finds the driver of this computer's graphics card")
_FONTS = FromSystem("libfontconfig1", "reads this system's list of fonts: a name in another script needs them")
_WAYLAND = "speaks to the desktop in its own version; only in a Wayland session, and X11 serves there too"

FROM_SYSTEM = {
    "libc.so.6": _C,
    "libm.so.6": _C,
    "libdl.so.2": _C,
    "librt.so.1": _C,
    "libpthread.so.0": _C,
    "libutil.so.1": _C,
    "libresolv.so.2": _C,
    "ld-linux-x86-64.so.2": _C,
    "libstdc++.so.6": _CXX,
    "libgcc_s.so.1": _GCC,
    "libGL.so.1": _GL,
    "libEGL.so.1": _EGL,
    "libfontconfig.so.1": _FONTS,
    "libfreetype.so.6": FromSystem("libfreetype6", "must be the one that fontconfig was built with"),
    "libexpat.so.1": FromSystem("libexpat1", "fontconfig and the graphics drivers load the same one"),
    "libz.so.1": FromSystem("zlib1g", "the graphics drivers load the same one, and every system has it"),
    "libzstd.so.1": FromSystem("libzstd1", "the graphics drivers load the same one, and every system has it"),
    "libdbus-1.so.3": FromSystem("libdbus-1-3", "speaks to this desktop's message bus, for screen readers"),
    "libX11.so.6": FromSystem("libx11-6", "graphics drivers share its connection to the screen"),
    "libX11-xcb.so.1": FromSystem("libx11-xcb1", "must be the one of libx11-6"),
    "libxcb.so.1": FromSystem("libxcb1", "graphics drivers share its connection to the screen"),
    "libxcb-randr.so.0": FromSystem("libxcb-randr0", "the graphics drivers load the same one"),
    "libxcb-shm.so.0": FromSystem("libxcb-shm0", "the graphics drivers load the same one"),
    "libxcb-sync.so.1": FromSystem("libxcb-sync1", "the graphics drivers load the same one"),
    "libxcb-xfixes.so.0": FromSystem("libxcb-xfixes0", "the graphics drivers load the same one"),
    "libwayland-client.so.0": FromSystem("libwayland-client0", _WAYLAND, optional=True),
    "libwayland-cursor.so.0": FromSystem("libwayland-cursor0", _WAYLAND, optional=True),
    "libcups.so.2": FromSystem("libcups2t64 | libcups2", "speaks to this system's printers", optional=True),
}
"""Everything else that is asked for is brought along: Pango and what it stands on (a letter that was issued must come
out the same when it is made again), and the small X11 libraries that not every desktop has. libxkbcommon comes along
because libxkbcommon-x11 does, and the two look inside each other."""

LOADED_BY_NAME = {
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz.so.0": "libharfbuzz0b",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
"""What WeasyPrint loads while it runs, so that no file names it, by the Debian package that brings it."""

_COMPILERS = {26: "9", 27: "9", 28: "10", 29: "11", 30: "12", 31: "13", 32: "13.2", 33: "14"}
"""The last part of libstdc++'s symbol version GLIBCXX_3.4.N, by the GCC that brought it."""


class Floor(NamedTuple):
    """What a bundle asks of a system: glibc's version, GCC's for libstdc++, and the packages of `FROM_SYSTEM`, those
    it cannot start without first."""

    glibc: str
    gcc: str
    needed: tuple[str, ...]
    recommended: tuple[str, ...]


def bring(build: Build, folder: Path) -> None:
    """Copy into `folder/lib` every library that the bundle asks for and that is not left to the system."""
    lib = folder / "lib"
    lib.mkdir()
    cache = _loader_cache(build)
    waiting = [(name, "WeasyPrint") for name in LOADED_BY_NAME]
    waiting += [(name, path.name) for path in elf_files(folder) for name in _unmet(folder, path)]
    while waiting:
        name, wanted_by = waiting.pop()
        if (lib / name).exists():
            continue
        source = _beside_python(name) or cache.get(name)
        if source is None:
            package = LOADED_BY_NAME.get(name)
            advice = f"On Debian and Ubuntu: apt-get install {package}." if package else "Find the package that does."
            raise Problem(f"No package on this computer brings {name}, which {wanted_by} needs.", advice)
        shutil.copyfile(source.resolve(), lib / name)
        waiting += [(needed, name) for needed in _unmet(folder, lib / name)]


def floor(folder: Path) -> Floor:
    """What the bundle asks of a system. A `Problem` when that is more than is allowed."""
    glibc: dict[tuple[int, ...], str] = {}
    gcc = 0
    asked: set[str] = set()
    for path in elf_files(folder):
        asks = elf.read(path)
        versions = [version for names in asks.versions.values() for version in names]
        glibc.setdefault(elf.newest(versions, "GLIBC_"), path.relative_to(folder).as_posix())
        gcc = max(gcc, *elf.newest(versions, "GLIBCXX_3.4.")[:1], 0)
        asked.update(name for name in asks.needed if name in FROM_SYSTEM)
    limit = GLIBC.get(building_system(), min(GLIBC.values()))
    if max(glibc) > limit:
        raise Problem(
            f"{glibc[max(glibc)]} needs glibc {_dotted(max(glibc))}; at most {_dotted(limit)} is allowed.",
            f"Build on {' or '.join(GLIBC)}: what is taken from a system sets what the bundle needs.",
        )
    if gcc > max(_COMPILERS):
        raise Problem(f"GLIBCXX_3.4.{gcc} is newer than any that is known here.", f"Add it to {Path(__file__).name}.")
    libraries = [FROM_SYSTEM[name] for name in asked | {"libfontconfig.so.1"}]
    needed = {library.package for library in libraries if not library.optional}
    recommended = {library.package for library in libraries if library.optional}
    compiler = _COMPILERS[max(gcc, min(_COMPILERS))]
    return Floor(_dotted(max(glibc)), compiler, tuple(sorted(needed)), tuple(sorted(recommended)))


def building_system() -> str:
    """The name and version of this system, as a person says it."""
    try:
        stated = platform.freedesktop_os_release()
    except OSError:
        return "an unknown system"
    return f"{stated['NAME'].partition(' ')[0]} {stated.get('VERSION_ID', '')}".strip()


def systems_with(glibc: str) -> tuple[str, ...]:
    """Those that are known to have a glibc as new as this."""
    wanted = tuple(map(int, glibc.split(".")))
    return tuple(name for name, has in GLIBC.items() if has >= wanted)


def source_of(build: Build, name: str) -> Path:
    """Where a library of the bundle was taken from."""
    source = _beside_python(name) or _loader_cache(build).get(name)
    if source is None:
        raise Problem(f"No package on this computer brings {name}.", "Stage the bundle again.")
    return source.resolve()


def elf_files(folder: Path) -> Iterator[Path]:
    """Every program and library below a folder, in a fixed order."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and elf.is_elf(path):
            yield path


def clean(build: Build, folder: Path) -> None:
    """Take away what only a debugger reads, and any place on the computer that built a file where it would look for
    libraries."""
    for path in elf_files(folder):
        asks = elf.read(path)
        if not asks.stripped:
            run(build, ["strip", "--strip-unneeded", path])
        if any(place.startswith("/") for place in asks.search):
            elf.forget_search(path)


def _unmet(folder: Path, path: Path) -> Iterator[str]:
    """What a file of the bundle asks for and neither the system nor the bundle gives it."""
    asks = elf.read(path)
    for name in asks.needed:
        if name in FROM_SYSTEM or (folder / "lib" / name).exists():
            continue
        beside = (
            place.replace("$ORIGIN", str(path.parent)).replace("${ORIGIN}", str(path.parent)) for place in asks.search
        )
        if any((Path(place) / name).exists() for place in beside if place.startswith(str(folder))):
            continue
        # PySide6 and Shiboken find each other's library because it is loaded by then.
        if name.startswith(("libpyside6", "libshiboken6")):
            continue
        yield name


def _loader_cache(build: Build) -> dict[str, Path]:
    """Where the loader of this computer finds each library for x86-64."""
    line = re.compile(r"^\t(\S+) \(libc6,x86-64[^)]*\) => (\S+)$", re.MULTILINE)
    found: dict[str, Path] = {}
    for name, path in line.findall(run(build, ["ldconfig", "-p"])):
        found.setdefault(name, Path(path))
    return found


def _beside_python(name: str) -> Path | None:
    """A library that came with the Python that builds."""
    path = Path(str(sysconfig.get_config_var("LIBDIR"))) / name
    return path if path.exists() else None


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))
