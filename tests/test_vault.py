"""The vault: the right passphrase gives the key back, everything else a sentence, and the key shows nowhere."""

from __future__ import annotations

import copy
import json
import os
import pickle
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from referral_assistant import vault
from referral_assistant.problems import Problem
from referral_assistant.vault import Cost, Key

CHEAP = Cost(passes=1, memory=8192)
PASSPHRASE = "lantern gravel otter"
OTHER = "thistle beacon ferry"


@pytest.fixture(scope="module")
def made() -> tuple[bytes, Key]:
    return vault.new(PASSPHRASE, CHEAP)


def test_unlock_gives_the_key_back(made: tuple[bytes, Key]) -> None:
    file, key = made
    assert vault.unlock(file, PASSPHRASE) == key
    assert len(bytes.fromhex(key.hex())) == 32


def test_every_vault_has_a_key_of_its_own(made: tuple[bytes, Key]) -> None:
    assert vault.new(PASSPHRASE, CHEAP)[1] != made[1]


def test_an_accent_opens_however_it_is_composed() -> None:
    composed, apart = (unicodedata.normalize(form, "café thé fenêtre") for form in ("NFC", "NFD"))
    file, key = vault.new(composed, CHEAP)
    assert composed != apart
    assert vault.unlock(file, apart) == key


def test_a_wrong_passphrase_is_said(made: tuple[bytes, Key]) -> None:
    with pytest.raises(Problem, match="That is not the passphrase of this vault") as caught:
        vault.unlock(made[0], OTHER)
    assert "Caps Lock" in caught.value.advice
    assert PASSPHRASE not in repr(caught.value)


@pytest.mark.parametrize("passphrase", ["", "short", "elevenchars", "aaaaaaaaaaaaaaaaaaa", "            "])
def test_a_weak_passphrase_is_refused(passphrase: str) -> None:
    with pytest.raises(Problem, match="at least 12 characters"):
        vault.new(passphrase, CHEAP)


def test_the_advice_says_that_a_lost_passphrase_cannot_be_recovered() -> None:
    assert any("cannot be recovered" in line for line in vault.passphrase_advice())


def test_a_new_passphrase_keeps_the_key_and_ends_the_old_one(made: tuple[bytes, Key]) -> None:
    file, key = made
    changed = vault.rewrap(file, PASSPHRASE, OTHER, CHEAP)
    assert vault.unlock(changed, OTHER) == key
    with pytest.raises(Problem, match="not the passphrase"):
        vault.unlock(changed, PASSPHRASE)


def test_a_wrapping_of_another_kind_is_left_as_it_is(made: tuple[bytes, Key]) -> None:
    recovery = {"kind": "recovery", "sealed": "for a later release"}
    file = vault._written([recovery, *json.loads(made[0])["wrappings"]])
    changed = vault.rewrap(file, PASSPHRASE, OTHER, CHEAP)
    assert recovery in json.loads(changed)["wrappings"]
    assert vault.unlock(changed, OTHER) == made[1]


@settings(max_examples=300)
@given(st.data())
def test_one_flipped_bit_never_opens_and_is_said(made: tuple[bytes, Key], data: st.DataObject) -> None:
    damaged = bytearray(made[0])
    damaged[data.draw(st.integers(0, len(damaged) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(Problem, match=r"damaged|newer release"):
        vault.unlock(bytes(damaged), PASSPHRASE)


@given(st.data())
def test_a_file_cut_short_is_said_to_be_damaged(made: tuple[bytes, Key], data: st.DataObject) -> None:
    with pytest.raises(Problem, match="The vault file is damaged") as caught:
        vault.unlock(made[0][: data.draw(st.integers(0, len(made[0]) - 2))], PASSPHRASE)
    assert "backup" in caught.value.advice


@pytest.mark.parametrize("change", [{"memory": 1 << 40}, {"passes": 10**6}, {"salt": ""}, {"method": "none"}])
def test_a_file_may_not_ask_for_anything_absurd(made: tuple[bytes, Key], change: dict[str, object]) -> None:
    file = vault._written([{**json.loads(made[0])["wrappings"][0], **change}])
    with pytest.raises(Problem, match="The vault file is damaged"):
        vault.unlock(file, PASSPHRASE)


def test_a_newer_vault_is_refused_politely(made: tuple[bytes, Key]) -> None:
    newer = json.dumps({**json.loads(made[0]), "format": 2}).encode()
    with pytest.raises(Problem, match="newer release of this program, and has not been touched"):
        vault.unlock(newer, PASSPHRASE)


def test_too_little_memory_is_not_taken_for_a_wrong_passphrase() -> None:
    with pytest.raises(Problem, match="free memory") as caught:
        vault.derive(PASSPHRASE, bytes(16), Cost(1, 1 << 41))
    assert "Close other programs" in caught.value.advice


def test_the_key_shows_nowhere(made: tuple[bytes, Key]) -> None:
    file, key = made
    assert repr(key) == str(key) == f"{key}" == "<Key>"
    for take in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="never copied or pickled"):
            take(key)
    for secret in (key.hex().encode(), bytes.fromhex(key.hex()), PASSPHRASE.encode()):
        assert secret not in file


def test_a_wiped_key_is_gone() -> None:
    _, key = vault.new(PASSPHRASE, CHEAP)
    inside = key._data
    key.wipe()
    assert key.wiped
    assert not any(inside)
    with pytest.raises(ValueError, match="wiped"):
        key.hex()


# --- files -----------------------------------------------------------------------------------------------------------


def test_a_vault_on_disk(tmp_path: Path) -> None:
    folder = tmp_path / "live"
    key = vault.create(folder, PASSPHRASE, CHEAP)
    assert vault.unlock(vault.read(folder), PASSPHRASE) == key
    assert [path.name for path in folder.iterdir()] == [vault.FILE_NAME]
    if os.name == "posix":
        assert (folder / vault.FILE_NAME).stat().st_mode & 0o777 == 0o600
        assert folder.stat().st_mode & 0o777 == 0o700


def test_a_vault_is_never_written_over_by_a_new_one(tmp_path: Path) -> None:
    key = vault.create(tmp_path, PASSPHRASE, CHEAP)
    with pytest.raises(Problem, match="already holds a vault"):
        vault.create(tmp_path, OTHER, CHEAP)
    assert vault.unlock(vault.read(tmp_path), PASSPHRASE) == key


def test_changing_the_passphrase_on_disk(tmp_path: Path) -> None:
    key = vault.create(tmp_path, PASSPHRASE, CHEAP)
    with pytest.raises(Problem, match="not the passphrase"):
        vault.change_passphrase(tmp_path, "not the right one", OTHER, CHEAP)
    vault.change_passphrase(tmp_path, PASSPHRASE, OTHER, CHEAP)
    assert vault.unlock(vault.read(tmp_path), OTHER) == key


def test_a_missing_vault_is_said(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="vault file is missing"):
        vault.read(tmp_path)


def test_what_was_left_of_a_crash_is_no_obstacle(tmp_path: Path) -> None:
    key = vault.create(tmp_path, PASSPHRASE, CHEAP)
    (tmp_path / f"{vault.FILE_NAME}.tmp").write_bytes(b"half a va")
    assert vault.unlock(vault.read(tmp_path), PASSPHRASE) == key
    vault.change_passphrase(tmp_path, PASSPHRASE, OTHER, CHEAP)
    assert [path.name for path in tmp_path.iterdir()] == [vault.FILE_NAME]


def test_a_write_that_fails_leaves_the_vault_as_it_was(tmp_path: Path) -> None:
    key = vault.create(tmp_path, PASSPHRASE, CHEAP)
    (tmp_path / f"{vault.FILE_NAME}.tmp").mkdir()
    with pytest.raises(Problem, match="could not be written, and the one before it is unchanged"):
        vault.change_passphrase(tmp_path, PASSPHRASE, OTHER, CHEAP)
    assert vault.unlock(vault.read(tmp_path), PASSPHRASE) == key


def test_what_is_no_vault_is_never_written(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="damaged"):
        vault.write(tmp_path / vault.FILE_NAME, b"{}")
    assert not list(tmp_path.iterdir())
