"""Services, facts and assessments of every shape, for the properties of matching."""

from __future__ import annotations

import re
import string
from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from referral_assistant.content import load_vocabulary
from referral_assistant.model import (
    Accreditation,
    All,
    Any,
    Assessment,
    Between,
    Concern,
    Criterion,
    Is,
    Level,
    Not,
    Place,
    Reason,
    Route,
    Service,
    ServiceContact,
    Stop,
    Who,
)

TODAY = date(2026, 11, 21)
VOCABULARY = load_vocabulary()
EASTMERE = ("x-eastmere", "x-saltmarch", "x-saltmarch-police", "england", "uk")
WESTHAVEN = ("x-westhaven", "x-saltmarch", "x-saltmarch-police", "england", "uk")

_LISTED = {name: fact for name, fact in VOCABULARY.facts.items() if fact.values}


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    """A few of some values, in their own order, or none: one draw, where a set would take many."""
    return st.integers(0, 2 ** len(values) - 1).map(
        lambda bits: tuple(v for n, v in enumerate(values) if bits >> n & 1)
    )


def _answers(name: str) -> st.SearchStrategy[tuple[str, ...]]:
    fact = _LISTED[name]
    if fact.kind == "one":
        return st.sampled_from(fact.values).map(lambda v: (v,))
    return some(fact.values).map(lambda found: found or fact.values[:1])


facts = st.fixed_dictionaries(
    {},
    optional={
        "age": st.integers(16, 90).map(lambda n: (str(n),)),
        **{name: _answers(name) for name in sorted(_LISTED)},
    },
)

_atoms = st.sampled_from(
    ("proceedings", "previous_programme", "substance", "orders", "access", "acknowledges")
).flatmap(
    lambda name: some(_LISTED[name].values).map(lambda values: Is(name, values or _LISTED[name].values[:1]))
) | st.integers(16, 60).map(lambda low: Between("age", low, None))
_rules = st.recursive(
    _atoms,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(lambda r: All(tuple(r)))
        | st.lists(inner, min_size=1, max_size=3).map(lambda r: Any(tuple(r)))
        | inner.map(Not)
    ),
    max_leaves=4,
)
_criteria = st.builds(
    Criterion,
    id=st.just("own"),
    rule=_rules,
    wording=st.just("We ask this."),
    polarity=st.sampled_from(("must", "must_not")),
    firm=st.booleans(),
)
_days = st.none() | st.dates(date(2024, 1, 1), date(2028, 1, 1))
_age = st.none() | st.integers(16, 60)
_yes_no = st.sampled_from(("yes", "no", "unknown"))
_names = st.sampled_from(("Alder", "Beech", "Cedar", "Damson", "Elder"))

services = st.builds(
    Service,
    id=st.integers(1, 9).map(lambda n: f"service-{n}"),
    name=_names,
    kind=st.sampled_from(VOCABULARY.offer),
    purpose=st.sampled_from(("", "person", "professional", "victim_support", "crisis")),
    status=st.sampled_from(("active", "active", "active", "defunct", "temporarily closed")),
    ends_on=_days,
    alert=st.sampled_from(("", "Ring first.")),
    minimum_age=_age,
    maximum_age=_age.map(lambda n: n and n + 20),
    genders=some(VOCABULARY.service["genders"]),
    relationships=some(VOCABULARY.service["relationships"]),
    routes=some(VOCABULARY.service["routes"]),
    service_areas=some(("x-eastmere", "x-westhaven", "x-saltmarch", "england", "wales", "uk")),
    residence=st.sampled_from(VOCABULARY.service["residence"]),
    languages=some(("english", "polish", "urdu", "bsl")),
    interpreter=_yes_no,
    access=some(VOCABULARY.service["access"]),
    communities=some(VOCABULARY.service["communities"]),
    formats=some(VOCABULARY.service["formats"]),
    schedules=some(VOCABULARY.service["schedules"]),
    partner_support=_yes_no,
    harm_level=st.sampled_from(("", *VOCABULARY.service["harm_levels"])),
    fees=st.sampled_from(VOCABULARY.service["fees"]),
    fees_note=st.sampled_from(("", "Ten pounds.")),
    waiting=st.sampled_from(("", "Six weeks.")),
    waiting_as_of=_days,
    accreditations=st.lists(st.builds(Accreditation, body=st.just("Northmark"), valid_to=_days), max_size=2).map(tuple),
    criteria=st.lists(_criteria, max_size=2).map(tuple),
    assured_date=_days,
)

_MARKS = " .,;:!?'\"&<>()[]{}|\\/=+-@#%*_~^`$£€–—’“”•…éÅłŻŵßØčğİñçأ中😀"
_MARKUP = re.compile(r"<[A-Za-z/!?]|&#?\w+;")
_NOTHING = frozenset(
    ("n.a.", "null", "to be confirmed", "not known", "unknown", "not applicable", "not available", "not stated")
)


def _clean(text: str) -> str:
    plain = re.sub("[<&]", "", text) if _MARKUP.search(text) else text
    line = " ".join(plain.split())
    return f"{line} so".strip() if len(line) < 4 or line.casefold() in _NOTHING else line


words = st.text(string.ascii_letters + string.digits + _MARKS, max_size=24).map(_clean)
"""A line of text that needs no repair: no spaces at its ends and none twice, no control characters, no HTML."""

_blocks = st.lists(words, min_size=1, max_size=3).map("\n".join)
_maybe = st.just("") | words
_maybe_blocks = st.just("") | _blocks
_contacts = st.builds(
    ServiceContact,
    telephone=st.sampled_from(("", "01632 960 401", "07700 900123")),
    email=st.sampled_from(("", "keelside@example.org", "a.b+c@example.org")),
    website=st.sampled_from(("", "https://example.org/a%20b?c=d#e", "www.example.org", "http://example.org", "Ask us")),
    address=st.lists(words, max_size=4).map(tuple),
    consultation=_maybe_blocks,
)
_points = st.none() | st.tuples(st.floats(50.5, 58), st.floats(-5, 0)).map(lambda p: (round(p[0], 6), round(p[1], 6)))
_own_rules = _rules.map(lambda rule: All((rule, Is("proceedings", ("family",)))))
_sentences = words.map(lambda text: f"{re.sub('[{}]', '', text)} x.")
_lists = {
    name: some(VOCABULARY.service[name])
    for name in ("genders", "relationships", "routes", "access", "communities", "formats", "schedules", "private")
}


def _sound(service: Service) -> Service:
    """As an entry has to be: a real one has no invented area or number, and a day belongs to a waiting time."""
    purpose = service.purpose or ("person" if service.kind in ("helpline", "consultation") else "")
    dated = replace(service, purpose=purpose, waiting_as_of=service.waiting_as_of if service.waiting else None)
    if dated.fictional:
        return dated
    real = tuple(area for area in dated.service_areas if not area.startswith("x-"))
    return replace(dated, service_areas=real, contact=replace(dated.contact, telephone="999", email=""))


def _at(service: Service, point: tuple[float, float] | None) -> Service:
    return replace(service, latitude=point[0], longitude=point[1]) if point else service


_anywhere = st.builds(
    Service,
    id=st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True),
    name=words,
    kind=st.sampled_from(("", *VOCABULARY.offer)),
    organisation=_maybe,
    description=_maybe_blocks,
    purpose=st.sampled_from(("", *VOCABULARY.purposes)),
    status=st.sampled_from(VOCABULARY.service["statuses"]),
    ends_on=_days,
    alert=_maybe_blocks,
    minimum_age=st.none() | st.integers(0, 60),
    maximum_age=st.none() | st.integers(60, 120),
    service_areas=some(("x-eastmere", "x-westhaven", "x-saltmarch", "E06000023", "E10000016", "england", "uk")),
    residence=st.sampled_from(VOCABULARY.service["residence"]),
    languages=some(tuple(v for v in VOCABULARY.facts["language"].values if v != "other")),
    interpreter=_yes_no,
    length=_maybe,
    partner_support=_yes_no,
    harm_level=st.sampled_from(("", *VOCABULARY.service["harm_levels"])),
    fees=st.sampled_from(VOCABULARY.service["fees"]),
    fees_note=_maybe_blocks,
    waiting=_maybe_blocks,
    waiting_as_of=_days,
    accreditations=st.lists(st.builds(Accreditation, body=words, level=_maybe, valid_to=_days), max_size=2).map(tuple),
    criteria=st.lists(
        st.builds(
            Criterion,
            id=st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True),
            rule=_own_rules,
            wording=_sentences,
            polarity=st.sampled_from(("must", "must_not")),
            firm=st.booleans(),
        ),
        max_size=2,
        unique_by=lambda criterion: criterion.id,
    ).map(tuple),
    contact=_contacts,
    assured_date=st.none() | st.dates(date(2024, 1, 1), TODAY),
    assured_by=_maybe,
    source=words,
    fictional=st.booleans(),
    **_lists,
).map(_sound)
full_services = st.builds(_at, _anywhere, _points)
"""Everything a service can hold, clean as the directory keeps it."""

places = st.builds(
    Place, areas=st.sampled_from(((), EASTMERE, WESTHAVEN)), partner_areas=st.sampled_from(((), EASTMERE, WESTHAVEN))
)


def assessment(
    route: Route = Route.PROGRAMME,
    concern: Concern = Concern.PRESENT,
    who: Who = Who.CLEAR,
    stop: Stop | None = None,
) -> Assessment:
    """An assessment that gives this route."""
    return Assessment(concern, (), who, (), (), (), Level.WILLING, (), route, (), (), stop)


STOP = Stop("someone_present", "who_is_here", Reason("gate_answer"), Route.HOLD, True)

assessments = st.builds(
    assessment,
    route=st.sampled_from([r for r in Route if r is not Route.ACT_NOW]),
    concern=st.sampled_from((Concern.PRESENT, Concern.HIGH, Concern.NOT_EXPLORED)),
    who=st.sampled_from(Who),
)
