"""Rules of the directory as plain sentences, and as choices that a person can make without knowing any rule."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

from referral_assistant.content import load_vocabulary
from referral_assistant.content.files import read_toml
from referral_assistant.i18n import _, joined
from referral_assistant.model import All, Any, Between, Criterion, Is, Not, Rule
from referral_assistant.paths import RESOURCES

WORDS = RESOURCES / "directory" / "sentences.toml"

Names = Mapping[str, str]
"""Area id -> its name."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing about the person: a fact is among some values, or a number between two. `negated`: it must not be."""

    fact: str = ""
    values: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    negated: bool = False

    @property
    def whole(self) -> bool:
        """Whether everything was chosen that it needs."""
        if kind_of(self.fact) != "number":
            return bool(self.fact and self.values)
        return (self.low, self.high) != (None, None) and not self.swapped

    @property
    def swapped(self) -> bool:
        """Whether the lowest number is above the highest."""
        return self.low is not None and self.high is not None and self.low > self.high


@dataclass(frozen=True, slots=True)
class Group:
    """Several of them: `all` have to be so, or `any` one. `negated`: just that must not be."""

    parts: tuple[Part, ...] = ()
    how: str = "all"
    negated: bool = False

    @property
    def whole(self) -> bool:
        """Whether there is something in it, and each part of it is whole."""
        return bool(self.parts) and all(part.whole for part in self.parts)


Part = Condition | Group


def offered() -> tuple[str, ...]:
    """The facts a rule may speak of, in the order of the vocabulary: no text, no date."""
    return tuple(fact.id for fact in load_vocabulary().facts.values() if fact.kind not in ("text", "date"))


def kind_of(fact_id: str) -> str:
    """The kind of a fact: `one`, `many`, `number` or `area`; empty where there is no such fact."""
    fact = load_vocabulary().facts.get(fact_id)
    return fact.kind if fact else ""


def fact_name(fact_id: str) -> str:
    """What a fact is about."""
    return _words().get(fact_id, {}).get("name", fact_id.replace("_", " "))


def phrase(fact_id: str, value: str, names: Names = MappingProxyType({})) -> str:
    """One value of a fact, as it stands after "must"."""
    words = _words().get(fact_id, {})
    if "area" in words and value not in words:
        return words["area"].format(area=names.get(value, value))
    return words.get(value) or _("have “{value}” recorded under “{fact}”").format(value=value, fact=fact_name(fact_id))


# --- rules and choices -----------------------------------------------------------------------------------------------


def choices_of(rule: Rule) -> Part:
    """A rule as choices. Two nots in a row are none."""
    match rule:
        case Is(fact, values):
            return Condition(fact, values)
        case Between(fact, low, high):
            return Condition(fact, (), low, high)
        case All(rules):
            return Group(tuple(map(choices_of, rules)), "all")
        case Any(rules):
            return Group(tuple(map(choices_of, rules)), "any")
        case Not(inner):
            found = choices_of(inner)
            return replace(found, negated=not found.negated)


def rule_of(part: Part) -> Rule:
    """The rule of choices that are whole. A group of one is that one."""
    return _ruled(plain(part))


def _ruled(part: Part) -> Rule:
    rule = _bare(part)
    return Not(rule) if part.negated else rule


def _bare(part: Part) -> Rule:
    if isinstance(part, Group):
        rules = tuple(map(_ruled, part.parts))
        return All(rules) if part.how == "all" else Any(rules)
    if kind_of(part.fact) == "number":
        return Between(part.fact, part.low, part.high)
    return Is(part.fact, part.values)


def plain(part: Part) -> Part:
    """The same choices without groups of one, as `choices_of(rule_of(part))` gives them."""
    if isinstance(part, Condition):
        return part
    parts = tuple(map(plain, part.parts))
    if len(parts) == 1:
        return replace(parts[0], negated=parts[0].negated != part.negated)
    return replace(part, parts=parts)


# --- sentences -------------------------------------------------------------------------------------------------------


def sentence(criterion: Criterion, names: Names = MappingProxyType({})) -> str:
    """A criterion as we read it: "The person must not have family court proceedings now."."""
    return said(plain(choices_of(criterion.rule)), criterion.polarity, names)


def said(part: Part, polarity: str = "must", names: Names = MappingProxyType({})) -> str:
    """Choices as one sentence. What has not been chosen yet stands there as dots."""
    if polarity == "must_not":
        part = replace(part, negated=not part.negated)
    return _("The person must {what}.").format(what=_read(part, names, 0))


def _read(part: Part, names: Names, deep: int) -> str:
    if isinstance(part, Group):
        text = _group(part, names, deep)
        return f"({text})" if deep > 1 or (deep and len(part.parts) != 2) else text
    what = _condition(part, names)
    return _("not {what}").format(what=what) if part.negated else what


def _group(group: Group, names: Names, deep: int) -> str:
    parts = [_read(part, names, deep + 1) for part in group.parts]
    if not parts:
        return "…"
    if len(parts) == 1:
        return _("not {what}").format(what=parts[0]) if group.negated else parts[0]
    two = len(parts) == 2
    every = group.how == "all"
    frames = {
        (True, True, False): _("both {first} and {last}"),
        (True, True, True): _("not both {first} and {last}"),
        (True, False, False): _("either {first} or {last}"),
        (True, False, True): _("neither {first} nor {last}"),
        (False, True, False): _("meet all of these: {list}"),
        (False, True, True): _("not meet all of these at once: {list}"),
        (False, False, False): _("meet at least one of these: {list}"),
        (False, False, True): _("meet none of these: {list}"),
    }
    frame = frames[two, every, group.negated]
    return frame.format(first=parts[0], last=parts[-1], list="; ".join(parts))


def _condition(condition: Condition, names: Names) -> str:
    words = _words().get(condition.fact, {})
    if kind_of(condition.fact) == "number" or (condition.low, condition.high) != (None, None):
        low, high = condition.low, condition.high
        shape = {(True, True): "any", (False, True): "from", (True, False): "to"}.get((low is None, high is None))
        return words.get(shape or "between", words.get("any", "…")).format(low=low, high=high)
    phrases = [phrase(condition.fact, value, names) for value in condition.values]
    pair = (words.get("+".join(order)) for order in (condition.values, condition.values[::-1]) if len(phrases) == 2)
    return next(filter(None, pair), "") or together_said(phrases) or "…"


def together_said(phrases: Sequence[str]) -> str:
    """Phrases with "or" between them; the words that all of them begin with are said once."""
    split = [text.split() for text in dict.fromkeys(phrases)]
    if len(split) < 2:
        return " ".join(phrases[:1])
    shared = 0
    while all(len(words) > shared + 1 for words in split) and len({words[shared] for words in split}) == 1:
        shared += 1
    return " ".join([*split[0][:shared], joined((" ".join(words[shared:]) for words in split), _("or"))])


# --- the words -------------------------------------------------------------------------------------------------------


def new_id(wording: str, taken: Iterable[str]) -> str:
    """An id for a new criterion, from the provider's words: nobody has to think of one."""
    letters = "".join(c if c in string.ascii_lowercase + string.digits else " " for c in wording.casefold())
    words = [w for w in letters.split() if len(w) > 3 and w[0].isalpha()][:3]
    base = "_".join(words) or "asked"
    known = set(taken)
    return next(i for i in (base, *(f"{base}_{n}" for n in range(2, 1000))) if i not in known)


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return MappingProxyType({fact: MappingProxyType(words) for fact, words in read_toml(WORDS).items()})
