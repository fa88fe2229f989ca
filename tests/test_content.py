"""Our own content holds together, and the loader refuses what would not, all of it at once, each with its place."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from referral_assistant.check import check_content
from referral_assistant.content import check_pack, load_pack, load_scenarios, load_vocabulary
from referral_assistant.content.packs import PACKS
from referral_assistant.i18n import PRONOUNS, fill
from referral_assistant.model import DOMAINS, About, CardKind, SectionKind
from referral_assistant.problems import Mistakes

PACK = load_pack()
ENGLISH = PACKS / "en"
GATE = [c for s in PACK.sections if s.kind in (SectionKind.PRIVACY, SectionKind.GATE) for c in s.cards]
TALK = [c for s in PACK.sections if s.kind is SectionKind.TALK for c in s.cards]


def test_all_our_content_is_without_mistakes() -> None:
    assert check_content() == ()


def test_the_pack_is_whole() -> None:
    assert 12 <= len(GATE) <= 16
    assert 35 <= len(TALK) <= 45
    assert {c.domain for c in TALK} >= set(DOMAINS)
    facts = {c.fact for c in PACK.cards}
    assert {"relationship", "behaviour", "children", "hope", "work_pattern", "travel", "language", "access"} <= facts
    assert {"proceedings", "orders", "previous_programme", "agree_refer", "agree_share", "partner_contact"} <= facts


def test_s1_the_short_form_contains_every_safety_card() -> None:
    core = [c for c in PACK.cards if c.safety_core]
    short = [c for c in PACK.cards if c.short and c not in GATE]
    assert {c.id for c in core} <= {c.id for c in short}
    assert 12 <= len(short) <= 20


def test_s1_nothing_that_was_not_asked_clears_a_card_that_may_be_asked() -> None:
    for card in PACK.cards:
        if card.safety_core and not card.listen_only:
            assert not [o for o in card.options if "not asked" in o.text.lower()], card.id


def test_s3_every_listed_risk_is_an_option_that_sets_at_least_high() -> None:
    text = " ".join(o.text.lower() for c in PACK.cards for o in c.options if o.concern)
    for risk in (
        "strangling",
        "threat to kill",
        "weapon",
        "tracking",
        "sexual acts by force",
        "pregnancy",
        "new baby",
        "honour",
        "marriage that is forced",
        "more serious",
        "separation",
        "legal limit was broken",
        "three or more",
    ):
        assert risk in text, risk


def test_s8_every_firm_stop_is_there() -> None:
    firm = {s.id for s in PACK.stops if s.firm}
    assert firm >= {
        "danger_now",
        "someone_present",
        "family_interpreting",
        "not_authorised",
        "intoxicated",
        "in_crisis",
        "under_18",
        "victim_only",
    }


def test_s9_the_gate_asks_about_the_people_at_home_their_worker_the_law_and_the_building() -> None:
    asked = " ".join(c.ask for c in GATE).lower()
    for topic in (
        "planned for the victim-survivor and any children",
        "is there a worker for the victim-survivor",
        "what does that worker advise",
        "who is doing what to whom",
        "are you safe to do this",
        "record or an appointment here",
        "limits of confidentiality",
    ):
        assert topic in asked, topic
    court = next(c for c in GATE if c.id == "court_and_limits")
    texts = " ".join(o.text for o in court.options).lower()
    assert "police investigation" in texts
    assert "bail condition" in texts
    live = PACK.stop("live_case")
    assert any("Do not interview" in line for line in live.advice)


def test_s9_the_limits_are_said_and_understood_before_the_first_topic_opens() -> None:
    limits = next(c for c in GATE if c.fact == "limits_told")
    not_yet = limits.option("no")
    assert not_yet is not None
    assert PACK.stop(not_yet.stop).firm
    assert GATE[-1] is limits


def test_s10_a_victim_only_stop_says_what_to_keep_to() -> None:
    advice = [fill(line, "he") for line in PACK.stop("victim_only").advice]
    assert "Keep to the reason he came. Do not open this subject." in advice
    assert any("Respect Phoneline" in line for line in PACK.stop("not_authorised").advice)


def test_s11_listen_only_cards_put_no_words_in_a_mouth_and_stay_out_of_the_room() -> None:
    listening = [c for c in PACK.cards if c.listen_only]
    assert len(listening) >= 5
    for card in listening:
        assert not card.say
        assert not card.probes
        assert not card.room_safe
        assert PACK.section_of(card.id).kind is SectionKind.AFTER


def test_s13_contact_or_court_is_recorded_and_never_read_as_willing() -> None:
    hope = next(c for c in PACK.cards if c.fact == "hope")
    for motive in ("contact", "court", "told_to"):
        option = hope.option(motive)
        assert option is not None
        assert option.level is None


def test_s24_names_to_keep_out_are_asked_for_the_partner_children_and_others() -> None:
    about = {c.about for c in PACK.cards if c.kind is CardKind.NAMES}
    assert about == {About.PARTNER, About.CHILD, About.THIRD_PARTY}


def every_text(value: object) -> list[str]:
    if isinstance(value, str):
        return [str(value)]
    if isinstance(value, tuple):
        return [t for item in value for t in every_text(item)]
    if hasattr(value, "__dataclass_fields__"):
        return [t for name in value.__dataclass_fields__ for t in every_text(getattr(value, name))]
    return []


@pytest.mark.parametrize("pronouns", PRONOUNS)
def test_all_wording_follows_the_pronouns_recorded(pronouns: str) -> None:
    texts = every_text(PACK.sections) + every_text(PACK.stops)
    texts += [t for table in PACK.words.values() for t in table.values()]
    for text in texts:
        filled = re.sub(r"\{(card|criterion|values|service|date)\}", "", fill(text, pronouns))
        assert "{" not in filled, text


def test_nothing_assumes_a_man_or_a_woman() -> None:
    allowed = {"When I write about you, should I say he, she or they?", "He, him", "She, her", "he", "she"}
    gendered = re.compile(r"\b(he|him|his|she|her|hers|himself|herself|husband|wife|girlfriend|boyfriend)\b", re.I)
    for text in every_text(PACK.sections) + every_text(PACK.stops):
        assert text in allowed or not gendered.search(text), text


def test_no_dash_questions_scores_or_couple_work_are_offered() -> None:
    spoken = " ".join(t for c in PACK.cards for t in (*c.say, *c.probes)).lower()
    for word in ("score", "couples", "mediation", "anger management", "risk assessment"):
        assert word not in spoken


def test_every_reason_code_in_the_source_has_its_wording() -> None:
    package = Path(__file__).parent.parent / "referral_assistant"
    codes = set()
    for path in package.rglob("*.py"):
        codes |= set(re.findall(r'Reason\(\s*"(\w+)"', path.read_text(encoding="utf-8")))
    assert len(codes) > 30
    assert codes <= set(PACK.words["reasons"]), sorted(codes - set(PACK.words["reasons"]))


def test_every_value_of_the_vocabulary_a_rule_may_name_can_be_answered() -> None:
    vocabulary = load_vocabulary()
    answered = {c.fact: c for c in PACK.cards if c.fact}
    for fact in vocabulary.facts.values():
        if fact.id in answered and fact.kind in ("one", "many"):
            missing = set(fact.values) - {o.id for o in answered[fact.id].options} - {"panel", "staff_marker"}
            assert not missing, (fact.id, missing)


# --- what the loader refuses -----------------------------------------------------------------------------------------

CARD = """
[[cards]]
id = "extra"
title = "Extra"
ask = "Which?"
kind = "one"
why = "Because."
options = [ { id = "a", text = "A" }, { id = "b", text = "B" } ]
"""

REFUSED = {
    "unknown key": (CARD.replace("why", "wy"), "This key is not known"),
    "unknown fact": (CARD + 'fact = "shoe_size"', "is not a listed fact"),
    "value outside the fact": (CARD + 'fact = "fee_"'.replace("_", ""), "not a value of the fact"),
    "dead branch": (CARD + 'when = { fact = "agree_refer", is = ["never"] }', "never holds"),
    "later fact": (CARD + 'when = { fact = "nothing_yet", is = ["x"] }', "not answered by an earlier card"),
    "impossible rule": (
        CARD + 'when = { all = [ { fact = "agree_refer", is = ["yes"] }, { fact = "agree_refer", is = ["no"] } ] }',
        "can never hold",
    ),
    "unreachable option": (
        CARD.replace(
            'text = "B" }', 'text = "B", when = { not = { fact = "agree_refer", is = ["yes", "unsure", "no"] } } }'
        ),
        "No one can reach this option",
    ),
    "concern on a readiness card": (
        CARD.replace('text = "A" }', 'text = "A", concern = "high" }')
        + 'domain = "ownership"\nlisten_for = ["a", "b", "c"]',
        "A readiness card never sets concern",
    ),
    "stop outside the gate": (
        CARD.replace('text = "A" }', 'text = "A", stop = "danger_now" }'),
        "Only the privacy check",
    ),
    "safety card with a condition": (
        CARD.replace('text = "A" }', 'text = "A", concern = "high" }')
        + 'safety_core = true\nshort = true\nwhen = { fact = "agree_refer", is = ["yes"] }',
        "always in the path",
    ),
    "safety card left out of the short form": (
        CARD.replace('text = "A" }', 'text = "A", concern = "high" }') + "safety_core = true",
        "The short form contains every safety card",
    ),
    "words on a listen-only card": (
        CARD + 'listen_only = true\nroom_safe = false\nsay = ["Did that happen?"]',
        "no words to say",
    ),
    "unknown slot": (CARD.replace('"Extra"', '"About {him}"'), "There is no slot"),
    "number as text": (CARD + "short = 1", "This should be true or false"),
    "not a rule": (CARD + 'when = { fact = "age", above = 3 }', "A rule is one of"),
    "mutualising words": (CARD + 'say = ["Tell me about your volatile relationship."]', "volatile"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_loader_refuses(name: str, tmp_path: Path) -> None:
    text, expected = REFUSED[name]
    folder = tmp_path / "en"
    shutil.copytree(ENGLISH, folder)
    (folder / "90-extra.toml").write_text('[section]\nid = "extra_s"\ntitle = "Extra"\nkind = "talk"\n' + text, "utf-8")
    mistakes = check_content((folder,))
    assert any(expected in m.sentence for m in mistakes), [str(m) for m in mistakes]
    assert all(m.file and m.sentence.endswith(".") for m in mistakes)
    assert any("90-extra.toml" in m.file for m in mistakes)


def test_all_mistakes_of_all_files_come_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "en"
    shutil.copytree(ENGLISH, folder)
    (folder / "90-extra.toml").write_text("this is not toml", "utf-8")
    stops = (folder / "stops.toml").read_text("utf-8")
    (folder / "stops.toml").write_text(stops.replace("firm = true", 'firm = "no"', 1), "utf-8")
    files = {Path(m.file).name for m in check_pack(folder)}
    assert {"90-extra.toml", "stops.toml"} <= files


def test_a_broken_scenario_says_where(tmp_path: Path) -> None:
    text = (Path("resources/training/05-steve.toml")).read_text("utf-8")
    path = tmp_path / "s.toml"
    path.write_text(text.replace('"none_named"', '"nothing"').replace('route = "panel"', 'route = "drive"'), "utf-8")
    with pytest.raises(Mistakes) as found:
        load_scenarios(PACK, tmp_path)
    assert "route" in found.value.mistakes[0].place
