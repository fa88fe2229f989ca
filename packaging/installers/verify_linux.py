"""Tries the Linux packages: installed in a bare system, started, upgraded, removed, and nothing left but data."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from installers.bare_root import USER, BareRoot, bare_root, permitted
from installers.deb import pack
from installers.desktop import NAME
from installers.plan import Build, Problem, run
from installers.screen import screen

Result = tuple[str, str, bool]
"""What was tried, what came of it, and whether it is as it should be."""

LOWER = "0.0.1"
OLD_FILE = f"usr/lib/{NAME}/app/of-the-lower-version"
DATA = f"/home/{USER}/.local/share/{NAME}"
POLICY = f"/etc/{NAME}/policy.json"
PREFIX = f"/home/{USER}/My programs"
_ORGANISATION = "Example Council"

_APT = "apt-get -qy -o Dpkg::Use-Pty=0 --no-install-recommends --allow-downgrades install"


def verify(build: Build, deb: Path, tar: Path) -> Iterator[Result]:
    """Try both files, one step after the other. A step that fails does not keep the next from being tried."""
    if not permitted():
        yield (
            "packages",
            "they are tried in a bare Debian, and this user may not make one: run it as root, where mounts are allowed",
            False,
        )
        return
    fields = run(build, ["dpkg-deb", "--field", deb, "Depends"])
    depends = tuple(part.strip() for part in fields.split(","))
    with bare_root(build, depends) as root:
        steps = {**_package_steps(build, root, deb), **_archive_steps(root, tar)}
        for what, step in steps.items():
            try:
                yield what, step(), True
            except Problem as problem:
                yield what, f"{problem} {problem.advice}".strip(), False


# --- the .deb --------------------------------------------------------------------------------------------------------


def _package_steps(build: Build, root: BareRoot, deb: Path) -> dict[str, Callable[[], str]]:
    return {
        ".deb, lintian": lambda: _lintian(build, deb),
        ".deb, a lower version first": lambda: _install_lower(build, root, deb),
        ".deb, upgrade over it": lambda: _upgrade(root, deb),
        ".deb, self-check": lambda: _self_check(root, NAME),
        ".deb, self-check on a screen": lambda: _on_a_screen(root, NAME),
        ".deb, directory packs": lambda: _directory_pack(root),
        ".deb, policy": lambda: _policy(root),
        ".deb, removal": lambda: _removal(root),
    }


def _lintian(build: Build, deb: Path) -> str:
    """Debian's own inspection. What is excused stands with its reason in `packaging/linux/lintian-overrides`."""
    run(build, ["lintian", "--allow-root", "--fail-on", "error,warning", deb])
    return "no error and no warning"


def _install_lower(build: Build, root: BareRoot, deb: Path) -> str:
    """The same package with a lower version and one file more, not packed tightly."""
    folder = build.clean("lower")
    run(build, ["dpkg-deb", "--raw-extract", deb, folder / "all"])
    control = folder / "all/DEBIAN/control"
    control.write_text(re.sub(r"(?m)^Version: .*$", f"Version: {LOWER}", control.read_text("utf-8")), "utf-8")
    (folder / "all" / OLD_FILE).write_text("", "utf-8")
    lower = pack(build, folder / "all", folder / "lower.deb", "-Znone")
    shutil.move(lower, root.folder / "root/lower.deb")
    shutil.rmtree(folder)
    root.run(f"{_APT} /root/lower.deb", user="root")
    return f"version {_version(root)} is in place, with what it depends on and nothing else"


def _upgrade(root: BareRoot, deb: Path) -> str:
    shutil.copyfile(deb, root.folder / "root/new.deb")
    root.run(f"{_APT} /root/new.deb", user="root")
    if (root.folder / OLD_FILE).exists():
        raise Problem("A file of the lower version is still there.")
    if _version(root) == LOWER:
        raise Problem("The lower version is still in place.")
    return f"version {_version(root)} is in place, and nothing of {LOWER}"


def _version(root: BareRoot) -> str:
    return root.run(f"dpkg-query --show --showformat '${{Version}}' {NAME}")


def _directory_pack(root: BareRoot) -> str:
    """Desktops are told who opens a pack, and the installed copy makes one and reads it."""
    entry = (root.folder / f"usr/share/applications/{NAME}.desktop").read_text("utf-8")
    kind = (root.folder / f"usr/share/mime/packages/{NAME}.xml").read_text("utf-8")
    media_type = re.search(r'mime-type type="([^"]+)"', kind)
    if media_type is None or f"MimeType={media_type[1]};" not in entry or f"Exec={NAME} open %f" not in entry:
        raise Problem("No desktop would open a directory pack with the program.", entry)
    sample = f"/usr/lib/{NAME}/app/resources/directory/sample.toml"
    made = root.run(
        f"cd && export REFERRAL_ASSISTANT_KEY_PASSPHRASE='for this trial alone' && "
        f"{NAME} directory key --out trial.rakey && "
        f"{NAME} directory pack --from {sample} --key trial.rakey --title Trial --out trial.rapack"
    )
    signer = re.search(r"\d{5}( \d{5}){7}", made)
    if signer is None:
        raise Problem("It does not say who signed the pack.", made)
    said = root.run(f"cd && {NAME} directory read-pack trial.rapack --training --trust '{signer[0]}'")
    root.run("cd && rm trial.rakey trial.rapack")
    return f"opened by a double click; one was made and read: {said.splitlines()[1]}"


def _policy(root: BareRoot) -> str:
    """An administrator's file is read by the installed copy."""
    policy = root.folder / POLICY[1:]
    policy.parent.mkdir()
    settings = {"organisation.name": {"value": _ORGANISATION, "locked": True}}
    policy.write_text(json.dumps({"format": 1, "settings": settings}), "utf-8")
    said = root.run(f"{NAME} print-policy")
    if _ORGANISATION not in said or POLICY not in said:
        raise Problem(f"The policy in {POLICY} is not in force.", said)
    return f"{POLICY} is in force"


def _removal(root: BareRoot) -> str:
    """Purged, which removes most: what the package brought is gone; data and policy are not."""
    case = _leave_data(root)
    brought = root.run(f"dpkg-query --listfiles {NAME}").splitlines()
    root.run(f"apt-get -qy purge {NAME}", user="root")
    # A folder without our name is one that others use too.
    left = [p for p in brought if _there(root, p) and (NAME in p or not (root.folder / p[1:]).is_dir())]
    if left:
        raise Problem(f"{len(left)} things are left, such as {left[0]}.")
    _only(root, {DATA, f"/etc/{NAME}"})
    if not case.is_file() or not (root.folder / POLICY[1:]).is_file():
        raise Problem("Case data or the administrator's policy was removed.")
    shutil.rmtree((root.folder / POLICY[1:]).parent)
    return "nothing is left but case data and the administrator's policy"


# --- the tar.gz ------------------------------------------------------------------------------------------------------


def _archive_steps(root: BareRoot, tar: Path) -> dict[str, Callable[[], str]]:
    program = shlex.quote(f"{PREFIX}/bin/{NAME}")
    return {
        "tar.gz, installation without root": lambda: _unpack(root, tar),
        "tar.gz, self-check": lambda: _self_check(root, program),
        "tar.gz, upgrade over itself": lambda: _again(root),
        "tar.gz, self-check after the upgrade": lambda: _self_check(root, program),
        "tar.gz, removal": lambda: _archive_removal(root),
    }


def _unpack(root: BareRoot, tar: Path) -> str:
    shutil.copyfile(tar, root.folder / "tmp/download.tar.gz")
    root.run('mkdir "$HOME/Down loads" && tar -xzf /tmp/download.tar.gz -C "$HOME/Down loads"')
    (root.folder / "tmp/download.tar.gz").unlink()
    _install(root)
    return f"it is in {PREFIX}"


def _install(root: BareRoot, *arguments: str) -> str:
    words = " ".join(map(shlex.quote, ("--prefix", PREFIX, *arguments)))
    return root.run(f'sh "$HOME/Down loads"/{NAME}-*/install.sh {words}')


def _again(root: BareRoot) -> str:
    old = root.folder / PREFIX[1:] / "lib" / NAME / "app" / "of-the-lower-version"
    old.write_text("", "utf-8")
    _install(root)
    if old.exists():
        raise Problem("A file of the version before is still there.")
    return "nothing of the version before is left"


def _archive_removal(root: BareRoot) -> str:
    case = _leave_data(root)
    said = root.run(f"sh {shlex.quote(f'{PREFIX}/lib/{NAME}/install.sh')} --prefix {shlex.quote(PREFIX)} --remove")
    if DATA not in said:
        raise Problem("It does not say where the case data was left.", said)
    shutil.rmtree(root.folder / f"home/{USER}/Down loads")
    _only(root, {DATA})
    left = list((root.folder / PREFIX[1:]).rglob("*"))
    if left or not case.is_file():
        raise Problem(f"{left[0]} is left." if left else "The case data was removed.")
    return f"nothing is left but case data, and it says that this is in {DATA}"


# --- both ------------------------------------------------------------------------------------------------------------


def _self_check(root: BareRoot, program: str) -> str:
    said = root.run(f"cd && {program} self-check")
    return f"passed as an ordinary user without a network: {len(said.splitlines())} lines, none of them a failure"


def _on_a_screen(root: BareRoot, program: str) -> str:
    with screen() as display:
        root.run(f"cd && QT_QPA_PLATFORM=xcb {program} self-check", display=display)
    return "passed with its window on an X11 screen"


def _leave_data(root: BareRoot) -> Path:
    """A case file that nothing may touch."""
    root.run(f"mkdir -p {DATA}/live && echo kept > {DATA}/live/case.db")
    return root.folder / DATA[1:] / "live/case.db"


def _there(root: BareRoot, place: str) -> bool:
    path = root.folder / place[1:]
    return path.exists() or path.is_symlink()


def _only(root: BareRoot, allowed: set[str]) -> None:
    """A `Problem` if anything in the system has the program's name but these."""
    found = root.run(
        "find / -xdev -iname '*referral*' -not -path '/proc/*' -not -path '/var/log/*' -prune", user="root"
    )
    left = sorted(set(found.splitlines()) - allowed)
    if left:
        raise Problem(f"These are left: {', '.join(left[:5])}.")
