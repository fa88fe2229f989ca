"""Single values put right: from what, to what, and always with a reason."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referral_assistant.directory import repairs
from referral_assistant.directory.notes import UNSEEN, Notes


def test_html_becomes_plain_lines() -> None:
    notes = Notes()
    said = (
        "<h1>Get help</h1>\n<p>Call&nbsp;us &amp; come in.</p><ul><li>Mondays</li><li>Fridays</li></ul>"
        "<p>See <a href=\"https://a.org/x\">our page</a><br>or ring.</p><script>alert('x')</script><!-- note -->"
    )
    assert repairs.text(said, "description", notes) == (
        "Get help\n\nCall us & come in.\n\n- Mondays\n- Fridays\n\nSee our page (https://a.org/x)\nor ring."
    )
    assert [(r.field, r.why) for r in notes.repairs] == [("description", "It was HTML, and was written as plain text.")]


@pytest.mark.parametrize(
    ("was", "now", "why"),
    [
        ("cafÃ© â€“ donâ€™t", "café – don’t", "wrong encoding"),
        ("a\x00b\ud800c\u202e", "abc", "nobody sees"),
        ("  Keelside  ", "Keelside", "Spaces"),
        ("a\tb\nc", "a b c", "one line"),
        ("N/A", "", "stands for nothing"),
        (12, "12", "taken as text"),
        (["x"], "", "text should stand"),
        (True, "", "text should stand"),
    ],
)
def test_text_is_put_right_and_told(was: Any, now: str, why: str) -> None:
    notes = Notes()
    assert repairs.text(was, "name", notes, lines=False) == now
    assert any(why in repair.why for repair in notes.repairs)


@pytest.mark.parametrize(
    "clean", ["Fish & chips", "a < b and c > d", "<jo@example.org>", "La Coruña, Ås", "AT&T;", "5 > 4"]
)
def test_text_that_is_sound_stays_as_it_is(clean: str) -> None:
    notes = Notes()
    assert repairs.text(clean, "name", notes, lines=False) == clean
    assert not notes.repairs


@given(st.text(max_size=400), st.booleans())
def test_text_put_right_holds_nothing_unseen_and_is_told_when_it_differs(text: str, lines: bool) -> None:
    notes = Notes()
    found = repairs.text(text, "name", notes, lines)
    assert found == text or notes.repairs
    assert not UNSEEN.search(found)
    found.encode("utf-8")


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("2025-09-02", date(2025, 9, 2)),
        ("2025-09-02T12:06:15.654", date(2025, 9, 2)),
        ("2025-06-30T23:30:00+01:00", date(2025, 6, 30)),
        ("01/02/2025", date(2025, 2, 1)),
        ("1st March 2025", date(2025, 3, 1)),
        (datetime(2025, 3, 1, 9, 0), date(2025, 3, 1)),
        ("2025-13-45", None),
        ("0001-01-01", None),
        (20250101, None),
        ("soon", None),
    ],
)
def test_days_are_read_with_and_without_a_zone(was: Any, now: date | None) -> None:
    notes = Notes()
    assert repairs.day(was, "assured_date", notes) == now
    assert notes.repairs or was == "2025-09-02" or isinstance(was, date)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        *((18, 18), (0, 0), ("18+", 18), ("16 and over", 16), (18.0, 18), (-1, None), ("-1", None), (104, None)),
        *((17.5, None), ("x", None), (True, None), (10**30, None), (float("inf"), None), (float("nan"), None)),
    ],
)
def test_ages_are_whole_years_and_what_stands_for_no_limit_is_none(was: Any, now: int | None) -> None:
    notes = Notes()
    assert repairs.age(was, "minimum_age", notes) == now
    assert bool(notes.repairs) is (type(was) is not int or now is None)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("01632 960 401", "01632 960 401"),
        ("Bristol Youth MAPS: 01632 960401", "01632 960401"),
        ("+44 (0)1632 960401", "+44 1632 960401"),
        ("(01632) 960-401 ext 4", "01632 960 401"),
        ("24/7 on 116 123", "116 123"),
        (1632960401, "01632960401"),
        ("call us", ""),
        ("1" * 400, ""),
        ({"number": 1}, ""),
    ],
)
def test_a_telephone_is_digits_and_spaces(was: Any, now: str) -> None:
    notes = Notes()
    assert repairs.telephone(was, "contact.telephone", notes) == now
    assert bool(notes.repairs) is (was != now)


@pytest.mark.parametrize(
    ("was", "now"),
    [("a@b.org", "a@b.org"), ("mailto:a@b.org", "a@b.org"), ("a@b.org; c@d.org", "a@b.org"), ("a_b", ""), (7, "")],
)
def test_an_email_address_stands_alone(was: Any, now: str) -> None:
    notes = Notes()
    assert repairs.email(was, "contact.email", notes) == now
    assert bool(notes.repairs) is (was != now)


@pytest.mark.parametrize(
    ("was", "now"),
    [("www.a.org", "https://www.a.org"), ("http://a.org", "http://a.org"), ("javascript:alert(1)", ""), ("a/b", "")],
)
def test_a_website_begins_with_its_protocol(was: str, now: str) -> None:
    notes = Notes()
    assert repairs.website(was, "contact.website", notes) == now
    assert bool(notes.repairs) is (was != now)


def test_a_status_nobody_knows_is_not_offered() -> None:
    known = ("active", "inactive", "defunct", "temporarily closed")
    notes = Notes()
    assert repairs.status("active", known, notes) == "active"
    assert not notes.repairs
    assert repairs.status("Archived", known, notes) == "defunct"
    assert repairs.status("temporarily_closed", known, notes) == "temporarily closed"
    assert repairs.status("who knows", known, notes) == "inactive"
    assert len(notes.repairs) == 3


def test_a_point_is_in_the_united_kingdom_or_none() -> None:
    notes = Notes()
    assert repairs.point(51.45, -2.6, notes) == (51.45, -2.6)
    assert not notes.repairs
    assert repairs.point("-2.6", "51.45", notes) == (51.45, -2.6)
    for pair in ((100, 101), (0, 0), (float("nan"), 1), (None, 51), ("x", [])):
        assert repairs.point(*pair, notes) == (None, None)


_WAYS = (repairs.text, repairs.day, repairs.age, repairs.telephone, repairs.email, repairs.website)


@pytest.mark.parametrize("way", _WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize(
    "piece", ["<", "&", "<p ", "<!--", "Ã©", "( ", "1 ", "a@", "\n ", "<a href='http://", "é", "0"]
)
def test_no_text_however_long_takes_longer_than_its_length_asks(way: Any, piece: str) -> None:
    from time import process_time

    long = piece * (100_000 // len(piece))
    begun = process_time()
    way(long, "minimum_age", Notes())
    assert process_time() - begun < 2
