"""Tries the installed copy for real: its files, an encrypted store, every document, the window. Leaves nothing."""

from __future__ import annotations

import os
import re
import secrets
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from referral_assistant import paths
from referral_assistant.problems import Problem, log_event


class Result(NamedTuple):
    """What was tried, what came of it, whether that is as it should be, and how many seconds it took."""

    part: str
    sentence: str
    passed: bool
    seconds: float


def self_check() -> Iterator[Result]:
    """Try each part in a folder that is deleted afterwards. One that fails does not keep the next from being tried."""
    parts: tuple[tuple[str, Callable[[Path], str]], ...] = (
        ("this copy", _copy),
        ("content", _content),
        ("policy", _policy),
        ("encrypted store", _store),
        ("scenarios", _scenarios),
        ("fonts", _fonts),
        ("documents", _documents),
        ("window", _window),
    )
    with tempfile.TemporaryDirectory(prefix="ra-check-", ignore_cleanup_errors=True) as folder:
        for name, part in parts:
            own = Path(folder) / name.replace(" ", "-")
            own.mkdir()
            began = time.monotonic()
            passed, sentence = _tried(part, own)
            yield Result(name, sentence, passed, time.monotonic() - began)


def _tried(part: Callable[[Path], str], folder: Path) -> tuple[bool, str]:
    try:
        return True, part(folder)
    except Problem as problem:
        return False, f"{problem} {problem.advice}".strip()
    except Exception as error:
        # A self-check reports whatever is wrong with a copy, a missing library included.
        log_event("self_check", error=type(error).__name__)
        return False, f"{type(error).__name__}: {error}"


def _copy(_folder: Path) -> str:
    """Every file as it was built. What was added beside them is nobody's business here."""
    if paths.BUNDLE is None:
        return "run from its source, so there is no list of files to compare with"
    return compare(paths.BUNDLE)


def compare(bundle: Path) -> str:
    """Compare the files of a bundle with its own list of them. A `Problem` names the first that is not as it was."""
    from referral_assistant.about import MANIFEST

    again = "Install the program again, and ask your IT team what changed it."
    try:
        lines = (bundle / MANIFEST).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        lines = []
    rows = [(line[:64], line[66:]) for line in lines if line[64:66] == "  "]
    if not rows or len(rows) != len(lines):
        raise Problem("The list of this copy's files is missing or damaged.", again)
    missing = [name for _digest, name in rows if not (bundle / name).is_file()]
    changed = [name for digest, name in rows if name not in missing and _digest_of(bundle / name) != digest]
    if missing or changed:
        count = f"Of {len(rows)} files {len(missing)} are missing and {len(changed)} are not as they were built"
        raise Problem(f"{count}, such as {(missing + changed)[0]}.", again)
    return f"all {len(rows)} files are as they were built"


def _digest_of(path: Path) -> str:
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _content(_folder: Path) -> str:
    from referral_assistant.check import check_content

    mistakes = check_content()
    if mistakes:
        raise Problem(f"{len(mistakes)} mistakes in what ships with the program.", str(mistakes[0]))
    return "packs, scenarios, directory and templates hold together"


def _policy(_folder: Path) -> str:
    from referral_assistant.policy import in_force
    from referral_assistant.policy_report import in_short

    return in_short(in_force())


def _store(folder: Path) -> str:
    """A live store with a random passphrase: written, closed, opened again, and nothing readable on the disk."""
    from referral_assistant import vault
    from referral_assistant.model import Answer, Kind, LocalContact, Organisation, PackRef, Practitioner
    from referral_assistant.store.cases import FIRST_CONTACTS, CaseStore
    from referral_assistant.store.connection import open_live

    day = date.today()
    contacts = tuple(LocalContact(name, "Self-check", "01632 960 000", entered_on=day) for name in FIRST_CONTACTS)
    marker, passphrase = secrets.token_hex(16), secrets.token_hex(16)
    store = CaseStore(open_live(folder, vault.create(folder, passphrase)))
    case = store.create(Kind.LIVE, PackRef(), day, Practitioner("Self-check"), Organisation(contacts=contacts))
    store.add_answer(case.id, Answer("name", (marker,)))
    store.close()
    again = CaseStore(open_live(folder, vault.unlock(vault.read(folder), passphrase)))
    kept = again.case(case.id).answers
    again.close()
    if [answer.values for answer in kept] != [(marker,)]:
        raise Problem("What was written to the encrypted store did not come back.")
    if any(marker.encode() in path.read_bytes() for path in folder.rglob("*") if path.is_file()):
        raise Problem("What was written to the encrypted store can be read on the disk.")
    return "written, closed, opened again; nothing readable on the disk"


def _scenarios(_folder: Path) -> str:
    from referral_assistant.assessment import assess
    from referral_assistant.content import load_scenarios
    from referral_assistant.journey import training_pack

    pack = training_pack()
    scenarios = load_scenarios(pack)
    astray = [s.id for s in scenarios if assess(pack, s.case).route is not s.expected.route]
    if astray:
        raise Problem(f"These scenarios do not land where they should: {', '.join(astray)}.")
    return f"{len(scenarios)} land where they should"


def _fonts(_folder: Path) -> str:
    """Each face of ours is there, the window can load it, and it is the one that stands in a document."""
    from referral_assistant.letter.printing import specimen
    from referral_assistant.letter.typeface import FACES, identity

    missing = [path.name for path in FACES if not path.is_file()]
    if missing:
        raise Problem(f"The font {missing[0]} is missing.", "Install the program again.")
    _without_screen()
    from referral_assistant.ui.play import fonts_load

    if not fonts_load():
        raise Problem("The window cannot load the program's own fonts.", "Install the program again.")
    inside = {identity(stream) for stream in _inflated(specimen()) if stream.startswith(b"\0\1\0\0")}
    ours = {identity(path.read_bytes()): path.name for path in FACES}
    if strangers := inside - set(ours):
        raise Problem(f"Documents hold {len(strangers)} fonts that are not the program's own.", "Install it again.")
    if absent := [name for face, name in ours.items() if face not in inside]:
        raise Problem(f"The font {absent[0]} does not get into documents.", "Install the program again.")
    return f"{len(FACES)} there; the window loads them, and documents hold them and no others"


def _documents(_folder: Path) -> str:
    """Every document of the well-matched referral, the annex included, each valid and with its own fonts inside."""
    from referral_assistant.content import load_scenarios
    from referral_assistant.journey import directory_services, referral_documents, training_pack
    from referral_assistant.letter import pdf
    from referral_assistant.model import AnnexRequest

    pack = training_pack()
    scenario = next(s for s in load_scenarios(pack) if s.service)
    request = AnnexRequest(
        "Alex Fenwick", "Risk lead", "Duty lead", True, "Secure mail", "Robin Hale", "01632 960 377", "Phone"
    )
    case = replace(scenario.case, decision=replace(scenario.case.decision, annex=request))
    outcome = referral_documents(pack, case, scenario.service, directory_services(None))
    if len(outcome.ready) != 5:
        raise Problem(f"Only {len(outcome.ready)} of the five documents were made.", outcome.refused[0].sentence)
    for document in outcome.ready:
        rendered = pdf(document)
        if not rendered.fits:
            raise Problem(f"The document {document.document} does not fit, or lacks characters of its typeface.")
        if fault := pdf_fault(rendered.content):
            raise Problem(f"The document {document.document} {fault}.")
    return "five made, tagged, with their fonts inside"


def pdf_fault(content: bytes) -> str:
    """What is wrong with a PDF of ours; empty when nothing is. Checked in full where the validator is installed."""
    try:
        import page
    except ImportError:
        return _plain_fault(content)
    with tempfile.TemporaryDirectory(prefix="ra-pdf-") as folder:
        path = Path(folder) / "document.pdf"
        path.write_bytes(content)
        for profile in ("PDF_UA_1", "PDF_A_2A"):
            try:
                result = page.validate_pdf(str(path), profile=getattr(page.ValidationProfile, profile))
            except page.ParseError:
                return "is not a PDF that can be read"
            if not result.is_compliant:
                return f"is not valid as {profile.replace('_', '-')}"
    return _plain_fault(content)


def _plain_fault(content: bytes) -> str:
    """What can be read without a validator: the version, the claims, the tags and the fonts."""
    wanted = {
        b"%PDF-1.7": "is not a PDF 1.7",
        b"pdfuaid:part": "does not say that it is PDF/UA",
        b"pdfaid:part": "does not say that it is PDF/A",
        b"/StructTreeRoot": "is not tagged",
        b"/FontFile": "has no fonts inside",
    }
    whole = content + b"".join(_inflated(content))
    return next((fault for marker, fault in wanted.items() if marker not in whole), "")


def _inflated(content: bytes) -> Iterator[bytes]:
    """The streams of a PDF, unpacked: most of its objects stand in one."""
    for packed in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        try:
            yield zlib.decompressobj().decompress(packed)
        except zlib.error:
            continue


def _window(folder: Path) -> str:
    _without_screen()
    from referral_assistant.ui.play import first_paint

    first_paint(folder)
    return "opened and painted"


def _without_screen() -> None:
    """Nobody need see it, and there may be no screen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
