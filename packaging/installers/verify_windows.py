"""Tries the MSI under wine: installs, runs, upgrades and removes it as an IT team would, and looks at what stays.

Wine is not Windows. What it cannot show (who may write where, restarts, group policy) is not tried here.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from installers import fetch, msi, wine
from installers import stage as staging
from installers.plan import Build, Problem, run
from installers.screen import screen
from installers.wine import Wine, windows_path

Result = tuple[str, str, bool]
"""What was tried, what came of it, and whether it is as it should be."""

STUBS = Path(__file__).resolve().parent.parent / "windows" / "stubs"

OLDER, DONE, FAILED = "0.0.1", 0, 1603

PLACE = "Program Files/Our Referral Assistant"
FOLDER = r"C:\Program Files\Our Referral Assistant"
"""Not the usual one: the first installation names it, and every one after it must find it by itself."""

PYTHON, WINDOWLESS = rf"{FOLDER}\python\python.exe", rf"{FOLDER}\python\pythonw.exe"
PROGRAMS = r"HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall"

POLICY = {
    "format": 1,
    "settings": {"organisation.name": {"value": "Fictional Borough Council", "locked": True}},
}

TESTS = (
    "assessment", "checks", "content", "conversation", "directory", "geography", "letter", "matching", "pack",
     "policy_forms", "policy_report", "reading", "rules", "safety_documents", "settings", "signing", "vault",
)  # fmt: skip
"""The tests that need neither a window nor tools of Linux, and start no copy of the source."""

TRY_TESTS = """
import sys, _winapi
# Wine lacks what stands behind both; Python does without them where they are not there.
sys.modules["_wmi"] = None
del _winapi.CopyFile2
sys.dont_write_bytecode = True
sys.path += sys.argv[1:3]
import pytest
sys.exit(pytest.main(sys.argv[3:]))
"""
"""The tests come last in the path, so that they find the installed program and not its source."""

LOOK_AT_WINDOW = """
import ctypes, sys, time
from ctypes.wintypes import HWND, RECT
user, drawing = ctypes.windll.user32, ctypes.windll.gdi32
user.FindWindowW.restype = HWND
until = time.monotonic() + 90
while time.monotonic() < until:
    window, place = user.FindWindowW(None, "Referral Assistant"), RECT()
    if window and user.GetClientRect(HWND(window), ctypes.byref(place)):
        wide, high, surface = place.right, place.bottom, user.GetDC(HWND(window))
        colours = {drawing.GetPixel(surface, x, y) for x in range(5, wide, 7) for y in range(5, high, 7)}
        user.ReleaseDC(HWND(window), surface)
        if len(colours) > 8:
            print(f"{wide} by {high} pixels, {len(colours)} colours")
            user.PostMessageW(HWND(window), 0x10, 0, 0)
            sys.exit(0)
    time.sleep(0.2)
sys.exit("no window was painted within 90 seconds")
"""
"""Waits for the window, looks at its pixels (letters have edges in many shades), and closes it as a person would."""


def verify(build: Build, package: Path) -> Iterator[Result]:
    """Try everything in a Windows of its own; each result as it comes."""
    scratch = build.clean("verify-windows")
    with _windows(build, scratch) as system:
        yield from _refused_on_old_windows(system, package)
        run_quietly = system.code("winecfg", "/v", "win10")
        if run_quietly[0]:
            raise Problem("Wine could not be made to say that it is Windows 10.", run_quietly[1])
        trial = _Trial(build, system, package, scratch)
        yield from trial.install()
        yield from trial.use()
        yield from _pure_tests(build, system, scratch)
        yield from trial.remove()
        yield from _portable(build, system)


class _Trial:
    """The life of an installed copy. `data` stands for a user's case data, `policy` for the organisation's file."""

    def __init__(self, build: Build, system: Wine, package: Path, scratch: Path) -> None:
        self._build = build
        self._system = system
        self._package = package
        self._place = system.drive / PLACE
        self._older = msi.another(build, package, OLDER, scratch / "older.msi")
        self._same = msi.another(build, package, build.version, scratch / "same.msi")
        self._source = scratch / "our policy.json"
        self._source.write_text(json.dumps(POLICY), "utf-8")
        self._elsewhere = scratch / "elsewhere"
        self._elsewhere.mkdir()
        self._policy = system.drive / "ProgramData/Referral Assistant/policy.json"
        local = next((system.drive / "users").glob("*/AppData/Local"))
        self._data = local / "referral-assistant" / "live" / "case data.txt"
        properties = {row["Property"]: row["Value"] for row in msi.table(build, package, "Property")}
        self._code = properties["ProductCode"]

    def install(self) -> Iterator[Result]:
        """An older version, where and how we want it; then over it another build of this one, and this one."""
        wishes = ("DESKTOPSHORTCUT=1", f"POLICYFILE={windows_path(self._source)}", f"INSTALLDIR={FOLDER}")
        code, _said = self._msiexec("/i", self._older, *wishes)
        yield "install", f"version {OLDER}, silently: exit code {code}", code == DONE and self._versions() == [OLDER]
        same = self._policy.is_file() and self._policy.read_bytes() == self._source.read_bytes()
        yield "POLICYFILE", f"copied to {self._policy.relative_to(self._system.drive)}", same
        self._data.parent.mkdir(parents=True, exist_ok=True)
        self._data.write_text("kept")
        first, _said = self._msiexec("/i", self._same)
        yield (
            "upgrade",
            f"from {OLDER} to {self._build.version}: exit code {first}, one product: {self._versions()}",
            first == DONE and self._versions() == [self._build.version],
        )
        again, _said = self._msiexec("/i", self._package)
        yield (
            "another build of the same version",
            f"replaced: exit code {again}, one product: {self._products()}",
            again == DONE and self._products() == [self._code],
        )
        yield "INSTALLDIR", *self._as_packed()
        yield "shortcuts", *self._shortcuts(2)
        code, _said = self._msiexec("/i", self._package, "REINSTALL=ALL", "REINSTALLMODE=vomus")
        yield "repair", f"exit code {code}", code == DONE and self._products() == [self._code]

    def use(self) -> Iterator[Result]:
        """What the installed copy does, and that it writes nothing where it lies."""
        code, said = self._system.code(PYTHON, "-m", "referral_assistant", "self-check", cwd=self._elsewhere)
        yield "self-check", _lines(said), code == DONE
        left = [path.name for path in self._elsewhere.iterdir()]
        yield "started from another folder", f"left there: {left or 'nothing'}", not left
        code, said = self._system.code(PYTHON, "-m", "referral_assistant", "print-policy", "--json")
        try:
            rows = json.loads(said)["settings"]
            found = next(row["value"] for row in rows if row["key"] == "organisation.name")
        except (ValueError, KeyError, StopIteration):
            found = _lines(said)
        wanted = POLICY["settings"]["organisation.name"]["value"]  # type: ignore[index]
        yield "policy", f"organisation.name is {found}", code == DONE and found == wanted
        with self._system.started(WINDOWLESS, "-m", "referral_assistant") as program:
            code, said = self._system.code(PYTHON, "-c", LOOK_AT_WINDOW)
            ended = program.wait(60) if code == DONE else None
        yield "window", f"{_lines(said)}; closed with exit code {ended}", code == DONE and ended == 0
        yield "double click on a pack", *self._double_click()
        yield "nothing written beside the program", *self._as_packed()

    def remove(self) -> Iterator[Result]:
        """An older version is refused; removal leaves nothing but data and policy."""
        code, _said = self._msiexec("/i", self._older)
        kept = self._products() == [self._code]
        yield "downgrade", f"refused with exit code {_windows_code(code)}", code == FAILED & 0xFF and kept
        code, _said = self._msiexec("/x", self._package)
        yield "remove", f"exit code {code}", code == DONE and self._products() == []
        yield "program folder", "gone", not self._place.exists()
        yield "shortcuts", *self._shortcuts(0)
        code, _said = self._system.code("reg", "query", f"HKLM\\{msi.KEY}")
        yield "registry", "nothing of ours is left", code != DONE
        left = [key for key in self._file_types() if self._system.code("reg", "query", key)[0] == DONE]
        yield "kind of file", f"left: {left or 'nothing'}", not left
        kept = self._data.is_file() and self._data.read_text() == "kept" and self._policy.is_file()
        yield "case data and policy", "still there", kept

    def _double_click(self) -> tuple[str, bool]:
        """What Windows does with a file of this kind: the window comes up, and the file waits behind its first page."""
        pack = self._elsewhere / "our directory.rapack"
        pack.write_bytes(b"not read before somebody is in")
        with self._system.started("start", "/wait", windows_path(pack)) as program:
            code, said = self._system.code(PYTHON, "-c", LOOK_AT_WINDOW)
            ended = program.wait(60) if code == DONE else None
        pack.unlink()
        return f"{_lines(said)}; closed with exit code {ended}", code == DONE and ended == 0

    def _file_types(self) -> list[str]:
        return [f"HKLM\\{msi.CLASSES}\\{name}" for name in (msi.PACK, msi.PROGRAM_ID)]

    def _msiexec(self, verb: str, package: Path, *properties: str) -> tuple[int, str]:
        return self._system.code("msiexec", verb, windows_path(package), "/qn", "/norestart", *properties)

    def _products(self) -> list[str]:
        """The product codes under which it is listed among the installed programs."""
        return sorted(code for code, values in self._installed().items() if values.get("DisplayName") == msi.NAME)

    def _versions(self) -> list[str]:
        installed = self._installed()
        return [installed[code].get("DisplayVersion", "") for code in self._products()]

    def _installed(self) -> dict[str, dict[str, str]]:
        """What Windows lists among the installed programs: key -> name and text of each value."""
        _code, said = self._system.code("reg", "query", PROGRAMS, "/s")
        found: dict[str, dict[str, str]] = {}
        for line in said.splitlines():
            if line.startswith("HKEY"):
                found[line.strip().rpartition("\\")[2].upper()] = {}
            elif found and "REG_" in line:
                name, _kind, text = (*re.split(r"\s{2,}", line.strip(), maxsplit=2), "")[:3]
                found[[*found][-1]][name] = text
        return found

    def _as_packed(self) -> tuple[str, bool]:
        """Whether exactly what was packed lies there: the product's code was made from all names and bytes."""
        count = sum(path.is_file() for path in self._place.rglob("*"))
        made = msi.identifier("product", self._build.version, msi.content_digest(self._place))
        return f"{count} files, all as packed" if made == self._code else f"{count} files differ", made == self._code

    def _shortcuts(self, wanted: int) -> tuple[str, bool]:
        found = {path.resolve() for top in (self._system.drive, self._system.home) for path in top.rglob("*.lnk")}
        return f"{len(found)}: Start menu and desktop" if found else "none", len(found) == wanted


def _refused_on_old_windows(system: Wine, package: Path) -> Iterator[Result]:
    """Wine says at first that it is Windows 7."""
    code, _said = system.code("msiexec", "/i", windows_path(package), "/qn")
    gone = not any((system.drive / "Program Files").glob("*Referral*"))
    yield "Windows 7", f"refused with exit code {_windows_code(code)}", code == FAILED & 0xFF and gone


def _pure_tests(build: Build, system: Wine, scratch: Path) -> Iterator[Result]:
    """The tests that need no window, with the Python and the program that were installed."""
    trial = scratch / "trial"
    staging.unpack_wheels(fetch.fetch(build, fetch.TRIAL).values(), trial)
    settings = trial / "trial.ini"
    settings.write_text("[pytest]\nxfail_strict = true\nfilterwarnings = error\nmarkers = expects_log: may log\n")
    files = [windows_path(build.root / "tests" / f"test_{name}.py") for name in TESTS]
    options = ["-c", windows_path(settings), "--rootdir", windows_path(build.root), "-q", "-p", "no:cacheprovider"]
    options += ["--import-mode=importlib", "--tb=short"]
    code, said = system.code(
        PYTHON,
        "-c",
        TRY_TESTS,
        windows_path(trial),
        windows_path(build.root),
        *options,
        *files,
        env={"HYPOTHESIS_STORAGE_DIRECTORY": windows_path(scratch / "hypothesis")},
        cwd=build.root,
    )
    yield "tests under this Python", said.strip().splitlines()[-1] if code == DONE else _lines(said), code == DONE


def _portable(build: Build, system: Wine) -> Iterator[Result]:
    """The portable copy, where one was made: by its command file, with its data beside itself."""
    package = build.out / f"referral-assistant-{build.version}-windows-x64-portable.zip"
    if not package.is_file():
        return
    with zipfile.ZipFile(package) as packed:
        packed.extractall(system.drive / "stick")
    command = r"C:\stick\Referral Assistant\referral-assistant.cmd"
    code, said = system.code("cmd", "/c", command, "print-policy", "--json")
    try:
        folder = next(row["value"] for row in json.loads(said)["settings"] if row["key"] == "data_folder")
    except (ValueError, KeyError, StopIteration):
        folder = _lines(said)
    yield "portable", f"keeps its data in {folder}", code == DONE and folder == r"C:\stick\Referral Assistant\data"
    code, said = system.code("cmd", "/c", command, "self-check")
    yield "portable self-check", _lines(said), code == DONE


@contextmanager
def _windows(build: Build, scratch: Path) -> Iterator[Wine]:
    """A fresh Windows with a screen, and with the two libraries that wine lacks."""
    build.say("windows: making a Windows to try it in")
    with screen() as display, wine.windows(build, scratch / "windows", display) as system:
        for name in ("icuuc", "mscms"):
            target = system.drive / "windows/system32" / f"{name}.dll"
            compiler = ["x86_64-w64-mingw32-gcc", "-shared", "-nostdlib", "-Wl,--entry=0", "-Wall", "-Werror"]
            run(build, [*compiler, "-o", target, STUBS / f"{name}.c"])
        # Wine takes away a desktop on which nothing else lies.
        (system.home / "Desktop" / "of another program.txt").write_text("stays")
        yield system


def _windows_code(code: int) -> int:
    """The exit code as Windows has it: of one above 255, Linux sees the low byte alone."""
    return FAILED if code == FAILED & 0xFF else code


def _lines(said: str) -> str:
    """The end of what was said, in one line."""
    return "; ".join(line.strip() for line in said.strip().splitlines()[-12:])
