"""The directory on paper: what a referrer reads of a service, and nothing that nobody checked passing for checked."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings

from referral_assistant.content import load_pack
from referral_assistant.geography import attribution, load_areas, named, names
from referral_assistant.letter import Rendered
from referral_assistant.letter.directory_list import Listing, file_name, html, pdf
from referral_assistant.letter.directory_words import rows, warnings
from referral_assistant.model import Service, ServiceContact
from tests.directory_strategies import full_services
from tests.printed import PROFILES, failures, text_of
from tests.saltmarch import KEELSIDE, SERVICES

TODAY = date(2026, 11, 21)
AREAS = load_areas(training=True)
PACK = named(load_pack(), AREAS)


def listing(services: Sequence[Service], place: str = "", private: bool = False) -> Listing:
    return Listing(services, PACK, names(AREAS), TODAY, attribution(), place, "Saltmarch Council", private)


def told(service: Service) -> dict[str, str]:
    return dict(rows(service, PACK, TODAY))


@pytest.fixture(scope="module")
def whole() -> Rendered:
    """Everything that ships with the program, printed once."""
    return pdf(listing(SERVICES))


# --- one entry -------------------------------------------------------------------------------------------------------


def test_an_entry_answers_what_a_referrer_asks() -> None:
    assert warnings(KEELSIDE, PACK, TODAY) == ()
    found = told(KEELSIDE)
    assert found["Who it takes"].startswith("It takes men aged 18 and over. Abuse towards a partner or an ex-partner.")
    assert "We ask that a person can name something they have done." in found["Who it takes"]
    assert found["Where"] == "It covers Eastmere."
    assert found["How to refer"].startswith("Takes referrals from the person themself, professionals and")
    assert found["How to refer"].endswith("ask for the duty worker.")
    assert found["Telephone"] == "01632 960 401"
    assert found["Partner support"].startswith("Linked support is offered")
    assert found["Last checked"].startswith("By a person on 12 October 2026")


def test_what_is_not_known_is_asked_and_never_a_no() -> None:
    found = told(Service("alder", "Alder", "behaviour_change"))
    assert found["Who it takes"] == "Ask the rest: the entry does not say everything."
    assert found["Where"] == "Ask which areas it covers."
    assert found["How to refer"] == "Ask who may refer."
    assert "Telephone" not in found
    assert not re.search(r"\b(no|not taken|only)\b", found["Who it takes"])


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"status": "temporarily closed"}, "Not taking anyone at the moment"),
        ({"status": "inactive"}, "Not taking anyone at the moment"),
        ({"ends_on": date(2027, 1, 31)}, "ends on 31 January 2027"),
        ({"assured_date": None}, "No date of a check is on record"),
        ({"assured_date": date(2026, 3, 1)}, "Last checked on 1 March 2026, more than six months ago"),
        ({"assured_date": date(2027, 3, 1)}, "No date of a check is on record"),
        ({"partner_support": "no"}, "no linked support"),
        ({"partner_support": "unknown"}, "is not known"),
        ({"alert": "Ring first."}, "Ring first."),
    ],
)
def test_what_to_know_first_stands_first(changes: dict[str, object], sentence: str) -> None:
    said = warnings(replace(KEELSIDE, **changes), PACK, TODAY)  # type: ignore[arg-type]
    assert any(sentence in text for text in said), said


@pytest.mark.parametrize(("days", "checked"), [(0, True), (365, True), (366, False), (2000, False), (-1, False)])
def test_s20_a_number_unchecked_for_twelve_months_says_so_itself(days: int, checked: bool) -> None:
    found = told(replace(KEELSIDE, assured_date=TODAY - timedelta(days=days)))["Telephone"]
    assert (found == "01632 960 401") is checked
    assert checked or "check" in found


def test_s18_no_referral_to_a_panel_or_to_probation_is_offered() -> None:
    for kind in ("intensive", "probation"):
        found = told(replace(KEELSIDE, kind=kind))["How to refer"]
        assert found.startswith("No referral is made from here.")
        assert "Takes referrals" not in found


@settings(max_examples=60)
@given(service=full_services)
def test_every_service_can_be_said_in_whole_sentences(service: Service) -> None:
    for label, text in rows(service, PACK, TODAY):
        assert text == text.strip() != ""
        assert "{" not in label
    page = html(listing([service], private=True))
    assert "<script" not in page
    assert service.published().contact.telephone in page or service.status == "defunct" or service.ends_on


# --- the list --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", PROFILES)
def test_it_is_pdf_ua_and_pdf_a_in_one_file(whole: Rendered, profile: str, tmp_path: Path) -> None:
    assert failures(whole.content, profile, tmp_path) == []


def test_it_goes_by_kind_and_then_by_name(whole: Rendered) -> None:
    page = html(listing(SERVICES))
    kinds = re.findall(r'<h2 class="kind">(.*?)</h2>', page)
    assert kinds == [name for name in PACK.words["kinds"].values() if name in kinds]
    for part in page.split('<h2 class="kind">')[1:]:
        entries = re.findall(r'<h3 id="[^"]*">(.*?)</h3>', part)
        assert entries == sorted(entries, key=str.casefold)
    assert whole.missing == ()


def test_the_contents_go_by_area_and_name_the_page(whole: Rendered) -> None:
    with pypdfium2.PdfDocument(whole.content) as file:
        pages = [" ".join(sheet.get_textpage().get_text_range().split()) for sheet in file]
    place = re.search(r"Keelside Programme, (\d+)", pages[0])
    assert place is not None
    assert "Keelside Programme" in pages[int(place[1]) - 1]
    assert pages[0].index("Eastmere") < pages[0].index("United Kingdom")
    for number, text in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in text
        assert "Ring before you rely on it." in text


def test_it_says_of_what_day_it_is_how_fresh_and_whose_facts(whole: Rendered) -> None:
    text = text_of(whole.content)
    never = sum(1 for s in SERVICES if s.assured_date is None and s.status != "defunct" and not s.ends_on)
    assert "21 November 2026" in text
    assert f"and {never} have no date of a check." in text
    assert never > 0
    assert "Office for National Statistics" in text
    assert "Training example. Nothing in it is real: none of these services exists." in text
    assert file_name(listing(SERVICES)) == "directory-2026-11-21.pdf"


def test_what_has_closed_is_named_and_not_listed() -> None:
    gone = [
        replace(KEELSIDE, id="a", name="Gone", status="defunct"),
        replace(KEELSIDE, id="b", ends_on=date(2026, 1, 1)),
    ]
    page = html(listing(gone))
    assert "Left out, because they have closed" in page
    assert 'class="entry"' not in page


def test_private_fields_and_names_leave_only_when_chosen() -> None:
    contact = ServiceContact("01632 960 999", address=("9 Hidden Lane",), consultation="Ask for Jo Bloggs.")
    hidden = ("contact.telephone", "contact.address", "contact.consultation")
    secret = replace(KEELSIDE, contact=contact, private=hidden, assured_by="Sam Roe")
    public, private = html(listing([secret])), html(listing([secret], private=True))
    for text in ("960 999", "Hidden Lane", "Bloggs", "Sam Roe"):
        assert text not in public
        assert text in private
    assert "keep it within your organisation" in private
    assert "keep it within your organisation" not in public


def test_its_metadata_name_nobody(whole: Rendered) -> None:
    with pikepdf.open(io.BytesIO(whole.content)) as file:
        assert str(file.docinfo["/Title"]) == "Directory of services"
        assert set(file.docinfo) <= {"/Title", "/Producer", "/CreationDate", "/ModDate"}


def test_a_character_that_cannot_be_printed_is_named_and_the_rest_is_printed() -> None:
    found = pdf(listing([replace(KEELSIDE, name="Keelside 中 Programme")], "Eastmere"))
    assert found.missing == ("中",)
    text = text_of(found.content)
    assert "Directory of services: Eastmere" in text
    assert "Keelside ? Programme" in text


def test_an_empty_directory_is_a_page_that_says_so() -> None:
    found = pdf(listing([]))
    assert found.pages == 1
    assert "Services here: 0." in text_of(found.content)
