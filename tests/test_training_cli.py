"""What trainers do on the command line: begin a scenario of their own, and look at it."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from referral_assistant.cli import run
from referral_assistant.content import load_scenarios, read_scenario
from referral_assistant.content.scenarios import SCENARIOS, TEMPLATE
from referral_assistant.journey import training_pack
from referral_assistant.model import Answer, Beat, Expected, Heard, Held, Judged, Persona, Release, Telling, Turn

Capture = pytest.CaptureFixture[str]


def test_the_template_is_without_mistakes_as_it_stands(tmp_path: Path, capsys: Capture) -> None:
    mine = tmp_path / "new" / "mine.toml"
    assert run(["training", "template", "--out", str(mine)]) == 0
    assert str(mine) in capsys.readouterr().out
    assert run(["training", "lint", str(mine)]) == 0
    assert capsys.readouterr().out == "No mistakes.\n"


def test_the_template_takes_nobodys_place(tmp_path: Path, capsys: Capture) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text("mine", "utf-8")
    assert run(["training", "template", "--out", str(mine)]) == 2
    assert "already" in capsys.readouterr().err
    assert mine.read_text("utf-8") == "mine"


def test_the_template_is_none_of_ours() -> None:
    pack = training_pack()
    assert read_scenario(TEMPLATE, pack).id not in {scenario.id for scenario in load_scenarios(pack)}
    assert TEMPLATE not in {*SCENARIOS.glob("*.toml")}


@pytest.mark.parametrize(
    "record", [Telling, Persona, Held, Judged, Beat, Turn, Heard, Release, Expected], ids=lambda r: r.__name__
)
def test_the_template_explains_every_key(record: type) -> None:
    text = TEMPLATE.read_text("utf-8")
    for field in fields(record):
        named = rf"^(# )?{field.name} =|^\[\[?(\w+\.)*{field.name}[.\]]"
        assert re.search(named, text, re.MULTILINE), field.name


def test_the_template_names_every_key_of_an_answer() -> None:
    text = TEMPLATE.read_text("utf-8")
    told = {field.name for field in fields(Answer)} - {"at", "retracted"}
    assert all(re.search(rf"\b{name}\b", text) for name in told)


def test_every_mistake_is_told_with_its_place(tmp_path: Path, capsys: Capture) -> None:
    data = TEMPLATE.read_text("utf-8")
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(data.replace('warning = "Describes', 'warning = "" # "').replace("age = 38", "age = 45"), "utf-8")
    odd = tmp_path / "odd.toml"
    odd.write_text('id = "odd', "utf-8")
    assert run(["training", "lint", str(wrong), str(odd), str(tmp_path / "none.toml")]) == 1
    out = capsys.readouterr().out
    assert f"{wrong}: warning: Say what somebody may find hard" in out
    assert f"{wrong}: persona.age: The case says 38." in out
    assert "odd.toml: The file is not TOML" in out
    assert "none.toml: The file is missing." in out
    assert out.endswith("4 mistakes.\n")


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("team@example.org", "pat@eastmere.gov.uk", "case.practitioner"),
        ("team@example.org", "pat@example.organic", "case.practitioner"),
        ("01632 960 500", "0117 496 0123", "case.organisation"),
        ("He could do with somebody.", "Ring him on 07911 123456.", "beats.partner_contact"),
        ("I would like not to be like that.", "Write to nell@gmail.com.", "case.wants_change"),
    ],
)
def test_s29_nobody_real_is_rung_or_written_to(
    before: str, after: str, place: str, tmp_path: Path, capsys: Capture
) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(TEMPLATE.read_text("utf-8").replace(before, after), "utf-8")
    assert run(["training", "lint", str(mine)]) == 1
    assert f"{place}: " in capsys.readouterr().out


def test_words_alone_are_no_answer(tmp_path: Path, capsys: Capture) -> None:
    mine = tmp_path / "mine.toml"
    text = TEMPLATE.read_text("utf-8").replace('values = ["economic"]', "")
    mine.write_text(text.replace('{ card = "tonight", values = ["says_safe"] }', '{ card = "tonight" }'), "utf-8")
    assert run(["training", "lint", str(mine)]) == 1
    assert "case.tonight: Say what was answered" in capsys.readouterr().out
