"""Names, addresses and numbers to keep out, found in a text whatever the case, accents, endings and spacing (S27)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from referral_assistant.conversation import current
from referral_assistant.model import About, Answer, CardKind, Case, Pack

_OTHERS = frozenset({About.PARTNER, About.CHILD, About.THIRD_PARTY})
_OWN_FACTS = frozenset({"name", "address", "telephone", "email"})
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NUMBER = re.compile(r"(?<![\d])\+?\(?\d(?:[\s().-]{0,3}\d){6,}")
_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)\s*(\d[a-z]{2})\b")
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i"})

_GENERIC = """
the and for with road street avenue terrace house flat floor school primary secondary junior infant academy college
nursery university hospital surgery practice centre shop store stores office offices company limited ltd plc mrs miss
mum dad mother father partner wife husband son daughter child children brother sister friend work workplace home
mobile phone telephone number address upper lower old new com org net www gmail outlook hotmail yahoo icloud
"""
_COMMON = """
will may mark rose grace hope faith joy art bill pat sue rob dean june april august summer dawn eve amber ruby heath
hunter mason miles max drew frank grant guy ray pearl ivy holly daisy lily iris robin penny sandy star brook chase
young long day case price king bishop cook baker carter fisher green brown black white grey bell berry bird bond booth
bush church cross dale field fields flowers ford forest fox frost gates gold hall hand hard hart head high hood hunt
lamb law lake little love major marsh mills moon moore more park parks pace pool porter potter power rich rivers sharp
short small snow stone strong swift wells west east north south wood woods words wise hill close drive court place
square way lane saint
"""
GENERIC = frozenset(_GENERIC.split())
"""Words of addresses, schools and workplaces that name nobody by themselves."""

COMMON = frozenset(_COMMON.split())
"""Names that are also everyday words: without a capital letter they may be the word, so they only warn."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing to keep out, in the shapes in which it may turn up."""

    value: str
    runs: frozenset[tuple[str, ...]] = frozenset()
    numbers: frozenset[str] = frozenset()
    postcodes: frozenset[str] = frozenset()


def kept_out(case: Case, pack: Pack, worker: bool = True) -> tuple[Kept, ...]:
    """Everything that must not leave. The person's own name, address and numbers are not among it. `worker`: also the
    worker of the person harmed, whom the annex alone may name."""
    own = _own(case, pack)
    values = (*_values(case, pack), *(_worker(case) if worker else ()))
    return tuple(kept for value in values if _any(kept := _shapes(value, own)))


@dataclass(frozen=True, slots=True)
class Found:
    """Something to keep out, the words it stands in, and whether it can be anything else."""

    kept: Kept
    text: str
    sure: bool = True


def found_in(text: str, kept: Iterable[Kept]) -> Iterator[Found]:
    """What of it stands in a text."""
    tokens, spelled = tokenised(text)
    joined = [token.replace("'", "") for token in tokens]
    split = [(part, n) for n, token in enumerate(tokens) for part in token.split("'")]
    numbers = {_digits(m.group(0)): m.group(0) for m in _NUMBER.finditer(text)}
    postcodes = {f"{m.group(1)}{m.group(2)}": m.group(0) for m in _POSTCODE.finditer(plain(text))}
    for item in kept:
        exact = [shown for digits, shown in numbers.items() if any(n in digits for n in item.numbers)]
        exact += [shown for code, shown in postcodes.items() if code in item.postcodes]
        found = [Found(item, shown.strip()) for shown in exact]
        found += [
            Found(item, shown, _sure(run, shown))
            for run in sorted(item.runs, key=len, reverse=True)
            for shown in _runs_in(run, joined, split, spelled)
        ]
        if found:
            yield max(found, key=lambda hit: hit.sure)


def plain(text: str) -> str:
    """A text without case, accents or typographic apostrophes."""
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(c for c in folded if not unicodedata.combining(c)).replace("’", "'")


def tokenised(text: str) -> tuple[list[str], list[str]]:
    """The words of a text, folded and as they are spelled."""
    spelled = _WORD.findall(unicodedata.normalize("NFC", text))
    return [plain(word) for word in spelled], spelled


def _runs_in(
    run: tuple[str, ...], joined: list[str], split: list[tuple[str, int]], spelled: list[str]
) -> Iterator[str]:
    """The words a run of tokens stands in, with apostrophes left out or splitting the word, as in a possessive."""
    size = len(run)
    for start in range(len(joined) - size + 1):
        if tuple(joined[start : start + size]) == run:
            yield " ".join(spelled[start : start + size])
    parts = [part for part, _n in split]
    for start in range(len(parts) - size + 1):
        first, last = split[start][1], split[start + size - 1][1]
        if tuple(parts[start : start + size]) == run:
            yield " ".join(spelled[first : last + 1])


def _sure(run: tuple[str, ...], shown: str) -> bool:
    return len(run) > 1 or run[0] not in COMMON or shown[:1].isupper()


def _values(case: Case, pack: Pack) -> Iterator[str]:
    """Whatever was entered to be kept out, in the path or not."""
    cards = {c.id: c for c in pack.cards if c.kind is CardKind.NAMES and c.about in _OTHERS}
    for card, answer in current(case.answers).items():
        if card in cards:
            yield from _split(answer)


def _worker(case: Case) -> tuple[str, ...]:
    request = case.decision.annex
    return (request.worker, request.worker_contact) if request else ()


def _split(answer: Answer) -> Iterator[str]:
    for value in answer.values:
        if any(c.isdigit() for c in value):
            yield value
        else:
            yield from (part for part in re.split(r"[,;/\n]", value) if part.strip())


@dataclass(frozen=True, slots=True)
class _Own:
    """What belongs to the person, or to the one who writes: never a leak."""

    words: frozenset[str]
    runs: frozenset[tuple[str, ...]]
    numbers: frozenset[str]
    postcodes: frozenset[str]


def _own(case: Case, pack: Pack) -> _Own:
    """The person's name frees its words; their address and numbers are free as they stand."""
    facts = {c.id: c.fact for c in pack.cards if c.fact in _OWN_FACTS}
    words: set[str] = set(tokenised(case.practitioner.name)[0])
    shapes = [_shapes(case.practitioner.telephone, None)]
    for card, answer in current(case.answers).items():
        if card in facts:
            words |= {t for v in answer.values for t in tokenised(v)[0]} if facts[card] == "name" else set()
            shapes += [_shapes(value, None) for value in answer.values]
    return _Own(
        frozenset(words),
        frozenset().union(*(s.runs for s in shapes)),
        frozenset().union(*(s.numbers for s in shapes)),
        frozenset().union(*(s.postcodes for s in shapes)),
    )


def _shapes(value: str, own: _Own | None) -> Kept:
    """A value as an address or number where it holds digits, else as a name: whole, and by its longer words."""
    numbers = frozenset(_digits(m.group(0)) for m in _NUMBER.finditer(value))
    postcodes = frozenset(f"{m.group(1)}{m.group(2)}" for m in _POSTCODE.finditer(plain(value)))
    has_digits = any(c.isdigit() for c in value)
    runs = frozenset(_address_runs(value) if has_digits else _name_runs(value, own.words if own else frozenset()))
    if own is None:
        return Kept(value, runs, numbers, postcodes)
    return Kept(value, runs - own.runs, numbers - own.numbers, postcodes - own.postcodes)


def _name_runs(value: str, own_words: frozenset[str]) -> Iterator[tuple[str, ...]]:
    tokens = [token.replace("'", "") for token in tokenised(value)[0]]
    if len(tokens) > 1 and not set(tokens) <= own_words:
        yield tuple(tokens)
    for token in tokens:
        if len(token) > 2 and token not in GENERIC and token not in own_words:
            yield (token,)


def _address_runs(value: str) -> Iterator[tuple[str, ...]]:
    """Each part of an address, with and without its number. A town alone names nobody."""
    for part in re.split(r"[,;\n]", _NUMBER.sub(",", value)):
        tokens = [token.replace("'", "") for token in tokenised(_POSTCODE.sub(" ", plain(part)))[0]]
        named = [t for t in tokens if not t[0].isdigit()]
        if len(tokens) > 1:
            yield tuple(tokens)
        if len(named) > 1 and named != tokens:
            yield tuple(named)


def _digits(text: str) -> str:
    """The digits of a number; one written with +44 reads as one written with 0."""
    digits = "".join(c for c in text if c.isdigit())
    if text.lstrip().startswith("+44") or digits.startswith("0044"):
        rest = digits.removeprefix("00").removeprefix("44")
        return f"0{rest.removeprefix('0')}"
    return digits


def _any(kept: Kept) -> bool:
    return bool(kept.runs or kept.numbers or kept.postcodes)
