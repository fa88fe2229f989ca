"""Rules: yes, no, not known yet."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from referral_assistant.model import All, Any, Between, Is, Not, Rule, Truth
from referral_assistant.rules import evaluate, mentions, needs

FACTS = ("a", "b", "c", "n")
_atoms = st.one_of(
    st.builds(Is, st.sampled_from(FACTS[:3]), st.lists(st.sampled_from("xyz"), min_size=1).map(tuple)),
    st.builds(Between, st.just("n"), st.integers(0, 50), st.integers(50, 100)),
)
rules = st.recursive(
    _atoms,
    lambda inner: st.one_of(
        st.builds(All, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Any, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Not, inner),
    ),
    max_leaves=6,
)
_value = st.sampled_from([("x",), ("y",), ("z", "x")])
facts = st.fixed_dictionaries(
    {}, optional={"a": _value, "b": _value, "c": _value, "n": st.integers(0, 120).map(lambda n: (str(n),))}
)


def test_a_fact_nobody_recorded_is_not_known_never_no() -> None:
    assert evaluate(Is("a", ("x",)), {}) is Truth.UNKNOWN
    assert evaluate(Not(Is("a", ("x",))), {}) is Truth.UNKNOWN
    assert evaluate(Between("n", 18, None), {}) is Truth.UNKNOWN


def test_ranges_include_both_ends_and_open_sides() -> None:
    assert evaluate(Between("n", 18, 25), {"n": ("18",)}) is Truth.YES
    assert evaluate(Between("n", 18, 25), {"n": ("26",)}) is Truth.NO
    assert evaluate(Between("n", None, 25), {"n": ("3",)}) is Truth.YES
    assert evaluate(Between("n", 18, None), {"n": ("ninety",)}) is Truth.UNKNOWN


def test_one_no_settles_all_and_one_yes_settles_any() -> None:
    yes, no, unknown = Is("a", ("x",)), Is("a", ("y",)), Is("b", ("x",))
    known = {"a": ("x",)}
    assert evaluate(All((no, unknown)), known) is Truth.NO
    assert evaluate(All((yes, unknown)), known) is Truth.UNKNOWN
    assert evaluate(Any((yes, unknown)), known) is Truth.YES
    assert needs(All((yes, unknown)), known) == {"b"}
    assert needs(Any((yes, unknown)), known) == frozenset()


@given(rules, facts, facts)
def test_learning_more_never_changes_a_settled_answer(
    rule: Rule, known: dict[str, tuple[str, ...]], more: dict[str, tuple[str, ...]]
) -> None:
    before = evaluate(rule, known)
    if before is not Truth.UNKNOWN:
        assert evaluate(rule, {**more, **known}) is before


@given(rules, facts)
def test_what_a_rule_needs_is_unknown_and_mentioned(rule: Rule, known: dict[str, tuple[str, ...]]) -> None:
    wanted = needs(rule, known)
    assert wanted <= mentions(rule)
    assert not wanted & set(known)
    assert bool(wanted) == (evaluate(rule, known) is Truth.UNKNOWN)
