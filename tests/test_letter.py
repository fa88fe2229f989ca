"""What the five documents say, how edits lie over them, and which of them a case allows."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import jinja2
import pytest
from PIL import Image

from referral_assistant.letter import (
    Annex,
    AnyDocument,
    FileNote,
    HelplineCard,
    Outcome,
    PersonCopy,
    ReferralLetter,
    RestrictedNote,
    Sentence,
    digest,
    file_name,
    helpline_card,
    html,
    pdf_title,
    reference,
    sentences,
)
from referral_assistant.letter.heard import quoted, tidy
from referral_assistant.letter.logo import logo_uri
from referral_assistant.letter.page import _environment
from referral_assistant.model import (
    Answer,
    Case,
    Document,
    DutyRecord,
    Edit,
    Issued,
    Kind,
    Level,
    Override,
    State,
)
from referral_assistant.problems import Problem
from tests.document_cases import (
    CASE,
    LIVE_LINES,
    MATCH,
    NOW,
    PACK,
    REQUEST,
    TODAY,
    assessed,
    outcome,
    with_answers,
    with_decision,
)

FULL = with_decision(CASE, annex=REQUEST)


def document(kind: Document, case: Case = FULL) -> AnyDocument:
    found = outcome(case).get(kind)
    assert found is not None, outcome(case).why_not(kind)
    return found


def text_of(found: AnyDocument) -> str:
    """A document as it reads, headings and labels included."""
    lines = [found.head.title, *found.recipient]
    for section in found.sections:
        lines.append(section.title)
        for paragraph in section.printed:
            lines += [paragraph.label, paragraph.text]
    return "\n".join(line for line in lines if line)


def sentence(found: AnyDocument, name: str) -> Sentence:
    return next(s for s in sentences(found.sections) if s.id == f"{found.document}.{name}")


def test_a_complete_case_allows_all_five_documents() -> None:
    found = outcome(FULL)
    assert found.refused == ()
    assert [type(d) for d in found.ready] == [ReferralLetter, PersonCopy, Annex, FileNote, RestrictedNote]


@pytest.mark.parametrize("kind", list(Document))
def test_every_sentence_has_an_id_of_its_own_and_no_slot_left(kind: Document) -> None:
    found = document(kind)
    ids = [s.id for s in sentences(found.sections)]
    assert len(ids) == len(set(ids))
    assert all(name.startswith(f"{kind}.") for name in ids)
    assert "{" not in text_of(found)
    paragraphs = [p.id for section in found.sections for p in section.paragraphs]
    assert len(paragraphs) == len(set(paragraphs))


@pytest.mark.parametrize("kind", list(Document))
def test_the_same_record_gives_the_same_document(kind: Document) -> None:
    assert document(kind) == document(kind)


def test_the_letter_reads_as_a_colleague_would_write_it() -> None:
    words = text_of(document(Document.REFERRAL_LETTER))
    for line in (
        "Referral to Keelside Programme",
        "I am writing to refer Darren Ósk. I talked with him on 21 November 2026. He agreed to this referral.",
        "Please ring me before first contact. We ask this of every referral.",
        "The best time to reach me: weekdays before 11 am.",
        "“I shouted, then I threw the plate. Nobody made me.”",
        "He asked for help.",
        "He agreed that you may contact a partner or ex-partner.",
        "I told him what I can keep private and what I cannot.",
        "Weekday evenings; Weekends",
    ):
        assert line in words


@pytest.mark.parametrize(
    ("pronoun", "line"),
    [
        ("he", "Please tell me if he is accepted, does not start, stops or finishes."),
        ("she", "Please tell me if she is accepted, does not start, stops or finishes."),
        ("they", "Please tell me if they are accepted, do not start, stop or finish."),
    ],
)
def test_the_letter_follows_the_recorded_pronouns(pronoun: str, line: str) -> None:
    case = with_answers(FULL, Answer("pronoun", (pronoun,)))
    assert line in text_of(document(Document.REFERRAL_LETTER, case))


def test_only_the_ways_said_to_be_safe_are_in_the_letter() -> None:
    words = text_of(document(Document.REFERRAL_LETTER))
    assert "07700 900145" in words
    assert "3 Quay Road" not in words
    by_post = with_answers(FULL, Answer("reach", ("post",)))
    posted = text_of(document(Document.REFERRAL_LETTER, by_post))
    assert "3 Quay Road" in posted
    assert "07700 900145" not in posted


def test_without_a_safe_way_the_service_speaks_to_the_writer_first() -> None:
    case = with_answers(FULL, Answer("reach", state=State.DECLINED))
    words = text_of(document(Document.REFERRAL_LETTER, case))
    assert "I have no safe way to reach him on record. Please speak to me first." in words
    assert "07700 900145" not in words


def test_partly_agreed_sharing_makes_every_quotation_one_to_read() -> None:
    case = with_answers(FULL, Answer("share", ("partly",)))
    letter = document(Document.REFERRAL_LETTER, case)
    quotes = [s for s in sentences(letter.sections) if s.nature == "quote"]
    assert quotes
    assert all(s.unread for s in quotes)


def test_an_edit_replaces_the_sentence_and_keeps_what_was_generated() -> None:
    letter = document(Document.REFERRAL_LETTER)
    old = sentence(letter, "said.own_part")
    case = replace(FULL, edits=(Edit(Document.REFERRAL_LETTER, old.id, old.generated, "“I shouted.”", NOW),))
    new = sentence(document(Document.REFERRAL_LETTER, case), "said.own_part")
    assert (new.text, new.generated) == ("“I shouted.”", old.generated)
    assert new.edited
    assert not new.unread


def test_a_sentence_that_is_kept_as_it_is_counts_as_read() -> None:
    letter = document(Document.REFERRAL_LETTER)
    old = sentence(letter, "said.own_part")
    assert old.unread
    case = replace(FULL, edits=(Edit(Document.REFERRAL_LETTER, old.id, old.generated, old.generated, NOW),))
    new = sentence(document(Document.REFERRAL_LETTER, case), "said.own_part")
    assert not new.edited
    assert not new.unread


def test_the_last_edit_of_a_sentence_stands() -> None:
    old = sentence(document(Document.FILE_NOTE), "opening.who")
    edits = tuple(Edit(Document.FILE_NOTE, old.id, old.generated, text) for text in ("One.", "Two."))
    assert sentence(document(Document.FILE_NOTE, replace(FULL, edits=edits)), "opening.who").text == "Two."


def test_an_edit_of_wording_that_the_record_has_changed_since_is_shown_and_not_used() -> None:
    letter = document(Document.REFERRAL_LETTER)
    old = sentence(letter, "said.own_part")
    edited = replace(FULL, edits=(Edit(Document.REFERRAL_LETTER, old.id, old.generated, "“I shouted.”", NOW),))
    later = with_answers(edited, Answer("own_part", ("yes",), words="I threw two plates."))
    new = sentence(document(Document.REFERRAL_LETTER, later), "said.own_part")
    assert new.text == "“I threw two plates.”"
    assert new.earlier == "“I shouted.”"
    assert new.unread


def test_a_sentence_taken_out_is_not_printed_and_its_paragraph_goes_with_it() -> None:
    old = sentence(document(Document.REFERRAL_LETTER), "said.effect")
    case = replace(FULL, edits=(Edit(Document.REFERRAL_LETTER, old.id, old.generated, "", NOW),))
    page = html(document(Document.REFERRAL_LETTER, case))
    assert "They go quiet" not in page
    assert "Effect on others" not in page


def test_a_fixed_line_stays_whatever_an_edit_says() -> None:
    old = sentence(document(Document.REFERRAL_LETTER), "about.one_conversation")
    case = replace(FULL, edits=(Edit(Document.REFERRAL_LETTER, old.id, old.generated, "It proves change.", NOW),))
    assert "proves change" not in text_of(document(Document.REFERRAL_LETTER, case))
    assert sentence(document(Document.REFERRAL_LETTER, case), "about.one_conversation").fixed


def test_an_edit_of_the_persons_copy_changes_nothing() -> None:
    copy = document(Document.PERSON_COPY)
    edits = tuple(Edit(Document.PERSON_COPY, s.id, s.generated, "Kelly knows.") for s in sentences(copy.sections))
    assert document(Document.PERSON_COPY, replace(FULL, edits=edits)) == copy


def test_a_changed_reading_stands_in_the_file_note_with_its_reason() -> None:
    change = Override("reading", "impact", Level.NOT_NOW, "Laughed each time", "Ann Example", "lead", at=NOW)
    words = text_of(document(Document.FILE_NOTE, replace(FULL, overrides=(change,))))
    assert "Not now. Changed from: mixed, by Ann Example, lead. Reason: Laughed each time" in words
    assert "Willing does not mean safer." in words


def test_a_moved_sentence_stands_in_the_annex() -> None:
    moved = Edit(Document.ANNEX, "annex.moved.referral_letter.said.own_part", "A fact.", "A fact.", NOW)
    assert "A fact." in text_of(document(Document.ANNEX, replace(FULL, edits=(moved,))))


def test_the_order_of_an_agency_is_kept_from_what_the_person_may_read() -> None:
    marker = "A marker for staff safety"
    for kind in (Document.REFERRAL_LETTER, Document.PERSON_COPY, Document.FILE_NOTE):
        assert marker not in text_of(document(kind))
    for kind in (Document.ANNEX, Document.RESTRICTED_NOTE):
        assert marker in text_of(document(kind))


def test_a_letter_on_a_named_route_says_so_and_claims_no_agreement() -> None:
    case = with_decision(FULL, referral="not_needed", route_named="a court order")
    service = replace(MATCH.service, routes=("court",), fictional=False)
    letter = outcome(case, replace(MATCH, service=service)).get(Document.REFERRAL_LETTER)
    assert letter is not None
    assert "This referral is made under a court order, which does not need his agreement." in text_of(letter)
    assert "He agreed to this referral" not in text_of(letter)


def test_why_not_is_told_in_whole_sentences() -> None:
    found: Outcome = outcome(with_decision(FULL, referral="no", copy="nothing", annex=None))
    assert "The decision on record is not to refer." in found.why_not(Document.REFERRAL_LETTER)
    assert "He asked for nothing on paper." in found.why_not(Document.PERSON_COPY)
    assert any("only when it is asked for" in why for why in found.why_not(Document.ANNEX))
    assert found.why_not(Document.FILE_NOTE) == ()
    assert all(r.sentence.endswith(".") and "{" not in r.sentence for r in found.refused)


def test_a_duty_decided_against_needs_a_reason_and_someone_who_agreed() -> None:
    duties = (*FULL.duties[1:], DutyRecord("victim_worker", "decided_not", because="No safe way"))
    assert outcome(replace(FULL, duties=duties)).ready == ()


def test_references_and_names_of_files_are_neutral_and_the_annex_stands_outside_the_numbering() -> None:
    found = {d.document: d for d in outcome(FULL).ready}
    assert found[Document.REFERRAL_LETTER].head.reference == "R-2614-1"
    assert "2614" not in reference(FULL, Document.ANNEX) + reference(FULL, Document.RESTRICTED_NOTE)
    assert reference(FULL, Document.ANNEX) == reference(FULL, Document.ANNEX)
    names = [file_name(d) for d in found.values()]
    assert len(set(names)) == 5
    assert file_name(found[Document.REFERRAL_LETTER]) == "R-2614-1.pdf"
    assert file_name(found[Document.REFERRAL_LETTER], large_print=True) == "R-2614-1-large.pdf"
    assert pdf_title(found[Document.REFERRAL_LETTER]) == "Document R-2614-1"


def test_a_second_version_says_that_it_replaces_the_first() -> None:
    letter = document(Document.REFERRAL_LETTER)
    first = Issued(letter.document, letter.head.reference, letter.head.version, digest(b"one"), NOW)
    assert first.version == 1
    again = replace(FULL, issued=(first,))
    later = document(Document.REFERRAL_LETTER, again)
    assert later.head.version == 2
    assert "It replaces the one before." in html(later)
    assert file_name(later) == "R-2614-1-2.pdf"
    assert document(Document.FILE_NOTE, again).head.version == 1


def test_a_training_document_says_so_at_top_and_foot() -> None:
    case = replace(FULL, kind=Kind.TRAINING)
    for found in outcome(case).ready:
        page = html(found)
        assert page.count("Training example. Not a real referral.") == 3
    assert "Training example" not in html(document(Document.REFERRAL_LETTER))


def test_what_was_typed_cannot_become_markup() -> None:
    nasty = '<b onload="x">{{ 7*7 }}</b> & {they}'
    case = with_answers(FULL, Answer("own_part", ("yes",), words=nasty))
    page = html(document(Document.REFERRAL_LETTER, case))
    assert "<b" not in page.replace("<body", "")
    assert "{{ 7*7 }}" in page
    assert "&amp; {they}" in page


def test_the_templates_are_sandboxed_and_strict() -> None:
    environment = _environment()
    with pytest.raises(jinja2.exceptions.SecurityError):
        environment.from_string("{{ ''.__class__.__mro__ }}").render()
    with pytest.raises(jinja2.UndefinedError):
        environment.from_string("{{ nothing }}").render()
    assert environment.from_string("{{ x }}").render(x="<i>") == "&lt;i&gt;"


def test_the_helpline_card_is_given_only_when_judged_safe_and_holds_nothing_of_the_case() -> None:
    card = helpline_card(FULL, PACK, assessed(FULL), LIVE_LINES, TODAY, judged_safe=True)
    assert isinstance(card, HelplineCard)
    page = html(card)
    assert "0808 157 0123" in page
    for told in ("R-2614", "Darren", "Keelside", "Eastmere Family Practice", "0808 157 0789", "0808 157 0999"):
        assert told not in page
    assert "If anyone is in danger now, ring 999." in page
    with pytest.raises(Problem):
        helpline_card(FULL, PACK, assessed(FULL), LIVE_LINES, TODAY, judged_safe=False)
    stopped = with_answers(FULL, Answer("alone", ("no",)))
    with pytest.raises(Problem):
        helpline_card(stopped, PACK, assessed(stopped), LIVE_LINES, TODAY, judged_safe=True)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("I shouted", "“I shouted”"),
        ('"I shouted"', "“I shouted”"),
        ("I said “stop” twice", "“I said ‘stop’ twice”"),
        ('I said "stop" twice', "“I said ‘stop’ twice”"),
        ("two\nlines\t here", "“two lines here”"),
    ],
)
def test_words_are_quoted_once(typed: str, shown: str) -> None:
    assert quoted(typed) == shown


def test_characters_no_page_can_hold_are_left_out() -> None:
    assert tidy("a\x00b\x07c\u202ed") == "a b c d"
    assert tidy("Sia\u0302n") == "Siân"


def png(width: int = 40) -> bytes:
    """A plain grey picture."""
    made = io.BytesIO()
    Image.new("RGB", (width, 10), "grey").save(made, "PNG")
    return made.getvalue()


PNG = png()
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4z"/></svg>'


@pytest.mark.parametrize(("content", "kind"), [(PNG, "image/png"), (SVG, "image/svg+xml")])
def test_a_plain_logo_becomes_data(tmp_path: Path, content: bytes, kind: str) -> None:
    path = tmp_path / "logo"
    path.write_bytes(content)
    assert logo_uri(str(path)).startswith(f"data:{kind};base64,")


@pytest.mark.parametrize(
    "content",
    [
        b"GIF89a",
        b"not a picture",
        PNG[:30],
        png(4001),
        PNG + b"\0" * 600_000,
        SVG.replace(b"<path", b'<image href="http://192.0.2.1/x.png"/><path'),
        SVG.replace(b"<path", b'<use xlink:href="file:///etc/passwd" xmlns:xlink="x"/><path'),
        SVG.replace(b"<path", b"<script>x</script><path"),
        SVG.replace(b"<path", b"<foreignObject/><path"),
        SVG.replace(b"<path", b'<path fill="url(http://192.0.2.1/x)"'),
        SVG.replace(b"<path", b'<path onload="x"'),
        b'<!DOCTYPE svg [<!ENTITY e "e">]>' + SVG,
        b"<html/>",
    ],
)
def test_any_other_logo_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "logo"
    path.write_bytes(content)
    with pytest.raises(Problem):
        logo_uri(str(path))


def test_a_logo_that_has_gone_does_not_hold_up_a_letter(tmp_path: Path) -> None:
    case = replace(FULL, organisation=replace(FULL.organisation, logo=str(tmp_path / "gone.png")))
    assert "<img" not in html(document(Document.REFERRAL_LETTER, case))


def test_nothing_of_a_document_shows_in_its_repr() -> None:
    for found in outcome(FULL).ready:
        shown = f"{found!r} {found.head!r} {found.sections!r} {sentences(found.sections)!r}"
        for told in ("Darren", "plate", "Eastmere", "Kelly"):
            assert told not in shown
