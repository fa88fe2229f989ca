"""Cases as they are kept: nothing recorded is ever changed or lost, and nothing goes before it may."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from referral_assistant.model import (
    AnnexRequest,
    Answer,
    Decision,
    Document,
    DutyRecord,
    Edit,
    Filing,
    Kind,
    Known,
    LocalContact,
    Organisation,
    Override,
    Practitioner,
    SafetyConcern,
    Sharing,
    Source,
    State,
)
from referral_assistant.problems import Problem
from referral_assistant.store.cases import CaseStore, Draft, missing_contacts
from tests.store.stores import (
    NOW,
    ORGANISATION,
    PACK,
    PRACTITIONER,
    TODAY,
    answer,
    every_byte,
    live,
    new_case,
    opened,
    training,
)

SENTINEL = "SENTINEL lamplighter quince"


@pytest.fixture(params=list(Kind))
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CaseStore]:
    made = opened(request.param, tmp_path)
    yield made
    made.close()


@pytest.fixture
def case_id(store: CaseStore) -> str:
    return new_case(store).id


# --- properties of the log -------------------------------------------------------------------------------------------

# Half of a character that a keyboard sends in two parts is text too.
WORDS = st.text(st.characters(exclude_categories=()), max_size=60)
ANSWERS = st.builds(
    Answer,
    card=st.sampled_from(["own_part", "hope", "who_lives_here"]),
    values=st.lists(WORDS, max_size=3).map(tuple),
    state=st.sampled_from(State),
    words=WORDS,
    observed=WORDS,
    source=st.sampled_from(Source),
    known_to_person=st.sampled_from(Known),
    known_how=WORDS,
    source_date=st.none() | st.dates(),
    at=st.none() | st.datetimes(timezones=st.none() | st.just(UTC)),
    retracted=st.booleans(),
)
MANY = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@MANY
@given(answers=st.lists(ANSWERS, max_size=8))
def test_answers_come_back_as_they_were_given_and_in_order(store: CaseStore, answers: list[Answer]) -> None:
    case = new_case(store)
    for number, given_answer in enumerate(answers):
        store.add_answer(case.id, given_answer)
        assert store.case(case.id).answers == tuple(answers[: number + 1])


@MANY
@given(answers=st.lists(ANSWERS, min_size=1, max_size=4), later=st.lists(ANSWERS, max_size=3))
def test_nothing_done_later_changes_an_answer(store: CaseStore, answers: list[Answer], later: list[Answer]) -> None:
    case_id = new_case(store).id
    for given_answer in answers:
        store.add_answer(case_id, given_answer)
    before = store.case(case_id).answers
    other = new_case(store).id
    for given_answer in later:
        store.add_answer(other, given_answer)
        store.put_draft(case_id, given_answer.card, given_answer.words, "")
    store.put_decision(case_id, Decision(referral="no"))
    store.put_step(case_id, "letters")
    store.close_case(case_id, TODAY)
    for given_answer in later:
        store.add_answer(case_id, given_answer)
    assert store.case(case_id).answers[: len(before)] == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET body = '{}'",
        "UPDATE entries SET number = number + 1",
        "DELETE FROM entries",
        "DELETE FROM entries WHERE number = 1000001",
        "REPLACE INTO entries SELECT number, case_number, kind, key, at, '{}' FROM entries",
        "INSERT INTO entries SELECT number, case_number, kind, key, at, '{}' FROM entries",
        "UPDATE documents SET pdf = x'00'",
        "DELETE FROM documents",
        "REPLACE INTO documents SELECT reference, case_id, document, version, x'00' FROM documents",
        "DELETE FROM cases",
        "REPLACE INTO cases (id, reference, pack_id, pack_version, opened) SELECT id, reference, '', '', '' FROM cases",
        "UPDATE cases SET id = 'other'",
        "UPDATE cases SET number = 5",
        "INSERT INTO entries VALUES (9000001, 9, 'answer', '', '', '{}')",
        "INSERT INTO entries VALUES (1000099, 1, 'answer', '', '', 'no json')",
        "INSERT INTO entries VALUES (2000001, 1, 'answer', '', '', '{}')",
    ],
)
def test_the_file_itself_refuses_to_change_what_was_recorded(store: CaseStore, case_id: str, statement: str) -> None:
    store.add_answer(case_id, answer(words="as it was"))
    store.issued.freeze(case_id, store.issued.next(case_id, Document.FILE_NOTE), b"%PDF as it was")
    before = store.case(case_id)
    with pytest.raises(dbapi2.IntegrityError), store._connection.atomic() as db:
        db.execute(statement)
    assert store.case(case_id) == before
    assert store.issued.pdf(case_id, before.issued[0].reference) == b"%PDF as it was"


# --- everything a case holds -----------------------------------------------------------------------------------------


def test_a_new_case(store: CaseStore) -> None:
    case = new_case(store)
    assert (case.kind, case.pack, case.opened) == (store.kind, PACK, TODAY)
    assert (case.practitioner, case.organisation) == (PRACTITIONER, ORGANISATION)
    assert re.fullmatch(r"R-\d{4}", case.reference)


def test_references_are_never_used_twice(store: CaseStore) -> None:
    with store._connection.atomic() as db:
        for number in range(1000, 9999):
            db.execute("INSERT INTO deleted VALUES (?, '')", (f"R-{number}",))
    references = [new_case(store).reference for _ in range(30)]
    assert len(set(references)) == 30
    assert all(len(reference) == len("R-12345") for reference in references), "four digits are crowded"


def full_decision() -> Decision:
    return Decision(
        referral="agreed",
        service="calder-steps",
        sharing=(Sharing("children", True, "safeguarding", "Wren Ashdown", NOW),),
        told="not_now",
        told_because="it would raise the danger",
        limits_explained=True,
        copy="paper",
        annex=AnnexRequest(recipient="Tamsin Holloway", conflict_checked=True),
        filing=(Filing(Document.RESTRICTED_NOTE, "restricted folder", "the lead", True),),
    )


def test_everything_recorded_comes_back_after_reopening(store: CaseStore, case_id: str, tmp_path: Path) -> None:
    gate = Override("gate", "no_interpreter", because="booked for Friday", by="Wren Ashdown", at=NOW)
    again = replace(gate, because="asked again")
    done = DutyRecord("worker_told", "done", by="Bryn Fernhollow", at=NOW)
    edit = Edit(Document.REFERRAL_LETTER, "hope", "as generated", "as written", NOW)
    for override in (gate, again):
        store.add_override(case_id, override)
    store.add_duty(case_id, DutyRecord("worker_told", "decided_not", because="no worker", agreed_with="W. Ashdown"))
    store.add_duty(case_id, done)
    store.add_edit(case_id, replace(edit, text="at first"))
    store.add_edit(case_id, edit)
    store.put_decision(case_id, Decision(referral="no"))
    store.put_decision(case_id, full_decision())
    store.put_practitioner(case_id, Practitioner(name="Rowan Tidewell"))
    store.put_organisation(case_id, replace(ORGANISATION, sign_off="With thanks"))
    store.put_review(case_id, date(2026, 12, 1))
    kind = store.kind
    store.close()
    store = opened(kind, tmp_path)
    case = store.case(case_id)
    store.close()
    assert case.overrides == (gate, again), "every override stays, in order"
    assert case.duties == (done,)
    assert case.edits == (edit,)
    assert case.decision == full_decision()
    assert (case.practitioner.name, case.organisation.sign_off) == ("Rowan Tidewell", "With thanks")
    assert (case.review_on, case.closed_on) == (date(2026, 12, 1), None)


def test_a_safety_concern_is_closed_by_its_number(store: CaseStore, case_id: str) -> None:
    first, second = SafetyConcern("what was seen", "Bryn Fernhollow", NOW), SafetyConcern("heard later")
    assert store.add_safety(case_id, first) == 0
    assert store.add_safety(case_id, second) == 1
    closed = replace(first, outcome="police called", outcome_by="Bryn Fernhollow", outcome_at=NOW)
    store.put_safety(case_id, 0, closed)
    assert store.add_safety(case_id, first) == 2
    assert store.case(case_id).safety == (closed, second, first)


def test_changed_gate_answers_stay_on_record(store: CaseStore, case_id: str) -> None:
    """S10"""
    store.add_answer(case_id, answer("gate_alone", values=("someone_present",)))
    store.add_answer(case_id, answer("gate_alone", values=("alone",)))
    store.add_answer(case_id, answer("gate_alone", values=(), retracted=True))
    assert [a.values for a in store.case(case_id).answers] == [("someone_present",), ("alone",), ()]


def test_the_list_of_cases_says_nothing_about_a_person(tmp_path: Path) -> None:
    clock = iter([NOW.astimezone(UTC) + timedelta(minutes=minute) for minute in range(20)])
    store = training(tmp_path)
    store._now = lambda: next(clock)
    quiet, busy = new_case(store), new_case(store)
    store.add_answer(quiet.id, answer(words=SENTINEL))
    store.put_review(busy.id, date(2026, 12, 1))
    store.put_step(quiet.id, "conversation")
    store.close_case(busy.id, TODAY)
    first, second = store.cases()
    store.close()
    assert (first.id, first.reference, first.step, first.due) == (quiet.id, quiet.reference, "conversation", None)
    assert (second.id, second.due, second.closed_on) == (busy.id, date(2026, 12, 1), TODAY)
    assert first.touched > second.touched
    assert SENTINEL not in repr((first, second))


def test_a_case_that_is_gone_is_said(store: CaseStore) -> None:
    for ask in (store.case, store.retention, store.delete):
        with pytest.raises(Problem, match="no longer in the file"):
            ask("nothing")
    with pytest.raises(Problem, match="no longer in the file"):
        store.add_answer("nothing", answer())
    with pytest.raises(Problem, match="no longer in the file"):
        store.put_step("nothing", "gate")


def test_a_case_of_the_other_kind_is_refused(store: CaseStore) -> None:
    other = next(kind for kind in Kind if kind is not store.kind)
    with pytest.raises(Problem, match=f"A {other} case cannot be kept in a file of {store.kind} cases"):
        store.create(other, PACK, TODAY, PRACTITIONER, ORGANISATION)
    assert store.cases() == ()


# --- half-typed text -------------------------------------------------------------------------------------------------


def test_half_typed_text_is_kept_until_the_card_is_answered(store: CaseStore, case_id: str) -> None:
    store.put_draft(case_id, "own_part", "he sai", "")
    store.put_draft(case_id, "own_part", "he said \ud83d", "looked aw")
    store.put_draft(case_id, "hope", "", "quiet")
    assert store.draft(case_id, "own_part") == Draft("own_part", "he said \ud83d", "looked aw")
    store.add_answer(case_id, answer("own_part"))
    assert store.draft(case_id, "own_part") is None
    assert store.drafts(case_id) == (Draft("hope", "", "quiet"),)
    store.put_draft(case_id, "hope", "", "")
    assert store.drafts(case_id) == ()
    assert "looked" not in repr(Draft("own_part", "he said", "looked away"))


# --- settings --------------------------------------------------------------------------------------------------------


def test_settings_stay(store: CaseStore) -> None:
    assert store.settings.organisation == Organisation()
    assert store.settings.practitioner == Practitioner()
    assert store.settings.get("large_text", bool, False) is False
    store.settings.put_organisation(ORGANISATION)
    store.settings.put_practitioner(PRACTITIONER)
    store.settings.put(large_text=True)
    assert store.settings.organisation == ORGANISATION
    assert store.settings.practitioner == PRACTITIONER
    assert store.settings.get("large_text", bool, False) is True


def test_no_live_case_before_the_local_contacts_are_entered_and_dated(tmp_path: Path) -> None:
    """S20"""
    without_date = tuple(replace(contact, entered_on=None) for contact in ORGANISATION.contacts)
    incomplete = [
        Organisation(),
        replace(ORGANISATION, contacts=ORGANISATION.contacts[1:]),
        replace(ORGANISATION, contacts=without_date),
        replace(ORGANISATION, contacts=(*ORGANISATION.contacts[:2], LocalContact("adults", entered_on=TODAY))),
    ]
    store = live(tmp_path)
    for organisation in incomplete:
        assert missing_contacts(organisation)
        with pytest.raises(Problem, match="local safeguarding contacts are not all entered") as caught:
            store.create(Kind.LIVE, PACK, TODAY, PRACTITIONER, organisation)
        assert "call 999" in caught.value.advice
    assert store.cases() == ()
    assert missing_contacts(ORGANISATION) == ()
    new_case(store)
    store.close()
    practice = training(tmp_path / "training")
    practice.create(Kind.TRAINING, PACK, TODAY, PRACTITIONER, Organisation())
    practice.close()


# --- documents that left ---------------------------------------------------------------------------------------------


def test_an_issued_document_keeps_its_bytes_and_is_superseded_not_changed(store: CaseStore, case_id: str) -> None:
    announced = store.issued.next(case_id, Document.REFERRAL_LETTER)
    first = store.issued.freeze(case_id, announced, b"%PDF first")
    assert (first.version, first.supersedes) == (1, "")
    with pytest.raises(Problem, match="issued already and cannot be changed") as caught:
        store.issued.freeze(case_id, announced, b"%PDF other bytes")
    assert "supersede" in caught.value.advice
    second = store.issued.freeze(case_id, store.issued.next(case_id, Document.REFERRAL_LETTER), b"%PDF second")
    assert (second.version, second.supersedes) == (2, first.reference)
    assert store.case(case_id).issued == store.issued.all(case_id) == (first, second)
    assert store.issued.pdf(case_id, first.reference) == b"%PDF first"
    assert store.issued.pdf(case_id, second.reference) == b"%PDF second"


def test_no_document_tells_that_another_exists(store: CaseStore, case_id: str) -> None:
    """S25"""
    letter = store.issued.freeze(case_id, store.issued.next(case_id, Document.REFERRAL_LETTER), b"%PDF 1")
    store.issued.freeze(case_id, store.issued.next(case_id, Document.ANNEX), b"%PDF 2")
    later = store.issued.next(case_id, Document.REFERRAL_LETTER)
    assert (later.version, later.supersedes) == (2, letter.reference)
    assert all(re.fullmatch(r"D-\d{4}", issued.reference) for issued in store.issued.all(case_id))


def test_bytes_that_do_not_match_their_digest_are_not_handed_out(store: CaseStore, case_id: str) -> None:
    issued = store.issued.freeze(case_id, store.issued.next(case_id, Document.FILE_NOTE), b"%PDF 1")
    with store._connection.atomic() as db:
        db.execute("DROP TRIGGER documents_stay")
        db.execute("UPDATE documents SET pdf = ?", (b"%PDF tampered",))
    with pytest.raises(Problem, match="not as it was when it left"):
        store.issued.pdf(case_id, issued.reference)


# --- how long it is kept (S28) ---------------------------------------------------------------------------------------


def refused(store: CaseStore, case_id: str, sentence: str) -> None:
    before = store.case(case_id)
    assert not store.retention(case_id).deletable
    with pytest.raises(Problem, match=sentence):
        store.delete(case_id)
    with pytest.raises(dbapi2.IntegrityError), store._connection.atomic() as db:
        db.execute("DELETE FROM cases WHERE id = ?", (case_id,))
    assert store.case(case_id) == before


def test_s28_nothing_is_deleted_until_the_notes_are_confirmed(store: CaseStore, case_id: str) -> None:
    """S28"""
    store.add_answer(case_id, answer(words=SENTINEL))
    refused(store, case_id, "still open")
    store.close_case(case_id, TODAY)
    refused(store, case_id, "until its notes are confirmed on your agency's record")
    store.confirm_notes(case_id, "Bryn Fernhollow", "the agency's record")
    assert store.retention(case_id).deletable
    store.close_case(case_id, None)
    refused(store, case_id, "still open")
    store.close_case(case_id, TODAY)
    store.delete(case_id)
    assert store.cases() == ()


def test_notes_added_after_confirming_are_not_confirmed(store: CaseStore, case_id: str) -> None:
    """S28"""
    store.close_case(case_id, TODAY)
    store.confirm_notes(case_id, "Bryn Fernhollow", "the agency's record")
    store.add_answer(case_id, answer())
    refused(store, case_id, "until its notes are confirmed")
    store.confirm_notes(case_id, "Bryn Fernhollow", "the agency's record")
    store.put_draft(case_id, "own_part", "he sai", "")
    refused(store, case_id, "half-typed text")
    store.put_draft(case_id, "own_part", "", "")
    assert store.retention(case_id).deletable


def test_s28_a_legal_hold_stops_the_clock(store: CaseStore, case_id: str) -> None:
    """S28"""
    store.close_case(case_id, TODAY)
    store.confirm_notes(case_id, "Bryn Fernhollow", "the agency's record")
    store.put_legal_hold(case_id, True, "Wren Ashdown", "an inquiry")
    refused(store, case_id, "legal hold")
    store.put_legal_hold(case_id, False, "Wren Ashdown", "the inquiry is over")
    store.delete(case_id)
    assert store.cases() == ()


def test_what_is_deleted_is_in_no_file_any_more(tmp_path: Path) -> None:
    store = training(tmp_path)
    kept, gone = new_case(store), new_case(store)
    store.add_answer(kept.id, answer(words="kept words"))
    store.add_answer(gone.id, answer(words=SENTINEL * 300))
    letter = store.issued.freeze(gone.id, store.issued.next(gone.id, Document.FILE_NOTE), SENTINEL.encode())
    store._connection.copy()
    store.close_case(gone.id, TODAY)
    store.confirm_notes(gone.id, "Bryn Fernhollow", "the agency's record")
    assert SENTINEL.encode() in every_byte(tmp_path)
    store.delete(gone.id)
    assert SENTINEL.encode() not in every_byte(tmp_path)
    assert [a.words for a in store.case(kept.id).answers] == ["kept words"]
    assert len(list((tmp_path / "copies").iterdir())) == 1
    with store._connection.reading() as db:
        used = {row[0] for row in db.execute("SELECT reference FROM deleted")}
    store.close()
    assert used == {gone.reference, letter.reference}, "a reference is never given again"


# --- what can be seen from outside -----------------------------------------------------------------------------------


def write_everywhere(store: CaseStore) -> None:
    """Put the sentinel wherever text can go."""
    store.settings.put_organisation(replace(ORGANISATION, name=SENTINEL))
    case_id = store.create(store.kind, PACK, TODAY, Practitioner(SENTINEL), replace(ORGANISATION, name=SENTINEL)).id
    store.add_answer(case_id, answer(values=(SENTINEL,), words=SENTINEL * 200, observed=SENTINEL, known_how=SENTINEL))
    store.put_draft(case_id, "hope", SENTINEL, SENTINEL)
    store.add_override(case_id, Override("gate", "x", because=SENTINEL))
    store.add_safety(case_id, SafetyConcern(SENTINEL))
    store.add_duty(case_id, DutyRecord("worker_told", "done", by=SENTINEL))
    store.add_edit(case_id, Edit(Document.FILE_NOTE, "hope", SENTINEL, SENTINEL))
    store.put_decision(case_id, Decision(told_because=SENTINEL))
    store.confirm_notes(case_id, SENTINEL, SENTINEL)
    store.put_legal_hold(case_id, True, SENTINEL, SENTINEL)
    store.issued.freeze(case_id, store.issued.next(case_id, Document.FILE_NOTE), SENTINEL.encode() * 500)


@pytest.mark.parametrize("kind", list(Kind))
def test_nothing_written_in_live_mode_can_be_read_in_any_file(kind: Kind, tmp_path: Path) -> None:
    forms = [SENTINEL.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
    store = opened(kind, tmp_path)
    write_everywhere(store)
    store._connection.copy()
    while_open = every_byte(tmp_path)
    assert any(path.name.endswith("-wal") for path in tmp_path.iterdir())
    store.close()
    after = every_byte(tmp_path)
    found = any(form in held for form in forms for held in (while_open, after))
    assert found is (kind is Kind.TRAINING), "the training file shows that this test can find what it looks for"
