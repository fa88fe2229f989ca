"""The provision picture as a document: accessible, honest about what it does not know, and the same numbers twice."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from referral_assistant.directory.need import choices
from referral_assistant.directory.provision import index, picture
from referral_assistant.geography import attribution
from referral_assistant.geography.outlines import outlines
from referral_assistant.journey import training_pack
from referral_assistant.letter import provision_words as words
from referral_assistant.letter.provision import Provision, file_name, gaps, html, map_says, off_map, pdf, table
from referral_assistant.letter.provision_map import Frame, frame_of, key, svg
from referral_assistant.model import Cell, Need, Outline, Picture, Service, Standing, Unmet, UnmetCounts
from tests.directory_strategies import TODAY, VOCABULARY
from tests.printed import PROFILES, failures, text_of
from tests.test_provision import AREAS, KEELSIDE

PACK = training_pack()
GRID = (
    (".", ".", "x-eastmere", "x-eastmere"),
    ("x-westhaven", "x-westhaven", "x-eastmere", "."),
    ("x-westhaven", "x-outside", ".", "."),
)
OUTLINES = outlines([["" if area == "." else area for area in row] for row in GRID])
VALUES = {"gender": VOCABULARY.service["genders"], "language": ("polish",)}
UNMET = UnmetCounts(
    date(2025, 11, 1),
    date(2026, 10, 31),
    (Unmet("x-eastmere", "Eastmere", "behaviour_change", "woman", "25_64", 10),),
)


ANY = Need()


def shown(*found: Service, need: Need = ANY, within: str = "", level: str = "authority") -> Picture:
    return picture(index(found, AREAS, TODAY), need, within, level, VALUES)


def provision(made: Picture, **more: object) -> Provision:
    return Provision(made, PACK, attribution(), OUTLINES)._replace(**more)


WHOLE = provision(
    shown(KEELSIDE, replace(KEELSIDE, id="b", service_areas=()), need=Need(gender="man"), level="county"),
    organisation="Eastmere Family Practice",
    unmet=UNMET,
    training=True,
)


@pytest.fixture(scope="module")
def whole_pdf() -> bytes:
    return pdf(WHOLE).content


@pytest.mark.parametrize("profile", PROFILES)
def test_it_is_pdf_ua_and_pdf_a(profile: str, whole_pdf: bytes, tmp_path: Path) -> None:
    assert failures(whole_pdf, profile, tmp_path) == []


def test_it_says_everything_a_commissioner_asks(whole_pdf: bytes) -> None:
    text = text_of(whole_pdf)
    for said in (
        "What there is and what is missing: United Kingdom",
        "21 November 2026, Saltmarch Training Office",
        "Looked for: service that takes men. There is one in 1 of 3 authorities; none is known in 2: Farhill and "
        "Westhaven.",
        "No active service in Westhaven takes men, as far as this directory knows.",
        "silence is no proof",
        "1 entry is counted. Of these, a person checked 1 in the last six months.",
        "1 more service might do and does not say where it works.",
        "The map leaves out Farhill. The table has them.",
        "about 10",
        attribution(),
    ):
        assert " ".join(said.split()) in text, said


def test_s20_a_picture_of_training_says_that_it_is_fictional(whole_pdf: bytes) -> None:
    assert "none of these services exists." in text_of(whole_pdf)
    assert "Fictional" in table(WHOLE).decode("utf-8-sig")
    assert "raining" not in html(WHOLE._replace(training=False))


def test_the_map_has_words_and_no_name_stands_in_the_metadata(whole_pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(whole_pdf)) as file:
        assert set(file.docinfo) <= {"/Title", "/Producer", "/CreationDate", "/ModDate"}
        assert str(file.docinfo["/Title"]) == "What there is and what is missing: United Kingdom"
    assert map_says(PACK, WHOLE.picture) in html(WHOLE)
    assert file_name(WHOLE.picture, "pdf") == "provision-2026-11-21.pdf"


def test_unmet_counts_stand_there_only_where_they_are_on() -> None:
    off = WHOLE._replace(unmet=None)
    for made in (html(off), table(off).decode("utf-8-sig")):
        assert "no service was known" not in made
        assert "about" not in made.replace("without", "")
    few = WHOLE._replace(unmet=UnmetCounts(UNMET.since, UNMET.until))
    assert "There are too few cases to show any number." in html(few)


def test_the_table_has_the_numbers_of_the_picture_and_no_formula() -> None:
    made = provision(replace(WHOLE.picture, cells=(*WHOLE.picture.cells, Cell("x-odd", "=SUM(A1)", 3))))
    rows = list(csv.reader(io.StringIO(table(made).decode("utf-8-sig"))))
    by_code = {row[0]: row for row in rows if row}
    for cell in WHOLE.picture.cells:
        numbers = [cell.there, cell.ask, cell.national, cell.stale]
        assert by_code[cell.area][1:] == [cell.name, words.MARKS[cell.standing].title, *map(str, numbers)]
    assert by_code["x-odd"][1] == "'=SUM(A1)"
    assert ["Gender", "Women", "0", "0", "0", "3"] in rows
    assert ["Saltmarch", "1", "0", "0", "1"] in rows


def test_sentences_can_be_quoted_and_blame_nobody() -> None:
    need = Need("behaviour_change", "woman", "25_64", "partner", "polish", "sight")
    assert words.gap(PACK, need, "Eastmere") == (
        "No active behaviour change programme in Eastmere takes women aged 25 to 64, works with abuse towards a "
        "partner, works in Polish and offers support with sight loss, as far as this directory knows."
    )
    assert words.gap(PACK, Need(), "Eastmere") == (
        "There is no active service in Eastmere, as far as this directory knows."
    )
    assert words.need(PACK, Need(age="65_over")) == "service that takes people aged 65 or over"
    cells = {
        Cell("a", "Eastmere", there=2, stale=1): "In Eastmere, 2 services are there. Of these, 1 was not checked by a "
        "person in the last six months.",
        Cell(
            "a", "Eastmere", there=1, stale=1
        ): "In Eastmere, 1 service is there. Nobody has checked it in the last six months.",
        Cell("a", "Eastmere", ask=1): "In Eastmere, 1 service has to be asked first. No entry says so by itself.",
        Cell("a", "Eastmere", national=2): "In Eastmere, 2 national services are there, and no local one is known.",
        Cell("a", "Eastmere"): "No active service in Eastmere takes women, as far as this directory knows.",
    }
    for cell, said in cells.items():
        assert words.cell(PACK, Need(gender="woman"), cell) == said


def test_gaps_name_each_authority_while_they_are_few_and_what_is_nowhere() -> None:
    said = gaps(provision(shown(KEELSIDE)))
    assert "There is no active service in Westhaven, as far as this directory knows." in said
    assert "No active service in the United Kingdom takes women, as far as this directory knows." in said
    assert gaps(provision(shown())) == (
        "There is no active service in the United Kingdom, as far as this directory knows.",
    )
    everywhere = replace(KEELSIDE, service_areas=("x-saltmarch",), genders=(), languages=("polish",))
    assert gaps(provision(shown(everywhere, within="x-saltmarch"))) == ()


@pytest.mark.parametrize("field", list(words.FIELDS))
def test_every_value_of_a_need_has_words(field: str) -> None:
    for value in ("", *choices()[field]):
        text = words.value(PACK, field, value)
        assert text[:1].isupper()
        assert "_" not in text
        assert "_" not in words.gap(PACK, Need(**{field: value}), "Eastmere")


# --- the map ---------------------------------------------------------------------------------------------------------


def test_the_map_shows_each_standing_by_a_pattern_of_its_own() -> None:
    fills = {re.search(r'<rect [^>]*fill="([^"]+)"', key(standing))[1] for standing in Standing}  # type: ignore[index]
    assert len(fills) == 4
    drawn = svg(OUTLINES, {"x-eastmere": Standing.ASK, "x-westhaven": Standing.NONE})
    assert drawn.count("url(#ask)") == 1
    assert svg(OUTLINES, {"x-farhill": Standing.NONE}) == ""


def test_the_map_goes_round_what_is_in_the_picture() -> None:
    (eastmere,) = (outline for outline in OUTLINES if outline.area == "x-eastmere")
    assert frame_of([eastmere]) == (2, 0, 2, 2)
    assert frame_of([]) == (0, 0, 0, 0)
    whole, part = (
        svg(OUTLINES, dict.fromkeys(areas, Standing.NONE)) for areas in (("x-eastmere", "x-westhaven"), ("x-eastmere",))
    )
    # Two squares are not blown up to the size of a page.
    assert 'viewBox="-10 -10 24 23"' in whole
    assert 'viewBox="-9 -11 24 24"' in part
    assert Frame(0, 0, 40, 30).around(1) == (-1, -1, 42, 32)


def test_without_a_map_the_tables_stand_by_themselves() -> None:
    made = html(WHOLE._replace(outlines=()))
    assert "These areas are not on the map." in made
    assert "<td>None known</td>" in made


def test_the_map_says_where_it_draws_no_borders() -> None:
    belfast = replace(WHOLE.picture.cells[0], area="N09000003", name="Belfast")
    there = replace(WHOLE.picture, cells=(belfast,))
    assert "Northern Ireland are discs" in off_map(WHOLE._replace(picture=there, outlines=(Outline("N09000003", ()),)))
    assert "discs" not in off_map(WHOLE)
