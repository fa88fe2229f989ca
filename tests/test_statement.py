"""The security statement and the DPIA starter: one template each, accessible, and true of this program."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

from referral_assistant import about, vault
from referral_assistant.cli import run
from referral_assistant.letter.printing import Rendered
from referral_assistant.letter.statement import STATEMENTS, Facts, blocks, pdf
from referral_assistant.letter.typeface import characters
from referral_assistant.paths import APP_FOLDER, TEMPLATES
from tests.printed import PROFILES, failures, text_of

FACTS = Facts("9.8.7", date(2026, 11, 22), 4)
PRACTICE = re.compile(r"\bGK\b|Article \d|Art \d|Schedule \d|section \d", re.IGNORECASE)


@cache
def printed(name: str, facts: Facts = FACTS) -> Rendered:
    """A statement, printed once."""
    return pdf(name, facts)


@pytest.fixture
def rendered() -> dict[str, Rendered]:
    return {name: printed(name) for name in STATEMENTS}


def words(name: str) -> str:
    """All the text of a statement, as a screen shows it."""
    parts = (
        text for b in blocks(name, FACTS) for text in (b.text, *b.items, *(cell for row in b.rows for cell in row))
    )
    return " ".join(parts)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("facts", [FACTS, Facts("0.1.0", None, 4)], ids=["built", "from the source"])
@pytest.mark.parametrize("name", STATEMENTS)
def test_each_is_pdf_ua_and_pdf_a(name: str, facts: Facts, profile: str, tmp_path: Path) -> None:
    assert failures(printed(name, facts).content, profile, tmp_path) == []


def test_the_security_statement_fits_one_page_of_a4(rendered: dict[str, Rendered]) -> None:
    found = rendered["security-statement"]
    assert found.pages == 1
    assert found.fits
    with pypdfium2.PdfDocument(found.content) as file:
        assert [round(side / 72 * 25.4) for side in file[0].get_size()] == [210, 297]


@pytest.mark.parametrize("name", STATEMENTS)
def test_screen_and_paper_say_the_same(name: str, rendered: dict[str, Rendered]) -> None:
    on_paper = re.sub(r"[\s\u00ad-]|\ufffe", "", text_of(rendered[name].content))
    missing = [
        text
        for block in blocks(name, FACTS)
        for text in (block.text, *block.items, *(cell for row in block.rows for cell in row))
        if re.sub(r"[\s-]", "", text) not in on_paper
    ]
    # A cell or a sentence that goes over the end of a page has its foot in between.
    assert len(missing) <= 2, missing
    assert {block.kind for block in blocks(name, FACTS)} <= {"h1", "h2", "h3", "p", "ul", "table"}


@pytest.mark.parametrize("name", STATEMENTS)
def test_every_character_is_in_the_typeface_and_no_law_is_quoted(name: str) -> None:
    text = words(name)
    assert not {character for character in text if ord(character) not in characters()}
    assert not PRACTICE.search(text)
    assert "{" not in text


def test_the_statement_says_what_the_program_does() -> None:
    text = words("security-statement")
    cost = vault.Cost()
    assert f"Argon2id, {cost.memory >> 20} MiB, {cost.passes} passes; {vault.SHORTEST} characters" in text
    assert f"%LOCALAPPDATA%\\{APP_FOLDER}" in text
    assert "after 4 minutes" in text
    for told in ("WeasyPrint", "urllib", "fetcher", "swap", "vault.json", "AF_INET6", "AF_UNIX", "cannot be recovered"):
        assert told in text


def test_the_starter_marks_what_the_organisation_fills_in() -> None:
    found = blocks("dpia-starter", FACTS)
    headings = [block.text for block in found if block.kind == "h2"]
    assert [heading.split(".")[0] for heading in headings] == [str(number) for number in range(1, 8)]
    mine = [cell for block in found for row in block.rows[1:] for cell in row[2:] if cell.startswith("You:")]
    assert len(mine) == sum(len(b.rows) - 1 for b in found if b.kind == "table" and len(b.rows[0]) == 3)


def test_the_command_writes_both(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["documents", "--out", str(tmp_path / "out")]) == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"security-statement.pdf", "dpia-starter.pdf"}
    assert "security-statement.pdf, 1 page\n" in capsys.readouterr().out
    again = pdf("security-statement", about.facts()).content
    assert (tmp_path / "out" / "security-statement.pdf").read_bytes() == again


def test_a_folder_that_cannot_be_written_to_is_exit_code_2(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert run(["documents", "--out", str(tmp_path / "file")]) == 2


def test_templates_hold_no_tag_that_a_screen_cannot_show() -> None:
    known = {"h1", "h2", "h3", "p", "ul", "li", "table", "thead", "tr", "th", "td"}
    for name in STATEMENTS.values():
        source = (TEMPLATES / name).read_text(encoding="utf-8")
        assert set(re.findall(r"<(\w+)", source)) <= known
