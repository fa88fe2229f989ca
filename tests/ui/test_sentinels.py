"""A live case through the real window: nothing of a person or a partner is left where it must not be."""

from __future__ import annotations

import io
import logging
import re
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from pytestqt.qtbot import QtBot

from referral_assistant.letter import pdf
from referral_assistant.model import (
    AnnexRequest,
    Decision,
    Document,
    DutyRecord,
    LocalContact,
    Organisation,
    Practitioner,
    Sharing,
    Source,
)
from referral_assistant.problems import log_event
from referral_assistant.ui.session import Origin, Session
from referral_assistant.ui.window import Window
from tests.document_cases import LIVE_SERVICE
from tests.ui.driving import answer_all, pass_gate

PERSON = "Zachariah Quillfeather"
PARTNER = "Ottoline Brackwater"
CHILD = "Perpetua Brackwater"
SECRETS = (PERSON, PARTNER, CHILD, "Quillfeather", "Ottoline", "Perpetua", "Brackwater")
PASSPHRASE = "seven quiet herons wade"


def talk(session: Session) -> None:
    """A whole conversation that names the person, and a partner in places where a slip is likely."""
    session.put_practitioner(Practitioner("Pat Fisher", "Nurse", "Team", "01632 960 140"))
    contacts = ("safeguarding_lead", "children", "adults")
    numbers = tuple(LocalContact(c, "Duty", "01632 960 200", entered_on=date(2026, 11, 2)) for c in contacts)
    session.put_organisation(Organisation("Practice", ("1 Road",), "01632 960 100", contacts=numbers))
    session.new_case()
    pass_gate(session)
    session.answer("pronouns", ["he"])
    session.answer("name", [PERSON])
    session.answer("area", ["E06000001"])
    session.answer("something_wrong", ["sees_it"], "I frighten people.")
    session.answer("serious_harm", ["not_known"], f"{PARTNER} told us in March.", origin=Origin(Source.VICTIM))
    session.answer("names_partner", [PARTNER])
    session.answer("names_child", [CHILD])
    session.answer("effect_adult", ["sees_effect"], f"{PARTNER} flinches.")
    answer_all(session, level="willing")
    for duty in session.derived.assessment.duties:
        session.record_duty(DutyRecord(duty.id, "done", "Pat Fisher", session.now()))
    who = ("children", "adults", "victim_worker", "marac_lead", "police")
    sharing = tuple(Sharing(r, False, "Not today.", "Duty lead", session.now()) for r in who)
    request = AnnexRequest("Alex", "Risk lead", "Duty lead", True, "Secure mail", "Robin", "01632 960 377", "Phone")
    session.decide(
        Decision("agreed", service=LIVE_SERVICE.id, sharing=sharing, told="yes", copy="paper", annex=request)
    )


def issue_all(session: Session) -> dict[Document, bytes]:
    from referral_assistant.letter import documents
    from referral_assistant.ui.renderings import as_issued

    case = session.case
    assert case is not None
    outcome = documents(case, session.pack, session.derived.assessment, LIVE_SERVICE, session.today, (LIVE_SERVICE,))
    assert len(outcome.ready) == 5, outcome.refused
    made = {}
    for document in outcome.ready:
        issued = session.next_issue(document.document)
        rendered = pdf(as_issued(document, issued))
        session.issue(issued, rendered.content)
        made[document.document] = session.issued_pdf(issued.reference)
    return made


def text_of(content: bytes) -> str:
    run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return run.stdout.decode("utf-8")


@pytest.fixture
def played(
    build: Callable[..., Window],
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> tuple[Window, dict[Document, bytes], Path]:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    caplog.set_level(logging.DEBUG)
    window = build()
    opened: list[object] = []
    window.session.create(PASSPHRASE, lambda *a: opened.append(a), lambda error: pytest.fail(str(error)))
    qtbot.waitUntil(lambda: window.session.is_open, timeout=20_000)
    talk(window.session)
    return window, issue_all(window.session), scratch


def test_a_sentinel_person_and_partner_are_nowhere_they_must_not_be(
    played: tuple[Window, dict[Document, bytes], Path], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    window, made, scratch = played
    titles = [window.windowTitle()]
    window.window().close()
    # WeasyPrint unpacks the bundled fonts into a temporary folder. Nothing else may be there.
    for path in (*(tmp_path / "profile").rglob("*"), *scratch.rglob("*")):
        assert not [s for s in SECRETS if s.lower() in path.name.lower()], path
        if path.is_file():
            content = path.read_bytes()
            assert not [s for s in (*SECRETS, "frighten people") if s.encode() in content], path
    log = "\n".join(r.getMessage() for r in caplog.records)
    assert not [s for s in SECRETS if s in log + " ".join(titles)]
    for kind, content in made.items():
        with pikepdf.open(io.BytesIO(content)) as document:
            metadata = str(document.docinfo) + (document.Root.Metadata.read_bytes().decode("utf-8"))
        assert not [s for s in SECRETS if s in metadata], kind


def test_s22_s27_a_partner_is_in_no_document_whose_reader_may_not_see_them(
    played: tuple[Window, dict[Document, bytes], Path],
) -> None:
    window, made, _scratch = played
    from referral_assistant.checks import check_document
    from referral_assistant.letter import documents

    case = window.session.case
    assert case is not None
    outcome = documents(
        case, window.session.pack, window.session.derived.assessment, LIVE_SERVICE, window.session.today
    )
    letter = outcome.get(Document.REFERRAL_LETTER)
    assert letter is not None
    # The person's own words name the partner, so the check must stop the letter and say where.
    hits = [hit for hit in check_document(letter, case, window.session.pack) if hit.blocks]
    assert hits
    assert any(hit.rule == "leak" and hit.text == PARTNER for hit in hits)
    assert not [s for s in SECRETS if s in text_of(made[Document.PERSON_COPY])]
    assert "told us in March" not in re.sub(r"\s+", " ", text_of(made[Document.REFERRAL_LETTER]))
    assert "told us in March" not in re.sub(r"\s+", " ", text_of(made[Document.FILE_NOTE]))
    assert "told us in March" in re.sub(r"\s+", " ", text_of(made[Document.RESTRICTED_NOTE]))
    assert not [s for s in (PARTNER, CHILD) if s in text_of(made[Document.ANNEX])]


def test_the_log_leaves_out_whatever_is_not_on_its_list(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    log_event("opened", case="R-2614", name=PERSON, words="said", count=3)
    assert caplog.messages == ["opened case=R-2614 count=3"]


def test_a_changed_record_does_not_rewrite_what_was_issued(
    played: tuple[Window, dict[Document, bytes], Path],
) -> None:
    window, made, _scratch = played
    session = window.session
    assert session.case is not None
    before = {i.document: session.issued_pdf(i.reference) for i in session.case.issued}
    session.answer("name", ["Somebody Else"])
    session.decide(replace(session.case.decision, referral="no"))
    assert {i.document: session.issued_pdf(i.reference) for i in session.case.issued} == before == made
