"""Role-play on paper: each reader has what they need and nothing more, nobody acts out harm, and nobody is scored."""

from __future__ import annotations

import html as escaping
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw
import pytest

from referral_assistant.check import check_content
from referral_assistant.cli import run
from referral_assistant.content import load_scenarios
from referral_assistant.content.scenarios import SCENARIOS
from referral_assistant.journey import training_pack
from referral_assistant.letter import Rendered
from referral_assistant.letter.role_play import ADULT, Part, card, file_name, html, is_played, pack, parts
from referral_assistant.letter.statement import TRAINER_NOTES, blocks, pdf
from referral_assistant.model import Manner, Scenario
from referral_assistant.paths import TEMPLATES
from referral_assistant.training.exercise import PAUSE_WORD
from tests.printed import PROFILES, failures, text_of
from tests.test_statement import FACTS

WORDS = training_pack()
BANK = {scenario.id: scenario for scenario in load_scenarios(WORDS)}
PLAYED = [scenario for scenario in BANK.values() if is_played(scenario)]
TOLD = [scenario for scenario in BANK.values() if not is_played(scenario)]
FOR_EVERYBODY = (Part.PRACTITIONER, Part.OBSERVER)
"""What is read before the exercise by those who should not know how it ends."""

each = pytest.mark.parametrize("scenario", BANK.values(), ids=BANK)
each_played = pytest.mark.parametrize("scenario", PLAYED, ids=[s.id for s in PLAYED])
each_told = pytest.mark.parametrize("scenario", TOLD, ids=[s.id for s in TOLD])


@cache
def printed(scenario_id: str) -> dict[str, Rendered]:
    return dict(pack(BANK[scenario_id], WORDS))


def words_of(scenario: Scenario, part: Part) -> str:
    """A part as it reads."""
    body = html(scenario, part, WORDS).partition("<body")[2].partition(">")[2]
    return " ".join(escaping.unescape(re.sub(r"<[^>]*>", " ", body)).split())


def flat(text: str) -> str:
    return " ".join(text.split())


def headings(scenario: Scenario, part: Part) -> list[str]:
    return [flat(escaping.unescape(found)) for found in re.findall(r"<h2>(.*?)</h2>", html(scenario, part, WORDS))]


def kept_from_learners(scenario: Scenario) -> Iterator[str]:
    """Everything that gives a scenario away."""
    yield from (scenario.trap, scenario.why, *scenario.learning)
    yield from (held.holds for held in scenario.agencies)
    yield from (text for release in scenario.hidden for text in (release.fact, release.why))
    yield from (judged.why for judged in scenario.readings.values())
    if scenario.persona is not None:
        yield from (*scenario.persona.hides, *scenario.persona.opens, *scenario.persona.shuts)
    for beat in scenario.beats:
        yield from (text for manner in Manner for text in (beat.turn(manner).text, beat.turn(manner).because))


# --- what is in a pack -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "scenario",
    [BANK[n] if n in ("imran", "jay", "magda") else pytest.param(BANK[n], marks=pytest.mark.thorough) for n in BANK],
    ids=BANK,
)
def test_every_part_is_held_in_a_hand_and_goes_into_no_more_than_two_pages(scenario: Scenario) -> None:
    found = printed(scenario.id)
    assert len(found) == 4
    for name, rendered in found.items():
        assert rendered.pages <= 2, name
        assert rendered.fits, (name, rendered.missing)
        with pypdfium2.PdfDocument(rendered.content) as file:
            assert {tuple(round(side / 72 * 25.4) for side in sheet.get_size()) for sheet in file} == {(210, 297)}


def test_a_scenario_that_is_longer_than_two_pages_says_so_and_is_printed_all_the_same() -> None:
    long = replace(BANK["imran"], setting="He says it again. " * 400)
    name, rendered = card(long, Part.ACTOR, WORDS)
    assert name == "R-2614-actor-card.pdf"
    assert rendered.pages > 2
    assert rendered.overflow == ("Actor card",)
    assert not rendered.fits


@pytest.mark.parametrize("name", ["imran", "jay"])
def test_text_can_be_read_at_arms_length(name: str) -> None:
    for file, rendered in printed(name).items():
        with pypdfium2.PdfDocument(rendered.content) as document:
            sizes = [
                round(pypdfium2.raw.FPDFText_GetFontSize(text.raw, number), 1)
                for sheet in document
                for text in [sheet.get_textpage()]
                for number in range(text.count_chars())
            ]
        body = sorted(sizes)[len(sizes) // 2]
        assert body >= (12 if "practitioner" in file else 11), file


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("name", ["imran", "jay"])
def test_every_part_is_pdf_ua_and_pdf_a(name: str, profile: str, tmp_path: Path) -> None:
    for file, rendered in printed(name).items():
        assert failures(rendered.content, profile, tmp_path) == [], file


@each
def test_no_name_of_a_person_stands_in_a_file_name_or_in_metadata(scenario: Scenario) -> None:
    persona = scenario.persona
    assert persona is not None
    named = {scenario.id, *persona.name.split(), *scenario.case.practitioner.name.split()}
    for name, rendered in printed(scenario.id).items():
        with pikepdf.open(io.BytesIO(rendered.content)) as file:
            about = f"{name} {file.docinfo['/Title']} {file.Root.Metadata.read_bytes().decode()}".casefold()
            assert str(file.docinfo["/Title"]).startswith(f"Training {scenario.case.reference}, ")
        assert not {one for one in named if re.search(rf"\b{re.escape(one.casefold())}\b", about)}


def test_files_of_different_scenarios_do_not_take_each_others_place() -> None:
    names = [file_name(scenario, part) for scenario in BANK.values() for part in parts(scenario)]
    assert len(set(names)) == len(names)


def test_the_same_pack_is_the_same_bytes() -> None:
    assert dict(pack(BANK["imran"], WORDS)) == printed("imran")


# --- who is told what ------------------------------------------------------------------------------------------------


@each
def test_what_gives_it_away_is_on_no_card_of_a_learner(scenario: Scenario) -> None:
    for part in FOR_EVERYBODY:
        said = words_of(scenario, part)
        for text in kept_from_learners(scenario):
            assert flat(text) not in said, (part, text)
        for held in scenario.agencies:
            # Where somebody works is no secret to them; what is held there is.
            assert held.agency not in said or held.agency in flat(f"{scenario.setting} {scenario.practitioner}"), part


@each
def test_the_practitioner_has_the_setting_the_brief_and_the_time(scenario: Scenario) -> None:
    said = words_of(scenario, Part.PRACTITIONER)
    for text in (scenario.setting, *scenario.practitioner.split("\n\n"), scenario.role, scenario.warning):
        assert flat(text) in said
    assert f"About {scenario.minutes} minutes." in said
    limits = next(c for c in WORDS.cards if c.fact_id == "limits_told")
    assert (f"“{limits.say[0]}”" in said) == is_played(scenario)


@each_played
def test_the_actor_has_every_line_of_the_person_and_nothing_that_only_a_trainer_knows(scenario: Scenario) -> None:
    said, persona = words_of(scenario, Part.ACTOR), scenario.persona
    assert persona is not None
    wanted = [persona.arrives, persona.manner, *persona.presents, *persona.hides, *persona.opens, *persona.shuts]
    for beat in scenario.beats:
        wanted += [beat.says, *(beat.turn(manner).says for manner in Manner), *([beat.shut.says] if beat.shut else [])]
    assert [text for text in wanted if flat(text) not in said] == []
    for text in (scenario.trap, scenario.why, *scenario.learning, *(r.fact for r in scenario.hidden)):
        assert flat(text) not in said
    assert said.count("You close.") == sum(beat.turn(m).shuts for beat in scenario.beats for m in Manner)
    assert ("You begin closed." in said) == persona.shut
    assert said.count("They may stop asking here.") == sum(bool(beat.stop) for beat in scenario.beats)


@each_told
def test_where_nobody_is_played_the_trainer_tells_it(scenario: Scenario) -> None:
    assert parts(scenario)[0] is Part.TALK_THROUGH
    said = words_of(scenario, Part.TALK_THROUGH)
    assert "Nobody is played here" in said
    for text in (scenario.setting, scenario.warning, *(release.fact for release in scenario.hidden)):
        assert flat(text) in said
    stop = next(stop for stop in WORDS.stops if stop.id == scenario.expected.stop)
    assert stop.title in said


def test_s29_the_three_that_stop_or_are_told_have_no_actor() -> None:
    assert {scenario.id for scenario in TOLD} == {"darren", "callum", "jay"}


@pytest.mark.parametrize("age", [3, 15, ADULT - 1])
def test_s29_nobody_under_eighteen_is_played_whatever_is_written_for_them(age: int) -> None:
    scenario = BANK["imran"]
    assert scenario.persona is not None
    young = replace(scenario, persona=replace(scenario.persona, age=age))
    assert Part.ACTOR not in parts(young)
    assert is_played(replace(scenario, persona=replace(scenario.persona, age=ADULT)))
    assert "Actor card" not in " ".join(html(young, part, WORDS) for part in parts(young))


# --- safe for those who take part ------------------------------------------------------------------------------------


@each_played
def test_s29_the_actor_may_stop_hand_it_back_acts_out_nothing_and_steps_out_of_it(scenario: Scenario) -> None:
    said = words_of(scenario, Part.ACTOR)
    for rule in (
        scenario.warning,
        "Harm is told, never acted out",
        "Nobody plays a child or whoever was harmed.",
        f"Anybody may say “{PAUSE_WORD}”.",
        "You may hand this part back at any time",
        "Take nothing from a real case or your own life.",
    ):
        assert flat(rule) in said
    assert headings(scenario, Part.ACTOR)[-1] == "Afterwards: out of the part"


@each
def test_s29_whoever_holds_a_card_can_stop_and_give_it_back(scenario: Scenario) -> None:
    for part in FOR_EVERYBODY:
        said = words_of(scenario, part)
        assert f"“{PAUSE_WORD}”" in said, part
        assert "back at any time" in said or "back, at any time" in said, part
    assert scenario.warning in words_of(scenario, Part.PRACTITIONER)


@each
def test_a_debrief_leaves_the_part_first_and_says_what_went_well_before_the_trap(scenario: Scenario) -> None:
    found = headings(scenario, Part.DEBRIEF)
    assert found[:4] == [
        "First: out of the parts",
        "Then: what went well",
        "What it is easy to get wrong",
        "What to take away",
    ]
    assert found[-1] == "If a learner says that it is their own life"
    said = words_of(scenario, Part.DEBRIEF)
    for text in (scenario.trap, scenario.why, *scenario.learning):
        assert flat(text) in said
    for held in scenario.agencies:
        assert flat(held.holds) in said
    for release in scenario.hidden:
        assert flat(release.fact) in said
        assert flat(release.why) in said
    for judged in scenario.readings.values():
        assert flat(judged.why) in said
    assert "They were harmed, or are" in said
    assert "They have harmed, or do" in said


@each_played
def test_a_debrief_says_where_each_way_leads(scenario: Scenario) -> None:
    said = words_of(scenario, Part.DEBRIEF)
    for landing in (scenario.expected, *scenario.lands.values()):
        assert f"Next: {WORDS.words['routes'][landing.route].lower()}." in said
    assert said.count("Concern: ") == 2 + len(scenario.lands) + len(scenario.hidden)


@each
def test_nothing_in_a_pack_scores_anybody(scenario: Scenario) -> None:
    for part in parts(scenario):
        said = words_of(scenario, part).casefold()
        found = re.findall(
            r"\b(scor\w*|\d+ points?|percent\w*|out of \d+|pass mark|grade\w*|rating\w*)\b|%|\d/\d", said
        )
        assert not found, (part, found)


def test_an_observer_has_room_to_write_of_every_kind_of_moment() -> None:
    page = html(BANK["imran"], Part.OBSERVER, WORDS)
    for kind in ("Agreeing along", "Arguing", "Balanced"):
        assert f'<th scope="col">{kind}</th>' in page
    assert page.count('class="rule"') >= 12
    assert page.count('<tr class="room">') >= 3
    assert "You mark nobody" in page
    assert page.index("limits of confidentiality") < page.index("what the person did") < page.index("was not asked")


# --- wording ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "template", [*sorted(TEMPLATES.glob("*role*.html")), TEMPLATES / "trainer_notes.html"], ids=str
)
def test_the_wording_of_every_template_holds_to_the_rules(template: Path) -> None:
    assert check_content((template,)) == ()


# --- the notes -------------------------------------------------------------------------------------------------------


def test_the_notes_are_one_page_in_the_order_of_a_half_day(tmp_path: Path) -> None:
    found = pdf(TRAINER_NOTES, FACTS)
    assert (found.pages, found.fits) == (1, True)
    for profile in PROFILES:
        assert failures(found.content, profile, tmp_path) == []
    table = next(block for block in blocks(TRAINER_NOTES, FACTS) if block.kind == "table")
    spans = [re.fullmatch(r"(\d):(\d\d), (\d+) minutes", first) for first, _what in table.rows[1:]]
    assert all(spans)
    at = 0
    for span in spans:
        assert span is not None
        assert at == int(span[1]) * 60 + int(span[2]), "each begins where the one before ends"
        at += int(span[3])
    assert at <= 195, "a half day"


def test_the_notes_hold_what_somebody_needs_who_has_read_nothing_else() -> None:
    said = text_of(pdf(TRAINER_NOTES, FACTS).content)
    for told in (
        "No real case",
        "may sit one out",
        "warning",
        f"“{PAUSE_WORD}”",
        "never acted out",
        "“Start again”",
        "Compare the room",
        "Nobody is ranked",
        "expert reading last",
        "They were harmed",
        "They have harmed",
        "training pack",
    ):
        assert told in said, told
    places = {"Start again", "Notes on the scenario"}
    for title in re.findall(r"“([A-Z][a-z ]+)”", said):
        assert title in places | {scenario.title for scenario in BANK.values()}, title


def test_the_notes_do_not_pass_for_a_page_of_training() -> None:
    """They are read in live as in training, and are no example."""
    assert "TRAINING" not in text_of(pdf(TRAINER_NOTES, FACTS).content)


# --- commands --------------------------------------------------------------------------------------------------------

Capture = pytest.CaptureFixture[str]


def test_the_command_writes_a_whole_pack(tmp_path: Path, capsys: Capture) -> None:
    assert run(["training", "pack", "imran", "--out", str(tmp_path / "out")]) == 0
    written = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert written == {name: rendered.content for name, rendered in printed("imran").items()}
    assert "R-2614-debrief-guide.pdf, 2 pages\n" in capsys.readouterr().out


def test_the_command_takes_a_scenario_of_ones_own(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_bytes((SCENARIOS / "07-jay.toml").read_bytes())
    assert run(["training", "pack", str(own), "--out", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / "R-2607-talk-through.pdf").exists()
    assert not list((tmp_path / "out").glob("*actor*"))


def test_a_scenario_that_is_not_there_and_a_folder_that_cannot_be_written_are_exit_code_2(
    tmp_path: Path, capsys: Capture
) -> None:
    assert run(["training", "pack", "nobody", "--out", str(tmp_path)]) == 2
    assert "imran" in capsys.readouterr().err
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert run(["training", "pack", "jay", "--out", str(tmp_path / "file")]) == 2
    assert run(["training", "notes", "--out", str(tmp_path / "file" / "notes.pdf")]) == 2


@pytest.mark.expects_log
def test_a_character_that_cannot_be_printed_is_named(tmp_path: Path, capsys: Capture) -> None:
    own = tmp_path / "own.toml"
    text = (SCENARIOS / "07-jay.toml").read_text("utf-8").replace("Jay Millrace", "李 Millrace")
    own.write_text(text, "utf-8")
    assert run(["training", "pack", str(own), "--out", str(tmp_path / "out")]) == 2
    assert "李" in capsys.readouterr().err


def test_the_command_writes_the_notes(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "notes.pdf"
    assert run(["training", "notes", "--out", str(path)]) == 0
    assert capsys.readouterr().out == f"{path}, 1 page\n"
    assert path.read_bytes().startswith(b"%PDF")
