"""A debrief and a reflection on paper: marked as training, readable by everybody, named after nobody."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from referral_assistant.content import load_scenarios
from referral_assistant.journey import training_pack
from referral_assistant.letter.debrief import (
    Reflection,
    debrief_html,
    debrief_pdf,
    file_name,
    reflection_html,
    reflection_pdf,
)
from referral_assistant.model import Choice, Exercise, Manner, Scenario
from referral_assistant.training.debrief import debrief, example
from referral_assistant.training.playing import case_of
from tests.printed import PROFILES, failures, text_of

PACK = training_pack()
BANK = {scenario.id: scenario for scenario in load_scenarios(PACK)}
IMRAN, MARK = BANK["imran"], BANK["mark"]
TODAY = date(2026, 11, 21)
CHOICES = (
    Choice("something_wrong", Manner.BALANCED),
    Choice("other_times", Manner.COLLUSIVE, "It was just the once, then?"),
    Choice("own_part", Manner.COMBATIVE),
)
WRITTEN = Reflection("An ordinary referral", "I hurried.\nI said so.", "", "The plate.", "Not yet.", "")


@pytest.fixture(scope="module")
def papers() -> dict[str, bytes]:
    whole = debrief(PACK, IMRAN, Exercise("imran", choices=CHOICES, released=(1,)), case_of(PACK, IMRAN, CHOICES))
    stopped = example(PACK, BANK["callum"], Manner.BALANCED)
    return {
        "whole": debrief_pdf(whole, TODAY).content,
        "stopped": debrief_pdf(stopped, TODAY).content,
        "reflection": reflection_pdf(WRITTEN, TODAY).content,
    }


@pytest.mark.parametrize("name", ["whole", "stopped", "reflection"])
@pytest.mark.parametrize("profile", PROFILES)
def test_they_are_pdf_ua_and_pdf_a(name: str, profile: str, papers: dict[str, bytes], tmp_path: Path) -> None:
    assert failures(papers[name], profile, tmp_path) == []


@pytest.mark.parametrize("name", ["whole", "stopped", "reflection"])
def test_s29_nothing_names_anybody_and_nothing_is_a_mark(name: str, papers: dict[str, bytes]) -> None:
    with pikepdf.open(io.BytesIO(papers[name])) as file:
        assert set(file.docinfo) <= {"/Title", "/Producer", "/CreationDate", "/ModDate"}
        assert str(file.docinfo["/Title"]) in ("Training debrief", "Training reflection")
    text = text_of(papers[name])
    assert "Training example" in text
    assert not re.search(r"\d\s*%|[Ss]core|[Gg]rade", text)
    assert "Pat Fisher" not in text
    assert IMRAN.case.organisation.name not in text


def test_positives_come_first_and_every_part_is_there(papers: dict[str, bytes]) -> None:
    text = text_of(papers["whole"])
    parts = (
        "What went well",
        "The way that was taken",
        "Replies that agreed along, or argued",
        "What there was to hear",
        "Asked, and not asked",
        "Where it landed, and where it should",
        "The readings side by side",
        "What came out later",
        "What to take away",
    )
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    for said in ("It was just the once, then?", IMRAN.beats[1].balanced.text, IMRAN.hidden[0].fact, IMRAN.trap):
        assert " ".join(said.split()) in text, said


def test_the_same_debrief_is_the_same_file() -> None:
    made = example(PACK, IMRAN, Manner.BALANCED)
    assert debrief_pdf(made, TODAY).content == debrief_pdf(made, TODAY).content


def test_what_did_not_come_out_stays_off_the_paper_of_a_room_that_may_play_it_again() -> None:
    assert MARK.hidden[0].fact not in debrief_html(example(PACK, MARK, Manner.COLLUSIVE), TODAY)


def test_a_reflection_leaves_room_to_write_and_says_only_what_was_said() -> None:
    page = reflection_html(WRITTEN, TODAY)
    assert page.count('class="space"') == 1
    assert "<p>I hurried.</p>" in page
    assert "before this exercise" in page
    assert "after it" not in page


def test_what_a_learner_types_is_text_and_never_markup() -> None:
    page = reflection_html(WRITTEN._replace(noticed="<b>loud</b>"), TODAY)
    assert "&lt;b&gt;loud&lt;/b&gt;" in page


def test_what_paper_cannot_show_is_said_before_anything_is_made() -> None:
    made = reflection_pdf(WRITTEN._replace(noticed="\U0001f409"), TODAY)
    assert (made.missing, made.content, made.fits) == (("\U0001f409",), b"", False)


def test_the_file_says_what_it_is_and_of_which_day() -> None:
    assert file_name("debrief", TODAY) == "debrief-2026-11-21.pdf"


@pytest.mark.parametrize("scenario", BANK.values(), ids=BANK)
def test_every_scenario_has_a_page_for_every_example(scenario: Scenario) -> None:
    for manner in Manner:
        page = debrief_html(example(PACK, scenario, manner), TODAY)
        assert "What went well" in page
        assert "{they}" not in page
