"""The sealed file that a directory pack is: what stands where, its signature, and how it is opened without trust.

    referral-assistant directory pack 1
    the signer's public key, as 64 hexadecimal digits
    the signature over all other lines and the body, as 128
    how many bytes follow this line, as 10 digits
    the head, as one line of JSON
    the body, compressed

Until the signature is found to fit, nothing is read but the first four lines, whose lengths are known.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from referral_assistant.problems import Problem
from referral_assistant.vault import signing
from referral_assistant.vault.signing import SigningKey

FORMAT = 1
MOST_BYTES = 64 << 20
MOST_BODY = 512 << 20
MOST_LINE = 1 << 20

MAGIC = b"referral-assistant directory pack "
_FRAME = re.compile(rb"(?s)([1-9][0-9]{0,3})\n([0-9a-f]{64})\n([0-9a-f]{128})\n([0-9]{10})\n(.*)")
_NUMBER = re.compile(rb"([1-9][0-9]{0,3})\n")
_NO_SIGNATURE = b"0" * 128


class Why(StrEnum):
    """Why a pack was refused."""

    NOT_A_PACK = "not a pack"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too large"
    NEWER_FORMAT = "newer format"
    UNSIGNED = "unsigned"
    CUT_SHORT = "cut short"
    CHANGED = "changed"
    NOT_TRUSTED = "not trusted"
    IN_USE = "in use"
    OLDER = "older"
    SAME_TITLE = "same title"
    FICTIONAL = "fictional"
    MISTAKES = "mistakes"


class Refused(Problem):
    """A pack that is not taken: why, in a code and a sentence, and the fingerprint of the signer it names."""

    def __init__(self, why: Why, sentence: str, advice: str, fingerprint: str = "") -> None:
        super().__init__(sentence, advice)
        self.why = why
        self.fingerprint = fingerprint


class Opened(NamedTuple):
    """A pack whose signature fits: whose it is, its head, and its body, still compressed."""

    fingerprint: str
    head: bytes
    body: bytes


def seal(head: bytes, body: bytes, key: SigningKey) -> bytes:
    """A pack of a head of one line and a body."""
    rest = head + b"\n" + zlib.compress(body, 9)
    public, size = key.signer.public.hex().encode(), b"%010d" % len(rest)
    signature = key.sign(_signed(public, size, rest)).hex().encode()
    return b"%b%d\n%b\n%b\n%b\n%b" % (MAGIC, FORMAT, public, signature, size, rest)


def unseal(content: bytes) -> Opened:
    """Open a pack. Raises `Refused` unless every byte is as somebody signed it; whose signature it is, is for the
    caller to judge."""
    public, signature, size, rest = _frame(content)
    fingerprint = signing.fingerprint(bytes.fromhex(public.decode()))
    if signature == _NO_SIGNATURE:
        raise _unsigned()
    if len(rest) < int(size):
        raise Refused(
            Why.CUT_SHORT,
            f"This pack is not whole: {len(rest)} of {int(size)} bytes are there. It names the signer {fingerprint}.",
            "Copy it again, or ask for it again.",
            fingerprint,
        )
    public_bytes, signature_bytes = bytes.fromhex(public.decode()), bytes.fromhex(signature.decode())
    if not signing.verify(public_bytes, signature_bytes, _signed(public, size, rest)) or len(rest) != int(size):
        raise Refused(
            Why.CHANGED,
            f"This pack was changed after it was signed, or was damaged on its way. It names the signer {fingerprint}, "
            "whose signature does not fit it.",
            "Do not use it. Ask the area lead for the pack again.",
            fingerprint,
        )
    head, _newline, body = rest.partition(b"\n")
    return Opened(fingerprint, head, body)


def lines(opened: Opened) -> Iterator[bytes]:
    """The lines of a body, unpacked little by little. Raises `ValueError` when it is larger than any pack may be."""
    unpacker = zlib.decompressobj()
    total, waiting = 0, b""
    for piece in _pieces(unpacker, opened.body):
        total += len(piece)
        *whole, waiting = (waiting + piece).split(b"\n")
        if total > MOST_BODY or len(waiting) > MOST_LINE:
            raise ValueError("larger than a pack may be")
        yield from whole
    if not unpacker.eof or waiting or unpacker.unused_data:
        raise ValueError("does not end as it should")


def _pieces(unpacker: zlib._Decompress, packed: bytes) -> Iterable[bytes]:
    try:
        while packed and not unpacker.eof:
            yield unpacker.decompress(packed, 1 << 18)
            packed = unpacker.unconsumed_tail
    except zlib.error as error:
        raise ValueError("cannot be unpacked") from error


def _frame(content: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    """Public key, signature, size and rest, as they stand."""
    if len(content) > MOST_BYTES:
        raise too_large()
    number = _NUMBER.match(content[len(MAGIC) :][:5])
    if not content.startswith(MAGIC) or number is None:
        raise Refused(
            Why.NOT_A_PACK,
            "This file is not a directory pack.",
            "A pack is one file that your area lead makes; its name usually ends with .rapack.",
        )
    if int(number[1]) > FORMAT:
        raise Refused(
            Why.NEWER_FORMAT,
            "This pack was made by a newer release of this program, in a form that this release cannot read.",
            "Install the newer release, or ask your IT team to. The directory in use stays as it is.",
        )
    frame = _FRAME.fullmatch(content[len(MAGIC) :])
    if frame is None:
        raise _unsigned()
    return frame[2], frame[3], frame[4], frame[5]


def _signed(public: bytes, size: bytes, rest: bytes) -> bytes:
    """What the signature is over: everything but itself."""
    return b"%b%d\n%b\n%b\n%b" % (MAGIC, FORMAT, public, size, rest)


def too_large() -> Refused:
    """For a file that no pack can be."""
    return Refused(
        Why.TOO_LARGE,
        f"This file is larger than {MOST_BYTES >> 20} MB, and no directory pack is.",
        "Check that it is the file you meant.",
    )


def _unsigned() -> Refused:
    return Refused(
        Why.UNSIGNED,
        "This pack is not signed, so nobody can say who made it. It names no signer.",
        "Do not use it. Ask the area lead for the signed pack.",
    )
