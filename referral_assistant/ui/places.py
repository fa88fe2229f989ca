"""Where one can go: the list of sections with their states, and which card comes before and after which. No window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from referral_assistant.conversation import GATE_KINDS, gate_open_items, section_cards
from referral_assistant.i18n import _, fill
from referral_assistant.model import SectionKind, State
from referral_assistant.ui.derived import Derived
from referral_assistant.ui.widgets import NavGroup, NavItem

if TYPE_CHECKING:
    from referral_assistant.model import Card, Section

CLOSED_PLACES = frozenset({"services", "referral"})


def groups(derived: Derived, *, in_room: bool, short: bool) -> tuple[NavGroup, ...]:
    """The list of sections. In the room it holds nothing but topics (S14)."""
    kinds = {kind: [s for s in derived.pack.sections if s.kind is kind] for kind in SectionKind}
    gate = kinds[SectionKind.PRIVACY] + kinds[SectionKind.GATE]
    before = tuple(_gate_item(derived, s) for s in (gate[-1:] if in_room else gate))
    topics = tuple(_talk_item(derived, s, short) for s in kinds[SectionKind.TALK] if _cards(derived, s, short))
    switch = NavItem("switch:form", _("Show every topic") if short else _("Show fewer topics"), "", derived.gate_done)
    after = _afterwards(derived, kinds[SectionKind.AFTER], in_room=in_room)
    return (
        NavGroup(_("Before you start"), before),
        NavGroup(_("Conversation"), (*topics, switch)),
        NavGroup(_("Afterwards"), after),
        *(() if in_room else (NavGroup("", (NavItem("cases", _("All cases")),)),)),
    )


def shown(derived: Derived, *, in_room: bool, short: bool) -> tuple[Card, ...]:
    """The cards one walks through with Continue and Back."""
    cards = []
    for card in derived.path:
        kind = derived.pack.section_of(card.id).kind
        if in_room and not ((kind is SectionKind.TALK and card.room_safe) or derived.in_the_room(card)):
            continue
        if short and not card.short and kind not in GATE_KINDS and card.id not in derived.standing:
            continue
        cards.append(card)
    return tuple(cards)


def after(derived: Derived, card_id: str, *, in_room: bool, short: bool) -> str:
    """Where Continue leads from a card."""
    here = derived.pack.section_of(card_id).kind
    if here in GATE_KINDS and derived.stop is not None and derived.stop.card == card_id:
        return f"stop:{derived.stop.id}"
    following = _beside(shown(derived, in_room=in_room, short=short), derived, card_id, 1)
    if following is None:
        return "left" if here is SectionKind.TALK else "everything"
    there = derived.pack.section_of(following.id).kind
    if here in GATE_KINDS and there not in GATE_KINDS:
        return start(derived, short=short)
    if here is SectionKind.TALK and there is not SectionKind.TALK:
        return "left" if in_room else of_card(derived, following.id)
    return of_card(derived, following.id)


def before(derived: Derived, card_id: str, *, in_room: bool, short: bool) -> str:
    """Where Back leads from a card; from the first one, to the list of cases."""
    earlier = _beside(shown(derived, in_room=in_room, short=short), derived, card_id, -1)
    if earlier is None:
        return "" if in_room else "cases"
    return of_card(derived, earlier.id)


def of_card(derived: Derived, card_id: str) -> str:
    """The page a card is walked to on: its own, or the one it shares with its section."""
    found = derived.pack.section_of(card_id)
    return f"together:{found.id}" if found.together else f"card:{card_id}"


def cards_at(derived: Derived, place: str) -> tuple[Card, ...]:
    """The cards a place shows; none where it shows anything else."""
    name, _colon, detail = place.partition(":")
    if name == "card":
        return tuple(card for card in derived.path if card.id == detail)
    if name == "together":
        return tuple(c for s in derived.pack.sections if s.id == detail for c in section_cards(s, derived.path))
    return ()


def stands(derived: Derived, place: str) -> bool:
    """Whether there is such a card or stop in this case as it is now."""
    name, _colon, detail = place.partition(":")
    if name in ("card", "together"):
        return bool(cards_at(derived, place))
    return name != "stop" or any(stop.id == detail for stop in derived.stops)


def start(derived: Derived, *, short: bool) -> str:
    """Where a case opens: the first item of the gate that is open, the stop that stands, or the next topic."""
    if derived.stop is not None:
        return f"stop:{derived.stop.id}"
    if open_items := gate_open_items(derived.pack, derived.case.answers):
        return f"card:{open_items[0].id}"
    for card in shown(derived, in_room=True, short=short):
        if card.id not in derived.standing and derived.pack.section_of(card.id).kind is SectionKind.TALK:
            return of_card(derived, card.id)
    return "left"


def section(derived: Derived, section_id: str, *, in_room: bool, short: bool) -> str:
    """Where a section of the list leads: its first card without an answer, else its first card."""
    found = next(s for s in derived.pack.sections if s.id == section_id)
    cards = section_cards(found, shown(derived, in_room=in_room, short=short))
    if found.kind in GATE_KINDS and derived.stop and any(c.id == derived.stop.card for c in found.cards):
        return f"stop:{derived.stop.id}"
    fresh = next((c for c in cards if c.id not in derived.standing), cards[0] if cards else None)
    return of_card(derived, fresh.id) if fresh else "left"


def counted(derived: Derived, cards: tuple[Card, ...]) -> tuple[int, int]:
    """How many of these cards have an answer of any kind, and how many there are."""
    return sum(1 for card in cards if card.id in derived.standing), len(cards)


def _cards(derived: Derived, found: Section, short: bool) -> tuple[Card, ...]:
    return tuple(c for c in section_cards(found, derived.path) if not short or c.short or c.id in derived.standing)


def _title(derived: Derived, text: str) -> str:
    return fill(text, derived.pronouns)


def _gate_item(derived: Derived, found: Section) -> NavItem:
    cards = section_cards(found, derived.path)
    answers = [derived.standing.get(card.id) for card in cards]
    left = sum(1 for a in answers if a is None or a.state is not State.ANSWERED)
    stopped = derived.stop is not None and any(card.id == derived.stop.card for card in cards)
    done = _("done") if not left else _("{done} of {all}").format(done=len(cards) - left, all=len(cards))
    status = _("stopped") if stopped else done
    return NavItem(f"section:{found.id}", _title(derived, found.title), status)


def _talk_item(derived: Derived, found: Section, short: bool) -> NavItem:
    done, every = counted(derived, _cards(derived, found, short))
    status = _("{done} of {all}").format(done=done, all=every) if derived.gate_done else _("closed")
    return NavItem(f"section:{found.id}", _title(derived, found.title), status, derived.gate_done)


def _afterwards(derived: Derived, sections: list[Section], *, in_room: bool) -> tuple[NavItem, ...]:
    if in_room:
        return (NavItem("left", _("When we have finished")),)
    written = tuple(_written_item(derived, s) for s in sections)
    closed = "" if derived.services_open else _("closed")
    stopped = derived.stop is not None
    letters = (
        NavItem("letters", _("File note"))
        if stopped
        else NavItem("letters", _("Letters"), closed, derived.services_open)
    )
    return (
        *written,
        NavItem("everything", _("Everything answered")),
        NavItem("means", _("What this means")),
        NavItem("services", _("Services"), closed, derived.services_open),
        NavItem("referral", _("Referral"), closed, derived.services_open),
        NavItem("protection", _("Protection")),
        letters,
    )


def _written_item(derived: Derived, found: Section) -> NavItem:
    done, every = counted(derived, section_cards(found, derived.path))
    status = _("{done} of {all}").format(done=done, all=every) if derived.gate_done else _("closed")
    title = _title(derived, found.title)
    # Under a heading of the same words the first of them would say nothing.
    return NavItem(
        f"section:{found.id}", _("Write up") if title == _("Afterwards") else title, status, derived.gate_done
    )


def _beside(cards: tuple[Card, ...], derived: Derived, card_id: str, step: int) -> Card | None:
    """The nearest shown card on one side of a card, which need not be shown itself."""
    order = [card.id for card in derived.pack.cards]
    here = order.index(card_id)
    places = [c for c in cards if (order.index(c.id) - here) * step > 0]
    return min(places, key=lambda c: abs(order.index(c.id) - here), default=None)
