"""The one observable: each change is on disk, one signal tells of it, and what is refused changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from referral_assistant.model import (
    Concern,
    Decision,
    Document,
    DutyRecord,
    Level,
    LocalContact,
    Organisation,
    Practitioner,
    Route,
    Source,
    State,
)
from referral_assistant.problems import Problem
from referral_assistant.ui.background import Background
from referral_assistant.ui.open_file import World
from referral_assistant.ui.session import Origin, Session
from tests.ui.conftest import Clock
from tests.ui.driving import answer_all, pass_gate


@pytest.fixture
def session(qtbot: QtBot, world: World) -> Iterator[Session]:
    made = Session(world, Background())
    made.open_training()
    made.put_practitioner(Practitioner("Sam Example", "Nurse"))
    made.new_case()
    yield made
    made.background.close()
    made.lock()


CHANGES: dict[str, Callable[[Session], object]] = {
    "answer": lambda s: s.answer("device_ready", ["ready"]),
    "source": lambda s: s.answer("name", ["Alex"], origin=Origin(Source.RECORD)),
    "leave": lambda s: s.leave("something_wrong", State.DECLINED),
    "draft": lambda s: s.draft("something_wrong", "half"),
    "override": lambda s: s.override_gate("set_up_first", "Fine", "Robin Example", "Manager", "By phone"),
    "reading": lambda s: s.override_reading("ownership", "mixed", "He said more on the way out"),
    "raise": lambda s: s.raise_concern("high", "The health visitor is worried", "Kim Example", "Health visitor"),
    "safety": lambda s: s.safety_concern("He said he will go there now"),
    "duty": lambda s: s.record_duty(DutyRecord("next_action", "done", "Sam Example", s.now())),
    "decision": lambda s: s.decide(Decision(referral="no")),
    "edit": lambda s: s.edit(Document.FILE_NOTE, "1", "As written", "As changed"),
    "review": lambda s: s.put_review(date(2026, 12, 1)),
    "organisation": lambda s: s.put_organisation(Organisation("Eastmere Practice")),
    "practitioner": lambda s: s.put_practitioner(Practitioner("Lee Example")),
}


@pytest.mark.parametrize("change", CHANGES)
def test_each_change_is_on_disk_and_tells_once(session: Session, qtbot: QtBot, clock: Clock, change: str) -> None:
    heard: list[None] = []
    session.changed.connect(lambda: heard.append(None))
    clock.pass_by(minutes=1)
    CHANGES[change](session)
    assert len(heard) == 1
    assert session.saved_at == clock()
    assert session.store.case(session.case.id) == session.case


def test_what_follows_is_worked_out_once_for_a_record(session: Session) -> None:
    before = session.derived.assessment
    assert session.derived.assessment is before
    session.answer("device_ready", ["ready"])
    assert session.derived.assessment is not before


def test_half_typed_text_stays_until_the_card_is_answered(session: Session) -> None:
    session.draft("something_wrong", "I sh", "Looked away")
    case = session.case.id
    session.leave_case()
    session.open_case(case)
    assert session.typed("something_wrong") == ("I sh", "Looked away")
    session.answer("something_wrong", ["sees_it"], "I shouted")
    assert not session.has_typed("something_wrong")


def test_the_same_draft_is_written_once(session: Session, clock: Clock) -> None:
    session.draft("something_wrong", "I sh")
    saved = session.saved_at
    clock.pass_by(minutes=1)
    session.draft("something_wrong", "I sh")
    assert session.saved_at == saved


def test_clearing_a_draft_leaves_nothing(session: Session) -> None:
    session.draft("#safety", "half")
    session.draft("#safety", "")
    assert not session.has_typed("#safety")
    assert session.store.drafts(session.case.id) == ()


def test_retract_takes_back_the_last_answer_and_clear_all_of_them(session: Session) -> None:
    for value in ("not_yet", "ready", "not_yet"):
        session.answer("device_ready", [value])
    session.retract("device_ready")
    assert session.derived.standing["device_ready"].values == ("ready",)
    session.clear("device_ready")
    assert "device_ready" not in session.derived.standing


@pytest.mark.parametrize(
    ("by", "role", "how", "because"),
    [
        ("sam  example", "Nurse", "In person", "Fine"),
        ("", "Manager", "By phone", "Fine"),
        ("Robin Example", "", "By phone", "Fine"),
        ("Robin Example", "Manager", "", "Fine"),
        ("Robin Example", "Manager", "By phone", " "),
    ],
)
def test_s08_the_practitioner_alone_cannot_agree(session: Session, by: str, role: str, how: str, because: str) -> None:
    with pytest.raises(Problem):
        session.override_gate("set_up_first", because, by, role, how)
    assert session.case.overrides == ()


def test_s04_lowering_needs_a_named_lead_and_what_they_were_told(session: Session, clock: Clock) -> None:
    pass_gate(session)
    session.raise_concern("high", "Worried")
    clock.pass_by(minutes=5)
    with pytest.raises(Problem):
        session.lower_concern("Fine", "Sam Example", "Nurse", "All of it")
    with pytest.raises(Problem):
        session.lower_concern("Fine", "Robin Example", "Lead", "")
    assert session.derived.assessment.concern is Concern.HIGH
    session.lower_concern("Known and managed", "Robin Example", "Safeguarding lead", "All of it")
    assert session.derived.assessment.concern is not Concern.HIGH


def test_s05_a_safety_concern_is_one_until_its_outcome_and_stays_high_after(session: Session, clock: Clock) -> None:
    pass_gate(session)
    assert session.safety_concern() == 0
    assert session.safety_concern("He said he will go there now") == 0
    assert session.derived.assessment.route is Route.ACT_NOW
    with pytest.raises(Problem):
        session.record_outcome(0, "Called 999", " ")
    clock.pass_by(minutes=9)
    session.record_outcome(0, "Called 999", "Sam Example")
    assert session.derived.open_safety is None
    assert session.derived.assessment.concern is Concern.HIGH
    assert session.case.safety[0].what == "He said he will go there now"


def test_s06_no_case_closes_with_an_open_duty(session: Session) -> None:
    with pytest.raises(Problem, match="cannot be closed"):
        session.close_case()
    for duty in session.derived.assessment.duties:
        session.record_duty(DutyRecord(duty.id, "done", "Sam Example", session.now()))
    session.close_case()
    assert session.store.case(session.case.id).closed_on == session.today


def test_agreement_is_the_persons_own_answer(session: Session) -> None:
    with pytest.raises(Problem):
        session.override_reading("agreement", "willing", "He nodded")
    with pytest.raises(Problem):
        session.override_reading("ownership", "willing", " ")


def test_s20_training_sees_fictional_services_and_live_does_not(world: World) -> None:
    assert any(service.fictional for service in world.services(True))
    assert not any(service.fictional for service in world.services(False))


def test_s20_a_live_file_asks_for_its_contacts_first(session: Session) -> None:
    assert session.missing_contacts == ()


def test_matches_are_there_when_the_gate_is_done_and_gone_with_a_safety_concern(session: Session) -> None:
    pass_gate(session)
    answer_all(session, level=Level.WILLING.value)
    assert session.matches()
    session.safety_concern()
    assert session.matches() == ()


def test_areas_read_as_names(session: Session) -> None:
    area = next(a for a in session.areas() if a.fictional and a.kind == "authority")
    assert session.pack.words["values"][area.id] == area.name


def test_leaving_a_case_lets_go_of_it(session: Session) -> None:
    session.draft("something_wrong", "half")
    session.leave_case()
    assert session.case is None
    assert not session.has_typed("something_wrong")
    with pytest.raises(Problem):
        session.answer("device_ready", ["ready"])


def test_locking_closes_the_file(session: Session) -> None:
    session.lock()
    assert not session.is_open
    with pytest.raises(Problem):
        session.new_case()


def test_a_wrong_passphrase_is_a_sentence(qtbot: QtBot, world: World) -> None:
    made = Session(world, Background())
    made.create("seven quiet otters dance", lambda: None, _never)
    assert made.background.drain()
    assert made.is_open
    assert not made.training
    with pytest.raises(Problem, match="contacts"):
        made.new_case()
    contacts = [LocalContact(c, telephone="01632 960233", entered_on=made.today) for c in made.missing_contacts]
    made.put_organisation(Organisation(contacts=tuple(contacts)))
    made.new_case()
    made.lock()
    errors: list[BaseException] = []
    made.unlock("seven quiet otters sleep", lambda: None, errors.append)
    assert made.background.drain()
    assert isinstance(errors[0], Problem)
    assert not made.is_open
    made.background.close()


def _never(error: BaseException) -> None:
    raise error
