"""The provision picture in sentences: calm, quotable, and never more than the directory knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from referral_assistant.i18n import _, joined, long_date
from referral_assistant.model import Cell, Need, Pack, Picture, Standing, Tally, Unmet, UnmetCounts

MOST_NAMES = 12
"""How many authorities a sentence names; more are left to the table."""

_NOUNS = {
    "": _("service"),
    "help_seeking": _("service that helps to take a first step"),
    "early_response": _("early response service"),
    "behaviour_change": _("behaviour change programme"),
    "intensive": _("intensive multi-agency service"),
    "stalking": _("stalking service"),
    "child_to_parent": _("child and adolescent to parent service"),
    "probation": _("probation programme"),
    "helpline": _("helpline"),
    "consultation": _("line for specialist consultation"),
    "alongside": _("service that helps alongside"),
}
_BANDS = {
    "10_15": _("aged 10 to 15"),
    "16_17": _("aged 16 or 17"),
    "18_24": _("aged 18 to 24"),
    "25_64": _("aged 25 to 64"),
    "65_over": _("aged 65 or over"),
}
FIELDS = {
    "kind": _("Kind of service"),
    "gender": _("Gender"),
    "age": _("Age"),
    "relationship": _("Abuse towards"),
    "language": _("Language"),
    "access": _("What helps to take part"),
}
"""Field of a need -> what it is called."""
EVERY = {
    "kind": _("Any work on the abuse"),
    "gender": _("Any gender"),
    "age": _("Any age"),
    "relationship": _("Anyone"),
    "language": _("Any language"),
    "access": _("Nothing in particular"),
}
"""Field of a need -> what it is called when nothing is asked for."""
LEVELS = {
    "authority": _("Every authority"),
    "county": _("County"),
    "police": _("Police area"),
    "probation": _("Probation region"),
    "region": _("Region"),
    "nation": _("Nation"),
}


class Mark(NamedTuple):
    """How a standing is called, in a word or two and in a sentence, and how the map shows it."""

    title: str
    meaning: str
    pattern: str


MARKS: Mapping[Standing, Mark] = {
    Standing.THERE: Mark(_("There is"), _("At least one active local service says so."), _("filled")),
    Standing.ASK: Mark(
        _("To ask"),
        _("No service says so, and one might: its entry is silent, takes only some, or names no partner support."),
        _("slanted lines"),
    ),
    Standing.NATIONAL: Mark(
        _("National only"), _("No local service is known, but one that covers the nation."), _("dots")
    ),
    Standing.NONE: Mark(_("None known"), _("None that this directory knows of. It may not know all."), _("empty")),
}


def value(pack: Pack, field: str, code: str) -> str:
    """A value of a need, as a heading of its own: "Women", "Aged 18 to 24", "Polish"."""
    if not code:
        return EVERY[field]
    if field == "kind":
        return pack.words["kinds"][code]
    text = _BANDS[code] if field == "age" else pack.words["values"].get(code, code)
    return text[:1].upper() + text[1:]


def row(pack: Pack, field: str, code: str) -> str:
    """A value of a need where values of several fields stand below one another."""
    if field == "relationship":
        return _("Abuse towards {whom}").format(whom=pack.words["values"][code])
    return value(pack, field, code)


def need(pack: Pack, wanted: Need) -> str:
    """What is looked for, as a phrase: "a service that takes women and works in Polish"."""
    noun, clauses = _NOUNS[wanted.kind], joined(_clauses(pack, wanted))
    if not clauses:
        return noun if wanted.kind else _("any service for work on the abuse")
    return _("{noun} that {clauses}").format(noun=noun, clauses=clauses)


def place(pack: Pack, picture: Picture) -> str:
    """What a picture shows, within a sentence: "the North East"."""
    return pack.words["values"].get(picture.area, picture.within) or _("the United Kingdom")


def gap(pack: Pack, wanted: Need, place: str) -> str:
    """That none is known, to be quoted: "No active service in Eastmere takes women, as far as this directory knows"."""
    noun, clauses = _NOUNS[wanted.kind], joined(_clauses(pack, wanted))
    if clauses:
        text = _("No active {noun} in {place} {clauses}, as far as this directory knows.")
    else:
        text = _("There is no active {noun} in {place}, as far as this directory knows.")
    return text.format(noun=noun, place=place, clauses=clauses)


def cell(pack: Pack, wanted: Need, found: Cell) -> str:
    """One authority in a sentence."""
    if found.standing is Standing.NONE:
        return gap(pack, wanted, found.name)
    if found.standing is Standing.ASK:
        to_ask = count(found.ask or found.national_ask, _("1 service has"), _("{count} services have"))
        return _("In {place}, {services} to be asked first. No entry says so by itself.").format(
            place=found.name, services=to_ask
        )
    if found.standing is Standing.NATIONAL:
        services = count(found.national, _("1 national service is"), _("{count} national services are"))
        return _("In {place}, {services} there, and no local one is known.").format(place=found.name, services=services)
    services = count(found.there, _("1 service is"), _("{count} services are"))
    said = _("In {place}, {services} there.").format(place=found.name, services=services)
    if not found.stale:
        return said
    if found.there == 1:
        return f"{said} {_('Nobody has checked it in the last six months.')}"
    stale = count(found.stale, _("1 was"), _("{count} were"))
    return f"{said} {_('Of these, {stale} not checked by a person in the last six months.').format(stale=stale)}"


def tally(found: Tally) -> str:
    """In how many authorities what holds: "There is one in 4 of 12 authorities; none is known in 8"."""
    if not found.authorities:
        return _("No authority lies in this area.")
    of = _("1 authority") if found.authorities == 1 else _("{count} authorities").format(count=found.authorities)
    said = (
        (_("there is one in {count}"), found.there),
        (_("somebody has to be asked in {count}"), found.ask),
        (_("there are national services only in {count}"), found.national),
        (_("none is known in {count}"), found.none),
    )
    parts = [text.format(count=number) for text, number in said if number]
    parts[:1] = [_("{first} of {of}").format(first=part, of=of) for part in parts[:1]]
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}{_names(found)}."


def _names(found: Tally) -> str:
    """Which authorities have none, where that is news and they can be named in a sentence."""
    if not found.none or found.none == found.authorities:
        return ""
    return f": {joined(found.without)}" if found.none <= MOST_NAMES else ""


def freshness(picture: Picture) -> str:
    """How fresh the entries are that are counted."""
    found = picture.freshness
    if not found.services:
        return _("No entry is counted, so there is nothing to have been checked.")
    whole = count(found.services, _("1 entry is counted."), _("{count} entries are counted."))
    parts = [_("a person checked {count} in the last six months").format(count=found.lately)]
    if found.earlier:
        parts.append(_("{count} longer ago").format(count=found.earlier))
    if found.never:
        parts.append(_("nobody has checked {count} yet").format(count=found.never))
    text = joined(parts)
    return f"{whole} {_('Of these, {parts}.').format(parts=text)} {_('Entries that are not fresh count as there.')}"


def left_out(picture: Picture) -> tuple[str, ...]:
    """What the directory holds and the picture cannot place: silence is no proof."""
    found = []
    if picture.unplaced:
        who = count(picture.unplaced, _("1 more service might do and does"), _("{count} more services might do and do"))
        found.append(_("{who} not say where it works. Ask before you say that there is none.").format(who=who))
    if picture.unsorted:
        who = count(picture.unsorted, _("1 entry has"), _("{count} entries have"))
        found.append(_("{who} no kind yet, and so counts nowhere.").format(who=who))
    if picture.lines and picture.need.kind not in ("helpline", "consultation"):
        one = _("1 national helpline is open to people everywhere, and counts as no local service.")
        more = _("{count} national helplines are open to people everywhere, and count as no local service.")
        found.append(count(picture.lines, one, more))
    return tuple(found)


def unmet_line(pack: Pack, found: Unmet) -> tuple[str, str, str, str, str]:
    """A line of the unmet counts: authority, kind, gender, age, about how many."""
    unknown = _("Not known")
    return (
        found.name,
        value(pack, "kind", found.kind),
        value(pack, "gender", found.gender) if found.gender else unknown,
        value(pack, "age", found.age) if found.age else unknown,
        _("about {count}").format(count=found.about),
    )


def unmet_head(found: UnmetCounts) -> str:
    """What the unmet counts are."""
    text = _(
        "Cases opened from {since} to {until} in which a referral could have been made, and no service was known that "
        "fits or could be asked. Only the cases of the person who made this picture are counted."
    )
    return text.format(since=long_date(found.since), until=long_date(found.until))


def unmet_rule() -> str:
    """How the numbers are kept from pointing at anybody."""
    return _(
        "Fewer than 5 is never shown, and none is not told from a few. Numbers are rounded to the nearest 5. There are "
        "no totals, so that no hidden number can be worked out."
    )


def count(number: int, one: str, more: str) -> str:
    """A number with its noun."""
    return one if number == 1 else more.format(count=number)


def _clauses(pack: Pack, wanted: Need) -> list[str]:
    words = pack.words["values"]
    found = []
    who = words.get(wanted.gender, _("people")) if wanted.gender or wanted.age else ""
    if who:
        found.append(_("takes {who}").format(who=f"{who} {_BANDS.get(wanted.age, '')}".strip()))
    if wanted.relationship:
        found.append(_("works with abuse towards {whom}").format(whom=words[wanted.relationship]))
    if wanted.language:
        found.append(_("works in {language}").format(language=words[wanted.language]))
    if wanted.access:
        found.append(_("offers {access}").format(access=words[wanted.access]))
    return found
