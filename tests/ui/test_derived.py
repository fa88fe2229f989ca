"""What follows from a record: kept while what it rests on stays the same, and only then."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, cast

import pytest

from referral_assistant.model import Answer, Case, Decision, DutyRecord, Override, Practitioner
from referral_assistant.ui.derived import RESTS_ON, Derived
from tests.small import PACK, case


class Watched:
    """A record that remembers what was read of it."""

    def __init__(self, record: Case) -> None:
        self.record = record
        self.read: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.read.add(name)
        return getattr(self.record, name)


@pytest.mark.parametrize("name", RESTS_ON)
def test_nothing_rests_on_more_than_it_says(name: str) -> None:
    watched = Watched(case())
    getattr(Derived(PACK, cast("Case", watched)), name)
    assert watched.read <= set(RESTS_ON[name])
    assert set(RESTS_ON[name]) <= {field.name for field in fields(Case)}


def test_a_decision_leaves_standing_what_rests_on_answers() -> None:
    before = Derived(PACK, case())
    kept = {name: getattr(before, name) for name in RESTS_ON}
    after = before.after(replace(before.case, decision=Decision(referral="no")))
    assert all(getattr(after, name) is kept[name] for name in RESTS_ON)
    assert after.case.decision.referral == "no"


@pytest.mark.parametrize(
    "changes",
    [
        {"answers": (Answer("pronouns", ("she",)),)},
        {"overrides": (Override("concern", "concern", "high", "Worried", "Kim Example", "Nurse"),)},
        {"duties": (DutyRecord("next_action", "done", "Sam Example"),)},
        {"practitioner": Practitioner("Lee Example")},
    ],
)
def test_a_change_reaches_everything_that_rests_on_it(changes: dict[str, object]) -> None:
    before = Derived(PACK, case())
    for name in RESTS_ON:
        getattr(before, name)
    record = replace(before.case, **changes)  # type: ignore[arg-type]
    after, anew = before.after(record), Derived(PACK, record)
    assert all(getattr(after, name) == getattr(anew, name) for name in RESTS_ON)
