"""Owns how a secret is locked under a passphrase, and how a file is written that only its owner may read."""

from __future__ import annotations

import base64
import binascii
import contextlib
import os
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nacl import pwhash
from nacl.exceptions import CryptoError
from nacl.secret import Aead
from nacl.utils import random

from referral_assistant.problems import Problem

SHORTEST = 12
KIND = "passphrase"

_MOST_MEMORY = 1 << 30
_MOST_PASSES = 24


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess at the passphrase costs: passes over memory, and bytes of it.

    The usual cost takes 0.3 to 0.6 s on an office laptop. Every file stores its own, so a later release may ask more.
    """

    passes: int = 4
    memory: int = 128 << 20


def wrapped(secret: bytes, passphrase: str, cost: Cost, bound_to: bytes) -> dict[str, Any]:
    """A secret under a passphrase, as plain data. What it is bound to must be named to open it."""
    salt = random(pwhash.argon2id.SALTBYTES)
    sealed = Aead(derive(passphrase, salt, cost)).encrypt(secret, aad=bound_to)
    return {
        "kind": KIND,
        "method": "argon2id13",
        "passes": cost.passes,
        "memory": cost.memory,
        "salt": base64.b64encode(salt).decode(),
        "sealed": base64.b64encode(sealed).decode(),
    }


def unwrapped(wrapping: Mapping[str, Any], passphrase: str, bound_to: bytes) -> bytes | None:
    """The secret; None where this is not the passphrase. Raises `ValueError` for what is no wrapping."""
    salt, sealed, cost = _parts(wrapping)
    lock = Aead(derive(passphrase, salt, cost))
    try:
        return lock.decrypt(sealed, aad=bound_to)
    except CryptoError:
        return None


def derive(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """The wrapping key: Argon2id over the passphrase, which reads the same however a keyboard composes accents."""
    typed = unicodedata.normalize("NFC", passphrase).encode()
    try:
        return pwhash.argon2id.kdf(Aead.KEY_SIZE, typed, salt, opslimit=cost.passes, memlimit=cost.memory)
    except CryptoError as error:
        raise Problem(
            f"To open this takes {cost.memory >> 20} MB of free memory, and there is not that much.",
            "Close other programs and try again.",
        ) from error


def check_passphrase(passphrase: str) -> None:
    """Refuse a passphrase that is too short to protect anything."""
    if len(passphrase.strip()) < SHORTEST or len(set(passphrase)) < 5:
        raise Problem(
            f"The passphrase is too short or too simple: it needs at least {SHORTEST} characters, not all alike.",
            "Three or four words that do not belong together are easy to remember and hard to guess.",
        )


def write_private(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, readable by its owner only, and lasting through a power cut."""
    fresh = path.with_name(path.name + ".tmp")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        _sync_folder(path.parent)
    except OSError:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise


def _sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut, where the system can: Windows has no such call for folders."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _parts(wrapping: Mapping[str, Any]) -> tuple[bytes, bytes, Cost]:
    try:
        salt = base64.b64decode(wrapping["salt"], validate=True)
        sealed = base64.b64decode(wrapping["sealed"], validate=True)
        cost = Cost(int(wrapping["passes"]), int(wrapping["memory"]))
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        raise ValueError("a part of a wrapping is missing") from error
    # A file may not ask for the whole of a computer's memory.
    within = 1 <= cost.passes <= _MOST_PASSES and 8192 <= cost.memory <= _MOST_MEMORY
    if wrapping.get("method") != "argon2id13" or len(salt) != pwhash.argon2id.SALTBYTES or not within:
        raise ValueError("a part of a wrapping cannot be right")
    return salt, sealed, cost
