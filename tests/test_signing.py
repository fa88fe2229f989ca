"""Signing keys: what they sign is known as theirs, everything else is not, and the private part shows nowhere."""

from __future__ import annotations

import contextlib
import copy
import json
import os
import pickle
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from referral_assistant.problems import Problem
from referral_assistant.vault import Cost, signing
from referral_assistant.vault.signing import SigningKey, as_fingerprint, fingerprint, verify

CHEAP = Cost(passes=1, memory=8192)
PASSPHRASE = "lantern gravel otter"
TITLE = "Saltmarch directory"


@pytest.fixture(scope="module")
def made() -> tuple[bytes, SigningKey]:
    return signing.new(TITLE, PASSPHRASE, CHEAP)


@given(content=st.binary(max_size=200), other=st.binary(max_size=200))
def test_only_what_was_signed_is_known_as_signed(made: tuple[bytes, SigningKey], content: bytes, other: bytes) -> None:
    key = made[1]
    signature = key.sign(content)
    assert signature == key.sign(content)
    assert verify(key.signer.public, signature, content)
    assert verify(key.signer.public, signature, other) == (other == content)


def test_a_signature_is_of_one_key_alone(made: tuple[bytes, SigningKey]) -> None:
    other = signing.new(TITLE, PASSPHRASE, CHEAP)[1]
    assert other.signer != made[1].signer
    assert not verify(other.signer.public, made[1].sign(b"a pack"), b"a pack")


@pytest.mark.parametrize(("public", "signature"), [(b"", b""), (bytes(32), bytes(64)), (bytes(31), bytes(64))])
def test_what_is_no_key_or_no_signature_proves_nothing(public: bytes, signature: bytes) -> None:
    assert not verify(public, signature, b"a pack")


def test_the_file_opens_with_its_passphrase_and_says_whose_it_is_without(made: tuple[bytes, SigningKey]) -> None:
    file, key = made
    opened = signing.unlock(file, PASSPHRASE)
    assert opened.sign(b"a pack") == key.sign(b"a pack")
    assert signing.signer(file) == key.signer
    assert key.signer.title == TITLE


def test_a_wrong_passphrase_is_said(made: tuple[bytes, SigningKey]) -> None:
    with pytest.raises(Problem, match="That is not the passphrase of this signing key") as caught:
        signing.unlock(made[0], "thistle beacon ferry")
    assert "Caps Lock" in caught.value.advice


def test_neither_title_nor_public_part_can_be_exchanged(made: tuple[bytes, SigningKey]) -> None:
    other = signing.new(TITLE, PASSPHRASE, CHEAP)[1].signer.public.hex()
    for change in ({"title": "Another directory"}, {"public": other}):
        with pytest.raises(Problem, match="or its file was changed"):
            signing.unlock(json.dumps({**json.loads(made[0]), **change}).encode(), PASSPHRASE)


@settings(max_examples=200)
@given(st.data())
def test_a_damaged_file_is_said_and_never_opens_as_another_key(
    made: tuple[bytes, SigningKey], data: st.DataObject
) -> None:
    file, key = made
    damaged = bytearray(file)
    damaged[data.draw(st.integers(0, len(file) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with contextlib.suppress(Problem):
        assert signing.unlock(bytes(damaged), PASSPHRASE).signer == key.signer


@pytest.mark.parametrize(
    "file", [b"", b"{}", b"[]", b"\xff", b'{"format": 1}', b"[" * 100_000, b"{" + b" " * 20_000 + b"}"]
)
def test_what_is_no_key_is_said(file: bytes) -> None:
    with pytest.raises(Problem, match="This is not the file of a signing key"):
        signing.signer(file)


def test_a_key_of_a_newer_release_is_refused_politely(made: tuple[bytes, SigningKey]) -> None:
    with pytest.raises(Problem, match="newer release"):
        signing.signer(json.dumps({**json.loads(made[0]), "format": 2}).encode())


def test_the_private_part_shows_nowhere(made: tuple[bytes, SigningKey]) -> None:
    file, key = made
    assert repr(key) == str(key) == "<SigningKey>"
    for take in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="never copied or pickled"):
            take(key)
    secret = bytes(key._key)
    for shown in (secret, secret.hex().encode(), PASSPHRASE.encode()):
        assert shown not in file


@pytest.mark.parametrize("title", ["", "   ", "x" * 101, "a\x07bell"])
def test_a_title_is_one_line(title: str) -> None:
    with pytest.raises(Problem, match="The title of a key is one line"):
        signing.new(title, PASSPHRASE, CHEAP)


def test_a_weak_passphrase_is_refused() -> None:
    with pytest.raises(Problem, match="at least 12 characters"):
        signing.new(TITLE, "short", CHEAP)


# --- fingerprints ----------------------------------------------------------------------------------------------------


def test_a_fingerprint_is_eight_groups_that_never_change() -> None:
    assert fingerprint(bytes(32)) == "85119 20014 76158 58410 81955 84172 65178 00631"
    assert re.fullmatch(r"\d{5}( \d{5}){7}", fingerprint(bytes(range(32))))


@given(st.binary(min_size=32, max_size=32))
def test_a_fingerprint_is_known_however_it_is_typed(public: bytes) -> None:
    shown = fingerprint(public)
    for typed in (shown, shown.replace(" ", ""), shown.replace(" ", "-"), f"  {shown}\n"):
        assert as_fingerprint(typed) == shown


@pytest.mark.parametrize("text", ["", "12345", "x" * 40, "1" * 39, "1" * 41, "٣" * 40])
def test_what_is_no_fingerprint_is_none(text: str) -> None:
    assert as_fingerprint(text) == ""


# --- files -----------------------------------------------------------------------------------------------------------


def test_a_key_on_disk_is_its_owners_alone_and_never_written_over(
    tmp_path: Path, made: tuple[bytes, SigningKey]
) -> None:
    path = tmp_path / "keys" / f"saltmarch{signing.ENDING}"
    signing.write(path, made[0])
    assert signing.read(path) == made[0]
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(Problem, match="never written over"):
        signing.write(path, signing.new(TITLE, PASSPHRASE, CHEAP)[0])
    assert signing.read(path) == made[0]


def test_a_key_that_is_not_there_or_cannot_be_written_is_said(tmp_path: Path, made: tuple[bytes, SigningKey]) -> None:
    with pytest.raises(Problem, match="cannot be read"):
        signing.read(tmp_path / "none.rakey")
    (tmp_path / "a file").write_text("")
    with pytest.raises(Problem, match="could not be written"):
        signing.write(tmp_path / "a file" / "key.rakey", made[0])
