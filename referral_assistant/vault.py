"""Owns the passphrase, the data key and the file that keeps the one locked under the other; the only user of nacl."""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
import hmac
import json
import os
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from nacl import pwhash
from nacl.exceptions import CryptoError
from nacl.secret import Aead
from nacl.utils import random

from referral_assistant.paths import VAULT
from referral_assistant.problems import Problem

FILE_NAME = VAULT
FORMAT = 1
SHORTEST = 12

_PASSPHRASE = "passphrase"
_BOUND_TO = b"referral-assistant vault 1: data key under a passphrase"
_MOST_MEMORY = 1 << 30
_MOST_PASSES = 24


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess at the passphrase costs: passes over memory, and bytes of it.

    The usual cost takes 0.3 to 0.6 s on an office laptop. Every vault stores its own, so a later release may ask more.
    """

    passes: int = 4
    memory: int = 128 << 20


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
    return _written([_wrapping(secret, passphrase, cost or Cost())]), Key(secret)


def unlock(vault: bytes, passphrase: str) -> Key:
    """The data key of a vault file. A wrong passphrase and a damaged file are each a `Problem` of their own."""
    return Key(_secret(_read(vault), passphrase))


def rewrap(vault: bytes, old: str, passphrase: str, cost: Cost | None = None) -> bytes:
    """The vault file under another passphrase: same data key, and any other wrapping left as it was."""
    wrappings = _read(vault)
    check_passphrase(passphrase)
    secret = _secret(wrappings, old)
    others = [wrapping for wrapping in wrappings if wrapping.get("kind") != _PASSPHRASE]
    return _written([_wrapping(secret, passphrase, cost or Cost()), *others])


def derive(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """The wrapping key: Argon2id over the passphrase, which reads the same however a keyboard composes accents."""
    typed = unicodedata.normalize("NFC", passphrase).encode()
    try:
        return pwhash.argon2id.kdf(Aead.KEY_SIZE, typed, salt, opslimit=cost.passes, memlimit=cost.memory)
    except CryptoError as error:
        raise Problem(
            f"The vault needs {cost.memory >> 20} MB of free memory to open, and there is not that much.",
            "Close other programs and try again.",
        ) from error


def check_passphrase(passphrase: str) -> None:
    """Refuse a passphrase that is too short to protect anything."""
    if len(passphrase.strip()) < SHORTEST or len(set(passphrase)) < 5:
        raise Problem(
            f"The passphrase is too short or too simple: it needs at least {SHORTEST} characters, not all alike.",
            "Three or four words that do not belong together are easy to remember and hard to guess.",
        )


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
    fresh = path.with_name(path.name + ".tmp")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(vault)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise Problem(
            "The vault file could not be written, and the one before it is unchanged.",
            f"Check that the disk is not full and that you may write to this folder: {path.parent}",
        ) from error


def _sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut, where the system can: Windows has no such call for folders."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# --- the format ------------------------------------------------------------------------------------------------------
#
# {"format": 1, "wrappings": [{"kind": "passphrase", ...}, ...], "check": digest of the wrappings}
#
# Each wrapping holds the same data key locked in its own way, so an organisation's recovery key is one more entry of
# another kind. Kinds that this release does not know are kept as they are. The digest tells damage from a wrong
# passphrase; it protects nothing, the authenticated encryption does.


def _wrapping(secret: bytes, passphrase: str, cost: Cost) -> dict[str, Any]:
    salt = random(pwhash.argon2id.SALTBYTES)
    sealed = Aead(derive(passphrase, salt, cost)).encrypt(secret, aad=_BOUND_TO)
    return {
        "kind": _PASSPHRASE,
        "method": "argon2id13",
        "passes": cost.passes,
        "memory": cost.memory,
        "salt": base64.b64encode(salt).decode(),
        "sealed": base64.b64encode(sealed).decode(),
    }


def _secret(wrappings: list[dict[str, Any]], passphrase: str) -> bytes:
    wrapping = next((w for w in wrappings if w.get("kind") == _PASSPHRASE), None)
    if wrapping is None:
        raise _damaged()
    salt, sealed, cost = _parts(wrapping)
    lock = Aead(derive(passphrase, salt, cost))
    try:
        return lock.decrypt(sealed, aad=_BOUND_TO)
    except CryptoError:
        raise Problem(
            "That is not the passphrase of this vault.",
            "Check Caps Lock and the keyboard language, then type it again. There is no limit on tries.",
        ) from None


def _parts(wrapping: Mapping[str, Any]) -> tuple[bytes, bytes, Cost]:
    try:
        salt = base64.b64decode(wrapping["salt"], validate=True)
        sealed = base64.b64decode(wrapping["sealed"], validate=True)
        cost = Cost(int(wrapping["passes"]), int(wrapping["memory"]))
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        raise _damaged() from error
    # A file may not ask for the whole of a computer's memory.
    within = 1 <= cost.passes <= _MOST_PASSES and 8192 <= cost.memory <= _MOST_MEMORY
    if wrapping.get("method") != "argon2id13" or len(salt) != pwhash.argon2id.SALTBYTES or not within:
        raise _damaged()
    return salt, sealed, cost


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
