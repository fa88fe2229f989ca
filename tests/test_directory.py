"""Directory files: ours are sound, and everything wrong with another is said at once, with its place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from referral_assistant.content import load_vocabulary
from referral_assistant.directory import NATIONAL, SAMPLE, TEMPLATE, check, load, starting
from referral_assistant.geography import load_areas
from referral_assistant.model import Kind, Service
from referral_assistant.problems import Mistake, Mistakes

TODAY = date(2026, 11, 21)

ENTRY = """
[[services]]
id = "alder"
name = "Alder Programme"
kind = "behaviour_change"
service_areas = ["E06000001"]
source = "Rung on 1 November 2026"
"""


def file(tmp_path: Path, text: str, head: str = "format = 1\n") -> Path:
    path = tmp_path / "local.toml"
    path.write_text(head + text, encoding="utf-8")
    return path


def said(path: Path, today: date | None = None) -> dict[str, str]:
    """What is wrong, by place."""
    return {mistake.place: mistake.sentence for mistake in check(path, today)}


# --- ours ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [NATIONAL, SAMPLE, TEMPLATE])
def test_our_own_files_are_sound(path: Path) -> None:
    assert check(path, TODAY) == ()


@pytest.mark.parametrize("path", [NATIONAL, SAMPLE])
def test_every_entry_of_ours_says_its_status_and_its_source(path: Path) -> None:
    text = path.read_text("utf-8")
    entries = text.split("[[services]]")[1:]
    assert len(entries) == len(load(path))
    assert all("status = " in entry and "source = " in entry for entry in entries)


def test_s20_a_live_directory_starts_with_the_national_lines_alone() -> None:
    live = starting(Kind.LIVE)
    assert live == load(NATIONAL)
    assert not [s for s in live if s.fictional]
    assert {s.id for s in live} < {s.id for s in starting(Kind.TRAINING)}


def test_s20_every_service_of_the_sample_is_fictional_and_in_an_invented_area_or_nation_wide() -> None:
    invented = {area.id for area in load_areas(training=True) if area.fictional}
    sample = load(SAMPLE)
    assert len(sample) >= 22
    for service in sample:
        assert service.fictional
        assert set(service.service_areas) <= invented | {"england"}


def test_national_lines_carry_no_hours_and_say_whom_they_are_for() -> None:
    text = NATIONAL.read_text("utf-8").casefold()
    assert "hours =" not in text
    for service in load(NATIONAL):
        assert service.kind in ("helpline", "consultation")
        assert service.purpose
        assert service.contact.telephone


def test_s24_no_line_for_victims_may_stand_on_the_persons_copy() -> None:
    allowed = load_vocabulary().on_person_copy
    lines = {s.id: s for s in load(NATIONAL)}
    assert lines["respect-phoneline"].purpose in allowed
    assert lines["respect-phoneline-professionals"].purpose not in allowed
    assert lines["national-da-helpline"].purpose not in allowed


def _values(sample: tuple[Service, ...], name: str) -> set[str]:
    return {value for service in sample for value in getattr(service, name)}


@pytest.mark.parametrize(
    "name", ["genders", "relationships", "routes", "formats", "schedules", "access", "communities"]
)
def test_the_sample_shows_every_value_of_every_list(name: str) -> None:
    assert _values(load(SAMPLE), name) == set(load_vocabulary().service[name])


def test_the_sample_spans_what_services_differ_in() -> None:
    sample = load(SAMPLE)
    vocabulary = load_vocabulary()
    assert {s.kind for s in sample} == set(vocabulary.offer)
    assert {s.partner_support for s in sample} == {"yes", "no", "unknown"}
    assert {s.interpreter for s in sample} == {"yes", "no", "unknown"}
    assert {s.residence for s in sample} == {"person", "partner", "either"}
    assert {s.fees for s in sample} == {"free", "fee", "unknown"}
    assert {s.status for s in sample} >= {"active", "defunct", "temporarily closed"}
    assert {s.harm_level for s in sample} == {"", *vocabulary.service["harm_levels"]}
    criteria = [c for s in sample for c in s.criteria]
    assert {(c.polarity, c.firm) for c in criteria} == {(p, f) for p in ("must", "must_not") for f in (True, False)}
    assert any(s.ends_on and s.ends_on < TODAY for s in sample)
    assert any(s.ends_on and s.ends_on > TODAY for s in sample)
    assert any(s.waiting and s.waiting_as_of for s in sample)
    assert any(s.assured_date is None for s in sample)
    valid = {mark.valid_to is not None and mark.valid_to > TODAY for s in sample for mark in s.accreditations}
    assert valid == {True, False}


# --- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "reason"), sorted(load_vocabulary().refused.items()))
def test_kinds_that_harm_are_refused_with_the_reason(tmp_path: Path, kind: str, reason: str) -> None:
    path = file(tmp_path, ENTRY.replace("behaviour_change", kind))
    assert reason in said(path)["services.alder.kind"]
    with pytest.raises(Mistakes):
        load(path)


@pytest.mark.parametrize(
    ("line", "place", "part"),
    [
        ('hours = "9 to 5"', "hours", "not known"),
        ('kind = "behaviour_change"\nstatus = "open"', "status", "'open'"),
        ('genders = ["men"]', "genders", "Use one of man, woman"),
        ('genders = ["man", "man"]', "genders", "stands twice"),
        ('languages = ["other"]', "languages", "'other'"),
        ('partner_support = "maybe"', "partner_support", "yes, no, unknown"),
        ("partner_support = true", "partner_support", "should be text"),
        ("minimum_age = 40\nmaximum_age = 18", "minimum_age", "above the highest"),
        ("minimum_age = -1", "minimum_age", "whole number from 0"),
        ('minimum_age = "18"', "minimum_age", "should be a whole number"),
        ('assured_date = "12 October 2026"', "assured_date", "YYYY-MM-DD"),
        ("assured_date = 2026-12-01", "assured_date", "still to come"),
        ("waiting_as_of = 2026-11-01", "waiting_as_of", "not there"),
        ('harm_level = "low"', "harm_level", "early, standard, high"),
        ('residence = "both"', "residence", "person, partner, either"),
        ('contact = { telephone = "ring Pat" }', "contact.telephone", "digits"),
        ('contact = { telephone = "01632 960 999" }', "contact.telephone", "reaches nobody"),
        ('contact = { email = "a@example.org" }', "contact.email", "reaches nobody"),
        ('contact = { email = "nobody" }', "contact.email", "not an e-mail"),
        ('accreditations = [{ body = "" }]', "accreditations[1].body", "Say who"),
        ('purpose = "anyone"', "purpose", "emergency, person"),
    ],
)
def test_each_mistake_is_found_where_it_stands(tmp_path: Path, line: str, place: str, part: str) -> None:
    text = ENTRY.replace('kind = "behaviour_change"', line) if line.startswith("kind") else f"{ENTRY}{line}\n"
    assert part in said(file(tmp_path, text), TODAY)[f"services.alder.{place}"]


@pytest.mark.parametrize(
    ("was", "now", "place", "part"),
    [
        ('["E06000001"]', '["hartlepool"]', "service_areas", "There is no area"),
        ('["E06000001"]', '["E07000154"]', "service_areas", "'E06000062', West Northamptonshire"),
        ('["E06000001"]', "[]", "service_areas", "uk for the whole"),
        ('["E06000001"]', '["x-eastmere"]', "service_areas", "invented area"),
        ('"alder"', '"Alder House"', "id", "small letters"),
        ('"Alder Programme"', '" "', "name", "Give the name"),
        ('"Rung on 1 November 2026"', '""', "source", "Say where"),
        ('"behaviour_change"', '"helpline"', "purpose", "whom the line is for"),
        ('"behaviour_change"', '"group"', "kind", "Use one of"),
    ],
)
def test_each_value_must_be_of_its_list(tmp_path: Path, was: str, now: str, place: str, part: str) -> None:
    found = {p.rpartition(".")[2]: s for p, s in said(file(tmp_path, ENTRY.replace(was, now))).items()}
    assert part in found[place]


def _criterion(rule: str, polarity: str = "must", wording: str = "We ask this.") -> str:
    return f'{ENTRY}[[services.criteria]]\nid = "own"\nrule = {rule}\nwording = "{wording}"\npolarity = "{polarity}"\n'


@pytest.mark.parametrize(
    ("rule", "part"),
    [
        ('{ fact = "shoe_size", is = ["9"] }', "not a listed fact"),
        ('{ fact = "name", is = ["Pat"] }', "which no rule may read"),
        ('{ fact = "birth_date", is = ["1990-01-01"] }', "which no rule may read"),
        ('{ fact = "age", min = 18 }', "minimum_age and maximum_age"),
        ('{ not = { fact = "gender", is = ["woman"] } }', "genders"),
        ('{ any = [{ fact = "area", is = ["x"] }, { fact = "area", is = ["y"] }] }', "service_areas"),
        ('{ fact = "language", is = ["polish"] }', "languages"),
        ('{ fact = "proceedings", is = ["divorce"] }', "not a value of 'proceedings'"),
        ('{ fact = "proceedings", min = 2 }', "not a number"),
        ('{ all = [{ fact = "age", is = ["18"] }, { fact = "orders", is = ["bail"] }] }', "is a number"),
        ('{ fact = "proceedings" }', "A rule is one of"),
    ],
)
def test_a_criterion_reads_listed_facts_only_and_repeats_no_field(tmp_path: Path, rule: str, part: str) -> None:
    assert any(part in sentence for sentence in said(file(tmp_path, _criterion(rule))).values())


@pytest.mark.parametrize(
    ("polarity", "wording", "part"),
    [
        ("never", "We ask this.", "must or must_not"),
        ("must", "Over 18s", "full stop"),
        ("must", "", "full stop"),
        ("must", "We ask {them}.", "curly"),
    ],
)
def test_a_criterion_is_a_whole_sentence(tmp_path: Path, polarity: str, wording: str, part: str) -> None:
    path = file(tmp_path, _criterion('{ fact = "orders", is = ["bail"] }', polarity, wording))
    assert part in said(path)["services.alder.criteria.own"]


def test_a_criterion_over_several_facts_may_mention_a_field(tmp_path: Path) -> None:
    rule = '{ all = [{ fact = "age", max = 20 }, { fact = "orders", is = ["licence"] }] }'
    assert said(file(tmp_path, _criterion(rule, "must_not"))) == {}


def test_entries_that_stand_twice_are_found(tmp_path: Path) -> None:
    path = file(tmp_path, ENTRY + ENTRY + ENTRY.replace('"alder"', '"alder-2"'))
    found = said(path)
    assert "2 entries have this id" in found["services.alder"]
    assert "the same service as 'alder'" in found["services.alder-2"]


def test_everything_is_said_at_once_and_one_bad_entry_hides_no_other(tmp_path: Path) -> None:
    text = f'{ENTRY}hours = "9"\nminimum_age = 40\nmaximum_age = 18\n' + ENTRY.replace('"alder"', '"beech"').replace(
        '["E06000001"]', '["nowhere"]'
    )
    path = file(tmp_path, text + 'genders = "man"\n', head='format = 2\nteam = "x"\n')
    assert set(said(path)) >= {
        "team",
        "services.alder.hours",
        "services.alder.minimum_age",
        "services.beech.service_areas",
        "services.beech.genders",
    }
    with pytest.raises(Mistakes) as caught:
        load(path)
    assert all(isinstance(m, Mistake) and m.file == str(path) and m.sentence for m in caught.value.mistakes)


@pytest.mark.parametrize("text", ["services = 3\n", "services = [3]\n", "[services]\nid = 1\n", "[[services]]\n"])
def test_a_file_of_another_shape_is_a_mistake_and_not_a_crash(tmp_path: Path, text: str) -> None:
    assert check(file(tmp_path, text))


def test_a_file_that_is_not_there_or_not_toml_says_so(tmp_path: Path) -> None:
    assert "missing" in check(tmp_path / "none.toml")[0].sentence
    assert "not TOML" in check(file(tmp_path, "= ="))[0].sentence


def test_s20_a_fictional_entry_must_not_hold_a_real_number_or_address(tmp_path: Path) -> None:
    contact = 'contact = { telephone = "0808 802 4040", email = "a@b.uk" }\n'
    found = said(file(tmp_path, ENTRY + contact, head="format = 1\nfictional = true\n"))
    assert "must not hold a real number" in found["services.alder.contact.telephone"]
    assert "must not hold a real address" in found["services.alder.contact.email"]


def test_what_is_left_out_is_not_known(tmp_path: Path) -> None:
    (service,) = load(file(tmp_path, ENTRY))
    assert (service.partner_support, service.interpreter, service.fees) == ("unknown", "unknown", "unknown")
    assert (service.genders, service.minimum_age, service.assured_date) == ((), None, None)
