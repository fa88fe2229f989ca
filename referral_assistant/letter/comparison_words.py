"""A room compared, in sentences: the same on the screen, on paper and on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from referral_assistant.i18n import _, how_many, joined
from referral_assistant.model import Alpha, Comparison, Level, Move, Pack, Round, Spread
from referral_assistant.wording import level_word

LEVELS = (Level.WILLING, Level.MIXED, Level.NOT_NOW, Level.NOT_EXPLORED)
"""Readings in the order in which they are shown."""


PATTERNS = {
    Level.WILLING: _("Full"),
    Level.MIXED: _("Slanted lines"),
    Level.NOT_NOW: _("Dots"),
    Level.NOT_EXPLORED: _("Empty, in a broken line"),
}
"""How a bar shows each, on paper and on the screen."""


def counts(pack: Pack, spread: Spread) -> str:
    """How often each reading was given: Willing 4, Mixed 3, Not explored 1."""
    given = [(level_word(pack, spread.domain, level), spread.count(level)) for level in LEVELS]
    said = [f"{name} {count}" for name, count in given if count]
    if spread.blank:
        said.append(_("left blank {count}").format(count=len(spread.blank)))
    return ", ".join(said)


def agreeing(pack: Pack, spread: Spread) -> str:
    """How many agree with the most common reading, as a sentence."""
    names = [level_word(pack, spread.domain, level) for level in LEVELS if level in spread.common]
    count, whole = spread.agreeing, len(spread.voices)
    if not names:
        return _("Nobody read it.")
    if len(names) > 1:
        return _("As many read it as {names}: {count} each, of {whole}.").format(
            names=joined(names), count=count, whole=whole
        )
    text = _("{count} of {whole} read it as {name}.")
    if count == whole:
        text = _("All {whole} read it as {name}.") if whole > 1 else _("One reading: {name}.")
    return text.format(count=count, whole=whole, name=names[0])


def reasons(pack: Pack, spread: Spread) -> Sequence[tuple[str, Sequence[str]]]:
    """Reading by reading every reason, under the label of whoever gave it and in the order of the labels; those who
    gave none stand together at the end."""
    found = []
    for level in LEVELS:
        voices = [voice for voice in spread.voices if voice.level is level]
        lines = [f"{voice.by}: {voice.why}" for voice in voices if voice.why]
        silent = joined(voice.by for voice in voices if not voice.why)
        lines += [_("No reason given: {names}.").format(names=silent)] if silent else []
        if voices:
            found.append((level_word(pack, spread.domain, level), lines))
    if spread.blank:
        found.append((_("Left blank"), [joined(spread.blank)]))
    return found


def alpha_head(found: Round) -> str:
    """Alpha in a line, or why it is not shown."""
    if found.alpha is not None:
        return _("Krippendorff’s alpha, ordinal: {value}").format(value=number(found.alpha.value))
    return {
        "raters": _("No figure of agreement: it is shown from five raters on."),
        "domains": _("No figure of agreement: it takes three domains that two or more have read."),
        "alike": _("No figure of agreement: every reading is the same, so there is nothing to work it out from."),
    }[found.withheld]


def alpha_rests(found: Alpha) -> str:
    """On how little the figure of one round rests."""
    text = _(
        "It rests on {readings} of {domains} by {raters}: one room, and no study. Without one of them, whoever it is, "
        "it would lie between {least} and {most}."
    )
    return text.format(
        readings=how_many(found.readings, _("reading")),
        domains=how_many(found.domains, _("domain")),
        raters=how_many(found.raters, _("rater")),
        least=number(found.least),
        most=number(found.most),
    )


def alpha_limits() -> tuple[str, ...]:
    """What the figure means, and what it cannot say. It never stands without these."""
    return (
        _("It is 1 where everybody reads alike, and about 0 where readings are as unlike as chance would have them."),
        _(
            "It says how alike the room reads, not who is right: a whole room may miss the same thing. It says nothing "
            "about the person in the scenario, or about anybody here."
        ),
        _("Where nearly everybody reads everything alike it can still come out low. Look at the bars first."),
        _("Not explored is left out of it: nobody asked, so it has no place in the order of the readings."),
    )


def number(value: Fraction) -> str:
    """A figure with two digits after the point."""
    text = f"{float(round(abs(value), 2)):.2f}"
    return f"\u2212{text}" if value < 0 and text != "0.00" else text


def move(pack: Pack, found: Move) -> str:
    """What one rater changed in a domain."""
    names = [
        _("left blank") if at is None else level_word(pack, found.domain, at) for at in (found.before, found.after)
    ]
    return _("{label}: from {before} to {after}").format(label=found.by, before=names[0], after=names[1])


def moved(found: Comparison) -> str:
    """How much moved between the rounds, in a sentence."""
    if not found.moves:
        return _("No reading moved.")
    text = _("{moved} moved and {stayed} stayed.")
    return text.format(moved=how_many(len(found.moves), _("reading")), stayed=found.stayed)


def once(found: Comparison) -> str:
    """Who took part in one round only; empty where everybody took part in both."""
    names = joined(found.once)
    return _("In one round only, and so not among what moved: {names}.").format(names=names) if names else ""
