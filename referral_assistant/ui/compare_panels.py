"""The parts of the page that compares a room: spreads with their reasons, the figure with its limits, what moved, and
the expert reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from functools import partial

from PySide6.QtWidgets import QWidget

from referral_assistant.i18n import _
from referral_assistant.letter import comparison_words as words
from referral_assistant.letter.comparison import legend_word
from referral_assistant.model import DOMAINS, Comparison, Judged, Pack, Round, Sheet, Spread
from referral_assistant.training.labels import label_place
from referral_assistant.ui.compare_bar import Bar, Legend, Part
from referral_assistant.ui.theme import HALO, px
from referral_assistant.ui.widgets import (
    Bullets,
    Button,
    Card,
    Flow,
    Fold,
    Row,
    Rows,
    Slot,
    Stack,
    Text,
    reading_row,
    side_by_side,
)
from referral_assistant.wording import domain_word, level_word


def legend(pack: Pack) -> Flow:
    """What each pattern stands for."""
    return Flow([Legend(level, legend_word(pack, level)) for level in words.LEVELS])


def spreads(pack: Pack, found: Round, opened: Set[str], turned: Callable[[str, bool], object]) -> Iterator[QWidget]:
    """Every domain of a round, two beside each other where there is room; below each other where one is unfolded."""
    cards = [
        _spread(pack, spread, len(found.raters), spread.domain in opened, partial(turned, spread.domain))
        for spread in found.spreads
    ]
    for at in range(0, len(cards), 2):
        if opened & {spread.domain for spread in found.spreads[at : at + 2]}:
            yield from cards[at : at + 2]
        else:
            yield side_by_side(*cards[at : at + 2])


def alpha_card(rounds: Sequence[tuple[str, Round]]) -> Card:
    """The figure of each round, never without what it cannot say."""
    card = Card(_("How alike the room reads"))
    for title, found in rounds:
        head = words.alpha_head(found)
        card.add(Text(f"{title}: {head}" if title else head, "strong"), above=4)
        if found.alpha is not None:
            card.add(Text(words.alpha_rests(found.alpha), halo=False))
    if any(found.alpha is not None for _title, found in rounds):
        card.add(Bullets(words.alpha_limits()), above=6)
    return card


def moved(pack: Pack, found: Comparison) -> Iterator[QWidget]:
    """Both rounds of each domain beside each other, and below them who changed what."""
    text = " ".join(part for part in (words.moved(found), words.once(found)) if part)
    yield Text(text, "strong")
    for number, domain in enumerate(DOMAINS):
        card = Card(domain_word(pack, domain))
        bars = [
            Stack([Text(title, "small"), bar(pack, one.spreads[number], len(one.raters))])
            for title, one in zip((_("Before discussion"), _("After discussion")), found.rounds, strict=True)
        ]
        card.add(side_by_side(*bars))
        moves = [words.move(pack, move) for move in found.moves_in(domain)]
        if moves:
            card.add(Flow([Text(text, wrap=False) for text in moves], gap=20), above=2)
        else:
            card.add(Text(_("Nobody changed it."), "muted"), above=2)
        yield card


def expert(
    pack: Pack, judged: Mapping[str, Judged], revealed: Set[str], reveal: Callable[[Sequence[str]], object]
) -> QWidget:
    """The expert reading, covered until somebody uncovers it: domain by domain, or all of it."""
    panel = Rows(_("The expert reading"))
    lead = _(
        "Keep it for last: once it is up, people stop thinking aloud. It is one careful reading, with its reasons."
    )
    domains = [domain for domain in DOMAINS if domain in judged]
    everything = Button(_("Show &all of it"), name=_("Show all of the expert reading"), on=lambda: reveal(domains))
    covered = not set(domains) <= revealed
    panel.add(Row([Text(lead, "muted", halo=False), *([everything] if covered else [])], [1, 0] if covered else [1]))
    for domain in domains:
        panel.add(_judged(pack, domain, judged[domain], domain in revealed, reveal))
    return panel


def collected(sheets: Sequence[Sheet], change: Callable[[Sheet], object], drop: Callable[[Sheet], object]) -> QWidget:
    """Who is in, in the order of their labels, each to be put right or taken away."""
    panel = Rows()
    for sheet in sorted(sheets, key=lambda sheet: (sheet.round, label_place(sheet.by))):
        who = _("{label}, round {number}").format(label=sheet.by, number=sheet.round)
        panel.add(
            Row(
                [
                    Text(who, halo=False),
                    Button(_("Change"), "link", name=_("Change: {who}").format(who=who), on=partial(change, sheet)),
                    Button(_("Take away"), "link", name=_("Take away: {who}").format(who=who), on=partial(drop, sheet)),
                ],
                [1, 0, 0],
            )
        )
    return panel


def bar(pack: Pack, spread: Spread, whole: int) -> Bar:
    """The bar of one domain."""
    parts = [Part(level, level_word(pack, spread.domain, level), spread.count(level)) for level in words.LEVELS]
    says = _("{domain}: {counts}").format(domain=domain_word(pack, spread.domain), counts=words.counts(pack, spread))
    return Bar(parts, whole, says)


# --- inside ----------------------------------------------------------------------------------------------------------


def _spread(pack: Pack, spread: Spread, whole: int, opened: bool, turned: Callable[[bool], object]) -> Card:
    name = domain_word(pack, spread.domain)
    card = Card(name).add(bar(pack, spread, whole))
    card.column.setContentsMargins(px(20) - HALO, px(12), px(20) - HALO, px(8))
    card.column.setSpacing(0)
    blank = _("Left blank: {count}.").format(count=len(spread.blank)) if spread.blank else ""
    card.add(Text(f"{words.agreeing(pack, spread)} {blank}".strip()))
    if spread.voices:
        card.add(Fold(_("every reason"), lambda: _reasons(pack, spread), opened=opened, turned=turned, name=name))
    return card


def _reasons(pack: Pack, spread: Spread) -> Stack:
    parts: list[QWidget] = []
    for level, lines in words.reasons(pack, spread):
        parts += [Text(level, "strong"), Bullets(lines)]
    return Stack(parts)


def _judged(pack: Pack, domain: str, judged: Judged, shown: bool, reveal: Callable[[Sequence[str]], object]) -> QWidget:
    name = domain_word(pack, domain)
    if not shown:
        show = Button(_("Show"), "link", name=_("Show the expert reading: {domain}").format(domain=name))
        show.clicked.connect(lambda: reveal([domain]))
        return Row([Text(name, halo=False), Slot(show)], [1, 0])
    cells = [Text(name, halo=False), Text(level_word(pack, domain, judged.level), "strong", halo=False)]
    return reading_row([*cells, Text(judged.why, halo=False)], [5, 3, 11])
