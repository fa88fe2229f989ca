"""Owns the keys that directory packs are signed with: the file of an area lead's key, signatures and fingerprints."""

from __future__ import annotations

import binascii
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey as _Ed25519
from nacl.signing import VerifyKey

from referral_assistant.problems import Problem
from referral_assistant.vault.wrapping import Cost, check_passphrase, unwrapped, wrapped, write_private

FORMAT = 1
ENDING = ".rakey"
LONGEST_TITLE = 100
PUBLIC_BYTES, SIGNATURE_BYTES = 32, 64

_WHAT = "signing key of Referral Assistant"
_GROUPS, _DIGITS = 8, 5
_MOST_BYTES = 16 << 10


@dataclass(frozen=True, slots=True)
class Signer:
    """The public part of a key: what it is called, which names nobody, and what its signatures are checked with."""

    title: str
    public: bytes

    @property
    def fingerprint(self) -> str:
        """What people compare."""
        return fingerprint(self.public)


class SigningKey:
    """An opened key: its public part, and signatures. The private part shows in no message, log, copy or pickle."""

    __slots__ = ("_key", "signer")

    def __init__(self, title: str, secret: bytes) -> None:
        self._key = _Ed25519(secret)
        self.signer = Signer(title, bytes(self._key.verify_key))

    def sign(self, content: bytes) -> bytes:
        """The signature over some bytes: the same each time."""
        return self._key.sign(content).signature

    def __repr__(self) -> str:
        return "<SigningKey>"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a signing key is never copied or pickled")


def verify(public: bytes, signature: bytes, content: bytes) -> bool:
    """Whether the holder of a key signed exactly these bytes."""
    try:
        VerifyKey(public).verify(content, signature)
    except (BadSignatureError, ValueError, TypeError):
        return False
    return True


def fingerprint(public: bytes) -> str:
    """Forty digits in groups of five that stand for a key: digits can be read out and compared over the telephone, and
    there are too many to find another key with the same."""
    number = int.from_bytes(hashlib.sha256(b"fingerprint 1" + public).digest(), "big")
    digits = str(number % 10 ** (_GROUPS * _DIGITS)).zfill(_GROUPS * _DIGITS)
    return _grouped(digits)


def as_fingerprint(text: str) -> str:
    """A fingerprint that somebody typed, as it is written here; empty when it is none."""
    digits = re.sub(r"[\s-]+", "", text)
    whole = digits.isascii() and digits.isdigit() and len(digits) == _GROUPS * _DIGITS
    return _grouped(digits) if whole else ""


# --- the file of a key -----------------------------------------------------------------------------------------------
#
# {"format": 1, "what": ..., "title": ..., "public": hex, "private": the seed under a passphrase, bound to the rest}


def new(title: str, passphrase: str, cost: Cost | None = None) -> tuple[bytes, SigningKey]:
    """The file of a fresh key, and the key. The title is of an office or a directory, such as Saltmarch directory."""
    title = " ".join(title.split())
    if not title or len(title) > LONGEST_TITLE or not title.isprintable():
        raise Problem(
            f"The title of a key is one line of at most {LONGEST_TITLE} characters.",
            "Name the directory or the office, such as Saltmarch directory. Do not name a person.",
        )
    check_passphrase(passphrase)
    secret = bytes(_Ed25519.generate())
    key = SigningKey(title, secret)
    whole = {
        "format": FORMAT,
        "what": _WHAT,
        "title": title,
        "public": key.signer.public.hex(),
        "private": wrapped(secret, passphrase, cost or Cost(), _bound_to(key.signer)),
    }
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode(), key


def signer(file: bytes) -> Signer:
    """The public part of a key's file, for which no passphrase is needed."""
    return _read(file)[0]


def unlock(file: bytes, passphrase: str) -> SigningKey:
    """The key of a file. A wrong passphrase and a damaged file are each a `Problem` of their own."""
    stated, private = _read(file)
    try:
        secret = unwrapped(private, passphrase, _bound_to(stated))
    except ValueError as error:
        raise _damaged() from error
    if secret is None:
        raise Problem(
            "That is not the passphrase of this signing key, or its file was changed.",
            "Check Caps Lock and the keyboard language, then type it again. There is no limit on tries.",
        )
    return SigningKey(stated.title, secret)


def read(path: Path) -> bytes:
    """The bytes of a key's file."""
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise Problem(
            f"The signing key {path} cannot be read: {error.strerror}.", "Check the path, and that it is in its place."
        ) from error


def write(path: Path, file: bytes) -> None:
    """Keep the file of a new key, readable by its owner only. One that is there already is never written over."""
    signer(file)
    if path.exists():
        raise Problem(
            f"{path} is there already, and a signing key is never written over.",
            "Choose another name. With a lost key, no pack can follow those that it signed.",
        )
    try:
        write_private(path, file)
    except OSError as error:
        raise Problem(
            f"The signing key could not be written to {path}.", "Choose a folder that you may write to."
        ) from error


def _read(file: bytes) -> tuple[Signer, dict[str, Any]]:
    try:
        whole = json.loads(file)
        number, what, title = whole["format"], whole["what"], whole["title"]
        public, private = bytes.fromhex(whole["public"]), whole["private"]
    except (ValueError, TypeError, KeyError, RecursionError, binascii.Error) as error:
        raise _damaged() from error
    if what != _WHAT or type(number) is not int or number < 1:
        raise _damaged()
    if number > FORMAT:
        raise Problem(
            "The signing key was made by a newer release of this program.",
            "Install the newer release, or ask your IT team to.",
        )
    whole_and_plain = isinstance(title, str) and isinstance(private, dict) and len(public) == PUBLIC_BYTES
    if not whole_and_plain or len(file) > _MOST_BYTES:
        raise _damaged()
    return Signer(title, public), private


def _bound_to(signer: Signer) -> bytes:
    return b"referral-assistant signing key 1: " + signer.public + signer.title.encode()


def _grouped(digits: str) -> str:
    return " ".join(digits[start : start + _DIGITS] for start in range(0, len(digits), _DIGITS))


def _damaged() -> Problem:
    return Problem(
        "This is not the file of a signing key, or it is damaged.",
        f"Choose the file that was made with the key; its name usually ends with {ENDING}. A backup of it is as good.",
    )
