"""The provision picture: what is there is said to be there, what is silent is asked, and no gap is hidden."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referral_assistant.directory.need import BANDS, FIELDS, OTHER_WORK, active, says
from referral_assistant.directory.provision import behind, index, picture, unplaced
from referral_assistant.geography import Area
from referral_assistant.matching import for_the_person, match
from referral_assistant.model import Facts, Freshness, Need, Place, Service, Standing, Truth, Verdict
from tests.directory_strategies import EASTMERE, TODAY, VOCABULARY, assessment, services

AREAS = (
    Area("uk", "United Kingdom", "nation"),
    Area("england", "England", "nation", ("uk",)),
    Area("wales", "Wales", "nation", ("uk",)),
    Area("x-saltmarch-police", "Saltmarch police", "police", ("england", "uk")),
    Area("x-saltmarch", "Saltmarch", "county", ("x-saltmarch-police", "england", "uk")),
    Area("x-eastmere", "Eastmere", "authority", ("x-saltmarch", "x-saltmarch-police", "england", "uk")),
    Area(
        "x-westhaven",
        "Westhaven",
        "authority",
        ("x-saltmarch", "x-saltmarch-police", "england", "uk"),
        (),
        ("old",),
        was=("Old",),
    ),
    Area("x-farhill", "Farhill", "authority", ("wales", "uk")),
)
KEELSIDE = Service(
    "keelside",
    "Keelside Programme",
    "behaviour_change",
    minimum_age=18,
    genders=("man",),
    relationships=("partner", "ex_partner"),
    service_areas=("x-eastmere",),
    partner_support="yes",
    assured_date=date(2026, 10, 12),
)

needs = st.builds(
    Need,
    kind=st.sampled_from(("", *VOCABULARY.offer)),
    gender=st.sampled_from(("", *VOCABULARY.service["genders"])),
    age=st.sampled_from(("", *BANDS)),
    relationship=st.sampled_from(("", *VOCABULARY.service["relationships"])),
    language=st.sampled_from(("", "polish", "urdu", "bsl")),
    access=st.sampled_from(("", *VOCABULARY.service["access"])),
)
many = st.lists(services, max_size=6)


def standing(need: Need, *found: Service, area: str = "x-eastmere") -> Standing:
    """How an authority stands."""
    cells = {cell.area: cell for cell in picture(index(found, AREAS, TODAY), need).cells}
    return cells[area].standing


def test_a_service_is_there_where_it_says_so_and_nowhere_else() -> None:
    assert standing(Need(gender="man"), KEELSIDE) is Standing.THERE
    assert standing(Need(gender="woman"), KEELSIDE) is Standing.NONE
    assert standing(Need(gender="man"), KEELSIDE, area="x-westhaven") is Standing.NONE
    assert standing(Need(age="25_64"), KEELSIDE) is Standing.THERE
    assert standing(Need(age="16_17"), KEELSIDE) is Standing.NONE


@pytest.mark.parametrize("field", ["genders", "relationships", "languages", "access"])
def test_a_silent_entry_is_to_be_asked(field: str) -> None:
    need = Need(gender="woman", relationship="partner", language="polish", access="sight")
    whole = replace(
        KEELSIDE, genders=("woman",), languages=("polish",), access=("sight",), service_areas=("x-saltmarch",)
    )
    assert standing(need, whole) is Standing.THERE
    assert standing(need, replace(whole, **{field: ()})) is Standing.ASK


def test_a_band_of_which_a_part_is_taken_is_to_be_asked() -> None:
    assert standing(Need(age="18_24"), replace(KEELSIDE, minimum_age=21)) is Standing.ASK
    assert standing(Need(age="65_over"), replace(KEELSIDE, maximum_age=70)) is Standing.ASK
    assert standing(Need(age="25_64"), replace(KEELSIDE, minimum_age=None)) is Standing.ASK


@pytest.mark.parametrize("support", ["no", "unknown"])
def test_s17_without_linked_partner_support_it_is_never_simply_there(support: str) -> None:
    found = replace(KEELSIDE, partner_support=support)
    assert standing(Need(), found) is Standing.ASK
    (one,) = behind(index([found], AREAS, TODAY), Need(gender="man"), "x-eastmere")
    assert one.open == ("partner_support",)


@pytest.mark.parametrize("kind", sorted(OTHER_WORK))
def test_s18_any_work_means_work_one_can_refer_to(kind: str) -> None:
    found = replace(KEELSIDE, kind=kind, purpose="person" if kind == "helpline" else "")
    assert standing(Need(), found) is Standing.NONE
    assert standing(Need(kind=kind), found) is Standing.THERE


def test_what_is_closed_ended_or_not_sorted_is_nowhere() -> None:
    for shut in (
        replace(KEELSIDE, status="temporarily closed"),
        replace(KEELSIDE, ends_on=date(2026, 11, 20)),
        replace(KEELSIDE, kind=""),
        replace(KEELSIDE, kind="helpline", purpose="victim_support"),
    ):
        assert standing(Need(), shut) is Standing.NONE
    assert standing(Need(), replace(KEELSIDE, ends_on=TODAY)) is Standing.THERE
    assert picture(index([replace(KEELSIDE, kind="")], AREAS, TODAY), Need()).unsorted == 1


def test_a_national_service_counts_apart() -> None:
    line = Service("line", "Line", "helpline", purpose="person", service_areas=("uk",), genders=("man",))
    assert standing(Need(kind="helpline"), line) is Standing.NATIONAL
    assert (
        standing(Need(kind="helpline"), line, replace(line, id="own", service_areas=("x-eastmere",))) is Standing.THERE
    )
    assert standing(Need(kind="helpline", gender="man"), replace(line, genders=())) is Standing.ASK
    assert standing(Need(), line) is Standing.NONE
    shown = picture(index([line], AREAS, TODAY), Need())
    assert shown.lines == 1
    english = replace(line, service_areas=("england",))
    assert standing(Need(kind="helpline"), english, area="x-farhill") is Standing.NONE


def test_entries_that_nobody_checked_lately_count_and_are_marked() -> None:
    found = [
        KEELSIDE,
        replace(KEELSIDE, id="old", assured_date=date(2026, 5, 20)),
        replace(KEELSIDE, id="new", assured_date=date(2026, 5, 21)),
        replace(KEELSIDE, id="never", assured_date=None),
    ]
    shown = picture(index(found, AREAS, TODAY), Need())
    cell = next(c for c in shown.cells if c.area == "x-eastmere")
    assert (cell.there, cell.stale) == (4, 2)
    assert shown.freshness == Freshness(2, 1, 1)


def test_an_entry_that_does_not_say_where_it_works_is_counted_nowhere_and_said() -> None:
    found = index([replace(KEELSIDE, service_areas=())], AREAS, TODAY)
    assert {c.standing for c in picture(found, Need()).cells} == {Standing.NONE}
    assert picture(found, Need()).unplaced == 1
    assert picture(found, Need(gender="woman")).unplaced == 0
    assert [s.id for s in unplaced(found, Need())] == ["keelside"]


def test_old_codes_of_areas_are_understood() -> None:
    assert standing(Need(), replace(KEELSIDE, service_areas=("old",)), area="x-westhaven") is Standing.THERE


def test_groups_say_in_how_many_authorities_and_hide_no_gap() -> None:
    shown = picture(index([KEELSIDE], AREAS, TODAY), Need(), level="county")
    assert [(g.name, g.there, g.none, g.authorities) for g in shown.groups] == [
        ("Farhill", 0, 1, 1),
        ("Saltmarch", 1, 1, 2),
    ]
    assert shown.groups[1].without == ("Westhaven",)
    narrow = picture(index([KEELSIDE], AREAS, TODAY), Need(), within="x-saltmarch", values={"gender": ("man", "woman")})
    assert [c.name for c in narrow.cells] == ["Eastmere", "Westhaven"]
    assert narrow.within == "Saltmarch"
    assert [(t.value, t.there, t.none) for t in narrow.needs] == [("man", 1, 1), ("woman", 0, 2)]


def test_what_stands_behind_a_cell_is_what_it_counts() -> None:
    found = index([KEELSIDE, replace(KEELSIDE, id="b", name="Ask Me", genders=())], AREAS, TODAY)
    listed = behind(found, Need(gender="man"), "x-eastmere")
    assert [(b.service.id, b.there, b.open) for b in listed] == [("keelside", True, ()), ("b", False, ("gender",))]
    assert behind(found, Need(), "nowhere") == ()


# --- properties ------------------------------------------------------------------------------------------------------

_ORDER = (Standing.NONE, Standing.NATIONAL, Standing.ASK, Standing.THERE)


@given(many, services, needs)
def test_adding_a_service_never_makes_a_gap_appear(found: list[Service], more: Service, need: Need) -> None:
    before = picture(index(found, AREAS, TODAY), need).cells
    after = picture(index([*found, more], AREAS, TODAY), need).cells
    for old, new in zip(before, after, strict=True):
        assert new.standing is not Standing.NONE or old.standing is Standing.NONE
        assert (new.there, new.ask, new.national) >= (old.there, 0, 0)
        assert new.there >= old.there
        assert new.ask >= old.ask
        assert new.national >= old.national


@given(many, needs)
def test_unknown_is_never_counted_as_there_and_never_as_missing(found: list[Service], need: Need) -> None:
    """Each number is what counting entries one by one gives; an entry is there only when it says yes to everything."""
    for cell in picture(index(found, AREAS, TODAY), need).cells:
        around = next((cell.area, *a.within) for a in AREAS if a.id == cell.area)
        local = [
            s for s in found if active(s, TODAY) and set(s.service_areas) & set(around) - {"england", "wales", "uk"}
        ]
        answers = [{says(s, f, getattr(need, f)) for f in FIELDS} | {says(s, "partner_support", "yes")} for s in local]
        assert cell.there == sum(1 for a in answers if a == {Truth.YES})
        assert cell.ask == sum(1 for a in answers if Truth.UNKNOWN in a and Truth.NO not in a)


@given(many, needs)
def test_every_authority_is_in_one_standing_and_sums_agree(found: list[Service], need: Need) -> None:
    ready = index(found, AREAS, TODAY)
    for level in ("county", "police", "region", "nation"):
        shown = picture(ready, need, level=level, values={"gender": VOCABULARY.service["genders"]})
        assert sum(len(shown.of(s)) for s in Standing) == len(shown.cells) == 3
        for standing_ in Standing:
            assert sum(getattr(g, standing_) for g in shown.groups) == len(shown.of(standing_))
        assert {t.authorities for t in shown.needs} == {3}
    for cell in picture(ready, need).cells:
        listed = behind(ready, need, cell.area)
        assert sum(1 for b in listed if b.there and not b.national) == cell.there
        assert sum(1 for b in listed if not b.there and not b.national) == cell.ask
        assert sum(1 for b in listed if b.there and b.national) == cell.national
        assert all(b.there is (not b.open) for b in listed)


@given(services, st.sampled_from(VOCABULARY.service["genders"]), st.sampled_from(VOCABULARY.service["relationships"]))
def test_the_picture_and_matching_mean_the_same(service: Service, gender: str, relationship: str) -> None:
    """What the picture says is there, matching does not turn away for this need; what it says is not, matching does."""
    facts: Facts = {"gender": (gender,), "relationship": (relationship,)}
    plain = replace(service, criteria=(), service_areas=("x-eastmere",), residence="person")
    matches = match([plain], assessment(), facts, Place(areas=EASTMERE), TODAY)
    assert active(plain, TODAY) is bool(for_the_person(plain) and matches[0].verdict is not Verdict.CLOSED)
    if not active(plain, TODAY) or plain.kind == "consultation":
        return
    need = Need(kind=plain.kind, gender=gender, relationship=relationship)
    refused = {r.code for r in matches[0].because} & {"gender_not_met", "relationship_not_met"}
    assert (standing(need, plain) is Standing.NONE) is bool(refused)
