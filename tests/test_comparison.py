"""A room compared, in words and on paper: every reason, the limits of the figure, and the expert reading last."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from html import unescape
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from referral_assistant.content import load_pack, load_scenarios
from referral_assistant.letter import comparison_words as words
from referral_assistant.letter.comparison import Room, file_name, html, pdf
from referral_assistant.model import DOMAINS, Comparison, Level, Rating, Sheet, Spread, Voice
from referral_assistant.training.agreement import compare
from tests.printed import PROFILES, failures

PACK = load_pack()
YUSUF = next(scenario for scenario in load_scenarios(PACK) if scenario.id == "yusuf")
W, M, N, X = Level.WILLING, Level.MIXED, Level.NOT_NOW, Level.NOT_EXPLORED
DAY = date(2026, 11, 21)


def spread(*levels: Level | None, domain: str = "ownership") -> Spread:
    given = [(f"Table {n}", level) for n, level in enumerate(levels, 1)]
    return Spread(
        domain,
        tuple(Voice(by, level, "He says so." if by != "Table 2" else "") for by, level in given if level is not None),
        tuple(by for by, level in given if level is None),
    )


def room(raters: int = 6, rounds: int = 2) -> Comparison:
    cycle = [W, M, N, M, X]
    return compare(
        "yusuf",
        [
            Sheet(
                "yusuf",
                f"Table {n}",
                {d: Rating(cycle[(n * at + number) % 5], f"Reason {n}-{number}-{d}") for at, d in enumerate(DOMAINS)},
                number,
            )
            for number in range(1, rounds + 1)
            for n in range(1, raters + 1)
        ],
    )


def page(found: Comparison) -> str:
    return unescape(html(Room(found, PACK, YUSUF.title, DAY, YUSUF.readings)))


# --- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "counts", "agreeing"),
    [
        (spread(W, W, M), "Willing 2, Mixed 1", "2 of 3 read it as Willing."),
        (spread(N, N), "Not now 2", "All 2 read it as Not now."),
        (
            spread(W, N, None),
            "Willing 1, Not now 1, left blank 1",
            "As many read it as Willing and Not now: 1 each, of 2.",
        ),
        (spread(X), "Not explored 1", "One reading: Not explored."),
        (spread(None), "left blank 1", "Nobody read it."),
        (spread(W, M, M, domain="practical"), "In place 1, Needs help 2", "2 of 3 read it as Needs help."),
    ],
)
def test_a_spread_is_said_in_words(given: Spread, counts: str, agreeing: str) -> None:
    assert words.counts(PACK, given) == counts
    assert words.agreeing(PACK, given) == agreeing


def test_every_reason_stands_under_its_reading_and_its_label() -> None:
    assert words.reasons(PACK, spread(W, W, N, None)) == [
        ("Willing", ["Table 1: He says so.", "No reason given: Table 2."]),
        ("Not now", ["Table 3: He says so."]),
        ("Left blank", ["Table 4"]),
    ]


def test_a_figure_has_two_digits_and_a_real_minus() -> None:
    assert [words.number(Fraction(n, 1000)) for n in (815, -48, -2, 1000)] == ["0.82", "\u22120.05", "0.00", "1.00"]


def test_the_figure_never_stands_without_its_limits() -> None:
    text = page(room())
    assert "Krippendorff’s alpha, ordinal:" in text
    for sentence in (*words.alpha_limits(), "one room, and no study"):
        assert sentence in text


@pytest.mark.parametrize(("raters", "said"), [(4, "from five raters on"), (1, "from five raters on")])
def test_no_figure_is_shown_for_a_small_room(raters: int, said: str) -> None:
    text = page(room(raters))
    assert "alpha, ordinal" not in text
    assert said in text


# --- paper -----------------------------------------------------------------------------------------------------------


def test_paper_holds_every_reason_and_every_move() -> None:
    found, text = room(), page(room())
    for one in found.rounds:
        for spread_of in one.spreads:
            for voice in spread_of.voices:
                assert f"{voice.by}: {voice.why}" in text
    for move in found.moves:
        assert words.move(PACK, move) in text


def test_the_expert_reading_stands_on_a_page_of_its_own_at_the_end() -> None:
    made = pdf(Room(room(), PACK, YUSUF.title, DAY, YUSUF.readings))
    with pikepdf.open(BytesIO(made.content)) as document:
        assert len(document.pages) == made.pages
    text = page(room())
    before, _head, after = text.partition("The expert reading")
    for domain in DOMAINS:
        why = YUSUF.readings[domain].why
        assert why not in before
        assert why in after
    assert "Table 1" not in after


def test_only_what_was_revealed_of_the_expert_reading_is_printed() -> None:
    assert "expert" not in html(Room(room(), PACK, YUSUF.title, DAY, {})).casefold().partition("<body")[2]
    some = {"impact": YUSUF.readings["impact"]}
    assert html(Room(room(), PACK, YUSUF.title, DAY, some)).count(YUSUF.readings["impact"].why) == 1


def test_one_round_has_nothing_that_moved() -> None:
    text = page(room(rounds=1))
    assert "What moved" not in text
    assert "The readings" in text


def test_nobody_is_ranked_on_paper() -> None:
    text = re.sub(r"<[^>]+>", " ", page(room()))
    assert not re.search(
        r"\b(?:correct|score|rank(?!ed, and no)|best|worst|right answer|\d+ ?%)\b", text, re.IGNORECASE
    )


def test_the_pdf_is_valid_and_names_nobody(tmp_path: Path) -> None:
    made = pdf(Room(room(), PACK, YUSUF.title, DAY, YUSUF.readings))
    assert made.missing == ()
    assert not [failed for profile in PROFILES for failed in failures(made.content, profile, tmp_path)]
    with pikepdf.open(BytesIO(made.content)) as document:
        assert str(document.docinfo["/Title"]) == "What the room read"
    assert file_name(DAY, "pdf") == "comparison-2026-11-21.pdf"


def test_a_label_in_a_script_that_the_typeface_lacks_is_told() -> None:
    sheet = Sheet("yusuf", "第三组", {"ownership": Rating(W)})
    made = pdf(Room(compare("yusuf", [sheet]), PACK, YUSUF.title, DAY, {}))
    assert made.missing == tuple(sorted("第三组"))
