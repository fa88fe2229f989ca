"""What is in force can be seen: by whom it was set, whether it is locked, and what is wrong with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from referral_assistant import policy
from referral_assistant.cli import run
from referral_assistant.policy.forms import FORMS, example
from referral_assistant.policy.reading import Setting, from_bytes, layered
from referral_assistant.policy_report import in_short, mistakes
from referral_assistant.problems import Problem

Capture = pytest.CaptureFixture[str]


def written(folder: Path, **settings: object) -> str:
    """A policy file with settings of names that have no dot."""
    path = folder / "policy.json"
    path.write_text(json.dumps({"format": 1, "settings": settings}), "utf-8")
    return str(path)


def test_every_key_is_listed_with_its_value_and_where_it_came_from(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "policy.json"
    file.write_text(example(), "utf-8")
    assert run(["print-policy", str(file)]) == 0
    said = capsys.readouterr().out
    lines = {line.split()[0]: line for line in said.splitlines() if line}
    assert lines["training_allowed"].split() == ["training_allowed", "yes", str(file), "locked"]
    assert lines["lock_minutes"].split() == ["lock_minutes", "3", str(file), "starting", "value"]
    assert "01632 960 303, Duty desk, out of hours 01632 960 304, checked 2025-11-03" in lines["contacts.children"]
    assert lines["organisation.logo"].split() == ["organisation.logo", "-", "usual"]
    assert "No mistakes." in said


def test_mistakes_are_listed_and_the_exit_code_says_so(tmp_path: Path, capsys: Capture) -> None:
    file = written(tmp_path, lock_minutes={"value": 99}, lock_minuets={"value": 9})
    assert run(["print-policy", file]) == 1
    said = capsys.readouterr().out
    assert "2 mistakes. What is wrong is not in force:" in said
    assert f"{file}: settings.lock_minuets: This key is not known. Did you mean lock_minutes?" in said
    assert run(["print-policy", str(tmp_path / "none.json")]) == 1
    assert "The file cannot be read" in capsys.readouterr().out


def test_json_for_a_script(tmp_path: Path, capsys: Capture) -> None:
    file = written(tmp_path, training_allowed={"value": False, "locked": True}, x={"value": 1})
    assert run(["print-policy", file, "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    found = {row["key"]: row for row in said["settings"]}
    assert found["training_allowed"] == {"key": "training_allowed", "value": False, "from": file, "locked": True}
    assert found["lock_minutes"] == {"key": "lock_minutes", "value": 4, "from": "", "locked": False}
    assert found["data_folder"]["from"] == policy.DATA_VARIABLE
    assert said["mistakes"] == [{"file": file, "place": "settings.x", "sentence": "This key is not known."}]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_can_be_printed(form: str, capsys: Capture) -> None:
    assert run(["print-policy", "--as", form]) == 0
    assert capsys.readouterr().out == FORMS[form]()


def found(settings: dict[str, Any]) -> policy.Policy:
    return layered([from_bytes("p.json", json.dumps({"format": 1, "settings": settings}).encode())])


def test_what_reads_well_and_cannot_work_here_is_told(tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    set_to = found({"organisation.logo": {"value": str(logo)}})
    assert not set_to.mistakes
    assert [(m.place, m.sentence.split(".")[0]) for m in mistakes(set_to)] == [
        ("organisation.logo", "The logo could not be read")
    ]
    logo.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert not mistakes(set_to)


def test_a_folder_for_packs_on_a_network_is_told() -> None:
    shared = policy.Policy({"directory.pack_folder": Setting(r"\\server\packs", True, "p.json")})
    assert [(m.file, m.place) for m in mistakes(shared)] == [("p.json", "directory.pack_folder")]
    assert not mistakes(found({"directory.pack_folder": {"value": "$HOME/packs"}}))


def test_the_self_check_says_what_is_set_without_a_value() -> None:
    good = found({"organisation.name": {"value": "Eastmere", "locked": True}, "lock_minutes": {"value": 3}})
    assert in_short(good) == "2 keys set, 1 of them locked; read from p.json"
    assert in_short(policy.Policy()).startswith("nothing set; looked for ")
    with pytest.raises(
        Problem, match=r"One mistake in what the organisation set, at p\.json: settings\.language\.value"
    ):
        in_short(found({"language": {"value": "Eastmere"}}))
