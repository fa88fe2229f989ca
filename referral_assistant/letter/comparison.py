"""A room compared, on paper: the spread of each domain with every reason, what moved, and the expert reading last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from referral_assistant.i18n import _
from referral_assistant.letter import comparison_words as words
from referral_assistant.letter.comparison_bar import bar, key
from referral_assistant.letter.page import template
from referral_assistant.letter.printing import Rendered, legible_pdf
from referral_assistant.model import DOMAINS, Comparison, Judged, Level, Pack, Round
from referral_assistant.wording import domain_word, level_word


class Room(NamedTuple):
    """All that the document is made of. `expert` is what is revealed of the expert reading, by domain."""

    comparison: Comparison
    pack: Pack
    scenario: str
    on: date
    expert: Mapping[str, Judged]


def pdf(room: Room) -> Rendered:
    """The comparison as a PDF, accessible and archivable as every document is. Safe on a worker thread. A character
    that the typeface lacks is named, and a question mark printed for it."""
    return legible_pdf(html(room))


def html(room: Room) -> str:
    """The comparison as a page."""
    found, pack = room.comparison, room.pack
    return template("comparison.html").render(
        title=_("What the room read"),
        scenario=room.scenario,
        on=room.on,
        organisation="",
        training=True,
        legend=[(key(level), words.PATTERNS[level], legend_word(pack, level)) for level in words.LEVELS],
        heads=[_title(found, one) for one in found.rounds],
        raters=[(_title(found, one), one.raters) for one in found.rounds],
        spreads=[_row(room, number) for number in range(len(DOMAINS))],
        alphas=[(_title(found, one), *_alpha(one)) for one in found.rounds],
        limits=words.alpha_limits() if any(one.alpha is not None for one in found.rounds) else (),
        moved=words.moved(found) if len(found.rounds) > 1 else "",
        once=words.once(found),
        moves=_moves(room),
        reasons=[(_title(found, one), _reasons(pack, one)) for one in found.rounds],
        expert=[_expert(room, domain) for domain in DOMAINS if domain in room.expert],
    )


def file_name(on: date, ending: str) -> str:
    """A name for the file: what it is, and of which day."""
    return f"comparison-{on.isoformat()}.{ending}"


def legend_word(pack: Pack, level: Level) -> str:
    """What a pattern stands for, in every domain."""
    names = dict.fromkeys((level_word(pack, "ownership", level), level_word(pack, "practical", level)))
    return " / ".join(names)


# --- inside ----------------------------------------------------------------------------------------------------------


def _title(found: Comparison, one: Round) -> str:
    if len(found.rounds) == 1 and one.number == 1:
        return _("The readings")
    return _("After discussion") if one.number == 2 else _("Before discussion")


def _alpha(one: Round) -> tuple[str, str]:
    return words.alpha_head(one), words.alpha_rests(one.alpha) if one.alpha is not None else ""


def _row(room: Room, number: int) -> tuple[str, list[tuple[str, str, str]]]:
    """One domain: its name, and for each round the bar, the counts and how many agree."""
    spreads = [(one, one.spreads[number]) for one in room.comparison.rounds]
    cells = [
        (bar(spread, len(one.raters)), words.counts(room.pack, spread), words.agreeing(room.pack, spread))
        for one, spread in spreads
    ]
    return domain_word(room.pack, DOMAINS[number]), cells


def _reasons(pack: Pack, one: Round) -> list[tuple[str, Sequence[tuple[str, Sequence[str]]]]]:
    return [(domain_word(pack, spread.domain), words.reasons(pack, spread)) for spread in one.spreads if spread.voices]


def _moves(room: Room) -> list[tuple[str, str]]:
    found = [(domain, room.comparison.moves_in(domain)) for domain in DOMAINS]
    return [
        (domain_word(room.pack, d), "; ".join(words.move(room.pack, m) for m in moves)) for d, moves in found if moves
    ]


def _expert(room: Room, domain: str) -> tuple[str, str, str]:
    judged = room.expert[domain]
    return domain_word(room.pack, domain), level_word(room.pack, domain, judged.level), judged.why
