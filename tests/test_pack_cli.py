"""The commands about packs, and what a directory holds after one was taken: layers, history, and nothing by halves."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from referral_assistant.cli import run
from referral_assistant.directory import SAMPLE, load, pack
from referral_assistant.directory.pack import id_for, into, make, read
from referral_assistant.directory.trust import trusted
from referral_assistant.model import AreaContact, Kind, Service
from referral_assistant.store.directory import Directory, Query, open_directory
from referral_assistant.vault import signing
from tests.saltmarch import CHEAP, KEY, PASSPHRASE

Capture = pytest.CaptureFixture[str]

PRINT = KEY.signer.fingerprint
TRUST = trusted([PRINT])
TITLE = "Saltmarch"
SERVICES = load(SAMPLE)
DESK = AreaContact("x-eastmere", "adults", "Duty desk", "01632 960 305", fictional=True)
ISSUED = datetime.fromisoformat("2026-11-22T09:30:00+00:00")


def edition(
    number: int, services: tuple[Service, ...] = SERVICES, contacts: tuple[AreaContact, ...] = (DESK,)
) -> bytes:
    issued = ISSUED + timedelta(days=number)
    return make(services, contacts, None, TITLE, id_for(TITLE, KEY), number, issued, KEY)


def take(directory: Directory, content: bytes) -> dict[str, list[str]]:
    """Outcome -> the entries that had it."""
    found: dict[str, list[str]] = {}
    for taken in into(read(content, TRUST, directory.origins(), directory.kind), directory, "Area lead"):
        found.setdefault(taken.outcome, []).append(taken.entry)
    return found


@pytest.fixture
def directory() -> Directory:
    return open_directory(None, Kind.TRAINING)


# --- taking ----------------------------------------------------------------------------------------------------------


def test_a_pack_becomes_a_layer_with_its_services_and_contacts(directory: Directory) -> None:
    assert set(take(directory, edition(1))) == {"added"}
    assert {service.id for service in directory.all()} == {service.id for service in SERVICES}
    assert directory.contacts("x-eastmere") == (DESK,)
    (origin,) = directory.origins()
    assert (origin.kind, origin.title, origin.serial, origin.signer) == ("pack", TITLE, 1, PRINT)
    assert origin.issued == ISSUED + timedelta(days=1)


def test_a_newer_edition_replaces_what_came_and_keeps_what_was_added_here(directory: Directory) -> None:
    take(directory, edition(1))
    first, second, *others = SERVICES
    directory.checked(first.id, date(2026, 11, 20), "Duty worker", {"waiting": "Two weeks"})
    changed = (pack.replace(first, waiting="Six weeks"), *others)
    found = take(directory, edition(2, changed, (pack.replace(DESK, telephone="01632 960 306"),)))
    assert found["updated"] == [DESK.id]  # what was laid over the other still counts
    assert found["withdrawn"] == [second.id]
    entry = directory.entry(first.id)
    assert entry is not None
    assert (entry.service.waiting, entry.differs) == ("Two weeks", ("waiting",))
    assert entry.imported is not None
    assert entry.imported.waiting == "Six weeks"
    assert entry.service.assured_date == date(2026, 11, 20)
    assert second.id not in {service.id for service in directory.all()}
    assert directory.contacts("x-eastmere")[0].telephone == "01632 960 306"
    assert len(directory.find(Query(only="withdrawn"))) == 1


def test_whoever_stops_in_the_middle_has_changed_nothing(directory: Directory) -> None:
    taking = into(read(edition(1), TRUST, kind=Kind.TRAINING), directory, "Area lead")
    next(taking)
    taking.close()  # type: ignore[attr-defined]
    assert directory.count == 0
    assert directory.origins() == ()


def test_a_pack_cannot_put_itself_in_the_place_of_another_layer() -> None:
    own = open_directory(None, Kind.TRAINING, SERVICES[:1])
    content = make(SERVICES[1:2], (), None, "Programme", "programme", 1, ISSUED, KEY)
    take(own, content)
    assert {service.id for service in own.all()} == {SERVICES[0].id, SERVICES[1].id}


def test_what_every_copy_brings_is_not_published() -> None:
    own = open_directory(None, Kind.TRAINING, SERVICES[:1])
    own.add(SERVICES[1], "Area lead")
    assert [service.id for service in pack.publishable(own)] == [SERVICES[1].id]


# --- the commands ----------------------------------------------------------------------------------------------------


@pytest.fixture
def area_lead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> Callable[..., Path]:
    """Publishes the sample; the key is made for the first edition."""
    monkeypatch.setenv("REFERRAL_ASSISTANT_KEY_PASSPHRASE", PASSPHRASE)
    monkeypatch.setattr("referral_assistant.vault.signing.Cost", lambda: CHEAP)

    def publish(name: str = "saltmarch.rapack", source: Path = SAMPLE, *more: str) -> Path:
        key = tmp_path / "saltmarch.rakey"
        if not key.exists():
            assert run(["directory", "key", "--out", str(key), "--title", "Saltmarch directory"]) == 0
        out = tmp_path / name
        words = ["--from", str(source), "--key", str(key), "--title", TITLE, "--out", str(out), *more]
        assert run(["directory", "pack", *words]) == 0
        return out

    return publish


def fingerprint(folder: Path) -> str:
    return signing.signer(signing.read(folder / "saltmarch.rakey")).fingerprint


def said(capsys: Capture) -> Any:
    return json.loads(capsys.readouterr().out)


def test_a_key_a_pack_and_a_directory_that_takes_it(
    area_lead: Callable[..., Path], tmp_path: Path, capsys: Capture
) -> None:
    published = str(area_lead())
    named = fingerprint(tmp_path)
    assert capsys.readouterr().out.count(named) == 2
    local = tmp_path / "directory.db"
    with closing(open_directory(local, Kind.TRAINING)):
        pass
    command = ["directory", "read-pack", published, "--training", "--into", str(local)]
    assert run(command) == 2
    assert named in capsys.readouterr().err
    assert run([*command, "--trust", named.replace(" ", ""), "--json"]) == 0
    found = said(capsys)
    assert (found["title"], found["fingerprint"], found["taken"]) == (TITLE, named, {"added": len(SERVICES)})
    assert run(command) == 2
    assert "is in use already" in capsys.readouterr().err
    with closing(open_directory(local, Kind.TRAINING)) as directory:
        assert directory.trusted() == {named: "Saltmarch directory"}
        assert directory.count == len(SERVICES)


def test_a_directory_is_published_from_its_file(
    area_lead: Callable[..., Path], tmp_path: Path, capsys: Capture
) -> None:
    local = tmp_path / "directory.db"
    with closing(open_directory(local, Kind.TRAINING, SERVICES[:3])) as directory:
        directory.add(SERVICES[3], "Area lead")
        directory.put_contact(DESK, "Area lead")
    head = tmp_path / "letterhead.toml"
    head.write_text('name = "Eastmere Council"\naddress = ["12 Quay Road"]\nsign_off = "Yours sincerely"\n')
    published = area_lead(
        "own.rapack", local, "--training", "--letterhead", str(head), "--attribution", "Facts of ours"
    )
    capsys.readouterr()
    assert run(["directory", "read-pack", str(published), "--training", "--trust", fingerprint(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "1 service, 1 contact" in out
    assert "Facts of ours" in out
    found = read(published.read_bytes(), trusted([fingerprint(tmp_path)]), kind=Kind.TRAINING)
    assert [service.id for service in found.services] == [SERVICES[3].id]
    assert found.letterhead == pack.Letterhead("Eastmere Council", ("12 Quay Road",), "", "Yours sincerely")


def test_a_pack_makes_the_directory_it_goes_into_and_a_refused_one_does_not(
    area_lead: Callable[..., Path], tmp_path: Path, capsys: Capture
) -> None:
    published, new = area_lead(), tmp_path / "new.db"
    assert run(["directory", "read-pack", str(published), "--into", str(new), "--training"]) == 2
    assert not new.exists()
    arguments = ["--into", str(new), "--training", "--trust", fingerprint(tmp_path)]
    assert run(["directory", "read-pack", str(published), *arguments]) == 0
    with closing(open_directory(new, Kind.TRAINING)) as directory:
        assert directory.count == len(SERVICES)


def test_nothing_is_published_while_nobody_has_said_what_kind_the_services_are(
    area_lead: Callable[..., Path], tmp_path: Path, capsys: Capture
) -> None:
    local = tmp_path / "directory.db"
    with closing(open_directory(local, Kind.TRAINING)) as directory:
        directory.add(replace(SERVICES[0], kind=""), "Area lead")
    area_lead()
    arguments = ["--key", str(tmp_path / "saltmarch.rakey"), "--title", "T", "--out", str(tmp_path / "x.rapack")]
    assert run(["directory", "pack", "--from", str(local), "--training", *arguments]) == 2
    assert "nobody has said yet what kind 1 service is" in capsys.readouterr().err
    assert not (tmp_path / "x.rapack").exists()


def test_s20_a_live_directory_takes_no_fictional_pack(
    area_lead: Callable[..., Path], tmp_path: Path, capsys: Capture
) -> None:
    published = area_lead()
    local = tmp_path / "directory.db"
    with closing(open_directory(local, Kind.LIVE)):
        pass
    assert run(["directory", "read-pack", str(published), "--into", str(local), "--trust", fingerprint(tmp_path)]) == 2
    assert "fictional services, which load only in training" in capsys.readouterr().err
    with closing(open_directory(local, Kind.LIVE)) as directory:
        assert (directory.count, directory.trusted()) == (0, {})


def test_where_the_organisation_locks_the_list_no_command_adds_to_it(
    area_lead: Callable[..., Path], tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from referral_assistant import policy
    from referral_assistant.policy.reading import from_bytes, layered

    published = str(area_lead())
    named = fingerprint(tmp_path)

    def locked(value: list[str]) -> None:
        settings = {"directory.trusted_signers": {"value": value, "locked": True}}
        content = json.dumps({"format": 1, "settings": settings}).encode()
        monkeypatch.setattr(policy, "in_force", lambda: layered([from_bytes("p.json", content)]))

    locked([])
    assert run(["directory", "read-pack", published, "--training", "--trust", named]) == 2
    assert "not on your organisation’s list" in capsys.readouterr().err
    locked([f"{named} Saltmarch directory"])
    assert run(["directory", "read-pack", published, "--training"]) == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["read-pack", "none.rapack"], "This file cannot be read"),
        (["read-pack", "saltmarch.rapack", "--trust", "12345"], "is not a fingerprint"),
        (["key", "--out", "saltmarch.rakey"], "never written over"),
        (["pack", "--from", "none.db", "--key", "saltmarch.rakey", "--title", "T", "--out", "x"], "no file"),
        (["pack", "--from", str(SAMPLE), "--key", "none", "--title", "T", "--out", "x"], "cannot be read"),
        (
            ["pack", "--from", str(SAMPLE), "--key", "saltmarch.rakey", "--title", "T", "--out", "no/x"],
            "not be written",
        ),
        (["pack", "--from", str(SAMPLE), "--key", "saltmarch.rakey", "--title", " ", "--out", "x"], "title of a pack"),
    ],
)
def test_what_goes_wrong_is_a_sentence_and_exit_code_2(
    area_lead: Callable[..., Path],
    tmp_path: Path,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    sentence: str,
) -> None:
    area_lead()
    monkeypatch.chdir(tmp_path)
    assert run(["directory", *words]) == 2
    assert sentence in capsys.readouterr().err


def test_a_wrong_passphrase_writes_nothing(
    area_lead: Callable[..., Path], tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    area_lead()
    monkeypatch.setenv("REFERRAL_ASSISTANT_KEY_PASSPHRASE", "another one altogether")
    out, key = tmp_path / "x.rapack", tmp_path / "saltmarch.rakey"
    words = ["--from", str(SAMPLE), "--key", str(key), "--title", TITLE, "--out", str(out)]
    assert run(["directory", "pack", *words]) == 2
    assert "not the passphrase" in capsys.readouterr().err
    assert not out.exists()
