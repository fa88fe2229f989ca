"""Who signed the program files of the Windows bundle: checked without a network, recorded, and refused where wrong.

A signature is good when it signs the file's digest, was made with the signer's key, and the signer's certificate leads
to an authority in this computer's store or to one of Microsoft's that is pinned here. Times and revocation are not
judged: that needs a network, and Windows does it when it runs the file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from installers.pe import Image, images
from installers.plan import Problem

PYTHON = "Python Software Foundation"
QT = "The QT Company Oy"
MICROSOFT = "Microsoft Corporation"

SIGNERS: Mapping[str, str] = {
    "python/Lib/site-packages/PySide6/*": QT,
    "python/Lib/site-packages/shiboken6/*": QT,
    "python/Lib/site-packages/*": "",
    "python/vcruntime140*.dll": MICROSOFT,
    "python/msvcp140*.dll": QT,
    "python/*": PYTHON,
}
"""Who must have signed what: the first pattern that fits a path counts, and `*` goes into folders too. The C++ library
comes with Qt, signed by its makers. Whatever need not be signed is pinned by the digest of the archive it came in."""

ANCHORS: Mapping[str, str] = {
    "5367f20c7ade0e2bca790915056d086b720c33c1fa2a2661acf787e3292e1270": (
        "Microsoft Identity Verification Root Certificate Authority 2020"
    ),
    "8ef01bb5e07987053659e039e5a72580c88c444bc1a31ab412ce81a4ad53044e": (
        "Microsoft Windows Third Party Component CA 2013"
    ),
}
"""Authorities that every Windows knows and no Linux does, by the digest (SHA-256) of their certificates as Microsoft
publishes them: the root that Python is signed under since 3.13, and the authority (below Microsoft's root of 2011) of
the C runtime."""

STORE = Path("/etc/ssl/certs/ca-certificates.crt")

UNLISTED: Mapping[str, str] = {
    "xml/__init__.py": "8e7bc2b8a9974751e0bf0be8e8fd3c116fb0ed2ff2e372f693a7e3659a46f8dc",
    "zipfile/__init__.py": "1b580c37e07e4760ba307302b547312f2b97be888bb3ef681e4f39e9e22c3f40",
}
"""Files of the standard library that Python's own signed catalogue leaves out, by their digest."""

_CODE_SIGNING = "1.3.6.1.5.5.7.3.3"
_FILE_DIGEST = "1.3.6.1.4.1.311.2.1.4"
_CATALOGUE = "1.3.6.1.4.1.311.10.1"


class Signature(NamedTuple):
    """One program file: its path in the bundle, its digest (SHA-256), its version, the organisation that signed it
    (empty: nobody), the authority that stands behind the signer, and the result in words."""

    path: str
    sha256: str
    version: str
    signer: str
    authority: str
    result: str


def check_folder(folder: Path) -> tuple[Signature, ...]:
    """Every program file of a bundle. A signature that is wrong, or missing where one must be, is a `Problem`."""
    found = tuple(check(path, path.relative_to(folder).as_posix()) for path in images(folder))
    for signature in found:
        wanted = signer_of(signature.path)
        if wanted and signature.signer != wanted:
            by = signature.signer or "nobody"
            raise Problem(
                f"{signature.path} is signed by {by}, not by {wanted}.",
                "Do not build with it. Compare the digest of its archive with the one its makers publish.",
            )
    return found


def signer_of(path: str) -> str:
    """Who must have signed the file at a path of the bundle; empty when nobody need have."""
    return next((name for pattern, name in SIGNERS.items() if fnmatch(path, pattern)), "")


def check(path: Path, name: str = "") -> Signature:
    """One program file. That it is unsigned is a result; that its signature does not hold is a `Problem`."""
    image = Image(path)
    digest = hashlib.sha256(image.data).hexdigest()
    if not image.certificate:
        return Signature(name or path.name, digest, image.version, "", "", "unsigned; pinned by its archive's digest")
    signed = _Signed(path, image.certificate, _FILE_DIGEST)
    algorithm, wanted = signed.digest()
    if image.signed_digest(algorithm) != wanted:
        raise Problem(
            f"{path.name} was changed after {signed.organisation} signed it.",
            f"Do not build with it. It lies at {path}.",
        )
    return Signature(
        name or path.name, digest, image.version, signed.organisation, signed.authority, "signed; signature holds"
    )


def check_catalogue(catalogue: Path, library: Path, files: Iterable[Path]) -> int:
    """Whether files of the standard library, which cannot be signed themselves, stand in Python's signed catalogue;
    how many do. One that does not, and is neither empty nor pinned here, is a `Problem`."""
    signed = _Signed(catalogue, catalogue.read_bytes(), _CATALOGUE)
    if signed.organisation != PYTHON:
        raise Problem(f"{catalogue.name} is signed by {signed.organisation}, not by {PYTHON}.")
    count = 0
    for path in files:
        data = path.read_bytes()
        name = path.relative_to(library).as_posix()
        if hashlib.sha256(data).digest() in signed.body:
            count += 1
        elif data and UNLISTED.get(name) != hashlib.sha256(data).hexdigest():
            raise Problem(
                f"{name} of Python's standard library is not the file that {PYTHON} signed.", "Do not build with it."
            )
    return count


def write(signatures: Iterable[Signature], path: Path) -> None:
    """Record what was found."""
    rows = [signature._asdict() for signature in signatures]
    path.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")


def read(path: Path) -> tuple[Signature, ...]:
    """What was recorded."""
    return tuple(Signature(**row) for row in json.loads(path.read_text("utf-8")))


class _Signed:
    """Signed data (PKCS#7) whose signature holds; anything else is a `Problem`."""

    def __init__(self, path: Path, data: bytes, kind: str) -> None:
        from asn1crypto import cms

        self._path = path
        try:
            signed = cms.ContentInfo.load(data)["content"]
            content = signed["encap_content_info"]
            (self._signer,) = signed["signer_infos"]
            self._certificates = [choice.chosen for choice in signed["certificates"]]
            found = content["content_type"].dotted
            # What is signed is the content without the tag and length it is packed in.
            self.body = bytes(content["content"].parsed.contents)
        except (ValueError, TypeError, KeyError) as error:
            raise self._wrong("cannot be read") from error
        if found != kind:
            raise self._wrong("signs something else than a file")
        self._check_signature()
        self.organisation = str(self._leaf.subject.native.get("organization_name", ""))
        self.authority = self._find_authority()

    def digest(self) -> tuple[str, bytes]:
        """The algorithm and the digest that were signed for a program file."""
        from asn1crypto import core

        parts = core.SequenceOf.load(b"\x30" + _length(self.body) + self.body, spec=core.Any)
        info = parts[1].parse(spec=core.SequenceOf, spec_params={"spec": core.Any})
        algorithm = (
            info[0].parse(spec=core.SequenceOf, spec_params={"spec": core.Any})[0].parse(spec=core.ObjectIdentifier)
        )
        names = {"1.3.14.3.2.26": "sha1", "2.16.840.1.101.3.4.2.1": "sha256", "2.16.840.1.101.3.4.2.2": "sha384"}
        name = names.get(algorithm.dotted, "")
        if name in ("", "sha1"):
            raise self._wrong("uses a digest that is not safe")
        return name, bytes(info[1].parse(spec=core.OctetString))

    def _check_signature(self) -> None:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import padding, rsa
        from cryptography.x509 import load_der_x509_certificate

        name = self._signer["digest_algorithm"]["algorithm"].native
        algorithms: dict[str, hashes.HashAlgorithm] = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384()}
        if name not in algorithms:
            raise self._wrong("uses a digest that is not safe")
        attributes = {row["type"].native: row["values"][0] for row in self._signer["signed_attrs"]}
        if attributes["message_digest"].native != hashlib.new(name, self.body).digest():
            raise self._wrong("does not sign what stands in it")
        serial = self._signer["sid"].chosen["serial_number"].native
        leaves = [each for each in self._certificates if each.serial_number == serial]
        if not leaves:
            raise self._wrong("does not bring its signer's certificate")
        self._leaf: Any = leaves[0]
        key = load_der_x509_certificate(self._leaf.dump()).public_key()
        if not isinstance(key, rsa.RSAPublicKey):
            raise self._wrong("uses a kind of key that is not known here")
        try:
            key.verify(
                self._signer["signature"].native,
                self._signer["signed_attrs"].untag().dump(),
                padding.PKCS1v15(),
                algorithms[name],
            )
        except InvalidSignature as error:
            raise self._wrong("was not made with its signer's key") from error

    def _find_authority(self) -> str:
        """The name of the authority that the signer's certificate leads to."""
        usage = self._leaf.extended_key_usage_value
        if usage is None or _CODE_SIGNING not in [each.dotted for each in usage]:
            raise self._wrong("was made with a certificate that is not for signing programs")
        certificate: Any = self._leaf
        for _step in range(len(self._certificates) + 1):
            if certificate.sha256.hex() in ANCHORS:
                return ANCHORS[certificate.sha256.hex()]
            issuers = (*_trusted().get(certificate.issuer.hashable, ()), *self._certificates)
            issuer = next((each for each in issuers if _issued(certificate, each)), None)
            if issuer is None:
                break
            if issuer.sha256 in _trusted_digests():
                return str(issuer.subject.native.get("common_name", ""))
            certificate = issuer
        raise self._wrong("leads to no authority that is known here")

    def _wrong(self, what: str) -> Problem:
        return Problem(f"The signature of {self._path.name} {what}.", f"Do not build with it. It lies at {self._path}.")


def _issued(certificate: Any, issuer: Any) -> bool:
    """Whether a certificate was signed by an issuer that may do so, and is not its own."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.x509 import load_der_x509_certificate

    if certificate.issuer.hashable != issuer.subject.hashable or not issuer.ca or certificate.sha256 == issuer.sha256:
        return False
    try:
        load_der_x509_certificate(certificate.dump()).verify_directly_issued_by(
            load_der_x509_certificate(issuer.dump())
        )
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


@cache
def _trusted() -> Mapping[str, tuple[Any, ...]]:
    """The authorities of this computer by the name of their subject."""
    found: dict[str, tuple[Any, ...]] = {}
    for certificate in _store():
        name = certificate.subject.hashable
        found[name] = (*found.get(name, ()), certificate)
    return found


@cache
def _trusted_digests() -> frozenset[bytes]:
    return frozenset(certificate.sha256 for rows in _trusted().values() for certificate in rows)


def _store() -> Iterator[Any]:
    from asn1crypto import pem, x509

    if not STORE.is_file():
        raise Problem(f"{STORE} is missing.", "On Debian and Ubuntu: apt-get install ca-certificates.")
    for _name, _headers, data in pem.unarmor(STORE.read_bytes(), multiple=True):
        yield x509.Certificate.load(data)


def _length(body: bytes) -> bytes:
    """The length of a value as DER writes it."""
    count = len(body)
    if count < 0x80:
        return bytes([count])
    size = count.to_bytes((count.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(size)]) + size
