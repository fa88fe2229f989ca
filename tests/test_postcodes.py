"""The list of postcodes and the coarse map: exact where they know, and saying so where they do not."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

import pytest
from geography import cells, pack
from geography.source import Postcode
from hypothesis import given, settings
from hypothesis import strategies as st

from referral_assistant.geography import find, load_areas, place, raster
from referral_assistant.geography import postcodes as listed
from referral_assistant.geography.grid import to_degrees, to_grid
from referral_assistant.geography.points import with_point
from referral_assistant.geography.postcodes import COUNCILS, UNITS, Kind, incode_of, is_like, look_up, unit_of
from tests.facts import rows, with_facts

LIVE = load_areas(training=False)
VECTORS = rows("geo/test_vectors_postcodes.csv")
BYTES = {
    "postcodes.bin": "9d5e12fe2fc313ada44dad1ab09158532ea2b982e6c45051562775c521a3d094",
    "raster.bin": "e90d1a91a0a144d7d5814c48ad319d0bbab2471d6aa18df0c5cfc97ce823d57b",
}
"""The digests of what `make geography` made; the benchmark makes both again and compares every byte."""

# --- the file that ships ---------------------------------------------------------------------------------------------


def test_the_files_are_those_that_the_builder_made() -> None:
    for file in (listed.FILE, raster.FILE):
        assert sha256(file.read_bytes()).hexdigest() == BYTES[file.name], "Run make geography, and note the digests."
    assert listed.FILE.stat().st_size < 1_000_000
    assert listed.postcodes().count == 2_633_704


@with_facts
def test_3000_postcodes_lie_where_they_are_listed() -> None:
    assert len(VECTORS) == 3000
    for row in VECTORS:
        found = look_up(row["postcode"])
        assert (found.kind, found.authority) == (Kind.LISTED, row["lad_code"]), row


def test_every_authority_of_the_list_and_of_the_map_is_an_area() -> None:
    known = {area.id for area in LIVE if area.kind == "authority" and area.since is None}
    assert set(listed.postcodes().authorities) | set(COUNCILS) == known
    assert {area_id for row in raster.rows(LIVE) for area_id in row} == known | {""}


# --- what is typed ---------------------------------------------------------------------------------------------------


@settings(max_examples=200, deadline=None)
@given(
    row=st.sampled_from(VECTORS),
    cases=st.lists(st.booleans(), min_size=8, max_size=8),
    gap=st.sampled_from(("", " ", "  ", "-", "\u00a0", " - ")),
    around=st.sampled_from(("", " ", "\t", ".")),
)
def test_a_postcode_is_found_however_it_is_spaced_and_cased(
    row: dict[str, str], cases: list[bool], gap: str, around: str
) -> None:
    outcode, incode = row["postcode"].split()
    text = "".join(c.upper() if up else c.lower() for c, up in zip(outcode + incode, cases, strict=False))
    typed = around + text[: len(outcode)] + gap + text[len(outcode) :] + around
    assert look_up(typed) == look_up(row["postcode"])
    assert is_like(typed)


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=12) | st.from_regex(r"[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9]?[A-Z]{0,2}", fullmatch=True))
def test_anything_typed_gives_an_answer(text: str) -> None:
    found = look_up(text)
    assert found.authority in ("", *found.candidates)
    assert bool(found.candidates) is (found.kind not in (Kind.CROWN, Kind.UNKNOWN))
    assert all(find(LIVE, code) for code in found.candidates)
    assert not found.middle or found.sector


@settings(max_examples=100, deadline=None)
@given(row=st.sampled_from(VECTORS), kept=st.integers(2, 7))
def test_what_is_half_typed_never_leaves_out_where_it_will_be(row: dict[str, str], kept: int) -> None:
    half = row["postcode"][:kept]
    found = look_up(half)
    if found.kind is Kind.PARTIAL and " " in half:
        assert row["lad_code"] in found.candidates


def test_a_letter_o_for_a_nought_is_understood() -> None:
    assert look_up("GL52 OAA").authority == look_up("GL52 0AA").authority


@pytest.mark.parametrize(
    ("typed", "kind", "candidates"),
    [
        ("LE2", Kind.PARTIAL, ("E06000016", "E07000135", "E07000129", "E07000131")),
        ("LE2 3", Kind.PARTIAL, ("E06000016",)),
        ("le23", Kind.PARTIAL, ("E06000016",)),
        ("M1 1A", Kind.PARTIAL, ("E08000003",)),
        ("EC1", Kind.PARTIAL, ("E09000019", "E09000007", "E09000001", "E09000012")),
        ("BT7 1NN", Kind.NORTHERN_IRELAND, COUNCILS),
        ("bt1", Kind.NORTHERN_IRELAND, COUNCILS),
        ("JE2 3AB", Kind.CROWN, ()),
        ("GY1 1AA", Kind.CROWN, ()),
        ("IM1 1AA", Kind.CROWN, ()),
        ("ZZ9 9ZZ", Kind.UNKNOWN, ()),
        ("LE2 3CC", Kind.UNKNOWN, ()),
        ("Leicester", Kind.UNKNOWN, ()),
        ("12345", Kind.UNKNOWN, ()),
        ("", Kind.UNKNOWN, ()),
    ],
)
def test_what_is_no_whole_postcode_says_what_it_is(typed: str, kind: Kind, candidates: tuple[str, ...]) -> None:
    found = look_up(typed)
    assert (found.kind, found.candidates) == (kind, candidates)
    assert found.authority == (candidates[0] if len(candidates) == 1 else "")


def test_a_postcode_that_is_newer_than_the_list_is_inferred_from_its_neighbours() -> None:
    block = listed.postcodes().block("LE2")
    assert block is not None
    new = next(unit for unit in range(1200, 1600) if not block.listed(unit))
    found = look_up(f"LE2 {incode_of(new)}")
    assert (found.kind, found.authority, found.sector) == (Kind.INFERRED, "E06000016", "LE2 3")


def test_only_what_might_be_a_postcode_is_looked_up() -> None:
    assert not [name for area in LIVE for name in (area.name, *area.also) if is_like(name)]


# --- making it -------------------------------------------------------------------------------------------------------

units = st.integers(0, UNITS - 1).map(incode_of)
some = st.dictionaries(
    st.tuples(st.sampled_from(("M1", "M11", "E3", "SW1A")), units),
    st.tuples(
        st.sampled_from(("E06000001", "E06000002", "E07000008", "S12000033")),
        st.integers(0, 659_999),
        st.integers(0, 1_219_999),
    ),
    min_size=1,
    max_size=40,
).map(lambda found: [Postcode(*where, *what) for where, what in found.items()])


@settings(max_examples=100, deadline=None)
@given(made=some, data=st.data())
def test_whatever_is_packed_is_found_again_exactly(made: list[Postcode], data: st.DataObject) -> None:
    packed = pack.made(made)
    assert packed == pack.made(data.draw(st.permutations(made)))
    book = listed.Postcodes(packed)
    assert book.count == len(made)
    for one in made:
        found = book.look_up((one.outcode, one.incode))
        assert (found.kind, found.authority) == (Kind.LISTED, one.authority)
        inside = [other for other in made if f"{other.outcode} {other.incode[0]}" == found.sector]
        assert found.middle is not None
        for axis, there in zip((3, 4), found.middle, strict=True):
            assert 0 <= sum(other[axis] for other in inside) / len(inside) - there < 21
        for most in ("", one.incode[0], one.incode[:2]):
            may = book.look_up((one.outcode, most)).candidates
            assert set(may) == {o.authority for o in made if o.outcode == one.outcode and o.incode.startswith(most)}
    for outcode in book.outcodes:
        block = book.block(outcode)
        assert block is not None
        assert list(block.units()) == sorted(unit_of(one.incode) for one in made if one.outcode == outcode)


@settings(max_examples=30, deadline=None)
@given(made=some)
def test_a_square_of_the_map_belongs_to_the_nearest_postcode(made: list[Postcode]) -> None:
    packed = cells.made(made)
    assert packed == cells.made(list(reversed(made)))
    drawn = raster.unpacked(packed)
    assert {len(row) for row in drawn} == {raster.COLUMNS}
    assert len(drawn) == raster.ROWS
    for one in made:
        column, row = one.east // raster.CELL, raster.ROWS - 1 - one.north // raster.CELL
        east = column * raster.CELL + raster.CELL // 2
        north = (raster.ROWS - 1 - row) * raster.CELL + raster.CELL // 2
        near = min(((o.east - east) ** 2 + (o.north - north) ** 2, o.authority) for o in made)
        assert drawn[row][column] == near[1]


def test_a_file_that_is_none_of_ours_is_refused() -> None:
    with pytest.raises(ValueError, match="no list of postcodes"):
        listed.Postcodes(b"something else")
    with pytest.raises(ValueError, match="no map"):
        raster.unpacked(b"something else")


# --- where it lies ---------------------------------------------------------------------------------------------------


def test_the_grid_agrees_with_the_worked_example_of_its_makers() -> None:
    latitude, longitude = 52 + 39 / 60 + 27.2531 / 3600, 1 + 43 / 60 + 4.5177 / 3600
    assert to_grid(latitude, longitude) == pytest.approx((651409.903, 313177.270), abs=0.01)
    assert to_degrees(651409.903, 313177.270) == pytest.approx((latitude, longitude), abs=1e-7)


@settings(max_examples=100, deadline=None)
@given(east=st.integers(0, 660_000), north=st.integers(0, 1_220_000))
def test_the_grid_and_degrees_are_one_place(east: int, north: int) -> None:
    assert to_grid(*to_degrees(east, north)) == pytest.approx((east, north), abs=1)


def test_the_middle_of_a_sector_lies_near_its_authority() -> None:
    middle = listed.postcodes().sector("LE2 3")
    assert middle == look_up("LE2 3AB").point
    leicester = find(LIVE, "E06000016")
    assert leicester is not None
    assert leicester.point == pytest.approx(middle, abs=0.05)
    for none in ("LE2", "LE2 33", "LE2 x", "ZZ9 9", "", "LE2 "):
        assert listed.postcodes().sector(none) is None


def test_northern_ireland_is_drawn_as_discs_and_only_when_its_councils_are_known() -> None:
    drawn = raster.rows(LIVE)
    assert not set(COUNCILS) & {area_id for row in raster.rows() for area_id in row}
    for code in COUNCILS:
        area = find(LIVE, code)
        assert area is not None
        assert area.point is not None
        square = raster.square(*area.point)
        assert square is not None
        assert drawn[square[1]][square[0]] == code
    assert raster.square(40.0, 10.0) is None


# --- about where the person lives ------------------------------------------------------------------------------------


def test_the_point_is_the_sector_where_one_was_typed_and_lies_in_the_area() -> None:
    here = place(LIVE, "E06000016", "E07000135")
    near = with_point(here, LIVE, "LE2 3")
    assert (near.point, near.rough) == (listed.postcodes().sector("LE2 3"), False)
    leicester = find(LIVE, "E06000016")
    assert leicester is not None
    for other in ("", "M1 1", "nonsense", "BT7 1", "LE2"):
        rough = with_point(here, LIVE, other)
        assert (rough.point, rough.rough) == (leicester.point, True), other
    assert with_point(place(LIVE, "", "E07000135"), LIVE, "LE2 3").point is None
    assert with_point(place(LIVE, "E07000207", "", date(2027, 4, 1)), LIVE, "KT12 1").rough is False
