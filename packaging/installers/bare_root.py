"""A bare Debian or Ubuntu to try a package in: made once and kept in the cache, unpacked anew for each try."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from installers.plan import ELSEWHERE, Build, Problem, need, run

USER = "alex"
"""An ordinary user in there."""

_PATIENCE = 600
_SCREENS = Path("/tmp/.X11-unix")

# Mounts are the command's own and vanish with it. Inside there is no network, not even a loopback that is up.
_ENTER = """
set -e
mount -t proc proc "$1/proc" 2>/dev/null || true # not every container allows it, and nothing here needs it
if [ -n "$3" ]; then mkdir -p "$1/tmp/.X11-unix" && mount --bind /tmp/.X11-unix "$1/tmp/.X11-unix"; fi
exec chroot --userspec="$2" "$1" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 HOME="$4" \\
	DEBIAN_FRONTEND=noninteractive DISPLAY="$3" /bin/sh -c "$5"
"""


@dataclass(frozen=True)
class BareRoot:
    """One unpacked system."""

    folder: Path

    def run(self, script: str, *, user: str = USER, display: str = "") -> str:
        """Run a shell script in there, cut off from any network; what it printed. A `Problem` if it fails."""
        home = "/root" if user == "root" else f"/home/{user}"
        words = [need("unshare"), "--mount", "--net", "sh", "-c", _ENTER, "sh"]
        words += [str(self.folder), f"{user}:{user}", display, home, script]
        try:
            done = subprocess.run(
                words,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=_PATIENCE,
                env={**os.environ, "PATH": os.pathsep.join((os.environ.get("PATH", os.defpath), *ELSEWHERE))},
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Problem(f"It had not ended after {_PATIENCE} seconds.") from None
        text = done.stdout.decode("utf-8", "replace").strip()
        if done.returncode:
            raise Problem(f"Exit code {done.returncode}.", "\n".join(text.splitlines()[-12:]))
        return text


def permitted() -> bool:
    """Whether this user may make such a system: it takes root, and the right to mount."""
    if os.geteuid() != 0:
        return False
    return (
        subprocess.run(["unshare", "--mount", "--net", "true"], stderr=subprocess.DEVNULL, check=False).returncode == 0
    )


@contextmanager
def bare_root(build: Build, depends: Sequence[str]) -> Iterator[BareRoot]:
    """A system with nothing but what every system has, an ordinary user, and the packages that these ones need lying
    ready, but not installed."""
    folder = build.clean("bare-root")
    kept = _kept(build, depends)
    run(build, ["tar", "--numeric-owner", "-xpf", kept, "-C", folder])
    try:
        yield BareRoot(folder)
    finally:
        shutil.rmtree(folder)


def _kept(build: Build, depends: Sequence[str]) -> Path:
    """The system as an archive, made if it is not there for these packages."""
    suite, mirror = _source(build)
    digest = hashlib.sha256("\n".join((suite, *depends)).encode()).hexdigest()[:12]
    kept = build.cache / f"bare-{suite}-{digest}.tar"
    if kept.is_file():
        return kept
    build.say(f"Making a bare {suite} to try the package in; it is kept for the next time")
    made = build.clean("debootstrap")
    run(build, ["debootstrap", "--variant=minbase", suite, made, mirror])
    chroot: list[str | Path] = ["env", "DEBIAN_FRONTEND=noninteractive", need("chroot"), made]
    # What apt gets its packages by may be set for this computer alone.
    for place in ("etc/resolv.conf", "etc/hosts"):
        shutil.copyfile(f"/{place}", made / place)
    run(build, [*chroot, "useradd", "--create-home", USER])
    run(build, [*chroot, "apt-get", "-q", "update"])
    packages = [name.partition(" ")[0] for name in depends]
    run(build, [*chroot, "apt-get", "-qy", "install", "--no-install-recommends", "--download-only", *packages])
    build.cache.mkdir(parents=True, exist_ok=True)
    unfinished = kept.with_suffix(".part")
    run(build, ["tar", "--numeric-owner", "-cf", unfinished, "-C", made, "."])
    unfinished.replace(kept)
    shutil.rmtree(made)
    return kept


def _source(build: Build) -> tuple[str, str]:
    """The release of this system and where it takes its packages from, as apt is set up here."""
    names = dict(line.split("=", 1) for line in Path("/etc/os-release").read_text("utf-8").splitlines() if "=" in line)
    suite = names.get("VERSION_CODENAME", "").strip('"')
    listed = run(build, ["apt-get", "indextargets", "--format", "$(CREATED_BY) $(RELEASE) $(COMPONENT) $(REPO_URI)"])
    for line in listed.splitlines():
        made_by, release, component, address = line.split()
        if (made_by, release, component) == ("Packages", suite, "main"):
            return suite, address
    raise Problem(
        f"apt on this computer has no source for {suite or 'its release'}.",
        "Try the package on a Debian or Ubuntu whose apt works.",
    )
