"""The folder into which packs are dropped for everybody: the newest that may be taken, and why the others may not."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from referral_assistant.directory import sealed
from referral_assistant.directory.pack import ENDING, Head, checked_head, load, read
from referral_assistant.directory.sealed import Refused, Why
from referral_assistant.directory.trust import Trusted
from referral_assistant.model import Kind, Origin
from referral_assistant.store.place import is_on_network


class Refusal(NamedTuple):
    """A file that was not taken, by its name: why, in a code and in words, and the signer it names."""

    name: str
    why: Why
    sentence: str
    advice: str
    fingerprint: str


class Found(NamedTuple):
    """What lies in the folder: the newest pack that may be taken, with what it says of itself, and what may not be."""

    path: Path | None
    head: Head | None = None
    refusals: tuple[Refusal, ...] = ()


def newest(folder: Path, trusted: Trusted, latest: Iterable[Origin], kind: Kind = Kind.LIVE) -> Found:
    """The newest pack of a folder that is newer than those in use, by its date of issue. Reads every pack there, so
    this is for the worker."""
    used = tuple(latest)
    refusals: list[Refusal] = []
    heads: list[tuple[Head, Path]] = []
    try:
        paths = _packs(folder)
    except Refused as refused:
        return Found(None, None, (_refusal(folder, refused),))
    for path in paths:
        try:
            heads.append((checked_head(sealed.unseal(load(path)), trusted, used, kind), path))
        except Refused as refused:
            refusals.append(_refusal(path, refused))
    for head, path in sorted(heads, key=lambda found: (found[0].issued, found[0].serial), reverse=True):
        try:
            # The whole of it, so that a pack with mistakes does not stand in the way of one without.
            read(load(path), trusted, used, kind)
            return Found(path, head, tuple(refusals))
        except Refused as refused:
            refusals.append(_refusal(path, refused))
    return Found(None, None, tuple(refusals))


def _packs(folder: Path) -> list[Path]:
    """The packs of a folder on this computer; a share that cannot be reached would keep the program waiting."""
    if is_on_network(folder):
        raise Refused(
            Why.UNREADABLE,
            f"The folder for packs is on a network drive: {folder}",
            "Ask your IT team to name a folder on this computer, and to copy packs into it.",
        )
    try:
        return sorted(path for path in folder.iterdir() if path.suffix.lower() == ENDING and path.is_file())
    except OSError as error:
        raise Refused(
            Why.UNREADABLE,
            f"The folder for packs cannot be read: {folder}",
            "Ask your IT team whether it is there, and whether every user may read it.",
        ) from error


def _refusal(path: Path, refused: Refused) -> Refusal:
    return Refusal(path.name, refused.why, str(refused), refused.advice, refused.fingerprint)
