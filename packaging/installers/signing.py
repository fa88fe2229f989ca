"""Signs what we make for Windows, when a certificate was given."""

from __future__ import annotations

import getpass
import os
import sys
import tempfile
from functools import cache
from pathlib import Path

from installers.plan import Build, Problem, run

PASSPHRASE = "REFERRAL_ASSISTANT_SIGN_PASSPHRASE"
"""The variable that holds the certificate's passphrase; asked for where it is not set."""

NAME = "Referral Assistant"


def sign(build: Build, file: Path) -> None:
    """Sign a program file or an MSI in place; nothing without a certificate.

    There is no stamp of a time server, since a build needs no network: the signature holds as long as the certificate.
    """
    certificate = build.sign
    if certificate is None:
        return
    signed = file.with_name(file.name + ".signed")
    with tempfile.TemporaryDirectory() as folder:
        # In a file that only we can read: what stands on a command line, everybody on this computer can.
        secret = Path(folder, "passphrase")
        secret.touch(0o600)
        secret.write_text(_passphrase(certificate), "utf-8")
        command: list[str | Path] = [
            "osslsigncode",
            "sign",
            "-pkcs12",
            certificate,
            "-readpass",
            secret,
            "-h",
            "sha256",
            "-n",
            NAME,
        ]
        command += ["-time", str(build.epoch), "-in", file, "-out", signed]
        try:
            run(build, command)
        except Problem as problem:
            signed.unlink(missing_ok=True)
            advice = f"Is {certificate} a PKCS#12 file, and is its passphrase right? {problem.advice}"
            raise Problem(f"{file.name} could not be signed.", advice) from None
    signed.replace(file)


@cache
def _passphrase(certificate: Path) -> str:
    if PASSPHRASE in os.environ:
        return os.environ[PASSPHRASE]
    if not sys.stdin.isatty():
        raise Problem(f"There is nobody to ask for the passphrase of {certificate.name}.", f"Set {PASSPHRASE}.")
    return getpass.getpass(f"Passphrase of {certificate.name}: ")
