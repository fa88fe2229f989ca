"""Who signed what: a signature that does not hold, or is somebody else's, stops a build."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from installers import signatures, signing
from installers.plan import Build, Problem

from tests.packaging.programs import program

pytestmark = pytest.mark.skipif(shutil.which("osslsigncode") is None, reason="osslsigncode is not installed")

PHRASE = "seven quiet otters"
MAKER = "Fictional Makers"


@pytest.fixture(autouse=True)
def passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    signing._passphrase.cache_clear()
    monkeypatch.setenv(signing.PASSPHRASE, PHRASE)


def certificate(folder: Path, organisation: str = MAKER, usage: x509.ObjectIdentifier | None = None) -> Path:
    """A certificate that vouches for itself, with its key, in a file."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation), x509.NameAttribute(NameOID.COMMON_NAME, "Signer")]
    )
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now.replace(year=2036))
        .add_extension(x509.ExtendedKeyUsage([usage or ExtendedKeyUsageOID.CODE_SIGNING]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.p12"
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"signer", key, made, None, serialization.BestAvailableEncryption(PHRASE.encode())
        )
    )
    return path


@pytest.fixture
def build(tmp_path: Path) -> Build:
    work = tmp_path / "work"
    return Build(tmp_path, work, tmp_path / "out", tmp_path / "cache", "1.2.3", "c" * 40, 1_780_000_000)


def signed(build: Build, path: Path, cert: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(program({"kernel32.dll": ["ExitProcess"]}))
    signing.sign(replace(build, sign=cert), path)
    return path


def trust(cert: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the certificate for that of an authority."""
    made = pkcs12.load_key_and_certificates(cert.read_bytes(), PHRASE.encode())[1]
    assert made is not None
    digest = made.fingerprint(hashes.SHA256()).hex()
    monkeypatch.setattr(signatures, "ANCHORS", {digest: "Fictional Authority"})


def test_what_was_signed_holds_and_is_recorded(build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cert = certificate(tmp_path)
    path = signed(build, tmp_path / "bundle" / "some.dll", cert)
    trust(cert, monkeypatch)
    found = signatures.check(path)
    assert (found.signer, found.authority) == (MAKER, "Fictional Authority")
    signatures.write([found], tmp_path / "signatures.json")
    assert signatures.read(tmp_path / "signatures.json") == (found,)


def test_a_file_that_was_changed_after_it_was_signed_is_refused(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cert = certificate(tmp_path)
    path = signed(build, tmp_path / "some.dll", cert)
    trust(cert, monkeypatch)
    content = bytearray(path.read_bytes())
    content[content.index(b"ExitProcess")] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(Problem, match="was changed after Fictional Makers signed it"):
        signatures.check(path)


@pytest.mark.parametrize("change", ["appended", "cut off", "other signer's words"])
def test_a_signature_that_was_meddled_with_is_refused(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    cert = certificate(tmp_path)
    path = signed(build, tmp_path / "some.dll", cert)
    trust(cert, monkeypatch)
    content = path.read_bytes()
    if change == "appended":
        content += b"more"
    elif change == "cut off":
        content = content[:-64]
    else:
        at = content.rindex(bytes.fromhex("06092a864886f70d010904"))  # where the digest of what is signed stands
        content = content[: at + 20] + bytes([content[at + 20] ^ 1]) + content[at + 21 :]
    path.write_bytes(content)
    with pytest.raises(Problem, match=r"some\.dll"):
        signatures.check(path)


def test_a_signer_that_no_authority_vouches_for_is_refused(build: Build, tmp_path: Path) -> None:
    path = signed(build, tmp_path / "some.dll", certificate(tmp_path))
    with pytest.raises(Problem, match="leads to no authority"):
        signatures.check(path)


def test_a_certificate_for_something_else_is_refused(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cert = certificate(tmp_path, usage=ExtendedKeyUsageOID.SERVER_AUTH)
    path = signed(build, tmp_path / "some.dll", cert)
    trust(cert, monkeypatch)
    with pytest.raises(Problem, match="not for signing programs"):
        signatures.check(path)


def test_a_file_of_python_must_be_signed_by_those_who_make_python(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs, other = tmp_path / "theirs", tmp_path / "other"
    theirs.mkdir()
    other.mkdir()
    good = certificate(theirs, signatures.PYTHON)
    trust(good, monkeypatch)
    bundle = tmp_path / "bundle"
    signed(build, bundle / "python" / "python.exe", good)
    (bundle / "pango").mkdir()
    (bundle / "pango" / "z-1.dll").write_bytes(program())
    found = signatures.check_folder(bundle)
    assert [(each.path, each.signer) for each in found] == [
        ("pango/z-1.dll", ""),
        ("python/python.exe", signatures.PYTHON),
    ]
    bad = certificate(other)
    trust(bad, monkeypatch)
    signed(build, bundle / "python" / "python.exe", bad)
    with pytest.raises(Problem, match="is signed by Fictional Makers, not by Python Software Foundation"):
        signatures.check_folder(bundle)
    (bundle / "python" / "python.exe").write_bytes(program())
    with pytest.raises(Problem, match="is signed by nobody, not by Python Software Foundation"):
        signatures.check_folder(bundle)


@pytest.mark.parametrize(
    ("path", "signer"),
    [
        ("python/python313.dll", signatures.PYTHON),
        ("python/DLLs/_ctypes.pyd", signatures.PYTHON),
        ("python/vcruntime140_1.dll", signatures.MICROSOFT),
        ("python/msvcp140.dll", signatures.QT),
        ("python/Lib/site-packages/PySide6/plugins/platforms/qwindows.dll", signatures.QT),
        ("python/Lib/site-packages/shiboken6/Shiboken.pyd", signatures.QT),
        ("python/Lib/site-packages/nacl/_sodium.pyd", ""),
        ("pango/pango-1.0-0.dll", ""),
    ],
)
def test_who_must_have_signed_what(path: str, signer: str) -> None:
    assert signatures.signer_of(path) == signer


def test_a_passphrase_that_is_wrong_is_told(build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cert = certificate(tmp_path)
    monkeypatch.setenv(signing.PASSPHRASE, "not it")
    with pytest.raises(Problem, match=r"some\.dll could not be signed") as caught:
        signed(build, tmp_path / "some.dll", cert)
    assert "passphrase" in caught.value.advice
    assert [path.name for path in tmp_path.glob("some.dll*")] == ["some.dll"]


def test_without_a_certificate_nothing_is_changed(build: Build, tmp_path: Path) -> None:
    path = tmp_path / "some.dll"
    path.write_bytes(program())
    signing.sign(build, path)
    assert path.read_bytes() == program()
