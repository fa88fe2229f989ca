"""The commands that write a directory for others, and what they say when they cannot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from referral_assistant.cli import run
from referral_assistant.directory import SAMPLE, exporting, load
from referral_assistant.directory.oruk_terms import OWN
from referral_assistant.geography import load_areas
from referral_assistant.model import Kind, Service
from referral_assistant.store.directory import build, open_directory

SERVICES = load(SAMPLE)


@pytest.mark.parametrize(
    ("form", "ending", "begins"),
    [
        ("oruk", "json", b'{"contents"'),
        ("csv", "csv", b"\xef\xbb\xbfId,"),
        ("xlsx", "xlsx", b"PK"),
        ("pdf", "pdf", b"%PDF-"),
    ],
)
def test_each_form_is_written(
    form: str, ending: str, begins: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / f"services.{ending}"
    assert run(["directory", "export", "--as", form, "--out", str(out)]) == 0
    assert out.read_bytes().startswith(begins)
    assert f"{out}: " in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_a_directory_file_keeps_the_identifiers_its_sources_gave(tmp_path: Path) -> None:
    known = "2a3483ea-8966-4f50-9dc3-7bafa1e5c623"
    page = tmp_path / "page.json"
    record = {"id": known, "name": "Alder", "status": "active", "service_areas": [{"name": "Bristol"}]}
    page.write_text(json.dumps({"contents": [record]}), encoding="utf-8")
    assert run(["directory", "import", "--into", str(tmp_path / "directory.db"), str(page)]) == 0
    out = tmp_path / "out.json"
    assert (
        run(["directory", "export", "--from", str(tmp_path / "directory.db"), "--as", "oruk", "--out", str(out)]) == 0
    )
    found = json.loads(out.read_text("utf-8"))["contents"]
    assert [(one["id"], one["name"], "kind" in one[OWN]) for one in found] == [(known, "Alder", False)]


def test_a_directory_file_is_written_whole_and_read_back_the_same(tmp_path: Path) -> None:
    build(tmp_path / "one.db", SERVICES).close()
    out = tmp_path / "out.json"
    assert (
        run(["directory", "export", "--from", str(tmp_path / "one.db"), "--as", "oruk", "--private", "--out", str(out)])
        == 0
    )
    assert run(["directory", "import", "--training", "--into", str(tmp_path / "two.db"), str(out)]) == 0
    again = open_directory(tmp_path / "two.db", Kind.TRAINING)
    assert set(again.listed()) == set(SERVICES)
    again.close()


def test_a_folder_takes_every_page_of_a_server(tmp_path: Path) -> None:
    assert run(["directory", "export", "--training", "--as", "oruk", "--out", str(tmp_path)]) == 0
    assert {path.name for path in tmp_path.iterdir()} == {
        "index.json",
        "services.json",
        "organizations.json",
        "service_at_locations.json",
        "taxonomies.json",
        "taxonomy_terms.json",
    }


def test_an_area_takes_what_covers_it_what_is_around_it_and_what_is_within_it(tmp_path: Path) -> None:
    areas = load_areas(training=True)
    made = [Service(a, a, "helpline", service_areas=(a,)) for a in ("x-eastmere", "x-westhaven", "x-saltmarch", "uk")]
    everywhere = Service("none", "none", "helpline")
    assert [s.id for s in exporting.of_area([*made, everywhere], areas, "x-eastmere")] == [
        "x-eastmere",
        "x-saltmarch",
        "uk",
    ]
    assert len(exporting.of_area([*made, everywhere], areas, "x-saltmarch")) == 4


def test_what_states_no_area_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "local.db"
    build(file, [Service("none", "None", "helpline", purpose="person", source="x")]).close()
    command = [
        "directory",
        "export",
        "--from",
        str(file),
        "--area",
        "x-eastmere",
        "--as",
        "csv",
        "--out",
        str(tmp_path / "o.csv"),
    ]
    assert run(command) == 0
    assert "1 service left out: no area is stated." in capsys.readouterr().out


def test_the_empty_table_is_written(tmp_path: Path) -> None:
    for form in ("csv", "xlsx"):
        assert run(["directory", "template", "--as", form, "--out", str(tmp_path / f"t.{form}")]) == 0
        assert (tmp_path / f"t.{form}").stat().st_size > 500


@pytest.mark.parametrize(
    "more",
    [
        ["--out", "{tmp}/missing/services.csv"],
        ["--out", "{tmp}/services.csv", "--area", "nowhere"],
        ["--out", "{tmp}/services.csv", "--from", "{tmp}/missing.db"],
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_exit_code_2(
    more: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["directory", "export", "--as", "csv", *(text.format(tmp=tmp_path) for text in more)]) == 2
    assert capsys.readouterr().err.strip().count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_file_that_fails_half_way_leaves_what_was_there(tmp_path: Path) -> None:
    out = tmp_path / "services.csv"
    out.write_text("before", encoding="utf-8")

    def breaking() -> object:
        yield SERVICES[0]
        raise KeyError("the source broke")

    with pytest.raises(KeyError):
        exporting.write(breaking(), out, "csv")  # type: ignore[arg-type]
    assert out.read_text("utf-8") == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["services.csv"]
