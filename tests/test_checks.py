"""The leak, source and wording checks: what they find however it is written, and what they leave alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from referral_assistant.checks import (
    WAYS,
    Hit,
    Seen,
    before_issue,
    check_document,
    content_hits,
    mend,
    rules,
    way_words,
    wording_hits,
)
from referral_assistant.checks.names import GENERIC, found_in, kept_out, plain
from referral_assistant.checks.sources import attribution
from referral_assistant.letter import AnyDocument, Rendered, sentences
from referral_assistant.model import Answer, Case, Document, Edit, Known, Source
from tests.document_cases import CASE, NOW, PACK, REQUEST, outcome, with_answers, with_decision

FULL = with_decision(CASE, annex=REQUEST)
LETTER = Document.REFERRAL_LETTER


def get(kind: Document = LETTER, case: Case = FULL) -> AnyDocument:
    found = outcome(case).get(kind)
    assert found is not None, outcome(case).why_not(kind)
    return found


def leaks(text: str, *names: str) -> list[tuple[str, bool]]:
    """What of the names to keep out stands in a text, and whether it blocks."""
    case = with_answers(CASE, Answer("partner_names", names))
    return [(found.text, found.sure) for found in found_in(text, kept_out(case, PACK))]


def letter_saying(words: str, case: Case = FULL, **more: object) -> tuple[AnyDocument, tuple[Hit, ...]]:
    changed = with_answers(case, Answer("own_part", ("yes",), words=words, **more))  # type: ignore[arg-type]
    letter = get(LETTER, changed)
    return letter, check_document(letter, changed, PACK)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Kelly Marsh", "I shouted at Kelly."),
        ("Kelly Marsh", "I shouted at KELLY"),
        ("Kelly Marsh", "It was kelly's plate."),
        ("Kelly Marsh", "It was Kelly’s plate."),
        ("Kelly Marsh", "Mrs Marsh rang."),
        ("Zoë Brânză", "I told Zoe."),
        ("Zoe Branza", "I told Zoë."),
        ("Łucja", "Lucja knows."),
        ("Siân O'Brien", "I saw O’Brien there."),
        ("Siân O'Brien", "I saw OBrien there."),
        ("Anne-Marie", "I rang Anne Marie."),
        ("Jo Ash", "It was Jo Ash's."),
        ("07700 900321", "Ring 07700900321."),
        ("07700 900321", "Ring 07700-900-321."),
        ("07700900321", "Ring (07700) 900 321 now"),
        ("07700 900321", "Ring +44 7700 900321."),
        ("+44 (0)7700 900321", "Ring 07700 900321."),
        ("14 Harbour Lane, Eastmere, EM4 2QT", "I waited in Harbour Lane."),
        ("14 Harbour Lane, Eastmere, EM4 2QT", "at 14 harbour lane"),
        ("14 Harbour Lane, Eastmere, EM4 2QT", "EM42QT is where."),
        ("14 Harbour Lane\nEM4 2QT", "em4  2qt"),
        ("Saltgrass Bakery", "outside the Saltgrass"),
        ("Tidewell Primary School", "outside Tidewell's gate"),
        ("Kelly Marsh, Tom Reed", "Tom was there."),
        ("kelly.marsh@example.org", "kelly.marsh@example.org"),
    ],
)
def test_s27_a_name_is_found_however_it_is_written(name: str, text: str) -> None:
    assert any(sure for _text, sure in leaks(text, name))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Kelly Marsh", "I sat in the jelly by the mash."),
        ("Kelly Marsh", "Kellyanne was not there."),
        ("Jo Ash", "I joined in."),
        ("Tidewell Primary School", "The primary school rang."),
        ("14 Harbour Lane, Eastmere, EM4 2QT", "I live in Eastmere, near the harbour."),
        ("07700 900321", "Ring 07700 900322."),
        ("Kelly Ósk", "My name is Darren Ósk."),
        ("3 Quay Road, Eastmere, EM1 1AA", "I live at 3 Quay Road, EM1 1AA."),
        ("07700 900145", "Ring 07700 900145."),
        ("Jo", "Ring Jo Fairweather."),
    ],
)
def test_s27_what_is_not_the_name_or_is_the_persons_own_is_let_be(name: str, text: str) -> None:
    assert leaks(text, name) == []


def test_s27_a_name_that_is_also_a_word_blocks_with_a_capital_and_warns_without() -> None:
    assert leaks("I told Will.", "Will Marsh") == [("Will", True)]
    assert leaks("I will stop.", "Will Marsh") == [("will", False)]
    _letter, hits = letter_saying("I will stop.", with_answers(FULL, Answer("partner_names", ("Will",))))
    assert {(hit.rule, hit.text, hit.blocks) for hit in hits} == {("leak", "will", False)}


@settings(deadline=None)
@given(name=st.text(st.characters(categories=["Lu", "Ll"], max_codepoint=0x17F), min_size=3, max_size=12))
def test_s27_a_name_is_always_found_as_it_was_typed(name: str) -> None:
    assume(plain(name) not in GENERIC | {"darren", "osk", "jo", "fairweather"})
    assert leaks(f"Then {name}, and so on.", name)


def test_s27_the_worker_of_the_person_harmed_is_named_in_the_annex_alone() -> None:
    _letter, hits = letter_saying("Mair Quill rang me.")
    assert [hit.text for hit in hits if hit.blocks] == ["Mair Quill"]
    assert check_document(get(Document.ANNEX), FULL, PACK) == ()


def test_what_was_seen_before_is_found_again_and_what_changed_is_looked_at() -> None:
    seen = Seen()
    case = with_answers(replace(FULL, edits=()), Answer("partner_names", ("Kelly Marsh",)))
    for text in ("I shouted at Kelly Marsh.", "We are both to blame.", "I shouted."):
        for kind in Document:
            document = get(kind, case)
            first = next((s for s in sentences(document.sections) if not s.fixed), None)
            if first is not None:
                edit = Edit(kind, first.id, first.generated, text, NOW)
                case = replace(case, edits=(*case.edits, edit))
        for kind in Document:
            document = get(kind, case)
            assert check_document(document, case, PACK, seen) == check_document(document, case, PACK)


def test_s27_a_reference_made_from_a_name_blocks() -> None:
    case = replace(FULL, reference="KELLY-1")
    for kind in (LETTER, Document.PERSON_COPY, Document.FILE_NOTE):
        hits = check_document(get(kind, case), case, PACK)
        assert [(hit.sentence_id, hit.blocks) for hit in hits] == [("head.reference", True)]


def test_s27_names_that_were_put_out_of_the_path_are_still_kept_out() -> None:
    case = with_answers(FULL, Answer("partner_names", ("Kelly Marsh",)))
    card = PACK.card("partner_names")
    section = PACK.sections[-1]
    from referral_assistant.model import Is

    hidden = replace(card, when=Is("gender", ("man",)))
    pack = replace(
        PACK,
        sections=(
            *PACK.sections[:-1],
            replace(section, cards=tuple(hidden if c is card else c for c in section.cards)),
        ),
    )
    assert [found.text for found in found_in("I told Kelly.", kept_out(case, pack))] == ["Kelly"]


def test_a_clean_document_has_no_hit() -> None:
    for found in outcome(FULL).ready:
        assert check_document(found, FULL, PACK) == (), found.document


def test_s12_no_sentence_of_ours_breaks_a_wording_rule() -> None:
    for found in outcome(FULL).ready:
        for sentence in sentences(found.sections):
            assert wording_hits(sentence.generated) == (), sentence.id
        for section in found.sections:
            assert wording_hits(section.title) == ()


def test_s22_words_of_another_in_an_edited_sentence_block_the_letter() -> None:
    told = Answer("more", ("Slept at a neighbour's with both bags packed",), source=Source.VICTIM)
    case = with_answers(FULL, told)
    old = next(s for s in sentences(get(LETTER, case).sections) if s.id == "referral_letter.said.effect")
    text = "Last week there was a night at a neighbour's with both bags packed."
    case = replace(case, edits=(Edit(LETTER, old.id, old.generated, text, NOW),))
    hits = check_document(get(LETTER, case), case, PACK)
    assert [hit.rule for hit in hits if hit.blocks] == ["source"]
    assert hits[0].ways == ("remove", "annex", "seen_source")


def test_s22_his_own_words_may_be_the_same_as_what_another_said() -> None:
    told = Answer("more", ("I threw the plate at the wall",), source=Source.VICTIM)
    case = with_answers(FULL, told)
    _letter, hits = letter_saying("I threw the plate at the wall", case)
    assert hits == ()


def test_s22_a_record_the_person_has_not_seen_counts_as_anothers_words() -> None:
    told = Answer("more", ("Called out twice in one month last spring",), source=Source.RECORD)
    old = next(s for s in sentences(get().sections) if s.id == "referral_letter.said.effect")
    edits = (Edit(LETTER, old.id, old.generated, "Police were called out twice in one month last spring.", NOW),)
    case = replace(with_answers(FULL, told), edits=edits)
    assert [h.rule for h in check_document(get(LETTER, case), case, PACK) if h.blocks] == ["source"]
    seen = replace(told, known_to_person=Known.YES)
    case = replace(with_answers(FULL, seen), edits=edits)
    assert [h.rule for h in check_document(get(LETTER, case), case, PACK) if h.blocks] == []


@pytest.mark.parametrize(
    "text",
    [
        "We hear this since his partner told us in March.",
        "His ex has said that he follows people.",
        "According to his daughter it was worse.",
        "After a disclosure by his wife we met.",
        "Her mother reported two visits.",
        "The school rang us about it.",
        "The children have told a teacher.",
        "It was reported by a neighbour.",
    ],
)
def test_s22_a_sentence_that_says_somebody_told_is_found(text: str) -> None:
    assert attribution(text)


@pytest.mark.parametrize(
    "text",
    [
        "He said “my wife told me to come”.",
        "He told me that he shouted.",
        "He agreed that you may contact a partner or ex-partner.",
        "I told them what I can keep private.",
        "He lives with his children and drives.",
    ],
)
def test_s22_a_sentence_that_does_not_is_let_be(text: str) -> None:
    assert attribution(text) == ""


def test_wording_hits_warn_and_do_not_block() -> None:
    old = next(s for s in sentences(get().sections) if s.id == "referral_letter.said.effect")
    edits = (Edit(LETTER, old.id, old.generated, "He lost his temper.", NOW),)
    case = replace(FULL, edits=edits)
    hits = check_document(get(LETTER, case), case, PACK)
    assert [(hit.rule, hit.blocks) for hit in hits] == [("minimise", False)]
    assert "He lost his temper." not in before_issue(get(LETTER, case), case, PACK)


def test_words_in_quotation_marks_are_the_persons_own() -> None:
    assert wording_hits("He said: “I just lost my temper.”") == ()
    assert content_hits("Say: “I just lost my temper.”")


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_s12_every_wording_rule_finds_its_examples_and_lets_the_rest_be(rule: object) -> None:
    from referral_assistant.checks import Rule

    assert isinstance(rule, Rule)
    assert rule.patterns
    assert rule.applies_to <= {"content", "documents"}
    for pattern in rule.patterns:
        for example in pattern.examples:
            assert pattern.pattern.search(example), example
        for example in pattern.fine:
            assert not pattern.pattern.search(example), example


# --- ways to mend ----------------------------------------------------------------------------------------------------


def mended(case: Case, hit: Hit, way: str) -> Case:
    return replace(case, edits=(*case.edits, *mend(hit, get(hit.document, case), way, NOW)))


@pytest.mark.parametrize("way", ["mask", "remove"])
def test_a_leak_can_be_mended(way: str) -> None:
    case = with_answers(FULL, Answer("own_part", ("yes",), words="I shouted at Kelly, and at Kelly's mother."))
    (hit,) = [h for h in check_document(get(LETTER, case), case, PACK) if h.blocks]
    case = mended(case, hit, way)
    assert [h for h in check_document(get(LETTER, case), case, PACK) if h.rule == "leak"] == []
    text = next(s for s in sentences(get(LETTER, case).sections) if s.id == hit.sentence_id).text
    assert text == ("" if way == "remove" else "“I shouted at [left out], and at [left out]'s mother.”")


def test_a_sentence_can_be_moved_to_the_annex() -> None:
    old = next(s for s in sentences(get().sections) if s.id == "referral_letter.said.effect")
    text = "His partner told us in March."
    case = replace(FULL, edits=(Edit(LETTER, old.id, old.generated, text, NOW),))
    (hit,) = check_document(get(LETTER, case), case, PACK)
    case = mended(case, hit, "annex")
    assert check_document(get(LETTER, case), case, PACK) == ()
    assert text in [s.text for s in sentences(get(Document.ANNEX, case).sections)]


def test_a_way_that_needs_the_practitioner_changes_nothing() -> None:
    case = with_answers(FULL, Answer("own_part", ("yes",), words="I shouted at Kelly."))
    letter = get(LETTER, case)
    (hit,) = [h for h in check_document(letter, case, PACK) if h.blocks]
    assert mend(hit, letter, "edit") == ()
    assert mend(hit, letter, "annex") == ()
    assert mend(replace(hit, sentence_id="gone"), letter, "remove") == ()
    assert all(way_words(way) for way in WAYS)


def test_before_issue_says_everything_that_is_left() -> None:
    assert before_issue(get(), FULL, PACK) == ("Read 4 sentences, and change or confirm each.",)
    rendered = Rendered(b"", 3, ("What he told me",), ("漢",))
    assert before_issue(get(), FULL, PACK, rendered)[1:] == (
        "It is too long. Shorten: What he told me.",
        "These characters cannot be printed: 漢.",
    )
    read = tuple(Edit(LETTER, s.id, s.generated, s.generated, NOW) for s in sentences(get().sections) if s.read_first)
    assert before_issue(get(LETTER, replace(FULL, edits=read)), replace(FULL, edits=read), PACK) == ()


def test_nothing_of_a_hit_shows_in_its_repr() -> None:
    _letter, hits = letter_saying("I shouted at Kelly.")
    assert hits
    assert "Kelly" not in repr(hits)
