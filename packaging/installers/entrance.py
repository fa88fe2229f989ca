"""The command line of the build: which files, from which commit, and in what order the steps run."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from installers.plan import Build, Problem

ROOT = Path(__file__).resolve().parents[2]

OK, FAILED, BAD_INPUT = 0, 1, 2

FOLDERS = {"windows": "windows/bundle", "linux": "linux"}
"""Where the folder of each system is laid out, below the scratch folder."""

WHAT = """
windows   the MSI and the portable zip
linux     the .deb and the tar.gz
sbom      the list of everything inside, the policy templates, the documents and SHA256SUMS, for what was built
verify    install, try, upgrade and remove what was built (`verify linux`, `verify windows`, or both)
all       windows, linux and sbom
fetch     only download what is pinned, into the cache or into --wheelhouse
lock      pin the downloads anew after a change of requirements.lock (for maintainers)
icons     draw the icon files anew (for maintainers)
"""


def main(arguments: Sequence[str]) -> int:
    """Run the steps that were asked for. Exit codes: 0 done, 1 a check failed, 2 the build could not be made."""
    options = _parser().parse_args(arguments)
    began = time.monotonic()

    def say(line: str) -> None:
        print(f"{time.monotonic() - began:6.1f} s  {line}", flush=True)

    try:
        return _run(options, _build(options, say))
    except Problem as problem:
        print(problem, problem.advice, sep="\n", file=sys.stderr)
        return BAD_INPUT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="build_installer.py",
        description="Make the installers of Referral Assistant. They are put into dist/.",
        epilog=WHAT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("what", choices=list(STEPS), metavar="WHAT", help="what to do: see below")
    parser.add_argument("which", nargs="?", choices=("linux", "windows"), help="with verify: only one of the systems")
    parser.add_argument("--wheelhouse", type=Path, metavar="DIR", help="take downloads from this folder, not a network")
    parser.add_argument("--sign", type=Path, metavar="CERT", help="sign the MSI with this certificate (PKCS#12)")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where finished files go (dist/ when left out)")
    parser.add_argument("--work", type=Path, metavar="DIR", help="where they are made (build/installers/)")
    parser.add_argument("--dirty", action="store_true", help="build although there are changes that are not committed")
    return parser


def _build(options: argparse.Namespace, say: Callable[[str], None]) -> Build:
    """The build that was asked for; refused for a folder with changes, since nobody could say what is in it."""
    changed = [] if options.dirty or options.what not in FROM_A_COMMIT else _git("status", "--porcelain").splitlines()
    if changed:
        raise Problem(
            f"There are changes that are not committed, such as {changed[0][3:]}.",
            "Commit them, or build with --dirty: what comes of it cannot be made again.",
        )
    if options.sign and not options.sign.is_file():
        raise Problem(f"There is no certificate at {options.sign}.", "Give the path of a PKCS#12 file.")
    with (ROOT / "pyproject.toml").open("rb") as file:
        version = tomllib.load(file)["project"]["version"]
    commit = _git("rev-parse", "HEAD").strip()
    return Build(
        root=ROOT,
        work=(options.work or ROOT / "build" / "installers").resolve(),
        out=(options.out or ROOT / "dist").resolve(),
        cache=ROOT / "build" / "cache",
        version=version,
        commit=f"{commit} and changes" if options.dirty and _git("status", "--porcelain") else commit,
        epoch=int(_git("show", "-s", "--format=%ct", "HEAD")),
        wheelhouse=options.wheelhouse,
        sign=options.sign,
        say=say,
    )


def _git(*words: str) -> str:
    try:
        done = subprocess.run(["git", *words], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    except FileNotFoundError:
        raise Problem("The tool git is missing.", "On Debian and Ubuntu: apt-get install git.") from None
    except subprocess.CalledProcessError:
        raise Problem("This folder is not a git checkout.", "Installers are made from a commit: clone it.") from None
    return done.stdout


def _run(options: argparse.Namespace, build: Build) -> int:
    if options.what in FROM_A_COMMIT:
        build.out.mkdir(parents=True, exist_ok=True)
    code = STEPS[options.what](build, options)
    if options.what in FROM_A_COMMIT and code == OK:
        for path in sorted(build.out.iterdir()):
            if path.is_file():
                build.say(f"{path.stat().st_size / 1e6:7.1f} MB  {path}")
    return code


# --- the steps -------------------------------------------------------------------------------------------------------


def _windows(build: Build, _options: argparse.Namespace) -> int:
    from installers import msi, windows

    folder = windows.stage(build)
    _inventory(build, folder, "windows")
    msi.build(build, folder)
    windows.portable(build, folder)
    return OK


def _linux(build: Build, _options: argparse.Namespace) -> int:
    from installers import linux

    folder = linux.stage(build)
    _inventory(build, folder, "linux")
    linux.deb(build, folder)
    linux.tar(build, folder)
    return OK


def _inventory(build: Build, folder: Path, system: str) -> None:
    from installers import licences, sbom, stage

    build.say(f"{system}: listing what is inside, with licences")
    licences.collect(build, folder, system)
    sbom.write(build, folder, system)
    stage.set_times(build, folder)


def _sbom(build: Build, _options: argparse.Namespace) -> int:
    from installers import beside, sbom

    folders = {system: build.work / path for system, path in FOLDERS.items() if (build.work / path).is_dir()}
    if not folders:
        raise Problem("Nothing was built yet.", "Build first: build_installer.py linux, windows or all.")
    sbom.merged(build, folders)
    beside.write(build, folders)
    sbom.sums(build)
    return OK


def _all(build: Build, options: argparse.Namespace) -> int:
    return _windows(build, options) or _linux(build, options) or _sbom(build, options)


def _verify(build: Build, options: argparse.Namespace) -> int:
    failed = 0
    for system in (options.which,) if options.which else ("linux", "windows"):
        for what, sentence, passed in _verified(build, system):
            failed += not passed
            build.say(f"{'ok    ' if passed else 'FAILED'}  {system}, {what}: {sentence}")
    return FAILED if failed else OK


def _verified(build: Build, system: str) -> Iterator[tuple[str, str, bool]]:
    if system == "linux":
        from installers import verify_linux

        return verify_linux.verify(build, _made(build, "*_amd64.deb"), _made(build, "*-linux-x86_64.tar.gz"))
    from installers import verify_windows

    return verify_windows.verify(build, _made(build, "*-x64.msi"))


def _made(build: Build, pattern: str) -> Path:
    found = sorted(build.out.glob(pattern))
    if len(found) != 1:
        raise Problem(f"There is not one file {pattern} in {build.out}.", "Build it first: build_installer.py all.")
    return found[0]


def _fetch(build: Build, options: argparse.Namespace) -> int:
    from installers import fetch

    for target in (fetch.WINDOWS, fetch.TRIAL, fetch.this_python(), fetch.this_python("tools")):
        files = fetch.fetch(replace(build, wheelhouse=None), target)
        if options.wheelhouse:
            options.wheelhouse.mkdir(parents=True, exist_ok=True)
            for path in files.values():
                shutil.copyfile(path, options.wheelhouse / path.name)
    return OK


def _lock(build: Build, _options: argparse.Namespace) -> int:
    from installers import relock

    build.say(f"{relock.relock(build)} files are pinned")
    return OK


def _icons(build: Build, _options: argparse.Namespace) -> int:
    from installers import icons

    icons.draw(build.root / "resources" / "icons")
    return OK


STEPS: dict[str, Callable[[Build, argparse.Namespace], int]] = {
    "windows": _windows,
    "linux": _linux,
    "sbom": _sbom,
    "verify": _verify,
    "all": _all,
    "fetch": _fetch,
    "lock": _lock,
    "icons": _icons,
}
FROM_A_COMMIT = ("windows", "linux", "sbom", "all")
