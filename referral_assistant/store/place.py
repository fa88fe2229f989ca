"""Where a store may live: on a disk of this computer, in a folder that is writable and its owner's alone."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

from referral_assistant.problems import Problem

_NETWORK = ("9p", "afpfs", "afs", "ceph", "cifs", "coda", "dav", "gluster", "gpfs", "lustre", "ncp", "nfs", "smb")
_NETWORK_FUSE = ("ceph", "curlftpfs", "dav", "gcsfuse", "gluster", "nfs", "rclone", "s3fs", "smb", "ssh")
_DRIVE_REMOTE = 4


def prepare(folder: Path) -> None:
    """Make a folder fit for a store, or say why it is not."""
    refuse_network(folder)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.name == "posix" and folder.stat().st_mode & 0o077:
            folder.chmod(0o700)
        # Looking at the rights is not enough: a writable folder may lie on a file system that is not.
        probe = folder / ".writable"
        private_file(probe)
        probe.unlink()
    except OSError as error:
        if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            raise Problem(
                "The folder for the cases is read-only or somebody else's, so nothing could be saved.",
                f"Ask for the right to write to it, or choose another folder on this computer: {folder}",
            ) from error
        raise Problem(
            "The folder for the cases cannot be made or used.",
            f"Check that it is a folder, and that the disk is there and not full: {folder}",
        ) from error


def private_file(path: Path) -> None:
    """Make an empty file that its owner alone may read; an existing one is only narrowed."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if sys.platform != "win32":
            os.fchmod(handle, 0o600)
    finally:
        os.close(handle)


def refuse_network(folder: Path) -> None:
    """Refuse a folder on another computer: database files break there, and cases would leave this one."""
    if is_on_network(folder):
        raise Problem(
            "The folder for the cases is on a network drive, where case files can be damaged and read by others.",
            f"Choose a folder on this computer's own disk instead of {folder}",
        )


def is_on_network(folder: Path) -> bool:
    """Whether a folder lies on another computer."""
    # The real path shows where a link or a mapped drive leads; the name alone shows a share that is not reachable.
    if is_unc(str(folder)):
        return True
    real = os.path.realpath(folder)
    return is_unc(real) or _is_remote(real)


def is_unc(path: str) -> bool:
    r"""Whether a path names a share of another computer, as `\\server\share` or in its long form, `\\?\UNC\...`."""
    plain = path.upper()
    if plain.startswith(("\\\\?\\", "\\\\.\\")):
        return plain[4:].startswith("UNC\\")
    return plain.startswith("\\\\")


def mounted_as(path: str, mounts: tuple[tuple[str, str], ...]) -> str:
    """The kind of file system a path lies on, given (mount point, kind) pairs; a later mount hides an earlier one."""
    kind, longest = "", -1
    for point, found in mounts:
        beneath = path == point or path.startswith(point.rstrip("/") + "/")
        if beneath and len(point) >= longest:
            kind, longest = found, len(point)
    return kind


def is_network_kind(kind: str) -> bool:
    """Whether files of this kind of file system lie on another computer."""
    if kind.startswith("fuse."):
        return kind.removeprefix("fuse.").startswith(_NETWORK_FUSE)
    return kind.lower().startswith((*_NETWORK, "virtiofs", "webdav"))


def linux_mounts(table: str) -> tuple[tuple[str, str], ...]:
    """The pairs of /proc/mounts, where blanks in a mount point are written as octal."""
    rows = (line.split() for line in table.splitlines())
    return tuple((_unescaped(row[1]), row[2]) for row in rows if len(row) > 2)


def mac_mounts(table: str) -> tuple[tuple[str, str], ...]:
    """The pairs of the `mount` command of macOS: `//server/share on /Volumes/share (smbfs, nodev)`."""
    pairs = []
    for line in table.splitlines():
        head, bracket, options = line.rpartition(" (")
        if bracket:
            pairs.append((head.partition(" on ")[2], options.rstrip(")").split(",")[0].strip()))
    return tuple(pairs)


def _is_remote(path: str) -> bool:
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.GetDriveTypeW(os.path.splitdrive(path)[0] + "\\") == _DRIVE_REMOTE)
    return is_network_kind(mounted_as(path, _mounts()))


def _mounts() -> tuple[tuple[str, str], ...]:
    # A system that will not say is taken at its best: a wrong refusal would keep every case shut.
    try:
        if sys.platform == "darwin":
            return mac_mounts(_mac_table())
        return linux_mounts(Path("/proc/mounts").read_text(errors="replace"))
    except OSError:
        return ()


def _mac_table() -> str:
    # Loaded where it is needed: what starts a program takes longer to load than a file takes to open.
    import subprocess

    try:
        return subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=5, check=True).stdout
    except subprocess.SubprocessError:
        return ""


def _unescaped(point: str) -> str:
    for code, sign in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        point = point.replace(code, sign)
    return point
