"""Owns the passphrase, the data key and the file that keeps the one locked under the other; only here is nacl used."""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any, NoReturn

from nacl.secret import Aead
from nacl.utils import random

from referral_assistant.paths import VAULT
from referral_assistant.problems import Problem
from referral_assistant.vault.wrapping import (
    KIND,
    SHORTEST,
    Cost,
    check_passphrase,
    derive,
    unwrapped,
    wrapped,
    write_private,
)

__all__ = [
    "FILE_NAME",
    "Cost",
    "Key",
    "change_passphrase",
    "check_passphrase",
    "create",
    "derive",
    "new",
    "passphrase_advice",
    "read",
    "rewrap",
    "unlock",
    "write",
]

FILE_NAME = VAULT
FORMAT = 1

_BOUND_TO = b"referral-assistant vault 1: data key under a passphrase"


class Key:
    """The data key, held so that it can be wiped, and so that it shows in no message, log, copy or pickle.

    Wiping is best effort: Python and SQLCipher make short-lived copies that are out of our reach.
    """

    __slots__ = ("_data",)

    def __init__(self, data: bytes) -> None:
        self._data = bytearray(data)

    def hex(self) -> str:
        """The key as SQLCipher takes it; a wiped key opens nothing."""
        if not self._data:
            raise ValueError("the key has been wiped")
        return self._data.hex()

    def wipe(self) -> None:
        """Overwrite the key, then forget it."""
        self._data[:] = bytes(len(self._data))
        self._data.clear()

    @property
    def wiped(self) -> bool:
        """Whether the key is gone."""
        return not self._data

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and hmac.compare_digest(self._data, other._data)

    __hash__ = None  # type: ignore[assignment]  # a hash would be a function of the key

    def __repr__(self) -> str:
        return "<Key>"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a key is never copied or pickled")


# --- pure: bytes in, bytes or a key out; slow, so meant for the worker -----------------------------------------------


def new(passphrase: str, cost: Cost | None = None) -> tuple[bytes, Key]:
    """A vault file with a fresh random data key in it, and that key."""
    check_passphrase(passphrase)
    secret = random(Aead.KEY_SIZE)
    return _written([wrapped(secret, passphrase, cost or Cost(), _BOUND_TO)]), Key(secret)


def unlock(vault: bytes, passphrase: str) -> Key:
    """The data key of a vault file. A wrong passphrase and a damaged file are each a `Problem` of their own."""
    return Key(_secret(_read(vault), passphrase))


def rewrap(vault: bytes, old: str, passphrase: str, cost: Cost | None = None) -> bytes:
    """The vault file under another passphrase: same data key, and any other wrapping left as it was."""
    wrappings = _read(vault)
    check_passphrase(passphrase)
    secret = _secret(wrappings, old)
    others = [wrapping for wrapping in wrappings if wrapping.get("kind") != KIND]
    return _written([wrapped(secret, passphrase, cost or Cost(), _BOUND_TO), *others])


def passphrase_advice() -> tuple[str, ...]:
    """What to say where a passphrase is chosen."""
    return (
        f"Use at least {SHORTEST} characters. Three or four words that do not belong together work well.",
        "Do not use one that opens anything else, and do not keep it with the computer.",
        "A lost passphrase cannot be recovered in this release: nobody, your IT team included, can open the cases.",
        "A recovery key that your organisation holds comes with a later release.",
    )


# --- files -----------------------------------------------------------------------------------------------------------


def create(folder: Path, passphrase: str, cost: Cost | None = None) -> Key:
    """Make a vault in a folder that holds none; the key it returns is already safe on disk."""
    path = folder / FILE_NAME
    if path.exists():
        raise Problem("This folder already holds a vault.", "Unlock it with its passphrase.")
    vault, key = new(passphrase, cost)
    write(path, vault)
    return key


def read(folder: Path) -> bytes:
    """The bytes of a folder's vault file."""
    try:
        return (folder / FILE_NAME).read_bytes()
    except FileNotFoundError as error:
        raise Problem(
            "The vault file is missing, and without it the cases cannot be opened.",
            f"Put {FILE_NAME} back from a backup of this folder: {folder}",
        ) from error
    except OSError as error:
        raise Problem("The vault file cannot be read.", f"Check that you may read this folder: {folder}") from error


def change_passphrase(folder: Path, old: str, passphrase: str, cost: Cost | None = None) -> None:
    """Put a folder's vault under another passphrase. The old one stops working only once the new one is on disk."""
    write(folder / FILE_NAME, rewrap(read(folder), old, passphrase, cost))


def write(path: Path, vault: bytes) -> None:
    """Write a vault file whole or not at all, readable by its owner only."""
    _read(vault)
    try:
        write_private(path, vault)
    except OSError as error:
        raise Problem(
            "The vault file could not be written, and the one before it is unchanged.",
            f"Check that the disk is not full and that you may write to this folder: {path.parent}",
        ) from error


# --- the format ------------------------------------------------------------------------------------------------------
#
# {"format": 1, "wrappings": [{"kind": "passphrase", ...}, ...], "check": digest of the wrappings}
#
# Each wrapping holds the same data key locked in its own way, so an organisation's recovery key is one more entry of
# another kind. Kinds that this release does not know are kept as they are. The digest tells damage from a wrong
# passphrase; it protects nothing, the authenticated encryption does.


def _secret(wrappings: list[dict[str, Any]], passphrase: str) -> bytes:
    wrapping = next((w for w in wrappings if w.get("kind") == KIND), None)
    if wrapping is None:
        raise _damaged()
    try:
        secret = unwrapped(wrapping, passphrase, _BOUND_TO)
    except ValueError as error:
        raise _damaged() from error
    if secret is None:
        raise Problem(
            "That is not the passphrase of this vault.",
            "Check Caps Lock and the keyboard language, then type it again. There is no limit on tries.",
        )
    return secret


def _written(wrappings: list[dict[str, Any]]) -> bytes:
    whole = {"format": FORMAT, "wrappings": wrappings, "check": _digest(wrappings)}
    return (json.dumps(whole, indent=2) + "\n").encode()


def _read(vault: bytes) -> list[dict[str, Any]]:
    try:
        whole = json.loads(vault)
        number, wrappings, check = int(whole["format"]), whole["wrappings"], whole["check"]
    except (ValueError, TypeError, KeyError) as error:
        raise _damaged() from error
    if number < 1:
        raise _damaged()
    if number > FORMAT:
        raise Problem(
            "The vault was made by a newer release of this program, and has not been touched.",
            "Install the newer release, or ask your IT team to.",
        )
    whole_and_plain = isinstance(wrappings, list) and all(isinstance(w, dict) for w in wrappings)
    if not whole_and_plain or check != _digest(wrappings):
        raise _damaged()
    return list(wrappings)


def _digest(wrappings: list[dict[str, Any]]) -> str:
    plain = json.dumps(wrappings, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def _damaged() -> Problem:
    return Problem(
        "The vault file is damaged, so the cases cannot be opened. The cases themselves have not been touched.",
        f"Put {FILE_NAME} back from any backup of its folder; it opens with the passphrase of that day.",
    )
