"""Where something stands in a scenario, in words, and what its landing is called."""

from __future__ import annotations

import re
from collections.abc import Mapping

from referral_assistant.i18n import _, fill
from referral_assistant.model import Expected, Pack
from referral_assistant.wording import word

TOLD, PERSON, ANSWERS, PLAYED, LATER, LANDS = "told", "person", "answers", "played", "later", "lands"

_PARTS = {"persona": PERSON, "case": ANSWERS, "beats": PLAYED, "hidden": LATER, "readings": LANDS, "lands": LANDS}
_IN_LANDS = frozenset({"expected", "expected, played", "why"})
_IN_TOLD = frozenset({"case.practitioner", "case.organisation"})


def parts() -> Mapping[str, str]:
    """The parts of the form, in their order, as they are called."""
    return {
        TOLD: _("Told"),
        PERSON: _("Person"),
        ANSWERS: _("Answers"),
        PLAYED: _("Replies"),
        LATER: _("Facts"),
        LANDS: _("Landing"),
    }


def part_of(place: str) -> str:
    """The part of the form in which a place is."""
    if place in _IN_TOLD:
        return TOLD
    head = re.split(r"[.\[]", place)[0]
    return LANDS if head in _IN_LANDS else _PARTS.get(head, TOLD)


def where(pack: Pack, place: str, pronouns: str) -> str:
    """A place as people would name it."""
    words = _names()
    head, *rest = [step for step in re.split(r"[.\[\]]+", place) if step]
    found = (
        [words.get(head, head)] if head not in ("persona", "beats", "case", "readings", "hidden", "agencies") else []
    )
    if head in ("beats", "case") and rest:
        card = next((c for c in pack.cards if c.id == rest[0]), None)
        found.append(fill(card.title, pronouns) if card else words.get(rest[0], rest[0]))
        rest = rest[1:]
    elif head == "readings" and rest:
        known = pack.words["domains"]
        found.append(word(pack, "domains", rest[0], pronouns) if rest[0] in known else rest[0])
        rest = rest[1:]
    elif head in ("hidden", "agencies"):
        found.append(f"{words[head]} {rest[0]}" if rest else words[head])
        rest = rest[1:]
    elif not found and not (head == "persona" and rest):
        found.append(words[head])
    return ", ".join([*found, *(words[step] for step in rest if step in words)])


def _names() -> Mapping[str, str]:
    return {
        "id": _("Short name"),
        "title": _("Title"),
        "role": _("Who the practitioner is"),
        "setting": _("Where they meet"),
        "minutes": _("Minutes"),
        "warning": _("Content warning"),
        "trap": _("The trap"),
        "learning": _("Learning points"),
        "shown_by": _("What shows a learning point"),
        "named": _("Other names"),
        "practitioner": _("The practitioner’s card"),
        "organisation": _("Letterhead"),
        "why": _("Why"),
        "agencies": _("Agency"),
        "hidden": _("Fact"),
        "persona": _("The person"),
        "name": _("Name"),
        "age": _("Age"),
        "gender": _("Gender"),
        "relationship": _("Towards whom"),
        "manner": _("Manner"),
        "arrives": _("First words"),
        "presents": _("What they bring"),
        "hides": _("What they hide"),
        "opens": _("What opens them"),
        "shuts": _("What shuts them"),
        "beats": _("Cards that are played"),
        "collusive": _("collusive"),
        "combative": _("combative"),
        "balanced": _("balanced"),
        "shut": _("while closed"),
        "text": _("words"),
        "says": _("answer"),
        "because": _("why"),
        "case": _("Answers"),
        "readings": _("Readings"),
        "lands": _("Gone wrong"),
        "expected": _("Where it lands"),
        "expected, played": _("Where it lands, played well"),
        "stop": _("stop"),
        "concern": _("concern"),
        "route": _("next step"),
        "who": _("who does what to whom"),
        "overall": _("overall reading"),
        "verdicts": _("a service"),
    }


def landing_text(pack: Pack, lands: Expected, services: Mapping[str, str]) -> str:
    """A landing as sentences. services: what each is called, by its id."""
    if lands.stop:
        title = next((stop.title for stop in pack.stops if stop.id == lands.stop), lands.stop)
        found = [_("The gate stops it: {title}.").format(title=title.rstrip("."))]
    else:
        found = []
    found.append(_("Concern: {word}.").format(word=word(pack, "concern", lands.concern.value).lower()))
    found.append(_("Next: {word}.").format(word=word(pack, "routes", lands.route.value).lower()))
    if lands.overall is not None:
        found.append(_("Overall reading: {word}.").format(word=word(pack, "levels", lands.overall.value).lower()))
    if lands.who is not None:
        found.append(f"{word(pack, 'who', lands.who.value)}.")
    for service, verdict in lands.verdicts.items():
        found.append(f"{services.get(service, service)}: {word(pack, 'verdicts', verdict.value).lower()}.")
    return " ".join(found)
