"""The safety rules about documents, each test named after its rule (S1 to S28)."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from referral_assistant.checks import before_issue, check_document
from referral_assistant.content import load_pack
from referral_assistant.conversation import in_path_answers
from referral_assistant.letter import (
    ON_PERSON_COPY,
    Annex,
    AnyDocument,
    FileNote,
    Head,
    Line,
    Nature,
    Origin,
    Outcome,
    Paragraph,
    PersonCopy,
    ReferralLetter,
    RestrictedNote,
    Section,
    Sentence,
    documents,
    file_name,
    html,
    sentences,
)
from referral_assistant.letter.person_copy import printable_lines
from referral_assistant.matching.cautions import NEEDS_PARTNER_SUPPORT, NOT_REFERABLE, assured_within_a_year
from referral_assistant.model import (
    RECIPIENTS,
    About,
    AnnexRequest,
    Answer,
    Card,
    CardKind,
    Case,
    Concern,
    Document,
    Filing,
    Kind,
    Known,
    Level,
    Override,
    Route,
    SafetyConcern,
    Service,
    Source,
    State,
    Verdict,
    Who,
)
from referral_assistant.paths import RESOURCES
from tests.document_cases import (
    CASE,
    LIVE_LINES,
    LIVE_MATCH,
    LIVE_SERVICE,
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

SLOW = settings(deadline=None, max_examples=25)
FULL = with_decision(CASE, annex=REQUEST)
LETTER, COPY, ANNEX = Document.REFERRAL_LETTER, Document.PERSON_COPY, Document.ANNEX
NOTES = {Document.FILE_NOTE, Document.RESTRICTED_NOTE}
VOCABULARY = tomllib.loads((RESOURCES / "vocabulary.toml").read_text(encoding="utf-8"))


def kinds(found: Outcome) -> set[Document]:
    return {d.document for d in found.ready}


def get(kind: Document, case: Case = FULL) -> AnyDocument:
    found = outcome(case).get(kind)
    assert found is not None, outcome(case).why_not(kind)
    return found


def everything(case: Case = FULL) -> Iterator[tuple[AnyDocument, str]]:
    """Every allowed document with all that it prints or says about itself."""
    for found in outcome(case).ready:
        yield found, html(found) + file_name(found)


# --- S1, S5, S6, S10: what stands before a document ------------------------------------------------------------------


def test_s1_the_notes_say_not_asked_or_not_known_and_never_no_sign_of() -> None:
    case = with_answers(FULL, Answer("effect", state=State.COULD_NOT_ASK), Answer("more", retracted=True))
    page = html(get(Document.FILE_NOTE, case))
    assert "Not asked or not known:" in page
    assert "Could not ask: The effect on others." in page
    assert "What he says cannot show that anyone is safe." in page
    for _found, text in everything(case):
        assert "no sign of" not in text.lower()
        assert "no concern" not in text.lower()


def test_s5_an_open_safety_concern_closes_everything_but_the_notes() -> None:
    case = replace(FULL, safety=(SafetyConcern("Something was said", "Jo Fairweather", NOW),))
    assert kinds(outcome(case)) == NOTES
    closed = replace(case.safety[0], outcome="Rang the lead", outcome_by="Ann Example", outcome_at=NOW)
    assert kinds(outcome(replace(case, safety=(closed,)), route=Route.PROGRAMME)) == set(Document)


@pytest.mark.parametrize("duty", VOCABULARY["duties"]["values"])
def test_s6_no_document_issues_with_an_open_duty(duty: str) -> None:
    case = replace(FULL, duties=tuple(d for d in FULL.duties if d.id != duty))
    owed = {d.id for d in assessed(case).duties}
    found = outcome(case)
    assert (found.ready == ()) == (duty in owed)


def test_s10_a_standing_stop_leaves_the_file_note_and_the_restricted_note() -> None:
    case = with_decision(with_answers(FULL, Answer("alone", ("no",))), referral="")
    assert kinds(outcome(case)) == NOTES
    note = html(get(Document.FILE_NOTE, case))
    assert "This note records contact with" in note
    assert "conversation" not in note
    assert "No referral" not in note
    bare = replace(case, answers=(Answer("own_name", ("Darren Ósk",)), Answer("alone", ("no",))))
    shown = outcome(bare).get(Document.FILE_NOTE)
    assert shown is not None
    body = html(shown).split("<h1>")[1]
    for told in ("referral", "conversation", "harm", "safe", "partner", "stop", "not asked"):
        assert told not in body.lower(), told
    assert "safe" not in note.split("<h2>")[0]


@SLOW
@given(
    route=st.sampled_from(Route),
    who=st.sampled_from(Who),
    referral=st.sampled_from(["", "agreed", "not_needed", "no"]),
    consulted=st.sampled_from(["", "Ann Example, lead"]),
    copy=st.sampled_from(["", "paper", "safe_address", "nothing"]),
    kind=st.sampled_from(VOCABULARY["kinds"]["offer"]),
    support=st.sampled_from(["yes", "no", "unknown"]),
    verdict=st.sampled_from(Verdict),
    routes=st.sets(st.sampled_from(VOCABULARY["service"]["routes"])),
)
def test_s18_s21_s24_a_letter_and_a_copy_exist_only_where_the_rules_let_them(
    route: Route,
    who: Who,
    referral: str,
    consulted: str,
    copy: str,
    kind: str,
    support: str,
    verdict: Verdict,
    routes: set[str],
) -> None:
    case = with_decision(FULL, referral=referral, route_named="an order", consulted=consulted, copy=copy)
    service = replace(LIVE_SERVICE, kind=kind, partner_support=support, routes=tuple(sorted(routes)))
    found = kinds(outcome(case, replace(LIVE_MATCH, service=service, verdict=verdict), route=route, who=who))
    if LETTER in found:
        assert route in (Route.PROGRAMME, Route.EARLY_RESPONSE) or (route is Route.CONSULT and consulted)
        assert not (route is Route.CONSULT and who is not Who.CLEAR)
        assert referral in ("agreed", "not_needed")
        assert referral == "agreed" or not routes or routes - {"self", "professional"}
        assert kind not in ("intensive", "probation", "helpline", "consultation")
        assert verdict in (Verdict.FITS, Verdict.ASK)
        assert support == "yes" or kind not in ("early_response", "behaviour_change") or consulted
    if COPY in found:
        assert route in (Route.PROGRAMME, Route.EARLY_RESPONSE)
        assert referral == "agreed"
        assert copy in ("paper", "safe_address")
    if ANNEX in found:
        assert LETTER in found
    if referral:
        assert found >= NOTES
    else:
        assert not found


def test_the_lists_of_the_rules_are_those_of_the_vocabulary() -> None:
    assert set(VOCABULARY["kinds"]["not_referable"]) == NOT_REFERABLE
    assert set(VOCABULARY["kinds"]["needs_partner_support"]) == NEEDS_PARTNER_SUPPORT
    assert set(VOCABULARY["purposes"]["on_person_copy"]) == ON_PERSON_COPY


def test_s17_a_service_without_known_partner_support_needs_consulting_first() -> None:
    match = replace(LIVE_MATCH, service=replace(LIVE_SERVICE, partner_support="unknown"))
    assert LETTER not in kinds(outcome(FULL, match))
    assert LETTER in kinds(outcome(with_decision(FULL, consulted="Ann Example, lead"), match))


def test_s20_a_fictional_service_makes_no_live_letter() -> None:
    assert LETTER not in kinds(outcome(FULL, MATCH))
    assert LETTER in kinds(outcome(replace(FULL, kind=Kind.TRAINING), MATCH))


@pytest.mark.parametrize("status", ["inactive", "defunct", "temporarily closed"])
def test_a_service_that_is_not_open_gets_no_letter(status: str) -> None:
    assert LETTER not in kinds(outcome(FULL, replace(LIVE_SERVICE, status=status)))
    assert LETTER not in kinds(outcome(FULL, replace(LIVE_SERVICE, ends_on=TODAY - timedelta(days=1))))
    assert LETTER not in kinds(outcome(FULL, None))
    assert LETTER not in kinds(outcome(with_decision(FULL, service="another"), LIVE_MATCH))


# --- S18: panels -----------------------------------------------------------------------------------------------------


def test_s18_names_of_panels_stand_in_the_restricted_note_alone() -> None:
    sharing = tuple(replace(line, basis=line.basis or "MARAC") for line in FULL.decision.sharing)
    case = with_decision(
        with_answers(
            FULL,
            Answer("more", ("Case heard at MARAC in May",), source=Source.PERSON),
            Answer("effect", ("yes",), words="They said the MATAC knows me."),
        ),
        consulted="MARAC lead",
        sharing=sharing,
    )
    for found, text in everything(case):
        blocked = [hit for hit in check_document(found, case, PACK) if hit.rule == "panel" and hit.blocks]
        if isinstance(found, RestrictedNote):
            assert "MARAC" in text
        elif blocked:
            assert isinstance(found, ReferralLetter)
        else:
            assert "MARAC" not in text
            assert "MATAC" not in text


def test_s18_a_panel_makes_no_letter_and_no_copy() -> None:
    found = outcome(FULL, route=Route.PANEL)
    assert kinds(found) == NOTES
    assert "perpetrator panel" in html(found.get(Document.RESTRICTED_NOTE) or get(LETTER))
    for refusal in found.refused:
        assert "MARAC" not in refusal.sentence


# --- S20: old numbers ------------------------------------------------------------------------------------------------


@SLOW
@given(days=st.integers(-400, 1200))
def test_s20_no_number_unchecked_for_twelve_months_stands_on_the_copy(days: int) -> None:
    assured = TODAY - timedelta(days=days)
    service = replace(LIVE_SERVICE, assured_date=assured)
    copy = outcome(FULL, replace(LIVE_MATCH, service=service)).get(COPY)
    assert isinstance(copy, PersonCopy)
    fresh = 0 <= days <= 365
    assert assured_within_a_year(assured, TODAY) is fresh
    assert (copy.service_telephone == "01632 960210") is fresh
    assert ("01632 960210" in html(copy)) is fresh


def test_s24_a_number_that_is_not_for_publication_stands_on_no_copy() -> None:
    private = ("contact.telephone",)
    service = replace(LIVE_SERVICE, assured_date=TODAY, private=private)
    copy = outcome(FULL, replace(LIVE_MATCH, service=service)).get(COPY)
    assert isinstance(copy, PersonCopy)
    assert copy.service_telephone == ""
    assert printable_lines(LIVE_LINES, TODAY, training=False)
    assert printable_lines((replace(line, private=private) for line in LIVE_LINES), TODAY, training=False) == ()


def test_s20_twelve_months_from_a_leap_day_end_with_february() -> None:
    assert assured_within_a_year(date(2024, 2, 29), date(2025, 2, 28))
    assert not assured_within_a_year(date(2024, 2, 29), date(2025, 3, 1))
    assert not assured_within_a_year(None, TODAY)


# --- S21: the two decisions ------------------------------------------------------------------------------------------


def test_s21_without_both_decisions_on_record_there_is_no_document() -> None:
    assert outcome(with_decision(FULL, referral="")).ready == ()
    assert outcome(with_decision(FULL, told="")).ready == ()
    assert outcome(with_decision(FULL, told="not_now", told_because=" ")).ready == ()
    assert outcome(with_decision(FULL, referral="not_needed", route_named="")).ready == ()


@pytest.mark.parametrize("recipient", RECIPIENTS)
def test_s21_protection_is_decided_for_each_recipient(recipient: str) -> None:
    rest = tuple(line for line in FULL.decision.sharing if line.recipient != recipient)
    line = next(line for line in FULL.decision.sharing if line.recipient == recipient)
    assert outcome(with_decision(FULL, sharing=rest)).ready == ()
    for bare in (
        replace(line, shared=True, basis="", authorised_by="Ann", at=NOW),
        replace(line, shared=True, basis="Duty", authorised_by="", at=NOW),
        replace(line, shared=True, basis="Duty", authorised_by="Ann", at=None),
        replace(line, shared=False, basis=" "),
    ):
        assert outcome(with_decision(FULL, sharing=(*rest, bare))).ready == ()
    done = replace(line, shared=True, basis="Duty", authorised_by="Ann", at=NOW)
    assert outcome(with_decision(FULL, sharing=(*rest, done))).ready


def test_s21_no_agreement_and_a_voluntary_service_make_no_letter() -> None:
    case = with_decision(FULL, referral="not_needed", route_named="a plan")
    assert LETTER not in kinds(outcome(case))
    assert LETTER not in kinds(outcome(with_answers(FULL, Answer("refer", ("no",)))))
    assert LETTER not in kinds(outcome(with_answers(FULL, Answer("share", ("no",)))))


def test_s21_agreement_is_never_called_consent() -> None:
    for _found, text in everything():
        assert "consent" not in text.lower()


def test_s21_nothing_is_said_of_partner_contact_that_was_not_decided_or_answered() -> None:
    assert "contact a partner" not in html(get(LETTER, with_decision(FULL, partner_contact=""))).replace(
        "need to contact a partner", ""
    )


@pytest.mark.parametrize(
    ("contact", "line"),
    [
        ("agreed", "He agreed that you may contact a partner or ex-partner."),
        ("refused", "He did not agree to you contacting a partner or ex-partner."),
        ("withdrawn", "and has since taken that back."),
    ],
)
def test_s21_agreement_to_partner_contact_and_its_withdrawal_are_recorded(contact: str, line: str) -> None:
    assert line in html(get(LETTER, with_decision(FULL, partner_contact=contact)))


# --- S22, S23, S26: who said it --------------------------------------------------------------------------------------

DOMAIN_CARDS = [c.id for c in PACK.cards if c.domain]
TOLD = st.tuples(st.sampled_from(Source), st.sampled_from(Known))
WORD_CARDS = [c for c in PACK.cards if c.words and c.kind is not CardKind.NAMES]


@SLOW
@given(told=st.dictionaries(st.sampled_from([c.id for c in WORD_CARDS]), TOLD, min_size=1, max_size=8))
def test_s22_s26_words_reach_only_readers_who_may_know_that_they_were_said(
    told: dict[str, tuple[Source, Known]],
) -> None:
    """Every recorded text carries a sentinel; each document is searched for those it may not hold."""
    current = {a.card: a for a in FULL.answers}
    marked = [
        replace(
            current.get(card, Answer(card, ("x",))),
            words=f"Said{n}sentinel",
            observed=f"Seen{n}sentinel",
            known_how=f"How{n}sentinel",
            source=source,
            known_to_person=known,
        )
        for n, (card, (source, known)) in enumerate(told.items())
    ]
    case = with_answers(FULL, *marked)
    assessment = assessed(FULL)
    found = outcome(case, route=assessment.route, who=assessment.who, duties=assessment.duties)
    pages = {d.document: html(d) for d in found.ready}
    assert set(pages) == set(Document)
    for n, (card_id, (source, known)) in enumerate(told.items()):
        card = PACK.card(card_id)
        origin = Origin(card_id, source, known, card.about, card.listen_only)
        said, seen, how = f"Said{n}sentinel", f"Seen{n}sentinel", f"How{n}sentinel"
        assert how not in pages[LETTER] + pages[COPY] + pages[ANNEX]
        assert origin.on_own_record or how not in pages[Document.FILE_NOTE]
        assert said not in pages[COPY] + pages[ANNEX]
        assert seen not in pages[COPY] + pages[ANNEX] + pages[LETTER]
        assert origin.in_letter or said not in pages[LETTER]
        assert origin.on_own_record or said not in pages[Document.FILE_NOTE]
        # Nothing is lost: every word stands in exactly one of the two notes (S28).
        notes = [said in pages[note] for note in NOTES]
        assert sorted(notes) == [False, True]
        assert [seen in pages[note] for note in NOTES] == notes


@SLOW
@given(source=st.sampled_from(Source), known=st.sampled_from(Known), about=st.sampled_from(About), listen=st.booleans())
def test_s22_what_a_victim_a_child_or_another_said_is_never_fit_for_the_person(
    source: Source, known: Known, about: About, listen: bool
) -> None:
    origin = Origin("x", source, known, about, listen)
    if source in (Source.VICTIM, Source.CHILD, Source.OTHER) or listen or about in (About.PARTNER, About.CHILD):
        assert not origin.on_own_record
    if source is Source.RECORD and known is not Known.YES:
        assert not origin.on_own_record
    assert origin.on_own_record or not origin.in_letter


def test_s22_a_source_the_person_has_seen_stands_with_its_date() -> None:
    seen = Answer(
        "own_part",
        ("yes",),
        words="Arrested on 2 May",
        source=Source.GIVEN_DOCUMENT,
        known_to_person=Known.YES,
        source_date=date(2026, 5, 4),
    )
    page = html(get(LETTER, with_answers(FULL, seen)))
    assert "From a document dated 4 May 2026 that he was given: “Arrested on 2 May”" in page


def test_s22_each_type_refuses_what_its_reader_may_not_see() -> None:
    head = Head("A", "R", TODAY)

    def section(nature: Nature, source: Source, **more: object) -> tuple[Section, ...]:
        origin = Origin("x", source, **more)  # type: ignore[arg-type]
        return (Section("s", "", (Paragraph("p", (Sentence("i", "t", "t", nature, origin),)),)),)

    for nature in (Nature.OBSERVATION, Nature.READING, Nature.PROTECTION, Nature.MOVED, Nature.REQUEST):
        with pytest.raises(ValueError, match="cannot hold"):
            ReferralLetter(head, (), section(nature, Source.PERSON), (), "")
    for source in (Source.VICTIM, Source.CHILD, Source.OTHER, Source.RECORD, Source.OBSERVED):
        with pytest.raises(ValueError, match="cannot hold"):
            ReferralLetter(head, (), section(Nature.QUOTE, source), (), "")
    for source in (Source.VICTIM, Source.CHILD, Source.OTHER, Source.RECORD):
        with pytest.raises(ValueError, match="cannot hold"):
            FileNote(head, section(Nature.QUOTE, source), ())
    for about in (About.PARTNER, About.CHILD, About.THIRD_PARTY):
        with pytest.raises(ValueError, match="cannot hold"):
            FileNote(head, section(Nature.QUOTE, Source.PERSON, about=about), ())
    with pytest.raises(ValueError, match="cannot hold"):
        FileNote(head, section(Nature.QUOTE, Source.PERSON, listen_only=True), ())
    with pytest.raises(ValueError, match="cannot hold"):
        FileNote(head, section(Nature.PROTECTION, Source.PERSON), ())
    for nature in (Nature.QUOTE, Nature.OBSERVATION, Nature.PROTECTION):
        with pytest.raises(ValueError, match="cannot hold"):
            Annex(head, (), section(nature, Source.VICTIM), ())


def test_s23_the_fixed_lines_stand_in_every_letter() -> None:
    bare = replace(
        FULL,
        answers=tuple(a for a in FULL.answers if a.card in ("alone", "told_limits", "well", "listened", "pattern")),
        duties=FULL.duties,
    )
    for case in (FULL, bare):
        letter = outcome(case, route=Route.PROGRAMME, who=Who.CLEAR).get(LETTER)
        assert letter is not None
        page = html(letter)
        for line in (
            "This letter records one conversation. It is not a risk assessment, a view on suitability or evidence of "
            "change, and it is not written for court.",
            "Please ring me before first contact. We ask this of every referral.",
            "Making this referral does not end our own responsibility.",
        ):
            assert line in page
        assert "Please tell me if" in page


@pytest.mark.parametrize(
    ("card", "line"),
    [
        ("help", "asked for help."),
        ("told_limits", "I told him what I can keep private and what I cannot."),
        ("contact", "I told him that a service may need to contact a partner or ex-partner."),
    ],
)
def test_s23_what_was_asked_or_told_prints_only_from_an_answered_card(card: str, line: str) -> None:
    assert line in html(get(LETTER))
    for change in (Answer(card, ("no",)), Answer(card, state=State.COULD_NOT_ASK), Answer(card, retracted=True)):
        case = with_answers(FULL, change)
        letter = outcome(case, route=Route.PROGRAMME, who=Who.CLEAR).get(LETTER)
        assert letter is not None
        assert line not in html(letter)


def test_s23_no_reading_and_no_concern_stands_in_the_letter() -> None:
    page = html(get(LETTER)).lower()
    for word in ("willing", "mixed", "not now", "not explored", "concern", "says so and means it", "readiness"):
        assert word not in page
    assert not [s for s in sentences(get(LETTER).sections) if s.nature is Nature.READING]


# --- S24: the person's copy ------------------------------------------------------------------------------------------


def test_s24_the_copy_has_no_field_for_free_text_or_quotation() -> None:
    assert {f.name for f in fields(PersonCopy)} == {
        "head",
        "service",
        "service_telephone",
        "worker",
        "worker_telephone",
        "lines",
    }
    assert all(s.fixed for s in sentences(get(COPY).sections))


def test_s24_the_copy_says_that_it_is_not_a_report() -> None:
    page = html(get(COPY))
    assert "This page is not a report." in page
    assert "does not show that anything has changed" in page
    assert "does not show that you have attended anything" in page


SENTINELS = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), min_size=12, max_size=16).map(lambda t: f"Zq{t}")


@SLOW
@given(
    words=SENTINELS, card=st.sampled_from([a.card for a in FULL.answers]), field=st.sampled_from(["words", "observed"])
)
def test_s24_nothing_that_was_said_can_ride_on_the_copy(words: str, card: str, field: str) -> None:
    current = {a.card: a for a in FULL.answers}
    case = with_answers(FULL, replace(current[card], **{field: words}))  # type: ignore[arg-type]
    assert html(get(COPY, case)) == html(get(COPY))


@SLOW
@given(name=SENTINELS, card=st.sampled_from(["partner_names", "child_names"]))
def test_s24_s27_a_name_to_keep_out_stands_in_no_document(name: str, card: str) -> None:
    case = with_answers(FULL, Answer(card, (name, f"{name} Primary School")))
    for _found, text in everything(case):
        assert name not in text


@pytest.mark.parametrize(
    "slot",
    [
        {"service": "Kelly said so. 07700 900321"},
        {"service": "A\nB"},
        {"service": "x" * 81},
        {"service": ""},
        {"worker": "Jo <b>"},
        {"worker": "“quoted”"},
        {"service_telephone": "ring Kelly"},
        {"service_telephone": "12"},
        {"worker_telephone": "07700 900321 Kelly"},
    ],
)
def test_s24_a_slot_holds_a_name_or_a_number_and_nothing_else(slot: dict[str, str]) -> None:
    copy = get(COPY)
    assert isinstance(copy, PersonCopy)
    with pytest.raises(ValueError, match="slot"):
        replace(copy, **slot)  # type: ignore[arg-type]


def test_s24_heading_marking_and_letterhead_of_the_copy_are_checked_too() -> None:
    copy = get(COPY)
    assert isinstance(copy, PersonCopy)
    for change in ({"title": "Kelly told us"}, {"marking": "OFFICIAL"}, {"address": ("“Kelly told us”",)}):
        with pytest.raises(ValueError, match=r"fixed|slot"):
            replace(copy, head=replace(copy.head, **change))  # type: ignore[arg-type]


@pytest.mark.parametrize("purpose", [p for p in VOCABULARY["purposes"]["values"] if p not in ON_PERSON_COPY])
def test_s24_no_line_for_others_can_be_put_on_the_copy(purpose: str) -> None:
    with pytest.raises(ValueError, match="not for the person"):
        Line("A line", "0808 157 0123", purpose, TODAY)


def test_s24_lines_for_those_harmed_and_old_numbers_are_left_out() -> None:
    page = html(get(COPY))
    assert "Steady Ground Phoneline" in page
    assert "Safe Harbour" not in page
    assert "Old Number" not in page


@pytest.mark.parametrize("copy", ["", "nothing"])
def test_s24_the_copy_is_made_only_after_asking_and_never_when_nothing_is_wanted(copy: str) -> None:
    assert COPY not in kinds(outcome(with_decision(FULL, copy=copy)))


# --- S25: the annex --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("gap", [f.name for f in fields(AnnexRequest)])
def test_s25_an_annex_exists_only_when_everything_about_its_reader_is_settled(gap: str) -> None:
    request = replace(REQUEST, **{gap: False if gap == "conflict_checked" else " "})
    assert ANNEX not in kinds(outcome(with_decision(FULL, annex=request)))
    assert ANNEX not in kinds(outcome(with_decision(FULL, annex=None)))
    assert ANNEX in kinds(outcome(FULL))


def test_s25_the_request_has_no_field_for_where_or_what_the_victim_survivor_is() -> None:
    names = {f.name for f in fields(AnnexRequest)} | {f.name for f in fields(Annex)}
    for word in ("address", "telephone", "work_place", "workplace", "school", "words", "victim"):
        assert not [name for name in names if word in name]


def test_s25_the_phone_comes_first() -> None:
    annex = get(ANNEX)
    assert annex.sections[0].title == "By phone instead"


def test_s25_no_other_document_changes_when_an_annex_is_made() -> None:
    """Byte for byte the same pages with and without: no enclosure line, no number, no name of a file betrays it."""
    without = {d.document: (html(d), file_name(d)) for d in outcome(with_decision(FULL, annex=None)).ready}
    beside = {d.document: (html(d), file_name(d)) for d in outcome(FULL).ready}
    assert {k: v for k, v in beside.items() if k is not ANNEX} == without
    for kind, (page, name) in without.items():
        assert "annex" not in page.lower() + name.lower(), kind
        assert "enclos" not in page.lower()


@SLOW
@given(words=SENTINELS)
def test_s25_the_words_of_the_victim_survivor_stand_in_no_annex(words: str) -> None:
    told = Answer("listened", ("named",), words=words, observed=words, source=Source.VICTIM)
    case = with_answers(FULL, told)
    found = outcome(case, route=Route.PROGRAMME, who=Who.CLEAR, concern=Concern.PRESENT, duties=assessed(FULL).duties)
    annex = found.get(ANNEX)
    assert annex is not None
    assert words not in html(annex)
    assert "Hands on the neck" in html(annex)
    assert "He does not know that it is known. Do not raise it." not in html(annex)
    assert "Do not raise it." in html(annex)


def test_s25_a_moved_sentence_with_the_words_of_the_victim_survivor_is_blocked() -> None:
    from referral_assistant.model import Edit

    told = Answer("listened", ("not_up",), words="I slept in the car twice that week", source=Source.VICTIM)
    text = "A neighbour wrote: I slept in the car twice that week"
    case = replace(with_answers(FULL, told), edits=(Edit(ANNEX, "annex.moved.x", text, text, NOW),))
    hits = check_document(get(ANNEX, case), case, PACK)
    assert [hit.rule for hit in hits if hit.blocks] == ["source"]


# --- S26: the notes --------------------------------------------------------------------------------------------------


def test_s26_concern_duties_and_protection_stand_in_the_restricted_note_alone() -> None:
    case = replace(
        FULL,
        overrides=(
            Override("concern", "", Concern.HIGH, "Because of a thing", "Ann Example", "lead", "phone", at=NOW),
        ),
    )
    found = outcome(case, route=Route.PROGRAMME)
    pages = {d.document: html(d) for d in found.ready}
    for line in ("Because of a thing", "Concern: High.", "Children&#39;s services", "He will not be told now."):
        for kind, page in pages.items():
            assert (line in page) == (kind is Document.RESTRICTED_NOTE), (line, kind)


@pytest.mark.parametrize("kind", sorted(NOTES))
def test_s26_filing_is_asked_before_a_note_is_issued(kind: Document) -> None:
    assert before_issue(get(kind), FULL, PACK) == ()
    asked = "Say where the note will be filed, and who can open it there."
    for filing in ((), (Filing(kind, "A folder", ""),), (Filing(kind, "", "The lead"),)):
        case = with_decision(FULL, filing=filing)
        assert before_issue(get(kind, case), case, PACK) == (asked,)


def test_s26_every_answer_of_the_conversation_is_on_one_of_the_two_notes() -> None:
    pages = {kind: html(get(kind)) for kind in NOTES}
    for card in PACK.cards:
        if card.kind is CardKind.NAMES or card.id == "limits":
            continue
        title = card.title.replace("{them}", "him").replace("{Their}", "His").replace("{they}", "he")
        title = title.replace("{is|are}", "is").replace("{themself}", "himself").replace("{wants|want}", "wants")
        assert any(title in page for page in pages.values()), card.id


# --- S27 -------------------------------------------------------------------------------------------------------------


def test_s27_a_name_in_the_persons_own_words_blocks_the_letter() -> None:
    case = with_answers(FULL, Answer("own_part", ("yes",), words="I shouted at Kelly."))
    hits = [hit for hit in check_document(get(LETTER, case), case, PACK) if hit.blocks]
    assert [(hit.rule, hit.text) for hit in hits] == [("leak", "Kelly")]
    assert before_issue(get(LETTER, case), case, PACK)[0] == "“Kelly” is on the list of what to keep out."


def test_s27_a_service_that_bears_a_name_to_keep_out_blocks_the_copy() -> None:
    service: Service = replace(LIVE_SERVICE, name="Saltgrass Bakery Project")
    copy = outcome(FULL, replace(LIVE_MATCH, service=service)).get(COPY)
    assert copy is not None
    assert [hit.rule for hit in check_document(copy, FULL, PACK) if hit.blocks]


def test_s15_s23_a_changed_reading_is_not_in_the_letter() -> None:
    change = Override("reading", "impact", Level.NOT_NOW, "Laughed each time", "Ann Example", "lead", at=NOW)
    case = replace(FULL, overrides=(change,))
    assert html(get(LETTER, case)) == html(get(LETTER))


# --- the real conversation -------------------------------------------------------------------------------------------

REAL = load_pack()


def any_answer(card: Card, dice: random.Random) -> Answer:
    """Some way in which a card may be left."""
    mark = f"Zq{card.id.replace('_', '')}"
    values: tuple[str, ...] = ()
    if card.kind is CardKind.ONE:
        values = (dice.choice(card.options).id,)
    elif card.kind is CardKind.MANY:
        values = tuple(o.id for o in card.options if dice.random() < 0.4) or (card.options[0].id,)
    elif card.kind is CardKind.NUMBER:
        values = ("34",)
    elif card.kind is CardKind.DATE:
        values = ("1990-02-28",)
    else:
        values = (f"{mark}typed",)
    words = {"words": f"{mark}said", "observed": f"{mark}seen"} if card.words and dice.random() < 0.5 else {}
    return Answer(
        card.id,
        values,
        dice.choices(list(State), [8, 1, 1, 1])[0],
        source=dice.choice(list(Source)),
        known_to_person=dice.choice(list(Known)),
        **words,
    )


@SLOW
@given(dice=st.randoms(use_true_random=False))
def test_s22_s26_whatever_is_answered_each_document_holds_only_what_its_reader_may_see(dice: random.Random) -> None:
    answers = tuple(any_answer(card, dice) for card in REAL.cards if dice.random() < 0.9)
    case = replace(FULL, answers=answers)
    assessment = assessed(case, REAL)
    shown = replace(assessment, route=Route.PROGRAMME, who=Who.CLEAR, stop=None)
    found = documents(case, REAL, shown, LIVE_MATCH, TODAY)
    pages = {d.document: html(d) for d in found.ready}
    assert pages.keys() >= NOTES
    for d in found.ready:
        ids = [s.id for s in sentences(d.sections)]
        assert len(ids) == len(set(ids))
        assert not [s for s in sentences(d.sections) if "{" in s.generated]
    in_path = in_path_answers(REAL, answers)
    for answer in answers:
        card = REAL.card(answer.card)
        origin = Origin(card.id, answer.source, answer.known_to_person, card.about, card.listen_only)
        mark = f"Zq{card.id.replace('_', '')}"
        typed = [f"{mark}typed"] if f"{mark}typed" in answer.values else []
        texts = [t for t in (answer.words, answer.observed, *typed) if t]
        counts = answer.state is State.ANSWERED and card.id in in_path
        for text in texts:
            where = {kind for kind, page in pages.items() if text in page}
            assert COPY not in where
            assert ANNEX not in where
            assert LETTER not in where or (origin.in_letter and counts)
            assert Document.FILE_NOTE not in where or (origin.on_own_record and counts)
            if card.kind is CardKind.NAMES or not counts:
                assert not where
            elif text in (answer.words, answer.observed):
                assert len(where & NOTES) == 1, (card.id, text)
