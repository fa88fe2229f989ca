"""Directory packs: what was signed comes out as it went in, and nothing else is ever taken."""

from __future__ import annotations

import json
import random
import re
import zlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from referral_assistant.directory import SAMPLE, load, pack, sealed
from referral_assistant.directory.pack import Letterhead, make, read
from referral_assistant.directory.pack_folder import newest
from referral_assistant.directory.sealed import Refused, Why
from referral_assistant.directory.trust import Trusted, trusted
from referral_assistant.model import AreaContact, Kind, Service, ServiceContact
from referral_assistant.problems import Mistakes
from referral_assistant.vault import signing
from referral_assistant.vault.signing import SigningKey
from tests.saltmarch import CHEAP, KEY, PASSPHRASE

STRANGER = signing.new("Saltmarch directory", PASSPHRASE, CHEAP)[1]
PRINT = KEY.signer.fingerprint
TRUST = trusted([f"{PRINT} Saltmarch directory"])
ISSUED = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ID = "saltmarch-1"

REAL = (
    Service(
        id="northfield-programme",
        name="Northfield Change Programme",
        kind="behaviour_change",
        organisation="Northfield",
        service_areas=("uk",),
        contact=ServiceContact(address=("1 Private Row",), website="northfield.test"),
        private=("contact.address",),
        latitude=51.87654,
        longitude=-0.41234,
        assured_date=date(2026, 11, 2),
        assured_by="M. Okafor",
        source="Rung on that day",
    ),
    Service(
        id="second-line", name="Second Line", kind="behaviour_change", service_areas=("uk",), source="Their leaflet"
    ),
)
CONTACT = AreaContact("uk", "children", "Front door", checked_on=date(2026, 11, 2), checked_by="M. Okafor")
LETTERHEAD = Letterhead("Northfield Council", ("1 High Street", "Northfield"), "01632 960 230", "Yours sincerely")


def made(
    services: Iterable[Service] = REAL,
    serial: int = 1,
    key: SigningKey = KEY,
    title: str = "Saltmarch directory",
    pack_id: str = ID,
    contacts: Iterable[AreaContact] = (),
    issued: datetime = ISSUED,
) -> bytes:
    return make(services, contacts, LETTERHEAD, title, pack_id, serial, issued, key, ["Facts of ours"])


def refused(content: bytes, trust: Trusted = TRUST, latest: Iterable[bytes] = (), kind: Kind = Kind.LIVE) -> Refused:
    origins = [read(used, trust, kind=kind).origin for used in latest]
    with pytest.raises(Refused) as caught:
        read(content, trust, origins, kind)
    assert str(caught.value).endswith(".")
    assert caught.value.advice.endswith(".")
    return caught.value


PACK = made()


def test_what_goes_in_comes_out() -> None:
    content = make(
        REAL,
        [CONTACT],
        LETTERHEAD,
        "Saltmarch  directory ",
        ID,
        3,
        ISSUED,
        KEY,
        ["Facts of ours"],
        private=True,
    )
    found = read(content, TRUST)
    assert found.services == REAL
    assert found.contacts == (CONTACT,)
    assert (found.letterhead, found.attribution) == (LETTERHEAD, ("Facts of ours",))
    assert (found.head.title, found.head.serial, found.head.issued) == ("Saltmarch directory", 3, ISSUED)
    assert (found.head.signer, found.fingerprint) == ("Saltmarch directory", PRINT)
    origin = found.origin
    assert (origin.id, origin.kind, origin.serial, origin.signer) == (f"pack:{ID}", "pack", 3, PRINT)


def test_a_pack_holds_nothing_private_unless_chosen() -> None:
    content = make(REAL, [CONTACT], None, "Saltmarch directory", ID, 1, ISSUED, KEY)
    first = read(content, TRUST).services[0]
    assert first.contact == ServiceContact(website="northfield.test")
    assert first.private == ("contact.address",)
    assert (first.assured_date, first.assured_by) == (date(2026, 11, 2), "")
    assert read(content, TRUST).contacts[0].checked_by == ""
    body = b"\n".join(sealed.lines(sealed.unseal(content)))
    assert b"Private Row" not in body
    assert (first.latitude, first.longitude) == (None, None)
    assert b"51.87" not in body
    assert b"Okafor" not in body


def test_the_same_content_gives_the_same_bytes_in_whatever_order() -> None:
    assert made(reversed(REAL)) == PACK
    assert made() == PACK
    assert made(serial=2) != PACK


def test_a_pack_is_one_file_that_says_what_it_is_on_its_first_line() -> None:
    assert PACK.startswith(b"referral-assistant directory pack 1\n" + KEY.signer.public.hex().encode() + b"\n")


# --- nothing but what was signed -------------------------------------------------------------------------------------


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_any_byte_changed_is_refused(data: st.DataObject) -> None:
    changed = bytearray(PACK)
    place = data.draw(st.integers(0, len(changed) - 1))
    changed[place] = data.draw(st.integers(0, 255).filter(lambda byte: byte != PACK[place]))
    # The exchanged public key is a signer whom nobody trusts, or the signature does not fit it.
    assert refused(bytes(changed)).why in {Why.NOT_A_PACK, Why.NEWER_FORMAT, Why.UNSIGNED, Why.CUT_SHORT, Why.CHANGED}


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_cut_lengthened_or_patched_it_is_refused(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(PACK)))
    end = data.draw(st.integers(start, len(PACK)))
    other = PACK[:start] + data.draw(st.binary(max_size=40)) + PACK[end:]
    if other != PACK:
        refused(other)


@given(st.binary(max_size=300) | st.binary(max_size=300).map(lambda b: b"referral-assistant directory pack 1\n" + b))
def test_what_is_no_pack_is_refused_with_a_sentence(content: bytes) -> None:
    assert refused(content).why in {Why.NOT_A_PACK, Why.UNSIGNED}


def test_a_pack_cut_short_says_so_with_the_signer_it_names() -> None:
    said = refused(PACK[:-20])
    assert said.why is Why.CUT_SHORT
    assert said.fingerprint == PRINT
    assert PRINT in str(said)
    assert "Copy it again" in said.advice


def test_a_body_swapped_between_two_packs_is_refused() -> None:
    other = made(REAL[:1], serial=2)
    head, body = PACK.rsplit(b"}\n", 1)[0], other.rsplit(b"}\n", 1)[1]
    said = refused(head + b"}\n" + body)
    assert said.why in {Why.CHANGED, Why.CUT_SHORT}
    size = b"%010d" % len(head.split(b"\n", 4)[4] + b"}\n" + body)
    parts = (head + b"}\n" + body).split(b"\n", 4)
    said = refused(b"\n".join([*parts[:3], size, parts[4]]))
    assert said.why is Why.CHANGED
    assert PRINT in str(said)


def test_an_unsigned_pack_is_refused() -> None:
    parts = PACK.split(b"\n", 4)
    for signature in (b"0" * 128, b"", b"none"):
        said = refused(b"\n".join([*parts[:2], signature, *parts[3:]]))
        assert said.why is Why.UNSIGNED
        assert "not signed" in str(said)


def test_a_pack_of_a_newer_form_is_refused_politely() -> None:
    said = refused(PACK.replace(b"pack 1\n", b"pack 2\n", 1))
    assert said.why is Why.NEWER_FORMAT
    assert "newer release" in str(said)


def test_a_file_that_is_far_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed, "MOST_BYTES", len(PACK) - 1)
    (tmp_path / "large.rapack").write_bytes(PACK)
    with pytest.raises(Refused, match="larger than"):
        pack.load(tmp_path / "large.rapack")
    assert refused(PACK).why is Why.TOO_LARGE


@pytest.mark.parametrize("body", [b"\n" * 100, b"x" * 5000, b'{"service":' + b"[" * 3000])
def test_a_body_that_swells_is_left_unfinished(monkeypatch: pytest.MonkeyPatch, body: bytes) -> None:
    monkeypatch.setattr(sealed, "MOST_BODY", 50)
    monkeypatch.setattr(sealed, "MOST_LINE", 1000)
    assert refused(_signed(body=body)).why is Why.MISTAKES


# --- whom and what is trusted ----------------------------------------------------------------------------------------


def test_a_stranger_is_refused_with_the_fingerprint_and_what_to_do() -> None:
    said = refused(made(key=STRANGER))
    assert said.why is Why.NOT_TRUSTED
    assert STRANGER.signer.fingerprint in str(said)
    assert "read their fingerprint to you" in said.advice
    assert read(made(key=STRANGER), trusted(own={STRANGER.signer.fingerprint: "Saltmarch"})).services


def test_where_the_organisation_keeps_the_list_nobody_adds_to_it() -> None:
    closed = trusted([PRINT], {STRANGER.signer.fingerprint: "Mine"}, closed=True)
    said = refused(made(key=STRANGER), closed)
    assert said.why is Why.NOT_TRUSTED
    assert "IT team" in said.advice
    assert read(PACK, closed).services
    assert refused(PACK, trusted(closed=True)).why is Why.NOT_TRUSTED


def test_trust_knows_a_fingerprint_however_it_was_typed() -> None:
    found = trusted(own={PRINT.replace(" ", "-"): "Mine", "not a fingerprint": "x"})
    assert found.names == {PRINT: "Mine"}


def test_an_older_edition_and_the_one_in_use_are_refused() -> None:
    older = refused(PACK, latest=[made(serial=2, issued=ISSUED + timedelta(days=7))])
    assert older.why is Why.OLDER
    assert "22 November 2026" in str(older)
    assert "29 November 2026" in str(older)
    assert PRINT in str(older)
    assert refused(PACK, latest=[PACK]).why is Why.IN_USE
    assert read(made(serial=2), TRUST, [read(PACK, TRUST).origin]).head.serial == 2


def test_another_pack_under_the_same_title_is_refused() -> None:
    said = refused(made(pack_id="other-1", title="SALTMARCH Directory"), latest=[PACK])
    assert said.why is Why.SAME_TITLE
    assert "has the id saltmarch-1; this has other-1" in said.advice
    assert read(made(pack_id="other-1", title="Westhaven"), TRUST, [read(PACK, TRUST).origin])


def test_s20_fictional_packs_load_only_in_training() -> None:
    sample = load(SAMPLE)
    content = made(sample, contacts=[AreaContact("x-eastmere", "adults", telephone="01632 960 305", fictional=True)])
    found = read(content, TRUST, kind=Kind.TRAINING)
    assert found.head.fictional
    assert {service.id for service in found.services} == {service.id for service in sample}
    assert refused(content).why is Why.FICTIONAL


def test_s20_a_head_that_denies_it_does_not_help() -> None:
    fictional = replace(load(SAMPLE)[0], fictional=True)
    content = _signed(head={"services": 1}, body=_row("service", pack.to_plain(fictional)))
    assert refused(content).why is Why.FICTIONAL


# --- what is in it ---------------------------------------------------------------------------------------------------


def _signed(head: dict[str, object] | None = None, body: bytes = b"", raw: bytes | None = None) -> bytes:
    """A pack that somebody who is trusted signed, whatever is in it."""
    counts = {"services": 0, "contacts": 0}
    stated = {"id": ID, "title": "T", "serial": 1, "issued": "2026-11-22T09:30:00+00:00", "signer": "S", **counts}
    return sealed.seal(json.dumps({**stated, **(head or {})}).encode() if raw is None else raw, body, KEY)


def _row(name: str, data: object) -> bytes:
    return json.dumps({name: data}).encode() + b"\n"


@given(st.integers())
def test_the_order_of_keys_does_not_matter(seed: int) -> None:
    shuffle = random.Random(seed).shuffle

    def mixed(data: object) -> object:
        if isinstance(data, dict):
            pairs = [(key, mixed(value)) for key, value in data.items()]
            shuffle(pairs)
            return dict(pairs)
        return [mixed(one) for one in data] if isinstance(data, list) else data

    opened = sealed.unseal(PACK)
    rows = [json.dumps(mixed(json.loads(line))).encode() for line in sealed.lines(opened)]
    again = sealed.seal(json.dumps(mixed(json.loads(opened.head))).encode(), b"\n".join(rows) + b"\n", KEY)
    found, first = read(again, TRUST), read(PACK, TRUST)
    assert replace(found, digest="") == replace(first, digest="")


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ({}, b"not json\n"),
        ({}, b"[" * 100_000 + b"\n"),
        ({}, b"{}\n"),
        ({}, b'{"service": {}, "contact": {}}\n'),
        ({}, _row("other", {})),
        ({}, b'{"attribution": "no end of line"}'),
        ({"services": 1}, _row("service", {"id": 5, "name": "A", "kind": "helpline"})),
        ({"services": 1}, _row("service", {"id": "a", "name": "A", "kind": "helpline", "unheard": 1})),
        ({"services": 1}, _row("service", {"id": "a", "name": "A", "kind": "couples", "service_areas": ["uk"]})),
        ({"contacts": 1}, _row("contact", {"area": "uk", "role": "cook"})),
        ({"services": 2}, b""),
        ({"services": 10**9}, b""),
        ({"services": -1}, b""),
        ({}, _row("service", {"id": "a", "name": "A", "kind": "helpline"})),
        ({}, _row("attribution", "Facts of ours") * 101),
        ({}, _row("letterhead", {}) * 2),
        ({"serial": 0}, b""),
        ({"serial": "1"}, b""),
        ({"id": "../x"}, b""),
        ({"id": "Program"}, b""),
        ({"title": ""}, b""),
        ({"title": "two\nlines"}, b""),
        ({"issued": "yesterday"}, b""),
        ({"issued": "2026-11-22T09:30:00"}, b""),
        ({"more": 1}, b""),
    ],
)
def test_what_a_trusted_signer_signed_is_still_looked_at(head: dict[str, object], body: bytes) -> None:
    said = refused(_signed(head, body))
    assert said.why is Why.MISTAKES
    assert PRINT in str(said)


@pytest.mark.parametrize("head", [b"", b"[]", b"null", b"\xff", b'{"id": 1}'])
def test_a_head_that_is_none_is_refused(head: bytes) -> None:
    assert refused(_signed(raw=head)).why is Why.MISTAKES


def test_trailing_bytes_inside_the_signature_are_refused() -> None:
    public, rest = KEY.signer.public.hex().encode(), sealed.unseal(PACK).head + b"\n" + zlib.compress(b"\n") + b"more"
    whole = b"referral-assistant directory pack 1\n%b\n%010d\n%b" % (public, len(rest), rest)
    signature = KEY.sign(whole).hex().encode()
    content = whole.replace(public + b"\n", public + b"\n" + signature + b"\n", 1)
    assert sealed.unseal(content).fingerprint == PRINT
    assert refused(content).why is Why.MISTAKES


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"title": " "}, "title"),
        ({"pack_id": "No Spaces"}, "id"),
        ({"serial": 0}, "serial"),
        ({"services": [replace(REAL[0], kind="couples")]}, "services.northfield-programme.kind"),
        ({"services": [REAL[0], REAL[0]]}, "services.northfield-programme"),
        ({"contacts": [replace(CONTACT, area="nowhere")]}, "contacts.nowhere:children.area"),
        ({"contacts": [replace(CONTACT, telephone="01632 960 111")]}, "contacts.uk:children.telephone"),
    ],
)
def test_nobody_can_make_a_pack_that_nobody_could_take(change: dict[str, object], place: str) -> None:
    with pytest.raises(Mistakes) as caught:
        made(**change)  # type: ignore[arg-type]
    assert place in {mistake.place for mistake in caught.value.mistakes}


def test_ids_stay_and_numbers_rise_by_themselves() -> None:
    first = pack.id_for("Saltmarch  Directory", KEY)
    assert re.fullmatch(r"saltmarch-directory-[0-9a-f]{8}", first)
    assert pack.id_for("saltmarch directory", KEY) == first
    assert pack.id_for("saltmarch directory", STRANGER) != first
    assert pack.id_for("Ящик", KEY).startswith("directory-")
    assert pack.serial_for(ISSUED) < pack.serial_for(ISSUED + timedelta(seconds=1))


# --- the folder ------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    def write(**packs: bytes) -> Path:
        for name, content in packs.items():
            (tmp_path / f"{name}.rapack").write_bytes(content)
        (tmp_path / "readme.txt").write_text("not a pack")
        return tmp_path

    return write


def test_the_newest_pack_is_found_and_the_others_are_explained(folder: Callable[..., Path]) -> None:
    place = folder(
        first=PACK,
        second=made(serial=2, issued=ISSUED + timedelta(days=1)),
        third=made(serial=3, issued=ISSUED + timedelta(days=2)),
        strange=made(serial=9, key=STRANGER),
        broken=PACK[:-1],
    )
    used = read(made(serial=2), TRUST).origin
    found = newest(place, TRUST, [used])
    assert found.path == place / "third.rapack"
    assert found.head is not None
    assert found.head.serial == 3
    assert {(r.name, r.why) for r in found.refusals} == {
        ("first.rapack", Why.OLDER),
        ("second.rapack", Why.IN_USE),
        ("strange.rapack", Why.NOT_TRUSTED),
        ("broken.rapack", Why.CUT_SHORT),
    }
    assert next(r for r in found.refusals if r.why is Why.NOT_TRUSTED).fingerprint == STRANGER.signer.fingerprint


def test_a_pack_with_mistakes_does_not_stand_in_the_way(folder: Callable[..., Path]) -> None:
    wrong = _signed({"serial": 5, "issued": "2027-01-01T00:00:00+00:00", "services": 4})
    found = newest(folder(wrong=wrong, good=PACK), TRUST, [])
    assert found.path is not None
    assert found.path.name == "good.rapack"
    assert [r.why for r in found.refusals] == [Why.MISTAKES]


def test_a_folder_that_is_empty_missing_or_elsewhere_is_no_error(tmp_path: Path) -> None:
    assert newest(tmp_path, TRUST, []) == (None, None, ())
    missing = newest(tmp_path / "none", TRUST, [])
    assert (missing.path, [r.why for r in missing.refusals]) == (None, [Why.UNREADABLE])
    shared = newest(Path(r"\\server\packs"), TRUST, [])
    assert "network drive" in shared.refusals[0].sentence
