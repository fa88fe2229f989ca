"""Every check of content in one place: packs, scenarios, directories, templates, and the wording of them all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from referral_assistant import directory
from referral_assistant.checks import Phrase, content_hits
from referral_assistant.content import check_pack, read_pack, read_scenario
from referral_assistant.content.files import read_toml, shown
from referral_assistant.content.packs import PACKS
from referral_assistant.content.scenarios import SCENARIOS
from referral_assistant.content.texts import texts
from referral_assistant.directory import labels, sentences
from referral_assistant.i18n import PRONOUNS, fill
from referral_assistant.journey import directory_services, match_case, training_pack
from referral_assistant.model import Assessment, Case, Pack, Scenario, Verdict
from referral_assistant.paths import RESOURCES, TEMPLATES
from referral_assistant.problems import Mistake, Mistakes
from referral_assistant.training.linting import Verdicts, lint, our_words

HEARD = frozenset({"listen_for", "to", "collusive"})
"""What a person may say, and the reply to avoid: quoted on purpose, so the wording rules let it be (S12)."""

_TAGS = re.compile(r"<[^>]*>|\{[{%#].*?[}%#]\}", re.DOTALL)


def check_content(paths: tuple[Path, ...] = ()) -> tuple[Mistake, ...]:
    """Everything wrong in the files and folders named, or in all of our own when none is."""
    return tuple(mistake for path in paths or _ours() for mistake in _check(path))


def _ours() -> Iterator[Path]:
    yield from (folder for folder in sorted(PACKS.iterdir()) if folder.is_dir())
    yield SCENARIOS
    yield RESOURCES / "directory"
    yield TEMPLATES


def _check(path: Path) -> Iterable[Mistake]:
    if not path.exists():
        return (Mistake(str(path), "", "There is no such file or folder."),)
    if (path / "pack.toml").exists():
        return (*check_pack(path), *_pack_wording(path))
    if path.is_dir():
        files = sorted(p for p in path.rglob("*") if p.suffix in (".toml", ".html"))
        if not files:
            return (Mistake(str(path), "", "There is nothing to check in this folder."),)
        return [mistake for file in files for mistake in _check_file(file)]
    return _check_file(path)


def _check_file(path: Path) -> Iterable[Mistake]:
    """One file, by what it holds. A section of a pack is checked with its whole pack."""
    if path.suffix == ".html":
        return _wording(shown(path), "", _TAGS.sub(" ", path.read_text(encoding="utf-8")))
    try:
        data = read_toml(path)
    except Mistakes as error:
        return error.mistakes
    if "case" in data:
        return check_scenario(path)
    if "services" in data or path == directory.TEMPLATE:
        return directory.check(path)
    if path.resolve() in (labels.WORDS, sentences.WORDS):
        return _words(shown(path), data)
    if "section" in data:
        name = shown(path)
        return [m for m in (*check_pack(path.parent), *_pack_wording(path.parent)) if m.file == name]
    return (Mistake(shown(path), "", "This is no pack section, scenario or directory this program knows."),)


def check_scenario(path: Path) -> tuple[Mistake, ...]:
    """Everything wrong with a scenario: what cannot be read, where it lands elsewhere than it says, and its wording."""
    pack = training_pack()
    try:
        scenario = read_scenario(path, pack)
    except Mistakes as error:
        return error.mistakes
    return scenario_mistakes(pack, scenario, shown(path))


def scenario_mistakes(pack: Pack, scenario: Scenario, file: str = "") -> tuple[Mistake, ...]:
    """Everything wrong with a scenario that could be read. `pack` has the names of the areas among its words."""
    astray = (Mistake(file, place, sentence) for place, sentence in lint(pack, scenario, verdicts(pack)))
    return (*astray, *_scenario_wording(file, scenario))


def verdicts(pack: Pack) -> Verdicts:
    """What our own fictional directory says for a case."""
    services = directory_services(None)

    def given(case: Case, found: Assessment) -> dict[str, Verdict]:
        assert case.opened is not None
        return {m.service.id: m.verdict for m in match_case(pack, case, found, services, case.opened)}

    return given


# --- wording ---------------------------------------------------------------------------------------------------------


def _pack_wording(folder: Path) -> Iterator[Mistake]:
    """Where a pack says what the wording rules avoid: mutualising, minimising, excusing, promising (S12)."""
    pack, _mistakes, places = read_pack(folder)
    if pack is None:
        return
    for file, place, text in _texts(pack, places):
        yield from _wording(file, place, text)


def _texts(pack: Pack, places: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    for section in pack.sections:
        file = places.get(section.id, section.id)
        yield file, "section", f"{section.title}. {section.intro}"
        for card in section.cards:
            yield from ((file, f"cards.{card.id}", text) for text in texts(card, HEARD))
    for stop in pack.stops:
        yield from (("stops.toml", f"stops.{stop.id}", t) for t in (stop.title, stop.because, *stop.advice))
    for table, words in pack.words.items():
        yield from (("words.toml", f"{table}.{code}", text) for code, text in words.items())


def _scenario_wording(file: str, scenario: Scenario) -> Iterator[Mistake]:
    """A scenario's own telling, what its practitioner says well, and what was observed; what the person says, and a
    reply to avoid, stay as they are (S12)."""
    for place, text in our_words(scenario):
        yield from _wording(file, place, text)


def _words(file: str, tables: dict[str, dict[str, str]]) -> Iterator[Mistake]:
    """Tables of words for codes; what stands between curly brackets is filled in later."""
    for table, words in tables.items():
        for code, text in words.items():
            yield from _wording(file, f"{table}.{code}", text.replace("{", "").replace("}", ""))


def _wording(file: str, place: str, text: str) -> Iterator[Mistake]:
    for sentence in _faults(text):
        yield Mistake(file, place, sentence)


@cache
def _faults(text: str) -> tuple[str, ...]:
    """What is wrong with a text, whichever pronouns it is filled with; one sentence a rule."""
    found: dict[str, Phrase] = {}
    for filled in {fill(text, pronouns) for pronouns in PRONOUNS}:
        for hit in content_hits(filled):
            found.setdefault(hit.rule, hit)
    return tuple(f"“{hit.found}”: {hit.advice} {hit.say_instead}".strip() for hit in found.values())
