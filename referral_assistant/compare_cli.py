"""The command that compares what a room read in a scenario: as text, as JSON, or on paper."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from referral_assistant import whole
from referral_assistant.problems import Problem

if TYPE_CHECKING:
    from referral_assistant.cli import Commands
    from referral_assistant.letter.comparison import Room
    from referral_assistant.model import Pack, Round, Scenario, Sheet
    from referral_assistant.training.collecting import Collected

OK, BAD_INPUT = 0, 2


def add_command(commands: Commands) -> None:
    """Add the command to those for training."""
    given = commands.add_parser("compare", help="compare what learners or tables read in the same scenario")
    given.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help=".rareading files, CSV tables, or folders of them"
    )
    given.add_argument("--scenario", default="", metavar="ID", help="which scenario, or a file that holds one")
    given.add_argument("--expert", action="store_true", help="add the expert reading, at the end")
    given.add_argument("--json", action="store_true", help="as JSON")
    given.add_argument("--out", type=Path, metavar="PDF", help="write it on paper instead")
    given.set_defaults(command=_compare)


def _compare(options: argparse.Namespace) -> int:
    """Files that cannot be read are told, and the others compared all the same; the exit code says that there were."""
    from referral_assistant.content import load_pack
    from referral_assistant.letter.comparison import Room
    from referral_assistant.training.agreement import compare
    from referral_assistant.training.collecting import collect

    pack = load_pack()
    scenarios = _scenarios(pack, options.scenario)
    titles = {scenario.id: scenario.title for scenario in scenarios.values()}
    wanted = scenarios[options.scenario].id if options.scenario in scenarios else options.scenario
    found = collect(options.files, pack, wanted, titles)
    for line in (*map(str, found.wrong), *found.said):
        print(line, file=sys.stderr)
    sheets = [one.sheet for one in found.sheets]
    scenario = _one(sheets, found)
    known = scenarios.get(scenario)
    expert = known.readings if known is not None and options.expert else {}
    title = titles.get(scenario, scenario)
    _put(Room(compare(scenario, sheets), pack, title, date.today(), expert), options)
    return BAD_INPUT if found.wrong else OK


def _scenarios(pack: Pack, asked: str) -> dict[str, Scenario]:
    """The scenarios known: ours, and that of a file, under its id and as it was asked for."""
    from referral_assistant.content import load_scenarios
    from referral_assistant.content.scenarios import read_scenario

    known = {scenario.id: scenario for scenario in load_scenarios(pack)}
    if asked and asked not in known and Path(asked).is_file():
        own = read_scenario(Path(asked), pack)
        known |= {own.id: own, asked: own}
    return known


def _one(sheets: list[Sheet], found: Collected) -> str:
    """The scenario that was read, which must be one."""
    read = sorted({sheet.scenario for sheet in sheets} - {""})
    if len(read) > 1:
        raise Problem(f"These are readings of several scenarios: {', '.join(read)}.", "Name one with --scenario.")
    if not sheets:
        raise Problem("There is nothing to compare.", "" if found.wrong or found.said else "No file holds a sheet.")
    if not read:
        raise Problem("These readings do not say of which scenario they are.", "Name it with --scenario.")
    return read[0]


def _put(room: Room, options: argparse.Namespace) -> None:
    if options.out is not None:
        from referral_assistant.letter.comparison import pdf

        made = pdf(room)
        whole.write(options.out, made.content, folder=True)
        print(options.out)
        if made.missing:
            print(f"Printed as question marks, since the typeface lacks them: {' '.join(made.missing)}")
    elif options.json:
        print(json.dumps(_as_json(room), ensure_ascii=False, indent=2))
    else:
        print(*_as_text(room), sep="\n")


# --- forms -----------------------------------------------------------------------------------------------------------


def _as_json(room: Room) -> dict[str, Any]:
    from referral_assistant.reading import to_plain

    found = room.comparison
    moves = [{"domain": move.domain, "by": move.by, "before": move.before, "after": move.after} for move in found.moves]
    made: dict[str, Any] = {
        "scenario": found.scenario,
        "rounds": [_round_json(one) for one in found.rounds],
        "moves": moves,
        "stayed": found.stayed,
        "once": list(found.once),
    }
    return made | ({"expert": {d: to_plain(judged) for d, judged in room.expert.items()}} if room.expert else {})


def _round_json(one: Round) -> dict[str, Any]:
    from referral_assistant.model import Level

    alpha = one.alpha
    figure = None
    if alpha is not None:
        values = {"value": float(alpha.value), "least": float(alpha.least), "most": float(alpha.most)}
        figure = values | {"raters": alpha.raters, "domains": alpha.domains, "readings": alpha.readings}
    domains = [
        {
            "domain": spread.domain,
            "counts": {level.value: spread.count(level) for level in Level},
            "readings": [{"by": v.by, "level": v.level.value, "why": v.why} for v in spread.voices],
            "blank": list(spread.blank),
        }
        for spread in one.spreads
    ]
    return {
        "round": one.number,
        "raters": list(one.raters),
        "domains": domains,
        "alpha": figure,
        "withheld": one.withheld,
    }


def _as_text(room: Room) -> Iterator[str]:
    from referral_assistant.letter import comparison_words as words
    from referral_assistant.wording import domain_word, level_word

    found, pack = room.comparison, room.pack
    yield f"Scenario: {room.scenario}"
    for one in found.rounds:
        yield f"\nRound {one.number}: {', '.join(one.raters)}"
        for spread in one.spreads:
            yield f"  {domain_word(pack, spread.domain)}"
            yield f"    {words.counts(pack, spread)}. {words.agreeing(pack, spread)}"
            for level, lines in words.reasons(pack, spread):
                yield from (f"      {level}. {line}" for line in lines)
        yield f"  {words.alpha_head(one)}"
        if one.alpha is not None:
            yield from (f"    {line}" for line in (words.alpha_rests(one.alpha), *words.alpha_limits()))
    if len(found.rounds) > 1:
        yield f"\n{words.moved(found)} {words.once(found)}".rstrip()
        for move in found.moves:
            yield f"  {domain_word(pack, move.domain)}. {words.move(pack, move)}"
    for domain, judged in room.expert.items():
        yield f"\nThe expert reading of “{domain_word(pack, domain)}”: {level_word(pack, domain, judged.level)}"
        yield f"  {judged.why}"
