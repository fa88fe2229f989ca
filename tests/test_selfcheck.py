"""The self-check passes on this copy, and fails on one that is broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from referral_assistant.cli import run
from referral_assistant.selfcheck import pdf_fault, self_check


def test_this_copy_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["self-check"]) == 0
    said = capsys.readouterr().out
    for part in ("content", "encrypted store", "scenarios", "documents", "window"):
        assert f"ok      {part}:" in said


def test_a_part_that_breaks_is_named_and_the_others_are_still_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("referral_assistant.selfcheck._documents", lambda _folder: (_ for _ in ()).throw(OSError("x")))
    failed = [name for name, _sentence, passed in self_check() if not passed]
    assert failed == ["documents"]


def test_what_is_no_document_of_ours_has_a_fault() -> None:
    assert pdf_fault(b"%PDF-1.7 and nothing else")
