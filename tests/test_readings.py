"""Readings as files and tables: read strictly, written so that they read back the same, merged, kept, and neutral."""

from __future__ import annotations

import csv
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referral_assistant.content import load_pack
from referral_assistant.i18n import PRONOUNS, fill
from referral_assistant.model import DOMAINS, Level, Rating, Sheet
from referral_assistant.problems import Mistakes, Problem
from referral_assistant.training import reading_table, readings
from referral_assistant.training.collecting import collect, merge
from referral_assistant.training.labels import MOST, file_stem, label_key, next_label
from referral_assistant.training.readings import Found, content, file_name, keep, kept, read
from referral_assistant.wording import domain_word, level_word

PACK = load_pack()
NOW = datetime(2026, 11, 21, 14, 32, tzinfo=UTC)
TITLES = {"imran": "An ordinary referral", "mark": "Low mood"}
W, M, N, X = Level.WILLING, Level.MIXED, Level.NOT_NOW, Level.NOT_EXPLORED

words = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40)
labels = words.map(lambda text: " ".join(text.split())[:MOST].strip()).filter(bool)
ratings = st.builds(Rating, st.sampled_from(list(Level)), words.map(str.strip))
sheets = st.builds(
    Sheet,
    st.sampled_from(("imran", "mark", "my-own")),
    labels,
    st.dictionaries(st.sampled_from(DOMAINS), ratings, min_size=1),
    st.sampled_from((1, 2)),
)


def file(folder: Path, sheet: Sheet, name: str = "", saved: datetime = NOW) -> Path:
    path = folder / (name or file_name(sheet))
    path.write_bytes(content(sheet, saved))
    return path


def table(folder: Path, text: str | bytes, name: str = "room.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def one(by: str = "Table 3", number: int = 1, scenario: str = "imran", **levels: Level) -> Sheet:
    given_levels = levels or {"ownership": M}
    return Sheet(scenario, by, {d: Rating(level, "Because.") for d, level in given_levels.items()}, number)


# --- files -----------------------------------------------------------------------------------------------------------


@given(sheets)
def test_a_sheet_reads_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, sheet: Sheet) -> None:
    path = file(tmp_path_factory.mktemp("sheets"), sheet)
    assert read(path) == Found(sheet, NOW, path.name)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"learner": "Sam"}, "This key is not known"),
        ({"readings": {"ownership": {"level": "mixed", "mark": 3}}}, "This key is not known"),
        ({"readings": {"charm": {"level": "mixed"}}}, "There is no such domain"),
        ({"readings": {"ownership": {"level": "good"}}}, "is not one of willing, mixed, not_now, not_explored"),
        ({"readings": {"ownership": {"why": "x"}}}, "This is required"),
        ({"round": 3}, "or 2 after discussion"),
        ({"round": "1"}, "should be a whole number"),
        ({"by": "  "}, "such as Table 3"),
        ({"by": "x" * 41}, "such as Table 3"),
        ({"scenario": ""}, "which scenario"),
        ({"format": 2}, "newer version"),
        ({"format": 0}, "This should be 1"),
        ({"saved": "today"}, "date and time"),
    ],
)
def test_a_file_is_read_strictly_and_says_what_is_wrong(tmp_path: Path, change: dict[str, object], said: str) -> None:
    path = file(tmp_path, one())
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | change), "utf-8")
    with pytest.raises(Mistakes) as error:
        read(path)
    assert any(said in mistake.sentence for mistake in error.value.mistakes)
    assert all(mistake.file == path.name for mistake in error.value.mistakes)


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"3", b"\xff\xfe\x00", b"[" * 100_000, b" " * 300_000])
def test_what_is_no_file_of_readings_is_refused_in_a_sentence(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "x.rareading").write_bytes(text)
    with pytest.raises(Mistakes):
        read(tmp_path / "x.rareading")
    with pytest.raises(Mistakes):
        read(tmp_path / "none.rareading")


def test_a_file_says_nothing_of_whoever_made_it_but_the_label_they_chose(tmp_path: Path) -> None:
    held = json.loads(file(tmp_path, one()).read_text("utf-8"))
    assert held.keys() == {"format", "scenario", "by", "readings", "saved"}
    assert held["by"] == "Table 3"


def test_no_name_of_a_person_is_in_the_name_of_a_file() -> None:
    assert file_name(one("Table 3")) == "table-3-round-1.rareading"
    assert file_name(one("  GROUP  b ", 2)) == "group-b-round-2.rareading"
    assert file_name(one("Ines Vale")) == "reading-round-1.rareading"
    assert file_stem("table of Ines", 1) == "reading-round-1"


def test_after_one_label_comes_the_next() -> None:
    assert next_label("Table 9") == "Table 10"
    assert next_label("3b") == "4b"
    assert next_label("Ines") == ""


# --- tables ----------------------------------------------------------------------------------------------------------


@given(st.lists(sheets, max_size=4, unique_by=lambda s: (s.scenario, label_key(s.by), s.round)))
def test_a_table_reads_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, several: list[Sheet]) -> None:
    path = table(tmp_path_factory.mktemp("table"), reading_table.write(several, PACK))
    assert [found.sheet for found in reading_table.read(path, PACK, "other").sheets] == several


LONG = (
    "Label;Round;Domain;Reading;Why\r\n"
    "Table 1;;ownership;Mixed;Blames work\r\n"
    "Table 1;;Believes change is possible;Needs help;\r\n"
)
WIDE = "Table,Round,Owns his part,Why: Owns his part,confidence\nTable 1,,mixed,Blames work,m\n,,,,\n"
EXPECTED = {"ownership": Rating(M, "Blames work"), "confidence": Rating(M)}


@pytest.mark.parametrize(
    "text",
    [
        LONG,
        WIDE,
        "\ufeff" + LONG,
        "sep=;\r\n" + LONG,
        LONG.replace(";", "\t"),
        LONG.encode("utf-16"),
        "Our afternoon;;;;\r\n" + LONG,
        LONG + ";;;;\r\n;;;;\r\n",
        WIDE.replace(",,mixed", ",1.0,Mixed"),
        WIDE.replace(",,mixed", ",Round 1,MIXED"),
    ],
)
def test_both_forms_are_read_with_the_habits_of_spreadsheets(tmp_path: Path, text: str | bytes) -> None:
    found = reading_table.read(table(tmp_path, text), PACK, "imran")
    assert [f.sheet for f in found.sheets] == [Sheet("imran", "Table 1", EXPECTED)]


def test_windows_writes_its_own_characters(tmp_path: Path) -> None:
    path = table(tmp_path, LONG.replace("Blames work", "“Work”, he says – no more").encode("cp1252"))
    sheet = reading_table.read(path, PACK, "imran").sheets[0].sheet
    assert sheet.readings["ownership"].why == "“Work”, he says – no more"


@pytest.mark.parametrize("pronouns", PRONOUNS)
def test_a_domain_is_known_by_its_name_of_whomever(tmp_path: Path, pronouns: str) -> None:
    names = [fill(PACK.words["domains"][domain], pronouns) for domain in DOMAINS]
    path = table(tmp_path, f"Label,{','.join(names)}\nA,{','.join('wmn-wmn-')}\n")
    sheet = reading_table.read(path, PACK, "imran").sheets[0].sheet
    assert [sheet.readings[domain].level for domain in DOMAINS] == [W, M, N, X, W, M, N, X]


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_reading_is_known_by_the_word_that_its_domain_has_for_it(tmp_path: Path, domain: str) -> None:
    for level in Level:
        path = table(
            tmp_path, f"Label,Domain,Reading\nA,{domain_word(PACK, domain)},{level_word(PACK, domain, level)}\n"
        )
        assert reading_table.read(path, PACK, "imran").sheets[0].sheet.readings[domain].level is level


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("", "", "No row has the headings"),
        ("Label,Round\nA,1\n", "", "No row has the headings"),
        ("Label,ownership\nA,perhaps\n", "row 2", "“perhaps” is no reading"),
        ("Label,ownership\n,mixed\n", "row 2", "such as Table 3"),
        ("Label,Round,ownership\nA,3,mixed\n", "row 2", "1, or 2 after discussion"),
        ("Label,Domain,Reading\nA,charm,mixed\n", "row 2", "“charm” is no domain"),
        ("Label,ownership,ownership why\nA,,He said so\n", "row 2", "a reason"),
        ('Label,ownership\nA,"mixed\n' + "x" * 140_000, "line 3", "quotation mark"),
    ],
)
def test_what_a_table_gets_wrong_is_said_with_its_row(tmp_path: Path, text: str, place: str, said: str) -> None:
    with pytest.raises(Mistakes) as error:
        reading_table.read(table(tmp_path, text), PACK, "imran")
    mistake = error.value.mistakes[0]
    assert (mistake.file, mistake.place) == ("room.csv", place)
    assert said in mistake.sentence


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(Mistakes) as error:
        reading_table.read(table(tmp_path, "Label,ownership\nA,x\nB,y\nC,w\n"), PACK, "imran")
    assert [m.place for m in error.value.mistakes] == ["row 2", "row 3"]


def test_columns_that_are_not_used_and_rows_that_come_twice_are_said(tmp_path: Path) -> None:
    path = table(tmp_path, "Start time,Label,ownership\n9:00,A,w\n9:05,a,n\n")
    found = reading_table.read(path, PACK, "imran")
    assert [f.sheet.readings["ownership"].level for f in found.sheets] == [N]
    assert found.said[0] == "The column “Start time” was not used."
    assert "more than once. The last one counts: row 3." in found.said[1]


def test_no_cell_of_a_table_is_a_formula(tmp_path: Path) -> None:
    sheet = Sheet("imran", "=1+1", {"ownership": Rating(M, "@SUM(A1)")})
    path = table(tmp_path, reading_table.write([sheet], PACK))
    cells = [cell for row in csv.reader(path.read_text("utf-8-sig").splitlines()) for cell in row]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "@", "\t")]
    assert reading_table.read(path, PACK, "imran").sheets[0].sheet == sheet


# --- bringing together -----------------------------------------------------------------------------------------------


def test_files_folders_and_tables_come_together(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    file(stick, one("Table 1"))
    file(stick, one("Table 2"))
    (stick / "notes.docx").write_bytes(b"x")
    path = table(tmp_path, "Label,ownership\nTable 3,w\n")
    found = collect([stick, path], PACK, "imran", TITLES)
    assert [f.sheet.by for f in found.sheets] == ["Table 1", "Table 2", "Table 3"]
    assert (found.said, found.wrong) == ((), ())


def test_of_two_sheets_of_one_rater_the_later_counts_and_it_is_said(tmp_path: Path) -> None:
    late = file(tmp_path, one(ownership=N), "b.rareading", NOW.replace(hour=16))
    early = file(tmp_path, one("TABLE  3", ownership=W), "c.rareading")
    found = collect([late, early], PACK, "imran", TITLES)
    assert [f.sheet.readings["ownership"].level for f in found.sheets] == [N]
    assert found.said == ("Table 3 gave two sheets for round 1. The later one counts: b.rareading, not c.rareading.",)


def test_the_same_file_twice_changes_nothing_and_needs_no_word(tmp_path: Path) -> None:
    path = file(tmp_path, one())
    found = collect([path, path, tmp_path], PACK, "imran", TITLES)
    assert len(found.sheets) == 1
    assert found.said == ()


@given(st.lists(sheets, max_size=8))
def test_merging_is_the_same_in_any_order_and_any_number_of_times(several: list[Sheet]) -> None:
    found = [Found(sheet, NOW.replace(minute=n), f"{n}") for n, sheet in enumerate(several)]
    merged, _said = merge(found)
    assert set(map(id, merged)) == set(map(id, merge([*reversed(found), *found])[0]))
    assert len({readings.identity(f.sheet) for f in merged}) == len(merged)


def test_files_of_another_scenario_are_left_out_and_said(tmp_path: Path) -> None:
    file(tmp_path, one())
    file(tmp_path, one("Table 4", scenario="mark"))
    found = collect([tmp_path], PACK, "imran", TITLES)
    assert [f.sheet.by for f in found.sheets] == ["Table 3"]
    assert found.said == ("Left out, since it was read in another scenario (Low mood): table-4-round-1.rareading.",)
    assert len(collect([tmp_path], PACK, "", TITLES).sheets) == 2


def test_one_file_that_cannot_be_read_keeps_none_of_the_others_out(tmp_path: Path) -> None:
    file(tmp_path, one())
    (tmp_path / "broken.rareading").write_text("{", "utf-8")
    (tmp_path / "plan.pdf").write_bytes(b"%PDF")
    found = collect([tmp_path, tmp_path / "plan.pdf"], PACK, "imran", TITLES)
    assert len(found.sheets) == 1
    assert [mistake.file for mistake in found.wrong] == ["broken.rareading", "plan.pdf"]


# --- the folder ------------------------------------------------------------------------------------------------------


def test_what_is_kept_is_there_again_and_a_correction_takes_its_place(tmp_path: Path) -> None:
    several = [one("Table 1"), one("Table 1", 2), one("Ines Vale"), one("Sami Rook"), one("Table 1", scenario="mark")]
    keep(tmp_path, [Found(sheet, NOW) for sheet in several])
    assert {readings.identity(f.sheet): f.sheet for f in kept(tmp_path)[0]} == {
        readings.identity(sheet): sheet for sheet in several
    }
    assert sorted(path.name for path in (tmp_path / "readings").iterdir()) == [
        "reading-round-1-2.rareading",
        "reading-round-1.rareading",
        "table-1-round-1-2.rareading",
        "table-1-round-1.rareading",
        "table-1-round-2.rareading",
    ]
    keep(tmp_path, [Found(one("ines vale", ownership=N), NOW)])
    found, astray = kept(tmp_path)
    assert len(found) == 5
    assert astray == ()
    assert next(f for f in found if f.sheet.by == "ines vale").sheet.readings["ownership"].level is N


def test_sheets_are_taken_away_one_by_one_or_all_of_a_scenario(tmp_path: Path) -> None:
    keep(tmp_path, [Found(sheet, NOW) for sheet in (one(), one("B"), one("B", scenario="mark"))])
    readings.drop(tmp_path, [one("b")])
    assert [f.sheet.by for f in kept(tmp_path)[0] if f.sheet.scenario == "imran"] == ["Table 3"]
    readings.drop(tmp_path, [f.sheet for f in kept(tmp_path)[0]])
    assert kept(tmp_path) == ((), ())


def test_a_file_in_the_folder_that_cannot_be_read_is_said_and_left_alone(tmp_path: Path) -> None:
    keep(tmp_path, [Found(one(), NOW)])
    bad = tmp_path / "readings" / "x.rareading"
    bad.write_text("{", "utf-8")
    found, astray = kept(tmp_path)
    assert len(found) == 1
    assert astray[0].startswith("x.rareading")
    keep(tmp_path, [Found(one("X"), NOW)])
    assert bad.read_text("utf-8") == "{"


@pytest.mark.skipif(os.name == "nt", reason="who may write to a folder is another matter there")
def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "readings").write_text("in the way", "utf-8")
    with pytest.raises(Problem, match="could not be kept"):
        keep(tmp_path, [Found(one(), NOW)])
